"""Countries as patterns: their names, their people, their capitals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from framing.countries import Country, countries

# In small letters these are no countries (a bird, a pot, a man's name in a slogan).
_CAPITALISED = frozenset({"Turkey", "Jordan"})
_INITIALS = 4


@dataclass(frozen=True)
class CountryPatterns:
    """One country and the patterns that find it; lower case but where case tells (``US``).

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
def country_patterns() -> tuple[CountryPatterns, ...]:
    """The patterns of all countries, sorted by the country's name.

    Examples
    --------
    >>> [c.capitals[:2] for c in country_patterns() if c.country == "Russia"]
    [('moscow', 'kremlin')]
    """
    return tuple(
        sorted(
            (
                CountryPatterns(
                    country.name,
                    _patterns(country, (country.name, *country.aliases)),
                    _patterns(country, (*country.adjectives, *country.people), homonyms=False),
                    _patterns(country, (*country.capital, *country.seats), homonyms=False),
                )
                for country in countries().values()
                if country.aliases or country.adjectives or country.people or country.capital
            ),
            key=lambda patterns: patterns.country,
        )
    )


def _patterns(country: Country, words: Iterable[str], *, homonyms: bool = True) -> tuple[str, ...]:
    """Each word as a pattern, once; initials with full stops find themselves without them."""
    kept = (w for w in words if homonyms or w not in country.homonyms)
    return tuple(dict.fromkeys(p for word in kept for p in _spelled(country, word)))


def _spelled(country: Country, word: str) -> Iterator[str]:
    if "." in word:
        return
    if word in _CAPITALISED or word in country.homonyms:
        yield from (f"={word}", f"={word.upper()}")
    elif word.isupper() and len(word) <= _INITIALS:
        yield word
    else:
        yield word.lower()
