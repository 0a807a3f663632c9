"""The second tagger: the default tier's network, told of each token's place in the tree.

The same convolutions over neighbours as `framing.voice.tagger`, and between them two layers that
look along the tree instead: at a token's head, at the head of its clause, at the word that governs
the clause (often the cue) and at that word's subject (often the source), as in networks over graphs
(Kipf and Welling 2017). Its weights were learned from the PolNeAR corpus (Newell, Margolin and
Ruths 2018) by ``python -m tests.validation.train_parse``; none of its text is shipped.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from framing.voice.features import Features
from framing.voice.parse.syntax import LINKS, STATES, Syntax
from framing.voice.scan import Scan

_MIX = np.uint64(0x9E3779B97F4A7C15)
_REACH = (1, 2, 4, 8, 16, 32, 64)
Arrays = Mapping[str, np.ndarray]


def tree_scores(
    scanned: Scan, features: Features, syntax: Syntax, hashes: np.ndarray, w: Arrays
) -> np.ndarray:
    """How well each tag fits each token.

    Parameters
    ----------
    scanned : Scan
    features : Features
    syntax : Syntax
    hashes : ndarray of uint64
        Of the known words, sorted.
    w : mapping of str to ndarray
        Tables (``word`` has a row more, the first, for all other words) and matrices.

    Returns
    -------
    ndarray of float32, shape (tokens, 11)
        As `framing.voice.tagger.tag_scores` gives them.
    """
    size = len(scanned)
    if not size:
        return np.zeros((0, len(w["ob"])), dtype=np.float32)
    x = _first(scanned, features, syntax, hashes, w)
    bounds = np.append(features.sentences, size)
    lengths = np.diff(bounds)
    before = np.arange(size) - np.repeat(features.sentences, lengths)
    after = np.repeat(lengths, lengths) - 1 - before
    for i, step in enumerate(w["dilations"].tolist()):
        wide = np.concatenate((_moved(x, step), x, _moved(x, -step)), axis=1)
        x = x + _relu(wide @ w[f"W{i}"] + w[f"b{i + 1}"])
        if i == 1:
            pooled = np.zeros((len(lengths) + 2, x.shape[1]), dtype=np.float32)
            pooled[1:-1] = np.maximum.reduceat(x, features.sentences, axis=0)
            beside = np.concatenate((pooled[:-2], pooled[1:-1], pooled[2:]), axis=1)
            context = np.repeat(_relu(beside @ w["S"] + w["Sb"]), lengths, axis=0)
            x = x + context + _running(x, before, after, w, 0)
        if i == 3:
            x = x + _running(x, before, after, w, 1)
        if i in (0, 2):
            x = x + _along_tree(x, syntax, w, i // 2)
    scores: np.ndarray = x @ w["out"] + w["ob"]
    return scores


def buckets(hashes: np.ndarray, bits: int = 12) -> np.ndarray:
    """Fold hashes into ``2 ** bits`` rows."""
    with np.errstate(over="ignore"):
        return ((hashes * _MIX) >> np.uint64(64 - bits)).astype(np.int64)


def _relu(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0, out=x)


def _first(
    scanned: Scan, features: Features, syntax: Syntax, known: np.ndarray, w: Arrays
) -> np.ndarray:
    """The sum of each token's rows."""
    at = np.searchsorted(known, scanned.hashes)
    at[at == len(known)] = 0
    x = w["word"][np.where(known[at] == scanned.hashes, at + 1, 0)] + w["b0"]
    x += w["suf"][buckets(scanned.suffixes)]
    x += w["pre"][buckets(scanned.prefixes)]
    for name in ("quote", "place", "shape", "cue"):
        x += w[name][getattr(features, name)]
    for i, name in enumerate(STATES):
        x += w[f"t_{name}"][syntax.states[:, i]]
    return _relu(x)


def _moved(x: np.ndarray, step: int) -> np.ndarray:
    moved = np.zeros_like(x)
    if 0 < step < len(x):
        moved[step:] = x[:-step]
    elif 0 < -step < len(x):
        moved[:step] = x[-step:]
    return moved


def _along_tree(x: np.ndarray, syntax: Syntax, w: Arrays, number: int) -> np.ndarray:
    seen = [x[syntax.links[:, j]] for j in range(len(LINKS))]
    return _relu(np.concatenate([x, *seen], axis=1) @ w[f"G{number}"] + w[f"Gb{number}"])


def _running(
    x: np.ndarray, before: np.ndarray, after: np.ndarray, w: Arrays, number: int
) -> np.ndarray:
    """What stands before and after each token in its sentence, itself left out."""
    narrow = _relu(x @ w[f"A{number}"] + w[f"Ab{number}"])
    sides = []
    for sign, room in ((1, before[:, None]), (-1, after[:, None])):
        most = np.where(room >= 1, _moved(narrow, sign), 0)
        for step in _REACH:
            most = np.maximum(most, np.where(room > step, _moved(most, sign * step), 0))
        sides.append(most)
    return _relu(np.concatenate(sides, axis=1) @ w[f"C{number}"] + w[f"Cb{number}"])
