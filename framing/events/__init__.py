"""Which articles cover the same happening, who covers it, and which may be compared."""

from framing.events.cluster import cluster
from framing.events.group import group

__all__ = ["cluster", "group"]
