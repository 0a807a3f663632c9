"""Which articles carry one story, and whose words: predictions for the gold pairs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from framing.corpus import Corpus
from framing.pipeline import analyse
from framing.reuse import pair_table


def corpus_of(articles: list[dict[str, Any]]) -> Corpus:
    """The articles with every stage up to reuse done."""
    rows = [
        {"article_id": r["id"], "text": r["text"], "headline": r.get("title"),
         "url": f"https://{r['outlet']}" if r.get("outlet") else None}
        for r in articles
    ]
    return analyse(Corpus.from_articles(rows), until="reuse")


def answers(corpus: Corpus, rows: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """One answer a pair: the larger share of own words that stand in the other, and the origin.

    The origin of a pair is what both articles' origins agree on; where only one is known, that.
    """
    table = pair_table(corpus)
    largest = dict(zip(zip(table["a"], table["b"], strict=True), table["largest"], strict=True))
    about = corpus.articles.set_index("article_id")
    for row in rows:
        key = tuple(sorted((row["a"], row["b"])))
        score = largest.get(key)
        origins = {
            str(about.at[i, "origin"]) for i in key
            if not pd.isna(about.at[i, "origin"]) and about.at[i, "origin"] != "unknown"
        }
        yield {
            "id": row.get("id"), "a": row["a"], "b": row["b"],
            "score": 0.0 if score is None or pd.isna(score) else float(score),
            "origin": origins.pop() if len(origins) == 1 else "unknown",
        }


def predict(
    rows: list[dict[str, Any]], *, articles: list[dict[str, Any]] | None = None
) -> Iterable[dict[str, Any]]:
    """Predict the pairs of `rows`, whose articles stand in `articles` (id, outlet, title, text)."""
    if not articles:
        raise SystemExit("reuse needs --articles FILE: the articles that the pairs speak of")
    return list(answers(corpus_of(articles), rows))
