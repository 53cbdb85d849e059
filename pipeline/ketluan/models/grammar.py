"""What the grammar of a sentence says by itself: states a shortcoming, asks for something, praises or denies, or nothing certain.

Rules of the domain, not of documents: "chưa", "không" before a duty and predicates of defect state a shortcoming; an ask before a
body or a bare imperative at the start asks; "đúng quy định" without a defect praises. The verdict is a feature of the
sentence model and decides alone where the model is unsure.
"""

from __future__ import annotations

import re
from typing import Literal

from ketluan.knowledge.phrases import cue_table
from ketluan.text.folding import same_tone_style

Verdict = Literal["finding", "recommendation", "neither", "unknown"]

_BULLET = r"^(?:[-–+•*(\"“'\s]|\d{1,2}[.)]|[a-zđ][.)]){0,4}\s{0,2}"
_IMPERATIVE = re.compile(
    _BULLET + r"(?:kiến nghị|đề nghị|yêu cầu|giao |buộc|thu hồi|truy thu|xuất toán|giảm trừ|sửa đổi|bãi bỏ|hủy bỏ|tăng cường|"
    r"chấn chỉnh|khắc phục|rà soát|chỉ đạo|xử lý|xem xét|kiểm điểm|chuyển (?:hồ sơ|toàn bộ|cơ quan|"
    r"vụ)|chấm dứt|tiếp tục|khẩn trương|"
    r"nghiêm túc|tham mưu|phối hợp|ban hành|xây dựng (?:kế hoạch|quy|phương)|thực hiện|tổ chức|"
    r"công khai|báo cáo|quán triệt|đẩy mạnh|"
    r"nâng cao|hoàn thiện|đôn đốc|làm rõ|đình chỉ|tạm dừng|tháo dỡ|xử phạt|điều chỉnh|bổ sung|"
    r"cập nhật|niêm yết|rút kinh nghiệm|"
    r"phân công|tập trung|hướng dẫn|nộp |hoàn trả|khai trừ|cách chức|khiển trách|cảnh cáo)"
)
_NOT_IMPERATIVE = re.compile(
    r"(?<!\w)(?:đã|chưa|không (?!để)|được thực hiện|còn|vẫn|là|vừa|đang|cho thấy|phát hiện|cho biết|"
    r"chỉ ra|theo đó,|nêu rõ)(?!\w)"
)
_DUTY = re.compile(
    r"(?<!\w)(?:phải|cần|cần phải|khẩn trương|có trách nhiệm|sớm|"
    r"nghiêm túc)\s(?:\w{1,8}\s){0,3}?(?:chấp hành|thực hiện|kiểm tra|rà soát|khắc phục|"
    r"xử lý|nộp|thu hồi|báo cáo|kiểm điểm|tổ chức|lập|tăng cường|quản lý|chấn chỉnh|làm rõ|"
    r"rút kinh nghiệm|hoàn|xây dựng|ban hành|điều chỉnh|"
    r"xem xét|chỉ đạo|phối hợp|công khai|đẩy nhanh|giải quyết|quan tâm|nâng cao|bổ sung|dừng|tháo dỡ|"
    r"chuyển|luân chuyển|cập nhật|hoàn thiện|hướng dẫn|đóng|giải trình|di dời|hoàn trả|bồi thường|đối thoại|niêm yết)"
)
_OUGHT = re.compile(r"lẽ ra|đáng lẽ|theo quy định,? (?:phải|thì phải)|quy định phải|trong khi .{0,40}phải")
_ASK = re.compile(r"(?<!\w)(?:kiến nghị|đề nghị|yêu cầu|đề xuất)(?!\w)")
_PAST = re.compile(r"(?:chưa|không|được|theo|các|những|có|của|việc|nội dung|hồ sơ|(?:thực hiện|chấp hành)(?:\s\w{1,8}){0,3})\s$")
# Asked of somebody, or decided: "bị buộc nộp", "được yêu cầu kiểm điểm", "bị xử phạt", "giao Chủ tịch UBND xã …".
_ASKED = re.compile(
    r"(?<!\w)(?:(?:được|bị) yêu cầu|bị buộc|buộc phải|bị (?:xử )?phạt(?! tù)|bị tước|(?:đã|vừa) xử phạt|"
    r"(?:ra|ký|ban hành) quyết định xử phạt|quyết định (?:thi hành )?kỷ luật|"
    r"(?<!được )(?<!đã )giao (?:cho )?(?:chủ tịch|giám đốc|tổng giám đốc|chánh|trưởng|hiệu trưởng|sở|phòng|các sở))(?!\w)"
)
# What was asked for is done: neither a shortcoming nor a request.
_DONE = re.compile(
    r"(?<!\w)đã (?:tổ chức |tiến hành |nghiêm túc |kịp thời |cơ bản ){0,2}(?:thu hồi|nộp lại|nộp đủ|nộp vào|hoàn trả|"
    r"khắc phục|kiểm điểm|hoàn thiện|hoàn thành|thực hiện xong|thực hiện (?:đầy đủ|nghiêm)|tháo dỡ|rút kinh nghiệm)(?!\w)"
)
_UNDONE = re.compile(
    r"(?<!\w)(?:chưa|không|còn|mới|chỉ|nhưng|tuy nhiên|song|yêu cầu|đề nghị|kiến nghị|phải|sẽ|đề xuất|quyết định)(?!\w)"
)
_DENIAL = re.compile(
    r"(?:chưa|không|chẳng) (?:phát hiện|ghi nhận|thấy|để xảy ra|có)(?: (?:ra|thấy|được))?(?: [\w,.&\-]{1,16}){0,12}? "
    r"(?:sai phạm|vi phạm|dấu hiệu vi phạm|thiếu sót|(?:hồ sơ )?(?:giải quyết )?(?:trễ hạn|quá hạn|chậm hạn))"
)
_NOT_DENIAL = re.compile(
    r"không (?:có|thấy)(?: [\w,.\-]{1,16}){0,12}? (?:xử lý|xử phạt|kiểm tra|biên bản|báo cáo|quyết định|biện pháp)"
)
_DEBT = re.compile(
    r"(?<!\w)(?:còn nợ|nợ (?:tiền|thuế|bảo hiểm)|cao hơn|thấp hơn|chậm|thiếu|sai|trái|khống|vượt|"
    r"lãng phí|thất thoát|hư hỏng|tự ý|buông lỏng)(?!\w)"
)
_MISSED = re.compile(r"(?<!\w)(?:chưa|không)\s(?!để|phát hiện|chỉ|ngừng|còn nữa|phải là|những|có gì)\w")
_LITTLE = re.compile(
    r"(?<!\w)(?:mới|chỉ)\s(?:(?:có|đạt|được|cấp|cho|thực hiện|giải ngân|khoảng|hơn)\s){0,3}\d[\d.,]{0,8}\s?(?:%|/\d)"
)
_BLAME = re.compile(r"trách nhiệm (?:để xảy ra|về|đối với|chính|này|trên|của những)?[^.;]{0,60}thuộc về")


