"""How fast thousands of patterns are found, and against spaCy's PhraseMatcher, in one run.

    python tests/benchmarks/features_matcher.py allsides_articles.parquet [--peer-megabytes 2]

Process CPU time on one core. The patterns are 5,000 different phrases of one to four words that
stand in the texts, drawn with a fixed seed. spaCy is measured where it is installed, on the first
megabytes, its tokeniser (a blank English pipeline) included, as ours is.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from importlib.util import find_spec

import pandas as pd

from framing.features.matcher import compile_patterns
from framing.text import tokens

BATCH = 2_000_000


def draw_patterns(texts: Sequence[str], *, size: int = 5000, seed: int = 0) -> list[str]:
    """Different phrases of one to four words, each as likely as any other."""
    lot = random.Random(seed)
    known: dict[int, list[str]] = {}
    for length in (1, 2, 3, 4):
        phrases: set[str] = set()
        for text in texts:
            words = [w for w in text.lower().split() if w.isalnum()]
            phrases.update(" ".join(words[k : k + length]) for k in range(len(words) - length + 1))
        known[length] = sorted(p for p in phrases if p)
    drawn: set[str] = set()
    while len(drawn) < size:
        drawn.add(lot.choice(known[lot.choice((1, 2, 2, 3, 4))]))
    return sorted(drawn)


def batches(texts: Sequence[str]) -> list[list[str]]:
    """Texts in batches of about a megabyte."""
    found: list[list[str]] = [[]]
    size = 0
    for text in texts:
        if size > BATCH:
            found.append([])
            size = 0
        found[-1].append(text)
        size += len(text)
    return found


def ours(texts: Sequence[str], patterns: Sequence[str]) -> tuple[float, int]:
    """Seconds of CPU, tokenising included, and how many matches."""
    matcher = compile_patterns(patterns)
    parts = batches(texts)
    hits = 0
    start = time.process_time()
    for part in parts:
        hits += len(matcher.find(tokens(part)))
    return time.process_time() - start, hits


def spacys(texts: Sequence[str], patterns: Sequence[str]) -> tuple[float, int]:
    """The same with spaCy's PhraseMatcher on lower-case forms."""
    import spacy
    from spacy.matcher import PhraseMatcher

    pipeline = spacy.blank("en")
    pipeline.max_length = 10**9
    matcher = PhraseMatcher(pipeline.vocab, attr="LOWER")
    matcher.add("pattern", [pipeline.make_doc(p) for p in patterns])
    start = time.process_time()
    hits = sum(len(matcher(pipeline.make_doc(text))) for text in texts)
    return time.process_time() - start, hits


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table")
    parser.add_argument("--megabytes", type=float, default=1000.0)
    parser.add_argument("--peer-megabytes", type=float, default=2.0)
    given = parser.parse_args()
    texts = pd.read_parquet(given.table)["text"].dropna().astype(str).tolist()
    patterns = draw_patterns(texts[:400])

    def first(megabytes: float) -> list[str]:
        size, kept = 0, []
        for text in texts:
            if size > megabytes * 1e6:
                break
            kept.append(text)
            size += len(text)
        return kept

    mine = first(given.megabytes)
    size = sum(map(len, mine)) / 1e6
    seconds, hits = ours(mine, patterns)
    print(
        f"framing: {len(patterns)} patterns, {size:.1f} MB, {hits} matches, "
        f"{size / seconds:.1f} MB/s"
    )
    if find_spec("spacy") is None:
        print("spaCy is not installed: not compared")
        return
    theirs = first(given.peer_megabytes)
    size = sum(map(len, theirs)) / 1e6
    peer, peer_hits = spacys(theirs, patterns)
    again, again_hits = ours(theirs, patterns)
    print(f"spaCy PhraseMatcher: {size:.1f} MB, {peer_hits} matches, {size / peer:.2f} MB/s")
    print(
        f"framing, same texts: {again_hits} matches, {size / again:.1f} MB/s, "
        f"{peer / again:.1f} times"
    )


if __name__ == "__main__":
    main()
