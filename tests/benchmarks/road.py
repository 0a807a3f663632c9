"""The whole road on a table of articles, stage by stage: seconds of clock and CPU, and memory.

    python -m tests.benchmarks.road TABLE OUT [--workers 2] [--work FOLDER]

Two groups of American outlets are compared and the report is written. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

from tests.benchmarks.usage import Peak, cpu_seconds

GROUPS = {
    "one": ("CNN (Web News)", "Vox", "The Guardian", "Al Jazeera", "ABC News"),
    "other": ("Washington Times", "USA TODAY", "Politico", "Christian Science Monitor"),
}
STAGES = (
    ("reading", "reading"),
    ("telling story from furniture", "furniture, outlets, voice"),
    ("telling whose words", "furniture, outlets, voice"),
    ("tracing copies", "copies"),
    ("lining up events", "events"),
    ("counting features", "features"),
    ("comparing", "comparison"),
    ("naming actors", "actors and tables"),
    ("testing where", "placebo"),
    ("writing", "report"),
    ("drawing", "report"),
)


class Clock:
    """Adds up what each stage takes, from the words with which each says that it begins."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = {}
        self._stage, self._wall, self._cpu = "start", time.perf_counter(), cpu_seconds(os.getpid())

    def say(self, words: str) -> None:
        """A stage says that it begins, or how far it is."""
        wall, cpu = time.perf_counter(), cpu_seconds(os.getpid())
        spent = self.spent.setdefault(self._stage, [0.0, 0.0])
        spent[0] += wall - self._wall
        spent[1] += cpu - self._cpu
        known = [name for start, name in STAGES if words.startswith(start)]
        self._stage = known[0] if known else self._stage
        self._wall, self._cpu = wall, cpu


def measure(table: Path, out: Path, workers: int, work: Path | None) -> dict[str, object]:
    """Go the road once."""
    begin = time.perf_counter()
    clock, peak = Clock(), Peak(os.getpid())
    peak.start()
    from framing import job
    from framing.study import Study

    study = Study(path=table, between=("one", "other"), by="outlet", groups=GROUPS)
    contents = job.find(study, workers=workers, work=work, progress=clock.say)
    job.write(contents, out, progress=clock.say)
    clock.say("end")
    peak.stop()
    return {
        "articles": len(contents.comparison.tally.articles),
        "workers": workers,
        "wall_s": round(time.perf_counter() - begin, 1),
        "cpu_s": round(sum(cpu for _, cpu in clock.spent.values()), 1),
        "peak_mb": peak.together // 2**20,
        "largest_process_mb": peak.largest // 2**20,
        "stages": {k: [round(x, 2) for x in v] for k, v in clock.spent.items()},
        "signature": contents.signature,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("table", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--work", type=Path)
    given = parser.parse_args()
    print(json.dumps(measure(given.table, given.out, given.workers, given.work)), flush=True)


if __name__ == "__main__":
    main()
