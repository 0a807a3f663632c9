"""How the networks learn: the teacher from text and from labels, the student from the teacher.

The teacher is first shown news without labels: it guesses masked words and, where the quotation
marks were taken away, what stood between them. Then it learns content, source and cue from the
labelled articles. The student learns from both: the labels, and the probabilities that the teacher
gives to every tag of some thousand unlabelled articles (Hinton, Vinyals and Dean 2015).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from tests.validation.voice_training.networks import (
    BUCKETS,
    STUDENT,
    TEACHER,
    Network,
    likely_tags,
    tag_loss,
)
from tests.validation.voice_training.texts import (
    LABELS,
    WORDS,
    laid_out,
    parcels,
    probabilities,
)

GUESSED = 4096
Loss = Callable[[list[dict], dict[str, Any]], Tensor]


def descend(
    module: nn.Module,
    documents: Sequence[dict],
    loss: Loss,
    *,
    passes: float,
    rate: float,
    decay: float,
    warm: int,
    rng: np.random.Generator,
) -> None:
    """AdamW (Loshchilov and Hutter 2019), its rate rising at first and then falling to nothing."""
    flat = [p for p in module.parameters() if p.ndim < 2]
    wide = [p for p in module.parameters() if p.ndim > 1]
    groups = [{"params": wide, "weight_decay": decay}, {"params": flat, "weight_decay": 0.0}]
    adam = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.99))
    steps = max(1, int(passes * sum(1 for _ in parcels(documents, range(len(documents))))))
    module.train()
    done = 0
    while done < steps:
        for parcel in parcels(documents, rng.permutation(len(documents)).tolist()):
            adam.zero_grad()
            loss(parcel, laid_out(parcel)).backward()
            done += 1
            for group in adam.param_groups:
                group["lr"] = rate * min(1, done / warm) * max(0.01, 1 - done / (1.02 * steps))
            adam.step()
            if done >= steps:
                break
    module.eval()


def pretrained(vectors: np.ndarray, documents: Sequence[dict], *, passes: float) -> Network:
    """A teacher that has read news without labels."""
    torch.manual_seed(2)
    rng = np.random.default_rng(5)
    teacher = Network(TEACHER, vectors, seed=1, rounded=False, drop=0.1)
    words, marks = nn.Linear(TEACHER.width, GUESSED), nn.Linear(TEACHER.width, 5)

    def loss(parcel: list[dict], _: dict[str, Any]) -> Tensor:
        docs = [without_marks(doc, rng) for doc in parcel]
        row = laid_out(docs)
        row["cue"][:] = 0
        places = np.flatnonzero((rng.random(row["size"]) < 0.12) & row["real"])
        truth = row["w"][places]
        for name, value in (("w", WORDS + 1), ("s", BUCKETS), ("p", BUCKETS), ("shape", 63)):
            row[name][places] = value
        known = (truth > 0) & (truth <= GUESSED)
        x = teacher.hidden(row)
        guess = words(x[torch.from_numpy(places[known])])
        guessed = functional.cross_entropy(guess, torch.from_numpy(truth[known] - 1))
        bare = spread(docs, row, "stripped") > 0
        held = torch.from_numpy(spread(docs, row, "y")[bare])
        found = marks(x[torch.from_numpy(bare)])
        quoted = functional.cross_entropy(found, held, reduction="sum") / (len(held) + 1)
        return 0.5 * guessed + 2 * quoted

    whole = nn.ModuleList([teacher, words, marks])
    descend(whole, documents, loss, passes=passes, rate=2e-3, decay=0.02, warm=100, rng=rng)
    return teacher


def spread(documents: Sequence[dict], row: dict[str, Any], name: str) -> np.ndarray:
    """A column of the documents, laid out as `row` is; 0 between them."""
    first = np.asarray(documents[0][name])
    column = np.zeros((row["size"], *first.shape[1:]), dtype=first.dtype)
    for doc, at in zip(documents, row["where"], strict=True):
        column[at : at + doc["n"]] = doc[name]
    return column


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
    if rng.random() >= 0.6 or marks.all():
        return doc | {"stripped": np.zeros(doc["n"], np.float32), "y": labels.astype(np.int64)}
    kept = np.flatnonzero(~marks)
    moved = np.cumsum(~marks) - (~marks)
    new = {k: doc[k][kept] for k in ("w", "s", "p", "place", "shape", "cue", "brk")}
    size = len(kept)
    starts = {k: np.unique(moved[doc[k]].clip(0, size - 1)) for k in ("sent", "par")}
    return (
        new
        | starts
        | {
            "n": size,
            "quote": np.zeros(size, np.int64),
            "y": labels[kept].astype(np.int64),
            "stripped": np.ones(size, np.float32),
            "quotes": [],
        }
    )


def tuned(
    vectors: np.ndarray, begin: Network, documents: Sequence[dict], *, passes: float, seed: int
) -> Network:
    """A teacher that began as `begin` and learned the labels of the articles."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    teacher = Network(TEACHER, vectors, seed=seed, rounded=False, drop=0.3, inner_drop=0.2)
    fresh = {"layers.out", "layers.ob"}
    known = {k: v for k, v in begin.state_dict().items() if k not in fresh}
    teacher.load_state_dict(known, strict=False)

    def loss(parcel: list[dict], row: dict[str, Any]) -> Tensor:
        wanted = torch.from_numpy(spread(parcel, row, "wanted"))
        row["w"][rng.random(row["size"]) < 0.1] = 0
        return tag_loss(teacher(row), wanted, row)

    labelled = [doc | {"wanted": probabilities(doc)} for doc in documents]
    descend(teacher, labelled, loss, passes=passes, rate=2e-3, decay=0.1, warm=25, rng=rng)
    return teacher


def taught(teachers: Sequence[Network], documents: Sequence[dict]) -> list[dict]:
    """The documents with what the teachers take for likely, on the mean, in 255ths."""
    found = []
    for parcel in parcels(documents, range(len(documents))):
        row = laid_out(parcel)
        each = [likely_tags(teacher.eval(), row) for teacher in teachers]
        likely = np.round(sum(each) / len(each) * 255).astype(np.uint8)
        for doc, at in zip(parcel, row["where"], strict=True):
            found.append(doc | {"wanted": likely[at : at + doc["n"]]})
    return found


def distilled(
    vectors: np.ndarray,
    unlabelled: Sequence[dict],
    labelled: Sequence[dict],
    *,
    passes: float,
    seed: int,
) -> Network:
    """A student of what a teacher said of `unlabelled`, and of the labels, read twice as often."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    student = Network(STUDENT, vectors, seed=seed, rounded=True)
    certain = [doc | {"wanted": (255 * probabilities(doc)).astype(np.uint8)} for doc in labelled]

    def loss(parcel: list[dict], row: dict[str, Any]) -> Tensor:
        wanted = spread(parcel, row, "wanted").astype(np.float32)
        ends = np.cumsum([0, *(count for _, count in LABELS)])
        for low, high in itertools.pairwise(ends):
            wanted[:, low:high] /= np.maximum(wanted[:, low:high].sum(1, keepdims=True), 1)
        row["w"][rng.random(row["size"]) < 0.06] = 0
        return tag_loss(student(row), torch.from_numpy(wanted), row)

    both = [*unlabelled, *certain, *certain]
    descend(student, both, loss, passes=passes, rate=4e-3, decay=0.01, warm=60, rng=rng)
    return student
