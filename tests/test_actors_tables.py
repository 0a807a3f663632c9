"""Tables of actors: labels by voice and origin, and what one side leaves out."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.features.actors import labels, one_sided, read_stories
from framing.features.actors.naming import COLUMNS

WIRE = (
    "Lavrov visited the secretive state. Trump praised the summit. Sanctions on North Korea stay."
)
STATE = "North Korea welcomed Lavrov. North Korea values US guarantees. Russia is pleased."


def corpus(**extra: object) -> Corpus:
    rows = [
        {"article_id": "a", "text": WIRE, "event": "e", "outlet": "W", "origin": "Reuters"},
        {"article_id": "b", "text": STATE, "event": "e", "outlet": "S", "origin": "TASS"},
        {"article_id": "c", "text": "Trump met Macron in Paris.", "event": "f", "outlet": "W",
         "origin": "Reuters"},
    ]  # fmt: skip
    return Corpus.from_articles(rows)


SIDES = {"a": "wire", "b": "state", "c": "wire"}


def test_labels_are_evidence() -> None:
    table = labels(corpus())
    assert tuple(table.columns) == COLUMNS
    texts = corpus().texts
    for row in table.itertuples(index=False):
        stands = texts[row.article_id][row.start : row.end]
        assert row.label in stands.replace("\n", " ")
        assert row.sentence_start <= row.start < row.end <= row.sentence_end


def test_a_state_without_its_name() -> None:
    table = labels(corpus())
    korea = table[table["actor"] == "North Korea"]
    mine = korea[korea["label"] == "secretive state"]
    assert mine[["article_id", "origin", "form", "modifiers"]].to_numpy().tolist() == [
        ["a", "Reuters", "description", "secretive"]
    ]
    assert not korea[korea["origin"] == "TASS"]["label"].str.contains("secretive").any()


def test_labels_carry_voice_and_speaker() -> None:
    base = corpus()
    at = WIRE.index("the secretive")
    spans = pd.DataFrame(
        [
            {"article_id": "a", "start": 0, "end": len(WIRE), "stage": "structure", "kind": "body"},
            {"article_id": "a", "start": at, "end": at + 19, "stage": "voice", "kind": "indirect"},
            {"article_id": "b", "start": 0, "end": len(STATE), "stage": "structure",
             "kind": "body"},
        ]
    )  # fmt: skip
    said = pd.DataFrame(
        [{"article_id": "a", "attribution_id": "x", "content_start": at, "content_end": at + 19,
          "speaker": "an aide", "voice": "indirect"}]
    )  # fmt: skip
    table = labels(base.with_tables(None, spans=spans, attributions=said))
    row = table[table["label"] == "secretive state"].iloc[0]
    assert (row["voice"], row["speaker"]) == ("indirect", "an aide")
    assert set(table["article_id"]) == {"a", "b"}  # c has no story


def test_one_actor_once_a_place() -> None:
    table = labels(corpus())
    for _, mine in table.groupby(["article_id", "actor"]):
        spans = sorted(zip(mine["start"], mine["end"], strict=True))
        assert all(b <= a for (_, b), (a, _) in itertools.pairwise(spans))


def test_furniture_is_not_named() -> None:
    text = "Read more about Macron\nKim met Lavrov in Pyongyang."
    made = Corpus.from_articles([{"article_id": "a", "text": text}])
    spans = pd.DataFrame(
        [
            {"article_id": "a", "start": 0, "end": 22, "stage": "furniture", "kind": "teaser"},
            {"article_id": "a", "start": 23, "end": len(text), "stage": "structure",
             "kind": "body"},
        ]
    )  # fmt: skip
    table = labels(made.with_tables(None, spans=spans))
    assert not table["label"].str.contains("Macron").any()
    assert table["label"].str.contains("Lavrov").any()


def test_no_articles_no_labels() -> None:
    made = Corpus.from_articles([{"article_id": "a", "text": "..."}])
    assert len(labels(made)) == 0 and tuple(labels(made).columns) == COLUMNS


def test_what_one_side_leaves_out() -> None:
    table = one_sided(corpus(), SIDES)
    wire = set(table[table["side"] == "wire"]["what"])
    state = set(table[table["side"] == "state"]["what"])
    assert {"Trump", "summit", "sanctions"} <= wire
    assert {"Russia", "guarantees"} <= state
    assert "North Korea" not in wire | state and "Lavrov" not in wire | state
    assert "Macron" not in wire  # event f has one side only


def test_places_open_to_the_words() -> None:
    made = corpus()
    table = one_sided(made, SIDES)
    for row in table.itertuples(index=False):
        assert row.hits == len(row.places) > 0
        for article, start, end in row.places:
            assert SIDES[article] == row.side
            assert made.text(article)[start:end].strip()


def test_swapped_sides_swap_the_table() -> None:
    swapped = {k: {"wire": "state", "state": "wire"}[v] for k, v in SIDES.items()}
    one, other = one_sided(corpus(), SIDES), one_sided(corpus(), swapped)
    for side, mirror in (("wire", "state"), ("state", "wire")):
        a = one[one["side"] == side].drop(columns="side").reset_index(drop=True)
        b = other[other["side"] == mirror].drop(columns="side").reset_index(drop=True)
        pd.testing.assert_frame_equal(a, b)


def test_identical_stories_leave_nothing_out() -> None:
    rows = [{"article_id": i, "text": WIRE, "event": "e"} for i in "ab"]
    assert one_sided(Corpus.from_articles(rows), {"a": "x", "b": "y"}).empty


def test_capitals_are_no_silence() -> None:
    rows = [
        {"article_id": "a", "text": "SANCTIONS ON IRAN STAY IN FORCE\n\nIran objects",
         "event": "e"},
        {"article_id": "b", "text": "The sanctions hurt Iran.", "event": "e"},
    ]  # fmt: skip
    table = one_sided(Corpus.from_articles(rows), {"a": "x", "b": "y"})
    assert "sanctions" not in set(table["what"])


def test_independent_stories_are_counted_once() -> None:
    rows = [
        {"article_id": "a", "text": WIRE, "event": "e", "story": "s"},
        {"article_id": "a2", "text": WIRE, "event": "e", "story": "s"},
        {"article_id": "b", "text": STATE, "event": "e", "story": "t"},
    ]
    table = one_sided(Corpus.from_articles(rows), {"a": "x", "a2": "x", "b": "y"})
    trump = table[table["what"] == "Trump"].iloc[0]
    assert (trump["hits"], trump["stories"], trump["of_stories"], trump["events"]) == (2, 1, 1, 1)
    assert one_sided(Corpus.from_articles(rows), {"a": "x", "a2": "x", "b": "y"}, least=2).empty


def test_shared_elsewhere_is_said() -> None:
    rows = [
        {"article_id": "a", "text": "Trump spoke about Iran.", "event": "e"},
        {"article_id": "b", "text": "Iran replied.", "event": "e"},
        {"article_id": "c", "text": "Trump went to Paris.", "event": "f"},
        {"article_id": "d", "text": "Paris saw Trump.", "event": "f"},
    ]
    table = one_sided(Corpus.from_articles(rows), {"a": "x", "b": "y", "c": "x", "d": "y"})
    trump = table[table["what"] == "Trump"].iloc[0]
    assert (trump["side"], trump["events"], trump["events_both"]) == ("x", 1, 1)


def test_a_strange_article_is_refused() -> None:
    with pytest.raises(FramingError, match="nosuch"):
        one_sided(corpus(), {"nosuch": "x"})
    with pytest.raises(FramingError, match="least"):
        one_sided(corpus(), SIDES, least=0)


def test_order_of_articles_does_not_matter() -> None:
    rows = [
        {"article_id": "b", "text": STATE, "event": "e"},
        {"article_id": "a", "text": WIRE, "event": "e"},
    ]
    one, other = Corpus.from_articles(rows), Corpus.from_articles(rows[::-1])
    pd.testing.assert_frame_equal(labels(one), labels(other))
    sides = {"a": "wire", "b": "state"}
    pd.testing.assert_frame_equal(one_sided(one, sides), one_sided(other, sides))


def test_stories_that_were_read_once_serve_both_tables() -> None:
    made = corpus()
    stories = read_stories(made)
    pd.testing.assert_frame_equal(labels(made, stories=stories), labels(made))
    once = one_sided(made, SIDES, stories=stories)
    pd.testing.assert_frame_equal(once, one_sided(made, SIDES))
    some = labels(made, stories=stories[:1])
    assert set(some["article_id"]) == {stories[0].article_id}


def test_labels_say_side_voice_and_origin() -> None:
    assert {"actor", "label", "outlet", "voice", "origin"} <= set(labels(corpus()).columns)


def test_a_label_keeps_both_quotation_marks_or_none() -> None:
    text = 'Police met "Occupy" protesters. The illegal "Occupy" protesters stayed in Hong Kong.'
    found = labels(Corpus.from_articles([{"article_id": "a", "text": text}]))
    mine = found.loc[found["actor"] == "protest", "label"].tolist()
    assert mine == ["Occupy protesters", 'illegal "Occupy" protesters']
