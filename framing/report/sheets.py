"""Tables for a spreadsheet: article text stays text, and never becomes a formula.

Cells are made column by column in Arrow and rows by joining its columns: no row is touched singly.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from framing.files import write_atomically

ROWS = 50_000  # rows that are held as text at a time
_TEXT = pa.large_string()
_FORMULA = r"\A[ \x{00A0}]*[=+\-@\t\r]"  # what a spreadsheet would calculate
_DIVIDES = '[,"\r\n]'  # what may stand in a cell between quotation marks only


def write_sheet(frame: pd.DataFrame, path: str | Path) -> Path:
    """Write a table as CSV (UTF-8, ``\\n``), atomically and without formulas; return its path.

    A text that a spreadsheet would take for a formula gets an apostrophe before it. Missing cells
    are empty; numbers are as short as they can be and still be read back.
    """
    path = Path(path)
    with write_atomically(path, "wb") as handle:
        for piece in csv_pieces(frame):
            handle.write(piece)
    return path


def csv_pieces(frame: pd.DataFrame) -> Iterator[bytes]:
    """The bytes of a table as CSV: its head, then some thousand rows at a time.

    Examples
    --------
    >>> table = pd.DataFrame({"a": ["=HYPERLINK(1)", None], "b": [0.5, 1]})
    >>> b"".join(csv_pieces(table))
    b"a,b\\n'=HYPERLINK(1),0.5\\n,1.0\\n"
    """
    yield _lines([_safe(pa.array([str(name)], _TEXT)) for name in frame.columns])
    for low in range(0, len(frame), ROWS):
        rows = frame.iloc[low : low + ROWS]
        yield _lines([_cells(rows.iloc[:, i]) for i in range(rows.shape[1])])


def _lines(columns: list[pa.Array]) -> bytes:
    """Rows of cells as lines."""
    if len(columns) == 1:  # an empty line would be no row
        columns = [pc.if_else(pc.equal(columns[0], ""), '""', columns[0])]
    rows = pc.binary_join_element_wise(*columns, pa.scalar(",", _TEXT))
    ends = pc.binary_join_element_wise(rows, pa.scalar("", _TEXT), pa.scalar("\n", _TEXT))
    size = pc.sum(pc.binary_length(ends)).as_py()
    return ends.buffers()[2][:size].to_pybytes()


def _cells(column: pd.Series) -> pa.Array:
    """A column as the cells of a file; empty where it is missing."""
    kind = column.dtype
    if pd.api.types.is_bool_dtype(kind):
        cells = pc.if_else(_arrow(column), pa.scalar("True", _TEXT), pa.scalar("False", _TEXT))
    elif pd.api.types.is_integer_dtype(kind):
        cells = pc.cast(_arrow(column), _TEXT)
    elif pd.api.types.is_float_dtype(kind):
        cells = pa.array(
            [None if x is None else repr(x) for x in _arrow(column).to_pylist()], _TEXT
        )
    elif isinstance(kind, pd.StringDtype):
        words = _arrow(column).dictionary_encode()  # the same few words stand in many rows
        cells = _safe(pc.cast(words.dictionary, _TEXT)).take(words.indices)
    else:  # texts among others, lists and the like: as Python writes them
        values = column.astype(object).where(column.notna(), None)
        cells = _safe(pa.array([None if v is None else str(v) for v in values], _TEXT))
    return pc.fill_null(cells, "")


def _arrow(column: pd.Series) -> pa.Array:
    values = pa.array(column, from_pandas=True)
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def _safe(cells: pa.Array) -> pa.Array:
    """Texts of which none is a formula and none ends early."""
    formula = pc.match_substring_regex(cells, _FORMULA)
    if pc.any(formula).as_py():
        marked = pc.binary_join_element_wise(pa.scalar("'", _TEXT), cells, pa.scalar("", _TEXT))
        cells = pc.if_else(formula, marked, cells)
    divides = pc.match_substring_regex(cells, _DIVIDES)
    if pc.any(divides).as_py():
        doubled = pc.replace_substring(cells, '"', '""')
        mark = pa.scalar('"', _TEXT)
        quoted = pc.binary_join_element_wise(mark, doubled, mark, pa.scalar("", _TEXT))
        cells = pc.if_else(divides, quoted, cells)
    return cells
