"""How many megabytes of text a second the voice finder reads, and how that compares to a parser.

``python -m tests.benchmarks.voice_speed FILE.parquet [--articles 200]``: one core, process time;
set ``OPENBLAS_NUM_THREADS=1``. Where spaCy and a model are installed some of the articles are
parsed beside it, which is the least that an extractor built on a parser costs.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import pandas as pd

from framing.voice import find_many


def seconds(work: Callable[[], object]) -> float:
    """Process time of one call."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def main() -> None:
    """Print the speed of the finder and, where it can be had, of a parser."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("file")
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--model", default="en_core_web_sm")
    given = parser.parse_args()
    texts = pd.read_parquet(given.file, columns=["text"])["text"].dropna()
    texts = texts.iloc[: given.articles].tolist()
    size = sum(len(t) for t in texts) / 1e6
    list(find_many([(texts[0], None)]))
    ours = size / seconds(lambda: list(find_many([(t, None) for t in texts])))
    print(f"framing.voice: {ours:.2f} MB/s on {len(texts)} articles, {size:.2f} MB")
    try:
        import spacy

        parse = spacy.load(given.model)
    except (ImportError, OSError) as error:
        print(f"no parser beside it: {error}")
        return
    few = texts[: max(1, len(texts) // 20)]
    theirs = sum(len(t) for t in few) / 1e6 / seconds(lambda: [parse(t) for t in few])
    print(f"spaCy {given.model}, parsing alone: {theirs:.3f} MB/s; ratio {ours / theirs:.0f}")


if __name__ == "__main__":
    main()
