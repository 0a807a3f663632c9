"""The steps of all patterns as one tree, and which words may take which step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from framing.features.pattern import Step, word_test
from framing.text import normal_form

ANY = 0
_MOST_KNOWN = 1_000_000  # words that are remembered, so that memory stays bounded


@dataclass(frozen=True)
class Edges:
    """The edges of the tree with one gap and one joint; keys are node * symbols + symbol.

    `nodes` says which nodes have an edge here, `wild` where any word leads. `bits` gives every
    symbol that is used here one of 64 bits, `masks` every node those of its edges.
    """

    gap: int
    joined: bool
    keys: np.ndarray
    children: np.ndarray
    nodes: np.ndarray
    wild: np.ndarray
    bits: np.ndarray
    masks: np.ndarray


@dataclass(frozen=True)
class Tree:
    """The tree as arrays.

    Parameters
    ----------
    symbols : int
        How many different steps there are; a step's symbol is its number.
    accepts_ptr, accepts : ndarray
        Patterns that end in each node, as a compressed table.
    leads, lead_joined : ndarray
        For each of `accepts`: how many free words stand before the first own one, and whether the
        own word hangs on them by a hyphen.
    edges : tuple of Edges
    lexicon : Lexicon
    """

    symbols: int
    accepts_ptr: np.ndarray
    accepts: np.ndarray
    leads: np.ndarray
    lead_joined: np.ndarray
    edges: tuple[Edges, ...]
    lexicon: Lexicon


@dataclass
class Lexicon:
    """Which symbols a word stands for; remembers every word that it has met."""

    literal: dict[str, list[int]] = field(default_factory=dict)
    exact: dict[str, list[int]] = field(default_factory=dict)
    heads: dict[int, dict[str, list[int]]] = field(default_factory=dict)
    tails: dict[int, dict[str, list[int]]] = field(default_factory=dict)
    tests: list[tuple[str, int]] = field(default_factory=list)
    root: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    known: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=dict)

    def add(self, word: str, symbol: int) -> None:
        """Let a word (with ``*`` or a leading ``=``) stand for a symbol."""
        if word.startswith("="):
            self.exact.setdefault(word[1:], []).append(symbol)
        elif "*" not in word:
            self.literal.setdefault(word, []).append(symbol)
        elif word.endswith("*") and "*" not in word[:-1]:
            self.heads.setdefault(len(word) - 1, {}).setdefault(word[:-1], []).append(symbol)
        elif word.startswith("*") and "*" not in word[1:]:
            self.tails.setdefault(len(word) - 1, {}).setdefault(word[1:], []).append(symbol)
        else:
            self.tests.append((word, symbol))

    def look_up(self, surface: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Symbols of a word as it stands there, and the nodes to which it leads from the root."""
        found = self.known.get(surface)
        if found is None:
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            symbols = tuple(sorted(set(self._look(surface, normal_form(surface)))))
            nodes = tuple(node for symbol in symbols for node in self.root.get(symbol, ()))
            found = self.known[surface] = (symbols, nodes)
        return found

    def _look(self, surface: str, form: str) -> Iterable[int]:
        yield from self.literal.get(form, ())
        if self.exact:
            plain = surface[:-2] if surface.endswith(("'s", "'S")) else surface
            yield from self.exact.get(plain, ())
        for size, heads in self.heads.items():
            if size <= len(form):
                yield from heads.get(form[:size], ())
        for size, tails in self.tails.items():
            if size <= len(form):
                yield from tails.get(form[len(form) - size :], ())
        for word, symbol in self.tests:
            if word_test(word)(form):
                yield symbol


class Grower:
    """The steps of all patterns as one tree, while it grows."""

    def __init__(self) -> None:
        self.symbol_of: dict[frozenset[str], int] = {frozenset(): ANY}
        self.children: list[dict[tuple[int, bool, int], int]] = [{}]
        self.ends: list[list[tuple[int, int, bool]]] = [[]]

    def add(self, number: int, row: tuple[Step, ...]) -> None:
        """Put one sequence of steps of pattern `number` into the tree."""
        lead = 0
        while not row[lead].words:
            lead += 1
        end = (number, lead, bool(lead) and row[lead].joined)
        node = 0
        for place, step in enumerate(row[lead:]):
            symbol = self.symbol_of.setdefault(step.words, len(self.symbol_of))
            edge = (step.gap, step.joined and place > 0, symbol) if place else (0, False, symbol)
            child = self.children[node].get(edge)
            if child is None:
                child = len(self.children)
                self.children[node][edge] = child
                self.children.append({})
                self.ends.append([])
            node = child
        if end not in self.ends[node]:
            self.ends[node].append(end)

    def finish(self) -> Tree:
        """The tree as arrays."""
        lexicon = Lexicon()
        for words, symbol in self.symbol_of.items():
            for word in sorted(words):
                lexicon.add(word, symbol)
        symbols = len(self.symbol_of)
        groups: dict[tuple[int, bool], list[tuple[int, int]]] = {}
        for node, children in enumerate(self.children[1:], start=1):
            for (gap, joined, symbol), child in children.items():
                groups.setdefault((gap, joined), []).append((node * symbols + symbol, child))
        edges = []
        for (gap, joined), pairs in sorted(groups.items()):
            pairs.sort()
            keys = np.array([k for k, _ in pairs], dtype=np.int64)
            nodes = np.zeros(len(self.children), dtype=bool)
            nodes[keys // symbols] = True
            wild = np.zeros(len(self.children), dtype=np.int64)
            children_of = np.array([c for _, c in pairs], dtype=np.int64)
            any_word = keys % symbols == ANY
            wild[keys[any_word] // symbols] = children_of[any_word]
            bits = np.zeros(symbols, dtype=np.uint64)
            bits[keys % symbols] = np.uint64(1) << (keys % symbols % 64).astype(np.uint64)
            masks = np.zeros(len(self.children), dtype=np.uint64)
            np.bitwise_or.at(masks, keys // symbols, bits[keys % symbols])
            edges.append(Edges(gap, joined, keys, children_of, nodes, wild, bits, masks))
        root: dict[int, tuple[int, ...]] = {}
        for (_, _, symbol), child in self.children[0].items():
            root[symbol] = (*root.get(symbol, ()), child)
        flat = [end for ends in self.ends for end in ends]
        lexicon.root = root
        return Tree(
            symbols=symbols,
            accepts_ptr=np.concatenate([[0], np.cumsum([len(e) for e in self.ends])]).astype(
                np.int64
            ),
            accepts=np.array([e[0] for e in flat], dtype=np.int32),
            leads=np.array([e[1] for e in flat], dtype=np.int64),
            lead_joined=np.array([e[2] for e in flat], dtype=bool),
            edges=tuple(edges),
            lexicon=lexicon,
        )
