"""Made-up pages of many shapes, each line set down by hand: kind, tab, the line as scraped."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.furniture import Page, find_furniture

PAGES = sorted((Path(__file__).parent / "pages").glob("*.tsv"))


def page_text(file: Path) -> tuple[str, list[tuple[str, str]]]:
    """The page as it would be scraped, and (kind, line) of every line."""
    rows = [
        tuple(line.split("\t", 1)) if line else ("", "")
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    return "\n".join(line for _, line in rows), [(k, t) for k, t in rows if k]


def named(name: str) -> tuple[str, Page]:
    text, _ = page_text(next(p for p in PAGES if p.stem == name))
    return text, find_furniture(text)


def kinds(text: str, page: Page) -> list[tuple[str, str]]:
    """(kinds, line) of every line, as marked; several kinds are joined by a plus."""
    found, at = [], 0
    for line in text.split("\n"):
        inside = [m.kind for m in page.marks if m.start < at + len(line) and m.end > at]
        if line.strip():
            found.append(("+".join(dict.fromkeys(inside)), line))
        at += len(line) + 1
    return found


@pytest.mark.parametrize("file", PAGES, ids=lambda p: p.stem)
def test_every_line_is_what_a_reader_says_it_is(file: Path) -> None:
    text, expected = page_text(file)
    assert kinds(text, find_furniture(text)) == expected


def test_when_the_pages_were_published() -> None:
    said = {p.stem: find_furniture(page_text(p)[0]).published for p in PAGES}
    assert {k: m.iso for k, m in said.items() if m} == {
        "wire": "2021-03-03T18:42:00+00:00",
        "broadcaster": "2021-03-12",
        "paper": "2021-03-18T09:15:00-04:00",
        "ministry": "2021-03-14T17:40:00",
        "blog_reprint": "2021-03-20",
        "caps_headline": "2021-03-21",
        "no_headline": "2021-03-22",
        "two_stories": "2021-03-23",
        "live_blog": "2021-03-03T18:05:00+00:00",
        "german": "2021-03-03T18:42:00",
        "captions_and_posts": "2021-03-24T09:21:00-04:00",
    }


def test_two_stories_are_said_and_the_second_is_not_counted() -> None:
    _, page = named("two_stories")
    assert [(r.level, r.code) for r in page.remarks] == [("warning", "two_stories")]
    assert "Museum finds lost painting" in page.remarks[0].message


def test_a_live_blog_is_said() -> None:
    _, page = named("live_blog")
    assert [r.code for r in page.remarks] == ["live_blog"]


def test_other_languages_are_said() -> None:
    for name, language in (("german", "de"), ("russian", "ru")):
        _, page = named(name)
        assert page.language == language
        assert [r.code for r in page.remarks] == ["not_english"]
        assert "not English" in page.remarks[0].message


def test_pages_without_a_headline_have_none() -> None:
    assert {p.stem for p in PAGES if find_furniture(page_text(p)[0]).headline is None} == {
        "no_headline",
        "russian",
    }


def test_the_address_of_a_page() -> None:
    assert named("caps_headline")[1].url == (
        "https://alder-wire.example.org/2021/03/21/norland-court-stops-treaty.html"
    )
