"""Which side of a contrast an article stands on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Literal

import pandas as pd

from framing.errors import FramingError, nearest

By = Literal["origin", "outlet"]
Resolver = Callable[..., pd.Series]
# the second group may be everybody else whose name is known
OTHERS = "all others"
Groups = Mapping[str, Collection[str]] | Resolver | None


def assign_sides(
    articles: pd.DataFrame,
    between: tuple[str, str],
    *,
    by: By,
    groups: Groups = None,
    registry: str | Path | None = None,
) -> pd.Series:
    """Name the side of each article.

    Parameters
    ----------
    articles : DataFrame
    between : (str, str)
        The two groups: names of groups, or of outlets or origins. The second may be
        "all others": everybody else whose name is known.
    by : {"origin", "outlet"}
        Whose words, or who prints them.
    groups : mapping, callable or None
        Group name → names of its outlets or origins; names that are not in it, and all where it
        is None, are looked up in the registry. Or a function ``(articles, name, by=…)`` that
        says which articles belong.
    registry : path, optional
        A file of further outlets that the rules of groups shall know.

    Returns
    -------
    Series of str
        One of `between`, ``"both"``, or missing, with the index of `articles`.

    Raises
    ------
    FramingError
        Where a side is not known, nobody stands on it, or both sides have the same name.

    Examples
    --------
    >>> table = pd.DataFrame({"outlet": ["X", "Y", "Z"]})
    >>> assign_sides(table, ("a", "b"), by="outlet", groups={"a": ["X"], "b": ["Y"]}).tolist()
    ['a', 'b', <NA>]
    """
    if by not in ("origin", "outlet"):
        raise FramingError(f"by must be 'origin' or 'outlet'; got {by!r}")
    if isinstance(between, str) or len(tuple(between)) != 2:
        raise FramingError(f"between must name two groups; got {between!r}")
    if between[0] == between[1]:
        raise FramingError(f"between names {between[0]!r} twice; name two different groups")
    if by not in articles.columns or (len(articles) and articles[by].isna().all()):
        raise FramingError(
            f"no article has an {by} yet; run outlets.identify, or give a column {by!r}"
        )
    if between[0] == OTHERS:
        raise FramingError(f"{OTHERS!r} can only be the second group")
    first = _members(articles, between[0], by, groups, registry)
    if between[1] == OTHERS and not (isinstance(groups, Mapping) and OTHERS in groups):
        known = articles[by].notna() & (articles[by] != "unknown").fillna(False)
        second = known.astype(bool) & ~first
    else:
        second = _members(articles, between[1], by, groups, registry)
    side = pd.Series(pd.NA, index=articles.index, dtype="string")
    side[first & ~second] = between[0]
    side[second & ~first] = between[1]
    side[first & second] = "both"
    return side


def _members(
    articles: pd.DataFrame, name: str, by: By, groups: Groups, registry: str | Path | None
) -> pd.Series:
    if callable(groups):
        return groups(articles, name, by=by).astype("boolean").fillna(False).astype(bool)
    if groups is not None and name in groups:
        members = groups[name]
        if isinstance(members, str):
            raise FramingError(f"group {name!r} must be a list of names; got {members!r}")
        return articles[by].isin(list(members)).fillna(False).astype(bool)
    exact = articles[by] == name
    if exact.fillna(False).any():
        return exact.fillna(False).astype(bool)
    from framing.outlets.groups import resolve
    from framing.outlets.registry import load

    known = None if registry is None else load(registry)
    try:
        return resolve(articles, name, by=by, registry=known).astype(bool)
    except FramingError as error:
        if groups:
            raise FramingError(f"{error}{nearest(name, groups)}") from error
        raise
