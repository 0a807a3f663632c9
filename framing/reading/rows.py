"""What a format hands over: rows of plain values, and remarks on what it met on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Level = Literal["info", "warning", "error"]
LONGEST = 5_000_000


@dataclass(frozen=True)
class Remark:
    """Something a reader of the results should know of a file or a row.

    Parameters
    ----------
    level : {"info", "warning", "error"}
        ``error``: something was left out.
    code : str
        A short name for the kind of remark.
    message : str
        What was found, what was expected, what to do.
    """

    level: Level
    code: str
    message: str


@dataclass(frozen=True)
class Row:
    """One article as a file holds it.

    Parameters
    ----------
    number : int or None
        Its row, counted from 1 without the header; None where the file is one article.
    values : mapping
        The file's own column names to values; empty where only remarks are handed over.
    remarks : tuple of Remark
    """

    number: int | None
    values: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Options:
    """How to read.

    Parameters
    ----------
    encoding : str or None
        None: detect it.
    columns : mapping of str to str
        Our column to the table's, as in ``{"text": "content"}``.
    longest : int
        Articles with more characters are left out, with a note.
    """

    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    longest: int = LONGEST
