"""The road from files to a corpus with every stage done: composes the stages, defines none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal

from framing.corpus import Corpus
from framing.engine import over_parts, runner
from framing.errors import FramingError, nearest

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
        A folder that keeps finished parts, so that a stopped run goes on where it stopped.
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
    if until not in STAGES:
        raise FramingError(f"no stage {until!r}{nearest(until, STAGES)}")
    say = progress or (lambda words: None)
    if isinstance(source, Corpus):
        corpus = source
    else:
        from framing.reading import read

        say("reading")
        corpus = read(source, **reading)
    done = {step.stage for step in corpus.history}
    options: dict[Stage, dict[str, Any]] = {
        "outlets": {} if registry is None else {"registry": registry},
        "voice": {} if parser is None else {"parser": parser},
        "events": {"use_dates": use_dates},
        "features": {} if dictionaries is None else {"dictionaries": dictionaries},
    }
    wanted = [s for s in STAGES[: STAGES.index(until) + 1] if s not in done]
    with runner(workers, scheduler) as run:
        for together in RUNS:
            stages = tuple(stage for stage in together if stage in wanted)
            if not stages:
                continue
            settings = {stage: options.get(stage, {}) for stage in stages}
            say(", ".join(SAID[stage] for stage in stages))
            kernel = partial(run_stages, stages=stages, settings=settings)
            if BY_ARTICLE.issuperset(stages):
                corpus = over_parts(
                    corpus,
                    kernel,
                    run=run,
                    work=work,
                    name=repr((stages, settings)),
                    progress=partial(_part, say, SAID[stages[-1]]),
                )
            else:
                corpus = kernel(corpus)
    return corpus


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
