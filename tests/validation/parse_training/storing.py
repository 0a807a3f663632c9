"""From trained networks to the arrays that ``framing/voice/data/parse.npz`` holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from framing.voice.parse.syntax import STATES
from tests.validation.parse_training.network import ALLOWED, DILATIONS

Arrays = dict[str, np.ndarray]


def exported(
    networks: Sequence[Mapping[str, np.ndarray]],
    hashes: np.ndarray,
    inputs: Mapping[str, np.ndarray],
    forest: Mapping[str, np.ndarray],
    link: np.ndarray,
) -> Arrays:
    """The arrays that `framing.voice.parse.model.unpacked` reads.

    Parameters
    ----------
    networks : sequence of mapping
        What `network.tuned` gives.
    hashes : ndarray of uint64
        Of the words, in the order of the rows of `inputs`.
    inputs : mapping of str to ndarray
        Fixed vectors of the words, by the name of the matrix that a network multiplies them with.
    forest, link
        See `framing.voice.parse.model.ParseWeights`.
    """
    order = np.argsort(hashes)
    moves = np.mean([n["T"] for n in networks], axis=0)
    arrays: Arrays = {
        "hashes": hashes[order],
        "transitions": np.where(ALLOWED, moves, -1e4).astype(np.float32),
        "link": link.astype(np.float32),
        **{f"forest/{name}": values for name, values in forest.items()},
    }
    for number, params in enumerate(networks):
        for name, values in _stored(params, order, inputs).items():
            arrays[f"network{number}/{name}"] = values
    return arrays


def _stored(
    params: Mapping[str, np.ndarray], order: np.ndarray, inputs: Mapping[str, np.ndarray]
) -> Arrays:
    """One network; tables as int8 with a scale a column."""
    word = params["delta"][:-1].copy()
    for name, vectors in inputs.items():
        if name in params:
            word[1:] += vectors @ params[name]
    tables = {
        "word": word[np.concatenate([[0], order + 1])],
        "suf": params["suf"][:4096],
        "pre": params["pre"][:4096],
        **{k: params[k] for k in ("cue", "quote", "place", "shape")},
        **{f"t_{k}": params[f"t_{k}"] for k in STATES},
    }
    stored: Arrays = {"dilations": np.array(DILATIONS)}
    for name, table in tables.items():
        scale = np.abs(table).max(axis=0) / 127 + 1e-9
        stored[name] = np.round(table / scale).astype(np.int8)
        stored[name + "_scale"] = scale.astype(np.float32)
    rest = ["b0", "S", "Sb", "out", "ob"]
    rest += [f"{k}{i}" for i in (0, 1) for k in ("A", "Ab", "C", "Cb", "G", "Gb")]
    rest += [k for i in range(len(DILATIONS)) for k in (f"W{i}", f"b{i + 1}")]
    for name in rest:
        value = params[name]
        stored[name] = value.astype(np.float16 if value.ndim > 1 else np.float32)
    return stored
