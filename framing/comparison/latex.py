"""Tables and paragraphs of a comparison in LaTeX."""

from __future__ import annotations

import math
import re
from typing import Any

import pandas as pd

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}


def escape(text: str) -> str:
    r"""Text that LaTeX prints as it stands.

    Examples
    --------
    >>> print(escape("50 % of R&D_x"))
    50 \% of R\&D\_x
    """
    return re.sub(r"[\\&%$#_{}~^<>]", lambda m: _SPECIAL[m.group()], text)


def paragraphs_to_latex(text: str) -> str:
    """Markdown paragraphs without markup, as LaTeX paragraphs."""
    return "\n\n".join(escape(part) for part in text.split("\n\n")) + "\n"


def _cell(value: Any, digits: int) -> str:
    if pd.isna(value):
        return "--"
    number = float(value)
    if math.isinf(number):
        return r"$\infty$" if number > 0 else r"$-\infty$"
    if digits == 0:
        return f"{number:,.0f}"
    return f"${number:.{digits}f}$" if number < 0 else f"{number:.{digits}f}"


def table_to_latex(
    table: pd.DataFrame, *, between: tuple[str, str], descriptive: bool, note: str
) -> str:
    """A booktabs table: one row a feature; ratios and p only where the gate is open."""
    columns = [
        ("hits_a", 0),
        ("hits_b", 0),
        ("stories_a", 0),
        ("stories_b", 0),
        ("rate_a", 2),
        ("rate_b", 2),
    ]
    a, b = (escape(name) for name in between)
    heads = [f"hits {a}", f"hits {b}", f"stories {a}", f"stories {b}", f"rate {a}", f"rate {b}"]
    if not descriptive:
        columns += [("log2_ratio", 2), ("low", 2), ("high", 2), ("p_family", 4), ("q", 4)]
        heads += [r"$\log_2$ ratio", "low", "high", "family-wise $p$", "$q$"]
    lines = [
        r"\begin{tabular}{l" + "r" * len(columns) + "}",
        r"\toprule",
        " & ".join(["feature", *heads]) + r" \\",
        r"\midrule",
    ]
    for _, row in table.iterrows():
        cells = [_cell(row[name], digits) for name, digits in columns]
        lines.append(" & ".join([escape(str(row["feature"])), *cells]) + r" \\")
    lines += [r"\bottomrule", r"\end{tabular}", "", r"\footnotesize " + escape(note)]
    return "\n".join(lines) + "\n"
