"""One matcher for every dictionary: thousands of patterns in one pass over many texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from framing.features.pattern import parse
from framing.features.seams import COMMA, HYPHEN, Seams
from framing.features.tree import Edges, Grower, Tree
from framing.text import Tokens


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
class Matcher:
    """Patterns made ready to be found; build it with `compile_patterns`.

    Parameters
    ----------
    size : int
        How many patterns.
    tree : Tree
        Their steps, walked for all places of all texts at once, level by level, on arrays.
    """

    size: int
    tree: Tree

    def __len__(self) -> int:
        return self.size

    def __repr__(self) -> str:
        return f"Matcher({self.size} patterns, {len(self.tree.accepts_ptr) - 1} nodes)"

    def find(
        self, tokens: Tokens, seams: Seams | None = None, *, texts: np.ndarray | None = None
    ) -> Matches:
        """Find every match of every pattern, nested and overlapping ones too.

        Parameters
        ----------
        tokens : Tokens
            Words, and what stands between them, which decides whether a pattern may run on. It
            never runs over a line break or ``. ! ? ; : ( )``, over a comma or dash only inside a
            gap.
        seams : Seams, optional
            ``Seams(tokens)``, where it has been made already.
        texts : ndarray of int, optional
            Look in the texts of these numbers alone.

        Returns
        -------
        Matches
            Sorted by text, start, end, pattern; each at most once.
        """
        walk = _Walk(self.tree, tokens, seams or Seams(tokens))
        where = None
        if texts is not None:
            chosen = np.zeros(tokens.texts, dtype=bool)
            chosen[texts] = True
            where = chosen[tokens.text_index]
        return _sorted(walk.seams, tokens, walk.run(where))


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
    >>> found = matcher.find(tokens(text))
    >>> [text[a:b] for a, b in zip(found.start, found.end)]
    ['reclusive state', 'Kim Jong-un']
    """
    grower = Grower()
    size = 0
    for number, pattern in enumerate(patterns):
        for row in parse(pattern, classes=classes, spellings=spellings):
            grower.add(number, row)
        size = number + 1
    return Matcher(size, grower.finish())


