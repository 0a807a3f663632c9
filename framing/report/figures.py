"""The figures of a run: drawn once, written beside the page and set into it."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from framing import plots
from framing.corpus import Corpus
from framing.report.contents import Contents
from framing.report.coverage import event_labels
from framing.report.findings import definitions
from framing.report.origins import pairs_of
from framing.report.rates import outlet_rates

ENLARGED = 1.25  # a figure is made for print; a screen is read from farther away
CAPTIONS = {
    "timeline": "Each mark is a day with articles; filled where two or more outlets cover it.",
    "contrast": "The two sides in the events that both cover; each story counts once.",
    "forest": "The feature that differs most, outlet by outlet.",
    "placebo": "Differences found between random halves of one side's own stories.",
    "labels": "What one actor is called, by side.",
    "voices": "Share of each outlet's words that are its own, attributed, and quoted.",
    "sources": "Words given to each kind of source, by outlet.",
    "network": "Who prints whose words.",
    "aligned": "Two stories side by side; bands join the passages that they share.",
}


def draw(contents: Contents, folder: str | Path) -> list[str]:
    """Draw every figure that the contents allow, as SVG and PNG; return the file names."""
    folder = Path(folder)
    names = []
    for name, drawn in sorted(_drawn(contents).items()):
        for suffix in ("svg", "png"):
            plots.save(drawn, folder / f"{name}.{suffix}")
            names.append(f"{name}.{suffix}")
    return names


def _drawn(contents: Contents) -> dict[str, Any]:
    corpus, comparison = contents.corpus, contents.comparison
    titles = {name: row["title"] for name, row in definitions(contents).items()}
    sign = f"signature {contents.signature}"
    drawn = {
        "contrast": plots.contrast(
            comparison.table,
            sides=comparison.between,
            titles=titles,
            descriptive=comparison.descriptive,
            footnote=f"{comparison.gate} Signature {contents.signature}.",
        ),
        "voices": plots.voices(corpus),
        "timeline": plots.timeline(corpus, labels=event_labels(contents)),
    }
    inside = contents.corpus.articles["article_id"].isin(comparison.stories["article_id"])
    shown = set(corpus.articles.loc[inside, "article_id"])
    labels = contents.table("labels")
    labels = labels[labels["article_id"].isin(shown)] if len(labels) else labels
    actor = most_contrasted(labels)
    if actor is not None:
        side = dict(comparison.stories[["article_id", "side"]].itertuples(index=False))
        labels = labels.assign(side=labels["article_id"].map(side))
        drawn["labels"] = plots.labels(labels, actor, side="side", signature=contents.signature)
    mix = contents.table("source_mix")
    if len(mix):
        drawn["sources"] = plots.sources(_by_outlet(contents, mix), footnote=sign)
    if len(contents.table("network")):
        drawn["network"] = plots.network(contents.table("network"), footnote=sign)
    pair = closest_pair(corpus)
    if pair is not None:
        drawn["aligned"] = plots.aligned(corpus, *pair)
    feature = most_telling(comparison)
    if feature is not None:
        drawn["forest"] = plots.forest(
            outlet_rates(contents, feature),
            sides=comparison.between,
            title=f"{titles.get(feature, feature)}, by {comparison.by}",
            footnote=sign,
        )
    tested = contents.table("placebo")
    if len(tested) and tested["claims"].notna().any():
        wide = tested.pivot(index="split", columns="group", values="claims").dropna(how="all")
        drawn["placebo"] = plots.placebo(
            wide[list(wide.columns[wide.notna().all()])].astype(int),
            title="Claims between random halves of one side's own stories",
            footnote=f"of each side · {sign}",
        )
    return drawn


def _by_outlet(contents: Contents, mix: pd.DataFrame) -> pd.DataFrame:
    """The source mix of articles, added up by outlet."""
    outlets = contents.corpus.articles.set_index("article_id")["outlet"].fillna("unknown")
    table = mix.assign(outlet=mix["article_id"].map(outlets))
    total = table.drop_duplicates("article_id").groupby("outlet")["of"].sum()
    table = table.groupby(["outlet", "what", "value"])["words"].sum().reset_index()
    return table.assign(of=table["outlet"].map(total))


def most_telling(comparison: Any) -> str | None:
    """The feature with the smallest family-wise p, then with most hits, where outlets differ.

    None where the gate is closed or no side has two outlets: then singly says no more.
    """
    by = comparison.by_outlet
    if comparison.descriptive or by.empty or by["name"].nunique() < 3:
        return None
    table = comparison.table
    table = table.assign(_n=table["hits_a"].fillna(0) + table["hits_b"].fillna(0))
    order = table.sort_values(["p_family", "_n", "feature"], ascending=[True, False, True])
    return str(order["feature"].iloc[0])


def most_contrasted(labels: pd.DataFrame) -> str | None:
    """The actor whom most origins name, then the one with most different descriptions."""
    if labels.empty:
        return None
    other = labels[labels["form"] != "name"] if "form" in labels else labels
    size = labels.groupby("actor").agg(origins=("origin", "nunique"), times=("label", "size"))
    size["labels"] = other.groupby("actor")["label"].nunique().reindex(size.index).fillna(0)
    order = size.reset_index().sort_values(
        ["origins", "labels", "times", "actor"], ascending=[False, False, False, True],
        kind="stable",
    )  # fmt: skip
    return str(order["actor"].iloc[0])


def closest_pair(corpus: Corpus) -> tuple[str, str] | None:
    """The two articles that share most copied words; those of two outlets before those of one."""
    order = pairs_of(corpus)
    order = order[order["copied"] > 0]
    if order.empty:
        return None
    return str(order["article_id"].iloc[0]), str(order["other_id"].iloc[0])


def inline(file: Path, name: str, caption: str) -> str:
    """An SVG file as an element for the page, its ids its own and its meaning said in words."""
    svg = file.read_text(encoding="utf-8")
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r' d="[^"]*"', _shorter, svg)
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(
        r'width="([\d.]+)pt" height="[\d.]+pt"',
        lambda m: f'width="{ENLARGED * float(m[1]):.0f}pt"',
        svg,
        count=1,
    )
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\g<1>{name}-", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(caption)}" ', 1)


def _shorter(path: re.Match[str]) -> str:
    """A path with its numbers to two decimals: a screen shows no more.

    Examples
    --------
    >>> _shorter(re.match(".*", ' d="M 1.23456 -0.5"'))
    ' d="M 1.23 -0.5"'
    """
    return re.sub(r"(\.\d\d)\d+", r"\1", path[0])
