"""Which country a source speaks for, where its own words tell."""

from __future__ import annotations

import re
from functools import lru_cache

from framing.countries import countries
from framing.text import fold

_LETTERS = re.compile(r"[^\W\d_]+")
_INNER, _INNER_AFTER = frozenset("_.-"), frozenset("_-")


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Code of the country by each of its names, seats and bodies."""
    codes: dict[str, str] = {}
    for country in countries().values():
        for word in (
            country.name,
            *country.aliases,
            *country.adjectives,
            *country.people,
            *country.capital,
            *country.seats,
            *country.bodies,
        ):
            if word not in country.homonyms:
                codes.setdefault(fold(word), country.code)
    return codes


@lru_cache(maxsize=1)
def _by_opening() -> dict[str, list[tuple[str, int]]]:
    """Names by their first word with a capital, and how far into the name it stands.

    The longest names come first.
    """
    found: dict[str, list[tuple[str, int]]] = {}
    for name in sorted(_codes(), key=lambda w: (-len(w), w)):
        runs = list(_LETTERS.finditer(name))
        first = next((run for run in runs if not run.group().islower()), runs[0])
        found.setdefault(first.group(), []).append((name, first.start()))
    return found


@lru_cache(maxsize=50_000)
def country_of(words: str) -> str | None:
    """The country that a source's words name: its people, its name, its capital.

    Parameters
    ----------
    words : str

    Returns
    -------
    str or None
        ISO 3166 code of two letters; the first that is named. None where none is.

    Examples
    --------
    >>> country_of("Russian Foreign Minister Sergei Lavrov"), country_of("North Korean officials")
    ('RU', 'KP')
    >>> country_of("analysts") is None
    True
    """
    words = fold(words)
    openings = _by_opening()
    if words.isalpha():
        if words not in openings:
            return None
    elif openings.keys().isdisjoint(_LETTERS.findall(words)):
        return None
    for match in _LETTERS.finditer(words):
        for name, before in openings.get(match.group(), ()):
            start = match.start() - before
            if start >= 0 and words.startswith(name, start) and _alone(words, start, len(name)):
                return _codes()[name]
    return None


def _alone(words: str, start: int, length: int) -> bool:
    """Whether a name is no part of a longer word."""
    before, after = words[max(0, start - 1) : start], words[start + length : start + length + 1]
    return not (before.isalnum() or before in _INNER or after.isalnum() or after in _INNER_AFTER)


@lru_cache(maxsize=50_000)
def speaks_for_country(words: str) -> bool:
    """True where the words are nothing but a country's name or seat: ``Moscow``, ``the US``."""
    bare = fold(words).strip()
    if bare[:4].lower() == "the ":
        bare = bare[4:]
    return bare.removesuffix("'s").removesuffix("'") in _codes()
