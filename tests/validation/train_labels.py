"""Fits the weights of ``framing.features.actors.selection`` on the dev half of NewsWCL50.

``python -m tests.validation.train_labels ../shared/evaluate/gold/labels [--check]`` reads
``dev.gold.jsonl.gz``; with ``--check`` it leaves out one event at a time and prints what share of
the other event's mentions is found at how many predictions a gold mention; without, it writes
``framing/features/actors/selection.npz``. The weights say which *kinds* of stretches (word
classes, family of the candidate, role of the head, salience) are named; no word of the gold
texts enters them.
"""

from __future__ import annotations

import collections
import gzip
import json
import sys
from pathlib import Path

import numpy as np

from framing.features.actors import selection
from tests.validation.train_tagger import matrix, regress

OUT = Path(selection.__file__).with_name("selection.npz")
PENALTY = 3e-4
BUDGET = 2.35


def load(folder: str) -> list[dict]:
    """Each gold document with its reading, candidates, feature rows and labels."""
    documents = []
    with gzip.open(Path(folder) / "dev.gold.jsonl.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            reading = selection.read([[(0, row["text"])]])
            starts = reading.stream.own(reading.stream.starts).tolist()
            ends = reading.stream.own(reading.stream.ends).tolist()
            found = selection.propose(reading)
            gold = collections.Counter((m["start"], m["end"]) for m in row["mentions"])
            times = np.array(
                [
                    gold[starts[a], ends[b - 1]]
                    for a, b in zip(found.starts.tolist(), found.ends.tolist(), strict=True)
                ]
            )
            documents.append(
                {
                    "event": row["event"], "found": found, "rows": selection.rows(reading, found),
                    "gold": times, "mentions": len(row["mentions"]),
                }
            )  # fmt: skip
    return documents


def fit(documents: list[dict]) -> dict[str, np.ndarray]:
    """Weights by feature group."""
    from scipy import sparse

    sizes = selection.sizes()
    x = sparse.vstack([matrix(d["rows"], sizes) for d in documents]).tocsr()
    y = np.concatenate([(d["gold"] > 0).astype(int) for d in documents])
    w = regress(x, y, 2, penalty=PENALTY, rounds=40)
    w = w[:, 1] - w[:, 0]
    cuts = np.cumsum([sizes[name] for name in documents[0]["rows"]])[:-1]
    return dict(zip(documents[0]["rows"], np.split(w, cuts), strict=True))


def apply(weights: dict[str, np.ndarray], rows: dict[str, np.ndarray]) -> np.ndarray:
    """The log odds that the weights give to each candidate."""
    return np.sum([weights[name][where] for name, where in rows.items()], axis=0)


def left_out(documents: list[dict]) -> list[np.ndarray]:
    """Scores of each document's candidates by weights that saw no document of its event."""
    scores: list[np.ndarray] = [np.zeros(0)] * len(documents)
    for event in sorted({d["event"] for d in documents}):
        weights = fit([d for d in documents if d["event"] != event])
        for i, d in enumerate(documents):
            if d["event"] == event:
                scores[i] = apply(weights, d["rows"])
    return scores


def recall(documents: list[dict], scores: list[np.ndarray], budget: float) -> tuple[float, float]:
    """Share of mentions found by the best candidates, `budget` a mention; and the threshold."""
    total = sum(d["mentions"] for d in documents)
    flat = np.concatenate(scores)
    times = np.concatenate([d["gold"] for d in documents])
    order = np.argsort(-flat, kind="stable")[: int(budget * total)]
    return float(times[order].sum() / total), float(flat[order[-1]])


def check(documents: list[dict]) -> None:
    """Leave out one event at a time; print recall at several budgets, and by event."""
    scores = left_out(documents)
    for budget in (2.0, BUDGET, 2.5):
        found, level = recall(documents, scores, budget)
        print(f"{budget} predictions a mention: recall {found:.4f}, log odds above {level:.3f}")
    _, level = recall(documents, scores, BUDGET)
    for event in sorted({d["event"] for d in documents}):
        here = [i for i, d in enumerate(documents) if d["event"] == event]
        total = sum(documents[i]["mentions"] for i in here)
        kept = [scores[i] > level for i in here]
        found = sum(documents[i]["gold"][k].sum() for i, k in zip(here, kept, strict=True))
        print(event[:5], round(found / total, 3), round(sum(k.sum() for k in kept) / total, 2))


def main(folder: str, *options: str) -> None:
    """Check, or fit on everything and write."""
    documents = load(folder)
    if "--check" in options:
        check(documents)
        return
    tables = fit(documents)
    # The threshold moves to 0 odds by the bias, so that `find_mentions` has one meaning of it.
    _, level = recall(documents, left_out(documents), BUDGET)
    scale = max(float(np.abs(v).max()) for v in tables.values()) / 127
    stored = {k: np.round(v / scale).astype(np.int8) for k, v in tables.items()}
    np.savez_compressed(OUT, scale=np.array(scale), bias=np.array([-level]), **stored)
    print(OUT.name, OUT.stat().st_size, "threshold", level)


if __name__ == "__main__":
    main(*sys.argv[1:])
