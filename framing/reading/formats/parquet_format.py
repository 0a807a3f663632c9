"""Parquet tables, read batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from framing.errors import FramingError
from framing.reading.rows import Options, Row

SUFFIXES = (".parquet", ".pq")
TABLE = True

_BATCH = 4096


def rows(path: Path, options: Options) -> Iterator[Row]:
    """Hand over row after row, holding one batch in memory."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise FramingError(f"is no Parquet table, or a broken one ({error})") from error
    number = 0
    with table:
        for batch in table.iter_batches(batch_size=_BATCH):
            names = batch.schema.names
            columns = [column.to_pylist() for column in batch.columns]
            for cells in zip(*columns, strict=True):
                number += 1
                yield Row(number, dict(zip(names, cells, strict=True)))
