"""Computed features: what they are, which there are, and one call that computes them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from typing import Literal

import pandas as pd

from framing.corpus import Corpus
from framing.errors import FramingError, nearest
from framing.features.story import Story, stories

ENTRY_POINT = "framing.computed_features"


@dataclass(frozen=True)
class Computed:
    """One number about one story, declared in a file of its own.

    Parameters
    ----------
    name : str
    definition : str
        What is counted, in plain words.
    unit : str
        Such as ``"per 1,000 words"`` or ``"share, 0 to 1"``.
    source : tuple of str
        The literature of the method.
    function : callable
        Story in, number out; None where it is undefined.
    example : (str, float)
        A text and what comes out for it; tests run it.
    needs : {"text", "attributions"}
        Whether the voice stage must have run.
    limits : str
        What it cannot see, and what biases it.
    """

    name: str
    definition: str
    unit: str
    source: tuple[str, ...]
    function: Callable[[Story], float | None]
    example: tuple[str, float | None]
    needs: Literal["text", "attributions"] = "text"
    limits: str = ""

    def __repr__(self) -> str:
        return f"Computed({self.name!r}, {self.unit})"

    def __call__(self, story: Story) -> float | None:
        """The number for one story; None where it is undefined."""
        if self.needs == "attributions" and story.attributions is None:
            return None
        value = self.function(story)
        return None if value is None else float(value)


@lru_cache(maxsize=1)
def computed_features() -> Mapping[str, Computed]:
    """Every computed feature that is installed, by name, sorted.

    Each module in ``framing/features/computed`` declares its own as ``FEATURES``; another package
    adds some through the entry-point group ``framing.computed_features``, whose objects are
    `Computed` or sequences of them.

    Examples
    --------
    >>> computed_features()["scare_quotes"].unit
    'per 1,000 words'
    """
    from framing.features import computed

    found: dict[str, Computed] = {}
    declared: list[Computed | Sequence[Computed]] = []
    for module in pkgutil.iter_modules(computed.__path__):
        declared.append(importlib.import_module(f"{computed.__name__}.{module.name}").FEATURES)
    for point in sorted(entry_points(group=ENTRY_POINT), key=lambda p: (p.name, p.value)):
        declared.append(point.load())
    for item in declared:
        for feature in (item,) if isinstance(item, Computed) else item:
            if feature.name in found:
                raise FramingError(f"two computed features are named {feature.name!r}; rename one")
            found[feature.name] = feature
    return {name: found[name] for name in sorted(found)}


def choose(features: Iterable[str | Computed] | None = None) -> tuple[Computed, ...]:
    """Computed features by name, or as they are; all installed ones by default.

    Raises
    ------
    FramingError
        Where a name is unknown; the message names the nearest.
    """
    known = computed_features()
    if features is None:
        return tuple(known.values())
    if isinstance(features, str):
        raise FramingError(f"features must be a list; write [{features!r}]")
    chosen = []
    for feature in features:
        if isinstance(feature, str):
            if feature not in known:
                raise FramingError(f"no computed feature {feature!r}{nearest(feature, known)}")
            feature = known[feature]
        chosen.append(feature)
    return tuple(chosen)


def measure(corpus: Corpus, *, features: Iterable[str | Computed] | None = None) -> pd.DataFrame:
    """Compute features of the stories of a corpus.

    Parameters
    ----------
    corpus : Corpus
    features : iterable of str or Computed, optional
        By default all installed ones.

    Returns
    -------
    DataFrame
        One row an article and feature: ``article_id``, ``feature``, ``value`` (missing where
        undefined), ``unit``.

    Examples
    --------
    >>> corpus = Corpus.from_articles([{"article_id": "a", "text": "Was it 'free'? Yes!"}])
    >>> measure(corpus, features=["exclamations"])["value"].tolist()
    [250.0]
    """
    chosen = choose(features)
    rows = [
        (article, feature.name, feature(story), feature.unit)
        for article, story in stories(corpus).items()
        for feature in chosen
    ]
    frame = pd.DataFrame(rows, columns=["article_id", "feature", "value", "unit"])
    return frame.astype(
        {"article_id": "string", "feature": "string", "value": "Float64", "unit": "string"}
    )
