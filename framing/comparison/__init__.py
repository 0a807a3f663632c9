"""Contrasts between groups of outlets within the same events, with errors that hold."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.comparison.contrast import contrast_counts as contrast_counts
    from framing.comparison.description import describe_counts as describe_counts
    from framing.comparison.discovery import discover as discover
    from framing.comparison.from_corpus import compare as compare
    from framing.comparison.missing import one_sided as one_sided
    from framing.comparison.over_time import around_counts as around_counts
    from framing.comparison.over_time import series_counts as series_counts
    from framing.comparison.paired import by_event_counts as by_event_counts
    from framing.comparison.placebo import placebo_counts as placebo_counts
    from framing.comparison.pool import contrast_pool as contrast_pool
    from framing.comparison.result import Comparison as Comparison

_HOMES = {
    "describe_counts": "framing.comparison.description",
    "series_counts": "framing.comparison.over_time",
    "placebo_counts": "framing.comparison.placebo",
    "discover": "framing.comparison.discovery",
    "contrast_pool": "framing.comparison.pool",
    "by_event_counts": "framing.comparison.paired",
    "around_counts": "framing.comparison.over_time",
    "Comparison": "framing.comparison.result",
    "compare": "framing.comparison.from_corpus",
    "contrast_counts": "framing.comparison.contrast",
    "one_sided": "framing.comparison.missing",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'framing.comparison' has no attribute {name!r}")
