"""The same test where nothing can be found: random halves of each side's own stories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.comparison.contrast import contrast_counts
from framing.comparison.inputs import check_counts, prepare

COLUMNS = ("group", "split", "gate", "stories_1", "stories_2", "tested", "claims", "listed")


def placebo_counts(
    counts: Any,
    *,
    length: Any,
    side: Any,
    event: Any,
    story: Any = None,
    named: Sequence[Any] | None = None,
    splits: int = 20,
    min_stories: int = 10,
    draws: int = 2000,
    seed: int = 0,
    workers: int = 1,
) -> pd.DataFrame:
    """Split each side's stories at random within events, and test the halves against each other.

    There is nothing to find; what is found shows the method's error on this corpus.

    Parameters
    ----------
    counts, length, side, event, story, named, min_stories, draws, seed, workers
        As in `contrast_counts`. Copies of one story go into the same half.
    splits : int
        How many random splits a side.

    Returns
    -------
    DataFrame
        One row a side and split: group (A or B), split, gate, stories in both halves, features
        tested, claims (family-wise p at most .05), listed (q at most .05); missing where the
        gate is closed. At about one split in twenty a claim is expected.

    Examples
    --------
    >>> table = placebo_counts([[1], [0], [2], [1]], length=[9] * 4, side=[1, 1, 0, 0],
    ...                        event=["e"] * 4, splits=1)
    >>> table["gate"].tolist()
    ['closed', 'closed']
    """
    matrix, _ = check_counts(counts)
    kept = prepare(matrix, length=length, side=side, event=event, story=story)
    own = kept.side != kept.flipped
    rows = []
    for name, flag in (("A", True), ("B", False)):
        mine = np.flatnonzero(own == flag)
        for split in range(splits):
            generator = np.random.Generator(np.random.Philox(key=[seed, (split << 1) | flag]))
            half = np.zeros(len(mine), dtype=bool)
            key = kept.event[mine] + generator.random(len(mine))
            order = np.argsort(key)
            # every second story of an event, the odd one by lot
            places = np.arange(len(mine)) + generator.integers(0, 2)
            half[order] = places % 2 == 0
            table = contrast_counts(
                kept.counts[mine],
                length=kept.length[mine],
                side=half,
                event=kept.event[mine],
                named=named,
                min_stories=min_stories,
                draws=draws,
                seed=seed + split,
                workers=workers,
            )
            closed = table.attrs["gate"] == "closed"
            rows.append(
                {
                    "group": name,
                    "split": split,
                    "gate": table.attrs["gate"],
                    "stories_1": table.attrs["stories"][0],
                    "stories_2": table.attrs["stories"][1],
                    "tested": 0 if closed else sum(table.attrs["tested"].values()),
                    "claims": pd.NA if closed else int((table["p_family"] <= 0.05).sum()),
                    "listed": pd.NA if closed else int((table["q"] <= 0.05).sum()),
                }
            )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"claims": "Int64", "listed": "Int64"})


def summary(table: pd.DataFrame) -> str:
    """The placebo in one sentence.

    Examples
    --------
    >>> summary(pd.DataFrame({"claims": [0, 1, 0, 0], "listed": [0, 3, 0, 0]})).split(",")[0]
    'Placebo: 1 of 4 random splits within one side gave a claim'
    """
    tested = table[table["claims"].notna()]
    if tested.empty:
        return "Placebo: the halves of each side are too small to be tested."
    n = len(tested)
    return (
        f"Placebo: {int((tested['claims'] > 0).sum())} of {n} random splits within one side gave "
        f"a claim, {int((tested['listed'] > 0).sum())} of {n} an entry in the exploratory list."
    )
