"""Figures over tables: each takes ``ax=None`` and returns ``Axes``; none shows or saves."""

from __future__ import annotations

from framing.plots.aligned import aligned
from framing.plots.contrast import contrast
from framing.plots.forest import forest
from framing.plots.labels import labels
from framing.plots.network import network
from framing.plots.placebo import placebo
from framing.plots.series import series
from framing.plots.shift import shift
from framing.plots.sources import sources
from framing.plots.style import save
from framing.plots.timeline import timeline
from framing.plots.voices import voices
from framing.plots.xray import xray

__all__ = [
    "aligned", "contrast", "forest", "labels", "network", "placebo", "save", "series", "shift",
    "sources", "timeline", "voices", "xray",
]  # fmt: skip
