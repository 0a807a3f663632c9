"""Who a source is: the person or body behind 'he', 'the minister' or 'Lavrov' in this story."""

from __future__ import annotations

import re
from functools import lru_cache

from framing.text import fold
from framing.voice.agencies import agency_named
from framing.voice.attribution import SpeakerKind
from framing.voice.countries import country_of, speaks_for_country
from framing.voice.cues import word_set
from framing.voice.kinds import kind_of, kind_of_words
from framing.voice.names import NAME_WORD, Cast, Person, one_spelling, untitled

Speaker = tuple[str | None, SpeakerKind, str | None]
_PRONOUNS = word_set("he she him her his i we they their it its them our")
_SINGULAR = word_set("he she him her his i")
_RELATIVES = word_set("who which that whose whom")
_DETERMINERS = word_set(
    "the a an his her its their this that some many several our other these those"
)
# Words for a body that may stand for one named before; the second line for any body at all.
_ANY_BODY = word_set("group company organization organisation firm institution outlet paper")
_BODY_WORDS = _ANY_BODY | word_set(
    "ministry agency department committee commission university court party bank council "
    "newspaper embassy office bureau association foundation union"
)
_INSIDE = word_set("of and for the")
_LONGEST_NAME = 60
# What may be taken for a source, but names nobody; the second, where it begins a sentence.
_NEVER = word_set(
    "this that these it there here what as having being instead but and then so while when if "
    "after before none nobody nothing everything something you the a an in on at by for of with "
    "to from not no yes well now new how why where who whom"
)
_NO_ONE = _NEVER | word_set("those all most many some one such both each few everyone")
# Groups whose names keep their capital within a sentence.
_CAPITALISED = word_set(
    "republicans republican democrats democrat tories muslims christians catholics jews hindus "
    "buddhists mormons evangelicals"
)
_ONE_OR_MORE = ("a ", "an ", "some ", "many ", "several ", "one ")
_OWNED = ("the ", "russia's ", "china's ", "her ", "his ")
_CAPITAL = re.compile(r"[A-Z]")
_SMALL = re.compile(r"[a-z]+")
_OPEN_END = re.compile(r"(?:,? (?:who|whom|whose|which|that|and|but))+$")
_WITH_VERB = re.compile(r"(?<=[a-z])['’](?:re|ll|ve|d|m)$")  # 'they're'
_HEAD_ENDS = re.compile(r",| who | of | for | with | from ")
_APPOSED = re.compile(r", | who ")
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
    return _described(words, bare, at, cast, last)


def _described(words: str, bare: str, at: int, cast: Cast, last: str | None = None) -> Speaker:
    """Who is meant by words that are no pronoun."""
    person = _first_named(words, cast) or _by_office(bare, at, cast, last)
    if person is not None:
        kind = kind_of(words, person.name)
        kind = kind if kind in ("official", "expert") else person.kind
        return person.name, kind, country_of(words) or person.country
    body = _named_before(bare, at, cast)
    speaker = body or _unnamed(words, bare)
    name = speaker[0]
    if name and speaker[1] in ("body", "medium") and _CAPITAL.search(name):
        cast.bodies[name.rsplit(None, 1)[-1].lower()] = cast.bodies[""] = speaker
        if speaker[1] == "medium":
            cast.bodies["agency"] = speaker
    return speaker


def _first_named(words: str, cast: Cast) -> Person | None:
    """The person whom the words name before they go on: 'Rivlin, a member of Kim's party'."""
    return cast.named(_naming(words))


@lru_cache(maxsize=50_000)
def _naming(words: str) -> str:
    """The words up to a comma, 'who' or 'of', where they are a name; else all of them."""
    end = _HEAD_ENDS.search(words) if words[:1].isupper() else None
    if end is None:
        return words
    head = words[: end.start()]
    return head if _NAMES_ONLY.fullmatch(untitled(head)) else words


def _named_before(bare: str, at: int, cast: Cast) -> Speaker | None:
    """'the ministry', 'the agency', 'the group': the one that was named last in the story."""
    article, _, head = bare.partition(" ")
    if article != "the" or head not in _BODY_WORDS:
        return None
    if head not in _ANY_BODY:
        begin = _latest(head, at, cast.text)
        if begin is not None:
            return _unnamed(*_bare("the " + cast.text[begin[0] : begin[1]]))
        return cast.bodies.get(head)
    return cast.bodies.get("")


def _latest(head: str, at: int, text: str) -> tuple[int, int] | None:
    """Where the last name before `at` that ends in such a word begins and ends."""
    end = at
    while True:
        low = max(text.rfind(f" {head}", 0, end), text.rfind(f" {head.capitalize()}", 0, end))
        if low < 0:
            return None
        after = low + 1 + len(head)
        if not text[after : after + 1].isalnum():
            begin, found, small = low, low, 0
            while begin > 0 and low - begin < _LONGEST_NAME:
                before = text.rfind(" ", max(0, begin - 24), begin)
                before = max(before, text.rfind("\n", max(0, begin - 24), begin))
                word = text[before + 1 : begin]
                if word[:1].isupper() and word.isascii() and word not in ("The", "A", "An"):
                    found = before + 1
                elif word in _INSIDE or (small < 1 and begin == low and word.isalpha()):
                    small += word not in _INSIDE
                else:
                    break
                if word[-1:] in '.,;:"' and begin != low:
                    break
                begin = before
            if found < low and not text[found:low].isspace():
                return found, after
        end = low


