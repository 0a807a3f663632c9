"""The copy join on 10,000 to 100,000 articles: speed, growth, memory, and MinHash beside it.

    FRAMING_DATA=../shared/data python -m tests.benchmarks.reuse_scale [--sizes N,N] [--one-in K]

The articles are those of the AllSides collection, and as often as it takes again with words changed
and parts left out, so that every repeat is a copy of known extent. Times are CPU times of this one
process, from texts to pairs. MinHash is datasketch's (128 permutations, LSH at Jaccard .1, pairs
from queries), on a part of the same articles; without datasketch its lines are left out.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import resource
import time
from pathlib import Path

import pandas as pd

from framing.reuse import pairs, shingles
from framing.reuse.join import WIDTH, Shingles

SHARES = (0.15, 0.3, 0.5, 0.8, 1.0)  # how much of an article a repeat keeps


def repeated(texts: list[str], size: int) -> tuple[dict[str, str], dict[str, tuple[str, float]]]:
    """As many stories as asked for; for each repeat its article and the share that it keeps."""
    stories = {f"{i:05}-0": text for i, text in enumerate(texts[:size])}
    kept: dict[str, tuple[str, float]] = {}
    words = sorted({w for t in texts[:300] for w in t.split()})
    chance = random.Random(7)
    turn = 1
    while len(stories) < size:
        for i, text in enumerate(texts):
            if len(stories) == size:
                break
            share = SHARES[(i + turn) % len(SHARES)]
            mine = text.split(" ")
            first = chance.randrange(len(mine) - int(share * len(mine)) + 1)
            mine = mine[first : first + int(share * len(mine))]
            for place in range(chance.randrange(10), len(mine), 10):
                mine[place] = words[chance.randrange(len(words))]
            name = f"{i:05}-{turn}"
            stories[name] = " ".join(mine)
            kept[name] = (f"{i:05}-0", share)
        turn += 1
    return stories, kept


def join(stories: dict[str, str], one_in: int) -> tuple[Shingles, pd.DataFrame, float, float]:
    """The join, with the CPU seconds of its two halves."""
    start = time.process_time()
    summary = shingles(stories, one_in=one_in)
    middle = time.process_time()
    found = pairs(summary)
    return summary, found, middle - start, time.process_time() - middle


def recall(
    found: set[tuple[str, str]], kept: dict[str, tuple[str, float]], among: dict[str, str]
) -> dict[str, float]:
    """Share of the repeats that were paired with their article, by how much they keep."""
    hits: dict[float, list[bool]] = {}
    for name, (source, share) in kept.items():
        if name in among and source in among and len(among[name].split()) >= 40:
            hits.setdefault(share, []).append((source, name) in found)
    return {str(s): round(sum(h) / len(h), 4) for s, h in sorted(hits.items())}


def minhash(stories: dict[str, str]) -> tuple[set[tuple[str, str]], float] | None:
    """Pairs that datasketch finds among these stories, and its CPU seconds."""
    try:
        from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found]
    except ModuleNotFoundError:
        return None
    start = time.process_time()
    index = MinHashLSH(threshold=0.1, num_perm=128)
    hashes = {}
    for name, text in stories.items():
        words = text.lower().split()
        grams = {" ".join(words[i : i + WIDTH]).encode() for i in range(len(words) - WIDTH + 1)}
        mine = MinHash(num_perm=128)
        if grams:
            mine.update_batch(sorted(grams))
        hashes[name] = mine
        index.insert(name, mine)
    found = {
        tuple(sorted((name, other)))
        for name, mine in hashes.items()
        for other in index.query(mine)
        if other != name
    }
    return found, time.process_time() - start


def main() -> None:
    """Read, repeat, join, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,30000,100000")
    parser.add_argument("--one-in", type=int, default=4)
    parser.add_argument("--minhash", type=int, default=3000, help="articles for datasketch")
    given = parser.parse_args()
    folder = os.environ.get("FRAMING_DATA")
    if not folder:
        raise SystemExit("set FRAMING_DATA to the folder with allsides_articles.parquet")
    frame = pd.read_parquet(
        Path(folder) / "allsides_articles.parquet", columns=["article_id", "text"]
    ).sort_values("article_id")
    sizes = [int(s) for s in given.sizes.split(",")]
    # A third of each size are articles, the rest repeats of them, whatever the size.
    rows, rates = [], {}
    for size in sizes:
        texts = frame["text"].astype(str).tolist()[: max(size // 3, 1)]
        stories, kept = repeated(texts, size)
        shingles(dict(list(stories.items())[:50]))  # tables that are made once
        summary, found, first, second = join(stories, given.one_in)
        paired = set(zip(found["a"], found["b"], strict=True))
        rates[size] = size / (first + second)
        rows.append(
            {
                "articles": size,
                "characters": sum(map(len, stories.values())),
                "shingle_s": round(first, 2),
                "pair_s": round(second, 2),
                "articles_per_s": round(rates[size]),
                "pairs": len(found),
                "records_mb": round(summary.records.nbytes / 1e6),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "recall_by_share_kept": recall(paired, kept, stories),
            }
        )
        print(json.dumps(rows[-1]), flush=True)
    if len(sizes) > 1:
        low, high = sizes[0], sizes[-1]
        slope = math.log((high / rates[high]) / (low / rates[low])) / math.log(high / low)
        print(json.dumps({"growth_exponent": round(slope, 3)}))
    size = given.minhash
    stories, kept = repeated(frame["text"].astype(str).tolist()[: size // 3], size)
    theirs = minhash(stories)
    if theirs is None:
        print(json.dumps({"datasketch": "not installed"}))
        return
    _, found, first, second = join(stories, given.one_in)
    paired = set(zip(found["a"], found["b"], strict=True))
    print(
        json.dumps(
            {
                "datasketch_articles_per_s": round(size / theirs[1]),
                "ours_articles_per_s": round(size / (first + second)),
                "times_faster": round(theirs[1] / (first + second), 1),
                "datasketch_recall": recall(theirs[0], kept, stories),
                "our_recall": recall(paired, kept, stories),
            }
        )
    )


if __name__ == "__main__":
    main()
