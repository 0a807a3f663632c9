"""The reuse stage over a library: the same passages, stories and origins, part by part.

Each part is shelved by itself and once; the join reads stretches of all shelves; blocks of pairs
are aligned from the texts of their articles alone. What is decided over all pairs (families,
boilerplate, origins) is held as arrays: some 100 bytes a passage and 1 KB an article.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import reverse_cuthill_mckee

from framing.corpus import SCHEMAS, Corpus, Step
from framing.library import Library, Run, made_with
from framing.reuse import join, stage
from framing.reuse.overlaps import KINDS, Overlaps, align_pairs
from framing.reuse.parted_join import joined_pairs
from framing.reuse.shelf import Shelf, write_shelf
from framing.reuse.stories import StoryWords
from framing.reuse.tables import pair_table

BLOCK = 2_000  # pairs aligned at a time
_REWRITTEN = 250  # pairs whose sentences are set side by side at a time
_SHELF, _LAYER = "reuse-shelf", "reuse"
_PART_BITS = 16  # of an article's address: its number within its part
_WAYS = np.array(["to", "unknown", "from"], dtype=object)


def trace_library(
    library: Library,
    *,
    below: str,
    run: Run,
    one_in: int = 1,
    common: int = join.COMMON,
    rewriting: bool = True,
    progress: Callable[[str], None] | None = None,
) -> Library:
    """Lay the reuse stage over a library; see `framing.reuse.trace`, whose result this is.

    Parameters
    ----------
    library : Library
    below : str
        The layer with furniture, outlets and voices.
    run : Runner
        Where kernels run.
    one_in, common, rewriting
        As for `trace`.
    progress : callable, optional
        Called with a few words.

    Returns
    -------
    Library
        With the layer ``reuse``: articles, passages and notes of each part.
    """
    say = progress or (lambda words: None)
    settings = {"one_in": one_in, "common": common, "rewriting": rewriting}
    keys = {n: made_with(_SHELF, library.key(n, below), one_in) for n in library.parts()}
    waiting = [(n, k) for n, k in keys.items() if not library.has(n, _SHELF, k)]
    for _ in run.map(partial(_shelve, library.folder, below, one_in), waiting):
        pass
    say("joining what stories share")
    desk = _Desk(library, list(keys))
    first, second = joined_pairs(
        desk.shelves,
        desk.ranks,
        run=run,
        scratch=library.folder / "scratch",
        one_in=one_in,
        common=common,
    )
    say(f"aligning {len(first):,} pairs")
    overlaps, places = _aligned(
        desk, first, second, run, home=f"all/{made_with('aligned', _steps(library, below))}"
    )
    say("telling stories and origins")
    articles = library.articles
    about = Corpus({"articles": articles}, library.history)
    sources = stage.sources_of(about)
    found = stage.decide(sources, overlaps)
    kept = found.kept
    told = stage.with_findings(articles, found.families.labels, found.findings)
    table = _Passages(desk, found.overlaps, places[kept], found.ways, rewriting)
    if rewriting:
        say("looking for rewriting")
        table.add_rewriting(run, told)
    say("writing passages")
    step = Step("reuse", settings)
    for n in keys:
        own = desk.ranks_in(n)
        roundups = found.families.roundups.intersection(own.tolist())
        frames = {"articles": told.iloc[own].reset_index(drop=True), "passages": table.of_part(n)}
        _keep(library, n, below, step, frames, sources, roundups)
    return library.finish(_LAYER)


def _steps(library: Library, below: str) -> object:
    """What was done to every part before: pairs aligned under other settings do not count."""
    numbers = library.parts()
    return library.about(numbers[0], below)["history"][1:] if numbers else []


def _shelve(folder: Path, below: str, one_in: int, job: tuple[int, str]) -> None:
    number, key = job
    library = Library(folder)
    part = library.part(number, below, tables=["articles", "text", "spans"])
    library.write(number, _SHELF, key, partial(write_shelf, part, one_in=one_in))


@dataclass(frozen=True)
class _Desk:
    """Where each article is: its rank among all by id, its part, its number there."""

    library: Library
    parts: list[int]

    @cached_property
    def shelves(self) -> list[Path]:
        return [self.library.place(n, _SHELF) for n in self.parts]

    @cached_property
    def _names(self) -> list[list[str]]:
        return [sorted(self.library.digests(n)) for n in self.parts]

    @cached_property
    def ids(self) -> list[str]:
        return sorted(a for names in self._names for a in names)

    @cached_property
    def addresses(self) -> np.ndarray:
        """By rank: part << 16 | number in the part; the same when a library has grown."""
        whole = [
            (name, n << _PART_BITS | i)
            for n, names in zip(self.parts, self._names, strict=True)
            for i, name in enumerate(names)
        ]
        return np.array([address for _, address in sorted(whole)], dtype=np.int64)

    @cached_property
    def _sorted(self) -> tuple[np.ndarray, np.ndarray]:
        """The ranks in the order of their addresses, and the addresses in that order."""
        order = np.argsort(self.addresses, kind="stable")
        return order, self.addresses[order]

    @cached_property
    def ranks(self) -> list[np.ndarray]:
        """For each part the ranks of its articles."""
        order, _ = self._sorted
        cuts = np.cumsum([len(names) for names in self._names])[:-1]
        return np.split(order, cuts)

    def ranks_in(self, part: int) -> np.ndarray:
        """The ranks of the articles of a part, in order."""
        return np.sort(self.ranks[self.parts.index(part)])

    def rank_of(self, addresses: np.ndarray) -> np.ndarray:
        """Ranks by address; -1 for articles that are no longer there."""
        order, sorted_addresses = self._sorted
        at = np.minimum(np.searchsorted(sorted_addresses, addresses), max(len(order) - 1, 0))
        return np.where(sorted_addresses[at] == addresses, order[at], -1)


def _fetch(folder: Path, addresses: np.ndarray) -> list[tuple[str, tuple[Any, Any]]]:
    """Texts and spans of articles, in this order (addresses are sorted)."""
    library = Library(folder)
    found = []
    numbers = addresses >> _PART_BITS
    for part in np.unique(numbers).tolist():
        mine = addresses[numbers == part] & ((1 << _PART_BITS) - 1)
        found += Shelf(library.place(part, _SHELF)).stories(mine.tolist())
    return found


def _aligned(
    desk: _Desk, first: np.ndarray, second: np.ndarray, run: Run, *, home: str
) -> tuple[Overlaps, np.ndarray]:
    """The passages of all pairs, and their offsets; pairs that were aligned before stay so."""
    library = desk.library
    known = _blocks(library, home)
    n = max(len(desk.ids), 1)
    wanted = first * n + second
    done = [np.zeros(0, np.int64)]
    for block in known:
        ends = [desk.rank_of(block[side]) for side in ("a", "b")]
        done.append(np.where((ends[0] < 0) | (ends[1] < 0), -1, ends[0] * n + ends[1]))
    new = np.flatnonzero(~np.isin(wanted, np.concatenate(done)))
    jobs = _cut(desk, first[new], second[new], BLOCK)
    for _ in run.map(partial(_align, library.folder, home), jobs):
        pass
    blocks = _blocks(library, home)
    return _joined(desk, blocks, wanted, n)


def _blocks(library: Library, home: str) -> list[dict[str, np.ndarray]]:
    folder = library.folder / home
    names = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
    found = []
    for name in names:
        if not name.startswith(".") and library.has(home, name, name):
            with np.load(folder / name / "pairs.npz") as kept:
                found.append(dict(kept))
    return found


def _cut(
    desk: _Desk, first: np.ndarray, second: np.ndarray, most: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Blocks of pairs as addresses; stories that share much stand in few blocks."""
    n = len(desk.ids)
    table = coo_array((np.ones(len(first), np.int8), (first, second)), shape=(n, n))
    rank = np.empty(n, dtype=np.int64)
    rank[reverse_cuthill_mckee((table + table.T).tocsr(), symmetric_mode=True)] = np.arange(n)
    ends = np.sort(np.column_stack([rank[first], rank[second]]), axis=1)
    order = np.lexsort((ends[:, 1], ends[:, 0]))
    for low in range(0, len(order), most):
        rows = order[low : low + most]
        yield desk.addresses[first[rows]], desk.addresses[second[rows]]


