"""Events as rows: what, when, who covers them, and which enter the contrast."""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.report.contents import Contents
from framing.report.evidence import words_of
from framing.report.values import plain

MOST_EVENTS = 60
MOST_OUTLETS = 20


def event_labels(contents: Contents) -> dict[str, str]:
    """A few words for each event, from the table that describes them."""
    described = contents.table("events")
    if described.empty:
        return {}
    return {
        str(e): plain(label) or str(e)
        for e, label in zip(described["event"], described["label"], strict=True)
    }


def event_rows(contents: Contents) -> list[dict[str, Any]]:
    """One row an event; those of the contrast first, then those with most articles."""
    articles = contents.corpus.articles.dropna(subset=["event"])
    a, b = contents.comparison.between
    sides = contents.comparison.stories
    sides = sides[sides["counted"]]
    split = sides.groupby(["event", "side"]).size()
    labels = event_labels(contents)
    rows = []
    for event, mine in articles.groupby("event", sort=True):
        outlets = sorted(mine["outlet"].fillna("unknown").unique())
        more = f" and {len(outlets) - 8} more" if len(outlets) > 8 else ""
        pair = [int(split.get((event, side), 0)) for side in (a, b)]
        rows.append(
            {
                "event": event,
                "label": labels.get(str(event), str(event)),
                "day": plain(mine["published"].min())[:10],
                "articles": len(mine),
                "a": pair[0],
                "b": pair[1],
                "outlets": ", ".join(outlets[:8]) + more if more else words_of(outlets),
                "used": "yes" if sum(pair) else "no",
            }
        )
    rows.sort(key=lambda r: (r["used"] != "yes", -r["articles"], r["day"], str(r["event"])))
    return rows[:MOST_EVENTS]


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
