"""Task `labels`: mentions of actors and their chains across the stories of one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from framing.features.actors import find_mentions, link_mentions


def predict(rows: list[dict[str, Any]], **options: Any) -> Iterator[dict[str, Any]]:
    """Find the mentions of each document and join them within its event.

    Parameters
    ----------
    rows : list of dict
        ``id``, ``text`` and ``event``, as ``dev.input.jsonl.gz`` has them.
    **options
        None is known; others are ignored, since all tasks are called alike.

    Yields
    ------
    dict
        ``{"id", "mentions": [{"start", "end", "chain"}]}``, in the order of `rows`.
    """
    found = [find_mentions(row["text"]) for row in rows]
    events: dict[str, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        events[str(row.get("event", row["id"]))].append(i)
    chains: dict[int, list[str]] = {}
    for members in events.values():
        linked = link_mentions([found[i] for i in members])
        chains.update(zip(members, linked, strict=True))
    for i, row in enumerate(rows):
        yield {
            "id": row["id"],
            "mentions": [
                {"start": m.start, "end": m.end, "chain": chain}
                for m, chain in zip(found[i], chains[i], strict=True)
            ],
        }
