"""What each side calls an actor, what one side leaves out, and who is given a voice."""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.report.contents import Contents
from framing.report.evidence import Evidence
from framing.report.values import lightly, percent, plain

MOST_ROWS = 300
MOST_SPEAKERS = 120
MOST_LABELS = 25  # of one actor
KINDS = ("person", "organisation", "place", "number", "phrase")  # names first, then the rest
VOICES = ("narrator", "indirect", "direct")


def in_shared_events(contents: Contents) -> bool:
    """Whether the labels come from events alone that both sides cover."""
    table = contents.table("labels")
    shared = contents.comparison.stories["event"]
    return bool(len(table)) and bool(table["event"].isin(shared).all())


def label_rows(contents: Contents, evidence: Evidence) -> list[dict[str, Any]]:
    """Actors whom both sides name come first; one row an actor and label."""
    table = contents.table("labels")
    if table.empty:
        return []
    a, b = contents.comparison.between
    table = lightly(_sided(contents, table))
    actors = table.groupby("actor").agg(sides=("side", "nunique"), n=("side", "size"))
    actors = actors.reset_index().sort_values(
        ["sides", "n", "actor"], ascending=[False, False, True], kind="stable"
    )
    rank = {actor: i for i, actor in enumerate(actors["actor"])}
    sizes = table.groupby(["actor", "label"], sort=True).size().rename("n").reset_index()
    sizes = sizes.assign(_r=sizes["actor"].map(rank)).sort_values(
        ["_r", "n", "label"], ascending=[True, False, True], kind="stable"
    )
    sizes = sizes[sizes.groupby("_r").cumcount() < MOST_LABELS].head(MOST_ROWS)
    places = ["article_id", "start", "end", "voice", "speaker", "side", "origin"]
    columns = [c for c in ("actor", "label", "form", *places) if c in table]
    chosen = table[columns].merge(sizes[["actor", "label"]], on=["actor", "label"])
    rows: list[dict[str, Any]] = []
    for (actor, label), mine in chosen.groupby(["actor", "label"], sort=True):
        rows.append(
            {
                "actor": actor,
                "label": label,
                "form": plain(mine["form"].iloc[0]) if "form" in mine else "",
                "hits": mine,
                "own": mine["voice"].tolist().count("narrator"),
                "origins": ", ".join(sorted({o or "unknown" for o in mine["origin"]})[:6]),
            }
        )
    rows.sort(key=lambda r: (rank[r["actor"]], r["form"] == "name", -len(r["hits"]), r["label"]))
    for r in rows:
        hits = r.pop("hits")
        r["n"] = len(hits)
        r["a"] = evidence.link(hits[hits["side"] == a], most=8)
        r["b"] = evidence.link(hits[hits["side"] == b], most=8)
    return rows


