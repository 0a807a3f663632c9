"""The first screen: what came in, who stands on each side, and when."""

from __future__ import annotations

from typing import Any

from framing.outlets.groups import load as load_groups
from framing.report.contents import Contents
from framing.report.evidence import words_of
from framing.wording import plural


def sizes_of(contents: Contents) -> list[dict[str, Any]]:
    """The few numbers at the top: what came in and what was compared."""
    articles, comparison = contents.articles, contents.comparison
    a, b = comparison.between
    sides = comparison.stories[comparison.stories["counted"]]
    strip = [
        _size(len(articles), "article", "read"),
        _size(articles["story"].nunique(), "independent story"),
        _size(articles["event"].nunique(), "event"),
        _size(sides["event"].nunique(), "event", "that both sides cover"),
    ]
    for side, name in ((a, "side-a"), (b, "side-b")):
        number = int((sides["side"] == side).sum())
        strip.append({**_size(number, f"{side} story"), "class": name})
    return strip


def _size(number: int, noun: str, more: str = "") -> dict[str, str]:
    """A number and what it counts, in two parts: one is large on the page."""
    shown, words = plural(int(number), noun).split(" ", 1)
    return {"n": shown, "what": f"{words} {more}".strip()}


def members(contents: Contents) -> list[dict[str, str]]:
    """Who stands on each side: what the group is, and its outlets or origins with their stories."""
    comparison = contents.comparison
    stories = comparison.stories[comparison.stories["counted"]]
    own = contents.settings.get("groups") or {}
    shipped = {} if set(comparison.between) <= set(own) else load_groups()
    rows = []
    for side, css in zip(comparison.between, ("side-a", "side-b"), strict=True):
        names = stories.loc[stories["side"] == side, comparison.by].fillna("unknown")
        sizes = names.value_counts().rename("n").rename_axis("name").reset_index()
        sizes = sizes.sort_values(["n", "name"], ascending=[False, True], kind="stable")
        said = [f"{r.name} ({r.n:,})" for r in sizes.head(8).itertuples(index=False)]
        said += [f"{len(sizes) - 8:,} more"] if len(sizes) > 8 else []
        title = shipped[side].title if side in shipped and side not in own else ""
        rows.append(
            {
                "name": side,
                "class": css,
                "title": "" if title == side else title,
                "who": words_of(said) or "nobody",
            }
        )
    return rows


def period_of(contents: Contents) -> str:
    """The days of the stories that are compared: one, or the first and the last."""
    comparison = contents.comparison
    articles = contents.articles
    inside = articles["article_id"].isin(comparison.stories["article_id"])
    days = sorted({str(d)[:10] for d in articles.loc[inside, "published"].dropna()})
    return " to ".join(dict.fromkeys([days[0], days[-1]])) if days else ""


def claims_of(contents: Contents) -> str:
    """How many features carry a claim, and of whom it speaks; nothing where the gate is closed."""
    comparison = contents.comparison
    if comparison.descriptive:
        return ""
    chances = comparison.table["p_family"].dropna()
    number = int((chances <= 0.05).sum())
    differ = "differs" if number == 1 else "differ"
    about = (
        "A claim speaks of kinds of outlets, as far as these stand for them."
        if comparison.unit == "outlet"
        else "A claim speaks of these articles, and not of kinds of outlets."
    )
    return (
        f"{number or 'None'} of {plural(len(chances), 'tested feature')} {differ} between the "
        f"sides (family-wise p ≤ .05). {about}"
    )
