"""Parts of a corpus: cut, worked on one by one, and put together again.

A kernel takes a part (a `Corpus` of some articles) and returns it with more tables. Because it
looks at one article at a time, the parts' tables put together are those of the whole, whatever the
number of parts and workers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from framing import __version__
from framing.corpus import Corpus
from framing.engine.runners import Runner

Kernel = Callable[[Corpus], Corpus]
PART = 500  # articles: large enough to fill a worker, small enough to show progress and resume


def parts(corpus: Corpus, *, size: int = PART) -> list[Corpus]:
    """Cut a corpus into corpora of at most `size` articles, in order.

    Examples
    --------
    >>> rows = [{"article_id": str(i), "text": "x"} for i in range(5)]
    >>> [len(part) for part in parts(Corpus.from_articles(rows), size=2)]
    [2, 2, 1]
    """
    if len(corpus) <= size:
        return [corpus]
    number = pd.Series(range(len(corpus)), index=corpus.articles["article_id"]) // size
    count = int(number.iloc[-1]) + 1
    frames: list[dict[str, pd.DataFrame]] = [{} for _ in range(count)]
    for name, frame in corpus.tables.items():
        # Notes that speak of no article go with the first part.
        home = frame["article_id"].map(number).fillna(0).astype(int)
        groups = dict(iter(frame.groupby(home.to_numpy(), sort=True)))
        for i in range(count):
            frames[i][name] = groups.get(i, frame.iloc[:0]).reset_index(drop=True)
    return [Corpus(tables, corpus.history) for tables in frames]


def joined(done: Sequence[Corpus]) -> Corpus:
    """Put parts together again: the tables of the whole, the history of any of them."""
    return done[0] if len(done) == 1 else Corpus.joined(done)


def over_parts(
    corpus: Corpus,
    kernel: Kernel,
    *,
    run: Runner | None = None,
    work: str | Path | None = None,
    name: str = "",
    size: int = PART,
    progress: Callable[[str], None] | None = None,
) -> Corpus:
    """Run a kernel over the parts of a corpus and join what comes back.

    Parameters
    ----------
    corpus : Corpus
    kernel : callable
        Part in, part with more tables out; for other processes it must be importable by name
        (a function of a module, or a `functools.partial` of one).
    run : Runner, optional
        Where it runs (`framing.engine.runner`); by default in this process. The result is the
        same.
    work : path, optional
        A folder that keeps each finished part, so that a stopped run goes on where it stopped. A
        part is found again by its texts, its history, `name` and the version of this package; one
        that was only half written does not count.
    name : str
        What tells this kernel and its settings from others, in `work`.
    size : int
        Articles a part.
    progress : callable, optional
        Called with "k of n parts".

    Returns
    -------
    Corpus
    """
    pieces = parts(corpus, size=size)
    if len(pieces) == 1 and work is None:
        return kernel(corpus)
    folders = [Path(work) / _key(piece, name) if work else None for piece in pieces]
    done: dict[int, Corpus] = {}
    for i, folder in enumerate(folders):
        if folder is not None and (folder / "history.json").is_file():
            done[i] = Corpus.load(folder)
    waiting = [i for i in range(len(pieces)) if i not in done]
    results = (run or Runner()).map(kernel, (pieces[i] for i in waiting))
    for i, result in zip(waiting, results, strict=True):
        folder = folders[i]
        if folder is not None:
            result.save(folder)
        done[i] = result
        if progress:
            progress(f"{len(done)} of {len(pieces)} parts")
    return joined([done[i] for i in range(len(pieces))])


def _key(piece: Corpus, name: str) -> str:
    tables = piece.articles.drop(columns=["text"]).to_json(orient="split")
    text = json.dumps([__version__, name, piece.signature, tables])
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
