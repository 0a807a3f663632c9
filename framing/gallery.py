"""The figures of the notebooks: made again in a folder of their own and compared."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from framing.errors import FramingError

FOLDER = "FRAMING_FIGURES"  # where a notebook writes its figures, if not beside it
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
    try:
        import nbclient
        import nbformat
    except ImportError as error:
        raise FramingError(
            "running notebooks needs the extra 'notebook': pip install framing-toolkit[notebook]"
        ) from error
    content = nbformat.read(notebook, as_version=4)
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
