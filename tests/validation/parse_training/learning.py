"""Train the networks: on news without labels first, then on the labelled articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tests.validation.parse_training.network import (
    GUESSED,
    MASKED,
    NOISES,
    WIDTH,
    WORDS,
    Trainer,
)
from tests.validation.parse_training.rows import LENGTH, packed, pieces


def pretrained(
    trainer: Trainer, documents: Sequence[dict], *, steps: int, planned: int
) -> dict[str, Any]:
    """Weights after `steps` rows of unlabelled text; the rate falls as if `planned` would come."""
    rng, jax = np.random.default_rng(5), trainer.jax
    params = trainer.start(1)
    one, two = jax.random.split(jax.random.PRNGKey(2))
    params |= {
        "mw": jax.random.normal(one, (WIDTH, GUESSED)) * 0.05,
        "qw": jax.random.normal(two, (WIDTH, 5)) * 0.1,
        "qb": trainer.jnp.zeros(5),
    }
    zeros = [jax.tree.map(trainer.jnp.zeros_like, params) for _ in range(2)]
    step = trainer.descend(trainer.guess_loss, 0.02)
    state = (params, *zeros)
    done = 0
    while done < steps:
        shuffled = [without_marks(documents[i], rng) for i in rng.permutation(len(documents))[:400]]
        for row in pieces(shuffled):
            batch, where = packed(row)
            batch["qm"] = np.zeros(LENGTH, np.float32)
            for (doc, a, b), at in zip(row, where, strict=True):
                batch["qm"][at : at + b - a] = doc["stripped"]
            batch["y"] = np.minimum(batch["y"], 4)
            batch["cue"][:] = 0
            _mask_words(batch, rng)
            done += 1
            rate = 2e-3 * min(1, done / 100) * max(0.03, 1 - done / (1.02 * planned))
            noise = rng.integers(0, 256, (NOISES, LENGTH, WIDTH), dtype=np.uint8)
            *state, _ = step(*state, done, batch, noise, rate)
            if done >= steps:
                break
    return {k: np.asarray(v) for k, v in state[0].items()}


def without_marks(doc: dict, rng: np.random.Generator) -> dict:
    """In six texts of ten: the same with its quotation marks gone, and what they held as tags."""
    labels, marks = np.zeros(doc["n"], dtype=np.int8), np.zeros(doc["n"], dtype=bool)
    for q in doc["quotes"]:
        marks[q.first] = True
        marks[q.last] |= q.closed
        low, high = q.first + 1, q.last - q.closed
        if not q.single and high - low >= 4:
            labels[low:high] = 2
            labels[low], labels[high] = 1, 3
    if rng.random() >= 0.6:
        return doc | {"stripped": 0.0}
    kept = np.flatnonzero(~marks)
    moved = np.cumsum(~marks) - (~marks)
    new = {k: doc[k][kept] for k in ("w", "s", "p", "place", "shape", "cue", "brk")}
    size = len(kept)
    starts = {k: np.unique(moved[doc[k]].clip(0, max(size - 1, 0))) for k in ("sent", "par")}
    return (
        new
        | starts
        | {
            "n": size,
            "quote": np.zeros(size, np.int64),
            "y": labels[kept],
            "stripped": 1.0,
            "quotes": [],
        }
    )


def _mask_words(batch: dict[str, Any], rng: np.random.Generator) -> None:
    places = np.flatnonzero((rng.random(LENGTH) < 0.12) & (batch["m"] > 0))[:MASKED]
    words = batch["w"][places].copy()
    known = (words > 0) & (words <= GUESSED)
    for name, dtype in (("mpos", np.int32), ("tgt", np.int32), ("tm", np.float32)):
        batch[name] = np.zeros(MASKED, dtype)
    batch["mpos"][: len(places)] = places
    batch["tgt"][: len(places)] = np.where(known, words - 1, 0)
    batch["tm"][: len(places)] = known
    for name, value in (("w", WORDS + 1), ("s", 4096), ("p", 4096), ("shape", 63)):
        batch[name][places] = value


def tuned(
    trainer: Trainer,
    documents: Sequence[dict],
    begin: dict[str, Any] | None,
    *,
    epochs: int,
    seed: int,
) -> dict[str, np.ndarray]:
    """Weights after `epochs` passes over the labelled articles."""
    rng = np.random.default_rng(seed)
    params = trainer.start(seed)
    for name, value in (begin or {}).items():
        if name in params and name not in ("out", "ob"):
            params[name] = trainer.jnp.asarray(value)
    zeros = [trainer.jax.tree.map(trainer.jnp.zeros_like, params) for _ in range(2)]
    state = (params, *zeros)
    step = trainer.descend(trainer.tag_loss, 0.1)
    total = epochs * sum(1 for _ in pieces(documents))
    done = 0
    for _ in range(epochs):
        for row in pieces([documents[i] for i in rng.permutation(len(documents))]):
            batch, _ = packed(row)
            batch["w"] = np.where(rng.random(LENGTH) < 0.1, 0, batch["w"])
            done += 1
            rate = 2e-3 * min(1, done / 25) * max(0.02, 1 - done / (1.02 * total))
            noise = rng.integers(0, 256, (NOISES, LENGTH, WIDTH), dtype=np.uint8)
            *state, _ = step(*state, done, batch, noise, rate)
    return {k: np.asarray(v) for k, v in state[0].items()}


def scores_of(trainer: Trainer, params: dict[str, Any], documents: Sequence[dict]) -> dict:
    """The scores of each article's tokens by its id, shape (tokens, 11)."""
    forward = trainer.jax.jit(lambda P, B: trainer.hidden(P, B, None) @ P["out"] + P["ob"])
    found = {d["id"]: np.zeros((d["n"], 11), np.float32) for d in documents}
    for row in pieces(documents):
        batch, where = packed(row)
        scores = np.asarray(forward(params, batch))
        for (doc, a, b), at in zip(row, where, strict=True):
            found[doc["id"]][a:b] = scores[at : at + b - a]
    return found
