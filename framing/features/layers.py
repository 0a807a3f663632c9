"""Spans painted onto the characters of texts, so that many places are looked up at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


class Layer:
    """Spans of one kind over some texts.

    Parameters
    ----------
    lengths : sequence of int
        Characters of each text.
    text, start, end : sequence of int
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
        text: Sequence[int],
        start: Sequence[int],
        end: Sequence[int],
    ) -> None:
        self._offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
        np.cumsum(lengths, out=self._offsets[1:])
        numbers = np.asarray(text, dtype=np.int64)
        self._start = np.asarray(start, dtype=np.int64) + self._offsets[numbers]
        self._end = np.asarray(end, dtype=np.int64) + self._offsets[numbers]

    def innermost(self, text: np.ndarray, at: np.ndarray) -> np.ndarray:
        """The shortest span (its number; the first one, where equal) at each place; -1: none."""
        paint = np.full(int(self._offsets[-1]) + 1, -1, dtype=np.int32)
        # Longest first, so that shorter ones are painted over them.
        order = np.lexsort((-np.arange(len(self._start)), self._start - self._end))
        for number in order.tolist():
            paint[self._start[number] : self._end[number]] = number
        return paint[self._offsets[text] + at]

    def covered(self, text: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Whether one span holds the whole of each stretch."""
        reach = np.full(int(self._offsets[-1]) + 1, -1, dtype=np.int64)
        for number in np.argsort(self._end, kind="stable").tolist():
            reach[self._start[number] : self._end[number]] = self._end[number]
        return reach[self._offsets[text] + start] >= self._offsets[text] + end


def layer_of(
    frame: pd.DataFrame,
    ids: Sequence[str],
    lengths: Sequence[int],
    *,
    start: str = "start",
    end: str = "end",
) -> Layer:
    """A layer from the rows of a table with ``article_id``, in their order."""
    number = {article: k for k, article in enumerate(ids)}
    text = [number[article] for article in frame["article_id"]]
    return Layer(lengths, text, frame[start].tolist(), frame[end].tolist())
