"""Which articles cover the same happening: stories short enough to judge by eye, and the seeds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.events import cluster, coverage, group, label_events, matched
from framing.events.assembly import read_terms
from framing.events.candidates import Pairs, near_pairs
from framing.events.link import link

FIRE = [
    "A fire destroyed the old dairy in Palmer early on Tuesday, the fire chief, John McNutt, said. "
    "Nobody was hurt when the warehouse burned down.",
    "The historic Palmer dairy burned to the ground on Tuesday. Fire chief John McNutt said the "
    "warehouse could not be saved; nobody was hurt.",
    "Fire took the dairy warehouse in Palmer on Tuesday morning. 'We could not save it', said "
    "chief John McNutt.",
]
QUAKE = [
    "An earthquake of magnitude 5.6 struck the island of Qeshm in southern Iran on Sunday, "
    "wounding five people, state television said.",
    "Five people were wounded on Sunday when an earthquake measuring 5.6 hit Qeshm island off "
    "southern Iran, according to state television.",
]
BOXING = [
    "Wladimir Klitschko stopped Hasim Rahman in the seventh round in Mannheim and kept his "
    "heavyweight titles.",
    "Hasim Rahman lasted seven rounds in Mannheim before Wladimir Klitschko stopped him to keep "
    "the heavyweight titles.",
]
STORIES = FIRE + QUAKE + BOXING
TRUTH = [0, 0, 0, 1, 1, 2, 2]


def partition(labels: np.ndarray, names: list[int]) -> set[frozenset[int]]:
    return {
        frozenset(n for n, lab in zip(names, labels, strict=True) if lab == label)
        for label in set(labels.tolist())
    }


def corpus(rows: list[dict[str, object]]) -> Corpus:
    return Corpus.from_articles(rows)


def test_three_happenings_are_told_apart() -> None:
    assert cluster(STORIES).tolist() == TRUTH


@given(st.permutations(range(len(STORIES))))
@settings(max_examples=15)
def test_order_changes_nothing(order: list[int]) -> None:
    labels = cluster([STORIES[i] for i in order])
    assert partition(labels, order) == partition(np.array(TRUTH), list(range(len(TRUTH))))


def test_labels_count_from_zero_by_first_appearance() -> None:
    assert cluster(QUAKE + FIRE + QUAKE[:1]).tolist() == [0, 0, 1, 1, 1, 0]


def test_nothing_one_text_and_empty_texts() -> None:
    assert cluster([]).tolist() == []
    assert cluster(["One story."]).tolist() == [0]
    assert cluster(["", "  ", FIRE[0]]).tolist() == [0, 1, 2]


def test_the_same_text_twice_is_one_event() -> None:
    assert cluster([FIRE[0], QUAKE[0], FIRE[0]]).tolist() == [0, 1, 0]


def test_dates_far_apart_are_two_events() -> None:
    texts = [FIRE[0], FIRE[1]]
    assert cluster(texts, dates=["2013-01-01", "2013-01-02"]).tolist() == [0, 0]
    assert cluster(texts, dates=["2013-01-01", "2013-01-09"]).tolist() == [0, 1]
    assert cluster(texts, dates=["2013-01-01", "2013-01-02"], window=0).tolist() == [0, 1]


def test_an_article_without_a_date_may_join_dated_ones() -> None:
    labels = cluster(STORIES, dates=["2013-01-01", None, "2013-01-01", *["2013-01-03"] * 4])
    assert labels.tolist() == TRUTH


def test_a_round_up_joins_at_most_one_event() -> None:
    round_up = "The day in brief. " + FIRE[0] + " " + QUAKE[0] + " " + BOXING[0]
    labels = cluster([*STORIES, round_up])
    assert labels[:7].tolist() == TRUTH
    assert len(set(labels.tolist())) in (3, 4)


def test_running_story_is_split_by_day() -> None:
    day_one = [
        "Lawmakers in Arden opened the debate on the harbour bill on Monday.",
        "The debate on the harbour bill opened in Arden on Monday, lawmakers said.",
    ]
    day_nine = [
        "Lawmakers in Arden passed the harbour bill on Tuesday by 40 votes to 31.",
        "The harbour bill passed in Arden on Tuesday with 40 votes, lawmakers said.",
    ]
    dates = ["2020-03-02"] * 2 + ["2020-03-10"] * 2
    assert cluster(day_one + day_nine, dates=dates).tolist() == [0, 0, 1, 1]


def test_settled_events_stay_apart_and_new_articles_join() -> None:
    known = ["mine", "yours", None, None, "quake", None, None]
    labels = cluster(STORIES, known=known).tolist()
    assert labels[0] != labels[1]
    assert labels[2] in (labels[0], labels[1])
    assert labels[3] == labels[4]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"titles": ["a"]}, "titles has 1 values, texts has 2"),
        ({"dates": ["2013-01-01", "soon"]}, "'soon' cannot be read"),
        ({"window": -1}, "0 days or more, not -1"),
    ],
)
def test_bad_input_is_refused(arguments: dict[str, object], says: str) -> None:
    with pytest.raises(FramingError, match=says):
        cluster(FIRE[:2], **arguments)  # type: ignore[arg-type]


def test_link_counts_a_missing_pair_as_no_likeness() -> None:
    chain = Pairs(np.array([0, 1]), np.array([1, 2]), 3)
    # 0-1 join first; then (0.9 + 0) / 2 against 0.95 within is below one half.
    assert link(chain, np.array([0.95, 0.9])).tolist() == [0, 0, 2]


def test_link_measures_against_the_chance_within() -> None:
    pairs = Pairs(np.array([0, 2, 0, 0, 1, 1]), np.array([1, 3, 2, 3, 2, 3]), 4)
    order = np.lexsort((pairs.second, pairs.first))
    pairs = Pairs(pairs.first[order], pairs.second[order], 4)

    def values(within: float, between: float) -> np.ndarray:
        return np.where(np.isin(np.arange(6), [0, 5]), within, between)

    # A loose story: halves as near as their own articles. A tight one: the next day's.
    assert len(set(link(pairs, values(0.65, 0.4)).tolist())) == 1
    assert len(set(link(pairs, values(0.99, 0.4)).tolist())) == 2


def test_link_never_joins_two_fixed_groups() -> None:
    pairs = Pairs(np.array([0, 0, 1]), np.array([1, 2, 2]), 3)
    labels = link(pairs, np.ones(3), fixed=np.array([0, 1, -1]))
    assert labels[0] != labels[1]
    assert labels[2] in (labels[0], labels[1])


def test_an_undated_article_does_not_chain_days_together() -> None:
    pairs = Pairs(np.array([0, 0, 1]), np.array([1, 2, 2]), 3)
    days = np.array([1.0, np.nan, 9.0])
    assert link(pairs, np.array([0.99, 0.98, 0.99]), days=days, window=3).tolist() == [0, 0, 2]
    assert link(pairs, np.array([0.99, 0.98, 0.99])).tolist() == [0, 0, 0]


def test_window_holds_for_candidates() -> None:
    terms = read_terms(FIRE, [None] * 3)
    pairs = near_pairs(terms, days=np.array([1.0, 3.0, np.nan]), window=1)
    assert list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)) == [(0, 2), (1, 2)]


def rows_of(texts: list[str], **columns: list[object]) -> list[dict[str, object]]:
    return [
        {"article_id": f"a{i}", "text": t} | {k: v[i] for k, v in columns.items()}
        for i, t in enumerate(texts)
    ]


def test_group_fills_events_with_stable_ids() -> None:
    dates: list[object] = [f"2013-05-0{1 + i // 3}" for i in range(7)]
    first = group(corpus(rows_of(STORIES, published=dates))).articles
    shuffled = corpus(rows_of(STORIES, published=dates)[::-1])
    again = group(shuffled).articles
    assert first["event"].tolist() == again["event"].tolist()
    assert first["event"].nunique() == 3
    assert set(first["event_basis"]) == {"grouped"}


def test_a_later_article_leaves_ids_as_they_are() -> None:
    dates: list[object] = ["2013-05-01"] * 7
    before = group(corpus(rows_of(STORIES, published=dates)))
    late = {
        "article_id": "z",
        "published": "2013-05-02",
        "text": "Palmer mourns its dairy: the warehouse that burned on Tuesday, John McNutt said, "
        "was a historic fire trap.",
    }
    grown = Corpus.from_articles(
        pd.concat([before.articles, pd.DataFrame([late])], ignore_index=True)
    )
    after = group(grown).articles.set_index("article_id")["event"]
    kept = before.articles.set_index("article_id")["event"]
    assert after[kept.index].tolist() == kept.tolist()
    assert after["z"] == kept["a0"]


def test_a_users_own_column_wins_and_a_note_says_so() -> None:
    events: list[object] = ["one", "two", None, None, None, None, None]
    done = group(corpus(rows_of(STORIES, event=events)))
    articles = done.articles
    assert articles["event"].tolist()[:2] == ["one", "two"]
    assert articles["event_basis"].tolist()[:3] == ["given", "given", "grouped"]
    assert articles["event"].tolist()[2] in ("one", "two")
    assert done.notes.loc[done.notes["stage"] == "events", "code"].tolist() == ["event-given"]
    anew = group(done, regroup=True).articles
    assert anew["event"].tolist()[:2] == ["one", "two"]


def test_an_article_without_words_has_no_event() -> None:
    done = group(corpus(rows_of([*FIRE, "  "])))
    assert done.articles["event"].isna().tolist() == [False, False, False, True]
    assert done.articles["event_basis"].tolist()[3] == "unknown"
    assert "event-none" in done.notes["code"].tolist()


def test_labels_say_who_where_when_and_what_is_shared() -> None:
    table = label_events(group(corpus(rows_of(STORIES, published=["2013-05-01"] * 7))))
    assert table["articles"].tolist() == [3, 2, 2]
    fire = table.iloc[0]
    assert fire["label"] == "John McNutt · Palmer · 2013-05-01"
    assert fire["places"] == "Palmer (3)"
    assert "Tuesday (3)" in fire["days"]
    assert "dairy (3)" in fire["terms"]


def test_an_event_of_one_article_is_called_by_its_headline() -> None:
    headlines = ["Dairy burns", "Dairy burns down", "A headline that goes on " * 9, None]
    events = ["fire", "fire", "long", "none"]
    rows = rows_of(["Fire took the dairy in Palmer."] * 4, event=events, headline=headlines)
    labels = label_events(corpus(rows)).set_index("event")
    assert labels.loc["fire", "label"] == "dairy · Palmer"
    assert labels.loc["long", "label"] == "A headline that goes on " * 4 + "A …"
    assert labels.loc["long", "terms"] == ""
    assert labels.loc["none", "label"] == "dairy · Palmer"


def test_two_spellings_are_one_person_and_a_place_in_a_quotation_is_not_where_it_happened() -> None:
    told = [
        'Sergey Lavrov came to Moscow. "Talks in Northeast Asia go on," he said in Moscow.',
        'Sergei Lavrov spoke in Moscow. "We hope for talks in Northeast Asia," Sergei Lavrov said.',
        "Sergey Lavrov met Ukrainian envoys in Moscow, U.S. officials said.",
    ]
    corpus_ = corpus(rows_of(told, event=["e"] * 3, published=["2024-01-16"] * 3))
    event = label_events(corpus_).iloc[0]
    assert event["label"] == "Sergey Lavrov · Moscow · 2024-01-16"
    assert event["places"] == "Moscow (3); Northeast Asia (2)"


def test_days_numbers_and_names_are_whole_words() -> None:
    told = [
        "McAllen, US$5 and v2.3: on Sundays 40% of 1,500 men came by May 3, 2013 or on May 13.",
        "On Sunday, 40% of 1,500 men came. In U.S. dollars $2.5 million for O'Neill; May 13.",
    ]
    rows = rows_of(told, event=["e"] * 2)
    event = label_events(corpus(rows)).iloc[0]
    assert event["numbers"] == "1,500 (2); 13 (2); 40% (2)" and event["days"] == "May 13 (2)"


def test_coverage_counts_articles_of_each_outlet() -> None:
    rows = rows_of(
        ["a", "b", "c", "d"], outlet=["TASS", "AFP", "AFP", None], event=["e1", "e1", "e1", "e2"]
    )
    table = coverage(corpus(rows))
    assert table.loc["e1"].to_dict() == {"AFP": 2, "TASS": 1, "unknown": 0}
    assert table.loc["e2"].to_dict() == {"AFP": 0, "TASS": 0, "unknown": 1}


def test_matched_stories_need_two_independent_ones() -> None:
    rows = rows_of(
        ["t"] * 7,
        event=["e1", "e1", "e2", "e2", "e3", None, "e1"],
        story=["s1", "s2", "s3", "s3", "s4", "s5", "s6"],
    )
    sides = {"a0": "A", "a1": "B", "a2": "A", "a3": "B", "a4": "A", "a5": "B", "a6": None}
    found = matched(corpus(rows), sides=sides)
    assert found.kept == ["e1"]
    assert found.events.set_index("event")["reason"].dropna().to_dict() == {
        "e2": "both sides print the same story",
        "e3": "only one side covers it",
    }
    assert found.articles["kept"].tolist() == [True, True, False, False, False, False, False]
    assert found.left_out.sum() == 5


def test_swapping_sides_keeps_the_same_events() -> None:
    rows = rows_of(["t"] * 4, event=["e1", "e1", "e2", "e2"])
    sides = {"a0": "A", "a1": "B", "a2": "A", "a3": "A"}
    swapped = {k: "B" if v == "A" else "A" for k, v in sides.items()}
    assert matched(corpus(rows), sides=sides).kept == matched(corpus(rows), sides=swapped).kept


def test_events_for_kinds_of_outlets_do_not_look_at_the_sides() -> None:
    rows = rows_of(
        ["t"] * 5,
        event=["e1", "e1", "e2", "e2", "e3"],
        outlet=["TASS", "Sputnik", "AFP", "unknown", None],
    )
    found = matched(corpus(rows))
    assert found.kept == ["e1"]
    assert found.left_out.to_dict() == {"fewer than two known outlets cover it": 3}


def test_matched_refuses_one_side_and_unknown_articles() -> None:
    rows = rows_of(["t"] * 2, event=["e1", "e1"])
    with pytest.raises(FramingError, match="exactly two sides; found 1: A"):
        matched(corpus(rows), sides={"a0": "A"})
    with pytest.raises(FramingError, match="article 'zz', which is not there"):
        matched(corpus(rows), sides={"zz": "A", "a0": "B"})


@pytest.mark.parametrize("use_dates", [True, False])
def test_seeds_four_are_one_event_and_one_is_not(seeds: Path, use_dates: bool) -> None:
    names = sorted(p.name for p in seeds.glob("*.txt"))
    days = ["2018-05-31", "2018-05-31", "2018-05-31", "2024-01-16", "2018-05-31"]
    texts = [(seeds / name).read_text(encoding="utf-8") for name in names]
    labels = cluster(texts, dates=days if use_dates else None)
    assert labels.tolist() == [0, 0, 0, 1, 0]
