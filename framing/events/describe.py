"""Names each event for a reader: who, where, when, and the words that its articles share."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from textwrap import shorten
from typing import NamedTuple

import pandas as pd

from framing.corpus import Corpus
from framing.countries import countries
from framing.events.background import load_background
from framing.events.group import story_of
from framing.events.terms import normal
from framing.library import Run
from framing.text import fold

COLUMNS = (
    "event",
    "label",
    "who",
    "where",
    "when",
    "articles",
    "stories",
    "outlets",
    "first",
    "last",
    "names",
    "places",
    "terms",
    "numbers",
    "days",
)
_AT_ONCE = 500  # articles that are read together
_READ = 4000  # characters of a story in which its names are looked for
_MOST = 5
_LONGEST_LABEL = 100  # characters of a headline
_WORD = r"(?:(?:[A-Z]\.){2,}|[A-Z][^\W\d_]+(?:['-][^\W\d_]+)*)"
# Each pattern begins with the signs that can begin it and then looks back: so the search skips on.
_NAME = re.compile(
    r"[A-Z](?<![\w'-].)(?:\.(?:[A-Z]\.)+|[^\W\d_]+(?:['-][^\W\d_]+)*)"
    rf"(?: (?:(?:of|de|al|bin|van|von|del) )?{_WORD})*"
)
_BEFORE_PLACE = re.compile(r"\b(?:in|at|near|outside|across|inside|around|toward|towards)\s$")
_AFTER_STOP = re.compile(r"(?:^|[.!?:\n\"(]|\"\s|[.!?]['\"]?\s)\s*$")
_NUMBER = re.compile(
    r"[\d$](?<![\w.].)(?:(?<=\$)\d+|(?<=\d)\d*)(?:[.,]\d+)*"
    r"(?:%| (?:percent|million|billion|trillion))?"
)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_WEEKDAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"


def _after_first(words: str) -> str:
    """Words given as ``a|b``, from their second letter on."""
    return "|".join(f"(?<={word[0]}){word[1:]}" for word in words.split("|"))


_DAY = re.compile(
    rf"[JFMASONDTW](?<!\w.)(?:(?:{_after_first(_MONTH)}) [0-3]?\d\b(?!,? ?\d\d\d)"
    rf"|(?:{_after_first(_WEEKDAY)})\b)"
)
_NOT_NAMES = re.compile(
    rf"^(?:{_MONTH}|\w+day|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Capt|Sgt|Rev|St|No|I)$"
)
_ALIKE = 4  # letters that two spellings of a first name have in common: Sergei, Sergey
_OPENING = 600  # characters at a story's beginning, where the place of the event stands
_TITLES = frozenset(
    ("Minister", "President", "Secretary", "Chairman", "Premier", "Senator", "Governor", "General",
     "Chancellor", "Prince", "King", "Pope", "Leader", "Ambassador", "Justice", "Judge", "Speaker",
     "Director", "Representative", "Officer", "Attorney", "Mayor", "Coach", "Candidate")
)  # fmt: skip
_ABBREVIATED = re.compile(r"\.(?=[,;)]| [a-z])")  # "Fla., " and "Sen. " at a line's end
_LOWER = re.compile(r"(?<![\w'-])[a-z][a-z'-]{3,}")


@dataclass
class _Found:
    """What the articles of one event hold; each thing is counted once an article."""

    names: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    scenes: Counter[str] = field(default_factory=Counter)
    openings: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)

    def join_spellings(self) -> None:
        """Count ``Sergei`` and ``Sergey Lavrov`` as one name, under the commoner spelling."""
        alike: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name in sorted(self.names, key=lambda name: (-self.names[name], name)):
            first, _, last = name.partition(" ")
            if last and len(first) > _ALIKE:
                alike[first[:_ALIKE], last].append(name)
        for spellings in alike.values():
            for other in spellings[1:]:
                for counts in (self.names, self.places, self.scenes, self.openings):
                    counts[spellings[0]] += counts.pop(other, 0)


def label_events(corpus: Corpus, *, run: Run | None = None) -> pd.DataFrame:
    """Say for each event what it is about, and what its articles share.

    Names are runs of capitalised words, counted once an article; a place is a name that stands
    after *in*, *at*, *near* and the like in a third of the articles that hold it. Shared means
    in at least half of the articles, and in at least two where there are two. An event of one
    article shares nothing: its label is the headline, where there is one, its evidence empty.

    Parameters
    ----------
    corpus : Corpus
        After `group`.
    run : Runner, optional
        Where events are read; by default in this process.

    Returns
    -------
    DataFrame
        One row an event, the largest first: ``event``, ``label`` (who · where · when; of one
        article its headline · when), ``who``, ``where``, ``when``, ``articles``, ``stories``,
        ``outlets`` (counts), ``first`` and ``last`` day of publication, and the evidence: shared
        ``names``, ``places``, ``terms``, ``numbers``, ``days``, each with the number of articles
        that hold it.

    Examples
    --------
    >>> from framing.events import group
    >>> rows = [{"article_id": "a", "text": "The old dairy in Palmer burned down on Tuesday."},
    ...         {"article_id": "b", "text": "Fire took the dairy in Palmer on Tuesday."}]
    >>> label_events(group(Corpus.from_articles(rows))).iloc[0]["label"]
    'dairy · Palmer · Tuesday'
    """
    members: dict[str, list[_Article]] = defaultdict(list)
    columns = ["event", "article_id", "headline", "story", "outlet", "published"]
    about = corpus.articles[columns].astype(object)
    about = about.where(about.notna(), None)
    for event, *rest in about.itertuples(index=False, name=None):
        if event is not None:
            members[str(event)].append(_Article(*rest))
    told = run.map if run else map
    rows = [row for found in told(_rows, _batches(corpus, members)) for row in found]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.sort_values(
        ["articles", "first", "event"],
        ascending=[False, True, True],
        kind="stable",
        ignore_index=True,
    )


class _Article(NamedTuple):
    """What the table of articles says of one."""

    article: str
    headline: str | None
    story: str | None
    outlet: str | None
    published: str | None


_Event = tuple[str, list[_Article], list[str]]  # its name, its articles, and how these begin


def _batches(corpus: Corpus, members: Mapping[str, list[_Article]]) -> Iterator[list[_Event]]:
    """Events by name, some hundred articles at a time."""
    batch: list[_Event] = []
    size = 0
    for event in sorted(members):
        mine = members[event]
        read = [] if _is_headed(mine) else mine
        told = ["\n".join(story_of(corpus, x.article))[:_READ] for x in read]
        batch.append((event, mine, told))
        size += len(told)
        if size >= _AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _is_headed(mine: Sequence[_Article]) -> bool:
    """Whether the headline of its one article says what an event is."""
    return len(mine) == 1 and bool(mine[0].headline)


def _rows(events: Sequence[_Event]) -> list[dict[str, object]]:
    return [_row(*event) for event in events]


def _row(event: str, mine: Sequence[_Article], told: Sequence[str]) -> dict[str, object]:
    found = _Found()
    for text in told:
        _read(found, fold(text))
    n = len(mine)
    least = max(min(2, n), (n + 1) // 2)
    found.join_spellings()
    names = _shared(found.names, least)
    places = [(p, c) for p, c in names if found.places[p] * 3 >= c]
    people = [(p, c) for p, c in names if found.places[p] * 3 < c]
    surnames = {p.rsplit(" ", 1)[1] for p, _ in people if " " in p}
    places = [(p, c) for p, c in places if p not in surnames]
    terms = _shared(found.words, least)[:_MOST]
    days = _common(found.days, least)
    published = sorted(x.published[:10] for x in mine if x.published is not None)
    # Where an event is stands early: a region named in passing does not.
    places.sort(key=lambda p: (-found.openings[p[0]], -found.scenes[p[0]], -p[1]))
    # A full name says more than one word.
    who = sorted(people, key=lambda p: (" " not in p[0],))[:2]
    when = published[0] if published else days[0][0] if days else ""
    subject = ", ".join(p for p, _ in who) or ", ".join(t for t, _ in terms[:1])
    if _is_headed(mine):
        subject = shorten(mine[0].headline or "", _LONGEST_LABEL, placeholder=" …")
    where = places[0][0] if places and found.scenes[places[0][0]] else ""
    return {
        "event": event,
        "label": " · ".join(part for part in (subject, where, when) if part) or event,
        "who": ", ".join(p for p, _ in who),
        "where": where,
        "when": when,
        "articles": n,
        "stories": len({x.story or x.article for x in mine}),
        "outlets": len({x.outlet for x in mine} - {None, "unknown"}),
        "first": published[0] if published else pd.NA,
        "last": published[-1] if published else pd.NA,
        "names": _said(people[:_MOST]),
        "places": _said(places[:_MOST]),
        "terms": _said(terms),
        "numbers": _said(_common(found.numbers, least)),
        "days": _said(days),
    }


def _read(found: _Found, text: str) -> None:
    """Count what one article holds."""
    names: set[str] = set()
    places: set[str] = set()
    scenes: set[str] = set()
    openings: set[str] = set()
    people = _people()
    for match in _NAME.finditer(text):
        before = text[max(0, match.start() - 9) : match.start()]
        name = _trim(match.group(), _AFTER_STOP.search(before[-4:]) is not None)
        if not name or _ABBREVIATED.match(text, match.end()) or name in people:
            continue
        names.add(name)
        if _BEFORE_PLACE.search(before):
            places.add(name)
            paragraph = text.rfind("\n", 0, match.start()) + 1
            if text.count('"', paragraph, match.start()) % 2 == 0:  # nobody is quoted here
                scenes.add(name)
                if match.start() < _OPENING:
                    openings.add(name)
    _add_short_forms(names)
    found.names.update(names)
    found.places.update(places)
    found.scenes.update(scenes)
    found.openings.update(openings)
    found.words.update(set(_LOWER.findall(text)))
    found.numbers.update({n for n in _NUMBER.findall(text) if len(n) > 1})
    found.days.update(set(_DAY.findall(text)))


@lru_cache(maxsize=1)
def _people() -> frozenset[str]:
    """Words for peoples, which name nobody: ``Ukrainian``, ``Russians``."""
    return frozenset(w for c in countries().values() for w in (*c.adjectives, *c.people))


@lru_cache(maxsize=200_000)
def _trim(name: str, opens: bool) -> str:
    """The name without the common words round it; empty where nothing is left."""
    capitals = load_background().capital_share
    words = [w[:-2] if w.endswith("'s") else w for w in name.split(" ")]

    def proper(word: str, first: bool) -> bool:
        if _NOT_NAMES.match(word) or not word[:1].isupper():
            return False
        share = capitals.get(normal(word))
        return share > 0.5 if share is not None else not (first and opens)

    while words and not proper(words[0], True):
        words, opens = words[1:], False
    while words and not proper(words[-1], False):
        words.pop()
    titles = [i for i, word in enumerate(words[:-1]) if word in _TITLES]
    words = words[titles[-1] + 1 :] if titles else words
    # "Kim Jong-un" is "Kim Jong Un".
    parts = [p[:1].upper() + p[1:] for w in words for p in w.split("-")]
    return " ".join(parts) if len(parts) < 5 else ""


def _add_short_forms(names: set[str]) -> None:
    """A last name that stands alone is the full name that ends in it, where there is one."""
    full: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if " " in name:
            full[name.rsplit(" ", 1)[1]].append(name)
    for last, longer in full.items():
        if len(longer) == 1:
            names.discard(last)
    # "North Korean" is said of what "North Korea" names.
    names -= {name for name in names if name.endswith("n") and name[:-1] in names}


@lru_cache(maxsize=200_000)
def _rarity(name: str) -> float:
    """How rare the words of a name are in the news at large."""
    known = load_background()
    rare = [
        math.log((known.articles + 1) / (known.articles_with.get(normal(word), 0) + 0.5))
        for word in name.split(" ")
    ]
    return sum(rare) / len(rare)


def _shared(counts: Counter[str], least: int) -> list[tuple[str, int]]:
    """What enough articles hold, by how many do and how rare it is in the news."""

    ranked = [(-round(c**2 * _rarity(k), 9), k, c) for k, c in counts.items() if c >= least]
    return [(k, c) for _, k, c in sorted(ranked)]


def _common(counts: Counter[str], least: int) -> list[tuple[str, int]]:
    kept = ((k, c) for k, c in counts.items() if c >= least)
    return sorted(kept, key=lambda item: (-item[1], item[0]))[:_MOST]


def _said(items: Iterable[tuple[str, int]]) -> str:
    return "; ".join(f"{name} ({count})" for name, count in items)
