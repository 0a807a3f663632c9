"""How actors are named: mentions, chains across stories, labels, and what one side leaves out."""

from framing.features.actors.absence import one_sided
from framing.features.actors.linking import link_mentions
from framing.features.actors.mentions import Mention, find_mentions
from framing.features.actors.naming import labels
from framing.features.actors.stories import read_stories
from framing.features.actors.told import Named, Told

__all__ = [
    "Mention",
    "Named",
    "Told",
    "find_mentions",
    "labels",
    "link_mentions",
    "one_sided",
    "read_stories",
]
