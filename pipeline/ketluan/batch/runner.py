"""The main job: many files in; records, database and failures out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec

from ketluan.batch.failures import FailureFile, as_failure
from ketluan.batch.inputs import Input, list_inputs
from ketluan.batch.isolation import run_isolated
from ketluan.errors import InputError, KetluanError
from ketluan.ingest import shown_uri
from ketluan.ingest.limits import DEFAULT_LIMITS, Limits
from ketluan.models.chosen import find_models
from ketluan.models.encoder import prepare_encoder
from ketluan.record import Record, RecordWarning, from_json, record_id, to_json

RecordSink = Callable[[Record], None]


@dataclass(slots=True)
class Summary:
    """What a run did. `n_chars`: code points of text in the records written."""

    out: Path
    n_records: int = 0
    n_failures: int = 0
    n_skipped: int = 0
    n_chars: int = 0
    found: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Job:
    """One input for one worker."""

    input: Input
    limits: Limits
    model: Path | None = None


def run(
    inputs: Iterable[str | Path],
    *,
    out: str | Path,
    jobs: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
    model: str | Path | None = None,
    resume: bool = False,
    progress: Callable[[int, int], None] | None = None,
    sinks: Iterable[RecordSink] = (),
) -> Summary:
    """Read all inputs and write `out/records/<id>.json` and `out/failures.jsonl`.

    Each input ends in exactly one place: a record (perhaps with warnings) or a failure. The same inputs give the same bytes.

    Args:
        inputs: files and folders.
        jobs: worker processes; the number of cores where None.
        model: local folder that `ketluan train` wrote; loaded once per worker, never downloaded.
        resume: leave out inputs whose record is already there.
        progress: called with (done, total) after each input.
        sinks: called in this process with each record, e.g. to index it.
    Raises:
        InputError: the inputs hold no file at all.
        ResourceError: `model` holds no trained model.
    """
    chosen = _find_model(model)
    folder = Path(out)
    records = folder / "records"
    records.mkdir(parents=True, exist_ok=True)
    todo = list_inputs(inputs, limits=limits)
    if not todo:
        raise InputError("no files in what was given", code="input-missing", stage="ingest")
    summary = Summary(folder)
    if resume:
        fresh = [item for item in todo if item.sha256 is None or not (records / f"{record_id(item.sha256)}.json").exists()]
        summary.n_skipped, todo = len(todo) - len(fresh), fresh
    failures = FailureFile(folder / "failures.jsonl", {uri for item in todo for uri in (item.uri, *item.duplicates)})
    workers = min(jobs or os.cpu_count() or 1, max(1, len(todo)))
    outcomes = run_isolated(
        (Job(item, limits, chosen) for item in todo),
        partial(_read_and_write, records=str(records)),
        workers=workers,
        timeout_s=limits.timeout_s,
        memory_mb=limits.memory_mb,
        prepare=_loader(chosen, workers),
    )
    try:
        for done, outcome in enumerate(outcomes, 1):
            item = todo[outcome.index]
            if outcome.error is not None:
                _note_failure(item, outcome.error, failures, records, summary)
            else:
                record = from_json((records / outcome.value).read_bytes())
                _note_record(record, summary)
                for sink in sinks:
                    sink(record)
            if progress:
                progress(done, len(todo))
    finally:
        failures.close()
    return summary


def extract_isolated(path: str | Path, *, limits: Limits = DEFAULT_LIMITS, model: str | Path | None = None) -> bytes:
    """The record of one file as JSON, made in a worker process under the limits.

    Raises:
        KetluanError: whatever the file's failure would be in a run.
    """
    chosen = _find_model(model)
    [outcome] = run_isolated(
        [str(path)],
        partial(_extract_json, limits=limits, model=chosen),
        workers=1,
        timeout_s=limits.timeout_s,
        memory_mb=limits.memory_mb,
        prepare=_loader(chosen, workers=1),
    )
    if outcome.error is not None:
        raise outcome.error
    return bytes(outcome.value)


def _find_model(model: str | Path | None) -> Path | None:
    """The model's folder, checked before any worker starts."""
    if model is None:
        return None
    find_models(model)
    return Path(model).resolve()


def _loader(model: Path | None, workers: int) -> Callable[[], object] | None:
    """What loads an encoder in a new worker, which shares the processor with the others; None where there is none."""
    encoder = find_models(model).encoder if model is not None else None
    return partial(prepare_encoder, encoder, max(1, (os.cpu_count() or 1) // workers)) if encoder is not None else None


def _extract_json(uri: str, limits: Limits, model: Path | None) -> bytes:
    from ketluan.extraction.pipeline import extract

    return to_json(extract(uri, limits=limits, model=model))


def _read_and_write(job: Job, records: str) -> str:
    """In the worker: one file to one record, written whole or not at all; returns the record's file name."""
    from ketluan.extraction.pipeline import extract

    record = extract(job.input.uri, limits=job.limits, model=job.model)
    if job.input.duplicates:
        message = "the same bytes also came as " + ", ".join(map(shown_uri, job.input.duplicates))
        record = msgspec.structs.replace(
            record, warnings=[*record.warnings, RecordWarning(code="duplicate-input", message=message)]
        )
    name = f"{record.id}.json"
    temporary = Path(records) / f".{name}.{os.getpid()}.tmp"
    temporary.write_bytes(to_json(record))
    temporary.replace(Path(records) / name)
    return name


def _note_failure(item: Input, error: KetluanError, failures: FailureFile, records: Path, summary: Summary) -> None:
    """Each path of the input gets its line; a record of an earlier run would be a second place, so it goes."""
    if item.sha256:
        (records / f"{record_id(item.sha256)}.json").unlink(missing_ok=True)
    for uri in (item.uri, *item.duplicates):
        failures.add(as_failure(uri, item.sha256, error))
        summary.failures.append((shown_uri(uri), error.code, str(error)))
    summary.n_failures += 1 + len(item.duplicates)


def _note_record(record: Record, summary: Summary) -> None:
    summary.n_records += 1
    summary.n_chars += len(record.text)
    for name in ("agencies", "citations", "persons", "findings", "recommendations", "relations", "warnings"):
        summary.found[name] += len(getattr(record, name))
