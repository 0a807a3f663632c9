"""Plain text: one article a file, as it was scraped or saved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from framing.errors import FramingError
from framing.reading.encoding import decode
from framing.reading.formats import html_format
from framing.reading.rows import Options, Remark, Row

SUFFIXES = (".txt", ".text", ".md")
TABLE = False

_HTML_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"</?(?:p|div|br|a|span|h[1-6]|li|ul|img|script|style|b|i|em|strong)\b[^<>]*>", re.IGNORECASE
)


def rows(path: Path, options: Options) -> Iterator[Row]:
    """Hand over the file's text; a whole HTML page under this name is read as HTML."""
    size = path.stat().st_size
    if size > 4 * options.longest:
        raise FramingError(
            f"is {size:,} bytes long; one article may have at most {options.longest:,} "
            "characters: split it, or pass a larger longest="
        )
    decoded = decode(path.read_bytes(), encoding=options.encoding)
    remarks = []
    if decoded.mended:
        remarks.append(Remark("warning", "encoding", decoded.mended))
    if _HTML_PAGE.match(decoded.text[:5000]):
        values, more = html_format.to_text(decoded.text)
        remarks.append(
            Remark(
                "warning", "html_in_txt", "is an HTML page under a .txt name; it was read as HTML"
            )
        )
        yield Row(None, values, (*remarks, *more))
        return
    tags = len(_TAG.findall(decoded.text))
    if tags:
        remarks.append(
            Remark(
                "warning",
                "markup",
                f"holds {tags} HTML tags; they stay in the text and are marked as furniture",
            )
        )
    yield Row(None, {"text": decoded.text}, tuple(remarks))
