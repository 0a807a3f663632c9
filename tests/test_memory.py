"""Memory that was freed goes back to the system."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from framing import memory


def resident() -> int:
    """Pages of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1])


@pytest.mark.skipif(
    memory._trimmer() is None, reason="the C library of this system has no malloc_trim"
)
def test_holes_go_back_to_the_system() -> None:
    texts = ["x" * 7_000 + str(i) for i in range(20_000)]
    kept = texts[::200]
    full = resident()
    del texts
    memory.give_back()
    assert resident() < full - 20_000 * 7_000 // 4096 // 2
    assert len(kept) == 100


def test_other_systems_do_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    memory._trimmer.cache_clear()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert memory._trimmer() is None
    memory.give_back()
    memory._trimmer.cache_clear()
