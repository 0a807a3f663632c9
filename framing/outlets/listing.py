"""The registry and the groups as a table to read: what ``framing outlets`` prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from framing.countries import countries
from framing.errors import FramingError
from framing.outlets import groups as group_rules
from framing.outlets.groups import Group
from framing.outlets.outlet import Outlet
from framing.outlets.registry import Registry, name_key
from framing.outlets.registry import given as given_registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

COLUMNS = ("name", "country", "control", "role", "period", "english", "source", "groups", "note")


def describe(
    query: str | None = None,
    *,
    registry: Registry | str | Path | None = None,
    groups: Mapping[str, Group] | None = None,
) -> pd.DataFrame:
    """List outlets with their classification, its dates and its source.

    Parameters
    ----------
    query : str, optional
        An outlet's name, alias or domain; a group; a country, its code, a control or a role; or
        a part of a name. Without one, the whole registry.
    registry : Registry or path, optional
        By default the one that comes with the package; a file is laid over it.
    groups : mapping of str to Group, optional
        By default those of the package.

    Returns
    -------
    DataFrame
        Columns ``name, country, control, role, period, english, source, groups, note``: one row a
        name and period, sorted by name. ``country`` is written out, ``groups`` lists the groups
        that hold the row, ``english`` says how the English texts come about.

    Raises
    ------
    FramingError
        Where nothing fits; names the nearest.

    Examples
    --------
    >>> describe("ITAR-TASS")[["name", "country", "control"]].values.tolist()
    [['TASS', 'Russia', 'state-controlled']]
    """
    import pandas as pd

    registry = given_registry(registry)
    rules = group_rules.load() if groups is None else dict(groups)
    chosen = _choose(query, registry, rules)
    rows = [
        (
            o.name,
            _country_name(o.country),
            o.control,
            o.role,
            f"{o.valid_from or '…'}–{o.valid_to or 'now'}",
            o.english,
            f"{o.source}, {o.source_year}".strip(", "),
            ", ".join(g.name for g in rules.values() if g.holds(o)),
            o.note,
        )
        for o in chosen
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _country_name(code: str) -> str:
    known = countries().get(code)
    return known.name if known else code


def _choose(query: str | None, registry: Registry, rules: Mapping[str, Group]) -> list[Outlet]:
    every = [o for rows in registry.periods.values() for o in rows]
    if not query:
        return every
    if (name := registry.name_of(query)) is not None:
        return list(registry.periods[name])
    key = name_key(query)
    same = {name_key(n): g for n, g in rules.items()}
    if key in same:
        return [o for o in every if same[key].holds(o)]
    exactly = [
        o
        for o in every
        if key
        in {
            o.country.casefold(),
            name_key(_country_name(o.country)),
            name_key(o.control),
            *map(name_key, o.roles),
        }
    ]
    partly = exactly or [o for o in every if any(key in name_key(a) for a in (o.name, *o.aliases))]
    if not partly:
        raise FramingError(
            f"no outlet, group, country, control or role {query!r}"
            f"{registry.suggest(query)}; add it in a registry file of your own"
        )
    return partly