def judge(sentence: str) -> Verdict:
    """The verdict for one sentence; "unknown" where grammar is not certain."""
    folded = same_tone_style(sentence)
    classes = list(cue_table().values_in(sentence))
    if _denies(folded, classes):
        return "neither"
    if _asks(folded):
        return "recommendation"
    if _BLAME.search(folded):
        return "finding"
    if (done := _DONE.search(folded)) and not _UNDONE.search(folded[: done.start()] + folded[done.end() :].split(" theo ")[0]):
        return "neither"
    defect = "defect" in classes
    if ("praise" in classes or "positive" in classes) and not defect and not _MISSED.search(folded) and not _DEBT.search(folded):
        return "neither"
    if defect or _LITTLE.search(folded) or (_MISSED.search(folded) and "complaint" not in classes) or _DEBT.search(folded):
        return "finding"
    return "unknown"


def _denies(folded: str, classes: list[str]) -> bool:
    """Denies a shortcoming and states none beside it."""
    denial = _DENIAL.search(folded)
    if denial is None or _NOT_DENIAL.search(folded):
        return False
    rest = folded[: denial.start()] + folded[denial.end() :]
    return not {"defect", "violation_verb"} & set(cue_table().values_in(rest))


def _asks(folded: str) -> bool:
    imperative = _IMPERATIVE.match(folded)
    if imperative and not _NOT_IMPERATIVE.search(folded[: imperative.end() + 60]):
        return True
    duty = _DUTY.search(folded)
    if duty and not _OUGHT.search(folded) and not _MISSED.search(folded[: duty.start()]):
        return True
    if _ASKED.search(folded) and not _MISSED.search(folded):
        return True
    return any(not _PAST.search(folded[max(0, m.start() - 40) : m.start()]) for m in _ASK.finditer(folded))
