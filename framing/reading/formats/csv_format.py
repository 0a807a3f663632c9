"""Tables with separators: .csv and .tsv, also zipped or gzipped, read row by row."""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from framing.errors import FramingError
from framing.reading.encoding import detect
from framing.reading.rows import Options, Remark, Row

SUFFIXES = (".csv", ".tsv", ".csv.gz", ".tsv.gz", ".csv.zip", ".tsv.zip")
TABLE = True

_HEAD = 1 << 20
_ESCAPED = re.compile("[\udc80-\udcff]")


def rows(path: Path, options: Options) -> Iterator[Row]:
    """Hand over row after row; one that does not fit the header is said and left out."""
    with open_bytes(path) as stream:
        head = stream.read(_HEAD)
    encoding = options.encoding or detect(head, whole=len(head) < _HEAD)
    with open_bytes(path) as stream:
        # A byte that does not fit further down is read as Windows-1252 would read it.
        text = io.TextIOWrapper(
            stream,
            encoding=encoding,
            newline="",
            errors="strict" if options.encoding else "surrogateescape",
        )
        if encoding not in ("utf-8", "utf-8-sig") and not options.encoding:
            yield Row(None, {}, (Remark("warning", "encoding", f"read as {encoding}, not UTF-8"),))
        before = csv.field_size_limit(sys.maxsize)
        try:
            yield from _rows(text, options)
        except UnicodeDecodeError as error:
            raise FramingError(
                f"expected {encoding}, but byte {error.start} of a block does not "
                "fit; leave the encoding out to have it detected"
            ) from error
        except (zlib.error, EOFError, zipfile.BadZipFile, gzip.BadGzipFile) as error:
            raise FramingError(f"the archive is broken ({error})") from error
        finally:
            csv.field_size_limit(before)


def _rows(text: IO[str], options: Options) -> Iterator[Row]:
    first = text.readline()
    separator = max(",;\t|", key=lambda s: (first.count(s), s == ","))
    lines = _chain(first, text)
    reader = csv.reader(lines, delimiter=separator)
    try:
        header = next(reader)
    except StopIteration:
        return
    header = [h.strip().lstrip("\ufeff") or f"column {i}" for i, h in enumerate(header, start=1)]
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            yield Row(
                number,
                {},
                (Remark("error", "broken_row", f"cannot be read ({error}); it was left out"),),
            )
            continue
        if not cells:
            continue
        number += 1
        if len(cells) > len(header) and any(c.strip() for c in cells[len(header) :]):
            yield Row(
                number,
                {},
                (
                    Remark(
                        "error",
                        "broken_row",
                        f"has {len(cells)} cells, the header {len(header)}; put "
                        "text that holds the separator in quotation marks; the row was left out",
                    ),
                ),
            )
            continue
        remarks: tuple[Remark, ...] = ()
        if len(cells) < len(header):
            remarks = (
                Remark(
                    "warning",
                    "short_row",
                    f"has {len(cells)} cells, the header {len(header)}; the others are missing",
                ),
            )
        cells, mended = _western(cells)
        if mended:
            note = f"{mended} bytes were not UTF-8 and were read as Windows-1252"
            remarks = (*remarks, Remark("warning", "encoding", note))
        yield Row(number, dict(zip(header, cells, strict=False)), remarks)


def _western(cells: list[str]) -> tuple[list[str], int]:
    """Bytes that could not be read as UTF-8 become what Windows-1252 has there."""
    number = sum(len(_ESCAPED.findall(c)) for c in cells if not c.isascii())
    if not number:
        return cells, 0
    return [
        _ESCAPED.sub(lambda m: bytes([ord(m[0]) - 0xDC00]).decode("cp1252", "replace"), c)
        for c in cells
    ], number


def _chain(first: str, rest: IO[str]) -> Iterator[str]:
    yield first.replace("\0", "")
    for line in rest:
        yield line.replace("\0", "") if "\0" in line else line


@contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Open a file, or the one table inside a .zip or .gz, for reading bytes.

    Raises
    ------
    FramingError
        Where the archive is broken or holds no file or several.
    """
    name = path.name.lower()
    if name.endswith(".gz"):
        with gzip.open(path, "rb") as stream:
            yield stream  # type: ignore[misc]
    elif name.endswith(".zip"):
        try:
            archive = zipfile.ZipFile(path)
        except zipfile.BadZipFile as error:
            raise FramingError("is no zip archive, or a broken one") from error
        with archive:
            inside = [
                n
                for n in archive.namelist()
                if not n.endswith("/") and not n.startswith("__MACOSX/")
            ]
            if len(inside) != 1:
                raise FramingError(f"holds {len(inside)} files; expected one table: unpack it")
            with archive.open(inside[0]) as stream:
                yield stream
    else:
        with path.open("rb") as stream:
            yield stream
