"""`annotations`: gold checked, drafted, compared and exchanged with other tools."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ketluan.annotations.formats import FORMATS
from ketluan.cli.console import EXIT_OK, EXIT_SOME_FAILED, EXIT_USAGE, exit_on_error
from ketluan.cli.options import EXISTING_FOLDER, NEW_FOLDER
from ketluan.errors import KetluanError


@click.group("annotations")
def annotations_group() -> None:
    """Check gold annotations, draft them with the pipeline, and exchange them with other tools."""


@annotations_group.command()
@click.argument("folder", type=EXISTING_FOLDER)
@click.option("--texts", type=EXISTING_FOLDER, help="Folder of the texts.")
@click.option("--write", is_flag=True, help="Write <doc>.gold.json from each <doc>.ann.json that has no errors.")
def check(folder: Path, texts: Path | None, write: bool) -> None:
    """Check every annotation file of FOLDER: spans, quotes, vocabulary, joins.

    Exit status: 0 no errors; 1 errors, all of them listed; 2 wrong usage.
    """
    from ketluan.annotations.check import check_folder

    with exit_on_error(EXIT_USAGE):
        result = check_folder(folder, texts=texts, write=write)
    for name, problem in result.errors:
        click.echo(f"{name}: {problem}")
    without = f", {len(result.without_text)} without their text" if result.without_text else ""
    click.echo(f"{result.n_checked} files{without}, {len(result.errors)} errors")
    sys.exit(EXIT_SOME_FAILED if result.errors else EXIT_OK)


@annotations_group.command()
@click.argument("first", type=EXISTING_FOLDER)
@click.argument("second", type=EXISTING_FOLDER)
@click.option("--texts", type=EXISTING_FOLDER, help="Folder of the texts.")
@click.option("--errors", "show_errors", is_flag=True, help="List every difference.")
def agree(first: Path, second: Path, texts: Path | None, show_errors: bool) -> None:
    """Measure how far two annotators agree, layer by layer: SECOND is scored against FIRST.

    Only documents that both folders hold are compared; they are joined by the hash of their text.
    """
    from ketluan.evaluate.agreement import measure_agreement
    from ketluan.evaluate.report import format_error, format_table

    with exit_on_error(EXIT_USAGE):
        agreement = measure_agreement(first, second, texts=texts)
    click.echo(format_table(agreement.table()))
    for row in agreement.errors if show_errors else ():
        click.echo(format_error(row))
    click.echo(f"{len(agreement.scores)} documents annotated twice")


@annotations_group.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="TEXT...")
@click.option("--to", "folder", required=True, type=NEW_FOLDER, help="Folder for the drafts.")
def draft(inputs: tuple[Path, ...], folder: Path) -> None:
    """Draft gold for TEXTs (files and folders of .txt) with the pipeline, to be corrected by hand.

    Writes <doc>.gold.json, <doc>.txt and <doc>.draft.json (what the pipeline said). Run again, it keeps every
    correction and renews what was left as the pipeline had it.

    Exit status: 0 all done; 1 some texts could not be drafted; 2 wrong usage.
    """
    from ketluan.annotations.draft import draft_file
    from ketluan.extraction.pipeline import extract as extract_file

    paths = [path for given in inputs for path in (sorted(given.glob("*.txt")) if given.is_dir() else [given])]
    n_failed = 0
    for path in paths:
        try:
            done = draft_file(path, folder, extract_file)
        except KetluanError as error:
            click.echo(f"{path}: {error.code}: {error}", err=True)
            n_failed += 1
            continue
        click.echo(f"{done.doc}: {done.n_items} places, {done.n_corrections} corrections kept")
        for problem in done.errors:
            click.echo(f"{done.doc}: {problem}", err=True)
    sys.exit(EXIT_SOME_FAILED if n_failed or not paths else EXIT_OK)


@annotations_group.command("export")
@click.argument("folder", type=EXISTING_FOLDER)
@click.option("--format", "form", required=True, type=click.Choice([*FORMATS, "standoff"]), help="What to write.")
@click.option("--to", required=True, type=NEW_FOLDER, help="Folder for the files.")
@click.option("--texts", type=EXISTING_FOLDER, help="Folder of the texts.")
def export_annotations(folder: Path, form: str, to: Path, texts: Path | None) -> None:
    """Write the gold of FOLDER in the form of another tool.

    standoff leaves out every word of the texts and the names of people, for texts that may not be passed on.
    """
    from ketluan.annotations.formats import get_format
    from ketluan.annotations.gold import GOLD_SUFFIX, encode_gold, read_gold_folder
    from ketluan.annotations.standoff import make_standoff

    with exit_on_error(EXIT_USAGE):
        documents, missing = read_gold_folder(folder, texts)
    to.mkdir(parents=True, exist_ok=True)
    if form == "standoff":
        for document in documents:
            bare = make_standoff(document.gold)
            (to / f"{bare.doc}{GOLD_SUFFIX}").write_bytes(encode_gold(bare))
    else:
        get_format(form).write(documents, to)
    click.echo(f"{len(documents)} documents: {to}")
    if missing:
        click.echo(f"left out, the text is not here: {', '.join(missing)}", err=True)
    sys.exit(EXIT_SOME_FAILED if missing else EXIT_OK)


@annotations_group.command("import")
@click.argument("folder", type=EXISTING_FOLDER)
@click.option("--format", "form", required=True, type=click.Choice(FORMATS), help="What FOLDER holds.")
@click.option("--to", required=True, type=NEW_FOLDER, help="Folder for gold and texts.")
def import_annotations(folder: Path, form: str, to: Path) -> None:
    """Take annotations back from another tool: writes <doc>.gold.json and <doc>.txt, and lists every error in them.

    Exit status: 0 no errors; 1 errors in the annotations; 2 the files are not in this form.
    """
    from ketluan.annotations.build import check_gold
    from ketluan.annotations.formats import get_format
    from ketluan.annotations.gold import GOLD_SUFFIX, encode_gold

    try:
        imported = get_format(form).read(folder)
    except (ValueError, KeyError, TypeError, OSError) as error:
        click.echo(f"not {form}: {error}", err=True)
        sys.exit(EXIT_USAGE)
    to.mkdir(parents=True, exist_ok=True)
    n_errors = 0
    for gold, text in imported:
        (to / f"{gold.doc}{GOLD_SUFFIX}").write_bytes(encode_gold(gold))
        (to / f"{gold.doc}.txt").write_text(text, encoding="utf-8")
        for problem in check_gold(gold, text):
            click.echo(f"{gold.doc}: {problem}", err=True)
            n_errors += 1
    click.echo(f"{len(imported)} documents, {n_errors} errors: {to}")
    sys.exit(EXIT_SOME_FAILED if n_errors or not imported else EXIT_OK)
