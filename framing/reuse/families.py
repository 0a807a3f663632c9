"""Which articles carry one story: copies joined, round-ups and live blogs kept from joining all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.reuse.overlaps import Overlaps
from framing.reuse.times import earlier

LINK = 0.22  # share of the more copied story's own words that makes the two one story
MUTUAL = 0.3  # on both sides: two versions of one story, whatever else they are linked to
WHOLE = 0.8  # a story that stands whole in another
LEAST = 15  # own words that must be shared
AVERAGE = 0.25  # share of the pairs of two families that must be linked to join them


@dataclass(frozen=True)
class Families:
    """Stories by article.

    Parameters
    ----------
    labels : ndarray of int64, shape (stories,)
        The place of the family's first story; a story of its own has its own place.
    roundups : frozenset of int
        Articles that excerpt several unrelated stories, and so join none of them.
    """

    labels: np.ndarray
    roundups: frozenset[int]


def strong_families(overlaps: Overlaps) -> np.ndarray:
    """Join what is beyond doubt: the first step, on which boilerplate is told.

    Returns
    -------
    ndarray of int64, shape (stories,)
    """
    shares = overlaps.shares()
    sure = (shares.min(axis=1) >= MUTUAL) | (shares.max(axis=1) >= 2 * MUTUAL)
    forest = _Forest(overlaps.stories)
    for i, j in zip(overlaps.a[sure].tolist(), overlaps.b[sure].tolist(), strict=True):
        forest.join(i, j)
    return forest.labels()


def group(overlaps: Overlaps, published: Sequence[str | None]) -> Families:
    """Join articles that carry one story.

    Two articles are linked where at least 22 % of the own words of one of them, and 15 words,
    stand in copies of the other. Then

    1. links of 30 % on both sides join: versions, corrections, updates, reprints;
    2. an article that holds parts of several stories which are not linked with each other is a
       round-up and joins none of them, unless one of them makes up half of it. (At most three
       stories that stand whole in an article not known to be later are excerpts of it instead.)
    3. any other link joins an article that stands alone with the story it shares most with, and two
       families where a quarter of their pairs are linked.

    Parameters
    ----------
    overlaps : Overlaps
    published : sequence of str or None
        ISO 8601, by story.

    Returns
    -------
    Families
    """
    shares, words = overlaps.shares(), overlaps.shared().max(axis=1)
    linked = np.flatnonzero((shares.max(axis=1) >= LINK) & (words >= LEAST))
    linked = linked[np.lexsort((overlaps.b[linked], overlaps.a[linked], -words[linked],
                                -shares[linked].max(axis=1)))]
    forest = _Forest(overlaps.stories)
    loose: list[_Link] = []
    links: dict[int, set[int]] = {}
    for k in linked.tolist():
        i, j = int(overlaps.a[k]), int(overlaps.b[k])
        links.setdefault(i, set()).add(j)
        links.setdefault(j, set()).add(i)
        if shares[k].min() >= MUTUAL:
            forest.join(i, j)
        elif shares[k, 0] >= shares[k, 1]:
            loose.append(_Link(i, j, float(shares[k, 0]), float(shares[k, 1])))
        else:
            loose.append(_Link(j, i, float(shares[k, 1]), float(shares[k, 0])))
    roundups = _roundups(loose, forest, links, published)
    for link in loose:
        if link.host not in roundups:
            one, two = forest.members(link.part), forest.members(link.host)
            if one is two:
                continue
            many = sum(1 for x in one for y in two if y in links.get(x, ()))
            if min(len(one), len(two)) == 1 or many >= AVERAGE * len(one) * len(two):
                forest.join(link.part, link.host)
    return Families(forest.labels(), frozenset(roundups))


@dataclass(frozen=True)
class _Link:
    part: int  # the story of which more is copied
    host: int
    part_share: float
    host_share: float


def _roundups(
    loose: list[_Link], forest: _Forest, links: dict[int, set[int]],
    published: Sequence[str | None],
) -> set[int]:
    """Hosts of parts of several stories that have nothing to do with each other."""
    by_host: dict[int, list[_Link]] = {}
    for link in loose:
        if forest.root(link.part) != forest.root(link.host):
            by_host.setdefault(link.host, []).append(link)
    found = set()
    for host in sorted(by_host):
        parts = by_host[host]
        groups = _unlinked_groups([p.part for p in parts], forest, links)
        if len(groups) < 2 or max(p.host_share for p in parts) >= 0.5:
            continue
        excerpts = len(groups) <= 3 and all(
            p.part_share >= WHOLE and not earlier(published[p.part], published[host]) for p in parts
        )
        if not excerpts:
            found.add(host)
    return found


def _unlinked_groups(
    parts: list[int], forest: _Forest, links: dict[int, set[int]]
) -> list[set[int]]:
    groups: list[set[int]] = []
    for part in sorted(set(parts)):
        near = {part, *forest.members(part), *links.get(part, ())} & set(parts)
        met = [g for g in groups if g & near]
        groups = [g for g in groups if not g & near]
        groups.append(near.union({part}, *met))
    return groups


class _Forest:
    """Union-find that names each family by its first member."""

    def __init__(self, size: int) -> None:
        self._root = list(range(size))
        self._members: dict[int, list[int]] = {}

    def root(self, i: int) -> int:
        while self._root[i] != i:
            self._root[i] = self._root[self._root[i]]
            i = self._root[i]
        return i

    def members(self, i: int) -> list[int]:
        return self._members.setdefault(self.root(i), [self.root(i)])

    def join(self, i: int, j: int) -> None:
        low, high = sorted((self.root(i), self.root(j)))
        if low != high:
            members = self.members(low)
            members.extend(self.members(high))
            del self._members[high]
            self._root[high] = low

    def labels(self) -> np.ndarray:
        return np.array([self.root(i) for i in range(len(self._root))], dtype=np.int64)
