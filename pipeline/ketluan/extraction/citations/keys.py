"""Keys and identifiers of documents."""

from __future__ import annotations

import re

from ketluan.extraction.citations.heads import Head
from ketluan.text.folding import strip_marks

# Kinds of one type that are told apart by its use, not by its number: "Công văn hỏa tốc 12" is "Công văn 12".
_KEY_NAMES = {
    "cong_van": "công văn", "thong_bao_ket_luan": "thông báo", "ket_luan": "kết luận", "quyet_dinh_thanh_tra": "quyết định",
    "quyet_dinh_xu_phat": "quyết định", "cong_dien": "công điện", "bao_cao": "báo cáo",
}  # fmt: skip


def bare_key(head: Head) -> str:
    """Key of a document that the text names by a number without symbol: "160/2006", else type and number ("Nghị định 61")."""
    if head.year and head.joined_year:
        return f"{head.serial}/{head.year}"
    if head.year and head.doctype.id == "nghi_dinh":
        return f"{head.serial}/{head.year}/NĐ-CP"  # a decree has no other issuer
    name = _KEY_NAMES.get(head.doctype.id, head.doctype.name)
    if head.doctype.id == "ket_luan_thanh_tra" and "thanh tra" not in head.doctype.name:
        name = "kết luận"
    return f"{name[0].upper()}{name[1:]} {head.serial}"


def title_key_text(title: str, year: int | None) -> str:
    """Key of a document that the text names by its title: "Luật Thanh tra 2022", "Luật Đầu tư công"."""
    return f"{title} {year}" if year else title


def iri(type_name: str, key: str, number: str | None, year: int | None, date: str | None) -> str | None:
    """Akoma Ntoso identifier "/akn/vn/act/nghi-dinh/2018/61-2018-nd-cp"; None where neither year nor date is known.

    A number without a year is not unique: its date takes the place of the year.
    """
    when = str(year) if year and number and f"/{year}/" in number else date or (str(year) if year else None)
    return f"/akn/vn/act/{slug(type_name)}/{when}/{slug(number or key)}" if when else None


def slug(text: str) -> str:
    """ASCII letters and digits joined by single dashes."""
    return re.sub(r"[^a-z0-9]+", "-", strip_marks(text)).strip("-")
