"""Chains: which mentions, in all stories of one event, name the same actor or thing."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib import resources

import numpy as np

from framing.features.actors import gazetteer
from framing.features.actors.mentions import Mention
from framing.features.actors.namings import Naming, Namings
from framing.features.actors.people import People, Story, leads, stories_of
from framing.features.actors.plans import IS_COUNTRY, Plan, Table


def link_mentions(stories: Sequence[Sequence[Mention]]) -> list[list[str]]:
    """Join the mentions of several stories of one event into chains.

    Parameters
    ----------
    stories : sequence of sequence of Mention
        The mentions of each story, as `find_mentions` gives them.

    Returns
    -------
    list of list of str
        For each mention the name of its chain: a country's code (``KP``), a person's fullest name
        (``Kim Jong Un``), another name, or the head word of what is named (``summit``).

    Notes
    -----
    Decided in this order: names joined by their parts (*Kim* is the *Kim* whom the story names in
    full, else the event's most frequent); offices by the names that stand beside them anywhere in
    the event (*the North Korean leader*); countries by name, people, capital or metonym, and what
    belongs to their state (*Russian officials*); states without a name by what qualifies them and
    by the countries named before; the rest by head word. The order of stories does not matter.

    Examples
    --------
    >>> from framing.features.actors import find_mentions
    >>> text = (
    ...     "North Korean leader Kim Jong Un spoke. Lavrov visited the reclusive state. Kim left."
    ... )
    >>> mentions = find_mentions(text)
    >>> chains = link_mentions([mentions])[0]
    >>> {m.text: c for m, c in zip(mentions, chains) if m.text in ("the reclusive state", "Kim")}
    {'the reclusive state': 'KP', 'Kim': 'Kim Jong Un'}
    """
    rows: dict[int, int] = {}
    namings: list[Naming] = []
    which: list[int] = []
    every = [m for mentions in stories for m in mentions]
    for m in every:
        row = rows.setdefault(id(m.naming), len(rows))
        if row == len(namings):
            namings.append(m.naming)
        which.append(row)
    columns = ([m.start for m in every], [m.end for m in every], which)
    arrays = [np.array(column, dtype=np.int64) for column in columns]
    bounds = np.cumsum([0, *map(len, stories)])
    return link(stories_of(Table(Namings.of(namings)), bounds, *arrays))


def link(stories: Sequence[Story]) -> list[list[str]]:
    """The chains of the mentions of one event's stories; see `link_mentions`."""
    people = People(stories)
    return [_Linking(story, people).chains() for story in stories]


class _Linking:
    """One story on its way to chains."""

    def __init__(self, story: Story, people: People) -> None:
        self.story, self.people, self.table = story, people, story.table

    @cached_property
    def local(self) -> Counter[str]:
        """How often the story names each person in full."""
        return self.people.local(self.story)

    @cached_property
    def seen(self) -> list[tuple[int, int, str]]:
        """Where countries are named, and which."""
        of = self.table.namings.country
        rows = zip(self.story.starts, self.story.ends, self.story.which, strict=True)
        return [(start, end, of[row]) for start, end, row in rows if of[row]]

    @cached_property
    def named(self) -> Counter[str]:
        """How often each country is named."""
        return Counter(country for _, _, country in self.seen)

    @cached_property
    def persons(self) -> Counter[str]:
        """How often each person is named, in full or not."""
        found: Counter[str] = Counter()
        names, relations = self.table.namings.name, self.table.namings.relation
        for row, times in self.story.named:
            if relations[row] not in IS_COUNTRY:
                name = self.people.of_name.get(names[row])
                found[name or self.people.who(names[row], self.local)] += times
        return found

    def chains(self) -> list[str]:
        """The chain of each mention."""
        fixed, usual, called = self.table.fixed, self.table.usual, self.table.called
        plain, known_as = not self.people.merged, self.people.of_name.get
        # Mentions that share a naming share a chain, unless the place decides.
        known = {
            row: fixed[row] or (plain and usual[row]) or known_as(called[row]) or self._chain(row)
            for row, _ in self.story.rows
        }
        if all(known.values()):
            return [known[row] for row in self.story.which]
        return [
            known[row] or self._placed(row, start)
            for row, start in zip(self.story.which, self.story.starts, strict=True)
        ]

    def _chain(self, row: int) -> str:
        """The chain of a naming that its words decide within the event; or empty."""
        name = self.table.called[row]
        if name:
            return self.people.who(name, self.local)
        plan = self.table.plan(row)
        if plan.chain:
            return plan.chain
        if plan.half:
            code = self._half(plan.half)
            if code:
                return code
        if plan.name:
            return self.people.who(plan.name, self.local)
        if plan.last:
            known = self.people.bare(plan.last)
            if known:
                return known
        if plan.office:
            person = self._holder(plan)
            if person:
                return person
        if plan.country:
            return plan.country
        return "" if plan.state or plan.servants else self._default(plan)

    def _default(self, plan: Plan) -> str:
        return self.people.merged.get(plan.lemma) or plan.default

    def _placed(self, row: int, start: int) -> str:
        """The chain of a naming whose place decides."""
        plan = self.table.plan(row)
        found = self._state(row, start) if plan.state else ""
        if not found and plan.servants:
            found = self._government(row, start)
        return found or self._default(plan)

    def _half(self, word: str) -> str:
        """*The North* is North Korea where the story names it."""
        names, named = gazetteer.load().names, self.named
        halves = [c for c in named if c and names.get(c, "").lower().startswith(word + " ")]
        return min(halves, key=lambda c: (-named[c], c)) if halves else ""

    def _holder(self, plan: Plan) -> str:
        """Who holds an office, by the names that stand beside it in the event."""
        people, office, country = self.people, plan.office, plan.country
        keys = [(country, office)]
        if leads(office):
            keys.append((country, "leader"))
        if not country:
            keys = [("", office)]
        for key in keys:
            holders = people.offices.get(key)
            if holders:
                return min(holders, key=lambda n: (-self.persons[n], -holders[n], n))
        # Nobody of that country is known in the office: somebody of no known country may be.
        loose = [
            n
            for n in people.offices.get(("", office), ())
            if not people.countries.get(n) or people.countries[n][country]
        ]
        return min(loose, key=lambda n: (-self.persons[n], n)) if loose else ""

    def _state(self, row: int, start: int) -> str:
        """Which country *the reclusive state* is: by its epithets, else by what came before."""
        named = self.named
        for word in self.table.namings.modifiers[row]:
            for code in _usual().get(word, ()):
                if named[code]:
                    return code
        before = [(end, code) for _, end, code in self.seen if end <= start]
        if not before:
            return named.most_common(1)[0][0] if named else ""
        recent: dict[str, float] = defaultdict(float)
        for end, code in before:
            recent[code] += 1.0 / (1 + (start - end) / 100)
        return min(recent, key=lambda c: (-recent[c], c))

    def _government(self, row: int, start: int) -> str:
        """*Putin's administration* is the state that *Russian President Vladimir Putin* leads."""
        owner = self.table.namings.text[row].split("'")[0].split("’")[0]
        for word in [owner, *self.table.namings.modifiers[row]]:
            person = self.people.who(word.strip().title(), self.local)
            countries = self.people.countries.get(person)
            if countries:
                return min(countries, key=lambda c: (-countries[c], c))
        return self._state(row, start)


@lru_cache(maxsize=1)
def _usual() -> dict[str, tuple[str, ...]]:
    path = resources.files(__package__).joinpath("epithets.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))["usual"]
    return {word: tuple(codes) for word, codes in table.items()}
