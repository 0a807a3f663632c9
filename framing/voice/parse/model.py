"""The weights of the tier with a parser: two networks, boosted trees, and the choice of sources."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class ParseWeights:
    """What the tier with a parser has learned.

    Parameters
    ----------
    hashes : ndarray of uint64, shape (words,)
        Of the known words, sorted.
    networks : tuple of dict
        Tables and matrices of each network; see `framing.voice.parse.network.tree_scores`.
    transitions : ndarray of float32, shape (5, 5)
        Between the tags of content.
    forest : dict
        See `framing.voice.parse.boosted.boosted`.
    link : ndarray of float32, shape (`PATH_FEATURES`,)
        See `framing.voice.parse.linking.with_paths`.
    """

    hashes: np.ndarray
    networks: tuple[Arrays, ...]
    transitions: np.ndarray
    forest: Arrays
    link: np.ndarray


@lru_cache(maxsize=1)
def parse_weights() -> ParseWeights:
    """The weights that the package ships."""
    path = resources.files("framing.voice") / "data" / "parse.npz"
    with path.open("rb") as stream, np.load(stream) as stored:
        return unpacked({name: stored[name] for name in stored.files})


def unpacked(stored: Mapping[str, np.ndarray]) -> ParseWeights:
    """Make weights from what a file holds; names begin with the part they belong to."""
    parts: dict[str, Arrays] = {}
    for name in sorted(stored):
        part, _, own = name.partition("/")
        parts.setdefault(part, {})[own] = stored[name]
    return ParseWeights(
        hashes=stored["hashes"],
        networks=tuple(_dense(parts[p]) for p in sorted(parts) if p.startswith("network")),
        transitions=stored["transitions"],
        forest=parts["forest"],
        link=stored["link"],
    )


def _dense(arrays: Arrays) -> Arrays:
    """As float32; tables are stored as int8 with a scale a column."""
    dense = {}
    for name, values in arrays.items():
        if name.endswith("_scale"):
            continue
        if values.dtype == np.int8:
            values = values.astype(np.float32) * arrays[name + "_scale"]
        elif values.dtype == np.float16:
            values = values.astype(np.float32)
        dense[name] = values
    return dense


@lru_cache(maxsize=1)
def parse_model_name() -> str:
    """The name of the tier's weights, with a short hash of them."""
    path = resources.files("framing.voice") / "data" / "parse.npz"
    return "voice-parse:" + hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()
