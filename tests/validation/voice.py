"""The voice task of the evaluators: attributions for each row, from its text alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from framing.voice import find_attributions


def predict(rows: Iterable[dict[str, Any]], **options: Any) -> Iterator[dict[str, Any]]:
    """Yield ``{"id", "attributions": [{"content", "source", "cue"}]}`` for each row.

    Parameters
    ----------
    rows : iterable of dict
        With ``id`` and ``text``; nothing else is read.
    **options
        Passed on to `framing.voice.find_attributions`.
    """
    for row in rows:
        found = find_attributions(row["text"], **options)
        yield {
            "id": row["id"],
            "attributions": [
                {
                    "content": [list(span) for span in a.content],
                    "source": [list(a.source)] if a.source else [],
                    "cue": [list(a.cue)] if a.cue else [],
                }
                for a in found
            ],
        }
