"""The tables that carry everything: what each row is, and what each column means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from framing.errors import FramingError, nearest

Kind = Literal["str", "int", "float", "bool"]
STORY_KINDS = ("headline", "standfirst", "body")


@dataclass(frozen=True)
class Column:
    """One column of a table: its kind, whether it may be missing, and what it means."""

    kind: Kind
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema:
    """What a table must look like at the door."""

    one_row_is: str
    columns: Mapping[str, Column]
    order: tuple[str, ...]

    def empty(self) -> pd.DataFrame:
        """A table of this schema with no rows."""
        return self.conform(pd.DataFrame(), name="table")

    def typed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Give the columns of a table that was checked before their types again."""
        types = {c: _DTYPES[self.columns[c].kind] for c in frame.columns}
        other = {c: t for c, t in types.items() if frame[c].dtype != t}
        return frame.astype(other) if other else frame

    def conform(self, frame: pd.DataFrame, *, name: str) -> pd.DataFrame:
        """Return `frame` with the schema's columns and types, sorted; raise where that fails.

        Missing optional columns are added as missing values; columns that the schema does not
        know are refused, so that a misspelt one is never lost.
        """
        unknown = [c for c in frame.columns if c not in self.columns]
        if unknown:
            raise FramingError(
                f"table {name!r} has no column {unknown[0]!r}{nearest(unknown[0], self.columns)}"
            )
        tidy: dict[str, pd.Series] = {}
        for column, rule in self.columns.items():
            if column not in frame.columns:
                if rule.required and len(frame):
                    raise FramingError(
                        f"table {name!r} needs a column {column!r} ({rule.meaning}); "
                        f"found: {', '.join(map(str, frame.columns))}"
                    )
                tidy[column] = _missing(rule.kind, len(frame))
                continue
            tidy[column] = _typed(frame[column].reset_index(drop=True), rule, name, column)
        result = pd.DataFrame(tidy, columns=list(self.columns))
        keys = [c for c in self.order if len(result)]
        return result.sort_values(keys, kind="stable", ignore_index=True) if keys else result


_DTYPES: dict[Kind, Any] = {
    "str": pd.StringDtype(),
    "int": pd.Int64Dtype(),
    "float": pd.Float64Dtype(),
    "bool": pd.BooleanDtype(),
}


def _missing(kind: Kind, rows: int) -> pd.Series:
    return pd.Series([pd.NA] * rows, dtype=_DTYPES[kind])


def _typed(values: pd.Series, rule: Column, table: str, column: str) -> pd.Series:
    try:
        known = values.dtype == _DTYPES[rule.kind]
        typed = values if known else values.astype(_DTYPES[rule.kind])
    except (TypeError, ValueError) as error:
        raise FramingError(
            f"table {table!r}, column {column!r} must be of kind {rule.kind}; {error}"
        ) from error
    if rule.required and typed.isna().any():
        row = int(typed.isna().to_numpy().argmax())
        raise FramingError(
            f"table {table!r}, row {row}: {column!r} is missing; it is {rule.meaning}"
        )
    if rule.choices:
        wrong = typed.dropna()
        wrong = wrong[~wrong.isin(rule.choices)]
        if len(wrong):
            raise FramingError(
                f"table {table!r}, column {column!r}: {wrong.iloc[0]!r} is not one of "
                + ", ".join(rule.choices)
            )
    return typed


def _text(meaning: str, *choices: str, required: bool = False) -> Column:
    return Column("str", meaning, required, choices)


def _int(meaning: str, *, required: bool = False) -> Column:
    return Column("int", meaning, required)


_ID = _text("which article", required=True)
_START = _int("offset of the first character in articles.text", required=True)
_END = _int("offset after the last character", required=True)
_VOICES = ("narrator", "direct", "indirect")

