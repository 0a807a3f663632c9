"""Countries, their people, capitals and metonyms, and the nouns that name actors without a name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

from framing.countries import countries
from framing.features.actors import words as spelling

Relation = Literal["name", "adjective", "people", "capital", "metonym"]


@dataclass(frozen=True)
class Place:
    """One way to name a country.

    Parameters
    ----------
    code : str
        As in `framing.countries`.
    relation : {"name", "adjective", "people", "capital", "metonym"}
        What the words are to the country.
    """

    code: str
    relation: Relation


@dataclass(frozen=True)
class Gazetteer:
    """The shipped tables, ready for look-up.

    Parameters
    ----------
    names : mapping of str to str
        A country's plain name by code.
    places : mapping of tuple of str to Place
        By words as `words.split` parts them.
    longest : mapping of str to int
        For a first word the most words that a name beginning with it has.
    roles : mapping of str to str
        Kind of actor by lower-case noun; see ``roles.toml``.
    """

    names: Mapping[str, str]
    places: Mapping[tuple[str, ...], Place]
    longest: Mapping[str, int]
    roles: Mapping[str, str]

    def find(self, words: Sequence[str]) -> list[tuple[int, int, Place]]:
        """Where countries are named: (first token, token after the last, place), longest first.

        Examples
        --------
        >>> found = load().find(["North", "Korean", "leader", "in", "PYONGYANG"])
        >>> [(a, b, p.code, p.relation) for a, b, p in found]
        [(0, 2, 'KP', 'adjective'), (4, 5, 'KP', 'capital')]
        """
        found = []
        i, count = 0, len(words)
        longest = self.longest
        while i < count:
            word = words[i]
            most = longest.get(word, 0)
            if not most:
                if len(word) > 3 and word.isupper() and word.title() in longest:
                    most = longest[word.title()]
                else:
                    i += 1
                    continue
            step = 1
            for size in range(min(most, count - i), 0, -1):
                key = tuple(words[i : i + size])
                place = self.places.get(key)
                if place is None and word.isupper():
                    place = self.places.get(tuple(w.title() if len(w) > 3 else w for w in key))
                if place is not None:
                    found.append((i, i + size, place))
                    step = size
                    break
            i += step
        return found


def _read(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """The table of countries and ``roles.toml``, ready for look-up."""
    names: dict[str, str] = {}
    places: dict[tuple[str, ...], Place] = {}
    columns: tuple[tuple[str, Relation], ...] = (
        ("name", "name"),
        ("aliases", "name"),
        ("adjectives", "adjective"),
        ("people", "people"),
        ("capital", "capital"),
        ("seats", "metonym"),
        ("bodies", "metonym"),
    )
    # Territories that stand in the table by their code and name alone are no actors.
    named = [c for c in countries().values() if c.aliases or c.adjectives or c.people or c.capital]
    for column, relation in columns:
        for country in named:
            names[country.code] = country.name
            spellings = (country.name,) if column == "name" else getattr(country, column)
            for spelled in spellings:
                place = Place(country.code, relation)
                places.setdefault(tuple(spelling.split(spelled)[0]), place)
    longest: dict[str, int] = {}
    for key in places:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    roles: dict[str, str] = {}
    for kind, entry in tomllib.loads(_read("roles.toml")).items():
        if isinstance(entry, dict):
            for word in entry["words"]:
                roles.setdefault(word, kind)
    return Gazetteer(names, places, longest, roles)
