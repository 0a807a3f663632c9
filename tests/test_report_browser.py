"""The page in a real browser: toggles, sorting, search, opening a number, keyboard, no network."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from framing import features, job
from framing.comparison import compare
from framing.corpus import Corpus
from framing.report import event_pages
from framing.report import page as page_of
from framing.report.contents import Contents
from framing.report.figures import draw
from framing.study import load_study

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium (Debian: apt install it)")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    out = tmp_path_factory.mktemp("report")
    job.write(job.find(load_study(seeds)), out)
    return out / "report.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def page(browser: Any, report: Path) -> Iterator[Any]:
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    troubles: list[str] = []
    opened.on("console", lambda m: troubles.append(m.text))
    opened.on("pageerror", lambda e: troubles.append(str(e)))
    opened.on("request", lambda r: troubles.append(r.url) if r.url != report.as_uri()
              and not r.url.startswith("data:") else None)  # fmt: skip
    opened.goto(report.as_uri())
    yield opened
    assert troubles == []
    opened.close()


def column(page: Any, table: str, at: int) -> list[str]:
    rows = page.locator(f"#{table} tbody tr:not(.evidence)")
    return [rows.nth(i).locator("th, td").nth(at).inner_text() for i in range(rows.count())]


def test_a_number_opens_to_its_sentences_and_on_to_the_story(page: Any) -> None:
    row = page.locator("#t-terms tbody tr", has_text="sovereignty").first
    button = row.locator("button.open").first
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    evidence = page.locator("#t-terms tr.evidence")
    assert evidence.locator("li").count() == int(button.inner_text())
    assert "dominance" in evidence.locator("mark").first.inner_text()
    evidence.locator("a").first.click()
    assert "#s-000" in page.url
    button.click()
    assert page.locator("#t-terms tr.evidence").count() == 0


def test_sorting_turns_and_turns_again(page: Any) -> None:
    header = page.locator("#t-terms thead th").nth(4)
    for _ in range(2):
        header.locator("button").click()
        values = [int(v) for v in column(page, "t-terms", 4)]
        down = header.get_attribute("aria-sort") == "descending"
        assert values == sorted(values, reverse=down)


def test_search_leaves_what_was_asked_for(page: Any) -> None:
    page.locator("input[data-filter=t-terms]").fill("reclusive")
    shown = page.locator("#t-terms tbody tr:visible")
    assert shown.count() >= 1
    assert all("reclusive" in shown.nth(i).inner_text().lower() for i in range(shown.count()))
    n = shown.count()
    assert page.locator("#t-terms-count").inner_text() == ("1 row" if n == 1 else f"{n} rows")
    page.locator("input[data-filter=t-terms]").fill("")
    assert page.locator("#t-terms tbody tr:visible").count() == 20 > n


def test_a_long_table_shows_its_first_rows_and_then_all(page: Any) -> None:
    rows = page.locator("#t-terms tbody tr:visible")
    more = page.locator("#terms button.more")
    assert rows.count() == 20
    more.click()
    assert rows.count() == page.locator("#t-terms tbody tr").count() > 20
    assert more.get_attribute("aria-expanded") == "true"
    more.click()
    assert rows.count() == 20


def test_a_feature_says_what_it_counts(page: Any) -> None:
    button = page.locator("#t-contrast button.what").first
    button.click()
    said = page.locator("#t-contrast tr.evidence")
    assert said.count() == 1 and len(said.inner_text()) > 30
    button.click()
    assert said.count() == 0


def test_a_sentence_leads_to_its_paragraph(page: Any) -> None:
    page.locator("#t-contrast button.open").first.click()
    item = page.locator("#t-contrast tr.evidence li").first
    words = item.locator("mark").inner_text()
    target = str(item.locator("a").get_attribute("href"))
    item.locator("a").click()
    assert page.url.endswith(target)
    assert words in page.locator(f"[id='{target[1:]}']").inner_text()


def test_every_layer_can_be_shown_and_hidden(page: Any) -> None:
    boxes = page.locator("input[data-layer]")
    assert boxes.count() == 6
    for i in range(boxes.count()):
        box = boxes.nth(i)
        name = "show-" + str(box.get_attribute("data-layer"))
        before = name in str(page.locator("#stories-grid").get_attribute("class"))
        box.click()
        after = name in str(page.locator("#stories-grid").get_attribute("class"))
        assert before != after
    assert page.locator(".furniture:visible").count() > 0


def test_the_keyboard_is_enough(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    button = page.locator("#t-terms button.open").first
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    box = page.locator("input[data-layer=copy]")
    box.focus()
    page.keyboard.press("Space")
    assert box.is_checked()


@pytest.mark.parametrize("width", [360, 1600])
def test_nothing_runs_over_the_edge(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


HOSTILE = "<script>window.taken=1</script><img src=x onerror='window.taken=1'>&amp;\u2028"


PAPERS = (f"<b>Paper</b> {HOSTILE} $x^2$ {'W' * 90}", "\u202eصحيفة $\\frac{ \x07\n🇺🇸 <i>")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty articles about fifteen events whose every field holds markup and odd signs."""
    rows = [
        {"article_id": f"{i:02d} {HOSTILE}", "outlet": PAPERS[i % 2],
         "origin": PAPERS[i % 2], "event": f"{i // 2} {HOSTILE}",
         "published": "2020-01-01", "headline": HOSTILE,
         "text": f"The regime {HOSTILE} fell on day {i}. A reclusive state {HOSTILE} it was."}
        for i in range(30)
    ]  # fmt: skip
    corpus = features.match(Corpus.from_articles(rows))
    between = tuple(sorted({str(r["outlet"]) for r in rows}))
    found = Contents(
        title=HOSTILE,
        corpus=corpus,
        comparison=compare(corpus, between, by="outlet"),
        settings={"seed": 0},
        command=HOSTILE,
    )
    out = tmp_path_factory.mktemp("hostile")
    (out / "figures").mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a figure whose layout collapses warns
        assert len(draw(found, out / "figures")) >= 6
    (out / "report.html").write_text(page_of(found, figures=out / "figures"), encoding="utf-8")
    (out / "events").mkdir()
    for name, html in event_pages(found):
        (out / name).write_text(html, encoding="utf-8")
    return out


