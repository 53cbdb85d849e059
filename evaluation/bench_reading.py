"""Speed of reading: text layers beside bare pdfplumber and bare pypdfium2, recognition beside bare tesseract.

    python evaluation/bench_reading.py [FOLDER] [--json PATH]

All in one run on one core, over the PDFs of the corpus, or those of FOLDER that have a text layer. `same_characters` is the
share of the characters that pdfplumber finds, white space aside, which are also in our text: page numbers and running heads
are left out on purpose. Absolute figures depend on the machine; the ratios hold better.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCANS = sorted((ROOT / "corpus" / "formats").glob("*.scan.pdf"))
N_RUNS = 3
TARGETS = {"ratio_to_pdfplumber": (3.0, "at least"), "ratio_to_tesseract": (1.1, "at most")}


def read_ours(path: Path) -> str:
    from ketluan.ingest import load
    from ketluan.ingest.limits import Limits

    return load(path, limits=Limits(ocr="never")).text


def read_pdfplumber(path: Path) -> str:
    import pdfplumber

    out = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            out.append(page.extract_text())
            page.close()
    return "\n".join(out)


def read_pdfium(path: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def count_pages(path: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def best_seconds(work: Callable[[Path], object], paths: list[Path]) -> float:
    """CPU time of the best of some runs."""
    best = float("inf")
    for _ in range(N_RUNS):
        started = time.process_time()
        for path in paths:
            work(path)
        best = min(best, time.process_time() - started)
    return best


def share_of_same_characters(paths: list[Path]) -> float:
    same = total = 0
    for path in paths:
        ours, theirs = (Counter("".join(read(path).split())) for read in (read_ours, read_pdfplumber))
        same += (ours & theirs).total()
        total += theirs.total()
    return same / max(1, total)


def measure_text_layers(paths: list[Path]) -> dict[str, float]:
    n_pages = sum(map(count_pages, paths))
    read_ours(paths[0])
    read_pdfplumber(paths[0])
    ours, plumber, pdfium = (best_seconds(read, paths) for read in (read_ours, read_pdfplumber, read_pdfium))
    return {
        "text_layer_pages": float(n_pages),
        "pages_per_s": n_pages / ours,
        "pdfplumber_pages_per_s": n_pages / plumber,
        "pypdfium2_pages_per_s": n_pages / pdfium,
        "ratio_to_pdfplumber": plumber / ours,
        "ratio_to_pypdfium2": pdfium / ours,
        "same_characters": share_of_same_characters(paths),
    }


def measure_recognition(paths: list[Path]) -> dict[str, float]:
    """Seconds a page of scans, beside tesseract on the pictures as PDFium renders them; rendering counts for neither."""
    import pypdfium2

    from ketluan.ingest.limits import DEFAULT_LIMITS
    from ketluan.ingest.page_reading import build_scan_rows, read_picture

    scale = 300 / 72
    pictures = [page.render(scale=scale).to_pil() for path in paths for page in pypdfium2.PdfDocument(path)]

    def ours() -> None:
        for picture in pictures:
            build_scan_rows(read_picture(picture, 1 / scale, DEFAULT_LIMITS))

    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{n}.png" for n in range(len(pictures))]
        for picture, file in zip(pictures, files, strict=True):
            picture.save(file)

        def bare() -> None:
            for file in files:
                command = ["tesseract", str(file), "stdout", "-l", "vie", "--dpi", "300", "tsv"]
                subprocess.run(command, check=True, capture_output=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})

        seconds = {name: min(_timed(work) for _ in range(2)) / len(pictures) for name, work in (("ours", ours), ("bare", bare))}
    return {
        "scanned_pages": float(len(pictures)),
        "recognition_s_per_page": seconds["ours"],
        "tesseract_s_per_page": seconds["bare"],
        "ratio_to_tesseract": seconds["ours"] / seconds["bare"],
    }


def _timed(work: Callable[[], None]) -> float:
    """Processor time of this process and of those that it started."""
    before = os.times()
    work()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def has_text_layer(path: Path) -> bool:
    try:
        return len(read_pdfium(path).split()) > 100
    except Exception:  # what PDFium cannot open is no matter of speed
        return False


def main() -> int:
    """Entry point: prints a table; a missed target is named, but is no error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus" / "pdf")
    parser.add_argument("--json", type=Path, help="save the figures")
    arguments = parser.parse_args()
    paths = [path for path in sorted(arguments.folder.glob("*.pdf")) if has_text_layer(path)]
    figures = measure_text_layers(paths)
    if shutil.which("tesseract"):
        figures |= measure_recognition(SCANS)
    else:
        print("tesseract is not installed: recognition was not measured")
    for name, value in figures.items():
        bound, side = TARGETS.get(name, (None, ""))
        missed = bound is not None and (value < bound if side == "at least" else value > bound)
        print(f"{name:28s}{value:12,.3f}" + (f"   target {side} {bound:g}{'   MISSED' if missed else ''}" if bound else ""))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
