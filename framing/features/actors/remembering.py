"""What a word alone says, found once a process however many texts have the word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from threading import Lock

import numpy as np

_MOST = 400_000  # words, so that memory stays bounded


class Remembered:
    """A function of a word that gives a few whole numbers, for many words at once.

    Parameters
    ----------
    function : callable
        A word in, a tuple of int out, always of one length; the same whenever it is asked.

    Examples
    --------
    >>> sizes = Remembered(lambda word: (len(word), word.isupper()))
    >>> sizes(["Kim", "UN"]).tolist()
    [[3, 0], [2, 1]]
    """

    def __init__(self, function: Callable[[str], Iterable[int]]) -> None:
        self._function = function
        self._number: dict[str, int] = {}
        self._rows = np.zeros((0, 0), dtype=np.int32)
        self._lock = Lock()

    def __call__(self, words: Sequence[str]) -> np.ndarray:
        """The numbers of each word, int32, shape (words, numbers)."""
        with self._lock:
            if len(self._number) > _MOST:
                self._number, self._rows = {}, self._rows[:0]
            number = self._number
            new = list(dict.fromkeys([word for word in words if word not in number]))
            if new:
                rows = np.array([[*self._function(word)] for word in new], dtype=np.int32)
                self._rows = np.concatenate([self._rows.reshape(-1, rows.shape[1]), rows])
                number.update(zip(new, range(len(number), len(number) + len(new)), strict=True))
            which = np.fromiter(map(number.__getitem__, words), dtype=np.int64, count=len(words))
            return self._rows[which] if len(words) else self._empty()

    def _empty(self) -> np.ndarray:
        return np.zeros((0, len([*self._function("a")])), dtype=np.int32)
