"""Which country a source speaks for, where its own words tell."""

from __future__ import annotations

import re
from functools import lru_cache

from framing.countries import countries
from framing.text import fold

_LETTERS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
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
    words = sorted(codes, key=lambda w: (-len(w), w))
    return re.compile(r"(?<![\w.-])(?:" + "|".join(map(re.escape, words)) + r")(?![\w-])"), codes


@lru_cache(maxsize=1)
def _openings() -> frozenset[str]:
    """The letters with which each name begins: where none stands, no name does."""
    return frozenset(_LETTERS.findall(word)[0] for word in _pattern()[1])


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
    if _openings().isdisjoint(_LETTERS.findall(words)):
        return None
    pattern, codes = _pattern()
    found = pattern.search(words)
    return codes[found.group()] if found else None


@lru_cache(maxsize=50_000)
def speaks_for_country(words: str) -> bool:
    """True where the words are nothing but a country's name or seat: ``Moscow``, ``the US``."""
    pattern, _ = _pattern()
    bare = fold(words).strip()
    if bare.lower().startswith("the "):
        bare = bare[4:]
    return bool(pattern.fullmatch(bare.removesuffix("'s").removesuffix("'")))
