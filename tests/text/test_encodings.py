"""Legacy encodings: every letter survives, and the encoding is told by what reads as Vietnamese."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ketluan.errors import InputError
from ketluan.knowledge.tables import read_table
from ketluan.text.encodings import EIGHT_BIT, ENCODINGS, decode, decode_text, encode, font_encoding, from_font
from ketluan.text.syllables import MARKED_LETTERS

PROSE = (
    "Đoàn thanh tra đã kiểm tra việc chấp hành pháp luật về đất đai. Qua kiểm tra, Sở Nội vụ chưa niêm yết công khai thủ tục "
    "hành chính; còn để quá hạn 15 hồ sơ. Đề nghị Giám đốc Sở chỉ đạo khắc phục những thiếu sót nêu trên."
)
LEGACY = (*EIGHT_BIT, "viqr", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8")


def test_there_are_134_letters_with_marks() -> None:
    assert len(MARKED_LETTERS) == len(set(MARKED_LETTERS)) == 134


@pytest.mark.parametrize("encoding", [e for e in ENCODINGS if e != "windows-1252"])
def test_every_vietnamese_letter_round_trips_in_both_cases(encoding: str) -> None:
    for letter in MARKED_LETTERS:
        assert decode(encode(letter, encoding), encoding) == letter
    assert decode(encode(MARKED_LETTERS, encoding), encoding) == MARKED_LETTERS
    assert decode(encode(PROSE, encoding), encoding) == PROSE


@given(st.text(st.sampled_from(MARKED_LETTERS + "abcdeghiklmnopqrstuvxyD .,?'()+*0123456789\n"), max_size=80))
@example("dd Dd dđ đd ddd")
def test_any_text_of_vietnamese_letters_round_trips(text: str) -> None:
    for encoding in ("tcvn3", "viscii", "vps", "viqr", "windows-1258"):
        assert decode(encode(text, encoding), encoding) == text


@pytest.mark.parametrize("encoding", LEGACY)
def test_the_encoding_is_told_by_the_words(encoding: str) -> None:
    decoded = decode_text(encode(PROSE, encoding))
    assert (decoded.text, decoded.encoding, decoded.n_damaged) == (PROSE, encoding, 0)


@pytest.mark.parametrize("encoding", EIGHT_BIT)
@pytest.mark.parametrize("text", ["Kết luận thanh tra", "KẾT LUẬN THANH TRA VỀ VIỆC SỬ DỤNG ĐẤT"])
def test_a_heading_is_enough_to_tell(encoding: str, text: str) -> None:
    assert decode_text(encode(text, encoding)).text == text


@pytest.mark.parametrize(("encoding", "glibc"), [("tcvn3", "TCVN"), ("viscii", "VISCII")])
def test_tables_agree_with_iconv(encoding: str, glibc: str) -> None:
    if not shutil.which("iconv"):
        pytest.skip("iconv is not installed")
    for letter in MARKED_LETTERS:
        done = subprocess.run(["iconv", "-f", glibc, "-t", "UTF-8"], input=encode(letter, encoding) + b" ", capture_output=True)
        assert done.stdout.decode() == letter + " "


def test_tables_agree_with_the_published_ones() -> None:
    for row in read_table("tcvn3"):
        if row["unicode_char"] in MARKED_LETTERS:
            assert decode(bytes.fromhex(row["byte_hex"]), "tcvn3") == row["unicode_char"]
    for row in read_table("vni"):
        assert decode(bytes.fromhex(row["bytes_hex"]), "vni") == row["unicode_char"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfabc", "abc"),
        ("\ufeffSở".encode("utf-16-le"), "Sở"),
        (b"plain ASCII, 12 files.", "plain ASCII, 12 files."),
        ("Thu\u0301".encode(), "Thu\u0301"),
        (b"caf\xe9 \x93quoted\x94 and some more plain words", "café “quoted” and some more plain words"),
    ],
)  # fmt: skip
def test_other_text(data: bytes, text: str) -> None:
    assert decode_text(data).text == text


def test_quotes_of_windows_in_tcvn3_text() -> None:
    data = (
        encode("Đoàn kiểm tra kết luận: ", "tcvn3")
        + b"\x93"
        + encode("Đất đai", "tcvn3")
        + b"\x94 \x96 "
        + encode("chưa đủ hồ sơ.", "tcvn3")
    )
    assert decode_text(data).text == "Đoàn kiểm tra kết luận: “Đất đai” – chưa đủ hồ sơ."


def test_a_damaged_byte_in_utf8_is_counted_and_does_not_change_the_encoding() -> None:
    data = PROSE.encode().replace(b"15 ", b"15\xff ")
    decoded = decode_text(data)
    assert (decoded.encoding, decoded.n_damaged) == ("utf-8", 1)


def test_what_reads_as_nothing_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        decode_text(bytes(range(0x80, 0x100)) * 20)
    assert caught.value.code == "input-bad-encoding"


@pytest.mark.parametrize(
    ("font", "shown", "text"),
    [
        (".VnTime", "ViÖt Nam", "Việt Nam"),
        (".VnTimeH", "uû ban nh©n d©n", "UỶ BAN NHÂN DÂN"),
        (".VnTime", "\uf056i\uf0d6t", "Việt"),
        ("VNI-Times", "Coäng hoøa xaõ hoäi", "Cộng hòa xã hội"),
        ("VNI-Times", "Ñaïi hoïc AÙo", "Đại học Áo"),
        (".VnTime", "Việt Nam", "Việt Nam"),
        (".VnTime", "Sè: 12", "Số: 12"),
        (".VnTimeH", "é", "Ộ"),
        (".VnTime", "tr\xadêng", "trường"),
        (".VnTime", "Céng hßa – “§”", "Cộng hòa – “Đ”"),
        ("Times New Roman", "ViÖt", "ViÖt"),
    ],
)
def test_runs_in_legacy_fonts(font: str, shown: str, text: str) -> None:
    encoding = font_encoding(font)
    assert (from_font(shown, encoding) if encoding else shown) == text
