"""How long grouping articles takes, and how much memory: with and without dates, or over a library.

    python tests/benchmarks/events_scale.py allsides_articles.parquet [--articles 14356]
    python tests/benchmarks/events_scale.py archive.work [--workers 2]

Process CPU time. The memory of a table is the highest resident size of the process, which holds
the table too; each way runs in a process of its own. Of the folder of a finished run (`--work`)
the events are decided anew; what is said is of the process that leads and of its largest worker.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

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


def measure_library(folder: Path, workers: int) -> None:
    """Decide the events of a library and print seconds and megabytes."""
    from framing.engine import runner
    from framing.events.parted import group_library
    from framing.library import Library

    library = Library(folder)
    top = library.top
    wall = time.perf_counter()
    with runner(workers) as run:
        group_library(library, below="reuse", marked="told", run=run)
        wall = time.perf_counter() - wall
    library.record(top=top)
    for child in multiprocessing.active_children():
        child.join()
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds = [use.ru_utime + use.ru_stime for use in uses]
    highest = [use.ru_maxrss / 1024 for use in uses]
    print(
        f"{len(library.homes):,} articles: {wall:.1f} s; leading {seconds[0]:.1f} s CPU, highest "
        f"memory {highest[0]:,.0f} MB; "
        f"{workers} workers {seconds[1]:.1f} s CPU, {highest[1]:,.0f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", help="a Parquet table, or the folder of a finished run")
    parser.add_argument("--articles", type=int, default=14_356)
    parser.add_argument("--way", choices=["dated", "undated"])
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    if Path(given.table).is_dir():
        measure_library(Path(given.table), given.workers)
        return
    if given.way:
        measure(given.table, given.articles, given.way == "dated")
        return
    for way in ("dated", "undated"):
        subprocess.run([sys.executable, *sys.argv, "--way", way], check=True)


if __name__ == "__main__":
    main()
