"""What speaks for a body being the one that inspected, or the one that was inspected: features of its mentions."""

from __future__ import annotations

import re

from ketluan.extraction.draft import Draft
from ketluan.record import Agency, Mention

LEAD_CHARS = 700
LEFT, RIGHT = 130, 110

_TYPES = frozenset(
    {
        "inspectorate", "audit", "ministry", "department", "people_committee", "people_council", "party", "company", "school",
        "hospital", "police", "government", "parliament", "court", "centre", "management_board", "division", "office", "bank",
        "media", "association", "team",
    }
)  # fmt: skip
_INSPECT = r"(?:thanh tra|kiểm tra|kiểm toán|kết luận|sai phạm|vi phạm|khuyết điểm|tồn tại|hạn chế|bất cập|thiếu sót)"
_ANNOUNCES = re.compile(
    r"kết luận|kết quả (?:thanh tra|kiểm tra|kiểm toán)|thông báo|báo cáo kiểm toán|phát hiện|chỉ ra|xác định"
)
_FIRST_ANNOUNCEMENT = re.compile(
    r"(?:kết luận|kết quả|thông báo|công bố|báo cáo)(?: kết luận)? (?:thanh tra|kiểm tra|kiểm toán)"
    r"|thanh tra (?:việc|về|công tác|trách nhiệm|toàn diện|đột xuất|tại|dự án)"
    r"|kết luận (?:về|việc)|sai phạm (?:tại|của|trong)",
    re.IGNORECASE,
)
ANNOUNCEMENT_CHARS = 2500
_ABOUT = re.compile(
    r"(?:thanh tra|kiểm tra|kiểm toán|kết luận)[^.;\n]{0,60} (?:việc|về|công tác|trách nhiệm|dự án|hoạt động|toàn diện)\b"
)
_SHORTCOMING = re.compile(r"\b(?:chưa|không đúng|vi phạm|sai phạm|thiếu|chậm|buông lỏng|trái|khuyết điểm|sai quy định|tự ý)\b")
_LEFT: dict[str, re.Pattern[str]] = {
    "conclusion_of": re.compile(
        r"(?:kết luận|thông báo|kết quả|báo cáo|đoàn|quyết định|văn bản|cuộc|công bố)"
        r"(?: (?:kết luận|thanh tra|kiểm tra|kiểm toán|số [\w/.\-]{1,20}"
        r"|ngày [\d/.\-]{3,10}|liên ngành|đột xuất|mới nhất|mới đây)){0,4},? (?:của |từ )?(?:đoàn )?$"
    ),
    "according_to": re.compile(r"\btheo (?:kết luận |thông tin |báo cáo )?(?:của |từ )?$"),
    "chief_of": re.compile(r"(?:chánh|tổng|phó chánh|phó tổng|bộ trưởng|thứ trưởng|lãnh đạo|đại diện) $"),
    "head_of": re.compile(r"(?:chủ tịch|giám đốc|bí thư|trưởng|hiệu trưởng|cục trưởng) $"),
    "inspected_at": re.compile(rf"{_INSPECT}[^.;\n]{{0,90}}? (?:tại|ở|đối với|với)(?: các| một số| đơn vị| dự án của| nhiều)? $"),
    "inspected_of": re.compile(rf"{_INSPECT}[^.;\n]{{0,90}}? của(?: các| một số| đơn vị| lãnh đạo)? $"),
    "inspects": re.compile(r"(?:thanh tra|kiểm tra|kiểm toán|thanh tra toàn diện|thanh tra đột xuất|làm việc với) $"),
    "asked": re.compile(
        r"(?:kiến nghị|đề nghị|yêu cầu|giao|đề xuất|chỉ đạo|báo cáo|gửi|trình)(?: với| cho| đến)? (?:chủ tịch |giám đốc )?$"
    ),
    "handed_to": re.compile(r"(?:chuyển|cung cấp)[^.;\n]{0,80} (?:cho|sang|đến|tới) $"),
    "investor": re.compile(r"\b(?:do|chủ đầu tư là|nhà thầu|công ty con) $"),
    "starts": re.compile(r"(?:^|\n|[.!?…:“\"] )$"),
}
_RIGHT: dict[str, re.Pattern[str]] = {
    "issues": re.compile(
        r"^(?: [^\s,.;]{1,8}){0,5}? (?:công bố|ban hành|có|ra|ký|phát hành|hoàn tất|hoàn thành|thông báo)\b"
        r"[^.;\n]{0,40}(?:kết luận|thông báo|báo cáo|kết quả)"
    ),
    "states": re.compile(
        r"^,?(?: (?:vừa|đã|cũng|còn|mới|tiếp tục|nhận thấy|qua|sau)){0,3} "
        r"(?:cho biết|kết luận|chỉ ra|chỉ rõ|phát hiện|xác định|kiến nghị|đề nghị"
        r"|yêu cầu|cho rằng|nêu|nhận định|đánh giá|tiến hành|thanh tra|kiểm tra|vào cuộc|xử phạt|điểm tên|\"điểm mặt)"
    ),
    "fails": re.compile(
        r"^[^.;\n]{0,70}?\b(?:chưa|không|vi phạm|sai phạm|thiếu|chậm|buông lỏng|để xảy ra|tự ý"
        r"|sai|trái|vượt|khuyết điểm|hạn chế|tồn tại)\b"
    ),
    "responsible": re.compile(
        r"^[^.;\n]{0,40}?(?:chịu trách nhiệm|kiểm điểm|rút kinh nghiệm|nghiêm túc|khắc phục|thực hiện nghiêm)"
    ),
    "is_investor": re.compile(r"^[^.;\n]{0,20}?(?:làm chủ đầu tư|chủ đầu tư|trúng thầu|thi công)"),
}


