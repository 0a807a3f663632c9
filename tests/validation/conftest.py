"""Where the gold data lies: the environment says, and tests are skipped where it does not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# How weights are learned: programs that need PyTorch or JAX, and no tests.
collect_ignore_glob = ["train_*.py", "*_training"]


def _folder(variable: str, hint: str) -> Path:
    given = os.environ.get(variable)
    if not given or not Path(given).is_dir():
        pytest.skip(f"set {variable} to {hint} to run this")
    return Path(given)


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of the gold sets (``../shared/evaluate/gold``)."""
    return _folder("FRAMING_GOLD", "../shared/evaluate/gold")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of the article tables (``../shared/data``)."""
    return _folder("FRAMING_DATA", "../shared/data")
