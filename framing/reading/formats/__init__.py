"""The formats that can be read: one file each, found by being in this folder.

To add a format, add a file here that says which suffixes it reads and how::

    SUFFIXES = (".xml",)          # what file names end with, lower case
    TABLE = False                 # True: many articles a file, with columns to be matched

    def rows(path, options):      # yields framing.reading.rows.Row
        yield Row(None, {"text": ..., "headline": ...})

Raise `FramingError` where the file cannot be read; a `Row` without values carries remarks only.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from framing.errors import FramingError
from framing.reading.rows import Options, Row


@dataclass(frozen=True)
class Format:
    """One format: its name, its suffixes, whether it is a table, and the function that reads it."""

    name: str
    suffixes: tuple[str, ...]
    table: bool
    rows: Callable[[Path, Options], Iterator[Row]]


@lru_cache(maxsize=1)
def known_formats() -> tuple[Format, ...]:
    """Every format in this folder, by name.

    Examples
    --------
    >>> [f.name for f in known_formats()]
    ['csv', 'html', 'json', 'jsonl', 'parquet', 'txt']
    """
    found = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        code = importlib.import_module(f"{__name__}.{module.name}")
        name = module.name.removesuffix("_format")
        found.append(Format(name, tuple(code.SUFFIXES), bool(code.TABLE), code.rows))
    return tuple(sorted(found, key=lambda f: f.name))


def format_of(path: Path) -> Format | None:
    """The format that reads a file of this name, or None.

    Examples
    --------
    >>> format_of(Path("news.csv.gz")).name, format_of(Path("news.pdf"))
    ('csv', None)
    """
    name = path.name.lower()
    matches = [(len(s), f) for f in known_formats() for s in f.suffixes if name.endswith(s)]
    return max(matches, key=lambda m: (m[0], m[1].name))[1] if matches else None


def format_named(name: str) -> Format:
    """The format of this name.

    Raises
    ------
    FramingError
        Where there is none; the message lists what there is.
    """
    for known in known_formats():
        if known.name == name:
            return known
    names = ", ".join(f.name for f in known_formats())
    raise FramingError(f"no format {name!r}; formats: {names}")
