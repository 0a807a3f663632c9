"""Scare quotes: short stretches in quotation marks that nobody is said to have said."""

from __future__ import annotations

import re

from framing.features.computing import Computed
from framing.features.story import Story
from framing.features.wordlists import word_set

_SHORT = re.compile(r'(\w[\w,]*)?(\s*)"([^"\n]{1,40}?)"(\s*)(\w+)?')
_SAYING = word_set(
    """
    said says say saying told tells called calls call calling titled entitled dubbed named
    added wrote tweeted asked replied described describing as word words term termed shouted
    chanted quoted read reading slogan headlined
    """
)


def scare_quotes(story: Story) -> float | None:
    """Quoted stretches of one to three words without a verb of saying beside them."""
    count = 0
    for found in _SHORT.finditer(story.folded):
        inner = found.group(3).strip()
        if not inner or len(inner.split()) > 3 or inner[-1] in ".,!?":
            continue
        beside = {(found.group(1) or "").lower().rstrip(","), (found.group(5) or "").lower()}
        count += not beside & _SAYING
    return story.per_thousand(count)


FEATURES = (
    Computed(
        name="scare_quotes",
        definition="One to three words in double quotation marks, not closed by punctuation inside "
        "and with no verb of saying or naming beside them.",
        unit="per 1,000 words",
        source=(
            "Predelli, S. (2003). Scare quotes and their relation to other semantic issues. "
            "Linguistics and Philosophy, 26(1), 1–28.",
        ),
        function=scare_quotes,
        example=('The "free" election went on.', 200.0),
        limits="Titles and short true quotations are counted as well where no verb stands beside.",
    ),
)
