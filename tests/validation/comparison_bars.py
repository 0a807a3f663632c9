"""What the contrasts really do: error rates, power, coverage and cost on real articles.

Run ``python -m tests.validation.comparison_bars BAR --splits N``; ``FRAMING_DATA`` names the folder
that holds ``allsides_articles.parquet`` (``../shared/data``). Every split draws its articles, its
sides and its planted terms anew, from a seed of its own; nothing is tuned to one of them.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from framing.comparison import contrast_counts
from framing.corpus import Corpus
from framing.reuse import trace
from framing.text import tokens

STORIES = 400
LARGE = ("CNN (Web News)", "Washington Times", "Politico", "USA TODAY", "Vox")
PLANTED = 50


@dataclass(frozen=True)
class Data:
    """Term counts of all articles, and what is known of each."""

    counts: sparse.csr_matrix
    length: np.ndarray
    outlet: np.ndarray
    topic: np.ndarray
    day: np.ndarray
    text: np.ndarray


def load(folder: Path, *, least: int = 5) -> Data:
    """Count words (those in at least `least` articles)."""
    table = pd.read_parquet(folder / "allsides_articles.parquet").sort_values("article_id")
    found = tokens([f"{h}\n{t}" for h, t in zip(table["headline"], table["text"], strict=True)])
    words = found.vocabulary.normal_ids[found.ids]
    shape = (len(table), len(found.vocabulary.normal_words))
    ones = np.ones(len(words))
    counts = sparse.csr_matrix(sparse.coo_matrix((ones, (found.text_index, words)), shape=shape))
    held = np.bincount(counts.indices, minlength=shape[1])
    return Data(
        counts=sparse.csr_matrix(counts[:, held >= least]),
        length=np.diff(found.bounds).astype(float),
        outlet=table["outlet"].to_numpy(dtype=object),
        topic=table["topic"].to_numpy(dtype=object),
        day=table["published"].fillna("").to_numpy(dtype=object),
        text=table["text"].to_numpy(dtype=object),
    )


def sample(data: Data, rng: np.random.Generator, stories: int = STORIES) -> np.ndarray:
    """Random articles of one outlet."""
    return rng.choice(np.flatnonzero(data.outlet == rng.choice(LARGE)), stories, replace=False)


def topics(data: Data, rows: np.ndarray) -> np.ndarray:
    """Topics as events; those of fewer than eight articles together."""
    topic = pd.Series(data.topic[rows])
    return topic.where(topic.map(topic.value_counts()) >= 8, "other").to_numpy(dtype=object)


def found(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Which features are claimed, and which the exploratory list holds."""
    return tuple((table[c] <= 0.05).fillna(False).to_numpy(dtype=bool) for c in ("p_family", "q"))


def null(data: Data, rng: np.random.Generator, draws: int, share: float) -> dict[str, float]:
    """Random parts of one outlet's articles: nothing is to be found."""
    rows = sample(data, rng)
    table = contrast_counts(
        data.counts[rows],
        length=data.length[rows],
        side=rng.random(len(rows)) < share,
        event=topics(data, rows),
        draws=draws,
        seed=int(rng.integers(2**31)),
    )
    claims, listed = found(table)
    ends = [table[c].to_numpy(float, na_value=np.nan) for c in ("low", "high")]
    enough = ((table["stories_a"] + table["stories_b"]) >= 15).to_numpy()
    finite = enough & np.isfinite(table["log2_ratio"].to_numpy(float, na_value=np.nan))
    covers = (ends[0] <= 0) & (ends[1] >= 0)
    return {
        "any_claim": float(claims.any()),
        "any_listed": float(listed.any()),
        "listed": float(listed.sum()),
        "tested": float(table.attrs["tested"]["search"]),
        "coverage": float(covers[enough].mean()),
        "coverage_finite": float(covers[finite].mean()),
        "one_sided_zero": float((enough & ~finite).sum() / enough.sum()),
    }


