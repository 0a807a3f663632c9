"""Small closed lists of words, written as prose is: parted by blanks."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text that parts them by blanks or line breaks.

    Examples
    --------
    >>> sorted(word_set("not no never"))
    ['never', 'no', 'not']
    """
    return frozenset(text.split())
