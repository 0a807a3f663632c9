"""How actors are named: mentions, chains across stories, labels, and what one side leaves out."""

from framing.features.actors.absence import one_sided
from framing.features.actors.linking import link_mentions
from framing.features.actors.mentions import Mention, find_mentions
from framing.features.actors.naming import labels
from framing.features.actors.stories import Named, read_stories

__all__ = [
    "Mention",
    "Named",
    "find_mentions",
    "labels",
    "link_mentions",
    "one_sided",
    "read_stories",
]
