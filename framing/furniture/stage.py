"""The furniture stage: mark every article of a corpus and fill what its pages say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.furniture.marks import Page
from framing.furniture.page import find_furniture

if TYPE_CHECKING:
    from framing.corpus import Corpus


def mark(corpus: Corpus) -> Corpus:
    """Mark headline, standfirst, dateline, body, repeats and furniture in every article.

    Where the articles table does not know them yet, headline, time of publication, language and
    address are filled from the page; where the page says otherwise than table or manifest, the
    table stays and a note says so.

    Parameters
    ----------
    corpus : Corpus
        As `reading.read` gives it.

    Returns
    -------
    Corpus
        With spans of the stages ``furniture`` and ``structure`` and the filled articles.

    Examples
    --------
    >>> from framing.corpus import Corpus
    >>> corpus = Corpus.from_articles([{"article_id": "a", "text": "Kim meets Lavrov\\n\\nKim met "
    ...     "Lavrov on Thursday in Pyongyang, the Russian ministry said in a statement."}])
    >>> mark(corpus).spans[["stage", "kind"]].values.tolist()
    [['structure', 'headline'], ['structure', 'body']]
    """
    import pandas as pd

    from framing.corpus import Step

    articles = corpus.articles.astype(object).where(corpus.articles.notna(), None)
    records = articles.to_dict("records")
    spans: dict[str, list[Any]] = {
        c: [] for c in ("article_id", "start", "end", "stage", "kind", "note")
    }
    notes: list[dict[str, Any]] = []
    filled = []
    for record in records:
        page = find_furniture(record["text"], headline=record["headline"])
        name = record["article_id"]
        for start, end, stage, kind, note in page.marks:
            spans["article_id"].append(name)
            spans["start"].append(start)
            spans["end"].append(end)
            spans["stage"].append(stage)
            spans["kind"].append(kind)
            spans["note"].append(note or None)
        notes.extend(_notes(record, page))
        filled.append(_fill(record, page, notes))
    kept = corpus.spans
    kept = kept[~kept["stage"].isin(["furniture", "structure"])]
    marked = pd.DataFrame(spans)
    columns = ["headline", "published", "published_precision", "published_basis", "language", "url"]
    table = corpus.articles.copy()
    for column in columns:
        table[column] = pd.array([f[column] for f in filled], dtype="string")
    said = pd.DataFrame(notes)
    frames = {"articles": table, "spans": pd.concat([kept, marked]) if len(kept) else marked}
    if len(said):
        frames["notes"] = (
            pd.concat([corpus.notes, said], ignore_index=True) if (len(corpus.notes)) else said
        )
    return corpus.with_tables(Step("furniture"), **frames)


def _fill(record: dict[str, Any], page: Page, notes: list[dict[str, Any]]) -> dict[str, Any]:
    """What the articles table did not know; where the page says otherwise, a note."""
    filled = {
        c: record[c]
        for c in ("published", "published_precision", "published_basis", "language", "url")
    }
    filled["headline"] = page.headline
    if page.published is not None:
        if filled["published"] is None:
            filled["published"] = page.published.iso
            filled["published_precision"] = page.published.precision
            filled["published_basis"] = page.published_basis
        elif filled["published"][:10] != page.published.day:
            notes.append(
                _note(
                    record,
                    "info",
                    "published_differs",
                    "given as published "
                    f"{filled['published']}; the page says {page.published.iso}; the "
                    "given one was kept",
                )
            )
    if filled["language"] is None:
        filled["language"] = page.language
    if filled["url"] is None:
        filled["url"] = page.url
    return filled


def _notes(record: dict[str, Any], page: Page) -> list[dict[str, Any]]:
    return [_note(record, r.level, r.code, r.message) for r in page.remarks]


def _note(record: dict[str, Any], level: str, code: str, message: str) -> dict[str, Any]:
    where = record["file"] or record["article_id"]
    if record["row"] is not None:
        where = f"{where}, row {record['row']}"
    return {
        "file": record["file"],
        "row": record["row"],
        "article_id": record["article_id"],
        "stage": "furniture",
        "level": level,
        "code": code,
        "message": f"{where}: {message}",
    }
