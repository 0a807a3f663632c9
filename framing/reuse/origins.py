"""Whose words a story's are, where its file does not say: the credits of its siblings and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.reuse.overlaps import Overlaps
from framing.reuse.times import earlier
from framing.reuse.wording import credited_sibling, earlier_sibling, thin

AGREEMENT = 2 / 3  # of the words shared with credited siblings must be credited to one origin
MOSTLY = 0.5  # share of a story's own words that others must hold for time alone to speak


@dataclass(frozen=True)
class Source:
    """What an article's file says of itself.

    Parameters
    ----------
    article_id : str
    outlet, agency, origin, origin_basis, role, published : str or None
        As in the table of articles; None where missing or 'unknown'.
    """

    article_id: str
    outlet: str | None = None
    agency: str | None = None
    origin: str | None = None
    origin_basis: str | None = None
    role: str | None = None
    published: str | None = None

    @property
    def credit(self) -> str | None:
        """Whose words the file says they are; a wire's own page speaks for the wire."""
        if self.agency:
            return self.agency
        if self.origin_basis in ("credited", "dateline"):
            return self.origin
        return self.outlet if self.role and self.role.startswith("wire agency") else None

    @property
    def writes(self) -> bool:
        """Whether the outlet is known to write its own stories, rather than to collect them."""
        return bool(self.outlet) and "aggregator" not in (self.role or "")


@dataclass(frozen=True)
class Finding:
    """An origin, how it is known, and the evidence in words."""

    origin: str
    basis: str
    evidence: str


def trace_origins(
    sources: Sequence[Source], overlaps: Overlaps, families: np.ndarray
) -> dict[int, Finding]:
    """Find the origin of stories whose file gives no credit.

    A story without a credit that shares passages with credited stories of its family has their
    origin, where two thirds of the shared words are credited to one. Where nobody in the family is
    credited, the outlet whose story is known to be the earliest is the origin of those that
    consist of it by half. Else the origin of such a story is unknown. A story that is known to be
    earlier than every credited sibling is not traced to them.

    Parameters
    ----------
    sources : sequence of Source
        By story.
    overlaps : Overlaps
    families : ndarray of int64, shape (stories,)

    Returns
    -------
    dict of int to Finding
        Only for stories of which something was found out.
    """
    near = _neighbours(overlaps, families)
    found: dict[int, Finding] = {}
    for i in sorted(near):
        if sources[i].credit:
            continue
        credited = [n for n in near[i] if sources[n.story].credit]
        if not credited:  # no near sibling is credited: those of the whole family, at one word each
            credited = _kin(i, sources, families)
        finding = _by_credit(i, credited, sources) if credited else _by_time(i, near[i], sources)
        if finding:
            found[i] = finding
    return found


def directions(sources: Sequence[Source], overlaps: Overlaps) -> np.ndarray:
    """Say which story of each pair has the words from the other, where that is known.

    Known where one is the origin's own page or is credited to the other's outlet; else by time, if
    they are not both credited to a third, whose copies they then are.

    Returns
    -------
    ndarray of int8, shape (pairs,)
        1: the first has them from the second; -1: the second from the first; 0: unknown.
    """
    return np.array(
        [
            _direction(sources[i], sources[j])
            for i, j in zip(overlaps.a.tolist(), overlaps.b.tolist(), strict=True)
        ],
        dtype=np.int8,
    )


def _direction(one: Source, two: Source) -> int:
    if one.outlet != two.outlet:
        if one.credit and one.credit == two.outlet:
            return 1
        if two.credit and two.credit == one.outlet:
            return -1
    if one.credit and two.credit:
        return 0
    if earlier(two.published, one.published) and not one.credit:
        return 1
    if earlier(one.published, two.published) and not two.credit:
        return -1
    return 0


@dataclass(frozen=True)
class _Near:
    story: int
    words: int  # own words of the story in question that stand in the other
    of: int  # its own words


def _neighbours(overlaps: Overlaps, families: np.ndarray) -> dict[int, list[_Near]]:
    shared = overlaps.shared()
    near: dict[int, list[_Near]] = {}
    same = (families[overlaps.a] == families[overlaps.b]) & (shared.max(axis=1) > 0)
    for k in np.flatnonzero(same).tolist():
        i, j = int(overlaps.a[k]), int(overlaps.b[k])
        near.setdefault(i, []).append(_Near(j, int(shared[k, 0]), int(overlaps.words[i])))
        near.setdefault(j, []).append(_Near(i, int(shared[k, 1]), int(overlaps.words[j])))
    return {i: sorted(n, key=lambda x: (-x.words, x.story)) for i, n in near.items()}


def _kin(i: int, sources: Sequence[Source], families: np.ndarray) -> list[_Near]:
    return [
        _Near(j, 1, 0)
        for j in np.flatnonzero(families == families[i]).tolist()
        if j != i and sources[j].credit
    ]


def _by_credit(i: int, near: list[_Near], sources: Sequence[Source]) -> Finding | None:
    votes: dict[str, int] = {}
    for n in near:
        credit = sources[n.story].credit
        if credit:
            votes[credit] = votes.get(credit, 0) + n.words
    origin = min(votes, key=lambda name: (-votes[name], name))
    me = sources[i]
    if origin == me.outlet:
        return None
    if votes[origin] < AGREEMENT * sum(votes.values()):
        several = ", ".join(sorted(votes))
        return Finding("unknown", "unknown", thin(f"its siblings credit {several}"))
    if all(earlier(me.published, sources[n.story].published) for n in near):
        return Finding(
            "unknown", "unknown", thin(f"it is earlier than the stories credited to {origin}")
        )
    best = next(n for n in near if sources[n.story].credit == origin)
    count = sum(1 for n in near if sources[n.story].credit == origin)
    sibling = sources[best.story]
    evidence = credited_sibling(
        origin, sibling.article_id, sibling.outlet, best.words, best.of, count
    )
    return Finding(origin, "traced", evidence)


def _by_time(i: int, near: list[_Near], sources: Sequence[Source]) -> Finding | None:
    me = sources[i]
    mostly = [n for n in near if n.words >= MOSTLY * max(n.of, 1)]
    others = [n for n in mostly if sources[n.story].outlet != me.outlet]
    if not others:
        return None
    first = min(others, key=lambda n: (sources[n.story].published or "9", n.story))
    source = sources[first.story]
    rest = [sources[n.story] for n in others if n.story != first.story]
    leads = (
        source.writes
        and earlier(source.published, me.published)
        and all(r.outlet == source.outlet or earlier(source.published, r.published) for r in rest)
    )
    if leads and source.outlet:
        return Finding(
            source.outlet,
            "traced",
            earlier_sibling(
                source.outlet, source.article_id, str(source.published), first.words, first.of
            ),
        )
    if me.writes and all(earlier(me.published, sources[n.story].published) for n in others):
        return None  # the earliest itself: its outlet is its origin
    return Finding(
        "unknown",
        "unknown",
        thin(
            "it shares passages with "
            + ", ".join(sources[n.story].article_id for n in others[:3])
            + ", which give no credit either, and the order in time is not known"
        ),
    )
