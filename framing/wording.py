"""Numbers with their nouns, as every sentence of the program has them."""

from __future__ import annotations


def plural(number: int, noun: str, many: str = "") -> str:
    """A number with its noun.

    Examples
    --------
    >>> plural(1, "story"), plural(0, "hit"), plural(1200, "article")
    ('1 story', '0 hits', '1,200 articles')
    """
    many = many or (noun[:-1] + "ies" if noun.endswith("y") else noun + "s")
    return f"{number:,} {noun if number == 1 else many}"
