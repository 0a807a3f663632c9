"""Countries, their people, capitals and metonyms, and the nouns that name actors without a name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Literal

import numpy as np

from framing.countries import countries
from framing.features.actors import words
from framing.features.actors.remembering import Remembered

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
        known: dict[str, int] = {}
        ids = np.array([known.setdefault(word, len(known)) for word in words], dtype=np.int64)
        return self.find_in(list(known), ids)

    def find_in(self, surfaces: Sequence[str], ids: np.ndarray) -> list[tuple[int, int, Place]]:
        """The same in a stream of tokens: `ids` say which of `surfaces` stands where."""
        most, alone, second = self._begins(surfaces).T
        begins = np.flatnonzero((most > 0)[ids])
        # Where only longer names begin with a word, the next word must go on with one of them.
        goes_on = np.append(second[ids[1:]], 0)[begins]
        found, after, count = [], 0, len(ids)
        for i in begins[(goes_on | alone[ids[begins]]) > 0].tolist():
            if i < after:
                continue
            reach = min(int(most[ids[i]]), count - i)
            spelled = tuple([surfaces[k] for k in ids[i : i + reach].tolist()])
            for size in range(reach, 0, -1):
                place = self._place(spelled[:size])
                if place is not None:
                    found.append((i, i + size, place))
                    after = i + size
                    break
        return found

    def _place(self, spelled: tuple[str, ...]) -> Place | None:
        """What some words name, as they stand there or out of capitals."""
        place = self.places.get(spelled)
        if place is None and spelled[0].isupper():
            place = self.places.get(tuple([w.title() if len(w) > 3 else w for w in spelled]))
        return place

    @cached_property
    def _begins(self) -> Remembered:
        """Most words of a name a word begins; whether it is one; whether it may be second."""
        return Remembered(
            lambda word: (
                self._most(word),
                self._most(word) > 0 and self._place((word,)) is not None,
                word.lower() in self._seconds,
            )
        )

    @cached_property
    def _seconds(self) -> frozenset[str]:
        """Words that stand second in a name, lower case."""
        return frozenset(key[1].lower() for key in self.places if len(key) > 1)

    def _most(self, word: str) -> int:
        """The most words that a name beginning with this one has; 0: none begins so."""
        most = self.longest.get(word, 0)
        if not most and len(word) > 3 and word.isupper():
            most = self.longest.get(word.title(), 0)
        return most


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
    spelled: list[tuple[str, Place]] = []
    for column, relation in columns:
        for country in named:
            names[country.code] = country.name
            spellings = (country.name,) if column == "name" else getattr(country, column)
            spelled += [(spelling, Place(country.code, relation)) for spelling in spellings]
    stream = words.stream([[(0, spelling)] for spelling, _ in spelled])
    for number, (_, place) in enumerate(spelled):
        places.setdefault(tuple(stream.words(number)), place)
    longest: dict[str, int] = {}
    for key in places:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    roles: dict[str, str] = {}
    for kind, entry in tomllib.loads(_read("roles.toml")).items():
        if isinstance(entry, dict):
            for word in entry["words"]:
                roles.setdefault(word, kind)
    return Gazetteer(names, places, longest, roles)
