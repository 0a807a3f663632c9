"""The page, the tables and the words of a run: knows tables and `Comparison`, not stages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.report.contents import Contents as Contents
    from framing.report.view import event_pages as event_pages
    from framing.report.view import page as page

__all__ = ["Contents", "event_pages", "page"]


def __getattr__(name: str) -> Any:
    if name == "Contents":
        from framing.report.contents import Contents

        return Contents
    if name in ("page", "event_pages"):
        from framing.report import view

        return getattr(view, name)
    raise AttributeError(f"module 'framing.report' has no attribute {name!r}")
