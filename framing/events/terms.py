"""What articles are compared by: their words as sparse tables, and which are names or numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import scipy.sparse as sp

from framing.events.background import Background, load_background
from framing.text import Tokens, normal_form, tokens

READ_WORDS = 300  # of an article; what stands further down is background more often than news
LEAD_WORDS = 60  # title and first sentences: who, what, where, when
TITLE_WORDS = 14  # taken as the title where there is none
_WORD_LENGTH = 10  # characters a word, blanks included, that are read at most
DATED_WORDS = 250  # where the days that an article speaks of are looked for
_CHUNK = 1000  # articles at a time, so that memory stays bounded
_MOST_STEMS = 1_000_000  # words whose stems are remembered
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",),
    ("june", "jun"), ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"),
    ("october", "oct"), ("november", "nov"), ("december", "dec"),
)  # fmt: skip
_MONTH_NUMBERS = {name: i for i, names in enumerate(_MONTHS, start=1) for name in names}


@dataclass(frozen=True)
class Terms:
    """The words of a set of articles.

    Parameters
    ----------
    stems : tuple of str
        The distinct words, reduced to their stems, sorted.
    whole, title, lead : csr_array of float32, shape (articles, stems)
        How often each stands in the first 300 words, the title, and the first 60 words.
    names, numbers : ndarray of bool, shape (stems,)
        Which are names (mostly written with a capital inside a sentence) and numbers.
    counts : ndarray of float64, shape (stems,)
        How many articles of the background collection hold each stem.
    background : int
        How many articles the background collection has.
    weekdays : ndarray of float64, shape (articles, 7)
        How often each day of the week is named, what stands early weighing more.
    calendar : csr_array of float32, shape (articles, 372)
        Which days of the year ("May 31") the first 250 words name; 31 columns a month.
    """

    stems: tuple[str, ...]
    whole: sp.csr_array
    title: sp.csr_array
    lead: sp.csr_array
    names: np.ndarray
    numbers: np.ndarray
    counts: np.ndarray
    background: int
    weekdays: np.ndarray
    calendar: sp.csr_array

    def __len__(self) -> int:
        return self.whole.shape[0]


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
    parts = [
        count_terms(texts[a : a + _CHUNK], titles[a : a + _CHUNK])
        for a in range(0, max(len(texts), 1), _CHUNK)
    ]
    return assemble(parts, background=background)


@dataclass(frozen=True)
class TermCounts:
    """Counts of some of the articles, whose columns are their own sorted stems.

    Parameters
    ----------
    stems : tuple of str
    whole, title, lead, weekdays, calendar
        As in `Terms`.
    capitals, counted : ndarray of int64, shape (stems,)
        How often each is written with a capital, and stands at all, outside titles.
    """

    stems: tuple[str, ...]
    whole: sp.csr_array
    title: sp.csr_array
    lead: sp.csr_array
    capitals: np.ndarray
    counted: np.ndarray
    weekdays: np.ndarray
    calendar: sp.csr_array


def count_terms(texts: Sequence[str], titles: Sequence[str | None]) -> TermCounts:
    """Count the stems of some articles: what `assemble` puts together.

    Parameters
    ----------
    texts, titles
        As for `read_terms`.

    Examples
    --------
    >>> count_terms(["Lavrov met Kim."], [None]).stems
    ('kim', 'lavrov', 'met')
    """
    documents, heads = _documents(texts, titles)
    found = tokens(documents)
    surfaces = found.vocabulary.surfaces
    forms = stems_of(found.vocabulary.normal_forms, _known_stems())
    stems = sorted(set(forms))
    vocabulary = {stem: i for i, stem in enumerate(stems)}
    numbers = np.fromiter((vocabulary[s] for s in forms), dtype=np.int64, count=len(surfaces))
    columns, rows = numbers[found.ids], found.text_index
    position = np.arange(len(found)) - found.bounds[rows]
    head = np.asarray(heads, dtype=np.int64)[rows]
    titled = (head > 0) & (found.ends <= head)
    in_title = np.where(head > 0, titled, position < TITLE_WORDS)
    shape = (len(documents), len(vocabulary))

    def table(keep: np.ndarray) -> sp.csr_array:
        ones = np.ones(int(keep.sum()), dtype=np.float32)
        return sp.coo_array((ones, (rows[keep], columns[keep])), shape=shape).tocsr()

    capital = np.fromiter((w[:1].isupper() for w in surfaces), bool, count=len(surfaces))
    written = capital[found.ids] & ~titled  # headlines often capitalise every word
    return TermCounts(
        tuple(stems),
        table(np.ones(len(found), dtype=bool)),
        table(in_title),
        table(position < LEAD_WORDS),
        np.bincount(columns[written], minlength=shape[1]),
        np.bincount(columns[~titled], minlength=shape[1]),
        *_days(found, position),
    )


@lru_cache(maxsize=1)
def _known_stems() -> dict[str, str]:
    """Words whose stems were asked for in this process; stemming costs more than looking up."""
    return {}


def assemble(
    parts: Sequence[TermCounts],
    *,
    order: np.ndarray | None = None,
    background: Background | None = None,
) -> Terms:
    """Put counts together, with the stems in alphabetical order.

    Parameters
    ----------
    parts : sequence of TermCounts
    order : ndarray of int64, shape (articles,), optional
        Which article of the parts comes first, second, …; by default as they come.
    background : Background, optional
        By default the shipped one.
    """
    known = background or load_background()
    stems = sorted({stem for part in parts for stem in part.stems})
    column = {stem: i for i, stem in enumerate(stems)}
    places = [np.array([column[s] for s in part.stems], dtype=np.int32) for part in parts]

    def arranged(table: sp.csr_array) -> sp.csr_array:
        return table if order is None else table[order]

    def table(name: str) -> sp.csr_array:
        tables = []
        for part, place in zip(parts, places, strict=True):
            old = getattr(part, name)
            new = sp.csr_array(
                (old.data, place[old.indices], old.indptr), shape=(old.shape[0], len(stems))
            )
            new.sort_indices()
            tables.append(new)
        return arranged(sp.vstack(tables, format="csr"))

    capitals, counted = np.zeros(len(stems)), np.zeros(len(stems))
    for part, place in zip(parts, places, strict=True):
        capitals[place] += part.capitals
        counted[place] += part.counted
    weekdays = np.concatenate([part.weekdays for part in parts])
    digits = np.fromiter((s[:1].isdigit() for s in stems), bool, count=len(stems))
    there = np.fromiter(
        (known.capital_share.get(s, np.nan) for s in stems), float, count=len(stems)
    )
    here = capitals > 0.5 * np.maximum(counted, 1)
    return Terms(
        tuple(stems),
        table("whole"),
        table("title"),
        table("lead"),
        np.where(np.isnan(there), here, there > 0.5) & ~digits,
        digits,
        np.fromiter((known.articles_with.get(s, 0) for s in stems), float, count=len(stems)),
        known.articles,
        weekdays if order is None else weekdays[order],
        arranged(sp.vstack([part.calendar for part in parts], format="csr")),
    )


def _documents(texts: Sequence[str], titles: Sequence[str | None]) -> tuple[list[str], list[int]]:
    """Title and text as one, and where the title ends in it (0: there is none)."""
    documents, heads = [], []
    for text, title in zip(texts, titles, strict=True):
        title = (title or "").strip()
        body = text.lstrip()
        if title and body.startswith(title):
            body = body[len(title) :]
        document = f"{title}\n{body}" if title else body
        documents.append(document[: READ_WORDS * _WORD_LENGTH])
        heads.append(len(title))
    return documents, heads


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer("english")


def stems_of(words: Sequence[str], known: dict[str, str]) -> list[str]:
    """Snowball's English stems (Porter 2001); numbers and abbreviations stay as they are."""
    stem = _stemmer().stem
    if len(known) > _MOST_STEMS:
        known.clear()
    for word in words:
        if word not in known:
            plain = word.replace("'", "")
            known[word] = plain if "." in plain or plain[:1].isdigit() else str(stem(plain))
    return [known[w] for w in words]


