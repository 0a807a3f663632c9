"""A JSON file: a list of objects, or an object that holds one list of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from framing.errors import FramingError
from framing.reading.encoding import decode
from framing.reading.rows import Options, Remark, Row

SUFFIXES = (".json",)
TABLE = True


def rows(path: Path, options: Options) -> Iterator[Row]:
    """Hand over object after object."""
    decoded = decode(path.read_bytes(), encoding=options.encoding)
    try:
        value = json.loads(decoded.text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise FramingError(
            f"is no JSON ({error}); one object a line belongs in a .jsonl"
        ) from error
    if isinstance(value, dict):
        lists = [v for v in value.values() if isinstance(v, list)]
        value = lists[0] if len(lists) == 1 else [value]
    if not isinstance(value, list):
        raise FramingError("expected a list of objects, each with a text")
    if decoded.mended:
        yield Row(None, {}, (Remark("warning", "encoding", decoded.mended),))
    for number, item in enumerate(value, start=1):
        if isinstance(item, dict):
            yield Row(number, item)
        else:
            yield Row(
                number,
                {},
                (
                    Remark(
                        "error",
                        "broken_row",
                        "expected an object with a text, "
                        f"came {type(item).__name__}; it was left out",
                    ),
                ),
            )
