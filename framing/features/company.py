"""Which words keep company with a phrase: collocations over independent stories."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.features.hits import story_numbers
from framing.features.matcher import compile_patterns
from framing.features.ngrams import representatives
from framing.features.registry import classes
from framing.text import tokens


def collocates(
    corpus: Corpus, node: str, *, window: int = 5, least_stories: int = 2
) -> pd.DataFrame:
    """Find the words that keep company with a phrase.

    Parameters
    ----------
    corpus : Corpus
    node : str
        A pattern in the language of `framing.features.pattern`.
    window : int
        Words on each side, within the same story span.
    least_stories : int
        Words found near the node in fewer independent stories are left out.

    Returns
    -------
    DataFrame
        One row a word, strongest first: ``word`` (normal form); ``near``, ``elsewhere`` (how often
        it stands inside and outside the windows); ``stories`` (independent stories in which it
        stands inside); ``log_ratio`` (log2 of the rate inside over the rate outside, half a count
        added to both; positive: drawn to the node); ``g2`` (log-likelihood, signed as the ratio).
        Copies of one story count once.

    Raises
    ------
    FramingError
        Where the window is smaller than 1.
    PatternError
        Where the pattern cannot be read.

    Notes
    -----
    ``g2`` ranks; it is no test, because words of one story are not independent.

    References
    ----------
    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence.
    Computational Linguistics, 19(1), 61–74. Hardie, A. (2014). Log Ratio: an informal
    introduction. CASS, Lancaster.

    Examples
    --------
    >>> rows = [{"article_id": k, "text": "A rogue state fell. The sun shone."} for k in "ab"]
    >>> collocates(Corpus.from_articles(rows), "state", window=1)["word"].tolist()
    ['fell', 'rogue']
    """
    if window < 1:
        raise FramingError(f"window must be 1 or more, not {window}")
    ids = representatives(corpus)
    texts = [corpus.text(i) for i in ids]
    found = tokens(texts)
    spans = story_numbers(corpus, ids, found).numbers
    matches = compile_patterns([node], classes=classes()).find(found)
    near = np.zeros(len(found), dtype=bool)
    taken = np.zeros(len(found), dtype=bool)
    for first, last in zip(matches.first.tolist(), matches.last.tolist(), strict=True):
        if not spans[first] or spans[first] != spans[last]:
            continue
        low, high = max(0, first - window), min(len(found), last + window + 1)
        near[low:high] |= spans[low:high] == spans[first]
        taken[first : last + 1] = True
    words = found.vocabulary.normal_ids[found.ids] if len(found) else np.zeros(0, dtype=np.int32)
    size = len(found.vocabulary.normal_words)
    inside, outside = near & ~taken, ~near & ~taken & (spans > 0)
    counts = np.bincount(words[inside], minlength=size)
    others = np.bincount(words[outside], minlength=size)
    pairs = np.unique(found.text_index[inside].astype(np.int64) * max(size, 1) + words[inside])
    stories = np.bincount(pairs % max(size, 1), minlength=size)
    totals = int(counts.sum()), int(others.sum())
    rows = []
    for k in np.flatnonzero(stories >= least_stories).tolist():
        a, b = int(counts[k]), int(others[k])
        ratio = math.log2(((a + 0.5) / (totals[0] + 1)) / ((b + 0.5) / (totals[1] + 1)))
        g2 = math.copysign(_g2(a, b, *totals), ratio)
        rows.append((found.vocabulary.normal_words[k], a, b, int(stories[k]), ratio, g2))
    columns = ["word", "near", "elsewhere", "stories", "log_ratio", "g2"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["g2", "word"], ascending=[False, True], ignore_index=True)


def _g2(a: int, b: int, total_a: int, total_b: int) -> float:
    """Log-likelihood ratio of two counts against their totals."""
    whole = total_a + total_b
    value = 0.0
    for count, total in ((a, total_a), (b, total_b)):
        expected = (a + b) * total / whole if whole else 0.0
        if count and expected:
            value += count * math.log(count / expected)
    return 2 * max(value, 0.0)
