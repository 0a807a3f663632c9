"""Spans laid over texts, so that many places are looked up at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import ArrayLike
from pandas.api.extensions import ExtensionArray


class Layer:
    """Spans of one kind over some texts.

    Parameters
    ----------
    lengths : sequence of int
        Characters of each text.
    text, start, end : array_like of int
        Number of the text, and code points, of each span; end exclusive.

    Examples
    --------
    >>> layer = Layer([10], [0, 0], [0, 2], [8, 5])
    >>> layer.innermost(np.array([0, 0, 0]), np.array([1, 3, 9])).tolist()
    [0, 1, -1]
    >>> layer.covered(np.array([0, 0]), np.array([1, 3]), np.array([8, 9])).tolist()
    [True, False]
    """

    def __init__(
        self,
        lengths: Sequence[int],
        text: ArrayLike,
        start: ArrayLike,
        end: ArrayLike,
    ) -> None:
        # One character more a text, so that the end of one is not the beginning of the next.
        self._offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
        np.cumsum(np.asarray(lengths, dtype=np.int64) + 1, out=self._offsets[1:])
        numbers = np.asarray(text, dtype=np.int64)
        self._start = np.asarray(start, dtype=np.int64) + self._offsets[numbers]
        self._end = np.asarray(end, dtype=np.int64) + self._offsets[numbers]

    def innermost(self, text: np.ndarray, at: np.ndarray) -> np.ndarray:
        """The shortest span (its number; the first one, where equal) at each place; -1: none."""
        # Longest first, so that shorter ones are written over them.
        order = np.lexsort((-np.arange(len(self._start)), self._start - self._end))
        return self._written(self._offsets[text] + at, order, order)

    def covered(self, text: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Whether one span holds the whole of each stretch."""
        order = np.argsort(self._end, kind="stable")
        reach = self._written(self._offsets[text] + start, order, self._end[order])
        return reach >= self._offsets[text] + end

    def _written(self, places: np.ndarray, spans: np.ndarray, values: np.ndarray) -> np.ndarray:
        """The value of the last of `spans` that holds each place; -1: none."""
        order = np.argsort(places, kind="stable")
        places = places[order]
        low = np.searchsorted(places, self._start[spans])
        high = np.searchsorted(places, self._end[spans])
        some = np.flatnonzero(low < high)
        ranked = np.full(len(places), -1, dtype=np.int64)
        for a, b, value in zip(
            low[some].tolist(), high[some].tolist(), values[some].tolist(), strict=True
        ):
            ranked[a:b] = value
        found = np.empty_like(ranked)
        found[order] = ranked
        return found


def layer_of(
    frame: pd.DataFrame,
    ids: Sequence[str],
    lengths: Sequence[int],
    *,
    start: str = "start",
    end: str = "end",
) -> Layer:
    """A layer from the rows of a table with ``article_id``, in their order."""
    text = numbers_of(frame["article_id"], ids)
    return Layer(lengths, text, frame[start].to_numpy(np.int64), frame[end].to_numpy(np.int64))


def numbers_of(column: pd.Series, ids: Sequence[str]) -> np.ndarray:
    """For each article id of a column its place in `ids`, int64; -1 where it has none."""
    number = {article: k for k, article in enumerate(ids)}
    codes, values = pd.factorize(column)
    return np.array([number.get(v, -1) for v in values], dtype=np.int64)[codes]


def picked(values: Sequence[str | None], which: np.ndarray) -> ExtensionArray:
    """The value that each number of `which` names, as a column of text; missing for -1.

    Examples
    --------
    >>> picked(["a", "b"], np.array([1, -1, 0])).tolist()
    ['b', <NA>, 'a']
    """
    table = pa.array(values, pa.large_string(), from_pandas=True)
    return pd.StringDtype().__from_arrow__(table.take(pa.array(which, mask=which < 0)))
