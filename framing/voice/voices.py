"""Part a story by voice: narrator, direct, indirect; the innermost wins."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from framing.voice.attribution import Attribution, Voice
from framing.voice.marks import Quotation

_NAMES: tuple[Voice, ...] = ("narrator", "indirect", "direct")


def voice_spans(
    story: Sequence[tuple[int, int, str]],
    attributions: Sequence[Attribution],
    quotes: Sequence[Quotation] = (),
) -> list[tuple[int, int, Voice]]:
    """Give every character of the story exactly one voice.

    Attributed content is indirect; what stands in quotation marks within it is direct, marks
    included. Quotation marks alone make no quotation: a scare quote stays the narrator's.

    Parameters
    ----------
    story : sequence of (int, int, str)
        Spans of headline, standfirst and body.
    attributions : sequence of Attribution
    quotes : sequence of Quotation
        The stretches in double marks.

    Returns
    -------
    list of (int, int, voice)
        In order, without gap or overlap inside each story span.

    Examples
    --------
    >>> said = Attribution(((0, 10),), ("indirect",))
    >>> voice_spans([(0, 20, "body")], [said])
    [(0, 10, 'indirect'), (10, 20, 'narrator')]
    """
    size = max((end for _, end, _ in story), default=0)
    codes = np.zeros(size + 1, dtype=np.uint8)
    for found in attributions:
        for (start, end), voice in zip(found.content, found.voices, strict=True):
            codes[start:end] = np.maximum(codes[start:end], 2 if voice == "direct" else 1)
    for q in quotes:
        if not q.single:
            inside = codes[q.start : q.end]
            inside[inside == 1] = 2
    spans: list[tuple[int, int, Voice]] = []
    done = 0
    for start, end, _ in sorted(story):
        start = max(start, done)
        if end <= start:
            continue
        done = end
        part = codes[start:end]
        cuts = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), end - start]
        spans += [(start + a, start + b, _NAMES[int(part[a])]) for a, b in itertools.pairwise(cuts)]
    return spans
