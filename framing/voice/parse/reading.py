"""What the tier with a parser gives the finder: scores and tags of tokens, and their trees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from framing.voice.features import Features
from framing.voice.parse.decoding import averaged, content_of
from framing.voice.parse.model import ParseWeights, parse_weights
from framing.voice.parse.network import tree_scores
from framing.voice.parse.syntax import describe_syntax
from framing.voice.parse.trees import Trees, end_to_end, read_trees
from framing.voice.scan import Scan


@dataclass(frozen=True)
class Parsed:
    """What a parser and the second tagger found in several texts.

    Parameters
    ----------
    scores : list of ndarray of float32, shape (tokens, 11)
        For each text; see `framing.voice.tagger.tag_scores`.
    tags : list of ndarray of int8, shape (tokens,)
        Of content; see `framing.voice.decode.stretches`.
    trees : Trees
        Of all texts end to end.
    link : ndarray of float32
        Weights of the choice of sources.
    """

    scores: list[np.ndarray]
    tags: list[np.ndarray]
    trees: Trees
    link: np.ndarray


def parsed(
    texts: Sequence[tuple[Scan, Features]], parser: Any, weights: ParseWeights | None = None
) -> Parsed:
    """Parse texts, score their tokens, and say which are content.

    Parameters
    ----------
    texts : sequence of (Scan, Features)
    parser : spacy.language.Language
        See `framing.parsing.load_parser`.
    weights : ParseWeights, optional
        By default those that the package ships.
    """
    used = weights or parse_weights()
    trees = list(read_trees([scanned for scanned, _ in texts], parser))
    scores, tags = [], []
    for (scanned, features), tree in zip(texts, trees, strict=True):
        syntax = describe_syntax(tree, features.cue)
        each = [tree_scores(scanned, features, syntax, used.hashes, w) for w in used.networks]
        scores.append(averaged(each))
        tags.append(content_of(scanned, features, tree, syntax, scores[-1], used))
    return Parsed(scores, tags, end_to_end(trees), used.link)
