"""The command line: parses, calls one public function, prints."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="framing",
    help="How different outlets tell the same event, and in whose words.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: framing compare seeds --out out   (then open out/report.html)",
)
dictionary_app = typer.Typer(
    no_args_is_help=True, help="Check dictionaries of your own.", rich_markup_mode=None
)
app.add_typer(dictionary_app, name="dictionary")

Where = Annotated[Path, typer.Argument(help="A file, a folder or a table of articles.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")]
Registry = Annotated[Path | None, typer.Option(help="A file of further outlets.")]
Outlet = Annotated[str | None, typer.Option(help="The outlet of articles that do not say.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", help="OURS=THEIRS, as text=content; may be given again."),
]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Processes (all cores); the result is the same.")
]
Scheduler = Annotated[
    str | None, typer.Option(help="Address of a Dask scheduler, as tcp://host:8786.")
]
Work = Annotated[
    Path | None, typer.Option(help="Folder of finished parts: bounded memory, resumed.")
]
Parser = Annotated[str | None, typer.Option(help="'spacy' for the parser tier of voice.")]


def _columns(given: list[str] | None) -> dict[str, Any]:
    """``--column text=content`` as what reading takes."""
    from framing.errors import FramingError

    pairs = [item.partition("=") for item in given or []]
    for ours, sign, theirs in pairs:
        if not (ours and sign and theirs):
            raise FramingError(f"--column {ours}{sign}{theirs}: write OURS=THEIRS, as text=content")
    return {"columns": {ours: theirs for ours, _, theirs in pairs}} if pairs else {}


@app.command(epilog='Example: framing compare seeds --between state --between "western wire"')
def compare(
    path: Annotated[Path, typer.Argument(help="Articles, or a folder with a study.toml.")],
    between: Annotated[
        list[str] | None, typer.Option(help="A group or an outlet; give it twice.")
    ] = None,
    by: Annotated[
        str, typer.Option(help="origin (whose words) or outlet (who prints).")
    ] = "origin",
    unit: Annotated[str, typer.Option(help="story, or outlet for claims about kinds.")] = "story",
    voice: Annotated[str | None, typer.Option(help="Count one voice only.")] = None,
    what: Annotated[str, typer.Option(help="Count each feature, entry or term.")] = "feature",
    named: Annotated[
        list[str] | None, typer.Option(help="A feature registered before looking.")
    ] = None,
    draws: Annotated[int, typer.Option(min=100, help="Permutations.")] = 2000,
    seed: Annotated[int, typer.Option(help="Seed of the permutations.")] = 0,
    out: Annotated[Path | None, typer.Option(help="Folder for report, tables, figures.")] = None,
    outlet: Outlet = None,
    registry: Registry = None,
    column: Columns = None,
    parser: Parser = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    work: Work = None,
    quiet: Quiet = False,
) -> None:
    """Contrast two groups of outlets within the events that both cover."""
    from framing.study import Study, load_study

    reading = _columns(column) | ({"outlet": outlet} if outlet else {})
    reading |= {"registry": str(registry)} if registry else {}
    reading |= {"parser": parser} if parser else {}
    if between:
        study = Study(
            path=path,
            between=_two(between),
            by=by,
            unit=unit,
            voice=voice,
            what=what,
            named=tuple(named or ()),
            draws=draws,
            seed=seed,
            corpus=reading,
        )
    else:
        study = load_study(path)
    _do(study, out, quiet, workers=workers or _cores(), scheduler=scheduler, work=work)


@app.command(epilog="Example: framing run seeds/study.toml --out out")
def run(
    study: Annotated[Path, typer.Argument(help="A study.toml, or the folder that holds it.")],
    out: Annotated[Path | None, typer.Option(help="Folder for report, tables, figures.")] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    work: Work = None,
    quiet: Quiet = False,
) -> None:
    """Do what a study file registers."""
    from framing.study import load_study

    _do(
        load_study(study),
        out,
        quiet,
        workers=workers or _cores(),
        scheduler=scheduler,
        work=work,
    )


def _cores() -> int:
    """Cores that this process may use: fewer than the machine has where a job is given some."""
    with_limits = getattr(os, "sched_getaffinity", None)
    return len(with_limits(0)) if with_limits else os.cpu_count() or 1


def _do(study: Any, out: Path | None, quiet: bool, **how: Any) -> None:
    from framing import job

    with _progress(quiet) as say:
        contents = job.find(study, progress=say, **how)
        written = job.write(contents, out, workers=how["workers"], progress=say) if out else []
    if not quiet:
        from framing.report.terminal import summary

        _print(summary(contents, written=written, out=out))


@app.command(epilog="Example: framing verify out")
def verify(
    out: Annotated[Path, typer.Argument(help="A folder that compare or run wrote.")],
    study: Annotated[
        Path | None, typer.Option(help="The study or articles, where they moved since.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Do it all again and fail if any number changed."""
    from framing import job

    with _progress(quiet) as say:
        differing = job.verify(out, study=study, progress=say)
    if differing:
        raise typer.Exit(_complain(f"{out}: differs from a new run: " + ", ".join(differing), 1))
    if not quiet:
        _print(f"{out}: every file is the same in a new run")


