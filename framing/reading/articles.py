"""From rows to the tables `articles` and `notes`: which value counts, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from framing.corpus import Corpus, Step
from framing.errors import FramingError
from framing.reading.columns import GIVEN, match_columns
from framing.reading.encoding import tidy
from framing.reading.manifest import Manifest
from framing.reading.rows import Options, Remark, Row
from framing.reading.values import Days, language_code, plain, stands_in

# More remarks of one kind on one file than this are counted, not listed.
_MOST_REMARKS = 1000
# Articles of one file after which its dates in figures are settled by those read so far: a long
# table need not be held whole, and reads the same however it is cut into parts.
_SETTLED = 10_000


class Builder:
    """Gathers articles and notes, and hands them over as a corpus.

    Parameters
    ----------
    manifest : Manifest
    options : Options
    outlet, language : str or None
        Values for articles of which nothing else says them.
    settings : mapping
        For the history.
    """

    def __init__(
        self,
        manifest: Manifest,
        options: Options,
        *,
        outlet: str | None = None,
        language: str | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        self._manifest = manifest
        self._options = options
        self._outlet = outlet
        self._language = language
        self._settings = dict(settings or {})
        self._articles: list[dict[str, Any]] = []
        self._notes: list[dict[str, Any]] = []
        self._ids: set[str] = set()
        self._copies: dict[str, int] = {}
        self._columns: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}
        self._counts: dict[tuple[str, str], int] = {}
        self._files: set[str] = set()
        self._found: dict[str, int] = {}
        self._days = Days()
        self.ready = 0  # articles of which nothing is left to be settled
        self.taken = 0

    def __len__(self) -> int:
        return len(self._articles)

    def say(self, file: str | None, row: int | None, article: str | None, remark: Remark) -> None:
        """Put a remark among the notes; after a thousand of one kind they are counted only."""
        key = (file or "", remark.code)
        self._counts[key] = self._counts.get(key, 0) + 1
        if self._counts[key] > _MOST_REMARKS:
            return
        where = "" if file is None else f"{file}: " if row is None else f"{file}, row {row}: "
        self._notes.append(
            {
                "file": file,
                "row": row,
                "article_id": article,
                "stage": "reading",
                "level": remark.level,
                "code": remark.code,
                "message": where + remark.message,
            }
        )

    def add(self, file: str, row: Row, *, table: bool) -> None:
        """Take one row; what cannot be an article becomes a note."""
        self._files.add(file)
        if not row.values:
            for remark in row.remarks:
                self.say(file, row.number, None, remark)
            return
        columns = (
            self._columns_of(file, row.values)
            if table
            else {c: c for c in GIVEN if c in row.values}
        )
        values = {ours: plain(row.values.get(theirs)) for ours, theirs in columns.items()}
        self._found[file] = self._found.get(file, 0) + 1
        remarks = list(row.remarks)
        said = self._manifest.of(file)
        text = self._text(values, said, remarks)
        article = self._id(file, row.number, values, said, remarks)
        if text is None:
            for remark in remarks:
                self.say(file, row.number, None, remark)
            return
        body, headline = text
        record: dict[str, Any] = {
            "article_id": article,
            "file": file,
            "row": row.number,
            "text": body,
            "headline": headline,
        }
        self._given(record, values, said, "table" if table else "text", remarks, file)
        self._articles.append(record)
        for remark in remarks:
            self.say(file, row.number, article, remark)
        if self._found[file] % _SETTLED == 0:
            self._settle(file)

    def _settle(self, file: str) -> None:
        done = self._days.settle(file)
        if done is not None:
            self.say(file, done[0], None, done[1])
        self.ready = len(self._articles)

    def end_of_file(self, file: str) -> None:
        """Settle its dates; say what was counted only, and that a file held nothing."""
        self._files.add(file)
        self._settle(file)
        counted = [(c, n) for (f, c), n in self._counts.items() if f == file and n > _MOST_REMARKS]
        for code, number in counted:
            self._notes.append(
                {
                    "file": file,
                    "row": None,
                    "article_id": None,
                    "stage": "reading",
                    "level": "warning",
                    "code": code,
                    "message": f"{file}: {number - _MOST_REMARKS:,} more remarks of this kind",
                }
            )
        if not self._found.get(file) and not any(f == file for f, _ in self._counts):
            self.say(file, None, None, Remark("warning", "empty_file", "holds no articles"))

    def end(self, path: Path) -> None:
        """Compare with the manifest; refuse where nothing was read."""
        for file in self._manifest.said:
            if file not in self._files and not any(f.endswith("/" + file) for f in self._files):
                self.say(
                    None,
                    None,
                    None,
                    Remark(
                        "warning",
                        "manifest_file_missing",
                        f"{self._manifest.where(file)}: no file {file!r} was found",
                    ),
                )
        if not self._articles and not self.taken:
            reasons = [n["message"] for n in self._notes if n["level"] != "info"]
            more = f" (and {len(reasons) - 5} more)" if len(reasons) > 5 else ""
            raise FramingError(
                f"{path}: no article could be read\n  " + "\n  ".join(reasons[:5]) + more
            )

    def take(self, rows: int | None = None) -> Corpus:
        """The corpus of what was gathered and not yet taken, or of the first `rows` of it."""
        import pandas as pd

        articles = self._articles[:rows]
        taken = {None, *(article["article_id"] for article in articles)}
        notes = [note for note in self._notes if note["article_id"] in taken]
        self._notes = [note for note in self._notes if note["article_id"] not in taken]
        del self._articles[: len(articles)]
        self.ready -= len(articles)
        self.taken += len(articles)
        frame = (
            pd.DataFrame(articles)
            if articles
            else pd.DataFrame(
                {"article_id": pd.Series(dtype="string"), "text": pd.Series(dtype="string")}
            )
        )
        return Corpus.from_articles(
            frame,
            step=Step("read", self._settings),
            notes=pd.DataFrame(notes) if notes else None,
        )

    def _columns_of(self, file: str, values: Mapping[str, Any]) -> dict[str, str]:
        key = (file, tuple(map(str, values)))
        if key in self._columns:
            return self._columns[key]
        first = not any(f == file for f, _ in self._columns)
        try:
            chosen = match_columns(key[1], where=file, given=self._options.columns)
        except FramingError:
            if not first:  # a later line of a .jsonl may lack what the first one had
                return self._columns.setdefault(
                    key, match_columns(key[1], where=file, need_text=False)
                )
            raise FramingError(str(_message(key[1], file, self._options.columns))) from None
        self._columns[key] = chosen
        if first:
            renamed = [f"{t!r} as {o}" for o, t in chosen.items() if o != t]
            left = [c for c in key[1] if c not in chosen.values() and c]
            if renamed:
                self.say(file, None, None, Remark("info", "columns", "read " + ", ".join(renamed)))
            if left:
                self.say(
                    file,
                    None,
                    None,
                    Remark("info", "columns_left_out", "columns left out: " + ", ".join(left)),
                )
        return chosen

    def _id(
        self,
        file: str,
        row: int | None,
        values: Mapping[str, str],
        said: Mapping[str, str],
        remarks: list[Remark],
    ) -> str:
        own = said.get("article_id") if row is None else None
        name = own or values.get("article_id") or (file if row is None else f"{file}#{row:06d}")
        article = name
        while article in self._ids:
            self._copies[name] = self._copies.get(name, 1) + 1
            article = f"{name}~{self._copies[name]}"
        if article != name:
            remarks.append(
                Remark(
                    "warning",
                    "duplicate_id",
                    f"the id {name!r} stands already before; this article is called {article!r}",
                )
            )
        self._ids.add(article)
        return article

    def _text(
        self, values: Mapping[str, str], said: Mapping[str, str], remarks: list[Remark]
    ) -> tuple[str, str | None] | None:
        """Text and headline, or None where there is nothing to read."""
        body = tidy(values.get("text", ""))
        if body.count("\\n") > max(1, body.count("\n")):
            body = body.replace("\\n", "\n")
            message = "line breaks that were written out as \\n were read as line breaks"
            remarks.append(Remark("warning", "written_line_breaks", message))
        headline = " ".join(tidy(said.get("headline") or values.get("headline", "")).split())
        if len(body) > self._options.longest:
            remarks.append(
                Remark(
                    "error",
                    "too_long",
                    f"has {len(body):,} characters, more than the "
                    f"{self._options.longest:,} that one article may have; it was left out: "
                    "split it, or pass a larger longest=",
                )
            )
            return None
        if not body.strip():
            if not headline:
                remarks.append(Remark("error", "empty", "holds no text; it was left out"))
                return None
            remarks.append(Remark("info", "headline_only", "has a headline and no text"))
            return headline, headline
        if not headline:
            return body, None
        if stands_in(headline, body):
            return body, headline
        return f"{headline}\n\n{body}", headline

    def _given(
        self,
        record: dict[str, Any],
        values: Mapping[str, str],
        said: Mapping[str, str],
        own_basis: str,
        remarks: list[Remark],
        file: str,
    ) -> None:
        """Fill what manifest, columns and arguments say, the manifest first."""
        if said.get("note"):
            remarks.append(Remark("info", "manifest_note", said["note"]))
        for column in GIVEN:
            if column in ("article_id", "text", "headline"):
                continue
            own, told = values.get(column, ""), said.get(column, "")
            if told and own and told != own:
                remarks.append(
                    Remark(
                        "info",
                        "manifest_overrides",
                        f"{self._manifest.where(file)}"
                        f" says {column} {told!r}; the file said {own!r}",
                    )
                )
            value, basis = (told, "manifest") if told else (own, own_basis)
            if not value and column == "outlet" and self._outlet:
                value, basis = self._outlet, "argument"
            if not value and column == "language" and self._language:
                value = self._language
            if not value:
                continue
            if column == "published":
                where = self._manifest.where(file) + ": " if basis == "manifest" else ""
                remarks.extend(self._days.read(record, value, basis=basis, where=where))
                continue
            record[column] = language_code(value) if column == "language" else value
            if column in ("outlet", "agency"):
                record[f"{column}_basis"] = basis
            if column == "event":
                record["event_basis"] = "given"


def _message(names: tuple[str, ...], file: str, given: Mapping[str, str]) -> str:
    try:
        match_columns(names, where=file, given=given)
    except FramingError as error:
        return str(error).removeprefix(f"{file}: ")
    return ""
