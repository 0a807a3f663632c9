"""Loaded words: dictionaries alone, and the model that is trained on all that the vectorizer gives.

Scores of the trained model are out of fold: no sentence is scored by a model that saw its fold.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.validation.test_scores import evaluator, predicted, truth, within_outlet


def trained(gold: Path, tmp_path: Path, set_: str) -> list[dict]:
    """Out-of-fold scores of a set's own sentences."""
    rows, labels = gold / set_ / "dev.input.jsonl.gz", gold / set_ / "dev.gold.jsonl.gz"
    more = ["--train-input", str(rows), "--train-gold", str(labels)]
    return predicted(gold, tmp_path / "p.jsonl", "loaded", set_, *more)


def test_babe_with_training_within_outlets(gold: Path, tmp_path: Path) -> None:
    rows = trained(gold, tmp_path, "loaded_babe")
    module = evaluator(gold, "loaded")
    assert within_outlet(module, truth(gold, "loaded_babe"), rows) >= 0.75


@pytest.mark.parametrize(("training", "least"), [(False, 0.66), (True, 0.72)])
def test_basil_lexical_bias(gold: Path, tmp_path: Path, training: bool, least: float) -> None:
    if training:
        rows = trained(gold, tmp_path, "loaded_basil")
    else:
        rows = predicted(gold, tmp_path / "p.jsonl", "loaded", "loaded_basil")
    scores = {row["id"]: row["score"] for row in rows}
    sentences = truth(gold, "loaded_basil")
    labels = [int(sentence["lexical"]) for sentence in sentences]
    area = evaluator(gold, "loaded").auc(labels, [scores[s["id"]] for s in sentences])
    assert area >= least
