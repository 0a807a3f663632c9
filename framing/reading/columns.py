"""Which column of a table is which: the names that tables use for text, headline, outlet, date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from framing.errors import FramingError, nearest

# Columns of `articles` that a table or a manifest may give; the others are for stages to find.
GIVEN = (
    "article_id",
    "outlet",
    "republisher",
    "agency",
    "origin",
    "control",
    "role",
    "country",
    "published",
    "language",
    "headline",
    "text",
    "url",
    "event",
)
# Other names under which they are met, the likeliest first.
ALIASES: dict[str, tuple[str, ...]] = {
    "article_id": ("id", "articleid", "doc_id", "docid", "document_id", "uuid", "guid", "_id"),
    "text": (
        "body",
        "content",
        "article",
        "article_text",
        "articletext",
        "full_text",
        "fulltext",
        "maintext",
        "main_text",
        "article_body",
        "plain_text",
        "story_text",
        "news_text",
    ),
    "headline": ("title", "heading", "article_title", "news_title", "head"),
    "outlet": (
        "source",
        "publisher",
        "newspaper",
        "publication",
        "source_name",
        "news_source",
        "media",
        "site",
        "site_name",
        "domain",
        "src",
    ),
    "published": (
        "date",
        "publish_date",
        "published_at",
        "publication_date",
        "pub_date",
        "pubdate",
        "date_published",
        "published_date",
        "datetime",
        "timestamp",
        "created_at",
        "article_date",
        "time",
    ),
    "url": ("link", "href", "uri", "permalink", "article_url"),
    "language": ("lang",),
    "agency": ("wire", "news_agency"),
    "country": ("source_country",),
    "event": ("event_id", "topic_event"),
}


def match_columns(
    found: Iterable[str],
    *,
    where: str,
    given: Mapping[str, str] | None = None,
    need_text: bool = True,
) -> dict[str, str]:
    """Say which of a table's columns holds what.

    Parameters
    ----------
    found : iterable of str
        The table's columns.
    where : str
        The file, for messages.
    given : mapping of str to str, optional
        What the user said: ``{"text": "content", "headline": "title"}``.
    need_text : bool
        Whether a table without text or headline is refused.

    Returns
    -------
    dict
        Our name to the table's name.

    Raises
    ------
    FramingError
        Where a name that the user gave is not there, or no column holds the text.

    Examples
    --------
    >>> match_columns(["ID", "Title", "content"], where="news.csv")
    {'article_id': 'ID', 'headline': 'Title', 'text': 'content'}
    """
    found = [str(c) for c in found]
    given = dict(given or {})
    for ours, theirs in given.items():
        if ours not in GIVEN:
            raise FramingError(f"columns: {ours!r} is no column of articles{nearest(ours, GIVEN)}")
        if theirs not in found:
            raise FramingError(f"{where}: no column {theirs!r}{nearest(theirs, found)}")
    taken = set(given.values())
    plain = {_plain(c): c for c in reversed(found) if c not in taken}
    chosen: dict[str, str] = {}
    for ours in GIVEN:
        if ours in given:
            chosen[ours] = given[ours]
            continue
        for name in (ours, *ALIASES.get(ours, ())):
            if name in plain and plain[name] not in chosen.values():
                chosen[ours] = plain[name]
                break
    if need_text and "text" not in chosen and ("text" not in given):
        known = sorted({"text", *ALIASES["text"]})
        close = [c for c in found if nearest(c, known).startswith("; nearest")]
        guess = close[0] if close else next((c for c in found if c not in chosen.values()), "NAME")
        raise FramingError(
            f"{where}: no column holds the text (expected 'text', 'body' or 'content'); "
            f"found: {', '.join(found) or 'none'}; say which it is: columns={{'text': {guess!r}}}"
        )
    return chosen


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().lstrip("\ufeff").lower())
