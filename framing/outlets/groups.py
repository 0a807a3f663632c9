"""Groups of outlets: named rules over the registry's columns, and which articles they take in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from framing.errors import FramingError, nearest
from framing.outlets.outlet import UNKNOWN, Outlet
from framing.outlets.registry import Registry, name_key
from framing.outlets.registry import given as given_registry
from framing.outlets.registry import load as load_registry
from framing.outlets.vocabulary import CONTROLS, ROLES

if TYPE_CHECKING:
    import pandas as pd

By = Literal["outlet", "origin"]
Rule = Mapping[str, tuple[str, ...]]
COLUMNS = ("name", "country", "control", "role", "english")
_KEYS = ("title", "reason", "where", "unless", "names")


@dataclass(frozen=True)
class Group:
    """A named rule over registry columns.

    Parameters
    ----------
    name, title, reason : str
        What the user writes, what results print, why these belong together.
    where, unless : tuple of mapping of column to values
        One of `where` must fit and none of `unless`.
    names : tuple of str
        Outlets that belong to it by name.

    Examples
    --------
    >>> load()["state"].holds(Outlet("X", control="state-controlled", role="wire agency"))
    True
    """

    name: str
    title: str
    reason: str
    where: tuple[Rule, ...] = ()
    unless: tuple[Rule, ...] = ()
    names: tuple[str, ...] = ()

    def holds(self, outlet: Outlet) -> bool:
        """Whether an outlet belongs to the group."""
        if outlet.name in self.names:
            return True
        return any(_fits(rule, outlet) for rule in self.where) and not any(
            _fits(rule, outlet) for rule in self.unless
        )


def _fits(rule: Rule, outlet: Outlet) -> bool:
    for column, values in rule.items():
        held = outlet.roles if column == "role" else (getattr(outlet, column),)
        if not set(held) & set(values):
            return False
    return True


def load(path: str | Path | None = None, *, replace_all: bool = False) -> dict[str, Group]:
    """Read the groups that come with the package, and a user's own over them.

    Parameters
    ----------
    path : path, optional
        A TOML file of the same form; its groups replace those of the same name, others are added.
    replace_all : bool
        Take the groups of `path` only.

    Returns
    -------
    dict of str to Group
        By name, in the order of the file.

    Raises
    ------
    FramingError
        Where the file cannot be read, or names a column or value that is not known.

    Examples
    --------
    >>> load()["western wire"].title
    'western wire agencies'
    """
    if path is None:
        return dict(_shipped())
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FramingError(f"cannot read the groups {path}: {error}") from error
    return ({} if replace_all else dict(_shipped())) | parse(text, file=Path(path).name)


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Group]:
    text = resources.files("framing.outlets").joinpath("groups.toml").read_text("utf-8")
    return parse(text, file="groups.toml")


def parse(text: str, *, file: str = "groups") -> dict[str, Group]:
    """Read groups from TOML; raise a FramingError that names file, group and what is wrong."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FramingError(f"{file} is not TOML: {error}") from error
    return from_tables(tables, file=file)


def from_tables(tables: Mapping[str, Any], *, file: str = "groups") -> dict[str, Group]:
    """Groups from tables already read, such as the ``[groups]`` of a study file.

    A list of names stands for a table that holds only ``names``.

    Examples
    --------
    >>> from_tables({"ours": ["TASS", "Xinhua"]})["ours"].names
    ('TASS', 'Xinhua')
    """
    return {name: _group(name, table, file) for name, table in tables.items()}


def _group(name: str, table: Any, file: str) -> Group:
    here = f"{file}, group {name!r}"
    if isinstance(table, str | list | tuple):
        table = {"names": table}
    if not isinstance(table, Mapping):
        raise FramingError(f"{here}: expected a table with 'where' or 'names', found {table!r}")
    for key in table:
        if key not in _KEYS:
            raise FramingError(f"{here} has no use for {key!r}{nearest(key, _KEYS)}")
    if not table.get("where") and not table.get("names"):
        raise FramingError(f"{here} needs 'where' or 'names'; without them it holds nobody")
    return Group(
        name=name,
        title=str(table.get("title", name)),
        reason=str(table.get("reason", "")),
        where=_rules(table.get("where", ()), here),
        unless=_rules(table.get("unless", ()), here),
        names=_values(table.get("names", ()), here),
    )


def _rules(given: Any, here: str) -> tuple[Rule, ...]:
    tables = [given] if isinstance(given, Mapping) else list(given)
    rules = []
    for table in tables:
        if not isinstance(table, Mapping):
            raise FramingError(f"{here}: a rule is a table of columns and values, found {table!r}")
        for column in table:
            if column not in COLUMNS:
                raise FramingError(f"{here}: no column {column!r}{nearest(column, COLUMNS)}")
        rule = {column: _values(values, here) for column, values in table.items()}
        for column, known in (("control", CONTROLS), ("role", ROLES)):
            for value in rule.get(column, ()):
                if value not in known:
                    raise FramingError(f"{here}: {column} {value!r}{nearest(value, known)}")
        rules.append(rule)
    return tuple(rules)


def _values(given: Any, here: str) -> tuple[str, ...]:
    values = (given,) if isinstance(given, str) else tuple(given)
    if not all(isinstance(v, str) for v in values):
        raise FramingError(f"{here}: values are text, found {given!r}")
    return values


