"""Pinpoints: (text, as written, targets); a target is written as one letter for each level with its value ("a5 c2")."""

from __future__ import annotations

import pytest

from ketluan.citations import find
from ketluan.record import Pinpoint

DECREE = "Nghị định số 61/2018/NĐ-CP"
CASES = [
    ("Điều 5", "điều 5", ["a5"]),
    ("khoản 2 Điều 5", "khoản 2 điều 5", ["a5 c2"]),
    ("khoản 2, Điều 5", "khoản 2 điều 5", ["a5 c2"]),
    ("Khoản 2 Điều 5 của", "khoản 2 điều 5", ["a5 c2"]),
    ("điểm a khoản 2 Điều 5", "điểm a khoản 2 điều 5", ["a5 c2 pa"]),
    ("điểm đ khoản 2a Điều 52a", "điểm đ khoản 2a điều 52a", ["a52a c2a pđ"]),
    ("điểm a, b và c khoản 2 Điều 5", "điểm a, b và c khoản 2 điều 5", ["a5 c2 pa", "a5 c2 pb", "a5 c2 pc"]),
    ("Điều 30, 31", "điều 30, 31", ["a30", "a31"]),
    ("Điều 15, Điều 18", "điều 15, điều 18", ["a15", "a18"]),
    ("khoản 1 và khoản 2 Điều 5", "khoản 1 và khoản 2 điều 5", ["a5 c1", "a5 c2"]),
    ("khoản 1, 3 và điểm b khoản 4 Điều 7", "khoản 1, 3 và điểm b khoản 4 điều 7", ["a7 c1", "a7 c3", "a7 c4 pb"]),
    ("khoản 1, Điều 7 và khoản 6,7 Điều 57", "khoản 1 điều 7 và khoản 6, 7 điều 57", ["a7 c1", "a57 c6", "a57 c7"]),
    ("khoản 1, 3 Điều 4; Điều 5", "khoản 1, 3 điều 4; điều 5", ["a4 c1", "a4 c3", "a5"]),
    ("Điều 4 đến Điều 7", "điều 4 đến điều 7", ["a4", "a5", "a6", "a7"]),
    ("Điều 4 đến 6", "điều 4 đến 6", ["a4", "a5", "a6"]),
    ("Điều 5 khoản 2 điểm a", "điều 5 khoản 2 điểm a", ["a5 c2 pa"]),
    ("Chương II", "chương II", ["hII"]),
    ("mục 2 phần III", "mục 2 phần III", ["rIII s2"]),
    ("điểm 4.1 mục 4 phần I", "điểm 4.1 mục 4 phần I", ["rI s4 p4.1"]),
    ("mục 2.1 khoản 2 Điều 3 Quy định ban hành kèm theo", "mục 2.1 khoản 2 điều 3", ["s2.1 a3 c2"]),
    ("tiểu mục 3 mục 2 chương IV", "tiểu mục 3 mục 2 chương IV", ["hIV s2.3"]),
    ("khoản 2\nĐiều 5", "khoản 2 điều 5", ["a5 c2"]),
    ("diêm à khoan 2 Điêu 5", "điểm a khoản 2 điều 5", ["a5 c2 pa"]),
]
LETTERS = {"part": "r", "chapter": "h", "section": "s", "article": "a", "clause": "c", "point": "p"}


def short(target: Pinpoint) -> str:
    values = ((letter, getattr(target, level)) for level, letter in LETTERS.items())
    return " ".join(f"{letter}{value}" for letter, value in values if value)


@pytest.mark.parametrize(("words", "written", "targets"), CASES)
def test_pinpoint(words: str, written: str, targets: list[str]) -> None:
    text = f"theo quy định tại {words} {DECREE} của Chính phủ"
    [citation] = find(text)
    [mention] = citation.mentions
    assert mention.pinpoint == written
    assert [short(target) for target in mention.targets] == targets
    assert mention.text == f"{words} {DECREE}"


@pytest.mark.parametrize("words", ["thời điểm", "tài khoản", "quan điểm a", "phần mềm", "các điều", "mục tiêu của"])
def test_common_words_are_no_pinpoints(words: str) -> None:
    [citation] = find(f"{words} {DECREE}")
    assert citation.mentions[0].pinpoint is None


def test_pinpoints_stop_at_the_document_before() -> None:
    first, second = find("Điều 5 Luật Khiếu nại và Điều 7 Luật Tố cáo")
    assert [first.mentions[0].pinpoint, second.mentions[0].pinpoint] == ["điều 5", "điều 7"]


@pytest.mark.parametrize(
    ("text", "mention", "pinpoint"),
    [
        ("theo Luật Đất đai tại khoản 1, Điều 58 thì", "Luật Đất đai tại khoản 1, Điều 58", "khoản 1 điều 58"),
        ("Nghị định 97/2008/NĐ-CP tại Điều 6, khoản 2 quy định", "Nghị định 97/2008/NĐ-CP tại Điều 6, khoản 2", "điều 6 khoản 2"),
        ("theo Luật Đất đai tại Điều 5 Quy chế này", "Luật Đất đai", None),
        ("theo Luật Đất đai tại khoản 2 nêu trên", "Luật Đất đai", None),
    ],
)
def test_pinpoint_behind(text: str, mention: str, pinpoint: str | None) -> None:
    [citation] = find(text)
    assert [(m.text, m.pinpoint) for m in citation.mentions] == [(mention, pinpoint)]


def test_a_pinpoint_before_the_next_document_is_that_document_s() -> None:
    found = {c.key: c.mentions[0].pinpoint for c in find("Theo Luật Đất đai tại Điều 5 Nghị định 43/2014/NĐ-CP quy định")}
    assert found == {"Luật Đất đai": None, "43/2014/NĐ-CP": "điều 5"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (f"mục B, Phụ lục số 01 ban hành kèm theo {DECREE}", "mục B phụ lục 01"),
        (f"Phụ lục I, II ban hành kèm theo {DECREE}", "phụ lục I, II"),
        (f"PHỤ LỤC 01\n(Kèm theo {DECREE})", None),
        (f"mục II.2 {DECREE}", "mục II.2"),
        (f"Khoản 1, Khoản 2 - Điều 5 - {DECREE}", "khoản 1, khoản 2 điều 5"),
        (f"khoản 1, điều 5 ({DECREE})", "khoản 1 điều 5"),
        (f"{DECREE} (Điều 5, Điều 6)", "điều 5, điều 6"),
        (f"{DECREE} (khoản 2 Điều 5)", "khoản 2 điều 5"),
    ],
)
def test_pinpoints_of_annexes_and_in_brackets(text: str, written: str | None) -> None:
    assert find(text + " thì")[0].mentions[0].pinpoint == written


def test_a_pinpoint_before_a_bracketed_law_is_that_laws() -> None:
    first, second = find("trái với Luật Nhà ở, tại khoản 1, điều 58 (Luật Đất đai năm 2003)")
    assert (first.mentions[0].pinpoint, second.mentions[0].pinpoint) == (None, "khoản 1 điều 58")
