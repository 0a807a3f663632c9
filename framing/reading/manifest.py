"""The manifest: a table beside the articles that says what their files cannot say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from framing.errors import FramingError, nearest
from framing.reading.columns import GIVEN, match_columns
from framing.reading.formats import format_of
from framing.reading.rows import Options

NAME = "articles.csv"
_FILE_NAMES = ("file", "filename", "file_name", "path")


@dataclass(frozen=True)
class Manifest:
    """What is said of each file.

    Parameters
    ----------
    path : Path or None
        Where it stands; None: there is none.
    said : mapping of str to dict
        File name, as the manifest writes it, to column to value; empty cells say nothing.
    rows : mapping of str to int
        File name to its row in the manifest.
    """

    path: Path | None = None
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def digest(self) -> str | None:
        """A short hash of what it says, for the corpus's signature; None where there is none."""
        if self.path is None:
            return None
        said = json.dumps({f: dict(v) for f, v in self.said.items()}, sort_keys=True)
        return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()

    def of(self, file: str) -> Mapping[str, str]:
        """What is said of one file, by its path in the folder or by its bare name."""
        return self.said.get(file) or self.said.get(file.rsplit("/", 1)[-1]) or {}

    def where(self, file: str) -> str:
        """For messages: ``articles.csv, row 7``."""
        name = self.path.name if self.path else NAME
        row = self.rows.get(file) or self.rows.get(file.rsplit("/", 1)[-1])
        return f"{name}, row {row}"


def looks_like_manifest(path: Path) -> bool:
    """Whether an ``articles.csv`` names files, rather than being a table of articles itself."""
    header = _header(path)
    return any(n in header for n in _FILE_NAMES) or not any(
        n in header for n in ("text", "body", "content")
    )


def read_manifest(path: Path) -> Manifest:
    """Read a manifest.

    Parameters
    ----------
    path : Path
        A table with a column ``file`` and any columns of `articles` that a file can be given
        (outlet, agency, republisher, published, headline, language, event, url, …) and ``note``.

    Raises
    ------
    FramingError
        Where the column ``file`` is missing, a column is not known, or a file stands twice.
    """
    reader = format_of(path)
    if reader is None or not reader.table:
        raise FramingError(f"{path.name}: expected a manifest as .csv with a column 'file'")
    said: dict[str, dict[str, str]] = {}
    rows: dict[str, int] = {}
    header: list[str] = []
    chosen: dict[str, str] = {}
    file_column = ""
    try:
        for row in reader.rows(path, Options()):
            if not row.values or row.number is None:
                if row.number is not None:
                    raise FramingError(f"row {row.number} {row.remarks[0].message}")
                continue
            if not header:
                header = [str(c) for c in row.values]
                file_column = _file_column(header)
                chosen = _columns(header, file_column)
            file = str(row.values.get(file_column) or "").strip().replace("\\", "/")
            file = file.removeprefix("./")
            if not file:
                raise FramingError(
                    f"row {row.number}: 'file' is empty; name the file, or take the row out"
                )
            if file in said:
                raise FramingError(
                    f"row {row.number}: {file!r} stands in row {rows[file]} too; "
                    "keep one of the two"
                )
            cells = {
                ours: str(row.values.get(theirs) or "").strip() for ours, theirs in chosen.items()
            }
            said[file] = {k: v for k, v in cells.items() if v}
            rows[file] = row.number
        if not header:
            _file_column(_header(path))
    except FramingError as error:
        raise FramingError(f"{path.name}: {error}") from error
    return Manifest(path, said, rows)


def _header(path: Path) -> list[str]:
    first = path.read_bytes()[:100_000].decode("utf-8-sig", errors="replace").split("\n", 1)[0]
    return [c.strip().strip('"').lower() for c in first.replace(";", ",").split(",")]


def _file_column(header: list[str]) -> str:
    for name in _FILE_NAMES:
        for column in header:
            if column.strip().lower() == name:
                return column
    raise FramingError(f"no column 'file' (the file that each row speaks of){_found(header)}")


def _columns(header: list[str], file_column: str) -> dict[str, str]:
    rest = [c for c in header if c != file_column]
    chosen = match_columns(
        [c for c in rest if c.lower() != "text"], where="manifest", need_text=False
    )
    notes = [c for c in rest if c.strip().lower() in ("note", "notes", "remark")]
    if notes:
        chosen["note"] = notes[0]
    unknown = [c for c in rest if c not in chosen.values() and c.strip()]
    if unknown:
        known = ["file", "note", *(g for g in GIVEN if g != "text")]
        raise FramingError(
            f"column {unknown[0]!r} is not known{nearest(unknown[0], known)}; "
            "rename it, or take it out"
        )
    return chosen


def _found(header: list[str]) -> str:
    return f"; found: {', '.join(h for h in header if h) or 'nothing'}"
