"""Text of page pictures through the tesseract program: words with boxes and confidence."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ketluan.errors import ResourceError, WorkerError
from ketluan.ingest.page_images import PageImage
from ketluan.ingest.printed import NOWHERE, Box4, Run

LANGUAGE = "vie"
DPI = 300
INSTALL_HINT = "install tesseract-ocr and tesseract-ocr-vie (Debian, Ubuntu), or the program and vie.traineddata elsewhere"
# A page of dense noise takes 40 s and comes back as confident nonsense.
PAGE_TIMEOUT_S = 30.0
# Layout analysis that finds columns by itself (3); one line (7); text anywhere, in no order (11), for what is left of a page.
AUTO, LINE, SPARSE = 3, 7, 11
_LEVEL_WORD = "5"
MIN_TURN_CONFIDENCE = 1.0
# Width of a gap, in heights of the line, that divides two runs of one line.
RUN_GAP = 1.6


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word; `line` numbers the printed line that it stands in, in the recogniser's order."""

    text: str
    box: Box4
    confidence: float
    line: tuple[int, int, int]


@cache
def find_program() -> str:
    """Path of tesseract with its Vietnamese model.

    Raises:
        ResourceError: the program or the model is not installed; the hint names the packages.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise ResourceError("tesseract is not installed, and this page is an image", hint=INSTALL_HINT)
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    if LANGUAGE not in listed.stdout.split():
        raise ResourceError("tesseract has no Vietnamese model (vie)", hint=INSTALL_HINT)
    return program


def recognise(page: PageImage, *, layout: int = AUTO, timeout_s: float = PAGE_TIMEOUT_S) -> list[Word]:
    """The words of a picture, in points of the page.

    One thread per process: two processes on two cores read faster than one on both.

    Raises:
        ResourceError: tesseract is not installed.
        WorkerError: the page took longer than `timeout_s`, or the program failed.
    """
    image = page.image
    picture = b"P5 %d %d 255\n" % image.size + image.tobytes()
    command = [
        find_program(),
        "stdin",
        "stdout",
        "-l",
        LANGUAGE,
        "--psm",
        str(layout),
        "--dpi",
        str(round(72 / page.points_per_pixel)),
    ]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            [*command, "tsv"], input=picture, capture_output=True, timeout=timeout_s, check=False, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise WorkerError(f"recognising the page took longer than {timeout_s:g} s", code="worker-timeout") from error
    if done.returncode:
        raise WorkerError("tesseract failed on the page", code="worker-died")
    return _parse(done.stdout.decode("utf-8", "replace"), page)


def _parse(table: str, page: PageImage) -> list[Word]:
    words = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == _LEVEL_WORD and cells[11].strip():
            left, top, width, height = (int(cell) for cell in cells[6:10])
            line = (int(cells[2]), int(cells[3]), int(cells[4]))
            words.append(Word(cells[11].strip(), page.place(left, top, left + width, top + height), float(cells[10]), line))
    return words


def detect_turn(page: PageImage) -> int:
    """Quarter turns counter-clockwise that set the picture upright (0 to 3); 0 where tesseract cannot tell."""
    image = page.image
    picture = b"P5 %d %d 255\n" % image.size + image.tobytes()
    command = [find_program(), "stdin", "stdout", "-l", "osd", "--psm", "0", "--dpi", str(round(72 / page.points_per_pixel))]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=PAGE_TIMEOUT_S, check=False, env=environment)
    except subprocess.TimeoutExpired:
        return 0
    found = dict(line.split(":", 1) for line in done.stdout.decode("utf-8", "replace").splitlines() if ":" in line)
    try:
        degrees, confidence = int(found["Rotate"]), float(found["Orientation confidence"])
    except (KeyError, ValueError):
        return 0
    return (-degrees // 90) % 4 if confidence > MIN_TURN_CONFIDENCE else 0


def build_word_runs(words: Sequence[Word]) -> list[Run]:
    """Words of one printed line as runs, cut at wide gaps; every code point gets an equal share of its word's box."""
    runs: list[Run] = []
    heights = _line_boxes(words)
    last: Word | None = None
    for word in words:
        top, bottom = heights[word.line]
        if last is not None and last.line == word.line and 0 <= word.box[0] - last.box[2] < RUN_GAP * (bottom - top):
            run = runs[-1]
            run.text += " " + word.text
            run.boxes += [NOWHERE, *_letter_boxes(word, top, bottom)]
            run.x1 = word.box[2]
            run.confidence = min(run.confidence or 0.0, word.confidence)
        else:
            boxes = _letter_boxes(word, top, bottom)
            runs.append(Run(word.text, boxes, word.box[0], top, word.box[2], bottom, confidence=word.confidence))
        last = word
    return runs


def _line_boxes(words: Sequence[Word]) -> dict[tuple[int, int, int], tuple[float, float]]:
    """Top and bottom of each line: medians, since a signature or a stamp may blow one word up."""
    edges: dict[tuple[int, int, int], list[Box4]] = {}
    for word in words:
        edges.setdefault(word.line, []).append(word.box)
    return {
        line: (sorted(b[1] for b in boxes)[len(boxes) // 2], sorted(b[3] for b in boxes)[len(boxes) // 2])
        for line, boxes in edges.items()
    }


def _letter_boxes(word: Word, top: float, bottom: float) -> list[Box4]:
    x0, _, x1, _ = word.box
    step = (x1 - x0) / len(word.text)
    return [(x0 + i * step, top, x0 + (i + 1) * step, bottom) for i in range(len(word.text))]
