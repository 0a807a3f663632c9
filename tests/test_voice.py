"""Voice: the parts that can be counted by hand, and what holds for any text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.voice import (
    attribute,
    attributed_articles,
    colour,
    find_attributions,
    find_many,
    source_mix,
    voice_spans,
)
from framing.voice.countries import country_of, speaks_for_country
from framing.voice.cues import cue_stances, stance_of
from framing.voice.finder import only_story
from framing.voice.kinds import kind_of
from framing.voice.marks import quotations
from framing.voice.names import cast_of, one_spelling
from framing.voice.scan import BREAK, scan
from framing.voice.speakers import resolve

STORY = (
    "Harbour will stay open\n\n"
    "Energy Minister Olga Petrova said on Monday that the harbour would stay open until spring.\n\n"
    "“We have no choice,” she said. “The ferries need it.”\n\n"
    "The harbour lies in the north and has two docks.\n"
)
# Pieces that make trouble: marks that never close, odd blanks, colons, cues without anything.
PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "''",
        "'",
        "‘",
        "’",
        " said ",
        "Olga Petrova",
        ": ",
        ", ",
        ". ",
        "\n",
        "\n\n",
        "the minister",
        "according to ",
        "—",
        "\u00a0",
        "é",
        "😀",
        "Q: ",
        "A: ",
        "word ",
        "3,000 ",
        "U.S. ",
        "…",
        "(",
        ")",
        "\t",
        "\ud800",
        "\u2028",
        "said that ",
        "İ",
        "ß",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40).map("".join)


@given(TEXTS)
def test_any_text_has_one_voice_a_character(text: str) -> None:
    found = find_attributions(text)
    spans = voice_spans([(0, len(text), "body")], found)
    assert "".join(text[a:b] for a, b, _ in spans) == text
    assert all(a < b for a, b, _ in spans)
    for a in found:
        for start, end in (*a.content, *filter(None, (a.cue, a.source))):
            assert 0 <= start < end <= len(text)


@given(TEXTS, st.lists(st.integers(0, 60), min_size=2, max_size=6))
def test_nothing_is_found_outside_the_story(text: str, cuts: list[int]) -> None:
    cuts = sorted(min(c, len(text)) for c in cuts)
    story = [(a, b, "body") for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    covered = {i for a, b, _ in story for i in range(a, b)}
    for found in find_attributions(text, story):
        for start, end in found.content:
            assert {i for i in range(start, end) if not text[i].isspace()} - covered == set() or (
                not only_story(text, story)[start:end].strip()
            )


@given(st.lists(TEXTS, max_size=5))
def test_what_is_found_in_a_text_does_not_hang_on_its_company(texts: list[str]) -> None:
    together = [found for _, found in find_many([(t, None) for t in texts])]
    assert together == [find_attributions(t) for t in texts]


@given(TEXTS)
def test_tokens_cover_all_that_is_no_blank(text: str) -> None:
    scanned = scan(text)
    spans = list(zip(scanned.starts.tolist(), scanned.ends.tolist(), strict=True))
    assert spans == sorted(spans)
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(spans))
    covered = {i for a, b in spans for i in range(a, b)}
    assert all(
        i in covered or text[i].isspace() or ord(text[i]) < 32 or scanned.folded[i] == " "
        for i in range(len(text))
    )


def test_hand_counted_story() -> None:
    corpus = attribute(Corpus.from_articles([{"article_id": "a", "outlet": "X", "text": STORY}]))
    row = corpus.articles.iloc[0]
    assert row["words"] == 4 + 15 + 10 + 10
    assert row["words_direct"] == 4 + 4
    assert row["words_indirect"] in (7, 8)  # with 'that' or without
    assert row["words_narrator"] + row["words_direct"] + row["words_indirect"] == row["words"]
    spans = corpus.spans[corpus.spans["stage"] == "voice"]
    assert "".join(STORY[a:b] for a, b in zip(spans["start"], spans["end"], strict=True)) == STORY
    assert set(corpus.attributions["speaker"]) == {"Olga Petrova"}
    assert set(corpus.attributions["speaker_kind"]) == {"official"}


def test_an_article_is_found_the_same_in_any_order() -> None:
    rows = [
        (f"a{i}", STORY + f"Part {i}. Lind said it was {i}.", [(0, 60, "headline")])
        for i in range(3)
    ]
    rows = [(a, t, [(0, len(t), "body")]) for a, t, _ in rows]
    forward, backward = attributed_articles(rows), attributed_articles(rows[::-1])
    for name in forward:

        def as_rows(columns: dict[str, list[object]]) -> list[tuple[object, ...]]:
            return sorted(zip(*columns.values(), strict=True), key=repr)

        assert as_rows(forward[name]) == as_rows(backward[name])
        assert len(as_rows(forward[name])) >= 3


def test_furniture_has_no_voice() -> None:
    text = "ADVERT said it. “We will go,” Lind said.\nSHARE THIS"
    story = [(16, 40, "body")]
    spans = voice_spans(story, find_attributions(text, story))
    assert min(a for a, _, _ in spans) == 16 and max(b for _, b, _ in spans) == 40


def test_direct_in_indirect_is_direct() -> None:
    text = "Olga Petrova said the harbour was “a door that nobody can shut” and would stay open."
    voices = {text[a:b]: v for a, b, v in colour(text).spans}
    assert voices["“a door that nobody can shut”"] == "direct"


@pytest.mark.parametrize(
    ("cue", "stance"),
    [
        ("said", "neutral"),
        ("according to", "neutral"),
        ("pointed out", "endorsing"),
        ("claimed", "distancing"),
        ("slammed", "confronting"),
        ("has admitted", "conceding"),
        ("fear", "belief"),
        (":", "none"),
        ("was quoted as claiming", "distancing"),
    ],
)
def test_stances(cue: str, stance: str) -> None:
    assert stance_of(cue) == stance


def test_every_cue_has_one_stance() -> None:
    assert len(cue_stances()) > 1000


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Russian Foreign Minister", "RU"),
        ("North Korea", "KP"),
        ("South Korean officials", "KR"),
        ("Beijing", "CN"),
        ("the White House", "US"),
        ("analysts", None),
        ("Kim Jong Un", None),
    ],
)
def test_countries(words: str, code: str | None) -> None:
    assert country_of(words) == code


def test_a_name_alone_speaks_for_its_country() -> None:
    assert speaks_for_country("the US") and speaks_for_country("Moscow")
    assert not speaks_for_country("Moscow police")


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [
        ("a source in the minister's delegation", None, "anonymous"),
        ("the energy ministry", None, "body"),
        ("Moscow", None, "body"),
        ("KCNA news agency", None, "medium"),
        ("The report", None, "document"),
        ("analysts", None, "expert"),
        ("residents of the town", None, "public"),
        ("Olga Petrova", "Olga Petrova", "person"),
        ("an official who asked not to be named", None, "anonymous"),
        ("Prime Minister Olga Petrova", "Olga Petrova", "official"),
    ],
)
def test_kinds_of_source(source: str, name: str | None, kind: str) -> None:
    assert kind_of(source, name) == kind


def test_one_spelling() -> None:
    assert one_spelling("Kim Jong-un") == one_spelling("KIM JONG UN") == "Kim Jong Un"
    assert one_spelling("Sergey Lavrov") == "Sergei Lavrov"
    assert one_spelling("Anne-Marie Slaughter") == "Anne-Marie Slaughter"


def test_the_minister_is_the_person_so_described() -> None:
    text = "Energy Minister Olga Petrova met Harbour Commissioner Jonas Lind. The minister left."
    cast = cast_of(text)
    assert [p.name for p in cast.persons] == ["Olga Petrova", "Jonas Lind"]
    assert resolve("The minister", text.index("The minister"), cast)[0] == "Olga Petrova"
    assert resolve("he", len(text), cast, last="Jonas Lind", last_at=60)[0] == "Jonas Lind"


def test_quotation_over_paragraphs() -> None:
    text = "“One.\n\n“Two.\n\n“Three,” he said."
    found = quotations(scan(text))
    assert [text[q.start : q.end] for q in found] == ["“One.", "“Two.", "“Three,”"]
    assert [q.closed for q in found] == [False, False, True]


def test_apostrophes_are_no_quotations() -> None:
    assert quotations(scan("The owners' harbour and the towns' ferries don't run.")) == []


def test_paragraph_breaks_are_tokens() -> None:
    assert (scan("One\n\nTwo").kinds == BREAK).tolist() == [False, True, False]


def test_html_is_escaped() -> None:
    page = colour('“<script>alert(1)</script>,” Olga "O" Petrova <b> said.').html()
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_terminal_rendering_keeps_the_text() -> None:
    assert colour(STORY).rich().plain == STORY


def test_source_mix_adds_up() -> None:
    rows = [
        {"article_id": "a", "outlet": "X", "text": STORY},
        {"article_id": "b", "outlet": "X", "text": "The docks were empty."},
    ]
    corpus = attribute(Corpus.from_articles(rows))
    mix = source_mix(corpus, by="outlet")
    voices = mix[mix["what"] == "voice"]
    assert voices["share"].sum() == pytest.approx(1)
    assert voices["words"].sum() == corpus.articles["words"].sum()
    kinds = mix[mix["what"] == "kind"]
    attributed = corpus.articles[["words_direct", "words_indirect"]].to_numpy().sum()
    assert kinds["words"].sum() == attributed


def test_source_mix_before_voices_says_what_to_do() -> None:
    with pytest.raises(FramingError, match="attribute"):
        source_mix(Corpus.from_articles([{"article_id": "a", "text": STORY}]))


def test_empty_corpus_text() -> None:
    corpus = attribute(Corpus.from_articles([{"article_id": "a", "text": ""}]))
    assert corpus.articles["words"].tolist() == [0]
    assert len(corpus.attributions) == 0
