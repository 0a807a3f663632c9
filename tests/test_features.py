"""Hits in stories, targets, the concordance, computed features of a corpus."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import Corpus, Step
from framing.errors import FramingError
from framing.features import collocates, concordance, find, foreground, match, measure
from framing.features.hits import partitions

TEXT = (
    "Kim praises reclusive state\n\nHome | News\n\nLavrov visited the secretive state.\n"
    "Lavrov said it opposes the US’ dominance."
)


def marked(**tables: pd.DataFrame) -> Corpus:
    spans = pd.DataFrame(
        [
            ("a", 0, 27, "structure", "headline", None),
            ("a", 29, 40, "furniture", "navigation", None),
            ("a", 42, len(TEXT), "structure", "body", None),
        ],
        columns=["article_id", "start", "end", "stage", "kind", "note"],
    )
    corpus = Corpus.from_articles([{"article_id": "a", "text": TEXT}])
    return corpus.with_tables(Step("furniture"), **{"spans": spans, **tables})


def test_only_the_story_is_counted() -> None:
    text = "Sanctions\n\nSanctions hurt."
    spans = pd.DataFrame(
        [("a", 0, 9, "furniture", "teaser"), ("a", 11, 26, "structure", "body")],
        columns=["article_id", "start", "end", "stage", "kind"],
    )
    corpus = Corpus.from_articles([{"article_id": "a", "text": text}]).with_tables(
        None, spans=spans
    )
    hits = match(corpus, dictionaries=["economic"]).hits
    assert hits["start"].tolist() == [11]


def test_a_hit_does_not_run_from_one_span_into_another() -> None:
    spans = pd.DataFrame(
        [("a", 0, 9, "structure", "headline"), ("a", 10, 15, "structure", "body")],
        columns=["article_id", "start", "end", "stage", "kind"],
    )
    corpus = Corpus.from_articles([{"article_id": "a", "text": "reclusive state"}])
    assert len(match(corpus, dictionaries=["closed_states"]).hits) == 1
    cut = corpus.with_tables(None, spans=spans)
    assert len(match(cut, dictionaries=["closed_states"]).hits) == 0


def test_headline_is_known() -> None:
    hits = match(marked(), dictionaries=["closed_states"]).hits
    assert hits["in_headline"].tolist() == [True, False]
    assert hits["voice"].isna().all()


def test_voice_speaker_and_copies_are_looked_up_innermost() -> None:
    start = TEXT.index("it opposes")
    voices = pd.concat(
        [
            marked().spans,
            pd.DataFrame(
                [
                    ("a", 0, 27, "voice", "narrator"),
                    ("a", 42, start, "voice", "narrator"),
                    ("a", start, len(TEXT), "voice", "indirect"),
                ],
                columns=["article_id", "start", "end", "stage", "kind"],
            ),
        ]
    )
    said = pd.DataFrame(
        [
            ("a", "1", start, len(TEXT), "outer", "indirect"),
            ("a", "2", start + 3, len(TEXT), "inner", "indirect"),
        ],
        columns=[
            "article_id",
            "attribution_id",
            "content_start",
            "content_end",
            "speaker",
            "voice",
        ],
    )
    other = Corpus.from_articles(
        [{"article_id": "a", "text": TEXT}, {"article_id": "b", "text": "x"}]
    )
    copies = pd.DataFrame(
        [("a", 42, 80, "b", 0, 1, "copy"), ("a", start, len(TEXT), "b", 0, 1, "quotation")],
        columns=["article_id", "start", "end", "other_id", "other_start", "other_end", "kind"],
    )
    corpus = other.with_tables(None, spans=voices, attributions=said, passages=copies)
    hits = match(corpus, dictionaries=["closed_states", "sovereignty"]).hits
    rows = hits[["term", "voice", "speaker", "copied"]].astype(object)
    assert rows.where(rows.notna(), None).to_numpy().tolist() == [
        ["reclusive state", "narrator", None, False],
        ["secretive state", "narrator", None, True],
        ["u.s. dominance", "indirect", "inner", False],
    ]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (
            "Russian Foreign Minister Sergei Lavrov met Kim in North Korea, Moscow said, the first "
            "meeting between the head of the reclusive state and a Russian official.",
            "North Korea",
        ),
        (
            "Russian Foreign Minister Sergei Lavrov flew from Russia to North Korea. "
            "Lavrov visited the secretive state.",
            "North Korea",
        ),
        ("The reclusive state tested a missile. North Korea said so.", "North Korea"),
        ("Washington and Tehran quarrel. Iran is a rogue state.", "Iran"),
        ("A rogue state is bad.", None),
    ],
)
def test_an_epithet_is_linked_to_a_country(text: str, target: str | None) -> None:
    hits = find([text], dictionaries=["closed_states"])
    got = hits["target"].iloc[0]
    assert (None if pd.isna(got) else got) == target


def test_a_title_is_linked_to_the_name_after_it() -> None:
    hits = find(["They met Comrade Kim Jong Un there."], dictionaries=["honorifics"])
    assert hits["target"].tolist() == ["Kim Jong Un"]


def test_negation_is_told() -> None:
    hits = find(
        ["It is not a rogue state.", "It is a rogue state."], dictionaries=["closed_states"]
    )
    assert hits["negated"].tolist() == [True, False]


def test_the_offsets_are_what_was_counted() -> None:
    hits = match(marked()).hits
    for row in hits.itertuples(index=False):
        assert TEXT[row.start : row.end].strip() == TEXT[row.start : row.end] != ""


def test_partitions_do_not_change_a_hit() -> None:
    rows = [{"article_id": f"{k}", "text": TEXT * (k + 1)} for k in range(5)]
    corpus = Corpus.from_articles(rows)
    parts = list(partitions(corpus, characters=300))
    assert len(parts) > 1
    assert sorted(i for p in parts for i in p.articles["article_id"]) == [str(k) for k in range(5)]
    whole = match(corpus).hits
    pieces = pd.concat([match(p).hits for p in parts], ignore_index=True)
    order = ["article_id", "start", "end", "feature", "entry"]
    pd.testing.assert_frame_equal(
        whole, pieces.sort_values(order, ignore_index=True, kind="stable"), check_dtype=False
    )


def test_a_hit_is_copied_wherever_the_other_copy_lies() -> None:
    rows = [{"article_id": k, "text": "The reclusive state spoke."} for k in "ab"]
    columns = ["article_id", "start", "end", "other_id", "other_start", "other_end", "kind"]
    shared = [("a", 0, 26, "b", 0, 26, "copy"), ("b", 0, 26, "a", 0, 26, "copy")]
    corpus = Corpus.from_articles(rows).with_tables(
        Step("reuse"), passages=pd.DataFrame(shared, columns=columns)
    )
    parts = list(partitions(corpus, characters=20))
    assert len(parts) == 2
    pieces = [match(part, dictionaries=["closed_states"]).hits for part in parts]
    assert [piece["copied"].tolist() for piece in pieces] == [[True], [True]]


def test_an_empty_corpus_has_no_hits() -> None:
    corpus = Corpus.from_articles([{"article_id": "a", "text": ""}])
    assert len(match(corpus).hits) == 0


def test_concordance_shows_both_sides() -> None:
    lines = concordance(marked(), "secretive|reclusive state", width=6)
    assert lines["hit"].tolist() == ["reclusive state", "secretive state"]
    assert lines["left"].tolist() == ["aises ", "d the "]


def test_measure_gives_units_and_missing_values() -> None:
    table = measure(marked(), features=["questions", "cue_neutral"]).set_index("feature")
    assert table.loc["questions", "value"] == 0
    assert pd.isna(table.loc["cue_neutral", "value"])
    with pytest.raises(FramingError, match="no computed feature 'question'; nearest: 'questions'"):
        measure(marked(), features=["question"])


def test_source_mix_and_stance_come_from_attributions() -> None:
    said = pd.DataFrame(
        [
            ("a", "1", 42, 50, "Kim", "official", "neutral", "direct"),
            ("a", "2", 50, 60, "Lavrov", "anonymous", "distancing", "indirect"),
        ],
        columns=[
            "article_id",
            "attribution_id",
            "content_start",
            "content_end",
            "speaker",
            "speaker_kind",
            "stance",
            "voice",
        ],
    )
    names = ["source_official", "cue_distancing", "speaker_evenness"]
    table = measure(marked(attributions=said), features=names).set_index("feature")["value"]
    assert table[names].tolist() == [0.5, 0.5, 1.0]


def test_seeds(seeds: Path) -> None:
    rows = [
        {"article_id": p.name[:3], "text": p.read_text(encoding="utf-8")}
        for p in sorted(seeds.glob("*.txt"))
    ]
    hits = match(
        Corpus.from_articles(rows),
        dictionaries=["sovereignty", "closed_states", "honorifics", "security_threat"],
    ).hits
    dominance = hits[hits["entry"] == "dominance"]
    assert dominance["article_id"].tolist() == ["000", "000", "000"]
    closed = hits[hits["entry"] == "closed"][["article_id", "term", "target"]]
    assert closed.to_numpy().tolist() == [
        ["001", "reclusive state", "North Korea"],
        ["002", "secretive state", "North Korea"],
        ["004", "reclusive state", "North Korea"],
    ]
    assert set(hits[hits["entry"] == "comrade"]["article_id"]) == {"003"}
    assert "create threats to the security" in set(hits["term"])


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    hits = find([text])
    assert all(text[a:b] for a, b in zip(hits["start"], hits["end"], strict=True))


def test_foreground_tells_headline_lead_and_rest_apart() -> None:
    corpus = match(marked(), dictionaries=["closed_states"])
    table = foreground(corpus).set_index("place")
    assert table.index.tolist() == ["headline", "lead", "rest"]
    assert table.loc["headline", "features"] == "closed_states"
    assert table.loc["lead", "features"] == "closed_states"
    assert table.loc["rest", "features"] == ""
    assert table.loc["rest", "first_country"] == "United States"
    assert pd.isna(table.loc["headline", "first_country"])


def test_collocates_by_hand() -> None:
    texts = ["rogue state acts. one two three four", "rogue state. one two three four one"]
    corpus = Corpus.from_articles([{"article_id": str(k), "text": t} for k, t in enumerate(texts)])
    table = collocates(corpus, "state", window=1).set_index("word")
    assert table.index.tolist() == ["rogue"]
    assert table.loc["rogue", ["near", "elsewhere", "stories"]].tolist() == [2, 0, 2]
    every = collocates(corpus, "state", window=1, least_stories=1).set_index("word")
    assert every.index.tolist() == ["rogue", "acts", "one"]
    assert every.loc["one", ["near", "elsewhere"]].tolist() == [1, 2]
    # Four words stand inside the windows, eight outside.
    assert every.loc["one", "log_ratio"] == pytest.approx(np.log2((1.5 / 5) / (2.5 / 9)))
    with pytest.raises(FramingError, match="window must be 1 or more"):
        collocates(corpus, "state", window=0)
