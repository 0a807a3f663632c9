"""Who may import whom: the layers of the design, read from the imports themselves."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "framing"

GROUND = {
    "errors", "parsing", "files", "text", "dates", "countries", "wording", "schema", "corpus",
    "library", "memory",
}  # fmt: skip
STAGES = {"reading", "furniture", "outlets", "voice", "reuse", "events", "features", "comparison"}
# What each part may import of the package besides itself.
ALLOWED: dict[str, set[str]] = {
    "__init__": STAGES | GROUND | {"pipeline", "study", "plots", "report", "job"},
    "errors": set(),
    "memory": set(),
    "files": {"errors"},
    "text": {"errors"},
    "parsing": {"errors"},
    "dates": {"errors"},
    "countries": set(),
    "wording": set(),
    "schema": {"errors"},
    "corpus": {"errors", "files", "text", "schema"},
    "library": {"errors", "files", "schema", "corpus"},
    **dict.fromkeys(STAGES, GROUND | {"outlets.registry", "outlets.groups"}),
    "plots": GROUND,
    "report": GROUND | {"plots", "outlets.registry", "outlets.groups"},
    "engine": GROUND,
    "study": GROUND,
    "pipeline": STAGES | GROUND | {"engine"},
    "job": STAGES | GROUND | {"engine", "pipeline", "study", "plots", "report", "__init__"},
    "gallery": GROUND,
    "cli": STAGES
    | GROUND
    | {"engine", "pipeline", "study", "plots", "report", "job", "gallery", "__init__"},
    "__main__": {"cli"},
}
# A result draws itself: the one place where a table reaches up, and only when asked.
REACHES_UP = {("comparison", "plots")}


def part(module: str) -> str:
    """The part of the package that a dotted module belongs to."""
    names = module.split(".")
    return names[1] if len(names) > 1 else "__init__"


def imports(file: Path) -> list[tuple[str, bool]]:
    """The modules of this package that a file imports, and whether it does so at import time."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    inner = {
        id(n)
        for f in ast.walk(tree)
        if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef)
        for n in ast.walk(f)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute"
            base = node.module or ""
            names = [
                f"{base}.{a.name}" if base in ("framing", "framing.outlets") else base
                for a in node.names
            ]
        else:
            continue
        at_import = id(node) not in inner
        found += [(n, at_import) for n in names if n.split(".")[0] == "framing"]
    return found


def files() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if "__pycache__" not in p.parts)


@pytest.mark.parametrize("file", files(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(file: Path) -> None:
    inside = file.relative_to(PACKAGE).with_suffix("").parts
    me = inside[0]
    assert me in ALLOWED, f"{me}: say in ALLOWED what this part may import"
    for module, at_import in imports(file):
        other = part(module)
        dotted = ".".join(module.split(".")[1:3])
        if other in ("__init__", "__version__") or other == me:
            continue
        if (me, other) in REACHES_UP and not at_import:
            continue
        assert other in ALLOWED[me] or dotted in ALLOWED[me], f"{file} imports {module}"


def test_nobody_imports_the_command_line() -> None:
    for file in files():
        if file.name not in ("cli.py", "__main__.py"):
            assert all(part(m) != "cli" for m, _ in imports(file)), file


def test_every_file_says_why_it_exists() -> None:
    for file in files():
        assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))), file
