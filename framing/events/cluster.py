"""Groups texts by the happening that they cover."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

import numpy as np

from framing.errors import FramingError
from framing.events.assembly import assemble, counted
from framing.events.candidates import pairs_on
from framing.events.link import link
from framing.events.model import load_model
from framing.events.shelf import Shelf
from framing.library import Run

WINDOW = 3  # days: a story of Thursday is followed up until Sunday


def cluster(
    texts: Sequence[str],
    titles: Sequence[str | None] | None = None,
    dates: Sequence[str | None] | None = None,
    *,
    known: Sequence[str | None] | None = None,
    window: int = WINDOW,
) -> np.ndarray:
    """Say which texts cover the same happening.

    Two texts are compared by their words, names and numbers, weighed by how rare they are in the
    news and among these texts; by whether they are nearer to each other than to anything else;
    by the days that they name; and by the company that they keep. Groups are joined by average
    link (see `framing.events.link`). No order of the input changes the result.

    Parameters
    ----------
    texts : sequence of str
    titles : sequence of str or None, optional
    dates : sequence of str or None, optional
        Days of publication, ISO 8601. Articles published more than `window` days apart are not
        one event.
    known : sequence of str or None, optional
        Events that are settled: a text with a name here keeps it, and the others may join.
    window : int
        In days, 0 or more.

    Returns
    -------
    ndarray of int64, shape (texts,)
        Group numbers, from 0, by first appearance; a text without words is a group of its own.

    Raises
    ------
    FramingError
        Where lengths differ, a date cannot be read, or `window` is below 0.

    Examples
    --------
    >>> fire = "A fire destroyed the old dairy in Palmer on Tuesday, the fire chief said."
    >>> quake = "An earthquake of magnitude 5.6 hit the island of Qeshm in southern Iran."
    >>> again = "The historic dairy in Palmer burned down on Tuesday; the fire chief was there."
    >>> cluster([fire, quake, again]).tolist()
    [0, 1, 0]
    """
    n = len(texts)
    titles = [None] * n if titles is None else list(titles)
    dates = [None] * n if dates is None else list(dates)
    known = [None] * n if known is None else list(known)
    for name, values in (("titles", titles), ("dates", dates), ("known", known)):
        if len(values) != n:
            raise FramingError(f"{name} has {len(values)} values, texts has {n}; give one a text")
    if window < 0:
        raise FramingError(f"window must be 0 days or more, not {window}")
    if n == 0:
        return np.zeros(0, dtype=np.int64)
    prints = [fingerprint(t, x) for t, x in zip(titles, texts, strict=True)]
    order, days, fixed = arrange(prints, dates, known)
    shelf = Shelf()
    parts = counted([texts[i] for i in order], [titles[i] for i in order])
    assemble(parts, shelf)
    return numbered(heads_of(shelf, days, fixed, window=window), order)


def arrange(
    prints: Sequence[str], dates: Sequence[str | None], known: Sequence[str | None]
) -> tuple[list[int], np.ndarray, np.ndarray | None]:
    """An order that does not depend on how articles came, and in it their days and known groups.

    Articles come in the order of their days, those without one last (their day is NaN). Groups
    are None where none is known.
    """
    when = [_day(d) for d in dates]
    order = sorted(
        range(len(prints)),
        key=lambda i: (
            when[i] if when[i] == when[i] else float("inf"),
            prints[i],
            dates[i] or "",
            known[i] or "",
            i,
        ),
    )
    days = np.array([when[i] for i in order])
    settled = {name: k for k, name in enumerate(sorted({k for k in known if k is not None}))}
    fixed = np.array([-1 if (own := known[i]) is None else settled[own] for i in order])
    return order, days, fixed if settled else None


def heads_of(
    shelf: Shelf,
    days: np.ndarray,
    fixed: np.ndarray | None,
    *,
    window: int,
    run: Run | None = None,
) -> np.ndarray:
    """For each article the first one of its group.

    Parameters
    ----------
    shelf : Shelf
        With the terms of the articles.
    days, fixed
        As `arrange` gives them.
    window : int
        In days.
    run : Runner, optional
        Where kernels run; by default here.
    """
    shelf.put("days", days)
    pairs = pairs_on(shelf, window=window, run=run)
    chance = load_model().chance(shelf, pairs, run=run)
    return link(pairs, chance, fixed=fixed, days=days, window=window)


def numbered(heads: np.ndarray, order: Sequence[int]) -> np.ndarray:
    """Group numbers by first appearance, of articles that were put into `order`."""
    at_home = np.empty(len(heads), dtype=np.int64)
    at_home[np.array(order)] = heads
    _, first, number = np.unique(at_home, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[number]


def fingerprint(title: str | None, text: str) -> str:
    """A hash of an article's words as they stand there.

    Examples
    --------
    >>> fingerprint("A", "b") == fingerprint("A", "b")
    True
    >>> fingerprint("A", "b") == fingerprint(None, "Ab")
    False
    """
    raw = f"{title or ''}\x00{text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(raw, digest_size=8).hexdigest()


def _day(date: str | None) -> float:
    if date is None or date == "" or date != date:
        return float("nan")
    try:
        return float(dt.date.fromisoformat(str(date)[:10]).toordinal())
    except ValueError as error:
        raise FramingError(
            f"date {date!r} cannot be read; expected ISO 8601, as 2018-05-31"
        ) from error
