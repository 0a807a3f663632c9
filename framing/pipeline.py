"""The road from files to a corpus with every stage done: composes the stages, defines none."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal

from framing.corpus import Corpus
from framing.engine import PART, Runner, long_work, over_parts, parts, runner
from framing.errors import FramingError, nearest
from framing.library import FIRST, Library, made_with
from framing.memory import give_back

Stage = Literal["furniture", "outlets", "voice", "reuse", "events", "features"]
STAGES: tuple[Stage, ...] = ("furniture", "outlets", "voice", "reuse", "events", "features")
# Stages that look at one article at a time run over parts, on as many cores as are given.
RUNS: tuple[tuple[Stage, ...], ...] = (
    ("furniture", "outlets", "voice"),
    ("reuse",),
    ("events",),
    ("features",),
)
BY_ARTICLE = frozenset({"furniture", "outlets", "voice", "features"})
SAID = {
    "furniture": "telling story from furniture",
    "outlets": "finding outlets and credits",
    "voice": "telling whose words",
    "reuse": "tracing copies",
    "events": "lining up events",
    "features": "counting features",
}


@long_work()
def analyse(
    source: str | Path | Corpus,
    *,
    until: Stage = "features",
    progress: Callable[[str], None] | None = None,
    registry: str | Path | None = None,
    dictionaries: Sequence[str | Path] | None = None,
    parser: str | None = None,
    use_dates: bool = True,
    workers: int = 1,
    scheduler: str | None = None,
    work: str | Path | None = None,
    **reading: Any,
) -> Corpus:
    """Read articles and lay every stage over them, in the order of the design.

    Parameters
    ----------
    source : path or Corpus
        A file, a folder or a table of articles; or a corpus, whose finished stages are kept.
    until : str
        The last stage to do; one of `STAGES`.
    progress : callable, optional
        Called with a few words before each stage.
    registry : path, optional
        A file of further outlets, in the columns of the shipped registry.
    dictionaries : sequence of paths or names, optional
        Dictionaries to count; by default the whole codebook.
    parser : {None, "spacy"}
        The tier of the voice stage; None needs no parser.
    use_dates : bool
        Whether events may use the days of publication.
    workers : int
        Processes for the stages that look at one article at a time; the result is the same.
    scheduler : str, optional
        The address of a Dask scheduler, whose workers do the work instead: ``tcp://host:8786``.
    work : path, optional
        A folder that keeps finished parts, so that a stopped run goes on where it stopped; see
        `shelve`.
    **reading
        Handed to `framing.reading.read`.

    Returns
    -------
    Corpus
        With articles, spans, attributions, passages and hits.

    Raises
    ------
    FramingError
        Where nothing can be read, or a name is not known.

    Examples
    --------
    >>> rows = [{"article_id": "a", "text": "Talks began.\\n\\nThe visit was secret, TASS said."}]
    >>> analyse(Corpus.from_articles(rows), until="voice").history[-1].stage
    'voice'
    """
    options = _options(until, registry, dictionaries, parser, use_dates)
    say = progress or (lambda words: None)
    with runner(workers, scheduler) as run:
        if work is None and (workers == 1 or scheduler):
            return _in_memory(_read(source, say, reading), until, options, run, say)
        with tempfile.TemporaryDirectory(prefix="framing-") as folder:
            library = Library(Path(work or folder))
            return _over_library(library, source, until, options, run, say, reading).corpus()


@long_work()
def shelve(
    source: str | Path | Corpus,
    work: str | Path,
    *,
    until: Stage = "features",
    progress: Callable[[str], None] | None = None,
    registry: str | Path | None = None,
    dictionaries: Sequence[str | Path] | None = None,
    parser: str | None = None,
    use_dates: bool = True,
    workers: int = 1,
    scheduler: str | None = None,
    size: int = PART,
    **reading: Any,
) -> Library:
    """Do what `analyse` does, part by part on disk; memory is bounded by parts, not by texts.

    Where the folder holds finished parts they are not done again: a stopped run goes on, and
    articles that were added to the source join the others.

    Parameters
    ----------
    source, until, progress, registry, dictionaries, parser, use_dates, workers, reading
        As for `analyse`.
    work : path
        The folder of the library. With a scheduler, one that all its workers can write to.
    scheduler : str, optional
        The address of a Dask scheduler, whose workers do the work.
    size : int
        Articles a part.

    Returns
    -------
    Library
        Its `corpus()` is what `analyse` returns.

    Examples
    --------
    >>> rows = [{"article_id": "a", "text": "Talks began.\\n\\nThe visit was secret, TASS said."}]
    >>> shelve(Corpus.from_articles(rows), tempfile.mkdtemp(), until="voice").top
    'told'
    """
    options = _options(until, registry, dictionaries, parser, use_dates)
    say = progress or (lambda words: None)
    with runner(workers, scheduler) as run:
        library = Library(Path(work).absolute())
        return _over_library(library, source, until, options, run, say, reading, size=size)


def _options(
    until: str,
    registry: str | Path | None,
    dictionaries: Sequence[str | Path] | None,
    parser: str | None,
    use_dates: bool,
) -> dict[Stage, dict[str, Any]]:
    """The settings of each stage."""
    if until not in STAGES:
        raise FramingError(f"no stage {until!r}{nearest(until, STAGES)}")
    return {
        "furniture": {},
        "outlets": {} if registry is None else {"registry": registry},
        "voice": {} if parser is None else {"parser": parser},
        "reuse": {},
        "events": {"use_dates": use_dates},
        "features": {} if dictionaries is None else {"dictionaries": dictionaries},
    }


def _read(
    source: str | Path | Corpus, say: Callable[[str], None], reading: Mapping[str, Any]
) -> Corpus:
    if isinstance(source, Corpus):
        return source
    from framing.reading import read

    say("reading")
    return read(source, **reading)


def _in_memory(
    corpus: Corpus,
    until: Stage,
    options: Mapping[Stage, Mapping[str, Any]],
    run: Runner,
    say: Callable[[str], None],
) -> Corpus:
    for stages in _wanted(until, {step.stage for step in corpus.history}):
        say(", ".join(SAID[stage] for stage in stages))
        kernel = partial(run_stages, stages=stages, settings=options)
        if BY_ARTICLE.issuperset(stages):
            said = partial(_part, say, SAID[stages[-1]])
            corpus = over_parts(corpus, kernel, run=run, progress=said)
        else:
            corpus = kernel(corpus)
    return corpus


def _wanted(until: Stage, done: set[str]) -> list[tuple[Stage, ...]]:
    """The stages that are to be done, those that go together in one."""
    asked = [s for s in STAGES[: STAGES.index(until) + 1] if s not in done]
    runs = [tuple(stage for stage in together if stage in asked) for together in RUNS]
    return [stages for stages in runs if stages]


def _over_library(
    library: Library,
    source: str | Path | Corpus,
    until: Stage,
    options: Mapping[Stage, Mapping[str, Any]],
    run: Runner,
    say: Callable[[str], None],
    reading: Mapping[str, Any],
    *,
    size: int = PART,
) -> Library:
    """Lay the stages over a library, each layer on the one before."""
    from framing.reading.filling import fill, fill_from

    say("reading")
    library.tidy()
    if isinstance(source, Corpus):
        fill_from(library, parts(source, size=size))
    else:
        fill(library, source, size=size, progress=partial(_part, say, "reading"), **reading)
    library = library.finish(FIRST)
    done = {step.stage for step in library.history}
    marked = FIRST
    for stages in _wanted(until, done):
        give_back()
        below = library.top
        say(", ".join(SAID[stage] for stage in stages))
        said = partial(_part, say, SAID[stages[-1]])
        if stages == ("reuse",):
            from framing.reuse.parted import trace_library

            library = trace_library(
                library, below=below, run=run, progress=said, **options["reuse"]
            )
        elif stages == ("events",):
            from framing.events.parted import group_library

            library = group_library(
                library, below=below, marked=marked, run=run, progress=said, **options["events"]
            )
        else:
            layer = "features" if stages == ("features",) else "told"
            marked = layer if layer == "told" else marked
            library = _lay(library, layer, below, stages, options, run, said)
    return library


def _lay(
    library: Library,
    layer: str,
    below: str,
    stages: tuple[Stage, ...],
    options: Mapping[Stage, Mapping[str, Any]],
    run: Runner,
    said: Callable[[str], None],
) -> Library:
    """Lay a layer over every part that has none, or one that was made otherwise."""
    settings = {stage: options[stage] for stage in stages}
    stated = {s: {k: _stated(v) for k, v in settings[s].items()} for s in stages}
    numbers = library.parts()
    keys = {n: made_with(stated, library.key(n, below)) for n in numbers}
    waiting = [(n, key) for n, key in keys.items() if not library.has(n, layer, key)]
    kernel = partial(lay_part, library.folder, layer, below, stages, settings)
    for k, _ in enumerate(run.map(kernel, waiting), start=len(numbers) - len(waiting) + 1):
        said(f"{k:,} of {len(numbers):,} parts")
    return library.finish(layer)


def _stated(value: Any) -> Any:
    """A setting as what it stands for: a file by its content."""
    if isinstance(value, str | Path) and Path(value).is_file():
        return hashlib.blake2b(Path(value).read_bytes(), digest_size=12).hexdigest()
    return [_stated(v) for v in value] if isinstance(value, list | tuple) else str(value)


def lay_part(
    folder: Path,
    layer: str,
    below: str,
    stages: Sequence[Stage],
    settings: Mapping[Stage, Mapping[str, Any]],
    job: tuple[int, str],
) -> int:
    """Lay some stages over one part of a library, and write what they found."""
    number, key = job
    library = Library(folder)
    before = library.part(number, below)
    after = run_stages(before, stages, settings)
    library.keep(number, layer, key, after, below=below, before=before)
    return number


def _part(say: Callable[[str], None], stage: str, done: str) -> None:
    say(f"{stage}: {done}")


def run_stages(
    corpus: Corpus, stages: Sequence[Stage], settings: Mapping[Stage, Mapping[str, Any]]
) -> Corpus:
    """Lay some stages over a corpus, one after the other."""
    for stage in stages:
        corpus = _stage(stage)(corpus, **settings[stage])
    return corpus


def _stage(name: Stage) -> Callable[..., Corpus]:
    """The function of a stage; imported here, so that a command pays for what it uses."""
    if name == "furniture":
        from framing.furniture import mark

        return mark
    if name == "outlets":
        from framing.outlets import identify

        return identify
    if name == "voice":
        from framing.voice import attribute

        return attribute
    if name == "reuse":
        from framing.reuse import trace

        return trace
    if name == "events":
        from framing.events import group

        return group
    from framing.features import match

    return match
