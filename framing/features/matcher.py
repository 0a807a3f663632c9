"""One matcher for every dictionary: thousands of patterns in one pass over many texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from framing.features.pattern import Step, parse, word_test
from framing.features.seams import COMMA, HYPHEN, Seams
from framing.text import Tokens

ANY = 0


@dataclass(frozen=True)
class Matches:
    """Where which pattern matched, as flat arrays of one length.

    Parameters
    ----------
    text : ndarray of int32
        Number of the text.
    start, end : ndarray of int32
        Code points, end exclusive; a possessive ending of the last word is not part of it.
    pattern : ndarray of int32
        Number of the pattern, as given to `compile_patterns`.
    first, last : ndarray of int64
        Its first and last word, as numbers of tokens.
    """

    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    pattern: np.ndarray
    first: np.ndarray
    last: np.ndarray

    def __len__(self) -> int:
        return len(self.text)

    def take(self, which: np.ndarray) -> Matches:
        """The matches that `which` (a mask, or their numbers) names."""
        return Matches(
            self.text[which],
            self.start[which],
            self.end[which],
            self.pattern[which],
            self.first[which],
            self.last[which],
        )


@dataclass(frozen=True)
class _Edges:
    """The edges of the tree with one gap and one joint; keys are node * symbols + symbol."""

    gap: int
    joined: bool
    keys: np.ndarray
    children: np.ndarray
    nodes: np.ndarray
    wild: np.ndarray


@dataclass(frozen=True)
class Matcher:
    """Patterns made ready to be found; build it with `compile_patterns`.

    It is a tree of steps walked for all places of all texts at once, level by level, on arrays.
    """

    size: int
    symbols: int
    accepts_ptr: np.ndarray
    accepts: np.ndarray
    leads: np.ndarray
    lead_joined: np.ndarray
    root: Mapping[int, tuple[int, ...]]
    edges: tuple[_Edges, ...]
    lexicon: _Lexicon

    def __len__(self) -> int:
        return self.size

    def __repr__(self) -> str:
        return f"Matcher({self.size} patterns, {len(self.accepts_ptr) - 1} nodes)"

    def find(self, tokens: Tokens, texts: Sequence[str]) -> Matches:
        """Find every match of every pattern, nested and overlapping ones too.

        Parameters
        ----------
        tokens : Tokens
            ``framing.text.tokens(texts)``.
        texts : sequence of str
            The texts themselves: what stands between two words decides whether a pattern may run
            on. It never runs over a line break or ``. ! ? ; : ( )``, over a comma or dash only
            inside a gap.

        Returns
        -------
        Matches
            Sorted by text, start, end, pattern; each at most once.
        """
        return _find(self, tokens, texts)


def compile_patterns(
    patterns: Iterable[str],
    *,
    classes: Mapping[str, Sequence[str]] | None = None,
    spellings: bool = True,
) -> Matcher:
    """Make patterns ready to be found.

    Parameters
    ----------
    patterns : iterable of str
        In the language of `framing.features.pattern`.
    classes : mapping of str to sequence of str, optional
        Word classes for ``<name>``.
    spellings : bool
        Let British and American spellings stand for each other.

    Returns
    -------
    Matcher

    Raises
    ------
    PatternError
        If a pattern cannot be read.

    Examples
    --------
    >>> from framing.text import tokens
    >>> text = "the head of the reclusive state, Kim Jong-un's regime"
    >>> matcher = compile_patterns(["reclusive|secretive state", "kim jong un"])
    >>> found = matcher.find(tokens(text), [text])
    >>> [text[a:b] for a, b in zip(found.start, found.end)]
    ['reclusive state', 'Kim Jong-un']
    """
    tree = _Tree()
    size = 0
    for number, pattern in enumerate(patterns):
        for row in parse(pattern, classes=classes, spellings=spellings):
            tree.add(number, row)
        size = number + 1
    return tree.finish(size)


@dataclass
class _Lexicon:
    """Which symbols a word stands for; remembers every word that it has met."""

    literal: dict[str, list[int]] = field(default_factory=dict)
    exact: dict[str, list[int]] = field(default_factory=dict)
    heads: dict[int, dict[str, list[int]]] = field(default_factory=dict)
    tails: dict[int, dict[str, list[int]]] = field(default_factory=dict)
    tests: list[tuple[str, int]] = field(default_factory=list)
    known: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def add(self, word: str, symbol: int) -> None:
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

    def symbols(self, surface: str, form: str) -> tuple[int, ...]:
        """Symbols of a word as it stands there, with its normal form."""
        found = self.known.get(surface)
        if found is None:
            found = self.known[surface] = tuple(sorted(set(self._look(surface, form))))
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


class _Tree:
    """The steps of all patterns as one tree, while it grows."""

    def __init__(self) -> None:
        self.symbol_of: dict[frozenset[str], int] = {frozenset(): ANY}
        self.children: list[dict[tuple[int, bool, int], int]] = [{}]
        self.ends: list[list[tuple[int, int, bool]]] = [[]]

    def add(self, number: int, row: tuple[Step, ...]) -> None:
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

    def finish(self, size: int) -> Matcher:
        lexicon = _Lexicon()
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
            edges.append(_Edges(gap, joined, keys, children_of, nodes, wild))
        root: dict[int, tuple[int, ...]] = {}
        for (_, _, symbol), child in self.children[0].items():
            root[symbol] = (*root.get(symbol, ()), child)
        flat = [end for ends in self.ends for end in ends]
        return Matcher(
            size=size,
            symbols=symbols,
            accepts_ptr=np.concatenate([[0], np.cumsum([len(e) for e in self.ends])]).astype(
                np.int64
            ),
            accepts=np.array([e[0] for e in flat], dtype=np.int32),
            leads=np.array([e[1] for e in flat], dtype=np.int64),
            lead_joined=np.array([e[2] for e in flat], dtype=bool),
            root=root,
            edges=tuple(edges),
            lexicon=lexicon,
        )


def _spread(pointers: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For rows of a compressed table: which of `rows` each value belongs to, and its place."""
    counts = pointers[rows + 1] - pointers[rows]
    owner = np.repeat(np.arange(len(rows)), counts)
    first = (
        np.repeat(pointers[rows] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        if len(rows)
        else np.zeros(0, dtype=np.int64)
    )
    return owner, first + np.arange(len(owner))


def _table(lists: list[tuple[int, ...]]) -> tuple[np.ndarray, np.ndarray]:
    pointers = np.zeros(len(lists) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, lists), dtype=np.int64, count=len(lists)), out=pointers[1:])
    values = np.fromiter((v for row in lists for v in row), dtype=np.int64, count=int(pointers[-1]))
    return pointers, values


