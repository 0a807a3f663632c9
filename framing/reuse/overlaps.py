"""How much of each story stands in another: passages of many pairs as arrays, and their shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from framing.reuse.align import MATCHED
from framing.reuse.laid import Laid, passages_of
from framing.reuse.words import Words

COPY, QUOTATION, BOILERPLATE = 0, 1, 2
KINDS = ("copy", "quotation", "boilerplate")
_AT_ONCE = 1_000  # pairs whose words are held together


@dataclass(frozen=True)
class Overlaps:
    """The passages that pairs of stories share.

    Parameters
    ----------
    stories : int
        How many stories there are; a story is named by its place.
    words : ndarray of int64, shape (stories,)
        Own words of each: those outside quotation marks; 0 for stories that stand in no pair.
    a, b : ndarray of int64, shape (pairs,)
        The two stories of each pair.
    pair : ndarray of int64, shape (passages,)
        To which pair a passage belongs.
    spans : ndarray of int64, shape (passages, 4)
        Start and end in the first story, start and end in the second, in words.
    own : ndarray of int64, shape (passages, 2)
        Own words of either story within the passage.
    kind : ndarray of int8, shape (passages,)
        Place in `KINDS`.
    """

    stories: int
    words: np.ndarray
    a: np.ndarray
    b: np.ndarray
    pair: np.ndarray
    spans: np.ndarray
    own: np.ndarray
    kind: np.ndarray

    def shared(self) -> np.ndarray:
        """Own words of either story in passages of kind copy; int64, shape (pairs, 2)."""
        copies = self.kind == COPY
        sums = [
            np.bincount(self.pair[copies], self.own[copies, side], minlength=len(self.a))
            for side in (0, 1)
        ]
        return np.stack(sums, axis=1).astype(np.int64)

    def shares(self) -> np.ndarray:
        """Share of either story's own words that stand in copies; float, shape (pairs, 2).

        0 where a story has no words of its own: then nothing of it can be copied.
        """
        total = np.stack([self.words[self.a], self.words[self.b]], axis=1)
        return np.minimum(self.shared() / np.maximum(total, 1), 1.0)

    def containment(self) -> np.ndarray:
        """Share of the shorter story's own words that the other holds too; shape (pairs,)."""
        shares = self.shares()
        first = self.words[self.a] <= self.words[self.b]
        return np.where(first, shares[:, 0], shares[:, 1])


def align_pairs(words: Sequence[Words], a: np.ndarray, b: np.ndarray) -> Overlaps:
    """Find the passages of each pair and tell quotations from copies.

    A passage is a quotation where at least half of its words stand inside quotation marks on both
    sides.

    Parameters
    ----------
    words : sequence of Words
        Those of one tokenised batch, by story.
    a, b : ndarray of int, shape (pairs,)
        Places in `words`.

    Returns
    -------
    Overlaps
        Pairs without a passage are kept.
    """
    total = np.zeros(len(words), dtype=np.int64)
    pair, spans, own = [np.zeros(0, np.int64)], [np.zeros((0, 4), np.int64)], []
    for low in range(0, len(a), _AT_ONCE):
        ends = np.concatenate([a[low : low + _AT_ONCE], b[low : low + _AT_ONCE]])
        stories, places = np.unique(ends, return_inverse=True)
        laid = Laid.of([words[k] for k in stories.tolist()])
        total[stories] = laid.own()
        one, two = np.split(places, 2)
        found = passages_of(laid, one, two, matched=MATCHED)
        sides = ((found.start, found.end), (found.other_start, found.other_end))
        bases = (laid.base[one[found.pair]], laid.base[two[found.pair]])
        pair.append(found.pair + low)
        spans.append(
            np.column_stack(
                [x - base for side, base in zip(sides, bases, strict=True) for x in side]
            )
        )
        own.append(np.column_stack([laid.own_before[y] - laid.own_before[x] for x, y in sides]))
    where = np.concatenate(spans)
    mine = np.concatenate([np.zeros((0, 2), np.int64), *own])
    said = (2 * mine <= where[:, [1, 3]] - where[:, [0, 2]]).all(axis=1)
    return Overlaps(
        len(words),
        total,
        a.astype(np.int64),
        b.astype(np.int64),
        np.concatenate(pair),
        where,
        mine,
        np.where(said, QUOTATION, COPY).astype(np.int8),
    )


