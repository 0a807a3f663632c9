"""Dictionaries compiled together: one matcher, and what each of its patterns counts for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from framing.errors import FramingError
from framing.features.dictionary import Dictionary, Entry
from framing.features.layers import picked
from framing.features.matcher import Matcher, Matches, compile_patterns
from framing.features.overlaps import longest, negated
from framing.features.pattern import PatternError
from framing.features.registry import classes, collect, dictionaries
from framing.features.seams import Seams
from framing.features.targets import beside, epithet, following, inside, mentions
from framing.text import Tokens, normal_form, tokens

HIT_COLUMNS = ("text", "start", "end", "feature", "entry", "term", "target", "negated")


@dataclass(frozen=True)
class Plan:
    """Some dictionaries, ready to be looked for in one pass.

    Parameters
    ----------
    dictionaries : tuple of Dictionary
        Sorted by name.
    matcher : Matcher
    dictionary_of, entry_of : ndarray of int32, shape (patterns,)
        Which dictionary and which entry (numbered over all dictionaries) a pattern belongs to.
    entries : tuple of Entry
    """

    dictionaries: tuple[Dictionary, ...]
    matcher: Matcher
    dictionary_of: np.ndarray
    entry_of: np.ndarray
    entries: tuple[Entry, ...]

    def __repr__(self) -> str:
        return (
            f"Plan({len(self.dictionaries)} dictionaries, {len(self.entries)} entries, "
            f"{len(self.matcher)} patterns)"
        )

    def matches(self, found: Tokens, seams: Seams, *, allowed: np.ndarray | None = None) -> Matches:
        """Matches in some texts: of each dictionary the longest, none inside another.

        Parameters
        ----------
        found : Tokens
        seams : Seams
            ``Seams(found)``.
        allowed : ndarray of int, shape (tokens,), optional
            A match must lie in words of one positive number (a story span); 0 is not counted.
        """
        matches = self.matcher.find(found, seams)
        if allowed is not None and len(matches):
            keep = (allowed[matches.first] > 0) & (allowed[matches.first] == allowed[matches.last])
            matches = matches.take(np.flatnonzero(keep))
        return longest(matches, self.dictionary_of)


def compile_dictionaries(chosen: Iterable[str | Path | Dictionary] | None = None) -> Plan:
    """Compile dictionaries for one pass over the text.

    Parameters
    ----------
    chosen : iterable of str, Path or Dictionary, optional
        Names of installed ones, files, or dictionaries; by default all that are installed.

    Raises
    ------
    FramingError
        Where one is unknown, or a pattern cannot be read; the message names dictionary and entry.
    """
    if chosen is None:
        return _installed()
    if isinstance(chosen, (str, Path)):
        raise FramingError(f"dictionaries must be a list; write [{str(chosen)!r}]")
    return _compile(tuple(collect(chosen).values()))


@lru_cache(maxsize=1)
def _installed() -> Plan:
    return _compile(tuple(dictionaries().values()))


def _compile(chosen: tuple[Dictionary, ...]) -> Plan:
    patterns: list[str] = []
    dictionary_of: list[int] = []
    entry_of: list[int] = []
    entries: list[Entry] = []
    for number, dictionary in enumerate(chosen):
        for entry in dictionary.entries:
            for pattern in entry.patterns:
                patterns.append(pattern)
                dictionary_of.append(number)
                entry_of.append(len(entries))
            entries.append(entry)
    try:
        matcher = compile_patterns(patterns, classes=classes())
    except PatternError as error:
        for pattern, d, e in zip(patterns, dictionary_of, entry_of, strict=True):
            if repr(pattern) in str(error):
                raise PatternError(
                    f"dictionary {chosen[d].name!r}, entry {entries[e].name!r}: {error}"
                ) from error
        raise
    return Plan(
        chosen,
        matcher,
        np.array(dictionary_of, dtype=np.int32),
        np.array(entry_of, dtype=np.int32),
        tuple(entries),
    )


def find(
    texts: Sequence[str],
    *,
    dictionaries: Iterable[str | Path | Dictionary] | None = None,
    plan: Plan | None = None,
) -> pd.DataFrame:
    """Find dictionary entries in plain texts.

    Parameters
    ----------
    texts : sequence of str
    dictionaries : iterable, optional
        As for `compile_dictionaries`.
    plan : Plan, optional
        Compiled dictionaries, instead.

    Returns
    -------
    DataFrame
        One row a hit: ``text`` (number of the text), ``start``, ``end`` (code points), ``feature``
        (dictionary), ``entry``, ``term`` (the words in normal form), ``target`` (missing where
        none is known), ``negated`` (a negation stands up to four words before).

    Examples
    --------
    >>> text = "Lavrov visited North Korea. The head of the reclusive state smiled."
    >>> find([text], dictionaries=["closed_states"])[["term", "target"]].values.tolist()
    [['reclusive state', 'North Korea']]
    """
    plan = plan or compile_dictionaries(dictionaries)
    found = tokens(list(texts))
    seams = Seams(found)
    return hit_table(plan, found, seams, plan.matches(found, seams))


def hit_table(plan: Plan, found: Tokens, seams: Seams, matches: Matches) -> pd.DataFrame:
    """Matches as a table with feature, entry, term, target and negation (columns: see `find`)."""
    entry = plan.entry_of[matches.pattern]
    names = [dictionary.name for dictionary in plan.dictionaries]
    return pd.DataFrame(
        {
            "text": matches.text,
            "start": matches.start,
            "end": matches.end,
            "feature": picked(names, plan.dictionary_of[matches.pattern]),
            "entry": picked([e.name for e in plan.entries], entry),
            "term": _terms(found, matches),
            "target": _targets(plan, entry, matches, found, seams),
            "negated": negated(matches, found, seams),
        },
        columns=list(HIT_COLUMNS),
    )


def _terms(found: Tokens, matches: Matches) -> ExtensionArray:
    """The words of each match in normal form; what comes again is spelt out once."""
    surfaces, ids = found.vocabulary.surfaces, found.ids
    words, codes = np.unique(ids[matches.first], return_inverse=True)
    values = [normal_form(surfaces[i]) for i in words.tolist()]
    known: dict[tuple[int, ...], int] = {}
    phrases = np.flatnonzero(matches.last > matches.first)
    for k, a, b in zip(
        phrases.tolist(),
        matches.first[phrases].tolist(),
        matches.last[phrases].tolist(),
        strict=True,
    ):
        phrase = tuple(ids[a : b + 1].tolist())
        code = known.get(phrase)
        if code is None:
            code = known[phrase] = len(values)
            values.append(" ".join([normal_form(surfaces[i]) for i in phrase]))
        codes[k] = code
    return picked(values, codes)


def _targets(
    plan: Plan, entry: np.ndarray, matches: Matches, found: Tokens, seams: Seams
) -> ExtensionArray:
    kinds = [e.target for e in plan.entries]
    wanted = np.flatnonzero(np.array([kind != "none" for kind in kinds], dtype=bool)[entry])
    countries = np.array([kind not in ("none", "after") for kind in kinds], dtype=bool)[entry]
    named = mentions(found, seams, texts=np.unique(matches.text[countries]))
    values: dict[str, int] = {}
    codes = np.full(len(matches), -1, dtype=np.int64)
    for k, e, first, last in zip(
        wanted.tolist(),
        entry[wanted].tolist(),
        matches.first[wanted].tolist(),
        matches.last[wanted].tolist(),
        strict=True,
    ):
        if kinds[e] == "after":
            target = following(found, last)
        else:
            target = inside(named, first, last)
            if target is None and kinds[e] == "epithet":
                target = epithet(named, found, first, last)
            elif target is None and kinds[e] == "beside":
                target = beside(named, found, first)
        if target is not None:
            codes[k] = values.setdefault(target, len(values))
    return picked(list(values), codes)
