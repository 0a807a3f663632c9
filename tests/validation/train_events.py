"""Learns the weights of `framing.events` and counts its background; prints what they reach.

    python -m tests.validation.train_events --gold ../shared/evaluate/gold
    python -m tests.validation.train_events --background ../shared/data/allsides_articles.parquet

The first writes ``framing/events/weights.json``, the second ``framing/events/background.tsv.gz``.
Pairs of the public sets (dev halves of ECB+, AllSides, BASIL) are joined by pairs of thinned sets
(half the events with a single article) and of tiny corpora (one to seven articles on two events
that are hard to tell apart), so that the model does not learn how large the events of a set are.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from framing.events.assembly import read_terms
from framing.events.candidates import Pairs, near_pairs
from framing.events.cluster import WINDOW
from framing.events.evidence import (
    FIRST,
    GAPS,
    SECOND,
    gap_evidence,
    pair_evidence,
    second_evidence,
)
from framing.events.link import link
from framing.text import tokens

PACKAGE = Path(__file__).resolve().parents[2] / "framing" / "events"
REQUIRED = {"ecb": 0.92, "allsides": 0.86, "basil": 0.985}
SHARES = {"set": 1.0, "thin": 0.5, "tiny": 0.1, "check": 0.0}  # of the weight of a set's pairs
BIASES = np.arange(-4.4, 0.01, 0.2)
LEAST = 12  # articles of the background that must hold a stem


@dataclass
class View:
    """A corpus or many tiny ones: its pairs, their evidence, and the truth."""

    name: str
    kind: str
    pairs: Pairs
    evidence: np.ndarray
    gaps: np.ndarray | None
    truth: np.ndarray
    fold_key: np.ndarray

    @property
    def same(self) -> np.ndarray:
        return self.truth[self.pairs.first] == self.truth[self.pairs.second]


def read_set(gold: Path, name: str) -> tuple[list[dict[str, Any]], np.ndarray]:
    """The rows of a dev half and their events."""

    def lines(kind: str) -> list[dict[str, Any]]:
        with gzip.open(gold / f"events_{name}" / f"dev.{kind}.jsonl.gz", "rt", "utf-8") as handle:
            return [json.loads(line) for line in handle]

    events = {row["id"]: row["event"] for row in lines("gold")}
    rows = lines("input")
    return rows, np.array([events[row["id"]] for row in rows])


def view(rows: list[dict[str, Any]], truth: np.ndarray, dated: bool, name: str, kind: str) -> View:
    """Measure the pairs of one corpus."""
    terms = read_terms([r["text"] for r in rows], [r["title"] for r in rows])
    days = None
    if dated:
        days = np.array([float(dt.date.fromisoformat(r["date"][:10]).toordinal()) for r in rows])
    pairs = near_pairs(terms, days=days, window=WINDOW)
    gaps = None if days is None else gap_evidence(days[pairs.first] - days[pairs.second])
    return View(name, kind, pairs, pair_evidence(terms, pairs), gaps, truth, truth)


def thinned(rows: list[dict[str, Any]], truth: np.ndarray, dated: bool, name: str) -> View:
    """Half of the events keep one article, the others two to five."""
    rng = np.random.default_rng(0)
    keep: list[int] = []
    for event in np.unique(truth):
        members = rng.permutation(np.flatnonzero(truth == event))
        keep += members[: 1 if rng.random() < 0.5 else rng.integers(2, 6)].tolist()
    keep.sort()
    return view([rows[i] for i in keep], truth[keep], dated, name, "thin")


def tiny(rows: list[dict[str, Any]], truth: np.ndarray, dated: bool, whole: View) -> View:
    """Eighty corpora of one to seven articles on an event and on one that is near it."""
    rng = np.random.default_rng(7)
    like = whole.pairs.matrix(whole.evidence[:, :2].mean(axis=1)).toarray()
    events = np.unique(truth)
    parts, offset = [], 0
    for number in range(80):
        event = events[rng.integers(len(events))]
        here = np.flatnonzero(truth == event)
        near = like[here].max(axis=0) * (truth != event)
        other = truth[np.argsort(-near, kind="stable")[:6][rng.integers(6)]]
        members = rng.permutation(here)[: rng.integers(1, 5)]
        if rng.random() < 0.85:
            strangers = rng.permutation(np.flatnonzero(truth == other))[: rng.integers(1, 4)]
            members = np.concatenate([members, strangers])
        part = view([rows[i] for i in members], truth[members], dated, "", "tiny")
        parts.append((part, offset, number))
        offset += len(members)
    return View(
        whole.name,
        "tiny",
        Pairs(
            np.concatenate([p.pairs.first + o for p, o, _ in parts]),
            np.concatenate([p.pairs.second + o for p, o, _ in parts]),
            offset,
        ),
        np.concatenate([p.evidence for p, _, _ in parts]),
        np.concatenate([p.gaps for p, _, _ in parts]) if dated else None,
        np.concatenate([[f"{n}/{t}" for t in p.truth] for p, _, n in parts]),
        np.concatenate([p.truth for p, _, _ in parts]),
    )


def moved(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with their day moved by 0 to 2: AllSides gives the day of its own round-up for all."""
    shifts = np.random.default_rng(1).choice([0, 1, 2], size=len(rows), p=[0.65, 0.25, 0.1])

    def later(day: str, by: int) -> str:
        return (dt.date.fromisoformat(day[:10]) + dt.timedelta(days=by)).isoformat()

    return [r | {"date": later(r["date"], int(s))} for r, s in zip(rows, shifts, strict=True)]


