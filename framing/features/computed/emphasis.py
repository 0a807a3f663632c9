"""Marks of emphasis and of an arguing voice that stand in punctuation and capitals."""

from __future__ import annotations

import re

from framing.features.computing import Computed
from framing.features.story import Story

_STYLE = (
    "Biber, D. (1988). Variation across speech and writing. Cambridge: Cambridge University Press.",
)
_CAPITALS = re.compile(r"\b[A-Z]{4,}\b")
_DASHES = re.compile(r"(?<=\s)-{1,2}(?=\s)|--|(?<=\w)—|—(?=\w)")


def _rate(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_EXCLAMATION, _QUESTION, _BRACKET, _SEMICOLON = map(_rate, (r"!", r"\?", r"\(", r"[;:]"))
_NUMBER = re.compile(r"\b\d[\d.,]*")


def _marks(pattern: re.Pattern[str]):  # type: ignore[no-untyped-def]
    def count(story: Story) -> float | None:
        return story.per_thousand(len(pattern.findall(story.folded)))

    return count


FEATURES = (
    Computed(
        name="exclamations",
        definition="Exclamation marks.",
        unit="per 1,000 words",
        source=_STYLE,
        function=_marks(_EXCLAMATION),
        example=("Stop it now, please!", 250.0),
    ),
    Computed(
        name="questions",
        definition="Question marks.",
        unit="per 1,000 words",
        source=_STYLE,
        function=_marks(_QUESTION),
        example=("Who did it?", 1000 / 3),
        limits="Questions inside quotations are counted too.",
    ),
    Computed(
        name="capitals",
        definition="Words of four or more letters all in capitals.",
        unit="per 1,000 words",
        source=_STYLE,
        function=_marks(_CAPITALS),
        example=("They NEVER learn.", 1000 / 3),
        limits="Acronyms of four or more letters and headlines in capitals are counted.",
    ),
    Computed(
        name="dashes",
        definition="Dashes between words.",
        unit="per 1,000 words",
        source=_STYLE,
        function=_marks(_DASHES),
        example=("It was late — too late.", 200.0),
    ),
    Computed(
        name="brackets",
        definition="Opening brackets.",
        unit="per 1,000 words",
        source=_STYLE,
        function=_marks(_BRACKET),
        example=("It was (of course) late.", 200.0),
    ),
    Computed(
        name="colons",
        definition="Colons and semicolons.",
        unit="per 1,000 words",
        source=_STYLE,
        function=_marks(_SEMICOLON),
        example=("One thing: time.", 1000 / 3),
    ),
    Computed(
        name="numbers",
        definition="Numbers written in digits.",
        unit="per 1,000 words",
        source=(
            "Roeh, I., & Feldman, S. (1984). The rhetoric of numbers in front-page journalism. "
            "Text, 4(4), 347–368.",
        ),
        function=_marks(_NUMBER),
        example=("About 300 men came.", 250.0),
    ),
)
