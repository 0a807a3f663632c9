"""Learn the weights of the tier with a parser: ``python -m tests.validation.train_parse``.

Needs ``jax`` and spaCy with a model that has word vectors (``en_core_web_md``) beside the project.
Reads what `tests.validation.train_voice` reads, and learns in four steps:

- word vectors and a pre-training without trees on news without labels, as there;
- two networks that see the trees of PolNeAR's dev half (``$FRAMING_GOLD``); the second is told
  the parser's own vectors of the words too (GloVe, Pennington et al. 2014, brought down to 96
  numbers), which go into its table of words, so that none are needed to use it;
- boosted trees and the weights of sources, on the scores of articles (two fifths of all, by a hash
  of their ids) that networks trained for this purpose did not learn from;
- the same two networks once more on all articles: these are shipped.

Weights go to ``framing/voice/data/parse.npz``: tables and matrices, words only as 64-bit hashes.
``--score`` writes predictions for the two fifths instead, for each with networks, boosted trees and
weights of sources that have not seen it. About an hour on one core, half of it pre-training.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from framing.parsing import load_parser
from framing.voice.finder import read_text
from framing.voice.parse.decoding import content_of
from framing.voice.parse.model import ParseWeights, unpacked
from framing.voice.parse.syntax import describe_syntax
from framing.voice.parse.trees import read_trees
from framing.voice.scan import word_hash
from tests.validation.parse_training.learning import pretrained, scores_of, tuned
from tests.validation.parse_training.network import ALLOWED, Trainer
from tests.validation.parse_training.stacking import Scored, fitted_paths, grown
from tests.validation.parse_training.storing import exported
from tests.validation.voice import predict
from tests.validation.voice_training.texts import (
    as_arrays,
    fold_of,
    gold_documents,
    unlabelled,
    word_vectors,
)

HELD = (0, 1)
PASSES = 6
_LENT = 96


def lent_vectors(parser: Any, hashes: np.ndarray) -> np.ndarray:
    """The parser's vectors of the words that it knows, brought down to 96 numbers of norm 4."""
    vectors = parser.vocab.vectors
    place = {int(h): i for i, h in enumerate(hashes)}
    found = np.zeros((len(hashes), vectors.shape[1]), np.float32)
    best = np.zeros(len(hashes), dtype=int)
    for key in vectors:
        word = parser.vocab.strings[key]
        i = place.get(word_hash(word.lower()))
        rank = 1 + (word == word.lower())
        if i is not None and rank > best[i]:
            found[i], best[i] = vectors[key], rank
    known = best > 0
    found /= np.linalg.norm(found, axis=1, keepdims=True) + 1e-6
    found[known] -= found[known].mean(axis=0)
    axes = np.linalg.svd(found[known], full_matrices=False)[2][:_LENT]
    small = np.where(known[:, None], found @ axes.T, 0)
    return (4 * small / (np.linalg.norm(small, axis=1, keepdims=True) + 1e-6)).astype(np.float32)


def with_trees(documents: Sequence[dict], parser: Any) -> list[dict]:
    """The articles with their trees, and what these tell of each token."""
    readings = [read_text(d["gold"]["text"], None) for d in documents]
    found = []
    trees = read_trees([r.scanned for r in readings], parser)
    for doc, reading, tree in zip(documents, readings, trees, strict=True):
        syntax = describe_syntax(tree, reading.features.cue)
        more = {"reading": reading, "tree": tree, "syntax": syntax}
        found.append(doc | more | {"states": syntax.states, "links": syntax.links})
    return found


