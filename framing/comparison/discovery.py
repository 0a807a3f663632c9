"""What nobody named beforehand: a search over n-grams or any other terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from scipy import sparse

from framing.comparison.contrast import contrast_counts
from framing.comparison.description import describe_counts
from framing.comparison.gates import Unit
from framing.comparison.inputs import check_counts
from framing.errors import FramingError


def discover(
    counts: Any,
    *,
    terms: Sequence[str],
    length: Any,
    side: Any,
    event: Any,
    outlet: Any = None,
    story: Any = None,
    unit: Unit = "story",
    min_stories: int = 10,
    draws: int = 2000,
    seed: int = 0,
    workers: int = 1,
) -> pd.DataFrame:
    """Search terms for those that one side uses more in the same events.

    Terms that stand in the same stories equally often (the parts of a name) are tested once,
    under the longest of them; which they are is decided without looking at the sides.

    Parameters
    ----------
    counts : sparse matrix (stories, terms)
    terms : sequence of str
        The columns' names, each once.
    length, side, event, outlet, story, unit, min_stories, draws, seed, workers
        As in `contrast_counts`.

    Returns
    -------
    DataFrame
        Rows sorted by q, then by the size of z: the columns of `contrast_counts`; `term`;
        `same_as`: the other terms that come to the same counts, joined by ', ';
        `status`: 'claim' (family-wise p at most .05), 'exploratory' (q at most .05) or
        missing; `dirichlet_z`, for ranking and plots only.

    Examples
    --------
    >>> table = discover([[1, 1], [0, 0]], terms=["islamic", "islamic state"], length=[9, 9],
    ...                  side=[1, 0], event=["e", "e"])
    >>> table[["term", "same_as"]].values.tolist()
    [['islamic state', 'islamic']]
    """
    matrix, _ = check_counts(counts)
    names = [str(t) for t in terms]
    if len(names) != matrix.shape[1]:
        raise FramingError(
            f"terms must name every column: {matrix.shape[1]} columns, {len(names)} terms"
        )
    if len(set(names)) != len(names):
        raise FramingError("terms must differ; one of them stands twice")
    keep, same = _merge(matrix, names)
    chosen = [names[i] for i in keep]
    table = contrast_counts(
        matrix[:, keep],
        features=chosen,
        length=length,
        side=side,
        event=event,
        outlet=outlet,
        story=story,
        unit=unit,
        min_stories=min_stories,
        draws=draws,
        seed=seed,
        workers=workers,
    )
    attrs = table.attrs
    table = table.reset_index().rename(columns={"feature": "term"})
    table["same_as"] = pd.array([same.get(i) for i in keep], dtype="string")
    status = pd.Series(pd.NA, index=table.index, dtype="string")
    status[(table["q"] <= 0.05).fillna(False)] = "exploratory"
    status[(table["p_family"] <= 0.05).fillna(False)] = "claim"
    table["status"] = status
    words = attrs["words"]
    if all(words) and len(table):
        table["dirichlet_z"] = describe_counts(
            table["hits_a"], table["hits_b"], words_a=words[0], words_b=words[1]
        )["dirichlet_z"].astype("Float64")
    else:
        table["dirichlet_z"] = pd.Series([pd.NA] * len(table), dtype="Float64")
    order = table.assign(_z=table["z"].abs()).sort_values(
        ["q", "_z", "term"], ascending=[True, False, True], kind="stable", na_position="last"
    )
    table = order.drop(columns="_z").reset_index(drop=True)
    table.attrs = attrs
    return table


def _merge(matrix: sparse.csr_matrix, names: list[str]) -> tuple[list[int], dict[int, str]]:
    """One column of each set of equal columns, the longest name; and the others' names."""
    columns = sparse.csc_matrix(matrix)
    columns.sort_indices()
    groups: dict[bytes, list[int]] = {}
    for i in range(columns.shape[1]):
        span = slice(columns.indptr[i], columns.indptr[i + 1])
        key = columns.indices[span].tobytes() + columns.data[span].tobytes()
        groups.setdefault(key if key else str(i).encode(), []).append(i)
    keep, same = [], {}
    for members in groups.values():
        ranked = sorted(members, key=lambda i: (-len(names[i]), names[i]))
        keep.append(ranked[0])
        if len(ranked) > 1:
            same[ranked[0]] = ", ".join(sorted(names[i] for i in ranked[1:]))
    return sorted(keep), same
