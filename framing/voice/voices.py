"""Part a story by voice: narrator, direct, indirect; the innermost wins."""

from __future__ import annotations

from collections.abc import Sequence

from framing.voice.attribution import Attribution, Span, Voice
from framing.voice.marks import Quotation


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
    marked = _marked(attributions, quotes)
    spans: list[tuple[int, int, Voice]] = []
    done = at = 0
    for start, end, _ in sorted(story):
        start = max(start, done)
        if end <= start:
            continue
        done = end
        while at < len(marked) and marked[at][1] <= start:
            at += 1
        for k in range(at, len(marked)):
            a, b, voice = marked[k]
            if a >= end:
                break
            if start < a:
                spans.append((start, a, "narrator"))
            spans.append((max(start, a), min(b, end), voice))
            start = min(b, end)
        if start < end:
            spans.append((start, end, "narrator"))
    return spans


def _marked(
    attributions: Sequence[Attribution], quotes: Sequence[Quotation]
) -> list[tuple[int, int, Voice]]:
    """What is attributed, in order, parted into direct and indirect."""
    contents: list[Span] = []
    direct: list[Span] = []
    for found in attributions:
        contents += found.content
        direct += [s for s, v in zip(found.content, found.voices, strict=True) if v == "direct"]
    contents = _merged(contents)
    at = 0
    for q in quotes:
        if q.single:
            continue
        while at < len(contents) and contents[at][1] <= q.start:
            at += 1
        for k in range(at, len(contents)):
            a, b = contents[k]
            if a >= q.end:
                break
            direct.append((max(a, q.start), min(b, q.end)))
    direct = _merged(direct)
    pieces: list[tuple[int, int, Voice]] = []
    inner = iter([*direct, (1 << 60, 1 << 60)])
    low, high = next(inner)
    for start, end in contents:
        while low < end:
            if start < low:
                pieces.append((start, low, "indirect"))
            pieces.append((low, high, "direct"))
            start = high
            low, high = next(inner)
        if start < end:
            pieces.append((start, end, "indirect"))
    return pieces


def _merged(spans: list[Span]) -> list[Span]:
    """The same stretches in order, those that touch made one, empty ones left out."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
