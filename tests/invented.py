"""Invented documents for tests of the store and the pages: no body, person or place here exists.

A document is written with its marks in place: `[f:land|…]` a finding, `[r:review|…]` a recommendation, `[a1|…]` an agency's
mention, `[c1|…]` a citation's, `[p1|…]` a person's, `[m:money:5000000:đồng|…]` a measure; marks nest.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from typing import Any

from ketluan.record import (
    Agency,
    Citation,
    CitationMention,
    DocumentInfo,
    Finding,
    Measure,
    Mention,
    Page,
    Person,
    Pinpoint,
    Recommendation,
    Record,
    Relation,
    Source,
    Span,
)

_MARK = re.compile(r"\[([a-z]\d*(?::[^|\]\[]*)?)\||\]")

AGENCIES: dict[str, tuple[str, str, str, str | None]] = {
    # id: name, key, type, province
    "a1": ("Thanh tra tỉnh Lam Giang", "vn/lam-giang/thanh-tra-tinh", "inspectorate", "Lam Giang"),
    "a2": ("Sở Tài nguyên và Môi trường tỉnh Lam Giang", "vn/lam-giang/so-tai-nguyen-va-moi-truong", "department", "Lam Giang"),
    "a3": ("Sở Kế hoạch và Đầu tư tỉnh Trà Vân", "vn/tra-van/so-ke-hoach-va-dau-tu", "department", "Trà Vân"),
    "a4": ("Phòng Tổng hợp, Sở Kế hoạch và Đầu tư tỉnh Trà Vân", "vn/tra-van/so-ke-hoach-va-dau-tu/tong-hop", "unit", "Trà Vân"),
    "a5": ("Ủy ban nhân dân huyện Đông Hoà, tỉnh Trà Vân", "vn/tra-van/dong-hoa/ubnd", "people's committee", "Trà Vân"),
    "a6": ("Thanh tra tỉnh Trà Vân", "vn/tra-van/thanh-tra-tinh", "inspectorate", "Trà Vân"),
    "a7": ("Văn phòng đăng ký đất đai tỉnh Lam Giang", "vn/lam-giang/so-tai-nguyen-va-moi-truong/vpdkdd", "unit", "Lam Giang"),
    "a8": ("Công ty Cổ phần Xây dựng Mây Trắng", "vn/cong-ty/may-trang", "company", None),
}  # fmt: skip
CITATIONS: dict[str, tuple[str, str, str | None, int | None, str | None]] = {
    # id: key, type, number, year, title
    "c1": ("61/2018/NĐ-CP", "nghị định", "61/2018/NĐ-CP", 2018, None),
    "c2": ("Luật Đất đai 2013", "luật", "45/2013/QH13", 2013, "Luật Đất đai"),
    "c3": ("1520/UBND-TH", "công văn", "1520/UBND-TH", None, None),
}
PERSONS: dict[str, tuple[str, str, str | None]] = {
    # id: name, role, honorific
    "p1": ("Lò Vân Khuất", "named", "ông"),
    "p2": ("Mã Thị Thoảng", "official", "bà"),
    "p3": ("Tô Bút Danh", "author", None),
}


def build(
    marked: str,
    *,
    pages: int = 1,
    uri: str = "in/invented.txt",
    relations: tuple[tuple[str, str, str] | tuple[str, str, str, str], ...] = (),
    **document: Any,
) -> Record:
    """A record from marked text; findings are f1, f2 … and recommendations r1, r2 … in the order of their start."""
    text, marks = _unmark(marked)
    mentions: dict[str, list[Any]] = defaultdict(list)
    findings: list[Finding] = []
    recommendations: list[Recommendation] = []
    measures: list[Measure] = []
    for name, start, end in sorted(marks, key=lambda m: (m[1], -m[2])):
        at = {"start": start, "end": end, "text": text[start:end]}
        kind, _, value = name.partition(":")
        if kind == "f":
            findings.append(Finding(**at, id=f"f{len(findings) + 1}", category=value, confidence=0.9, page=1))  # type: ignore[arg-type]
        elif kind == "r":
            recommendations.append(Recommendation(**at, id=f"r{len(recommendations) + 1}", action=value, confidence=0.9, page=1))
        elif kind == "m":
            what, amount, unit = value.split(":")
            measures.append(Measure(**at, kind=what, value=float(amount), unit=unit))  # type: ignore[arg-type]
        elif kind.startswith("c"):
            article = re.search(r"Điều (\d+)", at["text"])
            targets = [Pinpoint(article=article.group(1))] if article else []
            mentions[kind].append(CitationMention(**at, page=1, pinpoint=article and f"điều {article.group(1)}", targets=targets))
        else:
            mentions[kind].append(Mention(**at, page=1))
    sha = hashlib.sha256((uri + text).encode()).hexdigest()
    cuts = [round(i * len(text) / pages) for i in range(pages + 1)]
    return Record(
        id=f"d-{sha[:16]}",
        source=Source(uri=uri, sha256=sha, media_type="text/plain", bytes=len(text.encode()), method="text"),
        text=text,
        pages=[Page(number=i + 1, start=cuts[i], end=cuts[i + 1]) for i in range(pages)],
        document=DocumentInfo(**document),
        agencies=[
            Agency(id=i, name=AGENCIES[i][0], key=AGENCIES[i][1], type=AGENCIES[i][2], level="province", province=AGENCIES[i][3],
                   parent=None, successor=None, mentions=mentions[i])
            for i in AGENCIES if i in mentions
        ],
        citations=[
            Citation(id=i, key=CITATIONS[i][0], type=CITATIONS[i][1], number=CITATIONS[i][2], year=CITATIONS[i][3],
                     title=CITATIONS[i][4], date=None, issuer=None, uri=None, mentions=mentions[i])
            for i in CITATIONS if i in mentions
        ],
        persons=[
            Person(id=i, name=PERSONS[i][0], role=PERSONS[i][1], honorific=PERSONS[i][2], mentions=mentions[i])  # type: ignore[arg-type]
            for i in PERSONS if i in mentions
        ],
        findings=[_with_measures(f, measures) for f in findings],
        recommendations=[_with_measures(r, measures) for r in recommendations],
        relations=[
            Relation(head=r[0], type=r[1], tail=r[2], confidence=0.9, evidence=Span(start=0, end=len(text)),  # type: ignore[arg-type]
                     title=r[3] if len(r) > 3 else None)
            for r in relations
        ],
    )  # fmt: skip


def _with_measures(statement: Any, measures: list[Measure]) -> Any:
    import msgspec

    inside = [m for m in measures if statement.start <= m.start and m.end <= statement.end]
    return msgspec.structs.replace(statement, measures=inside)


def _unmark(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    out: list[str] = []
    stack: list[tuple[str, int]] = []
    marks: list[tuple[str, int, int]] = []
    at = length = 0
    for match in _MARK.finditer(marked):
        piece = marked[at : match.start()]
        out.append(piece)
        length += len(piece)
        at = match.end()
        if match.group() == "]":
            name, start = stack.pop()
            marks.append((name, start, length))
        else:
            stack.append((match.group(1), length))
    out.append(marked[at:])
    return "".join(out), marks


CONCLUSION = build(
    """THANH TRA TỈNH LAM GIANG
