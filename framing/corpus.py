"""The tables that carry everything, their schemas, and the `Corpus` that holds them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
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


_DTYPES: dict[Kind, str] = {"str": "string", "int": "Int64", "float": "Float64", "bool": "boolean"}


def _missing(kind: Kind, rows: int) -> pd.Series:
    return pd.Series([pd.NA] * rows, dtype=_DTYPES[kind])


def _typed(values: pd.Series, rule: Column, table: str, column: str) -> pd.Series:
    try:
        typed = values.astype(_DTYPES[rule.kind])
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
                "share of the shorter story's 5-word shingles that the other holds too, 0 to 1",
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


@dataclass(frozen=True)
class Step:
    """One thing that was done to a corpus: the stage, its settings, and any model it used."""

    stage: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    model: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The step as plain values, keys sorted, ready for JSON."""
        settings = {k: self.settings[k] for k in sorted(self.settings)}
        return {"stage": self.stage, "settings": settings, "model": self.model}


@dataclass(frozen=True)
class Corpus:
    """Articles, and the spans, attributions, passages and hits that stages laid over them.

    A corpus is never changed: each stage returns a new one (`with_tables`). Offsets in every
    table are code points into ``articles.text``.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Those of `SCHEMAS` that exist so far; each is checked against its schema.
    history : tuple of Step
        What was done, in order.

    Examples
    --------
    >>> corpus = Corpus.from_articles([{"article_id": "a", "text": "Kim met Lavrov."}])
    >>> corpus
    Corpus(1 article, 1 outlet; read)
    """

    tables: Mapping[str, pd.DataFrame]
    history: tuple[Step, ...] = ()

    @classmethod
    def from_articles(
        cls,
        articles: Iterable[Mapping[str, Any]] | pd.DataFrame,
        *,
        step: Step | None = None,
        notes: pd.DataFrame | None = None,
    ) -> Corpus:
        """Make a corpus from rows that hold at least ``article_id`` and ``text``."""
        frame = articles if isinstance(articles, pd.DataFrame) else pd.DataFrame(list(articles))
        frames = {"articles": frame} | ({} if notes is None else {"notes": notes})
        return cls({}, ()).with_tables(step or Step("read"), **frames)

    def with_tables(self, step: Step | None, **frames: pd.DataFrame) -> Corpus:
        """Return a corpus with `frames` put in place of its tables and `step` in its history.

        Raises
        ------
        FramingError
            Where a table does not fit its schema, an id stands twice, or a row points to an
            article that is not there.
        """
        tables = dict(self.tables)
        for name, frame in frames.items():
            if name not in SCHEMAS:
                raise FramingError(f"no table {name!r}{nearest(name, SCHEMAS)}")
            tables[name] = SCHEMAS[name].conform(frame, name=name)
        if "articles" in frames:
            _refuse_twins(tables["articles"])
        ids = tables["articles"]["article_id"] if "articles" in tables else pd.Series(dtype=str)
        for name in frames:
            if name in ("articles", "notes"):
                continue
            strange = ~tables[name]["article_id"].isin(ids)
            if strange.any():
                raise FramingError(
                    f"table {name!r} speaks of article "
                    f"{tables[name]['article_id'][strange].iloc[0]!r}, which is not in the corpus"
                )
        history = self.history if step is None else (*self.history, step)
        return Corpus(tables, history)

    def table(self, name: str) -> pd.DataFrame:
        """One of the tables; empty where no stage has made it yet."""
        if name not in SCHEMAS:
            raise FramingError(f"no table {name!r}{nearest(name, SCHEMAS)}")
        return self.tables[name] if name in self.tables else SCHEMAS[name].empty()

    @property
    def articles(self) -> pd.DataFrame:
        """One row an article."""
        return self.table("articles")

    @property
    def spans(self) -> pd.DataFrame:
        """One row a marked stretch of text."""
        return self.table("spans")

    @property
    def attributions(self) -> pd.DataFrame:
        """One row a fragment of attributed content."""
        return self.table("attributions")

    @property
    def passages(self) -> pd.DataFrame:
        """One row a passage that two articles share."""
        return self.table("passages")

    @property
    def hits(self) -> pd.DataFrame:
        """One row an occurrence of a feature."""
        return self.table("hits")

    @property
    def notes(self) -> pd.DataFrame:
        """What was read, marked, mended, refused and left out."""
        return self.table("notes")

    @cached_property
    def texts(self) -> dict[str, str]:
        """Text by article id."""
        return dict(zip(self.articles["article_id"], self.articles["text"], strict=True))

    def text(self, article_id: str) -> str:
        """The text of one article.

        Raises
        ------
        FramingError
            Where there is no such article; the message names the nearest.
        """
        if article_id not in self.texts:
            raise FramingError(f"no article {article_id!r}{nearest(article_id, self.texts)}")
        return self.texts[article_id]

    @cached_property
    def _story_spans(self) -> dict[str, list[tuple[int, int, str]]]:
        spans = self.spans
        story = spans[(spans["stage"] == "structure") & spans["kind"].isin(STORY_KINDS)]
        found: dict[str, list[tuple[int, int, str]]] = {}
        for article, start, end, kind in zip(
            story["article_id"], story["start"], story["end"], story["kind"], strict=True
        ):
            found.setdefault(article, []).append((int(start), int(end), str(kind)))
        return found

    def story_spans(self, article_id: str) -> list[tuple[int, int, str]]:
        """Where the story stands in one article: (start, end, kind), in order.

        The kinds are headline, standfirst and body. Before furniture has been marked the whole
        text is one body.
        """
        if not (self.spans["stage"] == "structure").any():
            return [(0, len(self.text(article_id)), "body")]
        return self._story_spans.get(article_id, [])

    @cached_property
    def signature(self) -> str:
        """A short hash of all that would change a number: texts, manifest, steps and settings."""
        digest = hashlib.blake2b(digest_size=8)
        inputs = self.articles[["article_id", "text"]]
        for article, text in zip(inputs["article_id"], inputs["text"], strict=True):
            for value in (article, text):
                raw = value.encode("utf-8", "surrogatepass")
                digest.update(len(raw).to_bytes(8, "little") + raw)
        steps = [step.as_dict() for step in self.history]
        digest.update(json.dumps(steps, sort_keys=True, default=str).encode())
        return digest.hexdigest()

    def select(self, article_ids: Iterable[str]) -> Corpus:
        """Return the corpus of these articles alone; passages need both their articles."""
        wanted = set(article_ids)
        frames = {}
        for name, frame in self.tables.items():
            keep = frame["article_id"].isin(wanted)
            if name == "notes":
                keep = keep | frame["article_id"].isna()
            if name == "passages":
                keep = keep & frame["other_id"].isin(wanted)
            frames[name] = frame[keep].reset_index(drop=True)
        return Corpus(frames, self.history)

    def save(self, folder: str | Path) -> Path:
        """Write each table as Parquet and the history as JSON into `folder`; return the folder."""
        from framing.files import write_atomically

        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name, frame in self.tables.items():
            with write_atomically(folder / f"{name}.parquet", "wb") as handle:
                frame.to_parquet(handle, index=False)
        steps = [step.as_dict() for step in self.history]
        with write_atomically(folder / "history.json") as handle:
            handle.write(json.dumps(steps, indent=1, sort_keys=True, default=str) + "\n")
        return folder

    @classmethod
    def load(cls, folder: str | Path) -> Corpus:
        """Read a corpus that `save` wrote.

        Raises
        ------
        FramingError
            Where the folder holds no corpus, or a table no longer fits its schema.
        """
        folder = Path(folder)
        if not (folder / "history.json").is_file():
            raise FramingError(f"{folder}: no saved corpus (expected history.json and tables)")
        steps = json.loads((folder / "history.json").read_text(encoding="utf-8"))
        frames = {
            name: pd.read_parquet(folder / f"{name}.parquet")
            for name in SCHEMAS
            if (folder / f"{name}.parquet").is_file()
        }
        history = tuple(Step(s["stage"], s["settings"], s["model"]) for s in steps)
        return cls({}, history).with_tables(None, **frames)

    def __len__(self) -> int:
        return len(self.articles)

    def __repr__(self) -> str:
        articles = len(self)
        outlets = self.articles["outlet"].dropna().nunique() or min(articles, 1)
        done = " → ".join(step.stage for step in self.history) or "nothing done"
        return (
            f"Corpus({articles:,} article{'s' * (articles != 1)}, "
            f"{outlets:,} outlet{'s' * (outlets != 1)}; {done})"
        )

    def _repr_html_(self) -> str:
        columns = ["article_id", "outlet", "origin", "published", "event", "headline", "words"]
        head = self.articles[columns].head(8)
        rest = len(self) - len(head)
        foot = f"{self!r}, signature {self.signature}"
        more = f" · {rest:,} more articles" if rest > 0 else ""
        warnings = int((self.notes["level"] != "info").sum())
        noted = f" · {warnings} warnings in <code>.notes</code>" if warnings else ""
        table = head.to_html(index=False, na_rep="", border=0, escape=True)
        return f"{table}<p><small>{foot}{more}{noted}</small></p>"


def _refuse_twins(articles: pd.DataFrame) -> None:
    twins = articles["article_id"].duplicated(keep=False)
    if twins.any():
        twin = articles[twins].iloc[0]["article_id"]
        same = articles[articles["article_id"] == twin]
        places = "; ".join(
            f"{file}, row {row}" if pd.notna(row) else str(file)
            for file, row in zip(same["file"], same["row"], strict=True)
            if pd.notna(file)
        )
        raise FramingError(
            f"article_id {twin!r} stands {len(same)} times "
            f"({places or 'in the table'}); give each article its own id"
        )
