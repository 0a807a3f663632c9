"""The page in a real browser: toggles, sorting, search, opening a number, keyboard, no network."""

from __future__ import annotations

import shutil
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


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty articles about fifteen events whose every field holds markup."""
    rows = [
        {"article_id": f"{i:02d} {HOSTILE}", "outlet": f"<b>Paper {i % 2}</b>",
         "origin": f"<b>Paper {i % 2}</b>", "event": f"{i // 2} {HOSTILE}",
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
    (out / "report.html").write_text(page_of(found), encoding="utf-8")
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
        assert page.locator("#main img, #main script").count() == 0
        assert "<script>" in page.locator("#main").inner_text()
        assert asked == [file.as_uri()]
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_violation(browser: Any, report: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = browser.new_page(color_scheme=scheme, bypass_csp=True)
    page.goto(report.as_uri())
    page.locator("#t-terms button.open").first.click()
    found = axe.Axe().run(page).response["violations"]
    grave = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found
             if v["impact"] in ("serious", "critical")]  # fmt: skip
    page.close()
    assert grave == []
