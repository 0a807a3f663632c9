"""The contrast as rows: each feature with what it is, both sides, its interval, its outlets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.report.contents import Contents
from framing.report.evidence import Evidence
from framing.report.findings import VOICE_WORDS, definitions
from framing.report.values import chance, number, ratio

MOST_ROWS = 300
MOST_OUTLETS = 16
MOST_BY_OUTLET = 40


def contrast_rows(
    contents: Contents, evidence: Evidence, hits: Mapping[str, pd.DataFrame]
) -> dict[str, Any]:
    """The table of the contrast, the features never found, and the definitions.

    `hits` are those of `by_feature`.
    """
    comparison = contents.comparison
    a, b = comparison.between
    table = comparison.to_frame()
    known = definitions(contents)
    found = (table["hits_a"].fillna(0) + table["hits_b"].fillna(0)) > 0
    used = table[found]
    used = used.assign(_n=used["hits_a"] + used["hits_b"])
    keys = ["_n"] if comparison.descriptive else ["p_family", "_n"]
    used = used.sort_values(
        [*keys, "feature"], ascending=[k != "_n" for k in keys] + [True], kind="stable"
    )
    empty = contents.hits.iloc[:0]
    rows = []
    for row in used.head(MOST_ROWS).to_dict("records"):
        mine = hits.get(row["feature"], empty)
        claim = pd.notna(row["p_family"]) and row["p_family"] <= 0.05
        rows.append(
            {
                **known.get(row["feature"], {"title": row["feature"], "what": ""}),
                "feature": row["feature"],
                "claim": bool(claim),
                "a": evidence.link(mine[mine["side"] == a], number=int(row["hits_a"])),
                "b": evidence.link(mine[mine["side"] == b], number=int(row["hits_b"])),
                "cells": _cells(row, comparison),
            }
        )
    return {
        "contrast": rows,
        "contrast_columns": _columns(comparison),
        "absent": [
            known.get(name, {"title": name})["title"] for name in sorted(table["feature"][~found])
        ],
        "contrast_total": int(found.sum()),
    }


def _columns(comparison: Any) -> list[tuple[Any, ...]]:
    a, b = comparison.between
    sides = ((a, "side-a"), (b, "side-b"))

    def pair(what: str) -> list[tuple[Any, ...]]:
        return [(what, True, side, css) for side, css in sides]

    columns: list[tuple[Any, ...]] = [("what is counted", False)]
    columns += pair("hits") + pair("per 1,000 words")
    if not comparison.descriptive:
        columns += [("how many times as often (95 %)", True), ("family-wise p", True), ("q", True)]
    return [*columns, ("own · attributed · quoted", True), ("stories", True)]


def _cells(row: dict[str, Any], comparison: Any) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = [number(row["rate_a"]), number(row["rate_b"])]
    if not comparison.descriptive:
        cells += [
            ratio(row["log2_ratio"], row["low"], row["high"], sides=comparison.between),
            chance(row["p_family"]),
            chance(row["q"]),
        ]
    split = [[row.get(f"{voice}_hits_{side}") for voice in VOICE_WORDS] for side in "ab"]
    return [
        *cells,
        _stacked([_joined(values) for values in split], split[0][0]),
        _stacked([f"{int(row[f'stories_{side}']):,}" for side in "ab"], row["stories_a"]),
    ]


def _joined(values: list[Any]) -> str:
    """The hits by voice; a dash where the comparison is of one voice only."""
    if any(v is None or pd.isna(v) for v in values):
        return "–"
    return " · ".join(f"{int(v):,}" for v in values)


def _stacked(shown: list[str], first: Any) -> dict[str, Any]:
    """Two sides in one cell, the first above; sorted by the first."""
    lines = list(zip(("side-a", "side-b"), shown, strict=True))
    return {"value": "" if first is None or pd.isna(first) else str(int(first)), "lines": lines}


def by_feature(contents: Contents) -> dict[str, pd.DataFrame]:
    """The counted hits behind each row of the contrast."""
    comparison = contents.comparison
    hits = contents.hits
    hits = hits[hits["counted"]]
    if comparison.voice is not None:
        hits = hits[hits["voice"] == comparison.voice]
    keys = row_names(hits, comparison)
    used = hits[["article_id", "start", "end", "voice", "speaker", "side", comparison.by]]
    return {str(name): mine for name, mine in used.groupby(keys, sort=True)}


def row_names(hits: pd.DataFrame, comparison: Any) -> pd.Series:
    """The row of the contrast that each hit is counted in."""
    names = hits[comparison.what]
    if comparison.what == "entry" and not set(names.dropna()) & set(comparison.table["feature"]):
        return hits["feature"].str.cat(names, sep=": ")
    return names


def outlet_rows(
    contents: Contents, evidence: Evidence, hits: Mapping[str, pd.DataFrame]
) -> dict[str, Any]:
    """Each outlet (or origin) singly: rate and hits of each feature.

    `hits` are those of `by_feature`.
    """
    comparison = contents.comparison
    table = comparison.by_outlet
    if table.empty:
        return {"outlet_names": [], "outlet_rows": []}
    a, b = comparison.between
    sizes = table.drop_duplicates(["side", "name"]).assign(
        _side=lambda f: f["side"].map({a: 0, b: 1})
    )
    sizes = sizes.sort_values(["_side", "stories", "name"], ascending=[True, False, True])
    names = list(sizes.head(MOST_OUTLETS)[["side", "name"]].itertuples(index=False, name=None))
    totals = table.groupby("feature")["hits"].sum()
    totals = totals[totals > 0].sort_values(ascending=False, kind="stable").head(MOST_BY_OUTLET)
    cells = table.set_index(["feature", "side", "name"])
    known = definitions(contents)
    rows = []
    for feature in totals.index:
        mine = hits.get(str(feature))
        row = []
        for side, name in names:
            cell = cells.loc[(feature, side, name)]
            at = (
                mine[(mine["side"] == side) & (mine[comparison.by].fillna("unknown") == name)]
                if mine is not None
                else table.iloc[:0]
            )
            row.append(
                {
                    **evidence.link(at, number=int(cell["hits"]), most=8),
                    "rate": number(cell["rate"], 1)["shown"],
                    "value": number(cell["rate"])["value"],
                }
            )
        rows.append({"title": known.get(feature, {}).get("title", feature), "cells": row})
    about = cells.groupby(level=["side", "name"])[["stories", "words"]].first()
    return {
        "outlet_names": [
            {"name": name, "class": "side-a" if side == a else "side-b",
             "stories": int(about.loc[(side, name), "stories"])}
            for side, name in names
        ],
        "outlet_rows": rows,
    }  # fmt: skip


def phrase_rows(
    contents: Contents, evidence: Evidence, phrases: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each phrase of `term_rows` by side and voice."""
    a, b = contents.comparison.between
    known = definitions(contents)
    rows = []
    for group in phrases:
        hits = group["hits"]
        rows.append(
            {
                **{name: value for name, value in group.items() if name != "hits"},
                "title": known.get(group["feature"], {}).get("title", group["feature"]),
                "a": evidence.link(hits[hits["side"] == a], most=10),
                "b": evidence.link(hits[hits["side"] == b], most=10),
            }
        )
    return rows


def placebo_rows(contents: Contents) -> dict[str, Any]:
    """What the same test found where there is nothing to find."""
    table = contents.table("placebo")
    if table.empty:
        return {"placebo": [], "placebo_words": ""}
    rows = []
    for group, mine in table.groupby("group", sort=True):
        tested = mine[mine["claims"].notna()]
        rows.append(
            {
                "side": group,
                "splits": len(mine),
                "tested": len(tested),
                "stories": f"{int(mine['stories_1'].median())} and "
                f"{int(mine['stories_2'].median())}",
                "any": int((tested["claims"] > 0).sum()),
                "claims": number(tested["claims"].mean() if len(tested) else None)["shown"],
                "listed": number(tested["listed"].mean() if len(tested) else None)["shown"],
            }
        )
    splits, found = sum(r["tested"] for r in rows), sum(r["any"] for r in rows)
    words = (
        f"In {found} of {splits} random splits of one side's own stories the test claimed a "
        "difference; about one in twenty is to be expected."
        if splits
        else "Each half is too small for a test, so the placebo could not be made."
    )
    return {"placebo": rows, "placebo_words": words}
