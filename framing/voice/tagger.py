"""The small convolutional tagger: which tokens are attributed, which name a source, which a cue.

A network in NumPy: each token is the sum of a few table rows (word, ending, beginning, shape,
marks, place, cues), passed through dilated convolutions over its neighbours (Strubell et al. 2017),
a maximum over its sentence and the sentences beside it, and a running maximum over what stands
before and after it in its sentence. Its weights were learned from the PolNeAR corpus (Newell,
Margolin and Ruths 2018) by ``python -m tests.validation.train_voice``; none of its text is shipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from scipy.linalg.blas import sgemm

from framing.voice.features import PLACE_STATES, Features
from framing.voice.scan import BREAK, NUMBER, Scan

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SENTENCES = 64
_SLOT_BITS = 17
CONTENT, SOURCE, CUE = slice(0, 5), slice(5, 8), slice(8, 11)


@dataclass(frozen=True)
class Weights:
    """The tables and matrices of the tagger.

    Parameters
    ----------
    hashes : ndarray of uint64, shape (words,)
        Hashes of the known words, sorted.
    word : ndarray of float32, shape (words + 1, width)
        Row 0 is for all other words.
    spelled : ndarray of bool, shape (words + 1,)
        Whether the word's row holds its ending and beginning already.
    slots : ndarray of int64
        Where to find a word by its hash: see `rows_of`.
    suffix, prefix : ndarray of float32, shape (buckets, width)
    quote, cue : ndarray of float32, shape (states, width)
        What a token outside quotations gets is in `cue` already; row 0 of `quote` is 0.
    placed : ndarray of float32, shape (states of place * states of shape, width)
    layers : tuple of (int, ndarray, ndarray)
        Dilation, matrix of shape (3 * width, width) for what stands before, at and after a token,
        and bias.
    pool : tuple of ndarray
        Matrix of shape (3 * width, width) and bias, applied after the second layer.
    running : tuple of (ndarray, ndarray, ndarray, ndarray)
        Two matrices and their biases, for the running maximum after the second and fourth layer.
    out : tuple of ndarray
        Matrix of shape (width, 11) and bias.
    transitions : ndarray of float32, shape (5, 5)
        Between the tags of content.
    link : ndarray of float32
        See `framing.voice.linking.chosen`.
    """

    hashes: np.ndarray
    word: np.ndarray
    spelled: np.ndarray
    slots: np.ndarray
    suffix: np.ndarray
    prefix: np.ndarray
    quote: np.ndarray
    cue: np.ndarray
    placed: np.ndarray
    layers: tuple[tuple[int, np.ndarray, np.ndarray], ...]
    pool: tuple[np.ndarray, np.ndarray]
    running: tuple[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray], ...]
    out: tuple[np.ndarray, np.ndarray]
    transitions: np.ndarray
    link: np.ndarray


def unpacked(arrays: dict[str, np.ndarray]) -> Weights:
    """Make weights from what a file holds; tables may be stored as int8 with a scale a column."""

    def table(name: str) -> np.ndarray:
        values = arrays[name]
        if values.dtype == np.int8:
            return values.astype(np.float32) * arrays[name + "_scale"].astype(np.float32)
        return values.astype(np.float32)

    dilations = arrays["dilations"].tolist()
    layers = tuple(
        (int(step), table(f"W{i}"), table(f"b{i + 1}")) for i, step in enumerate(dilations)
    )
    word, suffix, prefix = table("word"), table("suf"), table("pre")
    endings, beginnings = arrays["word_suf"].astype(np.int64), arrays["word_pre"].astype(np.int64)
    spelled = endings >= 0
    word[spelled] += suffix[endings[spelled]] + prefix[beginnings[spelled]]
    quote, place, shape = table("quote"), table("place"), table("shape") + table("b0")
    hashes = np.ascontiguousarray(arrays["hashes"])
    return Weights(
        hashes=hashes,
        word=word,
        spelled=spelled,
        slots=_slots(hashes),
        suffix=suffix,
        prefix=prefix,
        quote=quote - quote[0],
        cue=table("cue") + quote[0],
        placed=(place[:, None] + shape).reshape(-1, place.shape[1]),
        layers=layers,
        pool=(table("S"), table("Sb")),
        running=tuple(
            (table(f"A{i}"), table(f"Ab{i}"), table(f"C{i}"), table(f"Cb{i}")) for i in (0, 1)
        ),
        out=(table("out"), table("ob")),
        transitions=table("T"),
        link=table("link"),
    )


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights that the package ships."""
    path = resources.files("framing.voice") / "data" / "tagger.npz"
    with path.open("rb") as stream, np.load(stream) as arrays:
        return unpacked({name: arrays[name] for name in arrays.files})


