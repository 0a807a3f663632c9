"""Cells of the page: missing values, counts and rates as a reader wants to see them."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd


def plain(value: object) -> str:
    """Text of a cell; empty where it is missing."""
    return "" if value is None or pd.isna(value) else str(value)


def lightly(frame: pd.DataFrame) -> pd.DataFrame:
    """The same table with its texts as plain objects and None where they are missing.

    Rows are then picked many times faster than from Arrow's strings.

    Examples
    --------
    >>> table = pd.DataFrame({"a": pd.array(["x", None], dtype="string"), "n": [1, 2]})
    >>> lightly(table)["a"].tolist()
    ['x', None]
    """
    texts = {}
    for name in frame.columns:
        column = frame[name]
        if isinstance(column.dtype, pd.StringDtype) or column.dtype == object:
            values = column.to_numpy(dtype=object, copy=True)
            values[column.isna().to_numpy(dtype=bool)] = None
            texts[name] = pd.Series(values, index=frame.index, dtype=object)
    return frame.assign(**texts)


def number(value: Any, digits: int = 2) -> dict[str, str]:
    """A number as it is shown, and as it is sorted.

    Examples
    --------
    >>> number(1234.5678)
    {'value': '1234.57', 'shown': '1,234.57'}
    >>> number(None)
    {'value': '', 'shown': '–'}
    """
    if value is None or pd.isna(value):
        return {"value": "", "shown": "–"}
    return {"value": f"{float(value):.6g}", "shown": f"{float(value):,.{digits}f}"}


def percent(part: Any, whole: Any) -> dict[str, str]:
    """A share in per cent; missing where the whole is nothing.

    Examples
    --------
    >>> percent(1, 3)["shown"], percent(1, 0)["shown"]
    ('33 %', '–')
    """
    if pd.isna(part) or pd.isna(whole) or not whole:
        return {"value": "", "shown": "–"}
    share = 100 * float(part) / float(whole)
    return {"value": f"{share:.6g}", "shown": f"{share:.0f} %"}


def chance(value: Any) -> dict[str, str]:
    """A p-value: three decimals, and never 0.

    Examples
    --------
    >>> chance(0.00001)["shown"], chance(0.0312)["shown"]
    ('< .001', '.031')
    """
    if value is None or pd.isna(value):
        return {"value": "", "shown": "–"}
    shown = "< .001" if value < 0.001 else f"{float(value):.3f}".lstrip("0")
    return {"value": f"{float(value):.6g}", "shown": shown}


def ratio(log2_ratio: Any, low: Any, high: Any, *, sides: tuple[str, str]) -> dict[str, str]:
    """A log2 ratio of rates as 'how many times as often, and by whom', with its interval.

    Examples
    --------
    >>> ratio(1.0, 0.5, 1.5, sides=("A", "B"))["shown"]
    '2.0 × (1.4–2.8)'
    >>> cell = ratio(-1.0, -1.5, 0.5, sides=("A", "B"))
    >>> cell["shown"], cell["who"]
    ('2.0 × (0.7–2.8)', 'B')
    >>> ratio(float("-inf"), None, None, sides=("A", "B"))["shown"]
    'only'
    """
    if log2_ratio is None or pd.isna(log2_ratio):
        return {"value": "", "shown": "–"}
    value = float(log2_ratio)
    who, css = (sides[0], "side-a") if value > 0 else (sides[1], "side-b")
    sort = f"{max(min(value, 99), -99):.6g}"
    if math.isinf(value):
        return {"value": sort, "shown": "only", "who": who, "class": css}
    shown = f"{2 ** abs(value):.1f} ×"
    if not (pd.isna(low) or pd.isna(high) or math.isinf(low) or math.isinf(high)):
        a, b = (2**low, 2**high) if value > 0 else (2**-high, 2**-low)
        shown += f" ({_times(a)}–{_times(b)})"
    return {"value": sort, "shown": shown, "who": who, "class": css}


def _times(value: float) -> str:
    return "> 100" if value > 100 else f"{value:.1f}" if value >= 0.05 else "< 0.1"
