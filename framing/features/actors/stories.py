"""The stories of a corpus as their mentions and chains, event by event."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from framing.corpus import Corpus
from framing.features.actors import gazetteer
from framing.features.actors.linking import link_mentions, same_names
from framing.features.actors.mentions import Mention, find_mentions


@dataclass(frozen=True)
class Named:
    """What one article names.

    Parameters
    ----------
    article_id : str
    text : str
        The article's text with everything that is no story blanked out; offsets are kept.
    mentions : tuple of Mention
    chains : tuple of str
        For each mention its chain; see `link_mentions`.
    """

    article_id: str
    text: str
    mentions: tuple[Mention, ...]
    chains: tuple[str, ...]


def story_text(corpus: Corpus, article_id: str) -> str:
    """An article's text with line breaks in place of all that is no story; of the same length."""
    text = corpus.text(article_id)
    pieces, at = [], 0
    for start, end, _ in corpus.story_spans(article_id):
        start = max(start, at)
        pieces.append("\n" * (start - at))
        pieces.append(text[start:end])
        at = max(end, at)
    pieces.append("\n" * (len(text) - at))
    return "".join(pieces)


def read_stories(corpus: Corpus, article_ids: Sequence[str] | None = None) -> list[Named]:
    """Find and link the mentions of articles; chains run through all stories of an event.

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
    found: list[Named] = []
    event = articles["event"].fillna("alone: " + articles["article_id"])
    for _, ids in articles["article_id"].groupby(event, sort=True):
        names = sorted(map(str, ids))
        texts = [story_text(corpus, name) for name in names]
        mentions = [find_mentions(text) for text in texts]
        chains = link_mentions(mentions)
        found += [
            Named(name, text, tuple(m), tuple(c))
            for name, text, m, c in zip(names, texts, mentions, chains, strict=True)
        ]
    return _one_name(sorted(found, key=lambda named: named.article_id))


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


_Stretch = tuple[int, int, tuple[object, ...]]


class Places:
    """What stands at an offset of an article: looked up in a table of stretches, innermost first.

    Parameters
    ----------
    frame : DataFrame
        ``article_id``, the columns named by `start` and `end`, and those asked for.
    columns : sequence of str
        What is looked up.
    """

    def __init__(
        self, frame: pd.DataFrame, columns: Sequence[str], start: str = "start", end: str = "end"
    ) -> None:
        self._by_article: dict[str, tuple[list[int], list[_Stretch]]] = {}
        self._empty = (pd.NA,) * len(columns)
        for article, mine in frame.groupby("article_id", sort=True):
            values = zip(*(mine[c].tolist() for c in (start, end, *columns)), strict=True)
            rows = sorted(((int(a), int(b), rest) for a, b, *rest in values), key=lambda r: r[:2])
            kept = [(a, b, tuple(rest)) for a, b, rest in rows]
            self._by_article[str(article)] = ([a for a, _, _ in kept], kept)

    def at(self, article_id: str, offset: int) -> tuple[object, ...]:
        """The values of the innermost stretch that holds the offset; missing where none does."""
        starts, rows = self._by_article.get(article_id, ([], []))
        best: tuple[int, tuple[object, ...]] | None = None
        last = bisect_right(starts, offset)
        for a, b, values in rows[max(0, last - 40) : last]:
            if a <= offset < b and (best is None or b - a < best[0]):
                best = (b - a, values)
        return best[1] if best else self._empty
