"""Names, numbers and dates of a sentence replaced by their kind, so that a model learns wording and not who is named.

"Thanh tra tỉnh X yêu cầu Sở Y nộp 1,2 tỷ đồng" becomes "INSP yêu cầu ORG nộp MONEY". What is replaced is only what
the model sees; the text itself is never changed.
"""

from __future__ import annotations

import re
from functools import partial

from ketluan.text.folding import same_tone_style

UPPER = "A-Z" + "".join(ch for ch in map(chr, range(0xC0, 0x1EFF)) if ch.isupper())
# Tokens of the masked sentence: mask words, numbers, words, marks.
_TOKEN = re.compile(r"[A-Z]{3,7}_|\d{1,12}(?:[.,/\-]\d{1,12}){0,6}|\w{1,40}|[^\w\s]")
_NAME_WORD = rf"(?:(?![A-Z]{{3,7}}_)[{UPPER}][\w.]{{0,20}}|&|\d{{1,3}})"
# Words in lower case that belong to names of bodies ("Sở Kế hoạch và Đầu tư", "Công ty cổ phần X").
_PLACE_WORD = (
    r"(?:nhân dân|vụ|chính|dựng|tế|dục|tư|pháp|thương|thông|trường|nghiệp|sát|ninh|hội|động|đầu|đào tạo|thể thao|du lịch|"
    r"tài nguyên|môi trường|phát triển|nông thôn|vận tải|truyền thông|công nghệ|kế hoạch|quản lý|tài chính|kinh tế|dự án|"
    r"xây dựng|đa khoa|thuế|hải quan|cổ phần|trách nhiệm hữu hạn|một thành viên|tỉnh|thành phố|TP\.?|huyện|quận|xã|phường|"
    r"thị xã|thị trấn|Trung ương|trung ương|và|-|–|,(?= huyện| tỉnh| TP| thị))"
)
_TAIL = rf"(?:\s{{1,2}}(?:{_PLACE_WORD}|{_NAME_WORD})){{0,14}}"
_INSPECTOR = (
    r"(?:[Tt]hanh tra|[Kk]iểm toán|[Đđ]oàn (?:thanh tra|kiểm tra|kiểm toán|giám sát|"
    r"công tác)|[Cc]ơ quan (?:thanh tra|kiểm tra|chức năng)|TTCP|KTNN|[UỦ][ủỷyY] "
    r"ban [Kk]iểm tra|UBKT)"
)
_HEAD = (
    r"(?:UBND|HĐND|[UỦ][ỷủy] ban|Hội đồng|Sở|Bộ|Tổng cục|Cục|Chi cục|Vụ|Ban|BQL|Công "
    r"ty|[Cc]ty|Tổng công ty|Tập đoàn|Trường|ĐH|Đại học|Cao đẳng|"
    r"Bệnh viện|BV|Trung tâm|Phòng|Văn phòng|Kho bạc|Viện|Công an|Đảng [uủ][ỷủy]|"
    r"Thành [uủ][ỷủy]|Tỉnh [uủ][ỷủy]|Huyện [uủ][ỷủy]|Học viện|Ngân hàng|"
    r"Báo|Chùa|Hạt|Hội|Liên đoàn|Tòa án|Toà án|Viện kiểm sát|VKS|Nhà máy|Xí nghiệp|"
    r"Hợp tác xã|HTX|Chi nhánh|Doanh nghiệp|Cơ sở|Khu|Thường trực|"
    r"Chính phủ|Thủ tướng|Quốc hội|[Cc]ông ty (?=[A-ZĐ])|[Ss]ở (?=[A-ZĐ])|[Bb]ộ (?=[A-ZĐ]))"
)
_MASKS: list[tuple[str, re.Pattern[str]]] = [
    ("CITE_", re.compile(rf"(?:số\s{{0,2}})?\d{{1,5}}/(?=[\d/\-]{{0,12}}[{UPPER}])[\d{UPPER}][\w\-/]{{1,30}}"
rf"(?:\s{{1,2}}ngày \d{{1,2}}[/.\-]\d{{1,2}}[/.\-]\d{{2,4}}"
rf")?")),
    ("MONEY_", re.compile(r"\d[\d.,]{0,20}\s{0,2}(?:(?:nghìn|ngàn|trăm|triệu|tỷ|tỉ)\s{0,2}){0,2}(?:đồng|"
r"VNĐ|VND|USD|Euro|euro|đ\b)|\d[\d.,]{0,20}\s{0,2}(?:triệu|tỷ|tỉ)\b")),
    ("PCT_", re.compile(r"\d[\d.,]{0,12}\s?%")),
    ("AREA_", re.compile(r"\d[\d.,]{0,14}\s{0,2}(?:m2|m²|ha\b|km2|héc ?ta|m\b|km\b|m3|m³)")),
    ("DATE_", re.compile(r"(?:ngày\s{1,2})?\d{1,2}\s?[/.\-]\s?\d{1,2}(?:\s?[/.\-]\s?\d{4})?(?![\d.,]{0,3}\d)"
r"|(?:ngày \d{1,2} )?tháng \d{1,2}(?:[/\-]\d{4}| năm \d{4})?|năm \d{4}|\d{4}\s?[-–]\s?\d{4}|"
r"\b(?:19|20)\d\d\b")),
    ("INSP_", re.compile(rf"(?<!\w){_INSPECTOR}(?!\w){_TAIL}")),
    ("ORG_", re.compile(rf"(?<!\w){_HEAD}(?!\w){_TAIL}")),
    ("NAME_", re.compile(rf"(?<=[\w,;:“\"(] ){_NAME_WORD}(?:\s(?:-\s)?{_NAME_WORD}){{0,8}}")),
]  # fmt: skip


def mask(sentence: str) -> str:
    """The sentence with its names and quantities replaced by the words CITE_, MONEY_, PCT_, AREA_, DATE_, INSP_, ORG_, NAME_."""
    for word, pattern in _MASKS:
        sentence = pattern.sub(partial(_keep_edge, word), sentence)
    return sentence


def _keep_edge(word: str, match: re.Match[str]) -> str:
    """The mask; a comma or joining word that the tail took at its end comes back."""
    found = match.group()
    for edge in (" và", " -", " –", ","):
        if found.endswith(edge):
            return word + edge
    return word


def tokenize(sentence: str) -> list[str]:
    """Syllables, numbers ("0") and marks of a masked sentence, in one tone style and lower case; masks stay in capitals."""
    return ["0" if t[0].isdigit() else t if t.endswith("_") else same_tone_style(t) for t in _TOKEN.findall(sentence)]
