"""How long grouping a large table of articles takes, and how much memory: with and without dates.

    python tests/benchmarks/events_scale.py allsides_articles.parquet [--articles 14356]

Process CPU time on one core. The memory is the highest resident size of the process, which holds
the table too; each way runs in a process of its own.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections import Counter

import pandas as pd

from framing.events import cluster


def measure(table: str, articles: int, dated: bool) -> None:
    """Group the first articles and print seconds, megabytes, and the sizes of the groups."""
    frame = pd.read_parquet(table, columns=["headline", "text", "published"]).head(articles)
    days = pd.to_datetime(frame["published"], format="mixed", errors="coerce")
    dates = [None if pd.isna(d) else d.date().isoformat() for d in days] if dated else None
    start = time.process_time()
    labels = cluster(frame["text"].tolist(), frame["headline"].tolist(), dates)
    seconds = time.process_time() - start
    sizes = Counter(Counter(labels.tolist()).values())
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(frame):,} articles, {'with' if dated else 'without'} dates: {seconds:.1f} s CPU, "
        f"highest memory {highest:,.0f} MB; {sizes[1]:,} alone, "
        f"{sum(sizes.values()) - sizes[1]:,} events of two or more, largest {max(sizes)}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table")
    parser.add_argument("--articles", type=int, default=14_356)
    parser.add_argument("--way", choices=["dated", "undated"])
    given = parser.parse_args()
    if given.way:
        measure(given.table, given.articles, given.way == "dated")
        return
    for way in ("dated", "undated"):
        subprocess.run([sys.executable, *sys.argv, "--way", way], check=True)


if __name__ == "__main__":
    main()
