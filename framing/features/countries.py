"""Countries as the news names them: by name, by their people, by their capital."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Country:
    """One country and the words that stand for it (patterns, lower case but for ``US`` and ``UK``).

    Parameters
    ----------
    country : str
        The name that stands in ``target``.
    names, demonyms, capitals : tuple of str
        Names; words for its people and adjectives; capitals and seats of government, which the
        news uses for the government (metonymy) as well as for the place.
    """

    country: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """The table of countries, sorted by name.

    Examples
    --------
    >>> [c.capitals for c in countries() if c.country == "Russia"]
    [('moscow', 'kremlin')]
    """
    path = Path(__file__).parent / "classes" / "countries.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter=";"))
    return tuple(
        Country(
            row["country"], _split(row["names"]), _split(row["demonyms"]), _split(row["capitals"])
        )
        for row in rows
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(piece for piece in cell.split("|") if piece)
