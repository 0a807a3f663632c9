"""How common words are in the news at large, so that a corpus of five articles has a measure.

The counts come from the 14,356 English news articles of Baly et al. (2020), *We Can Detect Your
Bias: Predicting the Political Ideology of News Articles* (EMNLP; Apache-2.0); the file holds
counts of single stems and no text. `tests/validation/train_events.py --background` makes it.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True)
class Background:
    """Counts of stems in a large collection of news.

    Parameters
    ----------
    articles : int
        How many articles were counted.
    articles_with : mapping of str to int
        In how many of them each stem stands.
    capital_share : mapping of str to float
        How often it is written with a capital inside a sentence, 0 to 1.
    """

    articles: int
    articles_with: Mapping[str, int]
    capital_share: Mapping[str, float]


@lru_cache(maxsize=1)
def load_background() -> Background:
    """Read the shipped counts.

    Examples
    --------
    >>> load_background().capital_share["moscow"] > 0.9
    True
    """
    raw = files("framing.events").joinpath("background.tsv.gz").read_bytes()
    lines = gzip.decompress(raw).decode("utf-8").splitlines()
    total = int(lines[0].split("\t")[1])
    counts: dict[str, int] = {}
    shares: dict[str, float] = {}
    for line in lines[1:]:
        stem, count, share = line.split("\t")
        counts[stem] = int(count)
        if share:
            shares[stem] = int(share) / 100
    return Background(total, counts, shares)
