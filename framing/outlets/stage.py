"""The outlets stage: a corpus in, a corpus with outlets, agencies and origins out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.outlets.identity import Given, Identity, identify_text
from framing.outlets.outlet import UNKNOWN
from framing.outlets.registry import Registry
from framing.outlets.registry import given as given_registry
from framing.outlets.registry import load as load_registry

if TYPE_CHECKING:
    from framing.corpus import Corpus

COLUMNS = (
    "outlet",
    "outlet_basis",
    "republisher",
    "agency",
    "agency_basis",
    "origin",
    "origin_basis",
    "origin_evidence",
    "control",
    "role",
    "country",
)


def identify_rows(
    rows: Iterable[Mapping[str, Any]],
    *,
    spans: Mapping[str, Sequence[tuple[int, int, str]]] | None = None,
    registry: Registry | None = None,
) -> list[Identity]:
    """Identify each of some rows of ``articles``: the kernel over one partition."""
    registry = load_registry() if registry is None else registry
    spans = spans or {}
    fields = Given.__dataclass_fields__
    found = []
    for row in rows:
        given = Given(**{k: v for k in fields if (v := row.get(k)) and isinstance(v, str)})
        found.append(
            identify_text(
                str(row["text"]),
                given,
                spans=spans.get(str(row["article_id"]), ()),
                registry=registry,
            )
        )
    return found


def identify(corpus: Corpus, *, registry: Registry | str | Path | None = None) -> Corpus:
    """Fill outlet, agency, origin, control, role and country of every article, each with its basis.

    Parameters
    ----------
    corpus : Corpus
        After reading, best after furniture has been marked.
    registry : Registry or path, optional
        A registry, or a file of rows to be laid over the one that comes with the package.

    Returns
    -------
    Corpus
        With these columns of ``articles`` filled and, in ``notes``, where given values and the
        text differ, outlets that the registry does not know, and names that were replaced by the
        registry's. 'unknown' is a value. Values given by a manifest, a table or an argument win.

    Examples
    --------
    >>> from framing.corpus import Corpus
    >>> c = identify(Corpus.from_articles([{"article_id": "a", "outlet": "ITAR-TASS", "text":
    ...     "MOSCOW, May 31. /TASS/. Kim met Lavrov."}]))
    >>> c.articles.loc[0, ["outlet", "agency", "origin", "control"]].tolist()
    ['TASS', 'TASS', 'TASS', 'state-controlled']
    """
    import pandas as pd

    from framing.corpus import Step

    registry = given_registry(registry)
    articles = corpus.articles.copy()
    wanted = ["article_id", "text", *Given.__dataclass_fields__]
    rows = articles[wanted].astype(object).where(articles[wanted].notna(), None).to_dict("records")
    found = identify_rows(rows, spans=_spans(corpus), registry=registry)
    for column in COLUMNS:
        articles[column] = pd.array([getattr(i, column) for i in found], dtype="string")
    notes = [
        {
            "file": f,
            "article_id": row["article_id"],
            "stage": "outlets",
            "level": level,
            "code": code,
            "message": message,
        }
        for f, row, identity in zip(articles["file"], rows, found, strict=True)
        for level, code, message in identity.notes
    ]
    notes += _names_replaced(rows, found, registry)
    frames = {"articles": articles}
    if notes:
        fresh = pd.DataFrame(notes)
        old = corpus.notes
        frames["notes"] = pd.concat([old, fresh], ignore_index=True) if len(old) else fresh
    return corpus.with_tables(Step("outlets", {"registry": registry.signature}), **frames)


def _spans(corpus: Corpus) -> dict[str, list[tuple[int, int, str]]]:
    marked = corpus.spans
    marked = marked[marked["stage"].isin(["furniture", "structure"])]
    found: dict[str, list[tuple[int, int, str]]] = {}
    for article, start, end, kind in zip(
        marked["article_id"], marked["start"], marked["end"], marked["kind"], strict=True
    ):
        found.setdefault(str(article), []).append((int(start), int(end), str(kind)))
    return found


def _names_replaced(
    rows: Sequence[Mapping[str, Any]], found: Sequence[Identity], registry: Registry
) -> list[dict[str, Any]]:
    """One note for each given name that the registry writes otherwise or does not know."""
    notes = []
    given = {row["outlet"] for row in rows if row["outlet"]}
    for name in sorted(given - {UNKNOWN}):
        known = registry.name_of(name)
        if known is None:
            notes.append(
                {
                    "stage": "outlets",
                    "level": "warning",
                    "code": "outlet_not_registered",
                    "message": f"no outlet {name!r} in the registry"
                    f"{registry.suggest(name)}; its control and role are unknown "
                    "unless given; add a row to a registry file",
                }
            )
        elif known != name:
            notes.append(
                {
                    "stage": "outlets",
                    "level": "info",
                    "code": "outlet_renamed",
                    "message": f"outlet {name!r} is listed as {known!r}",
                }
            )
    return notes
