"""The words that attribute, and the stance they let an outlet take toward what is attributed."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib import resources

from framing.text import fold
from framing.voice.attribution import STANCES, Stance

# Where a cue holds several listed words ('was quoted as claiming'), the most telling one counts.
_ORDER = ("confronting", "distancing", "conceding", "endorsing", "belief", "neutral")
_LONGEST = 4


def data_rows(name: str) -> list[dict[str, str]]:
    """The rows of one of this package's data files; lines that begin with # are its explanation."""
    path = resources.files("framing.voice") / "data" / name
    lines = [x for x in path.read_text(encoding="utf-8").splitlines() if x and x[0] != "#"]
    return list(csv.DictReader(lines))


def word_set(words: str) -> frozenset[str]:
    """The words of a line that lists them."""
    return frozenset(words.split())


@lru_cache(maxsize=1)
def cue_stances() -> dict[str, Stance]:
    """Stance by form, as ``data/cues.csv`` has it.

    Examples
    --------
    >>> cue_stances()["alleged"]
    'distancing'
    """
    found: dict[str, Stance] = {}
    for row in data_rows("cues.csv"):
        stance = row["stance"]
        assert stance in STANCES
        for form in row["forms"].split("|"):
            found.setdefault(form, stance)  # type: ignore[arg-type]
    return found


@lru_cache(maxsize=50_000)
def stance_of(cue: str) -> Stance:
    """The stance of a cue as it stands in the text; ``none`` where no listed word is in it.

    Parameters
    ----------
    cue : str

    Returns
    -------
    str
        One of `framing.voice.attribution.STANCES`.

    Examples
    --------
    >>> stance_of("was quoted as claiming"), stance_of("has pointed out"), stance_of(":")
    ('distancing', 'endorsing', 'none')
    """
    words = fold(cue).lower().replace(",", " ").split()
    stances = cue_stances()
    found = set()
    i = 0
    while i < len(words):
        for length in range(min(_LONGEST, len(words) - i), 0, -1):
            form = " ".join(words[i : i + length])
            if form in stances:
                found.add(stances[form])
                i += length - 1
                break
        i += 1
    for stance in _ORDER:
        if stance in found:
            return stance
    return "none"