def rows_of(hashes: np.ndarray, model: Weights) -> np.ndarray:
    """Row of each word in the table of words, 0 where it is not known."""
    known = model.hashes
    rows = model.slots[buckets(hashes, _SLOT_BITS)]
    taken = np.flatnonzero(known[rows - 1] != hashes)
    if len(taken):
        # The slot is empty, or another word has it: then look among all words.
        taken = taken[rows[taken] > 0]
        at = np.searchsorted(known, hashes[taken])
        at[at == len(known)] = 0
        rows[taken] = np.where(known[at] == hashes[taken], at + 1, 0)
    return rows


def _slots(known: np.ndarray) -> np.ndarray:
    """Row of the word whose hash falls in each slot, of the last of several; 0 where none does."""
    slots = np.zeros(1 << _SLOT_BITS, dtype=np.int64)
    slots[buckets(known, _SLOT_BITS)] = np.arange(1, len(known) + 1)
    return slots


def buckets(hashes: np.ndarray, bits: int = 12) -> np.ndarray:
    """Fold hashes into ``2 ** bits`` rows."""
    with np.errstate(over="ignore"):
        return ((hashes * _MIX) >> np.uint64(64 - bits)).astype(np.int64)


class Space:
    """Memory that is used again for one text after the other: fresh memory is slow."""

    def __init__(self) -> None:
        self._held: dict[str, np.ndarray] = {}
        self._zeros = np.zeros(0, dtype=np.int32)

    def rows(self, name: str, count: int, width: int) -> np.ndarray:
        """An array of float32, shape (count, width), with anything in it."""
        size = count * width
        held = self._held.get(name)
        if held is None or held.size < size:
            held = self._held[name] = np.empty(size + size // 2, dtype=np.float32)
        return held[:size].reshape(count, width)

    def cut(self, x: np.ndarray) -> None:
        """Set what is below 0 to 0.

        As whole numbers float32 has the same order, and two arrays are compared fastest.
        """
        if self._zeros.size < x.size:
            self._zeros = np.zeros(x.size + x.size // 2, dtype=np.int32)
        whole = x.view(np.int32)
        np.maximum(whole, self._zeros[: x.size].reshape(x.shape), out=whole)


def tag_scores(
    scanned: Scan, features: Features, model: Weights, space: Space | None = None
) -> np.ndarray:
    """How well each tag fits each token.

    Parameters
    ----------
    scanned : Scan
    features : Features
    model : Weights
    space : Space, optional
        Memory to use again.

    Returns
    -------
    ndarray of float32, shape (tokens, 11)
        Five for content (outside, begin, inside, end, single), three for the source (outside,
        begin, inside), three for the cue; before normalising.
    """
    size = len(scanned)
    if not size:
        return np.zeros((0, len(model.out[1])), dtype=np.float32)
    space = space or Space()
    x = _first(scanned, features, model, space)
    y = space.rows("y", *x.shape)
    lengths = np.diff(np.append(features.sentences, size))
    for i, (step, matrix, bias) in enumerate(model.layers):
        _convolved(x, y, step, matrix, bias)
        space.cut(y)
        x += y
        if i == 1:
            context = _sentence_context(x, features.sentences, lengths, model, space)
            _running_context(x, y, features.sentences, lengths, model.running[0], space)
            x += y
            x += context
        if i == 3:
            _running_context(x, y, features.sentences, lengths, model.running[1], space)
            x += y
    scores: np.ndarray = x @ model.out[0]
    scores += model.out[1]
    return scores


def _first(scanned: Scan, features: Features, model: Weights, space: Space) -> np.ndarray:
    """The sum of each token's rows."""
    shape = len(scanned), model.word.shape[1]
    rows = rows_of(scanned.hashes, model)
    x, held = space.rows("x", *shape), space.rows("y", *shape)
    model.word.take(rows, axis=0, out=x, mode="clip")
    kinds = scanned.kinds
    rest = np.flatnonzero(~model.spelled[rows] | (kinds == NUMBER) | (kinds == BREAK))
    more = model.suffix[buckets(scanned.suffixes[rest])]
    more += model.prefix[buckets(scanned.prefixes[rest])]
    x[rest] += more
    quoted = np.flatnonzero(features.quote)
    x[quoted] += model.quote[features.quote[quoted]]
    states = len(model.placed) // PLACE_STATES
    x += model.placed.take(features.place * states + features.shape, 0, out=held, mode="clip")
    x += model.cue.take(features.cue, 0, out=held, mode="clip")
    space.cut(x)
    return x


def _convolved(
    x: np.ndarray, y: np.ndarray, step: int, matrix: np.ndarray, bias: np.ndarray
) -> None:
    """Into `y` one layer: what stands `step` before, at, and `step` after each token.

    BLAS adds the three products up in place; it takes arrays by columns, hence ``.T``.
    """
    np.copyto(y, bias)
    width = x.shape[1]
    before, at, after = (matrix[k * width : (k + 1) * width].T for k in range(3))
    sgemm(1.0, at, x.T, 1.0, y.T, overwrite_c=1)
    if len(x) > step:
        sgemm(1.0, before, x[:-step].T, 1.0, y[step:].T, overwrite_c=1)
        sgemm(1.0, after, x[step:].T, 1.0, y[:-step].T, overwrite_c=1)


def _sentence_context(
    x: np.ndarray, sentences: np.ndarray, lengths: np.ndarray, model: Weights, space: Space
) -> np.ndarray:
    # Nothing here is below 0, so whole numbers have the same order.
    pooled = np.maximum.reduceat(x.view(np.int32), sentences, axis=0).view(np.float32)
    beside = np.zeros((len(pooled) + 2, x.shape[1]), dtype=np.float32)
    beside[1:-1] = pooled
    joined = np.concatenate((beside[:-2], pooled, beside[2:]), axis=1)
    context = joined @ model.pool[0] + model.pool[1]
    space.cut(context)
    each = np.repeat(np.arange(len(lengths)), lengths)
    held = space.rows("context", *x.shape)
    found: np.ndarray = context.take(each, axis=0, out=held, mode="clip")
    return found


def _running_context(
    x: np.ndarray,
    y: np.ndarray,
    sentences: np.ndarray,
    lengths: np.ndarray,
    matrices: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    space: Space,
) -> None:
    """Into `y` what stands before and after each token in its sentence, itself left out.

    Running maxima along rows: here a token's features stand in a column.
    """
    half, size = matrices[0].shape[1], len(x)
    narrow, moved = space.rows("narrow", half, size), space.rows("moved", half, size)
    both = space.rows("both", 2 * half, size)
    np.copyto(narrow, matrices[1][:, None])
    sgemm(1.0, x.T, matrices[0].T, 1.0, narrow.T, trans_a=1, trans_b=1, overwrite_c=1)
    space.cut(narrow)
    # A sentence's number times more than the greatest value keeps sentences apart in one pass;
    # some sentences at a time, so that the numbers stay small and little is rounded.
    step = np.floor(narrow.view(np.int32).max().view(np.float32) + np.float32(2))
    for number in range(0, len(sentences), _SENTENCES):
        count = lengths[number : number + _SENTENCES]
        low = int(sentences[number])
        high = low + int(count.sum())
        lift = np.repeat(np.arange(len(count), dtype=np.float32) * step, count)
        fall = lift[-1] - lift
        part, held = narrow[:, low:high], moved[:, low:high]
        whole = held.view(np.int32)
        np.add(part, lift, out=held)
        np.maximum.accumulate(whole, axis=1, out=whole)
        np.subtract(held[:, :-1], lift[:-1], out=both[:half, low + 1 : high])
        np.add(part, fall, out=held)
        whole = whole[:, ::-1]
        np.maximum.accumulate(whole, axis=1, out=whole)
        np.subtract(held[:, 1:], fall[1:], out=both[half:, low : high - 1])
    both[:half, sentences] = 0
    both[half:, sentences + lengths - 1] = 0
    np.copyto(y, matrices[3])
    sgemm(1.0, matrices[2].T, both.T, 1.0, y.T, trans_b=1, overwrite_c=1)
    space.cut(y)
