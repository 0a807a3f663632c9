"""Dictionaries compiled together: one matcher, and what each of its patterns counts for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.features.dictionary import Dictionary, Entry
from framing.features.matcher import Matcher, Matches, compile_patterns
from framing.features.overlaps import longest, negated
from framing.features.pattern import PatternError
from framing.features.registry import classes, collect, dictionaries
from framing.features.seams import Seams
from framing.features.targets import beside, epithet, following, inside, mentions
from framing.text import Tokens, tokens

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

    def matches(
        self, found: Tokens, texts: Sequence[str], *, allowed: np.ndarray | None = None
    ) -> Matches:
        """Matches in some texts: of each dictionary the longest, none inside another.

        Parameters
        ----------
        found : Tokens
        texts : sequence of str
        allowed : ndarray of int, shape (tokens,), optional
            A match must lie in words of one positive number (a story span); 0 is not counted.
        """
        matches = self.matcher.find(found, texts)
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
    return hit_table(plan, found, texts, plan.matches(found, texts))


def hit_table(plan: Plan, found: Tokens, texts: Sequence[str], matches: Matches) -> pd.DataFrame:
    """Matches as a table with feature, entry, term, target and negation (columns: see `find`)."""
    seams = Seams(found, texts)
    forms = found.vocabulary.normal_forms
    ids = found.ids
    entries = [plan.entries[e] for e in plan.entry_of[matches.pattern].tolist()]
    names = [plan.dictionaries[d].name for d in plan.dictionary_of[matches.pattern].tolist()]
    terms = [
        " ".join(forms[i] for i in ids[a : b + 1].tolist())
        for a, b in zip(matches.first.tolist(), matches.last.tolist(), strict=True)
    ]
    return pd.DataFrame(
        {
            "text": matches.text,
            "start": matches.start,
            "end": matches.end,
            "feature": pd.array(names, dtype="string"),
            "entry": pd.array([e.name for e in entries], dtype="string"),
            "term": pd.array(terms, dtype="string"),
            "target": pd.array(_targets(entries, matches, found, texts), dtype="string"),
            "negated": negated(matches, found, seams),
        },
        columns=list(HIT_COLUMNS),
    )


def _targets(
    entries: Sequence[Entry], matches: Matches, found: Tokens, texts: Sequence[str]
) -> list[str | None]:
    targets: list[str | None] = [None] * len(entries)
    wanted = [k for k, entry in enumerate(entries) if entry.target != "none"]
    named = mentions(found, texts) if any(entries[k].target != "after" for k in wanted) else None
    for k in wanted:
        first, last = int(matches.first[k]), int(matches.last[k])
        if entries[k].target == "after":
            targets[k] = following(found, last)
        elif named is not None:
            targets[k] = inside(named, first, last)
            if targets[k] is None and entries[k].target == "epithet":
                targets[k] = epithet(named, found, first, last)
            elif targets[k] is None and entries[k].target == "beside":
                targets[k] = beside(named, found, first)
    return targets
