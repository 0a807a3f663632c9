"""Who covers which event and who does not, and which events allow a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from framing.corpus import Corpus
from framing.errors import FramingError

NO_EVENT = "no event"
ONE_SIDE = "only one side covers it"
NO_SIDE = "on neither side"
ONE_STORY = "both sides print the same story"
ONE_OUTLET = "fewer than two known outlets cover it"


def coverage(corpus: Corpus) -> pd.DataFrame:
    """Count the articles of each outlet on each event; 0 says that it printed none here.

    That an outlet has no article in the corpus does not show that it printed none.

    Parameters
    ----------
    corpus : Corpus
        After `framing.events.group`.

    Returns
    -------
    DataFrame
        One row an event (the index, named ``event``), one column an outlet, in alphabetical
        order; articles whose outlet is missing count as ``unknown``. Events that most outlets
        cover come first.

    Examples
    --------
    >>> rows = [{"article_id": "a", "text": "x", "outlet": "TASS", "event": "e1"},
    ...         {"article_id": "b", "text": "y", "outlet": "AFP", "event": "e1"},
    ...         {"article_id": "c", "text": "z", "outlet": "AFP", "event": "e2"}]
    >>> coverage(Corpus.from_articles(rows)).loc["e2"].to_dict()
    {'AFP': 1, 'TASS': 0}
    """
    articles = corpus.articles.dropna(subset=["event"])
    table = pd.crosstab(
        articles["event"].astype(str), articles["outlet"].fillna("unknown").astype(str)
    )
    table.columns.name = None
    table.index.name = "event"
    order = pd.DataFrame({"outlets": -(table > 0).sum(axis=1), "articles": -table.sum(axis=1)})
    return table.loc[order.sort_index().sort_values(["outlets", "articles"], kind="stable").index]


@dataclass(frozen=True)
class Matched:
    """The events that a comparison may use, and what was left out.

    Parameters
    ----------
    events : DataFrame
        One row an event: ``event``, ``kept``, ``reason`` (missing where kept), ``articles``,
        ``stories`` and ``outlets``; with sides also how many independent stories each has.
    articles : DataFrame
        One row an article: ``article_id``, ``event``, ``kept``, ``reason``.
    unit : str
        ``"story"`` or ``"outlet"``.
    """

    events: pd.DataFrame
    articles: pd.DataFrame
    unit: str

    @property
    def kept(self) -> list[str]:
        """The ids of the events that are used, sorted."""
        return sorted(self.events.loc[self.events["kept"], "event"].astype(str))

    @property
    def left_out(self) -> pd.Series:
        """How many articles were left out, by reason."""
        return self.articles.loc[~self.articles["kept"], "reason"].value_counts().sort_index()

    def __repr__(self) -> str:
        used = int(self.articles["kept"].sum())
        why = "; ".join(f"{n} {reason}" for reason, n in self.left_out.items())
        rest = f"; left out: {why}" if why else ""
        return f"Matched({len(self.kept)} events, {used} articles, by {self.unit}{rest})"


def matched(
    corpus: Corpus | pd.DataFrame, *, sides: Mapping[str, str | None] | None = None
) -> Matched:
    """Choose the events in which a comparison can be made.

    With `sides` the comparison is of stories: an event is used where both sides have a story and
    the two are not the same story (copies of one text are one story). Without, it is about kinds
    of outlets: an event is used where at least two known outlets cover it, whatever their side,
    since events chosen for having both sides favour what both sides are interested in.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        A corpus after `framing.events.group`, or its articles.
    sides : mapping of str to str or None, optional
        Side by article id; exactly two sides, None or absent for an article on neither.

    Returns
    -------
    Matched

    Raises
    ------
    FramingError
        Where there are not exactly two sides, or a side is given to an unknown article.

    Examples
    --------
    >>> rows = [{"article_id": "a", "text": "x", "event": "e1"},
    ...         {"article_id": "b", "text": "y", "event": "e1"},
    ...         {"article_id": "c", "text": "z", "event": "e2"}]
    >>> matched(Corpus.from_articles(rows), sides={"a": "state", "b": "wire", "c": "wire"})
    Matched(1 events, 2 articles, by story; left out: 1 only one side covers it)
    """
    articles = corpus.articles if isinstance(corpus, Corpus) else corpus
    table = pd.DataFrame(
        {
            "article_id": articles["article_id"].astype(str),
            "event": articles["event"],
            "outlet": articles["outlet"],
            "story": articles["story"].fillna(articles["article_id"]),
        }
    )
    names = _check_sides(sides, table)
    table["side"] = table["article_id"].map(dict(sides)) if sides is not None else None
    rows, reasons = [], {}
    for event, mine in table.dropna(subset=["event"]).groupby("event", sort=True):
        row = _event_row(str(event), mine, names)
        rows.append(row)
        reasons[event] = row["reason"]
    events = pd.DataFrame(
        rows,
        columns=[
            "event",
            "kept",
            "reason",
            "articles",
            "stories",
            "outlets",
            *(f"stories_{name}" for name in names),
        ],
    )
    events = events.astype({"event": "string", "reason": "string", "kept": bool})
    table["reason"] = pd.array(
        [
            NO_EVENT if pd.isna(e) else reasons[e] or (NO_SIDE if names and pd.isna(s) else None)
            for e, s in zip(table["event"], table["side"], strict=True)
        ],
        dtype="string",
    )
    table["kept"] = table["reason"].isna()
    out = table[["article_id", "event", "kept", "reason"]]
    return Matched(
        events, out.sort_values("article_id", ignore_index=True), "story" if names else "outlet"
    )


def _check_sides(sides: Mapping[str, str | None] | None, table: pd.DataFrame) -> list[str]:
    if sides is None:
        return []
    names = sorted({s for s in sides.values() if s is not None})
    if len(names) != 2:
        raise FramingError(
            f"a comparison needs exactly two sides; found {len(names)}: {', '.join(names)}"
        )
    strange = sorted(set(sides) - set(table["article_id"]))
    if strange:
        raise FramingError(f"a side is given to article {strange[0]!r}, which is not there")
    return names


def _event_row(event: str, mine: pd.DataFrame, names: list[str]) -> dict[str, object]:
    outlets = mine["outlet"].dropna()
    known = int(outlets[outlets != "unknown"].nunique())
    row: dict[str, object] = {
        "event": event,
        "articles": len(mine),
        "stories": int(mine["story"].nunique()),
        "outlets": known,
    }
    reason = ONE_OUTLET if known < 2 else None
    if names:
        stories = [set(mine.loc[mine["side"] == name, "story"]) for name in names]
        row |= {f"stories_{n}": len(s) for n, s in zip(names, stories, strict=True)}
        reason = None
        if not all(stories):
            reason = ONE_SIDE if any(stories) else NO_SIDE
        elif len(stories[0] | stories[1]) < 2:
            reason = ONE_STORY
    return row | {"kept": reason is None, "reason": reason}
