"""Columns of a table as numbers to draw: what is missing becomes NaN."""

from __future__ import annotations

import numpy as np
import pandas as pd


def numbers(table: pd.DataFrame, column: str) -> np.ndarray:
    """One column as floats.

    Examples
    --------
    >>> numbers(pd.DataFrame({"a": [1, None]}), "a").tolist()
    [1.0, nan]
    """
    return table[column].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
