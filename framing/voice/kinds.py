"""What kind of source stands there: an official, a ministry, an agency, nobody in particular."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from framing.text import fold
from framing.voice.attribution import SpeakerKind
from framing.voice.countries import country_of, speaks_for_country
from framing.voice.cues import data_rows

_PIECES = re.compile(r"[\w.'-]+")
_HEAD_ENDS = re.compile(r",| who | that | which | in | at | from | with | of | on | for ")
# Each choice begins with a letter, so that a search leaps to these.
_ANONYMOUS = re.compile(
    r"anonym|condition(?:ed)? (?:of|on)|not (?:to be )?(?:named|identified)|"
    r"declined to be|unnamed|familiar with|s(?<!\ws)ources?\b"
)
_BODIES = (
    "ministry",
    "agency",
    "government",
    "department",
    "committee",
    "office",
    "party",
    "police",
)
_AGENCY = re.compile(r"(?:news|press) agency$")
_LETTERS_ONLY = re.compile(r"[A-Z]{2,6}$")


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[SpeakerKind, ...], dict[str, int], frozenset[str]]:
    """The kinds, the surest first; by word or pair of words the first kind that it tells of; and
    the words with which pairs begin."""
    rows = data_rows("kinds.csv")
    first: dict[str, int] = {}
    for rank, row in enumerate(rows):
        for word in row["words"].split("|"):
            first.setdefault(word, rank)
    openings = frozenset(word.partition(" ")[0] for word in first if " " in word)
    kinds = tuple(row["kind"] for row in rows)
    return kinds, first, openings  # type: ignore[return-value]


@lru_cache(maxsize=50_000)
def kind_of_words(words: str) -> SpeakerKind | None:
    """The first kind, by the order of ``data/kinds.csv``, that one of the words tells of."""
    kinds, first, openings = _kinds()
    if words.isalpha():
        return kinds[first[words]] if words in first else None
    pieces = _PIECES.findall(words)
    if not openings.isdisjoint(pieces):
        pieces += [f"{one} {other}" for one, other in itertools.pairwise(pieces)]
    ranks = [first[w] for w in pieces if w in first]
    return kinds[min(ranks)] if ranks else None


def _head(words: str) -> str:
    """The noun phrase up to a relative clause, comma or 'in', 'at', 'from'."""
    return _HEAD_ENDS.split(words, maxsplit=1)[0]


def kind_of(source: str, name: str | None) -> SpeakerKind:
    """What kind of source stands there.

    Parameters
    ----------
    source : str
        As it stands in the text, with what describes its person elsewhere in the story.
    name : str or None
        The person that it was resolved to.

    Examples
    --------
    >>> kind_of("a source in the minister's delegation", None), kind_of("Moscow", None)
    ('anonymous', 'body')
    >>> kind_of("Russian Foreign Minister Sergei Lavrov", "Sergei Lavrov")
    'official'
    """
    return _kinds_of(source)[name is not None]


@lru_cache(maxsize=50_000)
def _kinds_of(source: str) -> tuple[SpeakerKind, SpeakerKind]:
    """What kind of source the words tell of where they name no person, and where they do."""
    words = fold(source).lower().strip()
    if speaks_for_country(source):
        return "body", "body"
    if _ANONYMOUS.search(words):
        return "anonymous", "anonymous"
    head = _head(words)
    if head.endswith(_BODIES):
        kind: SpeakerKind = "medium" if _AGENCY.search(head) else "body"
        return kind, kind
    # The last word of 'United Nations General Assembly' says more than the third.
    told = kind_of_words(head.rpartition(" ")[2]) or kind_of_words(head) or kind_of_words(words)
    if told is not None:
        return told, told if told in ("official", "expert") else "person"
    if head.endswith("s") and country_of(source):
        return "public", "person"
    return "body" if _LETTERS_ONLY.match(source.strip()) else "unknown", "person"
