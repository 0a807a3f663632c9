"""One JSON object a line (.jsonl, .ndjson), also gzipped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from framing.errors import FramingError
from framing.reading.encoding import decode
from framing.reading.formats.csv_format import open_bytes
from framing.reading.rows import Options, Remark, Row

SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".jsonl.zip")
TABLE = True


def rows(path: Path, options: Options) -> Iterator[Row]:
    """Hand over line after line; one that is no JSON object is said and left out."""
    number = 0
    with open_bytes(path) as stream:
        for raw in stream:
            if not raw.strip():
                continue
            number += 1
            try:
                decoded = decode(raw, encoding=options.encoding)
                value = json.loads(decoded.text)
            except (FramingError, json.JSONDecodeError, RecursionError) as error:
                yield Row(
                    number,
                    {},
                    (Remark("error", "broken_row", f"is no JSON ({error}); it was left out"),),
                )
                continue
            if not isinstance(value, dict):
                yield Row(
                    number,
                    {},
                    (
                        Remark(
                            "error",
                            "broken_row",
                            f"expected a JSON object with a text, came "
                            f"{type(value).__name__}; it was left out",
                        ),
                    ),
                )
                continue
            remarks = (Remark("warning", "encoding", decoded.mended),) if decoded.mended else ()
            yield Row(number, value, remarks)
