"""Writing files so that a reader never meets half of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from framing.errors import FramingError


@contextmanager
def write_atomically(path: str | Path, mode: str = "w") -> Iterator[IO[Any]]:
    """Open a file for writing that takes its name only once it is whole.

    Parameters
    ----------
    path : str or Path
        The final name; its folder must exist.
    mode : {"w", "wb"}
        Text is UTF-8 with ``\\n`` line ends.

    Raises
    ------
    FramingError
        Where the folder cannot be written to.
    """
    path = Path(path)
    binary = "b" in mode
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise FramingError(
            f"cannot write {path}: {error.strerror or error}; choose another folder with --out"
        ) from error
    try:
        with (
            os.fdopen(handle, mode)
            if binary
            else os.fdopen(handle, mode, encoding="utf-8", newline="\n", errors="surrogatepass")
        ) as stream:
            yield stream
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
