"""Errors and warnings in the user's words: what was expected, what came, what to do next."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class FramingError(ValueError):
    """Something the user can mend; its message says what was expected and what to do.

    The command line prints the message alone and leaves with exit code 2.

    Examples
    --------
    >>> raise FramingError("articles.csv, row 7: outlet is empty; name it")
    Traceback (most recent call last):
    ...
    framing.errors.FramingError: articles.csv, row 7: outlet is empty; name it
    """


class FramingWarning(UserWarning):
    """Something a reader of the results should know, although the work went on."""


def nearest(name: str, known: Iterable[str], *, most: int = 3) -> str:
    """Say which known names stand nearest to one that is not known.

    Parameters
    ----------
    name : str
        What the user wrote.
    known : iterable of str
        What there is.
    most : int
        How many to name at most.

    Returns
    -------
    str
        ``"; nearest: 'hedges'"``, or the first few known names where nothing is near, or ``""``.

    Examples
    --------
    >>> nearest("hedge", ["hedges", "boosters"])
    "; nearest: 'hedges'"
    """
    names = sorted({str(k) for k in known})
    by_lower = {k.lower(): k for k in reversed(names)}
    close = difflib.get_close_matches(name.lower(), by_lower, n=most, cutoff=0.6)
    if close:
        return "; nearest: " + ", ".join(repr(by_lower[c]) for c in close)
    if names:
        more = ", …" if len(names) > 8 else ""
        return "; known: " + ", ".join(repr(n) for n in names[:8]) + more
    return ""
