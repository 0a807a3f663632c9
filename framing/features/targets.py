"""Of which country something is said: countries in the text, and what epithets stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from framing.features.countries import country_patterns
from framing.features.matcher import Matcher, Matches, compile_patterns
from framing.features.overlaps import longest
from framing.features.seams import Seams
from framing.text import Tokens, normal_form

# Words within which a name before an epithet is another participant ("Lavrov visited the
# secretive state"), and within which one after it is, if joined ("… and a Russian official").
_SUBJECT_REACH, _JOINED_REACH, _PERSON_REACH = 3, 4, 6
# "Iran is a rogue state": the subject is the one that is meant.
_EQUATING = frozenset(
    {"is", "are", "was", "were", "as", "remains", "remained", "became", "becomes", "called"}
)
_JOINING = frozenset({"and", "with", "against", "versus"})


@dataclass(frozen=True)
class Mentions:
    """Words that stand for a country, one text after the other: places (tokens) and countries."""

    first: np.ndarray
    last: np.ndarray
    country: tuple[str, ...]


@lru_cache(maxsize=1)
def _country_matcher() -> tuple[Matcher, tuple[str, ...], frozenset[int]]:
    patterns: list[str] = []
    owners: list[str] = []
    adjectives: set[int] = set()
    for item in country_patterns():
        for word in (*item.names, *item.demonyms, *item.capitals):
            if word in item.demonyms:
                adjectives.add(len(patterns))
            patterns.append(word)
            owners.append(item.country)
    return compile_patterns(patterns, spellings=False), tuple(owners), frozenset(adjectives)


def mentions(
    tokens: Tokens, seams: Seams | None = None, *, texts: np.ndarray | None = None
) -> Mentions:
    """Find the words that stand for a country, and the people who were called its own before.

    Only in the texts of these numbers, in order; by default in all.

    'Russian Foreign Minister Sergei Lavrov' makes every 'Lavrov' of the same text a mention
    of Russia, because a capitalised surname closes the phrase that the adjective opens.

    Examples
    --------
    >>> from framing.text import tokens
    >>> line = "Russian Foreign Minister Sergei Lavrov met Kim. Lavrov left."
    >>> mentions(tokens(line)).country
    ('Russia', 'Russia', 'Russia')
    """
    matcher, owners, adjectives = _country_matcher()
    found = matcher.find(tokens, seams, texts=texts)
    found = longest(found, np.zeros(len(matcher), dtype=np.int64))
    rows = [
        (int(a), int(b), owners[p])
        for a, b, p in zip(found.first, found.last, found.pattern, strict=True)
    ]
    rows += _people(found, tokens, owners, adjectives, {r[0] for r in rows})
    rows.sort()
    return Mentions(
        np.array([r[0] for r in rows], dtype=np.int64),
        np.array([r[1] for r in rows], dtype=np.int64),
        tuple(r[2] for r in rows),
    )


def _people(
    found: Matches,
    tokens: Tokens,
    owners: Sequence[str],
    adjectives: frozenset[int],
    taken: set[int],
) -> list[tuple[int, int, str]]:
    surfaces = tokens.vocabulary.surfaces
    chosen = np.isin(found.pattern, sorted(adjectives))
    names: dict[int, dict[str, str]] = {}
    for text, last, pattern in zip(
        found.text[chosen].tolist(),
        _surnames(tokens, found.last[chosen], taken).tolist(),
        found.pattern[chosen].tolist(),
        strict=True,
    ):
        if last < 0:
            continue
        name = surfaces[tokens.ids[last]].removesuffix("'s")
        if len(name) > 2:
            names.setdefault(text, {}).setdefault(name, owners[pattern])
    wanted = {name for known in names.values() for name in known}
    word = np.array([s.removesuffix("'s") in wanted for s in surfaces], dtype=bool)
    rows = []
    for text, known in names.items():
        low, high = int(tokens.bounds[text]), int(tokens.bounds[text + 1])
        ids = tokens.ids[low:high]
        for here in np.flatnonzero(word[ids]).tolist():
            owner = known.get(surfaces[ids[here]].removesuffix("'s"))
            if owner is not None and low + here not in taken:
                rows.append((low + here, low + here, owner))
    return rows


def _surnames(tokens: Tokens, last: np.ndarray, taken: set[int]) -> np.ndarray:
    """The last word of the name that follows each adjective, its titles between; -1: none."""
    surfaces = tokens.vocabulary.surfaces
    capital = np.array([s[:1].isupper() for s in surfaces], dtype=bool)
    free = np.ones(len(tokens) + 1, dtype=bool)
    free[sorted(taken)] = False
    free[-1] = False
    end = tokens.bounds[tokens.text_index[last] + 1]
    name = np.full(len(last), -1, dtype=np.int64)
    capitals = np.zeros(len(last), dtype=np.int64)
    alive = np.ones(len(last), dtype=bool)
    for step in range(1, _PERSON_REACH + 1):
        # Between adjective and name stand titles: 'Foreign Minister', 'leader'.
        here = np.minimum(last + step, len(tokens) - 1)
        alive &= (last + step < end) & free[here]
        alive &= tokens.starts[here] - tokens.ends[here - 1] <= 1
        upper = capital[tokens.ids[here]]
        alive &= upper | (capitals < 2)
        name = np.where(alive & upper, here, name)
        capitals += alive & upper
    return np.where(capitals > 1, name, -1)


def inside(found: Mentions, first: int, last: int) -> str | None:
    """The country named between two words, the first one where several are."""
    low = int(np.searchsorted(found.first, first))
    for k in range(low, len(found.country)):
        if found.first[k] > last:
            break
        if found.last[k] <= last:
            return found.country[k]
    return None


def beside(found: Mentions, tokens: Tokens, first: int) -> str | None:
    """The country named right before a word, in one phrase with it ('the North Korean regime')."""
    here = int(np.searchsorted(found.first, first)) - 1
    if here < 0 or found.last[here] != first - 1:
        return None
    apart = int(tokens.starts[first]) - int(tokens.ends[first - 1])
    return found.country[here] if apart == 1 else None


def epithet(found: Mentions, tokens: Tokens, first: int, last: int) -> str | None:
    """The country that an epithet such as 'the reclusive state' stands for.

    An epithet speaks of somebody who was named before. Of the countries named in the text so far
    the one named most often is taken, the latest where two are named equally often; but the subject
    that it is said of, where there is one ('Iran is a rogue state'), and never one that
    the sentence shows as another participant: the subject right before ('Lavrov visited the
    secretive state'), or a name joined to it ('the head of the reclusive state and a Russian
    official').

    Parameters
    ----------
    found : Mentions
    tokens : Tokens
    first, last : int
        The epithet's words, as numbers of tokens.

    Returns
    -------
    str or None
        None where no country is named before, nor in the rest of the text.
    """
    text = int(np.searchsorted(tokens.bounds, first, side="right")) - 1
    begin, stop = int(tokens.bounds[text]), int(tokens.bounds[text + 1])
    low, middle, high = np.searchsorted(found.first, [begin, first, stop]).tolist()
    surfaces = tokens.vocabulary.surfaces
    if middle > low and first - found.last[middle - 1] <= _SUBJECT_REACH:
        between = range(int(found.last[middle - 1]) + 1, first)
        if {normal_form(surfaces[tokens.ids[w]]) for w in between} & _EQUATING:
            return found.country[middle - 1]
    others = {
        found.country[k] for k in range(low, middle) if first - found.last[k] <= _SUBJECT_REACH
    }
    for k in range(middle, high):
        if found.first[k] - last > _JOINED_REACH:
            break
        between = range(last + 1, int(found.first[k]))
        joint = {normal_form(surfaces[tokens.ids[w]]) for w in between}
        if joint & _JOINING:
            others.add(found.country[k])
    for span in (range(low, middle), range(middle, high)):
        counts = Counter(c for k in span if (c := found.country[k]) not in others)
        if counts:
            latest = {found.country[k]: k for k in span}
            return max(counts, key=lambda c: (counts[c], latest[c]))
    return None


def following(tokens: Tokens, last: int) -> str | None:
    """The capitalised name right after a word ('Comrade Kim Jong Un'), as it stands there."""
    surfaces = tokens.vocabulary.surfaces
    text = int(np.searchsorted(tokens.bounds, last, side="right")) - 1
    name = []
    for here in range(last + 1, min(last + 5, int(tokens.bounds[text + 1]))):
        word = surfaces[tokens.ids[here]]
        if not word[:1].isupper() or tokens.starts[here] - tokens.ends[here - 1] > 1:
            break
        name.append(word.removesuffix("'s"))
    return " ".join(name) or None