def views(gold: Path, dated: bool) -> list[View]:
    """All corpora that are learnt from."""
    found: list[View] = []
    for name in REQUIRED:
        if dated and name == "ecb":
            continue  # has no dates
        rows, truth = read_set(gold, name)
        if dated and name == "allsides":
            found.append(view(rows, truth, dated, name, "check"))
            rows = moved(rows)
        whole = view(rows, truth, dated, name, "set")
        found += [whole, thinned(rows, truth, dated, name), tiny(rows, truth, dated, whole)]
    return found


def learn(
    corpora: list[View], train: list[np.ndarray]
) -> tuple[Pipeline, Pipeline, list[np.ndarray]]:
    """Both looks from pairs whose two articles are among `train`; log odds of all pairs."""
    used = [t[v.pairs.first] & t[v.pairs.second] for v, t in zip(corpora, train, strict=True)]

    def fit(evidence: list[np.ndarray]) -> Pipeline:
        weights = [_pair_weights(v, u)[u] for v, u in zip(corpora, used, strict=True)]
        model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=2000))
        return model.fit(
            np.concatenate([x[u] for x, u in zip(evidence, used, strict=True)]),
            np.concatenate([v.same[u] for v, u in zip(corpora, used, strict=True)]),
            logisticregression__sample_weight=np.concatenate(weights),
        )

    def with_gaps(corpus: View, evidence: np.ndarray) -> np.ndarray:
        return evidence if corpus.gaps is None else np.hstack([evidence, corpus.gaps])

    first = [with_gaps(v, v.evidence) for v in corpora]
    first_look = fit(first)
    chances = [1 / (1 + np.exp(-first_look.decision_function(x))) for x in first]
    second = [
        with_gaps(v, second_evidence(v.pairs, c)) for v, c in zip(corpora, chances, strict=True)
    ]
    second_look = fit(second)
    return first_look, second_look, [second_look.decision_function(x) for x in second]


def _pair_weights(corpus: View, used: np.ndarray) -> np.ndarray:
    """Pairs of one event and of two weigh alike in all; so does each article of an event."""
    size = Counter(corpus.truth.tolist())
    others = np.array([max(1, size[t] - 1) for t in corpus.truth.tolist()])
    same = corpus.same
    weight = np.ones(len(corpus.pairs))
    if corpus.kind != "tiny":
        both = 1 / others[corpus.pairs.first] + 1 / others[corpus.pairs.second]
        weight = np.where(same, both, 1.0)
    for part in (same & used, ~same & used):
        if part.any():
            weight[part] /= weight[part].sum()
    return weight * 500 * SHARES[corpus.kind]


