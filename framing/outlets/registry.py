"""The registry of outlets and agencies: who they are, who controls them, under which names."""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import FramingError, nearest
from framing.outlets.outlet import COLUMNS, UNKNOWN, Outlet
from framing.outlets.registry_rows import read_rows
from framing.text import fold

if TYPE_CHECKING:
    import pandas as pd

_DROPPED = str.maketrans("-", " ", ".,'!")
# 'CNN (Web News)' is CNN; 'The Guardian (Nigeria)' is not The Guardian.
_EDITION = re.compile(
    r"\s*\((?:web|online|digital|print|tv|news|website|site|edition"
    r"|opinion|editorial|politics|\s)+\)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, eq=False)
class Registry:
    """All rows, and the look-up over names, aliases and domains.

    Parameters
    ----------
    outlets : tuple of Outlet
        Several rows of one name are its periods, which must not overlap.
    """

    outlets: tuple[Outlet, ...]

    def __repr__(self) -> str:
        countries = {o.country for o in self.outlets} - {UNKNOWN}
        return f"Registry({len(self.periods)} outlets of {len(countries)} countries)"

    @cached_property
    def periods(self) -> dict[str, tuple[Outlet, ...]]:
        """Rows by name, the earliest period first."""
        found: dict[str, list[Outlet]] = {}
        for outlet in sorted(self.outlets, key=lambda o: o.valid_from):
            found.setdefault(outlet.name, []).append(outlet)
        return {name: tuple(rows) for name, rows in sorted(found.items())}

    @cached_property
    def signature(self) -> str:
        """A short hash of all rows: it changes with whatever would change a look-up."""
        rows = sorted(repr(outlet) for outlet in self.outlets)
        return hashlib.blake2b("\n".join(rows).encode(), digest_size=6).hexdigest()

    @cached_property
    def by_name(self) -> dict[str, str]:
        """Name by the key (`name_key`) of each name and alias."""
        return {name_key(alias): o.name for o in self.outlets for alias in (o.name, *o.aliases)}

    @cached_property
    def by_domain(self) -> dict[str, str]:
        """Name by domain."""
        return {domain: o.name for o in self.outlets for domain in o.domains}

    def name_of(self, query: str) -> str | None:
        """The registry's name for a name, an alias, a domain or an address, or None."""
        return (
            self.by_name.get(name_key(query))
            or self.name_of_domain(query)
            or self.by_name.get(name_key(_EDITION.sub("", query)))
        )

    def name_of_domain(self, address: str) -> str | None:
        """The registry's name for a domain or an address: the longest part that is known.

        Examples
        --------
        >>> load().name_of_domain("https://edition.cnn.com/2018/07/16/politics/")
        'CNN'
        """
        return next(
            (self.by_domain[p] for p in _domain_parts(address) if p in self.by_domain), None
        )

    def on(self, name: str, day: str | None = None) -> Outlet:
        """The row of a registry name that holds on a day; without one, the latest.

        Where no period covers the day, the nearest one is taken.
        """
        rows = self.periods[name]
        if not day:
            return rows[-1]
        held = [row for row in rows if row.covers(day)]
        if held:
            return held[-1]
        before = [row for row in rows if row.valid_to and row.valid_to < day]
        return before[-1] if before else rows[0]

    def find(self, query: str, *, on: str | None = None) -> Outlet | None:
        """The outlet of a name, alias, domain or address, as it stood `on` a day."""
        name = self.name_of(query)
        return None if name is None else self.on(name, on)

    def suggest(self, query: str) -> str:
        """The nearest known names, as the end of an error message."""
        return nearest(query, [a for o in self.outlets for a in (o.name, *o.aliases)])

    def frame(self) -> pd.DataFrame:
        """The registry as a table, one row a name and period, columns as in the file."""
        import pandas as pd

        rows = [
            {c: "; ".join(v) if isinstance(v := getattr(o, c), tuple) else v for c in COLUMNS}
            for rows in self.periods.values()
            for o in rows
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))


