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

from framing.voice.features import Features
from framing.voice.scan import BREAK, NUMBER, Scan

_MIX = np.uint64(0x9E3779B97F4A7C15)
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
    suffix, prefix, quote, place, shape, cue : ndarray of float32, shape (buckets, width)
    layers : tuple of (int, ndarray, ndarray)
        Dilation, matrix of shape (width, 3 * width) for what stands before, at and after a token,
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
    suffix: np.ndarray
    prefix: np.ndarray
    quote: np.ndarray
    place: np.ndarray
    shape: np.ndarray
    cue: np.ndarray
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
        (int(step), _side_by_side(table(f"W{i}")), table(f"b{i + 1}"))
        for i, step in enumerate(dilations)
    )
    word, suffix, prefix = table("word"), table("suf"), table("pre")
    endings, beginnings = arrays["word_suf"].astype(np.int64), arrays["word_pre"].astype(np.int64)
    spelled = endings >= 0
    word[spelled] += suffix[endings[spelled]] + prefix[beginnings[spelled]]
    return Weights(
        hashes=np.ascontiguousarray(arrays["hashes"]),
        word=word,
        spelled=spelled,
        suffix=suffix,
        prefix=prefix,
        quote=table("quote"),
        place=table("place"),
        shape=table("shape") + table("b0"),
        cue=table("cue"),
        layers=layers,
        pool=(table("S"), table("Sb")),
        running=tuple(
            (table(f"A{i}"), table(f"Ab{i}"), table(f"C{i}"), table(f"Cb{i}")) for i in (0, 1)
        ),
        out=(table("out"), table("ob")),
        transitions=table("T"),
        link=table("link"),
    )


def _side_by_side(stacked: np.ndarray) -> np.ndarray:
    """Three square matrices, one above the other, put in a row."""
    return np.ascontiguousarray(np.concatenate(np.split(stacked, 3), axis=1))


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights that the package ships."""
    path = resources.files("framing.voice") / "data" / "tagger.npz"
    with path.open("rb") as stream, np.load(stream) as arrays:
        return unpacked({name: arrays[name] for name in arrays.files})


def rows_of(hashes: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Row of each word in the table of words, 0 where it is not known."""
    at = np.searchsorted(known, hashes)
    at[at == len(known)] = 0
    return np.where(known[at] == hashes, at + 1, 0)


def buckets(hashes: np.ndarray, bits: int = 12) -> np.ndarray:
    """Fold hashes into ``2 ** bits`` rows."""
    with np.errstate(over="ignore"):
        return ((hashes * _MIX) >> np.uint64(64 - bits)).astype(np.int64)


def tag_scores(scanned: Scan, features: Features, model: Weights) -> np.ndarray:
    """How well each tag fits each token.

    Parameters
    ----------
    scanned : Scan
    features : Features
    model : Weights

    Returns
    -------
    ndarray of float32, shape (tokens, 11)
        Five for content (outside, begin, inside, end, single), three for the source (outside,
        begin, inside), three for the cue; before normalising.
    """
    rows = rows_of(scanned.hashes, model.hashes)
    x = model.word[rows]
    kinds = scanned.kinds
    rest = np.flatnonzero(~model.spelled[rows] | (kinds == NUMBER) | (kinds == BREAK))
    x[rest] += model.suffix[buckets(scanned.suffixes[rest])]
    x[rest] += model.prefix[buckets(scanned.prefixes[rest])]
    x += model.quote[features.quote]
    x += model.place[features.place]
    x += model.shape[features.shape]
    x += model.cue[features.cue]
    np.maximum(x, 0, out=x)
    lengths = np.diff(np.append(features.sentences, len(x)))
    number = np.repeat(np.arange(len(lengths), dtype=np.float32), lengths)
    width = x.shape[1]
    for i, (step, matrix, bias) in enumerate(model.layers):
        every = x @ matrix
        y = every[:, width : 2 * width] + bias
        if len(x) > step:
            y[step:] += every[:-step, :width]
            y[:-step] += every[step:, 2 * width :]
        np.maximum(y, 0, out=y)
        x += y
        if i == 1:
            context = _sentence_context(x, features.sentences, lengths, model)
            x += _running_context(x, number, model.running[0]) + context
        if i == 3:
            x += _running_context(x, number, model.running[1])
    scores: np.ndarray = x @ model.out[0]
    scores += model.out[1]
    return scores


def _sentence_context(
    x: np.ndarray, sentences: np.ndarray, lengths: np.ndarray, model: Weights
) -> np.ndarray:
    pooled = np.maximum.reduceat(x, sentences, axis=0)
    beside = np.zeros((len(pooled) + 2, x.shape[1]), dtype=np.float32)
    beside[1:-1] = pooled
    joined = np.concatenate((beside[:-2], pooled, beside[2:]), axis=1)
    context = np.maximum(joined @ model.pool[0] + model.pool[1], 0)
    return np.repeat(context, lengths, axis=0)


def _running_context(
    x: np.ndarray,
    number: np.ndarray,
    matrices: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
) -> np.ndarray:
    """What stands before and after each token in its sentence: running maxima, itself left out."""
    narrow = np.maximum(x @ matrices[0] + matrices[1], 0)
    # A sentence's number times more than the greatest value keeps sentences apart in one pass.
    step = np.floor(float(narrow.max(initial=0)) + 2)
    lift = (number.astype(np.float64) * step)[:, None]
    fall = lift[-1] - lift
    both = np.zeros((len(x), 2 * narrow.shape[1]), dtype=np.float32)
    half = narrow.shape[1]
    earlier = np.maximum.accumulate(narrow + lift, axis=0)
    both[1:, :half] = np.maximum(earlier[:-1] - lift[1:], 0)
    later = np.maximum.accumulate((narrow + fall)[::-1], axis=0)[::-1]
    both[:-1, half:] = np.maximum(later[1:] - fall[:-1], 0)
    context: np.ndarray = np.maximum(both @ matrices[2] + matrices[3], 0)
    return context
