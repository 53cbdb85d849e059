"""Text that a PDF holds and does not show is kept, with a warning; honest pages have none."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from pdf_files import pdf
from PIL import Image

from ketluan.ingest import load_bytes
from ketluan.ingest.limits import DEFAULT_LIMITS

NEVER = replace(DEFAULT_LIMITS, ocr="never")

LINE = "Thanh tra huyen khong phat hien sai pham"
SHOWN = "BT /F1 12 Tf 72 760 Td (Bien ban lam viec) Tj ET\n"
TEXT = f"BT /F1 12 Tf 72 700 Td ({LINE}) Tj ET\n"


def write(text: str, *, before: str = "", x: int = 72, y: int = 700) -> str:
    return f"BT {before} /F1 12 Tf {x} {y} Td ({text}) Tj ET\n"


BODY = "".join(write(LINE, y=680 - 20 * n) for n in range(30))


def warned(content: str, **options: str) -> list[str]:
    loaded = load_bytes(pdf(content=content.encode(), **options), "a.pdf", limits=NEVER)
    return [warning.code for warning in loaded.warnings]


@pytest.mark.parametrize(
    ("what", "content"),
    [
        ("neither filled nor stroked", write(LINE, before="3 Tr")),
        ("white on white", f"1 g {TEXT}"),
        ("nearly white", f"0.99 0.98 0.99 rg {TEXT}"),
        ("under a white box", f"{TEXT} 1 g 60 690 400 30 re f\n"),
        ("under a black box", f"{TEXT} 0 g 60 690 400 30 re f\n"),
        (
            "under a box with other text on it",
            f"{TEXT} 1 g 60 690 400 30 re f 0 g {write('Thanh tra huyen da xu phat nam ho')}",
        ),
        ("beside the page", write(LINE, x=700)),
        ("above the page", write(LINE, y=900)),
        ("of the colour of the box below it", f"0.2 0.2 0.6 rg 60 690 400 30 re f 0.2 0.2 0.6 rg {TEXT}"),
    ],
)
def test_hidden_text_is_kept_with_a_warning(what: str, content: str) -> None:
    loaded = load_bytes(pdf(content=(SHOWN + content).encode()), "a.pdf", limits=NEVER)
    assert "".join(LINE.split()) in "".join(loaded.text.split()) or "other text" in what
    assert [(warning.code, warning.page) for warning in loaded.warnings] == [("text-disagrees", 1)]
    assert LINE not in loaded.warnings[0].message


@pytest.mark.parametrize(
    ("what", "content"),
    [
        ("black on white", TEXT),
        ("white on a dark cell", f"0 0 0.5 rg 60 690 400 30 re f 1 g {TEXT}"),
        ("black on a box", f"0.9 g 60 690 400 30 re f 0 g {TEXT}"),
        ("a box beside text", f"{TEXT} 0 g 60 600 400 30 re f\n"),
        ("an underline", f"{TEXT} 0 g 72 697 250 1 re f\n"),
        ("grey", f"0.6 g {TEXT}"),
        ("outlines only", write(LINE, before="1 Tr")),
        ("a printing house's notes beside the page", BODY + write("Job 12 file thanh tra dinh", x=700)),
        ("a mark for the program that signs", f"{TEXT} 1 g {write('#ky01', y=650)}"),
        ("turned", f"{SHOWN} q 0 1 -1 0 500 100 cm {write(LINE, x=0, y=0)} Q 1 g {write('#ky', y=650)}"),
    ],
)
def test_honest_text_has_no_warning(what: str, content: str) -> None:
    assert warned(SHOWN + content) == [], what


@pytest.mark.parametrize(("colour", "codes"), [("1 1 1", ["text-disagrees"]), (None, [])])
def test_an_annotation_may_cover_text(colour: str | None, codes: list[str]) -> None:
    """A filled square is an annotation over the page; without a filling it is a frame."""
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(io.BytesIO(pdf(content=(SHOWN + TEXT).encode()))) as document:
        paint = f"{colour} rg 0 0 400 30 re f" if colour else "0 0 400 30 re S"
        look = document.make_stream(paint.encode(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 400, 30])
        square = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[60, 690, 460, 720], F=4)
        square.AP = pikepdf.Dictionary(N=look)
        document.pages[0].Annots = document.make_indirect(pikepdf.Array([square]))
        out = io.BytesIO()
        document.save(out)
    loaded = load_bytes(out.getvalue(), "a.pdf", limits=NEVER)
    assert LINE in loaded.text
    assert [warning.code for warning in loaded.warnings] == codes


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_judged_as_it_is_shown(turn: int) -> None:
    assert warned(SHOWN + TEXT + "1 g " + write("#ky", y=650), extra=f"/Rotate {turn}") == []
    assert warned(SHOWN + f"1 g {TEXT}", extra=f"/Rotate {turn}") == ["text-disagrees"]


SAMPLE = Path(__file__).parents[2] / "corpus" / "pdf" / "kl-lao-dong.pdf"


@pytest.mark.parametrize(("printed", "codes"), [(1.0, []), (0.3, ["text-disagrees"])])
def test_the_text_layer_of_a_scan_lies_on_its_print(printed: float, codes: list[str]) -> None:
    """A layer in good Vietnamese, apart from the print of the picture, says something else than the picture."""
    pdfium, pikepdf = pytest.importorskip("pypdfium2"), pytest.importorskip("pikepdf")
    picture = pdfium.PdfDocument(SAMPLE)[0].render(scale=2, grayscale=True).to_pil().convert("L")
    blank = Image.new("L", picture.size, 255)
    blank.paste(picture.crop((0, 0, picture.width, int(printed * picture.height))), (0, 0))
    with pikepdf.open(SAMPLE) as document:
        page = document.pages[0]
        width, height = (float(side) for side in page.mediabox[2:])
        scan = document.make_stream(blank.tobytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=blank.width)
        scan.Height, scan.BitsPerComponent, scan.ColorSpace = blank.height, 8, pikepdf.Name.DeviceGray
        page.Resources.XObject = pikepdf.Dictionary(Scan=scan)
        page.contents_add(f"q {width} 0 0 {height} 0 0 cm /Scan Do Q 3 Tr".encode(), prepend=True)
        out = io.BytesIO()
        document.save(out)
    warnings = load_bytes(out.getvalue(), "a.pdf", limits=NEVER).warnings
    assert [warning.code for warning in warnings if warning.page == 1] == codes
