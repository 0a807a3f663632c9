"""Which articles carry one story: copies joined, round-ups and live blogs kept from joining all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.reuse.join import COMMON, NEXT
from framing.reuse.overlaps import Overlaps
from framing.reuse.times import days_apart, earlier

LINK = 0.22  # share of the more copied story's own words that makes the two one story
MUTUAL = 0.3  # on both sides: two versions of one story, whatever else they are linked to
WHOLE = 0.8  # a story that stands whole in another
LEAST = 15  # own words that must be shared
EXCERPTS = 3  # so many stories at most are excerpts of one
DAYS = 2  # stories of one outlet that lie further apart are versions only if they are nearly equal


@dataclass(frozen=True)
class Families:
    """Stories by article.

    Parameters
    ----------
    labels : ndarray of int64, shape (stories,)
        The place of the family's first story; a story of its own has its own place.
    roundups : frozenset of int
        Articles that hold parts of several stories which are not their own.
    """

    labels: np.ndarray
    roundups: frozenset[int]


def standing_text(
    overlaps: Overlaps, outlets: Sequence[str | None], published: Sequence[str | None]
) -> np.ndarray:
    """Find pairs that one outlet published days apart: a template or its own background.

    A market report, a weather page, a follow-up that repeats what went before: the same outlet,
    known to be more than two days apart, and less than 80 % in common on one side. Such pairs make
    no story.

    Returns
    -------
    ndarray of bool, shape (pairs,)
    """
    found = overlaps.shares().min(axis=1) < WHOLE
    for k in np.flatnonzero(found).tolist():
        i, j = int(overlaps.a[k]), int(overlaps.b[k])
        days = days_apart(published[i], published[j])
        found[k] = bool(outlets[i]) and outlets[i] == outlets[j] and (days or 0) > DAYS
    return found


def strong_families(overlaps: Overlaps, apart: np.ndarray | None = None) -> np.ndarray:
    """Join what is beyond doubt: the first step, on which boilerplate is told.

    Parameters
    ----------
    overlaps : Overlaps
    apart : ndarray of bool, shape (pairs,), optional
        Pairs that join nothing; see `standing_text`.

    Returns
    -------
    ndarray of int64, shape (stories,)
    """
    shares = overlaps.shares()
    sure = (shares.min(axis=1) >= MUTUAL) | (shares.max(axis=1) >= 2 * MUTUAL)
    if apart is not None:
        sure &= ~apart
    forest = _Forest(overlaps.stories)
    for i, j in zip(overlaps.a[sure].tolist(), overlaps.b[sure].tolist(), strict=True):
        forest.join(i, j)
    return forest.labels()


def group(
    overlaps: Overlaps,
    published: Sequence[str | None],
    *,
    apart: np.ndarray | None = None,
    known: np.ndarray | None = None,
) -> Families:
    """Join articles that carry one story.

    Two articles are linked where at least 22 % of the own words of one of them, and 15 words,
    stand in copies of the other. Then, the strongest links first,

    1. links of 30 % on both sides join: versions, corrections, updates, reprints;
    2. any other link joins two families if most of the pairs between them are linked. So an
       article that excerpts several stories joins one of them at most; it is noted as a round-up.
    3. stories that stand whole in a longer one are its excerpts, linked with each other or not:
       up to three of them, if the longer one is not known to be later. More are a round-up's.

    Parameters
    ----------
    overlaps : Overlaps
    published : sequence of str or None
        ISO 8601, by story.
    apart : ndarray of bool, shape (pairs,), optional
        Pairs that join nothing; see `standing_text`.
    known : ndarray of int64, shape (stories,), optional
        Families that stay as they are: the place of each story's first member, -1 for new stories.

    Returns
    -------
    Families
    """
    links = _links(overlaps, apart)
    forest = _Forest(overlaps.stories, known)
    near: dict[int, list[int]] = {}
    for link in links:
        near.setdefault(link.part, []).append(link.host)
        near.setdefault(link.host, []).append(link.part)
        if link.host_share >= MUTUAL:
            forest.join(link.part, link.host)
    loose = [x for x in links if x.host_share < MUTUAL]
    excerpts = _excerpts(loose, published)
    for link in loose:
        few, many = sorted((forest.members(link.part), forest.members(link.host)), key=len)
        if few is many:
            continue
        met = sum(forest.root(y) == forest.root(many[0]) for x in few for y in near.get(x, ()))
        # In a large family each story was compared with its neighbours only.
        compared = 2 * NEXT if len(many) > COMMON else len(many)
        if 2 * met > len(few) * compared or (link.part, link.host) in excerpts:
            forest.join(link.part, link.host)
    labels = forest.labels()
    return Families(labels, _roundups(loose, labels))


@dataclass(frozen=True)
class _Link:
    part: int  # the story of which more is copied
    host: int
    part_share: float
    host_share: float


def _links(overlaps: Overlaps, apart: np.ndarray | None) -> list[_Link]:
    """The links, the strongest first."""
    shares, words = overlaps.shares(), overlaps.shared().max(axis=1)
    linked = (shares.max(axis=1) >= LINK) & (words >= LEAST)
    if apart is not None:
        linked &= ~apart
    links = []
    for k in np.flatnonzero(linked).tolist():
        i, j = int(overlaps.a[k]), int(overlaps.b[k])
        x, y = shares[k].tolist()
        links.append(_Link(i, j, x, y) if x >= y else _Link(j, i, y, x))
    return sorted(links, key=lambda x: (-x.part_share, -x.host_share, x.part, x.host))


def _excerpts(loose: list[_Link], published: Sequence[str | None]) -> set[tuple[int, int]]:
    """Parts that stand whole in a host that may be their source."""
    parts: dict[int, list[int]] = {}
    for link in loose:
        if link.part_share >= WHOLE:
            parts.setdefault(link.host, []).append(link.part)
    return {
        (part, host)
        for host, found in parts.items()
        if len(found) <= EXCERPTS
        for part in found
        if not earlier(published[part], published[host])
    }


def _roundups(loose: list[_Link], labels: np.ndarray) -> frozenset[int]:
    """Hosts of parts of two stories or more that they do not belong to."""
    strange: dict[int, set[int]] = {}
    for link in loose:
        if labels[link.part] != labels[link.host]:
            strange.setdefault(link.host, set()).add(int(labels[link.part]))
    return frozenset(host for host, found in strange.items() if len(found) > 1)


class _Forest:
    """Union-find that names each family by its first member and never joins two known ones."""

    def __init__(self, size: int, known: np.ndarray | None = None) -> None:
        self._root = list(range(size))
        self._members: dict[int, list[int]] = {}
        self._known: set[int] = set()
        for i, first in enumerate([] if known is None else known.tolist()):
            if first >= 0:
                self.join(i, first)
                self._known.add(self.root(i))

    def root(self, i: int) -> int:
        """The first member of this one's family."""
        while self._root[i] != i:
            self._root[i] = self._root[self._root[i]]
            i = self._root[i]
        return i

    def members(self, i: int) -> list[int]:
        """Who is in this one's family."""
        return self._members.setdefault(self.root(i), [self.root(i)])

    def join(self, i: int, j: int) -> None:
        """Make one family of two, unless both are known."""
        low, high = sorted((self.root(i), self.root(j)))
        if low == high or {low, high} <= self._known:
            return
        if high in self._known:
            self._known.add(low)
        members = self.members(low)
        members.extend(self.members(high))
        del self._members[high]
        self._root[high] = low

    def labels(self) -> np.ndarray:
        """The first member of each one's family; int64."""
        return np.array([self.root(i) for i in range(len(self._root))], dtype=np.int64)
