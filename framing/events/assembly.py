"""Puts counts of words together, part by part, in one alphabet and with the weight of each word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from framing.events.background import Background, load_background
from framing.events.shelf import Shelf
from framing.events.terms import TermCounts, Terms, count_terms

_CHUNK = 1000  # articles at a time, so that memory stays bounded
_PRIOR = 50  # articles of background added to these
_TABLES = ("whole", "title", "lead", "calendar")
_DAYS = 372


def read_terms(
    texts: Sequence[str], titles: Sequence[str | None], *, background: Background | None = None
) -> Terms:
    """Count the stems of articles.

    Parameters
    ----------
    texts : sequence of str
    titles : sequence of str or None
        Where there is none the first 14 words of the text stand for it.
    background : Background, optional
        By default the shipped one.

    Examples
    --------
    >>> terms = read_terms(["Lavrov met Kim on Thursday."], [None])
    >>> terms.stems
    ('kim', 'lavrov', 'met', 'on', 'thursday')
    """
    shelf = Shelf()
    stems = assemble(counted(texts, titles), shelf, background=background)
    return replace(terms_on(shelf), stems=stems)


def counted(texts: Sequence[str], titles: Sequence[str | None]) -> list[TermCounts]:
    """Count the stems of articles, some at a time; see `count_terms`."""
    return [
        count_terms(texts[a : a + _CHUNK], titles[a : a + _CHUNK])
        for a in range(0, max(len(texts), 1), _CHUNK)
    ]


def assemble(
    parts: Iterable[TermCounts],
    shelf: Shelf,
    *,
    order: np.ndarray | None = None,
    background: Background | None = None,
) -> tuple[str, ...]:
    """Put counts together on a shelf, from which `terms_on` reads them.

    Parameters
    ----------
    parts : iterable of TermCounts
        Gone through twice: for the words and sizes, and to put each article in its place.
    shelf : Shelf
    order : ndarray of int64, shape (articles,), optional
        Which article of the parts comes first, second, …; by default as they come.
    background : Background, optional
        By default the shipped one.

    Returns
    -------
    tuple of str
        The stems, in alphabetical order.
    """
    found: set[str] = set()
    sizes: dict[str, list[np.ndarray]] = {name: [] for name in _TABLES}
    weekdays = []
    for part in parts:
        found.update(part.stems)
        weekdays.append(part.weekdays)
        for name in _TABLES:
            sizes[name].append(np.diff(getattr(part, name).indptr))
    stems = tuple(sorted(found))
    n = sum(map(len, weekdays))
    order = np.arange(n) if order is None else order
    shelf.put("weekdays", np.concatenate(weekdays)[order].ravel())
    starts = {}
    for name in _TABLES:
        starts[name] = _make_room(shelf, name, np.concatenate(sizes[name]), order)
    capitals, counted = np.zeros(len(stems)), np.zeros(len(stems))
    holders = np.zeros(len(stems), dtype=np.int64)
    column = {stem: i for i, stem in enumerate(stems)}
    low = 0
    for part in parts:
        high = low + len(part.weekdays)
        place = np.array([column[s] for s in part.stems], dtype=np.int32)
        capitals[place] += part.capitals
        counted[place] += part.counted
        holders[place] += np.bincount(part.whole.indices, minlength=len(place))
        for name in _TABLES:
            table = getattr(part, name)
            ahead = np.repeat(starts[name][low:high] - table.indptr[:-1], np.diff(table.indptr))
            at = ahead + np.arange(len(ahead))
            # A part's stems are sorted as all are, so that rows stay sorted.
            columns = table.indices if name == "calendar" else place[table.indices]
            shelf.fill(f"{name}.data", at, table.data.astype(np.uint16))
            shelf.fill(f"{name}.columns", at, columns.astype(np.int32))
        low = high
    _weigh(shelf, stems, n, holders, capitals > 0.5 * np.maximum(counted, 1), background)
    return stems


def terms_on(shelf: Shelf) -> Terms:
    """The words that `assemble` has put on a shelf."""
    news = shelf.get("news")
    whole, title, lead = (shelf.table(t, len(news)) for t in ("whole", "title", "lead"))
    return Terms(
        (),
        whole,
        title,
        lead,
        shelf.get("names"),
        shelf.get("holders"),
        news,
        shelf.get("corpus"),
        shelf.get("weekdays").reshape(-1, 7),
        shelf.table("calendar", _DAYS),
    )


def keep_terms(terms: Terms, shelf: Shelf) -> None:
    """Put words that are at hand on a shelf."""
    for name in _TABLES:
        shelf.keep_table(name, [getattr(terms, name)])
    for name in ("names", "holders", "news", "corpus"):
        shelf.put(name, getattr(terms, name))
    shelf.put("weekdays", terms.weekdays.ravel())


def rarity(
    counts: np.ndarray, background: int, holders: np.ndarray, articles: int
) -> tuple[np.ndarray, np.ndarray]:
    """Weight of each stem: rare in the news at large, and rare among these articles.

    Both are ``log((N + 1) / (n + 0.5))``, never below 0; the first counts the background and
    these articles together, the second these articles and 50 articles' worth of background, so
    that a corpus of five articles has a measure too.

    Parameters
    ----------
    counts : ndarray, shape (stems,)
        How many articles of the background hold each stem.
    background : int
        How many articles the background has.
    holders : ndarray, shape (stems,)
        How many of these articles hold each stem.
    articles : int
        How many these are.

    Returns
    -------
    (ndarray, ndarray) of float64, shape (stems,)
    """
    here = holders.astype(float)
    share = _PRIOR * counts / background
    news = np.log((background + articles + 1) / (counts + here + 0.5))
    corpus = np.log((articles + _PRIOR + 1) / (here + share + 0.5))
    return np.maximum(news, 0.0), np.maximum(corpus, 0.0)


def _make_room(shelf: Shelf, name: str, sizes: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Make room for a table's rows in their order; say where that of each article starts."""
    bounds = np.concatenate([[0], np.cumsum(sizes[order], dtype=np.int64)])
    shelf.room(f"{name}.data", int(bounds[-1]), np.uint16)
    shelf.room(f"{name}.columns", int(bounds[-1]), np.int32)
    shelf.put(f"{name}.bounds", bounds)
    starts = np.empty(len(order), dtype=np.int64)
    starts[order] = bounds[:-1]
    return starts


def _weigh(
    shelf: Shelf,
    stems: Sequence[str],
    articles: int,
    holders: np.ndarray,
    capital: np.ndarray,
    background: Background | None,
) -> None:
    """Put on the shelf what is known of each stem: whether it is a name, and how rare it is."""
    known = background or load_background()
    digits = np.fromiter((s[:1].isdigit() for s in stems), bool, count=len(stems))
    there = np.fromiter(
        (known.capital_share.get(s, np.nan) for s in stems), float, count=len(stems)
    )
    counts = np.fromiter((known.articles_with.get(s, 0) for s in stems), float, count=len(stems))
    news, corpus = rarity(counts, known.articles, holders, articles)
    shelf.put("names", np.where(np.isnan(there), capital, there > 0.5) & ~digits)
    shelf.put("holders", holders)
    shelf.put("news", news)
    shelf.put("corpus", corpus)
