"""Cells as strings, headlines against texts, and dates in figures that could be read two ways."""

from __future__ import annotations

import re
from typing import Any

from framing.dates import Moment, parse_moment
from framing.reading.rows import Remark
from framing.wording import plural

# In how many first lines a headline that came in a column is looked for in the text, and how long
# a line is a paragraph, after which it is not looked for any more.
_HEAD_LINES = 12
_PARAGRAPH = 250
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_]\w+)?")


def plain(value: Any) -> str:
    """A cell as a string; empty where it says nothing.

    Examples
    --------
    >>> plain(None), plain(float("nan")), plain("  "), plain(7), plain(["a", "b"])
    ('', '', '', '7', 'a\\nb')
    """
    if value is None or value != value:
        return ""
    if isinstance(value, str):
        return value if value.strip() else ""
    if isinstance(value, (list, tuple)):
        return "\n".join(map(str, value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value)


def language_code(value: str) -> str:
    """``en`` for ``EN`` and ``en-US``; anything else stays.

    Examples
    --------
    >>> language_code("en-US"), language_code("Klingon")
    ('en', 'Klingon')
    """
    match = _LANGUAGE.fullmatch(value.strip())
    return match[1].lower() if match else value.strip()


def stands_in(headline: str, text: str) -> bool:
    """Whether a headline is one of the first lines of the text already.

    Examples
    --------
    >>> stands_in("Kim meets Lavrov", "World\\nKim meets  Lavrov\\nThey met.")
    True
    """
    for line in [line for line in text[:5000].split("\n") if line.strip()][:_HEAD_LINES]:
        if " ".join(line.split()) == headline:
            return True
        if len(line) > _PARAGRAPH:
            return False
    return False


class Days:
    """Reads the dates of files; what could be read two ways follows the file's other dates."""

    def __init__(self) -> None:
        self._orders: dict[str, set[str]] = {}
        self._unsure: dict[str, list[tuple[dict[str, Any], Moment]]] = {}

    def read(self, record: dict[str, Any], value: str, *, basis: str, where: str) -> list[Remark]:
        """Put a date into an article's record; return a remark where it cannot be read."""
        moment = parse_moment(value)
        if moment is None:
            return [
                Remark(
                    "warning",
                    "date",
                    f"{where}{value!r} is no date that can be read; write it as 2018-05-31 or "
                    "2018-05-31T14:05",
                )
            ]
        file = str(record["file"])
        if moment.figures:
            self._orders.setdefault(file, set()).add(moment.figures)
        if moment.ambiguous:
            self._unsure.setdefault(file, []).append((record, moment))
        record["published"] = moment.iso
        record["published_precision"] = moment.precision
        record["published_basis"] = basis
        return []

    def settle(self, file: str) -> tuple[int | None, Remark] | None:
        """Settle a file's dates such as 05/06/2018; return the first row and what was done."""
        unsure = self._unsure.pop(file, None)
        if not unsure:
            return None
        orders = self._orders.get(file, set())
        day_first, settled = orders == {"day first"}, len(orders) == 1
        if day_first:
            for record, moment in unsure:
                record["published"] = moment.swapped().iso
        first = unsure[0][0]
        why = "as the file's other dates are" if settled else "which nothing in the file settles"
        return first["row"], Remark(
            "info" if settled else "warning",
            "ambiguous_date",
            f"{plural(len(unsure), 'date')} in figures could be read two ways, read with the "
            f"{'day' if day_first else 'month'} first, {why} (here {first['published']}); "
            "write 2018-05-31 to be sure",
        )
