"""Mentions: where a story names an actor, an event or a thing, and in which words."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.features.actors import selection
from framing.features.actors.candidates import FAMILIES
from framing.features.actors.describing import describe_stretches
from framing.features.actors.namings import Kind, Naming, Namings
from framing.features.actors.selection import Reading

_VERBS = frozenset(i for i, name in enumerate(FAMILIES) if name.startswith("verb"))


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of an actor, an event or a thing.

    Parameters
    ----------
    start, end : int
        Code-point offsets into the text, end exclusive.
    naming : Naming
        What it is; each of its fields is one of the mention as well.
    score : float
        How much it looks like what a reader marks; 0 is the usual threshold.
    """

    start: int
    end: int
    naming: Naming
    score: float

    @property
    def text(self) -> str:
        """What stands there."""
        return self.naming.text

    @property
    def head(self) -> str:
        """The word that says what is named, lower case."""
        return self.naming.head

    @property
    def kind(self) -> Kind:
        """Person, role, country and so on; see `Naming`."""
        return self.naming.kind

    @property
    def name(self) -> str:
        """The proper name inside, without titles; or empty."""
        return self.naming.name

    @property
    def title(self) -> str:
        """The office before or instead of a name, lower case; or empty."""
        return self.naming.title

    @property
    def modifiers(self) -> tuple[str, ...]:
        """What qualifies the head, lower case, in order."""
        return self.naming.modifiers

    @property
    def country(self) -> str:
        """Code of the country that is named or that qualifies; or empty."""
        return self.naming.country

    @property
    def relation(self) -> str:
        """What the country is to the mention; or empty."""
        return self.naming.relation

    @property
    def opener(self) -> str:
        """The article or pronoun it opens with, lower case; or empty."""
        return self.naming.opener


def find_mentions(text: str, *, threshold: float = 0.0) -> list[Mention]:
    """Find where a text names actors, events and things, without a parser.

    Noun phrases, the names and titles inside them, what follows them with a preposition, and
    short verb phrases are proposed from word classes; a linear model over outward signs (word
    classes at the edges, kind of the head, how often it returns) keeps those that a reader of
    NewsWCL50 would mark. Mentions may lie inside each other (*North Korea* in *North Korea's
    leader*).

    Parameters
    ----------
    text : str
    threshold : float
        Score above which a candidate counts; lower finds more.

    Returns
    -------
    list of Mention
        Sorted by start and end.

    Notes
    -----
    English only. Pronouns are not mentions. When not to use it: as a count of noun phrases; a
    phrase of no salience is left out.

    Examples
    --------
    >>> found = find_mentions("Lavrov visited the secretive state.")
    >>> [(m.text, m.modifiers) for m in found if m.kind == "country"]
    [('the secretive state', ('secretive',))]
    """
    return describe(selection.read([[(0, text)]]), threshold=threshold)[0]


@dataclass(frozen=True)
class Found:
    """The mentions of some texts, text by text, as flat arrays.

    Parameters
    ----------
    bounds : ndarray of int64, shape (texts + 1,)
        The mentions of text ``i`` are ``bounds[i]:bounds[i + 1]``, sorted by start and end.
    starts, ends : ndarray of int32, shape (mentions,)
        Code-point offsets into the mention's own text, end exclusive.
    which : ndarray of int32, shape (mentions,)
        What each is: a row of `namings`.
    scores : ndarray of float32, shape (mentions,)
    namings : Namings
        One row for all mentions of the same words and signs.
    """

    bounds: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    which: np.ndarray
    scores: np.ndarray
    namings: Namings

    def mentions(self) -> list[list[Mention]]:
        """Each mention by itself, text by text."""
        rows = self.namings.rows()
        columns = (self.starts, self.ends, self.which, self.scores)
        every = [
            Mention(start, end, rows[k], score)
            for start, end, k, score in zip(*(c.tolist() for c in columns), strict=True)
        ]
        return [every[a:b] for a, b in itertools.pairwise(self.bounds.tolist())]

    @classmethod
    def joined(cls, parts: Sequence[Found]) -> Found:
        """The texts of several readings, one after the other."""
        sizes = [np.diff(part.bounds) for part in parts]
        above = np.cumsum([0, *(len(part.namings) for part in parts)])
        which = [part.which + k for part, k in zip(parts, above[:-1].tolist(), strict=True)]
        none = np.zeros(0, dtype=np.int32)
        return cls(
            np.cumsum(np.concatenate([np.zeros(1, dtype=np.int64), *sizes])),
            np.concatenate([none, *(part.starts for part in parts)]),
            np.concatenate([none, *(part.ends for part in parts)]),
            np.concatenate([none, *which]),
            np.concatenate([np.zeros(0, dtype=np.float32), *(part.scores for part in parts)]),
            Namings.joined([part.namings for part in parts]),
        )


