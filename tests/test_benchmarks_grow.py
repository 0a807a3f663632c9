"""The generator of a large corpus: offsets stay, copies stay copies, repeats share little."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from framing.corpus import Corpus
from framing.reuse import trace
from tests.benchmarks import grow

SHARED = (
    "Negotiators walked through the ancient harbour while fishermen repaired their wooden boats "
    "and children threw pebbles at the rusty lighthouse beyond the crumbling western breakwater"
)
TEXTS = (
    f"Alpha begins. {SHARED}. Nobody complained afterwards about anything.",
    f"Somebody else reported differently: {SHARED}, according to neighbours.",
    "An unrelated volcano erupted yesterday above several sleepy mountain villages.",
)


def table() -> pd.DataFrame:
    return pd.DataFrame(
        {"article_id": ["a", "b", "c"], "outlet": "x", "published": "2018-05-01",
         "headline": ["H one", "H two", "H three"], "text": TEXTS}
    )  # fmt: skip


def test_words_change_places_with_others_of_their_length() -> None:
    words = Counter(f"{letter}{other}" for letter in "abcdefgh" for other in "klmnop")
    rule = grow.rule_of(words, 1, keep=4)
    assert sorted(rule) == sorted(rule.values()) and len(rule) == len(words) - 4
    assert grow.rule_of(words, 0) == {} and rule != grow.rule_of(words, 2)
    some = next(w for w in rule if rule[w] != w)
    text = f"{some.capitalize()}, {some.upper()} ({some})!"
    new = rule[some]
    assert grow.changed(text, rule) == f"{new.capitalize()}, {new.upper()} ({new})!"


def test_copies_stay_copies_at_their_offsets() -> None:
    rows = pd.concat(grow.grown(table(), 6, keep=3))
    assert rows["article_id"].tolist() == [f"{a}-{r:04}" for r in (0, 1) for a in "abc"]
    assert rows["text"].str.len().tolist() == [len(t) for t in TEXTS] * 2
    passages = trace(Corpus.from_articles(rows[["article_id", "text"]])).passages
    copies = passages[passages["kind"] == "copy"]
    places = copies[["start", "end", "other_start", "other_end"]].to_numpy().tolist()
    pairs = list(zip(copies["article_id"], copies["other_id"], strict=True))
    assert sorted(pairs) == [
        ("a-0000", "b-0000"), ("a-0001", "b-0001"), ("b-0000", "a-0000"), ("b-0001", "a-0001"),
    ]  # fmt: skip
    assert places[0] == places[1]
