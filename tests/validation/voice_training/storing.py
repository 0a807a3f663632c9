"""What of the training is shipped: the student's numbers, and the weights that link sources."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from framing.voice.features import SHAPE_STATES
from framing.voice.tagger import CAP, STEPS, Weights
from tests.validation.choices import chooser
from tests.validation.voice_training.networks import BUCKETS, Network, eight_bits


def exported(
    student: Network,
    hashes: np.ndarray,
    spelling: tuple[np.ndarray, np.ndarray],
    link: np.ndarray,
) -> dict[str, np.ndarray]:
    """The arrays that `framing.voice.tagger.unpacked` reads: whole numbers, words as hashes."""
    shape = student.shape
    order = np.argsort(hashes)
    rows = np.concatenate([[0], order + 1])
    arrays = {
        "hashes": hashes[order],
        "dilations": np.array(shape.steps),
        "link": link.astype(np.float32),
        "word_suf": spelling[0][rows].astype(np.int16),
        "word_pre": spelling[1][rows].astype(np.int16),
    }
    for name in student.tables:
        arrays[name] = np.round(student.table(name).detach().numpy() * STEPS).astype(np.int8)
    arrays["word"] = arrays["word"][rows]
    for name in ("suf", "pre"):
        arrays[name] = arrays[name][:BUCKETS]
    arrays["shape"] = arrays["shape"][:SHAPE_STATES]
    for name, values in student.layers.items():
        if values.ndim < 2:
            arrays[name] = values.detach().numpy()
            continue
        rounded, bits = eight_bits(values.detach())
        arrays[name] = (rounded * 2.0**bits).round().numpy().astype(np.int8)
        arrays[f"{name}_bits"] = np.array(bits)
    check_exact(arrays)
    return arrays


def check_exact(arrays: dict[str, np.ndarray]) -> None:
    """Raise unless every sum that the tagger can meet is a whole number that float32 holds.

    Raises
    ------
    ValueError
        With the matrix's name.
    """
    layers = len(arrays["dilations"])
    most = STEPS * CAP * (1 + layers + sum(name.startswith("Ab") for name in arrays))
    for name, values in arrays.items():
        if f"{name}_bits" in arrays:
            sums = np.abs(values.reshape(-1, values.shape[-1]).astype(np.int64)).sum(axis=0)
            if int(sums.max()) * most >= 2**24:
                raise ValueError(f"sums of {name} may be rounded: {int(sums.max())} x {most}")


def fitted_link(documents: Sequence[dict], model: Weights) -> np.ndarray:
    """Weights that choose a source among the candidates of each content, by softmax."""
    from tests.validation.voice import source_candidates

    return chooser(source_candidates(doc["gold"], model) for doc in documents)
