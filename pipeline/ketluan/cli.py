"""The command line: the only place that prints."""

from __future__ import annotations

import functools
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ketluan import __version__
from ketluan.annotations.formats import FORMATS
from ketluan.errors import KetluanError
from ketluan.ingest.limits import DEFAULT_LIMITS as _LIMITS
from ketluan.ingest.limits import Limits
from ketluan.markup import KINDS

if TYPE_CHECKING:
    from ketluan.annotations.gold import AnnotatedText
    from ketluan.batch.runner import Summary
    from ketluan.extraction.agencies.lookup import LookedUp
    from ketluan.record import Record

MAX_FAILURES_SHOWN = 20
_FOLDER = click.Path(file_okay=False, exists=True, path_type=Path)
_EXPORTED = ["jsonl", "csv", "xlsx", "parquet", "ftm", "webanno", "brat", "w3c", "akn", "dataset"]
_SEARCHED = ["findings", "recommendations", "pages", "names"]
EXIT_OK, EXIT_SOME_FAILED, EXIT_USAGE = 0, 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="ketluan")
def main() -> None:
    """Read Vietnamese inspection reports into structured, citable JSON."""


def _limit_options(command: Callable[..., None]) -> Callable[..., None]:
    """Every limit of `ketluan.ingest.limits` as an option; the command gets them as one `limits`."""

    @functools.wraps(command)
    def with_limits(**options: Any) -> None:
        chosen = {name: options.pop(name) for name, _, _, _ in _LIMIT_OPTIONS}
        command(limits=replace(_LIMITS, **chosen), **options)

    decorated: Callable[..., None] = with_limits
    for name, flag, kind, text in reversed(_LIMIT_OPTIONS):
        default = getattr(_LIMITS, name)
        variable = _CACHE_VARIABLE if name == "cache_dir" else None
        option = click.option(
            flag, name, type=kind, default=default, envvar=variable, show_default=default is not None, help=text
        )
        decorated = option(decorated)
    return decorated


_CACHE_VARIABLE = "KETLUAN_CACHE"
_AT_LEAST_1 = click.IntRange(min=1)
_SECONDS = click.FloatRange(min=0, min_open=True)
_LIMIT_OPTIONS: tuple[tuple[str, str, click.ParamType[Any], str], ...] = (
    ("timeout_s", "--timeout", _SECONDS, "Seconds for one file, recognition of pages not counted."),
    ("memory_mb", "--memory", _AT_LEAST_1, "Megabytes of memory for one file."),
    ("max_bytes", "--max-bytes", _AT_LEAST_1, "Bytes of one file."),
    ("max_pages", "--max-pages", _AT_LEAST_1, "Pages of one file."),
    ("max_chars", "--max-chars", _AT_LEAST_1, "Characters of one file."),
    ("max_pixels", "--max-pixels", _AT_LEAST_1, "Pixels of one page as a picture."),
    ("max_inflated_bytes", "--max-inflated-bytes", _AT_LEAST_1, "Bytes that the compressed parts of one file inflate to."),
    ("max_inflation_ratio", "--max-inflation-ratio", _AT_LEAST_1, "How many times larger they become."),
    ("ocr", "--ocr", click.Choice(("auto", "always", "never")), "Recognise pages that are images: where needed, all, none."),
    ("ocr_page_timeout_s", "--ocr-page-timeout", _SECONDS, "Seconds for the recognition of one page."),
    ("ocr_timeout_s", "--ocr-timeout", _SECONDS, "Seconds for the recognition of all pages of one file."),
    ("cache_dir", "--cache", click.Path(file_okay=False), "Folder that keeps recognised pages; $KETLUAN_CACHE names it too."),
)


_model_option = click.option(
    "--model",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that `ketluan train sentences` or `ketluan train encoder` wrote: models to use.",
)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@_model_option
@_limit_options
def extract(file: Path, model: Path | None, limits: Limits) -> None:
    """Print the record of one FILE as JSON; FILE may be a member of an archive, as ARCHIVE.zip!MEMBER.

    Exit status: 0 done; 1 the file cannot be read (the reason goes to standard error).
    """
    from ketluan.batch.runner import extract_isolated

    try:
        record = extract_isolated(file, limits=limits, model=model)
    except KetluanError as error:
        _complain(error)
        sys.exit(EXIT_SOME_FAILED)
    sys.stdout.buffer.write(record)


