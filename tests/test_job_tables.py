"""Large tables are written piece by piece, by several processes: the bytes are those of one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from framing import job
from framing.engine import runner
from framing.report.sheets import write_sheet


@pytest.mark.parametrize("workers", [1, 2])
def test_a_large_table_has_the_bytes_of_one_written_at_once(
    workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "ROWS", 7)
    frame = pd.DataFrame(
        {
            "text": pd.array(["x", "=1+1", None, 'said "no", twice\n'] * 6, dtype="string"),
            "number": pd.array([1, None, 3] * 8, dtype="Int64"),
            "share": pd.array([0.1, None, 1.0, 1e-9] * 6, dtype="Float64"),
            "flag": pd.array([True, None, False] * 8, dtype="boolean"),
        }
    )
    for count in (0, 1, 7, 8, 24):
        some = frame.head(count)
        with runner(workers) as run:
            job.write_table(some, tmp_path / "pieces.csv", run)
        write_sheet(some, tmp_path / "whole.csv")
        assert (tmp_path / "pieces.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
