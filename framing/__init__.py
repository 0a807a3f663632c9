"""How different outlets tell the same event, and in whose words."""

from __future__ import annotations

__version__ = "0.1.0"