def second_step(
    scored: Sequence[Scored], transitions: np.ndarray
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Boosted trees, and the weights of sources."""
    forest = grown(scored, transitions)
    weights = ParseWeights(np.zeros(0), (), transitions, forest, np.zeros(0))
    tags = [
        content_of(a.reading.scanned, a.reading.features, a.trees, a.syntax, a.scores, weights)
        for a in scored
    ]
    return forest, fitted_paths(scored, tags)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, and write the weights or predictions for articles that were left out."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    options.add_argument("--score", action="store_true")
    options.add_argument("--articles", type=int, default=9500, help="unlabelled articles to read")
    options.add_argument("--pretrain-steps", type=int, default=1200)
    options.add_argument("--cache", type=Path, help="keep the pre-trained network here")
    options.add_argument("--out", type=Path, default=Path("framing/voice/data/parse.npz"))
    given = options.parse_args(arguments)
    data, gold = Path(os.environ["FRAMING_DATA"]), Path(os.environ["FRAMING_GOLD"])
    parser = load_parser()
    rows = unlabelled(data)
    hashes, vectors = word_vectors([t for _, t in rows])
    order = np.argsort(hashes)
    known = hashes[order]
    inputs = {"proj": vectors, "proj2": lent_vectors(parser, hashes)}
    if given.cache and given.cache.exists():
        begin = pickle.loads(given.cache.read_bytes())
    else:
        texts = [(h, t.strip()) for h, t in rows[: given.articles] if 400 <= len(t.strip()) <= 4e4]
        plain = [as_arrays(f"{h}\n\n{t}" if h else t, bool(h), order, known) for h, t in texts]
        trainer = Trainer({"proj": vectors}, drop=0.1, inner_drop=0.0, trees=False)
        begin = pretrained(trainer, plain, steps=given.pretrain_steps, planned=1544)
        if given.cache:
            given.cache.write_bytes(pickle.dumps(begin))
    documents = with_trees(gold_documents(gold, order, known), parser)
    kinds = [{"proj": vectors}, inputs]

    def networks(kept: Sequence[dict], seed: int) -> list[tuple[Trainer, dict[str, Any]]]:
        trainers = [Trainer(kind, drop=0.3, inner_drop=0.2, trees=True) for kind in kinds]
        return [(t, tuned(t, kept, begin, epochs=PASSES, seed=seed)) for t in trainers]

    held: dict[int, list[Scored]] = {}
    nets: dict[int, list[dict[str, Any]]] = {}
    for fold in HELD:
        trained = networks([d for d in documents if fold_of(d["id"]) != fold], 10 + fold)
        left = [d for d in documents if fold_of(d["id"]) == fold]
        nets[fold] = [params for _, params in trained]
        each = [scores_of(trainer, params, left) for trainer, params in trained]
        held[fold] = [
            Scored(d["gold"], d["reading"], d["tree"], d["syntax"],
                   np.mean([s[d["id"]] for s in each], axis=0), d["y"])
            for d in left
        ]  # fmt: skip
    moves = {f: np.mean([n["T"] for n in nets[f]], axis=0) for f in HELD}
    legal = {f: np.where(ALLOWED, moves[f], -1e4).astype(np.float32) for f in HELD}
    if given.score:
        for fold, other in zip(HELD, HELD[::-1], strict=True):
            forest, link = second_step(held[other], legal[other])
            arrays = exported(nets[fold], hashes, inputs, forest, link)
            _predicted([a.gold for a in held[fold]], unpacked(arrays), parser, fold)
        return
    scored = [a for f in HELD for a in held[f]]
    forest, link = second_step(scored, np.mean([legal[f] for f in HELD], axis=0))
    last = [params for _, params in networks(documents, 9)]
    np.savez_compressed(given.out, **exported(last, hashes, inputs, forest, link))
    print(f"wrote {given.out}")


def _predicted(rows: list[dict[str, Any]], weights: ParseWeights, parser: Any, fold: int) -> None:
    path = Path(f"parse.fold{fold}.jsonl.gz")
    with gzip.open(path, "wt", encoding="utf8") as stream:
        for line in predict(rows, model=weights, parser=parser):
            stream.write(json.dumps(line) + "\n")
    print(f"wrote {path}: score it with the evaluator")


if __name__ == "__main__":
    main()
