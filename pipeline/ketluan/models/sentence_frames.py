"""Who acts, in which tense and mood: features that tell requests from reports of them.

"Thanh tra yêu cầu X nộp", "X phải nộp" and "X được yêu cầu nộp" ask; "X đã nộp", "trước đó X có văn bản yêu cầu Y" report.
"""

from __future__ import annotations

import re

from ketluan.models.masking import UPPER
from ketluan.text.folding import same_tone_style

_VERB = (
    r"(?:kiểm điểm|rút kinh nghiệm|xử lý|xử phạt|phạt|thu hồi|truy thu|nộp|hoàn trả|trả lại|giảm trừ|xuất toán|hủy|bãi bỏ|"
    r"chuyển|làm rõ|chấn chỉnh|khắc phục|rà soát|sửa đổi|bổ sung|hoàn thiện|ban hành|tăng cường|đôn đốc|phối hợp|hướng dẫn|"
    r"kiểm tra|thanh tra|đình chỉ|dừng|chấm dứt|tháo dỡ|cưỡng chế|báo cáo|thực hiện|điều chỉnh|miễn nhiệm|xem xét|tổ chức|"
    r"xác định|cảnh cáo|khiển trách|cách chức|khai trừ|kỷ luật|buộc|giao|yêu cầu|đề nghị|kiến nghị|đề xuất|chỉ đạo|xây dựng|"
    r"thay thế|phê bình|quyết định|công khai|niêm yết|cập nhật|giải trình|tước|di dời)"
)
_MARKED = re.compile(
    r"(?<!\w)(đã|vừa|sẽ|phải|cần|chưa|không|được|bị|đang|từng|cũng|còn|mới|tiếp tục|sớm|khẩn trương|nghiêm túc|có trách nhiệm|tự|"
    r"việc|các|những|có thể|nên|chưa được|không được|bị đề nghị|để|theo|vẫn|lại)\s"
    r"(?:(?:phải|được|có|cũng|tiến hành|tổ chức|tiếp tục|thể|nghiêm|khẩn trương|nghiêm túc|kịp thời|văn bản|công văn|quyết định|"
    rf"ra|ký|bị|sự|đã|xem xét)\s){{0,2}}({_VERB})(?!\w)"
)
_ASKING = {"kiến nghị", "đề nghị", "yêu cầu", "đề xuất", "chỉ đạo", "giao"}
_ASK = re.compile(
    r"(?<!\w)(kiến nghị|đề nghị|yêu cầu|đề xuất|chỉ đạo|giao|buộc|xử phạt|phạt|quyết định|thu hồi|cảnh cáo|khiển trách|cách chức|"
    r"khai trừ)(?!\w)"
)
_MUST = re.compile(
    r"(?<!\w)(sẽ phải|phải|cần phải|cần|sẽ|không được|được yêu cầu|bị yêu cầu|bị buộc|nên|có trách nhiệm|"
    r"buộc phải|không để)(?!\w)"
)
NEAR_WORDS = 9  # a modal verb that stands before this word of the sentence governs all of it
_MASK = re.compile(r"[A-Z]{3,5}_")
_EDGE = "\"“'–+•- "
_CAPITAL = rf"(?![A-Z]{{3,5}}_)[{UPPER}]"
# A name that opens a sentence is not masked, for any sentence opens with a capital: "VFS cần", "Đà Nẵng sẽ phải".
_OPENING_NAME = re.compile(
    rf"[{re.escape(_EDGE)}]{{0,4}}((?:[A-ZĐ][A-ZĐ\d.]{{1,9}}(?!_)(?:\s{_CAPITAL}[\w.]{{0,12}}){{0,4}})|"
    rf"(?:(?:TP\.?|Tỉnh|Huyện|Quận|Thành phố|Xã|Phường)\s)?{_CAPITAL}\w{{0,9}}(?:\s{_CAPITAL}\w{{0,9}}){{1,4}})(?=\s[a-zà-ỹđ(])"
)
_GENERAL = re.compile(
    rf"[{re.escape(_EDGE)}]{{0,4}}(?:Các|Những|Nhiều|Một số|Hai|Ba|Toàn bộ|Tất cả|Đơn vị|Công ty|Phòng khám|Chủ đầu tư|Bộ|Sở|"
    r"Huyện|Tỉnh|Thành phố|Cơ quan|Đoàn|Doanh nghiệp|Bệnh viện|Trường|Bà|Ông|Ngân hàng|Nhà thầu|Cá nhân|Người)(?!\w)"
)


def frame_features(masked: str) -> list[str]:
    """Feature strings of one masked sentence: its subject, marks of tense and mood before acts, who asks, who must do what."""
    subject, words = _subject(masked)
    folded = same_tone_style(words)
    features = [f"S {subject}"]
    for match in _MARKED.finditer(folded):
        mark, verb = match.groups()
        features += [f"T {mark} {verb}", f"T1 {mark}", f"T2 {mark} {verb if verb in _ASKING else 'act'}"]
    if ask := _ASK.search(folded):
        names = _MASK.findall(words, 0, ask.start())
        features += [f"S2 {names[-1] if names else 'none'} {ask[1]}", f"S3 {subject} {ask[1]}"]
        features.append(f"S4 {' '.join(folded[: ask.start()].split()[-2:])} {ask[1]}")
    if must := _MUST.search(folded):
        distance = "near" if len(folded[: must.start()].split()) < NEAR_WORDS else "far"
        features += [f"M {subject} {must[1]}", f"M1 {must[1]} {distance}"]
        features.append(f"M2 {must[1]} {' '.join(folded[must.end() :].split()[:2])}")
    return features


def _subject(masked: str) -> tuple[str, str]:
    """The kind of name that opens a sentence, and the sentence with that name masked too."""
    first = _MASK.match(masked.lstrip(_EDGE))
    if first:
        return first.group(), masked
    name = _OPENING_NAME.match(masked)
    if name:
        return "NAME_", "NAME_" + masked[name.end(1) :]
    return ("general" if _GENERAL.match(masked) else "none"), masked
