"""A DOCX gives what a reader of the document sees, one paragraph a line."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx_files import make_docx, numbered, p, r, table

from ketluan.errors import InputError
from ketluan.ingest import load_bytes
from ketluan.ingest.docx_styles import format_number
from ketluan.ingest.limits import Limits


def text_of(body: str, **parts: str) -> str:
    return load_bytes(make_docx(body, **parts), "a.docx").text


def field(code: str, shown: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return f"{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark('separate')}{shown}{mark('end')}"


BOX = f"<w:txbxContent>{p('trong khung')}</w:txbxContent>"
TEXT_BOX = (
    f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{BOX}</w:drawing></mc:Choice>'
    f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p("Kết ", "luận") + p("thanh tra"), "Kết luận\nthanh tra"),
        (f"<w:p><w:ins>{r('thêm')}</w:ins><w:del><w:r><w:delText>bớt</w:delText></w:r></w:del></w:p>", "thêm"),
        (f"<w:p><w:moveTo>{r('đến')}</w:moveTo><w:moveFrom>{r('đi')}</w:moveFrom></w:p>", "đến"),
        (p("Trước", TEXT_BOX, " sau"), "Trước sau\ntrong khung"),
        (p("Trang ", field("PAGE \\* MERGEFORMAT", r("7"))), "Trang 7"),
        (p(field("IF " + field("X", r("ẩn")), r("hiện"))), "hiện"),
        (f"<w:p><w:fldSimple w:instr='DATE'>{r('1/2/2024')}</w:fldSimple></w:p>", "1/2/2024"),
        (f"<w:p><w:hyperlink r:id='x'>{r('liên kết')}</w:hyperlink></w:p>", "liên kết"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{p('ô điền')}</w:sdtContent></w:sdt>", "ô điền"),
        (p("a", r("ẩn", "<w:vanish/>"), "b"), "ab"),
        (p("Số:", "<w:r><w:tab/></w:r>", "12"), "Số: 12"),
        (p("61/2018/NĐ", "<w:r><w:noBreakHyphen/></w:r>", "CP"), "61/2018/NĐ-CP"),
        (p("SỞ NỘI VỤ", "<w:r><w:br/></w:r>", "THANH TRA"), "SỞ NỘI VỤ\nTHANH TRA"),
        (p("còn để", "<w:r><w:br/></w:r>", "quá hạn"), "còn để quá hạn"),
        (p("Điều 1.", "<w:r><w:br/></w:r>", "phạm vi"), "Điều 1.\nphạm vi"),
        (table(("STT", "Đơn vị"), ("1", "Sở A")), "STT | Đơn vị\n1 | Sở A"),
        (table(("Nơi nhận:", "GIÁM ĐỐC"), ruled=False), "Nơi nhận:\nGIÁM ĐỐC"),
        (table(("1", table(("a", "b"), ruled=True))), "1 | a | b"),
        (
            table(("UBND TỈNH X", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("SỞ Y", "Độc lập - Tự do - Hạnh phúc")),
            "UBND TỈNH X\nSỞ Y\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        ),
        (
            p("UBND TỈNH X", "<w:r><w:tab/></w:r>", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
            + p("SỞ Y", "<w:r><w:tab/></w:r>", "Độc lập - Tự do - Hạnh phúc"),
            "UBND TỈNH X\nSỞ Y\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        ),
        (
            p("Về việc thanh tra", properties='<w:jc w:val="center"/>') + p("tại Sở X", properties='<w:jc w:val="center"/>'),
            "Về việc thanh tra tại Sở X",
        ),
    ],
)
def test_what_a_reader_sees(body: str, text: str) -> None:
    assert text_of(body) == text


def test_the_page_names_what_read_it() -> None:
    assert load_bytes(make_docx(p(r("Sở X"))), "a.docx").pages[0].engines == ["expat"]


@pytest.mark.parametrize("form", ["NFD", "NFC"])
def test_decomposed_and_invisible_characters_make_no_difference(form: str) -> None:
    import unicodedata

    assert text_of(p(unicodedata.normalize(form, "Ki\u00adểm\u00a0tra\u200b"))) == "Kiểm tra"


def level(number: int, style: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'


STYLED = '<w:pStyle w:val="Dieu"/>'
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="5">{level(0, "upperRoman", "%1.")}{level(1, "decimal", "%2.")}'
    f"{level(2, 'decimal', '%2.%3.')}{level(3, 'lowerLetter', '%4)')}{level(4, 'bullet', chr(0xF0B7))}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="6">{level(0, "decimal", "Điều %1.", STYLED)}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="6"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="6"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def test_automatic_numbers_are_written_out() -> None:
    body = "".join(
        numbered(text, at)
        for text, at in [("A", 0), ("B", 1), ("C", 2), ("D", 2), ("E", 3), ("F", 4), ("G", 1), ("H", 2), ("I", 0)]
    )
    assert text_of(body, numbering=NUMBERING).splitlines() == [
        "I. A", "1. B", "1.1. C", "1.2. D", "a) E", "• F", "2. G", "2.1. H", "II. I",
    ]  # fmt: skip


def test_numbers_of_a_style_and_a_list_that_starts_again() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Dieu"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Dieu"/></w:style>'
    )
    body = p("Phạm vi", style="Dieu") + p("Đối tượng", style="Con") + p("", style="Dieu") + numbered("Khác", 0, 3)
    none = p("Không số", style="Dieu", properties='<w:numPr><w:numId w:val="0"/></w:numPr>')
    lines = text_of(body + none, numbering=NUMBERING, styles=styles).splitlines()
    assert lines == ["Điều 1. Phạm vi", "Điều 2. Đối tượng", "Điều 1. Khác", "Không số"]


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [
        (4, "upperRoman", "IV"),
        (1994, "lowerRoman", "mcmxciv"),
        (27, "lowerLetter", "aa"),
        (3, "decimalZero", "03"),
        (5, "none", ""),
    ],
)
def test_number_formats(value: int, style: str, shown: str) -> None:
    assert format_number(value, style) == shown


def test_footnotes_follow_the_body() -> None:
    notes = f'<w:footnote w:id="2">{p("Theo báo cáo.")}</w:footnote>'
    body = p("Có 5 hồ sơ", '<w:r><w:footnoteReference w:id="2"/></w:r>', " quá hạn.") + p("Hết.")
    assert text_of(body, footnotes=notes) == "Có 5 hồ sơ quá hạn.\nHết.\n[1] Theo báo cáo."


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def test_runs_in_legacy_fonts_are_converted_from_the_fonts_name() -> None:
    body = p(r("Céng hßa ", font(".VnTime")), r("x· héi", font(".VnTimeH")), r(" Việt Nam ", font("Times New Roman")),
             r("Tha", font("VNI-Times")), r("nh tra tænh", font("VNI-Times")))  # fmt: skip
    assert text_of(body) == "Cộng hòa XÃ HỘI Việt Nam Thanh tra tỉnh"


def test_a_legacy_font_may_come_from_a_style() -> None:
    styles = (
        f'<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr>{font(".VnTime")}</w:rPr></w:style>'
        f'<w:style w:type="character" w:styleId="U"><w:rPr>{font("Arial")}</w:rPr></w:style>'
    )
    assert text_of(p("ViÖt ", r("Ö", '<w:rStyle w:val="U"/>')), styles=styles) == "Việt Ö"


def repack(data: bytes, **changes: bytes | None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = changes.get(name.rpartition("/")[2].split(".")[0], old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


GOOD = make_docx(p("Kết luận thanh tra về việc chấp hành pháp luật " * 20))
XXE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (GOOD[:-40], "input-corrupt"),
        (GOOD[: len(GOOD) // 2], "input-corrupt"),
        (GOOD.replace(b"PK\x01\x02", b"PK\x01\x03"), "input-corrupt"),
        (repack(GOOD, document=None), "input-corrupt"),
        (repack(GOOD, document=b"<w:document"), "input-corrupt"),
        (repack(GOOD, document=XXE), "input-corrupt"),
        (repack(GOOD, document=b"<a>" * 50_000 + b"</a>" * 50_000), "input-corrupt"),
        (make_docx(p("   ")), "input-no-text"),
        (make_docx("<w:p/>" * 4_000_000), "input-too-large"),
        (make_docx(p("a" * 200)), "input-too-large"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "input-encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "Workbook".encode("utf-16-le"), "input-unsupported"),
    ],
    ids=range(12),
)
def test_bad_documents_have_a_typed_error(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        load_bytes(data, "a.docx", limits=Limits(max_chars=1_000 if code != "input-too-large" else 100))
    assert caught.value.code == code


def test_deep_nesting_is_an_error_and_no_crash() -> None:
    deep = "<w:sdt><w:sdtContent>" * 3_000 + p("x") + "</w:sdtContent></w:sdt>" * 3_000
    with pytest.raises(InputError) as caught:
        load_bytes(make_docx(deep), "a.docx")
    assert caught.value.code == "input-corrupt"
