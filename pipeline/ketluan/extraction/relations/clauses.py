"""Where a body stands in its sentence: does it begin a clause, does the shortcoming follow it, does another one come between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

Span = tuple[int, int]

_FAILS = re.compile(
    r"(?<!\w)(?:chưa|không|thiếu|chậm|sai|trái|vi phạm|vượt|buông lỏng|tự ý|để xảy ra|lợi dụng|khuyết điểm|tồn tại|hạn chế|"
    r"bất cập|dẫn đến|gây|nợ|lãng phí|thất thoát)(?!\w)"
)
_TURN = re.compile(r"(?<!\w)(?:nhưng|tuy nhiên|song|trong khi|mặc dù|dù|thế nhưng|lại|vẫn)(?!\w)")
# Words before a body that leave it the subject of its clause: posts and organs of it, openers.
_LEADS = re.compile(
    r"(?:(?:(?:các|lãnh đạo|tập thể|nguyên|phó|quyền|chủ tịch|giám đốc|tổng giám đốc|hiệu trưởng|chánh|chánh văn phòng|bí thư|"
    r"trưởng|người đứng đầu|ban giám đốc|hội đồng quản trị|hội đồng thành viên|tuy nhiên|ngoài ra|bên cạnh đó|đồng thời|cụ thể|"
    r"trong đó|riêng|còn|theo đó|do đó|mặt khác|đáng chú ý|về phía|đối với|tại|ở|nhưng|song|và|mà|là|rằng|thì|việc|"
    r"chính quyền|ông|bà|tuy|dù|trong khi|thêm vào đó|trước đó|sau đó|ngay cả|khi)\s?,?\s?)){0,4}$"
)
_PREPOSITIONS = frozenset(
    (
        *("của", "cho", "với", "tại", "do", "bởi", "theo", "từ", "đến", "về", "trên", "trong", "ở", "sang", "vào", "giữa", "và"),
        *("cùng", "là", "bị", "được", "khi", "nếu", "mà", "giao", "lấy"),
    )
)
_BREAK = re.compile(r"[,;:.–—\-(“\"…]\s{0,2}$")


_CLAUSE_END = re.compile(r"[,;:]|(?<!\w)(?:nhưng|song)(?!\w)")
_CONCEDES = re.compile(r"^\W{0,4}(?:mặc dù|dù|tuy|trong khi|sau khi|trước khi|khi|ngoài việc|theo)(?!\w)(?! nhiên)")
_BUT = re.compile(
    r"(?<!\w)(?:nhưng|song|tuy nhiên|trong khi đó)[\s,]{1,3}"
    r"(?:(?:lãnh đạo|chủ tịch|giám đốc|việc|sau đó|thực tế)\s?,?\s?){0,2}$"
)


@lru_cache(maxsize=512)
def _signs(sentence: str) -> tuple[list[int], list[int]]:
    return [m.start() for m in _FAILS.finditer(sentence)], [m.start() for m in _TURN.finditer(sentence)]


def opens_clause(text: str, start: int, at: int) -> bool:
    """Whether the mention at `at` begins its sentence (from `start`) or a clause, apart from posts and openers before it."""
    left = text[max(start, at - 70) : at].lower()
    bare = left[: len(left) - len(match.group())] if (match := _LEADS.search(left)) else left
    return not bare.strip() or bool(_BREAK.search(bare))


def first_failure(text: str, start: int, end: int) -> int | None:
    """Where the first word of a shortcoming stands in the sentence [start, end)."""
    fails, _ = _signs(text[start:end].lower())
    return start + fails[0] if fails else None


def clause_features(text: str, start: int, end: int, at: int, until: int, places: Sequence[Span]) -> list[str]:
    """Strings about the mention [at, until) of the sentence [start, end), whose mentions of bodies are `places`."""
    fails, turns = _signs(text[start:end].lower())
    left = text[max(start, at - 70) : at].lower()
    opens = opens_clause(text, start, at)
    word = left.split()[-1] if left.split() else "^"
    subject = opens or word not in _PREPOSITIONS
    features = [f"opens {opens}", f"prep {word if word in _PREPOSITIONS else '-'}"]
    clause = _CLAUSE_END.split(text[start:at].lower())[-1]
    if _CONCEDES.search(clause):
        features.append(f"concedes {opens}")
    if _BUT.search(left):
        features.append("but")
    after = next((start + f for f in fails if start + f >= until), None)
    if after is None:
        features.append(f"fail none {opens}" if fails else "nofail")
    else:
        between = sum(until <= p[0] < after for p in places)
        turned = any(until <= start + t < after for t in turns)
        features += [
            f"fail {min(between, 2)} {opens}",
            f"fail {min(between, 2)} {turned}",
            f"failnear {min((after - until) // 25, 4)} {opens}",
        ]
        if "," in text[until:after]:
            features.append(f"fail comma {opens}")
    first = fails[0] + start if fails else None
    if first is not None:
        before = [p for p in places if p[1] <= first]
        if before and before[-1] == (at, until):
            features.append(f"last before fail {opens}")
        if before and before[0] == (at, until):
            features.append(f"first before fail {subject}")
        if at > first:
            features.append(f"behind fail {word if word in _PREPOSITIONS else '-'}")
    return features
