"""What headline and lead put first: countries and features there against the rest of the story."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.features.targets import mentions
from framing.text import sentences, tokens

COLUMNS = ("article_id", "place", "first_country", "countries", "features", "words")


def foreground(corpus: Corpus) -> pd.DataFrame:
    """Say what the headline, the lead and the rest of each story name and count.

    The lead is the standfirst, or the first sentence of the body where there is none. Position is
    the oldest mark of news value: what stands first is read by most (van Dijk 1988).

    Parameters
    ----------
    corpus : Corpus
        Where `framing.features.match` has run, features are counted; otherwise ``features`` is
        empty.

    Returns
    -------
    DataFrame
        One row an article and place that it has: ``article_id``; ``place`` (headline, lead,
        rest); ``first_country`` (the first country named there, by name, people or capital;
        missing where none is); ``countries`` (all, in order of first mention, parted by ``; ``);
        ``features`` (dictionaries with a hit there, sorted, parted by ``; ``); ``words``.

    References
    ----------
    van Dijk, T. A. (1988). News as discourse. Hillsdale: Erlbaum.

    Examples
    --------
    >>> text = "Moscow warns Kyiv. Washington is silent."
    >>> table = foreground(Corpus.from_articles([{"article_id": "a", "text": text}]))
    >>> table[["place", "first_country"]].values.tolist()
    [['lead', 'Russia'], ['rest', 'United States']]
    """
    hits = dict(iter(corpus.hits.groupby("article_id")))
    rows = []
    for article in corpus.articles["article_id"]:
        text = corpus.text(article)
        mine = hits.get(article)
        for place, spans in _places(text, corpus.story_spans(article)).items():
            pieces = [text[a:b] for a, b in spans]
            found = tokens(pieces)
            countries = list(dict.fromkeys(mentions(found).country))
            features: list[str] = []
            if mine is not None:
                starts = mine["start"].to_numpy(dtype=np.int64)
                inside = np.zeros(len(starts), dtype=bool)
                for a, b in spans:
                    inside |= (starts >= a) & (starts < b)
                features = sorted(set(mine["feature"][inside]))
            rows.append((article, place, countries[0] if countries else None,
                         "; ".join(countries), "; ".join(features), len(found)))  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    text_columns = {c: "string" for c in COLUMNS if c != "words"}
    return frame.astype(text_columns | {"words": "Int64"})


def _places(text: str, spans: list[tuple[int, int, str]]) -> dict[str, list[tuple[int, int]]]:
    """Spans of headline, lead and rest; a place that the story lacks is left out."""
    by_kind: dict[str, list[tuple[int, int]]] = {"headline": [], "lead": [], "rest": []}
    body = []
    for start, end, kind in spans:
        if kind == "headline":
            by_kind["headline"].append((start, end))
        elif kind == "standfirst":
            by_kind["lead"].append((start, end))
        else:
            body.append((start, end))
    if not by_kind["lead"] and body:
        first = sentences(text, *body[0])
        if first:
            by_kind["lead"].append(first[0])
            body[0] = (first[0][1], body[0][1])
    by_kind["rest"] = [(a, b) for a, b in body if text[a:b].strip()]
    return {place: found for place, found in by_kind.items() if found}
