"""Stories, round-ups, corrections, origins and directions, on stories made of senseless words."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.reuse import (
    network,
    pair_table,
    rewriting_table,
    shares,
    side_by_side,
    trace,
    trace_new,
)
from framing.reuse.times import earlier
from tests.test_reuse_join import WORDS, story


def corpus_of(
    *rows: dict[str, Any], quotes: dict[str, list[tuple[int, int]]] | None = None
) -> Corpus:
    """A corpus of these rows, with these stretches marked as quoted."""
    corpus = Corpus.from_articles(rows)
    spans = [
        {"article_id": a, "start": s, "end": e, "stage": "voice", "kind": "direct"}
        for a, found in (quotes or {}).items()
        for s, e in found
    ]
    return corpus.with_tables(None, spans=pd.DataFrame(spans)) if spans else corpus


def stories_of(corpus: Corpus) -> dict[str, str]:
    """Story by article."""
    return dict(zip(corpus.articles["article_id"], corpus.articles["story"], strict=True))


def row(article: str, text: str, **about: Any) -> dict[str, Any]:
    return {"article_id": article, "text": text, **about}


def test_a_copy_without_credit_is_traced_through_its_sibling() -> None:
    told = story(1, 100)
    traced = trace(
        corpus_of(
            row("a", f"{story(2, 60)} {told}", outlet="The Daily"),
            row("b", f"{told} {story(3, 40)}", agency="AFP", origin="AFP", origin_basis="credited"),
            row("c", story(4, 100), outlet="The Herald", origin="The Herald", origin_basis="own"),
        )
    )
    about = traced.articles.set_index("article_id")
    assert stories_of(traced) == {"a": "a", "b": "a", "c": "c"}
    assert about["origin"].to_dict() == {"a": "AFP", "b": "AFP", "c": "The Herald"}
    assert about["origin_basis"].to_dict() == {"a": "traced", "b": "credited", "c": "own"}
    evidence = about.at["a", "origin_evidence"]
    assert evidence.startswith("shares passages with AFP's story; no credit in this file (100 of ")
    assert "stand in b, credited to AFP" in evidence


def test_passages_stand_twice_and_to_the_character() -> None:
    told = story(1, 30)
    traced = trace(corpus_of(row("a", f"{story(2)} {told}"), row("b", f"{told} {story(3)}")))
    texts = traced.texts
    assert [(p.article_id, p.other_id, p.kind) for p in traced.passages.itertuples()] == [
        ("a", "b", "copy"),
        ("b", "a", "copy"),
    ]
    for p in traced.passages.itertuples():
        assert texts[p.article_id][p.start : p.end] == told
        assert texts[p.other_id][p.other_start : p.other_end] == told
        assert p.pair_containment == pytest.approx(30 / 90)


def test_a_shared_quotation_is_no_copy() -> None:
    said = f'"{story(1, 40)}"'
    left, right = f"{story(2)} {said} {story(3)}", f"{said} {story(4)}"
    quotes = {"a": [(left.index('"'), left.rindex('"') + 1)], "b": [(0, len(said))]}
    traced = trace(
        corpus_of(row("a", left, agency="AP"), row("b", right, outlet="The Daily"), quotes=quotes)
    )
    assert set(traced.passages["kind"]) == {"quotation"}
    assert stories_of(traced) == {"a": "a", "b": "b"}
    assert traced.articles["origin"].isna().all()
    assert pair_table(traced)["largest"].tolist() == [0.0]


def test_words_that_one_side_quotes_and_the_other_tells_are_a_copy() -> None:
    said = f'"{story(1, 40)}"'
    traced = trace(
        corpus_of(
            row("a", said + story(2, 20)), row("b", story(1, 40)), quotes={"a": [(0, len(said))]}
        )
    )
    assert set(traced.passages["kind"]) == {"copy"}


def test_translations_of_one_quotation_are_no_copies() -> None:
    left = (
        'Lavrov met Kim. "Come to Russia. We would be very happy to see you," he said, '
        "and the television showed them at a long table."
    )
    right = (
        'The minister spoke. "Pay a visit to us in Russia, it will make us glad," Lavrov told '
        "the leader in remarks that his ministry released."
    )
    quotes = {"a": [(16, 73)], "b": [(20, 75)]}
    traced = trace(corpus_of(row("a", left), row("b", right), quotes=quotes))
    assert traced.passages.empty
    assert len(set(stories_of(traced).values())) == 2


def test_boilerplate_is_told_from_copies() -> None:
    footer = story(99, 15)
    rows = [row(f"s{i}", f"{story(i, 80)} {footer}", outlet=f"Outlet {i}") for i in range(6)]
    traced = trace(corpus_of(*rows))
    assert set(traced.passages["kind"]) == {"boilerplate"}
    assert len(set(stories_of(traced).values())) == 6


def test_a_phrase_in_common_is_no_passage() -> None:
    phrase = story(99, 8)
    traced = trace(corpus_of(*(row(f"s{i}", f"{story(i, 200)} {phrase}") for i in range(2))))
    assert traced.passages.empty


def test_a_roundup_does_not_join_what_it_excerpts() -> None:
    full = {f"s{i}": story(i, 200) for i in range(4)}
    digest = " ".join(" ".join(text.split()[:60]) for text in full.values())
    traced = trace(corpus_of(row("digest", digest), *(row(k, t) for k, t in full.items())))
    joined = stories_of(traced)
    assert len({joined[k] for k in full}) == 4
    assert traced.notes["code"].tolist() == ["round-up"]
    assert traced.notes["article_id"].tolist() == ["digest"]
    assert (traced.passages["kind"] == "copy").all()
    assert len(traced.passages) == 8


def test_a_live_blog_of_whole_items_joins_none_of_many() -> None:
    items = {f"s{i}": story(i, 60) for i in range(5)}
    blog = " ".join([*items.values(), story(50, 60)])
    joined = stories_of(trace(corpus_of(row("blog", blog), *(row(k, t) for k, t in items.items()))))
    assert len({joined[k] for k in items}) == 5


def test_versions_of_a_live_blog_are_one_story() -> None:
    items = [story(i, 60) for i in range(6)]
    joined = stories_of(
        trace(
            corpus_of(
                row("v1", " ".join(items[:3])),
                row("v2", " ".join(items[1:5])),
                row("v3", " ".join(items[2:])),
            )
        )
    )
    assert len(set(joined.values())) == 1


def test_a_template_makes_no_story() -> None:
    template = [story(90 + k, 30) for k in range(4)]
    rows = [
        row(
            f"d{day}",
            " ".join(f"{part} {story(10 * day + k, 15)}" for k, part in enumerate(template)),
            outlet="The Daily",
            published=f"2018-05-{3 * day + 1:02}",
        )
        for day in range(5)
    ]
    traced = trace(corpus_of(*rows))
    assert len(set(stories_of(traced).values())) == 5
    undated = trace(corpus_of(*(r | {"published": None} for r in rows)))
    assert undated.articles["story"].nunique() == 1


def test_two_excerpts_of_one_story_join_it() -> None:
    words = story(1, 300).split()
    traced = trace(
        corpus_of(
            row("long", " ".join(words), published="2018-05-30"),
            row("head", " ".join(words[:80]), published="2018-05-31"),
            row("tail", " ".join(words[200:]), published="2018-05-31"),
        )
    )
    assert set(stories_of(traced).values()) == {"long"}


@pytest.mark.parametrize("mark", ["CORRECTED: ", "UPDATE 2-", "REFILE-"])
def test_corrections_and_updates_join_the_story(mark: str) -> None:
    told = story(1, 150)
    changed = told.replace(told.split()[20], "tomorrow")
    traced = trace(
        corpus_of(
            row("a", told, published="2018-05-31T10:00:00"),
            row("b", f"{mark}{changed} {story(2, 40)}", published="2018-05-31T12:00:00"),
        )
    )
    assert stories_of(traced) == {"a": "a", "b": "a"}


def test_repeats_by_one_publisher_count_once() -> None:
    told = story(1, 100)
    traced = trace(
        corpus_of(
            *(
                row(
                    f"a{i}",
                    told,
                    outlet="TASS",
                    role="wire agency",
                    origin="TASS",
                    origin_basis="own",
                )
                for i in range(3)
            )
        )
    )
    assert traced.articles["story"].nunique() == 1
    table = shares(traced)
    assert table[["articles", "stories", "words", "own"]].to_numpy().tolist() == [[3, 1, 300, 300]]


def test_the_earliest_outlet_is_the_origin_where_nobody_gives_credit() -> None:
    told = story(1, 100)
    traced = trace(
        corpus_of(
            row(
                "a",
                told,
                outlet="The Daily",
                published="2018-06-02",
                origin="The Daily",
                origin_basis="own",
            ),
            row(
                "b",
                told,
                outlet="The Herald",
                published="2018-05-31",
                origin="The Herald",
                origin_basis="own",
            ),
        )
    )
    about = traced.articles.set_index("article_id")
    assert about["origin"].to_dict() == {"a": "The Herald", "b": "The Herald"}
    assert about["origin_basis"].to_dict() == {"a": "traced", "b": "own"}
    assert set(stories_of(traced).values()) == {"b"}
    assert dict(zip(traced.passages["article_id"], traced.passages["direction"], strict=True)) == {
        "a": "from",
        "b": "to",
    }


def test_without_credit_or_order_the_origin_is_unknown() -> None:
    told = story(1, 100)
    traced = trace(
        corpus_of(
            *(
                row(
                    k,
                    told,
                    outlet=k.upper(),
                    published="2018-05-31",
                    origin=k.upper(),
                    origin_basis="own",
                )
                for k in "ab"
            )
        )
    )
    assert set(traced.articles["origin"]) == {"unknown"}
    assert set(traced.passages["direction"]) == {"unknown"}
    assert "no credit in this file" in traced.articles["origin_evidence"].iloc[0]


def test_siblings_that_credit_different_agencies_leave_it_unknown() -> None:
    told = story(1, 100)
    traced = trace(
        corpus_of(
            row("a", told, outlet="The Daily"),
            row("b", told, agency="AP"),
            row("c", told, agency="Reuters"),
        )
    )
    assert traced.articles["origin"].tolist()[0] == "unknown"
    assert "AP, Reuters" in traced.articles["origin_evidence"].tolist()[0]


def test_a_story_earlier_than_its_credited_siblings_is_not_traced_to_them() -> None:
    told = story(1, 100)
    traced = trace(
        corpus_of(
            row("a", told, outlet="The Daily", published="2018-05-01"),
            row("b", told, agency="AP", published="2018-05-31"),
        )
    )
    assert traced.articles["origin"].tolist()[0] == "unknown"


def test_words_are_never_an_accusation() -> None:
    told = story(1, 100)
    traced = trace(corpus_of(row("a", told, outlet="The Daily"), row("b", told, agency="AP")))
    said = " ".join(traced.articles["origin_evidence"].dropna()).lower()
    assert "no credit in this file" in said
    for word in ("uncredited", "without credit", "stole", "plagiar", "copied"):
        assert word not in said


def test_shares_and_network_add_up() -> None:
    told, mine = story(1, 100), story(2, 50)
    traced = trace(
        corpus_of(
            row("a", told, outlet="The Daily", agency="AP", origin="AP", origin_basis="credited"),
            row(
                "b",
                mine,
                outlet="The Daily",
                origin="The Daily",
                origin_basis="own",
                published="2018-05-31",
            ),
            row(
                "c",
                f"{mine} {story(3, 150)}",
                outlet="The Herald",
                origin="The Herald",
                origin_basis="own",
                published="2018-06-01",
            ),
            row("d", story(5, 30)),
        )
    )
    table = shares(traced).set_index("outlet")
    assert table.loc["The Daily", ["words", "own", "wire", "copied"]].tolist() == [150, 50, 100, 0]
    assert table.at["unknown", "unknown"] == 30
    parts = table[["own", "wire", "copied", "unknown"]].sum(axis=1)
    assert (parts == table["words"]).all()
    assert network(traced).to_numpy().tolist() == [["AP", "The Daily", "credited", 1, 1, 100]]


def test_where_the_origin_was_traced_only_shared_words_are_the_wires() -> None:
    told = story(1, 100)
    traced = trace(
        corpus_of(
            row("a", told, agency="AFP", origin="AFP", origin_basis="credited"),
            row("b", f"{told} {story(2, 40)}", outlet="The Daily"),
        )
    )
    assert traced.articles.set_index("article_id").at["b", "origin_basis"] == "traced"
    table = shares(traced).set_index("outlet")
    assert table.loc["The Daily", ["words", "own", "wire", "unknown"]].tolist() == [140, 0, 100, 40]


def test_two_stories_side_by_side() -> None:
    told = story(1, 30)
    left, right = f"{story(2)} {told}", f"{told} {story(3)}"
    traced = trace(corpus_of(row("a", left), row("b", right)))
    view = side_by_side(traced, "a", "b")
    assert view[["text", "other_text", "before", "other_before"]].to_numpy().tolist() == [
        [told, told, left[: left.index(told)], ""],
    ]
    with pytest.raises(FramingError, match="two different articles"):
        side_by_side(traced, "a", "a")


def test_rewritten_sentences_are_graded_and_apart_from_copies() -> None:
    told = story(1, 60)
    left = f"Kim invited the Russian minister Lavrov to Pyongyang for nuclear talks.\n{told}."
    right = f"{told}.\nLavrov, the Russian minister, was in Pyongyang for talks, nuclear, with Kim."
    traced = trace(corpus_of(row("a", left), row("b", right)))
    table = rewriting_table(traced)
    assert len(table) == 1
    assert 0.5 <= table["likeness"].iloc[0] < 1
    rewritten = traced.passages[traced.passages["kind"] == "rewrite"]
    assert left[rewritten["start"].iloc[0] :].startswith("Kim invited")
    assert pair_table(traced)["words_a"].tolist() == [60]


@given(st.permutations(range(8)))
@settings(max_examples=6)
def test_order_does_not_matter(order: list[int]) -> None:
    rows = [
        row(
            f"s{i}",
            f"{story(i % 3, 60)} {story(i + 10, 30)}",
            outlet=f"O{i}",
            agency="AP" if i % 4 == 0 else None,
        )
        for i in range(8)
    ]
    first, again = trace(corpus_of(*rows)), trace(corpus_of(*(rows[i] for i in order)))
    assert first.articles.equals(again.articles)
    assert first.passages.equals(again.passages)


def test_added_articles_join_what_is_there_and_change_nothing_old() -> None:
    rows = [
        row(
            f"s{i}",
            f"{story(i % 3, 60)} {story(i + 10, 20)}",
            outlet=f"O{i}",
            agency="AP" if i < 3 else None,
        )
        for i in range(9)
    ]
    whole = trace(corpus_of(*rows))
    old = trace(corpus_of(*rows[:6]))
    grown = old.with_tables(
        None, articles=pd.concat([old.articles, Corpus.from_articles(rows[6:]).articles])
    )
    new = trace_new(grown)
    assert new.articles[["article_id", "story", "origin"]].equals(
        whole.articles[["article_id", "story", "origin"]]
    )
    assert new.passages.equals(whole.passages)
    assert trace_new(new) is new


@given(
    st.integers(0, 10_000),
    st.sampled_from([(0.15, 0.0), (0.15, 0.1), (0.3, 0.2), (0.6, 0.2), (1.0, 0.2)]),
)
@settings(max_examples=8)
def test_planted_copies(seed: int, made: tuple[float, float]) -> None:
    share, changed = made
    chance = random.Random(seed)
    sources = [story(seed + k, 400) for k in range(4)]
    words = sources[0].split()
    count = int(share * 300)
    first = chance.randrange(400 - count)
    copied = [
        chance.choice(WORDS) if chance.random() < changed else w
        for w in words[first : first + count]
    ]
    halves = [copied[: count // 2], copied[count // 2 :]]
    filler = story(seed + 9, 300 - count + 2).split()
    cut = chance.randrange(len(filler))
    plant = " ".join([*filler[:cut], *halves[1], *halves[0], *filler[cut:]])
    traced = trace(
        corpus_of(row("plant", plant), *(row(f"s{k}", t) for k, t in enumerate(sources))),
        rewriting=False,
    )
    table = pair_table(traced)
    assert table[["a", "b"]].to_numpy().tolist() == [["plant", "s0"]]
    assert table["share_a"].iloc[0] == pytest.approx(share, abs=0.2)


@pytest.mark.parametrize(
    "one, two, expected",
    [
        ("2018-05-30", "2018-05-31", True),
        ("2018-05-31", "2018-05-31", False),
        ("2018-05-31T12:12:00+03:00", "2018-05-31T10:00:00+00:00", True),
        ("2018-05-31T12:12:00+03:00", "2018-05-31T14:05:00", False),  # a zone is missing: not known
        ("2018-05-31T12:12:00", "2018-05-31T14:05:00", True),
        (None, "2018-05-31", False),
        ("12/22/16", "2018-05-31", False),
    ],
)
def test_earlier_only_where_it_is_known(one: str | None, two: str | None, expected: bool) -> None:
    assert earlier(one, two) is expected


def test_an_empty_corpus_and_a_single_article() -> None:
    one = trace(corpus_of(row("a", "Talks began.")))
    assert one.passages.empty
    assert stories_of(one) == {"a": "a"}
