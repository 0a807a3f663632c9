"""What one side mentions and the other leaves out, given that both cover the event."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.features.actors import tagger
from framing.features.actors.plans import lemma
from framing.features.actors.selection import Reading
from framing.features.actors.stories import read_stories, readings
from framing.features.actors.told import Told, actor_name

COLUMNS = (
    "what", "kind", "side", "origins", "outlets", "hits", "stories", "events", "of_stories",
    "events_both", "places",
)  # fmt: skip
_KINDS = {
    "person": "person", "country": "place", "place": "place", "organisation": "organisation",
    "people": "people", "name": "topic",
}  # fmt: skip
_WEIGHT = {
    "person": 3.0, "place": 3.0, "organisation": 2.0, "people": 2.0, "topic": 1.0, "phrase": 0.8,
    "number": 0.8,
}  # fmt: skip
# Words so frequent in news (log of the rate in 10,000 words) that they are no topic.
_TOO_COMMON = 2.2
_EDGE = frozenset("NnJPEGABVC")
_NUMBER = re.compile(r"\d")


def one_sided(
    corpus: Corpus,
    sides: Mapping[str, str] | pd.Series,
    *,
    least: int = 1,
    stories: Told | None = None,
) -> pd.DataFrame:
    """List people, places, organisations, topics, phrases and numbers that one side alone has.

    Within each event that both sides cover, a thing counts for a side where that side mentions it
    and no story of another side does.

    Parameters
    ----------
    corpus : Corpus
        With events; stories and origins are used where they are known.
    sides : mapping or Series of article_id to side
        The articles that are compared, each with its side; others are passed over.
    least : int
        In how many independent stories a thing must stand to be listed.
    stories : Told, optional
        What `read_stories` gave for this corpus.

    Returns
    -------
    DataFrame
        One row a thing and side, those in most origins and stories first, then the
        most striking (many places, rare in news at large): ``what, kind``
        (person, place, organisation, people, topic, phrase, number), ``side``, ``origins`` and
        ``outlets`` (names, joined by commas), ``hits``, ``stories`` (independent ones that
        mention it), ``events``, ``of_stories`` (independent stories of the side in these events),
        ``events_both`` (events where both sides mention it; 0: never shared), ``places`` (list of
        ``(article_id, start, end)`` into ``articles.text``).

    Raises
    ------
    FramingError
        Where `sides` names an article that is not in the corpus.

    Notes
    -----
    A phrase is two to four words in a row, content words at both ends, that stand at least twice
    on the side. Silence has many reasons: length, deadline, space. With one story on a side the
    table says what that story does not say, and no more.

    Examples
    --------
    >>> rows = [{"article_id": "a", "text": "Trump met Kim.", "event": "e"},
    ...         {"article_id": "b", "text": "Kim met officials.", "event": "e"}]
    >>> table = one_sided(Corpus.from_articles(rows), {"a": "one", "b": "other"})
    >>> table.loc[table["side"] == "one", "what"].tolist()
    ['Trump']
    """
    side_of = {str(k): str(v) for k, v in dict(sides).items() if pd.notna(v)}
    for article in side_of:
        corpus.text(article)  # raises where it is not there
    if least < 1:
        raise FramingError(f"least must be 1 or more; got {least}")
    about = corpus.articles.set_index("article_id")
    about = about[about.index.isin(set(side_of)) & about["event"].notna()]
    covered: dict[str, set[str]] = defaultdict(set)
    for article, event in about["event"].items():
        covered[event].add(side_of[str(article)])
    shared = about[about["event"].map(lambda e: len(covered[e]) > 1).astype(bool)]
    # thing → event → side → article → places
    seen: dict[tuple[str, str], dict[str, dict[str, dict[str, list[tuple[int, int]]]]]] = {}
    shown: dict[tuple[str, str], str] = {}
    said: dict[tuple[str, str], _Said] = defaultdict(_Said)
    if stories is None:
        stories = read_stories(corpus, list(shared.index))
    inside = [k for k, article in enumerate(stories.article_ids) if article in shared.index]
    stories = stories.taken(np.array(inside, dtype=np.int64))
    things = _names(stories, _kinds(stories))
    for names, reading in readings(corpus, sorted(things)):
        for number, article in enumerate(names):
            event, side = shared.at[article, "event"], side_of[article]
            taken = {i for thing in things[article] for i in range(thing[3], thing[4])}
            text = corpus.text(article)
            things[article] += _words(reading, number, text, taken)
            here = slice(reading.stream.bounds[number], reading.stream.bounds[number + 1])
            low = [lemma(reading.low[i]) for i in reading.low_ids[here].tolist()]
            said[event, side].add(low)
    # A phrase that stands once on every side is never listed.
    times = Counter(
        (side_of[article], thing[1])
        for article, mine in things.items()
        for thing in mine
        if thing[0] == "phrase"
    )
    often = {key for (_, key), number in times.items() if number > 1}
    for article, mine in things.items():
        event, side = shared.at[article, "event"], side_of[article]
        for kind, key, what, start, end in mine:
            if kind == "phrase" and key not in often:
                continue
            thing = (kind, key)
            other = shown.get(thing, what)
            if other != what:
                what = min(other, what, key=lambda w: (w.isupper(), w))
            shown[thing] = what
            places = (
                seen.setdefault(thing, {})
                .setdefault(event, {})
                .setdefault(side, {})
                .setdefault(article, [])
            )
            if (start, end) not in places:
                places.append((start, end))
    # What was found on one side may stand on the other where it was not found: in other letters,
    # inside a name.
    for (_, key), events in seen.items():
        for event, by_side in events.items():
            if len(by_side) == 1:
                form = [lemma(word) for word in key.replace("-", " - ").split()]
                for other in sorted(covered[event] - set(by_side)):
                    if said[event, other].holds(form):
                        by_side[other] = {}
    told = _About.of(shared, side_of)
    rows: list[tuple[Any, ...]] = []
    for thing in sorted(seen):
        rows += _rows(thing, shown[thing], seen[thing], told, least)
    rows = _longest(rows)
    frame = pd.DataFrame(rows, columns=[*COLUMNS, "_origins", "_weight"])
    frame = frame.sort_values(
        ["side", "_origins", "stories", "_weight", "what"],
        ascending=[True, False, False, False, True],
        kind="stable",
        ignore_index=True,
    )
    return frame[list(COLUMNS)]


def _rows(
    thing: tuple[str, str],
    what: str,
    events: Mapping[str, Mapping[str, Mapping[str, list[tuple[int, int]]]]],
    about: _About,
    least: int,
) -> Iterator[tuple[Any, ...]]:
    both = sum(len(by_side) > 1 for by_side in events.values())
    alone: dict[str, list[str]] = defaultdict(list)
    for event, by_side in sorted(events.items()):
        if len(by_side) == 1:
            alone[next(iter(by_side))].append(event)
    for side, mine in sorted(alone.items()):
        places = [
            (article, start, end)
            for event in mine
            for article, spots in sorted(events[event][side].items())
            for start, end in sorted(spots)
        ]
        articles = sorted({p[0] for p in places})
        stories = len({about.story[a] for a in articles})
        if stories < least or (thing[0] == "phrase" and len(places) < 2):
            continue
        origins = sorted({about.origin[a] for a in articles if a in about.origin})
        outlets = sorted({about.outlet[a] for a in articles if a in about.outlet})
        could: set[str] = set().union(*(about.stories[event, side] for event in mine))
        yield (
            what, thing[0], side, ", ".join(origins), ", ".join(outlets), len(places), stories,
            len(mine), len(could), both, places,
            len(origins), _weight(thing, len(places)),
        )  # fmt: skip


def _weight(thing: tuple[str, str], hits: int) -> float:
    """How much a thing stands out: often here, rare in news at large; names before words."""
    rarest = float(tagger.commonness(thing[1].replace("-", " ").split()).min())
    return hits * max(3 - rarest, 0.5) * _WEIGHT[thing[0]]


def _longest(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Without phrases that stand only inside a longer one that is listed as often."""
    held: dict[tuple[str, int], set[tuple[str, ...]]] = defaultdict(set)
    for row in rows:
        if row[1] == "phrase":
            words = row[0].split()
            held[row[2], row[5]].update(
                tuple(words[a:b])
                for a in range(len(words))
                for b in range(a + 1, len(words) + 1)
                if b - a < len(words)
            )
    return [
        row
        for row in rows
        if row[1] != "phrase" or tuple(row[0].split()) not in held[row[2], row[5]]
    ]


