"""Wrapped lines -> paragraphs: one line of text each, so that no sentence is cut at the edge of the paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ketluan.ingest.zones import BODY, HEAD_LEFT, HEAD_RIGHT, NOTE, NUMBER_LINE, SIGN_LEFT, SIGN_RIGHT, SUBJECT, TABLE, Line
from ketluan.text.folding import fold_same_length

_MARKER = re.compile(
    r"^(?:[-–—+•*▪●○◦✓➢]\s{0,3}\S|\(?[a-zđ][)]|[a-zđ]\.\s|\(?\d{1,3}[).]\s?(?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s|[IVX]{1,5}\s?[.\-–/)]\s?"
    r"|\[\d{1,3}\]|(?:Điều|ĐIỀU)\s\d{1,3}[a-zđ]?\s?[.:]|(?:Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|Phụ lục|PHỤ LỤC)\s[IVX\dA-Z]{1,5}\b"
    r"|(?:Căn cứ|Xét|Theo đề nghị|Thực hiện|Nơi nhận|Kính gửi)\b)"
)
_STOP = re.compile(r"[.;:!?][\"”’)]{0,2}$|\./\.$")
_NUMBER_BREAK = re.compile(r"[\w)](?:-|/)$")
# Tolerances in heights of the line.
FULL_SLACK = 0.6
INDENT = 0.9
EXTRA_LEADING = 0.75


@dataclass(frozen=True, slots=True)
class Column:
    """Left and right edge of the running text, in points."""

    left: float
    right: float


def measure_column(lines: Sequence[Line]) -> Column | None:
    """Edges of the body of a page: where most lines begin and the widest end; None where there are too few lines."""
    body = [line for line in lines if line.zone == BODY]
    if len(body) < 2:
        return None
    width = max(line.x1 for line in body) - min(line.x0 for line in body)
    wide = [line for line in body if line.x1 - line.x0 > 0.6 * width]
    if len(wide) < 2:
        return None
    ends = sorted(line.x1 for line in wide)
    starts = sorted(line.x0 for line in wide)
    return Column(left=starts[len(starts) // 8], right=ends[(len(ends) * 3) // 4])


def continues(previous: Line, line: Line, column: Column | None, *, new_page: bool = False) -> bool:
    """Whether `line` goes on with the paragraph of `previous`.

    The line before must have been full (the first word of this one would not have fitted), or break inside a sentence
    among lines that are centred or ragged; a marker at an indented place opens a paragraph, and so does extra leading.
    """
    if previous.zone != line.zone or line.zone in (TABLE, HEAD_RIGHT, SIGN_RIGHT):
        return False
    if line.zone in (HEAD_LEFT, SIGN_LEFT):
        return _continues_block(previous, line)
    height = min(previous.height, line.height)
    if not new_page and (line.top - previous.bottom > EXTRA_LEADING * height or line.bottom < previous.top):
        return False
    if max(previous.height, line.height) > 1.35 * height:
        return False
    if column is None:
        return _is_inside_sentence(previous, line)
    full = previous.x1 + line.first_word_width + 0.2 * height > column.right - FULL_SLACK * height
    indented = line.x0 - column.left > INDENT * height
    marked = bool(_MARKER.match(line.text))
    if not full:
        return _is_inside_sentence(previous, line) and abs(_center(previous) - _center(line)) < 3 * height
    stopped = bool(_STOP.search(previous.text))
    if marked and (indented or stopped or abs(line.x0 - previous.x0) < 0.5 * height):
        return not stopped and not indented and _is_reference_break(previous.text)
    if indented and not _hangs(previous, line, height):
        return not stopped and (
            line.text[:1].islower() or abs(line.x0 - previous.x0) < 0.5 * height or _both_centred(previous, line, column, height)
        )
    return not (stopped and indented)


def _center(line: Line) -> float:
    return (line.x0 + line.x1) / 2


def _both_centred(previous: Line, line: Line, column: Column, height: float) -> bool:
    middle = (column.left + column.right) / 2
    return abs(_center(previous) - middle) < 1.5 * height and abs(_center(line) - middle) < 1.5 * height


def _hangs(previous: Line, line: Line, height: float) -> bool:
    """Lines of a list item below its text, not below its marker."""
    return bool(_MARKER.match(previous.text)) and 0 < line.x0 - previous.x0 < 4 * height and not _MARKER.match(line.text)


def _is_inside_sentence(previous: Line, line: Line) -> bool:
    """A break that only makes sense inside a sentence: no full stop before it, a small letter behind it."""
    return not _STOP.search(previous.text) and line.text[:1].islower() and not _MARKER.match(line.text)


def _is_reference_break(text: str) -> bool:
    """Whether the line before ends in the middle of a reference ("khoản", "Điều", "số"), so that a number may follow."""
    last = fold_same_length(text).rsplit(" ", 1)[-1]
    return last in {
        "khoan",
        "dieu",
        "diem",
        "so",
        "ngay",
        "thang",
        "nam",
        "va",
        "tai",
        "luat",
        "muc",
        "chuong",
        "phan",
        "phu",
        "luc",
        "cua",
        "tu",
        "den",
        "la",
        "theo",
        "trong",
    } or text.endswith(",")


def _continues_block(previous: Line, line: Line) -> bool:
    """In the letterhead only the subject of a letter runs on; among the recipients an entry without its dash does."""
    if line.zone == HEAD_LEFT:
        if previous.text.isupper() or line.text.isupper() or not any(char.isalnum() for char in previous.text):
            return False
        if NUMBER_LINE.match(fold_same_length(previous.text)) or NUMBER_LINE.match(fold_same_length(line.text)):
            return False
        return line.text[:1] not in "(-" and not SUBJECT.match(fold_same_length(line.text))
    if _MARKER.match(line.text) or _STOP.search(previous.text) or line.text[:1] in "-–(":
        return False
    return bool(re.match(r"[-–+•]", previous.text))


def joint(previous: str, line: str) -> str:
    """What stands between two joined lines: nothing inside a document number or a word that a hyphen divides, else a space."""
    if _NUMBER_BREAK.search(previous) and line[:1].isalnum():
        head = previous.rsplit(" ", 1)[-1]
        if previous[-1] == "/" or "/" in head or head[:-1].isupper():
            return ""
    return "" if line[:1] == "/" and previous[-1:].isalnum() and re.match(r"/\d{4}/|/[A-ZĐ]{2}", line) else " "


__all__ = ["NOTE", "Column", "continues", "joint", "measure_column"]
