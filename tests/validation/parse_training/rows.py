"""Articles put together to rows of one length, which is what a network learns from at a step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from framing.voice.parse.syntax import LINKS, STATES

LENGTH, GAP, SENTENCES = 4096, 32, 512
INPUTS = ("w", "s", "p", "quote", "place", "shape", "cue")
LABELS = ("y", "ys", "yc")


def pieces(documents: Sequence[dict]) -> Iterator[list[tuple[dict, int, int]]]:
    """Articles put together to rows of at most `LENGTH` tokens; long ones cut at paragraphs."""
    row: list[tuple[dict, int, int]] = []
    size = GAP
    for doc in documents:
        cuts, before = [0], 0
        for place in [*doc["par"][1:].tolist(), doc["n"]]:
            if place - cuts[-1] > LENGTH - 2 * GAP and before > cuts[-1]:
                cuts.append(before)
            before = place
        for a, b in zip(cuts, [*cuts[1:], doc["n"]], strict=True):
            b = min(b, a + LENGTH - 2 * GAP)
            if size + b - a + GAP > LENGTH:
                yield row
                row, size = [], GAP
            row.append((doc, a, b))
            size += b - a + GAP
    if row:
        yield row


def packed(row: Sequence[tuple[dict, int, int]]) -> tuple[dict[str, Any], list[int]]:
    """One row as arrays of `LENGTH`, and where each of its pieces begins."""
    batch: dict[str, Any] = {k: np.zeros(LENGTH, np.int32) for k in (*INPUTS, *LABELS)}
    batch["states"] = np.zeros((LENGTH, len(STATES)), np.int32)
    batch["links"] = np.repeat(np.arange(LENGTH, dtype=np.int32)[:, None], len(LINKS), axis=1)
    real, breaks = np.zeros(LENGTH, np.float32), np.ones(LENGTH, dtype=bool)
    segment = np.zeros(LENGTH, np.int32)
    at, number, where = GAP, 1, []
    for doc, a, b in row:
        here = slice(at, at + b - a)
        for k in (*INPUTS, *LABELS):
            if k in doc:
                batch[k][here] = doc[k][a:b]
        if "links" in doc:
            batch["states"][here] = doc["states"][a:b]
            batch["links"][here] = np.clip(doc["links"][a:b], a, b - 1) - a + at
        begins = np.zeros(b - a, dtype=bool)
        begins[0] = True
        begins[doc["sent"][(doc["sent"] >= a) & (doc["sent"] < b)] - a] = True
        sentence = np.cumsum(begins) - 1 + number
        segment[here], real[here], breaks[here] = sentence, 1, doc["brk"][a:b]
        where.append(at)
        at += b - a
        segment[at : at + GAP] = sentence[-1] + 1
        number = int(sentence[-1]) + 2
        at += GAP
    segment = np.minimum(segment, SENTENCES - 1)
    segment[min(at, LENGTH) :] = SENTENCES - 1
    begin = np.flatnonzero(np.diff(segment, prepend=-1))
    size = np.diff(np.append(begin, LENGTH))
    before = np.arange(LENGTH) - np.repeat(begin, size)
    after = np.repeat(size, size) - 1 - before
    batch |= {
        "m": real,
        "seg": segment,
        "brk": breaks,
        "ps": before.astype(np.int32),
        "pe": after.astype(np.int32),
    }
    return batch, where
