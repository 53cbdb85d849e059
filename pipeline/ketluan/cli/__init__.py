"""The command line: the only place that prints. One module for each group of commands; `main` holds them all."""

from __future__ import annotations

import click

from ketluan import __version__
from ketluan.cli.annotating import annotations_group
from ketluan.cli.installation import doctor, schema
from ketluan.cli.measuring import diff, evaluate
from ketluan.cli.reading import annotate, explain, extract, run
from ketluan.cli.searching import export, index, lookup, search, serve
from ketluan.cli.training import train


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="ketluan")
def main() -> None:
    """Read Vietnamese inspection reports into structured, citable JSON."""


for _command in (
    extract, run, explain, annotate, lookup, search, serve, export, index, evaluate, diff, train, annotations_group,
    schema, doctor,
):  # fmt: skip
    main.add_command(_command)
