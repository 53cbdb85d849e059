"""Whose part of a formal document each line stands in. Bodies by number: 0 the board, 1 the company, 2 the department."""

from ketluan.extraction.relations.owners import find_owners

LINES = [
    ("II. KẾT QUẢ THANH TRA", ()),
    ("A. Tại Ban Quản lý rừng Hòn Cau", (0,)),
    ("1. Công tác bảo vệ rừng", ()),
    ("Có 12 vụ phá rừng chưa được xử lý.", ()),
    ("B. Tại Công ty Lâm nghiệp Suối Đá", (1,)),
    ("1. Còn nợ 2 tỷ đồng tiền thuê đất.", ()),
    ("III. KIẾN NGHỊ", ()),
    ("1. Đối với Ban Quản lý:", (0,)),
    ("- Thu hồi số tiền chi sai;", ()),
    ("- Lập lại hồ sơ khoán.", ()),
    ("2. Giao Sở Tài chính cân đối kinh phí.", (2,)),
    ("Đề nghị Công ty Lâm nghiệp Suối Đá:", (1,)),
    ("- Nộp đủ tiền thuê đất.", ()),
    ("Trên đây là kết luận thanh tra.", ()),
]


def test_headings_and_lines_with_a_colon_rule_what_follows():
    text = "\n".join(line for line, _ in LINES)
    sentences, at = [], 0
    for line, _ in LINES:
        sentences.append((at, at + len(line)))
        at += len(line) + 1
    owners = find_owners(text, sentences, {i: bodies for i, (_, bodies) in enumerate(LINES)})
    assert owners == [(), (), (0,), (0,), (), (1,), (), (), (0,), (0,), (), (), (1,), ()]


def test_prose_has_no_owner():
    text = "Sở X chưa lập kế hoạch. Hồ sơ thiếu chữ ký."
    assert find_owners(text, [(0, 23), (24, 43)], {0: [0]}) == [(), ()]
