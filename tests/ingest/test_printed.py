"""Glyphs become runs and rows, rows become lines in reading order, lines become paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan.ingest.compose import PageLines, compose
from ketluan.ingest.paragraphs import joint
from ketluan.ingest.printed import Box4, Row, Run, build_rows, build_runs, split_run
from ketluan.ingest.zones import drop_furniture, find_lines, is_page_number

WIDTH, HEIGHT, SIZE = 595.0, 842.0, 14.0
LETTER = 6.0


def glyphs(text: str, x: float, y: float) -> tuple[str, list[Box4]]:
    return text, [(x + LETTER * i, y, x + LETTER * (i + 1), y + SIZE) for i in range(len(text))]


def run(text: str, x: float, y: float, *, stamped: bool = False) -> Run:
    [made] = build_runs(*glyphs(text, x, y), first_stamped=0 if stamped else None)
    return made


def read(*runs: Run) -> list[str]:
    return [line.text for line in find_lines(build_rows(runs), WIDTH)]


def page_text(*pages: list[Run]) -> str:
    read_pages = [
        PageLines(n, WIDTH, HEIGHT, "text-layer", find_lines(build_rows(runs), WIDTH)) for n, runs in enumerate(pages, 1)
    ]
    return compose(read_pages)[0]


LETTERHEAD = [
    run("UBND TỈNH HÀ TĨNH", 60, 60), run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 300, 60),
    run("SỞ NỘI VỤ", 90, 78), run("Độc lập - Tự do - Hạnh phúc", 320, 78),
    run("Số: 12/KL-SNV", 70, 100), run("Hà Tĩnh, ngày 2 tháng 3 năm 2024", 310, 102),
]  # fmt: skip


def test_the_letterhead_gives_its_left_lines_and_then_its_right_lines() -> None:
    assert read(*LETTERHEAD, run("KẾT LUẬN THANH TRA", 220, 140)) == [
        "UBND TỈNH HÀ TĨNH", "SỞ NỘI VỤ", "Số: 12/KL-SNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hà Tĩnh, ngày 2 tháng 3 năm 2024",
        "KẾT LUẬN THANH TRA",
    ]  # fmt: skip


def test_a_letterhead_whose_columns_touch_is_cut_where_the_motto_begins() -> None:
    lines = read(
        run("UBND TỈNH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 200, 60),
        run("Số: 5/KL-TTr Hà Tĩnh, ngày 1 tháng 2 năm 2024", 200, 90),
    )
    assert lines == ["UBND TỈNH", "Số: 5/KL-TTr", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Hà Tĩnh, ngày 1 tháng 2 năm 2024"]


@pytest.mark.parametrize(
    ("printed", "stamps", "line"),
    [
        ([("Số:", 70), ("/2025/QĐ-UBND", 140)], [("13", 105)], "Số: 13/2025/QĐ-UBND"),
        ([("Số:", 70), ("/QĐ-UBND", 140)], [("1", 100), ("3", 112)], "Số: 13/QĐ-UBND"),
        ([("Số:13 /BC-SYT", 70)], [], "Số:13/BC-SYT"),
        ([("Số: 07/TTr- SYT", 70)], [], "Số: 07/TTr-SYT"),
    ],
)
def test_a_number_that_was_stamped_or_written_apart_is_joined(
    printed: list[tuple[str, float]], stamps: list[tuple[str, float]], line: str
) -> None:
    number = [run(text, x, 100) for text, x in printed] + [run(text, x, 101, stamped=True) for text, x in stamps]
    assert line in read(*LETTERHEAD[:4], *number)


def test_a_day_stamped_into_a_date_stands_where_it_was_stamped() -> None:
    date = run("Hà Tĩnh, ngày  tháng 3 năm 2024", 310, 102)
    assert "Hà Tĩnh, ngày 21 tháng 3 năm 2024" in read(*LETTERHEAD[:5], date, run("21", 310 + 13.5 * LETTER, 101, stamped=True))


def test_day_and_month_stamped_beside_each_other_are_two_runs() -> None:
    day, month = glyphs("15", 100, 100), glyphs("12", 100 + 3 * LETTER, 100)
    assert [r.text for r in build_runs(day[0] + month[0], day[1] + month[1], first_stamped=0)] == ["15", "12"]


def test_stamps_on_both_sides_of_a_printed_slash_stand_there() -> None:
    printed = build_runs(*glyphs("kể từ ngày  /  /2024.", 100, 100))
    [stamps] = build_runs("1512", [(x, 100.0, x + LETTER, 100 + SIZE) for x in (161.0, 167.0, 176.5, 182.5)], first_stamped=0)
    slash = printed[0].boxes[printed[0].text.index("/")]
    assert stamps.boxes[1][2] < (slash[0] + slash[2]) / 2 < stamps.boxes[2][0], "the slash stands in the stamp's gap"
    assert [row.text for row in build_rows([*printed, stamps])] == ["kể từ ngày 15 / 12 /2024."]


def test_a_rule_of_dashes_below_the_agency_is_not_joined_to_the_number() -> None:
    rows = [*LETTERHEAD[:3], run("-------", 90, 90), *LETTERHEAD[3:]]
    assert "Số: 12/KL-SNV" in page_text(rows).split("\n")


def test_recipients_come_before_the_signature_beside_them() -> None:
    lines = read(
        run("Nơi nhận:", 60, 600), run("CHÁNH THANH TRA", 350, 602), run("- Như trên;", 60, 616), run("Trần Văn Mẫu", 360, 660)
    )
    assert lines == ["Nơi nhận:", "- Như trên;", "CHÁNH THANH TRA", "Trần Văn Mẫu"]


FULL = "x" * 78


def test_wrapped_lines_become_one_line_and_indented_ones_begin_a_new_one() -> None:
    runs = [run(FULL[:72], 96, 100), run(FULL, 60, 118), run("hết câu.", 60, 136), run(FULL[:72], 96, 154), run("cuối.", 60, 172)]
    assert page_text(runs) == f"{FULL[:72]} {FULL} hết câu.\n{FULL[:72]} cuối.\n"


def test_a_paragraph_goes_on_over_the_page_break_and_the_pages_still_cover_the_text() -> None:
    first = [run(FULL, 60, 100), run(FULL, 60, 118)]
    second = [run("tiếp theo của câu.", 60, 60), run(FULL[:72], 96, 78), run(FULL, 60, 96)]
    read_pages = [
        PageLines(n, WIDTH, HEIGHT, "text-layer", find_lines(build_rows(runs), WIDTH))
        for n, runs in enumerate((first, second), 1)
    ]
    text, pages, _ = compose(read_pages)
    assert f"{FULL} tiếp theo của câu.\n" in text
    assert [text[p.start : p.end].strip()[:4] for p in pages] == ["xxxx", "tiếp"]
    assert pages[-1].end == len(text)


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [("số 152/2016/TT-", "BTC ngày", ""), ("số 12/", "2024/QĐ-UBND", ""), ("Sở Lao động -", "Thương binh", " "),
     ("thuộc xã-", "phường", " "), ("hồ sơ", "được", " ")],
)  # fmt: skip
def test_a_number_broken_at_the_end_of_a_line_closes_up(before: str, after: str, between: str) -> None:
    assert joint(before, after) == between


def test_page_numbers_and_running_heads_are_left_out_and_counted() -> None:
    pages = [
        ([Row([run("CÔNG BÁO/Số 7", 60, 20)]), Row([run("nội dung", 60, 300)]), Row([run(f"- {n} -", 290, 810)])], HEIGHT)
        for n in (1, 2, 3)
    ]
    assert [([row.text for row in kept], left_out) for kept, left_out in drop_furniture(pages)] == [(["nội dung"], 2)] * 3


def test_a_year_in_the_body_is_no_page_number() -> None:
    [(kept, left_out)] = drop_furniture([([Row([run("năm", 60, 300)]), Row([run("2024", 60, 400)])], HEIGHT)])
    assert (len(kept), left_out) == (2, 0)


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        ("7", True), ("- 7 -", True), ("7/12", True), ("Trang 3", True), ("iv", True), ("| 12", True),
        ("12/2024.", False), ("12/2024", False), ("112.", False), ("2024", False), ("15/9", False), ("7 hồ sơ", False),
    ],
)  # fmt: skip
def test_a_page_number_is_told_from_the_end_of_a_sentence(text: str, is_number: bool) -> None:
    assert is_page_number(text) is is_number


def test_a_glyph_painted_twice_counts_once() -> None:
    _, boxes = glyphs("Sở", 60, 100)
    doubled = [b for box in boxes for b in (box, (box[0] + 0.3, *box[1:]))]
    assert [r.text for r in build_runs("SSởở", doubled)] == ["Sở"]


def test_a_hyphen_at_the_end_of_a_line_is_a_hyphen() -> None:
    chars, boxes = glyphs("TT\ufffe", 60, 100)
    assert [r.text for r in build_runs(chars, boxes)] == ["TT-"]


@given(
    st.lists(
        st.tuples(st.text("ab Đố9/-\u0301", min_size=1, max_size=12), st.integers(20, 500), st.integers(20, 780)), max_size=25
    )
)
def test_every_glyph_ends_up_in_the_text_once_with_its_box(pieces: list[tuple[str, int, int]]) -> None:
    chars, boxes = "", []
    for text, x, y in pieces:
        more, places = glyphs(text, x, y)
        chars, boxes = chars + more, boxes + places
    runs = build_runs(chars, boxes)
    assert all(len(r.text) == len(r.boxes) for r in runs)
    lines = find_lines(build_rows(runs), WIDTH)
    text, pages, layout = compose([PageLines(1, WIDTH, HEIGHT, "text-layer", lines)])
    assert pages[0].end == len(text)
    assert layout.boxes(pages, 0, len(text)) or not text.strip()


@given(st.integers(0, 8))
def test_splitting_a_run_keeps_every_letter(offset: int) -> None:
    whole = run("ab cd ef", 60, 100)
    assert "".join(part.text for part in split_run(whole, offset)).replace(" ", "") == "abcdef"