Số: 12/KL-TTr
Kết luận thanh tra việc giải quyết thủ tục hành chính về đất đai tại [a2|Sở Tài nguyên và Môi trường].
[a1|Thanh tra tỉnh] đã kiểm tra 1.204 hồ sơ trong kỳ.
[f:late_processing|[a7|Văn phòng đăng ký đất đai] giải quyết trễ hạn [m:count:57:hồ sơ|57 hồ sơ] đất đai, vi phạm [c1|Điều 19 Nghị định số 61/2018/NĐ-CP].]
[f:land|[a2|Sở Tài nguyên và Môi trường] thu tiền sử dụng đất thiếu [m:money:4896000000:đồng|4.896 triệu đồng] theo [c2|Điều 108 Luật Đất đai năm 2013].]
[f:publicity|Chưa niêm yết công khai 3 thủ tục hành chính tại bộ phận một cửa.]
Trách nhiệm thuộc về ông [p1|Lò Vân Khuất], Trưởng phòng Đo đạc.
[r:rectify|Kiến nghị Giám đốc [a2|Sở TNMT] chấn chỉnh việc giải quyết hồ sơ đất đai trễ hạn.]
[r:recover_money|Thu hồi [m:money:4896000000:đồng|4.896 triệu đồng] nộp ngân sách nhà nước.]
Người ký: [p2|Mã Thị Thoảng]
""",  # noqa: E501
    uri="in/kl-12.txt",
    pages=2,
    kind="conclusion",
    title="Kết luận thanh tra việc giải quyết thủ tục hành chính về đất đai tại Lam Giang",
    number="12/KL-TTr",
    date="2024-03-02",
    issuer="a1",
    inspected=["a2"],
    relations=(
        ("f1", "attributed_to", "a7"),
        ("f1", "breaches", "c1"),
        ("f2", "attributed_to", "a2"),
        ("f2", "breaches", "c2"),
        ("f2", "attributed_to", "p1"),
        ("f3", "attributed_to", "a2"),
        ("r1", "directed_to", "a2"),
        ("p1", "holds_position", "a2", "Trưởng phòng Đo đạc"),
        ("p2", "holds_position", "a1", "Chánh Thanh tra"),
    ),
)  # fmt: skip
NEWS = build(
    """Lam Giang: 57 hồ sơ đất đai bị trễ hạn
