"""Chains: which mentions, in all stories of one event, name the same actor or thing."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from framing.features.actors import gazetteer
from framing.features.actors.mentions import Mention
from framing.features.actors.namings import Naming

_LEADERS = frozenset({
    "leader", "president", "chairman", "chancellor", "premier", "ruler", "dictator",
    "strongman", "autocrat", "despot", "tyrant", "king", "queen", "emperor", "monarch",
    "emir",
})  # fmt: skip
# Offices of which a state has many; what stands before them tells which.
_MANY = frozenset({
    "minister", "secretary", "adviser", "advisor", "director", "chief", "ambassador", "envoy",
    "commissioner", "deputy", "spokesman", "spokeswoman", "spokesperson", "representative",
    "mayor", "governor",
})  # fmt: skip
_IS_COUNTRY = frozenset({"name", "people", "capital", "metonym"})
_OF_COUNTRY = frozenset({"country", "government", "people", "organisation", "role"})
_SURNAMES_FIRST = frozenset({
    "kim", "lee", "park", "moon", "choe", "choi", "ri", "yoon", "han", "jang", "chung",
    "kang", "cho", "xi", "li", "wang", "zhang", "liu", "chen", "yang", "zhao", "huang",
    "zhou", "wu", "xu", "sun", "hu", "zhu", "gao", "lin", "he", "guo", "ma", "luo", "liang",
    "song", "zheng", "nguyen", "tran", "mao", "deng", "jiang", "wen", "bo",
})  # fmt: skip
# Those who act for a state; without its name they belong to the one that was spoken of.
_SERVANTS = frozenset({
    "officials", "official", "authorities", "troops", "forces", "lawmakers", "officers",
    "soldiers", "congress", "senate", "parliament", "ministry", "embassy", "military", "army",
    "government", "regime", "administration", "cabinet", "leadership", "junta", "police",
})  # fmt: skip
_PERSONS = frozenset({"person", "name"})
_NUMBERS = frozenset({
    "two", "three", "four", "five", "six", "seven", "both", "several", "many", "other",
    "some", "all",
})  # fmt: skip
_PLURAL_STATES = frozenset({"countries", "nations", "states", "powers"})


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
    told = [_Story.of(story) for story in stories]
    people = _People(told)
    return [_link_story(story, people) for story in told]


@dataclass(frozen=True)
class _Story:
    """The mentions of a story; its different namings in order, and how often each stands there."""

    mentions: Sequence[Mention]
    namings: list[tuple[Naming, int]]

    @classmethod
    def of(cls, mentions: Sequence[Mention]) -> _Story:
        times = Counter([id(m.naming) for m in mentions])
        first = {id(m.naming): m.naming for m in reversed(mentions)}
        return cls(mentions, [(first[key], n) for key, n in times.items()])


@lru_cache(maxsize=100_000)
def _parts(name: str) -> tuple[str, ...]:
    """The words of a name, lower case, hyphens and initials aside: Kim Jong-un → kim jong un."""
    words = name.replace("-", " ").replace("–", " ").lower().split()
    plain = [w.strip(".,'\"’“”") for w in words]
    return tuple([w for w in plain if len(w) > 1 or len(words) == 1])


def _surname(parts: tuple[str, ...]) -> str:
    """The part by which news calls a person: the last, in East Asian names the first."""
    return parts[0] if parts[0] in _SURNAMES_FIRST and len(parts) > 1 else parts[-1]


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names may be one person's: Sergei and Sergey Lavrov, Donald J. Trump."""
    if one == other or set(one) <= set(other) or set(other) <= set(one):
        return True
    if len(one) != len(other):
        return False
    different = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(different) == 1 and _spelled_alike(*different[0])


def _spelled_alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 5 or one[:3] != other[:3]:
        return False
    changed = sum(a != b for a, b in zip(one, other, strict=False))
    return abs(len(one) - len(other)) <= 1 and changed <= 1


def same_names(full: Sequence[str]) -> list[list[str]]:
    """Group full names that may be one person's; those that come first lead their group.

    Examples
    --------
    >>> same_names(["Sergei Lavrov", "Kim Jong Un", "Sergey Lavrov", "Kim Yong Chol"])
    [['Sergei Lavrov', 'Sergey Lavrov'], ['Kim Jong Un'], ['Kim Yong Chol']]
    """
    groups: list[list[str]] = []
    by_word: dict[str, list[list[str]]] = defaultdict(list)
    for name in full:
        parts = _parts(name)
        near = [group for word in parts for group in by_word[word]]
        group = next((g for g in near if _alike(_parts(g[0]), parts)), None)
        if group is None:
            group = []
            groups.append(group)
            for word in parts:
                by_word[word].append(group)
        group.append(name)
    return groups


