"""The one table of countries: their codes and the words that stand for them in English news.

Outlets take the names, voice the country of a source, features the target of a label, actors the
chains of a story. ``countries.csv`` says in its head what each column holds.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

_LISTS = ("aliases", "adjectives", "people", "capital", "seats", "bodies", "homonyms")


@dataclass(frozen=True)
class Country:
    """A country and what the news calls it, as it is spelled in the middle of a sentence.

    Parameters
    ----------
    code : str
        ISO 3166-1 alpha-2; beside it ``EU``, ``XK`` (Kosovo) and ``SU`` (Soviet Union).
    name : str
        The plain name.
    aliases, adjectives, people : tuple of str
        Other names; adjectives; words for its people.
    capital, seats : tuple of str
        Capitals, and other places that stand for the government (``Kremlin``).
    bodies : tuple of str
        Institutions and by-names that stand for the country (``State Duma``).
    homonyms : tuple of str
        Those of all these words that often mean something else.
    """

    code: str
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capital: tuple[str, ...]
    seats: tuple[str, ...]
    bodies: tuple[str, ...]
    homonyms: tuple[str, ...]


@lru_cache(maxsize=1)
def countries() -> Mapping[str, Country]:
    """Every country by its code, sorted by code.

    Examples
    --------
    >>> countries()["KP"].name, countries()["RU"].seats[0]
    ('North Korea', 'Kremlin')
    """
    text = resources.files("framing").joinpath("countries.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return MappingProxyType(
        {
            row["code"]: Country(
                row["code"],
                row["name"],
                *(tuple(filter(None, row[column].split("|"))) for column in _LISTS),
            )
            for row in csv.DictReader(lines)
        }
    )