[p3|Tô Bút Danh]
[a1|Thanh tra tỉnh Lam Giang] vừa công bố kết luận số 12/KL-TTr ngày 2/3/2024.
[f:late_processing|Theo đó, [a7|Văn phòng đăng ký đất đai] trễ hạn [m:count:57:hồ sơ|57 hồ sơ].]
""",
    uri="in/tin-1.html",
    kind="news",
    title="Lam Giang: 57 hồ sơ đất đai bị trễ hạn",
    number="12/KL-TTr",
    date="2024-03-02",
    issuer="a1",
    published="2024-03-05",
    relations=(("f1", "attributed_to", "a7"),),
)
_OTHER_BODY = """[a6|Thanh tra tỉnh Trà Vân] thông báo kết quả kiểm tra [a3|Sở KHĐT] và [a5|UBND huyện Đông Hoà] trong năm 2023.
[f:procurement_investment|[a3|Sở KHĐT] thẩm định dự án đầu tư chậm 45 ngày, chưa đúng [c3|Công văn số 1520/UBND-TH].]
[f:finance_budget|[a5|UBND huyện Đông Hoà] chi sai nguồn [m:money:250000000:đồng|250 triệu đồng].]
[f:procedure|[a4|Phòng Tổng hợp] yêu cầu thêm giấy tờ ngoài quy định tại [c1|Nghị định 61/2018/NĐ-CP].]
[r:review_responsibility|Đề nghị [a3|Sở Kế hoạch và Đầu tư] kiểm điểm trách nhiệm tập thể, cá nhân liên quan.]
"""
OTHER = build(
    "Kết quả kiểm tra đầu tư công tại Trà Vân\n" + _OTHER_BODY,
    uri="in/tv.txt",
    kind="report",
    title="Thông báo kết quả kiểm tra tại Trà Vân",
    date="2023-11-20",
    issuer="a6",
    inspected=["a3", "a5"],
    relations=(
        ("f1", "attributed_to", "a3"),
        ("f1", "breaches", "c3"),
        ("f2", "attributed_to", "a5"),
        ("f3", "attributed_to", "a4"),
        ("f3", "breaches", "c1"),
        ("r1", "directed_to", "a3"),
    ),
)
COPY = build(
    "Trà Vân: kết quả kiểm tra đầu tư công\n" + _OTHER_BODY,
    uri="in/tv-copy.html",
    kind="news",
    title="Trà Vân: kết quả kiểm tra đầu tư công",
    published="2023-11-22",
    relations=(("f1", "attributed_to", "a3"), ("f2", "attributed_to", "a5")),
)
UNACCENTED = build(
    "Thong bao cua co quan [f:records|Ho so luu tru dat dai khong day du tai kho so 3.]\n",
    uri="in/scan.pdf",
    kind="report",
    title=None,
    date="2022-01-15",
)
EMPTY = build("Lịch tiếp công dân tháng 5.\n", uri="in/lich.txt")
RECORDS = [CONCLUSION, NEWS, OTHER, COPY, UNACCENTED, EMPTY]
