"""Reading registry files: every refusal names the file, the row and the remedy."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from typing import get_args

from framing.countries import countries
from framing.errors import FramingError, nearest
from framing.outlets.outlet import COLUMNS, UNKNOWN, Outlet
from framing.outlets.vocabulary import CONTROLS, ROLES, English

_LISTS = ("aliases", "domains", "languages")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def read_rows(lines: Iterable[str], file: str) -> tuple[Outlet, ...]:
    """Read the rows of a registry file.

    Parameters
    ----------
    lines : iterable of str
        A CSV table with some of the columns of `framing.outlets.outlet.COLUMNS`, at least name.
    file : str
        Its name, for messages.

    Raises
    ------
    FramingError
        Where a column or a value is not one that is known; with file, row and the nearest.

    Examples
    --------
    >>> read_rows(["name,country,control", "Daily Bugle,US,private"], "mine.csv")[0].control
    'private'
    """
    reader = csv.DictReader(lines)
    columns = reader.fieldnames or []
    for column in columns:
        if column not in COLUMNS:
            raise FramingError(
                f"{file} has no use for a column {column!r}{nearest(column, COLUMNS)}"
            )
    if "name" not in columns:
        raise FramingError(f"{file} needs a column 'name'; found: {', '.join(columns) or 'none'}")
    return tuple(_outlet(row, file, number) for number, row in enumerate(reader, 1))


def _outlet(row: Mapping[str, str | None], file: str, number: int) -> Outlet:
    def refuse(what: str) -> FramingError:
        return FramingError(f"{file}, row {number}: {what}")

    if None in row:
        raise refuse("more cells than columns; quote a cell that holds a comma")
    cells = {c: (v or "").strip() for c, v in row.items()}
    if not cells["name"]:
        raise refuse("name is empty")
    for column in ("control", "english", "country"):
        if column in cells:
            cells[column] = cells[column] or UNKNOWN
            known: Iterable[str] = {
                "control": CONTROLS,
                "english": get_args(English),
                "country": (*countries(), UNKNOWN),
            }[column]
            if cells[column] not in known:
                raise refuse(f"{column} is {cells[column]!r}{nearest(cells[column], known)}")
    cells["role"] = cells.get("role") or UNKNOWN
    for role in cells["role"].split(" and "):
        if role not in ROLES:
            raise refuse(f"role is {role!r}{nearest(role, ROLES)}; join several by ' and '")
    for column in ("valid_from", "valid_to"):
        if (day := cells.get(column, "")) and not _DATE.fullmatch(day):
            raise refuse(f"{column} is {day!r}; write YYYY, YYYY-MM or YYYY-MM-DD")
    split = {c: tuple(p.strip() for p in cells.pop(c, "").split(";") if p.strip()) for c in _LISTS}
    split["domains"] = tuple(d.lower().removeprefix("www.") for d in split["domains"])
    return Outlet(**cells, **split)  # type: ignore[arg-type]
