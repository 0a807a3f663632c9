"""Joins articles into events: by the mean chance between two groups, against that within them."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from framing.events.candidates import Pairs

_LEAST = 0.01  # pairs less likely than this count as 0
_PRIOR = 0.3  # pairs' worth of certainty that one article is one event
CLOSENESS = 2.0  # how much the chance within two groups counts


class _Groups:
    """Groups of articles that grow, and how likely each is one event with those near it."""

    def __init__(
        self,
        pairs: Pairs,
        chance: np.ndarray,
        threshold: float,
        days: np.ndarray | None,
        window: float,
    ) -> None:
        n = pairs.articles
        self.threshold = threshold
        self.near: list[dict[int, float]] = [{} for _ in range(n)]
        self.within = [0.0] * n
        self.members: list[list[int]] = [[i] for i in range(n)]
        self.version = [0] * n  # of a group; -1 where it has gone into another
        self.fixed = [False] * n
        unknown = [float("nan")] * n if days is None else days.tolist()
        self.first = [float("inf") if d != d else d for d in unknown]  # day of the earliest
        self.last = [float("-inf") if d != d else d for d in unknown]
        self.window = window
        for a, b, p in zip(
            pairs.first.tolist(), pairs.second.tolist(), chance.tolist(), strict=True
        ):
            self.near[a][b] = self.near[b][a] = p

    def likeness(self, a: int, b: int) -> float:
        """The mean chance between two groups over the product of the mean chances within."""
        between = self.near[a][b] / (len(self.members[a]) * len(self.members[b]))
        return between / (self._inner(a) * self._inner(b)) ** (CLOSENESS / 2)

    def _inner(self, a: int) -> float:
        pairs = len(self.members[a]) * (len(self.members[a]) - 1) / 2
        return (self.within[a] + _PRIOR) / (pairs + _PRIOR)

    def join(self, a: int, b: int) -> None:
        """Put group `b` into group `a`."""
        self.within[a] += self.within[b] + self.near[a].pop(b, 0.0)
        for other, total in self.near[b].items():
            if other != a:
                self.near[a][other] = self.near[a].get(other, 0.0) + total
                self.near[other][a] = self.near[a][other]
                del self.near[other][b]
        self.near[b] = {}
        self.members[a] += self.members[b]
        self.fixed[a] = self.fixed[a] or self.fixed[b]
        self.first[a] = min(self.first[a], self.first[b])
        self.last[a] = max(self.last[a], self.last[b])
        self.version[a] += 1
        self.version[b] = -1

    def too_long(self, a: int, b: int) -> bool:
        """Whether two groups together last longer than the window and than either does."""
        spans = [self.last[g] - self.first[g] for g in (a, b)]
        both = max(self.last[a], self.last[b]) - min(self.first[a], self.first[b])
        return both > max(self.window, *spans)

    def joins(self, a: int) -> Iterator[tuple[float, int, int, int, int]]:
        """The joins of group `a` that are likely enough, as entries of a heap."""
        for other in self.near[a]:
            if (self.fixed[a] and self.fixed[other]) or self.too_long(a, other):
                continue
            likeness = self.likeness(a, other)
            if likeness >= self.threshold:
                low, high = min(a, other), max(a, other)
                yield -likeness, low, high, self.version[low], self.version[high]


def link(
    pairs: Pairs,
    chance: np.ndarray,
    *,
    threshold: float = 0.5,
    fixed: np.ndarray | None = None,
    days: np.ndarray | None = None,
    window: float = float("inf"),
) -> np.ndarray:
    """Join the two groups that are most likely one event, until none are likely enough.

    How likely two groups *A* and *B* are one event is ``between / (within_A · within_B)``: the
    mean chance over all pairs between them, against the mean chance over the pairs inside each
    (1 for a single article). Two halves of one large story are as far from each other as their
    own articles are; the next day's story is farther from today's than today's articles from
    one another. This is average link (UPGMA, Sokal & Michener 1958) with a measure of its own.
    Of two equally likely joins the one with the lower article numbers goes first.

    Parameters
    ----------
    pairs : Pairs
        A pair that is not among them counts as 0.
    chance : ndarray of float64, shape (pairs,)
        0 to 1.
    threshold : float
        Above 0, at most 1.
    fixed : ndarray of int64, shape (articles,), optional
        Groups that exist already, by number; -1 for a new article. New articles may join them;
        two of them are never joined with each other.
    days : ndarray of float64, shape (articles,), optional
        Day of publication; NaN where unknown.
    window : float
        The most days that lie between the first and the last article of a group, so that
        articles without a date do not chain weeks together.

    Returns
    -------
    ndarray of int64, shape (articles,)
        For each article the lowest number in its group.

    Examples
    --------
    >>> import numpy as np
    >>> pairs = Pairs(np.array([0, 1, 2]), np.array([1, 2, 3]), 5)
    >>> link(pairs, np.array([0.9, 0.6, 0.8])).tolist()
    [0, 0, 2, 2, 4]
    """
    head = np.arange(pairs.articles)
    for members, of_members, likely in _neighbourhoods(pairs, chance, fixed):
        own_days = None if days is None else days[members]
        groups = _Groups(of_members, likely, threshold, own_days, window)
        _joined(groups, None if fixed is None else fixed[members])
        for low, together in enumerate(groups.members):
            if groups.version[low] >= 0:
                head[members[together]] = members[min(together)]
    return head


def _neighbourhoods(
    pairs: Pairs, chance: np.ndarray, fixed: np.ndarray | None
) -> Iterator[tuple[np.ndarray, Pairs, np.ndarray]]:
    """Articles that likely pairs or settled groups chain together: no join leads out of them.

    Yields the articles, in order, the pairs among them by their places there, and their chances.
    """
    kept = np.flatnonzero(chance > _LEAST)
    first, second, likely = pairs.first[kept], pairs.second[kept], chance[kept]
    ends = [(first, second)]
    if fixed is not None:
        settled = np.flatnonzero(fixed >= 0)
        settled = settled[np.argsort(fixed[settled], kind="stable")]
        same = fixed[settled[:-1]] == fixed[settled[1:]]
        ends.append((settled[:-1][same], settled[1:][same]))
    rows, columns = (np.concatenate(side) for side in zip(*ends, strict=True))
    shape = (pairs.articles, pairs.articles)
    chained = sp.coo_array((np.ones(len(rows), dtype=bool), (rows, columns)), shape=shape)
    count, number = connected_components(chained, directed=False)
    articles = np.argsort(number, kind="stable")
    place = np.empty(pairs.articles, dtype=np.int64)
    bounds = np.searchsorted(number[articles], np.arange(count + 1))
    place[articles] = np.arange(pairs.articles) - bounds[number[articles]]
    order = np.argsort(number[first], kind="stable")
    first, second, likely = first[order], second[order], likely[order]
    edges = np.searchsorted(number[first], np.arange(count + 1))
    for k in np.flatnonzero(np.diff(bounds) > 1).tolist():
        here, mine = slice(edges[k], edges[k + 1]), articles[bounds[k] : bounds[k + 1]]
        of_mine = Pairs(place[first[here]], place[second[here]], len(mine))
        yield mine, of_mine, likely[here]


def _joined(groups: _Groups, fixed: np.ndarray | None) -> None:
    """Make all joins, the settled ones first, then the likeliest."""
    if fixed is not None:
        for number in np.unique(fixed[fixed >= 0]):
            first, *rest = np.flatnonzero(fixed == number).tolist()
            for other in rest:
                groups.join(first, other)
            groups.fixed[first] = True
    heap = sorted({entry for a in range(len(groups.members)) for entry in groups.joins(a)})
    while heap:
        _, a, b, at_a, at_b = heapq.heappop(heap)
        if groups.version[a] != at_a or groups.version[b] != at_b:
            continue
        groups.join(a, b)
        for entry in groups.joins(a):
            heapq.heappush(heap, entry)
