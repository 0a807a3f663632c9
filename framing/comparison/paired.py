"""Event by event: who uses a feature more, each event a pair."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from framing.comparison.inputs import check_counts, prepare
from framing.comparison.story_unit import shared
from framing.errors import FramingError

COLUMNS = (
    "event",
    "stories_a",
    "stories_b",
    "words_a",
    "words_b",
    "hits_a",
    "hits_b",
    "rate_a",
    "rate_b",
    "difference",
)


def by_event_counts(
    counts: Any, *, length: Any, side: Any, event: Any, feature: int, story: Any = None
) -> pd.DataFrame:
    """Both sides' rates of one feature in each shared event.

    Parameters
    ----------
    counts, length, side, event, story
        As in `contrast_counts`.
    feature : int
        Which column.

    Returns
    -------
    DataFrame
        One row an event, largest difference first: stories, words and hits of both sides, rates
        per 1,000 words, difference (A less B). ``.attrs`` counts the events in which A's rate
        is higher (`more`), lower (`less`), equal (`same`); a count, not a test.

    Examples
    --------
    >>> table = by_event_counts([[2], [1], [0], [3]], length=[100] * 4, side=[1, 0, 1, 0],
    ...                         event=["x", "x", "y", "y"], feature=0)
    >>> table[["event", "difference"]].values.tolist(), table.attrs["more"]
    ([['y', -30.0], ['x', 10.0]], 1)
    """
    matrix, _ = check_counts(counts)
    if not 0 <= feature < matrix.shape[1]:
        raise FramingError(
            f"feature must be a column from 0 to {matrix.shape[1] - 1}; got {feature}"
        )
    kept = prepare(matrix, length=length, side=side, event=event, story=story)
    own = kept.side != kept.flipped
    names = np.asarray(event, dtype=object)[kept.rows]
    use = shared(own, kept.event)
    frame = pd.DataFrame(
        {
            "event": names[use],
            "a": own[use],
            "words": kept.length[use],
            "hits": np.asarray(kept.counts[:, [feature]].todense()).ravel()[use],
        }
    )
    rows = []
    for name, mine in frame.groupby("event", sort=True):
        a, b = mine[mine["a"]], mine[~mine["a"]]
        rate_a, rate_b = (1000 * p["hits"].sum() / p["words"].sum() for p in (a, b))
        rows.append(
            (
                name,
                len(a),
                len(b),
                int(a["words"].sum()),
                int(b["words"].sum()),
                a["hits"].sum(),
                b["hits"].sum(),
                rate_a,
                rate_b,
                rate_a - rate_b,
            )
        )
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    order = table["difference"].abs().sort_values(ascending=False, kind="stable").index
    table = table.loc[order].reset_index(drop=True)
    sign = np.sign(table["difference"].to_numpy(dtype=float))
    table.attrs = {
        "more": int((sign > 0).sum()),
        "less": int((sign < 0).sum()),
        "same": int((sign == 0).sum()),
    }
    return table
