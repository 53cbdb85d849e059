"""Commands that read documents: `extract`, `run`, `annotate`, `explain`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ketluan.cli.console import (
    EXIT_OK,
    EXIT_SOME_FAILED,
    EXIT_USAGE,
    MAX_FAILURES_SHOWN,
    exit_on_error,
    print_json,
    progress_bar,
    visible,
)
from ketluan.cli.options import ANY_PATH, NEW_FOLDER, limit_options, model_option
from ketluan.ingest.limits import Limits
from ketluan.markup import KINDS

if TYPE_CHECKING:
    from ketluan.batch.runner import Summary
    from ketluan.record import Record


@click.command()
@click.argument("file", type=ANY_PATH)
@model_option
@limit_options
def extract(file: Path, model: Path | None, limits: Limits) -> None:
    """Print the record of one FILE as JSON; FILE may be a member of an archive, as ARCHIVE.zip!MEMBER.

    Exit status: 0 done; 1 the file cannot be read (the reason goes to standard error).
    """
    from ketluan.batch.runner import extract_isolated

    with exit_on_error(EXIT_SOME_FAILED):
        record = extract_isolated(file, limits=limits, model=model)
    sys.stdout.buffer.write(record)


@click.command()
@click.argument("inputs", nargs=-1, required=True, type=ANY_PATH, metavar="INPUT...")
@click.option("--out", required=True, type=NEW_FOLDER, help="Folder for what comes out.")
@click.option("--jobs", type=click.IntRange(min=1), help="Worker processes.  [default: number of cores]")
@click.option("--resume", is_flag=True, help="Leave out inputs whose record is already in the folder.")
@click.option("--list", "listed", is_flag=True, help="Print one line for each record: how it was read, and what it is.")
@model_option
@limit_options
def run(
    inputs: tuple[Path, ...], out: Path, jobs: int | None, resume: bool, listed: bool, model: Path | None, limits: Limits
) -> None:
    """Read all INPUTs (files and folders) and write records, database and failures.

    \b
    DIR/records/<id>.json   one record a document
    DIR/findings.db         the same, searchable (SQLite)
    DIR/failures.jsonl      each input that could not be read, with the reason

    Exit status: 0 all done; 1 done, but some inputs failed; 2 wrong usage.
    """
    from ketluan.batch.runner import run as run_batch
    from ketluan.store import open_store

    started = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    with exit_on_error(EXIT_USAGE), open_store(out / "findings.db") as store, progress_bar("file") as progress:

        def note(record: Record) -> None:
            lines.append(_describe(record))

        sinks = [store.add, note] if listed else [store.add]
        summary = run_batch(inputs, out=out, jobs=jobs, limits=limits, model=model, resume=resume, progress=progress, sinks=sinks)
        store.add_failures(out / "failures.jsonl")
        store.finish()
    for line in sorted(lines):
        click.echo(line)
    _print_summary(summary, time.monotonic() - started)
    sys.exit(EXIT_SOME_FAILED if summary.n_failures else EXIT_OK)


def _describe(record: Record) -> str:
    """One line: file, how it was read, what it is, what was found in it, warnings by code."""
    document = record.document
    what = " ".join(part for part in (document.kind, document.number, document.date) if part)
    codes = ", ".join(sorted({warning.code for warning in record.warnings}))
    warned = f"  [{codes}]" if codes else ""
    return f"{visible(record.source.uri):40s} {record.source.method:10s} {len(record.findings):3d} findings  {what}{warned}"


def _print_summary(summary: Summary, seconds: float) -> None:
    skipped = f", {summary.n_skipped} left out (already done)" if summary.n_skipped else ""
    click.echo(f"{summary.n_records} records{skipped}, {summary.n_failures} failures in {seconds:.1f} s")
    for name, n in summary.found.items():
        click.echo(f"  {name:16s}{n:8d}")
    for uri, code, message in summary.failures[:MAX_FAILURES_SHOWN]:
        click.echo(f"failed: {visible(uri)}: {code}: {message}", err=True)
    if len(summary.failures) > MAX_FAILURES_SHOWN:
        click.echo(f"… and {len(summary.failures) - MAX_FAILURES_SHOWN} more, all in failures.jsonl", err=True)
    click.echo(f"records:  {summary.out / 'records'}")
    click.echo(f"database: {summary.out / 'findings.db'}")
    click.echo(f"failures: {summary.out / 'failures.jsonl'}")


@click.command()
@click.argument("file", type=ANY_PATH)
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "brat", "webanno"]),
    default="html",
    show_default=True,
    help="Form of the output: a page, brat's .ann lines, or WebAnno's table.",
)
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Mark this kind only; may be repeated.")
def annotate(file: Path, form: str, kinds: tuple[str, ...]) -> None:
    """Print the text of one FILE with everything that was found marked in it.

    html is a page for reading, brat the standoff file for the text of the record, webanno a TSV 3.3 file.
    FILE may also be a record that `extract` or `run` wrote (.json). Exit status: 0 done; 1 the file cannot be read.
    """
    from ketluan.markup import FORMATS

    record = _record_of(file)
    click.echo(FORMATS[form](record, kinds or KINDS), nl=False)


@click.command()
@click.argument("file", type=ANY_PATH)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines.")
def explain(file: Path, as_json: bool) -> None:
    """Show why each finding and recommendation of one FILE was found and linked.

    FILE may also be a record that `extract` or `run` wrote (.json). Exit status: 0 done; 1 the file cannot be read.
    """
    from dataclasses import asdict

    from ketluan.extraction.explain import as_lines
    from ketluan.extraction.explain import explain as explain_record

    explanations = explain_record(_record_of(file))
    if as_json:
        print_json([asdict(explanation) for explanation in explanations])
    else:
        click.echo("\n".join(as_lines(explanations)) or "no finding, no recommendation")


def _record_of(file: Path) -> Record:
    """The record in `file`, where it is one, or what its document gives, read in a worker process as `extract` does."""
    from ketluan.batch.runner import extract_isolated
    from ketluan.record import from_json, read_record

    with exit_on_error(EXIT_SOME_FAILED):
        return read_record(file) if file.suffix == ".json" else from_json(extract_isolated(file))
