"""Take back what nothing attributes, and let a cue that was missed speak for itself."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from framing.voice.countries import speaks_for_country
from framing.voice.cues import stance_of, word_set
from framing.voice.decode import Stretch
from framing.voice.details import Link
from framing.voice.kinds import kind_of_words
from framing.voice.marks import Quotation
from framing.voice.patterns import TOPICS, turns
from framing.voice.scan import Scan

_TOKENS = re.compile(r"\w+(?:['-]\w+)*|[^\w\s]")
# Words that attribute nothing by themselves.
_EMPTY = word_set(
    "also on in to at has have had having a an the is are was were be been being that of for with "
    "by as will would not and or but it its from did do does , . ; n't to still now then just "
    "since already recently"
)
# Deeds, not words, unless a clause or a quotation follows.
_DEEDS = word_set(
    "greet greets greeted release releases released hold holds held receive receives received "
    "meet meets met visit visits visited pass passes passed make makes made take takes took give "
    "gives gave use uses used speak speaks spoke talk talks talked join joins joined face faces "
    "faced bring brings brought win wins won lead leads led leave leaves left go goes went come "
    "comes came get gets got keep keeps kept send sends sent "
    "appear appears appeared rare talks"
)
_PASSED_OVER = word_set(
    "that whether if how why what of to monday tuesday wednesday thursday friday saturday sunday "
    "on today yesterday not for n't , : about against at with as in"
)
_TELLING = word_set("told tells tell telling asked reminded informed")
# Taken for a source, but nobody.
_NOBODY = word_set("as the having there instead if though")
# Told or thought, though not in the table of cues, which is an input of the tagger: what people are
# (aware, adamant), and nouns for what they say (refusal, statement).
_HEARD = word_set(
    "aware unaware adamant hopeful optimistic wary eager willing unwilling reluctant sceptical "
    "skeptical confident convinced surprised grateful insistence refusal statement statements "
    "speculation suggestion suggestions revelation revelations complaint complaints expectation "
    "expectations criticism agree agrees agreed agreeing voice voices voiced voicing echo echoes "
    "echoed echoing disclose discloses disclosed disclosing assure assures assured assuring press "
    "presses pressed pressing credit credits credited crediting proclaim proclaims proclaimed "
    "liken likens likened float floats floated learn learns learned remember remembers remembered "
    "understand understands understood downplay downplays downplayed mourn mourns mourned "
    "contemplated contemplating weigh weighed weighing"
)
_AUTHOR = word_set("i we my our me us myself ourselves this these those")


class Words:
    """The tokens of one text as folded small words, spelt when they are asked for."""

    def __init__(self, scanned: Scan) -> None:
        self.folded = scanned.folded
        self._starts, self._ends = scanned.offsets

    def __getitem__(self, token: int) -> str:
        return self.folded[self._starts[token] : self._ends[token]].lower()

    def __len__(self) -> int:
        return len(self._starts)

    def get(self, token: int) -> str:
        """The word, or nothing beyond the end."""
        return self[token] if token < len(self._starts) else ""

    def run(self, first: int, last: int) -> list[str]:
        """The words from one token to another, both included."""
        return [self[i] for i in range(first, last + 1)]

    def written(self, run: Stretch) -> str:
        """A run of tokens as it stands in the folded text."""
        return self.folded[self._starts[run.first] : self._ends[run.last]]


def corrected(
    links: Sequence[Link],
    scanned: Scan,
    quotes: Sequence[Quotation],
    sentences: list[int],
    *,
    doubtful: bool = True,
) -> list[Link]:
    """The links without those that nothing attributes.

    Parameters
    ----------
    links : sequence of Link
    scanned : Scan
    quotes : sequence of Quotation
    sentences : list of int
        The token with which each sentence begins.
    doubtful : bool
        Whether unmarked content stays an attribution that annotators of PolNeAR mark, but that
        readers of news seldom take for somebody's words: what the author says in the first
        person, and what hangs on a cue that is no listed word.
    """
    words = Words(scanned)
    opens = [q.first for q in quotes]
    kept: list[Link] = []
    for link in links:
        link = _according(link, words, sentences)
        link = link._replace(cue=_full_cue(link, words, sentences))
        link = _without_addressee(link, words)
        if _quoted(link.content, quotes, opens) or (
            not _is_nothing(link, words, sentences)
            and (doubtful or not (_is_author(link.source, words) or _is_unheard(link.cue, words)))
        ):
            kept.append(link)
    return kept


def _according(link: Link, words: Words, sentences: list[int]) -> Link:
    """``According to X, ...`` where the tagger has the words the other way round."""
    source, first = link.source, link.content[0].first
    if first > 1 and words[first - 1] == "to" and words[first - 2] == "according":
        return _after_source(link, words, sentences)
    if source is None or words[source.first] != "according":
        return link
    if words.get(source.first + 1) != "to":
        return link
    low = source.first
    last = next((i for i in range(low + 2, first) if words[i] == ","), first) - 1
    if not low + 2 <= last < low + 20:
        return link
    return link._replace(cue=Stretch(low, low + 1), source=Stretch(low + 2, last))


def _after_source(link: Link, words: Words, sentences: list[int]) -> Link:
    """``..., according to [the report], ...``: that is the source; the content stands beside it."""
    low = link.content[0].first
    begin = sentences[bisect_right(sentences, low) - 1]
    place = bisect_right(sentences, low)
    stop = sentences[place] if place < len(sentences) else len(words)
    comma = next((i for i in range(low, stop) if words[i] in (",", ".", ";", ")", "\n")), stop)
    if comma == low or link.content[0].last > comma:
        return link
    if words.get(comma) == "," and stop - comma > 4 and low - 2 - begin < 5:
        last = stop - 1
        while last > comma and not words[last][:1].isalnum():
            last -= 1
        content = Stretch(comma + 1, last)
    else:
        last = low - 3
        while last > begin and words[last] in (",", "-", "(", '"'):
            last -= 1
        content = Stretch(begin, last)
    if content.last - content.first < 2:
        return link
    return Link((content,), Stretch(low - 2, low - 1), Stretch(low, comma - 1))


def _without_addressee(link: Link, words: Words) -> Link:
    """``"...," he told [reporters in the north]``: those to whom it was said are not content."""
    cue = link.cue
    if cue is None or len(link.content) < 2 or words[cue.last] not in _TELLING:
        return link
    kept = tuple(
        c
        for i, c in enumerate(link.content)
        if not i or c.first != cue.last + 1 or words[c.first] in ("that", "whether", "to")
    )
    return link._replace(content=kept)


def _full_cue(link: Link, words: Words, sentences: list[int]) -> Stretch | None:
    """The cue; where it is no listed word, a listed one that stands right before the content."""
    cue = link.cue
    if cue is not None:
        if words[cue.last] == "according" and words.get(cue.last + 1) == "to":
            return Stretch(cue.first, cue.last + 1)
        if stance_of(words.written(cue)) != "none" or words[cue.last] in (":", "to"):
            return cue
    first = link.content[0].first
    low = max(sentences[bisect_right(sentences, first) - 1], first - 5)
    clause = words[first] == "that"
    for token in range(first - 1, low - 1, -1):
        word = words[token]
        if stance_of(word) != "none":
            return Stretch(token, token)
        if not clause and word not in _PASSED_OVER:
            break
    return cue


def _quoted(content: Sequence[Stretch], quotes: Sequence[Quotation], opens: list[int]) -> bool:
    """Whether marks stand in the content."""
    for first, last in content:
        at = bisect_left(opens, first)
        if (at < len(opens) and opens[at] <= last) or (at and quotes[at - 1].last >= first):
            return True
    return False


def _is_nothing(link: Link, words: Words, sentences: list[int]) -> bool:
    """Whether neither cue nor source makes somebody's words of an unmarked content."""
    cue, source = link.cue, link.source
    if source is not None and source.first == source.last and words[source.first] in _NOBODY:
        return True
    if cue is None:
        # 'designed [to spur ...]', 'has appeared [to be ...]'
        return words[link.content[0].first] == "to"
    said = words.written(cue)
    first = link.content[0].first
    if first and words[first - 1] == ":" and (source is None or source == cue):
        # 'Revealed: ...'
        source = Stretch(sentences[bisect_right(sentences, first - 1) - 1], first - 2)
        if cue.first <= source.last <= source.first + 3 and cue.last >= source.last:
            return not _may_speak(words.written(source), words.folded)
    before = source is not None and source.last == first - 2 and words[first - 1] == ":"
    if before or said == ":":
        return source is None or not _may_speak(words.written(source), words.folded)
    weight = _weight(said)
    return weight == "empty" or (weight == "deed" and words[first] not in ("that", "whether"))