def known_overlaps(passages: pd.DataFrame, words: Sequence[Words], ids: Sequence[str]) -> Overlaps:
    """Turn a table of passages back into arrays: those of kind copy, quotation and boilerplate.

    Parameters
    ----------
    passages : DataFrame
        As in `Corpus.passages`, of articles among `ids`.
    words : sequence of Words
        By article.
    ids : sequence of str

    Returns
    -------
    Overlaps
    """
    place = {article: i for i, article in enumerate(ids)}
    rows = passages[passages["kind"].isin(KINDS) & (passages["article_id"] < passages["other_id"])]
    a, b = ([place[x] for x in rows[c]] for c in ("article_id", "other_id"))
    pairs = sorted(set(zip(a, b, strict=True)))
    number = {pair: k for k, pair in enumerate(pairs)}
    total = np.zeros(len(words), dtype=np.int64)
    spans, own = [], []
    places = rows[["start", "end", "other_start", "other_end"]].to_numpy(dtype=np.int64)
    for i, j, (a0, a1, b0, b1) in zip(a, b, places.tolist(), strict=True):
        one, two = words[i], words[j]
        total[i], total[j] = one.own_before[-1], two.own_before[-1]
        a0, a1 = np.searchsorted(one.starts, [a0, a1]).tolist()
        b0, b1 = np.searchsorted(two.starts, [b0, b1]).tolist()
        spans.append((a0, a1, b0, b1))
        mine = int(one.own_before[a1] - one.own_before[a0])
        theirs = int(two.own_before[b1] - two.own_before[b0])
        own.append((mine, theirs))
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Overlaps(
        len(words),
        total,
        ends[:, 0],
        ends[:, 1],
        np.array([number[p] for p in zip(a, b, strict=True)], dtype=np.int64),
        np.array(spans, dtype=np.int64).reshape(-1, 4),
        np.array(own, dtype=np.int64).reshape(-1, 2),
        np.array([KINDS.index(k) for k in rows["kind"]], dtype=np.int8),
    )


def join_overlaps(one: Overlaps, two: Overlaps) -> Overlaps:
    """Put two sets of pairs of the same stories together; no pair may stand in both."""
    return replace(
        one,
        a=np.concatenate([one.a, two.a]),
        b=np.concatenate([one.b, two.b]),
        pair=np.concatenate([one.pair, two.pair + len(one.a)]),
        spans=np.concatenate([one.spans, two.spans]),
        own=np.concatenate([one.own, two.own]),
        kind=np.concatenate([one.kind, two.kind]),
    )


def phrases(overlaps: Overlaps, *, words: int = 20, share: float = 0.05) -> np.ndarray:
    """Which passages `drop_phrases` leaves out; bool, shape (passages,)."""
    slight = (overlaps.shared().max(axis=1) < words) & (overlaps.shares().max(axis=1) < share)
    return slight[overlaps.pair] & (overlaps.kind == COPY)


def drop_phrases(overlaps: Overlaps, *, words: int = 20, share: float = 0.05) -> Overlaps:
    """Leave out the copies of pairs that have no more than a phrase in common.

    Two stories that share fewer own words than `words`, and less than `share` of either, share a
    stock phrase, a title or a name, not copy.

    Parameters
    ----------
    overlaps : Overlaps
    words : int
    share : float

    Returns
    -------
    Overlaps
        Without those passages; quotations and boilerplate stay.
    """
    keep = ~phrases(overlaps, words=words, share=share)
    return replace(
        overlaps,
        pair=overlaps.pair[keep],
        spans=overlaps.spans[keep],
        own=overlaps.own[keep],
        kind=overlaps.kind[keep],
    )


def mark_boilerplate(
    overlaps: Overlaps, families: np.ndarray, *, short: int = 3, long: int = 8, length: int = 25
) -> Overlaps:
    """Tell phrases that unrelated stories share from copies.

    A passage is boilerplate where, on either side, most of its words also stand in passages
    shared with many families of stories other than the story's own: an agency's background
    paragraph, a disclaimer, a figure of speech.

    Parameters
    ----------
    overlaps : Overlaps
    families : ndarray of int64, shape (stories,)
        Which family a story belongs to, on strong evidence alone.
    short, long : int
        How many other families it takes, for passages of fewer words than `length` and others.
    length : int

    Returns
    -------
    Overlaps
        With the kind of these passages changed.
    """
    rows = np.flatnonzero(overlaps.kind == COPY)
    ends = np.stack([overlaps.a, overlaps.b], axis=1)[overlaps.pair[rows]]
    kind = overlaps.kind.copy()
    # Where the words of each story recur, whichever side of a pair it stands on.
    story = np.concatenate([ends[:, 0], ends[:, 1]])
    partner = families[np.concatenate([ends[:, 1], ends[:, 0]])]
    spans = np.concatenate([overlaps.spans[rows, 0:2], overlaps.spans[rows, 2:4]])
    passage = np.concatenate([rows, rows])
    strange = np.flatnonzero(partner != families[story])
    order = strange[np.argsort(story[strange], kind="stable")]
    for group in np.split(order, np.flatnonzero(np.diff(story[order])) + 1):
        if len(np.unique(partner[group])) < min(short, long):
            continue
        starts, stops, others = spans[group, 0], spans[group, 1], partner[group]
        for k in group.tolist():
            size = spans[k, 1] - spans[k, 0]
            common = np.minimum(stops, spans[k, 1]) - np.maximum(starts, spans[k, 0])
            met = len(np.unique(others[2 * common > size]))
            if met >= (short if size < length else long):
                kind[passage[k]] = BOILERPLATE
    return replace(overlaps, kind=kind)
