"""What a contrast needs to know, checked at the door and put into an order of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from framing.errors import FramingError, nearest

FloatArray = np.ndarray[Any, np.dtype[np.float64]]
IntArray = np.ndarray[Any, np.dtype[np.int64]]
BoolArray = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class Stories:
    """Independent stories in canonical order, each once a group.

    Attributes
    ----------
    counts : sparse matrix (stories, features)
        Hits.
    length : array (stories,)
        Words.
    side : array (stories,) of bool
        True on the canonical side; `flipped` says whether that is the caller's other side.
    event : array (stories,) of int
        The event, coded from 0.
    stratum : array (stories,) of int
        Where labels may change places: the event, or within it the two versions of one story
        that both sides print.
    outlet : array (stories,) of int
        Outlets coded from 0; all 0 where none were given.
    rows : array (stories,) of int
        Which of the caller's rows each is.
    articles : int
        How many articles came in with a group, an event and a length.
    copied : int
        How many of them are copies beyond the first of their story and side.
    left_out : dict of str to int
        Articles that were left out, by reason.
    """

    counts: sparse.csr_matrix
    length: FloatArray
    side: BoolArray
    event: IntArray
    stratum: IntArray
    outlet: IntArray
    outlets: tuple[str, ...]
    rows: IntArray
    flipped: bool
    articles: int
    copied: int
    copied_stories: int
    left_out: dict[str, int] = field(default_factory=dict)


def check_counts(counts: Any) -> tuple[sparse.csr_matrix, list[Any] | None]:
    """Return `counts` as a float CSR matrix, and the column names if it was a table."""
    names: list[Any] | None = None
    if isinstance(counts, pd.DataFrame):
        names = list(counts.columns)
        counts = counts.to_numpy(dtype=float)
    if sparse.issparse(counts):
        given = sparse.csr_matrix(counts, dtype=np.float64)
        clean = given.has_canonical_format and bool(np.all(given.data != 0))
        matrix = given if clean else given.copy()
    else:
        dense = np.asarray(counts, dtype=np.float64)
        if dense.ndim != 2:
            raise FramingError(
                f"counts must be a matrix (stories, features); got {dense.ndim} dimension(s)"
            )
        matrix = sparse.csr_matrix(dense)
    if not matrix.has_canonical_format:
        matrix.sum_duplicates()
    bad = ~np.isfinite(matrix.data) | (matrix.data < 0)
    if bad.any():
        at = int(np.argmax(bad))
        row = int(np.searchsorted(matrix.indptr, at, side="right")) - 1
        raise FramingError(
            f"counts must be 0 or more; story {row}, feature {int(matrix.indices[at])} has "
            f"{matrix.data[at]}. Mend the count, or leave the story out"
        )
    if np.any(matrix.data == 0):
        matrix.eliminate_zeros()
    return matrix, names


def _column(values: Any, name: str, stories: int) -> np.ndarray[Any, Any]:
    array = np.asarray(values, dtype=object)
    if array.shape != (stories,):
        raise FramingError(
            f"{name} must hold one value a story, shape ({stories},); got shape {array.shape}"
        )
    return array


def _codes(values: np.ndarray[Any, Any]) -> tuple[IntArray, list[str]]:
    """Codes by sorted name (so that row order does not matter); missing is -1."""
    missing = pd.isna(values)
    text = np.where(missing, "", values).astype(str)
    names, codes = np.unique(text[~missing], return_inverse=True)
    full = np.full(len(values), -1, dtype=np.int64)
    full[~missing] = codes
    return full, [str(n) for n in names]


def _check_length(length: Any, counts: sparse.csr_matrix) -> FloatArray:
    array = np.asarray(
        pd.to_numeric(pd.Series(_column(length, "length", counts.shape[0])), errors="coerce"),
        dtype=np.float64,
    )
    bad = ~np.isfinite(array) | (array < 0)
    if bad.any():
        raise FramingError(
            f"length must be the words of each story, 0 or more; story {int(np.argmax(bad))} has "
            f"{_column(length, 'length', counts.shape[0])[int(np.argmax(bad))]!r}"
        )
    hits = np.asarray(counts.sum(axis=1)).ravel()
    empty = (array == 0) & (hits > 0)
    if empty.any():
        raise FramingError(
            f"story {int(np.argmax(empty))} has hits but a length of 0; length counts the words "
            "in which the hits were looked for"
        )
    return array


def _check_side(side: Any, stories: int) -> BoolArray:
    array = _column(side, "side", stories)
    ok = [isinstance(v, (bool, np.bool_)) or (not pd.isna(v) and v in (0, 1)) for v in array]
    if not all(ok):
        raise FramingError(
            "side must be True (first group) or False (second group) for each story; story "
            f"{ok.index(False)} has {array[ok.index(False)]!r}. Leave out stories of neither group"
        )
    return array.astype(bool)


def row_keys(counts: sparse.csr_matrix, length: FloatArray) -> np.ndarray[Any, Any]:
    """A 64-bit fingerprint of each row's counts and length, the same in any row order."""
    with np.errstate(over="ignore"):
        column = _mix(np.arange(1, counts.shape[1] + 1, dtype=np.uint64))
        sums = np.zeros(counts.shape[0], dtype=np.uint64)
        for begin in range(0, counts.shape[0], 2048):
            span = counts.indptr[begin : begin + 2049].astype(np.int64)
            part = slice(int(span[0]), int(span[-1]))
            entries = _mix(column[counts.indices[part]] ^ counts.data[part].view(np.uint64))
            ends = np.concatenate([[np.uint64(0)], np.cumsum(entries, dtype=np.uint64)])
            sums[begin : begin + 2048] = ends[span[1:] - span[0]] - ends[span[:-1] - span[0]]
        return np.asarray(_mix(sums ^ np.ascontiguousarray(length).view(np.uint64)))


