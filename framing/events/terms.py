"""What articles are compared by: their words as sparse tables, and which are names or numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import scipy.sparse as sp

from framing.text import Tokens, normal_form, tokens

READ_WORDS = 300  # of an article; what stands further down is background more often than news
LEAD_WORDS = 60  # title and first sentences: who, what, where, when
TITLE_WORDS = 14  # taken as the title where there is none
_WORD_LENGTH = 10  # characters a word, blanks included, that are read at most
DATED_WORDS = 250  # where the days that an article speaks of are looked for
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
        The distinct words, reduced to their stems, sorted; empty where only numbers are at hand.
    whole, title, lead : csr_array of uint16, shape (articles, stems)
        How often each stands in the first 300 words, the title, and the first 60 words.
    names : ndarray of bool, shape (stems,)
        Which are names (mostly written with a capital inside a sentence).
    holders : ndarray of int64, shape (stems,)
        How many articles of the whole set hold each stem.
    news, corpus : ndarray of float64, shape (stems,)
        How rare each is in the news at large and in the whole set; see
        `framing.events.assembly.rarity`.
    weekdays : ndarray of float64, shape (articles, 7)
        How often each day of the week is named, what stands early weighing more.
    calendar : csr_array of uint16, shape (articles, 372)
        Which days of the year ("May 31") the first 250 words name; 31 columns a month.
    """

    stems: tuple[str, ...]
    whole: sp.csr_array
    title: sp.csr_array
    lead: sp.csr_array
    names: np.ndarray
    holders: np.ndarray
    news: np.ndarray
    corpus: np.ndarray
    weekdays: np.ndarray
    calendar: sp.csr_array

    def take(self, articles: np.ndarray | slice) -> Terms:
        """Some of the articles, with the weights that words have among all."""
        rows = {t: getattr(self, t)[articles] for t in ("whole", "title", "lead", "calendar")}
        return replace(self, weekdays=self.weekdays[articles], **rows)

    def __len__(self) -> int:
        return self.whole.shape[0]


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
        Each article's; where there is no title the first 14 words stand for it.

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
