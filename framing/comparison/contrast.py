"""Do two groups use a feature at different rates within the same events? From arrays alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.comparison import outlet_unit, story_unit
from framing.comparison.gates import Unit
from framing.comparison.inputs import check_counts, named_columns, prepare
from framing.comparison.outcome import to_table
from framing.errors import FramingError

UNITS: tuple[str, ...] = ("story", "outlet", "event")


def contrast_counts(
    counts: Any,
    *,
    length: Any,
    side: Any,
    event: Any,
    outlet: Any = None,
    story: Any = None,
    unit: Unit = "story",
    named: Sequence[Any] | None = None,
    features: Sequence[Any] | None = None,
    min_stories: int = 10,
    draws: int = 2000,
    seed: int = 0,
    workers: int = 1,
) -> pd.DataFrame:
    """Contrast the rates of features between two sides within the same events.

    Parameters
    ----------
    counts : sparse matrix, array or DataFrame (stories, features)
        Hits, 0 or more.
    length : array (stories,)
        Words of each story.
    side : array (stories,) of bool
        True: the first group (A); False: the second (B).
    event : array (stories,)
        What each story covers; missing: left out.
    outlet : array (stories,), optional
        Who published it; needed where ``unit="outlet"``.
    story : array (stories,), optional
        Copies of one text share a value and count once a group (the longest is kept).
    unit : {"story", "outlet", "event"}
        What changes places under 'no difference': stories within events (a claim about these
        outlets' articles), whole outlets (a claim about kinds of outlets), or whole events,
        where events lie wholly in one group.
    named : sequence of column numbers, names, or mask, optional
        Features registered before looking: a family of tests of their own.
    features : sequence, optional
        Names of the columns; the index of the result.
    min_stories : int
        The search covers features in at least this many stories.
    draws : int
        Labellings drawn (all of them, where outlets or events are few).
    seed : int
        Draws depend on it alone, not on the order of stories or the number of workers.
    workers : int
        Threads.

    Returns
    -------
    DataFrame
        One row a feature, in the order of the columns. `hits_*`, `stories_*` and `rate_*` (per
        1,000 words) over independent stories in shared events; `log2_ratio` (positive: A uses
        it more; infinite where one side has none) with its 95 % interval `low`, `high`; `z`, the
        sum of residuals in exact permutation SDs; `p` of the feature alone; `p_family`, the
        family-wise p (claims); `q`, the false discovery rate of the exploratory list; `family`
        ('named', 'search' or missing); `reason` why p is missing. ``.attrs`` holds `gate`
        ('open', 'named only', 'closed'), `reason`, `warnings`, `unit`, `stories`, `events`,
        `outlets`, `articles`, `copied`, `left_out`, `smallest_p`, `tested`, `draws`, `seed`.

    Examples
    --------
    >>> table = contrast_counts([[2, 0], [1, 1], [0, 1], [1, 1]], length=[100] * 4,
    ...                         side=[True, False, False, False], event=["a"] * 4)
    >>> table.attrs["reason"].split(",")[0]
    'Descriptive only: 1 and 3 stories; the smallest attainable p is .25'
    """
    matrix, names = check_counts(counts)
    p = matrix.shape[1]
    if features is not None:
        names = list(features)
        if len(names) != p:
            raise FramingError(f"features must name every column: {p} columns, {len(names)} names")
    _check_options(unit, draws, seed, min_stories, outlet)
    chosen = named_columns(named, names, p)
    stories = prepare(
        matrix,
        length=length,
        side=side,
        event=event,
        outlet=outlet,
        story=story,
        per_outlet=unit == "outlet",
    )
    contrast = outlet_unit.contrast if unit == "outlet" else story_unit.contrast
    if unit == "event":
        stories = story_unit.by_event(stories)
    outcome = contrast(
        stories, named=chosen, min_stories=min_stories, draws=draws, seed=seed, workers=workers
    )
    index = pd.RangeIndex(p) if names is None else pd.Index(names)
    table = to_table(outcome, stories, index=index.rename("feature"))
    table.attrs |= {"unit": unit, "draws": draws, "seed": seed}
    return table


def _check_options(unit: str, draws: int, seed: int, min_stories: int, outlet: Any) -> None:
    if unit not in UNITS:
        raise FramingError(f"unit must be one of {', '.join(UNITS)}; got {unit!r}")
    if unit == "outlet" and outlet is None:
        raise FramingError('unit="outlet" needs outlet=, who published each story')
    for name, value, least in (
        ("draws", draws, 99),
        ("seed", seed, 0),
        ("min_stories", min_stories, 1),
    ):
        if not isinstance(value, (int, np.integer)) or isinstance(value, bool) or value < least:
            raise FramingError(f"{name} must be a whole number, {least} or more; got {value!r}")
