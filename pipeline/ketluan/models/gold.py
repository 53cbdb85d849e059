"""Gold annotations as training data: which sentence has which label, category, and which document it is from."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ketluan.text.sentences import Spans, split_sentences


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document with one label and one list of acceptable categories for each of its sentences."""

    name: str
    text: str
    sentences: Spans
    labels: list[str]  # finding | recommendation | optional | other
    also: list[list[str]]
    categories: list[list[str]]


def read_gold(folders: Iterable[Path], texts: Path | None = None, skip: frozenset[str] = frozenset()) -> Iterator[GoldDocument]:
    """Every `<doc>.gold.json` of the folders whose text stands beside it, or in `texts`, as `<doc>.txt`.

    A document that several folders hold counts once (the first); names in `skip` are left out. A sentence takes the label of
    the gold row that covers at least half of it.
    """
    seen = set(skip)
    for folder in folders:
        for path in sorted(folder.glob("*.gold.json")):
            name = path.name.removesuffix(".gold.json")
            beside = folder / f"{name}.txt"
            text_path = beside if beside.exists() or texts is None else texts / f"{name}.txt"
            if name not in seen and text_path.exists():
                seen.add(name)
                yield _align(name, json.loads(path.read_text(encoding="utf-8")), text_path.read_text(encoding="utf-8"))


def _align(name: str, gold: dict[str, list[dict[str, object]]], raw: str) -> GoldDocument:
    text = unicodedata.normalize("NFC", raw)
    sentences = split_sentences(text)
    rows = [_row_of(span, gold["sentences"]) for span in sentences]
    return GoldDocument(
        name,
        text,
        sentences,
        [str(row.get("label", "other")) for row in rows],
        [_strings(row.get("also")) for row in rows],
        [_strings(row.get("categories")) for row in rows],
    )


def _row_of(span: tuple[int, int], rows: list[dict[str, object]]) -> dict[str, object]:
    start, end = span
    for row in rows:
        low, high = row["start"], row["end"]
        if isinstance(low, int) and isinstance(high, int) and 2 * (min(end, high) - max(start, low)) >= end - start:
            return row
    return {}


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