def _sentence_cues(draft: Draft, mention: Mention) -> list[str]:
    """Whether the sentence announces a conclusion before the mention, or states a shortcoming."""
    start, end = draft.sentence_at(mention.start) or (mention.start, mention.end)
    before = draft.text[start : mention.start].lower()
    cues = []
    if _ANNOUNCES.search(before):
        cues.append("announced_before")
    elif _ANNOUNCES.search(draft.text[mention.end : end].lower()):
        cues.append("announced_after")
    if _ABOUT.search(before):
        cues.append("subject_of_inspection")
    if _SHORTCOMING.search(draft.text[start:end].lower()):
        cues.append("in_shortcoming")
    return cues


def _announcement(draft: Draft, agency: Agency) -> dict[str, float]:
    """How the body stands behind the first words of the text that announce a conclusion, up to the sentence's end."""
    match = _FIRST_ANNOUNCEMENT.search(draft.text, 0, ANNOUNCEMENT_CHARS)
    if match is None:
        return {}
    end = (draft.sentence_at(match.start()) or (0, match.end()))[1]
    behind = sorted({(m.start, a.id) for a in draft.agencies for m in a.mentions if match.end() <= m.start < end})
    ids = [identifier for _, identifier in behind]
    if agency.id not in ids:
        return {"announced_none": 1.0}
    return {"announced_first": float(ids[0] == agency.id), "announced_any": 1.0, "announced_only": float(len(set(ids)) == 1)}


def agency_features(draft: Draft, agency: Agency) -> dict[str, float]:
    """Named values between 0 and 1: type of body, share of mentions, place in title and lead, words around its mentions."""
    text = draft.text
    counts: dict[str, int] = {}
    for mention in agency.mentions:
        left = text[max(0, mention.start - LEFT) : mention.start].lower()
        right = text[mention.end : mention.end + RIGHT].lower()
        names = [n for n, p in _LEFT.items() if p.search(left)]
        names += [n for n, p in _RIGHT.items() if p.match(right)]
        names += _sentence_cues(draft, mention)
        if mention.start < LEAD_CHARS:
            names += [f"lead_{name}" for name in names]
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    most = max((len(a.mentions) for a in draft.agencies), default=1) or 1
    size = max(1, len(agency.mentions))
    features = {f"{name}": min(1.0, count / 2) for name, count in counts.items()}
    features |= {f"{name}_share": count / size for name, count in counts.items()}
    features[f"type={agency.type if agency.type in _TYPES else 'rest'}"] = 1.0
    features[f"level={agency.level}"] = 1.0
    features["share"] = len(agency.mentions) / most
    features["often"] = min(1.0, len(agency.mentions) / 5)
    first = agency.mentions[0].start if agency.mentions else len(text)
    title_end = text.find("\n") if 0 < text.find("\n") < 200 else 0
    features["in_title"] = float(first < title_end)
    features["in_lead"] = float(any(title_end <= m.start < title_end + LEAD_CHARS for m in agency.mentions))
    features["first"] = 1.0 - first / max(1, len(text))
    features |= _announcement(draft, agency)
    same = [a for a in draft.agencies if a.type == agency.type and a is not agency]
    features["only_of_type"] = float(not same)
    features["most_of_type"] = float(all(len(a.mentions) < size for a in same))
    features["bias"] = 1.0
    return features