def _one_body(words: str) -> str:
    """'the Russian foreign ministry' and 'The Russian Foreign Ministry' are one body."""
    article, _, name = words.partition(" ")
    if article.lower() != "the" or not name[:1].isupper():
        return words
    return " ".join(w if w in _INSIDE else w[:1].upper() + w[1:] for w in name.split())


@lru_cache(maxsize=50_000)
def _bare(source: str) -> tuple[str, str]:
    """The words without marks, blanks and possessive at their ends; the same, folded and small."""
    words = " ".join(source.split()).strip(" ,;:'\"“”‘’")
    if " " in words:
        words = _OPEN_END.sub("", words)  # 'a man who'
    words = _WITH_VERB.sub("", words)
    bare = fold(words).lower()
    if bare.endswith("'s"):
        words, bare = words[:-2], bare[:-2]
    return words, bare


@lru_cache(maxsize=50_000)
def _unnamed(words: str, bare: str) -> Speaker:
    """A source that is nobody of the story's persons."""
    agency = agency_named(words)
    if agency is not None:
        return agency[0], "medium", agency[1] or country_of(words)
    if words.isupper() and speaks_for_country(words.title()):
        words = words.title()
    apposed = _APPOSED.search(words)
    head = words[: apposed.start()] if apposed else words
    if apposed and _is_name(head):
        return one_spelling(untitled(head)), kind_of(words, head), country_of(words)
    if bare in _NEVER:
        return None, "unknown", None
    kind = kind_of(words, None)
    country = country_of(words)
    if (" " in bare and bare.split(" ", 1)[0] in _DETERMINERS) or words[:1].islower():
        if bare.startswith(_ONE_OR_MORE):
            words = words[:1].lower() + words[1:]
        if kind in ("official", "expert", "anonymous", "public", "unknown"):
            return f"{words} (unnamed)", kind, country
        return _one_body(words), kind, country
    if kind in ("anonymous", "public") or (
        kind in ("official", "expert") and not _CAPITAL.search(words, 1)
    ):
        return f"{_within_a_sentence(words)} (unnamed)", kind, country
    if bare in _NO_ONE:
        return None, "unknown", None
    if kind == "unknown" and _is_name(words):
        return one_spelling(untitled(words)), "person", country
    return words, kind, country


def _within_a_sentence(words: str) -> str:
    """The words as they stand where they do not begin a sentence."""
    first = words.split(" ", 1)[0]
    if country_of(first) or first.lower() in _CAPITALISED:
        return words
    return words.lower() if words.isupper() else words[:1].lower() + words[1:]


def _is_name(words: str) -> bool:
    """Whether the words can be a person's name and nothing else."""
    name = untitled(words)
    return (
        _NAMES_ONLY.fullmatch(name) is not None
        and name.lower() not in _NO_ONE
        and kind_of_words(name.lower()) is None
        and country_of(name) is None
    )


def _by_office(bare: str, at: int, cast: Cast, last: str | None) -> Person | None:
    """'the minister', 'the Russian leader': who is described so; who spoke last, or the nearest."""
    words = _office(bare) if bare.startswith(_OWNED) else None
    if words is None:
        return None
    fits = [p for p in cast.persons if words <= p.described]
    before = [p for p in fits if p.spans[0][0] < at] or fits
    if not before:
        return None
    if any(p.name == last for p in before):
        return cast.by_name[last or ""]
    return max(before, key=lambda p: max((s for s, _ in p.spans if s < at), default=-1))


@lru_cache(maxsize=50_000)
def _office(bare: str) -> frozenset[str] | None:
    """The words of an office: 'russian', 'leader'; None where it is no office."""
    words = [w for w in _SMALL.findall(bare) if w not in ("the", "his", "her", "top", "s")]
    if not words or len(words) > 5 or kind_of_words(words[-1]) not in ("official", "expert"):
        return None
    return frozenset(words)


def _pronoun(bare: str, at: int, cast: Cast, last: str | None, last_at: int) -> Speaker:
    """The person whom the sentence before begins with, or else whoever spoke last."""
    if bare not in _SINGULAR:
        kind = kind_of(last.removesuffix(" (unnamed)"), None) if last else "unknown"
        if last is None or last in cast.by_name or kind in ("unknown", "person"):
            return None, "unknown", None
        return last, kind, country_of(last)
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
    words, bare = _bare(" ".join(_MARKS.split(before)[-1].split()[-3:]))
    if not words or bare.rsplit(" ", 1)[-1] in _RELATIVES | _PRONOUNS:
        return None, "unknown", None
    found = _described(words, bare, at, Cast(cast.text, cast.persons))
    return found if found[1] != "unknown" else (None, "unknown", None)
