"""Commands that measure: `evaluate` against gold, `diff` between two runs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ketluan.cli.console import EXIT_OK, EXIT_SOME_FAILED, EXIT_USAGE, exit_on_error, print_json, progress_bar
from ketluan.cli.options import EXISTING_FILE, EXISTING_FOLDER, NEW_FILE, model_option


@click.command()
@click.option(
    "--gold",
    required=True,
    multiple=True,
    type=EXISTING_FOLDER,
    help="Folder of <doc>.gold.json; may be given several times.",
)
@click.option("--texts", type=EXISTING_FOLDER, help="Folder of the texts, for gold without texts.")
@click.option(
    "--records",
    type=EXISTING_FOLDER,
    help="Score these records instead of running the pipeline now.",
)
@model_option
@click.option("--report", type=NEW_FILE, help="Save a report: .md, .html (with charts) or .json.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--errors", "show_errors", is_flag=True, help="List every error.")
@click.option("--thresholds", type=EXISTING_FILE, help="TOML file of least scores to hold.")
def evaluate(
    gold: tuple[Path, ...],
    texts: Path | None,
    records: Path | None,
    model: Path | None,
    report: Path | None,
    as_json: bool,
    show_errors: bool,
    thresholds: Path | None,
) -> None:
    """Score the pipeline, or finished records, against gold annotations.

    F1 comes with 95 % intervals resampled by document. Metrics are explained in evaluation/PROTOCOL.md.

    Exit status: 0 done; 1 a score is below its threshold; 2 wrong usage.
    """
    from ketluan.evaluate.evaluation import evaluate as evaluate_folders
    from ketluan.evaluate.report import format_error, format_table, write_report
    from ketluan.evaluate.thresholds import below_thresholds

    with exit_on_error(EXIT_USAGE):
        with progress_bar("document") as progress:
            evaluation = evaluate_folders(gold, texts=texts, records=records, model=model, progress=progress)
        short = below_thresholds(evaluation, thresholds) if thresholds is not None else []
    if report is not None:
        write_report(evaluation, report, title="Evaluation: " + ", ".join(folder.name for folder in gold))
    if as_json:
        click.echo(evaluation.to_json())
    else:
        click.echo(format_table(evaluation.table()))
        kinds = ", ".join(f"{metric} {kind} {n}" for metric, kind, n in evaluation.errors_by_kind())
        click.echo(f"\nerrors by kind: {kinds or 'none'}")
        for row in evaluation.errors if show_errors else ():
            click.echo(format_error(row))
        click.echo(f"{len(evaluation.scores)} documents, {evaluation.share_right:.1%} entirely right")
    for reason, names in (("text is not here", evaluation.without_text), ("no record", evaluation.without_record)):
        if names:
            click.echo(f"not scored, {reason}: {', '.join(names)}", err=True)
    for sentence in short:
        click.echo(f"below threshold: {sentence}", err=True)
    sys.exit(EXIT_SOME_FAILED if short else EXIT_OK)


@click.command()
@click.argument("old", type=EXISTING_FOLDER)
@click.argument("new", type=EXISTING_FOLDER)
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Changes shown for each layer.")
@click.option("--json", "as_json", is_flag=True, help="Print all changes as JSON.")
def diff(old: Path, new: Path, limit: int, as_json: bool) -> None:
    """Show what changed between two folders of records: gained and lost, layer by layer.

    OLD and NEW are folders of <id>.json, as `ketluan run` writes them.
    """
    from dataclasses import asdict

    from ketluan.evaluate.differences import LAYERS, compare_folders

    with exit_on_error(EXIT_USAGE):
        differences = compare_folders(old, new)
    if as_json:
        print_json(asdict(differences))
        return
    click.echo(f"{'layer':16s} {'same':>6s} {'gained':>6s} {'lost':>6s}")
    for layer in LAYERS:
        gained, lost = (differences.count(layer, gained=side) for side in (True, False))
        click.echo(f"{layer:16s} {differences.unchanged[layer]:6d} {gained:6d} {lost:6d}")
    for layer in LAYERS:
        changes = [change for change in differences.changes if change.layer == layer]
        for change in changes[:limit]:
            click.echo(f"{'+' if change.gained else '-'} {layer} {change.doc}: {' '.join(change.text.split())}")
        if len(changes) > limit:
            click.echo(f"  … and {len(changes) - limit} more of {layer}")
    for side, names in (("old", differences.only_old), ("new", differences.only_new)):
        if names:
            click.echo(f"only in {side}: {', '.join(names)}")
