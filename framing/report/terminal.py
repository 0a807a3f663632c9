"""What the commands print: small tables for a terminal, article text never read as markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from rich.cells import cell_len, set_cell_size
from rich.columns import Columns
from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from framing.corpus import Corpus
from framing.report.contents import Contents
from framing.report.evidence import words_of
from framing.report.findings import left_out_lines, term_rows, what_to_know_first
from framing.wording import plural

VOICE_STYLES = {"narrator": "", "indirect": "cyan", "direct": "bold cyan"}
SAID = {"narrator": "own words", "indirect": "attributed", "direct": "quoted"}


def grid(
    frame: pd.DataFrame, *, title: str = "", numbers: tuple[str, ...] = (), whole: str = ""
) -> Table:
    """A DataFrame as a table of text; missing cells stay empty, column `whole` is not broken."""
    table = Table(
        title=title or None,
        title_justify="left",
        box=None,
        pad_edge=False,
        header_style="bold",
        title_style="bold",
    )
    for column in frame.columns:
        right = column in numbers or pd.api.types.is_numeric_dtype(frame[column])
        table.add_column(
            str(column).replace("_", " "),
            justify="right" if right else "left",
            overflow="fold",
            no_wrap=column == whole,
        )
    for row in frame.itertuples(index=False):
        table.add_row(*(Text("" if pd.isna(v) else _cell(v)) for v in row))
    return table


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def articles_table(corpus: Corpus, events: pd.DataFrame) -> Group:
    """One line an article: who printed it, whose words, when, which event; then the events."""
    shown = corpus.articles[
        ["article_id", "outlet", "origin", "origin_basis", "published", "event", "words"]
    ].copy()
    long = shown["article_id"].str.len() > 20
    shown["article_id"] = shown["article_id"].where(~long, shown["article_id"].str[:19] + "…")
    shown["published"] = shown["published"].str.slice(0, 16)
    order = events["event"].tolist() if len(events) else sorted(shown["event"].dropna().unique())
    number = {event: str(i) for i, event in enumerate(order, 1)}
    shown["event"] = shown["event"].map(number).astype("string")
    lines = [
        Text(f"event {number[r.event]}: {r.label}", style="dim")
        for r in events.itertuples(index=False)
    ]
    table = grid(shown.rename(columns={"article_id": "article", "origin_basis": "basis"}))
    return Group(table, *lines)


def notes_lines(corpus: Corpus, *, least: str = "info", most: int = 40) -> list[Text]:
    """The notes as lines, gravest first; what is not shown is counted."""
    rank = {"error": 0, "warning": 1, "info": 2}
    notes = corpus.notes
    notes = notes[notes["level"].map(rank) <= rank[least]]
    notes = notes.assign(_r=notes["level"].map(rank)).sort_values("_r", kind="stable")
    lines = []
    for row in notes.head(most).itertuples(index=False):
        where = row.article_id if pd.isna(row.file) else row.file
        where = "" if pd.isna(where) else f"{where}"
        where += "" if pd.isna(row.row) else f", row {row.row}"
        where = "" if row.message.startswith(where) else where
        style = {"error": "bold red", "warning": "yellow", "info": "dim"}[row.level]
        lines.append(
            Text.assemble((f"{row.level}: ", style), f"{where}: " if where else "", row.message)
        )
    if len(notes) > most:
        lines.append(Text(f"… and {plural(len(notes) - most, 'more note')}", style="dim"))
    return lines


def reading(corpus: Corpus) -> Group:
    """For ``framing read``: every article, what was marked in it, and every note."""
    parts: list[Any] = []
    about = corpus.articles[
        [
            "article_id",
            "outlet",
            "outlet_basis",
            "agency",
            "origin",
            "origin_basis",
            "published",
            "published_basis",
            "headline",
        ]
    ]
    parts.append(grid(about.rename(columns={"article_id": "article"})))
    structure = corpus.spans[corpus.spans["stage"].isin(["furniture", "structure"])]
    if len(corpus) <= 20:
        for article in corpus.articles["article_id"]:
            mine = structure[structure["article_id"] == article]
            parts += [Text(), Text(str(article), style="bold")]
            text = corpus.text(article)
            for row in mine.itertuples(index=False):
                snippet = " ".join(text[row.start : row.end].split())
                snippet = snippet if len(snippet) < 70 else snippet[:48] + " … " + snippet[-18:]
                parts.append(
                    Text.assemble(
                        (f"  {row.kind:<11}", "dim" if row.stage == "furniture" else "bold"),
                        snippet,
                    )
                )
    else:
        counts = structure.groupby(["stage", "kind"]).size().rename("spans").reset_index()
        parts += [Text(), grid(counts)]
    notes = notes_lines(corpus)
    if notes:
        parts += [Text(), Text("Notes", style="bold"), *notes]
    return Group(*parts)


def coloured(corpus: Corpus, article: str) -> Text:
    """One story with its voices, told apart without colour too.

    Attributed words are coloured and stand in ‹ ›, quoted words are bold and stand in their own
    marks, the outlet's own words are plain.
    """
    text = corpus.text(article)
    spans = corpus.spans
    voice = spans[(spans["article_id"] == article) & (spans["stage"] == "voice")]
    shown = Text()
    last = None
    for row in voice.itertuples(index=False):
        if last is not None and row.start > last:
            shown.append("\n\n" if "\n" in text[last : row.start] else " ")
        words = text[row.start : row.end]
        if row.kind == "indirect":
            bare = words.strip()
            words = words.replace(bare, f"‹{bare}›", 1) if bare else words
        shown.append(words, style=VOICE_STYLES[row.kind])
        last = row.end
    return shown


def voiced(corpus: Corpus, *, texts: bool = False) -> Group:
    """For ``framing voices``: shares by voice, then each attribution or the coloured stories."""
    about = corpus.articles[
        ["article_id", "outlet", "words", "words_narrator", "words_indirect", "words_direct"]
    ]
    parts: list[Any] = [
        grid(
            about.rename(
                columns={
                    "article_id": "article",
                    "words_narrator": "own",
                    "words_indirect": "attributed",
                    "words_direct": "quoted",
                }
            )
        )
    ]
    if texts or len(corpus) == 1:
        key = Text.assemble(
            "own words, ",
            ("‹attributed without marks›", VOICE_STYLES["indirect"]),
            ", ",
            ("in quotation marks", VOICE_STYLES["direct"]),
        )
        parts += [Text(), key]
        for article in corpus.articles["article_id"]:
            parts += [Text(), Text(str(article), style="bold"), coloured(corpus, article)]
        return Group(*parts)
    said = corpus.attributions
    who = (
        said.drop_duplicates(["article_id", "attribution_id"])
        .assign(speaker=lambda f: f["speaker"].fillna("(no source named)"))
        .groupby(["speaker", "speaker_kind", "voice"], dropna=False)
        .agg(attributions=("attribution_id", "size"), articles=("article_id", "nunique"))
        .reset_index()
        .sort_values(["attributions", "speaker"], ascending=[False, True], kind="stable")
    )
    parts += [Text(), grid(who.head(30), title="Who is given a voice")]
    return Group(*parts)


def covered(corpus: Corpus, labels: pd.DataFrame, coverage: pd.DataFrame) -> Group:
    """For ``framing events``: each event, its outlets, and the outlets that do not cover it."""
    shown = labels[["event", "when", "who", "where", "articles", "stories"]].head(60)
    parts: list[Any] = [grid(shown, title=plural(len(labels), "event"))]
    if coverage.shape[1] <= 14:
        parts += [Text(), grid(coverage.head(60).reset_index(), title="Articles by outlet")]
    return Group(*parts)


@dataclass(frozen=True)
class Concordance:
    """Hits in their contexts, laid out for the width of the terminal, the hit always whole."""

    lines: pd.DataFrame

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Contexts take what the names leave; names that need more than their share stand below."""
        rows = [
            (_source(r.outlet, r.origin), _voice(r.voice, r.speaker),
             *(" ".join(words.split()) for words in (r.left, r.hit, r.right)))
            for r in self.lines.itertuples(index=False)
        ]  # fmt: skip
        wide = options.max_width
        names = [max((cell_len(row[k]) for row in rows), default=0) for k in (0, 1)]
        beside = wide >= 100 and sum(names) + 4 <= wide * 2 // 5
        hit = min(max((cell_len(row[3]) for row in rows), default=3), wide // 2)
        room = wide - hit - 4 - (sum(names) + 4 if beside else 0)
        sides = (room // 2, room - room // 2)
        for source, voice, left, found, right in rows:
            line = Text(no_wrap=True, overflow="ellipsis")
            if beside:
                line.append(set_cell_size(_cut(source, names[0]), names[0]) + "  ")
                line.append(set_cell_size(_cut(voice, names[1]), names[1]) + "  ", style="dim")
            left = left if cell_len(left) <= sides[0] else "…" + left[-max(sides[0] - 1, 1) :]
            line.append(" " * (sides[0] - cell_len(left)) + left + "  ")
            line.append(set_cell_size(_cut(found, hit), hit) + "  ", style="bold")
            line.append(_cut(right, sides[1]))
            yield line
            if not beside:
                yield Text(_cut(f"  {source} · {voice}", wide), style="dim")


def _source(outlet: object, origin: object) -> str:
    """Who prints, and whose words they are where somebody else's."""
    printed = "unknown" if pd.isna(outlet) else str(outlet)
    return printed if pd.isna(origin) or origin == outlet else f"{printed} (words: {origin})"


def _voice(voice: object, speaker: object) -> str:
    said = "" if pd.isna(voice) else SAID[str(voice)]
    return said if pd.isna(speaker) else f"{said}: {speaker}"


def _cut(words: str, room: int) -> str:
    return words if cell_len(words) <= room else words[: max(room - 1, 1)].rstrip() + "…"


def contexts(pattern: str, lines: pd.DataFrame) -> Group:
    """For ``framing kwic``: the concordance, the hit in the middle."""
    voices = lines["voice"].value_counts().sort_index()  # by the names that --voice takes
    split = words_of(f"{n:,} {voice}" for voice, n in voices.items())
    count = f"{plural(len(lines), 'hit')} of {pattern!r}" + (f": {split}" if split else "")
    return Group(Concordance(lines), Text(count, style="dim"))


def overview(frame: pd.DataFrame) -> Group:
    """For ``framing features``: the features by kind, each with its number of patterns.

    Parameters
    ----------
    frame : DataFrame
        From `framing.features.describe`: ``name, kind, patterns`` at least.
    """
    parts: list[Any] = []
    for kind, mine in frame.groupby("kind", sort=True):
        patterns = mine["patterns"].fillna(0)
        head = f"{kind}: {plural(len(mine), 'feature')}"
        head += f", {plural(int(patterns.sum()), 'pattern')}" if patterns.sum() else ""
        names = [
            Text.assemble(str(name), (f" {n:,}" if n else "", "dim"))
            for name, n in zip(mine["name"], patterns.astype(int), strict=True)
        ]
        parts += [Text(head, style="bold"), Columns(names, padding=(0, 3)), Text()]
    total = f"{plural(len(frame), 'feature')}; a number counts a dictionary's patterns"
    return Group(*parts, Text(total, style="dim"))


def listed(frame: pd.DataFrame, *, title: str) -> Table:
    """A table as it is."""
    return grid(frame, title=escape(title))


def counted(corpus: Corpus) -> Table:
    """For ``framing features PATH``: hits by feature and outlet."""
    hits = corpus.hits.merge(corpus.articles[["article_id", "outlet"]], on="article_id")
    wide = hits.groupby(["feature", "outlet"]).size().unstack(fill_value=0).reset_index()
    wide.columns.name = None
    return grid(wide, title="Hits in the story (furniture and repeats not counted)")


def summary(contents: Contents, *, written: Sequence[str] = (), out: Path | None = None) -> Group:
    """For ``framing compare``: what was read, what may be said, and where to look first."""
    corpus, comparison = contents.corpus, contents.comparison
    a, b = comparison.between
    parts: list[Any] = [Text(contents.title, style="bold underline")]
    if len(corpus) <= 30:
        parts += [Text(), articles_table(corpus, contents.table("events"))]
    parts += [
        Text(),
        Text(comparison.gate, style="bold yellow" if comparison.descriptive else "bold"),
    ]
    parts += [Text(), *(Text(f"• {line}") for line in what_to_know_first(contents))]
    rows = pd.DataFrame(
        [{"phrase": r["term"], "of": r["target"], "feature": r["feature"],
          a: int((r["hits"]["side"] == a).sum()), b: int((r["hits"]["side"] == b).sum()),
          "own words": r["narrator"], "attributed": r["indirect"], "quoted": r["direct"],
          "words by": r["origins"]} for r in term_rows(contents)
            if r["target"] or " " in r["term"]]
    )  # fmt: skip
    if len(rows):
        parts += [
            Text(),
            grid(rows.head(16), title="Phrases, by side and voice (as printed)", whole="feature"),
        ]
    one = contents.table("one_sided")
    for side in (a, b):
        mine = one[one["side"] == side] if len(one) else one
        if len(mine):
            said = "; ".join(f"{r.what} ({r.origins})" for r in mine.head(14).itertuples())
            parts += [Text(), Text.assemble((f"Mentioned in {side} stories only: ", "bold"), said)]
    left = left_out_lines(contents)
    if left:
        parts += [Text(), Text("Left out", style="bold"), *(Text(f"• {line}") for line in left)]
    parts += [
        Text(),
        Text("Caveats", style="bold"),
        *(Text(f"• {line}") for line in comparison.caveats),
    ]
    warnings = notes_lines(corpus, least="warning", most=8)
    if warnings:
        parts += [Text(), Text("Notes", style="bold"), *warnings]
    parts += [Text(), Text(f"signature {contents.signature}", style="dim")]
    if out is not None:
        parts.append(
            Text(f"{plural(len(written), 'file')} in {out}; look first at {out}/report.html")
        )
    else:
        parts.append(Text("add --out DIR for the report, the tables and the figures", style="dim"))
    return Group(*parts)
