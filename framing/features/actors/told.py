"""What the articles of a corpus name: mentions and chains of all stories, as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np

from framing.features.actors import gazetteer
from framing.features.actors.mentions import Found, Mention


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


@dataclass(frozen=True)
class Told(Sequence[Named]):
    """What many articles name: a sequence of `Named`, each made when it is asked for.

    Parameters
    ----------
    article_ids : tuple of str
    found : Found
        The mentions of each article.
    chain : ndarray of int32, shape (mentions,)
        For each mention its chain: an index into `chains`.
    chains : tuple of str
        The different chains.
    sentences : ndarray of int64, shape (sentences, 2)
        Where the sentences of the stories begin and end.
    sentence_bounds : ndarray of int64, shape (articles + 1,)
        Those of article ``i`` are ``sentence_bounds[i]:sentence_bounds[i + 1]``.
    """

    article_ids: tuple[str, ...]
    found: Found
    chain: np.ndarray
    chains: tuple[str, ...]
    sentences: np.ndarray
    sentence_bounds: np.ndarray

    def __len__(self) -> int:
        return len(self.article_ids)

    @overload
    def __getitem__(self, at: int) -> Named: ...
    @overload
    def __getitem__(self, at: slice) -> Told: ...
    def __getitem__(self, at: int | slice) -> Named | Told:
        if isinstance(at, slice):
            return self.taken(np.arange(len(self))[at])
        one = self.taken(np.arange(len(self))[[at]])
        (mentions,) = one.found.mentions()
        chains = tuple([self.chains[k] for k in one.chain.tolist()])
        return Named(one.article_ids[0], tuple(mentions), chains, one.sentences)

    def __iter__(self) -> Iterator[Named]:
        return map(self.__getitem__, range(len(self)))

    def taken(self, articles: np.ndarray) -> Told:
        """Some articles, in another order."""
        rows, bounds = _rows(self.found.bounds, articles)
        lines, sentence_bounds = _rows(self.sentence_bounds, articles)
        which, namings = self.found.which[rows], self.found.namings
        if len(articles) < len(self):
            used, which = np.unique(which, return_inverse=True)
            namings = namings.taken(used)
        columns = (self.found.starts[rows], self.found.ends[rows])
        found = Found(bounds, *columns, which.astype(np.int32), self.found.scores[rows], namings)
        return Told(
            tuple([self.article_ids[k] for k in articles.tolist()]),
            found,
            self.chain[rows],
            self.chains,
            self.sentences[lines],
            sentence_bounds,
        )

    def renamed(self, names: dict[str, str]) -> Told:
        """With other names for some chains."""
        number: dict[str, int] = {}
        new = [number.setdefault(names.get(c, c), len(number)) for c in self.chains]
        chain = np.array(new, dtype=np.int32)[self.chain]
        return replace(self, chain=chain, chains=tuple(number))

    @classmethod
    def joined(cls, parts: Sequence[Told]) -> Told:
        """The articles of several parts, one after the other."""
        number: dict[str, int] = {}
        chain = [
            np.array([number.setdefault(c, len(number)) for c in part.chains], dtype=np.int32)[
                part.chain
            ]
            for part in parts
        ]
        return cls(
            tuple([name for part in parts for name in part.article_ids]),
            Found.joined([part.found for part in parts]),
            np.concatenate([np.zeros(0, dtype=np.int32), *chain]),
            tuple(number),
            np.concatenate([np.zeros((0, 2), dtype=np.int64), *(p.sentences for p in parts)]),
            chained([part.sentence_bounds for part in parts]),
        )


def chained(bounds: Sequence[np.ndarray]) -> np.ndarray:
    """Bounds of several tables as those of the tables joined."""
    sizes = [np.diff(some) for some in bounds]
    return np.cumsum(np.concatenate([np.zeros(1, dtype=np.int64), *sizes]))


def _rows(bounds: np.ndarray, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rows of some groups one after the other, and where each group begins among them."""
    sizes = (bounds[1:] - bounds[:-1])[chosen]
    after = np.cumsum(np.append(0, sizes))
    shift = np.repeat(bounds[:-1][chosen] - after[:-1], sizes)
    return np.arange(len(shift)) + shift, after


def actor_name(chain: str) -> str:
    """The name of a chain as a reader knows it: ``KP`` is North Korea.

    Examples
    --------
    >>> actor_name("KP"), actor_name("Kim Jong Un")
    ('North Korea', 'Kim Jong Un')
    """
    return gazetteer.load().names.get(chain, chain)
