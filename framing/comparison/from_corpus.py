"""From a corpus to a comparison: sides, counts, test, and everything that must be said beside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import sparse

from framing.comparison import words
from framing.comparison.contrast import contrast_counts
from framing.comparison.description import gries_dp
from framing.comparison.gates import Unit
from framing.comparison.inputs import prepare
from framing.comparison.result import Comparison
from framing.comparison.sides import By, Groups, assign_sides
from framing.comparison.tally import VOICES, Tally, Voice, What, tally
from framing.corpus import Corpus
from framing.errors import FramingError
from framing.library import Library

Within = Literal["event", "day", "corpus"]
METHOD = "1"


def compare(
    corpus: Corpus | Library,
    between: tuple[str, str],
    *,
    by: By = "origin",
    within: Within = "event",
    features: Sequence[str] | None = None,
    named: Sequence[str] | None = None,
    voice: Voice | None = None,
    what: What = "feature",
    unit: Unit = "story",
    groups: Groups = None,
    registry: str | Path | None = None,
    min_stories: int = 10,
    draws: int = 2000,
    seed: int = 0,
    workers: int = 1,
    caveats: Sequence[str] = (),
) -> Comparison:
    """Compare two groups of outlets or origins, feature by feature, within the same events.

    Parameters
    ----------
    corpus : Corpus or Library
        With outlets or origins, events and hits; copies are known by ``articles.story``.
    between : (str, str)
        Groups of the registry or of `groups`, or outlets or origins by name; the second may be
        "all others".
    by : {"origin", "outlet"}
        Whose words, or who prints them.
    within : {"event", "day", "corpus"}
        What is held equal. "corpus" holds nothing equal, and its gate is closed.
    features : sequence of str, optional
        Features to show; all, by default.
    named : sequence of str, optional
        Features registered before looking: a family of tests of their own.
    voice : {"narrator", "direct", "indirect"}, optional
        Count in one voice only, per word of that voice.
    what : {"feature", "entry", "term"}
        Count dictionaries, their entries, or single terms.
    unit : {"story", "outlet", "event"}
        See `contrast_counts`.
    groups : mapping or callable, optional
        Group name → its outlets or origins; other names are looked up in the registry.
    registry : path, optional
        A file of further outlets, as in `framing.analyse`.
    min_stories, draws, seed, workers
        See `contrast_counts`.
    caveats : sequence of str
        Sentences to print with the result.

    Returns
    -------
    Comparison

    Raises
    ------
    FramingError
        Where a group, voice or feature is not known.

    Examples
    --------
    >>> rows = [{"article_id": i, "text": "A regime.", "outlet": o, "event": "e"}
    ...         for i, o in (("1", "X"), ("2", "Y"))]
    >>> compare(Corpus.from_articles(rows), ("X", "Y"), by="outlet").gate.split(",")[0]
    'Descriptive only: 1 and 1 stories; the smallest attainable p is 1'
    """
    between = _two(between)
    articles = corpus.articles.reset_index(drop=True)
    side = assign_sides(articles, between, by=by, groups=groups, registry=registry)
    event = _strata(articles, within)
    counted = tally(corpus, articles, features=features, named=named or (), voice=voice, what=what)
    counted.articles["_event"] = event
    state = _state(articles, side, event, counted.length, between=between, unit=unit, by=by)
    rows = np.flatnonzero((state == "").to_numpy())
    chosen = articles.iloc[rows]
    on = (side.iloc[rows] == between[0]).to_numpy(dtype=bool)
    arrays: dict[str, Any] = {
        "length": counted.length[rows],
        "side": on,
        "event": event.iloc[rows].to_numpy(dtype=object),
        "outlet": chosen[by].fillna("unknown").to_numpy(dtype=object),
        "story": _stories(chosen),
    }
    table = contrast_counts(
        counted.counts[rows],
        **arrays,
        unit=unit,
        named=named,
        features=counted.features,
        min_stories=min_stories,
        draws=draws,
        seed=seed,
        workers=workers,
    )
    kept = prepare(counted.counts[rows], **arrays, per_outlet=unit == "outlet")
    independent = np.zeros(len(articles), dtype=bool)
    independent[rows[kept.rows]] = True
    inside = np.zeros(len(articles), dtype=bool)
    inside[rows] = True
    attrs = dict(table.attrs)
    full = _widen(table.reset_index(), counted, side, between, inside, independent, by)
    left_out = (
        articles.loc[state != "", ["article_id", "outlet", "origin", "event"]]
        .assign(reason=state[state != ""].to_numpy())
        .reset_index(drop=True)
    )
    left_out["reason"] = left_out["reason"].astype("string")
    settings = {
        "between": list(between),
        "by": by,
        "within": within,
        "unit": unit,
        "voice": voice,
        "what": what,
        "features": None if features is None else sorted(features),
        "named": None if named is None else sorted(named),
        "min_stories": min_stories,
        "draws": draws,
        "seed": seed,
        "method": METHOD,
        "sides": _digest(
            "\n".join(
                f"{a}\t{s}" for a, s in zip(articles["article_id"], side.fillna(""), strict=True)
            )
        ),
    }
    names = (_names(chosen.loc[on, by]), _names(chosen.loc[~on, by]))
    translated = words.translation_caveats(
        [str(n) for column in {by, "outlet"} for n in chosen[column].dropna().unique()]
    )
    passes = bool((full["p_family"] <= 0.05).fillna(False).any())
    descriptive = attrs["gate"] == "closed"
    return Comparison(
        table=full,
        by_outlet=_by_outlet(counted, side, inside, independent, by),
        stories=_stories_table(articles, side, counted.length, event, inside, independent),
        matched=_matched(articles, side, event, independent, between, by),
        left_out=left_out,
        gate=attrs["reason"] if descriptive else _open(attrs),
        descriptive=descriptive,
        caveats=words.caveats(
            attrs=attrs,
            between=between,
            names=names,
            by=by,
            voice=voice,
            nothing_passes=not passes,
            translations=translated,
            extra=tuple(caveats),
        ),
        between=between,
        by=by,
        unit=unit,
        within=within,
        voice=voice,
        what=what,
        settings=settings,
        signature=_digest(corpus.signature + json.dumps(settings, sort_keys=True)),
        corpus=corpus,
        tally=counted,
        attrs=attrs,
    )


def _two(between: Any) -> tuple[str, str]:
    if isinstance(between, str) or len(tuple(between)) != 2:
        raise FramingError(f"between must name two groups; got {between!r}")
    a, b = between
    return str(a), str(b)


def _names(values: pd.Series) -> list[str]:
    return sorted(map(str, values.fillna("unknown").unique()))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _strata(articles: pd.DataFrame, within: Within) -> pd.Series:
    if within == "event":
        return articles["event"]
    if within == "day":
        return articles["published"].str.slice(0, 10)
    if within == "corpus":
        return pd.Series("corpus", index=articles.index, dtype="string")
    raise FramingError(f"within must be 'event', 'day' or 'corpus'; got {within!r}")


def _stories(articles: pd.DataFrame) -> np.ndarray:
    """The independent text of each article; where none was traced, the article itself."""
    own = "article " + articles["article_id"].astype("string")
    return articles["story"].astype("string").fillna(own).to_numpy(dtype=object)


def _state(
    articles: pd.DataFrame,
    side: pd.Series,
    event: pd.Series,
    length: np.ndarray,
    *,
    between: tuple[str, str],
    unit: Unit,
    by: By,
) -> pd.Series:
    """Why each article is left out; empty where it is used."""
    state = pd.Series("", index=articles.index, dtype="string")
    state[event.isna()] = "no event"
    state[length == 0] = "no words in this voice or story"
    sided = side.isin(list(between))
    state[side.isna()] = f"{by} in neither group"
    state[side == "both"] = "in both groups"
    usable = (state == "") & sided
    if unit == "event":
        return state
    key = articles[by].fillna("unknown") if unit == "outlet" else side
    seen = key[usable].groupby(event[usable]).nunique()
    lone = usable & ~event.isin(seen.index[seen > 1])
    state[lone] = (
        f"no second {by} in the event"
        if unit == "outlet"
        else "unmatched: no counterpart in the event"
    )
    return state


def _open(attrs: dict[str, Any]) -> str:
    a, b = attrs["stories"]
    text = (
        f"Tested: {a:,} and {b:,} independent stories in {words.plural(attrs['events'], 'event')}"
    )
    if attrs["unit"] == "outlet":
        text += f" by {attrs['outlets'][0]} and {attrs['outlets'][1]} outlets"
    text += "."
    return f"{text} {attrs['reason']}" if attrs["reason"] else text


def _sum(matrix: sparse.csr_matrix, rows: np.ndarray) -> np.ndarray:
    return np.asarray(matrix[np.flatnonzero(rows)].sum(axis=0)).ravel()


def _per_thousand(hits: np.ndarray, length: float) -> pd.Series:
    if not length or np.isnan(length):
        return pd.Series([pd.NA] * len(hits), dtype="Float64")
    return pd.Series(1000.0 * hits / length, dtype="Float64")


def _widen(
    table: pd.DataFrame,
    counted: Tally,
    side: pd.Series,
    between: tuple[str, str],
    inside: np.ndarray,
    independent: np.ndarray,
    by: By,
) -> pd.DataFrame:
    """Add lengths, events, outlets, counts as printed, rates by voice, and dispersion."""
    present = counted.counts.copy()
    present.data[:] = 1.0
    groups = {
        c: pd.factorize(counted.articles[c].fillna("unknown"))[0]
        for c in dict.fromkeys(["outlet", "origin", "_event"])
    }
    for letter, name in zip("ab", between, strict=True):
        on = (side == name).to_numpy(dtype=bool, na_value=False)
        mine, printed = on & independent, on & inside
        table[f"words_{letter}"] = int(counted.length[mine].sum())
        for column, key in (("events", "_event"), ("outlets", "outlet"), ("origins", "origin")):
            table[f"{column}_{letter}"] = _distinct(present, groups[key], mine)
        hits = _sum(counted.counts, printed)
        table[f"printed_hits_{letter}"] = hits.astype(np.int64)
        table[f"printed_articles_{letter}"] = _sum(present, printed).astype(np.int64)
        table[f"printed_rate_{letter}"] = _per_thousand(hits, counted.length[printed].sum())
        for each in VOICES:
            if each in counted.voices:
                matrix, length = counted.voices[each]
                hits = _sum(matrix, mine)
                table[f"{each}_hits_{letter}"] = pd.Series(hits.astype(np.int64), dtype="Int64")
                table[f"{each}_rate_{letter}"] = _per_thousand(hits, length[mine].sum())
            else:
                table[f"{each}_hits_{letter}"] = pd.Series([pd.NA] * len(table), dtype="Int64")
                table[f"{each}_rate_{letter}"] = _per_thousand(np.zeros(len(table)), 0.0)
    used = np.flatnonzero(independent)
    table["dispersion"] = pd.array(
        gries_dp(counted.counts[used], length=counted.length[used]), dtype="Float64"
    )
    table["feature"] = table["feature"].astype("string")
    return table


def _distinct(present: sparse.csr_matrix, code: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """In how many groups of rows each feature occurs."""
    chosen = np.flatnonzero(rows)
    if not len(chosen):
        return np.zeros(present.shape[1], dtype=np.int64)
    gather = sparse.csr_matrix(
        (np.ones(len(chosen)), (code[chosen], np.arange(len(chosen)))),
        shape=(int(code.max()) + 1, len(chosen)),
    )
    return np.asarray(((gather @ present[chosen]) > 0).sum(axis=0)).ravel().astype(np.int64)


def _by_outlet(
    counted: Tally, side: pd.Series, inside: np.ndarray, independent: np.ndarray, by: By
) -> pd.DataFrame:
    """Each outlet singly: copies are counted as printed, stories once."""
    parts = []
    names = counted.articles[by].fillna("unknown")
    for (which, name), rows in counted.articles[inside].groupby([side[inside], names[inside]]):
        at = np.zeros(len(inside), dtype=bool)
        at[rows.index.to_numpy()] = True
        mine = at & independent
        hits = _sum(counted.counts, mine)
        part = pd.DataFrame(
            {
                "feature": pd.array(counted.features, dtype="string"),
                "side": which,
                "name": name,
                "articles": int(at.sum()),
                "stories": int(mine.sum()),
                "words": int(counted.length[mine].sum()),
                "hits": hits.astype(np.int64),
                "rate": _per_thousand(hits, counted.length[mine].sum()),
                "printed_hits": _sum(counted.counts, at).astype(np.int64),
            }
        )
        if "narrator" in counted.voices:
            matrix, length = counted.voices["narrator"]
            own = _sum(matrix, mine)
            part["narrator_hits"] = pd.Series(own.astype(np.int64), dtype="Int64")
            part["narrator_rate"] = _per_thousand(own, length[mine].sum())
        else:
            part["narrator_hits"] = pd.Series([pd.NA] * len(part), dtype="Int64")
            part["narrator_rate"] = _per_thousand(np.zeros(len(part)), 0.0)
        parts.append(part)
    columns = [
        "feature",
        "side",
        "name",
        "articles",
        "stories",
        "words",
        "hits",
        "rate",
        "printed_hits",
        "narrator_hits",
        "narrator_rate",
    ]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts).sort_values(
        ["feature", "side", "name"], kind="stable", ignore_index=True
    )[columns]


def _stories_table(
    articles: pd.DataFrame,
    side: pd.Series,
    length: np.ndarray,
    event: pd.Series,
    inside: np.ndarray,
    independent: np.ndarray,
) -> pd.DataFrame:
    table = articles.loc[inside, ["article_id", "outlet", "origin", "story", "published"]].copy()
    table.insert(1, "side", side[inside])
    table["event"] = event[inside]
    table["words"] = length[inside].astype(np.int64)
    table["counted"] = independent[inside]
    return table.reset_index(drop=True)


def _matched(
    articles: pd.DataFrame,
    side: pd.Series,
    event: pd.Series,
    independent: np.ndarray,
    between: tuple[str, str],
    by: By,
) -> pd.DataFrame:
    used = pd.DataFrame(
        {
            "event": event[independent],
            "side": side[independent],
            "name": articles.loc[independent, by].fillna("unknown"),
            "published": articles.loc[independent, "published"],
        }
    )
    rows = []
    for name, mine in used.groupby("event", sort=True):
        parts = [mine[mine["side"] == group] for group in between]
        rows.append(
            {
                "event": name,
                "first": mine["published"].min(),
                "last": mine["published"].max(),
                "stories_a": len(parts[0]),
                "stories_b": len(parts[1]),
                "outlets_a": parts[0]["name"].nunique(),
                "outlets_b": parts[1]["name"].nunique(),
            }
        )
    columns = ["event", "first", "last", "stories_a", "stories_b", "outlets_a", "outlets_b"]
    return pd.DataFrame(rows, columns=columns)
