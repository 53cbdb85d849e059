"""Scans: pictures made ready, recognition, repair, the cache, and what happens where tesseract is missing."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
from pdf_files import pdf
from PIL import Image, ImageDraw, ImageFont

from ketluan.errors import InputError, ResourceError, WorkerError
from ketluan.ingest import load_bytes, ocr, page_images, page_reading
from ketluan.ingest.limits import DEFAULT_LIMITS
from ketluan.ingest.ocr import Word, build_word_runs
from ketluan.ingest.ocr_repair import repair_words
from ketluan.ingest.page_images import PageImage, drop_red_ink, drop_specks, keep_red_ink, measure_skew, tilt
from ketluan.ingest.page_reading import Recognised, build_scan_rows
from ketluan.ingest.pdf import mend_rows
from ketluan.ingest.printed import Row, Run
from ketluan.ingest.quality import is_cipher, measure_quality, needs_recognition

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
LINES = ["Thanh tra huyen Nam Son", "da kiem tra ho so nam 2023", "va lap bien ban theo quy trinh"]


def picture(lines: list[str] = LINES, *, ink: tuple[int, int, int] = (0, 0, 0)) -> Image.Image:
    image = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        pen.text((120, 200 + 90 * number), line, fill=ink, font=ImageFont.load_default(size=40))
    return image


def scan(image: Image.Image) -> bytes:
    """The picture as the only thing on the page of a PDF."""
    out = io.BytesIO()
    image.save(out, "PDF", resolution=150)
    return out.getvalue()


def words(*texts: str, confidence: float = 95.0) -> list[Word]:
    return [Word(text, (50.0 * i, 10.0, 50.0 * i + 40, 22.0), confidence, (1, 1, 1)) for i, text in enumerate(texts)]


def repaired(text: str, confidence: float = 95.0) -> str:
    return " ".join(word.text for word in repair_words(words(*text.split(), confidence=confidence)).words)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("câp giây phép", "cấp giấy phép"),
        ("Nghi dinh", "Nghị định"),
        ("quy dịnh tại", "quy định tại"),
        ("QUYÉT ĐỊNH", "QUYẾT ĐỊNH"),
        ("GIÁM ĐÓC", "GIÁM ĐỐC"),
        ("tô chức, cá nhân", "tổ chức, cá nhân"),
        ("hồ sơ. chưa đầy đủ", "hồ sơ, chưa đầy đủ"),
        ("Độc lập —- Tự do", "Độc lập - Tự do"),
        ("tháng l2 năm", "tháng 12 năm"),
        (".KẾT LUẬN", "KẾT LUẬN"),
    ],
)
def test_marks_come_back_where_the_language_knows_the_pair(read: str, meant: str) -> None:
    assert repaired(read) == meant


@pytest.mark.parametrize(
    "read", ["Hội đông y tỉnh", "Ông Đôi Vơi", "phạm vi thanh toán", "anh Bàn Giao", "công nhân may", "qua kiểm tra"]
)
def test_what_is_right_or_a_name_or_open_stays(read: str) -> None:
    assert repaired(read) == read


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("l5/2021/TT-BTNMT", "15/2021/TT-BTNMT"),
        ("l09/2O16/NĐ-CP,", "109/2016/NĐ-CP,"),
        ("§119/QĐ-SYT", "8119/QĐ-SYT"),
        ("1675QĐ-UBND", "1675/QĐ-UBND"),
        ("61/2018/ND-CP", "61/2018/NĐ-CP"),
        ("4366/QÐ-SYT", "4366/QĐ-SYT"),
        ("ll/OO", "ll/OO"),
    ],
)
def test_a_document_number_follows_its_grammar(read: str, meant: str) -> None:
    assert repaired(f"theo {read}") == f"theo {meant}"


@pytest.mark.parametrize(
    ("read", "confidence", "meant"),
    [
        ("Số: ^4 3% /KH-SYT Hà Tĩnh,", 60.0, "Số: …/KH-SYT Hà Tĩnh,"),
        ("Số: 4366 /QĐ-SYT", 55.0, "Số: …/QĐ-SYT"),
        ("Sé:42©Ê /QÐ-SYT", 37.0, "Số: …/QĐ-SYT"),
        ("Số: 12 /KL-TTr", 93.0, "Số: 12/KL-TTr"),
        ("Số: 13/2025/QĐ-UBND", 96.0, "Số: 13/2025/QĐ-UBND"),
        ("theo Kế hoạch số 39 /KH-SYT", 70.0, "theo Kế hoạch số …/KH-SYT"),
        ("theo Kế hoạch số 39 /KH-SYT", 95.0, "theo Kế hoạch số 39 /KH-SYT"),
    ],
)
def test_a_number_written_by_hand_is_not_guessed(read: str, confidence: float, meant: str) -> None:
    assert repaired(read, confidence) == meant


def dateline(
    day: str, month: str, *, day_confidence: float = 96.0, month_confidence: float = 96.0, day_height: float = 9.0
) -> str:
    """A dateline after repair, its figures 9 points high."""
    texts = [("ngày", 97.0), (day, day_confidence), ("tháng", 97.0), (month, month_confidence), ("năm", 97.0), ("2017", 96.0)]
    line = [Word(text, (40.0 * i, 10.0, 40.0 * i + 30, 19.0), sure, (1, 1, 1)) for i, (text, sure) in enumerate(texts) if text]
    line = [replace(w, box=(w.box[0], 10.0, w.box[2], 10.0 + day_height)) if w.text == day else w for w in line]
    return " ".join(word.text for word in repair_words(line).words)


@pytest.mark.parametrize(
    ("what", "line", "meant"),
    [
        ("printed", dateline("04", "11"), "ngày 04 tháng 11 năm 2017"),
        ("strokes read as letters", dateline("l2", "TÌ", month_confidence=82), "ngày 12 tháng 11 năm 2017"),
        ("written by hand, half of it lost", dateline("2", "12", day_confidence=19), "ngày … tháng 12 năm 2017"),
        ("written by hand, no figures", dateline("{Ô-", "10", day_confidence=12), "ngày … tháng 10 năm 2017"),
        (
            "as high as handwriting",
            dateline("17", "12", day_confidence=80, day_height=14),
            "ngày … tháng 12 năm 2017",
        ),
        ("a high font, but sure", dateline("17", "12", day_confidence=96, day_height=14), "ngày 17 tháng 12 năm 2017"),
        ("a month in doubt", dateline("17", "lÌ", month_confidence=32), "ngày 17 tháng … năm 2017"),
    ],
)
def test_a_date_written_by_hand_is_not_guessed(what: str, line: str, meant: str) -> None:
    assert line == meant, what


def test_a_day_that_runs_into_the_word_before_it() -> None:
    read = [Word("ngàyÁ*j", (0.0, 10.0, 40.0, 22.0), 18.0, (1, 1, 1)), *words("tháng", "10")]
    assert [word.text for word in repair_words(read).words] == ["ngày", "…", "tháng", "10"]
    assert repair_words(words("ngày17", "tháng", "10")).words[0].text == "ngày17"


@pytest.mark.parametrize(
    ("what", "word", "again", "confidence"),
    [
        ("print in doubt", Word("01/ĐL-BTC", (150.0, 118.0, 214.0, 127.0), 47.0, (1, 1, 1)), "01/ÐL-BTC", 84.0),
        ("higher than print", Word("42/SYT-NVY", (150.0, 109.0, 214.0, 123.0), 47.0, (1, 1, 1)), "42/SYT-NVY", 47.0),
        ("read otherwise", Word("01/ĐL-BTC", (150.0, 118.0, 214.0, 127.0), 47.0, (1, 1, 1)), "07/ĐL-BTC", 47.0),
        ("hardly read", Word("42/SYT-NVY", (150.0, 118.0, 214.0, 127.0), 12.0, (1, 1, 1)), "42/SYT-NVY", 12.0),
    ],
)
def test_a_printed_number_in_doubt_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch, what: str, word: Word, again: str, confidence: float
) -> None:
    monkeypatch.setattr(ocr, "recognise", lambda page, **_: words(*again.split()))
    head = [
        Word("Số:", (130.0, 115.0, 147.0, 127.0), 93.0, (1, 1, 1)),
        word,
        Word("02", (451.0, 117.0, 463.0, 126.0), 97.0, (1, 1, 1)),
    ]
    page = PageImage(Image.new("L", (2500, 3500), 255), 72 / 300)
    assert page_reading._confirm_number(page, head, 1.0)[1].confidence == confidence, what


def test_what_changed_is_told_word_by_word() -> None:
    changes = repair_words(words("Số:", "4Jÿ®", "/BC-SYT", "Hà", "Nam,", "ngàyÁ*j", "tháng", confidence=30.0)).changes
    assert ("ngàyÁ*j", "ngày …") in changes and ("4Jÿ® /BC-SYT", "…/BC-SYT") in changes


def test_both_readings_are_kept() -> None:
    assert repair_words(words("quy", "dịnh")).changes == [("dịnh", "định")]


def test_words_of_a_line_become_runs_with_a_box_for_each_letter() -> None:
    [first, second] = build_word_runs([*words("Sở", "Y"), Word("tế", (400.0, 10.0, 420.0, 22.0), 90.0, (1, 1, 1))])
    assert (first.text, second.text) == ("Sở", "Y tế") or (first.text, second.text) == ("Sở Y", "tế")
    assert all(len(run.text) == len(run.boxes) for run in (first, second))


def test_strokes_read_as_signs_are_no_text() -> None:
    rows, _ = build_scan_rows(page_reading._judge(Recognised([*words("hồ", "sơ", "_", "|", "—-"), *words("~", confidence=99.0)])))
    assert rows[0].text.split()[:2] == ["hồ", "sơ"]
    assert "|" not in rows[0].text


def test_the_number_of_the_first_part_is_read_at_the_beginning_of_a_line_only() -> None:
    line = [Word("[.", (-20.0, 10.0, -10.0, 22.0), 19.0, (1, 1, 1)), *words("Kết", "quả"), *words("[.", confidence=19.0)]
    rows, changes = build_scan_rows(page_reading._judge(Recognised(line)))
    assert (rows[0].text, changes) == ("I. Kết quả", [("[.", "I.")])


def test_red_ink_is_white_and_black_ink_stays() -> None:
    grey = drop_red_ink(Image.new("RGB", (80, 80), (210, 60, 60)))
    assert grey.getpixel((0, 0)) == 255
    assert drop_red_ink(Image.new("RGB", (1, 1), (30, 25, 28))).getpixel((0, 0)) < 60


@pytest.mark.parametrize("degrees", [-2.0, 1.5, 3.0])
def test_skew_is_measured_and_turning_by_it_sets_the_lines_level(degrees: float) -> None:
    tilted = picture(LINES * 4).convert("L").rotate(-degrees, fillcolor=255)
    skew = measure_skew(tilted)
    assert skew == pytest.approx(degrees, abs=0.3)
    assert abs(measure_skew(tilted.rotate(skew, fillcolor=255))) < 0.3


@pytest.mark.parametrize("degrees", [-2.9, -1.0, 0.7, 2.0])
def test_shifting_strips_is_turning(degrees: float) -> None:
    tilted = picture(LINES * 4).convert("L").rotate(-degrees, fillcolor=255)
    straight = page_images._rotate(tilted, degrees)
    assert straight.size == tilted.size
    assert abs(measure_skew(straight)) < 0.3
    exact, shifted = (numpy.asarray(p.reduce(8), dtype=int) for p in (tilted.rotate(degrees, fillcolor=255), straight))
    assert abs(exact - shifted).mean() < 2


def test_a_narrow_strip_is_turned_without_harm() -> None:
    assert page_images._rotate(Image.new("L", (3000, 2), 0), 2.0).size == (3000, 2)


@pytest.mark.parametrize(
    ("what", "marks", "looked_at"),
    [
        ("a seal alone", [("seal", 700, 1100)], False),
        ("a seal and a name below it", [("seal", 700, 1100), ("Nguyen Van An", 640, 1360)], True),
        ("an office stamped in red", [("PHO CHANH THANH TRA", 600, 1100)], True),
        ("nothing red", [], False),
    ],
)
def test_a_second_look_only_at_red_ink_that_may_be_words(what: str, marks: list[tuple[str, int, int]], looked_at: bool) -> None:
    image = picture()
    pen = ImageDraw.Draw(image)
    for mark, x, y in marks:
        if mark == "seal":
            pen.ellipse((x, y, x + 212, y + 212), outline=(220, 40, 40), width=6)
        else:
            pen.text((x, y), mark, fill=(220, 40, 40), font=ImageFont.load_default(size=40))
    found = keep_red_ink(image, PageImage(image.convert("L"), 72 / 150))
    assert (found is not None) is looked_at, what


def test_boxes_lead_back_to_the_tilted_page() -> None:
    straight = PageImage(Image.new("L", (1000, 1000)), 0.5, skew_degrees=90.0).place(480, 0, 520, 0)
    assert tilt(straight, 90.0, 500.0, 500.0) == pytest.approx((490.0, 250.0, 510.0, 250.0))


def test_specks_go_only_where_the_page_is_strewn_with_them() -> None:
    image = Image.new("L", (1240, 1754), 255)
    image.putpixel((100, 100), 0)
    assert drop_specks(image, 0.48).getpixel((100, 100)) == 0
    for y in range(20, 1700, 12):
        for x in range(20, 1200, 12):
            image.putpixel((x, y), 0)
    assert drop_specks(image, 0.48).getpixel((20, 20)) == 255


@pytest.mark.parametrize(
    ("text", "image_share", "wanted"),
    [
        ("", 1.0, True),
        ("Ký bởi: Sở Nội vụ", 0.9, True),
        ("Ủy ban nhân dân tỉnh ban hành quyết định về việc thanh tra đột xuất công tác quản lý đất đai " * 3, 0.0, False),
        ("thjnh phӕ cic ngjnh vj cic tә chӭc chtnh trӏ xm hӝi cӫa thjnh phӕ " * 4, 0.0, True),
        ("QUYET DINH ve viec thanh lap doan kiem tra cua so y te nam 2017 gom cac ong ba co ten sau day " * 3, 1.0, True),
        ("The quick brown fox jumps over the lazy dog and runs away from the field again " * 3, 0.0, False),
    ],
    ids=["nothing", "stamp only", "good", "broken font", "marks dropped", "English without a scan"],
)
def test_a_text_layer_is_judged_by_its_syllables(text: str, image_share: float, wanted: bool) -> None:
    assert needs_recognition(measure_quality(text), image_share) is wanted


def test_never_says_that_recognition_is_off() -> None:
    with pytest.raises(InputError) as caught:
        load_bytes(scan(picture()), "a.pdf", limits=replace(DEFAULT_LIMITS, ocr="never"))
    assert (caught.value.code, caught.value.hint) == ("input-no-text", "use --ocr auto")


def test_a_missing_program_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> str:
        raise ResourceError("tesseract is not installed", hint=ocr.INSTALL_HINT)

    monkeypatch.setattr(ocr, "find_program", missing)
    with pytest.raises(InputError) as caught:
        load_bytes(scan(picture()), "a.pdf")
    assert caught.value.code == "input-no-text"
    assert "tesseract-ocr-vie" in (caught.value.hint or "")


def test_a_page_that_takes_too_long_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, **__: object) -> list[Word]:
        raise WorkerError("recognising the page took longer than 30 s", code="worker-timeout")

    monkeypatch.setattr(ocr, "recognise", slow)
    with pytest.raises(InputError, match="no page could be read"):
        load_bytes(scan(picture()), "a.pdf")


def test_what_was_recognised_is_kept_by_the_picture(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    calls = []

    def recognise(page: PageImage, **_: object) -> list[Word]:
        calls.append(page)
        return words("Thanh", "tra", "tỉnh", "đã", "kiểm", "tra", "việc", "chấp", "hành", "pháp", "luật")

    monkeypatch.setattr(ocr, "recognise", recognise)
    limits = replace(DEFAULT_LIMITS, cache_dir=str(tmp_path))
    first, second = (load_bytes(scan(picture()), "a.pdf", limits=limits) for _ in range(2))
    assert (first.text, len(calls)) == (second.text, 1)
    for kept in tmp_path.rglob("*.json"):
        kept.write_bytes(b"{")
    assert load_bytes(scan(picture()), "a.pdf", limits=limits).text == first.text


@needs_tesseract
def test_a_scan_is_read_with_boxes() -> None:
    loaded = load_bytes(scan(picture()), "a.pdf")
    assert (loaded.source.method, loaded.pages[0].method) == ("ocr", "ocr")
    assert "2023" in loaded.text
    assert loaded.layout is not None
    start = loaded.text.index("2023")
    [box] = loaded.layout.boxes(loaded.pages, start, start + 4)
    assert 72 * 280 / 150 < box.top < box.bottom < 72 * 360 / 150


@needs_tesseract
@pytest.mark.parametrize("format", ["PNG", "JPEG", "TIFF"])
def test_a_picture_is_read_as_a_page(format: str) -> None:
    out = io.BytesIO()
    picture().save(out, format)
    loaded = load_bytes(out.getvalue(), f"a.{format.lower()}")
    assert "2023" in loaded.text
    assert (loaded.source.method, loaded.pages[0].width) == ("ocr", pytest.approx(595))
    assert [page.engines for page in loaded.pages] == [["tesseract"]] * len(loaded.pages)


def test_a_damaged_picture_is_corrupt() -> None:
    out = io.BytesIO()
    picture().save(out, "PNG")
    with pytest.raises(InputError) as caught:
        load_bytes(out.getvalue()[:200], "a.png")
    assert caught.value.code == "input-corrupt"


def test_lines_of_a_broken_font_are_taken_from_the_picture() -> None:
    def row(text: str, y: float) -> Row:
        return Row([Run(text, [(60.0, y, 400.0, y + 14)] * len(text), 60.0, y, 400.0, y + 14)])

    layer = [row("cic tә chӭc trong Thjnh phӕ", 100.0), row("Số: 35/2024/QĐ-UBND", 130.0)]
    scanned = [row("các tổ chức trong Thành phố", 102.0), row("Số: 3S/2024/QĐ-UBND", 132.0)]
    rows, n_mended = mend_rows(layer, scanned)
    assert ([r.text for r in rows], n_mended) == (["các tổ chức trong Thành phố", "Số: 35/2024/QĐ-UBND"], 1)


@pytest.mark.parametrize(
    ("text", "is_"),
    [
        ("\ue041\ue042 \ue043\ue044 " * 20, True),
        ("\x01\x02ab\x03cd \x04\x05ef\x06 " * 20, True),
        ("Đoàn thanh tra đã làm việc với các đơn vị \ufffd " * 10, False),
        ("The quick brown fox jumps over the lazy dog " * 5, False),
    ],
)
def test_a_layer_in_cipher_has_no_words_in_any_language(text: str, is_: bool) -> None:
    assert is_cipher(measure_quality(text)) is is_


@needs_tesseract
def test_a_page_in_cipher_is_read_from_its_picture() -> None:
    """The font's own table of characters leads to the private use area; what is drawn is good print."""
    pikepdf = pytest.importorskip("pikepdf")
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /C def /CMapType 2 def\n1 begincodespacerange\n"
        b"<00> <ff>\nendcodespacerange\n1 beginbfrange\n<20> <7e> <e020>\nendbfrange\nendcmap end end"
    )
    lines = [
        "Thanh tra huyen da kiem tra ho so cua xa",
        "va lap bien ban theo quy trinh",
        "trong nam nay, doan thanh tra ket luan",
    ] * 3
    with pikepdf.open(io.BytesIO(pdf(*((72, 760 - 30 * n, line) for n, line in enumerate(lines))))) as document:
        document.pages[0].Resources.Font.F1.ToUnicode = document.make_stream(cmap)
        out = io.BytesIO()
        document.save(out)
    loaded = load_bytes(out.getvalue(), "a.pdf", limits=DEFAULT_LIMITS)
    assert "Thanh tra huyen" in loaded.text and "\ue054" not in loaded.text
    assert "bad-text-layer" in [warning.code for warning in loaded.warnings]
    assert (loaded.pages[0].method, loaded.pages[0].engines) == ("ocr", ["tesseract"])


