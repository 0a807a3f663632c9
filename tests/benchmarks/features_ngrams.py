"""Counting 1- to 3-grams: time and memory against scikit-learn's CountVectorizer, in one run.

    python tests/benchmarks/features_ngrams.py allsides_articles.parquet [--megabytes 10]

Each side runs in a process of its own; memory is the growth of its highest resident size over what
it held before counting. Both count every n-gram of the same words (n-grams may run over full
stops, as CountVectorizer's do), tokenising included.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time

import pandas as pd


def highest() -> float:
    """The highest resident size of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(side: str, table: str, megabytes: float) -> None:
    """Count with one side and print seconds, megabytes and the number of n-grams."""
    texts, size = [], 0
    for text in pd.read_parquet(table, columns=["text"])["text"].dropna().astype(str):
        if size > megabytes * 1e6:
            break
        texts.append(text)
        size += len(text)
    if side == "framing":
        from framing.features.ngrams import count
        from framing.text import tokens

        count(tokens("warm up"), lengths=(1, 2))
        before, start = highest(), time.process_time()
        shape = count(tokens(texts), lengths=(1, 3), within="text").matrix.shape
    else:
        from sklearn.feature_extraction.text import CountVectorizer

        before, start = highest(), time.process_time()
        counter = CountVectorizer(ngram_range=(1, 3), token_pattern=r"(?u)\b\w+\b")
        shape = counter.fit_transform(texts).shape
    seconds = time.process_time() - start
    print(seconds, highest() - before, shape[1], size / 1e6)


def main() -> None:
    """Run both sides and print their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table")
    parser.add_argument("--megabytes", type=float, default=10.0)
    parser.add_argument("--side", choices=("framing", "scikit-learn"))
    given = parser.parse_args()
    if given.side:
        measure(given.side, given.table, given.megabytes)
        return
    found = {}
    for side in ("framing", "scikit-learn"):
        command = [sys.executable, __file__, given.table, "--side", side,
                   "--megabytes", str(given.megabytes)]  # fmt: skip
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found[side] = [float(x) for x in lines.split()]
        seconds, memory, grams, size = found[side]
        print(
            f"{side}: {size:.1f} MB of text, {grams:,.0f} n-grams, {seconds:.1f} s, "
            f"{size / seconds:.2f} MB/s, {memory:.0f} MB more memory"
        )
    ours, peer = found["framing"], found["scikit-learn"]
    print(f"{peer[0] / ours[0]:.1f} times as fast, at {ours[1] / peer[1]:.2f} of the memory")


if __name__ == "__main__":
    main()
