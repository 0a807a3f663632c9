"""Which stretches of a text could name an actor, an event or a thing: all at once, in NumPy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

# A verb with what goes before it.
_VERB = re.compile(r"(?:M|T|V(?=A*[EGB])|B(?=E))*(?:[ATM])*[VBGE]K?")

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LONGEST = 24  # tokens
FAMILIES = (
    "phrase", "bare", "possessed", "possessor", "name", "titled_name", "title", "name_tail",
    "before_name", "last_word", "word",
    "of", "pp", "pp_bare", "pp2", "pp_possessed", "pair", "verb", "verb_pp", "verb_clause",
    "participle", "verb_bare", "last_two", "verb_alone", "country", "phrase_clause",
    "front", "entity",
)  # fmt: skip


@dataclass(frozen=True)
class Candidates:
    """Stretches of tokens.

    Parameters
    ----------
    starts, ends : ndarray of int64
        First token, and the token after the last.
    heads : ndarray of int64
        The token that says what is named.
    families : ndarray of int64
        How the stretch was made: an index into `FAMILIES`. One stretch stands once.
    """

    starts: np.ndarray
    ends: np.ndarray
    heads: np.ndarray
    families: np.ndarray


@lru_cache(maxsize=256)
def _within(letters: str) -> bytes:
    """A table for `bytes.translate`: 1 for these letters, 0 for all others."""
    return bytes(chr(code) in letters for code in range(256))


def _spans(pattern: re.Pattern[str], classes: str) -> tuple[np.ndarray, np.ndarray]:
    found = [m.span() for m in pattern.finditer(classes)]
    flat = np.array(found, dtype=np.int64).reshape(-1, 2)
    return flat[:, 0], flat[:, 1]


def _run_start(inside: np.ndarray) -> np.ndarray:
    """For each place the first place of the run of `inside` that reaches it."""
    size = len(inside)
    outside = np.where(inside, -1, np.arange(size))
    return np.maximum.accumulate(outside) + 1


def _run_end(inside: np.ndarray) -> np.ndarray:
    """For each place the place after the run of `inside` that begins there."""
    size = len(inside)
    outside = np.where(inside, size, np.arange(size))
    return np.minimum.accumulate(outside[::-1])[::-1]


def find(
    classes: str,
    names: str = "",
    places: Sequence[tuple[int, int]] = (),
    titles: np.ndarray | Sequence[int] = (),
    wanted: np.ndarray | None = None,
) -> Candidates:
    """List the candidates of a text, or of texts parted by line breaks, from its word classes.

    Parameters
    ----------
    classes : str
        One letter a token, as `tagger.tag` gives them.
    names : str
        One letter a token as well: runs of one name class are candidates.
    places : sequence of (int, int)
        Stretches of tokens that name a country.
    titles : sequence of int
        Tokens that are titles: ``President``, ``minister``.
    wanted : ndarray of bool, shape (tokens,), optional
        Only candidates with one of these as head, and no verbs.

    Returns
    -------
    Candidates
        Sorted by start and end.
    """
    classes_as_bytes = classes.encode("ascii")
    size = len(classes_as_bytes)
    made: list[tuple[np.ndarray, np.ndarray, np.ndarray, int]] = []

    def add(family: str, starts: np.ndarray, ends: np.ndarray, heads: np.ndarray) -> None:
        good = (starts < ends) & (heads >= starts) & (heads < ends) & (ends <= size)
        good &= ends - starts <= _LONGEST
        if wanted is not None:
            good[good] = wanted[heads[good]]
        made.append((starts[good], ends[good], heads[good], FAMILIES.index(family)))

    known: dict[str, np.ndarray] = {}

    def has(letters: str) -> np.ndarray:
        if letters not in known:
            known[letters] = np.frombuffer(classes_as_bytes.translate(_within(letters)), np.bool_)
        return known[letters]

    a, b = _phrases(has, size)
    if size and len(a):
        head = b - 1
        opened = has("D$")[a]
        bare = a + opened
        mark = has("S")
        name_run = _run_start(has("PH") | has("P"))
        # The possessives inside: the last one before the head, the first one after the start.
        marks = np.flatnonzero(mark)
        last = marks[np.searchsorted(marks, b) - 1] if len(marks) else np.full(len(a), -1)
        last = np.where((last >= a) & (last < b), last, -1)
        first_at = np.searchsorted(marks, a)
        first = np.append(marks, size)[first_at]
        owned = last >= 0
        add("phrase", a, b, head)
        add("bare", bare[opened], b[opened], head[opened])
        add("possessed", last[owned] + 1, b[owned], head[owned])
        owner_bare = has("D$")[a] & owned
        add("possessor", a[owned], first[owned], first[owned] - 1)
        add("possessor", a[owned], last[owned], last[owned] - 1)
        add("bare", (a + 1)[owner_bare], first[owner_bare], (first - 1)[owner_bare])
        tail = np.maximum(name_run[head], a)
        named = has("P")[head] & (tail > a)
        add("name_tail", tail[named], b[named], head[named])
        add("before_name", a[named], tail[named], tail[named] - 1)
        for back in (2, 3):
            start = np.maximum(b - back, a)
            wide = named & (start > tail)
            add("name_tail", start[wide], b[wide], head[wide])
            add("before_name", a[wide], start[wide], start[wide] - 1)
        add("last_word", head, b, head)
        two = (b - 2 > a) & ~mark[np.maximum(b - 2, 0)]
        add("last_two", b[two] - 2, b[two], head[two])
        three = (b - 3 > a) & ~mark[np.maximum(b - 3, 0)]
        add("last_two", b[three] - 3, b[three], head[three])
        # Title before a run of names, name inside a compound.
        inner = np.flatnonzero(has("P"))
        begin, stop = name_run[inner], _run_end(has("PH"))[inner]
        add("name", begin, stop, stop - 1)
        singles = np.flatnonzero(has("PNnJ"))
        add("word", singles, singles + 1, singles)
        # Where a title ends inside the phrase, and a name begins.
        title = np.zeros(size, dtype=bool)
        title[np.asarray(titles, dtype=np.int64)] = True
        ranks = np.flatnonzero(title)
        if len(ranks):
            rank = ranks[np.searchsorted(ranks, b) - 1]
            ranked = (rank >= a) & (rank < b)
            add("title", a[ranked], rank[ranked] + 1, rank[ranked])
            add("title", bare[ranked], rank[ranked] + 1, rank[ranked])
            add("titled_name", rank[ranked] + 1, b[ranked], head[ranked])
            before = ranked & (rank > 0) & title[np.maximum(rank - 1, 0)]
            add("titled_name", rank[before], b[before], head[before])
            add("titled_name", rank[before] - 1, b[before], head[before])
        # A name with its article in front of another noun: [the U.S.] decision.
        stop_at = _run_end(has("PH"))
        for shift in (0, 1):
            begin = a + shift
            ok = begin < b
            start = begin[ok]
            front_end = np.minimum(stop_at[start], b[ok])
            add("front", a[ok], front_end, front_end - 1)
        add("front", a, b - 1, b - 2)
        # What follows: prepositions with their own phrases, twice over.
        where = np.searchsorted(a, b)
        nexts = np.append(a, size + 9)[where]
        gap = nexts - b
        prep = np.zeros(len(a), dtype=bool)
        inside = b < size
        prep[inside] = has("IT")[np.minimum(b, size - 1)][inside]
        linked = prep & (gap == 1)
        pair = np.zeros(len(a), dtype=bool)
        pair[inside] = has("&,")[np.minimum(b, size - 1)][inside] & (gap[inside] == 1)
        ahead = np.minimum(where, len(a) - 1)
        end1 = np.where(linked, b[ahead], -1)
        # The second link reads the first one's table.
        end2 = np.where(linked & (end1[ahead] > 0), end1[ahead], -1)
        end3 = np.where((end2 > 0) & (end2[ahead] > 0), end2[ahead], -1)
        paired = np.where(pair, b[ahead], -1)
        for family, starts, ends in (
            ("pp", a, end1),
            ("pp_bare", bare, end1),
            ("pp2", a, end2),
            ("pp2", bare, end2),
            ("pp2", a, end3),
            ("pair", a, paired),
            ("pair", bare, paired),
            ("pp2", a, np.where(linked, paired[ahead], -1)),
            ("pp_possessed", np.where(owned, last + 1, 0), np.where(owned, end1, -1)),
            ("pp_possessed", tail, np.where(named, end1, -1)),
            ("phrase_clause", a, np.where(linked, _clause_end(has)[np.minimum(b, size - 1)], -1)),
        ):
            add(family, starts, ends, head)
        of_owner = np.where(linked, np.append(marks, size)[np.searchsorted(marks, b)], -1)
        add("pp", a, np.where(of_owner < end1, of_owner, -1), head)
        # Phrases with a participle or an infinitive behind them.
        part = np.zeros(len(a), dtype=bool)
        part[inside] = has("EGTWI")[np.minimum(b, size - 1)][inside]
        rest = _clause_end(has)[np.minimum(b, size - 1)]
        add("participle", a, np.where(part, rest, -1), head)
        if wanted is None:
            _verbs(classes, has, a, b, end1, end2, end3, paired, add)
    if names:
        kind = np.frombuffer(names.encode("ascii"), dtype=np.uint8)
        begin = np.flatnonzero(np.append(True, kind[1:] != kind[:-1]))
        stop = np.append(begin[1:], size)
        named = np.isin(kind[begin], np.frombuffer(b"pgdr", dtype=np.uint8))
        add("entity", begin[named], stop[named], stop[named] - 1)
    if places:
        spans = np.array(places, dtype=np.int64).reshape(-1, 2)
        add("country", spans[:, 0], spans[:, 1], spans[:, 1] - 1)
    return _distinct(made, _cuts(size, places))


def _phrases(has, size: int) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[no-untyped-def]
    """Noun phrases without what follows them, possessives inside: first token, token after."""

    def before(letters: str) -> np.ndarray:
        return np.append(False, has(letters))[:-1]

    def behind(letters: str) -> np.ndarray:
        return np.append(has(letters), False)[1:]

    noun = has("NnPC")
    # Every other word stands in a phrase only by the word beside it.
    part = noun | has("H")
    part |= has("A") & behind("JEGC")
    part |= has("J") & behind("JCEGNnPHQ,&")
    part |= has("EG") & behind("JCEGNnHQ,&")
    part |= before("JE") & has(",") & behind("JE")
    part |= before("J") & has("&") & behind("J")
    part |= has("Q") & (behind("JNnPCEG") | (before("NnPJC") & behind("NnP")))
    part |= before("NnPC") & has("S") & behind(_LETTERS)
    begin = np.flatnonzero(part & ~np.append(False, part[:-1]))
    stop = _run_end(part)[begin]
    # A phrase ends with its last noun, name or number.
    last = np.maximum.accumulate(np.where(noun, np.arange(size), -1))[stop - 1]
    whole = last >= begin
    opened = np.append(False, has("D$") | (has("W") & behind("JNn")))[begin]
    starts, ends = (begin - opened)[whole], last[whole] + 1
    # The rich, the first few: an article and an adjective that no noun follows.
    nouns = np.zeros(size + 1, dtype=bool)
    nouns[begin[whole]] = True
    bare = has("D$") & ~before(_LETTERS) & behind("J") & ~nouns[1:]
    bare &= ~np.append(behind(_LETTERS)[1:], False)
    rich = np.flatnonzero(bare)
    order = np.argsort(np.concatenate([starts, rich]), kind="stable")
    return np.concatenate([starts, rich])[order], np.concatenate([ends, rich + 2])[order]


def _cuts(size: int, places: Sequence[tuple[int, int]]) -> np.ndarray:
    """True before a token that stands inside a country's name, where no candidate may end."""
    inside = np.zeros(size + 1, dtype=bool)
    for first, after in places:
        inside[first + 1 : after] = True
    return inside


