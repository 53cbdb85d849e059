"""The command line: the only place that prints."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from ketluan import __version__
from ketluan.errors import KetluanError

EXIT_OK, EXIT_SOME_FAILED, EXIT_USAGE = 0, 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="ketluan")
def main() -> None:
    """Read Vietnamese inspection reports into structured, citable JSON."""


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def extract(file: Path) -> None:
    """Print the record of one FILE as JSON.

    Exit status: 0 done; 1 the file cannot be read (the reason goes to standard error).
    """
    from ketluan.extraction.pipeline import extract as extract_file
    from ketluan.record import to_json

    try:
        record = extract_file(file)
    except KetluanError as error:
        _complain(error)
        sys.exit(EXIT_SOME_FAILED)
    sys.stdout.buffer.write(to_json(record))


@main.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of a record."""
    from ketluan.record import json_schema

    _print_json(json_schema())


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _complain(error: KetluanError) -> None:
    click.echo(f"{error.code}: {error}" + (f"\nhint: {error.hint}" if error.hint else ""), err=True)
