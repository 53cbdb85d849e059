"""A scanned page as rows of print: picture, recognition, a second look where the first reads badly, the cache."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ketluan.ingest import clock, ocr
from ketluan.ingest.limits import Limits
from ketluan.ingest.ocr_repair import SURE_NUMBER, Change, repair_words
from ketluan.ingest.page_images import PageImage, enlarge, keep_red_ink, prepare, turn
from ketluan.ingest.printed import Row, Run, build_rows
from ketluan.ingest.quality import Quality, measure_quality
from ketluan.text.folding import fold_same_length
from ketluan.text.syllables import is_syllable

if TYPE_CHECKING:
    from PIL.Image import Image

CACHE_VERSION = "3"
# The page, how it is turned, the turned page, its number, its red ink: what recognition runs for at most.
MAX_LOOKS = 5
# Below this share of syllables a page may lie on its side or stand on its head.
TURN_BELOW = 0.5
# Below this share, with enough words, what was read is noise and no text.
NOISE_BELOW = 0.2
FEW_WORDS, NOISE_CONFIDENCE = 8, 60.0
NO_PRINT_CONFIDENCE = 30.0
MIN_RED_CONFIDENCE = 75.0
LOW_CONFIDENCE = 70.0
# Signs that stand alone: never print, print only where the recogniser is sure, bullets and dashes at any confidence.
_STROKES = "_|=~¬`'’‘ˆ^¡!\\›‹¿"
_BULLETS = frozenset("-–—+•&/")
# The letterhead of a page; a doubtful number in it, and how much higher than printed figures print may be.
MAX_HEAD_WORDS = 60
MIN_DOUBTFUL, MAX_PRINT_HEIGHT = 40.0, 1.2
_PRINTED_NUMBER = re.compile(r"^\d{1,5}(?:[/⁄]\d{4})?[/⁄](?=[A-ZĐÐ]{2})")
_PART_ONE = re.compile(r"[|\[!]\.")
SURE_OF_SIGN = 88.0
RED_BLOCKS = 1_000  # added to the block numbers of the second look, so that no line of the first is meant


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the recogniser gave for a page that was turned counter-clockwise by so many quarters, then straightened."""

    words: list[ocr.Word]
    quarter_turns: int = 0
    skew_degrees: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What was recognised on a page, and how far it is to be trusted; boxes are those of the straightened page."""

    words: list[ocr.Word]
    quarter_turns: int
    quality: Quality
    confidence: float
    skew_degrees: float = 0.0

    @property
    def is_noise(self) -> bool:
        """Many words with hardly a syllable among them, or words that the recogniser itself doubts: a drawing, another script."""
        if self.confidence < NO_PRINT_CONFIDENCE:
            return True
        if self.quality.n_words < FEW_WORDS:
            return self.confidence < NOISE_CONFIDENCE
        return self.quality.syllable_share < NOISE_BELOW


def read_picture(picture: Image, points_per_pixel: float, limits: Limits) -> Reading:
    """Recognise a page; the result is kept in `limits.cache_dir` under the hash of the picture.

    Raises:
        ResourceError: tesseract or its Vietnamese model is not installed.
        WorkerError: recognition took longer than `limits.ocr_page_timeout_s`.
    """
    path = _cache_path(picture, limits)
    recognised = _load(path)
    if recognised is None:
        with clock.uncounted(MAX_LOOKS * limits.ocr_page_timeout_s):
            recognised = _recognise(picture, points_per_pixel, limits.ocr_page_timeout_s)
        _save(path, recognised)
    return _judge(recognised)


def _recognise(picture: Image, points_per_pixel: float, timeout_s: float) -> Recognised:
    page, turns = prepare(picture, points_per_pixel), 0
    words = ocr.recognise(page, timeout_s=timeout_s)
    first = _judge(Recognised(words)).quality
    if first.syllable_share < TURN_BELOW or first.n_words < 5:
        turns = ocr.detect_turn(page)
    if turns:
        turned = turn(picture, turns)
        turned_page = prepare(turned, points_per_pixel)
        again = ocr.recognise(turned_page, timeout_s=timeout_s)
        if _judge(Recognised(again)).quality.score > first.score:
            picture, page, words = turned, turned_page, again
        else:
            turns = 0
    words = _confirm_number(page, words, timeout_s)
    return Recognised(words + _read_red(picture, page, timeout_s), turns, page.skew_degrees)


def _confirm_number(page: PageImage, words: list[ocr.Word], timeout_s: float) -> list[ocr.Word]:
    """A second look at a printed number of the letterhead that came back with doubt ("01/ĐL-BTC", for its Đ).

    Only where it stands in one piece with its symbol and is no higher than the figures around it, as handwriting is; it is
    confirmed if the same number comes back from a picture twice as large.
    """
    head = words[:MAX_HEAD_WORDS]
    heights = sorted(w.box[3] - w.box[1] for w in head if w.text.isdigit() and w.confidence > SURE_OF_SIGN)
    for index, word in enumerate(head):
        match = _PRINTED_NUMBER.match(word.text)
        before = fold_same_length(head[index - 1].text).strip(" .:;") if index else ""
        if not match or before != "so" or not MIN_DOUBTFUL <= word.confidence < SURE_NUMBER or not heights:
            continue
        if word.box[3] - word.box[1] > MAX_PRINT_HEIGHT * heights[len(heights) // 2]:
            continue
        again = "".join(other.text for other in ocr.recognise(enlarge(page, word.box), layout=ocr.LINE, timeout_s=timeout_s))
        if again.replace("⁄", "/").startswith(match.group().replace("⁄", "/")):
            return [*words[:index], replace(word, confidence=SURE_NUMBER), *words[index + 1 :]]
    return words


def _read_red(picture: Image, page: PageImage, timeout_s: float) -> list[ocr.Word]:
    """Office and name of the signer, where they were stamped in red; the seal's own words do not pass."""
    red = keep_red_ink(picture, page)
    if red is None:
        return []
    lines: dict[tuple[int, int, int], list[ocr.Word]] = {}
    for word in ocr.recognise(red, layout=ocr.SPARSE, timeout_s=timeout_s):
        lines.setdefault(word.line, []).append(word)
    kept = []
    for line, words in lines.items():
        if len(words) > 1 and all(w.confidence >= MIN_RED_CONFIDENCE and is_syllable(w.text) and len(w.text) > 1 for w in words):
            kept += [replace(word, line=(RED_BLOCKS + line[0], line[1], line[2])) for word in words]
    return kept


