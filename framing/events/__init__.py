"""Which articles cover the same happening, who covers it, and which may be compared."""

from framing.events.cluster import cluster
from framing.events.coverage import Matched, coverage, matched
from framing.events.describe import label_events
from framing.events.group import group

__all__ = ["Matched", "cluster", "coverage", "group", "label_events", "matched"]