def test_hostile_markup_stays_text(browser: Any, hostile: Path) -> None:
    files = sorted((hostile / "events").glob("*.html"))
    assert len(files) == 9  # twelve articles of fifteen events stand on the page
    for file in (hostile / "report.html", files[0]):
        page = browser.new_page(bypass_csp=True)  # escaping alone must hold
        asked: list[str] = []
        page.on("request", lambda r: asked.append(r.url))  # noqa: B023
        page.goto(file.as_uri())
        for i in range(min(page.locator("button.open").count(), 4)):
            page.locator("button.open:visible").nth(i).click()
        assert page.evaluate("window.taken") is None
        assert page.locator("#main figure svg").count() == (3 if file.name == "report.html" else 0)
        assert page.locator("#main img, #main script").count() == 0
        assert "<script>" in page.locator("#main").inner_text()
        assert asked == [file.as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        assert "\u202e" not in page.locator("header").inner_text()
        page.close()


def test_a_sentence_leads_to_the_file_that_holds_its_story(browser: Any, hostile: Path) -> None:
    page = browser.new_page()
    page.goto((hostile / "report.html").as_uri())
    page.locator("#t-contrast button.open").first.click()
    links = page.locator("#t-contrast tr.evidence a")
    away = [i for i in range(links.count()) if "events/" in str(links.nth(i).get_attribute("href"))]
    words = page.locator("#t-contrast tr.evidence mark").nth(away[0]).inner_text()
    links.nth(away[0]).click()
    assert "/events/event-" in page.url
    place = page.locator("p:target")
    assert place.count() == 1 and words in place.inner_text()
    page.close()


def test_a_number_says_what_it_counts_and_whose(page: Any) -> None:
    """Every button has a name of its own sense; a bare number has none."""
    names = page.locator("#t-contrast button.open").evaluate_all(
        "all => all.map(b => b.getAttribute('aria-label'))"
    )
    assert names and all("show the sentences (" in n for n in names)
    assert any(n.endswith(", hits state)") for n in names)
    assert any(n.endswith(", hits western wire)") for n in names)
    bare = page.locator("button").evaluate_all(
        "all => all.filter(b => !(b.textContent.trim() || b.getAttribute('aria-label'))).length"
    )
    assert bare == 0


def test_every_table_has_caption_and_scopes(page: Any) -> None:
    page.locator("details").evaluate_all("all => all.forEach(d => { d.open = true; })")
    without = page.locator("table").evaluate_all(
        """all => all.filter(t => !t.caption || [...t.tHead.rows[0].cells].some(h => !h.scope)
                   || [...t.tBodies[0].rows].some(r => t.id && !r.querySelector('th[scope=row]')))
              .map(t => t.outerHTML.slice(0, 80))"""
    )
    assert without == []


def test_sorting_is_said_and_escape_closes(page: Any) -> None:
    page.locator("#t-contrast thead th").nth(1).locator("button").click()
    assert page.locator("#said").inner_text() == "sorted by hits state, descending"
    button = page.locator("#t-contrast button.open").first
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert button.get_attribute("aria-expanded") == "false"
    assert page.locator("#t-contrast tr.evidence").count() == 0


def test_every_control_is_reached_by_tab_and_shows_it(page: Any) -> None:
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """(() => { const e = document.activeElement, s = getComputedStyle(e);
                 return [e.tagName, s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1,
                         e.getBoundingClientRect().width > 0]; })()"""
        )
        assert seen[1] and seen[2], seen
        reached.add(seen[0])
    assert {"A", "BUTTON", "INPUT", "DIV", "SUMMARY", "FIGURE"} <= reached


