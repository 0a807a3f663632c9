"""The small convolutional tagger: which tokens are attributed, which name a source, which a cue.

A network in NumPy: each token is the sum of a few table rows (word, ending, beginning, shape, marks,
place), passed through dilated convolutions over its neighbours (Strubell et al. 2017) and a maximum
over its sentence and the sentences beside it. Its weights were learned from the PolNeAR corpus
(Newell, Margolin and Ruths 2018) by ``python -m tests.validation.train_voice``; no text of it is
shipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

from framing.voice.features import Features
from framing.voice.scan import Scan

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
    suffix, prefix, quote, place, shape : ndarray of float32, shape (buckets, width)
    layers : tuple of (int, ndarray, ndarray)
        Dilation, matrix of shape (3 * width, width), bias.
    pool : tuple of ndarray
        Matrix of shape (3 * width, width) and bias, applied after the second layer.
    out : tuple of ndarray
        Matrix of shape (width, 11) and bias.
    transitions : ndarray of float32, shape (5, 5)
        Between the tags of content.
    """

    hashes: np.ndarray
    word: np.ndarray
    suffix: np.ndarray
    prefix: np.ndarray
    quote: np.ndarray
    place: np.ndarray
    shape: np.ndarray
    layers: tuple[tuple[int, np.ndarray, np.ndarray], ...]
    pool: tuple[np.ndarray, np.ndarray]
    out: tuple[np.ndarray, np.ndarray]
    transitions: np.ndarray


def unpacked(arrays: dict[str, np.ndarray]) -> Weights:
    """Make weights from what a file holds; tables may be stored as int8 with a scale a column."""

    def table(name: str) -> np.ndarray:
        values = arrays[name]
        if values.dtype == np.int8:
            return values.astype(np.float32) * arrays[name + "_scale"].astype(np.float32)
        return values.astype(np.float32)

    dilations = arrays["dilations"].tolist()
    layers = tuple(
        (int(step), np.ascontiguousarray(table(f"W{i}")), table(f"b{i + 1}"))
        for i, step in enumerate(dilations)
    )
    return Weights(
        hashes=np.ascontiguousarray(arrays["hashes"]),
        word=table("word"),
        suffix=table("suf"),
        prefix=table("pre"),
        quote=table("quote"),
        place=table("place"),
        shape=table("shape") + table("b0"),
        layers=layers,
        pool=(table("S"), table("Sb")),
        out=(table("out"), table("ob")),
        transitions=table("T"),
    )


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
    x = model.word[rows_of(scanned.hashes, model.hashes)]
    x += model.suffix[buckets(scanned.suffixes)]
    x += model.prefix[buckets(scanned.prefixes)]
    x += model.quote[features.quote]
    x += model.place[features.place]
    x += model.shape[features.shape]
    np.maximum(x, 0, out=x)
    width = x.shape[1]
    for i, (step, matrix, bias) in enumerate(model.layers):
        y = x @ matrix[width : 2 * width]
        if len(x) > step:
            y[step:] += x[:-step] @ matrix[:width]
            y[:-step] += x[step:] @ matrix[2 * width :]
        y += bias
        np.maximum(y, 0, out=y)
        x += y
        if i == 1:
            x += _sentence_context(x, features.sentences, model)
    scores: np.ndarray = x @ model.out[0]
    scores += model.out[1]
    return scores


def _sentence_context(x: np.ndarray, sentences: np.ndarray, model: Weights) -> np.ndarray:
    pooled = np.maximum.reduceat(x, sentences, axis=0)
    beside = np.zeros((len(pooled) + 2, x.shape[1]), dtype=np.float32)
    beside[1:-1] = pooled
    joined = np.concatenate((beside[:-2], pooled, beside[2:]), axis=1)
    context = np.maximum(joined @ model.pool[0] + model.pool[1], 0)
    return np.repeat(context, np.diff(np.append(sentences, len(x))), axis=0)