@main.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="INPUT...")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for what comes out.")
@click.option("--jobs", type=click.IntRange(min=1), help="Worker processes.  [default: number of cores]")
@click.option("--resume", is_flag=True, help="Leave out inputs whose record is already in the folder.")
@click.option("--list", "listed", is_flag=True, help="Print one line for each record: how it was read, and what it is.")
@_model_option
@_limit_options
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
    from tqdm import tqdm

    from ketluan.batch.runner import run as run_batch
    from ketluan.store import open_store

    started = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    try:
        with open_store(out / "findings.db") as store, tqdm(unit="file", disable=not sys.stderr.isatty()) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update()

            def note(record: Record) -> None:
                lines.append(_describe(record))

            sinks = [store.add, note] if listed else [store.add]
            summary = run_batch(
                inputs, out=out, jobs=jobs, limits=limits, model=model, resume=resume, progress=progress, sinks=sinks
            )
            store.add_failures(out / "failures.jsonl")
            store.finish()
    except KetluanError as error:
        _complain(error)
        sys.exit(EXIT_USAGE)
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
    return f"{_visible(record.source.uri):40s} {record.source.method:10s} {len(record.findings):3d} findings  {what}{warned}"


def _print_summary(summary: Summary, seconds: float) -> None:
    skipped = f", {summary.n_skipped} left out (already done)" if summary.n_skipped else ""
    click.echo(f"{summary.n_records} records{skipped}, {summary.n_failures} failures in {seconds:.1f} s")
    for name, n in summary.found.items():
        click.echo(f"  {name:16s}{n:8d}")
    for uri, code, message in summary.failures[:MAX_FAILURES_SHOWN]:
        click.echo(f"failed: {_visible(uri)}: {code}: {message}", err=True)
    if len(summary.failures) > MAX_FAILURES_SHOWN:
        click.echo(f"… and {len(summary.failures) - MAX_FAILURES_SHOWN} more, all in failures.jsonl", err=True)
    click.echo(f"records:  {summary.out / 'records'}")
    click.echo(f"database: {summary.out / 'findings.db'}")
    click.echo(f"failures: {summary.out / 'failures.jsonl'}")


@main.command()
@click.option(
    "--gold",
    required=True,
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of <doc>.gold.json; may be given several times.",
)
@click.option(
    "--texts", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of the texts, for gold without texts."
)
@click.option(
    "--records",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Score these records instead of running the pipeline now.",
)
@_model_option
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Save a report: .md, .html (with charts) or .json."
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--errors", "show_errors", is_flag=True, help="List every error.")
@click.option(
    "--thresholds", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="TOML file of least scores to hold."
)
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
    from tqdm import tqdm

    from ketluan.evaluate.evaluation import evaluate as evaluate_folders
    from ketluan.evaluate.report import format_error, format_table, write_report
    from ketluan.evaluate.thresholds import below_thresholds

    try:
        with tqdm(unit="document", disable=not sys.stderr.isatty()) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update()

            evaluation = evaluate_folders(gold, texts=texts, records=records, model=model, progress=progress)
        short = below_thresholds(evaluation, thresholds) if thresholds is not None else []
    except KetluanError as error:
        _complain(error)
        sys.exit(EXIT_USAGE)
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


@main.command()
@click.argument("old", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Changes shown for each layer.")
@click.option("--json", "as_json", is_flag=True, help="Print all changes as JSON.")
def diff(old: Path, new: Path, limit: int, as_json: bool) -> None:
    """Show what changed between two folders of records: gained and lost, layer by layer.

    OLD and NEW are folders of <id>.json, as `ketluan run` writes them.
    """
    from dataclasses import asdict

    from ketluan.evaluate.differences import LAYERS, compare_folders

    try:
        differences = compare_folders(old, new)
    except KetluanError as error:
        _complain(error)
        sys.exit(EXIT_USAGE)
    if as_json:
        _print_json(asdict(differences))
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


@main.group("annotations")
def annotations_group() -> None:
    """Check gold annotations, draft them with the pipeline, and exchange them with other tools."""


@annotations_group.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--texts", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of the texts.")
@click.option("--write", is_flag=True, help="Write <doc>.gold.json from each <doc>.ann.json that has no errors.")
def check(folder: Path, texts: Path | None, write: bool) -> None:
    """Check every annotation file of FOLDER: spans, quotes, vocabulary, joins.

    Exit status: 0 no errors; 1 errors, all of them listed; 2 wrong usage.
    """
    from ketluan.annotations.check import check_folder

    try:
        result = check_folder(folder, texts=texts, write=write)
    except KetluanError as error:
        _complain(error)
        sys.exit(EXIT_USAGE)
    for name, problem in result.errors:
        click.echo(f"{name}: {problem}")
    without = f", {len(result.without_text)} without their text" if result.without_text else ""
    click.echo(f"{result.n_checked} files{without}, {len(result.errors)} errors")
    sys.exit(EXIT_SOME_FAILED if result.errors else EXIT_OK)


