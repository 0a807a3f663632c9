"""What the kernel hands back: marked stretches of one page, and what the page says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from framing.dates import Moment

STRUCTURE = ("headline", "standfirst", "body", "dateline", "repeat")
FURNITURE = (
    "crawl",
    "navigation",
    "section",
    "timestamp",
    "byline",
    "credit",
    "source_line",
    "caption",
    "teaser",
    "subhead",
    "advert",
    "tail",
    "form",
    "copyright",
    "url",
    "separator",
    "social",
    "other",
)


class Mark(NamedTuple):
    """One stretch of the page: where, what, and why.

    ``stage`` is ``"structure"`` (headline, standfirst, body, dateline, repeat) or ``"furniture"``.
    """

    start: int
    end: int
    stage: Literal["structure", "furniture"]
    kind: str
    note: str = ""


class Remark(NamedTuple):
    """Something a reader of the results should know of the page."""

    level: Literal["info", "warning", "error"]
    code: str
    message: str


@dataclass(frozen=True)
class Page:
    """One page, marked.

    Parameters
    ----------
    marks : tuple of Mark
        In order, not overlapping; together they hold every character that is not blank.
    headline : str or None
        As it stands in the text.
    published : Moment or None
        When, as the page says it.
    published_basis : {"text", "url", "caption"} or None
        Where it says so.
    language : str or None
        ISO 639-1, guessed from the story's words; None where it cannot be told.
    url : str or None
        The page's own address, where it stands on the page.
    remarks : tuple of Remark
    """

    marks: tuple[Mark, ...]
    headline: str | None = None
    published: Moment | None = None
    published_basis: Literal["text", "url", "caption"] | None = None
    language: str | None = None
    url: str | None = None
    remarks: tuple[Remark, ...] = ()

    def of_kind(self, *kinds: str) -> list[Mark]:
        """The marks of these kinds, in order."""
        return [m for m in self.marks if m.kind in kinds]


def stage_of(kind: str) -> Literal["structure", "furniture"]:
    """Which stage a kind belongs to."""
    return "structure" if kind in STRUCTURE else "furniture"
