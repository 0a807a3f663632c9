"""Arrays by name, in memory or as files, so that what all articles share need not be held."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

_ZEROS = 1_000_000  # written at a time


class Shelf:
    """Arrays that kernels read: those of a corpus in memory, those of a library from files.

    A file is mapped while it is looked at: no process holds more than the stretches that it
    needs, and none for longer than it needs them. Where there is a folder, a copy that was sent
    to another process reads the same files.

    Parameters
    ----------
    folder : Path, optional
        Where the files are; without it arrays stay in memory.

    Examples
    --------
    >>> shelf = Shelf()
    >>> shelf.extend("days", np.array([1.0, 2.0]))
    >>> shelf.extend("days", np.array([3.0]))
    >>> shelf.get("days").tolist()
    [1.0, 2.0, 3.0]
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._held: dict[str, list[np.ndarray]] = {}

    def put(self, name: str, values: np.ndarray) -> None:
        """Keep an array of one dimension."""
        self.drop(name)
        self.extend(name, values)

    def extend(self, name: str, values: np.ndarray) -> None:
        """Put values behind those that are there."""
        if self._folder is None:
            self._held.setdefault(name, []).append(values)
            return
        with (self._folder / f"{name}~{values.dtype.name}").open("ab") as handle:
            np.ascontiguousarray(values).tofile(handle)

    def room(self, name: str, length: int, dtype: npt.DTypeLike) -> None:
        """Make room for so many values, 0 until they are filled in."""
        self.drop(name)
        if self._folder is None:
            self._held[name] = [np.zeros(length, dtype=dtype)]
            return
        for low in range(0, max(length, 1), _ZEROS):  # written: a full disk says so here
            self.extend(name, np.zeros(min(_ZEROS, length - low), dtype=dtype))

    def fill(self, name: str, at: np.ndarray, values: np.ndarray) -> None:
        """Set values at places for which there is room."""
        if self._folder is None:
            self._held[name][0][at] = values
        elif len(values):
            self._mapped(name, "r+")[at] = values

    def get(self, name: str) -> np.ndarray:
        """An array, not to be written to."""
        if self._folder is not None:
            return self._mapped(name, "r")
        held = self._held[name]
        if len(held) > 1:
            held[:] = [np.concatenate(held)]
        return held[0]

    def _mapped(self, name: str, mode: Literal["r", "r+"]) -> np.ndarray:
        assert self._folder is not None
        (file,) = self._folder.glob(f"{name}~*")
        kind = np.dtype(file.name.rpartition("~")[2])
        if not file.stat().st_size:  # nothing cannot be mapped
            return np.zeros(0, dtype=kind)
        return np.memmap(file, dtype=kind, mode=mode).view(np.ndarray)

    def drop(self, *names: str) -> None:
        """Forget arrays, where they are there."""
        for name in names:
            self._held.pop(name, None)
            for file in [] if self._folder is None else self._folder.glob(f"{name}~*"):
                file.unlink()

    def keep_table(self, name: str, rows: Iterable[sp.csr_array]) -> None:
        """Keep a sparse table, whose rows come some at a time."""
        self.drop_table(name)
        self.extend(f"{name}.bounds", np.zeros(1, dtype=np.int64))
        end = 0
        for some in rows:
            self.extend(f"{name}.data", some.data)
            self.extend(f"{name}.columns", some.indices.astype(np.int32, copy=False))
            self.extend(f"{name}.bounds", some.indptr[1:].astype(np.int64) + end)
            end += len(some.data)

    def table(self, name: str, width: int) -> sp.csr_array:
        """A sparse table, of which rows can be taken without reading the others."""
        data, columns, bounds = (self.get(f"{name}.{x}") for x in ("data", "columns", "bounds"))
        return narrow(data, columns, bounds, width)

    def drop_table(self, *names: str) -> None:
        """Forget tables, where they are there."""
        self.drop(*(f"{name}.{part}" for name in names for part in ("data", "columns", "bounds")))


def narrow(data: np.ndarray, columns: np.ndarray, bounds: np.ndarray, width: int) -> sp.csr_array:
    """A sparse table that keeps its cells as they are: bounds wider than its columns copy them."""
    if bounds[-1] < 2**31:
        bounds = bounds.astype(columns.dtype, copy=False)
    return sp.csr_array((data, columns, bounds), shape=(len(bounds) - 1, width))
