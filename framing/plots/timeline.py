"""Which outlets cover which event, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.corpus import Corpus
from framing.plots.names import fit
from framing.plots.style import BLACK, BLUE, GREY, RULE, axes, beside, finish, nothing, style
from framing.wording import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def timeline(
    corpus: Corpus,
    *,
    most: int = 20,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one row an event and one mark a day on which articles cover it.

    Parameters
    ----------
    corpus : Corpus
        With events; articles without a day are counted in the small print.
    most : int
        How many events to draw: those with most outlets, then most articles.
    labels : mapping of str to str, optional
        A few words for an event; else its id.
    ax : Axes, optional

    Returns
    -------
    Axes
        The larger a mark, the more articles; the outlets stand at the right.
    """
    from matplotlib.lines import Line2D

    articles = corpus.articles[["outlet", "event", "published"]].copy()
    articles["day"] = pd.to_datetime(articles["published"].str.slice(0, 10), errors="coerce")
    articles["outlet"] = articles["outlet"].fillna("unknown")
    dated = articles.dropna(subset=["day", "event"])
    size = dated.groupby("event").agg(
        outlets=("outlet", "nunique"), articles=("outlet", "size"), first=("day", "min")
    )
    order = size.reset_index().sort_values(
        ["outlets", "articles", "first", "event"], ascending=[False, False, True, True]
    )
    chosen = order.head(most).sort_values(
        ["first", "event"], ascending=[False, True], kind="stable"
    )
    inside = dated[dated["event"].isin(chosen["event"])]
    days = inside.groupby(["event", "day"]).size().rename("n").reset_index()
    names = {
        event: mine.value_counts(sort=False).rename("n").rename_axis("outlet").reset_index()
        for event, mine in inside.groupby("event")["outlet"]
    }
    largest = int(days["n"].max()) if len(days) else 1
    with style():
        ax = axes(ax, height=0.5 + 0.235 * max(len(chosen), 1))
        for y, (event, outlets) in enumerate(chosen[["event", "outlets"]].itertuples(index=False)):
            mine = days[days["event"] == event]
            looks: Any = (
                {"mfc": BLUE, "mec": "white"} if outlets > 1 else {"mfc": "white", "mec": GREY}
            )
            ax.axhline(y, color=RULE, lw=0.6, zorder=0)
            ax.plot(mine["day"], [y] * len(mine), color=BLUE if outlets > 1 else GREY, lw=1.2)
            for day, n in mine[["day", "n"]].itertuples(index=False):
                ax.plot([day], [y], marker="o", ls="", mew=0.6, **looks,
                        ms=4.5 + 7 * ((n - 1) / max(largest - 1, 6)) ** 0.5)  # fmt: skip
            beside(ax, y, _who(names[event]), room=2.1)
        said = [fit((labels or {}).get(str(e), str(e)), 2.3, cut="end") for e in chosen["event"]]
        ax.set_yticks(range(len(chosen)), said)
        ax.tick_params(axis="y", length=0)
        ax.set_ylim(-0.6, max(len(chosen), 1) - 0.4)
        if chosen.empty:
            nothing(ax, "no article has both a day and an event")
        else:
            _days(ax, inside["day"])
        signs: dict[str, Any] = {"two or more outlets": {"mfc": BLUE, "mec": BLACK},
                 "one outlet": {"mfc": "white", "mec": GREY}}  # fmt: skip
        undated = len(articles) - len(dated)
        finish(
            ax,
            title="Events, and who covers them",
            key=[Line2D([], [], marker="o", ls="", ms=5, mew=0.6, label=words, **looks)
                 for words, looks in signs.items()],
            note=f"{len(chosen)} of {plural(int(articles['event'].nunique()), 'event')}, those "
            f"with most outlets first chosen · the larger the mark, the more articles (up to "
            f"{largest} a day)"
            + (f" · {plural(undated, 'article')} without day or event" if undated else "")
            + f" · signature {corpus.signature}",
        )  # fmt: skip
    return ax


def _who(outlets: pd.DataFrame) -> str:
    """How many outlets, and their names, those with most articles first."""
    order = outlets.sort_values(["n", "outlet"], ascending=[False, True], kind="stable")
    names = ", ".join(order["outlet"].astype(str))
    return f"{len(order)}: {names}" if len(order) > 1 else names


def _days(ax: Axes, days: pd.Series) -> None:
    """A few whole days as ticks, whatever the range."""
    first, last = days.min(), days.max()
    wide = max((last - first).days, 1)
    ax.set_xlim(first - pd.Timedelta(days=0.06 * wide), last + pd.Timedelta(days=0.06 * wide))
    span = (last - first).days
    ticks = [first + pd.Timedelta(days=d) for d in sorted({round(span * k / 3) for k in range(4)})]
    ax.set_xticks(ticks, [f"{t.day} {t:%b %Y}" for t in ticks])
