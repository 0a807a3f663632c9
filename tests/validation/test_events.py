"""Measures `framing.events` on the public sets; run with FRAMING_GOLD=../shared/evaluate/gold."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

GOLD = os.environ.get("FRAMING_GOLD")
REQUIRED = {
    ("ecb", False): 0.92,
    ("allsides", False): 0.86,
    ("basil", False): 0.985,
    ("allsides", True): 0.95,
    ("basil", True): 1.0,
}


@pytest.mark.skipif(not GOLD, reason="FRAMING_GOLD is not set (../shared/evaluate/gold)")
@pytest.mark.parametrize(("name", "dates"), REQUIRED)
def test_b_cubed(name: str, dates: bool) -> None:
    import numpy as np

    from tests.validation.events import predict
    from tests.validation.train_events import b_cubed, f1, read_set

    rows, truth = read_set(Path(str(GOLD)), name)
    labels = np.array([int(r["cluster"]) for r in predict(rows, dates=dates)])
    assert f1(b_cubed(truth, labels)) >= REQUIRED[name, dates] - 1e-9