def test_the_first_screen_tells_what_whose_and_where(page: Any) -> None:
    first = page.locator("#first")
    said = first.inner_text()
    for words in ("What was compared", "state-controlled media: TASS (1)", "1\nstate story",
                  "1\nevent that both sides cover", "What may be claimed", "Descriptive only",
                  "Where to look first", "reclusive state"):  # fmt: skip
        assert words in said, words
    links = first.locator("dl.findings a")
    for i in range(links.count()):
        assert page.locator(str(links.nth(i).get_attribute("href"))).count() == 1


def test_print_is_light_whatever_the_screen(browser: Any, report: Path) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(report.as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    style = "getComputedStyle(document.{}).{}"
    assert page.evaluate(style.format("body", "color")) == "rgb(0, 0, 0)"
    gate = page.evaluate(style.format("querySelector('.gate')", "backgroundColor"))
    assert gate == "rgb(255, 255, 255)"
    assert page.evaluate(style.format("querySelector('figure svg')", "filter")) == "none"
    page.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("dark", 360)])
def test_axe_finds_no_serious_violation(
    browser: Any, report: Path, scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = browser.new_page(
        color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 800}
    )
    page.goto(report.as_uri())
    page.locator("#t-terms button.open").first.click()
    page.locator("#t-contrast button.what").first.click()
    page.locator("details").evaluate_all("all => all.forEach(d => { d.open = true; })")
    assert grave(axe, page) == []


def test_axe_finds_nothing_in_the_files_beside(browser: Any, hostile: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = browser.new_page(bypass_csp=True)
    page.goto(sorted((hostile / "events").glob("*.html"))[0].as_uri())
    assert grave(axe, page) == []


def grave(axe: Any, page: Any) -> list[str]:
    """What the audit calls serious or critical, with the first place; the page is closed."""
    found = axe.Axe().run(page).response["violations"]
    page.close()
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found
            if v["impact"] in ("serious", "critical")]  # fmt: skip