@dataclass(frozen=True)
class _About:
    """Story, origin and outlet of the articles that are compared; the stories of event and side."""

    story: Mapping[str, str]
    origin: Mapping[str, str]
    outlet: Mapping[str, str]
    stories: Mapping[tuple[str, str], set[str]]

    @classmethod
    def of(cls, shared: pd.DataFrame, side_of: Mapping[str, str]) -> _About:
        story = shared["story"].fillna(shared.index.to_series()).to_dict()
        stories: dict[tuple[str, str], set[str]] = defaultdict(set)
        for article, event in shared["event"].items():
            stories[event, side_of[str(article)]].add(story[article])
        origin, outlet = (
            shared[column].dropna().map(str).to_dict() for column in ("origin", "outlet")
        )
        return cls(story, origin, outlet, stories)


class _Said:
    """What one side says of an event, word by word and pair by pair."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._words: set[str] = set()
        self._pairs: set[tuple[str, str]] = set()

    def add(self, words: Sequence[str]) -> None:
        """Add the words of one story."""
        self._texts.append(f" {' '.join(words)} ")
        self._words.update(words)
        self._pairs.update(itertools.pairwise(words))

    def holds(self, form: Sequence[str]) -> bool:
        """Whether some words stand in a row in one of the stories."""
        if len(form) < 2:
            return bool(form) and form[0] in self._words
        if not self._pairs.issuperset(itertools.pairwise(form)):
            return False
        return len(form) == 2 or any(f" {' '.join(form)} " in text for text in self._texts)


def _kinds(told: Told) -> dict[int, str]:
    """What each named chain is, by most of its mentions."""
    namings = told.found.namings
    voting = [
        _KINDS.get(k, "") if n else "" for k, n in zip(namings.kind, namings.name, strict=True)
    ]
    sorts = sorted(set(_KINDS.values()))
    vote = np.array([sorts.index(v) if v else -1 for v in voting], dtype=np.int64)
    vote = vote[told.found.which]
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    pairs = told.chain[vote >= 0].astype(np.int64) * len(sorts) + vote[vote >= 0]
    for pair, times in zip(
        *(c.tolist() for c in np.unique(pairs, return_counts=True)), strict=True
    ):
        votes[pair // len(sorts)][sorts[pair % len(sorts)]] = times
    for mine in votes.values():
        if mine["person"]:
            # A single name is somebody's only where it is a person's somewhere.
            mine["person"] += mine.pop("topic", 0)
    return {c: min(v, key=lambda kind: (-v[kind], kind)) for c, v in votes.items()}


def _names(told: Told, kinds: Mapping[int, str]) -> dict[str, list[tuple[str, str, str, int, int]]]:
    """The actors and places that each article names: (kind, key, what, start, end)."""
    found, namings = told.found, told.found.namings
    rows = [c.tolist() for c in (found.starts, found.ends, found.which, told.chain)]
    things: dict[str, list[tuple[str, str, str, int, int]]] = {}
    for article, (a, b) in zip(
        told.article_ids, itertools.pairwise(found.bounds.tolist()), strict=True
    ):
        mine = things[article] = []
        for start, end, row, chain in zip(*(column[a:b] for column in rows), strict=True):
            if namings.relation[row] in ("name", "people"):
                country = actor_name(told.chains[chain])
                mine.append(("place", country.lower(), country, start, end))
            elif namings.name[row] and chain in kinds and not namings.country[row]:
                name, what = namings.name[row], told.chains[chain]
                start += max(namings.text[row].rfind(name), 0)
                mine.append((kinds[chain], what.lower(), what, start, start + len(name)))
    return things


def _words(
    reading: Reading, number: int, text: str, taken: set[int]
) -> Iterator[tuple[str, str, str, int, int]]:
    """Places named by a metonym, topics, numbers with what they count, and phrases."""
    stream = reading.stream
    first, after = int(stream.bounds[number]) + 1, int(stream.bounds[number + 1]) - 1
    inside = slice(first, after)
    low = [reading.low[i] for i in reading.low_ids[inside].tolist()]
    classes, names = reading.classes[inside], reading.names[inside]
    starts = stream.own(stream.starts[inside])
    ends = (starts + stream.ends[inside] - stream.starts[inside]).tolist()
    starts = starts.tolist()
    common = tagger.commonness(low)
    country = set(np.flatnonzero(reading.place_at[inside] >= 0).tolist())
    for k in sorted(set(reading.place_at[inside].tolist()) - {-1}):
        a, b, place = reading.places[k]
        start, end = starts[a - first], ends[b - 1 - first]
        if place.relation in ("capital", "metonym"):
            spelled = text[start:end]
            what = spelled.title() if spelled.isupper() else spelled
            yield "place", spelled.lower(), what, start, end
    for i, letter in enumerate(classes):
        if i in country or starts[i] in taken or names[i] in "tq":
            pass
        elif letter in "NnJ" and common[i] < _TOO_COMMON and low[i].isalpha() and len(low[i]) > 2:
            yield "topic", lemma(low[i]), low[i], starts[i], ends[i]
        counted = letter == "C" and _NUMBER.search(low[i]) and names[i] != "t"
        if counted and classes[i + 1 : i + 2] in ("N", "n"):
            key = f"{low[i]} {lemma(low[i + 1])}"
            yield "number", key, f"{low[i]} {low[i + 1]}", starts[i], ends[i + 1]
    content = [
        letter in _EDGE and word[0].isalnum() and word not in _EMPTY
        for letter, word in zip(classes, low, strict=True)
    ]
    for i, opens in enumerate(content):
        if not opens or classes[i] not in "NnJEGABV":
            continue
        for j in range(i + 1, min(i + 4, len(low))):
            if not classes[j].isalpha() and classes[j] not in "$&":
                break
            if content[j] and classes[j] in "NnGBEV" and "V" not in classes[i:j]:
                words = low[i : j + 1]
                key = " ".join(map(lemma, words))
                yield "phrase", key, " ".join(words), starts[i], ends[j]


_EMPTY = frozenset({
    "be", "is", "are", "was", "were", "been", "being", "has", "have", "had", "do", "does",
    "did", "not", "also", "very", "more", "most", "much", "many", "say", "said", "says",
    "told", "it", "its", "this", "that", "there", "then", "than", "so", "as",
})  # fmt: skip
