"""Small PDFs made by hand."""

from __future__ import annotations

import io


def pdf(
    *lines: tuple[float, float, str], pages: int = 1, content: bytes | None = None, filters: str = "", extra: str = ""
) -> bytes:
    """A small PDF: text in Helvetica at (x, y from the bottom), the same on each page."""
    body = (
        content if content is not None else "".join(f"BT /F1 12 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in lines).encode()
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{5 + i} 0 R' for i in range(pages))}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(body)} {filters} >>\nstream\n".encode() + body + b"\nendstream",
    ]
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {extra} /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    )
    objects += [page.encode()] * pages
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    offsets = []
    for number, item in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + item + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{offset:010} 00000 n \n" for offset in offsets).encode())
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()
