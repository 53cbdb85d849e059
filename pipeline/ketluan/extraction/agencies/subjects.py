"""Whose part a bare division is: the hospital, the enterprise that the document is about, the police, the body named with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ketluan.extraction.agencies.bodies import Body
from ketluan.extraction.agencies.lexicon import PROVINCE_UNITS
from ketluan.extraction.agencies.names import name_key, proper_key, write_out
from ketluan.extraction.agencies.tokens import Tokens

HEADING_CHARS = 900
_ABOUT = frozenset({"tại", "với"})  # "kết luận thanh tra tại X", "đối với X"
_ENTERPRISES = frozenset({"company", "bank", "cooperative"})
_SUBJECTS = _ENTERPRISES | {"hospital", "school"}
_HIGHER = ("cao dang", "dai hoc", "trung cap", "hoc vien")  # the schools that have faculties and divisions
PROPER_SYLLABLES = 2
# Divisions that serve the house they belong to, whatever it does: of an inspected enterprise rather than of the department.
_HOUSEKEEPING = (
    "hành chính", "nhân sự", "tài chính kế toán", "kế toán", "tổ chức hành chính", "tổ chức lao động", "kế hoạch tổng hợp",
    "kế hoạch nghiệp vụ", "vật tư", "kinh doanh", "điều dưỡng", "công tác xã hội", "kỹ thuật", "tín dụng", "quản lý chất lượng",
    "dược", "đào tạo", "công tác sinh viên", "công tác học sinh", "vật tư y tế",
)  # fmt: skip


@dataclass(slots=True)
class Subjects:
    """Who may own the bare divisions and branches of one document; read once."""

    tokens: Tokens
    bodies: Sequence[Body]
    _subject: Body | None = field(init=False)
    _faculties: Body | None = field(init=False)  # the hospital or school that has them

    def __post_init__(self) -> None:
        named = [b for b in self.bodies if b.head.rule == "named" and _has_divisions(b)]
        about = [b for b in named if self._is_about(b)]
        self._subject = _only_one(about)
        self._faculties = _only_one([b for b in named if b.head.type == "hospital"])
        if self._subject and self._subject.head.type == "school":
            self._faculties = self._subject
        if self._faculties is None and self._subject and self._subject.head.type == "hospital":
            self._faculties = self._subject

    def _is_about(self, body: Body) -> bool:
        first = body.first
        return bool(first) and self.tokens.starts[first] < HEADING_CHARS and self.tokens.keys[first - 1] in _ABOUT

    def owner(self, body: Body) -> Body | None:
        """The body that a division, faculty or branch without owner and place belongs to; None where nothing shows it."""
        words = name_key(write_out(body.core))
        if body.head.name == "Khoa":
            return self._faculties
        if body.head.name == "Chi nhánh":
            return self._subject if self._subject and self._subject.head.type in _ENTERPRISES else None
        if body.head.type != "division":
            return None
        if words.startswith("canh sat"):
            return self._police()
        same = next((b for b in self.bodies if b.owner and b.head.name == body.head.name and b.core == body.core), None)
        if same:
            return same.owner
        if self._subject and words.startswith(tuple(name_key(field) for field in _HOUSEKEEPING)):
            return self._subject
        return None

    def _police(self) -> Body | None:
        """The police of the province: the only one that has divisions named "Cảnh sát …"."""
        whole = [b.parent or b for b in self.bodies]
        of_province = [b for b in whole if b.head.name == "Công an" and b.place and b.place.unit in PROVINCE_UNITS]
        return of_province[0] if of_province else None


def _has_divisions(body: Body) -> bool:
    """Enterprises, hospitals and schools above the secondary ones, but no branches."""
    if body.head.type == "school":
        return any(kind in name_key(f"{body.head.name} {body.core}") for kind in _HIGHER)
    return body.head.type in _SUBJECTS and body.head.name != "Chi nhánh"


def _only_one(bodies: Sequence[Body]) -> Body | None:
    """The body meant by all these names, the longest of them: they end in the same words."""
    ends = {tuple(proper_key(b.core or b.head.name).split()[-PROPER_SYLLABLES:]) for b in bodies}
    return max(bodies, key=lambda b: b.last - b.first) if len(ends) == 1 else None
