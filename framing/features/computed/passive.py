"""Passive without an agent: things are done, and nobody does them."""

from __future__ import annotations

from framing.features.computing import Computed
from framing.features.story import Story
from framing.features.wordlists import word_set

_BE = word_set(
    """
    is are was were be been being am isn't aren't wasn't weren't gets got getting
    """
)
_BETWEEN = word_set(
    """
    not also then now still already never just recently later being been
    """
)
_IRREGULAR = word_set(
    """
    beaten begun bitten blown borne bound bought broken brought built burnt cast caught
    chosen cut dealt done drawn driven eaten fed felt fought found flown forbidden forgotten
    forgiven frozen given gone ground grown heard held hidden hit hung hurt kept killed
    known laid led left lent let lost made meant met paid put quit read ridden risen run
    said seen sent set shaken shot shown shut slain sold spent split spread stolen struck
    stuck sunk sworn swept taken taught thrown told torn understood won withdrawn woven
    written overthrown overturned undone
    """
)
_NO_PARTICIPLE = word_set(
    """
    need indeed hundred united red bed speed seed feed interested married tired supposed
    used pleased excited worried scared concerned
    """
)
_REACH = 5


def agentless_passives(story: Story) -> float | None:
    """Forms of 'be' with a participle and no 'by' within five words, per 1,000 words."""
    forms = [word.lower() for word in story.words]
    count = 0
    for i, word in enumerate(forms):
        if word not in _BE:
            continue
        j = i + 1
        while j < len(forms) and (forms[j] in _BETWEEN or forms[j].endswith("ly")):
            j += 1
        if j < len(forms) and _participle(forms[j]) and "by" not in forms[j + 1 : j + 1 + _REACH]:
            count += 1
    return story.per_thousand(count)


def _participle(word: str) -> bool:
    return word in _IRREGULAR or (
        word.endswith("ed") and len(word) > 4 and word not in _NO_PARTICIPLE
    )


FEATURES = (
    Computed(
        name="agentless_passive",
        definition="Passives that name no agent: a form of 'be' or 'get' and a participle, with no "
        "'by' within the five words after it.",
        unit="per 1,000 words",
        source=(
            "Fowler, R., Hodge, B., Kress, G., & Trew, T. (1979). Language and control. London: "
            "Routledge & Kegan Paul.",
            "Trew, T. (1979). Theory and ideology at work. In R. Fowler, R. Hodge, G. Kress, & T. "
            "Trew, Language and control (pp. 94–116). London: Routledge & Kegan Paul.",
        ),
        function=agentless_passives,
        example=("Five men were killed today.", 200.0),
        limits="Adjectives in -ed ('was delighted') are counted with the passives, since telling "
        "them apart takes a parser.",
    ),
)
