"""Careful words: what is said of an article that shares passages, each time with its evidence."""

from __future__ import annotations


def credited_sibling(
    origin: str, sibling: str, outlet: str | None, words: int, of: int, siblings: int
) -> str:
    """Say that a story's words are an origin's, through a sibling whose file credits it.

    Examples
    --------
    >>> said = credited_sibling("AFP", "004.txt", None, 74, 260, 1)
    >>> said[:56]
    "shares passages with AFP's story; no credit in this file"
    >>> said[56:]
    ' (74 of its 260 own words stand in 004.txt, credited to AFP)'
    """
    where = f"{sibling} ({outlet})" if outlet else sibling
    more = f"; {siblings} stories with that credit in all" if siblings > 1 else ""
    if of:
        proof = f"{words} of its {of} own words stand in {where}, credited to {origin}{more}"
    else:
        proof = f"of one family with {where}, credited to {origin}{more}"
    return f"shares passages with {origin}'s story; no credit in this file ({proof})"


def earlier_sibling(outlet: str, sibling: str, published: str, words: int, of: int) -> str:
    """Say that a story's words stand in an earlier story of another outlet.

    Examples
    --------
    >>> earlier_sibling("The Daily", "a", "2018-05-30", 90, 100)[70:]
    ' (90 of its 100 own words stand in a, published 2018-05-30)'
    """
    return (
        f"shares passages with {outlet}'s earlier story; no credit in this file "
        f"({words} of its {of} own words stand in {sibling}, published {published})"
    )


def thin(why: str) -> str:
    """Say why an origin stays unknown.

    Examples
    --------
    >>> thin("its siblings credit AP, Reuters")
    'origin unknown: its siblings credit AP, Reuters; no credit in this file'
    """
    return f"origin unknown: {why}; no credit in this file"
