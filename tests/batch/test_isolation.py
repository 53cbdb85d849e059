"""A reader that hangs, crashes, floods, eats memory or leaves processes behind costs its own document only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ketluan.batch.isolation import Outcome, run_isolated
from ketluan.errors import InputError, KetluanError
from ketluan.ingest import clock

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]
EATING_CHILD = "import time; eaten = b'x' * 600_000_000; time.sleep(60)"


def misbehave(job: str) -> str:
    if job == "hang":
        time.sleep(60)
    elif job == "spin":
        while True:
            pass
    elif job == "eat":
        return str(len(bytearray(4_000_000_000)))
    elif job == "eat in children":
        for child in [subprocess.Popen([sys.executable, "-c", EATING_CHILD]) for _ in range(2)]:
            child.wait()
    elif job == "hide a lack of memory":
        try:
            bytearray(4_000_000_000)
        except MemoryError as error:
            raise InputError("damaged") from error
    elif job == "exit":
        os._exit(3)
    elif job == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif job == "flood":
        sys.stdout.write("x" * 10_000_000)
        sys.stderr.write("y" * 10_000_000)
        os.write(1, b"z" * 1_000_000)
    elif job == "refuse":
        raise InputError("no", code="input-encrypted", hint="unlock it")
    elif job == "bug":
        raise KeyError("a name from the document")
    elif job == "recurse":
        return misbehave(job)
    return job.upper()


def outcomes_of(jobs: list[str], **limits: float) -> dict[str, Outcome]:
    settings = {"workers": 2, "timeout_s": 3, "memory_mb": 900, **limits}
    return {jobs[o.index]: o for o in run_isolated(jobs, misbehave, **settings)}  # type: ignore[arg-type]


def test_each_misbehaviour_has_its_own_typed_error_and_the_others_are_done(capfd: pytest.CaptureFixture[str]) -> None:
    jobs = [
        "a",
        "hang",
        "spin",
        "b",
        "eat",
        "hide a lack of memory",
        "c",
        "exit",
        "crash",
        "flood",
        "refuse",
        "bug",
        "recurse",
        "d",
    ]
    outcomes = outcomes_of(jobs)
    assert set(outcomes) == set(jobs)
    assert {job: o.value for job, o in outcomes.items() if o.error is None} == {
        j: j.upper() for j in ["a", "b", "c", "flood", "d"]
    }
    errors: dict[str, KetluanError] = {job: o.error for job, o in outcomes.items() if o.error}
    assert {job: error.code for job, error in errors.items()} == {
        "hang": "worker-timeout", "spin": "worker-timeout", "eat": "worker-memory", "hide a lack of memory": "worker-memory",
        "exit": "worker-died", "crash": "worker-died", "refuse": "input-encrypted", "bug": "stage-failed",
        "recurse": "stage-failed",
    }  # fmt: skip
    assert errors["refuse"].hint == "unlock it"
    assert "SIGSEGV" in str(errors["crash"]) and "3" in str(errors["exit"])
    assert "KeyError" in str(errors["bug"]) and "a name" not in str(errors["bug"])
    assert "xxx" not in capfd.readouterr().out


def test_memory_of_what_a_worker_started_counts() -> None:
    outcome = outcomes_of(["eat in children"], timeout_s=20)["eat in children"]
    assert outcome.error is not None and outcome.error.code == "worker-memory"


def start_others(folder: str) -> str:
    """Starts a child in the worker's group, and one in a group of its own; then hangs or dies."""
    for name, own_group in (("child", None), ("stranger", 0)):
        process = subprocess.Popen(["sleep", "60"], process_group=own_group)
        (Path(folder) / name).write_text(str(process.pid))
    if Path(folder).name == "dies":
        os._exit(1)
    time.sleep(60)
    return "never"


def is_running(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


@pytest.mark.parametrize("name", ["hangs", "dies"])
def test_what_a_worker_started_ends_with_it(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    [outcome] = run_isolated([str(folder)], start_others, workers=1, timeout_s=1, memory_mb=900)
    assert outcome.error is not None
    time.sleep(0.2)
    assert [who for who in ("child", "stranger") if is_running(int((folder / who).read_text()))] == []


KEPT: list[bytearray] = []


def keep_memory(job: int) -> int:
    KEPT.append(bytearray(300_000_000))
    return os.getpid()


def test_a_worker_that_keeps_memory_is_replaced() -> None:
    outcomes = list(run_isolated(range(4), keep_memory, workers=1, timeout_s=10, memory_mb=1_000))
    assert [o.error for o in outcomes] == [None] * 4
    assert len({o.value for o in outcomes}) > 1


def test_no_process_is_left_when_the_run_is_given_up() -> None:
    run = run_isolated(["a", "hang", "b"], misbehave, workers=2, timeout_s=30, memory_mb=900)
    assert next(run).value in ("A", "B")
    started = time.monotonic()
    run.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 5


def recognise_slowly(job: str) -> str:
    with clock.uncounted(6.0):
        time.sleep(3.0)
    if job == "hang afterwards":
        time.sleep(60)
    return job


def test_recognition_does_not_count_against_the_time_limit_and_what_follows_does() -> None:
    started = time.monotonic()
    jobs = ["read", "hang afterwards"]
    ends = {jobs[o.index]: o for o in run_isolated(jobs, recognise_slowly, workers=2, timeout_s=1, memory_mb=900)}
    assert ends["read"].value == "read"
    assert ends["hang afterwards"].error is not None and ends["hang afterwards"].error.code == "worker-timeout"
    assert time.monotonic() - started < 30