def _find(matcher: Matcher, tokens: Tokens, texts: Sequence[str]) -> Matches:
    surfaces, forms = tokens.vocabulary.surfaces, tokens.vocabulary.normal_forms
    lexicon, root = matcher.lexicon, matcher.root
    symbols_of = [lexicon.symbols(s, f) for s, f in zip(surfaces, forms, strict=True)]
    symbol_ptr, symbol_values = _table(symbols_of)
    root_ptr, root_values = _table(
        [
            tuple(c for symbol in row for c in root.get(symbol, ())) if row else row
            for row in symbols_of
        ]
    )
    ids = tokens.ids
    count = len(ids)
    begins = np.diff(root_ptr) > 0
    place = np.flatnonzero(begins[ids]) if count else np.zeros(0, dtype=np.int64)
    owner, at = _spread(root_ptr, ids[place])
    first, node = place[owner], root_values[at]
    last = first
    seams = Seams(tokens, texts)
    some = np.diff(symbol_ptr) > 0
    found: list[tuple[np.ndarray, ...]] = []
    while len(node):
        found.append(_accepted(matcher, first, last, node, seams))
        nexts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        for edges in matcher.edges:
            mine = np.flatnonzero(edges.nodes[node])
            if len(mine):
                nexts += _step(
                    matcher,
                    edges,
                    first[mine],
                    last[mine],
                    node[mine],
                    ids,
                    seams,
                    symbol_ptr,
                    symbol_values,
                    some,
                )
        if not nexts:
            break
        first, last, node = (np.concatenate(part) for part in zip(*nexts, strict=True))
    return _sorted(tokens, found)


