"""Notebooks run, define nothing, and make the figures that are kept, byte for byte."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

from framing import gallery
from framing.errors import FramingError

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.py"))
PICTURES = sorted((ROOT / "figures").glob("*.svg"))
needs_jupyter = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("nbclient", "jupytext", "ipykernel")),
    reason="needs the extra 'notebook'",
)


@needs_jupyter
@pytest.mark.filterwarnings("ignore")
def test_the_figures_come_out_the_same() -> None:
    assert gallery.remake(ROOT / "notebooks", ROOT / "figures") == []


@needs_jupyter
@pytest.mark.parametrize("script", NOTEBOOKS, ids=lambda p: p.stem)
def test_script_and_notebook_hold_the_same_cells(script: Path) -> None:
    import jupytext

    ours = jupytext.read(script).cells
    theirs = jupytext.read(script.with_suffix(".ipynb")).cells
    assert [(c.cell_type, c.source) for c in ours] == [(c.cell_type, c.source) for c in theirs]


@needs_jupyter
@pytest.mark.parametrize("script", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebooks_were_run_and_keep_no_clock(script: Path) -> None:
    import jupytext

    notebook = jupytext.read(script.with_suffix(".ipynb"))
    code = [c for c in notebook.cells if c.cell_type == "code"]
    assert all(c.execution_count for c in code) and any(c.outputs for c in code)
    assert not any(output.output_type == "error" for c in code for output in c.outputs)
    assert not any(c.metadata for c in notebook.cells)
    assert script.with_suffix(".ipynb").stat().st_size < 1_000_000


@needs_jupyter
@pytest.mark.filterwarnings("ignore")
def test_what_a_cell_prints_of_articles_is_not_kept(tmp_path: Path) -> None:
    import jupytext

    tagged = f'# %% tags=["{gallery.PRINTS_ARTICLES}"]\nprint("a sentence of an article")\n'
    (tmp_path / "one.py").write_text(f'{tagged}\n# %%\nprint("a count")\n', encoding="utf-8")
    (written,) = gallery.rebuild(tmp_path, tmp_path)
    article, count = jupytext.read(written).cells
    assert article.execution_count == 1 and article.outputs == []
    assert count.outputs[0].text == "a count\n"


@pytest.mark.parametrize("script", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebooks_define_nothing(script: Path) -> None:
    tree = ast.parse(script.read_text(encoding="utf-8"))
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    assert not any(isinstance(node, defined) for node in ast.walk(tree))


@pytest.mark.parametrize("script", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_notebook_ends_in_figures(script: Path) -> None:
    assert any(p.name.startswith(script.name[:2]) for p in PICTURES)


def test_the_index_lists_every_picture_and_no_other() -> None:
    index = (ROOT / "figures" / "README.md").read_text(encoding="utf-8")
    assert sorted(set(re.findall(r"`(\d\d_\w+\.svg)`", index))) == [p.name for p in PICTURES]
    assert {p.stem for p in NOTEBOOKS} <= set(re.findall(r"`(\d\d_\w+)`", index))


def test_a_folder_without_notebooks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FramingError, match="no notebooks"):
        gallery.remake(tmp_path, tmp_path)


@needs_jupyter
@pytest.mark.filterwarnings("ignore")
def test_a_figure_that_differs_is_named(tmp_path: Path) -> None:
    import nbformat

    code = (
        "import os, pathlib\n"
        "folder = pathlib.Path(os.environ['FRAMING_FIGURES'])\n"
        "for name in ('same', 'other', 'new'):\n"
        "    (folder / f'01_{name}.svg').write_text(name)"
    )
    cells: list[Any] = [nbformat.v4.new_code_cell(code)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "01_x.ipynb")
    kept = tmp_path / "kept"
    kept.mkdir()
    for name, words in (("01_same", "same"), ("01_other", "old"), ("01_gone", ""), ("09_x", "")):
        (kept / f"{name}.svg").write_text(words)
    assert gallery.remake(tmp_path, kept) == ["01_gone.svg", "01_new.svg", "01_other.svg"]
