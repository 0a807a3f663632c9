"""Nominalised acts: what somebody does, told as a thing."""

from __future__ import annotations

from framing.features.computing import Computed
from framing.features.story import Story
from framing.features.wordlists import word_set

_ENDINGS = (
    "tion",
    "tions",
    "sion",
    "sions",
    "ment",
    "ments",
    "ance",
    "ances",
    "ence",
    "ences",
    "ity",
    "ities",
    "ness",
    "ism",
    "isms",
    "al of",
    "age",
    "ages",
)
_PLAIN = word_set(
    """
    nation nations station stations section sections question questions moment moments
    comment government governments department departments parliament apartment city cities
    community university universities facility facilities million millions billion page
    pages age ages village language image images message messages average percentage stage
    stages garbage business witness television mission position population region vision
    passion religion option fashion opinion union version evidence science audience sentence
    france finance experience ambulance entrance balance document documents element
    instrument segment article minority majority quality reality celebrity entity security
    charity identity
    """
)


def nominalisations(story: Story) -> float | None:
    """Nouns in -tion, -ment, -ance, -ity and the like, without everyday ones, per 1,000 words."""
    count = sum(
        len(form) > 6 and form.endswith(_ENDINGS) and form not in _PLAIN for form in story.forms
    )
    return story.per_thousand(count)


FEATURES = (
    Computed(
        name="nominalisation",
        definition="Nouns made from verbs and adjectives (-tion, -sion, -ment, -ance, -ence, -ity, "
        "-ness, -ism), which can tell an act without its agent.",
        unit="per 1,000 words",
        source=(
            "Fowler, R. (1991). Language in the news: Discourse and ideology in the press. London: "
            "Routledge.",
            "Billig, M. (2008). The language of critical discourse analysis: The case of "
            "nominalization. Discourse & Society, 19(6), 783–800.",
        ),
        function=nominalisations,
        example=("The destruction of the bridge continued.", 1000 / 6),
        limits="By endings alone: some lexicalised nouns are counted, conversions ('the attack') "
        "are not.",
    ),
)
