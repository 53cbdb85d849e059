"""Worker processes that may hang, crash or eat memory without harm to the run.

A fork server loads the models once; every worker is a fork of it, so a worker that had to be killed is replaced in
milliseconds. One job at a time per worker, each with a deadline; past it the worker is killed, not asked.

A worker leads a session of its own. Whatever it starts (a converter, tesseract), in whatever process group, belongs to that
session: its memory counts, and it ends with the worker, also where the worker died by itself.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import signal
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final

from ketluan.batch.sessions import kill_session, session_memory
from ketluan.errors import KetluanError, StageError, WorkerError
from ketluan.ingest import clock

# Grace between the deadline and the kill, so that a reader's own per-page limits speak first.
GRACE_S = 2.0
# How often the memory of the workers and their children is looked at; the worker's own memory has a hard limit besides.
WATCH_EVERY_S = 0.5
# A worker whose memory has grown by this share of the limit is replaced, so that no document pays for the ones before it.
MAX_GROWN_SHARE = 0.25
# A worker that died with so much of its memory used died of it: C libraries abort where an allocation fails.
DIED_OF_MEMORY_SHARE = 0.8
# No single file that a worker or its converter writes may grow beyond this.
MAX_WRITTEN_BYTES = 2 << 30
PRELOAD = "ketluan.batch.preload"
_MIB: Final = 1 << 20


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
    index: int = -1
    deadline: float = 0.0
    peak_bytes: int = 0


@dataclass(frozen=True, slots=True)
class _Crew:
    """How workers are made, and what each may use."""

    context: Any
    function: Callable[[Any], Any]
    timeout_s: float
    memory_mb: int
    prepare: Callable[[], object] | None

    def start(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        arguments = (theirs, self.function, self.memory_mb, self.timeout_s, self.prepare)
        process = self.context.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def assign(self, worker: _Worker | None, index: int, job: Any) -> _Worker:
        """Hand over the job to the idle worker, or to a new one where there is none or it died in the meantime."""
        worker = worker or self.start()
        try:
            worker.pipe.send(job)
        except OSError:
            _stop(worker)
            worker = self.start()
            worker.pipe.send(job)
        worker.index, worker.deadline, worker.peak_bytes = index, time.monotonic() + self.timeout_s + GRACE_S, 0
        return worker

    def too_long(self) -> WorkerError:
        return WorkerError(f"stopped after {self.timeout_s:g} seconds", code="worker-timeout", hint="--timeout allows more")

    def too_much(self) -> WorkerError:
        message = f"more than {self.memory_mb:,} MB of memory needed"
        return WorkerError(message, code="worker-memory", hint="--memory allows more")


def run_isolated(
    jobs: Iterable[Any],
    function: Callable[[Any], Any],
    *,
    workers: int,
    timeout_s: float,
    memory_mb: int,
    prepare: Callable[[], object] | None = None,
) -> Iterator[Outcome]:
    """Call `function(job)` for each job in worker processes and yield outcomes as they come, in no fixed order.

    Args:
        function: importable at module level; a `KetluanError` that it raises becomes the outcome's error.
        timeout_s: wall-clock seconds for one job, after which its worker is killed with all that it started; what
            `ingest.clock` leaves uncounted comes on top.
        memory_mb: mebibytes for one worker, and for it and all that it started together.
        prepare: called once in each new worker, to load what all its jobs share; a failure shows in the jobs.
    Yields:
        Exactly one outcome a job; `WorkerError` for a worker that ran out of time or memory or died.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOAD])
    crew = _Crew(context, function, timeout_s, memory_mb, prepare)
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
                busy.append(crew.assign(idle.pop() if idle else None, *item))
            if not busy:
                return
            yield from _collect(busy, idle, crew)
    finally:
        for worker in (*idle, *busy):
            _stop(worker)


def _collect(busy: list[_Worker], idle: list[_Worker], crew: _Crew) -> Iterator[Outcome]:
    """Outcomes of the workers that answered, died, ran past their deadline or use too much memory."""
    now = time.monotonic()
    patience = min(WATCH_EVERY_S, max(0.0, min(w.deadline for w in busy) - now))
    ready = wait([w.pipe for w in busy], timeout=patience)
    now = time.monotonic()
    used = {} if ready else session_memory({w.process.pid or 0 for w in busy})
    for worker in list(busy):
        worker.peak_bytes = max(worker.peak_bytes, used.get(worker.process.pid or 0, 0))
        alive = False
        if worker.pipe in ready:
            received = _receive(worker, crew)
            if received is None:
                continue
            outcome, alive = received
        elif now > worker.deadline:
            outcome = Outcome(worker.index, error=crew.too_long())
        elif worker.peak_bytes > crew.memory_mb * _MIB:
            outcome = Outcome(worker.index, error=crew.too_much())
        else:
            continue
        busy.remove(worker)
        if alive:
            idle.append(worker)
        else:
            _stop(worker)
        yield outcome


