"""What is installed, and what a record looks like: `doctor`, `schema`."""

from __future__ import annotations

import sys

import click

from ketluan.cli.console import EXIT_OK, EXIT_SOME_FAILED, print_json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list, for programs.")
def doctor(as_json: bool) -> None:
    """Show what is installed, what is missing, and how to get it.

    Exit status: 0 every kind of document can be read here; 1 something for that is missing.
    """
    from dataclasses import asdict

    from ketluan.batch.doctor import examine, is_complete

    checks = examine()
    if as_json:
        print_json([asdict(check) for check in checks])
    else:
        for check in checks:
            state = "ok      " if check.found else "MISSING " if check.is_needed else "optional"
            click.echo(f"{state} {check.name:20s} {check.found or f'for {check.purpose}: {check.hint}'}")
    sys.exit(EXIT_OK if is_complete(checks) else EXIT_SOME_FAILED)


@click.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of a record."""
    from ketluan.record import json_schema

    print_json(json_schema())