def _clause_end(has) -> np.ndarray:  # type: ignore[no-untyped-def]
    """For each token the end of its clause: the next mark, or the end."""
    return _run_end(~has(",.:("))


def _verbs(classes, has, a, b, end1, end2, end3, paired, add) -> None:  # type: ignore[no-untyped-def]
    v, w = _spans(_VERB, classes)
    if not len(v):
        return
    size = len(classes)
    last = w - 1
    add("verb_alone", v, w, last)
    where = np.searchsorted(a, w)
    ahead = np.minimum(where, len(a) - 1)
    begins = np.append(a, size + 9)[where]
    gap = begins - w
    step = np.minimum(w, size - 1)
    direct = gap == 0
    through = ((gap == 1) & has("ITAKQ")[step]) | ((gap == 2) & has("IKAT")[step])
    near = direct | through
    stop = _clause_end(has)[step]
    lean = np.where(has("TMVA")[v] & (v < last), _main_verb(has, v, last), v)
    for starts in (v, lean, last):
        add("verb", starts, np.where(near, b[ahead], -1), last)
        add("verb_pp", starts, np.where(near, end1[ahead], -1), last)
        add("verb_pp", starts, np.where(near, end2[ahead], -1), last)
        add("verb_pp", starts, np.where(near, end3[ahead], -1), last)
        add("verb_pp", starts, np.where(near, paired[ahead], -1), last)
        add("verb_clause", starts, stop, last)
        add("verb_bare", starts, w, last)