def describe(
    reading: Reading, *, threshold: float = 0.0, actors: bool = False
) -> list[list[Mention]]:
    """The mentions of texts that were read together; see `find_mentions` and `find`."""
    return find(reading, threshold=threshold, actors=actors).mentions()


def find(reading: Reading, *, threshold: float = 0.0, actors: bool = False) -> Found:
    """The mentions of texts that were read together, as arrays.

    Parameters
    ----------
    reading : Reading
    threshold : float
        Score above which a candidate counts.
    actors : bool
        Only those that name somebody who can act, or a country.

    Returns
    -------
    Found
    """
    found = selection.propose(reading, actors=actors)
    scores = selection.score(reading, found)
    kept = np.flatnonzero(scores > threshold)
    stream = reading.stream
    first, after, heads = found.starts[kept], found.ends[kept], found.heads[kept]
    verbs = np.isin(found.families[kept], sorted(_VERBS))
    start, end = stream.starts[first], stream.ends[after - 1]
    which, new = _alike(reading, first, after, heads, verbs, start, end)
    own = stream.own(start)
    texts = len(stream.bounds) - 1
    return Found(
        np.searchsorted(reading.text_of[first], np.arange(texts + 1)),
        own.astype(np.int32),
        (own + end - start).astype(np.int32),
        which.astype(np.int32),
        scores[kept],
        describe_stretches(reading, first[new], after[new], heads[new], verbs[new]),
    )


def _alike(
    reading: Reading,
    first: np.ndarray,
    after: np.ndarray,
    heads: np.ndarray,
    verbs: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Number mentions by all that decides what they are; the number of each, the first of each."""
    signs, text = _signs(reading), reading.stream.text
    inner = (heads - first) * 2 + verbs
    known: dict[tuple[str, str, int], int] = {}
    which = np.fromiter(
        (
            known.setdefault((text[low:high], signs[a:b], head), len(known))
            for a, b, head, low, high in zip(
                *(column.tolist() for column in (first, after, inner, start, end)), strict=True
            )
        ),
        dtype=np.int64,
        count=len(first),
    )
    highest = np.maximum.accumulate(which)
    return which, np.flatnonzero(np.append(True, highest[1:] > highest[:-1])[: len(which)])


def _signs(reading: Reading) -> str:
    """One character a token for all that decides, beside the words, how a mention is described."""
    classes = np.frombuffer(reading.classes.encode("ascii"), dtype=np.uint8).astype(np.uint32)
    names = np.frombuffer(reading.names.encode("ascii"), dtype=np.uint8)
    place = reading.place_at
    inside = np.append(False, (place[1:] == place[:-1]) & (place[1:] >= 0))
    marks = classes + 128 * (names - np.uint32(96)) + 4096 * ((place >= 0) + inside)
    marks += 16384 * reading.spoken.astype(np.uint32)
    return marks.astype("<u4").tobytes().decode("utf-32-le")
