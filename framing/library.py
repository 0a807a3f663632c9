"""The `Library`: a corpus in parts on disk, each part with its layers, each layer written once."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from framing import __version__
from framing.corpus import Corpus, Step, article_digest, signed
from framing.errors import FramingError, FramingWarning
from framing.files import write_atomically
from framing.schema import SCHEMAS

FIRST = "read"  # the layer with the texts; those above hold the rest
_DONE = "done.json"  # written last: a layer without it does not count


class Run(Protocol):
    """What maps a kernel over items, in order; see `framing.engine.Runner`."""

    def map(self, kernel: Any, items: Any) -> Any: ...


@dataclass(frozen=True)
class Library:
    """A corpus in parts, so that memory is bounded by a part and not by the corpus.

    A *part* is a folder of some hundred articles; a *layer* is what one step found in it: the
    tables that it changed. A layer is written whole or not at all, and its key says what it was
    made from and how: where the key is the same, it is not made again.

    Parameters
    ----------
    folder : Path

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> library = Library(folder)
    >>> part = Corpus.from_articles([{"article_id": "a", "text": "Kim met Lavrov."}])
    >>> library.keep(0, "read", "key", part)
    >>> library.has(0, "read", "key"), library.has(0, "read", "another key")
    (True, False)
    >>> library.corpus()
    Corpus(1 article, 1 outlet; read)
    """

    folder: Path

    def parts(self) -> list[int]:
        """The numbers of the parts whose articles are there."""
        here = self.folder / "parts"
        found = sorted(int(p.name) for p in here.iterdir()) if here.is_dir() else []
        return [n for n in found if (self.place(n, FIRST) / _DONE).is_file()]

    def place(self, part: int | str, layer: str) -> Path:
        """The folder of a layer; a part is a number, or "all" for what is about all articles."""
        if isinstance(part, int):
            return self.folder / "parts" / f"{part:06d}" / layer
        return self.folder / part / layer

    def about(self, part: int | str, layer: str) -> dict[str, Any]:
        """What a finished layer says of itself; empty where there is none."""
        try:
            said = json.loads((self.place(part, layer) / _DONE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return said if isinstance(said, dict) and isinstance(said.get("files"), dict) else {}

    def key(self, part: int | str, layer: str) -> str:
        """The key of a finished layer; empty where there is none."""
        return str(self.about(part, layer).get("key", ""))

    def has(self, part: int | str, layer: str, key: str) -> bool:
        """Whether a layer is there, made with this key, and as it was written.

        Warns
        -----
        FramingWarning
            Where a file of it is damaged or gone: then it does not count and is made again.
        """
        said = self.about(part, layer)
        if not said or said.get("key") != key:
            return False
        for name, digest in said["files"].items():
            file = self.place(part, layer) / name
            try:
                sound = _digest(file) == digest
            except OSError:
                sound = False
            if not sound:
                warnings.warn(
                    f"{file} is damaged or gone; this part is done again",
                    FramingWarning,
                    stacklevel=2,
                )
                return False
        return True

    def write(
        self,
        part: int | str,
        layer: str,
        key: str,
        writer: Callable[[Path], None],
        *,
        said: Mapping[str, Any] | None = None,
    ) -> None:
        """Let `writer` fill a folder, and make it the layer once it is whole.

        Raises
        ------
        FramingError
            Where the disk is full or cannot be written to; what was finished before stays.
        """
        place = self.place(part, layer)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            new = Path(tempfile.mkdtemp(prefix=f".{layer}.", dir=place.parent))
        except OSError as error:
            raise self._refusal(error) from error
        try:
            writer(new)
            files = {f.name: _digest(f) for f in sorted(new.iterdir())}
            about = {"key": key, "files": files, **(said or {})}
            with write_atomically(new / _DONE) as handle:
                handle.write(json.dumps(about, indent=1, sort_keys=True, default=str) + "\n")
            new.chmod(0o755)
            if place.exists():
                shutil.rmtree(place)
            new.rename(place)
        except OSError as error:
            raise self._refusal(error) from error
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def tidy(self) -> None:
        """Remove what a run that was killed left half-written."""
        left = [*self.folder.glob("parts/*/.*"), *self.folder.glob("all/**/.*")]
        for folder in [*left, self.folder / "scratch"]:
            shutil.rmtree(folder, ignore_errors=True)

    def _refusal(self, error: OSError) -> FramingError:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return FramingError(
                f"no space is left for the work folder {self.folder}; nothing that was finished is "
                "lost: make room, or move the folder, and run the same command again"
            )
        return FramingError(
            f"cannot write to the work folder {self.folder}: {error.strerror or error}"
        )

    def keep(
        self,
        part: int,
        layer: str,
        key: str,
        corpus: Corpus,
        *,
        below: str | None = None,
        before: Corpus | None = None,
        said: Mapping[str, Any] | None = None,
    ) -> None:
        """Write the tables of a part that a step changed.

        Parameters
        ----------
        part, layer, key
            Which layer it is, and what it was made from.
        corpus : Corpus
            The part as the step left it.
        below : str, optional
            The layer that it lies on.
        before : Corpus, optional
            The part as the step found it; tables that are still the same are not written.
        said : mapping, optional
            What else is to be remembered of the layer.
        """
        old = {} if before is None else before.tables
        frames = {n: f for n, f in corpus.tables.items() if f is not old.get(n)}

        def writer(folder: Path) -> None:
            for name, frame in frames.items():
                if name == "articles" and layer != FIRST:
                    frame = frame.drop(columns="text", errors="ignore")
                frame.to_parquet(folder / f"{name}.parquet", index=False)

        about = {"below": below, "history": [s.as_dict() for s in corpus.history], **(said or {})}
        if below is None:
            about["digests"] = {a: article_digest(a, t) for a, t in corpus.texts.items()}
        self.write(part, layer, key, writer, said=about)

    def part(
        self, part: int, layer: str | None = None, *, tables: Sequence[str] | None = None
    ) -> Corpus:
        """One part as a corpus.

        Parameters
        ----------
        part : int
        layer : str, optional
            The last layer that is laid over it; by default the topmost.
        tables : sequence of str, optional
            Only these tables; articles come without their texts where "text" is not among them.

        Raises
        ------
        FramingError
            Where the part has no such layer.
        """
        layer = layer or self.top
        texts = tables is None or "text" in tables
        wanted = set(SCHEMAS) if tables is None else {*tables} - {"text"}
        frames: dict[str, pd.DataFrame] = {}
        text: pd.Series | None = None
        history: tuple[Step, ...] = ()
        at: str | None = layer
        while at:
            about = self.about(part, at)
            if not about:
                raise FramingError(
                    f"part {part} of {self.folder} has no layer {at!r}; run it again"
                )
            if not history:
                history = tuple(
                    Step(s["stage"], s["settings"], s["model"]) for s in about["history"]
                )
            for name in SCHEMAS:
                if f"{name}.parquet" in about["files"] and name in wanted - set(frames):
                    frames[name] = self._table(part, at, name)
            if at == FIRST and texts:
                file = self.place(part, FIRST) / "articles.parquet"
                text = pd.read_parquet(file, columns=["text"])["text"].astype("string")
            at = about["below"]
        if text is not None:
            frames["articles"] = frames["articles"].assign(text=text.array)[
                list(SCHEMAS["articles"].columns)
            ]
        return Corpus({n: frames[n] for n in SCHEMAS if n in frames}, history)

    def _table(self, part: int, layer: str, name: str) -> pd.DataFrame:
        columns = [c for c in SCHEMAS[name].columns if c != "text"]
        frame = pd.read_parquet(self.place(part, layer) / f"{name}.parquet", columns=columns)
        return SCHEMAS[name].typed(frame)

    @property
    def top(self) -> str:
        """The last layer that was laid over all parts."""
        file = self.folder / "library.json"
        said = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        return str(said.get("top", FIRST))

    def finish(self, layer: str) -> Library:
        """Say that a layer lies over all parts."""
        self.record(top=layer)
        return Library(self.folder)

    def record(self, **said: Any) -> None:
        """Write down what is true of all parts."""
        file = self.folder / "library.json"
        known = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with write_atomically(file) as handle:
                handle.write(json.dumps(known | said, indent=1, sort_keys=True, default=str) + "\n")
        except OSError as error:
            raise self._refusal(error) from error

    def said(self, name: str) -> Any:
        """What was written down under a name; None where nothing was."""
        file = self.folder / "library.json"
        return json.loads(file.read_text(encoding="utf-8")).get(name) if file.is_file() else None

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The table of articles, without their texts; one row an article, sorted."""
        frames = [self.part(n, tables=["articles"]).articles for n in self.parts()]
        if not frames:
            return SCHEMAS["articles"].empty().drop(columns="text", errors="ignore")
        whole = pd.concat(frames, ignore_index=True)
        return whole.sort_values("article_id", kind="stable", ignore_index=True)

    @cached_property
    def homes(self) -> dict[str, int]:
        """In which part each article is."""
        return {a: n for n in self.parts() for a in self.digests(n)}

    @property
    def notes(self) -> pd.DataFrame:
        """The notes that speak of no single article."""
        file = self.place("all", "notes") / "notes.parquet"
        if not file.is_file():
            return SCHEMAS["notes"].empty()
        return SCHEMAS["notes"].typed(pd.read_parquet(file))

    @cached_property
    def history(self) -> tuple[Step, ...]:
        """What was done, in order."""
        numbers = self.parts()
        steps = self.about(numbers[0], self.top)["history"] if numbers else []
        read = self.said("read_step") or steps[:1]  # a manifest may have grown
        steps = [*read, *steps[len(read) :]]
        return tuple(Step(s["stage"], s["settings"], s["model"]) for s in steps)

    @cached_property
    def signature(self) -> str:
        """As `Corpus.signature`: that of all parts together."""
        digests = [pair for n in self.parts() for pair in self.digests(n).items()]
        return signed(digests, self.history)

    def digests(self, part: int) -> dict[str, str]:
        """A hash of each article's id and text in a part."""
        return dict(self.about(part, FIRST)["digests"])

    def pieces(self, tables: Iterable[str] = ()) -> Iterator[Corpus]:
        """The parts, one after the other, with these tables; see `Corpus.pieces`."""
        for number in self.parts():
            yield self.part(number, tables=list(tables) or None)

    def fetch(self, article_ids: Iterable[str]) -> Corpus:
        """Some articles as a corpus; only the parts that hold them are read."""
        wanted = set(article_ids)
        homes = sorted({self.homes[a] for a in wanted})
        found = [self.part(n).select(wanted) for n in homes]
        return Corpus.joined(found, history=self.history)

    def corpus(self) -> Corpus:
        """All parts as one corpus, in memory."""
        parts = (self.part(n) for n in self.parts())
        return Corpus.joined(parts, history=self.history, notes=self.notes)

    def __len__(self) -> int:
        return len(self.articles)

    def __repr__(self) -> str:
        return f"Library({self.folder}: {len(self.parts()):,} parts, up to {self.top!r})"


def made_with(*what: object) -> str:
    """A key: a hash of what a layer is made from and how, and of this package's version."""
    raw = json.dumps([__version__, *what], sort_keys=True, default=str)
    return hashlib.blake2b(raw.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _digest(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, lambda: hashlib.blake2b(digest_size=12)).hexdigest()