def longer(data: Data, rng: np.random.Generator, draws: int) -> dict[str, float]:
    """One side's texts are two or three articles of the same topic joined: 2.5 times longer."""
    rows = sample(data, rng, 1100)
    event = topics(data, rows)
    order = np.lexsort((rng.random(len(rows)), event))
    unit, at = np.full(len(rows), -1), 0
    side: list[bool] = []
    while at < len(order):
        long = bool(rng.random() < 0.5)
        size = int(rng.integers(2, 4)) if long else 1
        members = order[at : at + size]
        if len(members) == size and len(set(event[members])) == 1:
            unit[members] = len(side)
            side.append(long)
        at += size
    used = np.flatnonzero(unit >= 0)
    shape = (len(side), len(rows))
    gather = sparse.csr_matrix((np.ones(len(used)), (unit[used], used)), shape=shape)
    events = np.empty(len(side), dtype=object)
    events[unit[used]] = event[used]
    keep = rng.choice(len(side), min(STORIES, len(side)), replace=False)
    table = contrast_counts(
        (gather @ data.counts[rows])[keep],
        length=(gather @ data.length[rows])[keep],
        side=np.array(side)[keep],
        event=events[keep],
        draws=draws,
    )
    claims, listed = found(table)
    return {
        "any_claim": float(claims.any()),
        "any_listed": float(listed.any()),
        "longer": table.attrs["words"][0]
        / table.attrs["stories"][0]
        / (table.attrs["words"][1] / table.attrs["stories"][1]),
    }


