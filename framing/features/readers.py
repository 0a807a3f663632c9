"""Reading other tools' dictionaries: LIWC .dic, quanteda and Lexicoder YAML, and CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from framing.errors import FramingError
from framing.features.dictionary import Dictionary, Entry, read_dictionary


def read_any(path: str | Path) -> Dictionary:
    """Read a dictionary file by its ending: .toml, .dic, .yml, .yaml or .csv.

    Dictionaries of other tools come without definitions and examples; they are found and counted
    like any other, and `check_dictionary` says what they lack.

    Raises
    ------
    FramingError
        Where the file is missing, or its ending or content is not known.
    """
    path = Path(path)
    readers: dict[str, Callable[[Path], Dictionary]] = {
        ".toml": read_dictionary,
        ".dic": read_liwc,
        ".yml": read_yaml,
        ".yaml": read_yaml,
        ".csv": read_csv,
    }
    if path.suffix.lower() not in readers:
        raise FramingError(
            f"{path}: no reader for {path.suffix or 'a file without an ending'!r}; "
            f"known endings: {', '.join(sorted(readers))}"
        )
    if not path.is_file():
        raise FramingError(f"{path}: no such file")
    return readers[path.suffix.lower()](path)


def read_liwc(path: str | Path) -> Dictionary:
    """Read a LIWC dictionary: categories between two ``%`` lines, then words with category numbers.

    Raises
    ------
    FramingError
        Where there is no category list, or a word names a category that is not in it.
    """
    path = Path(path)
    lines = _text(path).splitlines()
    marks = [i for i, line in enumerate(lines) if line.strip() == "%"]
    if len(marks) < 2:
        raise FramingError(
            f"{path}: a LIWC dictionary lists its categories between two lines '%'; "
            f"found {len(marks)} such lines"
        )
    names: dict[str, str] = {}
    for line in lines[marks[0] + 1 : marks[1]]:
        parts = line.split(None, 1)
        if parts:
            names[parts[0]] = parts[1].split("(")[0].strip() if len(parts) > 1 else parts[0]
    words: dict[str, list[str]] = {}
    for number, line in enumerate(lines[marks[1] + 1 :], start=marks[1] + 2):
        parts = line.split("\t") if "\t" in line else line.split()
        parts = [p.strip() for p in parts if p.strip()]
        if not parts:
            continue
        for category in parts[1:]:
            if category not in names:
                raise FramingError(
                    f"{path}, line {number}: category {category!r} of "
                    f"{parts[0]!r} is not in the list between the '%' lines"
                )
            words.setdefault(names[category], []).append(_pattern(parts[0]))
    return _built(path, words)


def read_yaml(path: str | Path) -> Dictionary:
    """Read a quanteda or Lexicoder dictionary: keys, keys inside keys, and lists of patterns.

    The part of YAML that such dictionaries use is read: nested keys by indentation, ``- item``,
    ``[a, b]``, quoted strings, comments. Nested keys are joined by a full stop.

    Raises
    ------
    FramingError
        Where a line is neither a key nor an item.
    """
    path = Path(path)
    words: dict[str, list[str]] = {}
    stack: list[tuple[int, str]] = []
    for number, raw in enumerate(_text(path).splitlines(), start=1):
        line = re.sub(r"(^|\s)#.*$", "", raw).rstrip()
        if not line.strip() or line.strip() in ("---", "..."):
            continue
        depth = len(line) - len(line.lstrip())
        body = line.strip()
        if body.startswith("- "):
            while stack and stack[-1][0] > depth:
                stack.pop()
            _put(words, stack, [body[2:]], path, number)
            continue
        found = re.match(r"(\"[^\"]*\"|'[^']*'|[^:\[\]]+?)\s*:(?:\s+(.*))?$", body)
        if not found:
            raise FramingError(
                f"{path}, line {number}: expected 'key:' or '- pattern', got {body!r}"
            )
        while stack and stack[-1][0] >= depth:
            stack.pop()
        stack.append((depth, _unquoted(found.group(1))))
        value = (found.group(2) or "").strip()
        if value:
            items = (
                re.findall(r"\"[^\"]*\"|'[^']*'|[^,\[\]]+", value)
                if value.startswith("[")
                else [value]
            )
            _put(words, stack, items, path, number)
    return _built(path, words)


def _put(
    words: dict[str, list[str]],
    stack: list[tuple[int, str]],
    items: list[str],
    path: Path,
    number: int,
) -> None:
    if not stack:
        raise FramingError(f"{path}, line {number}: a pattern stands before any key")
    key = ".".join(name for _, name in stack)
    for item in items:
        if item.strip():
            words.setdefault(key, []).append(_pattern(_unquoted(item.strip())))


def read_csv(path: str | Path) -> Dictionary:
    """Read a CSV dictionary with columns ``entry`` (or ``category``) and ``pattern`` (or ``word``).

    Raises
    ------
    FramingError
        Where the columns are missing; the message names those found.
    """
    path = Path(path)
    rows = list(csv.DictReader(_text(path).splitlines()))
    columns = list(rows[0]) if rows else []
    entry = next((c for c in ("entry", "category", "key") if c in columns), None)
    pattern = next((c for c in ("pattern", "word", "term") if c in columns), None)
    if entry is None or pattern is None:
        raise FramingError(
            f"{path}: needs columns 'entry' and 'pattern'; found: {', '.join(columns) or 'none'}"
        )
    words: dict[str, list[str]] = {}
    for row in rows:
        if row[pattern]:
            words.setdefault(row[entry], []).append(_pattern(row[pattern].strip()))
    return _built(path, words)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return path.read_text(encoding="cp1252")


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _pattern(text: str) -> str:
    """Another tool's pattern in this one's language: marks of its own lose their meaning."""
    return " ".join(re.sub(r"[()|?<>~=_]+", " ", text).split())


def _built(path: Path, words: Mapping[str, list[str]]) -> Dictionary:
    entries = tuple(
        Entry(
            name=name,
            definition=f"category {name!r} of {path.name}",
            patterns=tuple(dict.fromkeys(p for p in patterns if p.strip("*- "))),
        )
        for name, patterns in words.items()
    )
    entries = tuple(e for e in entries if e.patterns)
    if not entries:
        raise FramingError(f"{path}: no patterns found")
    name = re.sub(r"[^a-z0-9]+", "_", path.stem.lower()).strip("_") or "dictionary"
    return Dictionary(
        name=name if name[0].isalpha() else f"d_{name}",
        title=path.stem,
        kind="style",
        version="as read",
        definition=f"read from {path.name}",
        scope="as its authors say",
        literature=(),
        entries=entries,
    )
