"""Find who says what: content, cue, source and speaker, for one text or for many."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from framing.parsing import load_parser
from framing.voice.attribution import Attribution, Span
from framing.voice.corrections import corrected
from framing.voice.decode import (
    Stretch,
    content_tags,
    paragraphs_without_breaks,
    stretches,
)
from framing.voice.details import Link, described
from framing.voice.features import Features, describe_many
from framing.voice.linking import Laid, Pairs, Runs, chosen, likely_runs, pairs
from framing.voice.marks import Quotation, quotations
from framing.voice.overlay import Told, overlaid
from framing.voice.parse.linking import with_paths
from framing.voice.parse.model import ParseWeights
from framing.voice.parse.reading import parsed
from framing.voice.parse.trees import Trees
from framing.voice.scan import Scan, scan_many
from framing.voice.tagger import CUE, SOURCE, Space, Weights, tag_many, weights

StorySpan = tuple[int, int, str]
_LONGEST_HEADLINE = 250
_AT_ONCE = 256
_SOURCE_FROM = 0.1
_CUE_FROM = 0.3
_LINK_FROM = -6.0
# A line that begins with a comma goes on with the one before: scrapers break lines at links.
_BROKEN_OFF = re.compile(r"\n\n?[ \t]*(?=, ?[a-z])")
_CUE_REACH = 40
_CUE_COST = 60


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


Reader = Callable[[Sequence[Reading]], Iterator[list[Link]]]


def read_text(text: str, story: Sequence[StorySpan] | None) -> Reading:
    """Blank out what is no story, keep every offset, and describe the tokens."""
    return read_many([(text, story)])[0]


def read_many(texts: Sequence[tuple[str, Sequence[StorySpan] | None]]) -> list[Reading]:
    """Do the same for many texts, each as if it were alone."""
    headlines: list[list[Span]] = []
    stories = []
    for text, story in texts:
        if story is None:
            end = text.find("\n")
            headlines.append([(0, end)] if 0 < end < _LONGEST_HEADLINE else [])
        else:
            headlines.append([(a, b) for a, b, kind in story if kind in ("headline", "standfirst")])
            text = only_story(text, story)
        stories.append(_BROKEN_OFF.sub(_as_blanks, text))
    scans = scan_many(stories)
    quotes = [quotations(scanned) for scanned in scans]
    features = describe_many(list(zip(scans, quotes, headlines, strict=True)))
    return [Reading(*parts) for parts in zip(scans, quotes, headlines, features, strict=True)]


def _as_blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())


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
    model: Weights | ParseWeights | None = None,
    doubtful: bool = True,
    parser: Any = False,
) -> list[Attribution]:
    """Find what a text attributes, and to whom.

    Parameters
    ----------
    text : str
    story : sequence of (int, int, str), optional
        Where the story stands: start, end, and headline, standfirst or body. By default the whole
        text, whose first line counts as the headline.
    model : Weights or ParseWeights, optional
        By default the weights that the package ships; `ParseWeights` go with a parser.
    doubtful : bool
        Whether unmarked content is found too that annotators of the PolNeAR corpus mark, but that
        readers of news seldom take for somebody's words: what the author says in the first person
        ("I hope that ..."), and what hangs on a cue that is no listed word ("voters who voted
        for ..."). Where it is not, it stays the narrator's.
    parser : bool, str or spacy.language.Language
        Whether the slower and more accurate tier reads the text, and with which parser: True for
        the first that is installed, or its name, or itself; see `framing.parsing.load_parser`.

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
    found = find_many([(text, story)], model=model, doubtful=doubtful, parser=parser)
    return next(iter(found))[1]


def find_many(
    texts: Sequence[tuple[str, Sequence[StorySpan] | None]],
    *,
    model: Weights | ParseWeights | None = None,
    doubtful: bool = True,
    parser: Any = False,
) -> Iterator[tuple[Reading, list[Attribution]]]:
    """Do the same for many texts, faster; what is found in one does not hang on the others.

    Parameters
    ----------
    texts : sequence of (text, story spans or None)
    model, doubtful, parser
        As for `find_attributions`.

    Yields
    ------
    (Reading, list of Attribution)
        For each text, in order.
    """
    reader = _with_parser(parser, model) if parser else _without_parser(model)
    for begin in range(0, len(texts), _AT_ONCE):
        batch = texts[begin : begin + _AT_ONCE]
        readings = read_many(batch)
        links = reader(readings)
        for (text, _), reading, link in zip(batch, readings, links, strict=True):
            sentences = reading.features.sentences.tolist() if link else []
            link = corrected(link, reading.scanned, reading.quotes, sentences, doubtful=doubtful)
            yield reading, described(text, reading.scanned, reading.quotes, link)


def _without_parser(model: Weights | ParseWeights | None) -> Reader:
    used = model if isinstance(model, Weights) else weights()
    space = Space()

    def read(readings: Sequence[Reading]) -> Iterator[list[Link]]:
        scores = tag_many([(r.scanned, r.features) for r in readings], used, space)
        return linked(readings, scores, _tags(readings, scores), used.link)

    return read


def _with_parser(parser: Any, model: Weights | ParseWeights | None) -> Reader:
    pipeline = load_parser(parser)
    used = model if isinstance(model, ParseWeights) else None

    def read(readings: Sequence[Reading]) -> Iterator[list[Link]]:
        found = parsed([(r.scanned, r.features) for r in readings], pipeline, used)
        return linked(readings, found.scores, found.tags, found.link, found.trees)

    return read


def _tags(readings: Sequence[Reading], scores: Sequence[np.ndarray]) -> list[np.ndarray]:
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
    tags = content_tags(np.concatenate(scores), np.concatenate(starts), np.concatenate(lengths))
    return [tags[a:b] for a, b in itertools.pairwise(offsets)]


def linked(
    readings: Sequence[Reading],
    scores: Sequence[np.ndarray],
    tags: Sequence[np.ndarray],
    link: np.ndarray,
    trees: Trees | None = None,
) -> Iterator[list[Link]]:
    """Give each stretch of content its cue and source, and join interrupted ones, text by text.

    `trees`, of all texts end to end, help where a parser has read the texts.
    """
    overlays = [
        overlaid(r.scanned, r.quotes, r.headlines, r.features, stretches(t))
        for r, t in zip(readings, tags, strict=True)
    ]
    laid, sources, cues = _laid(readings, scores)
    contents = _as_runs([found for found, _ in overlays], laid)
    candidates = pairs(contents, sources, laid)
    if trees is not None:
        candidates = with_paths(candidates, contents, sources, laid, trees)
    best = chosen(candidates, link, len(contents), least=_LINK_FROM)
    picks = best.tolist()
    offsets = laid.bounds.tolist()
    lows, highs = sources.first.tolist(), sources.last.tolist()
    cue_at = np.searchsorted(cues.first, laid.bounds).tolist()
    at = 0
    for number, (reading, (found, known)) in enumerate(zip(readings, overlays, strict=True)):
        shift = offsets[number]
        of_text = slice(cue_at[number], cue_at[number + 1])
        near = _Cues(
            (cues.first[of_text] - shift).tolist(),
            (cues.last[of_text] - shift).tolist(),
            laid.sentence[shift : offsets[number + 1]].tolist(),
        )
        named = [
            Stretch(lows[p] - shift, highs[p] - shift) if p >= 0 else None
            for p in picks[at : at + len(found)]
        ]
        at += len(found)
        yield _joined(reading, found, known, named, near)


def _joined(
    reading: Reading,
    found: list[Stretch],
    known: list[Told | None],
    named: list[Stretch | None],
    near: _Cues,
) -> list[Link]:
    """One link for each stretch of one text, or for several that one source interrupts."""
    paragraphs = reading.features.paragraphs.tolist() if found else []
    wrong = {
        told.whole
        for i, (source, told) in enumerate(zip(named, known, strict=True))
        if told and source and (_overlap(source, told.whole) or _parted(known, i))
    }
    links: list[Link] = []
    for stretch, source, told in zip(found, named, known, strict=True):
        if told is not None and told.whole in wrong:
            # 'Kim came, and Seoul hopes to see him again, Choe said' is all Choe's.
            if links and links[-1].content[-1] == told.whole:
                continue
            link = Link((told.whole,), told.cue, told.source)
        elif told is not None and (told.sure or not near.same_sentence(stretch, source)):
            link = Link((stretch,), told.cue, told.source)
        else:
            link = Link((stretch,), near.cue_of(stretch, source), source)
        if links and _goes_on(links[-1], link, paragraphs):
            before = links[-1]
            links[-1] = Link((*before.content, stretch), before.cue, before.source)
        else:
            links.append(link)
    return links


def _laid(readings: Sequence[Reading], scores: Sequence[np.ndarray]) -> tuple[Laid, Runs, Runs]:
    """The texts end to end, with the runs that likely name sources and that likely are cues."""
    bounds = np.cumsum([0, *(len(s) for s in scores)])
    together = np.concatenate(scores) if len(scores) else np.zeros((0, CUE.stop))
    sources, named = likely_runs(together, SOURCE, _SOURCE_FROM, bounds)
    cues, cued = likely_runs(together, CUE, _CUE_FROM, bounds)
    numbers = []
    for part in ("sentences", "paragraphs"):
        begins = np.zeros(len(together), dtype=np.int64)
        for reading, low in zip(readings, bounds.tolist(), strict=False):
            begins[low + getattr(reading.features, part)] = 1
        numbers.append(np.cumsum(begins))
    quoted = np.concatenate([r.features.quote > 0 for r in readings])
    return Laid(bounds, numbers[0], numbers[1], quoted, named, cued), sources, cues


def _as_runs(contents: Sequence[list[Stretch]], laid: Laid) -> Runs:
    owner = np.repeat(np.arange(len(contents)), [len(c) for c in contents])
    both = np.array([s for found in contents for s in found], dtype=np.int64).reshape(-1, 2)
    both += laid.bounds[owner][:, None]
    return Runs(both[:, 0], both[:, 1], owner)


def candidates_in(
    reading: Reading, scores: np.ndarray
) -> tuple[list[Stretch], list[Stretch], Pairs]:
    """Contents, possible sources, and all pairs of them, before patterns: for training."""
    contents = stretches(_tags([reading], [scores])[0])
    laid, sources, _ = _laid([reading], [scores])
    found = pairs(_as_runs([contents], laid), sources, laid)
    named = [
        Stretch(a, b) for a, b in zip(sources.first.tolist(), sources.last.tolist(), strict=True)
    ]
    return contents, named, found


def _parted(known: list[Told | None], i: int) -> bool:
    """Whether the tagger found several pieces of the stretch that a pattern found."""
    told = known[i]
    beside = [known[j] for j in (i - 1, i + 1) if 0 <= j < len(known)]
    return told is not None and any(other and other.whole == told.whole for other in beside)


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one.first <= other.last and other.first <= one.last


def _goes_on(before: Link, after: Link, paragraphs: list[int]) -> bool:
    """Whether two stretches are one interrupted attribution: cue and source stand between."""
    source = before.source
    if source is None or source != after.source:
        return False
    end, start = before.content[-1].last, after.content[0].first
    if not end < source.first < start or start - end > 16:
        return False
    return bisect_right(paragraphs, end) == bisect_right(paragraphs, start)


@dataclass(frozen=True)
class _Cues:
    """The likely cues of one text, in order, and the number of each token's sentence."""

    first: list[int]
    last: list[int]
    sentence: list[int]

    def same_sentence(self, stretch: Stretch, source: Stretch | None) -> bool:
        """Whether the source stands in the sentence where the stretch begins or ends."""
        if source is None:
            return False
        place = self.sentence[source.first]
        return place in (self.sentence[stretch.first], self.sentence[stretch.last])

    def cue_of(self, stretch: Stretch, source: Stretch | None) -> Stretch | None:
        """The cue that stands between source and content, or else the nearest in the sentence."""
        first, last = stretch
        firsts, lasts = self.first, self.last
        middle = bisect_left(firsts, first)
        best, least = -1, _CUE_COST
        for i in range(middle - 1, -1, -1):
            away = first - lasts[i]
            if away > min(least, _CUE_REACH):
                break
            if away > 0:
                cost = self._cost(i, away, stretch, source)
                if cost < least or (cost == least and best >= 0):
                    best, least = i, cost
        for i in range(bisect_left(firsts, last, middle), len(firsts)):
            away = firsts[i] - last
            if away >= least or away > _CUE_REACH:
                break
            if away > 0:
                cost = self._cost(i, away, stretch, source)
                if cost < least:
                    best, least = i, cost
        return Stretch(firsts[best], lasts[best]) if best >= 0 else None

    def _cost(self, i: int, away: int, stretch: Stretch, source: Stretch | None) -> int:
        """How far a cue is from content and source; more where it stands in another sentence."""
        a = self.first[i]
        if source is not None:
            if source.last < a:
                away += a - source.last
            elif self.last[i] < source.first:
                away += source.first - self.last[i]
            else:
                return _CUE_COST + 1
        sentence = self.sentence
        place = sentence[a]
        if place != sentence[stretch.first] and place != sentence[stretch.last]:
            away += 20
        return away
