"""A web page as it was saved: its text line by line, its title and date from its own marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from framing.errors import FramingError
from framing.reading.encoding import decode
from framing.reading.rows import Options, Remark, Row

SUFFIXES = (".html", ".htm", ".xhtml")
TABLE = False

_UNREAD = {"script", "style", "noscript", "template", "svg", "iframe", "head"}
_BLOCKS = {
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "button",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "label",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "ul",
}
_META = {
    "og:title": "headline",
    "article:published_time": "published",
    "og:url": "url",
    "datepublished": "published",
    "date": "published",
    "dc.date": "published",
}
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)


class _Page(HTMLParser):
    """Gathers the visible lines of a page and what its meta tags say."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line: list[str] = []
        self.unread = 0
        self.left_out = 0
        self.given: dict[str, Any] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says of the page; begin a line where it is a block."""
        said = dict(attrs)
        if tag == "meta":
            name = (said.get("property") or said.get("name") or said.get("itemprop") or "").lower()
            if name in _META and said.get("content"):
                self.given.setdefault(_META[name], (said["content"] or "").strip())
        if tag == "html" and said.get("lang"):
            self.given.setdefault("language", (said["lang"] or "")[:2].lower())
        if tag == "body":
            self.unread = 0
        elif tag in _UNREAD:
            self.unread += 1
        if tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """End a line where a block ends."""
        if tag in _UNREAD:
            self.unread = max(0, self.unread - 1)
        if tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Keep what a reader of the page sees."""
        if self.unread:
            self.left_out += len(data.strip())
        else:
            self.line.append(data)

    def _break(self) -> None:
        line = re.sub(r"[ \t\r\n]+", " ", "".join(self.line)).strip()
        if line:
            self.lines.append(line)
        self.line = []


def to_text(markup: str) -> tuple[dict[str, Any], tuple[Remark, ...]]:
    """The visible text of a page, one block a line, and what the page says of itself.

    Returns
    -------
    (dict, tuple of Remark)
        ``text`` and, where meta tags give them, ``headline``, ``published``, ``url``,
        ``language``.

    Examples
    --------
    >>> to_text("<html><body><h1>Kim</h1><script>x()</script><p>He <b>met</b> Lavrov.")[0]
    {'text': 'Kim\\nHe met Lavrov.'}
    """
    page = _Page()
    page.feed(markup)
    page.close()
    page._break()
    remarks = [
        Remark(
            "info",
            "html",
            "tags were read as line breaks; offsets point into the text without markup",
        )
    ]
    if page.left_out:
        remarks.append(
            Remark(
                "info",
                "html_left_out",
                f"{page.left_out:,} characters of scripts, styles and page head were left out",
            )
        )
    return {"text": "\n".join(page.lines), **page.given}, tuple(remarks)


def rows(path: Path, options: Options) -> Iterator[Row]:
    """Hand over the page's text and what its meta tags say."""
    raw = path.read_bytes()
    if len(raw) > 20 * options.longest:
        raise FramingError(
            f"is {len(raw):,} bytes long; save the article alone, or pass a larger longest="
        )
    named = _CHARSET.search(raw[:4096])
    encoding = options.encoding or (named[1].decode() if named else None)
    try:
        decoded = decode(raw, encoding=encoding)
    except FramingError:
        if options.encoding:
            raise
        decoded = decode(raw)
    values, remarks = to_text(decoded.text)
    if decoded.mended:
        remarks = (Remark("warning", "encoding", decoded.mended), *remarks)
    yield Row(None, values, remarks)
