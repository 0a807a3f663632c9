"""The tagger's network with gradients, in PyTorch: a wide one that teaches, the one that ships.

Both look at the same things (see `framing.voice.tagger`). The student rounds while it learns, as
the tagger does when it reads (Jacob et al. 2018): what it gives here and there is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from framing.voice.chains import content_probabilities
from framing.voice.features import CUE_STATES, PLACE_STATES, QUOTE_STATES
from framing.voice.tagger import CAP, STEPS
from tests.validation.voice_training.texts import OUTPUTS, VECTOR

TABLES = {"word": "w", "suf": "s", "pre": "p", "quote": "quote", "place": "place"} | {
    "shape": "shape",
    "cue": "cue",
}
BUCKETS = 4096


@dataclass(frozen=True)
class Shape:
    """Widths of a network: of a token's rows, of its layers, of what a sentence tells.

    Parameters
    ----------
    rows, width, signals : int
    steps : tuple of int
        How far each layer looks.
    contexts : tuple of int
        After which layers the sentence is told.
    """

    rows: int
    width: int
    signals: int
    steps: tuple[int, ...]
    contexts: tuple[int, ...]


TEACHER = Shape(128, 128, 32, (1, 2, 4, 8, 16, 1), (1, 3))
STUDENT = Shape(32, 40, 12, (1, 2, 4, 8), (1,))


class Network(nn.Module):
    """The tagger with gradients.

    Parameters
    ----------
    shape : Shape
    vectors : ndarray of float32, shape (`WORDS`, `VECTOR`)
        Where the words' rows begin.
    seed : int
    rounded : bool
        Whether it works with the numbers that the tagger has room for.
    drop : float
        Share of the first and last layer's numbers left out at each step of learning.
    inner_drop : float
        The same for the layers between.
    """

    def __init__(
        self,
        shape: Shape,
        vectors: np.ndarray,
        *,
        seed: int,
        rounded: bool,
        drop: float = 0.0,
        inner_drop: float = 0.0,
    ) -> None:
        super().__init__()
        dice = torch.Generator().manual_seed(seed)

        def drawn(*size: int, scale: float) -> nn.Parameter:
            return nn.Parameter(torch.randn(*size, generator=dice) * scale)

        rows, width, signals = shape.rows, shape.width, shape.signals
        blank = np.zeros((1, VECTOR), dtype=np.float32)
        begin = torch.from_numpy(np.concatenate([blank, vectors, blank]))
        self.shape, self.rounded, self.drop, self.inner_drop = shape, rounded, drop, inner_drop
        self.tables = nn.ParameterDict(
            {
                "word": nn.Parameter(begin @ drawn(VECTOR, rows, scale=0.25).detach()),
                "suf": drawn(BUCKETS + 1, rows, scale=0.05),
                "pre": drawn(BUCKETS + 1, rows, scale=0.05),
                "quote": drawn(QUOTE_STATES, rows, scale=0.3),
                "place": drawn(PLACE_STATES, rows, scale=0.3),
                "shape": drawn(64, rows, scale=0.3),
                "cue": nn.Parameter(torch.zeros(CUE_STATES, rows)),
                "b": nn.Parameter(torch.zeros(rows)),
            }
        )
        self.layers = nn.ParameterDict()
        for i in range(len(shape.steps)):
            wide = rows if i == 0 else width
            self.layers[f"W{i}"] = drawn(3, wide, width, scale=1.2 * (3 * width) ** -0.5)
            self.layers[f"b{i}"] = nn.Parameter(torch.zeros(width))
        for i in shape.contexts:
            self.layers[f"A{i}"] = drawn(width, signals, scale=width**-0.5)
            self.layers[f"Ab{i}"] = nn.Parameter(torch.zeros(signals))
            self.layers[f"C{i}"] = drawn(5 * signals, width, scale=0.8 * (5 * signals) ** -0.5)
            self.layers[f"Cb{i}"] = nn.Parameter(torch.zeros(width))
        self.layers["out"] = drawn(width, OUTPUTS, scale=0.02)
        self.layers["ob"] = nn.Parameter(torch.zeros(OUTPUTS))

    def matrix(self, name: str) -> Tensor:
        """A matrix in eight bits, divided by a power of two."""
        values = self.layers[name]
        if not self.rounded:
            return values
        return _passed(values, eight_bits(values.detach())[0])

    def table(self, name: str) -> Tensor:
        """A table in multiples of 1 / `STEPS`, in eight bits."""
        values = self.tables[name]
        most = 127 / STEPS
        return _passed(values, _steps(values).clamp(-most, most)) if self.rounded else values

    def bias(self, name: str) -> Tensor:
        """A bias in multiples of 1 / `STEPS`."""
        values = self.layers[name]
        return _passed(values, _steps(values)) if self.rounded else values

    def cut(self, x: Tensor) -> Tensor:
        """What a layer gives: from 0 to `CAP` in steps for the student, from 0 for the teacher."""
        if not self.rounded:
            return functional.relu(x)
        x = x.clamp(0, CAP)
        return _passed(x, _steps(x))

    def left_out(self, x: Tensor, rate: float) -> Tensor:
        """Some numbers set to 0 while it learns."""
        return functional.dropout(x, rate) if self.training and rate else x

    def hidden(self, row: dict[str, Any]) -> Tensor:
        """The last layer before the scores, shape (tokens, width)."""
        real = torch.from_numpy(row["real"])[:, None].float()
        x = self.table("b")
        for name, column in TABLES.items():
            x = x + functional.embedding(torch.from_numpy(row[column]), self.table(name))
        x = self.left_out(self.cut(x), self.drop) * real
        size = row["size"]
        for i, step in enumerate(self.shape.steps):
            wide = functional.pad(x, (0, 0, step, step))
            before, at, after = self.matrix(f"W{i}")
            y = torch.addmm(self.bias(f"b{i}"), wide[:size], before)
            y = torch.addmm(torch.addmm(y, x, at), wide[2 * step :], after)
            y = self.left_out(self.cut(y), self.inner_drop)
            x = (x + y if x.shape == y.shape else y) * real
            if i in self.shape.contexts:
                x = (x + self.context(x, i, row)) * real
        return x

    def context(self, x: Tensor, i: int, row: dict[str, Any]) -> Tensor:
        """What stands before and after each token in its sentence, and in those beside it."""
        signals, size = self.shape.signals, row["size"]
        seen = self.cut(x @ self.matrix(f"A{i}") + self.bias(f"Ab{i}"))
        first, last = (torch.from_numpy(row[name]) for name in ("first", "last"))
        sentence = torch.from_numpy(row["sentence"])
        with torch.no_grad():
            # The sentence's number times more than the greatest value keeps sentences apart.
            lift = sentence[:, None].double() * (float(seen.max()) + 1)
            upto = torch.cummax(seen + lift, 0).indices
            since = (size - 1) - torch.cummax((seen + lift[-1] - lift).flip(0), 0).indices.flip(0)
            tops = upto[last]
            inner = torch.ones(2, size, 1)
            inner[0, first] = 0
            inner[1, last] = 0
        before = seen.gather(0, upto.roll(1, 0)) * inner[0]
        after = seen.gather(0, since.roll(-1, 0)) * inner[1]
        pooled = functional.pad(seen.gather(0, tops), (0, 0, 1, 1))
        wide = self.matrix(f"C{i}")
        told = torch.cat([pooled[:-2], pooled[1:-1], pooled[2:]], 1) @ wide[2 * signals :]
        told = functional.embedding(sentence, told + self.bias(f"Cb{i}"))
        return self.cut(torch.cat([before, after], 1) @ wide[: 2 * signals] + told)

    def forward(self, row: dict[str, Any]) -> Tensor:
        """Scores, shape (tokens, `OUTPUTS`)."""
        x = self.left_out(self.hidden(row), self.drop)
        return x @ self.matrix("out") + self.layers["ob"]


def eight_bits(values: Tensor) -> tuple[Tensor, int]:
    """Values rounded to whole multiples of a power of two, up to 127, and which power."""
    bits = int(torch.floor(torch.log2(127 / values.abs().max().clamp_min(1e-3))))
    return torch.round(values * 2.0**bits).clamp(-127, 127) / 2.0**bits, bits


def _steps(values: Tensor) -> Tensor:
    return torch.round(values.detach() * STEPS) / STEPS


def _passed(values: Tensor, rounded: Tensor) -> Tensor:
    """The rounded values, with the gradient of the others."""
    return values + (rounded - values).detach()


class _Chains(torch.autograd.Function):
    """Cross-entropy of sequences of content tags, in which all legal moves are alike.

    A conditional random field (Lafferty et al. 2001); the labels may be certain or not.
    """

    @staticmethod
    def forward(ctx: Any, scores: Tensor, wanted: Tensor, row: dict[str, Any]) -> Tensor:
        likely = content_probabilities(scores.detach().numpy(), row["starts"], row["lengths"])
        found = torch.from_numpy(likely)
        ctx.save_for_backward(found - wanted)
        return -(wanted * found.clamp_min(1e-6).log()).sum()

    @staticmethod
    def backward(ctx: Any, *slopes: Any) -> Any:
        return ctx.saved_tensors[0] * slopes[0], None, None


def tag_loss(scores: Tensor, wanted: Tensor, row: dict[str, Any]) -> Tensor:
    """How far the scores of a row are from the probabilities that are wanted, a token."""
    real = torch.from_numpy(row["real"])
    content = wanted[:, :5] * torch.from_numpy(~row["brk"])[:, None]
    loss = _Chains.apply(scores[:, :5], content, row)
    for part in (slice(5, 8), slice(8, 11)):
        loss = (
            loss - 0.5 * (functional.log_softmax(scores[:, part], 1) * wanted[:, part])[real].sum()
        )
    return loss / real.sum()


def likely_tags(network: Network, row: dict[str, Any]) -> np.ndarray:
    """Probabilities of all tags, shape (tokens, `OUTPUTS`)."""
    with torch.no_grad():
        scores = network(row)
    content = content_probabilities(scores[:, :5].numpy(), row["starts"], row["lengths"])
    rest = [functional.softmax(scores[:, part], 1) for part in (slice(5, 8), slice(8, 11))]
    return np.concatenate([content, *rest], axis=1)