def find(
    query: str,
    *,
    groups: Mapping[str, Group] | None = None,
    registry: Registry | None = None,
    names: Iterable[str] = (),
) -> Group:
    """The group that a user means: a group's name, an outlet's, or several joined by commas.

    Parameters
    ----------
    query : str
    groups, registry : optional
        By default those of the package.
    names : iterable of str
        Outlets that stand in the articles although the registry does not know them.

    Raises
    ------
    FramingError
        With the nearest names.

    Examples
    --------
    >>> find("Western-Wire").title, find("ITAR-TASS").names
    ('western wire agencies', ('TASS',))
    >>> find("TASS, Xinhua").names
    ('TASS', 'Xinhua')
    """
    groups = load() if groups is None else groups
    registry = load_registry() if registry is None else registry
    present = {name_key(n): n for n in sorted(names)}
    whole = _named(query, groups, registry, present)
    if whole is not None:
        return whole
    parts = [p.strip() for p in query.split(",") if p.strip()]
    if len(parts) > 1:
        found = [find(p, groups=groups, registry=registry, names=names) for p in parts]
        return _union(query, found, registry)
    known = [
        *groups,
        *registry.periods,
        *(a for o in registry.outlets for a in o.aliases),
        *present.values(),
    ]
    raise FramingError(
        f"no group or outlet {query!r}{nearest(query, known)}; "
        "'framing outlets' lists them, a groups file adds your own"
    )


def _group_key(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _named(
    query: str, groups: Mapping[str, Group], registry: Registry, present: Mapping[str, str]
) -> Group | None:
    by_key = {_group_key(name): group for name, group in groups.items()}
    if (group := by_key.get(_group_key(query))) is not None:
        return _canonical(group, registry)
    if (name := registry.name_of(query) or present.get(name_key(query))) is not None:
        return Group(name, name, "one outlet", names=(name,))
    return None


def _canonical(group: Group, registry: Registry) -> Group:
    """The group with each name written as the registry writes it."""
    return replace(group, names=tuple(registry.name_of(n) or n for n in group.names))


def _union(query: str, found: list[Group], registry: Registry) -> Group:
    if all(not g.where for g in found):
        names = tuple(dict.fromkeys(n for g in found for n in g.names))
        return Group(query, query, "named singly", names=names)
    raise FramingError(
        f"{query!r} joins groups by a comma; only single outlets can be joined so: "
        "write the union as a group in a groups file"
    )


def resolve(
    articles: pd.DataFrame,
    group: str | Group,
    *,
    by: By = "outlet",
    registry: Registry | str | Path | None = None,
    groups: Mapping[str, Group] | None = None,
) -> pd.Series:
    """Which articles belong to a group.

    Parameters
    ----------
    articles : DataFrame
        With a column `by`, and ``published`` where periods matter. For ``by="outlet"`` the
        columns ``control``, ``role`` and ``country``, where filled, win over the registry.
    group : str or Group
        A group's name, an outlet's name, alias or domain, or outlets joined by commas.
    by : {"outlet", "origin"}
        Who published the words, or who wrote them: ``"origin"`` puts Reuters' story in another
        paper on Reuters' side.
    registry, groups : optional
        By default those of the package.

    Returns
    -------
    Series of bool
        With the index of `articles`. An article whose outlet or origin is missing or unknown
        belongs to no group but 'unknown'.

    Raises
    ------
    FramingError
        Where the group or the column is not known.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"outlet": ["The Moscow Times", "TASS"],
    ...                       "origin": ["Reuters", "TASS"]})
    >>> resolve(table, "western wire", by="origin").tolist()
    [True, False]
    """
    import pandas as pd

    if by not in ("outlet", "origin"):
        raise FramingError(f"articles are grouped by 'outlet' or 'origin', not by {by!r}")
    if by not in articles.columns:
        raise FramingError(f"the articles have no column {by!r}; identify their outlets first")
    registry = given_registry(registry)
    values = articles[by].astype("string").fillna(UNKNOWN)
    if isinstance(group, str):
        group = find(
            group, groups=groups, registry=registry, names={str(v) for v in values.unique()}
        )
    else:
        group = _canonical(group, registry)
    given = ("control", "role", "country") if by == "outlet" else ()
    columns = {"name": values, "day": _column(articles, "published").str[:10]}
    columns |= {c: _column(articles, c) for c in given}
    keys = pd.Series(list(zip(*columns.values(), strict=True)), index=articles.index, dtype=object)
    belongs = {
        key: group.holds(_row(registry, dict(zip(columns, key, strict=True))))
        for key in dict.fromkeys(keys)
    }
    return pd.Series([belongs[k] for k in keys], index=articles.index, dtype=bool)


def _column(articles: pd.DataFrame, name: str) -> pd.Series:
    import pandas as pd

    if name not in articles.columns:
        return pd.Series("", index=articles.index, dtype="string")
    return articles[name].astype("string").fillna("")


def _row(registry: Registry, given: Mapping[str, str]) -> Outlet:
    name = registry.name_of(given["name"])
    outlet = Outlet(given["name"]) if name is None else registry.on(name, given["day"][:10] or None)
    own = {c: v for c in ("control", "role", "country") if (v := given.get(c, ""))}
    return replace(outlet, **own)  # type: ignore[arg-type]