def test_words_that_the_recogniser_doubts_are_noise() -> None:
    doubted = words("các", "cơ", "quan", "của", "tỉnh", "đã", "làm", "việc", "hôm", "nay", confidence=12.0)
    sure = words("các", "cơ", "quan", "của", "tỉnh", "đã", "làm", "việc", "hôm", "nay")
    assert (page_reading._judge(Recognised(doubted)).is_noise, page_reading._judge(Recognised(sure)).is_noise) == (True, False)


@needs_tesseract
def test_a_scan_on_its_side_is_turned() -> None:
    loaded = load_bytes(scan(picture(LINES * 4).transpose(Image.Transpose.ROTATE_90)), "a.pdf")
    assert "2023" in loaded.text


@pytest.mark.slow
@pytest.mark.shared
@needs_tesseract
def test_real_scans_have_few_wrong_characters(shared: Path) -> None:
    """At most 2 % of the printed characters of page 1, marks counted; digits written by hand are not print."""
    import json
    import re

    from ketluan.ingest import load

    wrong = total = 0
    for gold_path in sorted((shared / "gold" / "scans").glob("*.json")):
        gold = json.loads(gold_path.read_text(encoding="utf-8"))
        loaded = load(shared / "documents" / f"kiengiang_{gold['doc'][1:]}.pdf")
        page = loaded.pages[0]
        read, meant = (re.sub(r"\s+", " ", text.replace("–", "-")).strip() for text in (loaded.text[: page.end], gold["page1"]))
        by_hand = sum(len(part) + 1 for part in gold["page1_handwritten"])
        wrong += max(0, edit_distance(meant, read) - by_hand)
        total += len(meant)
    assert wrong / total <= 0.02


def edit_distance(a: str, b: str) -> int:
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (x != y)))
        previous = current
    return previous[-1]


def test_pages_beyond_the_time_for_recognition_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "recognise", lambda *_, **__: words("Thanh", "tra", "tỉnh", "đã", "kiểm", "tra", "hồ", "sơ", "đất"))
    out = io.BytesIO()
    picture().save(out, "PDF", resolution=150, save_all=True, append_images=[picture()])
    loaded = load_bytes(out.getvalue(), "a.pdf", limits=replace(DEFAULT_LIMITS, ocr_timeout_s=1e-6))
    assert [(w.code, w.page) for w in loaded.warnings if w.code == "out-of-time"] == [("out-of-time", 2)]
