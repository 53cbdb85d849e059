"""Writes what the program says about itself into docs/commands.md and into the marked blocks of README.md.

    python docs/help.py             write the help of every command
    python docs/help.py --check     status 1 where a file is not up to date
    python docs/help.py --measure   write the record excerpt and the scores of README.md anew (takes a minute)

Blocks in README.md: `<!-- help: ketluan run -->`, `<!-- commands -->`, `<!-- record -->` and `<!-- scores -->`, each up to
`<!-- /... -->` with its first word.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 100
SCORES = {
    "citations.set": "citations, by document",
    "citations.exact": "citations, strict mentions",
    "agencies.overlap": "agencies, mentions",
    "agencies.exact": "agencies, strict mentions",
    "agencies.name": "agencies, full name right",
    "persons.overlap": "persons, mentions",
    "persons.position": "persons, position right",
    "findings": "findings",
    "findings.category": "findings, category right",
    "findings.agency": "findings, who is held responsible",
    "recommendations": "recommendations",
    "recommendations.agency": "recommendations, to whom",
    "document": "what the document is",
}
_BLOCK = re.compile(r"(<!-- help: (?P<name>[a-z -]+) -->\n)(?:.*?)(<!-- /help -->)", re.DOTALL)


def iter_helps(command: click.Command, name: str, parent: click.Context | None = None) -> Iterator[tuple[str, str]]:
    """(full name, help text) of a command and of those below it, in alphabetical order."""
    own, inherited = name.split()[-1], command.context_settings
    context = click.Context(command, parent, own, **{**inherited, "terminal_width": WIDTH, "max_content_width": WIDTH})
    yield name, command.get_help(context)
    if isinstance(command, click.Group):
        for child in sorted(command.list_commands(context)):
            found = command.get_command(context, child)
            if found is not None and not found.hidden:
                yield from iter_helps(found, f"{name} {child}", context)


def render_files() -> dict[Path, str]:
    """What the files should hold."""
    from ketluan.cli import main

    helps = dict(iter_helps(main, "ketluan"))
    parts = ["# Commands", "", "Made by `make docs` from the program itself.", ""]
    for name, text in helps.items():
        parts += [f"## {name}", "", "```text", text, "```", ""]
    readme = ROOT / "README.md"
    table = command_table(helps)

    def fill(match: re.Match[str]) -> str:
        return f"{match[1]}```text\n{helps[match['name']]}\n```\n{match[3]}"

    return {
        ROOT / "docs" / "commands.md": "\n".join(parts),
        readme: _put(_BLOCK.sub(fill, readme.read_text(encoding="utf-8")), "commands", table),
    }


def command_table(helps: dict[str, str]) -> str:
    """One row a command: its name and the first sentence of its help."""
    rows = ["| command | does |", "| --- | --- |"]
    for name, text in helps.items():
        paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
        if name != "ketluan" and "\nCommands:" not in text:
            rows.append(f"| `{name}` | {paragraphs[1]} |")
    return "\n".join(rows)


def _put(text: str, block: str, content: str) -> str:
    pattern = re.compile(rf"(<!-- {block} -->\n).*?(<!-- /{block} -->)", re.DOTALL)
    return pattern.sub(lambda match: f"{match[1]}{content}\n{match[2]}", text)


def record_excerpt() -> str:
    """A finding of the first sample document, with what it is linked to, as the program writes it."""
    from ketluan import extract
    from ketluan.record import Record, to_json

    path = ROOT / "corpus" / "pdf" / "kl-mot-cua.pdf"
    record: Record = extract(path)
    data = json.loads(to_json(record))
    linked = [{r.head for r in record.relations if r.type == kind} for kind in ("breaches", "attributed_to")]
    finding = next((f for f in data["findings"] if all(f["id"] in heads for heads in linked)), None)
    if finding is None:
        sys.exit("no finding of kl-mot-cua is linked to a body and a citation")
    relations = [r for r in data["relations"] if r["head"] == finding["id"]]
    tails = {r["tail"] for r in relations}
    things = {
        layer: [{**x, "mentions": x["mentions"][:1]} for x in data[layer] if x["id"] in tails]
        for layer in ("agencies", "citations")
    }
    for thing in (*(m for rows in things.values() for row in rows for m in row["mentions"]), finding):
        thing.pop("boxes", None)
    excerpt = {"id": data["id"], "document": data["document"], **things, "findings": [finding], "relations": relations}
    return "```json\n" + json.dumps(excerpt, ensure_ascii=False, indent=1) + "\n```"


def score_table() -> str:
    """F1 with intervals on our own corpus, and on the shared development set where it is here."""
    from ketluan.evaluate.evaluation import Evaluation, evaluate

    columns: dict[str, Evaluation] = {
        "own corpus, from text": evaluate(ROOT / "annotations" / "corpus", texts=ROOT / "corpus" / "text"),
        "blind test: 20 invented documents by another writer": evaluate(
            ROOT / "annotations" / "blind" / "test", texts=ROOT / "corpus" / "blind" / "test"
        ),
    }
    shared = next((p for p in (ROOT / "shared" / "gold", ROOT.parent / "shared" / "gold") if p.exists()), None)
    if shared is not None:
        articles = shared.parent / "documents" / "articles"
        frozen = evaluate(ROOT / "annotations" / "real" / "test", texts=articles)
        columns["frozen test: 18 real articles, never read in development"] = frozen
        columns["real articles, seen in development and training"] = evaluate(shared / "articles")
    rows = ["| F1, 95 % interval | " + " | ".join(columns) + " |", "| --- |" + " --- |" * len(columns)]
    for metric, label in SCORES.items():
        cells = []
        for evaluation in columns.values():
            row = next((r for r in evaluation.table() if r.metric == metric), None)
            cells.append("" if row is None else f"{row.counts.f1:.3f} ({row.low:.3f}–{row.high:.3f})")
        rows.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def main() -> int:
    """Entry point."""
    if "--measure" in sys.argv:
        readme = ROOT / "README.md"
        text = _put(readme.read_text(encoding="utf-8"), "record", record_excerpt())
        readme.write_text(_put(text, "scores", score_table()), encoding="utf-8")
    stale = []
    for path, content in render_files().items():
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            stale.append(path.name)
            if "--check" not in sys.argv:
                path.write_text(content, encoding="utf-8")
    if stale and "--check" in sys.argv:
        print(f"not up to date: {', '.join(stale)}; run `python docs/help.py` (or `make docs`) and commit")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
