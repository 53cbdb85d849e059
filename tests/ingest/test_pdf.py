"""PDF files: text layer, stamps, tables, damage, bombs; each error by its code."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from pdf_files import pdf

from ketluan.errors import InputError
from ketluan.ingest import load, load_bytes
from ketluan.ingest.limits import DEFAULT_LIMITS
from ketluan.ingest.pdf_guard import check_streams
from ketluan.ingest.pdf_structure import has_changed_line_ends, look_at_structure

NEVER = replace(DEFAULT_LIMITS, ocr="never")


def test_text_comes_with_pages_and_boxes() -> None:
    loaded = load_bytes(pdf((72, 700, "Thanh tra huyen"), pages=2), "a.pdf", limits=NEVER)
    assert loaded.text == "Thanh tra huyen\nThanh tra huyen\n"
    assert [(p.number, p.start, p.end, p.method) for p in loaded.pages] == [(1, 0, 16, "text-layer"), (2, 16, 32, "text-layer")]
    assert [page.engines for page in loaded.pages] == [["pdfium"], ["pdfium"]]
    assert loaded.layout is not None
    [box] = loaded.layout.boxes(loaded.pages, 0, 9)
    assert (box.page, round(box.x0)) == (1, 72)
    assert 842 - 715 < box.top < 842 - 700 < box.bottom < 842 - 690


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_boxes_lie_on_the_page_as_it_is_shown(turn: int) -> None:
    loaded = load_bytes(pdf((72, 700, "Thanh tra"), extra=f"/Rotate {turn}"), "a.pdf", limits=NEVER)
    page = loaded.pages[0]
    assert (page.width, page.height) == ((842, 595) if turn % 180 else (595, 842))
    assert loaded.layout is not None
    for box in loaded.layout.boxes(loaded.pages, 0, 6):
        assert 0 <= box.x0 < box.x1 <= (page.width or 0)
        assert 0 <= box.top < box.bottom <= (page.height or 0)


def test_cells_of_a_ruled_table_stay_in_their_row() -> None:
    rules = "".join(f"72 {y} m 372 {y} l S\n" for y in (700, 660, 620)) + "".join(
        f"{x} 700 m {x} 620 l S\n" for x in (72, 172, 372)
    )
    texts = [(80, 685, "Thu hoi"), (180, 688, "dong mot"), (180, 672, "dong hai"), (80, 640, "Cong"), (180, 640, "12")]
    content = (rules + "".join(f"BT /F1 12 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in texts)).encode()
    loaded = load_bytes(pdf(content=content), "a.pdf", limits=NEVER)
    assert loaded.text == "Thu hoi | dong mot dong hai\nCong | 12\n"
    assert loaded.pages[0].engines == ["pdfium", "pdfplumber"]


def test_what_an_annotation_shows_is_read_where_it_stands() -> None:
    pikepdf = pytest.importorskip("pikepdf")
    form = "BT /F1 12 Tf 0 0 Td (13) Tj ET"
    with pikepdf.open(io.BytesIO(pdf((72, 700, "So:"), (130, 700, "/2025/QD-UBND")))) as document:
        page = document.pages[0]
        stamp = document.make_stream(form.encode())
        stamp.update(
            {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, -4, 30, 12], "/Resources": page.Resources}
        )
        box = pikepdf.Array([105, 696, 135, 712])
        page.Annots = pikepdf.Array(
            [
                document.make_indirect(
                    pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=box, F=4, AP={"/N": stamp})
                )
            ]
        )
        out = io.BytesIO()
        document.save(out)
    assert load_bytes(out.getvalue(), "a.pdf", limits=NEVER).text == "So: 13/2025/QD-UBND\n"


def error_of(data: bytes, **limits: object) -> InputError:
    with pytest.raises(InputError) as caught:
        load_bytes(data, "a.pdf", limits=replace(NEVER, **limits))  # type: ignore[arg-type]
    assert str(caught.value)
    assert (caught.value.source, caught.value.stage) == ("a.pdf", "ingest")
    return caught.value


def test_a_page_without_anything_is_no_text() -> None:
    assert error_of(pdf(content=b"")).code == "input-no-text"


def test_rubbish_behind_the_magic_number_is_corrupt() -> None:
    assert error_of(b"%PDF-1.7\nnothing of the kind").code == "input-corrupt"


def test_more_pages_than_allowed_are_too_large() -> None:
    assert error_of(pdf((72, 700, "x"), pages=4), max_pages=3).code == "input-too-large"


def test_more_characters_than_allowed_are_too_large() -> None:
    assert error_of(pdf((72, 700, "abcdef"), pages=4), max_chars=20).code == "input-too-large"


@pytest.mark.parametrize("rounds", [1, 2])
def test_a_stream_that_inflates_beyond_measure_is_refused_before_it_is_parsed(rounds: int) -> None:
    content = b" " * 80_000_000
    for _ in range(rounds):
        content = zlib.compress(content, 9)
    bomb = pdf(content=content, filters=f"/Filter [{'/FlateDecode ' * rounds}]")
    error = error_of(bomb, max_inflated_bytes=60_000_000)
    assert error.code == "input-too-large"
    assert "inflates" in str(error)


def test_a_picture_of_absurd_size_is_refused() -> None:
    with pytest.raises(InputError, match="pixels"):
        check_streams(
            b"1 0 obj << /Subtype /Image /Width 100000 /Height 90000 /Length 3 >> stream\nabc\nendstream", DEFAULT_LIMITS
        )


def test_an_encrypted_file_says_so() -> None:
    pikepdf = pytest.importorskip("pikepdf")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf((72, 700, "x")))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    error = error_of(out.getvalue())
    assert (error.code, bool(error.hint)) == ("input-encrypted", True)


def test_a_file_that_forbids_copying_is_read_with_a_warning() -> None:
    pikepdf = pytest.importorskip("pikepdf")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf((72, 700, "x")))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="", allow=pikepdf.Permissions(extract=False)))
    loaded = load_bytes(out.getvalue(), "a.pdf", limits=NEVER)
    assert [w.code for w in loaded.warnings] == ["no-extract-permission"]


def test_a_file_whose_cross_references_point_nowhere_is_read() -> None:
    data = pdf((72, 700, "Thanh tra")).replace(b"startxref\n", b"startxref\n9")
    assert load_bytes(data, "a.pdf", limits=NEVER).text == "Thanh tra\n"


def codes_of(data: bytes) -> list[str]:
    return [warning.code for warning in load_bytes(data, "a.pdf", limits=NEVER).warnings]


def test_what_a_damaged_file_still_gives_is_kept_with_a_warning() -> None:
    sound = pdf((72, 700, "Thanh tra"))
    assert codes_of(sound) == []
    assert codes_of(sound.replace(b"startxref\n", b"startxref\n9")) == ["damaged"]
    assert codes_of(sound.replace(b"/Count 1", b"/Count 7")) == ["repaired"]


@pytest.mark.parametrize(
    ("what", "before", "after"),
    [
        ("no page tree", b"/Kids", b"/Kinds"),
        ("no cross references", b"startxref", b"stratxref"),
        ("no pages in the tree", b"[5 0 R]", b"[9 9 R]"),
    ],
)
def test_a_damaged_file_that_gives_blank_pages_is_corrupt(what: str, before: bytes, after: bytes) -> None:
    assert error_of(pdf(content=b"").replace(before, after)).code == "input-corrupt", what


def test_a_file_transferred_as_text_is_corrupt() -> None:
    data = pdf(*((72, 700 - 20 * n, f"dong {n}") for n in range(5)))
    assert not has_changed_line_ends(data)
    error = error_of(data.replace(b"\n", b"\r\n"))
    assert error.code == "input-corrupt" and error.hint


def test_two_documents_in_one_file_are_named() -> None:
    """A second catalogue, which other programs may follow; the text that was read stays as it is."""
    data = pdf((72, 700, "Khong co sai pham"))
    other = b"9 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\ntrailer\n<< /Size 10 /Root 9 0 R >>\n"
    loaded = load_bytes(data.replace(b"xref\n0 ", other + b"xref\n0 ", 1), "a.pdf", limits=NEVER)
    assert loaded.text == "Khong co sai pham\n"
    assert "text-disagrees" in [warning.code for warning in loaded.warnings]


def with_table(*ranges: tuple[str, str, str]) -> bytes:
    """A page in Helvetica with a table of its characters."""
    pikepdf = pytest.importorskip("pikepdf")
    lines = "\n".join(f"<{first}> <{last}> <{to}>" for first, last, to in ranges)
    spaces = "1 begincodespacerange\n<00> <ff>\nendcodespacerange"
    cmap = f"begincmap\n{spaces}\n{len(ranges)} beginbfrange\n{lines}\nendbfrange\nendcmap"
    with pikepdf.open(io.BytesIO(pdf((72, 700, "Khong co sai pham")))) as document:
        document.pages[0].Resources.Font.F1.ToUnicode = document.make_stream(cmap.encode())
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("what", "ranges", "codes"),
    [
        ("as shown", [("20", "7e", "0020")], []),
        ("capitals for small letters", [("61", "7a", "0041")], []),
        ("accents of a legacy font", [("20", "7e", "0020"), ("a1", "af", "1ea1")], []),
        ("one letter on", [("20", "60", "0020"), ("61", "79", "0062"), ("7a", "7a", "0061")], ["text-disagrees"]),
    ],
)
def test_a_font_that_stands_for_other_letters_is_named(what: str, ranges: list[tuple[str, str, str]], codes: list[str]) -> None:
    assert codes_of(with_table(*ranges)) == codes, what


def test_a_page_tree_without_end_is_left() -> None:
    nodes = b"".join(
        b"%d 0 obj\n<< /Type /Pages /Count 2 /Kids [%d 0 R %d 0 R] >>\nendobj\n" % (n, n + 1, n + 1) for n in range(10, 40)
    )
    data = pdf((72, 700, "x")).replace(b"[5 0 R]", b"[10 0 R]").replace(b"xref\n0 ", nodes + b"xref\n0 ", 1)
    assert look_at_structure(data, 2_000).n_pages is None


def test_text_that_repeats_is_no_running_head_where_it_is_all_that_pages_have() -> None:
    assert load_bytes(pdf((72, 800, "Bia ho so"), pages=4), "a.pdf", limits=NEVER).text == "Bia ho so\n" * 4


EXPECTED = {
    "pdf-encrypted": {"input-encrypted"},
    "pdf-broken": {"input-corrupt", "input-empty"},
    "pdf-lying-text": {""},
    "pdf-silent-page-loss": {"", "input-no-text"},
    "pdf-fails-midway": {""},
    "pdf-odd-valid": {""},
    "pdf-permission-only": {""},
    "pdf-recursion": {"", "input-corrupt", "input-no-text"},
}


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("folder", sorted(EXPECTED))
def test_hostile_files_end_as_expected(shared: Path, folder: str) -> None:
    for path in sorted((shared / "badinput" / folder).iterdir()):
        try:
            loaded = load(path, limits=NEVER)
            code = ""
            assert loaded.text.strip()
        except InputError as error:
            code = error.code
        assert code in EXPECTED[folder], path.name


@pytest.mark.slow
@pytest.mark.shared
def test_torn_numbers_of_real_decisions_are_joined(shared: Path) -> None:
    found = 0
    paths = sorted((shared / "documents").glob("hanoi_*.pdf"))
    for path in paths:
        head = load(path, limits=NEVER).text[:600]
        found += any(line.startswith("Số: ") and line[4:6].isdigit() and "/20" in line for line in head.split("\n"))
    assert found >= 0.9 * len(paths)


@pytest.mark.slow
@pytest.mark.shared
def test_words_of_real_decisions_are_in_order(shared: Path) -> None:
    """Words that a page and its transcription share, in the order of both; the transcriptions differ in the letterhead."""
    import difflib
    import re
    from collections import Counter

    from ketluan.text.folding import same_tone_style

    common = ordered = 0
    for path in sorted((shared / "documents").glob("hanoi_*.pdf")):
        meant = re.findall(r"\w+", same_tone_style(path.with_suffix(".md").read_text(encoding="utf-8")))
        read = re.findall(r"\w+", same_tone_style(load(path, limits=NEVER).text))
        matcher = difflib.SequenceMatcher(None, meant, read, autojunk=False)
        ordered += sum(block.size for block in matcher.get_matching_blocks())
        common += sum((Counter(meant) & Counter(read)).values())
    assert ordered >= 0.99 * common
