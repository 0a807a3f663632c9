"""Contrasts between groups of outlets within the same events, with errors that hold."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.comparison.contrast import contrast_counts as contrast_counts

_HOMES = {
    "contrast_counts": "framing.comparison.contrast",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'framing.comparison' has no attribute {name!r}")
