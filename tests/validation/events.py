"""Events for `predict.py`: which documents cover the same happening, with or without dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from framing.events import cluster


def predict(
    rows: Iterable[Mapping[str, Any]], *, dates: bool = False, **_: Any
) -> Iterator[dict[str, str]]:
    """One line a document: its id and the number of its group.

    Parameters
    ----------
    rows : iterable of mappings
        With ``id``, ``title``, ``text`` and ``date``.
    dates : bool
        Whether the date may be used.
    """
    rows = list(rows)
    labels = cluster(
        [r["text"] for r in rows],
        [r.get("title") for r in rows],
        [r.get("date") for r in rows] if dates else None,
    )
    for row, label in zip(rows, labels.tolist(), strict=True):
        yield {"id": row["id"], "cluster": str(label)}
