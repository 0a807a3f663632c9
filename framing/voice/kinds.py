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
def _kinds() -> tuple[tuple[str, ...], dict[str, int], frozenset[str]]:
    """The kinds, the surest first; by word or pair of words the first kind that it tells of; and
    the words with which pairs begin."""
    rows = data_rows("kinds.csv")
    first: dict[str, int] = {}
    for rank, row in enumerate(rows):
        for word in row["words"].split("|"):
            first.setdefault(word, rank)
    openings = frozenset(word.partition(" ")[0] for word in first if " " in word)
    return tuple(row["kind"] for row in rows), first, openings


@lru_cache(maxsize=50_000)
def kind_of_words(words: str) -> str | None:
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


@lru_cache(maxsize=50_000)
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
    words = fold(source).lower().strip()
    if speaks_for_country(source):
        return "body"
    if _ANONYMOUS.search(words):
        return "anonymous"
    head = _head(words)
    if head.endswith(_BODIES):
        return "medium" if _AGENCY.search(head) else "body"
    # The last word of 'United Nations General Assembly' says more than the third.
    kind = kind_of_words(head.rpartition(" ")[2]) or kind_of_words(head) or kind_of_words(words)
    if name is not None:
        return kind if kind in ("official", "expert") else "person"  # type: ignore[return-value]
    if kind is not None:
        return kind  # type: ignore[return-value]
    if head.endswith("s") and country_of(source):
        return "public"
    return "body" if _LETTERS_ONLY.match(source.strip()) else "unknown"
