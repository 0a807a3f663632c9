"""The voice task of the evaluators: attributions for each row, from its text alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from framing.voice import find_many
from framing.voice.details import span_of
from framing.voice.finder import candidates_in, read_text
from framing.voice.tagger import Weights, tag_scores
from tests.validation.choices import best_source

Array = np.ndarray


def predict(rows: Iterable[dict[str, Any]], **options: Any) -> Iterator[dict[str, Any]]:
    """Yield ``{"id", "attributions": [{"content", "source", "cue"}]}`` for each row.

    Parameters
    ----------
    rows : iterable of dict
        With ``id`` and ``text``; nothing else is read.
    **options
        Passed on to `framing.voice.find_many`.
    """
    given = list(rows)
    found_in = find_many([(row["text"], None) for row in given], **options)
    for row, (_, found) in zip(given, found_in, strict=True):
        yield {
            "id": row["id"],
            "attributions": [
                {
                    "content": [list(span) for span in a.content],
                    "source": [list(a.source)] if a.source else [],
                    "cue": [list(a.cue)] if a.cue else [],
                }
                for a in found
            ],
        }


def source_candidates(row: dict[str, Any], model: Weights) -> tuple[Array, Array, Array]:
    """The candidates for the source of each content that the tagger finds in a gold article.

    Parameters
    ----------
    row : dict
        A gold article: ``text`` and ``attributions``.
    model : Weights

    Returns
    -------
    features : ndarray of float, shape (candidates, features)
    right : ndarray of bool
        Whether the candidate overlaps the source of the gold attribution that the content
        overlaps most.
    owner : ndarray of int
        The content that each candidate is for.
    """
    reading = read_text(row["text"], None)
    scores = tag_scores(reading.scanned, reading.features, model)
    contents, sources, candidates = candidates_in(reading, scores)
    spans = [span_of(reading.scanned, c) for c in contents]
    named = [span_of(reading.scanned, c) for c in sources]
    gold = [best_source(span, row["attributions"]) for span in spans]
    right = [
        any(named[k][0] < b and a < named[k][1] for a, b in gold[c])
        for c, k in zip(candidates.content.tolist(), candidates.candidate.tolist(), strict=True)
    ]
    return (
        candidates.features.astype(np.float64),
        np.array(right, dtype=bool),
        candidates.content,
    )
