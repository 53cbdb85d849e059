"""Commands over the folder of a run, and over the registers: `index`, `search`, `export`, `serve`, `lookup`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ketluan.cli.console import EXIT_OK, EXIT_SOME_FAILED, EXIT_USAGE, MAX_FAILURES_SHOWN, exit_on_error, print_json, progress_bar
from ketluan.cli.options import ANY_PATH, EXISTING_FOLDER

if TYPE_CHECKING:
    from ketluan.extraction.agencies.lookup import LookedUp
    from ketluan.knowledge.laws import Law

_EXPORTED = ["jsonl", "csv", "xlsx", "parquet", "ftm", "webanno", "brat", "w3c", "akn", "dataset"]
_SEARCHED = ["findings", "recommendations", "pages", "names"]


@click.command()
@click.argument("folder", type=EXISTING_FOLDER, metavar="DIR")
def index(folder: Path) -> None:
    """Build DIR/findings.db anew from DIR/records, with corrections.jsonl and suppressed.jsonl applied.

    Exit status: 0 all done; 1 some records or corrections could not be used; 2 wrong usage.
    """
    from ketluan.store import index_records

    with exit_on_error(EXIT_USAGE), progress_bar("record") as progress:
        n, problems = index_records(folder, progress)
    click.echo(f"{n} records in {folder / 'findings.db'}")
    for problem in problems[:MAX_FAILURES_SHOWN]:
        click.echo(problem, err=True)
    sys.exit(EXIT_SOME_FAILED if problems else EXIT_OK)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--store", "folder", required=True, type=EXISTING_FOLDER, help="Folder of a run.")
@click.option("--in", "kind", type=click.Choice(_SEARCHED), help="What to look through.  [default: all]")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Results of each kind.")
@click.option("--successors", is_flag=True, help="Also the bodies that came before or after the ones named.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
def search(words: tuple[str, ...], folder: Path, kind: str | None, limit: int, successors: bool, as_json: bool) -> None:
    """Find findings, recommendations, pages, bodies, people and cited documents.

    WORDS: words, "phrases", AND, OR, NOT, prefix*; accents count where they are typed.
    """
    from ketluan.store import open_reader
    from ketluan.store.search import KINDS, as_data
    from ketluan.store.search import search as search_store

    text = " ".join(words)
    with exit_on_error(EXIT_USAGE), open_reader(folder) as connection:
        found = {
            k: search_store(connection, text, kind=k, limit=limit, successors=successors) for k in KINDS if kind in (None, k)
        }
    if as_json:
        print_json({"query": text, **{k: as_data(results) for k, results in found.items()}})
        return
    for k, results in found.items():
        if results.total:
            click.echo(f"{k}: {results.total}")
        for hit in results.hits:
            row = hit.row
            place = f"{row['document']}:{row['start']}-{row['end']}" if "document" in row else f"{row['kind']} {row['key']}"
            click.echo(f"  {place}  {' '.join(hit.snippet.text.split())}")
    if not any(results.total for results in found.values()):
        click.echo("nothing found")


@click.command()
@click.argument("folder", type=EXISTING_FOLDER, metavar="DIR")
@click.option("--format", "form", required=True, type=click.Choice(_EXPORTED), help="Form of what is written.")
@click.option("--to", "target", required=True, type=ANY_PATH, help="File, or folder for a file a document.")
def export(folder: Path, form: str, target: Path) -> None:
    """Write the records or findings of DIR in another form.

    \b
    jsonl                          records, one a line
    csv xlsx parquet               one row a finding, the same columns
    ftm                            FollowTheMoney entities, one a line
    webanno brat w3c akn           a folder: WebAnno TSV, brat, W3C annotations, Akoma Ntoso
    dataset                        a folder: seven tables for Hugging Face `datasets`, also as Parquet, with a card

    Corrections and the suppression list hold here too.
    """
    from ketluan.store.exports import export as export_folder

    with exit_on_error(EXIT_USAGE):
        n = export_folder(folder, form, target)
    unit = "rows" if form in ("csv", "xlsx", "parquet", "dataset") else "files" if target.is_dir() else "lines"
    click.echo(f"{n} {unit} in {target}")


@click.command()
@click.argument("folder", type=EXISTING_FOLDER, metavar="DIR")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; the default: this machine only.")
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="Port to listen on.")
def serve(folder: Path, host: str, port: int) -> None:
    """Open search and reading pages over DIR in a browser, until interrupted.

    Nothing can be written through the pages. They name people: think twice before listening beyond this machine.
    """
    try:
        from ketluan.web import serve as serve_folder
    except ModuleNotFoundError as error:
        raise click.UsageError(f"{error.name} is missing: pip install 'ketluan[web]'") from error
    click.echo(f"http://{host}:{port}/  (Ctrl+C ends it)")
    with exit_on_error(EXIT_USAGE):
        serve_folder(folder, host=host, port=port)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def lookup(words: tuple[str, ...], as_json: bool) -> None:
    """Look up what WORDS name: an agency, or laws and decrees by a citation or by words of their titles.

    Exit status: 0 found; 1 nothing found.
    """
    from dataclasses import asdict

    from ketluan.citations import find
    from ketluan.citations import lookup as lookup_laws
    from ketluan.extraction.agencies.lookup import lookup_agency

    found = lookup_agency(" ".join(words))
    laws = lookup_laws(" ".join(words))
    if found is None and not laws:
        read = [c.number if c.number and "/" in c.number else c.key for c in find(" ".join(words))]
        click.echo(f"the register does not have {', '.join(read)}" if read else "nothing found", err=True)
        sys.exit(EXIT_SOME_FAILED)
    if as_json:
        agency = asdict(found) if found else {}
        if found:
            agency["successors"] = [{name: getattr(s, name) for name in s.__struct_fields__} for s in found.successors]
        print_json({**agency, "laws": [asdict(law) for law in laws]})
        return
    if found:
        _print_agency(found)
    for law in laws:
        _print_law(law)


def _print_law(law: Law) -> None:
    title = law.title if law.title.startswith(law.type) else f"{law.type}: {law.title}"
    applies = f"; in force from {law.effective}" if law.effective else ""
    replaced = f"; replaced by {', '.join(law.replaced_by)}" if law.replaced_by else ""
    click.echo(f"{law.number}\t{law.date or 'date unknown'}\t{law.issuer}\t{title}{applies}{replaced} [{law.verification}]")


def _print_agency(found: LookedUp) -> None:
    click.echo(
        f"{found.name}\n  key: {found.key}\n  type: {found.type}\n  level: {found.level or '-'}\n  parent: {found.parent or '-'}"
    )
    for step in found.successors:
        part = f" ({step.competence})" if step.competence else ""
        click.echo(f"  successor: {step.name}{part}, {step.date}, {step.basis}, {step.key}")
