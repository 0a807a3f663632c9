"""The stories of a corpus as their mentions and chains, event by event."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from framing.corpus import Corpus
from framing.features.actors import gazetteer, selection
from framing.features.actors.linking import link_mentions
from framing.features.actors.names import same_names
from framing.features.actors.mentions import Mention, describe

_CHARACTERS = 2_000_000  # that are read at a time, so that memory stays bounded


@dataclass(frozen=True)
class Named:
    """What one article names.

    Parameters
    ----------
    article_id : str
    mentions : tuple of Mention
        With offsets into the article's text.
    chains : tuple of str
        For each mention its chain; see `link_mentions`.
    sentences : ndarray of int64, shape (sentences, 2)
        Where the sentences of its story begin and end, in order.
    """

    article_id: str
    mentions: tuple[Mention, ...]
    chains: tuple[str, ...]
    sentences: np.ndarray


def story_pieces(corpus: Corpus, article_id: str) -> list[tuple[int, str]]:
    """The spans of an article's story, with their offsets in its text."""
    text = corpus.text(article_id)
    return [(start, text[start:end]) for start, end, _ in corpus.story_spans(article_id)]


def readings(
    corpus: Corpus, article_ids: Sequence[str]
) -> Iterator[tuple[list[str], selection.Reading]]:
    """Read the stories of articles, some at a time."""
    names: list[str] = []
    texts: list[list[tuple[int, str]]] = []
    size = 0
    for name in article_ids:
        names.append(name)
        texts.append(story_pieces(corpus, name))
        size += sum(len(piece) for _, piece in texts[-1])
        if size >= _CHARACTERS:
            yield names, selection.read(texts)
            names, texts, size = [], [], 0
    if names:
        yield names, selection.read(texts)


def read_stories(corpus: Corpus, article_ids: Sequence[str] | None = None) -> list[Named]:
    """Find and link the actors of articles; chains run through all stories of an event.

    Parameters
    ----------
    corpus : Corpus
        Where furniture or events have not been found yet, all text counts as story, and each
        article stands alone.
    article_ids : sequence of str, optional
        Only these.

    Returns
    -------
    list of Named
        Sorted by article.
    """
    articles = corpus.articles
    if article_ids is not None:
        articles = articles[articles["article_id"].isin(set(article_ids))]
    found: dict[str, tuple[list[Mention], np.ndarray]] = {}
    for names, reading in readings(corpus, articles["article_id"].tolist()):
        mentions = describe(reading, actors=True)
        found.update(zip(names, zip(mentions, sentences(reading), strict=True), strict=True))
    event = articles["event"].fillna("alone: " + articles["article_id"])
    events: dict[str, list[str]] = {}
    for name, key in zip(articles["article_id"].tolist(), event.tolist(), strict=True):
        events.setdefault(key, []).append(name)
    stories: list[Named] = []
    for _, members in sorted(events.items()):
        chains = link_mentions([found[name][0] for name in sorted(members)])
        for name, mine in zip(sorted(members), chains, strict=True):
            mentions_of, bounds = found[name]
            stories.append(Named(name, tuple(mentions_of), tuple(mine), bounds))
    return _one_name(sorted(stories, key=lambda named: named.article_id))


def sentences(reading: selection.Reading) -> list[np.ndarray]:
    """Where the sentences of each text begin and end, by its marks alone.

    A full stop ends one unless a small letter or a number follows; so do a question mark, an
    exclamation mark and a line break. What shortens a word (``Mr.``, ``U.S.``) ends none.
    """
    stream = reading.stream
    kinds = np.array(
        [
            (w in _ENDS, w in _CLOSES, w == "\n", w[0].islower() or w[0].isdigit())
            for w in stream.surfaces
        ],
        dtype=bool,
    )[stream.ids]
    ends, closes, line, small = kinds.T
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


def _one_name(stories: list[Named]) -> list[Named]:
    """Give a person the same name in all events: the spelling that the corpus uses most."""
    times = Counter(
        chain
        for named in stories
        for m, chain in zip(named.mentions, named.chains, strict=True)
        if m.name and " " in chain
    )
    full = sorted(times, key=lambda n: (-times[n], n))
    first = {name: group[0] for group in same_names(full) for name in group}
    return [
        replace(named, chains=tuple(first.get(chain, chain) for chain in named.chains))
        for named in stories
    ]


def actor_name(chain: str) -> str:
    """The name of a chain as a reader knows it: ``KP`` is North Korea.

    Examples
    --------
    >>> actor_name("KP"), actor_name("Kim Jong Un")
    ('North Korea', 'Kim Jong Un')
    """
    return gazetteer.load().names.get(chain, chain)
