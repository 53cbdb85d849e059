"""How well files are read, against transcriptions: characters of scans, word order and torn numbers of PDFs with a text layer.

    python evaluation/reading.py SHARED [--cache FOLDER]

SHARED holds `documents/<name>.pdf` with `<name>.md` beside it, and `gold/scans/<doc>.json` with the words of page 1. These
documents are not part of the project. For scans only page 1 is read, as a PDF of its own.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

from ketluan.extraction.documents.header import read_header
from ketluan.ingest import load_bytes
from ketluan.ingest.base import Loaded
from ketluan.ingest.limits import Limits
from ketluan.text.folding import same_tone_style

_NUMBER = re.compile(r"S[ốỐ]\s{0,3}:\s{0,3}(\d[^\n|*]{2,30})")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", same_tone_style(text))


def edit_distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y))
    return row[-1]


def first_page(path: Path) -> bytes:
    import pikepdf

    with pikepdf.open(path) as document:
        del document.pages[1:]
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def measure_scan(gold: dict[str, object], loaded: Loaded) -> tuple[int, int, int, bool, bool]:
    """Wrong characters, wrong without those written by hand, all characters, number right, date right (nothing where by hand)."""
    meant, read = (re.sub(r"\s+", " ", text.replace("–", "-")).strip() for text in (str(gold["page1"]), loaded.text))
    by_hand = [str(part) for part in gold["page1_handwritten"]]  # type: ignore[attr-defined]
    wrong = edit_distance(meant, read)
    header, document = read_header(loaded.text), dict(gold["document"])  # type: ignore[call-overload]
    number, date = (header.number, header.date) if header else (None, None)
    number_by_hand = any(part and str(document["number"]).startswith(part) for part in by_hand)
    number_right = number == document["number"] or (number_by_hand and not re.match(r"\d", number or ""))
    day = str(document["date"])[-2:].lstrip("0")
    date_right = date == document["date"] or (date is None and any(part.strip("0 ") == day for part in by_hand))
    return wrong, max(0, wrong - sum(len(part) + 1 for part in by_hand)), len(meant), number_right, date_right


def report_scans(shared: Path, limits: Limits) -> None:
    totals: Counter[str] = Counter()
    for path in sorted((shared / "gold" / "scans").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        loaded = load_bytes(first_page(shared / "documents" / f"kiengiang_{gold['doc'][1:]}.pdf"), gold["doc"], limits=limits)
        wrong, in_print, n, number, date = measure_scan(gold, loaded)
        print(f"scan {gold['doc']}: {wrong} of {n} characters wrong, {in_print} in print; number {number}, date {date}")
        totals.update(wrong=wrong, in_print=in_print, n=n, number=number, date=date, scans=1)
    if totals["scans"]:
        print(f"characters wrong {totals['wrong'] / totals['n']:.2%}, in print {totals['in_print'] / totals['n']:.2%}")
        print(f"numbers right or left open {totals['number']}/{totals['scans']}, dates {totals['date']}/{totals['scans']}")


def report_text_layers(shared: Path) -> None:
    totals: Counter[str] = Counter()
    for path in sorted((shared / "documents").glob("*.pdf")):
        transcription = path.with_suffix(".md")
        if not transcription.exists():
            continue
        meant_text = re.sub(r"<[^>]{1,60}>", " ", transcription.read_text(encoding="utf-8"))
        loaded = load_bytes(path.read_bytes(), path.name, limits=Limits(ocr="never"))
        meant, read = words(meant_text), words(loaded.text)
        common = (Counter(meant) & Counter(read)).total()
        in_order = sum(block.size for block in SequenceMatcher(None, meant, read, autojunk=False).get_matching_blocks())
        stated = _NUMBER.search(meant_text[:1_500])
        number = re.sub(r"\s", "", stated[1]) if stated else None
        found = (header.number if (header := read_header(loaded.text)) else None) or ""
        totals.update(common=common, in_order=in_order, numbers=number is not None, joined=number is not None and found == number)
        print(f"{path.stem}: {in_order / max(1, common):.2%} in order; number {number}: {found or None}")
    if totals["common"]:
        print(f"words in order {totals['in_order'] / totals['common']:.2%}; numbers {totals['joined']}/{totals['numbers']}")


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--cache", help="folder that keeps recognised pages")
    arguments = parser.parse_args()
    report_text_layers(arguments.shared)
    report_scans(arguments.shared, Limits(cache_dir=arguments.cache))
    return 0


if __name__ == "__main__":
    sys.exit(main())
