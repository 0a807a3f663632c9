"""Loaded words: scores of sentences, from the dictionaries alone or from a trained model.

The library offers no bias score; what is here serves to measure its dictionaries and features
against the two gold sets of ``../shared/evaluate`` and lives in the tests for that reason.

Without training, a sentence scores ``log(1 + S) - 0.3 * min(P, 2)``: S is the sum of the strengths
of what the dictionaries of `CORE` find (each word once, by its strongest entry), P the number of
plain reporting words (a report of what others say is less often loaded). The strengths are those
written in the dictionaries.

With training, a logistic regression on all that `FramingVectorizer` gives.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from framing.features import FramingVectorizer, compile_dictionaries, dictionaries, find
from framing.features.wordlists import word_set

CORE = word_set(
    """
    admiring_persons closed_states colloquial connotation derogatory_persons distancing dysphemism
    emotive evaluative_negative evaluative_positive group_charges intensifiers leader_labels
    loaded_verbs political_labels stance_adverbs truth_claims
    """
)
# Entries of these dictionaries that are plain words as often as loaded ones.
PLAIN = frozenset(
    {
        ("admiring_persons", "expert"),
        ("admiring_persons", "hero"),
        ("colloquial", "address"),
        ("evaluative_positive", "greatness"),
        ("intensifiers", "quantifier"),
        ("leader_labels", "plain_leader"),
        ("loaded_verbs", "praise_in_words"),
        ("loaded_verbs", "reveal"),
        ("political_labels", "anti_compound"),
        ("political_labels", "plain_ideology"),
        ("truth_claims", "truth"),
    }
)
FOLDS = 10


def predict(
    rows: Sequence[dict[str, Any]],
    train_rows: Sequence[dict[str, Any]] | None = None,
    train_gold: Sequence[dict[str, Any]] | None = None,
) -> Iterable[dict[str, Any]]:
    """Score sentences.

    Parameters
    ----------
    rows : sequence of dict
        ``id``, ``text``, ``outlet``, ``fold``.
    train_rows, train_gold : sequence of dict, optional
        Sentences to train on and their labels (``biased`` or ``lexical``). Where they are the
        sentences to score, each is scored by a model that saw none of its own fold.

    Yields
    ------
    dict
        ``id``, ``score`` (higher: more loaded) and ``spans`` (the loaded words).
    """
    texts = [row["text"] for row in rows]
    hits = loaded_hits(texts)
    if train_rows is None or train_gold is None:
        scores = dictionary_scores(texts, hits)
    else:
        scores = trained_scores(rows, train_rows, train_gold)
    spans: dict[int, list[list[int]]] = {}
    for text, start, end in zip(hits["text"], hits["start"], hits["end"], strict=True):
        spans.setdefault(int(text), []).append([int(start), int(end)])
    for number, row in enumerate(rows):
        yield {"id": row["id"], "score": float(scores[number]), "spans": spans.get(number, [])}


def loaded_hits(texts: Sequence[str]) -> pd.DataFrame:
    """Hits of the loaded dictionaries, each word once, by its strongest entry."""
    plan = compile_dictionaries()
    strength = {(d.name, e.name): e.strength for d in plan.dictionaries for e in d.entries}
    hits = find(texts, plan=plan)
    keys = list(zip(hits["feature"], hits["entry"], strict=True))
    hits = hits.assign(strength=[strength[k] for k in keys])
    wanted = np.array([k[0] in CORE and k not in PLAIN for k in keys], dtype=bool)
    hits = hits[wanted].sort_values(
        ["text", "strength", "start", "end"], ascending=[True, False, True, False], kind="stable"
    )
    keep, taken, current = [], [], -1
    for text, start, end in zip(hits["text"], hits["start"], hits["end"], strict=True):
        if text != current:
            current, taken = text, []
        free = not any(a < end and start < b for a, b in taken)
        keep.append(free)
        if free:
            taken.append((start, end))
    return hits[np.array(keep, dtype=bool)].sort_values(["text", "start"], ignore_index=True)


def dictionary_scores(texts: Sequence[str], hits: pd.DataFrame) -> np.ndarray:
    """The score without training; see the top of this module."""
    total = np.bincount(
        hits["text"].to_numpy(dtype=np.int64),
        weights=hits["strength"].to_numpy(dtype=float),
        minlength=len(texts),
    )
    plain = find(texts, dictionaries=["assertives"])
    plain = plain[plain["entry"] == "plain"]
    reports = np.bincount(plain["text"].to_numpy(dtype=np.int64), minlength=len(texts))
    return np.log1p(total) - 0.3 * np.minimum(reports, 2)


def trained_scores(
    rows: Sequence[dict[str, Any]],
    train_rows: Sequence[dict[str, Any]],
    train_gold: Sequence[dict[str, Any]],
) -> np.ndarray:
    """Log-odds from a logistic regression on everything the vectorizer gives."""
    gold = {row["id"]: row for row in train_gold}
    texts = [row["text"] for row in train_rows]
    labels = np.array(
        [int(gold[r["id"]].get("biased", gold[r["id"]].get("lexical", 0))) for r in train_rows]
    )
    if {row["id"] for row in rows} != {row["id"] for row in train_rows}:
        return model().fit(texts, labels).decision_function([row["text"] for row in rows])
    fold = np.array([_group(row["fold"]) for row in train_rows])
    found: dict[str, float] = {}
    for number in range(FOLDS):
        inside = fold == number
        if not inside.any():
            continue
        fitted = model().fit(
            [t for t, i in zip(texts, inside, strict=True) if not i], labels[~inside]
        )
        scores = fitted.decision_function([t for t, i in zip(texts, inside, strict=True) if i])
        ids = [row["id"] for row, i in zip(train_rows, inside, strict=True) if i]
        found.update(zip(ids, scores.tolist(), strict=True))
    return np.array([found[row["id"]] for row in rows])


def model() -> Any:
    """The pipeline that is trained: `FramingVectorizer` and a logistic regression."""
    # Frames say what a story is about, not how it is told.
    manner = [d for d in dictionaries().values() if d.kind != "frame"]
    return make_pipeline(
        FramingVectorizer(dictionaries=manner, min_df=3),
        LogisticRegression(C=1.0, solver="liblinear", dual=True, max_iter=2000, random_state=0),
    )


def _group(fold: str) -> int:
    """One of ten groups for a fold, the same on every machine."""
    return int(hashlib.blake2b(fold.encode(), digest_size=4).hexdigest(), 16) % FOLDS
