"""Which dictionaries and word classes there are: one file each, found and not listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path

from framing.errors import FramingError, nearest
from framing.features.dictionary import Dictionary, read_dictionary

_HERE = Path(__file__).parent
ENTRY_POINT = "framing.dictionaries"


@lru_cache(maxsize=1)
def dictionaries() -> Mapping[str, Dictionary]:
    """Every dictionary that is installed, by name, sorted.

    Those of the package lie in ``framing/features/dictionaries``, a TOML file each. Another
    package adds its own through the entry-point group ``framing.dictionaries``, whose objects are
    paths of TOML files or of folders of them.

    Returns
    -------
    mapping of str to Dictionary

    Raises
    ------
    FramingError
        Where a file cannot be read, or a name stands twice.

    Examples
    --------
    >>> dictionaries()["closed_states"].kind
    'label'
    """
    paths = [_HERE / "dictionaries"]
    for point in sorted(entry_points(group=ENTRY_POINT), key=lambda p: (p.name, p.value)):
        paths.append(Path(point.load()))
    return collect(paths)


def collect(sources: Iterable[str | Path | Dictionary]) -> Mapping[str, Dictionary]:
    """Dictionaries by name, from names of installed ones, files, folders, or as they are.

    Raises
    ------
    FramingError
        Where a name is unknown or stands twice.
    """
    found: dict[str, Dictionary] = {}
    for source in sources:
        for dictionary in _load(source):
            other = found.get(dictionary.name)
            if other is not None and other != dictionary:
                raise FramingError(f"two dictionaries are named {dictionary.name!r}; rename one")
            found[dictionary.name] = dictionary
    return {name: found[name] for name in sorted(found)}


def _load(source: str | Path | Dictionary) -> list[Dictionary]:
    if isinstance(source, Dictionary):
        return [source]
    path = Path(source)
    if path.is_dir():
        return [read_dictionary(p) for p in sorted(path.glob("*.toml"))]
    if path.suffix:
        from framing.features.readers import read_any

        return [read_any(path)]
    known = dictionaries()
    if str(source) not in known:
        raise FramingError(
            f"no dictionary {str(source)!r}{nearest(str(source), known)}; "
            "name one that is installed, or give the path of a file"
        )
    return [known[str(source)]]


@lru_cache(maxsize=1)
def classes() -> Mapping[str, tuple[str, ...]]:
    """The word classes that a pattern may name as ``<class>``, by name.

    Each is a text file in ``framing/features/classes`` with one word or phrase a line (``#`` begins
    a comment); ``<country>``, ``<nationality>`` and ``<capital>`` come from the table of countries.

    Examples
    --------
    >>> "north korea" in classes()["country"], "north korean" in classes()["nationality"]
    (True, True)
    """
    from framing.features.countries import country_patterns

    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((_HERE / "classes").glob("*.txt")):
        lines = (
            line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()
        )
        found[path.stem] = tuple(line for line in lines if line)
    table = country_patterns()
    found["country"] = tuple(sorted({n for c in table for n in c.names}))
    found["nationality"] = tuple(sorted({n for c in table for n in c.demonyms}))
    found["capital"] = tuple(sorted({n for c in table for n in c.capitals}))
    return found
