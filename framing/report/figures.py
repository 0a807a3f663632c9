"""The figures of a run: drawn once, written beside the page and set into it."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pandas as pd

from framing import plots
from framing.report.contents import Contents

CAPTIONS = {
    "timeline": "Each mark is a day with articles; filled where two or more outlets cover it.",
    "contrast": "The two sides in the events that both cover; each story counts once.",
    "forest": "The feature that differs most, outlet by outlet.",
    "placebo": "Differences found between random halves of one side's own stories.",
    "labels": "What one actor is called, by the origin of the words.",
    "voices": "Share of each outlet's words that are its own, attributed, and quoted.",
    "sources": "Words given to each kind of source, by outlet.",
    "network": "Who prints whose words.",
    "aligned": "Two stories side by side; bands join the passages that they share.",
}


def draw(contents: Contents, folder: str | Path) -> list[str]:
    """Draw every figure that the contents allow, as SVG and PNG; return the file names."""
    folder = Path(folder)
    corpus, comparison = contents.corpus, contents.comparison
    drawn = {
        "contrast": comparison.plot(),
        "voices": plots.voices(corpus),
        "timeline": plots.timeline(corpus),
    }
    labels = contents.table("labels")
    actor = most_contrasted(labels)
    if actor is not None:
        drawn["labels"] = plots.labels(labels, actor, signature=contents.signature)
    pair = closest_pair(corpus.passages)
    if pair is not None:
        drawn["aligned"] = plots.aligned(corpus, *pair)
    names = []
    for name in sorted(drawn):
        for suffix in ("svg", "png"):
            plots.save(drawn[name], folder / f"{name}.{suffix}")
            names.append(f"{name}.{suffix}")
    return names


def most_contrasted(labels: pd.DataFrame) -> str | None:
    """The actor whom most origins name, then the one with most different labels."""
    if labels.empty:
        return None
    size = labels.groupby("actor").agg(origins=("origin", "nunique"), labels=("label", "nunique"))
    order = size.reset_index().sort_values(
        ["origins", "labels", "actor"], ascending=[False, False, True], kind="stable"
    )
    return str(order["actor"].iloc[0])


def closest_pair(passages: pd.DataFrame) -> tuple[str, str] | None:
    """The two articles that share most copied words."""
    copies = passages[
        (passages["kind"] == "copy") & (passages["article_id"] < passages["other_id"])
    ]
    if copies.empty:
        return None
    length = (
        (copies["end"] - copies["start"]).groupby([copies["article_id"], copies["other_id"]]).sum()
    )
    first, second = length.sort_values(ascending=False, kind="stable").index[0]
    return str(first), str(second)


def inline(file: Path, name: str, caption: str) -> str:
    """An SVG file as an element for the page, its ids its own and its meaning said in words."""
    svg = file.read_text(encoding="utf-8")
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\g<1>{name}-", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(caption)}" ', 1)
