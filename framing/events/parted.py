"""The events stage over a library: words are counted part by part and once, then put together.

What is held of all articles: some 120 of each one's words as numbers (2 KB an article), and the
pairs of near articles (300 bytes each, some 20 an article).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from framing.corpus import SCHEMAS, Corpus
from framing.events.cluster import WINDOW, arrange, fingerprint, heads_of, numbered
from framing.events.group import (
    event_notes,
    settle,
    step_of,
    stories_of,
    with_events,
    wordless,
)
from framing.events.terms import TermCounts, assemble, count_terms
from framing.library import Library, Run, made_with

_SHELF, _LAYER = "events-shelf", "events"
_TABLES = ("whole", "title", "lead", "calendar")
_COLUMNS = ["article_id", "event", "event_basis"]


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
    articles = library.articles
    settled = settle(articles, regroup=False)
    counts, prints, without = _counted(library, articles)
    labels = np.zeros(0, dtype=np.int64)
    if len(articles):
        dates = settled.published if use_dates else [None] * len(articles)
        order, days, fixed = arrange(prints, dates, settled.events)
        terms = assemble([c for c, _ in counts], order=_moved(counts, order))
        counts.clear()
        labels = numbered(heads_of(terms, days, fixed, window=window), order)
    found = with_events(articles, settled, labels, prints, without)
    notes = event_notes(found["article_id"], settled, without)
    step = step_of(use_dates=use_dates, window=window, regroup=False)
    own = found.set_index("article_id", drop=False)
    for k, n in enumerate(keys):
        names = sorted(library.digests(n))
        mine = own.loc[names].reset_index(drop=True)
        said = notes["article_id"].isin(names) | ((k == 0) & notes["article_id"].isna())
        frames = {"articles": mine}
        before = library.part(n, below, tables=["notes"])
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


def _counted(
    library: Library, articles: pd.DataFrame
) -> tuple[list[tuple[TermCounts, np.ndarray]], list[str], list[bool]]:
    """The counts of each part with the places of its articles; fingerprints; who has no words."""
    place = {a: i for i, a in enumerate(articles["article_id"])}
    prints, without = [""] * len(place), [False] * len(place)
    found = []
    for n in library.parts():
        folder = library.place(n, _SHELF)
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        with np.load(folder / "counts.npz") as kept:
            arrays = dict(kept)
        mine = np.array([place[a] for a in words["ids"]], dtype=np.int64)
        for i, mark, none in zip(mine.tolist(), words["prints"], arrays["without"], strict=True):
            prints[i], without[i] = mark, bool(none)
        stems = tuple(words["stems"])
        tables = []
        for name in _TABLES:
            width = 372 if name == "calendar" else len(stems)
            cells = (arrays[f"{name}_data"], arrays[f"{name}_indices"], arrays[f"{name}_indptr"])
            tables.append(sp.csr_array(cells, shape=(len(mine), width)))
        whole, title, lead, calendar = tables
        counts = TermCounts(
            stems,
            whole,
            title,
            lead,
            arrays["capitals"],
            arrays["counted"],
            arrays["weekdays"],
            calendar,
        )
        found.append((counts, mine))
    return found, prints, without


def _moved(counts: list[tuple[TermCounts, np.ndarray]], order: list[int]) -> np.ndarray:
    """The order of articles as places in the parts put one behind the other."""
    stacked = np.concatenate([mine for _, mine in counts])
    at = np.empty(len(stacked), dtype=np.int64)
    at[stacked] = np.arange(len(stacked))
    return at[np.array(order)]
