"""The networks of the tier with a parser in JAX, with gradients."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import numpy as np

from framing.voice.features import CUE_STATES, PLACE_STATES, QUOTE_STATES
from framing.voice.parse.syntax import LINKS, STATES
from tests.validation.parse_training.rows import LENGTH, SENTENCES

WIDTH, NARROW, WORDS = 64, 24, 24_000
MASKED, GUESSED = 256, 4096
DILATIONS = (1, 2, 4, 8, 1)
NOISES = 2 + len(DILATIONS) + 2
ALLOWED = np.array(
    [[1, 1, 0, 0, 1], [0, 0, 1, 1, 0], [0, 0, 1, 1, 0], [1, 1, 0, 0, 1], [1, 1, 0, 0, 1]],
    dtype=bool,
)


class Trainer:
    """The network of `framing.voice.parse.network`, with gradients.

    Without `trees` it is the same but for what looks along the trees: for unlabelled text.
    """

    def __init__(
        self, inputs: Mapping[str, np.ndarray], *, drop: float, inner_drop: float, trees: bool
    ) -> None:
        os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false")
        import jax
        import jax.numpy as jnp

        self.jax, self.jnp = jax, jnp
        self.drop, self.inner_drop = drop, inner_drop
        self.trees = trees
        # Fixed vectors by the name of their matrix; nothing for unknown and for masked words.
        self.inputs = {k: jnp.asarray(np.pad(v, ((1, 1), (0, 0)))) for k, v in inputs.items()}
        self.forbidden = jnp.asarray(np.where(ALLOWED, 0, -1e4), jnp.float32)

    def start(self, seed: int) -> dict[str, Any]:
        """Random weights."""
        keys = iter(self.jax.random.split(self.jax.random.PRNGKey(seed), 80))

        def draw(*shape: int, scale: float | None = None) -> Any:
            size = scale or shape[0] ** -0.5
            return self.jax.random.normal(next(keys), shape) * size

        zero, d = self.jnp.zeros, WIDTH
        params = {
            **{
                k: draw(v.shape[1], d, scale=0.25 if k == "proj" else 0.08)
                for k, v in self.inputs.items()
            },
            "delta": zero((WORDS + 2, d)),
            "suf": draw(4097, d, scale=0.05),
            "pre": draw(4097, d, scale=0.05),
            "quote": draw(QUOTE_STATES, d, scale=0.3),
            "place": draw(PLACE_STATES, d, scale=0.3),
            "shape": draw(64, d, scale=0.3),
            "cue": zero((CUE_STATES, d)),
            "b0": zero(d),
            "S": draw(3 * d, d),
            "Sb": zero(d),
            "out": draw(d, 11, scale=0.02),
            "ob": zero(11),
            "T": zero((5, 5)),
        }
        for i in range(len(DILATIONS)):
            params[f"W{i}"] = draw(3 * d, d, scale=1.2 * (3 * d) ** -0.5)
            params[f"b{i + 1}"] = zero(d)
        for i in (0, 1):
            params |= {
                f"A{i}": draw(d, NARROW),
                f"Ab{i}": zero(NARROW),
                f"Cb{i}": zero(d),
                f"C{i}": draw(2 * NARROW, d, scale=0.7 * (2 * NARROW) ** -0.5),
            }
            if self.trees:
                size = (len(LINKS) + 1) * d
                params |= {f"G{i}": draw(size, d, scale=0.7 * size**-0.5), f"Gb{i}": zero(d)}
        if self.trees:
            params |= {f"t_{k}": draw(n, d, scale=0.05) for k, n in STATES.items()}
        return params

    def hidden(self, P: dict[str, Any], B: dict[str, Any], K: Any) -> Any:
        """The last layer; `K` are random bytes for dropout, None outside training."""
        jnp, relu = self.jnp, self.jax.nn.relu
        real = B["m"][:, None]

        def moved(x: Any, k: int) -> Any:
            return (
                jnp.pad(x, ((k, 0), (0, 0)))[:-k] if k > 0 else jnp.pad(x, ((0, -k), (0, 0)))[-k:]
            )

        def dropped(x: Any, i: int, rate: float) -> Any:
            return x if K is None or not rate else x * (K[i] >= round(256 * rate)) / (1 - rate)

        def running(x: Any, i: int) -> Any:
            v = relu(x @ P[f"A{i}"] + P[f"Ab{i}"])
            before, after = B["ps"][:, None], B["pe"][:, None]
            f = jnp.where(before >= 1, moved(v, 1), 0)
            b = jnp.where(after >= 1, moved(v, -1), 0)
            for k in (1, 2, 4, 8, 16, 32, 64):
                f = jnp.maximum(f, jnp.where(before >= k + 1, moved(f, k), 0))
                b = jnp.maximum(b, jnp.where(after >= k + 1, moved(b, -k), 0))
            return relu(jnp.concatenate([f, b], 1) @ P[f"C{i}"] + P[f"Cb{i}"])

        w = B["w"]
        x = P["delta"][w] + P["suf"][B["s"]] + P["pre"][B["p"]] + P["b0"]
        for name, vectors in self.inputs.items():
            x = x + vectors[w] @ P[name]
        for name in ("quote", "place", "shape", "cue"):
            x = x + P[name][B[name]]
        if self.trees:
            for i, name in enumerate(STATES):
                x = x + P[f"t_{name}"][B["states"][:, i]]
        x = dropped(relu(x), 0, self.drop) * real
        for i, step in enumerate(DILATIONS):
            wide = jnp.concatenate([moved(x, step), x, moved(x, -step)], 1)
            y = relu(wide @ P[f"W{i}"] + P[f"b{i + 1}"])
            x = (x + dropped(y, 2 + i, self.inner_drop)) * real
            if i == 1:
                pool = jnp.maximum(self.jax.ops.segment_max(x, B["seg"], SENTENCES), 0)
                beside = jnp.concatenate([moved(pool, 1), pool, moved(pool, -1)], 1)
                context = relu(beside @ P["S"] + P["Sb"])
                x = (x + context[B["seg"]] + running(x, 0)) * real
            if i == 3:
                x = (x + running(x, 1)) * real
            if self.trees and i in (0, 2):
                seen = [x[B["links"][:, j]] for j in range(len(LINKS))]
                y = relu(jnp.concatenate([x, *seen], 1) @ P[f"G{i // 2}"] + P[f"Gb{i // 2}"])
                x = (x + dropped(y, 7 + i // 2, self.inner_drop)) * real
        return dropped(x, 1, self.drop)

    def tag_loss(self, P: dict[str, Any], B: dict[str, Any], K: Any) -> tuple[Any, Any]:
        """Conditional random field for content, cross-entropy for source and cue."""
        jax, jnp = self.jax, self.jnp
        scores = self.hidden(P, B, K) @ P["out"] + P["ob"]
        never = jnp.array([0, -1e4, -1e4, -1e4, -1e4])
        emitted = jnp.where(B["brk"][:, None], never, scores[:, :5])
        y, moves = jnp.where(B["brk"], 0, B["y"]), P["T"] + self.forbidden
        gold = jnp.take_along_axis(emitted, y[:, None], 1).sum() + moves[y[:-1], y[1:]].sum()

        def step(alpha: Any, e: Any) -> tuple[Any, None]:
            return jax.nn.logsumexp(alpha[:, None] + moves, axis=0) + e, None

        alpha, _ = jax.lax.scan(step, emitted[0], emitted[1:], unroll=1)

        def cross(part: Any, tags: Any) -> Any:
            return -(jax.nn.log_softmax(part)[jnp.arange(LENGTH), tags] * B["m"]).sum()

        loss = jax.nn.logsumexp(alpha) - gold
        loss += 0.5 * (cross(scores[:, 5:8], B["ys"]) + cross(scores[:, 8:], B["yc"]))
        return loss / B["m"].sum(), loss

    def guess_loss(self, P: dict[str, Any], B: dict[str, Any], K: Any) -> tuple[Any, Any]:
        """Masked words, and the quotations of texts whose marks were taken away."""
        jax, jnp = self.jax, self.jnp
        x = self.hidden(P, B, K)
        words = jax.nn.log_softmax(x[B["mpos"]] @ P["mw"])[jnp.arange(MASKED), B["tgt"]]
        quoted = jax.nn.log_softmax(x @ P["qw"] + P["qb"])[jnp.arange(LENGTH), B["y"]]
        guessed = -(words * B["tm"]).sum() / (B["tm"].sum() + 1)
        marked = -(quoted * B["qm"]).sum() / (B["qm"].sum() + 1)
        return 0.5 * guessed + 2 * marked, (guessed, marked)

    def descend(self, loss: Any, decay: float) -> Any:
        """A compiled step of AdamW (Loshchilov and Hutter 2019)."""
        jax, jnp = self.jax, self.jnp

        def step(P: Any, M: Any, V: Any, t: Any, B: Any, K: Any, rate: Any) -> Any:
            (_, told), g = jax.value_and_grad(loss, has_aux=True)(P, B, K)
            M = jax.tree.map(lambda m, x: 0.9 * m + 0.1 * x, M, g)
            V = jax.tree.map(lambda v, x: 0.99 * v + 0.01 * x * x, V, g)
            new = {}
            for k in P:
                move = M[k] / (1 - 0.9**t) / (jnp.sqrt(V[k] / (1 - 0.99**t)) + 1e-8)
                shrink = decay * P[k] if k != "T" and P[k].ndim > 1 else 0
                new[k] = P[k] - rate * (move + shrink)
            return new, M, V, told

        return jax.jit(step, donate_argnums=(0, 1, 2))
