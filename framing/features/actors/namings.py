"""What mentions are, one by one and column by column."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Literal

import numpy as np

Kind = Literal[
    "person", "name", "role", "country", "people", "government", "organisation", "place", "event",
    "thing", "phrase", "action",
]  # fmt: skip
COLUMNS = (
    "text", "head", "kind", "name", "title", "modifiers", "country", "relation", "opener",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Naming:
    """What a mention is, wherever it stands; mentions of the same words share one.

    Parameters
    ----------
    text : str
        What stands there.
    head : str
        The word that says what is named, lower case: ``state`` in *the reclusive state*.
    kind : str
        person, name (a single word that may be a person's name or not: *Occupy*), role (a person
        by office), country, people, government, organisation, place, event, thing, phrase (a noun
        phrase of no known kind), action (with a verb).
    name : str
        The proper name inside, without titles: ``Kim Jong Un``; empty where there is none.
    title : str
        The office before or instead of a name, lower case: ``foreign minister``; or empty.
    modifiers : tuple of str
        What qualifies the head, lower case, in order: ``("reclusive",)``.
    country : str
        Code of the country that is named or that qualifies (``KP``); or empty.
    relation : str
        What the country is to the mention: ``name``, ``people``, ``capital``, ``metonym`` where it
        *is* the country; ``adjective``, ``owner`` or ``of`` where it qualifies; or empty.
    opener : str
        The article or pronoun it opens with, lower case; or empty.
    """

    text: str
    head: str
    kind: Kind
    name: str
    title: str
    modifiers: tuple[str, ...]
    country: str
    relation: str
    opener: str


@dataclass(frozen=True)
class Namings:
    """Many namings, column by column: the fields of `Naming`, each a list of the same length."""

    text: list[str]
    head: list[str]
    kind: list[Kind]
    name: list[str]
    title: list[str]
    modifiers: list[tuple[str, ...]]
    country: list[str]
    relation: list[str]
    opener: list[str]

    def __len__(self) -> int:
        return len(self.text)

    def rows(self) -> list[Naming]:
        """Each as a `Naming`."""
        return list(map(Naming, *(getattr(self, column) for column in COLUMNS)))

    def taken(self, rows: np.ndarray) -> Namings:
        """Some rows."""
        which = rows.tolist()
        columns = (getattr(self, column) for column in COLUMNS)
        return Namings(*([column[k] for k in which] for column in columns))

    @classmethod
    def of(cls, rows: list[Naming]) -> Namings:
        """Some namings column by column."""
        return cls(*([getattr(row, column) for row in rows] for column in COLUMNS))

    @classmethod
    def joined(cls, tables: list[Namings]) -> Namings:
        """The rows of several tables, one after the other."""
        columns = ([getattr(table, column) for table in tables] for column in COLUMNS)
        return cls(*(list(itertools.chain.from_iterable(parts)) for parts in columns))