def _sided(contents: Contents, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the articles in the contrast, with their side."""
    sides = contents.comparison.stories[["article_id", "side"]]
    return table[table["article_id"].isin(sides["article_id"])].merge(sides, on="article_id")


def one_sided_rows(contents: Contents, evidence: Evidence) -> list[dict[str, Any]]:
    """People, places, topics and phrases that one side alone mentions, the sides by turns."""
    a, b = contents.comparison.between
    table = contents.table("one_sided")
    if table.empty:
        return []
    table = table[table["side"].isin([a, b])]
    kinds = table["kind"].map({k: i for i, k in enumerate(KINDS)}).fillna(len(KINDS))
    table = table.iloc[kinds.to_numpy(dtype=float).argsort(kind="stable")]
    turn = table.groupby("side").cumcount()  # the two sides by turns, so that neither is buried
    table = table.assign(_turn=turn, _b=table["side"] == b).sort_values(["_turn", "_b"])
    rows = []
    for row in table.head(MOST_ROWS).itertuples(index=False):
        places = pd.DataFrame(row.places, columns=["article_id", "start", "end"])
        rows.append(
            {
                "what": row.what,
                "kind": row.kind,
                "side": row.side,
                "class": "side-a" if row.side == a else "side-b",
                "origins": row.origins,
                "stories": int(row.stories),
                "of": int(getattr(row, "of_stories", 0)),
                "times": evidence.link(places, most=5),
            }
        )
    return rows


def voice_rows(contents: Contents) -> list[dict[str, Any]]:
    """In whose voice each side speaks, then each outlet (or origin) of it, over its stories."""
    comparison = contents.comparison
    columns = [f"words_{v}" for v in VOICES]
    stories = comparison.stories
    stories = stories[stories["counted"]][["article_id", "side"]]
    articles = contents.articles[["article_id", comparison.by, *columns]]
    mine = stories.merge(articles, on="article_id")
    mine[columns] = mine[columns].fillna(0).astype(int)
    rows = []
    for number, side in enumerate(comparison.between):
        part = mine[mine["side"] == side]
        name = ("side-a", "side-b")[number]
        rows.append(_voice_row(f"{side}, all", part, columns, name))
        by = part[comparison.by].fillna("unknown")
        for outlet in sorted(by.unique()):
            if by.nunique() > 1:
                rows.append(_voice_row(outlet, part[by == outlet], columns, ""))
    return rows


def _voice_row(name: str, part: pd.DataFrame, columns: list[str], css: str) -> dict[str, Any]:
    total = int(part[columns].to_numpy().sum())
    return {
        "name": name,
        "class": css,
        "stories": len(part),
        "words": total,
        "shares": [percent(int(part[c].sum()), total) for c in columns],
    }


def mix_rows(contents: Contents) -> list[dict[str, Any]]:
    """Words given to each kind and country of source, as a share of each side's words."""
    table = contents.table("source_mix")
    if table.empty or "article_id" not in table:
        return []
    a, b = contents.comparison.between
    stories = contents.comparison.stories
    stories = stories[stories["counted"]][["article_id", "side"]]
    mine = table.merge(stories, on="article_id")
    words = mine.drop_duplicates("article_id").groupby("side")["of"].sum()
    sums = mine[mine["what"] != "voice"].groupby(["what", "value", "side"])["words"].sum()
    rows = []
    for what, value in sorted({key[:2] for key in sums.index}):
        pair = [int(sums.get((what, value, side), 0)) for side in (a, b)]
        if sum(pair):
            rows.append(
                {
                    "what": {"kind": "kind of source", "country": "country"}[what],
                    "value": value,
                    "words": pair,
                    "shares": [percent(n, words.get(s)) for n, s in zip(pair, (a, b), strict=True)],
                }
            )
    rows.sort(key=lambda r: (r["what"] == "country", -sum(r["words"]), r["value"]))
    return rows


def speaker_rows(contents: Contents, evidence: Evidence) -> list[dict[str, Any]]:
    """Who is quoted, and who has words attributed, by side; most words first."""
    a, b = contents.comparison.between
    said = _sided(contents, contents.corpus.attributions)
    said = lightly(said[said["part_of"].isna()])
    texts = contents.corpus.texts
    said = said.assign(
        start=said["content_start"],
        end=said["content_end"],
        words=[
            len(texts[i][s:e].split())
            for i, s, e in zip(
                said["article_id"], said["content_start"], said["content_end"], strict=True
            )
        ],
    )
    keys = ["speaker", "speaker_kind", "speaker_country"]
    said[keys] = said[keys].astype(object).where(said[keys].notna(), "")
    sizes = said.groupby(keys, sort=True)["words"].sum().reset_index()
    sizes = sizes.sort_values(["words", *keys], ascending=[False, True, True, True], kind="stable")
    places = ["article_id", "start", "end", "voice", "side", "attribution_id", "words"]
    said = said[[*keys, *places]].merge(sizes.head(MOST_SPEAKERS)[keys], on=keys)
    rows: list[dict[str, Any]] = []
    for values, mine in said.groupby(keys, sort=True):
        who, kind, country = map(str, values)
        rows.append(
            {
                "speaker": who or "(no source named)",
                "kind": kind,
                "country": country,
                "parts": {
                    (side, voice): mine[(mine["side"] == side) & (mine["voice"] == voice)]
                    for side in (a, b)
                    for voice in ("direct", "indirect")
                },
                "words": int(mine["words"].sum()),
            }
        )
    rows.sort(key=lambda r: (-r["words"], r["speaker"], r["kind"], r["country"]))
    for r in rows:
        r["cells"] = [
            evidence.link(part, number=part["attribution_id"].nunique(), most=8)
            for part in r.pop("parts").values()
        ]
    return rows
