"""Kernels over parts of a corpus: in this process, on all cores, or on a Dask cluster."""

from framing.engine.parts import PART, Kernel, joined, over_parts, parts
from framing.engine.runners import Runner, long_work, runner

__all__ = [
    "PART",
    "Kernel",
    "Runner",
    "joined",
    "long_work",
    "over_parts",
    "parts",
    "runner",
]
