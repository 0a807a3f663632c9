"""What is said: dictionaries, computed features, n-grams, and the codebook that defines them."""

from __future__ import annotations

from framing.features.hits import match
from framing.features.plan import compile_dictionaries, find
from framing.features.registry import dictionaries

__all__ = ["compile_dictionaries", "dictionaries", "find", "match"]