def _main_verb(has, v, last) -> np.ndarray:  # type: ignore[no-untyped-def]
    """The first token of a verb group after `to`, modals and adverbs: `to quickly end` → end."""
    return np.where(has("T")[v], v + 1, last)


def _distinct(
    made: list[tuple[np.ndarray, np.ndarray, np.ndarray, int]], cuts: np.ndarray
) -> Candidates:
    if not made:
        nothing = np.empty(0, dtype=np.int64)
        return Candidates(nothing, nothing, nothing, nothing)
    starts = np.concatenate([m[0] for m in made])
    sizes = np.concatenate([m[1] for m in made]) - starts
    heads = np.concatenate([m[2] for m in made]) - starts
    families = np.concatenate([np.full(len(m[0]), m[3]) for m in made])
    keep = ~cuts[starts] & ~cuts[starts + sizes]
    # Start, length, family and head packed into one number sort at once; one stretch stands once.
    packed = (((starts * 32 + sizes) * 32 + families) * 32 + heads)[keep]
    packed.sort()
    packed = packed[np.append(True, packed[1:] // 1024 != packed[:-1] // 1024)[: len(packed)]]
    stretch, families, heads = packed // 1024, packed // 32 % 32, packed % 32
    starts = stretch // 32
    return Candidates(starts, starts + stretch % 32, starts + heads, families)
