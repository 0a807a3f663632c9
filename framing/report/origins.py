"""Copies and origins as rows: whose words each outlet prints, and which passages two stories share.

Sharing a passage is what can be seen; who took it from whom is said only where a credit says so.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.corpus import Corpus
from framing.report.contents import Contents
from framing.report.values import percent, plain
from framing.wording import plural

MOST_ROWS = 300
MOST_PAIRS = 20
LONGEST = 400


def share_rows(contents: Contents) -> list[dict[str, Any]]:
    """Own, wire and copied words of each outlet."""
    table = contents.table("shares")
    rows = []
    for row in table.to_dict("records"):
        parts = [row[p] for p in ("own", "wire", "copied", "unknown")]
        rows.append(
            {
                "outlet": row["outlet"],
                "articles": int(row["articles"]),
                "stories": int(row["stories"]),
                "words": int(row["words"]),
                "shares": [percent(p, row["words"]) for p in parts],
            }
        )
    rows.sort(key=lambda r: (-r["articles"], r["outlet"]))
    return rows[:MOST_ROWS]


def origin_rows(contents: Contents, files: dict[str, str]) -> list[dict[str, Any]]:
    """Whose words each article carries and how that is known: all of a small corpus, else reprints.

    An outlet's own stories are left out where there are many articles.
    """
    articles = contents.corpus.articles
    if len(articles) > 60:
        articles = articles[articles["origin_basis"].isin(["traced", "credited", "dateline"])]
        articles = articles[articles["origin"] != articles["outlet"]]
    return [
        {
            "article": r.article_id,
            "file": files.get(r.article_id),
            "outlet": plain(r.outlet) or "unknown",
            "origin": plain(r.origin) or "unknown",
            "basis": plain(r.origin_basis),
            "evidence": plain(r.origin_evidence),
            "story": plain(r.story),
        }
        for r in articles.head(MOST_ROWS).itertuples(index=False)
    ]


def pairs_of(corpus: Corpus) -> pd.DataFrame:
    """Pairs of articles that share passages: of two outlets first, then by copied characters.

    Returns
    -------
    DataFrame
        ``article_id, other_id, one_outlet, copied``; each pair once.
    """
    passages = corpus.passages
    once = passages[passages["article_id"] < passages["other_id"]]
    length = (once["end"] - once["start"]).where(once["kind"] == "copy", 0)
    keys = ["article_id", "other_id"]
    pairs = length.groupby([once[k] for k in keys]).sum().rename("copied").reset_index()
    outlet = corpus.articles.set_index("article_id")["outlet"].fillna("unknown")
    same = pairs["article_id"].map(outlet) == pairs["other_id"].map(outlet)
    return pairs.assign(one_outlet=same.astype(bool)).sort_values(
        ["one_outlet", "copied", *keys], ascending=[True, False, True, True], kind="stable"
    )


def pair_rows(corpus: Corpus) -> list[dict[str, Any]]:
    """Pairs of articles that share passages, each with the passages as both print them."""
    about = corpus.articles.set_index("article_id")[["outlet", "published"]]
    names = about["outlet"].fillna("unknown").to_dict()
    days = about["published"].fillna("").str.slice(0, 10).to_dict()
    passages = corpus.passages
    found = []
    for one, other in pairs_of(corpus)[["article_id", "other_id"]].head(MOST_PAIRS).to_numpy():
        mine = passages[(passages["article_id"] == one) & (passages["other_id"] == other)]
        places = mine[["kind", "start", "end", "other_start", "other_end"]]
        rows = [
            {
                "kind": kind,
                "first": _short(corpus.text(one)[a:b]),
                "second": _short(corpus.text(other)[c:d]),
            }
            for kind, a, b, c, d in places.itertuples(index=False)
        ]
        first, second = f"{names[one]} ({one})", f"{names[other]} ({other})"
        when = " and ".join(dict.fromkeys(filter(None, [days[one], days[other]])))
        found.append(
            {
                "title": f"{names[one]} and {names[other]}" + (f", {when}" if when else ""),
                "first": one,
                "second": other,
                "words": _said(corpus, one, mine, first, second),
                "passages": rows,
            }
        )
    return found


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _said(corpus: Corpus, one: str, mine: Any, first: str, second: str) -> str:
    copies = mine[mine["kind"] == "copy"]
    words = sum(len(corpus.text(one)[r.start : r.end].split()) for r in copies.itertuples())
    n = len(copies)
    said = (
        f"{first} shares {plural(n, 'passage')} ({plural(words, 'word')}) with {second}"
        if n
        else f"{first} and {second} share no copied passage"
    )
    for kind, noun in (
        ("quotation", "shared quotation"),
        ("rewrite", "shared rewritten passage"),
        ("boilerplate", "shared standing phrase"),
    ):
        n = int((mine["kind"] == kind).sum())
        if n:
            said += f"; {plural(n, noun)}"
    note = ", which do not count as copy" if len(copies) < len(mine) else ""
    return said + note + "."
