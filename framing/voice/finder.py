"""Find who says what: content, cue, source and speaker, for one text or for many."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from framing.voice.attribution import Attribution, Span
from framing.voice.decode import (
    Stretch,
    content_tags,
    paragraphs_without_breaks,
    runs,
    stretches,
)
from framing.voice.details import Link, described
from framing.voice.features import Features, describe
from framing.voice.linking import Pairs, chosen, pairs
from framing.voice.marks import Quotation, quotations
from framing.voice.overlay import overlaid
from framing.voice.scan import Scan, scan
from framing.voice.tagger import CUE, SOURCE, Space, Weights, tag_scores, weights

StorySpan = tuple[int, int, str]
_LONGEST_HEADLINE = 250
_AT_ONCE = 256
_SOURCE_FROM = 0.1
_CUE_FROM = 0.3
_LINK_FROM = -6.0
_last_token = attrgetter("last")


@dataclass(frozen=True)
class Reading:
    """A text made ready for the tagger.

    Parameters
    ----------
    scanned : Scan
        Of the text with what is no story blanked out; offsets are those of the text.
    quotes : list of Quotation
    headlines : list of (int, int)
        Headlines and standfirsts.
    features : Features
    """

    scanned: Scan
    quotes: list[Quotation]
    headlines: list[Span]
    features: Features


def read_text(text: str, story: Sequence[StorySpan] | None) -> Reading:
    """Blank out what is no story, keep every offset, and describe the tokens."""
    if story is None:
        end = text.find("\n")
        headlines = [(0, end)] if 0 < end < _LONGEST_HEADLINE else []
    else:
        headlines = [(a, b) for a, b, kind in story if kind in ("headline", "standfirst")]
        text = only_story(text, story)
    scanned = scan(text)
    quotes = quotations(scanned)
    return Reading(scanned, quotes, headlines, describe(scanned, quotes, headlines))


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
    return next(iter(find_many([(text, story)], model=model)))[1]


def find_many(
    texts: Sequence[tuple[str, Sequence[StorySpan] | None]], *, model: Weights | None = None
) -> Iterator[tuple[Reading, list[Attribution]]]:
    """Do the same for many texts, faster; what is found in one does not hang on the others.

    Parameters
    ----------
    texts : sequence of (text, story spans or None)
    model : Weights, optional

    Yields
    ------
    (Reading, list of Attribution)
        For each text, in order.
    """
    used = model or weights()
    space = Space()
    for begin in range(0, len(texts), _AT_ONCE):
        batch = texts[begin : begin + _AT_ONCE]
        readings = [read_text(text, story) for text, story in batch]
        scores = [tag_scores(r.scanned, r.features, used, space) for r in readings]
        tags = _tags(readings, scores, used)
        for (text, _), reading, score, tag in zip(batch, readings, scores, tags, strict=True):
            links = linked(reading, score, tag, used)
            yield reading, described(text, reading.scanned, reading.quotes, links)


def _tags(
    readings: Sequence[Reading], scores: Sequence[np.ndarray], model: Weights
) -> list[np.ndarray]:
    """Content tags of each reading, the paragraphs of all taken together."""
    offsets = np.cumsum([0, *(len(s) for s in scores)])
    starts, lengths = [], []
    for reading, offset in zip(readings, offsets[:-1].tolist(), strict=True):
        if len(reading.scanned):
            first, count = paragraphs_without_breaks(reading.scanned, reading.features)
            starts.append(first + offset)
            lengths.append(count)
    if not starts:
        return [np.zeros(0, dtype=np.int8) for _ in readings]
    tags = content_tags(
        np.concatenate(scores), np.concatenate(starts), np.concatenate(lengths), model.transitions
    )
    return [tags[a:b] for a, b in itertools.pairwise(offsets)]


def linked(reading: Reading, scores: np.ndarray, tags: np.ndarray, model: Weights) -> list[Link]:
    """Give each stretch of content its cue and source, and join interrupted ones."""
    cues, cued = runs(scores, CUE, _CUE_FROM)
    found, known = overlaid(
        reading.scanned, reading.quotes, reading.headlines, reading.features, stretches(tags)
    )
    if not found:
        return []
    features = reading.features
    sentences, paragraphs = features.sentences.tolist(), features.paragraphs.tolist()
    sources, candidates = _sources_for(found, reading, scores, cued)
    best = chosen(candidates, model.link, len(found), least=_LINK_FROM).tolist()
    links: list[Link] = []
    for stretch, pick, told in zip(found, best, known, strict=True):
        source = sources[pick] if pick >= 0 else None
        if told is not None and (told[2] or not _same_sentence(stretch, source, sentences)):
            link = Link((stretch,), told[0], told[1])
        else:
            link = Link((stretch,), _cue_near(stretch, source, cues, sentences), source)
        if links and _goes_on(links[-1], link, paragraphs):
            before = links[-1]
            links[-1] = Link((*before.content, stretch), before.cue, before.source)
        else:
            links.append(link)
    return links


def _sources_for(
    contents: list[Stretch], reading: Reading, scores: np.ndarray, cued: np.ndarray
) -> tuple[list[Stretch], Pairs]:
    sources, named = runs(scores, SOURCE, _SOURCE_FROM)
    features = reading.features
    found = pairs(
        contents, sources, named, cued, features.sentences, features.paragraphs, features.quote
    )
    return sources, found


def candidates_in(
    reading: Reading, scores: np.ndarray, model: Weights
) -> tuple[list[Stretch], list[Stretch], Pairs]:
    """Contents, possible sources, and all pairs of them, before patterns: for training."""
    contents = stretches(_tags([reading], [scores], model)[0])
    _, cued = runs(scores, CUE, _CUE_FROM)
    sources, found = _sources_for(contents, reading, scores, cued)
    return contents, sources, found


def _goes_on(before: Link, after: Link, paragraphs: list[int]) -> bool:
    """Whether two stretches are one interrupted attribution: cue and source stand between."""
    source = before.source
    if source is None or source != after.source:
        return False
    end, start = before.content[-1].last, after.content[0].first
    if not end < source.first < start or start - end > 16:
        return False
    return bisect_right(paragraphs, end) == bisect_right(paragraphs, start)


def _same_sentence(stretch: Stretch, source: Stretch | None, sentences: list[int]) -> bool:
    if source is None:
        return False
    place = bisect_right(sentences, source.first)
    return place in (bisect_right(sentences, stretch.first), bisect_right(sentences, stretch.last))


def _cue_near(
    stretch: Stretch, source: Stretch | None, cues: list[Stretch], sentences: list[int]
) -> Stretch | None:
    """The cue that stands between source and content, or else the nearest in the sentence."""
    best, least = None, 1e9
    place = bisect_right(sentences, stretch.first)
    ending = bisect_right(sentences, stretch.last)
    for cue in cues[bisect_left(cues, stretch.first - 40, key=_last_token) :]:
        if cue.first > stretch.last + 40:
            break
        if cue.last >= stretch.first and cue.first <= stretch.last:
            continue
        before = cue.last < stretch.first
        cost = float(stretch.first - cue.last if before else cue.first - stretch.last)
        if source is not None:
            if source.last < cue.first:
                cost += cue.first - source.last
            elif cue.last < source.first:
                cost += source.first - cue.last
            else:
                continue
        if cost < least and bisect_right(sentences, cue.first) not in (place, ending):
            cost += 20
        if cost < least:
            best, least = cue, cost
    return best if least < 60 else None
