"""Reading: a file, a folder or a table becomes a corpus; nothing is left out silently."""

from __future__ import annotations

from framing.reading.encoding import decode
from framing.reading.files import iter_parts, read
from framing.reading.manifest import Manifest, read_manifest
from framing.reading.rows import Options, Remark, Row

__all__ = ["Manifest", "Options", "Remark", "Row", "decode", "iter_parts", "read", "read_manifest"]
