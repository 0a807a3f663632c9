"""The study file: what is to be compared, written down before anything is counted."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from framing.errors import FramingError, nearest

_TABLES = ("study", "corpus", "groups", "compare")
_CORPUS = (
    "path",
    "manifest",
    "outlet",
    "registry",
    "dictionaries",
    "parser",
    "use_dates",
    "columns",
    "id_column",
    "text_column",
)


@dataclass(frozen=True)
class Study:
    """A registered comparison: corpus, groups, settings, and the features named beforehand.

    Parameters
    ----------
    path : Path
        Where the articles are.
    between : tuple of str
        The two groups.
    by : {"origin", "outlet"}
        Whether a group is made of those who wrote the words or those who print them.
    unit : {"story", "outlet"}
        What is independent: stories of named outlets, or outlets of a kind.
    voice : {None, "narrator", "direct", "indirect"}
        Count in one voice only.
    what : {"feature", "entry", "term"}
        Count dictionaries, their entries, or single terms.
    named : tuple of str
        Features registered before the run; they are tested as a family of their own.
    groups : mapping of str to list of str
        Groups of this study: name → outlets or origins.
    corpus : mapping
        How the articles are read: options of `framing.pipeline.analyse`.
    source : str
        The study file or the articles as the user named them, for the command that does it again.
    digest : str
        A hash of the study file's bytes; empty where there is no file.
    """

    path: Path
    between: tuple[str, str]
    title: str = ""
    by: str = "origin"
    within: str = "event"
    unit: str = "story"
    voice: str | None = None
    what: str = "feature"
    named: tuple[str, ...] = ()
    draws: int = 2000
    seed: int = 0
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    corpus: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    digest: str = ""

    @property
    def settings(self) -> dict[str, Any]:
        """What `framing.compare` takes besides the corpus."""
        return {
            "between": self.between,
            "by": self.by,
            "within": self.within,
            "unit": self.unit,
            "voice": self.voice,
            "what": self.what,
            "named": list(self.named) or None,
            "draws": self.draws,
            "seed": self.seed,
            "groups": {name: list(members) for name, members in self.groups.items()} or None,
        }


def load_study(path: str | Path) -> Study:
    """Read a study file.

    Parameters
    ----------
    path : path
        A TOML file, or a folder that holds a ``study.toml``.

    Returns
    -------
    Study
        Its ``digest`` is a hash of the file's bytes and stands in every signature.

    Raises
    ------
    FramingError
        Where the file is missing, is not TOML, or has a key that nobody reads.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "study.toml").write_text('[compare]\\nbetween = ["state", "wire"]')
    >>> load_study(folder).between
    ('state', 'wire')
    """
    path = Path(path)
    file = path / "study.toml" if path.is_dir() else path
    if not file.is_file():
        raise FramingError(f"{file}: no study file; write one, or name two groups with --between")
    raw = file.read_bytes()
    try:
        content = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FramingError(f"{file}: not a TOML file: {error}") from error
    _refuse_unknown(file, "", content, _TABLES)
    corpus = dict(content.get("corpus", {}))
    _refuse_unknown(file, "corpus.", corpus, _CORPUS)
    compare = dict(content.get("compare", {}))
    known = [
        f.name
        for f in fields(Study)
        if f.name not in ("path", "groups", "corpus", "source", "digest")
    ]
    _refuse_unknown(file, "compare.", compare, [k for k in known if k != "title"])
    between = compare.pop("between", ())
    if not (isinstance(between, list) and len(between) == 2):
        raise FramingError(f'{file}: compare.between must name two groups, as ["state", "wire"]')
    where = (file.parent / corpus.pop("path", ".")).resolve()
    for key in ("manifest", "registry"):
        if key in corpus:
            corpus[key] = str(file.parent / corpus[key])
    groups = {k: tuple(v) for k, v in content.get("groups", {}).items()}
    return Study(
        path=where,
        between=(str(between[0]), str(between[1])),
        title=str(content.get("study", {}).get("title", "")),
        groups=groups,
        named=tuple(compare.pop("named", ())),
        corpus=corpus,
        source=str(path),
        digest=hashlib.blake2b(raw, digest_size=8).hexdigest(),
        **compare,
    )


def _refuse_unknown(
    file: Path, table: str, found: Mapping[str, Any], known: tuple[str, ...] | list[str]
) -> None:
    for key in found:
        if key not in known:
            raise FramingError(f"{file}: nobody reads {table}{key}{nearest(key, known)}")
