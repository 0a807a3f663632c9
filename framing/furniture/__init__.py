"""Furniture: what on a page is story, and what is navigation, credit, caption, teaser, advert."""

from __future__ import annotations

from framing.furniture.language import guess_language
from framing.furniture.marks import FURNITURE, STRUCTURE, Mark, Page
from framing.furniture.page import find_furniture
from framing.furniture.stage import mark

__all__ = ["FURNITURE", "STRUCTURE", "Mark", "Page", "find_furniture", "guess_language", "mark"]