SCHEMAS: dict[str, Schema] = {
    "articles": Schema(
        "an article as it was read",
        {
            "article_id": _text("unique name of the article", required=True),
            "file": _text("the file it came from"),
            "row": _int("its row in that file, counted from 1 without the header"),
            "outlet": _text("who published it; 'unknown' is a value"),
            "outlet_basis": _text(
                "how the outlet is known", "text", "manifest", "argument", "url", "table", "unknown"
            ),
            "republisher": _text("a site that reprints the outlet"),
            "agency": _text("the wire that this file credits"),
            "agency_basis": _text("how the agency is known"),
            "origin": _text("whose words they are: an agency or an outlet; 'unknown' is a value"),
            "origin_basis": _text(
                "how the origin is known", "own", "credited", "dateline", "traced", "unknown"
            ),
            "origin_evidence": _text("the text or the passages that say so"),
            "story": _text("the independent text: all versions and copies share one"),
            "control": _text("who controls the outlet"),
            "role": _text("what kind of publisher the outlet is"),
            "country": _text("where the outlet is based"),
            "published": _text("ISO 8601, with the zone where one was given"),
            "published_precision": _text("how exact that is", "day", "minute"),
            "published_basis": _text(
                "where the time was found",
                "text",
                "manifest",
                "table",
                "url",
                "caption",
                "argument",
            ),
            "language": _text("ISO 639-1, guessed unless given"),
            "headline": _text("the headline, as it stands in the text"),
            "text": _text("the text; it never changes", required=True),
            "url": _text("where it stood"),
            "event": _text("which happening it covers"),
            "event_basis": _text("how the event is known", "grouped", "given", "unknown"),
            "words": _int("length of the story in words"),
            "words_narrator": _int("of these in the outlet's own voice"),
            "words_direct": _int("of these inside quotation marks"),
            "words_indirect": _int("of these attributed without marks"),
        },
        ("article_id",),
    ),
    "spans": Schema(
        "a stretch of an article's text that a stage marked",
        {
            "article_id": _ID,
            "start": _START,
            "end": _END,
            "stage": _text("which stage", "furniture", "structure", "voice", required=True),
            "kind": _text("what it is", required=True),
            "note": _text("what a reader may want to know of it"),
        },
        ("article_id", "start", "end", "stage", "kind"),
    ),
    "attributions": Schema(
        "one contiguous fragment of what is attributed to somebody",
        {
            "article_id": _ID,
            "attribution_id": _text("the attribution; its fragments share it", required=True),
            "content_start": _START,
            "content_end": _END,
            "cue": _text("the words that attribute"),
            "cue_start": _int("their offset"),
            "cue_end": _int("their end"),
            "stance": _text(
                "what the cue says of the content",
                "neutral",
                "endorsing",
                "distancing",
                "confronting",
                "conceding",
                "belief",
                "none",
            ),
            "source_start": _int("offset of the source as it stands there"),
            "source_end": _int("its end"),
            "speaker_text": _text("the source as it stands there"),
            "speaker": _text("the person or body it stands for"),
            "speaker_kind": _text(
                "what kind of source",
                "person",
                "official",
                "body",
                "anonymous",
                "expert",
                "medium",
                "document",
                "public",
                "unknown",
            ),
            "speaker_country": _text("the source's country, where it can be told"),
            "voice": _text("how", "direct", "indirect", required=True),
            "via": _text("who passed the words on"),
            "part_of": _text("the attribution that encloses this one"),
        },
        ("article_id", "content_start", "content_end", "attribution_id"),
    ),
    "passages": Schema(
        "one passage that two articles share",
        {
            "article_id": _ID,
            "start": _START,
            "end": _END,
            "other_id": _text("the other article", required=True),
            "other_start": _int("offset in the other article's text", required=True),
            "other_end": _int("its end", required=True),
            "kind": _text(
                "what is shared", "copy", "quotation", "boilerplate", "rewrite", required=True
            ),
            "direction": _text("from: article_id has it from other_id", "from", "to", "unknown"),
            "pair_containment": Column(
                "float",
                "share of the shorter story's own words that stand in copies, 0 to 1",
            ),
        },
        ("article_id", "start", "end", "other_id", "other_start", "other_end", "kind"),
    ),
    "hits": Schema(
        "one occurrence of one feature",
        {
            "article_id": _ID,
            "start": _START,
            "end": _END,
            "feature": _text("the feature's name", required=True),
            "entry": _text("the entry of the dictionary"),
            "term": _text("the words in their normal form"),
            "target": _text("the actor it is said of"),
            "voice": _text("whose words", *_VOICES),
            "speaker": _text("who says it, where it is attributed"),
            "negated": Column("bool", "whether a negation stands before it, in the same clause"),
            "in_headline": Column("bool", "whether it stands in the headline"),
            "copied": Column("bool", "whether it stands in a passage shared with another story"),
        },
        ("article_id", "start", "end", "feature", "entry", "term", "target"),
    ),
    "notes": Schema(
        "what was read, marked, mended, refused or left out, and why",
        {
            "file": _text("the file"),
            "row": _int("the row in it"),
            "article_id": _text("the article"),
            "stage": _text("the stage that says so", required=True),
            "level": _text("how grave", "info", "warning", "error", required=True),
            "code": _text("a short name for the kind of note", required=True),
            "message": _text("what was found, expected, and what to do", required=True),
        },
        ("file", "row", "article_id", "stage", "code", "message"),
    ),
}
