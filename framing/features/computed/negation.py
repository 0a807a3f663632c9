"""How often a story says what is not."""

from __future__ import annotations

from framing.features.computing import Computed
from framing.features.story import Story
from framing.features.wordlists import word_set

_NEGATIONS = word_set(
    """
    not no never none neither nor nobody nothing nowhere cannot without
    """
)


def negations(story: Story) -> float | None:
    """Negating words and contractions, per 1,000 words."""
    return story.per_thousand(
        sum(w.lower() in _NEGATIONS or w.lower().endswith("n't") for w in story.words)
    )


FEATURES = (
    Computed(
        name="negations",
        definition="Negating words: not, no, never, nobody, -n't, without.",
        unit="per 1,000 words",
        source=(
            "Tottie, G. (1991). Negation in English speech and writing. San Diego: Academic Press.",
        ),
        function=negations,
        example=("He did not, and won't.", 400.0),
    ),
)
