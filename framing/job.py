"""The main job: from a study to everything the report shows, and to the files that hold it."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing import __version__
from framing.engine import long_work, runner
from framing.errors import FramingError
from framing.files import write_atomically
from framing.library import Library, made_with
from framing.pipeline import analyse, shelve
from framing.report.contents import Contents
from framing.report.sheets import write_sheet
from framing.study import Study, load_study

if TYPE_CHECKING:
    from framing.comparison.result import Comparison
    from framing.corpus import Corpus
    from framing.features.actors import Told

READ_WHOLE = 2_000  # articles of which all are read for labels of actors
SHOWN = 20_000  # articles whose texts a report holds in memory

Progress = Callable[[str], None] | None


@long_work()
def find(
    study: Study,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    work: str | Path | None = None,
    progress: Progress = None,
) -> Contents:
    """Do what a study registers.

    Parameters
    ----------
    study : Study
        From `framing.load_study`, or made by hand.
    workers, scheduler, work
        As in `framing.shelve`; they change no number. With `work` memory is bounded: the report
        of more than 20,000 articles shows the texts of some of their events.
    progress : callable, optional
        Called with a few words before each step.

    Returns
    -------
    Contents
        Corpus, comparison and the tables beside it.
    """
    from framing import events, reuse, voice
    from framing.comparison import compare
    from framing.features import actors

    say = progress or (lambda words: None)
    how: dict[str, Any] = {"workers": workers, "scheduler": scheduler, "progress": say}
    registry = study.corpus.get("registry")
    counted = None
    if work is None:
        corpus = analyse(study.path, **how, **study.corpus)
        say("comparing")
        comparison = compare(corpus, registry=registry, **study.settings)
    else:
        library = shelve(study.path, work, **how, **study.corpus)
        say("comparing")
        comparison = compare(library, registry=registry, **study.settings)
        comparison, corpus = shown(library, comparison)
        counted = library.articles if len(corpus) < len(library) else None
    say("naming actors")
    sides = comparison.stories.set_index("article_id")["side"]
    sides = sides[sides.index.isin(corpus.articles["article_id"])]
    with runner(workers, scheduler) as run:
        compared = _compared(corpus, comparison)
        told = actors.read_stories(compared, run=run)
        alone = run.later(_one_sided, (compared, sides, told))
        own = reuse.OwnWords.of(corpus, run=run)
        tables = {
            "labels": actors.labels(compared, stories=told),
            "source_mix": voice.source_mix(corpus, run=run),
            "shares": reuse.shares(corpus, words=own),
            "network": reuse.network(corpus, words=own),
            "events": events.label_events(corpus, run=run),
            "coverage": events.coverage(corpus).reset_index(),
            "codebook": _codebook(study),
            "one_sided": alone(),
        }
    if not comparison.descriptive:
        say("testing where there is nothing to find")
        tables["placebo"] = comparison.placebo()
    return Contents(
        title=study.title or f"{study.between[0]} and {study.between[1]}",
        corpus=corpus,
        comparison=comparison,
        tables=tables,
        settings={
            **study.settings,
            "reading": dict(study.corpus),
            "study": study.digest,
            "source": study.source or str(study.path),
        },
        command=command(study),
        counted=counted,
    )


def shown(
    library: Library, comparison: Comparison, *, most: int | None = None
) -> tuple[Comparison, Corpus]:
    """The texts that a report needs, in memory, and the comparison that speaks of them.

    A small library is taken whole. Of a larger one whole events of the contrast are taken, in the
    order of a hash of their names, until `most` articles are reached (by default 20,000); the
    numbers stay those of all, and a caveat says what is shown.
    """
    most = SHOWN if most is None else most
    if len(library) <= most:
        corpus = library.corpus()
        return replace(comparison, corpus=corpus), corpus
    stories = comparison.stories.assign(
        _order=[made_with(event) for event in comparison.stories["event"]]
    ).sort_values(["_order", "article_id"], kind="stable")
    ends = stories.groupby("_order", sort=True).size().cumsum()
    kept = stories[stories["_order"].isin(ends[ends <= most].index)]
    sentence = (
        f"The contrast counts all {len(library):,} articles; stories, sentences, labels and what "
        f"one side leaves out are shown for {len(kept):,} articles in "
        f"{kept['event'].nunique():,} events, chosen without looking at them."
    )
    corpus = library.fetch(kept["article_id"])
    caveats = (*comparison.caveats, sentence)
    return replace(comparison, corpus=corpus, caveats=caveats), corpus


def _compared(corpus: Corpus, comparison: Comparison) -> Corpus:
    """The articles whose actors are read: of a large corpus those of the events that both sides
    cover, where what one side calls somebody can be set beside what the other does."""
    events = corpus.articles["event"].isin(comparison.stories["event"])
    if len(corpus) <= READ_WHOLE or not events.any():
        return corpus
    return corpus.select(corpus.articles.loc[events, "article_id"])


def _one_sided(job: tuple[Corpus, pd.Series, Told]) -> pd.DataFrame:
    from framing.features import actors

    corpus, sides, told = job
    return actors.one_sided(corpus, sides, stories=told)


def _codebook(study: Study) -> pd.DataFrame:
    """What each feature is: name, title and definition of the dictionaries that were used."""
    from framing.features.registry import collect, dictionaries

    named = study.corpus.get("dictionaries")
    used = dictionaries() if named is None else collect(named)
    rows = [(d.name, d.title, d.definition) for d in used.values()]
    return pd.DataFrame(rows, columns=["feature", "title", "definition"])


def command(study: Study) -> str:
    """The command line that does a study again."""
    source = study.source or str(study.path)
    if study.digest:
        return f"framing compare {_quoted(source)} --out out"
    parts = ["framing compare", _quoted(source)]
    parts += [f"--between {_quoted(name)}" for name in study.between]
    default = Study(path=study.path, between=study.between)
    for option in ("by", "unit", "voice", "what", "draws", "seed"):
        value = getattr(study, option)
        if value != getattr(default, option):
            parts.append(f"--{option} {_quoted(str(value))}")
    parts += [f"--named {_quoted(name)}" for name in study.named]
    return " ".join([*parts, "--out out"])


def _quoted(word: str) -> str:
    import shlex

    return shlex.quote(word)


@long_work()
def write(
    contents: Contents, out: str | Path, *, workers: int = 1, progress: Progress = None
) -> list[str]:
    """Write report, tables, figures and ``run.json`` into a folder.

    Every file is written whole or not at all. What stood in the folder under another name stays.
    With more than one of `workers` the tables are written while the page is made.

    Returns
    -------
    list of str
        The files, relative to `out`, sorted.

    Raises
    ------
    FramingError
        Where the folder cannot be made or written to.
    """
    from framing.report import event_pages, page
    from framing.report.figures import draw

    out = Path(out)
    say = progress or (lambda words: None)
    try:
        for folder in (out, out / "tables", out / "figures"):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FramingError(
            f"cannot write to {out}: {error.strerror}; choose another folder with --out"
        ) from error
    written: list[str] = []
    say("writing tables")
    every = sheets(contents)
    with ThreadPoolExecutor(1) as beside:  # Arrow, which writes them, lets other threads run
        tables = beside.submit(_write_sheets, every, out / "tables")
        if workers == 1:
            tables.result()
        say("drawing figures")
        figures = draw(contents, out / "figures")
        written += [f"figures/{name}" for name in figures]
        say("writing the page")
        with write_atomically(out / "report.html") as handle:
            handle.write(page(contents, figures=out / "figures"))
        written.append("report.html")
        for name, html in event_pages(contents):
            (out / name).parent.mkdir(exist_ok=True)
            with write_atomically(out / name) as handle:
                handle.write(html)
            written.append(name)
        tables.result()
    written += [f"tables/{name}.csv" for name in every]
    with write_atomically(out / "run.json") as handle:
        handle.write(
            json.dumps(
                passport(contents, out, written),
                indent=1,
                sort_keys=True,
                ensure_ascii=False,
                default=str,
            )
            + "\n"
        )
    return sorted([*written, "run.json"])


def _write_sheets(every: Mapping[str, pd.DataFrame], folder: Path) -> None:
    for name, frame in every.items():
        write_sheet(frame, folder / f"{name}.csv")


def sheets(contents: Contents) -> dict[str, pd.DataFrame]:
    """The tables that are written, by file name."""
    corpus, comparison = contents.corpus, contents.comparison
    about = corpus.articles.drop(columns=["text"])
    hits = corpus.hits.assign(words=contents.printed)
    return {
        "articles": about,
        "spans": corpus.spans,
        "attributions": corpus.attributions,
        "passages": corpus.passages,
        "hits": hits,
        "notes": corpus.notes,
        "contrast": comparison.to_frame(),
        "stories": comparison.stories,
        "left_out": comparison.left_out,
        **{name: contents.table(name) for name in sorted(contents.tables)},
    }


def passport(contents: Contents, out: Path, written: list[str]) -> dict[str, Any]:
    """What ``run.json`` says: signature, settings, history, and a hash of every file."""
    with ThreadPoolExecutor() as pool:  # a hash of a long file lets other threads run
        names = sorted(written)
        files = dict(zip(names, pool.map(_digest, [out / name for name in names]), strict=True))
    return {
        "framing": __version__,
        "signature": contents.signature,
        "corpus": contents.corpus.signature,
        "command": contents.command,
        "settings": dict(contents.settings),
        "history": [step.as_dict() for step in contents.corpus.history],
        "files": files,
    }


def _digest(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, partial(hashlib.blake2b, digest_size=16)).hexdigest()


def verify(
    out: str | Path, *, study: str | Path | None = None, progress: Progress = None
) -> list[str]:
    """Do a run again in another folder and compare every file with what stands in `out`.

    Parameters
    ----------
    out : path
        A folder that `write` wrote.
    study : path, optional
        The study file or the articles, where they have moved.

    Returns
    -------
    list of str
        Files that differ, are missing, or were changed since; empty where all is the same.
    """
    out = Path(out)
    record = out / "run.json"
    if not record.is_file():
        raise FramingError(f"{out}: no run.json; name a folder that compare or run wrote")
    run = json.loads(record.read_text(encoding="utf-8"))
    settings = run["settings"]
    source = Path(study or settings["source"])
    if not source.exists():
        raise FramingError(f"{source}: not found; name the study or the articles with --study")
    if settings["study"]:
        again = replace(load_study(source), source=settings["source"])
    else:
        again = Study(
            path=source,
            between=tuple(settings["between"]),
            by=settings["by"],
            within=settings["within"],
            unit=settings["unit"],
            voice=settings["voice"],
            what=settings["what"],
            named=tuple(settings["named"] or ()),
            draws=settings["draws"],
            seed=settings["seed"],
            corpus=settings["reading"],
            source=settings["source"],
        )
    contents = find(again, progress=progress)
    with tempfile.TemporaryDirectory() as folder:
        write(contents, folder, progress=progress)
        names = sorted(set(run["files"]) | {"run.json"})
        return [name for name in names if not _same(out / name, Path(folder) / name)]


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()