def _judge(recognised: Recognised) -> Reading:
    words = recognised.words
    quality = measure_quality(" ".join(word.text for word in words))
    letters = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / max(1, letters)
    return Reading(words, recognised.quarter_turns, quality, confidence, recognised.skew_degrees)


def build_scan_rows(reading: Reading) -> tuple[list[Row], list[Change]]:
    """Rows of print, and what was repaired; strokes that are no text (rules, edges, specks read as signs) are left out."""
    words, changes = _read_part_one(reading.words)
    repaired = repair_words([word for word in words if not _is_stroke(word)])
    rows = build_rows(run for run in ocr.build_word_runs(repaired.words) if not _is_scrap(run))
    return rows, changes + repaired.changes


def _read_part_one(words: list[ocr.Word]) -> tuple[list[ocr.Word], list[Change]]:
    """A line that begins with "[." or "|." begins with "I.", the number of a document's first part."""
    out, changes = [], []
    line = None
    for word in words:
        if word.line != line and _PART_ONE.fullmatch(word.text):
            changes.append((word.text, "I."))
            word = replace(word, text="I.")
        out.append(word)
        line = word.line
    return out, changes


def _is_stroke(word: ocr.Word) -> bool:
    """Underlines, edges and specks come back as "_", "—", "|" or ",", some with high confidence."""
    if any(char.isalnum() for char in word.text) or word.text in _BULLETS:
        return False
    return not word.text.strip(_STROKES) or word.confidence < SURE_OF_SIGN


def _is_scrap(run: Run) -> bool:
    """A run in which nothing reads as a word, a number or a sign with some confidence."""
    if (run.confidence or 0.0) >= 60:
        return False
    words = run.text.split()
    return (
        not any((len(w) > 1 and is_syllable(w.strip(".,;:()\"'-"))) or sum(c.isdigit() for c in w) > 1 for w in words)
        and len(run.text) < 12
    )


def _cache_path(picture: Image, limits: Limits) -> Path | None:
    if limits.cache_dir is None:
        return None
    digest = hashlib.sha256(f"{CACHE_VERSION} {picture.mode} {picture.size}".encode())
    digest.update(picture.tobytes())
    name = digest.hexdigest()
    return Path(limits.cache_dir) / "ocr" / name[:2] / f"{name}.json"


def _load(path: Path | None) -> Recognised | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Recognised) if path else None
    except (OSError, msgspec.DecodeError):
        return None


def _save(path: Path | None, recognised: Recognised) -> None:
    """Written beside and moved into place: several workers share the folder. A full disk costs only the cache."""
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(msgspec.json.encode(recognised))
        part.replace(path)
    except OSError:
        return
