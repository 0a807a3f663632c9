"""What the words of a naming alone say of its chain, found once before stories are gone through."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import NamedTuple, get_args

import numpy as np

from framing.features.actors import gazetteer
from framing.features.actors.namings import Kind, Namings

# Offices of which a state has many; what stands before them tells which.
_MANY = frozenset({
    "minister", "secretary", "adviser", "advisor", "director", "chief", "ambassador", "envoy",
    "commissioner", "deputy", "spokesman", "spokeswoman", "spokesperson", "representative",
    "mayor", "governor",
})  # fmt: skip
_OF_COUNTRY = frozenset({"country", "government", "people", "organisation", "role"})
# Those who act for a state; without its name they belong to the one that was spoken of.
_SERVANTS = frozenset({
    "officials", "official", "authorities", "troops", "forces", "lawmakers", "officers",
    "soldiers", "congress", "senate", "parliament", "ministry", "embassy", "military", "army",
    "government", "regime", "administration", "cabinet", "leadership", "junta", "police",
})  # fmt: skip
_NUMBERS = frozenset({
    "two", "three", "four", "five", "six", "seven", "both", "several", "many", "other",
    "some", "all",
})  # fmt: skip
_HALVES = frozenset({"north", "south"})
_SOME = frozenset({"a", "an"})
_PLURAL_STATES = frozenset({"countries", "nations", "states", "powers"})
_MARKS = ".,'\"’”"
_KINDS = {kind: k for k, kind in enumerate(get_args(Kind))}
IS_COUNTRY = frozenset({"name", "people", "capital", "metonym"})
PERSONS = frozenset({"person", "name"})


class Plan(NamedTuple):
    """How one naming finds its chain; what is empty or false does not apply.

    Parameters
    ----------
    chain : str
        The chain, where the words alone decide.
    half : str
        *north* or *south*: a country where the story names one that begins so.
    name : str
        The name that stands for somebody.
    last : str
        The last word, lower case, where it has a capital and stands in no name.
    office : str
        The office whose holder is meant, as one key: ``foreign minister``.
    country : str
        The country that the naming belongs to.
    state : bool
        Whether it may be a state without its name; which one, its place decides.
    servants : bool
        Whether it acts for a state; which one, its place decides.
    default : str
        The chain where nothing else is found.
    pair : (str, str) or None
        A body and the people whom it may be called after.
    lemma : str
        The head without its plural, where the naming has no name.
    """

    chain: str
    half: str
    name: str
    last: str
    office: str
    country: str
    state: bool
    servants: bool
    default: str
    pair: tuple[str, str] | None
    lemma: str


class Table:
    """Some namings, and what their words say of their chains.

    Parameters
    ----------
    namings : Namings

    Attributes
    ----------
    fixed : list of str
        The chain, where the words alone decide and no story does; or empty.
    usual : list of str
        The chain, where only a body called after its people could change it; or empty.
    called : list of str
        The name that stands for somebody, where nothing else is looked at; or empty.
    named, counts : ndarray of bool, shape (namings,)
        Whether there is a name; whether it is one that chains are made of.
    titled, bare, bodies : ndarray of bool, shape (namings,)
        Whether there is a title; whether it is a person's name without one; whether it is a body
        that is qualified and has no name.
    """

    def __init__(self, namings: Namings) -> None:
        self.namings = namings
        self._plans: list[Plan | None] = [None] * len(namings)
        kind = np.array(list(map(_KINDS.__getitem__, namings.kind)), dtype=np.int64)
        named, titled, country, modified = (
            np.array(list(map(bool, column)), dtype=bool)
            for column in (namings.name, namings.title, namings.country, namings.modifiers)
        )
        is_country = np.array([r in IS_COUNTRY for r in namings.relation], dtype=bool)
        acts = kind == _KINDS["action"]
        organisation = kind == _KINDS["organisation"]
        self.named = named
        self.counts = named & ~is_country & ~acts
        self.titled = titled
        self.bare = np.isin(kind, [_KINDS[k] for k in sorted(PERSONS)]) & ~titled
        self.bodies = organisation & modified & ~named
        fixed = is_country & ~acts
        self.fixed = [c if f else "" for c, f in zip(namings.country, fixed.tolist(), strict=True)]
        of_country = np.isin(kind, [_KINDS[k] for k in sorted(_OF_COUNTRY)]) & country
        halves = np.array([h in _HALVES for h in namings.head], dtype=bool)
        called = self.counts & ~halves & ~(organisation & country)
        self.called = [n if c else "" for n, c in zip(namings.name, called.tolist(), strict=True)]
        open_ = named | fixed | acts | of_country | titled | (kind == _KINDS["country"])
        default = {head: _default(head) for head in set(namings.head)}
        self.usual = [
            "" if o or text.rsplit(None, 1)[-1].lstrip(_MARKS)[:1].isupper() else default[head]
            for o, text, head in zip(open_.tolist(), namings.text, namings.head, strict=True)
        ]

    def plan(self, row: int) -> Plan:
        """The plan of a row."""
        found = self._plans[row]
        if found is None:
            found = self._plans[row] = plan_of(self.namings, row)
        return found


def _default(head: str) -> str:
    """The chain of a head word; empty where it may stand for more than itself."""
    if head in _SERVANTS or head in _HALVES:
        return ""
    return same_things().get(lemma(head), lemma(head))


def plan_of(namings: Namings, row: int) -> Plan:
    """How a naming finds its chain."""
    kind, relation, name = namings.kind[row], namings.relation[row], namings.name[row]
    country, modifiers, title = namings.country[row], namings.modifiers[row], namings.title[row]
    head, words = namings.head[row], same_things()
    single = lemma(head)
    chain = last = ""
    pair = None
    owned = False
    if kind == "action":
        known = [words[w] for w in map(lemma, (head, *modifiers)) if w in words]
        chain = known[0] if known else f"{head} …"
    elif relation in IS_COUNTRY:
        chain = country
    elif name:
        # The Russian Foreign Ministry is the state's.
        owned = kind == "organisation" and country != "" and relation in ("adjective", "owner")
    else:
        last = namings.text[row].split()[-1].strip(_MARKS)
        last = last.lower() if last[:1].isupper() else ""
    if kind == "organisation" and modifiers and not name:
        word = lemma(modifiers[-1])
        if gazetteer.load().roles.get(word + "s") == "people" and single != word:
            pair = single, word
    office = office_of(title, modifiers) if title and kind == "role" else ""
    half = head if not chain and head in _HALVES and kind != "phrase" else ""
    return Plan(
        country if owned and not half else chain,
        half,
        "" if owned else name,
        last,
        office,
        country if kind in _OF_COUNTRY else "",
        kind == "country" and head not in _PLURAL_STATES and namings.opener[row] not in _SOME,
        head in _SERVANTS and not _NUMBERS.intersection(modifiers),
        words.get(single, single),
        pair,
        "" if name or kind == "action" else single,
    )


def office_of(title: str, modifiers: tuple[str, ...]) -> str:
    """The office as one key: ``foreign minister``, ``president``, ``secretary``."""
    last = title.split()[-1]
    return f"{modifiers[-1]} {last}" if last in _MANY and modifiers else last


@lru_cache(maxsize=1)
def same_things() -> dict[str, str]:
    """The chain of a word that has synonyms."""
    path = resources.files(__package__).joinpath("synonyms.toml")
    groups = tomllib.loads(path.read_text(encoding="utf-8"))["groups"]
    return {lemma(word): group[0] for group in groups for word in group}


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
