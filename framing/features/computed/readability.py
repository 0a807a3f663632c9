"""Readability: how long words and sentences are."""

from __future__ import annotations

import re

from framing.features.computing import Computed
from framing.features.story import Story

_VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """Syllables of an English word, counted as groups of vowels.

    Examples
    --------
    >>> [syllables(w) for w in ("state", "reclusive", "table", "peace")]
    [1, 3, 2, 1]
    """
    word = word.lower()
    count = len(_VOWELS.findall(word))
    if (word.endswith("e") and not word.endswith(("le", "ee")) and count > 1) or (
        word.endswith("es")
        and not word.endswith(("ses", "ces", "xes", "zes", "ges", "les"))
        and count > 1
    ):
        count -= 1
    return max(count, 1)


def flesch(story: Story) -> float | None:
    """206.835 − 1.015 · words per sentence − 84.6 · syllables per word."""
    if not story.words or not story.sentences:
        return None
    words = len(story.words)
    return (
        206.835
        - 1.015 * words / len(story.sentences)
        - 84.6 * sum(map(syllables, story.words)) / words
    )


def sentence_length(story: Story) -> float | None:
    """Words per sentence."""
    return len(story.words) / len(story.sentences) if story.sentences else None


def word_length(story: Story) -> float | None:
    """Letters per word."""
    return sum(map(len, story.words)) / len(story.words) if story.words else None


_FLESCH = (
    "Flesch, R. (1948). A new readability yardstick. Journal of Applied Psychology, 32(3), "
    "221–233.",
)

FEATURES = (
    Computed(
        name="flesch_reading_ease",
        definition="Flesch's reading ease: higher is easier; about 50 for a newspaper.",
        unit="points, mostly 0 to 100",
        source=_FLESCH,
        function=flesch,
        example=("The cat sat on the mat.", 206.835 - 1.015 * 6 - 84.6),
        limits="Unstable below 100 words; syllables are estimated; says nothing of the matter.",
    ),
    Computed(
        name="sentence_length",
        definition="Words per sentence.",
        unit="words",
        source=_FLESCH,
        function=sentence_length,
        example=("One two three. Four five.", 2.5),
    ),
    Computed(
        name="word_length",
        definition="Letters per word.",
        unit="letters",
        source=_FLESCH,
        function=word_length,
        example=("to be or not", 2.25),
    ),
)
