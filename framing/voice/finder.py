"""Find who says what in one text: content, cue, source, speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from framing.voice.attribution import Attribution, Span, Voice
from framing.voice.cues import stance_of
from framing.voice.decode import (
    Stretch, contents, cues, paragraphs_without_breaks, sentence_of, sources,
)
from framing.voice.features import Features, describe
from framing.voice.marks import Quotation, quotations
from framing.voice.scan import Scan, scan
from framing.voice.speakers import Cast, cast_of, resolve
from framing.voice.tagger import Weights, tag_scores, weights

StorySpan = tuple[int, int, str]
_LONGEST_HEADLINE = 250


@dataclass(frozen=True)
class Link:
    """Content with the cue and the source that it was linked to, as runs of tokens."""

    content: tuple[Stretch, ...]
    cue: Stretch | None
    source: Stretch | None


@dataclass(frozen=True)
class Reading:
    """A text made ready for the tagger."""

    scanned: Scan
    quotes: list[Quotation]
    features: Features


def read_text(text: str, story: Sequence[StorySpan] | None) -> Reading:
    """Blank out what is no story, keep every offset, and describe the tokens."""
    if story is None:
        end = text.find("\n")
        headline = [(0, end)] if 0 < end < _LONGEST_HEADLINE else []
    else:
        headline = [(a, b) for a, b, kind in story if kind in ("headline", "standfirst")]
        text = only_story(text, story)
    scanned = scan(text)
    quotes = quotations(scanned)
    return Reading(scanned, quotes, describe(scanned, quotes, headline))


def only_story(text: str, story: Sequence[StorySpan]) -> str:
    """The text with line ends in place of every character that is no story."""
    pieces: list[str] = []
    at = 0
    for start, end, _ in sorted(story):
        start = max(start, at)
        if end <= start:
            continue
        pieces.append("\n" * (start - at))
        pieces.append(text[start:end])
        at = end
    pieces.append("\n" * (len(text) - at))
    return "".join(pieces)


def find_attributions(
    text: str,
    story: Sequence[StorySpan] | None = None,
    *,
    model: Weights | None = None,
) -> list[Attribution]:
    """Find what a text attributes, and to whom.

    Parameters
    ----------
    text : str
    story : sequence of (int, int, str), optional
        Where the story stands: start, end, and headline, standfirst or body. By default the whole
        text, whose first line counts as the headline.
    model : Weights, optional
        By default the weights that the package ships.

    Returns
    -------
    list of Attribution
        In order of their content. Contents of two attributions do not overlap.

    Examples
    --------
    >>> text = "The talks failed. Lavrov said on Monday that Moscow would wait for an answer."
    >>> for found in find_attributions(text):
    ...     print(found.speaker, "|", *(text[a:b] for a, b in found.content))
    Lavrov | that Moscow would wait for an answer
    """
    reading = read_text(text, story)
    if not len(reading.scanned):
        return []
    used = model or weights()
    scores = tag_scores(reading.scanned, reading.features, used)
    starts, lengths = paragraphs_without_breaks(reading.scanned, reading.features)
    found = contents(scores, starts, lengths, used.transitions)
    links = linked(reading, found, sources(scores), cues(scores))
    return _described(text, reading, links)


def linked(
    reading: Reading, content: list[Stretch], source: list[Stretch], cue: list[Stretch]
) -> list[Link]:
    """Give each stretch of content the nearest cue and source, and join interrupted ones."""
    if not content:
        return []
    features = reading.features
    sentences = sentence_of(features, [c.first for c in content])
    paragraphs = np.searchsorted(features.paragraphs, [c.first for c in content], side="right")
    links: list[Link] = []
    quoted = reading.features.quote
    for i, stretch in enumerate(content):
        near_cue = _nearest(stretch, cue, content, reading, quoted)
        near_source = _nearest(stretch, source, content, reading, quoted, near_cue)
        if near_source is None and i and paragraphs[i] == paragraphs[i - 1]:
            before = links[-1]
            if quoted[stretch.first] and quoted[before.content[-1].last]:
                near_source, near_cue = before.source, before.cue
        if links and _goes_on(links[-1], stretch, near_cue, near_source, reading, sentences[i]):
            links[-1] = replace(links[-1], content=(*links[-1].content, stretch))
            continue
        links.append(Link((stretch,), near_cue, near_source))
    return links


def _goes_on(
    link: Link,
    stretch: Stretch,
    cue: Stretch | None,
    source: Stretch | None,
    reading: Reading,
    sentence: int,
) -> bool:
    """Whether a stretch goes on with the attribution before it, cue and source between them."""
    last = link.content[-1]
    if cue is None or link.cue != cue or source != link.source:
        return False
    return last.last < cue.first < stretch.first and stretch.first - last.last < 25


def _nearest(
    stretch: Stretch,
    candidates: list[Stretch],
    content: list[Stretch],
    reading: Reading,
    quoted: np.ndarray,
    anchor: Stretch | None = None,
) -> Stretch | None:
    """The candidate that stands nearest; one in another paragraph only as a last resort."""
    best, least = None, 1e9
    paragraphs = reading.features.paragraphs
    mine = np.searchsorted(paragraphs, stretch.first, side="right")
    sentences = reading.features.sentences
    sentence = np.searchsorted(sentences, stretch.first, side="right")
    for c in candidates:
        if c.last >= stretch.first and c.first <= stretch.last:
            continue
        gap = stretch.first - c.last if c.last < stretch.first else c.first - stretch.last
        if gap > 60:
            continue
        if np.searchsorted(paragraphs, c.first, side="right") != mine:
            continue
        cost = float(gap)
        if anchor is not None:
            between = c.first - anchor.last if c.first > anchor.last else anchor.first - c.last
            cost = min(gap, 3 + abs(between)) + 0.5 * abs(between)
        if c.first > stretch.last and not quoted[stretch.last]:
            cost += 3
        if np.searchsorted(sentences, c.first, side="right") != sentence:
            cost += 15
        if cost < least:
            best, least = c, cost
    return best


def _span(scanned: Scan, stretch: Stretch) -> Span:
    return int(scanned.starts[stretch.first]), int(scanned.ends[stretch.last])


def _described(text: str, reading: Reading, links: list[Link]) -> list[Attribution]:
    scanned = reading.scanned
    cast = cast_of(scanned.text)
    found: list[Attribution] = []
    last: str | None = None
    for link in links:
        content = tuple(_span(scanned, c) for c in link.content)
        voices: tuple[Voice, ...] = tuple(_voice(c, reading) for c in link.content)
        cue = None if link.cue is None else _span(scanned, link.cue)
        source = None if link.source is None else _span(scanned, link.source)
        speaker, kind, country = None, "unknown", None
        if source is not None:
            speaker, kind, country = resolve(
                text[source[0] : source[1]], source[0], cast, last=last
            )
            last = speaker or last
        found.append(
            Attribution(
                content, voices, cue, source,
                stance_of(text[cue[0] : cue[1]]) if cue else "none",
                speaker, kind, country,  # type: ignore[arg-type]
                _via(text, content, cue, source),
            )
        )
    return found


def _voice(stretch: Stretch, reading: Reading) -> Voice:
    """Direct where the whole stretch stands in marks."""
    for q in reading.quotes:
        if q.first <= stretch.first + 1 and stretch.last <= q.last + 1:
            if stretch.last - stretch.first <= 1 and q.first > stretch.last:
                continue
            return "direct"
    return "indirect"


_VIA_AFTER = re.compile(
    r"\s*(?:,\s*)?(?:was |were |is |are |has been )?(?:also )?(?:quoted|cited)"
    r" as (?:saying|telling|stating|claiming)[^.,;\n]{0,30}? by ([^.,;\n]{2,60})"
)
_TOLD = re.compile(r"\s*(?:also |later |earlier )?told ((?:the )?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3})")


def _via(text: str, content: tuple[Span, ...], cue: Span | None, source: Span | None) -> str | None:
    if source is None:
        return None
    after = _VIA_AFTER.match(text, source[1])
    if after:
        return after.group(1).strip()
    before = re.search(
        r"((?:the |its |his )?[A-Z][\w’'. -]{1,40}?) (?:quoted|cited|reported) (?:\w+ )?$",
        text[max(0, source[0] - 60) : source[0]],
    )
    return before.group(1).strip() if before else None
