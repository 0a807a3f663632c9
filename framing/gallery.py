"""The notebooks and their figures: made anew, or made again elsewhere and compared."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from framing.errors import FramingError
from framing.files import write_atomically

FOLDER = "FRAMING_FIGURES"  # where a notebook writes its figures, if not beside it
# A cell with this tag shows texts that cannot be handed out: its outputs are not kept.
PRINTS_ARTICLES = "prints-articles"
_PICTURES = (".svg", ".png", ".pdf")


def remake(
    notebooks: str | Path, folder: str | Path, *, progress: Callable[[str], None] | None = None
) -> list[str]:
    """Run every notebook and compare the figures it writes with those that are kept.

    Parameters
    ----------
    notebooks : path
        A folder of ``.ipynb`` files; each writes into the folder that the environment variable
        ``FRAMING_FIGURES`` names. A notebook that needs data it does not find says so and writes
        nothing; its figures are then not compared.
    folder : path
        The figures that are kept.
    progress : callable, optional

    Returns
    -------
    list of str
        Figures that differ, are new, or were not made again.
    """
    notebooks, folder = Path(notebooks), Path(folder)
    found = sorted(notebooks.glob("*.ipynb"))
    if not found:
        raise FramingError(f"{notebooks}: no notebooks; name the folder that holds them")
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary)
        with _figures_in(made):
            for notebook in found:
                if progress:
                    progress(f"running {notebook.name}")
                execute(notebook)
        new = {p.name for p in made.iterdir() if p.suffix in _PICTURES}
        ran = {name[:2] for name in new}
        kept = {p.name for p in folder.iterdir() if p.suffix in _PICTURES and p.name[:2] in ran}
        return sorted(
            name
            for name in new | kept
            if name not in new
            or name not in kept
            or (made / name).read_bytes() != (folder / name).read_bytes()
        )


def rebuild(
    notebooks: str | Path, folder: str | Path, *, progress: Callable[[str], None] | None = None
) -> list[Path]:
    """Run every script of a notebook, and write notebook and figures anew.

    Parameters
    ----------
    notebooks : path
        A folder of ``.py`` files in jupytext's percent format; each is written as ``.ipynb``
        beside itself, with its outputs and without the clock; of a cell with the tag
        ``prints-articles`` the outputs are left out.
    folder : path
        Where the figures are written.
    progress : callable, optional

    Returns
    -------
    list of Path
        The notebooks.

    Raises
    ------
    FramingError
        Where there are no scripts, or a cell fails; the failing notebook is left as it was.
    """
    scripts = sorted(Path(notebooks).glob("*.py"))
    if not scripts:
        raise FramingError(f"{notebooks}: no scripts of notebooks; name the folder that holds them")
    _needed("jupytext")
    import nbformat

    jupytext = import_module("jupytext")
    written = []
    with _figures_in(Path(folder).resolve()):
        for script in scripts:
            if progress:
                progress(f"running {script.name}")
            content = jupytext.read(script)
            _run(content, script)
            content.metadata = {
                "jupytext": {"formats": "ipynb,py:percent"},
                "kernelspec": {
                    "display_name": "Python 3", "language": "python", "name": "python3"
                },
                "language_info": {"name": "python"},
            }  # fmt: skip
            content.nbformat, content.nbformat_minor = 4, 5
            for number, cell in enumerate(content.cells, start=1):
                cell["id"] = f"cell-{number:02d}"
                if PRINTS_ARTICLES in cell.metadata.get("tags", []):
                    cell["outputs"] = []
                cell.metadata = {}
            target = script.with_suffix(".ipynb")
            with write_atomically(target) as handle:
                handle.write(nbformat.writes(content) + "\n")
            written.append(target)
    return written


@contextmanager
def _figures_in(folder: Path) -> Iterator[None]:
    before = os.environ.get(FOLDER)
    os.environ[FOLDER] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[FOLDER]
        else:
            os.environ[FOLDER] = before


def execute(notebook: Path) -> None:
    """Run one notebook from its own folder; an error in a cell is raised with the cell."""
    _needed("nbclient", "nbformat")
    import nbformat

    _run(nbformat.read(notebook, as_version=4), notebook)


def _run(content: Any, notebook: Path) -> None:
    _needed("nbclient", "nbformat")
    import nbclient

    client = nbclient.NotebookClient(
        content,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(notebook.parent)}},
    )
    try:
        client.execute()
    except nbclient.exceptions.CellExecutionError as error:
        raise FramingError(f"{notebook.name}: {error}") from error


def _needed(*names: str) -> None:
    from importlib.util import find_spec

    if any(find_spec(name) is None for name in names):
        raise FramingError(
            "running notebooks needs the extra 'notebook': pip install framing-toolkit[notebook]"
        )