class _Walk:
    """One walk through the tree from every word of some texts."""

    def __init__(self, tree: Tree, tokens: Tokens, seams: Seams) -> None:
        look_up, met = tree.lexicon.look_up, tree.lexicon.known.get
        known = [met(surface) or look_up(surface) for surface in tokens.vocabulary.surfaces]
        self.tree, self.seams, self.ids = tree, seams, tokens.ids
        self._bits: dict[tuple[int, bool], np.ndarray] = {}
        self.symbol_ptr, self.symbols = _table([k[0] for k in known])
        self.root_ptr, self.roots = _table([k[1] for k in known])

    def run(self, where: np.ndarray | None) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """First word, last word and pattern of every match that begins `where`, in parts."""
        begins = np.append(np.diff(self.root_ptr) > 0, False)[self.ids]
        place = np.flatnonzero(begins if where is None else begins & where)
        owner, at = _spread(self.root_ptr, self.ids[place])
        first, node = place[owner], self.roots[at]
        last = first
        found = []
        while len(node):
            found.append(self.accepted(first, last, node))
            nexts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
            for edges in self.tree.edges:
                mine = np.flatnonzero(edges.nodes[node])
                if len(mine):
                    nexts += self.step(edges, first[mine], last[mine], node[mine])
            if not nexts:
                break
            first, last, node = (np.concatenate(part) for part in zip(*nexts, strict=True))
        return found

    def step(
        self, edges: Edges, first: np.ndarray, last: np.ndarray, node: np.ndarray
    ) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Walk one kind of edge from all places at once."""
        nexts = []
        wild_edges = bool(edges.wild.any())
        limit = HYPHEN if edges.gap == 0 else COMMA
        here = last
        for _ in range(edges.gap + 1):
            here = here + 1
            alive = here < len(self.ids)
            if not edges.gap and not wild_edges:
                # What stands between is asked only where an edge fits.
                first, node, here = first[alive], node[alive], here[alive]
                nexts += self._take(edges, first, node, here, limit)
                break
            first, node, here = first[alive], node[alive], here[alive]
            alive = self._open(edges, here, limit)
            first, node, here = first[alive], node[alive], here[alive]
            if not len(here):
                break
            wild = edges.wild[node]
            if wild.any():
                free = wild > 0
                nexts.append((first[free], here[free], wild[free]))
            nexts += self._take(edges, first, node, here, None)
        return nexts

    def bits(self, edges: Edges) -> np.ndarray:
        """For each word of the vocabulary the bits of its symbols, uint64."""
        key = (edges.gap, edges.joined)
        if key not in self._bits:
            begin, end = self.symbol_ptr[:-1], self.symbol_ptr[1:]
            bits = np.append(edges.bits[self.symbols], np.uint64(0))
            some = np.bitwise_or.reduceat(bits, begin)
            self._bits[key] = np.where(end > begin, some, np.uint64(0))
        return self._bits[key]

    def _open(self, edges: Edges, here: np.ndarray, limit: int) -> np.ndarray:
        seam = self.seams.at(here)
        return seam == HYPHEN if edges.joined else seam <= limit

    def _take(
        self,
        edges: Edges,
        first: np.ndarray,
        node: np.ndarray,
        here: np.ndarray,
        limit: int | None,
    ) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        # Most words can go on from no node: their bits say so before any key is looked up.
        words = self.ids[here]
        some = np.flatnonzero(edges.masks[node] & self.bits(edges)[words])
        first, node, here = first[some], node[some], here[some]
        owner, at = _spread(self.symbol_ptr, words[some])
        keys = node[owner] * self.tree.symbols + self.symbols[at]
        spot = np.searchsorted(edges.keys, keys)
        spot[spot == len(edges.keys)] = 0
        good = np.flatnonzero(edges.keys[spot] == keys)
        owner, child = owner[good], edges.children[spot[good]]
        if limit is not None and len(owner):
            alive = self._open(edges, here[owner], limit)
            owner, child = owner[alive], child[alive]
        return [(first[owner], here[owner], child)] if len(owner) else []

    def accepted(
        self, first: np.ndarray, last: np.ndarray, node: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The patterns that end in these nodes."""
        tree = self.tree
        owner, at = _spread(tree.accepts_ptr, node)
        start, end, pattern = first[owner], last[owner], tree.accepts[at]
        leads = tree.leads[at]
        if leads.any():
            joined = tree.lead_joined[at]
            fits = start >= leads
            for k in np.flatnonzero(fits & (leads > 0)).tolist():
                seam = self.seams.at(np.arange(start[k] - leads[k], start[k]) + 1)
                fits[k] = (seam[-1] == HYPHEN or not joined[k]) and bool((seam <= HYPHEN).all())
            start, end, pattern = (start - leads)[fits], end[fits], pattern[fits]
        return start, end, pattern


def _spread(pointers: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For rows of a compressed table: which of `rows` each value belongs to, and its place."""
    begin = pointers[rows]
    counts = pointers[rows + 1] - begin
    one = np.flatnonzero(counts == 1)
    many = np.flatnonzero(counts > 1)
    if not len(many):
        return one, begin[one]
    size = counts[many]
    owner = np.repeat(many, size)
    place = np.arange(len(owner)) + np.repeat(begin[many] - (np.cumsum(size) - size), size)
    return np.concatenate([one, owner]), np.concatenate([begin[one], place])


def _table(lists: list[tuple[int, ...]]) -> tuple[np.ndarray, np.ndarray]:
    pointers = np.zeros(len(lists) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, lists), dtype=np.int64, count=len(lists)), out=pointers[1:])
    values = np.fromiter(chain.from_iterable(lists), dtype=np.int64, count=int(pointers[-1]))
    return pointers, values


def _sorted(
    seams: Seams, tokens: Tokens, found: list[tuple[np.ndarray, np.ndarray, np.ndarray]]
) -> Matches:
    """All matches in order, each once."""
    none = np.zeros(0, dtype=np.int64)
    first, last, pattern = (
        np.concatenate(part).astype(np.int64) for part in zip(*found, strict=True)
    ) if found else (none, none, none)  # fmt: skip
    if len(first):
        # First word, length and pattern packed into one number sort, and find twins, at once.
        size = int((last - first).max()) + 1
        kinds = int(pattern.max()) + 1
        packed = np.sort((first * size + (last - first)) * kinds + pattern)
        packed = packed[np.append(True, packed[1:] != packed[:-1])]
        pattern = packed % kinds
        first = packed // (size * kinds)
        last = first + packed // kinds % size
    text = tokens.text_index[first]
    ends = tokens.ends[last] - 2 * seams.possessive(last).astype(np.int32)
    return Matches(text, tokens.starts[first], ends, pattern.astype(np.int32), first, last)
