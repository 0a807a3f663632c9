"""How different outlets tell the same event, and in whose words.

>>> import framing
>>> corpus = framing.analyse("seeds")  # doctest: +SKIP
>>> framing.compare(corpus, between=("state", "western wire"))  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from framing.comparison import compare as compare
    from framing.corpus import Corpus as Corpus
    from framing.errors import FramingError as FramingError
    from framing.job import find as find
    from framing.job import write as write
    from framing.library import Library as Library
    from framing.pipeline import analyse as analyse
    from framing.pipeline import shelve as shelve
    from framing.reading import read as read
    from framing.study import Study as Study
    from framing.study import load_study as load_study

# Where each public name lives; it is imported when it is first asked for.
_HOMES = {
    "Corpus": "framing.corpus",
    "FramingError": "framing.errors",
    "Library": "framing.library",
    "Study": "framing.study",
    "analyse": "framing.pipeline",
    "compare": "framing.comparison",
    "find": "framing.job",
    "load_study": "framing.study",
    "read": "framing.reading",
    "shelve": "framing.pipeline",
    "write": "framing.job",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'framing' has no attribute {name!r}")
