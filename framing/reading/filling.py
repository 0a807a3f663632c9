"""Filling a library: articles are read as a stream and cut into parts; what is there stays."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree
from typing import Any

import pandas as pd

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.library import FIRST, Library, made_with
from framing.memory import give_back
from framing.reading.files import iter_parts

_OFTEN = 20  # parts after which free memory is handed back


def fill(
    library: Library,
    path: str | Path,
    *,
    size: int,
    progress: Callable[[str], None] | None = None,
    **reading: Any,
) -> None:
    """Read articles into the parts of a library.

    The first time, every article is read. Later, those that the library holds are passed over and
    the others become new parts; where nothing in the files has changed they are not even opened.

    Parameters
    ----------
    library : Library
    path : path
        As for `framing.reading.read`.
    size : int
        Articles a part.
    progress : callable, optional
        Called with "n articles".
    **reading
        Handed to `framing.reading.read`.

    Raises
    ------
    FramingError
        Where the library was filled with other settings, or holds an article that now reads
        differently or is gone: then a new folder is needed.
    """
    settings = made_with(reading)
    if library.said("reading") not in (None, settings):
        raise FramingError(
            f"{library.folder} holds articles that were read with other settings; name another "
            "folder with --work"
        )
    known = _known(library)
    stamp = made_with(
        settings, _digest_of(Path(path), reading), sum(len(k) for k in known.values())
    )
    if known and library.said("filled") == stamp:
        return
    library.record(reading=settings, filled=None)
    before = {a: d for part in known.values() for a, d in part.items()}
    seen: set[str] = set()
    notes: list[pd.DataFrame] = []
    number = max(known, default=-1) + 1
    history: list[dict[str, Any]] = []
    digests: dict[str, str] = {}

    def fresh() -> Iterator[Corpus]:
        for piece in iter_parts(path, rows=size, **reading):
            history[:] = [step.as_dict() for step in piece.history]
            notes.append(piece.notes[piece.notes["article_id"].isna()])
            rows = row_digests(piece)
            for article in [a for a in rows if a in before]:
                if before[article] != rows.pop(article):
                    raise FramingError(
                        f"article {article!r} reads differently from when {library.folder} was "
                        "filled; name another folder with --work"
                    )
                seen.add(article)
            digests.update(rows)
            yield piece if len(rows) == len(piece) else piece.select(rows)

    for piece in _even(fresh(), size):
        own = piece.notes["article_id"].notna()
        part = Corpus(
            {**piece.tables, "notes": piece.notes[own].reset_index(drop=True)}, piece.history
        )
        rows = {a: digests.pop(a) for a in part.articles["article_id"]}
        library.keep(number, FIRST, made_with(settings, rows), part, said={"rows": rows})
        number += 1
        if number % _OFTEN == 0:
            give_back()
        if progress:
            progress(f"{len(before) + (number - max(known, default=-1) - 1) * size:,} articles")
    gone = sorted(set(before) - seen)
    if gone:
        raise FramingError(
            f"{library.folder} holds {len(gone):,} articles that {path} no longer has, as "
            f"{gone[0]!r}; name another folder with --work"
        )
    every = pd.concat(notes, ignore_index=True)

    def writer(folder: Path) -> None:
        every.to_parquet(folder / "notes.parquet", index=False)

    library.write("all", "notes", made_with(len(every)), writer)
    total = sum(len(library.about(n, FIRST)["rows"]) for n in library.parts())
    library.record(
        filled=made_with(settings, _digest_of(Path(path), reading), total), read_step=history
    )


def fill_from(library: Library, pieces: list[Corpus]) -> None:
    """Put a corpus that was cut into parts into a library; what is there and the same stays."""
    keys = [made_with(row_digests(piece), piece.history, sorted(piece.tables)) for piece in pieces]
    if library.parts() and library.parts() != list(range(len(pieces))):
        raise FramingError(f"{library.folder} holds another corpus; name another folder for work")
    for number, (piece, key) in enumerate(zip(pieces, keys, strict=True)):
        if not library.has(number, FIRST, key):
            library.keep(number, FIRST, key, piece)


def row_digests(piece: Corpus) -> dict[str, str]:
    """A hash of all that was read of each article."""
    articles = piece.articles
    hashes = pd.util.hash_pandas_object(articles.astype(object).fillna(""), index=False)
    return {
        str(a): f"{h:016x}" for a, h in zip(articles["article_id"], hashes.tolist(), strict=True)
    }


def _known(library: Library) -> dict[int, dict[str, str]]:
    """The articles of each part that is sound; a damaged one is cleared, to be read again."""
    known = {}
    for number in library.parts():
        about = library.about(number, FIRST)
        if library.has(number, FIRST, about["key"]):
            known[number] = dict(about["rows"])
        else:
            rmtree(library.place(number, FIRST).parent)
    return known


def _even(pieces: Iterator[Corpus], size: int) -> Iterator[Corpus]:
    """The same articles in pieces of just so many, the last one excepted."""
    held: list[Corpus] = []
    count = 0
    for piece in pieces:
        if not held and len(piece) == size:
            yield piece
            continue
        held.append(piece)
        count += len(piece)
        while count >= size:
            whole = _joined(held)
            ids = [a for part in held for a in part.articles["article_id"]]
            yield whole.select(ids[:size])
            held, count = [whole.select(ids[size:])], count - size
    if count:
        yield _joined(held)


def _joined(held: list[Corpus]) -> Corpus:
    frames = {
        name: pd.concat([p.table(name) for p in held], ignore_index=True)
        for name in ("articles", "notes")
    }
    return Corpus({}, held[0].history).with_tables(None, **frames)


def _digest_of(path: Path, reading: dict[str, Any]) -> str:
    """A hash of the files: names and bytes."""
    digest = hashlib.blake2b(digest_size=12)
    files = sorted(f for f in path.rglob("*") if f.is_file()) if path.is_dir() else [path]
    manifest = reading.get("manifest")
    for file in [*files, *([Path(manifest)] if manifest else [])]:
        if file.is_file():
            digest.update(
                str(file.relative_to(path) if path in file.parents else file.name).encode()
            )
            with file.open("rb") as handle:
                digest.update(hashlib.file_digest(handle, "blake2b").digest())
    return digest.hexdigest()
