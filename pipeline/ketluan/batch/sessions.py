"""Processes by session, from /proc: what a worker started, whatever its process group, and how much memory it all uses."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
from collections import defaultdict
from collections.abc import Callable, Iterator, Set
from pathlib import Path

_PROC = Path("/proc")
# A converter may start processes while its session is being killed; so many rounds end any that does not fork for ever.
KILL_ROUNDS = 5


def session_memory(sessions: Set[int]) -> dict[int, int]:
    """Resident bytes, without shared files, of all processes of each session; empty where the system has no /proc."""
    page_bytes = resource.getpagesize()
    total: dict[int, int] = defaultdict(int)
    for pid, session in _processes():
        if session in sessions:
            try:
                resident, shared = (_PROC / str(pid) / "statm").read_text().split()[1:3]
            except (OSError, ValueError):
                continue
            total[session] += (int(resident) - int(shared)) * page_bytes
    return dict(total)


def kill_session(session: int) -> None:
    """Kill every process of the session that `session` leads or led; it never kills the caller's own."""
    if session <= 0 or session == os.getsid(0):
        return
    _kill(os.killpg, session)
    for _ in range(KILL_ROUNDS):
        members = [pid for pid, its_session in _processes() if its_session == session]
        if not members:
            return
        for pid in members:
            _kill(os.kill, pid)


def _kill(kill: Callable[[int, int], None], target: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        kill(target, signal.SIGKILL)


def _processes() -> Iterator[tuple[int, int]]:
    """(pid, session) of every living process."""
    try:
        entries = [entry for entry in os.listdir(_PROC) if entry.isdigit()]  # noqa: PTH208 (names only, thrice a second)
    except OSError:
        return
    for entry in entries:
        try:
            stat = (_PROC / entry / "stat").read_bytes()
        except OSError:
            continue
        fields = stat.rpartition(b")")[2].split()  # the name before it may hold anything
        if len(fields) > 3 and fields[0] != b"Z":
            yield int(entry), int(fields[3])
