"""The pattern language of the dictionaries: what a scholar writes, parsed into steps of words.

===========================  =========================================================
``reclusive state``          two words in a row; blanks and hyphens are the same
``state|nation regime``      alternatives of one word (``|`` binds closest)
``(north korea|dprk)``       alternatives that may be phrases stand in brackets
``hegemon*`` ``*phobic``     ``*`` inside a word: any letters, or none
``*``                        one word, whatever it is
``anti-*`` ``*-backed``      a whole word joined by a hyphen in the text
``would-be`` ``has-been``    of auxiliaries alone: the hyphen must stand in the text
``the? us dominance``        ``?`` after a word or bracket: may be absent
``threat* ~3 security``      ``~3``: up to three words between
``<country>``                a word class (see `framing.features.classes`)
``=Supreme``                 ``=``: with exactly this case
===========================  =========================================================

Case and possessives do not matter otherwise (``US`` is the country, ``us`` the pronoun), and
British and American spellings stand for each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from framing.errors import FramingError
from framing.features.wordlists import word_set
from framing.text import fold, normal_form

MAX_VARIANTS = 4000
_TOKEN = re.compile(r"\s*(~\d+|<[a-z_]+>|[()|?]|[^\s()|?<>~-]+|-|~|<|>)")

# 'A would-be reformer' and 'a has-been' are compounds; 'it would be' and 'it has been' are not.
_AUXILIARIES = word_set(
    """
    be been could did do does had has have is may might must never not should was will would
    """
)


@dataclass(frozen=True)
class Step:
    """One word of a pattern.

    Parameters
    ----------
    words : frozenset of str
        Normal forms that fit; ``*`` inside stands for letters, a leading ``=`` for exact case;
        the empty set fits every word.
    gap : int
        Up to so many words may stand between the step before and this one.
    joined : bool
        The word must hang on the one before by a hyphen.
    """

    words: frozenset[str]
    gap: int = 0
    joined: bool = False


class PatternError(FramingError):
    """A pattern that cannot be read."""


def parse(
    pattern: str, *, classes: Mapping[str, Sequence[str]] | None = None, spellings: bool = True
) -> tuple[tuple[Step, ...], ...]:
    """Turn a pattern into the plain sequences of steps that it stands for.

    Parameters
    ----------
    pattern : str
        See the table at the top of this module.
    classes : mapping of str to sequence of str, optional
        Words and phrases of every ``<class>`` that the pattern may name.
    spellings : bool
        Let British and American spellings stand for each other.

    Returns
    -------
    tuple of tuple of Step
        The pattern matches where one of them does.

    Raises
    ------
    PatternError
        If the pattern is empty, has an open bracket, names an unknown class, or stands for more
        than 4,000 sequences.

    Examples
    --------
    >>> [[sorted(step.words) for step in row] for row in parse("hermit (state|kingdom)")]
    [[['hermit'], ['kingdom', 'state']]]
    """
    if re.search(r"\?\w", pattern):
        raise PatternError(
            f"pattern {pattern!r}: '?' stands after a whole word or bracket and "
            "makes it optional; write 'a|b' for two spellings"
        )
    reader = _Reader(pattern, classes or {}, spellings)
    found = reader.sequences()
    if not found or not all(found):
        raise PatternError(
            f"pattern {pattern!r} is empty, or may match no word at all; "
            "give it at least one word that is not optional"
        )
    for row in found:
        if not any(step.words for step in row):
            raise PatternError(f"pattern {pattern!r} has no word of its own; add one beside '*'")
    return tuple(dict.fromkeys(found))


Row = tuple[Step, ...]


class _Reader:
    """Recursive descent over the pieces of one pattern."""

    def __init__(self, pattern: str, classes: Mapping[str, Sequence[str]], spellings: bool) -> None:
        self.pattern = pattern
        self.classes = classes
        self.spellings = spellings
        self.pieces = [m.group(1) for m in _TOKEN.finditer(fold(pattern))]
        self.at = 0

    def fail(self, why: str) -> PatternError:
        return PatternError(f"pattern {self.pattern!r}: {why}")

    def peek(self) -> str:
        return self.pieces[self.at] if self.at < len(self.pieces) else ""

    def sequences(self) -> list[Row]:
        rows = self.sequence(stop=())
        if self.peek():
            raise self.fail(f"unexpected {self.peek()!r}")
        return rows

    def sequence(self, stop: tuple[str, ...]) -> list[Row]:
        rows: list[Row] = [()]
        gap, joined = 0, False
        while (piece := self.peek()) and piece not in stop:
            if piece == "-":
                self.at += 1
                joined = True
                continue
            if piece.startswith("~"):
                if not piece[1:]:
                    raise self.fail("'~' needs a number of words, as in '~3'")
                self.at += 1
                gap = int(piece[1:])
                continue
            item, wild = self.item(top=not stop)
            if wild and joined:
                item = [(Step(frozenset(), joined=True),)]
            elif joined and rows != [()] and all(r and not r[-1].words for r in rows):
                item = [(Step(r[0].words, r[0].gap, True), *r[1:]) for r in item if r]
            if gap:
                item = [(Step(r[0].words, gap, r[0].joined), *r[1:]) if r else r for r in item]
            rows = [left + right for left, right in product(rows, item)]
            if len(rows) > MAX_VARIANTS:
                raise self.fail(f"stands for more than {MAX_VARIANTS} phrases; split it")
            gap, joined = 0, False
        return rows

    def item(self, top: bool) -> tuple[list[Row], bool]:
        """One word, alternatives of one word, a class or a bracket, with its '?'."""
        rows, wild = self.atom()
        while top and self.peek() == "|":
            self.at += 1
            more, _ = self.atom()
            rows = rows + more
        if self.peek() == "?":
            self.at += 1
            rows = [*rows, ()]
        return _merged(rows), wild

    def atom(self) -> tuple[list[Row], bool]:
        piece = self.peek()
        if not piece or piece in "|?)":
            raise self.fail(
                "a word is missing" + (f" before {piece!r}" if piece else " at the end")
            )
        self.at += 1
        if piece == "(":
            rows = self.sequence(stop=("|", ")"))
            while self.peek() == "|":
                self.at += 1
                rows = rows + self.sequence(stop=("|", ")"))
            if self.peek() != ")":
                raise self.fail("a bracket is not closed")
            self.at += 1
            return _merged(rows), False
        if piece.startswith("<") and len(piece) > 2:
            return self.members(piece[1:-1]), False
        if piece in "<>":
            raise self.fail("a class is written <name>")
        return self.hyphenated(piece)

    def hyphenated(self, piece: str) -> tuple[list[Row], bool]:
        """A word, or words joined by hyphens, which bind closer than ``|``."""
        row = [Step(frozenset()) if piece == "*" else self.word(piece)]
        while self.peek() == "-" and self.after().strip("()|?~<>-"):
            self.at += 2
            word = self.pieces[self.at - 1]
            whole = word == "*" or not row[-1].words
            row.append(Step(frozenset() if word == "*" else self.word(word).words, 0, whole))
        if len(row) > 1 and all(step.words and step.words <= _AUXILIARIES for step in row):
            row = [row[0], *(Step(step.words, 0, True) for step in row[1:])]
        return [tuple(row)], piece == "*" and len(row) == 1

    def after(self) -> str:
        return self.pieces[self.at + 1] if self.at + 1 < len(self.pieces) else ""

    def members(self, name: str) -> list[Row]:
        if name not in self.classes:
            known = ", ".join(sorted(self.classes)) or "none"
            raise self.fail(f"no word class <{name}>; there are: {known}")
        return _merged(
            [
                tuple(self.word(w) for w in re.split(r"[\s-]+", phrase))
                for phrase in self.classes[name]
            ]
        )

    def word(self, word: str) -> Step:
        if word.startswith("=") and len(word) > 1:
            return Step(frozenset({word}))
        form = normal_form(word)
        forms = {form} | (set(spelling_variants(form)) if self.spellings else set())
        return Step(frozenset(forms))


def _merged(rows: list[Row]) -> list[Row]:
    """Alternatives of one plain word become one step."""
    single: set[str] = set()
    rest: list[Row] = []
    for row in rows:
        if len(row) == 1 and row[0].words and not row[0].gap and not row[0].joined:
            single |= row[0].words
        elif row not in rest:
            rest.append(row)
    return ([(Step(frozenset(single)),)] if single else []) + rest


_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(a), b)
    for a, b in (
        (r"(?<=[a-z]{3})is(e|es|ed|ing|ation|ations|er|ers|\*|ation\*|e\*)$", r"iz\1"),
        (r"(?<=[a-z]{3})iz(e|es|ed|ing|ation|ations|er|ers|\*|ation\*|e\*)$", r"is\1"),
        (r"(?<=[a-z]{2})yz(e|es|ed|ing|er|ers)$", r"ys\1"),
        (r"(?<=[a-z]{2})ys(e|es|ed|ing|er|ers)$", r"yz\1"),
        (
            r"^((?:dis|un|mis|be)?(?:behavi|col|fav|harb|hon|hum|lab|neighb|rum|sav|vig|fl?av|rig|clam"
            r"|arm|rancor?|endeav|od|vap|val|ferv|splend|glam))our(?=[a-z]*\*?$)",
            r"\1or",
        ),
        (
            r"^((?:dis|un|mis|be)?(?:behavi|col|fav|harb|hon|hum|lab|neighb|rum|sav|vig|flav|rig|clam"
            r"|arm|ranc|endeav|od|vap|val|ferv|splend|glam))or(?=[a-z]*\*?$)",
            r"\1our",
        ),
        (r"^(def|off|lic|pret)ence(?=s?\*?$)", r"\1ense"),
        (r"^(def|off|lic|pret)ense(?=s?\*?$)", r"\1ence"),
        (r"^(cent|theat|spect|meag|lust)re(?=s?$)", r"\1er"),
        (r"^(cent|theat|spect|meag|lust)er(?=s?$)", r"\1re"),
        (r"^programme(?=s?$)", "program"),
        (r"^program(?=s?$)", "programme"),
        (r"(?<=[aeiou])ll(ed|ing|er|ers)$", r"l\1"),
        (r"(?<=[a-z]{3}[aeiou])l(ed|ing|er|ers)$", r"ll\1"),
        (r"(?<=[a-z]{3})ogue(?=s?$)", "og"),
        (r"^sceptic", "skeptic"),
        (r"^skeptic", "sceptic"),
        (r"^grey", "gray"),
        (r"^gray", "grey"),
    )
)


def spelling_variants(word: str) -> tuple[str, ...]:
    """The other British or American spellings of a word (or of a word with ``*``).

    Some of what it gives is no word at all and harmless, because no text has it.

    Examples
    --------
    >>> spelling_variants("neutralise"), spelling_variants("honour"), spelling_variants("state")
    (('neutralize',), ('honor',), ())
    """
    found = []
    for rule, replacement in _SPELLINGS:
        other = rule.sub(replacement, word)
        if other != word and other not in found:
            found.append(other)
    return tuple(found)


def word_test(word: str) -> Callable[[str], bool]:
    """A test for one word of a step that has ``*`` inside it.

    Examples
    --------
    >>> word_test("de*tion")("denuclearisation")
    True
    """
    test = re.compile(".*".join(map(re.escape, word.split("*"))) + r"\Z", re.DOTALL)
    return lambda form: test.match(form) is not None