@app.command(epilog="Example: framing read seeds")
def read(
    path: Where,
    outlet: Outlet = None,
    column: Columns = None,
    registry: Registry = None,
    quiet: Quiet = False,
) -> None:
    """Say what was read, marked, left out, and why."""
    from framing.pipeline import analyse
    from framing.report.terminal import reading

    options: dict[str, Any] = _columns(column) | ({"outlet": outlet} if outlet else {})
    with _progress(quiet) as say:
        corpus = analyse(path, until="outlets", progress=say, registry=registry, **options)
    if not quiet:
        _print(reading(corpus))


@app.command(epilog="Example: framing voices seeds --text")
def voices(
    path: Where,
    text: Annotated[bool, typer.Option("--text", help="Show the stories, coloured.")] = False,
    outlet: Outlet = None,
    column: Columns = None,
    parser: Parser = None,
    quiet: Quiet = False,
) -> None:
    """Tell whose words each story carries: own, attributed, quoted, and by whom."""
    from framing.pipeline import analyse
    from framing.report.terminal import voiced

    options: dict[str, Any] = _columns(column) | ({"outlet": outlet} if outlet else {})
    with _progress(quiet) as say:
        corpus = analyse(path, until="voice", progress=say, parser=parser, **options)
    if not quiet:
        _print(voiced(corpus, texts=text))


@app.command(epilog="Example: framing events seeds")
def events(
    path: Where, outlet: Outlet = None, column: Columns = None, quiet: Quiet = False
) -> None:
    """List the events, who covers them, and who does not."""
    from framing.events import coverage, label_events
    from framing.pipeline import analyse
    from framing.report.terminal import covered

    options: dict[str, Any] = _columns(column) | ({"outlet": outlet} if outlet else {})
    with _progress(quiet) as say:
        corpus = analyse(path, until="events", progress=say, **options)
    if not quiet:
        _print(covered(corpus, label_events(corpus), coverage(corpus)))


@app.command(epilog="Example: framing kwic 'reclusive|secretive state' seeds")
def kwic(
    pattern: Annotated[str, typer.Argument(help="A phrase in the pattern language.")],
    path: Where,
    voice: Annotated[str | None, typer.Option(help="One voice only.")] = None,
    width: Annotated[int, typer.Option(help="Characters on each side.")] = 40,
    outlet: Outlet = None,
    column: Columns = None,
    quiet: Quiet = False,
) -> None:
    """Show a phrase in its contexts, with voice, outlet and origin."""
    from framing.features import concordance
    from framing.pipeline import analyse
    from framing.report.terminal import contexts

    options: dict[str, Any] = _columns(column) | ({"outlet": outlet} if outlet else {})
    with _progress(quiet) as say:
        corpus = analyse(path, until="events", progress=say, **options)
    lines = concordance(corpus, pattern, width=width)
    if voice:
        lines = lines[lines["voice"] == voice]
    if not quiet:
        _print(contexts(pattern, lines))
    if not len(lines):
        raise typer.Exit(1)