class _People:
    """Who is named in the stories of an event, and by which offices."""

    def __init__(self, stories: Sequence[_Story]) -> None:
        spelled: Counter[str] = Counter()
        kinds: dict[str, Counter[str]] = defaultdict(Counter)
        for story in stories:
            for n, times in story.namings:
                if n.name and n.relation not in _IS_COUNTRY and n.kind != "action":
                    spelled[n.name] += times
                    kinds[n.name]["person" if n.kind in _PERSONS else n.kind] += times
        self.kind = {n: k.most_common(1)[0][0] for n, k in kinds.items()}
        full = sorted(
            (n for n in spelled if len(_parts(n)) > 1),
            key=lambda n: (-len(_parts(n)), -spelled[n], n),
        )
        groups = same_names(full)
        self.of_name: dict[str, str] = {}
        self.by_word: dict[str, list[str]] = defaultdict(list)
        self.surnames: dict[str, list[str]] = defaultdict(list)
        self.weight: Counter[str] = Counter()
        for group in groups:
            chief = min(group, key=lambda n: (-spelled[n], -len(n), n))
            for name in group:
                self.of_name[name] = chief
                self.weight[chief] += spelled[name]
            for word in sorted({w for n in group for w in _parts(n)}):
                self.by_word[word].append(chief)
            if self.kind[chief] == "person":
                for word in sorted({_surname(_parts(n)) for n in group}):
                    self.surnames[word].append(chief)
        self.single = Counter({n: c for n, c in spelled.items() if len(_parts(n)) == 1})
        self.offices: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.countries: dict[str, Counter[str]] = defaultdict(Counter)
        self.acronyms = {
            "".join(w[0] for w in _parts(n) if w not in ("of", "the", "and", "for")): c
            for n, c in self.of_name.items()
        }
        self.merged = _merged(stories)
        for story in stories:
            self._learn(story.mentions, self.local(story))

    def local(self, story: _Story) -> Counter[str]:
        """How often a story names each person in full."""
        found: Counter[str] = Counter()
        for n, times in story.namings:
            if n.name in self.of_name:
                found[self.of_name[n.name]] += times
        return found

    def _learn(self, story: Sequence[Mention], local: Counter[str]) -> None:
        """Learn who holds which office, by names and titles side by side."""
        bare: dict[int, str] = {}
        for m in story:
            n = m.naming
            if n.kind in _PERSONS and not n.title:
                bare.setdefault(m.start, n.name)
        for m in story:
            if not m.naming.title:
                continue
            if m.kind == "person":
                self._note(m, self.who(m.name, local))
            elif m.kind == "role":
                name = bare.get(m.end + 1) or bare.get(m.end + 2)
                if name:
                    self._note(m, self.who(name, local))

    def _note(self, m: Mention, person: str) -> None:
        office = _office(m)
        self.offices["", office][person] += 1
        if m.country:
            self.offices[m.country, office][person] += 1
            self.countries[person][m.country] += 1
            if _leads(office):
                self.offices[m.country, "leader"][person] += 1

    def who(self, name: str, local: Counter[str]) -> str:
        """The person (or body) of a name: within the story first, then the event."""
        if name in self.of_name:
            return self.of_name[name]
        parts = _parts(name)
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

    def bare(self, m: Mention) -> str:
        """A person whom a mention names though it was not read as a name: *Trump* as a verb."""
        last = m.text.split()[-1].strip(".,'\"’”")
        known = self.surnames.get(last.lower()) if last[:1].isupper() else None
        return min(known, key=lambda n: (-self.weight[n], n)) if known else ""


def _leads(office: str) -> bool:
    return office in _LEADERS or office == "prime minister"


def _merged(stories: Sequence[_Story]) -> dict[str, str]:
    """Bodies that are called after the people in them: the *migrant caravan*, the *migrants*."""
    roles = gazetteer.load().roles
    pairs: Counter[tuple[str, str]] = Counter()
    heads: Counter[str] = Counter()
    for story in stories:
        for n, times in story.namings:
            if n.name or n.kind == "action":
                continue
            head = lemma(n.head)
            heads[head] += times
            if n.kind == "organisation" and n.modifiers:
                word = lemma(n.modifiers[-1])
                if roles.get(word + "s") == "people" and head != word:
                    pairs[head, word] += times
    merged: dict[str, str] = {}
    for head, word in sorted(pairs, key=lambda p: (-pairs[p] * heads[p[1]], p)):
        if pairs[head, word] > 1 and heads[word] > 1:
            merged.setdefault(head, _same().get(word, word))
    return merged


def _office(m: Mention) -> str:
    """The office as one key: ``foreign minister``, ``president``, ``secretary``."""
    last = m.title.split()[-1]
    if last in _MANY and m.modifiers:
        return f"{m.modifiers[-1]} {last}"
    return last


@lru_cache(maxsize=1)
def _same() -> dict[str, str]:
    """The chain of a word that has synonyms."""
    path = resources.files(__package__).joinpath("synonyms.toml")
    groups = tomllib.loads(path.read_text(encoding="utf-8"))["groups"]
    return {lemma(word): group[0] for group in groups for word in group}


