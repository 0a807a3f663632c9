"""Dictionaries as data: lists of patterns with what a reviewer asks of them, read from TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

from framing.errors import FramingError, nearest

Target = Literal["none", "inside", "beside", "epithet", "after"]
Kind = Literal["label", "frame", "style", "actor"]

_DICTIONARY_KEYS = {
    "name",
    "title",
    "kind",
    "version",
    "language",
    "definition",
    "scope",
    "literature",
    "mirror",
    "mirror_reason",
    "limits",
    "entry",
}
_ENTRY_KEYS = {
    "name",
    "definition",
    "scope",
    "patterns",
    "strength",
    "target",
    "valence",
    "camp",
    "positive",
    "negative",
}


@dataclass(frozen=True)
class Entry:
    """One thing that a dictionary looks for, under one name.

    Parameters
    ----------
    name : str
        Unique in its dictionary.
    definition : str
        What the entry stands for.
    patterns : tuple of str
        In the language of `framing.features.pattern`.
    scope : str
        What is left out on purpose; empty where the dictionary's own scope says it all.
    strength : float
        How strongly the words mark what the dictionary is about, set by hand before any data were
        seen: 1 (in some uses), 2 (in most), 3 (in nearly all).
    target : {"none", "inside", "beside", "epithet", "after"}
        Where the actor stands that the words are said of: not looked for; a country named in the
        match; one named in it or right before it ('the North Korean regime'); the country that an
        epithet such as 'the reclusive state' stands for; the name that follows.
    valence : int
        -1, 0 or 1.
    camp : str
        Whose language or target it is, where the dictionary holds both sides.
    positive, negative : tuple of str
        Sentences in which the entry must, and must not, be found.
    """

    name: str
    definition: str
    patterns: tuple[str, ...]
    scope: str = ""
    strength: float = 1.0
    target: Target = "none"
    valence: int = 0
    camp: str = ""
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dictionary:
    """A named list of entries, with definition, scope, literature and version.

    Parameters
    ----------
    name : str
        The name of the feature in ``hits``.
    title, definition, scope, version : str
    kind : {"label", "frame", "style", "actor"}
        A ``label`` dictionary says what somebody calls somebody, and names its mirror.
    literature : tuple of str
        Works that define the category; the words are a compilation of this project's own.
    mirror : str
        The dictionary that asks the same of the other side (it may be the same one, where it holds
        both sides; `mirror_reason` says how).
    limits : str
        What the dictionary cannot see.
    entries : tuple of Entry
    """

    name: str
    title: str
    kind: Kind
    version: str
    definition: str
    scope: str
    literature: tuple[str, ...]
    entries: tuple[Entry, ...]
    language: str = "en"
    mirror: str = ""
    mirror_reason: str = ""
    limits: str = ""

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        return (
            f"Dictionary({self.name!r}, {len(self.entries)} entries, "
            f"{len(self.patterns)} patterns, version {self.version})"
        )

    @cached_property
    def patterns(self) -> tuple[str, ...]:
        """All patterns, entry by entry."""
        return tuple(p for entry in self.entries for p in entry.patterns)

    def entry(self, name: str) -> Entry:
        """The entry of that name.

        Raises
        ------
        FramingError
            Where there is none; the message names the nearest.
        """
        for entry in self.entries:
            if entry.name == name:
                return entry
        raise FramingError(
            f"dictionary {self.name!r} has no entry {name!r}"
            f"{nearest(name, [e.name for e in self.entries])}"
        )


def read_dictionary(path: str | Path) -> Dictionary:
    """Read a dictionary from a TOML file.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    Dictionary

    Raises
    ------
    FramingError
        Where the file is missing, is no TOML, or lacks or misspells a key; the message names file,
        entry and key.
    """
    path = Path(path)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise FramingError(f"{path}: no such file; expected a dictionary in TOML") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FramingError(f"{path}: not readable as TOML in UTF-8: {error}") from error
    return dictionary_from(raw, source=str(path))


def dictionary_from(raw: Mapping[str, Any], *, source: str) -> Dictionary:
    """Build a dictionary from plain values; `source` stands in the messages."""
    _keys(
        raw,
        _DICTIONARY_KEYS,
        {"name", "title", "kind", "version", "definition", "scope", "literature", "entry"},
        source,
    )
    if not re.fullmatch(r"[a-z][a-z0-9_]*", str(raw["name"])):
        raise FramingError(
            f"{source}: name {raw['name']!r} must be lower-case letters, digits "
            "and '_', beginning with a letter"
        )
    if raw["kind"] not in get_args(Kind):
        raise FramingError(
            f"{source}: kind {raw['kind']!r} is not one of " + ", ".join(get_args(Kind))
        )
    entries = tuple(
        _entry(item, f"{source}, entry {number}")
        for number, item in enumerate(raw["entry"], start=1)
    )
    names = [entry.name for entry in entries]
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise FramingError(f"{source}: entry {twins[0]!r} stands twice; join them or rename one")
    return Dictionary(
        name=raw["name"],
        title=raw["title"],
        kind=raw["kind"],
        version=str(raw["version"]),
        definition=_plain(raw["definition"]),
        scope=_plain(raw["scope"]),
        literature=tuple(raw["literature"]),
        entries=entries,
        language=raw.get("language", "en"),
        mirror=raw.get("mirror", ""),
        mirror_reason=_plain(raw.get("mirror_reason", "")),
        limits=_plain(raw.get("limits", "")),
    )


def _entry(raw: Mapping[str, Any], where: str) -> Entry:
    where = f"{where} ({raw['name']})" if "name" in raw else where
    _keys(raw, _ENTRY_KEYS, {"name", "definition", "patterns", "positive", "negative"}, where)
    patterns = split_patterns(raw["patterns"])
    if not patterns:
        raise FramingError(f"{where}: 'patterns' is empty")
    target = raw.get("target", "none")
    if target not in get_args(Target):
        raise FramingError(
            f"{where}: target {target!r} is not one of " + ", ".join(get_args(Target))
        )
    strength = float(raw.get("strength", 1))
    if not 0 < strength <= 3:
        raise FramingError(f"{where}: strength must lie above 0 and up to 3; it is {strength}")
    return Entry(
        name=raw["name"],
        definition=_plain(raw["definition"]),
        patterns=patterns,
        scope=_plain(raw.get("scope", "")),
        strength=strength,
        target=target,
        valence=int(raw.get("valence", 0)),
        camp=raw.get("camp", ""),
        positive=tuple(raw["positive"]),
        negative=tuple(raw["negative"]),
    )


def split_patterns(raw: str | list[str]) -> tuple[str, ...]:
    """Patterns of a list, or of a text that parts them by commas or line breaks.

    Examples
    --------
    >>> split_patterns("reclusive state, hermit kingdom\\nrogue state")
    ('reclusive state', 'hermit kingdom', 'rogue state')
    """
    pieces = re.split(r"[,\n]", raw) if isinstance(raw, str) else raw
    return tuple(dict.fromkeys(p.strip() for p in pieces if p.strip()))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _keys(raw: Mapping[str, Any], known: set[str], needed: set[str], where: str) -> None:
    for key in raw:
        if key not in known:
            raise FramingError(f"{where}: unknown key {key!r}{nearest(key, known)}")
    missing = sorted(needed - set(raw))
    if missing:
        raise FramingError(f"{where}: {missing[0]!r} is missing; found: {', '.join(sorted(raw))}")
