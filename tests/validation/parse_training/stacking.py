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
from tests.validation.choices import best_source, chooser

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
    candidates = []
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
        gold = [best_source(span_of(scanned, c), article.gold["attributions"]) for c in contents]
        good = np.array(
            [
                any(named[k][0] < b and a < named[k][1] for a, b in gold[c])
                for c, k in zip(pairs.content.tolist(), pairs.candidate.tolist(), strict=True)
            ]
        )
        candidates.append((pairs.features, good, pairs.content))
    return chooser(candidates)
