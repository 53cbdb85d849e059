"""A reader that hangs, crashes, eats memory or exits costs its own document only."""

from __future__ import annotations

import os
import signal
import time

import pytest

from ketluan.batch.isolation import run_isolated
from ketluan.errors import InputError


def misbehave(job: str) -> str:
    if job == "hang":
        time.sleep(60)
    elif job == "eat":
        return str(len(bytearray(4_000_000_000)))
    elif job == "exit":
        os._exit(3)
    elif job == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif job == "refuse":
        raise InputError("no", code="input-encrypted", hint="unlock it")
    elif job == "bug":
        raise KeyError("x")
    return job.upper()


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_each_misbehaviour_has_its_own_typed_error_and_the_others_are_done() -> None:
    jobs = ["a", "hang", "b", "eat", "c", "exit", "crash", "refuse", "bug", "d"]
    outcomes = {o.index: o for o in run_isolated(jobs, misbehave, workers=2, timeout_s=1, memory_mb=900)}
    assert {jobs[i]: o.value for i, o in outcomes.items() if o.error is None} == {"a": "A", "b": "B", "c": "C", "d": "D"}
    codes = {jobs[i]: o.error.code for i, o in outcomes.items() if o.error}
    assert codes == {
        "hang": "worker-timeout", "eat": "worker-memory", "exit": "worker-died", "crash": "worker-died",
        "refuse": "input-encrypted", "bug": "worker-died",
    }  # fmt: skip
    refused = outcomes[jobs.index("refuse")].error
    assert refused is not None and refused.hint == "unlock it"
    crashed = outcomes[jobs.index("crash")].error
    assert crashed is not None and "SIGSEGV" in str(crashed)
