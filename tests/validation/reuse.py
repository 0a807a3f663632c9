"""Which articles carry one story, and whose words: predictions for the gold pairs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from framing.corpus import Corpus
from framing.pipeline import analyse
from framing.reuse import pair_table, same_headline

HEADLINE = 1 / 3  # the least score of two articles that have their headline in common


def corpus_of(articles: list[dict[str, Any]]) -> Corpus:
    """The articles with every stage up to reuse done."""
    rows = [
        {
            "article_id": r["id"],
            "text": r["text"],
            "headline": r.get("title"),
            "url": f"https://{r['outlet']}" if r.get("outlet") else None,
        }
        for r in articles
    ]
    return analyse(Corpus.from_articles(rows), until="reuse")


def answers(
    corpus: Corpus, rows: list[dict[str, Any]], titles: dict[str, str | None]
) -> Iterable[dict[str, Any]]:
    """One answer a pair: a score from what share of either's own words stands in the other.

    Three parts of the larger share and one of the smaller; a headline of six words or more in
    common gives a third at least. The origin of a pair is what both articles' origins agree on;
    where only one is known, that.
    """
    table = pair_table(corpus)
    both = table[["share_a", "share_b"]].astype(float).fillna(0.0)
    mixed = 0.75 * both.max(axis=1) + 0.25 * both.min(axis=1)
    scores = dict(zip(zip(table["a"], table["b"], strict=True), mixed, strict=True))
    about = corpus.articles.set_index("article_id")
    for row in rows:
        key = tuple(sorted((row["a"], row["b"])))
        score = float(scores.get(key, 0.0))
        if same_headline(*(titles.get(i) for i in key)):
            score = max(score, HEADLINE)
        origins = {
            str(about.at[i, "origin"])
            for i in key
            if not pd.isna(about.at[i, "origin"]) and about.at[i, "origin"] != "unknown"
        }
        yield {
            "id": row.get("id"),
            "a": row["a"],
            "b": row["b"],
            "score": score,
            "origin": origins.pop() if len(origins) == 1 else "unknown",
        }


def predict(
    rows: list[dict[str, Any]], *, articles: list[dict[str, Any]] | None = None
) -> Iterable[dict[str, Any]]:
    """Predict the pairs of `rows`, whose articles stand in `articles` (id, outlet, title, text)."""
    if not articles:
        raise SystemExit("reuse needs --articles FILE: the articles that the pairs speak of")
    titles = {r["id"]: r.get("title") for r in articles}
    return list(answers(corpus_of(articles), rows, titles))
