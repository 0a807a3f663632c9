"""Voice: whose words they are, the outlet's own or somebody's whom it quotes or reports."""

from framing.voice.attribute import attribute, attributed_articles
from framing.voice.attribution import Attribution
from framing.voice.finder import find_attributions
from framing.voice.voices import voice_spans

__all__ = [
    "Attribution", "attribute", "attributed_articles", "find_attributions", "voice_spans",
]
