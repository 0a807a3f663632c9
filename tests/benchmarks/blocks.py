"""What this package takes for a block, measured like its peers: one core, CPU seconds, memory.

python -m tests.benchmarks.blocks BLOCK INPUT
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np


def highest() -> float:
    """The highest resident size of this process so far, in megabytes."""
    # Not `getrusage`: its maximum begins with that of the process that started this one.
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def timed(work: Callable[[], int]) -> dict[str, Any]:
    """Do the work once."""
    start = time.process_time()
    found = work()
    return {"cpu_s": time.process_time() - start, "mb": highest(), "found": found}


def ngrams(texts: list[str]) -> dict[str, Any]:
    """The matrix of 1- to 3-grams."""
    from framing.features.ngrams import count
    from framing.text import tokens

    count(tokens("warm up"), lengths=(1, 2))
    return timed(lambda: count(tokens(texts), lengths=(1, 3), within="text").matrix.shape[1])


def keyness(texts: list[str]) -> dict[str, Any]:
    """From texts of two sides to a ranking of words and pairs; the first 1,000 are spelt out."""
    from framing.comparison.description import dirichlet_z
    from framing.features.ngrams import count
    from framing.text import tokens

    count(tokens("warm up"), lengths=(1, 2))

    def work() -> int:
        counts = count(tokens(texts), lengths=(1, 2))
        sums = [np.asarray(counts.matrix[k::2].sum(axis=0)).ravel() for k in (0, 1)]
        order = np.argsort(-dirichlet_z(*sums), kind="stable")
        first = np.zeros(len(order), dtype=bool)
        first[order[:1_000]] = True
        return len(order) if len(counts.select(first).terms) else 0

    return timed(work)


def quotations(texts: list[str]) -> dict[str, Any]:
    """Attributions with speaker, cue and content."""
    from framing.voice import find_many

    list(find_many([("\u201cWe will wait,\u201d Lavrov said.", None)]))
    return timed(lambda: sum(len(found) for found in find_many([(t, None) for t in texts])))


def copies(texts: list[str]) -> dict[str, Any]:
    """Pairs of articles that share words, as `framing.reuse.trace` looks for them."""
    from framing.reuse import candidate_pairs

    stories = {f"{i:06}": text for i, text in enumerate(texts)}
    candidate_pairs(dict(list(stories.items())[:50]))
    return timed(lambda: len(candidate_pairs(stories, one_in=4)))


def phrases(texts: list[str]) -> dict[str, Any]:
    """5,000 phrases in texts."""
    from framing.features.matcher import compile_patterns
    from framing.text import tokens

    wanted, texts = texts[:5000], texts[5000:]
    matcher = compile_patterns(wanted)
    matcher.find(tokens(texts[:2]))
    return timed(lambda: len(matcher.find(tokens(texts))))


def permutation(path: str) -> dict[str, Any]:
    """The test of all terms, each against labels shuffled as often."""
    from scipy import sparse

    from framing.comparison import contrast_counts

    with np.load(path) as kept:
        counts = sparse.csr_matrix(kept["counts"].astype(float))
        side, draws = kept["side"], int(kept["draws"])
    arrays: dict[str, Any] = {
        "length": np.asarray(counts.sum(axis=1)).ravel(),
        "side": side,
        "event": np.zeros(len(side), dtype=int),
    }
    contrast_counts(counts[:, :5], **arrays, draws=100)
    return timed(lambda: int((contrast_counts(counts, **arrays, draws=draws)["q"] <= 0.05).sum()))


BLOCKS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "ngrams": ngrams,
    "keyness": keyness,
    "quotations": quotations,
    "copies": copies,
    "phrases": phrases,
    "permutation": permutation,
}


def main(block: str, path: str) -> None:
    """Measure one block."""
    given: Any = path
    if path.endswith(".json"):
        with open(path, encoding="utf-8") as handle:
            given = json.load(handle)
    print(json.dumps(BLOCKS[block](given)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