@lru_cache(maxsize=50_000)
def _weight(cue: str) -> Literal["empty", "deed", "word"]:
    """Whether a cue is only small words, or only a deed beside them."""
    words = _TOKENS.findall(cue.lower())
    if all(w in _EMPTY for w in words):
        return "empty"
    return "deed" if all(w in _EMPTY or w in _DEEDS for w in words) else "word"


def _is_author(source: Stretch | None, words: Words) -> bool:
    """Whether the source is the one who writes: 'I hope that', 'This shows that'."""
    return source is not None and source.first == source.last and words[source.first] in _AUTHOR


def _is_unheard(cue: Stretch | None, words: Words) -> bool:
    """Whether no word of the cue is one that tells of words or thoughts: 'voters who voted for'."""
    return (
        cue is not None
        and words[cue.last] not in (":", "to")
        and stance_of(words.written(cue)) == "none"
        and _HEARD.isdisjoint(words.run(*cue))
    )


def _may_speak(source: str, folded: str) -> bool:
    """Whether what stands before a colon names a speaker: by its kind or form, or elsewhere."""
    if (
        kind_of_words(source.lower())
        or speaks_for_country(source)
        or (source.isupper() and speaks_for_country(source.title()))
    ):
        return True
    words = source.split()
    if not words:
        return False
    if words[0].lower() in TOPICS or words[-1].lower() in TOPICS:
        return False
    if 2 <= len(words) <= 3 and all(w[:1].isupper() for w in words):
        return True
    if any(folded[slice(*turn.source)] == source for turn in turns(folded)):
        return True
    last = words[-1]
    return folded.count(last.title()) + folded.count(last) * (last.title() != last) > 1
