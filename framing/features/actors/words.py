"""Words and marks of a text with their offsets, as the tagger of actors wants them."""

from __future__ import annotations

import re

from framing.text import fold

# Unlike the words of the ground, marks count here: a comma ends a noun phrase. A line break is a
# mark as well. The possessive 's is a token of its own, hyphens part words.
_TOKEN = re.compile(
    r"\n"
    r"|(?:[A-Za-z]\.){2,}"
    r"|(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Adm|St|Jr|Sr|Inc|Corp|Ltd|Prof|Rev)\."
    r"|\b[A-Z]\.(?=\s[A-Z])"
    r"|\d+(?:[.,]\d+)+"
    r"|'(?:s|S|re|ve|ll|d|m)\b"
    r"|[^\W_]+(?:'(?!(?:s|S|re|ve|ll|d|m)\b)[^\W_]+)*"
    r"|''|\.{2,}|-{2,}"
    r"|[^\s]"
)


def split(text: str) -> tuple[list[str], list[int], list[int]]:
    """Part a text into words, numbers and marks.

    Parameters
    ----------
    text : str

    Returns
    -------
    words : list of str
        As they stand there, quotes and hyphens folded to ASCII; ``"--"`` for a dash, ``"\\n"`` for
        a line break.
    starts, ends : list of int
        Code-point offsets into `text`, end exclusive.

    Examples
    --------
    >>> split("Kim Jong-un’s U.S. trip")[0]
    ['Kim', 'Jong', '-', 'un', "'s", 'U.S.', 'trip']
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _TOKEN.finditer(fold(text)):
        start, end = found.span()
        word = found.group()
        # Folding makes a dash a hyphen; a dash parts what a hyphen joins.
        words.append("--" if word == "-" and _is_dash(text, start) else word)
        starts.append(start)
        ends.append(end)
    return words, starts, ends


def _is_dash(text: str, at: int) -> bool:
    if text[at] == "—":
        return True
    blanks = text[at - 1 : at].isspace() and text[at + 1 : at + 2].isspace()
    return text[at] in "–―" and blanks
