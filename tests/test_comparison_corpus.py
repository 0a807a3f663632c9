"""From a corpus to a comparison: sides, counts, what is left out, and what is said beside it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import pytest

from framing.comparison import Comparison, compare, one_sided
from framing.comparison.sides import assign_sides
from framing.corpus import Corpus
from framing.errors import FramingError

GROUPS = {"north": ["N1", "N2"], "south": ["S1"]}


def small() -> Corpus:
    """Two shared events, a copy, an unmatched story, a stranger, and one without an event."""
    text = "The regime fell. He said: a regime must fall."
    rows = [
        ("1", "N1", "e1", "s1", 9),
        ("2", "N2", "e1", "s1", 9),  # a copy of 1
        ("3", "S1", "e1", "s3", 9),
        ("4", "N1", "e2", "s4", 9),
        ("5", "S1", "e2", "s5", 9),
        ("6", "N1", "e3", "s6", 9),  # nobody else covers e3
        ("7", "X", "e1", "s7", 9),
        ("8", "S1", None, "s8", 9),
    ]
    corpus = Corpus.from_articles(
        [
            {
                "article_id": a,
                "text": text,
                "outlet": o,
                "origin": o,
                "event": e,
                "story": s,
                "words": w,
                "words_narrator": 3,
                "words_direct": 0,
                "words_indirect": 6,
                "published": "2014-09-2" + a,
            }
            for a, o, e, s, w in rows
        ]
    )
    hits = pd.DataFrame(
        [
            {
                "article_id": a,
                "start": start,
                "end": start + 6,
                "feature": "label",
                "entry": "regime",
                "term": "regime",
                "voice": voice,
                "speaker": speaker,
            }
            for a, o, *_ in rows
            if o != "S1"
            for start, voice, speaker in ((4, "narrator", None), (28, "indirect", "he"))
        ]
    )
    return corpus.with_tables(None, hits=hits)


@pytest.fixture(scope="module")
def result() -> Comparison:
    return compare(small(), ("north", "south"), by="outlet", groups=GROUPS, named=["label", "none"])


def test_counts_by_hand(result: Comparison) -> None:
    row = result.row("label")
    # stories 1 and 4 are independent; 2 is a copy of 1
    assert (row["hits_a"], row["hits_b"], row["stories_a"], row["words_a"]) == (4, 0, 2, 18)
    assert row["rate_a"] == pytest.approx(4 / 18 * 1000)
    assert (row["printed_hits_a"], row["printed_articles_a"]) == (6, 3)
    assert (row["events_a"], row["outlets_a"], row["origins_a"]) == (2, 1, 1)
    assert (row["narrator_hits_a"], row["indirect_hits_a"], row["direct_hits_a"]) == (2, 2, 0)
    assert row["narrator_rate_a"] == pytest.approx(2 / 6 * 1000)
    assert pd.isna(row["direct_rate_a"])  # no words in that voice: undefined, not 0
    assert result.row("none")["hits_a"] == 0


def test_left_out_adds_up(result: Comparison) -> None:
    reasons = dict(zip(result.left_out["article_id"], result.left_out["reason"], strict=True))
    assert reasons == {
        "6": "unmatched: no counterpart in the event",
        "7": "outlet in neither group",
        "8": "no event",
    }
    assert len(result.left_out) + len(result.stories) == 8
    counted = result.stories.set_index("article_id")["counted"]
    assert counted.sum() == 4 and counted["1"] + counted["2"] == 1


def test_descriptive_only_and_no_p(result: Comparison) -> None:
    assert result.descriptive and result.gate.startswith("Descriptive only: 2 and 2 stories")
    assert result.table[["p", "p_family", "q"]].isna().all().all()
    assert result.gate in result.sentence("label") and "p =" not in result.sentence("label")


def test_evidence_opens_to_the_sentences(result: Comparison) -> None:
    hits = result.evidence("label")
    assert len(hits) == 6 and set(hits["hit"]) == {"regime"}
    assert hits["sentence"].iloc[0] == "The regime fell."
    assert hits["voice"].tolist()[:2] == ["narrator", "indirect"]
    assert hits["speaker"].iloc[1] == "he" and set(hits["side"]) == {"north"}
    assert hits["counted"].sum() == 4
    with pytest.raises(FramingError, match="nearest: 'label'"):
        result.evidence("labels")


def test_each_outlet_singly(result: Comparison) -> None:
    mine = result.by_outlet[result.by_outlet["feature"] == "label"].set_index("name")
    assert mine["printed_hits"].to_dict() == {"N1": 4, "N2": 2, "S1": 0}
    assert mine["stories"].sum() == 4


def test_caveats(result: Comparison) -> None:
    said = " ".join(result.caveats)
    assert (
        "1 article is a copy of 1 story, by the passages they share; "
        "each story is counted once per group." in said
    )
    assert "exploratory" not in said  # nothing was tested
    more = compare(small(), ("north", "south"), by="outlet", groups=GROUPS, caveats=["Mind this."])
    assert "Mind this." in more.caveats


def test_voice_alone() -> None:
    own = compare(small(), ("north", "south"), by="outlet", groups=GROUPS, voice="narrator")
    row = own.row("label")
    assert (row["hits_a"], row["words_a"]) == (2, 6)
    assert len(own.evidence("label")) == 3
    assert any("'narrator'" in c for c in own.caveats)


def test_signature_names_what_changes_a_number(result: Comparison) -> None:
    again = compare(
        small(), ("north", "south"), by="outlet", groups=GROUPS, named=["none", "label"], workers=2
    )
    assert again.signature == result.signature
    assert again.table.equals(result.table)
    for change in ({"seed": 1}, {"draws": 500}, {"voice": "narrator"}, {"named": ["label"]}):
        other = {"named": ["label", "none"], **change}
        assert (
            compare(small(), ("north", "south"), by="outlet", groups=GROUPS, **other).signature
            != result.signature
        )


def test_words_for_print(result: Comparison) -> None:
    assert "2 stories" in repr(result) and "Descriptive only" in repr(result)
    page = result._repr_html_()
    assert "<table" in page and "Left out: " in page and result.signature in page
    latex = result.to_latex()
    assert r"\toprule" in latex and r"\begin{tabular}" in latex
    text = result.methods()
    assert "No test was made." in text and "1 article: no event" in text
    assert result.methods("latex").count("%") == result.methods("latex").count(r"\%")
    with pytest.raises(FramingError, match="markdown"):
        result.methods("html")  # type: ignore[arg-type]


def test_a_comparison_is_frozen(result: Comparison) -> None:
    with pytest.raises(FrozenInstanceError):
        result.gate = "open"  # type: ignore[misc]


def test_only_one_side(result: Comparison) -> None:
    table = result.only_one_side()
    assert table[["what", "side", "stories", "of_stories"]].to_numpy().tolist() == [
        ["label", "north", 2, 2]
    ]
    with pytest.raises(FramingError, match="'side' is needed"):
        one_sided(pd.DataFrame({"article_id": [], "what": []}), pd.DataFrame({"article_id": []}))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"between": ("north", "north")}, "twice"),
        ({"between": "north"}, "two groups"),
        ({"between": ("north", "nowhere")}, "nowhere"),
        ({"by": "paper"}, "'origin' or 'outlet'"),
        ({"within": "week"}, "'event', 'day' or 'corpus'"),
        ({"voice": "loud"}, "narrator"),
        ({"what": "word"}, "'feature', 'entry' or 'term'"),
        ({"features": ["lable"]}, "nearest: 'label'"),
        ({"groups": {"north": "N1", "south": ["S1"]}}, "list of names"),
    ],
)
def test_bad_settings_are_refused_in_words(change: dict[str, object], says: str) -> None:
    given: dict[str, object] = {"between": ("north", "south"), "by": "outlet", "groups": GROUPS}
    given |= change
    with pytest.raises(FramingError, match=says):
        compare(small(), **given)  # type: ignore[arg-type]


def test_groups_may_be_a_function_and_an_article_in_both_is_left_out() -> None:
    articles = small().articles

    def groups(table: pd.DataFrame, name: str, *, by: str) -> pd.Series:
        return table[by].isin(["N1", "S1"] if name == "x" else ["S1"])

    side = assign_sides(articles, ("x", "y"), by="outlet", groups=groups)
    assert side[articles["outlet"] == "S1"].eq("both").all()
    assert side[articles["outlet"] == "N1"].eq("x").all()


def test_a_corpus_without_hits_or_voices_is_compared_too() -> None:
    corpus = Corpus.from_articles(
        [
            {"article_id": str(i), "text": "One two three.", "outlet": "AB"[i % 2], "event": "e"}
            for i in range(6)
        ]
    )
    result = compare(corpus, ("A", "B"), by="outlet", named=["label"])
    assert result.row("label")["words_a"] == 9 and pd.isna(result.row("label")["narrator_rate_a"])
    with pytest.raises(FramingError, match="voice stage"):
        compare(corpus, ("A", "B"), by="outlet", voice="narrator")


def large(seed: int = 0) -> Corpus:
    """240 stories of two outlets in 12 events; A uses 'label' four times as often."""
    rng = np.random.default_rng(seed)
    articles, hits = [], []
    for i in range(240):
        outlet = "AB"[int(rng.random() < 0.5)]
        articles.append(
            {
                "article_id": f"{i:03}",
                "text": "word " * 400,
                "outlet": outlet,
                "event": f"e{i % 12:02}",
                "words": 400,
                "published": "2014-01-01",
            }
        )
        for feature, rate in (("label", 2.0 if outlet == "A" else 0.5), ("other", 1.0)):
            for k in range(rng.poisson(rate)):
                hits.append(
                    {
                        "article_id": f"{i:03}",
                        "start": 5 * k,
                        "end": 5 * k + 4,
                        "feature": feature,
                        "term": "word",
                    }
                )
    return Corpus.from_articles(articles).with_tables(None, hits=pd.DataFrame(hits))


@pytest.fixture(scope="module")
def tested() -> Comparison:
    return compare(large(), ("A", "B"), by="outlet", named=["label", "other"], draws=499)


def test_a_claim_is_about_these_two_outlets(tested: Comparison) -> None:
    assert not tested.descriptive and tested.gate.startswith("Tested: ")
    said = tested.sentence("label")
    assert "times as often by A as by B in the same events (95 % CI" in said
    assert "family-wise p = .002 over 2 features named beforehand" in said
    assert "No difference is established." in tested.sentence("other")
    assert any("these two outlets (A, B)" in c for c in tested.caveats)
    assert "Westfall" in tested.methods() and "499 draws" in tested.methods()
    assert "$p$" in tested.to_latex()


def test_swapped_sides_say_the_same(tested: Comparison) -> None:
    other = compare(large(), ("B", "A"), by="outlet", named=["label", "other"], draws=499)
    assert (other.table["log2_ratio"] == -tested.table["log2_ratio"]).all()
    assert other.table["p_family"].equals(tested.table["p_family"])
    assert other.sentence("label").split("(")[0] == tested.sentence("label").split("(")[0]


def test_the_placebo_of_a_comparison(tested: Comparison) -> None:
    table = tested.placebo(splits=3)
    assert set(table["group"]) == {"A", "B"} and len(table) == 6
    assert table["claims"].notna().all()


def test_importing_the_package_costs_nothing() -> None:
    code = "import sys, framing.comparison; print(sorted({'numpy', 'pandas'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
