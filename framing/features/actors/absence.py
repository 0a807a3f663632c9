"""What one side mentions and the other leaves out, given that both cover the event."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.features.actors import selection, tagger, words
from framing.features.actors.linking import lemma
from framing.features.actors.stories import Named, actor_name, read_stories

COLUMNS = (
    "what", "kind", "side", "origins", "outlets", "hits", "stories", "events", "of_stories",
    "events_both", "places",
)  # fmt: skip
_KINDS = {
    "person": "person", "country": "place", "place": "place", "organisation": "organisation",
    "people": "people",
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
    corpus: Corpus, sides: Mapping[str, str] | pd.Series, *, least: int = 1
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
    story_of = {a: s if pd.notna(s) else a for a, s in shared["story"].items()}
    # thing → event → side → article → places
    seen: dict[tuple[str, str], dict[str, dict[str, dict[str, list[tuple[int, int]]]]]] = {}
    shown: dict[tuple[str, str], str] = {}
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    stories = read_stories(corpus, list(shared.index))
    kinds = _kinds(stories)
    for named in stories:
        event, side = shared.at[named.article_id, "event"], side_of[named.article_id]
        low = [w.lower() for w in words.split(named.text)[0]]
        said[event, side].append(f" {' '.join(map(lemma, low))} ")
        for kind, key, what, start, end in _things(named, kinds):
            thing = (kind, key)
            shown[thing] = min(shown.get(thing, what), what, key=lambda w: (w.isupper(), w))
            places = (
                seen.setdefault(thing, {})
                .setdefault(event, {})
                .setdefault(side, {})
                .setdefault(named.article_id, [])
            )
            if (start, end) not in places:
                places.append((start, end))
    # What was found on one side may stand on the other where it was not found: in other letters,
    # inside a name.
    for (_, key), events in seen.items():
        for event, by_side in events.items():
            if len(by_side) == 1:
                form = " ".join(map(lemma, key.replace("-", " - ").split()))
                for other in sorted(covered[event] - set(by_side)):
                    if any(f" {form} " in text for text in said[event, other]):
                        by_side[other] = {}
    rows: list[tuple[Any, ...]] = []
    for thing in sorted(seen):
        rows += _rows(thing, shown[thing], seen[thing], shared, story_of, side_of, least)
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
    shared: pd.DataFrame,
    story_of: Mapping[str, str],
    side_of: Mapping[str, str],
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
        stories = len({story_of[a] for a in articles})
        if stories < least or (thing[0] == "phrase" and len(places) < 2):
            continue
        could = shared[shared["event"].isin(mine)].index
        origins = sorted({str(o) for o in shared.loc[articles, "origin"].dropna()})
        outlets = sorted({str(o) for o in shared.loc[articles, "outlet"].dropna()})
        yield (
            what, thing[0], side, ", ".join(origins), ", ".join(outlets), len(places), stories,
            len(mine), len({story_of[a] for a in could if side_of[a] == side}), both, places,
            len(origins), _weight(thing, len(places)),
        )  # fmt: skip


def _weight(thing: tuple[str, str], hits: int) -> float:
    """How much a thing stands out: often here, rare in news at large; names before words."""
    rarest = float(tagger.commonness(thing[1].replace("-", " ").split()).min())
    return hits * max(3 - rarest, 0.5) * _WEIGHT[thing[0]]


def _longest(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Without phrases that stand only inside a longer one that is listed as often."""
    held: dict[tuple[str, int], list[str]] = defaultdict(list)
    for row in rows:
        if row[1] == "phrase":
            held[row[2], row[5]].append(f" {row[0]} ")
    return [
        row
        for row in rows
        if row[1] != "phrase"
        or not any(
            f" {row[0]} " in longer and len(longer) > len(row[0]) + 2
            for longer in held[row[2], row[5]]
        )
    ]


def _kinds(stories: Sequence[Named]) -> dict[str, str]:
    """What each named chain is, by most of its mentions."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for named in stories:
        for m, chain in zip(named.mentions, named.chains, strict=True):
            if m.name and m.kind in _KINDS:
                votes[chain][_KINDS[m.kind]] += 1
    return {c: min(v, key=lambda kind: (-v[kind], kind)) for c, v in votes.items()}


def _things(named: Named, kinds: Mapping[str, str]) -> Iterator[tuple[str, str, str, int, int]]:
    """Everything an article mentions: (kind, key, what, start, end)."""
    taken: set[int] = set()
    for m, chain in zip(named.mentions, named.chains, strict=True):
        if m.relation in ("name", "people"):
            code = actor_name(chain)
            yield "place", code.lower(), code, m.start, m.end
            taken.update(range(m.start, m.end))
        elif m.name and chain in kinds and not m.country:
            start = m.start + max(m.text.rfind(m.name), 0)
            end = start + len(m.name)
            if start >= 0 and named.text[start:end] == m.name:
                yield kinds[chain], chain.lower(), chain, start, end
                taken.update(range(start, end))
    yield from _words(named, taken)


def _words(named: Named, taken: set[int]) -> Iterator[tuple[str, str, str, int, int]]:
    """Places named by a metonym, topics, numbers with what they count, and phrases."""
    tokens, starts, ends = words.split(named.text)
    if not tokens:
        return
    reading = selection.read(tokens)
    low, classes, names = reading.low, reading.classes, reading.names
    common = tagger.commonness(low)
    country = {i for a, b, _ in reading.places for i in range(a, b)}
    for a, b, place in reading.places:
        spelled = named.text[starts[a] : ends[b - 1]]
        if place.relation in ("capital", "metonym"):
            what = spelled.title() if spelled.isupper() else spelled
            yield "place", spelled.lower(), what, starts[a], ends[b - 1]
    for i, letter in enumerate(classes):
        if i in country or starts[i] in taken or names[i] in "tq":
            pass
        elif letter in "NnJ" and common[i] < _TOO_COMMON and low[i].isalpha() and len(low[i]) > 2:
            yield "topic", lemma(low[i]), low[i], starts[i], ends[i]
        counted = letter == "C" and _NUMBER.search(tokens[i]) and names[i] != "t"
        if counted and classes[i + 1 : i + 2] in ("N", "n"):
            key = f"{low[i]} {lemma(low[i + 1])}"
            yield "number", key, f"{tokens[i]} {low[i + 1]}", starts[i], ends[i + 1]
    content = [
        letter in _EDGE and low[i][0].isalnum() and low[i] not in _EMPTY
        for i, letter in enumerate(classes)
    ]
    for i in range(len(tokens)):
        if not content[i] or classes[i] not in "NnJEGABV":
            continue
        for j in range(i + 1, min(i + 4, len(tokens))):
            if not classes[j].isalpha() and classes[j] not in "$&":
                break
            if content[j] and classes[j] in "NnGBEV" and "V" not in classes[i:j]:
                key = " ".join(lemma(w) for w in low[i : j + 1])
                text = " ".join(low[i : j + 1])
                yield "phrase", key, text, starts[i], ends[j]


_EMPTY = frozenset({
    "be", "is", "are", "was", "were", "been", "being", "has", "have", "had", "do", "does",
    "did", "not", "also", "very", "more", "most", "much", "many", "say", "said", "says",
    "told", "it", "its", "this", "that", "there", "then", "than", "so", "as",
})  # fmt: skip
