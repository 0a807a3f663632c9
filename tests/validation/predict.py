"""Predictions for the gold sets: one JSON line a row, from input files only.

    python -m tests.validation.predict TASK --input FILE --out FILE

TASK is voice, loaded, events, labels or reuse; each has a module of its name beside this one with
``predict(rows, **options)``. Only ``loaded --train-gold`` ever reads a gold file.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from framing.files import write_atomically

TASKS = ("voice", "loaded", "events", "labels", "reuse")


def read_rows(path: str | Path) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file, compressed or not."""
    path = Path(path)
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def write_rows(rows: Iterable[dict[str, Any]], path: str | Path) -> int:
    """Write rows as JSON lines; return how many."""
    count = 0
    with write_atomically(path) as handle:
        for row in rows:
            handle.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
            count += 1
    return count


def arguments() -> argparse.ArgumentParser:
    """The command line of this module."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.validation.predict", description=__doc__.splitlines()[0]
    )
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("--input", required=True, help="the rows to predict")
    parser.add_argument("--out", required=True, help="where the predictions go")
    parser.add_argument("--dates", action="store_true", help="events: use the dates")
    parser.add_argument("--articles", help="reuse: the articles the pairs speak of")
    parser.add_argument("--train-input", help="loaded: rows to learn from")
    parser.add_argument("--train-gold", help="loaded: their labels")
    parser.add_argument("--parser", choices=("spacy",), help="voice, labels: the tier")
    return parser


def options(given: argparse.Namespace) -> dict[str, Any]:
    """What the task's own function takes besides the rows."""
    if given.task == "events":
        return {"dates": given.dates}
    if given.task == "reuse":
        return {"articles": read_rows(given.articles) if given.articles else None}
    if given.task == "loaded" and given.train_input:
        if not given.train_gold:
            raise SystemExit("--train-input needs --train-gold")
        return {
            "train_rows": read_rows(given.train_input),
            "train_gold": read_rows(given.train_gold),
        }
    return {"parser": given.parser} if given.parser else {}


def main(argv: list[str] | None = None) -> None:
    """Read, predict, write."""
    given = arguments().parse_args(argv)
    task = importlib.import_module(f"tests.validation.{given.task}")
    count = write_rows(task.predict(read_rows(given.input), **options(given)), given.out)
    print(f"{given.task}: {count} predictions in {given.out}")


if __name__ == "__main__":
    main()
