"""The `Corpus`: tables that are checked at the door, what was done to them, and a signature."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing.errors import FramingError, nearest
from framing.schema import SCHEMAS, STORY_KINDS

__all__ = ["SCHEMAS", "STORY_KINDS", "Corpus", "Step", "article_digest", "signed"]


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

    @classmethod
    def joined(
        cls,
        parts: Iterable[Corpus],
        *,
        history: tuple[Step, ...] | None = None,
        notes: pd.DataFrame | None = None,
    ) -> Corpus:
        """Put parts together again: their tables as one, the history of any of them.

        A note that speaks of no article and stands in several parts is kept once.
        """
        parts = list(parts)
        frames: dict[str, pd.DataFrame] = {}
        for name in SCHEMAS:
            found = [part.tables[name] for part in parts if name in part.tables]
            if name == "notes" and notes is not None and len(notes):
                found.append(notes)
            if found or name == "articles":
                frames[name] = pd.concat(found or [SCHEMAS[name].empty()], ignore_index=True)
        if "notes" in frames:
            general = frames["notes"]["article_id"].isna()
            kept = frames["notes"][~(general & frames["notes"].duplicated())]
            frames["notes"] = SCHEMAS["notes"].conform(kept, name="notes")
        _refuse_twins(frames["articles"])
        # Each part was checked and sorted, and an article is in one part: its rows stay in order.
        place = pd.Index(frames["articles"]["article_id"].sort_values())
        for name in frames.keys() - {"notes"}:
            rank = place.get_indexer(frames[name]["article_id"])
            if (np.diff(rank) < 0).any():
                order = np.argsort(rank, kind="stable")
                frames[name] = frames[name].take(order).reset_index(drop=True)
        if history is None:
            history = parts[0].history if parts else ()
        return cls(frames, history)

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

    def pieces(self, tables: Iterable[str] = ()) -> Iterator[Corpus]:
        """The corpus piece by piece: here in one; a `Library` hands over its parts.

        Parameters
        ----------
        tables : iterable of str
            What is asked of each piece: names of tables, and "text" for the articles' texts.
        """
        yield self

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
    def _structured(self) -> bool:
        return bool((self.spans["stage"] == "structure").any())

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
        if not self._structured:
            return [(0, len(self.text(article_id)), "body")]
        return self._story_spans.get(article_id, [])

    @cached_property
    def signature(self) -> str:
        """A short hash of all that would change a number: texts, manifest, steps and settings."""
        inputs = self.articles[["article_id", "text"]]
        digests = (
            (article, article_digest(article, text))
            for article, text in zip(inputs["article_id"], inputs["text"], strict=True)
        )
        return signed(digests, self.history)

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


def article_digest(article_id: str, text: str) -> str:
    """A hash of one article's id and text."""
    digest = hashlib.blake2b(digest_size=12)
    for value in (article_id, text):
        raw = value.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "little") + raw)
    return digest.hexdigest()


def signed(digests: Iterable[tuple[str, str]], history: Iterable[Step]) -> str:
    """The signature of articles (id, digest), in whatever order they come, and of the steps."""
    whole = hashlib.blake2b(digest_size=8)
    for _, digest in sorted(digests):
        whole.update(bytes.fromhex(digest))
    whole.update(json.dumps([s.as_dict() for s in history], sort_keys=True, default=str).encode())
    return whole.hexdigest()


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
