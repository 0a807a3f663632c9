"""Who publishes, who wrote, who is merely cited: the registry, groups and credits."""

from __future__ import annotations

from framing.outlets.groups import resolve
from framing.outlets.listing import describe
from framing.outlets.outlet import Outlet
from framing.outlets.registry import Registry, find, load
from framing.outlets.stage import identify

__all__ = ["Outlet", "Registry", "describe", "find", "identify", "load", "resolve"]