def _mix(x: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """splitmix64's finaliser: spreads the bits of 64-bit integers."""
    with np.errstate(over="ignore"):
        x = (x + np.uint64(0x9E3779B97F4A7C15)).astype(np.uint64)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return x ^ (x >> np.uint64(31))


def prepare(
    counts: sparse.csr_matrix,
    *,
    length: Any,
    side: Any,
    event: Any,
    outlet: Any = None,
    story: Any = None,
    per_outlet: bool = False,
) -> Stories:
    """Check the arrays, collapse copies, and sort the stories canonically.

    Of the copies of one story in one group (in one outlet, where `per_outlet`), the longest
    version stays. Where both groups print the story, the two versions form a stratum of their
    own: they can differ from each other only.
    """
    n = counts.shape[0]
    lengths = _check_length(length, counts)
    sides = _check_side(side, n)
    events, _ = _codes(_column(event, "event", n))
    outlet_names: list[str] = []
    if outlet is None:
        outlets = np.zeros(n, dtype=np.int64)
    else:
        outlets, outlet_names = _codes(_column(outlet, "outlet", n))
        if not per_outlet and (outlets < 0).any():
            # who published it is told, not tested: a story without a name stays
            outlets[outlets < 0] = len(outlet_names)
            outlet_names = [*outlet_names, "unknown"]
    stories = (
        np.full(n, -1, dtype=np.int64) if story is None else _codes(_column(story, "story", n))[0]
    )
    left_out: dict[str, int] = {}
    keep = np.ones(n, dtype=bool)
    for reason, bad in (
        ("no words", lengths == 0),
        ("no event", events < 0),
        ("no outlet", outlets < 0),
    ):
        count = int((keep & bad).sum())
        if count:
            left_out[reason] = count
        keep &= ~bad
    keys = row_keys(counts, lengths)
    rows = np.flatnonzero(keep)
    rows = rows[np.lexsort((keys[rows], -lengths[rows], events[rows]))]
    articles = len(rows)
    group = outlets if per_outlet else sides.astype(np.int64)
    family = stories[rows].copy()
    alone = family < 0
    family[alone] = (stories.max(initial=-1) + 1) + np.arange(int(alone.sum()))
    # the longest version first, then the fingerprint: the same choice in any order of rows
    order = np.lexsort((keys[rows], -lengths[rows], group[rows], family))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(family[order]) != 0) | (np.diff(group[rows][order]) != 0)
    copied = int((~first).sum())
    copied_stories = len(np.unique(family[order][~first]))
    chosen = np.sort(order[first])
    rows, family = rows[chosen], family[chosen]
    smaller = sides[rows].sum() * 2 - len(rows)
    if smaller == 0 and len(rows):
        flipped = not bool(sides[rows][np.argmin(keys[rows])])
    else:
        flipped = bool(smaller > 0)
    canonical = sides[rows] != flipped
    both = np.zeros(len(rows), dtype=np.int64)
    if not per_outlet and len(rows):
        _, code, number = np.unique(family, return_inverse=True, return_counts=True)
        pair = family - family.min() + 1
        both = np.where(number[code] > 1, pair, 0)
    order = np.lexsort((~canonical, keys[rows], lengths[rows], both, events[rows]))
    rows, canonical, both = rows[order], canonical[order], both[order]
    _, stratum = np.unique(events[rows] * (both.max(initial=0) + 1) + both, return_inverse=True)
    _, event_codes = np.unique(events[rows], return_inverse=True)
    return Stories(
        counts=counts[rows],
        length=lengths[rows],
        side=canonical,
        event=event_codes.astype(np.int64),
        stratum=stratum.astype(np.int64),
        outlet=outlets[rows],
        outlets=tuple(outlet_names),
        rows=rows,
        flipped=flipped,
        articles=articles,
        copied=copied,
        copied_stories=copied_stories,
        left_out=left_out,
    )


def named_columns(named: Sequence[Any] | Any, names: list[Any] | None, features: int) -> BoolArray:
    """Which columns are named: from a boolean mask, column numbers, or feature names."""
    mask = np.zeros(features, dtype=bool)
    if named is None:
        return mask
    values = list(named)
    array = np.asarray(values)
    if array.dtype == bool:
        if array.shape != (features,):
            raise FramingError(
                f"named, as a mask, must have one value a feature ({features}); got {len(array)}"
            )
        return array.astype(bool)
    lookup = {} if names is None else {name: i for i, name in enumerate(names)}
    for value in values:
        if value in lookup:
            mask[lookup[value]] = True
        elif isinstance(value, (int, np.integer)) and 0 <= int(value) < features:
            mask[int(value)] = True
        elif names is not None:
            raise FramingError(f"no feature {value!r}{nearest(str(value), map(str, names))}")
        else:
            raise FramingError(
                f"named holds {value!r}; give column numbers from 0 to {features - 1}, a mask, "
                "or names together with features="
            )
    return mask
