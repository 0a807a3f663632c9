"""Who is named in the stories of one event, and by which offices."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from framing.features.actors.names import parts_of, same_names, surname
from framing.features.actors.plans import PERSONS, Table, office_of, same_things

_LEADERS = frozenset({
    "leader", "president", "chairman", "chancellor", "premier", "ruler", "dictator",
    "strongman", "autocrat", "despot", "tyrant", "king", "queen", "emperor", "monarch",
    "emir",
})  # fmt: skip


@dataclass(frozen=True)
class Story:
    """The mentions of a story, and its different namings.

    Parameters
    ----------
    table : Table
        The namings of all stories.
    starts, ends, which : list of int
        Of each mention: where it stands, and its row of the table.
    rows : list of (int, int)
        The different rows in the order in which they come up, each with how often it stands there.
    named, counted, bodies : list of (int, int)
        Those of them with a name; with one that chains are made of; and bodies without a name.
    titled, bare : list of (int, int)
        Mentions with a title: where they end, and their rows; persons' names without one: where
        they begin, and their rows.
    """

    table: Table
    starts: list[int]
    ends: list[int]
    which: list[int]
    rows: list[tuple[int, int]]
    named: list[tuple[int, int]]
    counted: list[tuple[int, int]]
    bodies: list[tuple[int, int]]
    titled: list[tuple[int, int]]
    bare: list[tuple[int, int]]


def stories_of(
    table: Table, bounds: np.ndarray, starts: np.ndarray, ends: np.ndarray, which: np.ndarray
) -> list[Story]:
    """Stories by their mentions, those of story ``i`` being ``bounds[i]:bounds[i + 1]``."""
    size = max(len(table.namings), 1)
    story = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    keys, first, times = np.unique(story * size + which, return_index=True, return_counts=True)
    order = np.argsort(first)
    row, times, home = (keys % size)[order], times[order], (keys // size)[order]

    def listed(wanted: np.ndarray, *columns: np.ndarray) -> list[list[tuple[int, int]]]:
        text, one, other = (column[wanted].tolist() for column in columns)
        cuts = np.searchsorted(text, np.arange(len(bounds)))
        pairs = list(zip(one, other, strict=True))
        return [pairs[a:b] for a, b in itertools.pairwise(cuts.tolist())]

    columns = [column.tolist() for column in (starts, ends, which)]
    return [
        Story(table, *(column[a:b] for column in columns), *rest)
        for (a, b), *rest in zip(
            itertools.pairwise(bounds.tolist()),
            listed(row >= 0, home, row, times),
            listed(table.named[row], home, row, times),
            listed(table.counts[row], home, row, times),
            listed(table.bodies[row], home, row, times),
            listed(table.titled[which], story, ends, which),
            listed(table.bare[which], story, starts, which),
            strict=True,
        )
    ]


class People:
    """Who is named in the stories of an event, and by which offices."""

    def __init__(self, stories: Sequence[Story]) -> None:
        spelled: dict[str, int] = {}
        kinds: dict[str, dict[str, int]] = {}
        for story in stories:
            names, kind_of = story.table.namings.name, story.table.namings.kind
            for row, times in story.counted:
                name, kind = names[row], kind_of[row]
                kind = "person" if kind in PERSONS else kind
                spelled[name] = spelled.get(name, 0) + times
                votes = kinds.setdefault(name, {})
                votes[kind] = votes.get(kind, 0) + times
        parts = {name: parts_of(name) for name in spelled}
        full = [n for n in spelled if len(parts[n]) > 1]
        full.sort(key=lambda n: (-len(parts[n]), -spelled[n], n))
        self.of_name: dict[str, str] = {}
        self.by_word: dict[str, list[str]] = defaultdict(list)
        self.surnames: dict[str, list[str]] = defaultdict(list)
        self.weight: dict[str, int] = {}
        for group in same_names(full):
            chief = group[0]
            if len(group) > 1:
                chief = min(group, key=lambda n: (-spelled[n], -len(n), n))
            self.of_name.update(dict.fromkeys(group, chief))
            self.weight[chief] = sum([spelled[name] for name in group])
            for word in {w for n in group for w in parts[n]}:
                self.by_word[word].append(chief)
            votes = kinds[chief]
            if max(votes, key=votes.__getitem__) == "person":
                for word in {surname(parts[n]) for n in group}:
                    self.surnames[word].append(chief)
        self.offices: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.countries: dict[str, Counter[str]] = defaultdict(Counter)
        self.merged = _merged(stories)
        for story in stories:
            if story.titled:
                self._learn(story, self.local(story))

    @cached_property
    def acronyms(self) -> dict[str, str]:
        """Who is named in full, by first letters."""
        return {
            "".join(w[0] for w in parts_of(n) if w not in ("of", "the", "and", "for")): c
            for n, c in self.of_name.items()
        }

    def local(self, story: Story) -> Counter[str]:
        """How often a story names each person in full."""
        found: Counter[str] = Counter()
        names = story.table.namings.name
        for row, times in story.named:
            name = self.of_name.get(names[row])
            if name:
                found[name] += times
        return found

    def _learn(self, story: Story, local: Counter[str]) -> None:
        """Learn who holds which office, by names and titles side by side."""
        namings = story.table.namings
        bare: dict[int, str] = {}
        for start, row in story.bare:
            bare.setdefault(start, namings.name[row])
        for end, row in story.titled:
            kind = namings.kind[row]
            name = namings.name[row] if kind == "person" else ""
            if kind == "role":
                name = bare.get(end + 1) or bare.get(end + 2) or ""
            if name:
                office = office_of(namings.title[row], namings.modifiers[row])
                self._note(office, namings.country[row], self.who(name, local))

    def _note(self, office: str, country: str, person: str) -> None:
        self.offices["", office][person] += 1
        if country:
            self.offices[country, office][person] += 1
            self.countries[person][country] += 1
            if leads(office):
                self.offices[country, "leader"][person] += 1

    def who(self, name: str, local: Counter[str]) -> str:
        """The person (or body) of a name: within the story first, then the event."""
        if name in self.of_name:
            return self.of_name[name]
        parts = parts_of(name)
        if not parts:
            return name
        known = self.surnames.get(parts[-1]) or self.by_word.get(parts[-1], [])
        if not known and len(parts) == 1 and name.isupper():
            found = self.acronyms.get(parts[0])
            if found:
                return found
        if not known:
            return name.replace(".", "") if name.isupper() else name
        # Named in full in the story counts three times; the event's frequency decides otherwise.
        return min(known, key=lambda n: (-self.weight[n] * (3 if local[n] else 1), n))

    def bare(self, last: str) -> str:
        """A person whom a mention names though it was not read as a name: *Trump* as a verb."""
        known = self.surnames.get(last)
        return min(known, key=lambda n: (-self.weight[n], n)) if known else ""


def leads(office: str) -> bool:
    """Whether who holds an office leads a state."""
    return office in _LEADERS or office == "prime minister"


def _merged(stories: Sequence[Story]) -> dict[str, str]:
    """Bodies that are called after the people in them: the *migrant caravan*, the *migrants*."""
    pairs: Counter[tuple[str, str]] = Counter()
    for story in stories:
        for row, times in story.bodies:
            pair = story.table.plan(row).pair
            if pair:
                pairs[pair] += times
    pairs = Counter({pair: n for pair, n in pairs.items() if n > 1})
    if not pairs:
        return {}
    heads: Counter[str] = Counter()
    for story in stories:
        for row, times in story.rows:
            heads[story.table.plan(row).lemma] += times
    merged: dict[str, str] = {}
    for head, word in sorted(pairs, key=lambda p: (-pairs[p] * heads[p[1]], p)):
        if heads[word] > 1:
            merged.setdefault(head, same_things().get(word, word))
    return merged
