"""brat standoff: `<doc>.txt` and `<doc>.ann`. Source: brat.nlplab.org/standoff.html.

Labels are text-bound annotations; the other fields stand in an AnnotatorNotes line as JSON, which brat shows and keeps. A place
that runs over a line break has one fragment a line, as brat wants it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ketluan.annotations.gold import AnnotatedText, Gold, nfc
from ketluan.annotations.items import Item, gold_from_items, header_of, items_of
from ketluan.annotations.placing import Placer

_LINE_PART = re.compile(r"[^\n]+")


def write(documents: Iterable[AnnotatedText], folder: Path) -> None:
    """Write both files of each document."""
    for document in documents:
        name = document.gold.doc
        (folder / f"{name}.txt").write_bytes(document.text.encode())
        lines = [f"#0\tAnnotatorNotes T0\t{_json(header_of(document.gold))}"]
        for number, item in enumerate(items_of(document.gold), 1):
            parts = [m.span() for m in _LINE_PART.finditer(document.text, item.start, item.end)]
            places = ";".join(f"{a} {b}" for a, b in parts)
            words = " ".join(document.text[a:b] for a, b in parts)
            lines.append(f"T{number}\t{item.label} {places}\t{words}")
            if item.fields:
                lines.append(f"#{number}\tAnnotatorNotes T{number}\t{_json(item.fields)}")
        (folder / f"{name}.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(folder: Path) -> list[tuple[Gold, str]]:
    """Read every `.ann` with its `.txt`."""
    return [_read_one(path) for path in sorted(folder.glob("*.ann"))]


def _read_one(path: Path) -> tuple[Gold, str]:
    tool_text = path.with_suffix(".txt").read_bytes().decode()
    text = nfc(tool_text.replace("\r\n", "\n"))
    placer = Placer(text, tool_text)
    notes: dict[str, dict[str, Any]] = {}
    bounds: dict[str, tuple[str, list[int], str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t", 2)
        if line.startswith("#") and len(cells) == 3 and cells[1].startswith("AnnotatorNotes "):
            notes[cells[1].split()[1]] = json.loads(cells[2])
        elif line.startswith("T") and len(cells) == 3:
            label, places = cells[1].split(" ", 1)
            bounds[cells[0]] = (label, [int(n) for n in re.findall(r"\d+", places)], cells[2])
    items = []
    for key, (label, numbers, words) in bounds.items():
        start, end = placer.place(min(numbers), max(numbers), words)
        items.append(Item(start, end, label, notes.get(key, {})))
    header = {"doc": path.stem, **notes.get("T0", {})}
    return gold_from_items(header, items, text), text


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