@app.command(epilog="Example: framing outlets reuters")
def outlets(
    query: Annotated[str | None, typer.Argument(help="A name, alias, domain or country.")] = None,
    registry: Registry = None,
) -> None:
    """Look up outlets and agencies: who controls them, what they are, who says so."""
    from framing.outlets import describe
    from framing.report.terminal import listed
    from framing.wording import plural

    found = describe(query, registry=registry)
    _print(listed(found, title=plural(len(found), "outlet")))
    if not len(found):
        raise typer.Exit(1)


@app.command(epilog="Example: framing features")
def features(
    path: Annotated[Path | None, typer.Argument(help="Articles to count in.")] = None,
    every: Annotated[bool, typer.Option("--all", help="List each feature in full.")] = False,
    column: Columns = None,
    quiet: Quiet = False,
) -> None:
    """List the features, or count them in articles."""
    from framing.features import describe
    from framing.report.terminal import counted, listed, overview

    if path is None:
        known = describe()
        _print(listed(known, title="features") if every else overview(known))
        return
    from framing.pipeline import analyse

    with _progress(quiet) as say:
        corpus = analyse(path, progress=say, **_columns(column))
    if not quiet:
        _print(counted(corpus))


@app.command(epilog="Example: framing codebook --out codebook.md")
def codebook(
    out: Annotated[Path | None, typer.Option(help="A .md or .html file.")] = None,
) -> None:
    """Write the codebook: every dictionary with definition, scope, examples, literature."""
    from framing.features import codebook as write_codebook

    html = out is not None and out.suffix in (".html", ".htm")
    text = write_codebook(format="html" if html else "markdown")
    if out is None:
        print(text)
        return
    from framing.files import write_atomically

    with write_atomically(out) as handle:
        handle.write(text)


@dictionary_app.command("check", epilog="Example: framing dictionary check mine.toml")
def dictionary_check(
    file: Annotated[Path, typer.Argument(help="A dictionary in any known format.")],
) -> None:
    """Check a dictionary: every entry must match its examples and no counter-example."""
    from framing.features import check_dictionary

    problems = check_dictionary(file)
    for problem in problems:
        print(problem)
    if problems:
        raise typer.Exit(1)
    print(f"{file}: every entry matches its examples and none of its counter-examples")


@app.command(epilog="Example: framing figures notebooks figures")
def figures(
    notebooks: Annotated[Path, typer.Argument(help="The folder of notebooks.")] = Path("notebooks"),
    folder: Annotated[Path, typer.Argument(help="The folder of figures.")] = Path("figures"),
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Write notebooks and figures anew instead.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Make the notebooks' figures again and fail if any differs."""
    from framing import gallery

    with _progress(quiet) as say:
        if rebuild:
            gallery.rebuild(notebooks, folder, progress=say)
            return
        differing = gallery.remake(notebooks, folder, progress=say)
    if differing:
        raise typer.Exit(_complain("figures that differ: " + ", ".join(differing), 1))
    if not quiet:
        _print(f"{folder}: every figure is the same")


def _two(between: list[str]) -> tuple[str, str]:
    from framing.errors import FramingError

    if len(between) != 2:
        raise FramingError(
            f"--between was given {len(between)} times; give it twice, once for each side"
        )
    return between[0], between[1]


def _print(what: Any) -> None:
    from rich.console import Console

    width = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", "110"))
    Console(highlight=False, width=width, soft_wrap=False).print(what)


def _progress(quiet: bool) -> Any:
    """Say on the error stream what is being done, where somebody watches."""
    from contextlib import contextmanager, nullcontext

    if quiet or not sys.stderr.isatty():
        return nullcontext(None)
    from rich.console import Console

    @contextmanager
    def watching() -> Any:
        with Console(stderr=True).status("starting") as status:
            yield status.update

    return watching()


def _complain(message: str, code: int) -> int:
    print(f"framing: {message}", file=sys.stderr)
    return code


def main(argv: list[str] | None = None) -> None:
    """Run the command line; a user's mistake ends in one line and exit code 2."""
    import warnings

    from framing.errors import FramingError, FramingWarning

    warnings.simplefilter("default", FramingWarning)
    warnings.showwarning = lambda m, *_, **__: print(f"framing: {m}", file=sys.stderr)
    try:
        app(argv)
    except FramingError as error:
        sys.exit(_complain(str(error), 2))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except KeyboardInterrupt:
        sys.exit(_complain("interrupted; nothing half-written was kept", 130))
