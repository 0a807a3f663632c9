"""Word endings that go with comment: adverbs, superlatives, evaluative adjectives."""

from __future__ import annotations

from framing.features.computing import Computed
from framing.features.story import Story
from framing.features.wordlists import word_set

_NO_ADVERB = word_set(
    """
    only early family daily weekly monthly yearly reply supply apply rely july italy
    friendly assembly elderly likely unlikely ally rally bully fly anomaly monopoly
    """
)
_NO_SUPERLATIVE = word_set(
    """
    west test rest guest quest request interest protest contest harvest forest arrest invest
    nest chest suggest northwest southwest midwest budapest manifest conquest bequest behest
    priest digest latest earnest honest modest pest vest est zest crest infest ingest divest
    everest unrest best attest detest
    """
)
_ADJECTIVES = ("ous", "ful", "less", "ish", "esque", "able", "ible", "some")
_SOURCE = (
    "Biber, D. (1988). Variation across speech and writing. Cambridge: Cambridge University Press.",
)


def adverbs(story: Story) -> float | None:
    """Words of five or more letters in -ly that are adverbs, per 1,000 words."""
    return story.per_thousand(
        sum(len(f) > 4 and f.endswith("ly") and f not in _NO_ADVERB for f in story.forms)
    )


def superlatives(story: Story) -> float | None:
    """'most' and words in -est, per 1,000 words."""
    return story.per_thousand(
        sum(
            f in ("most", "worst", "best", "least")
            or (len(f) > 4 and f.endswith("est") and f not in _NO_SUPERLATIVE)
            for f in story.forms
        )
    )


def adjectives(story: Story) -> float | None:
    """Words in -ous, -ful, -less, -ish, -able and the like, per 1,000 words."""
    return story.per_thousand(sum(len(f) > 5 and f.endswith(_ADJECTIVES) for f in story.forms))


FEATURES = (
    Computed(
        name="ly_adverbs",
        definition="Adverbs in -ly.",
        unit="per 1,000 words",
        source=_SOURCE,
        function=adverbs,
        example=("He spoke badly and slowly.", 400.0),
    ),
    Computed(
        name="superlatives",
        definition="Superlatives: -est, most, least, best, worst.",
        unit="per 1,000 words",
        source=_SOURCE,
        function=superlatives,
        example=("the greatest and best show", 400.0),
    ),
    Computed(
        name="descriptive_adjectives",
        definition="Adjectives by their ending: -ous, -ful, -less, -ish, -able, -ible.",
        unit="per 1,000 words",
        source=_SOURCE,
        function=adjectives,
        example=("a shameful and dangerous man", 400.0),
        limits="By endings alone.",
    ),
)
