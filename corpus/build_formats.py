"""Make some documents of the corpus once more in the other forms in which offices publish: scan, Word, web page, old encodings.

    python corpus/build_formats.py          writes corpus/formats/* (but the DOC) and corpus/formats.tsv
    python corpus/build_formats.py --doc    the DOC too; needs LibreOffice, which gives other bytes each time
    python corpus/build_formats.py --check  ends with status 1 where a file is missing or older than its text

Every file holds the text of corpus/text/<doc>.txt, so all must give the same findings. Noise and skew of the scans come from
a fixed seed; their bytes depend on the versions of Pillow and PDFium only.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FOLDER, TABLE = HERE / "formats", HERE / "formats.tsv"
COLUMNS = ("file", "doc", "format", "text_sha256", "what_is_in_it")
SEED = 20_240_516
SCAN_DPI, SCAN_QUALITY, NOISE = 200, 42, 7.0
PAPER, INK, SEAL_RED = (250, 249, 245), (38, 38, 44), (205, 38, 48)


def read_text(doc: str) -> str:
    return (HERE / "text" / f"{doc}.txt").read_text(encoding="utf-8")


def read_blocks(doc: str) -> list[list[str]]:
    """Blocks of lines: of an official document issuer, state, title, body, recipients, signature."""
    return [block.split("\n") for block in read_text(doc).strip().split("\n\n")]


# --- Scans -----------------------------------------------------------------------------------------------------------


def make_scan(doc: str, degrees: float) -> bytes:
    """A PDF with nothing but pictures: the printed pages with a red seal, skewed, noisy, as JPEG."""
    import numpy
    from PIL import Image, ImageFilter
    from reportlab import rl_config
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0
    random = numpy.random.default_rng([SEED, *doc.encode()])
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setTitle(doc)
    for page, seal_at in _printed_pages(doc):
        if seal_at is not None:
            _press_seal(page, seal_at)
        page = page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=PAPER).filter(ImageFilter.GaussianBlur(0.6))
        grain = random.normal(0.0, NOISE, (page.height, page.width, 1))
        noisy = numpy.clip(numpy.asarray(page, dtype=float) + grain, 0, 255).astype("uint8")
        for _ in range(40):
            y, x = random.integers(0, page.height - 3), random.integers(0, page.width - 3)
            noisy[y : y + 2, x : x + 2] = 60
        jpeg = io.BytesIO()
        Image.fromarray(noisy).save(jpeg, "JPEG", quality=SCAN_QUALITY)
        jpeg.seek(0)
        width, height = page.width * 72 / SCAN_DPI, page.height * 72 / SCAN_DPI
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(jpeg), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _printed_pages(doc: str) -> Iterator[tuple[Any, tuple[float, float] | None]]:
    """Each page of the PDF as a picture with dark grey ink, and where the seal goes (beside the signer's name)."""
    import pypdfium2
    from PIL import Image, ImageOps

    signer = read_blocks(doc)[-1][-1]
    with pypdfium2.PdfDocument(HERE / "pdf" / f"{doc}.pdf") as document:
        for page in document:
            grey = page.render(scale=SCAN_DPI / 72).to_pil().convert("L")
            textpage = page.get_textpage()
            found = textpage.search(signer)
            place, last = None, found.get_next()
            while last is not None:
                left, _, _, top = textpage.get_charbox(last[0])
                place, last = ((left - 8) * SCAN_DPI / 72, (page.get_height() - top + 4) * SCAN_DPI / 72), found.get_next()
            yield ImageOps.colorize(grey, INK, PAPER).convert("RGB") if isinstance(grey, Image.Image) else grey, place


def _press_seal(page: Any, centre: tuple[float, float]) -> None:
    """A round seal in red: two rings, a star, and strokes for the words between the rings; print below it shows through."""
    from math import cos, pi, sin

    from PIL import Image, ImageChops, ImageDraw

    layer = Image.new("RGB", page.size, "white")
    pen, radius, (x, y) = ImageDraw.Draw(layer), 0.5 * SCAN_DPI, centre
    for share, width in ((1.0, 5), (0.72, 3)):
        r = share * radius
        pen.ellipse((x - r, y - r, x + r, y + r), outline=SEAL_RED, width=width)
    star = [(r * sin(pi * i / 5), -r * cos(pi * i / 5)) for i in range(10) for r in [radius * (0.4 if i % 2 == 0 else 0.16)]]
    pen.polygon([(x + dx, y + dy) for dx, dy in star], fill=SEAL_RED)
    for i in range(36):
        angle = 2 * pi * i / 36
        ends = [(x + share * radius * cos(angle), y + share * radius * sin(angle)) for share in (0.79, 0.92)]
        pen.line(ends, fill=SEAL_RED, width=4)
    page.paste(ImageChops.multiply(page, layer))


# --- Word ------------------------------------------------------------------------------------------------------------

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# What Word counts by itself: "II.", "2.", "2.1.".
_LEVELS = [("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3.")]
_NUMBERED = [re.compile(pattern) for pattern in (r"[IVX]{1,5}\. ", r"\d{1,2}\. ", r"\d{1,2}\.\d{1,2}\. ")]
_AUTHOR = 'w:author="Reviewer" w:date="2024-05-10T08:00:00Z"'
Runs = Callable[[str], str]


def plain_runs(text: str) -> str:
    return _run(text)


def tcvn3_runs(text: str) -> str:
    """Runs as typists made them before Unicode: .VnTime, and .VnTimeH for capital letters with a tone, which .VnTime lacks."""
    from ketluan.text.encodings import encode

    def lacks(char: str) -> bool:
        return char.isupper() and not char.isascii() and char not in "ĂÂĐÊÔƠƯ"

    pieces = []
    for in_capitals, chars in groupby(text, lacks):
        letters = "".join(chars)
        shown = encode(letters.lower() if in_capitals else letters, "tcvn3").decode("latin-1")
        pieces.append(_run(shown, ".VnTimeH" if in_capitals else ".VnTime"))
    return "".join(pieces)


def _run(text: str, font: str = "Times New Roman") -> str:
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>'
    return f'<w:r><w:rPr>{fonts}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def _table(cells: list[str], *, ruled: bool = False) -> str:
    """One row. Without rules it is what letterheads are laid out with."""
    line = "single" if ruled else "nil"
    sides = "".join(f'<w:{side} w:val="{line}"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    width = 9_400 // len(cells)
    grid = f'<w:gridCol w:w="{width}"/>' * len(cells)
    row = "".join(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>' for cell in cells)
    borders = f"<w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr>"
    return f"<w:tbl>{borders}<w:tblGrid>{grid}</w:tblGrid><w:tr>{row}</w:tr></w:tbl>"


def _body_line(line: str, runs: Runs, *, counted: bool) -> str:
    """A paragraph; its number is Word's own where `counted`."""
    for level, pattern in enumerate(_NUMBERED):
        match = pattern.match(line) if counted else None
        if match:
            number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
            return _paragraph(runs(line[match.end() :]), number)
    return _paragraph(runs(line), '<w:jc w:val="both"/>')


def tracked(before: str, wrong: str, right: str, after: str) -> str:
    """A correction with changes tracked: `wrong` struck out, `right` put in."""
    deleted = f'<w:del w:id="1" {_AUTHOR}><w:r><w:delText xml:space="preserve">{wrong}</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" {_AUTHOR}>{_run(right)}</w:ins>'
    return _paragraph(_run(before) + deleted + inserted + _run(after))


def text_box(content: str) -> str:
    """A text box in both forms that Word writes, of which a reader sees one."""
    held = f"<w:txbxContent>{content}</w:txbxContent>"
    size = 'cx="1800000" cy="360000"'
    shape = (
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{held}</wps:txbx><wps:bodyPr/></wps:wsp>'
    )
    uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    graphic = f'<a:graphic><a:graphicData uri="{uri}">{shape}</a:graphicData></a:graphic>'
    inline = f'<w:drawing><wp:inline><wp:extent {size}/><wp:docPr id="1" name="Text box"/>{graphic}</wp:inline></w:drawing>'
    old = f'<w:pict><v:shape style="width:142pt;height:28pt"><v:textbox>{held}</v:textbox></v:shape></w:pict>'
    choice = f'<mc:Choice Requires="wps">{inline}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
    return _paragraph(f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>")


def make_docx(doc: str, runs: Runs = plain_runs, *, rich: bool = True) -> bytes:
    """An official document for Word.

    Letterhead and signature in tables without rules. Where `rich`: Word counts parts and points, one paragraph stands in a
    ruled frame, one holds a tracked correction, the signer's name is in a text box.
    """
    issuer, state, title, *body, recipients, signature = read_blocks(doc)
    centred = '<w:jc w:val="center"/>'

    def lines(block: list[str], properties: str = "") -> str:
        return "".join(_paragraph(runs(line), properties) for line in block)

    parts = [_table([lines(issuer, centred), lines(state, centred)]), lines(title, centred)]
    for line in (line for block in body for line in block):
        if rich and line.startswith("Có 09 hồ sơ"):
            parts.append(tracked("Có ", "10 hồ sơ", "09 hồ sơ", line.removeprefix("Có 09 hồ sơ")))
        elif rich and line.startswith("Trách nhiệm chính"):
            parts.append(_table([_body_line(line, runs, counted=False)], ruled=True))
        else:
            parts.append(_body_line(line, runs, counted=rich))
    signer = text_box(lines(signature[1:], centred)) if rich else lines(signature[1:], centred)
    parts.append(_table([lines(recipients), lines(signature[:1], centred) + signer]) + _paragraph(""))
    return _pack_docx("".join(parts))


def _pack_docx(body: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{shown}"/></w:lvl>'
        for n, (form, shown) in enumerate(_LEVELS)
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    defaults = "".join(
        f'<Default Extension="{extension}" ContentType="{kind}"/>'
        for extension, kind in (("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml"))
    )
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("numbering", "numbering"))
    )

    def relation(kind: str, target: str) -> str:
        relationship = f'<Relationship Id="rId1" Type="{_R}/{kind}" Target="{target}"/>'
        return f'{head}<Relationships xmlns="{_PACKAGE}/relationships">{relationship}</Relationships>'

    files = {
        "[Content_Types].xml": f'{head}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>',
        "_rels/.rels": relation("officeDocument", "word/document.xml"),
        "word/document.xml": f"{head}<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relation("numbering", "numbering.xml"),
        "word/numbering.xml": f"{head}<w:numbering {_NAMES}>{numbering}</w:numbering>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (2024, 5, 16, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def make_doc(doc: str) -> bytes:
    """A Word 97 file in TCVN3 fonts, made by LibreOffice from a DOCX."""
    program = shutil.which("soffice")
    if program is None:
        sys.exit("soffice is missing; on Debian: apt-get install libreoffice-writer-nogui")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.docx").write_bytes(make_docx(doc, tcvn3_runs, rich=False))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", folder, f"{folder}/a.docx"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=120)
        return (Path(folder) / "a.doc").read_bytes()


# --- Web pages -------------------------------------------------------------------------------------------------------

_MENU = ("Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Văn bản", "Tiếp công dân", "Hỏi đáp", "Liên hệ")
_OTHERS = ("Lịch tiếp công dân tháng này", "Hội nghị giao ban quý", "Thông báo tuyển dụng viên chức")


def make_portal_page(doc: str) -> bytes:
    """An agency's portal: menu, breadcrumbs, date and author, an attachment, other news, footer."""
    title, date, *lines = [line for block in read_blocks(doc) for line in block]
    day, month, year = date.split("/")
    menu = "".join(f'<li><a href="/m{n}">{word}</a></li>' for n, word in enumerate(_MENU))
    others = "".join(f'<li><a href="/tin/{n}">{word}</a></li>' for n, word in enumerate(_OTHERS))
    *body, author = lines
    text = "\n".join(f"<p>{escape(line)}</p>" for line in body)
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)} - Cổng thông tin điện tử</title>
<meta property="article:published_time" content="{year}-{month}-{day}T08:30:00+07:00">
<script>var menu = {{"mo": true}};</script><style>.menu {{ color: red }}</style></head>
<body><header><div class="banner">CỔNG THÔNG TIN ĐIỆN TỬ</div><nav><ul class="menu">{menu}</ul></nav></header>
<div class="breadcrumb"><a href="/">Trang chủ</a> » <a href="/tin">Tin tức</a></div>
<main><article><h1>{escape(title)}</h1><div class="date"><time datetime="{year}-{month}-{day}">{date}</time></div>
<div class="content">
{text}
<p class="author">{escape(author)}</p>
</div>
<div class="attachments">Tệp đính kèm: <a href="/files/toan-van.pdf">toan-van.pdf</a></div></article></main>
<aside class="related"><h3>Tin khác</h3><ul>{others}</ul></aside>
<footer><p>Bản quyền thuộc Cổng thông tin điện tử. Lượt truy cập: 1.204.775</p></footer></body></html>
""".encode()


def make_newspaper_page(doc: str) -> bytes:
    """A newspaper: byline, lead, shares and advertisements between the paragraphs."""
    title, *lines = [line for block in read_blocks(doc) for line in block]
    lead, *body = lines
    promotion = '<div class="ads banner-ads"><a href="/qc">Quảng cáo</a></div>'
    paragraphs = [f"<p>{escape(line)}</p>" for line in body]
    paragraphs.insert(2, promotion)
    text = "\n".join(paragraphs)
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>
<meta property="og:title" content="{escape(title)}"><meta property="og:site_name" content="Báo Mẫu">
<meta name="author" content="Phóng viên"></head>
<body><div id="top"><a href="/">Báo Mẫu</a>
<ul class="nav"><li><a href="/thoi-su">Thời sự</a></li><li><a href="/kt">Kinh tế</a></li></ul></div>
<article class="detail"><h1 class="title-detail">{escape(title)}</h1>
<p class="description">{escape(lead)}</p>
<div class="social"><a href="/chia-se">Chia sẻ</a></div>
{text}
</article>
<div class="box-related"><h2>Đọc nhiều</h2><a href="/1">Giá vàng hôm nay</a><a href="/2">Dự báo thời tiết</a></div>
<footer>© Báo Mẫu. Ghi rõ nguồn khi phát hành lại thông tin.</footer></body></html>
""".encode()


# --- All -------------------------------------------------------------------------------------------------------------


def make_text(doc: str, encoding: str) -> bytes:
    from ketluan.text.encodings import encode

    return encode(read_text(doc), encoding)


# file -> (document, format, what is in it, how it is made)
FILES: dict[str, tuple[str, str, str, Callable[[str], bytes]]] = {
    "kl-lao-dong.scan.pdf": ("kl-lao-dong", "scan", "red seal, skew 1.1°, noise", lambda doc: make_scan(doc, 1.1)),
    "tb-mam-non.scan.pdf": ("tb-mam-non", "scan", "red seal, skew -0.7°, noise", lambda doc: make_scan(doc, -0.7)),
    "kl-mot-cua.docx": ("kl-mot-cua", "docx", "tables, automatic numbers, tracked changes, text box", make_docx),
    "tb-khoang-san.doc": ("tb-khoang-san", "doc", "Word 97, fonts .VnTime and .VnTimeH (TCVN3)", make_doc),
    "cong-tt-ket-luan.html": ("cong-tt-ket-luan", "html", "portal: menu, date, author, attachment", make_portal_page),
    "bao-khu-do-thi.html": ("bao-khu-do-thi", "html", "newspaper: lead, advertisement, most read", make_newspaper_page),
    "kl-khieu-nai.tcvn3.txt": ("kl-khieu-nai", "text", "TCVN3 (ABC)", lambda doc: make_text(doc, "tcvn3")),
    "kl-nhan-su.vni.txt": ("kl-nhan-su", "text", "VNI", lambda doc: make_text(doc, "vni")),
}


def text_digest(doc: str) -> str:
    return hashlib.sha256(read_text(doc).encode()).hexdigest()


def build(*, doc_too: bool) -> None:
    """Write the files and their table."""
    FOLDER.mkdir(exist_ok=True)
    rows = ["\t".join(COLUMNS)]
    for name, (doc, form, content, make) in sorted(FILES.items()):
        if form != "doc" or doc_too:
            (FOLDER / name).write_bytes(make(doc))
        rows.append("\t".join((name, doc, form, text_digest(doc), content)))
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")


def problems() -> list[str]:
    """Files that are missing, unknown, or older than their text."""
    lines = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    digests = {name: digest for name, _, _, digest, _ in lines}
    there = {path.name for path in FOLDER.iterdir()}
    found = [f"{name}: missing, or not in formats.tsv" for name in digests.keys() ^ there]
    found += [f"{name}: not made by build_formats.py" for name in digests.keys() ^ FILES.keys()]
    return sorted(found + [f"{n}: its text has changed" for n, (doc, *_) in FILES.items() if digests.get(n) != text_digest(doc)])


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--doc", action="store_true", help="make the DOC too")
    parser.add_argument("--check", action="store_true", help="write nothing; status 1 where something does not fit together")
    arguments = parser.parse_args()
    if arguments.check:
        found = problems()
        print("\n".join(found) or "corpus: files in other formats and their texts fit together")
        return 1 if found else 0
    build(doc_too=arguments.doc)
    return 0


if __name__ == "__main__":
    sys.exit(main())
