"""Who a source is: the person or body behind 'he', 'the minister' or 'Lavrov' in this story."""

from __future__ import annotations

import re
from functools import lru_cache

from framing.text import fold
from framing.voice.attribution import SpeakerKind
from framing.voice.countries import country_of
from framing.voice.cues import word_set
from framing.voice.kinds import kind_of, kind_of_words
from framing.voice.names import NAME_WORD, TITLES, Cast, Person, one_spelling

Speaker = tuple[str | None, SpeakerKind, str | None]
_PRONOUNS = word_set("he she him her his i we they their it its them our")
_SINGULAR = word_set("he she him her his i")
_RELATIVES = word_set("who which that whose whom")
_DETERMINERS = word_set(
    "the a an his her its their this that some many several our other these those"
)
_ONE_OR_MORE = ("a ", "an ", "some ", "many ", "several ", "one ")
_OWNED = ("the ", "russia's ", "china's ", "her ", "his ")
_CAPITAL = re.compile(r"[A-Z]")
_MARKS = re.compile(r"[.,;:!?\n\"“”]")
_NAMES_ONLY = re.compile(rf"(?:{NAME_WORD}[ ]?)+")


def resolve(
    source: str, at: int, cast: Cast, *, last: str | None = None, last_at: int = -1
) -> Speaker:
    """Say who a source is.

    Parameters
    ----------
    source : str
        As it stands in the text.
    at : int
        Its offset.
    cast : Cast
        The persons of the story.
    last : str or None
        Whom the attribution before this one was resolved to, for pronouns.
    last_at : int
        Where that source stood.

    Returns
    -------
    speaker : str or None
        One name throughout the story; a description with ``(unnamed)`` where nobody is named.
    kind : str
    country : str or None
    """
    words, bare = _bare(source)
    if not words:
        return None, "unknown", None
    if bare in _RELATIVES:
        return _antecedent(at, cast)
    if bare in _PRONOUNS:
        return _pronoun(bare, at, cast, last, last_at)
    person = cast.named(words) or _by_office(bare, at, cast)
    if person is not None:
        kind = kind_of(words, person.name)
        kind = kind if kind in ("official", "expert") else person.kind
        return person.name, kind, country_of(words) or person.country
    return _unnamed(words, bare)


@lru_cache(maxsize=50_000)
def _bare(source: str) -> tuple[str, str]:
    """The words without marks, blanks and possessive at their ends; the same, folded and small."""
    words = " ".join(source.split()).strip(" ,;:")
    bare = fold(words).lower()
    if bare.endswith("'s"):
        words, bare = words[:-2], bare[:-2]
    return words, bare


@lru_cache(maxsize=50_000)
def _unnamed(words: str, bare: str) -> Speaker:
    """A source that is nobody of the story's persons."""
    kind = kind_of(words, None)
    country = country_of(words)
    if (" " in bare and bare.split(" ", 1)[0] in _DETERMINERS) or words[:1].islower():
        if bare.startswith(_ONE_OR_MORE):
            words = words[:1].lower() + words[1:]
        if kind in ("official", "expert", "anonymous", "public", "unknown"):
            return f"{words} (unnamed)", kind, country
        return words, kind, country
    if kind in ("anonymous", "public") or (
        kind in ("official", "expert") and not _CAPITAL.search(words, 1)
    ):
        words = words[:1].lower() + words[1:] if not country_of(words.split()[0]) else words
        return f"{words} (unnamed)", kind, country
    if kind == "unknown" and _NAMES_ONLY.fullmatch(words):
        kind = "person"
    return one_spelling(TITLES.sub("", words)) if kind == "person" else words, kind, country


def _by_office(bare: str, at: int, cast: Cast) -> Person | None:
    """'the minister', 'the North Korean leader': the person described so, the nearest before."""
    if not bare.startswith(_OWNED):
        return None
    words = [w for w in re.findall(r"[a-z]+", bare) if w not in ("the", "his", "her", "top", "s")]
    if not words or len(words) > 5 or kind_of_words(words[-1]) not in ("official", "expert"):
        return None
    fits = [p for p in cast.persons if set(words) <= p.described]
    before = [p for p in fits if p.spans[0][0] < at] or fits
    if not before:
        return None
    return max(before, key=lambda p: max((s for s, _ in p.spans if s < at), default=-1))


def _pronoun(bare: str, at: int, cast: Cast, last: str | None, last_at: int) -> Speaker:
    """The person whom the sentence before begins with, or else whoever spoke last."""
    if bare not in _SINGULAR:
        if last is None or last in cast.by_name:
            return None, "unknown", None
        return last, kind_of(last.removesuffix(" (unnamed)"), None), country_of(last)
    person = _subject_before(at, cast, last_at)
    if person is None:
        person = cast.by_name.get(last or "")
    if person is None:
        person = _subject_before(at, cast, -1)
    if person is None:
        return None, "person", None
    return person.name, person.kind, person.country


def _subject_before(at: int, cast: Cast, after: int) -> Person | None:
    """The first person named in the last sentence before `at` that names one.

    Only sentences that begin after `after` count, where the last source stood.
    """
    nearest = cast.nearest_mention(after + 1, at)
    if nearest < 0:
        return None
    text = cast.text
    begin = max(text.rfind(". ", 0, nearest), text.rfind("\n", 0, nearest)) + 1
    if begin <= after:
        return None
    return next(cast.mentions(begin, at))[1]


def _antecedent(at: int, cast: Cast) -> Speaker:
    """What 'who' or 'which' stands for: the words before it."""
    before = cast.text[max(0, at - 90) : at].rstrip(" ,")
    near = [
        p
        for p in cast.persons
        for s, e in p.spans
        if 0 <= at - e <= 60 and "." not in cast.text[e:at]
    ]
    if near:
        person = max(near, key=lambda p: max(e for _, e in p.spans if e <= at))
        return person.name, person.kind, person.country
    words = _MARKS.split(before)[-1].split()[-3:]
    if not words:
        return None, "unknown", None
    return (
        resolve(" ".join(words), at, Cast(cast.text, cast.persons))
        if (words[-1].lower() not in _RELATIVES | _PRONOUNS)
        else (None, "unknown", None)
    )