def _step(
    matcher: Matcher,
    edges: _Edges,
    first: np.ndarray,
    last: np.ndarray,
    node: np.ndarray,
    ids: np.ndarray,
    seams: Seams,
    symbol_ptr: np.ndarray,
    symbol_values: np.ndarray,
    some: np.ndarray,
) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Walk one kind of edge from all places at once."""
    nexts = []
    wild_edges = bool(edges.wild.any())
    limit = HYPHEN if edges.gap == 0 else COMMA
    here = last
    for _ in range(edges.gap + 1):
        here = here + 1
        alive = here < len(ids)
        if not edges.gap and not wild_edges:
            alive[alive] = some[ids[here[alive]]]
        first, node, here = first[alive], node[alive], here[alive]
        seam = seams.at(here)
        alive = seam == HYPHEN if edges.joined else seam <= limit
        first, node, here = first[alive], node[alive], here[alive]
        if not len(here):
            break
        wild = edges.wild[node]
        if wild.any():
            free = wild > 0
            nexts.append((first[free], here[free], wild[free]))
        able = np.flatnonzero(some[ids[here]])
        owner, at = _spread(symbol_ptr, ids[here[able]])
        owner = able[owner]
        keys = node[owner] * matcher.symbols + symbol_values[at]
        spot = np.searchsorted(edges.keys, keys)
        spot[spot == len(edges.keys)] = 0
        good = edges.keys[spot] == keys
        if good.any():
            nexts.append((first[owner[good]], here[owner[good]], edges.children[spot[good]]))
    return nexts


def _accepted(
    matcher: Matcher, first: np.ndarray, last: np.ndarray, node: np.ndarray, seams: Seams
) -> tuple[np.ndarray, ...]:
    owner, at = _spread(matcher.accepts_ptr, node)
    start, end, pattern = first[owner], last[owner], matcher.accepts[at]
    leads, joined = matcher.leads[at], matcher.lead_joined[at]
    if leads.any():
        fits = (leads == 0) | (start - leads >= 0)
        led = np.flatnonzero(fits & (leads > 0))
        for k in led.tolist():
            seam = seams.at(np.arange(start[k] - leads[k], start[k]) + 1)
            fits[k] = (seam[-1] == HYPHEN if joined[k] else True) and bool((seam <= HYPHEN).all())
        start, end, pattern = (start - leads)[fits], end[fits], pattern[fits]
    return start, end, pattern


def _sorted(tokens: Tokens, found: list[tuple[np.ndarray, ...]]) -> Matches:
    if found:
        first, last, pattern = (np.concatenate(part) for part in zip(*found, strict=True))
    else:
        first = last = np.zeros(0, dtype=np.int64)
        pattern = np.zeros(0, dtype=np.int32)
    order = np.lexsort((pattern, last, first))
    first, last, pattern = first[order], last[order], pattern[order]
    if len(first) > 1:
        fresh = np.ones(len(first), dtype=bool)
        fresh[1:] = (np.diff(first) != 0) | (np.diff(last) != 0) | (np.diff(pattern) != 0)
        first, last, pattern = first[fresh], last[fresh], pattern[fresh]
    owns = np.fromiter(
        (s.endswith(("'s", "'S")) for s in tokens.vocabulary.surfaces),
        dtype=bool,
        count=len(tokens.vocabulary),
    )
    ends = tokens.ends[last]
    if len(owns):
        ends = ends - 2 * owns[tokens.ids[last]].astype(np.int32)
    text = np.searchsorted(tokens.bounds, first, side="right").astype(np.int32) - 1
    return Matches(text, tokens.starts[first], ends, pattern.astype(np.int32), first, last)
