"""Voice: whose words they are, the outlet's own or somebody's whom it quotes or reports."""

from framing.voice.attribute import attribute, attributed_articles
from framing.voice.attribution import Attribution
from framing.voice.colour import ColouredText, colour
from framing.voice.finder import find_attributions, find_many
from framing.voice.mix import source_mix
from framing.voice.voices import voice_spans

__all__ = [
    "Attribution",
    "ColouredText",
    "attribute",
    "attributed_articles",
    "colour",
    "find_attributions",
    "find_many",
    "source_mix",
    "voice_spans",
]
