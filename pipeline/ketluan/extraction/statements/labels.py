"""Finding, recommendation, both or neither: the model's probabilities, corrected where grammar is certain."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketluan.extraction.draft import Draft
from ketluan.extraction.statements.outline import Role, outline
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
_HAPPENED = re.compile(r"(?<!\w)(?:chưa|bị|vẫn|còn|dẫn đến|đã (?!nêu|chỉ ra|ban hành|được))(?!\w)")


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
        if is_neither(draft.text[start:end])
        else _placed(Label(float(row[1]), float(row[2])), role, draft.text[start:end])
        for (start, end), row, role in zip(draft.sentences, rows, roles, strict=True)
    ]


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


def is_neither(sentence: str) -> bool:
    """Whether grammar alone says that a sentence is neither finding nor recommendation: a caption, a denial, a scrap."""
    folded = same_tone_style(sentence)
    if len(folded.split()) < MIN_WORDS or _CAPTION.search(folded):
        return True
    denial = _DENIAL.search(folded)
    return denial is not None and _BUT.search(folded[: denial.start()] + folded[denial.end() :]) is None
