"""How much of a story stands inside quotation marks."""

from __future__ import annotations

from framing.features.computing import Computed
from framing.features.story import Story


def quotation_share(story: Story) -> float | None:
    """Words between double quotation marks over all words."""
    if not story.words:
        return None
    return sum(len(Story.of(q).words) for q in story.quotations) / len(story.words)


FEATURES = (
    Computed(
        name="quotation_share",
        definition="Share of the words that stand between double quotation marks.",
        unit="share, 0 to 1",
        source=("van Dijk, T. A. (1988). News as discourse. Hillsdale: Erlbaum.",),
        function=quotation_share,
        example=('He said: "Go home now."', 0.6),
        limits="By marks alone, where the voice stage has not run; single marks are not read.",
    ),
)