def b_cubed(truth: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """B-cubed precision and recall of each article; shape (articles, 2)."""
    true, found = truth.tolist(), labels.tolist()
    sizes, groups, both = Counter(true), Counter(found), Counter(zip(true, found, strict=True))
    return np.array(
        [[both[t, f] / groups[f], both[t, f] / sizes[t]] for t, f in zip(true, found, strict=True)]
    )


def f1(scores: np.ndarray) -> float:
    """F1 of mean precision and recall."""
    precision, recall = scores.mean(axis=0)
    return float(2 * precision * recall / (precision + recall))


def by_bias(corpora: list[View], odds: list[np.ndarray]) -> list[list[np.ndarray]]:
    """Scores of each corpus under each bias."""
    return [
        [b_cubed(v.truth, link(v.pairs, 1 / (1 + np.exp(-(z + b))))) for b in BIASES]
        for v, z in zip(corpora, odds, strict=True)
    ]


def choose(corpora: list[View], scores: list[list[np.ndarray]], keep: list[np.ndarray]) -> int:
    """The bias under which no set falls short of what is required of it, or least so."""
    table = np.array(
        [
            [min(f1(s[k]) - REQUIRED[v.name], 0.01) for s in curve]
            for v, curve, k in zip(corpora, scores, keep, strict=True)
            if v.kind == "set"
        ]
    )
    rest = np.array(
        [[f1(s[k]) for s in curve] for v, curve, k in zip(corpora, scores, keep, strict=True)]
    )
    return int(np.argmax(table.min(axis=0) + 0.01 * rest.mean(axis=0)))


def cross_validate(corpora: list[View], folds: int = 3) -> list[float]:
    """Weights and bias from two thirds of the events, scored on the articles of the others."""

    def fold(key: str) -> int:
        return int(hashlib.blake2b(key.encode(), digest_size=4).hexdigest(), 16) % folds

    number = [np.array([fold(k) for k in v.fold_key.tolist()]) for v in corpora]
    out = [np.zeros((len(v.truth), 2)) for v in corpora]
    for held in range(folds):
        train = [n != held for n in number]
        _, _, odds = learn(corpora, train)
        scores = by_bias(corpora, odds)
        best = choose(corpora, scores, train)
        for table, curve, t in zip(out, scores, train, strict=True):
            table[~t] = curve[best][~t]
    return [f1(table) for table in out]


def _weights(model: Pipeline, names: tuple[str, ...], bias: float = 0.0) -> dict[str, Any]:
    scaler, regression = model.steps[0][1], model.steps[1][1]
    weights = regression.coef_[0] / scaler.scale_
    intercept = regression.intercept_[0] - (weights * scaler.mean_).sum() + bias
    return {
        "intercept": round(float(intercept), 5),
        "weights": {n: round(float(w), 5) for n, w in zip(names, weights, strict=True)},
    }


def write_weights(gold: Path) -> None:
    """Learn both pairs of models and write them."""
    out: dict[str, Any] = {}
    for dated, prefix, more in ((False, "", ()), (True, "dated_", GAPS)):
        corpora = views(gold, dated)
        everything = [np.ones(len(v.truth), dtype=bool) for v in corpora]
        first, second, odds = learn(corpora, everything)
        scores = by_bias(corpora, odds)
        best = choose(corpora, scores, everything)
        out[f"{prefix}first"] = _weights(first, FIRST + more)
        out[f"{prefix}second"] = _weights(second, SECOND + more, float(BIASES[best]))
        print("with dates" if dated else "without dates", f"bias {BIASES[best]:.2f}", flush=True)
        validated = cross_validate(corpora)
        for corpus, curve, crossed in zip(corpora, scores, validated, strict=True):
            print(
                f"  {corpus.name:9s}{corpus.kind:5s} tuned {f1(curve[best]):.3f}  "
                f"cross-validated {crossed:.3f}",
                flush=True,
            )
    text = json.dumps(out, indent=1, sort_keys=True) + "\n"
    (PACKAGE / "weights.json").write_text(text, encoding="utf-8")


def write_background(articles: Path) -> None:
    """Count in how many articles each stem stands, and how often with a capital."""
    import pandas as pd

    frame = pd.read_parquet(articles)
    heads = frame["headline"].fillna("").tolist()
    counts: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    known: dict[str, str] = {}
    from framing.events.terms import stems_of

    for head, text in zip(heads, frame["text"].fillna("").tolist(), strict=True):
        document = f"{head}\n{text}"
        found = tokens(document)
        surfaces = found.vocabulary.surfaces
        stems = stems_of(found.vocabulary.normal_forms, known)
        counts.update(set(stems))
        starts, ends, ids = found.starts.tolist(), found.ends.tolist(), found.ids.tolist()
        for i in range(1, len(ids)):
            # A word after a blank alone stands inside a sentence.
            if starts[i] > len(head) and document[ends[i - 1] : starts[i]] == " ":
                inside[stems[ids[i]]] += 1
                capital[stems[ids[i]]] += surfaces[ids[i]][:1].isupper()
    lines = [f"articles\t{len(frame)}"]
    for stem in sorted(counts):
        if counts[stem] >= LEAST:
            share = round(100 * capital[stem] / inside[stem]) if inside[stem] >= 5 else ""
            lines.append(f"{stem}\t{counts[stem]}\t{share}")
    with gzip.GzipFile(PACKAGE / "background.tsv.gz", "wb", mtime=0) as handle:
        handle.write("\n".join(lines).encode())
    print(f"{len(lines) - 1} stems of {len(frame)} articles")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--background", type=Path)
    given = parser.parse_args()
    if given.background:
        write_background(given.background)
    if given.gold:
        write_weights(given.gold)


if __name__ == "__main__":
    main()
