"""Furniture: single rules on lines that can be read at a glance, and what holds of any text."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import Corpus
from framing.furniture import FURNITURE, STRUCTURE, Page, find_furniture, guess_language, mark
from framing.furniture.cues import kind_of_long, kind_of_short
from framing.furniture.datelines import dateline_end
from framing.reading import read

LEAD = (
    "Norland's parliament approved the harbour treaty on Wednesday after a debate that went on "
    "until midnight, officials said."
)
NEXT = "The prime minister called it a good day, and the opposition said it would go to court."


def pieces(text: str, page: Page, *kinds: str) -> list[str]:
    return [text[m.start : m.end] for m in page.of_kind(*kinds)]


def shown(text: str, **known: str) -> list[tuple[str, str]]:
    return [(m.kind, text[m.start : m.end]) for m in find_furniture(text, **known).marks]


# --- the seeds ---------------------------------------------------------------------------------


def test_no_word_of_the_seeds_furniture_is_story(seeds: Path) -> None:
    corpus = mark(read(seeds))
    for name, words in (
        ("002_35bdc91380db2423.txt", ("Sanctions", "Pig's Blood", "Read More", "Flickr")),
        ("004_d0d15de1010918a0.txt", ("Sharifulin", "All Rights", "Categories", "Reply")),
    ):
        text = corpus.text(name)
        story = " ".join(text[a:b] for a, b, _ in corpus.story_spans(name))
        for word in words:
            assert word in text
            assert word not in story


def test_the_second_copy_of_a_story_that_stands_twice_counts(seeds: Path) -> None:
    corpus = mark(read(seeds))
    name = "003_9575b9c55e492da0.txt"
    text = corpus.text(name)
    story = " ".join(text[a:b] for a, b, _ in corpus.story_spans(name))
    assert text.count("principled position") == 2
    assert story.count("principled position") == 1
    assert story.count("We have to admit") == 1
    assert story.startswith("Russian Foreign Minister Sergey Lavrov said on Tuesday")


# --- single rules ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("ADVERTISEMENT", "advert"),
        ("Story continues below advertisement", "advert"),
        ("https://example.org/a-b.html", "url"),
        ("date 2021-03-03 World News", "crawl"),
        ("3 March 2021, 14:05 GMT", "timestamp"),
        ("Updated 19 min ago", "timestamp"),
        ("By Anna Bergdorf", "byline"),
        ("Jill Colvin, Associated Press Published 9:21 a.m. ET July 15, 2018", "byline"),
        ("Ivo Malin / AP", "credit"),
        ("© Ivo Malin/TASS", "credit"),
        ("(AP Photo/Ivo Malin)", "credit"),
        ("© 2021 Alder Post. All rights reserved.", "copyright"),
        ("Kaynak/Source:", "source_line"),
        ("AlderPost (3 March 2021)", "source_line"),
        ("Read More", "teaser"),
        ("Lesen Sie auch: Was der Vertrag bedeutet", "teaser"),
        ("Most read", "tail"),
        ("Leave a Reply", "form"),
        ("Share on Facebook Share on Twitter", "social"),
        ("Home > World > Europe", "navigation"),
        ("* * *", "separator"),
        ("World", "section"),
    ],
)
def test_a_line_that_says_what_it_is(line: str, kind: str) -> None:
    assert kind_of_short(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "Lavrov arrived in Pyongyang on Thursday.",
        "By the time he arrived the talks were over.",
        "Sharing intelligence with allies is what ministers do.",
        "The comments were the sharpest in years.",
        "He said: no.",
        "More than 40 people were hurt in March.",
        "World leaders met in Paris.",
    ],
)
def test_a_sentence_of_a_story_is_no_furniture(line: str) -> None:
    assert kind_of_short(line) is None


def test_a_paragraph_that_is_a_copyright_notice() -> None:
    assert (
        kind_of_long(
            "© 2018 AFP. All Rights Reserved. This material may not be published, "
            "broadcast, rewritten, or redistributed, here or anywhere."
        )
        == "copyright"
    )


@pytest.mark.parametrize(
    ("line", "dateline"),
    [
        ("PYONGYANG, May 31. /TASS/. North Korea highly values it.", "PYONGYANG, May 31. /TASS/."),
        ("LONDON, May 3 (Reuters) - The ministry said so.", "LONDON, May 3 (Reuters) -"),
        ("BEIJING, July 3 (Xinhua) -- China will answer.", "BEIJING, July 3 (Xinhua) --"),
        ("HELSINKI (AP) — The two met.", "HELSINKI (AP) —"),
        ("WASHINGTON – The officer said so.", "WASHINGTON –"),
        ("Washington (CNN) The president said so.", "Washington (CNN)"),
        ("(CNN) -- The president said so.", "(CNN) --"),
        ("NEW DELHI: The government said so.", "NEW DELHI:"),
        ("SEOUL, South Korea — The two met.", "SEOUL, South Korea —"),
        ("МОСКВА, 31 мая — РИА Новости. Министр сообщил.", "МОСКВА, 31 мая — РИА Новости."),
        ("新华社奥尔德港3月3日电 诺兰议会批准了条约。", "新华社奥尔德港3月3日电"),
        ("NATO - the alliance - met in Brussels.", ""),
        ("THE TALKS ARE OVER - FOR NOW.", ""),
        ("Kim met Lavrov on Thursday.", ""),
        ("Lavrov (68) met Kim.", ""),
        ("Wells Fargo (WFC) lost money on Thursday.", ""),
        ("TEHRAN, May 3 (MNA) – The minister said so.", "TEHRAN, May 3 (MNA) –"),
    ],
)
def test_datelines(line: str, dateline: str) -> None:
    assert line[: dateline_end(line)] == dateline


def test_a_headline_like_line_alone_between_paragraphs_is_a_teaser() -> None:
    text = f"Treaty passes\n\n{LEAD}\n\nFishermen invite prime minister to their boats\n\n{NEXT}"
    assert pieces(text, find_furniture(text), "teaser") == [
        "Fishermen invite prime minister to their boats"
    ]


def test_the_turns_of_a_transcript_are_story() -> None:
    text = "MODERATOR: Good afternoon.\nQUESTION: Will it pass?\nMINISTER DORSK: Yes."
    assert shown(text) == [("body", text)]


def test_an_agencys_end_mark_is_no_story() -> None:
    text = f"{LEAD}\nThe vote was 88 to 61, the speaker of parliament said. Enditem"
    assert shown(text) == [("body", text[:-8]), ("separator", "Enditem")]


def test_the_items_of_a_list_are_story() -> None:
    text = (
        f"{LEAD}\nThe treaty has three parts:\nthe harbour\nthe fishing grounds\nThe coast\n{NEXT}"
    )
    assert [k for k, _ in shown(text)] == ["body"]


def test_a_line_that_goes_on_with_the_sentence_before_is_story() -> None:
    text = f"{LEAD}\nNorland keeps its word in all that concerns the harbour\n, she said.\n{NEXT}"
    assert [k for k, _ in shown(text)] == ["body"]


def test_a_repeated_paragraph_counts_once() -> None:
    text = f"{LEAD}\n{NEXT}\n{LEAD}"
    assert shown(text) == [("body", f"{LEAD}\n{NEXT}"), ("repeat", LEAD)]


def test_a_sentence_quoted_twice_in_different_paragraphs_is_no_repeat() -> None:
    vow = "We will fight for every boat and every metre of this coast until they listen."
    text = (
        f"{vow} That is how the first speaker began on the quay, before a crowd of thousands "
        f"who had come from all the villages of the bay.\n{LEAD}\n{vow} That is also how the "
        "last speaker ended, four hours later, when most people had gone home for supper."
    )
    assert "repeat" not in [k for k, _ in shown(text)]


def test_a_known_headline_is_used_and_a_caption_of_it_is_not() -> None:
    text = f"Norland votes\n\n{LEAD}\n{NEXT}"
    assert find_furniture(text, headline="Norland votes").headline == "Norland votes"


def test_a_known_headline_that_is_furniture_is_refused() -> None:
    text = f"Share on Facebook\n\nNorland votes for harbour treaty\n{LEAD}\n{NEXT}"
    page = find_furniture(text, headline="Share on Facebook")
    assert page.headline == "Norland votes for harbour treaty"
    assert [r.code for r in page.remarks] == ["headline_is_furniture"]


def test_tags_are_furniture_and_the_words_between_them_story() -> None:
    text = f"<p>{LEAD}</p>\n<script>alert('harbour');</script>\n<p>{NEXT}</p>"
    page = find_furniture(text)
    assert pieces(text, page, "body") == [LEAD, NEXT]
    assert {m.note for m in page.of_kind("other")} == {"markup"}


def test_day_and_month_that_could_change_places_are_settled_by_the_address() -> None:
    text = f"date 2021-03-05 https://example.org/2021/03/05/a\nTreaty passes\n05/03/2021\n{LEAD}"
    page = find_furniture(text)
    assert page.published is not None
    assert page.published.day == "2021-03-05"
    assert not page.published.ambiguous


def test_day_and_month_that_cannot_be_settled_are_said() -> None:
    page = find_furniture(f"Treaty passes\n05/03/2021\n{LEAD}")
    assert [r.code for r in page.remarks] == ["ambiguous_date"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that he would visit the city in June with his delegation.", "en"),
        (
            "Le ministre a déclaré que la visite est prévue pour juin avec sa délégation.",
            "fr",
        ),
        (
            "El ministro dijo que la visita a la ciudad será en junio con una delegación.",
            "es",
        ),
        ("Министр сообщил, что визит в город состоится в июне и что он будет с делегацией.", "ru"),
        (
            "Міністр повідомив, що візит до міста буде у червні та що він буде з делегацією.",
            "uk",
        ),
        (
            "Bakan, ziyaretin haziran ayında olacağını ve bunun çok önemli olduğunu ifade etti.",
            "tr",
        ),
        ("外交部长表示，他将于六月访问该市，并与代表团会面。", "zh"),
        ("外務大臣は六月にその都市を訪問すると述べた。", "ja"),
        ("وقال الوزير إنه سيزور المدينة في يونيو مع وفده", "ar"),
        ("1234 5678", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert guess_language(text) == language


# --- any text ----------------------------------------------------------------------------------

LINES = st.sampled_from(
    [
        LEAD,
        NEXT,
        "Read More",
        "By Reuters",
        "© 2018 AFP",
        "***",
        "World",
        "Kim meets Lavrov in Moscow",
        "<b>",
        "</script>",
        "<script>",
        "LONDON, May 3 (Reuters) - He went.",
        "Latest news",
        "Comments",
        "3 March 2021",
        "http://a.b/c-",
        "d-e",
        "\u00a0",
        "\ufeff",
        "he said",
        ", she said.",
        '"',
        "«»",
        "31.31.2031",
        "٣",
        "²",
        "\u2028",
        "\x00",
        "\ud800",
        "𝔸",
        "- a",
        "1)",
        "(",
        ":",
        "FILE - a",
    ]
)


@given(st.one_of(st.lists(LINES, max_size=25).map("\n".join), st.text(max_size=400)))
def test_marks_lie_inside_do_not_overlap_and_hold_all_that_is_not_blank(text: str) -> None:
    page = find_furniture(text)
    at = 0
    for m in page.marks:
        assert at <= m.start < m.end <= len(text)
        assert not text[at : m.start].strip()
        assert m.kind in (STRUCTURE if m.stage == "structure" else FURNITURE)
        at = m.end
    assert not text[at:].strip()
    if page.headline is not None:
        assert page.headline in text


@given(st.lists(LINES, max_size=12).map("\n".join), st.sampled_from(["World", "Kim", LEAD]))
def test_a_known_headline_never_breaks_a_page(text: str, headline: str) -> None:
    marks = find_furniture(f"{headline}\n\n{text}", headline=headline).marks
    assert all(a.end <= b.start for a, b in pairwise(marks))


def test_nasty_lines_take_no_time() -> None:
    nasty = [
        "a " * 40_000,
        "A " * 40_000,
        "(" * 20_000,
        "share " * 20_000,
        "By A, " * 9_000,
        "x/" * 20_000,
        "<" * 50_000,
        "<a " * 20_000,
        "1 " * 30_000,
        "A. " * 20_000,
        "Aa Bb " * 40 + "/",
        "Foo | " * 45,
        "©" * 250,
        "a\n" * 20_000,
    ]
    for text in nasty:
        begin = time.process_time()
        find_furniture(text)
        assert time.process_time() - begin < 2, text[:20]


# --- the stage ---------------------------------------------------------------------------------


def corpus_of(**row: str) -> Corpus:
    return Corpus.from_articles([{"article_id": "a", **row}])


def test_the_stage_fills_what_is_missing() -> None:
    marked = mark(corpus_of(text=f"Treaty passes after long debate\n3 March 2021\n{LEAD}\n{NEXT}"))
    article = marked.articles.iloc[0]
    assert (
        article["headline"],
        article["published"],
        article["published_precision"],
        article["published_basis"],
        article["language"],
    ) == ("Treaty passes after long debate", "2021-03-03", "day", "text", "en")
    assert list(marked.story_spans("a")) == [
        (0, 31, "headline"),
        (45, 45 + len(LEAD) + 1 + len(NEXT), "body"),
    ]


def test_what_was_given_stays_and_a_note_says_that_the_page_differs() -> None:
    corpus = corpus_of(
        text=f"Treaty passes\n3 March 2021\n{LEAD}",
        published="2021-03-04",
        published_precision="day",
        published_basis="manifest",
    )
    marked = mark(corpus)
    assert marked.articles["published"][0] == "2021-03-04"
    assert marked.notes["code"].tolist() == ["published_differs"]


def test_marking_twice_is_marking_once() -> None:
    once = mark(corpus_of(text=f"Treaty passes\n3 March 2021\n{LEAD}\nADVERTISEMENT"))
    again = mark(once)
    assert once.spans.equals(again.spans)


def test_no_articles_no_spans() -> None:
    assert len(mark(corpus_of(text=" \n ")).spans) == 0
