"""CoNLL: `<doc>.conll`, one token a line: token, start, end, then BIO columns for agencies, citations, persons, sentences.

Lines that begin with `# ` carry what columns cannot: the text, the header, and the fields of each span in the order of their
beginnings. Sentences end with an empty line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ketluan.annotations.gold import AnnotatedText, Gold, gold_sentences, nfc
from ketluan.annotations.items import Item, gold_from_items, header_of, items_of
from ketluan.annotations.placing import Placer

COLUMNS = ("agencies", "citations", "persons", "sentences")
_TOKEN = re.compile(r"\w+|[^\w\s]")


def write(documents: Iterable[AnnotatedText], folder: Path) -> None:
    """Write one file a document."""
    for document in documents:
        lines = list(_lines(document.gold, document.text))
        (folder / f"{document.gold.doc}.conll").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _lines(gold: Gold, text: str) -> Iterable[str]:
    items = items_of(gold)
    yield f"# text = {json.dumps(text, ensure_ascii=False)}"
    yield f"# header = {json.dumps(header_of(gold), ensure_ascii=False)}"
    for layer in COLUMNS:
        yield f"# {layer} = {json.dumps([i.fields for i in items if i.layer == layer], ensure_ascii=False)}"
    cuts = {i.start for i in items} | {i.end for i in items}
    ends = [end for _, end in gold_sentences(text)]
    for start, end in _tokens(text, cuts):
        while ends and start >= ends[0]:
            ends.pop(0)
            yield ""
        tags = [_tag([i for i in items if i.layer == layer], start) for layer in COLUMNS]
        yield "\t".join((text[start:end], str(start), str(end), *tags))


def _tokens(text: str, cuts: set[int]) -> Iterable[tuple[int, int]]:
    """Words and marks, cut where a span begins or ends inside of one."""
    for match in _TOKEN.finditer(text):
        start = match.start()
        for cut in sorted(c for c in cuts if match.start() < c < match.end()):
            yield start, cut
            start = cut
        yield start, match.end()


def _tag(items: list[Item], start: int) -> str:
    for item in items:
        if item.start <= start < item.end:
            return ("B-" if item.start == start else "I-") + item.label
    return "O"


def read(folder: Path) -> list[tuple[Gold, str]]:
    """Read every `.conll` of the folder; a file without `# text` is refused: columns alone do not give the text."""
    return [_read_one(path) for path in sorted(folder.glob("*.conll"))]


def _read_one(path: Path) -> tuple[Gold, str]:
    comments: dict[str, Any] = {}
    rows: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# ") and " = " in line:
            name, value = line[2:].split(" = ", 1)
            comments[name] = json.loads(value)
        elif line.count("\t") == 2 + len(COLUMNS):
            rows.append(line.split("\t"))
    if "text" not in comments:
        raise ValueError(f"{path.name}: no '# text' line")
    tool_text = comments["text"]
    text = nfc(tool_text.replace("\r\n", "\n"))
    placer = Placer(text, tool_text)
    items = []
    for column, layer in enumerate(COLUMNS):
        fields = comments.get(layer, [])
        for at, (label, start, end) in enumerate(_spans(rows, 3 + column)):
            items.append(Item(*placer.place(start, end), label, fields[at] if at < len(fields) else {}))
    return gold_from_items({"doc": path.stem, **comments.get("header", {})}, items, text), text


def _spans(rows: list[list[str]], column: int) -> list[tuple[str, int, int]]:
    """(label, start, end) of each B…I… run; an I that continues nothing begins a span."""
    spans: list[tuple[str, int, int]] = []
    before = "O"
    for row in rows:
        tag = row[column]
        if tag.startswith("I-") and before != "O" and before[2:] == tag[2:]:
            spans[-1] = (spans[-1][0], spans[-1][1], int(row[2]))
        elif tag != "O":
            spans.append((tag[2:], int(row[1]), int(row[2])))
        before = tag
    return spans