def copies(
    data: Data, rng: np.random.Generator, draws: int, *, traced: bool = False
) -> dict[str, float]:
    """A tenth of one half's stories is printed six times each.

    The copies are known by `story`; or, `traced`, by what the reuse stage finds in the texts.
    """
    rows = sample(data, rng)
    side = rng.random(len(rows)) < 0.5
    twins = rng.choice(np.flatnonzero(side), int(side.sum()) // 10, replace=False)
    every = np.concatenate([np.arange(len(rows)), np.repeat(twins, 5)])
    at = rows[every]
    story = families(data.text[at]) if traced else every
    table = contrast_counts(
        data.counts[at],
        length=data.length[at],
        side=side[every],
        event=topics(data, rows)[every],
        story=story,
        draws=draws,
    )
    claims, listed = found(table)
    return {
        "any_claim": float(claims.any()),
        "any_listed": float(listed.any()),
        "listed": float(listed.sum()),
        "copied": float(table.attrs["copied"]),
        "missed": float(
            sum(story[len(rows) + i] != story[t] for i, t in enumerate(np.repeat(twins, 5)))
        ),
    }


def families(texts: np.ndarray) -> np.ndarray:
    """The story of each text, as the reuse stage traces it."""
    rows = [{"article_id": f"{i:05}", "text": text} for i, text in enumerate(texts)]
    traced = trace(Corpus.from_articles(rows), rewriting=False).articles
    return traced.sort_values("article_id")["story"].to_numpy(dtype=object)


def outlets(data: Data, rng: np.random.Generator, draws: int) -> dict[str, float]:
    """Random sets of outlets: house styles differ, groups do not."""
    names = np.array(sorted(set(data.outlet)), dtype=object)
    k = int(rng.integers(1, 6))
    m = int(rng.integers(k, min(k + 2, 10 - k) + 1))
    chosen = rng.permutation(names)[: k + m]
    rows = np.concatenate(
        [rng.permutation(np.flatnonzero(data.outlet == name))[:300] for name in chosen]
    )
    part = data.counts[rows]
    held = np.bincount(part.indices, minlength=part.shape[1]) >= 10
    table = contrast_counts(
        part[:, held],
        length=data.length[rows],
        side=np.isin(data.outlet[rows], chosen[:k]),
        event=data.topic[rows],
        outlet=data.outlet[rows],
        unit="outlet",
        draws=draws,
    )
    claims, listed = found(table)
    return {
        "any_claim": float(claims.any()),
        "any_listed": float(listed.any()),
        "open": float(table.attrs["gate"] == "open"),
    }


def power(
    data: Data, rng: np.random.Generator, draws: int, ratio: int, share: float
) -> dict[str, float]:
    """Multiply the hits of 50 terms, each in at least 100 of 400 stories, on a random side."""
    rows = sample(data, rng)
    counts = sparse.csc_matrix(data.counts[rows])
    held = np.diff(counts.indptr)
    counts = sparse.csc_matrix(counts[:, held >= 5])
    held = np.diff(counts.indptr)
    planted = rng.choice(np.flatnonzero(held >= 100), PLANTED, replace=False)
    side = rng.random(len(rows)) < share
    for feature in planted:
        span = slice(counts.indptr[feature], counts.indptr[feature + 1])
        on = side[counts.indices[span]] == bool(rng.random() < 0.5)
        counts.data[span] = np.where(on, counts.data[span] * ratio, counts.data[span])
    table = contrast_counts(
        counts,
        length=data.length[rows],
        side=side,
        event=topics(data, rows),
        draws=draws,
    )
    named = contrast_counts(
        counts,
        length=data.length[rows],
        side=side,
        event=topics(data, rows),
        draws=draws,
        named=planted[:1].tolist(),
    )
    true = np.zeros(counts.shape[1], dtype=bool)
    true[planted] = True
    claims, listed = found(table)
    return {
        "power_claims": float(claims[true].mean()),
        "power_list": float(listed[true].mean()),
        "power_named": float(named["p_family"].iloc[planted[0]] <= 0.05),
        "false_share": float(listed[~true].sum() / max(1, listed.sum())),
        "any_false_claim": float(claims[~true].any()),
    }


def tiny(data: Data, rng: np.random.Generator, draws: int) -> dict[str, float]:
    """One story against three, and two against two: no claim, ever."""
    claims = 0
    for a in (1, 2):
        rows = sample(data, rng, 4)
        table = contrast_counts(
            data.counts[rows],
            length=data.length[rows],
            side=np.arange(4) < a,
            event=["e"] * 4,
            draws=draws,
        )
        claims += int(table[["p", "p_family", "q"]].notna().any().any())
    return {"any_claim": float(claims)}


def speed(data: Data, rng: np.random.Generator, draws: int) -> dict[str, float]:
    """All articles and all terms in at least five of them; processor seconds and peak memory."""
    side = rng.random(len(data.length)) < 0.5
    before = time.process_time()
    table = contrast_counts(
        data.counts, length=data.length, side=side, event=data.topic, draws=draws
    )
    return {
        "cpu_s": time.process_time() - before,
        "terms": float(len(table)),
        "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


Bar = Callable[[Data, np.random.Generator, int], dict[str, float]]
BARS: dict[str, Bar] = {
    "null-50": lambda d, r, b: null(d, r, b, 0.5),
    "null-10": lambda d, r, b: null(d, r, b, 0.1),
    "longer": longer,
    "copies": copies,
    "copies-traced": lambda d, r, b: copies(d, r, b, traced=True),
    "outlets": outlets,
    "power-2": lambda d, r, b: power(d, r, b, 2, 0.5),
    "power-3": lambda d, r, b: power(d, r, b, 3, 0.5),
    "power-2-10": lambda d, r, b: power(d, r, b, 2, 0.1),
    "power-3-10": lambda d, r, b: power(d, r, b, 3, 0.1),
    "tiny": tiny,
    "speed": speed,
}


def measure(name: str, data: Data, *, splits: int, draws: int, seed: int = 0) -> dict[str, Any]:
    """Run one bar; means, and the Monte-Carlo standard error of each."""
    rows = []
    for split in range(splits):
        rng = np.random.default_rng([seed, sorted(BARS).index(name), split])
        rows.append(BARS[name](data, rng, draws))
    table = pd.DataFrame(rows)
    error = table.std(ddof=1).fillna(0.0) / math.sqrt(splits)
    return {
        "bar": name,
        "splits": splits,
        "draws": draws,
        **{c: [round(float(table[c].mean()), 4), round(float(error[c]), 4)] for c in table},
    }


def main() -> None:
    """Measure the bars that are named; one JSON line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bars", nargs="+", choices=[*BARS, "all"])
    parser.add_argument("--splits", type=int, default=40)
    parser.add_argument("--draws", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    folder = os.environ.get("FRAMING_DATA")
    if not folder:
        parser.error("set FRAMING_DATA to the folder that holds allsides_articles.parquet")
    data = load(Path(folder))
    for name in BARS if "all" in options.bars else options.bars:
        result = measure(name, data, splits=options.splits, draws=options.draws, seed=options.seed)
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
