"""How a story hands over other people's words: neutrally, with approval, at a distance."""

from __future__ import annotations

from framing.features.computing import Computed
from framing.features.story import Story

_SOURCE = (
    "Thompson, G., & Ye, Y. (1991). Evaluation in the reporting verbs used in academic "
    "papers. Applied Linguistics, 12(4), 365–382.",
    "Martin, J. R., & White, P. R. R. (2005). The language of evaluation: Appraisal in English. "
    "Basingstoke: Palgrave Macmillan.",
)


def stance_share(stance: str):  # type: ignore[no-untyped-def]
    """A function that gives the share of attributions whose cue has this stance."""

    def share(story: Story) -> float | None:
        said = story.attributions
        return sum(a.stance == stance for a in said) / len(said) if said else None

    return share


FEATURES = tuple(
    Computed(
        name=f"cue_{stance}",
        definition=f"Share of attributions whose cue is {words}.",
        unit="share, 0 to 1",
        source=_SOURCE,
        function=stance_share(stance),
        example=("Kim said so.", None),
        needs="attributions",
        limits="By the cue's word alone; undefined without attributions.",
    )
    for stance, words in (
        ("neutral", "neutral (said, told)"),
        ("endorsing", "endorsing (pointed out, showed)"),
        ("distancing", "distancing (claimed, alleged)"),
        ("confronting", "confronting (blasted, denied)"),
        ("conceding", "conceding (admitted, acknowledged)"),
    )
)