@lru_cache(maxsize=1)
def _usual() -> dict[str, tuple[str, ...]]:
    path = resources.files(__package__).joinpath("epithets.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))["usual"]
    return {word: tuple(codes) for word, codes in table.items()}


def _link_story(story: _Story, people: _People) -> list[str]:
    local = people.local(story)
    seen = [(m.start, m.end, m.naming.country) for m in story.mentions if m.naming.country]
    named: Counter[str] = Counter(country for _, _, country in seen)
    persons: Counter[str] = Counter()
    for n, times in story.namings:
        if n.name and n.relation not in _IS_COUNTRY:
            persons[people.who(n.name, local)] += times
    chains: list[str] = []
    known: dict[int, str] = {}
    for m in story.mentions:
        # Mentions that share a naming share a chain, unless the place decides.
        chain = known.get(id(m.naming))
        if chain is None:
            chain, fixed = _chain(m, people, local, named, seen, persons)
            if fixed:
                known[id(m.naming)] = chain
        chains.append(chain)
    return chains


def _chain(
    m: Mention,
    people: _People,
    local: Counter[str],
    named: Counter[str],
    seen: list[tuple[int, int, str]],
    persons: Counter[str],
) -> tuple[str, bool]:
    """The chain of a mention, and whether its words alone decide, not its place."""
    if m.kind == "action":
        for word in (m.head, *m.modifiers):
            if lemma(word) in _same():
                return _same()[lemma(word)], True
        return f"{m.head} …", True
    if m.relation in _IS_COUNTRY:
        return m.country, True
    if m.head in ("north", "south") and m.kind != "phrase":
        code = _half(m.head, named)
        if code:
            return code, True
    if m.name and m.kind == "organisation" and m.country and m.relation in ("adjective", "owner"):
        return m.country, True  # the Russian Foreign Ministry
    if m.name:
        return people.who(m.name, local), True
    known = people.bare(m)
    if known:
        return known, True
    if m.kind == "role" and m.title:
        person = _holder(m, people, persons)
        if person:
            return person, True
    if m.kind in _OF_COUNTRY and m.country:
        return m.country, True
    if m.kind == "country" and m.head not in _PLURAL_STATES and m.opener not in ("a", "an"):
        state = _state(m, named, seen)
        if state:
            return state, False
    if m.head in _SERVANTS and not set(m.modifiers) & _NUMBERS:
        state = _government(m, people, local, named, seen)
        if state:
            return state, False
    head = lemma(m.head)
    return people.merged.get(head) or _same().get(head, head), False


def _half(word: str, named: Counter[str]) -> str:
    """*The North* is North Korea where the story names it."""
    names = gazetteer.load().names
    halves = [c for c in named if c and names.get(c, "").lower().startswith(word + " ")]
    return min(halves, key=lambda c: (-named[c], c)) if halves else ""


def _holder(m: Mention, people: _People, persons: Counter[str]) -> str:
    """Who holds an office, by the names that stand beside it in the event."""
    office = _office(m)
    keys = [(m.country, office)]
    if _leads(office):
        keys.append((m.country, "leader"))
    if not m.country:
        keys = [("", office)]
    for key in keys:
        holders = people.offices.get(key)
        if holders:
            return min(holders, key=lambda n: (-persons[n], -holders[n], n))
    # Nobody of that country is known in the office: somebody of no known country may be.
    loose = [
        n
        for n in people.offices.get(("", office), ())
        if not people.countries.get(n) or people.countries[n][m.country]
    ]
    return min(loose, key=lambda n: (-persons[n], n)) if loose else ""


def _state(m: Mention, named: Counter[str], seen: list[tuple[int, int, str]]) -> str:
    """Which country *the reclusive state* is: by what qualifies it, else by what came before."""
    for word in m.modifiers:
        for code in _usual().get(word, ()):
            if named[code]:
                return code
    before = [(end, code) for start, end, code in seen if end <= m.start and code in named]
    if not before:
        return named.most_common(1)[0][0] if len(named) else ""
    recent: dict[str, float] = defaultdict(float)
    for end, code in before:
        recent[code] += 1.0 / (1 + (m.start - end) / 100)
    return min(recent, key=lambda c: (-recent[c], c))


def _government(
    m: Mention,
    people: _People,
    local: Counter[str],
    named: Counter[str],
    seen: list[tuple[int, int, str]],
) -> str:
    """*Putin's administration* is the state that *Russian President Vladimir Putin* leads."""
    owner = m.text.split("'")[0].split("’")[0]
    for word in [owner, *m.modifiers]:
        person = people.who(word.strip().title(), local)
        countries = people.countries.get(person)
        if countries:
            return min(countries, key=lambda c: (-countries[c], c))
    return _state(m, named, seen)


@lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """A noun without its plural: talks stay talks, meetings are meeting."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
