"""The codebook: every dictionary and computed feature as a reviewer reads it, and their checks."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from framing.errors import FramingError
from framing.features.computing import computed_features
from framing.features.dictionary import Dictionary
from framing.features.plan import compile_dictionaries, find
from framing.features.readers import read_any
from framing.features.registry import dictionaries


@dataclass(frozen=True)
class Finding:
    """One thing that a check found wrong.

    Parameters
    ----------
    dictionary, entry : str
    code : {"missed", "wrongly found", "no example", "no mirror", "unknown mirror", "no literature"}
    message : str
        What was expected, what came, what to do.
    """

    dictionary: str
    entry: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.dictionary}: {self.message}"


def check_dictionary(
    source: str | Path | Dictionary, *, known: Mapping[str, Dictionary] | None = None
) -> tuple[Finding, ...]:
    """Check a dictionary as a reviewer would.

    Every entry must be found in each of its positive examples and in none of its negative ones;
    there must be both; there must be literature; a dictionary of labels must name its mirror, which
    must exist and, if it is another one, name it back or say why it stands against it.

    Parameters
    ----------
    source : str, Path or Dictionary
        A file, or a dictionary.
    known : mapping of str to Dictionary, optional
        Where mirrors are looked for; by default the installed ones.

    Returns
    -------
    tuple of Finding
        Empty where all is well.

    Raises
    ------
    FramingError
        Where the file cannot be read, or a pattern is wrong.

    Examples
    --------
    >>> check_dictionary(dictionaries()["closed_states"])
    ()
    """
    dictionary = source if isinstance(source, Dictionary) else read_any(Path(source))
    known = {**(dictionaries() if known is None else known), dictionary.name: dictionary}
    found = [*_check_head(dictionary, known)]
    plan = compile_dictionaries([dictionary])
    for entry in dictionary.entries:
        for kind, examples in (("positive", entry.positive), ("negative", entry.negative)):
            if not examples:
                found.append(
                    Finding(
                        dictionary.name,
                        entry.name,
                        "no example",
                        f"entry {entry.name!r} has no {kind} example; give one",
                    )
                )
        texts = [*entry.positive, *entry.negative]
        if not texts:
            continue
        hits = find(texts, plan=plan)
        hits = hits[hits["entry"] == entry.name]
        for number, text in enumerate(texts):
            terms = hits.loc[hits["text"] == number, "term"].tolist()
            if number < len(entry.positive) and not terms:
                found.append(
                    Finding(
                        dictionary.name,
                        entry.name,
                        "missed",
                        f"entry {entry.name!r} is not found in its positive example {text!r}; "
                        "mend the patterns or the example",
                    )
                )
            if number >= len(entry.positive) and terms:
                found.append(
                    Finding(
                        dictionary.name,
                        entry.name,
                        "wrongly found",
                        f"entry {entry.name!r} is found in its negative example {text!r} "
                        f"(as {', '.join(map(repr, terms))}); narrow the patterns",
                    )
                )
    return tuple(found)


def _check_head(dictionary: Dictionary, known: Mapping[str, Dictionary]) -> list[Finding]:
    found = []
    name = dictionary.name
    if not dictionary.literature:
        found.append(
            Finding(
                name,
                "",
                "no literature",
                f"{name!r} cites no literature; name the works that define the category",
            )
        )
    if dictionary.kind == "label" and not dictionary.mirror:
        found.append(
            Finding(
                name,
                "",
                "no mirror",
                f"{name!r} labels people or states and names "
                "no mirror; name the dictionary that asks the same of the other side",
            )
        )
    if dictionary.mirror and dictionary.mirror not in known:
        found.append(
            Finding(
                name,
                "",
                "unknown mirror",
                f"{name!r} names the mirror {dictionary.mirror!r}, which does not exist",
            )
        )
    if dictionary.mirror and not dictionary.mirror_reason:
        found.append(
            Finding(
                name,
                "",
                "no mirror",
                f"{name!r} names a mirror without saying how it mirrors it; add mirror_reason",
            )
        )
    return found


def describe() -> pd.DataFrame:
    """List every dictionary and computed feature.

    Returns
    -------
    DataFrame
        ``name``, ``kind`` (label, frame, style, actor, computed), ``unit``, ``entries``,
        ``patterns`` (missing for computed features), ``mirror``, ``definition``.

    Examples
    --------
    >>> describe().set_index("name").loc["closed_states", "mirror"]
    'closed_states'
    """
    rows: list[tuple[object, ...]] = []
    for d in dictionaries().values():
        rows.append(
            (
                d.name,
                d.kind,
                "hits per 1,000 words",
                len(d.entries),
                len(d.patterns),
                d.mirror or None,
                d.definition,
            )
        )
    for f in computed_features().values():
        rows.append((f.name, "computed", f.unit, None, None, None, f.definition))
    columns = ["name", "kind", "unit", "entries", "patterns", "mirror", "definition"]
    return pd.DataFrame(rows, columns=columns).astype({"entries": "Int64", "patterns": "Int64"})


def codebook(
    *,
    format: Literal["markdown", "html"] = "markdown",
    chosen: Mapping[str, Dictionary] | None = None,
) -> str:
    """Write the codebook from the data files.

    Parameters
    ----------
    format : {"markdown", "html"}
    chosen : mapping of str to Dictionary, optional
        By default all installed dictionaries.

    Returns
    -------
    str
        Every dictionary with definition, scope, mirror, literature and entries (definition,
        strength, patterns, examples), then every computed feature.

    Raises
    ------
    FramingError
        Where the format is unknown.

    Examples
    --------
    >>> print(codebook().splitlines()[0])
    # Codebook
    """
    if format not in ("markdown", "html"):
        raise FramingError(f"format must be 'markdown' or 'html', not {format!r}")
    write = _Html() if format == "html" else _Markdown()
    lines = [write.head(1, "Codebook")]
    for dictionary in (dictionaries() if chosen is None else chosen).values():
        lines += _chapter(write, dictionary)
    lines.append(write.head(1, "Computed features"))
    for feature in computed_features().values():
        text, value = feature.example
        shown = "undefined" if value is None else f"{value:.4g}"
        lines.append(write.head(2, feature.name))
        lines.append(
            write.facts(
                [
                    ("Definition", feature.definition),
                    ("Unit", feature.unit),
                    ("Limits", feature.limits),
                    ("Needs", feature.needs),
                    ("Example", f"{text if len(text) < 80 else text[:60] + ' …'} → {shown}"),
                    ("Source", " ".join(feature.source)),
                ]
            )
        )
    return write.page(lines)


def _chapter(write: _Markdown | _Html, dictionary: Dictionary) -> list[str]:
    mirror = dictionary.mirror + (
        f": {dictionary.mirror_reason}" if dictionary.mirror_reason else ""
    )
    lines = [write.head(2, f"{dictionary.title} ({dictionary.name})")]
    lines.append(
        write.facts(
            [
                ("Kind", dictionary.kind),
                ("Version", dictionary.version),
                ("Definition", dictionary.definition),
                ("Scope", dictionary.scope),
                ("Mirror", mirror),
                ("Limits", dictionary.limits),
                ("Literature", " ".join(dictionary.literature)),
            ]
        )
    )
    for entry in dictionary.entries:
        lines.append(write.head(3, entry.name))
        lines.append(
            write.facts(
                [
                    ("Definition", entry.definition),
                    ("Scope", entry.scope),
                    ("Camp", entry.camp),
                    ("Strength", f"{entry.strength:g}"),
                    ("Target", entry.target),
                    ("Found in", " | ".join(entry.positive)),
                    ("Not found in", " | ".join(entry.negative)),
                    (f"Patterns ({len(entry.patterns)})", ", ".join(entry.patterns)),
                ]
            )
        )
    return lines


class _Markdown:
    def head(self, level: int, text: str) -> str:
        return f"{'#' * level} {text}\n"

    def facts(self, rows: list[tuple[str, str]]) -> str:
        return "\n".join(f"- **{k}**: {_escaped(v)}" for k, v in rows if v) + "\n"

    def page(self, lines: list[str]) -> str:
        return "\n".join(lines)


class _Html:
    def head(self, level: int, text: str) -> str:
        return f"<h{level}>{html.escape(text)}</h{level}>"

    def facts(self, rows: list[tuple[str, str]]) -> str:
        cells = "".join(f"<dt>{html.escape(k)}</dt><dd>{html.escape(v)}</dd>" for k, v in rows if v)
        return f"<dl>{cells}</dl>"

    def page(self, lines: list[str]) -> str:
        return (
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
            "<title>Codebook</title></head><body>\n" + "\n".join(lines) + "\n</body></html>\n"
        )


def _escaped(text: str) -> str:
    for mark in "\\*<>|_`":
        text = text.replace(mark, "\\" + mark)
    return text