def find(query: str, *, on: str | None = None, registry: Registry | None = None) -> Outlet | None:
    """Look up an outlet or agency by name, alias, domain or address.

    Parameters
    ----------
    query : str
        Case, accents, full stops and a leading 'the' do not matter.
    on : str, optional
        ISO date; without it, the latest period.
    registry : Registry, optional
        By default the one that comes with the package.

    Returns
    -------
    Outlet or None

    Examples
    --------
    >>> find("ITAR-TASS").name, find("sputnikglobe.com").role
    ('TASS', 'wire agency and broadcaster')
    >>> find("Straits Times", on="2018-05-31").control
    'private'
    """
    return (registry or load()).find(query, on=on)


def load(extra: str | Path | None = None) -> Registry:
    """Read the registry, and a user's own rows over it.

    Parameters
    ----------
    extra : path, optional
        A CSV file with some of the registry's columns, at least ``name``. Its rows replace those
        of the same name and stand beside the others.

    Returns
    -------
    Registry

    Raises
    ------
    FramingError
        Where a column or value is not one that is known, a date cannot be read, or a name, alias
        or domain stands for two outlets; with file and row.

    Examples
    --------
    >>> load()
    Registry(817 outlets of 149 countries)
    """
    shipped = _shipped()
    if extra is None:
        return shipped
    path = Path(extra)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FramingError(
            f"cannot read the registry {path}: {error}; it must be a CSV file in UTF-8"
        ) from error
    own = read_rows(text.splitlines(), path.name)
    named = {o.name for o in own}
    registry = Registry((*(o for o in shipped.outlets if o.name not in named), *own))
    check(registry, file=path.name)
    return registry


def given(registry: Registry | str | Path | None) -> Registry:
    """The registry that an argument means: itself, a file over the shipped rows, or those."""
    return registry if isinstance(registry, Registry) else load(registry)


@lru_cache(maxsize=1)
def _shipped() -> Registry:
    text = resources.files("framing.outlets").joinpath("registry.csv").read_text("utf-8")
    registry = Registry(read_rows(text.splitlines(), "registry.csv"))
    check(registry, file="registry.csv")
    return registry


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """The form under which names are looked up.

    Examples
    --------
    >>> name_key("The Hürriyet"), name_key("People’s Daily"), name_key("Mail & Guardian")
    ('hurriyet', 'peoples daily', 'mail and guardian')
    """
    plain = fold(name)
    if not plain.isascii():
        plain = "".join(
            c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)
        )
    plain = plain.casefold().replace("&", " and ").translate(_DROPPED)
    return " ".join(plain.split()).removeprefix("the ")


def _domain_parts(address: str) -> Iterable[str]:
    """Host and path of an address, the most exact first: host/path, host, parent host, …"""
    address = address.strip().strip("<>()[]").lower()
    address = address.split("://", 1)[-1].split("?", 1)[0].split("#", 1)[0]
    host, _, path = address.partition("/")
    host = host.rpartition("@")[2].split(":", 1)[0].removeprefix("www.").strip(".")
    if "." not in host or " " in host:
        return
    first = path.split("/", 1)[0]
    labels = host.split(".")
    for i in range(len(labels) - 1):
        parent = ".".join(labels[i:])
        if first:
            yield f"{parent}/{first}"
        yield parent


def check(registry: Registry, *, file: str = "registry") -> None:
    """Raise a FramingError where a name, alias or domain stands for two, or periods overlap."""
    for what, pairs in (
        (
            "name or alias",
            [(name_key(a), o.name) for o in registry.outlets for a in (o.name, *o.aliases)],
        ),
        ("domain", [(d, o.name) for o in registry.outlets for d in o.domains]),
    ):
        seen: dict[str, str] = {}
        for key, name in pairs:
            if seen.setdefault(key, name) != name:
                raise FramingError(
                    f"{file}: the {what} {key!r} stands for both {seen[key]!r} and "
                    f"{name!r}; take it out of one"
                )
    for name, rows in registry.periods.items():
        for earlier, later in itertools.pairwise(rows):
            if not earlier.valid_to or earlier.covers(later.valid_from):
                raise FramingError(
                    f"{file}: two rows of {name!r} hold on "
                    f"{later.valid_from or 'any day'}; give the earlier one a "
                    "valid_to before the later one's valid_from"
                )
        for row in rows:
            if row.valid_to and row.valid_from[: len(row.valid_to)] > row.valid_to:
                raise FramingError(
                    f"{file}: {name!r} ends ({row.valid_to}) before it begins ({row.valid_from})"
                )
