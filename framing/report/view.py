"""From contents to the page: plain rows for the template, every number with its places."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from framing import __version__
from framing.corpus import Corpus
from framing.report.contents import Contents
from framing.report.evidence import Evidence, script_json, words_of
from framing.report.figures import closest_pair, inline
from framing.report.findings import left_out_lines, term_rows, what_to_know_first
from framing.report.marked import Mark, marked

MOST_STORIES = 24
MOST_EVENTS = 60
MOST_ROWS = 400

SECTIONS = (
    ("first", "First"), ("events", "Events"), ("contrast", "Contrast"), ("terms", "Phrases"),
    ("labels", "Labels of actors"), ("onesided", "One side only"), ("sources", "Whose words"),
    ("copies", "Copies and origins"), ("stories", "Stories"), ("method", "Method"),
)  # fmt: skip
LAYERS = (
    ("voice", "voices (quoted, attributed)", True),
    ("hit", "features said of somebody", True),
    ("style", "other features", False),
    ("label", "names and labels of actors", False),
    ("copy", "copied passages", False),
    ("furniture", "furniture, dateline, repeats", False),
)
CAPTIONS = {
    "timeline": "Each mark is a day with articles; filled where two or more outlets cover it.",
    "contrast": "Rates in the events that both sides cover; each story counts once.",
    "labels": "What one actor is called, by the origin of the words.",
    "voices": "Share of each outlet's words in its own voice, attributed, and quoted.",
    "aligned": "Two stories side by side; bands join the passages that they share.",
}


def page(contents: Contents, *, figures: str | Path | None = None) -> str:
    """Build the whole page as one HTML text: no network, no outside file.

    Parameters
    ----------
    contents : Contents
    figures : path, optional
        The folder with the figures' SVG files; without it the page has none.

    Returns
    -------
    str
    """
    import jinja2
    from markupsafe import Markup

    def attribute(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["tojson_attr"] = attribute
    here = files("framing.report")
    template = environment.from_string((here / "page.html.j2").read_text(encoding="utf-8"))
    evidence = Evidence(contents.corpus)
    rows = view(contents, evidence)
    drawn = _figures(Path(figures) if figures else None)
    return template.render(
        **rows,
        figures=drawn,
        css=Markup((here / "page.css").read_text(encoding="utf-8")),
        js=Markup((here / "page.js").read_text(encoding="utf-8")),
        evidence=Markup(script_json(evidence.rows)),
        version=__version__,
        sections=SECTIONS,
        layers=LAYERS,
    )


def _figures(folder: Path | None) -> dict[str, list[dict[str, Any]]]:
    from markupsafe import Markup

    found: dict[str, list[dict[str, Any]]] = {name: [] for name in CAPTIONS}
    for name, caption in CAPTIONS.items():
        file = folder / f"{name}.svg" if folder else None
        if file and file.is_file():
            found[name].append({"svg": Markup(inline(file, name)), "caption": caption})
    return found


def view(contents: Contents, evidence: Evidence) -> dict[str, Any]:
    """The rows of every section."""
    corpus, comparison = contents.corpus, contents.comparison
    a, b = comparison.between
    stories = _stories(contents)
    return {
        "title": contents.title,
        "a": a,
        "b": b,
        "by": {"origin": "whose words they are", "outlet": "who prints them"}[comparison.by],
        "gate": comparison.gate,
        "descriptive": comparison.descriptive,
        "findings": what_to_know_first(contents),
        "events": _events(contents)[:MOST_EVENTS],
        "n_events": int(corpus.articles["event"].nunique()),
        "left_out": left_out_lines(contents),
        **_contrast(contents, evidence),
        "terms": _terms(contents, evidence),
        "labels": _labels(contents, evidence),
        "one_sided": _one_sided(contents, evidence),
        "speakers": _speakers(contents, evidence),
        "origins": _origins(contents, {s["article"] for s in stories}),
        "pairs": _pairs(corpus),
        "stories": stories,
        "stories_note": _stories_note(contents, len(stories)),
        "caveats": list(comparison.caveats),
        "methods": comparison.methods().split("\n\n"),
        "notes": _notes(corpus),
        "command": contents.command,
        "passport": [
            ("signature", contents.signature),
            ("corpus", corpus.signature),
            ("study file", contents.settings.get("study") or "none"),
            ("seed", contents.settings.get("seed")),
        ],
    }


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _number(value: Any, digits: int = 2) -> dict[str, str]:
    if value is None or pd.isna(value):
        return {"value": "", "shown": "–"}
    if float(value).is_integer() and digits == 0:
        return {"value": str(int(value)), "shown": f"{int(value):,}"}
    return {"value": f"{float(value):.6g}", "shown": f"{float(value):.{digits}f}"}


def _events(contents: Contents) -> list[dict[str, Any]]:
    articles = contents.corpus.articles.dropna(subset=["event"])
    used = set(contents.comparison.stories["event"].dropna())
    described = contents.table("events")
    labels = (
        dict(zip(described["event"], described["label"], strict=True)) if len(described) else {}
    )
    rows = []
    for event, mine in articles.groupby("event", sort=True):
        rows.append(
            {
                "event": event,
                "label": labels.get(event, ""),
                "day": _text(mine["published"].min())[:10],
                "articles": len(mine),
                "stories": mine["story"].nunique(),
                "outlets": words_of(sorted(mine["outlet"].fillna("unknown").unique())[:12]),
                "used": "yes" if event in used else "no",
            }
        )
    return sorted(rows, key=lambda r: (r["used"] != "yes", -r["articles"], r["day"], r["event"]))


def _contrast(contents: Contents, evidence: Evidence) -> dict[str, Any]:
    comparison = contents.comparison
    a, b = comparison.between
    table = comparison.to_frame()
    used = table[(table["hits_a"].fillna(0) + table["hits_b"].fillna(0)) > 0]
    order = (used["hits_a"] + used["hits_b"]).sort_values(ascending=False, kind="stable").index
    columns = [("feature", 0), (f"hits {a}", 1), (f"hits {b}", 1), (f"rate {a}", 1),
               (f"rate {b}", 1), (f"stories {a}", 1), (f"stories {b}", 1)]  # fmt: skip
    cells = [("rate_a", 2), ("rate_b", 2), ("stories_a", 0), ("stories_b", 0)]
    if not comparison.descriptive:
        columns += [("log2 ratio", 1), ("low", 1), ("high", 1), ("family-wise p", 1), ("q", 1)]
        cells += [("log2_ratio", 2), ("low", 2), ("high", 2), ("p_family", 4), ("q", 4)]
    rows = []
    for row in used.loc[order].head(MOST_ROWS).itertuples(index=False):
        hits = comparison.evidence(row.feature)
        hits = hits[hits["counted"]]
        rows.append(
            {
                "feature": row.feature,
                "hits_a": int(row.hits_a),
                "hits_b": int(row.hits_b),
                "places_a": evidence.places(hits[hits["side"] == a]),
                "places_b": evidence.places(hits[hits["side"] == b]),
                "cells": [_number(getattr(row, name), digits) for name, digits in cells],
            }
        )
    return {
        "contrast": rows,
        "contrast_columns": columns,
        "contrast_note": comparison.gate
        if comparison.descriptive
        else "Intervals are 95 %. Claims rest on the family-wise p; q is exploratory.",
    }


def _terms(contents: Contents, evidence: Evidence) -> list[dict[str, Any]]:
    a, b = contents.comparison.between
    rows = []
    for group in term_rows(contents)[:MOST_ROWS]:
        hits = group.pop("hits")
        rows.append(
            {
                **group,
                "a": int((hits["side"] == a).sum()),
                "b": int((hits["side"] == b).sum()),
                "places_a": evidence.places(hits[hits["side"] == a]),
                "places_b": evidence.places(hits[hits["side"] == b]),
            }
        )
    return rows


def _labels(contents: Contents, evidence: Evidence) -> list[dict[str, Any]]:
    table = contents.table("labels")
    if table.empty:
        return []
    sides = contents.comparison.stories.set_index("article_id")["side"]
    table = table[table["article_id"].isin(sides.index)]
    table = table.assign(side=table["article_id"].map(sides))
    weight = table.groupby("actor").size()
    rows = []
    keys = ["actor", "label", "side", "origin", "voice"]
    for values, mine in table.groupby(keys, sort=True, dropna=False):
        rows.append(
            {
                **{k: _text(v) for k, v in zip(keys, values, strict=True)},
                "n": len(mine),
                "hits": mine,
            }
        )
    rows.sort(key=lambda r: (-weight[r["actor"]], r["actor"], -r["n"], r["label"], r["origin"]))
    for r in rows[:MOST_ROWS]:
        r["places"] = evidence.places(r.pop("hits"))
    return rows[:MOST_ROWS]


def _one_sided(contents: Contents, evidence: Evidence) -> list[dict[str, Any]]:
    table = contents.table("one_sided")
    rows = []
    for row in table.head(MOST_ROWS).itertuples(index=False):
        places = pd.DataFrame(row.places, columns=["article_id", "start", "end"])
        rows.append(
            {
                "what": row.what,
                "kind": row.kind,
                "side": row.side,
                "origins": row.origins,
                "stories": int(row.stories),
                "n": len(places),
                "places": evidence.places(places),
            }
        )
    return rows


def _speakers(contents: Contents, evidence: Evidence) -> list[dict[str, Any]]:
    said = contents.corpus.attributions
    origins = contents.corpus.articles.set_index("article_id")["origin"]
    said = said.assign(
        origin=said["article_id"].map(origins), start=said["content_start"], end=said["content_end"]
    )
    said = said[said["part_of"].isna()]
    keys = ["speaker", "speaker_kind", "speaker_country", "origin"]
    texts = contents.corpus.texts
    rows = []
    for values, mine in said.groupby(keys, sort=True, dropna=False):
        who, kind, country, origin = map(_text, values)
        split = {v: mine[mine["voice"] == v] for v in ("direct", "indirect")}
        rows.append(
            {
                "speaker": who or "(no source named)",
                "kind": kind,
                "country": country,
                "origin": origin,
                **{v: part["attribution_id"].nunique() for v, part in split.items()},
                **{f"places_{v}": evidence.places(part) for v, part in split.items()},
                "words": sum(
                    len(texts[i][s:e].split())
                    for i, s, e in zip(mine["article_id"], mine["start"], mine["end"], strict=True)
                ),
            }
        )
    rows.sort(key=lambda r: (-r["words"], r["speaker"], r["origin"]))
    return rows[:MOST_ROWS]


def _origins(contents: Contents, shown: set[str]) -> list[dict[str, Any]]:
    articles = contents.corpus.articles
    keep = articles[
        articles["article_id"].isin(shown)
        | articles["origin_basis"].isin(["traced", "credited", "dateline"])
    ]
    return [
        {
            "article": r.article_id,
            "shown": r.article_id in shown,
            "outlet": _text(r.outlet),
            "origin": _text(r.origin),
            "basis": _text(r.origin_basis),
            "evidence": _text(r.origin_evidence),
            "story": _text(r.story),
        }
        for r in keep.head(MOST_ROWS).itertuples(index=False)
    ]


def _pairs(corpus: Corpus) -> list[dict[str, Any]]:
    passages = corpus.passages
    once = passages[passages["article_id"] < passages["other_id"]]
    names = dict(
        zip(corpus.articles["article_id"], corpus.articles["outlet"].fillna("unknown"), strict=True)
    )
    found = []
    for (one, other), mine in once.groupby(["article_id", "other_id"], sort=True):
        copies = mine[mine["kind"] == "copy"]
        words = sum(len(corpus.text(one)[r.start : r.end].split()) for r in copies.itertuples())
        quotes = int((mine["kind"] == "quotation").sum())
        said = (
            f"{names[one]} ({one}) shares {len(copies)} passages ({words} words) with "
            f"{names[other]} ({other})"
            if len(copies)
            else f"{names[one]} ({one}) and {names[other]} ({other}) share no copy"
        )
        said += (
            f"; {quotes} shared quotation{'s' * (quotes != 1)}, not counted as copy."
            if (quotes)
            else "."
        )
        rows = [
            {
                "kind": r.kind,
                "first": " ".join(corpus.text(one)[r.start : r.end].split())[:400],
                "second": " ".join(corpus.text(other)[r.other_start : r.other_end].split())[:400],
            }
            for r in mine.itertuples(index=False)
        ]
        found.append(
            {
                "title": f"{names[one]} and {names[other]}: {len(mine)} shared passages",
                "first": one,
                "second": other,
                "words": said,
                "passages": rows,
                "n": words,
            }
        )
    found.sort(key=lambda p: (-p["n"], p["first"], p["second"]))
    return found[:40]


def _stories(contents: Contents) -> list[dict[str, Any]]:
    corpus, comparison = contents.corpus, contents.comparison
    sides = comparison.stories.set_index("article_id")["side"]
    articles = corpus.articles
    inside = articles[articles["article_id"].isin(sides.index)]
    rest = articles[~articles["article_id"].isin(sides.index)]
    chosen = pd.concat([inside.sort_values(["event", "published"], kind="stable"), rest]).head(
        MOST_STORIES
    )
    layers = _marks(contents, set(chosen["article_id"]))
    a, _ = comparison.between
    found = []
    for row in chosen.itertuples(index=False):
        side = sides.get(row.article_id)
        about = [
            _text(row.published)[:16],
            f"{_text(row.words) or 0} words",
            side if side is not None else "not in the contrast",
            row.article_id,
        ]
        found.append(
            {
                "article": row.article_id,
                "outlet": _text(row.outlet) or "unknown",
                "origin": _text(row.origin) or "unknown",
                "about": " · ".join(filter(None, about)),
                "side_class": "" if side is None else "side-a" if side == a else "side-b",
                "html": _safe(_lines(corpus, row.article_id, layers.get(row.article_id, []))),
            }
        )
    return found


def _lines(corpus: Corpus, article: str, marks: list[Mark]) -> str:
    """Each line of the text as an element: headline, paragraph, or furniture that may be shown."""
    text = corpus.text(article)
    kinds = {"headline": "headline", "standfirst": "standfirst", "body": ""}
    story = corpus.story_spans(article)
    pieces = []
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        a, b = line.span()
        of_story = [kinds[kind] for start, end, kind in story if start < b and end > a]
        name = of_story[0] if of_story else "furniture"
        inside = marked(text, marks, start=a, end=b)
        pieces.append(f'<p class="{name}">{inside}</p>' if name else f"<p>{inside}</p>")
    return "".join(pieces)


def _safe(html: str) -> Any:
    from markupsafe import Markup

    return Markup(html)


def _marks(contents: Contents, articles: set[str]) -> dict[str, list[Mark]]:
    corpus = contents.corpus
    found: dict[str, list[Mark]] = {}

    def add(article: str, start: int, end: int, layer: str, title: str = "") -> None:
        found.setdefault(article, []).append(Mark(int(start), int(end), layer, title))

    def mine(frame: pd.DataFrame) -> Any:
        return frame[frame["article_id"].isin(articles)].itertuples(index=False)

    for r in mine(corpus.spans):
        if r.stage == "furniture":
            add(r.article_id, r.start, r.end, "furniture", r.kind)
        elif r.kind in ("dateline", "repeat"):
            add(r.article_id, r.start, r.end, r.kind, r.kind)
        elif r.stage == "voice" and r.kind != "narrator":
            add(r.article_id, r.start, r.end, r.kind)
    for r in mine(corpus.attributions):
        who = _text(r.speaker) or "no source named"
        via = f", via {r.via}" if _text(r.via) else ""
        add(r.article_id, r.content_start, r.content_end, f"said-{r.voice}", f"{who}{via}")
    for r in mine(corpus.passages):
        if r.kind == "copy":
            add(r.article_id, r.start, r.end, "copy", f"shared with {r.other_id}")
    for r in mine(corpus.hits):
        layer = "hit" if _text(r.target) else "style"
        said_of = f" (of {r.target})" if _text(r.target) else ""
        add(r.article_id, r.start, r.end, layer, f"{r.feature}: {_text(r.entry)}{said_of}")
    labels = contents.table("labels")
    if len(labels):
        for r in mine(labels):
            add(r.article_id, r.start, r.end, "label", r.actor)
    return found


def _stories_note(contents: Contents, shown: int) -> str:
    total = len(contents.corpus)
    note = "Quoted words are shaded and underlined, attributed words shaded and dotted."
    return note if shown == total else f"{note} {shown} of {total:,} articles are shown."


def _notes(corpus: Corpus) -> list[dict[str, str]]:
    notes = corpus.notes
    rank = notes["level"].map({"error": 0, "warning": 1, "info": 2})
    notes = notes.assign(_r=rank).sort_values("_r", kind="stable").head(MOST_ROWS)
    return [
        {
            "level": r.level,
            "message": r.message,
            "where": _text(r.file) or _text(r.article_id) or "corpus",
        }
        for r in notes.itertuples(index=False)
    ]


__all__ = ["closest_pair", "page", "view"]
