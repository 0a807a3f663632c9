"""The small convolutional tagger: which tokens are attributed, which name a source, which a cue.

A network in NumPy: each token is the sum of a few table rows (word, ending, beginning, shape,
marks, place, cues), passed through dilated convolutions over its neighbours (Strubell et al. 2017)
and a running maximum over what stands before and after it in its sentence, and over the sentences
beside it. All its numbers are whole multiples of powers of two, small enough that float32 adds
them without rounding, in whatever order (after Jacob et al. 2018): so a text's scores hang neither
on the texts beside it nor on the machine. Its weights were learned from the PolNeAR corpus (Newell,
Margolin and Ruths 2018) by ``python -m tests.validation.train_voice``; none of its text is shipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from scipy.linalg.blas import sgemm
from threadpoolctl import ThreadpoolController

from framing.voice.features import PLACE_STATES, Features
from framing.voice.scan import BREAK, NUMBER, Scan, buckets

_SLOT_BITS = 17
_AT_ONCE = 4096
# What a layer gives is cut to 0 .. CAP and rounded to a multiple of 1 / STEPS. Added to _ROUND, a
# number loses all that is finer; the whole number that its bits spell then counts those multiples.
STEPS, CAP = 64, 4
_ROUND = np.float32(1.5 * 2**23 / STEPS)
_LOW = _ROUND.view(np.int32)
_HIGH = _LOW + STEPS * CAP
_CAP = np.float32(CAP).view(np.int32)
_APART = np.int32(2 * STEPS * CAP)
CONTENT, SOURCE, CUE = slice(0, 5), slice(5, 8), slice(8, 11)


@dataclass(frozen=True)
class Layer:
    """A convolution, and what the sentence adds after it.

    Parameters
    ----------
    step : int
        How far the tokens before and after stand.
    before, at, after : ndarray of float32, shape (width in, width out)
    bias : ndarray of float32, shape (width out,)
    context : Context or None
    """

    step: int
    before: np.ndarray
    at: np.ndarray
    after: np.ndarray
    bias: np.ndarray
    context: Context | None


@dataclass(frozen=True)
class Context:
    """Maxima over what stands before and after each token in its sentence, and over sentences.

    Parameters
    ----------
    narrow : ndarray of float32, shape (width, signals)
        What of a token is looked at, and its bias.
    narrow_bias : ndarray of float32, shape (signals,)
    wide : ndarray of float32, shape (2 * signals, width)
        For the maxima before and after the token.
    beside : ndarray of float32, shape (3 * signals, width)
        For the maxima of the sentence before, its own, and the one after.
    bias : ndarray of float32, shape (width,)
    """

    narrow: np.ndarray
    narrow_bias: np.ndarray
    wide: np.ndarray
    beside: np.ndarray
    bias: np.ndarray


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
    slots : ndarray of int32
        Where to find a word by its hash: see `rows_of`.
    suffix, prefix : ndarray of float32, shape (buckets, width)
    quote, cue : ndarray of float32, shape (states, width)
        What a token outside quotations gets is in `cue` already; row 0 of `quote` is 0.
    placed : ndarray of float32, shape (states of place * states of shape, width)
    layers : tuple of Layer
    out : tuple of ndarray
        Matrix of shape (width, 11) and bias.
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
    layers: tuple[Layer, ...]
    out: tuple[np.ndarray, np.ndarray]
    link: np.ndarray


def unpacked(arrays: dict[str, np.ndarray]) -> Weights:
    """Make weights from what a file holds: whole numbers, and by what power of two to divide them.

    Tables are in units of 1 / `STEPS`; a matrix ``W`` is divided by ``2 ** W_bits``.
    """

    def table(name: str) -> np.ndarray:
        return arrays[name].astype(np.float32) / np.float32(STEPS)

    def matrix(name: str) -> np.ndarray:
        return arrays[name].astype(np.float32) * np.float32(2.0 ** -int(arrays[name + "_bits"]))

    layers = []
    for i, step in enumerate(arrays["dilations"].tolist()):
        context = None
        if f"A{i}" in arrays:
            wide = matrix(f"C{i}")
            signals = len(wide) // 5
            # The maxima come as multiples of 1 / STEPS.
            wide /= np.float32(STEPS)
            context = Context(
                matrix(f"A{i}"),
                arrays[f"Ab{i}"] + _ROUND,
                wide[: 2 * signals],
                wide[2 * signals :],
                np.round(arrays[f"Cb{i}"] * STEPS) / np.float32(STEPS),
            )
        before, at, after = matrix(f"W{i}")
        layers.append(Layer(int(step), before, at, after, arrays[f"b{i}"] + _ROUND, context))
    word, suffix, prefix = table("word"), table("suf"), table("pre")
    endings, beginnings = arrays["word_suf"].astype(np.int64), arrays["word_pre"].astype(np.int64)
    spelled = endings >= 0
    word[spelled] += suffix[endings[spelled]] + prefix[beginnings[spelled]]
    quote, place, shape = table("quote"), table("place"), table("shape") + table("b")
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
        layers=tuple(layers),
        out=(matrix("out"), arrays["ob"]),
        link=arrays["link"],
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


class Space:
    """Memory that is used again for one text after the other: fresh memory is slow."""

    def __init__(self) -> None:
        self._held: dict[str, np.ndarray] = {}

    def rows(self, name: str, count: int, width: int) -> np.ndarray:
        """An array of float32, shape (count, width), with anything in it."""
        size = count * width
        held = self._held.get(name)
        if held is None or held.size < size:
            held = self._held[name] = np.empty(size + size // 2, dtype=np.float32)
        return held[:size].reshape(count, width)


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
    return tag_many([(scanned, features)], model, space)[0]


def tag_many(
    texts: Sequence[tuple[Scan, Features]], model: Weights, space: Space | None = None
) -> list[np.ndarray]:
    """The scores of many texts, some thousand tokens at a time.

    Parameters
    ----------
    texts : sequence of (Scan, Features)
    model : Weights
    space : Space, optional

    Returns
    -------
    list of ndarray
        What `tag_scores` gives for each text, to the last bit, whatever the others are.
    """
    space = space or Space()
    found: list[np.ndarray] = []
    first, size = 0, 0
    # Matrices so small cost more on several threads than on one.
    with linear_algebra().limit(limits=1, user_api="blas"):
        for number, (scanned, _) in enumerate(texts):
            size += len(scanned)
            if size >= _AT_ONCE or number == len(texts) - 1:
                found += _tagged(texts[first : number + 1], model, space)
                first, size = number + 1, 0
    return found


@lru_cache(maxsize=1)
def linear_algebra() -> ThreadpoolController:
    """The libraries of linear algebra that this process has loaded."""
    return ThreadpoolController()


def _tagged(
    texts: Sequence[tuple[Scan, Features]], model: Weights, space: Space
) -> list[np.ndarray]:
    """The scores of texts that are laid out one after the other, with room between them."""
    if not sum(len(scanned) for scanned, _ in texts):
        return [np.zeros((0, CUE.stop), dtype=np.float32) for _ in texts]
    room = max(layer.step for layer in model.layers)
    begins, sentences, at = [], [], 0
    for scanned, features in texts:
        sentences += [np.array([at]), features.sentences + (at + room)]
        begins.append(at + room)
        at += room + len(scanned)
    size = at + room
    sentence = np.concatenate([*sentences, [at]])
    gaps = (
        np.array([0, *(b + len(s) for b, (s, _) in zip(begins, texts, strict=True))])[:, None]
        + np.arange(room)
    ).ravel()
    x = _first(texts, room, size, model, space)
    x[gaps] = 0
    lengths = np.diff(sentence, append=size)
    inner = slice(room, size - room)
    for layer in model.layers:
        y = space.rows("y", size, layer.at.shape[1])
        _convolved(x, y[inner], room, layer)
        if layer.at.shape[0] == layer.at.shape[1]:
            x[inner] += y[inner]
        else:
            x = space.rows("wide", *y.shape)
            x[inner] = y[inner]
        x[gaps] = 0
        if layer.context:
            x += _contexts(x, sentence, lengths, layer.context, space)
            x[gaps] = 0
    scores = x @ model.out[0]
    scores += model.out[1]
    return [scores[b : b + len(s)] for b, (s, _) in zip(begins, texts, strict=True)]


def _first(
    texts: Sequence[tuple[Scan, Features]], room: int, size: int, model: Weights, space: Space
) -> np.ndarray:
    """The sum of each token's rows."""

    def joined(parts: list[np.ndarray]) -> np.ndarray:
        gap = np.zeros(room, dtype=parts[0].dtype)
        return np.concatenate([gap, *(a for part in parts for a in (part, gap))])

    scans, features = [s for s, _ in texts], [f for _, f in texts]
    rows = rows_of(joined([s.hashes for s in scans]), model)
    kinds = joined([s.kinds for s in scans])
    shape = size, model.word.shape[1]
    x, held = space.rows("x", *shape), space.rows("y", *shape)
    model.word.take(rows, axis=0, out=x, mode="clip")
    spelled = model.spelled[rows]
    spelled &= (kinds != NUMBER) & (kinds != BREAK)
    rest = np.flatnonzero(~spelled)
    more = model.suffix[buckets(joined([s.suffixes for s in scans])[rest])]
    more += model.prefix[buckets(joined([s.prefixes for s in scans])[rest])]
    x[rest] += more
    x += model.quote.take(joined([f.quote for f in features]), 0, out=held, mode="clip")
    states = len(model.placed) // PLACE_STATES
    place = joined([f.place * states + f.shape for f in features])
    x += model.placed.take(place, 0, out=held, mode="clip")
    x += model.cue.take(joined([f.cue for f in features]), 0, out=held, mode="clip")
    whole = x.view(np.int32)
    np.clip(whole, 0, _CAP, out=whole)
    return x


