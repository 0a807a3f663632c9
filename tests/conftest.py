"""Shared settings of the tests: a reproducible hypothesis profile and the seed corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"

settings.register_profile(
    "framing",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("framing")


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the seed articles; a source distribution does not carry it."""
    if not SEEDS.is_dir():
        pytest.skip("seeds/ belongs to the repository and is not in the source distribution")
    return SEEDS
