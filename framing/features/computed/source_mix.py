"""Who gets to speak: shares of kinds of sources, and how evenly speakers share the floor."""

from __future__ import annotations

import math
from collections import Counter

from framing.features.computing import Computed
from framing.features.story import Story

_GANS = (
    "Gans, H. J. (1979). Deciding what's news. New York: Pantheon.",
    "Bennett, W. L. (1990). Toward a theory of press-state relations in the United States. "
    "Journal of Communication, 40(2), 103–127.",
)


def kind_share(*kinds: str):  # type: ignore[no-untyped-def]
    """A function that gives the share of attributions whose source is one of `kinds`."""

    def share(story: Story) -> float | None:
        said = story.attributions
        return sum(a.speaker_kind in kinds for a in said) / len(said) if said else None

    return share


def speaker_evenness(story: Story) -> float | None:
    """Entropy of the speakers' shares over its highest value; None with fewer than two."""
    counts = Counter(a.speaker for a in story.attributions or () if a.speaker)
    if len(counts) < 2:
        return None
    total = sum(counts.values())
    entropy = -sum(n / total * math.log(n / total) for n in counts.values())
    return entropy / math.log(len(counts))


_SHARES = tuple(
    Computed(
        name=f"source_{name}",
        definition=f"Share of attributions whose source is {words}.",
        unit="share, 0 to 1",
        source=_GANS,
        function=kind_share(*kinds),
        example=("Kim said so.", None),
        needs="attributions",
        limits="As good as the voice stage's kinds of speakers; undefined without attributions.",
    )
    for name, words, kinds in (
        ("official", "an official or an official body", ("official", "body")),
        ("anonymous", "not named", ("anonymous",)),
        ("expert", "an expert", ("expert",)),
        ("medium", "another medium or a document", ("medium", "document")),
        ("public", "a member of the public or a private person", ("public", "person")),
    )
)

FEATURES = (
    *_SHARES,
    Computed(
        name="speaker_evenness",
        definition="How evenly the speakers share the attributions: entropy over its maximum.",
        unit="0 (one speaks) to 1 (all alike)",
        source=_GANS,
        function=speaker_evenness,
        example=("Kim said so.", None),
        needs="attributions",
        limits="Undefined with fewer than two named speakers.",
    ),
)
