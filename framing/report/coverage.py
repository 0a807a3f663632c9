"""Events as rows: what, when, who covers them, and which enter the contrast."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from framing.report.contents import Contents
from framing.report.evidence import words_of
from framing.report.values import plain

MOST_EVENTS = 60
MOST_OUTLETS = 20


def event_labels(contents: Contents) -> dict[str, str]:
    """A few words for each event, from the table that describes them; its day stands elsewhere."""
    described = contents.table("events")
    if described.empty:
        return {}
    return {
        str(e): re.sub(r" · \d{4}-\d{2}-\d{2}$", "", plain(label)) or str(e)
        for e, label in zip(described["event"], described["label"], strict=True)
    }


def event_rows(contents: Contents) -> list[dict[str, Any]]:
    """One row an event; those of the contrast first, then those with most articles."""
    articles = contents.corpus.articles.dropna(subset=["event"])
    a, b = contents.comparison.between
    sides = contents.comparison.stories
    sides = sides[sides["counted"]]
    labels = event_labels(contents)
    about = articles.groupby("event", sort=True).agg(
        day=("published", "min"), articles=("article_id", "size")
    )
    split = sides.groupby(["event", "side"]).size().unstack(fill_value=0)
    split = split.reindex(index=about.index, columns=[a, b], fill_value=0)
    about = about.assign(a=split[a], b=split[b], used=split.sum(axis=1) > 0).reset_index()
    about = about.sort_values(
        ["used", "articles", "day", "event"], ascending=[False, False, True, True], kind="stable"
    ).head(MOST_EVENTS)
    inside = articles[articles["event"].isin(about["event"])]
    outlets = inside["outlet"].fillna("unknown").groupby(inside["event"]).unique()
    return [
        {
            "event": r.event,
            "label": labels.get(str(r.event), str(r.event)),
            "day": plain(r.day)[:10],
            "articles": r.articles,
            "a": r.a,
            "b": r.b,
            "outlets": _some(sorted(outlets[r.event])),
            "used": "yes" if r.used else "no",
        }
        for r in about.itertuples(index=False)
    ]


def _some(outlets: list[str], most: int = 8) -> str:
    """The first names of a list, and how many there are more."""
    if len(outlets) <= most:
        return words_of(outlets)
    return f"{', '.join(outlets[:most])} and {len(outlets) - most:,} more"


def coverage_rows(contents: Contents, events: list[dict[str, Any]]) -> dict[str, Any]:
    """Articles of each outlet on each event that is listed; the outlets with most come first."""
    articles = contents.corpus.articles.dropna(subset=["event"])
    listed = [e["event"] for e in events]
    mine = articles[articles["event"].isin(listed)]
    outlets = mine["outlet"].fillna("unknown")
    order = outlets.value_counts().rename_axis("outlet").reset_index(name="n")
    order = order.sort_values(["n", "outlet"], ascending=[False, True], kind="stable")
    names = [str(name) for name in order["outlet"].head(MOST_OUTLETS)]
    counts = pd.crosstab(mine["event"], outlets)
    return {
        "coverage_names": names,
        "coverage": [
            {"label": e["label"], "counts": [int(counts.loc[e["event"], n]) for n in names]}
            for e in events
        ],
    }
