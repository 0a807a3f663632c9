"""Tables for a spreadsheet: article text stays text, and never becomes a formula."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from framing.files import write_atomically

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def without_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before each text cell that a spreadsheet would take for a formula.

    Numbers are left alone; so is the frame that was given.

    Examples
    --------
    >>> without_formulas(pd.DataFrame({"a": ["=HYPERLINK(1)", "fine"]}))["a"].tolist()
    ["'=HYPERLINK(1)", 'fine']
    """
    tidy = frame.copy()
    for column in tidy.columns:
        if pd.api.types.is_string_dtype(tidy[column]) or tidy[column].dtype == object:
            tidy[column] = tidy[column].map(_harmless, na_action="ignore")
    return tidy


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.lstrip(" \u00a0").startswith(_FORMULA):
        return "'" + value
    return value


def write_sheet(frame: pd.DataFrame, path: str | Path) -> Path:
    """Write a table as CSV (UTF-8, ``\\n``), atomically and without formulas; return its path."""
    path = Path(path)
    with write_atomically(path) as handle:
        without_formulas(frame).to_csv(handle, index=False, lineterminator="\n")
    return path
