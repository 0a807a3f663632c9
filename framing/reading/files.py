"""From files to a corpus: find them, read them, say what they hold and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import FramingError
from framing.reading.articles import Builder
from framing.reading.formats import Format, format_named, format_of, known_formats
from framing.reading.manifest import NAME, Manifest, looks_like_manifest, read_manifest
from framing.reading.rows import LONGEST, Options, Remark

if TYPE_CHECKING:
    from framing.corpus import Corpus

# Files that lie beside articles and are none.
_BESIDE = {
    NAME,
    "study.toml",
    "license",
    "license.txt",
    "licence.txt",
    "notice",
    "notice.txt",
    "readme",
    "readme.txt",
    "readme.md",
    "requirements.txt",
}


@dataclass(frozen=True)
class _Source:
    """One file to be read, the name it goes by, and the format that reads it."""

    path: Path
    name: str
    format: Format


@dataclass(frozen=True)
class _Plan:
    """What is to be read, and what was met on the way."""

    sources: tuple[_Source, ...]
    manifest: Manifest
    remarks: tuple[tuple[str, Remark], ...] = field(default=())


def read(
    path: str | Path,
    *,
    manifest: str | Path | None = None,
    outlet: str | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    language: str | None = None,
    format: str | None = None,
    longest: int = LONGEST,
) -> Corpus:
    """Read a file, a folder or a table into a corpus.

    Text is decoded, line ends become ``\\n``, and where a headline comes in a column of its own
    it is put before the text, with an empty line between; after that a text never changes.

    Parameters
    ----------
    path : str or Path
        A file, or a folder, which is read with its subfolders. Text and HTML files are one
        article each; .csv, .tsv, .jsonl, .json and .parquet are tables of articles.
    manifest : str or Path, optional
        A table with a column ``file``; by default ``articles.csv`` in the folder, if there is
        one. What it says comes before what files and columns say.
    outlet : str, optional
        The outlet of articles for which neither manifest nor column names one.
    columns : mapping of str to str, optional
        Which column of a table is which, as in ``{"text": "content", "headline": "title"}``.
        Usual names are known without.
    encoding : str, optional
        By default detected, file by file.
    language : str, optional
        ISO 639-1, for articles of which nothing else says it.
    format : str, optional
        The format's name, where the file's suffix does not tell it.
    longest : int
        Articles with more characters than this are left out, with a note.

    Returns
    -------
    Corpus
        With the tables `articles` and `notes`.

    Raises
    ------
    FramingError
        Where nothing can be read; what could not be read beside other articles is a note.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("Kim met Lavrov.", encoding="utf-8")
    >>> read(folder, outlet="The Example").articles[["article_id", "outlet"]].iloc[0].tolist()
    ['a.txt', 'The Example']
    """
    parts = list(
        _parts(
            path,
            None,
            manifest=manifest,
            outlet=outlet,
            columns=columns,
            encoding=encoding,
            language=language,
            format=format,
            longest=longest,
        )
    )
    return parts[0]


def iter_parts(
    path: str | Path,
    *,
    rows: int = 50_000,
    manifest: str | Path | None = None,
    outlet: str | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    language: str | None = None,
    format: str | None = None,
    longest: int = LONGEST,
) -> Iterator[Corpus]:
    """Read like `read`, but hand over one corpus after the other, each of at most `rows` articles.

    Tables are read as a stream, so that memory is bounded by one part however long a table is.
    Ids are unique across all parts.

    Parameters
    ----------
    rows : int
        How many articles a part holds at most.

    Yields
    ------
    Corpus

    Examples
    --------
    >>> import tempfile
    >>> table = Path(tempfile.mkdtemp()) / "t.csv"
    >>> _ = table.write_text("id,text\\n1,One.\\n2,Two.\\n3,Three.\\n", encoding="utf-8")
    >>> [len(part) for part in iter_parts(table, rows=2)]
    [2, 1]
    """
    if rows < 1:
        raise FramingError(f"rows={rows}: a part needs at least one article")
    yield from _parts(
        path,
        rows,
        manifest=manifest,
        outlet=outlet,
        columns=columns,
        encoding=encoding,
        language=language,
        format=format,
        longest=longest,
    )


def _parts(
    path: str | Path,
    rows: int | None,
    *,
    manifest: str | Path | None,
    outlet: str | None,
    columns: Mapping[str, str] | None,
    encoding: str | None,
    language: str | None,
    format: str | None,
    longest: int,
) -> Iterator[Corpus]:
    path = Path(path)
    plan = _plan(path, manifest, format)
    options = Options(encoding, dict(columns or {}), longest)
    settings = {
        "columns": dict(sorted((columns or {}).items())),
        "encoding": encoding,
        "language": language,
        "longest": longest,
        "outlet": outlet,
        "manifest": plan.manifest.digest,
    }
    builder = Builder(plan.manifest, options, outlet=outlet, language=language, settings=settings)
    for name, remark in plan.remarks:
        builder.say(name, None, None, remark)
    for source in plan.sources:
        try:
            for row in source.format.rows(source.path, options):
                builder.add(source.name, row, table=source.format.table)
                while rows is not None and builder.ready >= rows:
                    yield builder.take(rows)
        except (FramingError, OSError) as error:
            said = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            builder.say(source.name, None, None, Remark("error", "not_read", said))
        builder.end_of_file(source.name)
        while rows is not None and builder.ready >= rows:
            yield builder.take(rows)
    builder.end(path)
    if len(builder) or rows is None or builder.taken == 0:
        yield builder.take()


def _plan(path: Path, manifest: str | Path | None, format: str | None) -> _Plan:
    if not path.exists():
        raise FramingError(f"{path}: no such file or folder")
    chosen = format_named(format) if format else None
    if path.is_dir():
        return _plan_folder(path, manifest, chosen)
    reader = chosen or format_of(path)
    if reader is None:
        raise FramingError(
            f"{path.name}: no reader for {path.suffix or 'files without suffix'!r}; "
            f"read are {_suffixes()}; or say which format it is: format='txt'"
        )
    said = _manifest(Path(manifest) if manifest else _beside(path))
    return _Plan((_Source(path, path.name, reader),), said)


def _plan_folder(folder: Path, manifest: str | Path | None, chosen: Format | None) -> _Plan:
    own = folder / NAME
    has_own = own.is_file() and looks_like_manifest(own)
    said = _manifest(Path(manifest) if manifest else own if has_own else None)
    sources, remarks = [], []
    for file in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).as_posix()):
        name = file.relative_to(folder).as_posix()
        if not file.is_file() or any(
            part.startswith((".", "__MACOSX")) for part in file.relative_to(folder).parts
        ):
            continue
        if said.path is not None and file.resolve() == said.path.resolve():
            continue
        if file.name.lower() in _BESIDE and not (file.name == NAME and not has_own):
            continue
        reader = chosen or format_of(file)
        if reader is None:
            remarks.append(
                (
                    name,
                    Remark(
                        "warning",
                        "no_reader",
                        "was left out: no reader for "
                        f"{file.suffix or 'files without suffix'!r}; read are "
                        f"{_suffixes()}",
                    ),
                )
            )
            continue
        sources.append(_Source(file, name, reader))
    if not sources:
        left = f"; it holds {len(remarks)} other files" if remarks else ""
        raise FramingError(
            f"{folder}: no articles in this folder; expected files that end with "
            f"{_suffixes()}{left}"
        )
    return _Plan(tuple(sources), said, tuple(remarks))


def _beside(path: Path) -> Path | None:
    """The manifest of the folder in which a single file lies, where it speaks of that file."""
    beside = path.parent / NAME
    if path.name == NAME or not beside.is_file() or not looks_like_manifest(beside):
        return None
    try:
        return beside if read_manifest(beside).of(path.name) else None
    except FramingError:
        return None


def _manifest(path: Path | None) -> Manifest:
    if path is None:
        return Manifest()
    if not path.is_file():
        raise FramingError(f"{path}: no such manifest")
    return read_manifest(path)


def _suffixes() -> str:
    return ", ".join(s for f in known_formats() for s in f.suffixes if s.count(".") == 1)
