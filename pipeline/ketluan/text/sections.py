"""Sections of a report: which part praises, which lists shortcomings, which recommends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ketluan.text.folding import same_tone_style
from ketluan.text.sentences import Spans

SectionKind = Literal[
    "background", "results", "strengths", "shortcomings", "causes", "recommendations", "legal_basis", "recipients", "other",
]  # fmt: skip

MAX_HEADING_CHARS = 160
_NUMBER = re.compile(
    r"^(?:(?:(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục)\s)?(?P<roman>[IVX]{1,5})[.)\-/:]|(?P<arabic>\d{1,2}(?:\.\d{1,2}){0,3})[.)]?|(?P<letter>[a-zđA-ZĐ])[.)]|(?P<bullet>[-–+•*]))\s+"
)
_KINDS: list[tuple[SectionKind, re.Pattern[str]]] = [
    ("recipients", re.compile(r"^nơi nhận")),
    ("legal_basis", re.compile(r"^căn cứ ")),
    ("recommendations", re.compile(r"kiến nghị|đề nghị|yêu cầu|biện pháp xử lý|xử lý sau thanh tra|tổ chức thực hiện")),
    ("causes", re.compile(r"nguyên nhân|trách nhiệm")),
    ("shortcomings", re.compile(r"hạn chế|thiếu sót|khuyết điểm|tồn tại|vi phạm|sai phạm|bất cập")),
    ("strengths", re.compile(r"ưu điểm|(?:kết quả|mặt|việc) (?:đã )?(?:đạt|làm) được|kết quả đạt")),
    ("background", re.compile(r"khái quát|đặc điểm|tình hình chung|thông tin chung")),
    ("results", re.compile(r"kết quả (?:thanh tra|kiểm tra|xác minh)|nội dung (?:thanh tra|kiểm tra)")),
]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text below one heading: `start` at the heading, `end` at the next heading of any level."""

    kind: SectionKind
    start: int
    end: int
    heading_end: int
    level: int
    number: str | None


def find_sections(text: str, sentences: Spans) -> list[Section]:
    """Headings, numbered in Roman, Arabic or letters, or all in capitals, open a section; sections do not overlap.

    Text before the first heading belongs to no section. A numbered line that is a full sentence is no heading.
    """
    heads: list[tuple[int, int, SectionKind, int, str | None]] = []
    for start, end in sentences:
        if start and text[start - 1] != "\n" and text[:start].strip():
            continue
        line = text[start:end]
        number = _NUMBER.match(line)
        title = line[number.end() :] if number else line
        if not title or len(line) > MAX_HEADING_CHARS or not (number or title.isupper()) or title.endswith((".", ";", ",")):
            continue
        kind = classify_heading(title)
        if kind == "other" and number and not title.isupper() and not number["roman"]:
            continue
        heads.append((start, end, kind, _level(number), number.group().strip() if number else None))
    ends = ([h[0] for h in heads] + [len(text)])[1:]
    return [Section(k, s, e, he, level, n) for (s, he, k, level, n), e in zip(heads, ends, strict=True)]


def classify_heading(title: str) -> SectionKind:
    """The kind of section that a heading opens; "other" where its words say nothing."""
    folded = same_tone_style(title)
    return next((kind for kind, pattern in _KINDS if pattern.search(folded)), "other")


def _level(number: re.Match[str] | None) -> int:
    if number is None or number["roman"]:
        return 1
    if number["arabic"]:
        return 2 + number["arabic"].count(".")
    return 5