def _receive(worker: _Worker, crew: _Crew) -> tuple[Outcome, bool] | None:
    """The outcome, and whether the worker can take another job; None where it only asks for a later deadline."""
    try:
        kind, payload, alive = worker.pipe.recv()
    except (EOFError, OSError):
        return Outcome(worker.index, error=_cause_of_death(worker, crew)), False
    if kind == "time":
        worker.deadline += payload
        return None
    if kind == "memory":
        return Outcome(worker.index, error=crew.too_much()), False
    if kind == "error":
        return Outcome(worker.index, error=payload), alive
    return Outcome(worker.index, value=payload), alive


def _cause_of_death(worker: _Worker, crew: _Crew) -> WorkerError:
    worker.process.join(timeout=5)
    code = worker.process.exitcode or 0
    if code == -signal.SIGALRM:
        return crew.too_long()
    if worker.peak_bytes > DIED_OF_MEMORY_SHARE * crew.memory_mb * _MIB:
        return crew.too_much()
    how = f"killed by signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
    return WorkerError(f"the worker died: {how}")


def _stop(worker: _Worker) -> None:
    worker.pipe.close()
    if worker.process.pid:
        kill_session(worker.process.pid)
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join(timeout=5)


# --- In the worker ---------------------------------------------------------------------------------------------------


def _serve(
    pipe: Connection,
    function: Callable[[Any], Any],
    memory_mb: int,
    timeout_s: float,
    prepare: Callable[[], object] | None = None,
) -> None:
    """A worker's life: jobs in, answers out, until the pipe closes or too much memory has stayed behind."""
    _confine(memory_mb)
    clock.listen(partial(_ask_for_time, pipe))
    if prepare is not None:
        with contextlib.suppress(Exception):
            prepare()
    ceiling = _data_bytes() + MAX_GROWN_SHARE * memory_mb * _MIB
    alive = True
    while alive:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        # The last resort where the parent was killed and nobody watches: the alarm ends the process.
        signal.setitimer(signal.ITIMER_REAL, timeout_s + 5 * GRACE_S)
        kind, payload = _answer(function, job)
        signal.setitimer(signal.ITIMER_REAL, 0)
        alive = kind != "memory" and _data_bytes() < ceiling
        pipe.send((kind, payload, alive))


def _ask_for_time(pipe: Connection, seconds: float) -> None:
    """Move the deadline that the parent holds, and the alarm behind it."""
    pipe.send(("time", seconds, True))
    if left := signal.getitimer(signal.ITIMER_REAL)[0]:
        signal.setitimer(signal.ITIMER_REAL, max(GRACE_S, left + seconds))


def _confine(memory_mb: int) -> None:
    """A session of its own, hard limits, and nowhere to print to."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for kind, limit in (
        (resource.RLIMIT_DATA, memory_mb * _MIB),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, MAX_WRITTEN_BYTES),
    ):
        hard = resource.getrlimit(kind)[1]
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (allowed, allowed))
    with Path(os.devnull).open("r+b") as nowhere:
        for stream in (0, 1, 2):
            os.dup2(nowhere.fileno(), stream)


def _answer(function: Callable[[Any], Any], job: Any) -> tuple[str, Any]:
    try:
        return "value", function(job)
    except MemoryError:
        return "memory", None
    except KetluanError as error:
        return ("memory", None) if _is_memory(error) else ("error", error)
    except Exception as error:  # a bug must cost one document, not the batch
        return ("memory", None) if _is_memory(error) else ("error", StageError(_describe(error), stage="worker"))


def _is_memory(error: BaseException | None) -> bool:
    """Whether the error, or what it was raised from, is a lack of memory."""
    for _ in range(10):
        if error is None or isinstance(error, MemoryError):
            break
        error = error.__cause__ or error.__context__
    return isinstance(error, MemoryError)


def _describe(error: Exception) -> str:
    """Type and place of a bug; its message may quote the document and stays out."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    reason = f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
    return f"unexpected {type(error).__name__}{place}{reason}"


def _data_bytes() -> int:
    """Private writable memory of this process, as RLIMIT_DATA counts it; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return 0
