"""How the weights that choose a source among its candidates are learned, for either tier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

PENALTY = 1e-3


def best_source(span: tuple[int, int], attributions: Sequence[dict[str, Any]]) -> list[list[int]]:
    """The gold source of the attribution whose content shares most with a stretch of text."""
    best, most = [], 0
    for a in attributions:
        shared = sum(max(0, min(span[1], e) - max(span[0], s)) for s, e in a["content"])
        if shared > most:
            best, most = a["source"], shared
    return best


def chooser(candidates: Iterable[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> np.ndarray:
    """Weights under which the right candidates of each content come first, by a softmax.

    Parameters
    ----------
    candidates : iterable of (features, right, owner)
        For each article the features of its candidates, whether each is right, and the number of
        the content that it is a candidate of. Contents without a right one teach nothing.
    """
    from scipy.optimize import minimize

    features, right, groups, count = [], [], [], 0
    for x, y, owner in candidates:
        has = np.unique(owner[y])
        kept = np.isin(owner, has)
        features.append(x[kept])
        right.append(y[kept])
        groups.append(np.searchsorted(has, owner[kept]) + count)
        count += len(has)
    x = np.concatenate(features).astype(np.float64)
    y, owner = np.concatenate(right), np.concatenate(groups)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ w
        top = np.full(count, -np.inf)
        np.maximum.at(top, owner, scores)
        odds = np.exp(scores - top[owner])
        every, good = np.bincount(owner, odds, count), np.bincount(owner, odds * y, count)
        slope = x.T @ (odds / every[owner] - odds * y / good[owner]) / count + 2 * PENALTY * w
        return float((np.log(every) - np.log(good)).mean() + PENALTY * w @ w), slope

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x
