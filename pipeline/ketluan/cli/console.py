"""What every command prints alike: errors, JSON, progress, exit status."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from ketluan.errors import KetluanError

EXIT_OK, EXIT_SOME_FAILED, EXIT_USAGE = 0, 1, 2
MAX_FAILURES_SHOWN = 20


@contextmanager
def exit_on_error(status: int) -> Iterator[None]:
    """Errors of the package end the program with `status` and their own words on standard error."""
    try:
        yield
    except KetluanError as error:
        click.echo(f"{error.code}: {error}" + (f"\nhint: {error.hint}" if error.hint else ""), err=True)
        sys.exit(status)


@contextmanager
def progress_bar(unit: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere; yields what is to be called with (done, total) after each `unit`."""
    from tqdm import tqdm

    with tqdm(unit=unit, disable=not sys.stderr.isatty()) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update()

        yield progress


def visible(text: str) -> str:
    """Without control characters: a file's name must not steer the terminal."""
    return "".join(ch if ch.isprintable() else "\ufffd" for ch in text)


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
