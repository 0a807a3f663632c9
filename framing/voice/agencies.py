"""Agencies and papers under one name: 'Russia's Tass news agency' and 'TASS' are one speaker."""

from __future__ import annotations

import re
from functools import lru_cache

from framing.outlets.registry import load
from framing.text import fold
from framing.voice.countries import country_of
from framing.voice.cues import word_set
from framing.voice.kinds import kind_of_words

# What may stand before an agency's name without being part of it.
_BEFORE = word_set(
    "the official state state-run state-owned state-controlled state-backed semi-official private "
    "local news agency agencies newspaper daily broadcaster government-run independent"
)
_AFTER = re.compile(
    r"(?:'s?)?(?: (?:(?:state |official )?(?:news|press|wire) (?:agency|service|website|channel)|"
    r"agency|newspaper|television|tv|magazine|website|network|channel))+$",
    re.IGNORECASE,
)
_LONGEST = 8


@lru_cache(maxsize=20_000)
def agency_named(words: str) -> tuple[str, str | None] | None:
    """The registry's name of the agency or paper that a source names, and its country.

    Parameters
    ----------
    words : str

    Returns
    -------
    (str, str or None) or None

    Examples
    --------
    >>> agency_named("Russia's Tass news agency"), agency_named("the official KCNA")
    (('TASS', 'RU'), ('KCNA', 'KP'))
    >>> agency_named("the ministry") is None
    True
    """
    pieces = fold(words).strip(" ,.").split()
    while pieces and pieces[0].islower() and pieces[0] in _BEFORE:
        pieces = pieces[1:]
    if not 0 < len(pieces) <= _LONGEST or not any(w[:1].isupper() for w in pieces):
        return None
    if kind_of_words(" ".join(pieces).lower()) != "medium":
        return None
    for at in range(len(pieces)):
        rest = " ".join(pieces[at:])
        if not rest[:1].isupper():
            if pieces[at].lower() not in _BEFORE:
                return None
            continue
        short = _AFTER.sub("", rest).removesuffix("'s")
        for name in (rest, short):
            found = load().find(name) if name and name != "The" else None
            if found is not None:
                country = found.country if len(found.country) == 2 else None
                return found.name, country
        if pieces[at].lower() in _BEFORE or _is_country(pieces[at]):
            continue
        if at + 1 < len(pieces) and _is_country(f"{pieces[at]} {pieces[at + 1]}"):
            continue
        if at and _is_country(f"{pieces[at - 1]} {pieces[at]}"):
            continue
        return None
    return None


def _is_country(word: str) -> bool:
    """A country's name, people or possessive; 'Russias' where a mark was lost."""
    bare = word.removesuffix("'s").removesuffix("'")
    return country_of(bare) is not None or (bare[-1:] == "s" and country_of(bare[:-1]) is not None)
