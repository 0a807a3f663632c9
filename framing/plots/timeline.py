"""Which outlets cover which event, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from framing.corpus import Corpus
from framing.plots.style import BLACK, BLUE, GREY, axes, small_print, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def timeline(
    corpus: Corpus,
    *,
    most: int = 20,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one row an event and one mark an article, at its day of publication.

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
    """
    import matplotlib.dates as mdates

    articles = corpus.articles[["outlet", "event", "published"]].copy()
    articles["day"] = pd.to_datetime(articles["published"].str.slice(0, 10), errors="coerce")
    dated = articles.dropna(subset=["day", "event"])
    size = dated.groupby("event").agg(
        outlets=("outlet", "nunique"), articles=("outlet", "size"), first=("day", "min")
    )
    chosen = size.sort_values(["outlets", "articles", "first"], ascending=[False, False, True])
    chosen = chosen.head(most).sort_values("first", ascending=False, kind="stable")
    with style():
        ax = axes(ax, height=1.0 + 0.34 * max(len(chosen), 1))
        for y, event in enumerate(chosen.index):
            mine = dated[dated["event"] == event].groupby("day")["outlet"].agg(list)
            matched = chosen.loc[event, "outlets"] > 1
            for day, outlets in mine.items():
                ax.plot(
                    [day],
                    [y],
                    marker="o",
                    ms=4 + 2 * len(outlets) ** 0.5,
                    ls="",
                    mfc=BLUE if matched else "white",
                    mec=BLACK if matched else GREY,
                )
            names = ", ".join(sorted({str(o) for o in dated[dated["event"] == event]["outlet"]}))
            names = names if len(names) < 72 else names[:70] + "…"
            ax.annotate(
                names,
                (mine.index.max(), y),
                xytext=(9, 0),
                textcoords="offset points",
                va="center",
                fontsize=7,
                annotation_clip=False,
            )
        ax.set_yticks(
            range(len(chosen)), [_short((labels or {}).get(str(e), str(e))) for e in chosen.index]
        )
        ax.set_ylim(-0.6, len(chosen) - 0.4)
        ax.margins(x=0.12)
        if len(chosen):
            locator = mdates.AutoDateLocator(minticks=2, maxticks=6)
            ax.xaxis.set_major_locator(locator)
            ax.xaxis.set_major_formatter(mdates.DateFormatter("%-d %b %Y"))
        ax.set_title("Events and who covers them (filled: at least two outlets)")
        undated = len(articles) - len(dated)
        small_print(
            ax,
            f"{len(chosen)} of {articles['event'].nunique()} events · {undated} "
            f"articles without day or event · signature {corpus.signature}",
        )
    return ax


def _short(label: str, most: int = 46) -> str:
    return label if len(label) <= most else label[: most - 1].rstrip(" ,·") + "…"
