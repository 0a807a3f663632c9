"""What is learned from scores of articles that the networks did not see: ends, and sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from framing.voice.decode import Stretch, stretches
from framing.voice.details import span_of
from framing.voice.finder import Reading, _as_runs, _laid
from framing.voice.linking import pairs as all_pairs
from framing.voice.parse.decoding import second_look
from framing.voice.parse.linking import with_paths
from framing.voice.parse.syntax import Syntax
from framing.voice.parse.trees import Trees

TREES, RATE, LEAVES = 60, 0.1, 20


@dataclass(frozen=True)
class Scored:
    """A gold article with its trees and the scores of networks that did not learn from it."""

    gold: dict[str, Any]
    reading: Reading
    trees: Trees
    syntax: Syntax
    scores: np.ndarray
    tags: np.ndarray


def grown(articles: Sequence[Scored], transitions: np.ndarray) -> dict[str, np.ndarray]:
    """The boosted trees: which tokens are content, begin one, and end one."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    rows = np.concatenate(
        [
            second_look(a.reading.scanned, a.reading.features, a.trees, a.syntax, a.scores,
                        transitions)[0]
            for a in articles
        ]
    )  # fmt: skip
    tags = np.concatenate([a.tags for a in articles])
    nodes: dict[str, list[np.ndarray]] = {
        k: [] for k in ("feature", "threshold", "left", "right", "value")
    }
    roots, base, size = [], [], 0
    for wanted in (tags > 0, np.isin(tags, (1, 4)), np.isin(tags, (3, 4))):
        model = HistGradientBoostingClassifier(
            max_iter=TREES, learning_rate=RATE, max_leaf_nodes=LEAVES, min_samples_leaf=80,
            l2_regularization=10, max_features=0.4, random_state=0, early_stopping=False,
        ).fit(rows, wanted)  # fmt: skip
        roots.append([])
        base.append(float(model._baseline_prediction.ravel()[0]))
        for (tree,) in model._predictors:
            own = tree.nodes
            at = np.arange(len(own)) + size
            leaf = own["is_leaf"].astype(bool)
            nodes["feature"].append(np.where(leaf, 0, own["feature_idx"]))
            nodes["threshold"].append(own["num_threshold"])
            nodes["left"].append(np.where(leaf, at, own["left"] + size))
            nodes["right"].append(np.where(leaf, at, own["right"] + size))
            nodes["value"].append(np.where(leaf, own["value"], 0))
            roots[-1].append(size)
            size += len(own)
    kinds: Mapping[str, Any] = {
        "feature": np.uint8, "threshold": np.float32, "left": np.uint32, "right": np.uint32,
        "value": np.float32,
    }  # fmt: skip
    forest = {k: np.concatenate(v).astype(kinds[k]) for k, v in nodes.items()}
    return forest | {"roots": np.array(roots, dtype=np.uint32), "base": np.array(base)}


def fitted_paths(articles: Sequence[Scored], found: Sequence[np.ndarray]) -> np.ndarray:
    """Weights that choose a source among the candidates of each content, by softmax.

    `found` are the tags of content that decoding gives for each article.
    """
    from scipy.optimize import minimize

    features, right, groups, count = [], [], [], 0
    for article, tags in zip(articles, found, strict=True):
        contents = stretches(tags)
        laid, sources, _ = _laid([article.reading], [article.scores])
        runs = _as_runs([contents], laid)
        pairs = with_paths(all_pairs(runs, sources, laid), runs, sources, laid, article.trees)
        if not len(pairs.content):
            continue
        scanned = article.reading.scanned
        named = [
            span_of(scanned, Stretch(a, b))
            for a, b in zip(sources.first.tolist(), sources.last.tolist(), strict=True)
        ]
        gold = [_best_source(span_of(scanned, c), article.gold["attributions"]) for c in contents]
        good = np.array(
            [
                any(named[k][0] < b and a < named[k][1] for a, b in gold[c])
                for c, k in zip(pairs.content.tolist(), pairs.candidate.tolist(), strict=True)
            ]
        )
        has = np.unique(pairs.content[good])
        kept = np.isin(pairs.content, has)
        features.append(pairs.features[kept])
        right.append(good[kept])
        groups.append(np.searchsorted(has, pairs.content[kept]) + count)
        count += len(has)
    x = np.concatenate(features).astype(np.float64)
    y, owner = np.concatenate(right), np.concatenate(groups)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ w
        top = np.full(count, -np.inf)
        np.maximum.at(top, owner, scores)
        odds = np.exp(scores - top[owner])
        every, fit = np.bincount(owner, odds, count), np.bincount(owner, odds * y, count)
        slope = x.T @ (odds / every[owner] - odds * y / fit[owner]) / count + 2e-3 * w
        return float((np.log(every) - np.log(fit)).mean() + 1e-3 * w @ w), slope

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x


def _best_source(span: tuple[int, int], attributions: list[dict[str, Any]]) -> list[list[int]]:
    best, most = [], 0
    for a in attributions:
        shared = sum(max(0, min(span[1], e) - max(span[0], s)) for s, e in a["content"])
        if shared > most:
            best, most = a["source"], shared
    return best
