"""What one side mentions and the other leaves out, in the same events."""

from __future__ import annotations

import pandas as pd

from framing.errors import FramingError

COLUMNS = ("what", "side", "hits", "stories", "origins", "outlets", "events", "of_stories")


def one_sided(hits: pd.DataFrame, stories: pd.DataFrame, *, key: str = "what") -> pd.DataFrame:
    """List what stands on one side only.

    Parameters
    ----------
    hits : DataFrame
        ``article_id`` and `key`: one row an occurrence of anything: a feature, a name, a topic.
    stories : DataFrame
        ``article_id, side, event, story``, and where known ``outlet`` and ``origin``: the
        articles that are compared. Hits elsewhere are passed over.
    key : str
        The column that names what was found.

    Returns
    -------
    DataFrame
        One row a thing: what, side, hits, stories (independent), origins, outlets, events, and
        of_stories: in how many stories of that side it could have stood. Most stories first.

    Examples
    --------
    >>> hits = pd.DataFrame({"article_id": ["x", "y", "y"], "what": ["summit", "summit", "coup"]})
    >>> stories = pd.DataFrame({"article_id": ["x", "y"], "side": ["a", "b"], "event": ["e", "e"],
    ...                         "story": ["s", "t"]})
    >>> one_sided(hits, stories)[["what", "side", "stories"]].values.tolist()
    [['coup', 'b', 1]]
    """
    for frame, needs in ((hits, ("article_id", key)), (stories, ("article_id", "side", "event"))):
        lacking = [c for c in needs if c not in frame.columns]
        if lacking:
            raise FramingError(
                f"a column {lacking[0]!r} is needed; found: {', '.join(map(str, frame.columns))}"
            )
    shared = stories.groupby("event")["side"].nunique()
    about = stories[stories["event"].isin(shared.index[shared > 1])]
    about = about.reindex(columns=["article_id", "side", "event", "story", "outlet", "origin"])
    about["story"] = about["story"].astype("string").fillna(about["article_id"].astype("string"))
    size = about.groupby("side")["story"].nunique()
    mine = hits[["article_id", key]].merge(about, on="article_id")
    found = mine.groupby(key, sort=True).agg(
        sides=("side", "nunique"),
        side=("side", "first"),
        hits=("article_id", "size"),
        stories=("story", "nunique"),
        origins=("origin", "nunique"),
        outlets=("outlet", "nunique"),
        events=("event", "nunique"),
    )
    found = found[found["sides"] == 1].drop(columns="sides")
    found = found.rename_axis("what").reset_index()
    found["of_stories"] = found["side"].map(size).astype("Int64")
    found = found.sort_values(
        ["stories", "origins", "hits", "what"],
        ascending=[False, False, False, True],
        kind="stable",
        ignore_index=True,
    )
    return found[list(COLUMNS)]
