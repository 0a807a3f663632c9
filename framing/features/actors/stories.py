"""The stories of a corpus as their mentions and chains, event by event."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np

from framing.corpus import Corpus
from framing.features.actors import selection
from framing.features.actors.linking import link
from framing.features.actors.mentions import Found, find
from framing.features.actors.names import same_names
from framing.features.actors.people import Story, stories_of
from framing.features.actors.plans import Table
from framing.features.actors.remembering import Remembered
from framing.features.actors.told import Told
from framing.library import Run

_CHARACTERS = 2_000_000  # that are read at a time, so that memory stays bounded
_BATCH = 3_000_000  # characters that one worker reads and links before it hands them back

T = TypeVar("T")
Pieces = tuple[str, list[tuple[int, str]]]  # an article and the pieces of its story, with offsets
Event = list[Pieces]


def story_pieces(corpus: Corpus, article_id: str) -> list[tuple[int, str]]:
    """The spans of an article's story, with their offsets in its text."""
    text = corpus.text(article_id)
    return [(start, text[start:end]) for start, end, _ in corpus.story_spans(article_id)]


def readings(
    corpus: Corpus, article_ids: Sequence[str]
) -> Iterator[tuple[list[str], selection.Reading]]:
    """Read the stories of articles, some at a time."""
    return _readings((name, story_pieces(corpus, name)) for name in article_ids)


def _readings(stories: Iterable[Pieces]) -> Iterator[tuple[list[str], selection.Reading]]:
    for some in _some(stories, lambda story: _size([story]), _CHARACTERS):
        yield [name for name, _ in some], selection.read([pieces for _, pieces in some])


def _size(event: Event) -> int:
    return sum(len(piece) for _, pieces in event for _, piece in pieces)


def _some(items: Iterable[T], size: Callable[[T], int], most: int) -> Iterator[list[T]]:
    """Items in a row, until together they have `most` characters."""
    batch: list[T] = []
    held = 0
    for item in items:
        batch.append(item)
        held += size(item)
        if held >= most:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def read_stories(
    corpus: Corpus, article_ids: Sequence[str] | None = None, *, run: Run | None = None
) -> Told:
    """Find and link the actors of articles; chains run through all stories of an event.

    Parameters
    ----------
    corpus : Corpus
        Where furniture or events have not been found yet, all text counts as story, and each
        article stands alone.
    article_ids : sequence of str, optional
        Only these.
    run : Runner, optional
        Where events are read and linked, some at a time (`framing.engine.runner`); by default in
        this process. The result is the same.

    Returns
    -------
    Told
        A sequence of `Named`, sorted by article.
    """
    articles = corpus.articles
    if article_ids is not None:
        articles = articles[articles["article_id"].isin(set(article_ids))]
    event = articles["event"].fillna("alone: " + articles["article_id"])
    events: dict[str, list[str]] = {}
    for name, key in zip(articles["article_id"].tolist(), event.tolist(), strict=True):
        events.setdefault(key, []).append(name)
    waiting: Iterator[Event] = (
        [(name, story_pieces(corpus, name)) for name in sorted(members)]
        for _, members in sorted(events.items())
    )
    batches = _some(waiting, _size, _BATCH)
    told = Told.joined(list(run.map(tell, batches) if run else map(tell, batches)))
    order = sorted(range(len(told)), key=told.article_ids.__getitem__)
    return _one_name(told.taken(np.array(order, dtype=np.int64)))


def tell(events: list[Event]) -> Told:
    """Find and link the actors of whole events; names are joined within each of them alone."""
    stories = [story for event in events for story in event]
    names: list[str] = []
    found: list[Found] = []
    bounds: list[np.ndarray] = []
    linked: list[Story] = []
    for some, reading in _readings(stories):
        names += some
        mine = find(reading, actors=True)
        found.append(mine)
        bounds += sentences(reading)
        table = Table(mine.namings)
        linked += stories_of(table, mine.bounds, mine.starts, mine.ends, mine.which)
    number: dict[str, int] = {}
    chain: list[int] = []
    after = 0
    for event in events:
        before, after = after, after + len(event)
        for chains in link(linked[before:after]):
            chain += [number.setdefault(name, len(number)) for name in chains]
    return Told(
        tuple(names),
        Found.joined(found),
        np.array(chain, dtype=np.int32),
        tuple(number),
        np.concatenate([np.zeros((0, 2), dtype=np.int64), *bounds]),
        np.cumsum([0, *map(len, bounds)]),
    )


def sentences(reading: selection.Reading) -> list[np.ndarray]:
    """Where the sentences of each text begin and end, by its marks alone.

    A full stop ends one unless a small letter or a number follows; so do a question mark, an
    exclamation mark and a line break. What shortens a word (``Mr.``, ``U.S.``) ends none.
    """
    stream = reading.stream
    ends, closes, line, small = (_marks(stream.surfaces) > 0).T[:, stream.ids]
    # A quotation mark or bracket that hangs on the end belongs to it.
    after = ends.copy()
    for _ in range(2):
        hangs = np.append(False, (stream.starts[1:] == stream.ends[:-1]) & after[:-1])
        after |= hangs & closes
    last = after & ~np.append(after[1:] & closes[1:], False) & ~np.append(small[1:], False)
    opens = np.append(True, (last | line)[:-1]) & ~line
    first = np.flatnonzero(opens)
    stop = np.searchsorted(np.flatnonzero(last | line), first)
    final = np.flatnonzero(last | line)[stop]
    final = np.where(line[final], final - 1, final)
    spans = np.column_stack([stream.own(stream.starts[first]), stream.own(stream.ends[final] - 1)])
    spans[:, 1] += 1
    cuts = np.searchsorted(first, stream.bounds)
    return [spans[a:b] for a, b in itertools.pairwise(cuts.tolist())]


_ENDS = frozenset({".", "!", "?", "..", "..."})
_CLOSES = frozenset({'"', "'", "''", ")", "]"})
_marks = Remembered(
    lambda w: (w in _ENDS, w in _CLOSES, w == "\n", w[0].islower() or w[0].isdigit())
)


def _one_name(told: Told) -> Told:
    """Give a person the same name in all events: the spelling that the corpus uses most."""
    named = np.array([name != "" for name in told.found.namings.name], dtype=bool)
    times = np.bincount(told.chain[named[told.found.which]], minlength=len(told.chains)).tolist()
    full = [c for c, n in zip(told.chains, times, strict=True) if n and " " in c]
    often = dict(zip(told.chains, times, strict=True))
    full.sort(key=lambda c: (-often[c], c))
    return told.renamed({name: group[0] for group in same_names(full) for name in group})
