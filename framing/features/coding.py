"""A blind sample of sentences for coders, and their sheets read back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.text import sentences

YES = frozenset({"1", "yes", "y", "true", "x"})
NO = frozenset({"0", "no", "n", "false"})


def sample(
    corpus: Corpus, *, feature: str, size: int = 200, seed: int = 0, share_with_hits: float = 0.5
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw sentences for coders, who see neither outlet nor what the dictionary found.

    Half of the sample (`share_with_hits`) has a hit of the feature, so that precision can be told;
    half has none, so that recall can. Both halves are spread evenly over outlets; ``weight`` in the
    key undoes this when rates are computed. Sentences lie in story spans; order is random.

    Parameters
    ----------
    corpus : Corpus
        With hits.
    feature : str
        The dictionary to be tested.
    size : int
        Sentences in all.
    seed : int
        The same seed draws the same sample, whatever the order of the articles.
    share_with_hits : float
        Between 0 and 1.

    Returns
    -------
    sheet, key : DataFrame
        The sheet to hand out: ``unit``, ``sentence``, ``coder``, and an empty column named as the
        feature. The key to keep: ``unit``, ``article_id``, ``start``, ``end``, ``outlet``, ``hit``,
        ``weight`` (sentences of the corpus that this one stands for).

    Raises
    ------
    FramingError
        Where the corpus has no such hits, or the sizes make no sense.

    Examples
    --------
    >>> from framing.features import match
    >>> rows = [{"article_id": "a", "text": "It is a rogue state. Rain fell."}]
    >>> sheet, key = sample(match(Corpus.from_articles(rows)), feature="closed_states", size=2)
    >>> sorted(key["hit"]), list(sheet.columns)
    ([False, True], ['unit', 'sentence', 'coder', 'closed_states'])
    """
    if size < 2 or not 0 < share_with_hits < 1:
        raise FramingError("size must be 2 or more and share_with_hits between 0 and 1")
    hits = corpus.hits[corpus.hits["feature"] == feature]
    if not len(hits):
        raise FramingError(
            f"no hits of {feature!r} in this corpus; run framing.features.match, "
            "or name another feature"
        )
    units = _sentences(corpus, hits, seed)
    strata = []
    for hit, wanted in (
        (True, round(size * share_with_hits)),
        (False, size - round(size * share_with_hits)),
    ):
        strata.append(_spread(units[units["hit"] == hit], wanted))
    key = pd.concat(strata, ignore_index=True).sort_values("unit", ignore_index=True)
    text = [
        corpus.text(a)[s:e]
        for a, s, e in zip(key["article_id"], key["start"], key["end"], strict=True)
    ]
    sheet = pd.DataFrame(
        {
            "unit": key["unit"],
            "sentence": [" ".join(t.split()) for t in text],
            "coder": "",
            feature: "",
        }
    )
    return sheet, key


def _sentences(corpus: Corpus, hits: pd.DataFrame, seed: int) -> pd.DataFrame:
    starts = {a: g.to_numpy(dtype=np.int64) for a, g in hits.groupby("article_id")["start"]}
    outlets = corpus.articles.set_index("article_id")["outlet"].fillna("unknown")
    rows = []
    for article in corpus.articles["article_id"]:
        places = np.sort(starts.get(article, np.zeros(0, dtype=np.int64)))
        for first, last, _ in corpus.story_spans(article):
            for start, end in sentences(corpus.text(article), first, last):
                low, high = np.searchsorted(places, [start, end])
                name = f"{seed}|{article}|{start}".encode()
                unit = hashlib.blake2b(name, digest_size=6).hexdigest()
                rows.append((unit, article, start, end, outlets[article], bool(high > low)))
    columns = ["unit", "article_id", "start", "end", "outlet", "hit"]
    return pd.DataFrame(rows, columns=columns)


def _spread(units: pd.DataFrame, wanted: int) -> pd.DataFrame:
    """As many units as wanted, evenly over outlets; the unit's hash is the lot."""
    ranked = units.sort_values("unit")
    rank = ranked.groupby("outlet").cumcount()
    chosen = ranked.assign(rank=rank).sort_values(["rank", "unit"]).head(wanted)
    drawn = chosen.groupby("outlet")["unit"].transform("size")
    there = chosen["outlet"].map(units.groupby("outlet").size())
    return chosen.assign(weight=there / drawn).drop(columns="rank")


def read_sheets(paths: Sequence[str | Path]) -> pd.DataFrame:
    """Read coders' sheets back (CSV, one file a coder or several coders in one).

    Returns
    -------
    DataFrame
        ``unit``, ``coder`` (the file's name where the column is empty), ``variable``, ``value``
        (1, 0; other codes as they stand). Empty cells are left out: not coded.

    Raises
    ------
    FramingError
        Where a sheet lacks ``unit``, or a coder coded a unit twice.
    """
    rows: list[tuple[str, str, str, object]] = []
    for path in map(Path, paths):
        sheet = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        if "unit" not in sheet.columns:
            raise FramingError(f"{path}: no column 'unit'; found: {', '.join(sheet.columns)}")
        coder = sheet["coder"] if "coder" in sheet.columns else pd.Series([""] * len(sheet))
        for variable in (c for c in sheet.columns if c not in ("unit", "sentence", "coder")):
            for unit, who, value in zip(sheet["unit"], coder, sheet[variable], strict=True):
                if value.strip():
                    rows.append((unit, who.strip() or path.stem, variable, _code(value)))
    frame = pd.DataFrame(rows, columns=["unit", "coder", "variable", "value"])
    twins = frame[frame.duplicated(["unit", "coder", "variable"])]
    if len(twins):
        twin = twins.iloc[0]
        raise FramingError(
            f"coder {twin['coder']!r} coded unit {twin['unit']!r} twice for "
            f"{twin['variable']!r}; keep one row"
        )
    return frame.sort_values(["variable", "unit", "coder"], ignore_index=True)


def _code(value: str) -> object:
    plain = value.strip().lower()
    return 1 if plain in YES else 0 if plain in NO else value.strip()