def _align(folder: Path, home: str, job: tuple[np.ndarray, np.ndarray]) -> None:
    """Align a block of pairs and write their passages, in words and in offsets."""
    a, b = job
    articles = np.unique(np.concatenate(job))
    stories = _fetch(folder, articles)
    words = StoryWords([text for text, _ in stories], [places for _, places in stories])
    i, j = np.searchsorted(articles, a), np.searchsorted(articles, b)
    found = align_pairs(words, i, j)
    places = np.zeros((len(found.pair), 4), dtype=np.int64)
    for row, (k, (a0, a1, b0, b1)) in enumerate(
        zip(found.pair.tolist(), found.spans.tolist(), strict=True)
    ):
        one, two = words[int(i[k])], words[int(j[k])]
        places[row] = one.starts[a0], one.ends[a1 - 1], two.starts[b0], two.ends[b1 - 1]
    arrays: dict[str, Any] = {
        "a": a,
        "b": b,
        "words_a": found.words[i],
        "words_b": found.words[j],
        "pair": found.pair,
        "spans": found.spans.astype(np.int32),
        "own": found.own.astype(np.int32),
        "kind": found.kind,
        "places": places.astype(np.int32),
    }
    key = made_with(a.tolist(), b.tolist())
    Library(folder).write(home, key, key, lambda place: np.savez(place / "pairs.npz", **arrays))


