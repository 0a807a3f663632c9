"""Contrasts between groups of outlets within the same events, with errors that hold."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.comparison.from_corpus import compare as compare
    from framing.comparison.contrast import contrast_counts as contrast_counts
    from framing.comparison.missing import one_sided as one_sided
    from framing.comparison.result import Comparison as Comparison

_HOMES = {
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