def _cut(y: np.ndarray) -> None:
    """Cut what `_ROUND` was added to; as whole numbers float32 has the same order."""
    whole = y.view(np.int32)
    np.clip(whole, _LOW, _HIGH, out=whole)


def _convolved(x: np.ndarray, y: np.ndarray, room: int, layer: Layer) -> None:
    """Into `y` one layer: what stands `step` before, at, and `step` after each token.

    BLAS adds the three products up in place; it takes arrays by columns, hence ``.T``.
    """
    size = len(y)
    low = room - layer.step
    sgemm(1.0, layer.at.T, x[room : room + size].T, 0.0, y.T, overwrite_c=1)
    sgemm(1.0, layer.before.T, x[low : low + size].T, 1.0, y.T, overwrite_c=1)
    low = room + layer.step
    sgemm(1.0, layer.after.T, x[low : low + size].T, 1.0, y.T, overwrite_c=1)
    y += layer.bias
    _cut(y)
    y -= _ROUND


def _contexts(
    x: np.ndarray, sentences: np.ndarray, lengths: np.ndarray, context: Context, space: Space
) -> np.ndarray:
    """What stands before and after each token in its sentence, itself left out, and beside it."""
    size, signals = len(x), context.narrow.shape[1]
    seen = space.rows("seen", size, signals)
    np.dot(x, context.narrow, out=seen)
    seen += context.narrow_bias
    _cut(seen)
    whole = seen.view(np.int32)
    whole -= _LOW
    number = np.arange(len(sentences)).repeat(lengths)
    ends = sentences + lengths - 1
    # A sentence's number times more than the greatest value keeps sentences apart in one pass.
    lifts = np.arange(len(sentences), dtype=np.int32) * _APART
    lift = space.rows("lift", size, signals).view(np.int32)
    lifts[:, None].repeat(signals, axis=1).take(number, axis=0, out=lift, mode="clip")
    highest = space.rows("highest", size, signals).view(np.int32)
    before, after = space.rows("before", size, signals), space.rows("after", size, signals)
    np.add(whole, lift, out=highest)
    np.maximum.accumulate(highest, axis=0, out=highest)
    highest -= lift
    tops = highest[ends]
    np.copyto(before, highest, casting="same_kind")
    before[ends] = 0
    np.subtract(whole, lift, out=highest)
    turned = highest[::-1]
    np.maximum.accumulate(turned, axis=0, out=turned)
    highest += lift
    np.copyto(after, highest, casting="same_kind")
    after[sentences] = 0
    joined = np.zeros((len(tops), 3 * signals), dtype=np.float32)
    joined[1:, :signals], joined[:, signals : 2 * signals] = tops[:-1], tops
    joined[:-1, 2 * signals :] = tops[1:]
    told = joined @ context.beside + context.bias
    y = space.rows("y", size, context.bias.size)
    told.take(number, axis=0, out=y, mode="clip")
    sgemm(1.0, context.wide[:signals].T, before[:-1].T, 1.0, y[1:].T, overwrite_c=1)
    sgemm(1.0, context.wide[signals:].T, after[1:].T, 1.0, y[:-1].T, overwrite_c=1)
    y += _ROUND
    _cut(y)
    y -= _ROUND
    return y