def _joined(
    desk: _Desk, blocks: list[dict[str, np.ndarray]], wanted: np.ndarray, n: int
) -> tuple[Overlaps, np.ndarray]:
    """Put blocks together: pairs in order, those that are no longer candidates left out."""
    words = np.zeros(len(desk.ids), dtype=np.int64)
    codes, pair, columns = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], []
    offset = 0
    for block in blocks:
        a, b = desk.rank_of(block["a"]), desk.rank_of(block["b"])
        here = (a >= 0) & (b >= 0)
        code = np.where(here, a * n + b, -1)
        words[a[here]], words[b[here]] = block["words_a"][here], block["words_b"][here]
        codes.append(code)
        pair.append(block["pair"] + offset)
        columns.append([block[c] for c in ("spans", "own", "kind", "places")])
        offset += len(code)
    every, owner = np.concatenate(codes), np.concatenate(pair)
    empty = [np.zeros((0, 4), np.int32), np.zeros((0, 2), np.int32), np.zeros(0, np.int8)]
    empty.append(np.zeros((0, 4), np.int32))
    spans, own, kind, places = (
        np.concatenate([empty[c], *(column[c] for column in columns)]) for c in range(4)
    )
    at = np.searchsorted(wanted, every)
    at = (
        np.where((at < len(wanted)) & (wanted[np.minimum(at, len(wanted) - 1)] == every), at, -1)
        if len(wanted)
        else np.full(len(every), -1)
    )
    number = at[owner]
    order = np.argsort(number, kind="stable")
    order = order[number[order] >= 0]
    used = np.zeros(len(desk.ids), dtype=bool)
    used[wanted // n] = used[wanted % n] = True
    return (
        Overlaps(
            len(desk.ids),
            np.where(used, words, 0),
            wanted // n,
            wanted % n,
            number[order],
            spans[order].astype(np.int64),
            own[order].astype(np.int64),
            kind[order],
        ),
        places[order],
    )


class _Passages:
    """The table of passages as arrays, each passage seen from either article."""

    def __init__(
        self,
        desk: _Desk,
        overlaps: Overlaps,
        places: np.ndarray,
        ways: np.ndarray,
        rewriting: bool,
    ) -> None:
        self.desk = desk
        share = overlaps.containment()[overlaps.pair]
        way = np.where(overlaps.kind == KINDS.index("copy"), ways[overlaps.pair], 0)
        a, b = overlaps.a[overlaps.pair], overlaps.b[overlaps.pair]
        self.article = np.concatenate([a, b])
        self.other = np.concatenate([b, a])
        self.places = np.concatenate([places, places[:, [2, 3, 0, 1]]])
        self.kind = np.concatenate([overlaps.kind, overlaps.kind])
        self.way = np.concatenate([way, -way]).astype(np.int8)
        self.share = np.concatenate([share, share])
        self.pairs = np.stack([a, b], axis=1)
        self.rewritten = SCHEMAS["passages"].empty()

    def frame(self, rows: np.ndarray) -> pd.DataFrame:
        """Some rows as a table."""
        ids = self.desk.ids
        places = self.places[rows]
        return pd.DataFrame(
            {
                "article_id": [ids[i] for i in self.article[rows].tolist()],
                "start": places[:, 0],
                "end": places[:, 1],
                "other_id": [ids[i] for i in self.other[rows].tolist()],
                "other_start": places[:, 2],
                "other_end": places[:, 3],
                "kind": np.array(KINDS, dtype=object)[self.kind[rows]],
                "direction": _WAYS[self.way[rows].astype(np.int64) + 1],
                "pair_containment": self.share[rows],
            }
        )

    @cached_property
    def _order(self) -> np.ndarray:
        return np.argsort(self.article, kind="stable")

    def rows_of(self, articles: np.ndarray) -> np.ndarray:
        """Where the passages of these articles stand."""
        ordered = self.article[self._order]
        low = np.searchsorted(ordered, articles)
        high = np.searchsorted(ordered, articles, side="right")
        stretches = [self._order[x:y] for x, y in zip(low.tolist(), high.tolist(), strict=True)]
        return np.concatenate([np.zeros(0, np.int64), *stretches])

    def add_rewriting(self, run: Run, told: pd.DataFrame) -> None:
        """Find what was told in other words, in the pairs of one story."""
        n = max(len(self.desk.ids), 1)
        story = pd.factorize(told["story"].to_numpy(dtype=object))[0]
        pairs = np.unique(self.pairs, axis=0)
        pairs = pairs[story[pairs[:, 0]] == story[pairs[:, 1]]]
        half = np.arange(len(self.article) // 2)
        codes = self.article[half] * n + self.other[half]
        order = np.argsort(codes, kind="stable")
        codes = codes[order]

        def jobs() -> Iterator[tuple[np.ndarray, np.ndarray, pd.DataFrame]]:
            for a, b in _cut(self.desk, pairs[:, 0], pairs[:, 1], _REWRITTEN):
                block = np.sort(self.desk.rank_of(a) * n + self.desk.rank_of(b))
                low = np.searchsorted(codes, block)
                high = np.searchsorted(codes, block, side="right")
                rows = np.concatenate([order[x:y] for x, y in zip(low, high, strict=True)])
                both = np.concatenate([rows, rows + len(half)])
                ranks = np.unique(np.concatenate([block // n, block % n]))
                known = self.frame(both)
                names = pd.DataFrame(
                    {
                        "article_id": [self.desk.ids[i] for i in ranks.tolist()],
                        "story": "one",
                        "headline": pd.NA,
                    }
                )
                yield self.desk.addresses[ranks], names, known

        found = list(run.map(partial(_rewrite, self.desk.library.folder), jobs()))
        self.rewritten = pd.concat([self.rewritten, *found], ignore_index=True)

    @cached_property
    def _rewritten_by_part(self) -> dict[int, pd.DataFrame]:
        rank = pd.Index(self.desk.ids).get_indexer(self.rewritten["article_id"])
        home = self.desk.addresses[rank] >> _PART_BITS
        return {int(n): frame for n, frame in self.rewritten.groupby(home, sort=True)}

    def of_part(self, number: int) -> pd.DataFrame:
        """The passages of the articles of a part."""
        more = self._rewritten_by_part.get(number, self.rewritten.iloc[:0])
        frame = self.frame(self.rows_of(self.desk.ranks_in(number)))
        return SCHEMAS["passages"].conform(pd.concat([frame, more]), name="passages")


def _rewrite(folder: Path, job: tuple[np.ndarray, pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
    """Sentences of the pairs of a block that tell the same in other words, seen from both."""
    addresses, articles, passages = job
    order = np.argsort(addresses, kind="stable")
    stories = dict(zip(order.tolist(), _fetch(folder, addresses[order]), strict=True))
    spans: list[tuple[str, int, int, str, str]] = []
    for i, name in enumerate(articles["article_id"]):
        story, quoted = stories[i][1]
        spans += [(name, a, b, "structure", "body") for a, b in story.tolist()]
        spans += [(name, a, b, "voice", "direct") for a, b in quoted.tolist()]
    texts = [stories[i][0] for i in range(len(articles))]
    columns = ["article_id", "start", "end", "stage", "kind"]
    block = Corpus(
        {
            "articles": articles.assign(text=texts),
            "spans": pd.DataFrame(spans, columns=columns),
            "passages": passages,
        },
        (),
    )
    return stage.rewritings_of(block, pair_table(block))


def _keep(
    library: Library,
    number: int,
    below: str,
    step: Step,
    frames: dict[str, pd.DataFrame],
    sources: list[Any],
    roundups: frozenset[int],
) -> None:
    """Write the layer of one part."""
    history = (*library.part(number, below, tables=[]).history, step)
    before = library.part(number, below, tables=["notes"])
    if roundups or "notes" not in before.tables:
        notes = stage.notes_of(before, sources, roundups)
        frames = {**frames, "notes": SCHEMAS["notes"].conform(notes, name="notes")}
    key = made_with(library.key(number, below), step.as_dict(), frame_digest(*frames.values()))
    if not library.has(number, _LAYER, key):
        library.keep(number, _LAYER, key, Corpus(frames, history), below=below)


def frame_digest(*frames: pd.DataFrame) -> str:
    """A hash of the values of tables, in their order."""
    digest = hashlib.blake2b(digest_size=12)
    for frame in frames:
        plain = frame.astype(object).fillna("")
        digest.update(pd.util.hash_pandas_object(plain, index=False).to_numpy().tobytes())
    return digest.hexdigest()
