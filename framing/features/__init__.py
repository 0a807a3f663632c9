"""What is said: dictionaries, computed features, n-grams, and the codebook that defines them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.features.actions import actions
from framing.features.coding import read_sheets, sample
from framing.features.company import collocates
from framing.features.computing import computed_features, measure
from framing.features.hits import match
from framing.features.kwic import concordance
from framing.features.ngrams import count_stories, dispersion, locate
from framing.features.plan import compile_dictionaries, find
from framing.features.positions import foreground
from framing.features.registry import dictionaries
from framing.features.reliability import agreement
from framing.features.review import check_dictionary, codebook, describe
from framing.features.validity import corrected_rate, validate

if TYPE_CHECKING:
    from framing.features.vectorizer import FramingVectorizer

__all__ = [
    "FramingVectorizer",
    "actions",
    "agreement",
    "check_dictionary",
    "codebook",
    "collocates",
    "compile_dictionaries",
    "computed_features",
    "concordance",
    "corrected_rate",
    "count_stories",
    "describe",
    "dictionaries",
    "dispersion",
    "find",
    "foreground",
    "locate",
    "match",
    "measure",
    "read_sheets",
    "sample",
    "validate",
]


def __getattr__(name: str) -> Any:
    # scikit-learn costs more than a second, so only where the vectorizer is asked for.
    if name == "FramingVectorizer":
        from framing.features.vectorizer import FramingVectorizer

        return FramingVectorizer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