def _days(found: Tokens, position: np.ndarray) -> tuple[np.ndarray, sp.csr_array]:
    """The weekdays and the days of the year that articles name."""
    forms = found.vocabulary.normal_forms
    weekday = np.fromiter(
        (_WEEKDAYS.index(w) if w in _WEEKDAYS else -1 for w in forms), np.int64, count=len(forms)
    )
    # Only with a capital: "may" is a verb.
    month = np.fromiter(
        (
            _MONTH_NUMBERS.get(w, 0) if s[:1].isupper() else 0
            for w, s in zip(forms, found.vocabulary.surfaces, strict=True)
        ),
        np.int64,
        count=len(forms),
    )
    number = np.fromiter(
        (int(w) if len(w) < 3 and w.isascii() and w.isdigit() else 0 for w in forms),
        np.int64,
        count=len(forms),
    )
    rows, ids = found.text_index, found.ids
    week = np.zeros((found.texts, 7))
    days = sp.csr_array((found.texts, 372), dtype=np.float32)
    if not len(found):
        return week, days
    at = np.flatnonzero(weekday[ids] >= 0)
    np.add.at(week, (rows[at], weekday[ids[at]]), 1 / (1 + position[at] / 80))
    near = (
        (rows[1:] == rows[:-1])
        & (position[:-1] < DATED_WORDS)
        & (found.starts[1:] - found.ends[:-1] <= 2)
    )
    spans = []
    for first, second in ((0, 1), (1, 0)):  # "May 31", "31 May"
        m = month[ids[first : len(ids) - 1 + first]]
        d = number[ids[second : len(ids) - 1 + second]]
        here = np.flatnonzero(near & (m > 0) & (d > 0) & (d < 32))
        spans.append(np.stack([rows[here], (m[here] - 1) * 31 + d[here] - 1]))
    found_days = np.unique(np.concatenate(spans, axis=1), axis=1)
    ones = np.ones(found_days.shape[1], dtype=np.float32)
    return week, sp.coo_array((ones, (found_days[0], found_days[1])), shape=days.shape).tocsr()


@lru_cache(maxsize=200_000)
def normal(word: str) -> str:
    """The stem of one word as articles are compared by it.

    Examples
    --------
    >>> normal("Missiles"), normal("Korea’s")
    ('missil', 'korea')
    """
    return stems_of([normal_form(word)], {})[0]
