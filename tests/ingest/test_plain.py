"""Plain text becomes canonical text; the contract: every visible character of the file stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan.errors import InputError
from ketluan.ingest import load_bytes
from ketluan.ingest.plain import join_wrapped_lines
from ketluan.text.encodings import encode

TEXT = "Qua kiểm tra, Sở Nội vụ chưa niêm yết công khai thủ tục.\nĐề nghị khắc phục.\n"
INVISIBLE = "\u200b\ufeff\u00ad"


@pytest.mark.parametrize(
    "variant",
    [
        unicodedata.normalize("NFD", TEXT),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        TEXT.replace("\n", "\u2028"),
        TEXT.replace(" ", "\u00a0"),
        TEXT.replace("kiểm", "ki\u00adểm"),
        TEXT.replace("Sở", "\u200bSở\ufeff"),
        "\ufeff" + TEXT,
    ],
)
def test_the_same_text_in_another_form_is_the_same_canonical_text(variant: str) -> None:
    assert load_bytes(variant.encode(), "a.txt").text == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32-be", "windows-1258", "tcvn3", "vni", "viscii", "vps", "viqr"])
def test_legacy_encodings_give_the_same_text_and_say_so(encoding: str) -> None:
    loaded = load_bytes(encode(TEXT, encoding), "a.txt")
    assert loaded.text == TEXT
    assert [w.code for w in loaded.warnings] == ([] if encoding.startswith("utf") else ["legacy-encoding"])


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.sampled_from(INVISIBLE)), max_size=30), st.booleans(), st.booleans())
def test_invisible_characters_decomposition_and_line_ends_in_any_mixture(
    inserted: list[tuple[int, str]], decomposed: bool, crlf: bool
) -> None:
    text = TEXT
    for at, character in sorted(inserted, reverse=True):
        text = text[:at] + character + text[at:]
    if decomposed:
        text = unicodedata.normalize("NFD", text)
    if crlf:
        text = text.replace("\n", "\r\n").replace(" ", "\u00a0")
    assert load_bytes(text.encode(), "a.txt").text == TEXT


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=200))
def test_every_visible_character_stays(text: str) -> None:
    kept = "".join(ch for ch in text if not ch.isspace() and ch not in INVISIBLE)
    if not kept or kept.startswith(("<", "%PDF", "{\\rtf", "PK", "BZh")):
        return
    loaded = load_bytes(("x " + text).encode(), "a.txt")
    assert "".join(loaded.text.split()) == unicodedata.normalize("NFC", "x" + kept)


WRAPPED = """BÁO CÁO
Qua kiểm tra việc chấp hành pháp luật về đất đai, Đoàn kiểm
tra nhận thấy đơn vị chưa thực hiện đầy đủ các quy định, còn
để xảy ra thiếu sót.
- Chưa niêm yết.
"""


def test_wrapped_lines_are_joined_without_moving_an_offset() -> None:
    joined = join_wrapped_lines(WRAPPED)
    assert len(joined) == len(WRAPPED)
    assert [line.split()[0] for line in joined.splitlines()] == ["BÁO", "Qua", "-"]


@pytest.mark.parametrize(
    "text", [TEXT, "a\nb\nc\n", "", "\n\n", "một dòng dài " * 20 + "\nhai\n", "Điều 1. Phạm vi\nĐiều 2. Đối tượng\n"]
)
def test_lines_that_are_paragraphs_stay(text: str) -> None:
    assert join_wrapped_lines(text) == text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "input-empty"),
        (b"\0\0\0", "input-empty"),
        (b" \n\t ", "input-no-text"),
        (bytes(range(256)) * 40, "input-unsupported"),
        (bytes(range(0xA0, 0x100)) * 20, "input-bad-encoding"),
        (b"\x89PNG\r\n\x1a\n....", "input-corrupt"),
        (b"\x1f\x8b\x08aaaa", "input-unsupported"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "input-unsupported"),
    ],
)
def test_what_is_no_text(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        load_bytes(data, "in/a.txt")
    assert (caught.value.code, caught.value.source, caught.value.stage) == (code, "in/a.txt", "ingest")
    assert str(caught.value)
