"""A page as lines: where each stands, what it says of itself, and what shape it has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.furniture.cues import SHORT, kind_of_long, kind_of_short

# What ends a sentence, and what may stand after it.
_STOPS = frozenset(".!?…。！？؟।:;")
_CLOSERS = "\"'”’»)]」』 \u00a0\u200b"
_FULL = frozenset(".!?…。！？؟।")
_INNER_STOP = re.compile(r"[a-zа-яё)\"”’]{2}[.!?][\"”’]?\s?[A-ZА-ЯЁ\"“]")
# How agencies close a story: "Enditem", "-0-".
_END_MARK = re.compile(r"(?<=[.!?\"”'’])\s*(Enditem|-0-|\(END\)|/END/?|ENDS|-END-|#{3})$")
_TURN = re.compile(r"(?:Q|A|[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,40})\s?:\s+\S")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


class Line:
    """One line that is not blank.

    Parameters
    ----------
    start, end : int
        Its offsets without the blanks at its ends.
    text : str

    Attributes
    ----------
    kind : str or None
        What it is; None until that is known.
    note : str
        Why.
    words : int
        Roughly how many words it has; in scripts without blanks, two characters count as one.
    stops : bool
        Whether it ends as a sentence does, closing quotation marks and brackets set aside.
    spoken : bool
        Whether it is a speaker's turn in a transcript; it tells then, however short it is.
    """

    __slots__ = ("_long", "end", "kind", "note", "spoken", "start", "stops", "text", "words")

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.note = ""
        self.spoken = False
        self.words = text.count(" ") + 1
        if not text.isascii() and _WIDE.search(text):
            self.words = max(self.words, len(text) // 2)
        last = text[-1]
        if last == "n" and text.endswith("\\n"):  # a line break that an export wrote out
            last = text[:-2].rstrip(_CLOSERS)[-1:]
        elif last not in _STOPS and last in _CLOSERS:
            last = text.rstrip(_CLOSERS)[-1:]
        self.stops = last in _STOPS
        if self.stops:
            self._long = len(text) >= 80 or self.words >= 12
        else:
            self._long = self.words >= 40 or (
                self.words >= 14 and _INNER_STOP.search(text) is not None
            )
        self.kind: str | None
        if len(text) > SHORT or (len(text) > 120 and self.stops):
            self.kind = kind_of_long(text)
        else:
            self.kind = kind_of_short(text)

    @property
    def full(self) -> bool:
        """Whether it ends in a full stop, a question or an exclamation mark."""
        return self.text.rstrip(_CLOSERS)[-1:] in _FULL

    @property
    def paragraph(self) -> bool:
        """Whether it reads as a paragraph of a story: a sentence or more, long enough."""
        return self.kind is None and (self._long or self.spoken)

    @property
    def sentence(self) -> bool:
        """Whether it reads as at least one sentence, however short."""
        return self.kind is None and (self._long or self.spoken or (self.stops and self.words >= 4))

    def set(self, kind: str, note: str = "") -> None:
        """Say what the line is."""
        self.kind = kind
        self.note = note

    def __repr__(self) -> str:
        return f"Line({self.start}, {self.end}, {self.kind}, {self.text[:40]!r})"


def split_lines(text: str) -> list[Line]:
    """The lines of a text that hold more than blanks, each with its own kind if it says one.

    Examples
    --------
    >>> [(line.text, line.kind) for line in split_lines("News\\n\\nBy Reuters\\nKim met Lavrov.")]
    [('News', 'section'), ('By Reuters', 'byline'), ('Kim met Lavrov.', None)]
    """
    lines, at = [], 0
    for raw in text.split("\n"):
        inner = raw.strip()
        if inner:
            start = at if raw[0] == inner[0] else at + len(raw) - len(raw.lstrip())
            mark = _END_MARK.search(inner, max(0, len(inner) - 12)) if len(inner) > 40 else None
            if mark is None:
                lines.append(Line(start, start + len(inner), inner))
            else:
                told = inner[: mark.start()]
                lines.append(Line(start, start + len(told), told))
                end = Line(start + mark.start(1), start + len(inner), mark[1])
                end.set("separator", "the agency's end mark")
                lines.append(end)
        at += len(raw) + 1
    return lines


def mark_turns(lines: Sequence[Line]) -> None:
    """See whether a page is a transcript: three lines or more that open with a speaker's name.

    Examples
    --------
    >>> lines = split_lines("MODERATOR: Hello.\\nQUESTION: Why?\\nMINISTER: No.")
    >>> mark_turns(lines)
    >>> [line.spoken for line in lines]
    [True, True, True]
    """
    turns = [line for line in lines if line.kind is None and _TURN.match(line.text)]
    if len(turns) >= 3:
        for line in turns:
            line.spoken = True
