"""Finding, recommendation, both or neither: the model's probabilities, corrected where grammar is certain."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketluan.extraction.draft import Draft
from ketluan.extraction.statements.outline import Role, outline
from ketluan.knowledge.phrases import cue_table
from ketluan.models.grammar import judge
from ketluan.models.sentence_model import load_sentence_model
from ketluan.text.folding import same_tone_style

FINDING_FROM, RECOMMENDATION_FROM = 0.5, 0.5  # F1 in cross-validation by document is flat from 0.44 to 0.56
MIN_WORDS = 4
BY_LAYOUT = 0.7  # how sure an item is that only its place in a list of orders or shortcomings tells

# Sentences that deny a shortcoming and state none beside it.
_DENIAL = re.compile(
    r"(?:chưa|không|chẳng) (?:phát hiện|có|thấy|ghi nhận)(?: (?:ra|thấy|được))? (?:(?:các|"
    r"những|bất kỳ|hành|dấu|trường|hợp|vi) ){0,4}"
    r"(?:sai phạm|vi phạm|hiệu vi phạm|hành vi vi phạm|dấu hiệu vi phạm|trường hợp "
    r"vi phạm|thiếu sót|hồ sơ (?:nào )?(?:giải quyết )?(?:trễ hạn|quá hạn|chậm))"
)
_BUT = re.compile(
    r"tuy nhiên|nhưng|song(?! song)|mặc dù|ngoài ra|trừ |riêng |còn (?:tồn tại|một "
    r"số|thiếu|chậm)|chưa (?!phát hiện)|trái |sai |không đúng"
)
_CAPTION = re.compile(
    (
        r"^(?:[(\"“]?(?:ảnh|nguồn ảnh|ảnh minh họa|đồ họa|clip|video|bài liên quan|xem "
        r"thêm|tin liên quan|theo dõi)\s?[:.])|(?:ảnh|clip)\s?:\s?\S.{0,40}$"
    ),
    re.I,
)
# What the inspected body promises is no request.
_PROMISE = re.compile(
    r"(?<!\w)(?:thống nhất (?:với|nội dung)|nhất trí với|tiếp thu|cam kết|hứa|xin nhận|nhận khuyết điểm)(?!\w)[^.;]{0,160}"
    r"(?<!\w)(?:sẽ|chỉ đạo|khắc phục|tổ chức thực hiện|nghiêm túc thực hiện)(?!\w)"
)
_BESIDE_PROMISE = re.compile(r"(?<!\w)(?:yêu cầu|đề nghị|kiến nghị|chưa|không|phải|cần|trái|sai|giao)(?!\w)")
_STATED = {"defect", "violation_verb", "negation"}
_HAPPENED = re.compile(r"(?<!\w)(?:chưa|bị|vẫn|còn|dẫn đến|đã (?!nêu|chỉ ra|ban hành|được))(?!\w)")


_WRONG = r"(?:tồn tại|hạn chế|thiếu sót|khuyết điểm|sai phạm|vi phạm|bất cập|yếu kém|sai sót)"
# "… vẫn còn một số tồn tại, hạn chế như sau:" says that shortcomings follow and states none.
_ANNOUNCES = re.compile(
    r"(?<!\w)(?:còn|có|bộc lộ|chỉ ra|phát hiện|cho thấy)(?: (?:ra|rõ|có|còn)){0,2} (?:một số|những|nhiều|hàng loạt|không ít|các)"
    rf"(?: loạt)?(?: mặt| điểm)? {_WRONG}(?:(?:,| và| hoặc) (?:các |những )?{_WRONG}){{0,4}}"
    r"(?: (?:nhất định|sau|như sau|cần khắc phục|cần chấn chỉnh|cụ thể|sau đây|chủ yếu|chính)){0,3}\s?[.:;…]{0,3}[”\"]?$"
)
MAX_TITLE_WORDS = 8  # of a line without an end mark that only names what follows ("Quản lý chi đầu tư")


@dataclass(frozen=True, slots=True)
class Label:
    """What one sentence is, as probabilities; it may be both: "bị phạt 35 triệu đồng vì …"."""

    finding: float
    recommendation: float

    @property
    def is_finding(self) -> bool:
        return self.finding >= FINDING_FROM

    @property
    def is_recommendation(self) -> bool:
        return self.recommendation >= RECOMMENDATION_FROM


NEITHER = Label(0.0, 0.0)


def label_sentences(draft: Draft) -> list[Label]:
    """One label a sentence of the draft; where an encoder read it too, the mean of both models' probabilities decides."""
    rows = load_sentence_model(draft.models.sentences).label(draft.text, draft.sentences, draft.sections)
    if draft.encoded is not None:
        rows = (rows + draft.encoded.labels) / 2
    roles = outline(draft.text, draft.sentences, draft.sections)
    return [
        NEITHER
        if is_neither(draft.text[start:end]) or _is_title(draft.text, start, end)
        else _placed(_judged(Label(float(row[1]), float(row[2])), draft.text[start:end]), role, draft.text[start:end])
        for (start, end), row, role in zip(draft.sentences, rows, roles, strict=True)
    ]


def _judged(label: Label, sentence: str) -> Label:
    """The label without a finding where the sentence only announces some."""
    return Label(0.0, label.recommendation) if label.is_finding and announces(sentence) else label


def _placed(label: Label, role: Role, sentence: str) -> Label:
    """The label with what the layout of a formal document says; the models have seen few of those."""
    if role == "heading":
        return NEITHER
    if role == "order":
        if label.is_finding and sentence[0].isalpha() and _HAPPENED.search(same_tone_style(sentence)):
            return label  # the reasons for an order, in a paragraph between the items
        return Label(0.0, label.recommendation if label.is_recommendation else BY_LAYOUT)
    if role == "shortcoming" and not label.is_finding and judge(sentence) in ("finding", "unknown"):
        return Label(max(label.finding, BY_LAYOUT), 0.0)
    return label


def announces(sentence: str) -> bool:
    """Whether a sentence only says that there are shortcomings: no word before the announcement states one."""
    match = _ANNOUNCES.search(same_tone_style(sentence))
    return match is not None and not _STATED & set(cue_table().values_in(sentence[: match.start()]))


def _is_title(text: str, start: int, end: int) -> bool:
    """A short line of its own without number, end mark or verdict."""
    alone = (not start or text[start - 1] == "\n") and text[end : end + 1] in ("\n", "")
    line = text[start:end]
    return (
        alone
        and line[0].isalpha()
        and line[-1].isalnum()
        and len(line.split()) <= MAX_TITLE_WORDS
        and judge(line) in ("unknown", "neither")
    )


def is_neither(sentence: str) -> bool:
    """Whether grammar alone says that a sentence is neither: a caption, a denial, a promise, a scrap."""
    folded = same_tone_style(sentence)
    if len(folded.split()) < MIN_WORDS or _CAPTION.search(folded):
        return True
    if _PROMISE.search(folded) and not _BESIDE_PROMISE.search(folded):
        return True
    denial = _DENIAL.search(folded)
    return denial is not None and _BUT.search(folded[: denial.start()] + folded[denial.end() :]) is None
