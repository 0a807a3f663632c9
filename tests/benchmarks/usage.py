"""What a run costs: CPU seconds and resident memory of a process and all its children."""

from __future__ import annotations

import os
import threading
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def family(root: int) -> list[int]:
    """A process and all that it started, as far as they live."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _fields(int(entry.name))
            if fields:
                parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def cpu_seconds(root: int) -> float:
    """User and system time of a process, its living children, and those it has waited for."""
    total = 0
    for pid in family(root):
        fields = _fields(pid)
        if fields:
            total += sum(int(x) for x in fields[11:15])
    return total / _TICK


def _fields(pid: int) -> list[str]:
    """What /proc says of a process after its name; empty where it has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


class Peak(threading.Thread):
    """Watches how much memory a process and its children hold: all together, and the largest."""

    def __init__(self, root: int, *, every: float = 0.25) -> None:
        super().__init__(daemon=True)
        self.together = self.largest = 0
        self._root, self._every, self._end = root, every, threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._end.wait(self._every):
            sizes = [_resident(pid) for pid in family(self._root)]
            self.together = max(self.together, sum(sizes))
            self.largest = max(self.largest, *sizes)

    def stop(self) -> None:
        """Look no more."""
        self._end.set()
        self.join()
