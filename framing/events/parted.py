"""The events stage over a library: words are counted part by part and once, then put together.

What is held of all articles: their ids, days and events, the words of the alphabet, and the pairs
of near articles (some 20 an article, 40 bytes each). Counts of words lie on a shelf of files, of
which each worker reads what it needs.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from framing.corpus import SCHEMAS, Corpus
from framing.errors import FramingError
from framing.events.assembly import assemble
from framing.events.cluster import WINDOW, arrange, fingerprint, heads_of, numbered
from framing.events.group import (
    event_notes,
    settle,
    step_of,
    stories_of,
    with_events,
    wordless,
)
from framing.events.shelf import Shelf
from framing.events.terms import TermCounts, count_terms
from framing.library import Library, Run, made_with

_SHELF, _LAYER = "events-shelf", "events"
_TABLES = ("whole", "title", "lead", "calendar")
_COLUMNS = ["article_id", "event", "event_basis"]
_KNOWN = [*_COLUMNS, "published"]


def group_library(
    library: Library,
    *,
    below: str,
    marked: str,
    run: Run,
    use_dates: bool = True,
    window: int = WINDOW,
    progress: Callable[[str], None] | None = None,
) -> Library:
    """Lay the events stage over a library; see `framing.events.group`, whose result this is.

    Parameters
    ----------
    library : Library
    below : str
        The layer that this one lies on.
    marked : str
        The layer in which furniture was marked; words are counted from it.
    run : Runner
        Where kernels run.
    use_dates, window
        As for `group`.
    progress : callable, optional
        Called with a few words.

    Returns
    -------
    Library
        With the layer ``events``: articles and notes of each part.
    """
    say = progress or (lambda words: None)
    keys = {n: made_with(_SHELF, library.key(n, marked)) for n in library.parts()}
    waiting = [(n, k) for n, k in keys.items() if not library.has(n, _SHELF, k)]
    for _ in run.map(partial(_shelve, library.folder, marked), waiting):
        pass
    say("lining up events")
    articles = _outlined(library, below)
    settled = settle(articles, regroup=False)
    prints, without, places = _prints(library, articles)
    labels = np.zeros(0, dtype=np.int64)
    if len(articles):
        dates = settled.published if use_dates else [None] * len(articles)
        order, days, fixed = arrange(prints, dates, settled.events)
        try:
            heads = _heads(library, places[order], days, fixed, window, run)
        except OSError as error:
            raise FramingError(
                f"cannot write to the work folder {library.folder}: {error.strerror or error}; "
                "nothing that was finished is lost: make room and run the same command again"
            ) from error
        labels = numbered(heads, order)
    found = with_events(articles, settled, labels, prints, without)
    notes = event_notes(found["article_id"], settled, without)
    step = step_of(use_dates=use_dates, window=window, regroup=False)
    rows = pd.Index(found["article_id"])
    for k, n in enumerate(keys):
        before = library.part(n, below, tables=["articles", "notes"])
        names = before.articles["article_id"]
        own = found.iloc[rows.get_indexer(names)]
        mine = before.articles.assign(
            event=own["event"].array, event_basis=own["event_basis"].array
        )
        said = notes["article_id"].isin(names) | ((k == 0) & notes["article_id"].isna())
        frames = {"articles": mine}
        if said.any() or "notes" not in before.tables:
            every = pd.concat([before.notes, notes[said]], ignore_index=True)
            frames["notes"] = SCHEMAS["notes"].conform(every, name="notes")
        key = made_with(
            library.key(n, below), step.as_dict(), mine[_COLUMNS].to_json(), notes[said].to_json()
        )
        if not library.has(n, _LAYER, key):
            history = (*library.part(n, below, tables=[]).history, step)
            library.keep(n, _LAYER, key, Corpus(frames, history), below=below)
    return library.finish(_LAYER)


def _shelve(folder: Path, marked: str, job: tuple[int, str]) -> None:
    """Count the words of a part and write the counts down."""
    number, key = job
    library = Library(folder)
    part = library.part(number, marked, tables=["articles", "text", "spans"])
    titles, texts = stories_of(part)
    counts = count_terms(texts, titles)
    arrays: dict[str, Any] = {
        "capitals": counts.capitals,
        "counted": counts.counted,
        "weekdays": counts.weekdays,
        "without": np.array(wordless(titles, texts), dtype=bool),
    }
    for name in _TABLES:
        table = getattr(counts, name)
        arrays |= {f"{name}_data": table.data, f"{name}_indices": table.indices.astype(np.int32)}
        arrays |= {f"{name}_indptr": table.indptr.astype(np.int32)}
    prints = [fingerprint(t, x) for t, x in zip(titles, texts, strict=True)]
    words = {"stems": counts.stems, "prints": prints, "ids": part.articles["article_id"].tolist()}

    def writer(place: Path) -> None:
        np.savez(place / "counts.npz", **arrays)
        (place / "words.json").write_text(json.dumps(words), encoding="utf-8")

    library.write(number, _SHELF, key, writer)


def _heads(
    library: Library,
    order: np.ndarray,
    days: np.ndarray,
    fixed: np.ndarray | None,
    window: int,
    run: Run,
) -> np.ndarray:
    """For each article the first one of its group, with a shelf of files that go in the end."""
    scratch = library.folder / "scratch"
    scratch.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        shelf = Shelf(Path(folder))
        assemble(_Counts(library), shelf, order=order)
        return heads_of(shelf, days, fixed, window=window, run=run)


def _outlined(library: Library, below: str) -> pd.DataFrame:
    """What is to be known of all articles, sorted by id."""
    frames = [library.part(n, below, tables=["articles"]).articles[_KNOWN] for n in library.parts()]
    if not frames:
        return SCHEMAS["articles"].empty()[_KNOWN]
    return pd.concat(frames, ignore_index=True).sort_values("article_id", ignore_index=True)


def _prints(library: Library, articles: pd.DataFrame) -> tuple[list[str], list[bool], np.ndarray]:
    """Each article's fingerprint, whether it has no words, and its place among the parts'."""
    place = {a: i for i, a in enumerate(articles["article_id"])}
    prints, without = [""] * len(place), [False] * len(place)
    stacked = np.empty(len(place), dtype=np.int64)
    k = 0
    for n in library.parts():
        folder = library.place(n, _SHELF)
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        with np.load(folder / "counts.npz") as kept:
            wordless = kept["without"].tolist()
        for name, mark, none in zip(words["ids"], words["prints"], wordless, strict=True):
            i = place[name]
            prints[i], without[i], stacked[i] = mark, none, k
            k += 1
    return prints, without, stacked


class _Counts:
    """The counts of the parts of a library, of which one is held at a time."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __iter__(self) -> Iterator[TermCounts]:
        for n in self._library.parts():
            folder = self._library.place(n, _SHELF)
            words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
            with np.load(folder / "counts.npz") as kept:
                arrays = dict(kept)
            stems = tuple(words["stems"])
            rows = len(words["ids"])
            tables = {}
            for name in _TABLES:
                width = 372 if name == "calendar" else len(stems)
                cells = tuple(arrays[f"{name}_{x}"] for x in ("data", "indices", "indptr"))
                tables[name] = sp.csr_array(cells, shape=(rows, width))
            one = {name: arrays[name] for name in ("capitals", "counted", "weekdays")}
            yield TermCounts(stems=stems, **tables, **one)