@main.command()
@click.argument("folder", type=_FOLDER, metavar="DIR")
def index(folder: Path) -> None:
    """Build DIR/findings.db anew from DIR/records, with corrections.jsonl and suppressed.jsonl applied.

    Exit status: 0 all done; 1 some records or corrections could not be used; 2 wrong usage.
    """
    from tqdm import tqdm

    from ketluan.store import index_records

    with _wrong_usage(), tqdm(unit="record", disable=not sys.stderr.isatty()) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update()

        n, problems = index_records(folder, progress)
    click.echo(f"{n} records in {folder / 'findings.db'}")
    for problem in problems[:MAX_FAILURES_SHOWN]:
        click.echo(problem, err=True)
    sys.exit(EXIT_SOME_FAILED if problems else EXIT_OK)


@main.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--store", "folder", required=True, type=_FOLDER, help="Folder of a run.")
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
    with _wrong_usage(), open_reader(folder) as connection:
        found = {
            k: search_store(connection, text, kind=k, limit=limit, successors=successors) for k in KINDS if kind in (None, k)
        }
    if as_json:
        _print_json({"query": text, **{k: as_data(results) for k, results in found.items()}})
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


@main.command()
@click.argument("folder", type=_FOLDER, metavar="DIR")
@click.option("--format", "form", required=True, type=click.Choice(_EXPORTED), help="Form of what is written.")
@click.option("--to", "target", required=True, type=click.Path(path_type=Path), help="File, or folder for a file a document.")
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

    with _wrong_usage():
        n = export_folder(folder, form, target)
    unit = "rows" if form in ("csv", "xlsx", "parquet", "dataset") else "files" if target.is_dir() else "lines"
    click.echo(f"{n} {unit} in {target}")


@main.command()
@click.argument("folder", type=_FOLDER, metavar="DIR")
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
    with _wrong_usage():
        serve_folder(folder, host=host, port=port)


@contextmanager
def _wrong_usage() -> Iterator[None]:
    """Errors of the package end the program with status 2 and their own words."""
    try:
        yield
    except KetluanError as error:
        _complain(error)
        sys.exit(EXIT_USAGE)


