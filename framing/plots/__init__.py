"""Figures over tables: each takes ``ax=None`` and returns ``Axes``; none shows or saves."""

from __future__ import annotations

from framing.plots.aligned import aligned
from framing.plots.contrast import contrast
from framing.plots.labels import labels
from framing.plots.placebo import placebo
from framing.plots.style import save
from framing.plots.timeline import timeline
from framing.plots.voices import voices

__all__ = ["aligned", "contrast", "labels", "placebo", "save", "timeline", "voices"]
