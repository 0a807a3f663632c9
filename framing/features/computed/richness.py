"""Lexical richness: how many different words a story uses, as free of its length as can be."""

from __future__ import annotations

from framing.features.computing import Computed
from framing.features.story import Story

_WINDOW = 50
_FACTOR = 0.72
_LEAST = 50


def mattr(story: Story) -> float | None:
    """Mean share of different words over all windows of 50 words; None below 50 words."""
    forms = story.forms
    if len(forms) < _WINDOW:
        return None
    seen: dict[str, int] = {}
    total = 0
    for i, form in enumerate(forms):
        seen[form] = seen.get(form, 0) + 1
        if i >= _WINDOW:
            old = forms[i - _WINDOW]
            seen[old] -= 1
            if not seen[old]:
                del seen[old]
        if i >= _WINDOW - 1:
            total += len(seen)
    return total / (_WINDOW * (len(forms) - _WINDOW + 1))


def mtld(story: Story) -> float | None:
    """Mean length of stretches that keep a type-token ratio of .72, read both ways."""
    forms = story.forms
    if len(forms) < _LEAST:
        return None
    return (_one_way(forms) + _one_way(forms[::-1])) / 2


def _one_way(forms: tuple[str, ...]) -> float:
    factors, seen, size = 0.0, set[str](), 0
    ratio = 1.0
    for form in forms:
        size += 1
        seen.add(form)
        ratio = len(seen) / size
        if ratio <= _FACTOR:
            factors, seen, size, ratio = factors + 1, set(), 0, 1.0
    if size:
        factors += (1 - ratio) / (1 - _FACTOR)
    return len(forms) / factors if factors else float(len(forms))


FEATURES = (
    Computed(
        name="mattr",
        definition="Moving-average type-token ratio: the share of different words in 50 words, "
        "averaged over every window of 50.",
        unit="share, 0 to 1",
        source=(
            "Covington, M. A., & McFall, J. D. (2010). Cutting the Gordian knot: The "
            "moving-average type-token ratio. Journal of Quantitative Linguistics, 17(2), "
            "94–100.",
        ),
        function=mattr,
        example=("word " * 60, 0.02),
        limits="Undefined below 50 words. Hardly depends on length; a plain type-token ratio falls "
        "with length and is not offered.",
    ),
    Computed(
        name="mtld",
        definition="Measure of textual lexical diversity: the mean length of stretches of words "
        "whose type-token ratio stays above .72.",
        unit="words",
        source=(
            "McCarthy, P. M., & Jarvis, S. (2010). MTLD, vocd-D, and HD-D: A validation study of "
            "sophisticated approaches to lexical diversity assessment. Behavior Research Methods, "
            "42(2), 381–392.",
        ),
        function=mtld,
        example=("word " * 60, 2.0),
        limits="Undefined below 50 words, biased upwards below about 100.",
    ),
)
