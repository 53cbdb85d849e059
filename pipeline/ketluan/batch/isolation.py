"""Worker processes that may hang, crash or eat memory without harm to the run.

A fork server loads the models once; every worker is a fork of it, so a worker that had to be killed is replaced in
milliseconds. One job at a time per worker, each with a deadline; past it the worker is killed, not asked.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from ketluan.errors import KetluanError, WorkerError

# Grace between the deadline and the kill, so that a reader's own per-page limits speak first.
GRACE_S = 2.0
PRELOAD = "ketluan.batch.preload"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job: `value`, or `error`, never both."""

    index: int
    value: Any = None
    error: KetluanError | None = None


@dataclass(slots=True)
class _Worker:
    process: multiprocessing.process.BaseProcess
    pipe: Connection
    index: int | None = None
    deadline: float = 0.0


def run_isolated(
    jobs: Iterable[Any], function: Callable[[Any], Any], *, workers: int, timeout_s: float, memory_mb: int
) -> Iterator[Outcome]:
    """Call `function(job)` for each job in worker processes and yield outcomes as they come, in no fixed order.

    Args:
        function: importable at module level; a `KetluanError` that it raises becomes the outcome's error.
        timeout_s: wall-clock seconds for one job, after which its worker is killed.
        memory_mb: mebibytes of private memory for one worker.
    Yields:
        Exactly one outcome a job; `WorkerError` for a worker that ran out of time or memory or died.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOAD])
    queue = iter(enumerate(jobs))
    idle: list[_Worker] = []
    busy: list[_Worker] = []
    exhausted = False
    try:
        while True:
            while not exhausted and len(busy) < workers:
                item = next(queue, None)
                if item is None:
                    exhausted = True
                    break
                worker = idle.pop() if idle else _start(context, function, memory_mb)
                worker.index, worker.deadline = item[0], time.monotonic() + timeout_s + GRACE_S
                busy.append(_send(worker, item[1], context, function, memory_mb))
            if not busy:
                return
            yield from _collect(busy, idle, timeout_s, memory_mb)
    finally:
        for worker in (*idle, *busy):
            _stop(worker)


def _start(context: Any, function: Callable[[Any], Any], memory_mb: int) -> _Worker:
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, function, memory_mb), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _send(worker: _Worker, job: Any, context: Any, function: Callable[[Any], Any], memory_mb: int) -> _Worker:
    """Hand over the job; an idle worker that died in the meantime is replaced."""
    try:
        worker.pipe.send(job)
    except (BrokenPipeError, OSError):
        _stop(worker)
        fresh = _start(context, function, memory_mb)
        fresh.index, fresh.deadline = worker.index, worker.deadline
        fresh.pipe.send(job)
        return fresh
    return worker


def _collect(busy: list[_Worker], idle: list[_Worker], timeout_s: float, memory_mb: int) -> Iterator[Outcome]:
    """Outcomes of the workers that answered, died or ran past their deadline."""
    now = time.monotonic()
    ready = wait([w.pipe for w in busy], timeout=max(0.0, min(w.deadline for w in busy) - now))
    now = time.monotonic()
    for worker in list(busy):
        if worker.pipe in ready:
            outcome, alive = _receive(worker, memory_mb)
        elif now > worker.deadline:
            outcome = Outcome(_index(worker), error=WorkerError(f"stopped after {timeout_s:g} seconds", code="worker-timeout"))
            alive = False
        else:
            continue
        busy.remove(worker)
        if alive:
            idle.append(worker)
        else:
            _stop(worker)
        yield outcome


def _receive(worker: _Worker, memory_mb: int) -> tuple[Outcome, bool]:
    try:
        kind, payload = worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join(timeout=5)
        code = worker.process.exitcode or 0
        how = f"killed by signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
        return Outcome(_index(worker), error=WorkerError(f"the worker died: {how}")), False
    if kind == "memory":
        message = f"more than {memory_mb:,} MB of memory needed"
        return Outcome(_index(worker), error=WorkerError(message, code="worker-memory")), False
    if kind == "error":
        return Outcome(_index(worker), error=payload), True
    return Outcome(_index(worker), value=payload), True


def _index(worker: _Worker) -> int:
    if worker.index is None:
        raise RuntimeError("a worker without a job cannot have an outcome")
    return worker.index


def _stop(worker: _Worker) -> None:
    worker.pipe.close()
    if worker.process.is_alive() and worker.process.pid:
        _kill_tree(worker.process.pid)
    worker.process.join(timeout=5)


def _kill_tree(pid: int) -> None:
    """Kill the worker and what it started (a converter, tesseract): it leads its own process group."""
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


def _serve(pipe: Connection, function: Callable[[Any], Any], memory_mb: int) -> None:
    """A worker's life: jobs in, answers out, until the pipe closes."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    limit = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = ("value", function(job))
        except MemoryError:
            answer = ("memory", None)
        except KetluanError as error:
            if isinstance(error.__cause__, MemoryError):
                answer = ("memory", None)
            else:
                answer = ("error", error)
        except Exception as error:  # a bug must cost one document, not the batch
            answer = ("error", WorkerError(f"unexpected {type(error).__name__}: {error}", stage="worker"))
        pipe.send(answer)
        if answer[0] == "memory":
            return