@annotations_group.command()
@click.argument("first", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("second", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--texts", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of the texts.")
@click.option("--errors", "show_errors", is_flag=True, help="List every difference.")
def agree(first: Path, second: Path, texts: Path | None, show_errors: bool) -> None:
    """Measure how far two annotators agree, layer by layer: SECOND is scored against FIRST.

    Only documents that both folders hold are compared; they are joined by the hash of their text.
    """
    from ketluan.evaluate.agreement import measure_agreement
    from ketluan.evaluate.report import format_error, format_table

    try:
        agreement = measure_agreement(first, second, texts=texts)
    except KetluanError as error:
        _complain(error)
        sys.exit(EXIT_USAGE)
    click.echo(format_table(agreement.table()))
    for row in agreement.errors if show_errors else ():
        click.echo(format_error(row))
    click.echo(f"{len(agreement.scores)} documents annotated twice")


@main.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def lookup(words: tuple[str, ...], as_json: bool) -> None:
    """Look up what WORDS name: an agency, or laws and decrees by a citation or by words of their titles.

    Exit status: 0 found; 1 nothing found.
    """
    from dataclasses import asdict

    from ketluan.citations import lookup as lookup_laws
    from ketluan.extraction.agencies.lookup import lookup_agency

    found = lookup_agency(" ".join(words))
    laws = lookup_laws(" ".join(words))
    if found is None and not laws:
        click.echo("nothing found", err=True)
        sys.exit(EXIT_SOME_FAILED)
    if as_json:
        agency = asdict(found) if found else {}
        if found:
            agency["successors"] = [{name: getattr(s, name) for name in s.__struct_fields__} for s in found.successors]
        _print_json({**agency, "laws": [asdict(law) for law in laws]})
        return
    if found:
        _print_agency(found)
    for law in laws:
        replaced = f"; replaced by {', '.join(law.replaced_by)}" if law.replaced_by else ""
        known = f"{law.number}\t{law.date or 'date unknown'}\t{law.issuer}\t{law.type}: {law.title}"
        click.echo(f"{known}{replaced} [{law.verification}]")


def _print_agency(found: LookedUp) -> None:
    click.echo(
        f"{found.name}\n  key: {found.key}\n  type: {found.type}\n  level: {found.level or '-'}\n  parent: {found.parent or '-'}"
    )
    for step in found.successors:
        part = f" ({step.competence})" if step.competence else ""
        click.echo(f"  successor: {step.name}{part}, {step.date}, {step.basis}, {step.key}")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
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
    """
    from ketluan.extraction.pipeline import extract as extract_file
    from ketluan.markup import FORMATS

    try:
        record = extract_file(file)
    except KetluanError as error:
        _complain(error)
        sys.exit(EXIT_SOME_FAILED)
    click.echo(FORMATS[form](record, kinds or KINDS), nl=False)


@annotations_group.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="TEXT...")
@click.option("--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for the drafts.")
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
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--format", "form", required=True, type=click.Choice([*FORMATS, "standoff"]), help="What to write.")
@click.option("--to", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for the files.")
@click.option("--texts", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of the texts.")
def export_annotations(folder: Path, form: str, to: Path, texts: Path | None) -> None:
    """Write the gold of FOLDER in the form of another tool.

    standoff leaves out every word of the texts and the names of people, for texts that may not be passed on.
    """
    from ketluan.annotations.formats import get_format
    from ketluan.annotations.gold import GOLD_SUFFIX, encode_gold, read_gold_folder
    from ketluan.annotations.standoff import make_standoff

    try:
        documents, missing = read_gold_folder(folder, texts)
    except KetluanError as error:
        _complain(error)
        sys.exit(EXIT_USAGE)
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
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--format", "form", required=True, type=click.Choice(FORMATS), help="What FOLDER holds.")
@click.option("--to", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for gold and texts.")
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


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines.")
def explain(file: Path, as_json: bool) -> None:
    """Show why each finding and recommendation of one FILE was found and linked.

    FILE may also be a record that `extract` or `run` wrote (.json). Exit status: 0 done; 1 the file cannot be read.
    """
    from dataclasses import asdict

    from ketluan.batch.runner import extract_isolated
    from ketluan.extraction.explain import as_lines
    from ketluan.extraction.explain import explain as explain_record
    from ketluan.record import from_json

    try:
        data = file.read_bytes() if file.suffix == ".json" else extract_isolated(file)
    except KetluanError as error:
        _complain(error)
        sys.exit(EXIT_SOME_FAILED)
    explanations = explain_record(from_json(data))
    if as_json:
        _print_json([asdict(explanation) for explanation in explanations])
    else:
        click.echo("\n".join(as_lines(explanations)) or "no finding, no recommendation")


@main.group()
def train() -> None:
    """Train models from annotations; every command takes a configuration file, see docs/training.md."""


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FOLDER = click.Path(file_okay=False, path_type=Path)


def _training_options(command: Callable[..., None]) -> Callable[..., None]:
    """Where the gold is, as one `documents`; and `--out`."""

    @functools.wraps(command)
    def with_documents(**options: Any) -> None:
        from ketluan.evaluate.training import read_training

        with _wrong_usage():
            gold, texts, without = (options.pop(name) for name in ("gold", "texts", "without"))
            command(documents=read_training(gold, texts, without), **options)

    decorated: Callable[..., None] = with_documents
    for option in (
        click.option("--out", required=True, type=_NEW_FOLDER, help="Folder for the model."),
        click.option("--without", multiple=True, help="A document to leave out (a test set's); may be repeated."),
        click.option("--texts", type=_FOLDER, help="Folder of the texts, where they do not lie beside the gold."),
        click.option("--gold", multiple=True, required=True, type=_FOLDER, help="Folder of <doc>.gold.json; may be repeated."),
    ):
        decorated = option(decorated)
    return decorated


@train.command()
@click.option("--config", type=_FILE, help="Configuration file, as models/sentences/config.cfg.")
@_training_options
def sentences(documents: list[AnnotatedText], out: Path, config: Path | None) -> None:
    """Train what labels sentences, gives categories and links bodies; writes three .npz files into OUT.

    `--model OUT` of other commands uses them. Needs scikit-learn: pip install "ketluan[train]".
    """
    from ketluan.evaluate.training import train as train_models
    from ketluan.models.configuration import read_options
    from ketluan.models.training import StatementOptions

    options = read_options(config, "sentences", StatementOptions)
    counts = train_models(documents, out, lambda line: click.echo(line, err=True), options)
    _print_json(counts)


@train.command()
@_training_options
def bodies(documents: list[AnnotatedText], out: Path) -> None:
    """Train the weights that tell who inspected and who was inspected; writes document_weights.tsv into OUT.

    Also prints cross-validated figures. The table takes the place of the one in `ketluan/knowledge/data`. Needs scikit-learn.
    """
    from ketluan.evaluate.body_training import train_bodies

    _print_json(train_bodies(documents, out))


@train.command("encoder")
@click.option("--encoder", "pretrained", required=True, type=_NEW_FOLDER, help="Local folder of a pretrained encoder.")
@click.option("--config", type=_FILE, help="Configuration file, as models/encoder/config.cfg.")
@click.option("--epochs", type=click.FloatRange(min=0, min_open=True), help="Passes over the gold, over the configuration's.")
@click.option("--names/--no-names", default=None, help="Whether the model's names join the pipeline, over the configuration's.")
@_training_options
def train_encoder_command(
    documents: list[AnnotatedText], out: Path, pretrained: Path, config: Path | None, epochs: float | None, names: bool | None
) -> None:
    """Fine-tune a transformer on sentences and names; `--model OUT` of other commands uses it.

    The encoder is read from a local folder, never downloaded. Needs: pip install "ketluan[transformer]".
    """
    from ketluan.evaluate.encoder_data import to_encoder_documents
    from ketluan.models.configuration import read_options
    from ketluan.models.encoder_training import TrainingOptions, train_encoder

    options = read_options(config, "encoder", TrainingOptions, epochs=epochs, names=names)
    _print_json({"loss": train_encoder(pretrained, to_encoder_documents(documents), out, options)})


@train.command()
@click.option("--config", required=True, type=_FILE, help="spaCy configuration, as models/entities/config.cfg.")
@click.option("--vectors", type=_FOLDER, help="Folder that `ketluan train vectors` wrote.")
@_training_options
def entities(documents: list[AnnotatedText], out: Path, config: Path, vectors: Path | None) -> None:
    """Train a spaCy recogniser of bodies and people, for `spacy.load(OUT)`.

    It is for comparison and for other programs: the pipeline itself finds names by grammar, which measures better.
    """
    from ketluan.evaluate.encoder_data import to_encoder_documents
    from ketluan.models.entity_training import train_entities

    train_entities(config, to_encoder_documents(documents), out, vectors=vectors)
    _print_json({"documents": len(documents), "model": str(out)})


@train.command()
@click.argument("texts", nargs=-1, required=True, type=_FOLDER, metavar="FOLDER...")
@click.option("--frozen", multiple=True, type=_FOLDER, help="Gold whose texts are left out (a test set); may be repeated.")
@click.option("--config", type=_FILE, help="Configuration file, as models/vectors/config.cfg.")
@click.option("--out", required=True, type=_NEW_FOLDER, help="Folder for the vectors.")
def vectors(texts: tuple[Path, ...], frozen: tuple[Path, ...], config: Path | None, out: Path) -> None:
    """Train word vectors (floret) on the unlabelled .txt files of FOLDERs, for `ketluan train entities --vectors`."""
    from ketluan.evaluate.encoder_data import read_unlabelled
    from ketluan.models.configuration import read_options
    from ketluan.models.vector_training import VectorOptions, train_vectors

    with _wrong_usage():
        found = read_unlabelled(texts, frozen)
        n_tokens = train_vectors(found, out, read_options(config, "vectors", VectorOptions))
    _print_json({"texts": len(found), "tokens": n_tokens})


@main.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of a record."""
    from ketluan.record import json_schema

    _print_json(json_schema())


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list, for programs.")
def doctor(as_json: bool) -> None:
    """Show what is installed, what is missing, and how to get it.

    Exit status: 0 every kind of document can be read here; 1 something for that is missing.
    """
    from dataclasses import asdict

    from ketluan.batch.doctor import examine, is_complete

    checks = examine()
    if as_json:
        _print_json([asdict(check) for check in checks])
    else:
        for check in checks:
            state = "ok      " if check.found else "MISSING " if check.is_needed else "optional"
            click.echo(f"{state} {check.name:20s} {check.found or f'for {check.purpose}: {check.hint}'}")
    sys.exit(EXIT_OK if is_complete(checks) else EXIT_SOME_FAILED)


def _visible(text: str) -> str:
    """Without control characters: a file's name must not steer the terminal."""
    return "".join(ch if ch.isprintable() else "\ufffd" for ch in text)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _complain(error: KetluanError) -> None:
    click.echo(f"{error.code}: {error}" + (f"\nhint: {error.hint}" if error.hint else ""), err=True)
