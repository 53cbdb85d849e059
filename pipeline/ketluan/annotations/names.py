"""When two names mean the same: agencies, citation keys, people. Comparison only; nothing here changes a record."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from ketluan.knowledge.tables import read_table

_EXPAND = [
    (re.compile(pattern), full)
    for pattern, full in (
        (r"\bubnd\b", "uy ban nhan dan"),
        (r"\bhdnd\b", "hoi dong nhan dan"),
        (r"\btp\b\.?", "thanh pho"),
        (r"\btthc\b", "thu tuc hanh chinh"),
        (r"\btx\b\.?", "thi xa"),
        (r"\btnhh\b", "trach nhiem huu han"),
        (r"\bhcm\b", "ho chi minh"),
        (r"\bvksnd\b", "vien kiem sat nhan dan"),
        (r"\btand\b", "toa an nhan dan"),
        (r"\bmtv\b", "mot thanh vien"),
        (r"\bthcs\b", "trung hoc co so"),
        (r"\bthpt\b", "trung hoc pho thong"),
        (r"\bttcp\b", "thanh tra chinh phu"),
        (r"\bcp\b", "co phan"),
        (r"\bcty\b", "cong ty"),
        (r"\btt&?tt\b", "thong tin va truyen thong"),
    )
]
_EMPTY_WORDS = re.compile(r"\b(tinh|thanh pho|nuoc|va)\b")
_SUBUNIT = re.compile(r"^(phong|trung tam|van phong|chi cuc|cuc|vu|ban|truong|benh vien|doi|to|cum|hat|tram|thanh tra so)\b")
_BELOW_PROVINCE = re.compile(r"\b(huyen|xa|phuong|quan|thi tran|thanh pho)\b")
_KEY_TYPE = re.compile(
    r"^(?:nghi dinh|thong tu|quyet dinh|cong van|ket luan(?: thanh tra)?|van ban|chi thi|ke hoach|thong bao|bao cao"
    r"|nghi quyet|to trinh) (?:so )?(?=\d+$)"
)
_YEAR_WORD = re.compile(r"nam(?=\d{4}$)")
_YEAR = re.compile(r"\d{4}")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """ASCII letters, digits and slashes in lower case, one space between words."""
    decomposed = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    plain = "".join(ch for ch in decomposed if not unicodedata.combining(ch))
    return re.sub(r"\s+", " ", re.sub(r"[^a-z0-9/]+", " ", plain)).strip()


@lru_cache(maxsize=65536)
def _fold_agency(name: str) -> str:
    folded = fold(name)
    for pattern, full in _EXPAND:
        folded = pattern.sub(full, folded)
    return re.sub(r"\s+", " ", _EMPTY_WORDS.sub(" ", folded)).strip()


def same_agency(gold: str, got: str) -> bool:
    """The same body: equal once folded; below the province, and for sub-units, with or without the parent's name."""
    a, b = _fold_agency(gold), _fold_agency(got)
    if a == b:
        return True
    short, longer = sorted((a, b), key=len)
    extended = bool(short) and longer.startswith(short + " ")
    return extended and bool(_SUBUNIT.match(short) or _BELOW_PROVINCE.search(fold(gold)))


@lru_cache(maxsize=65536)
def fold_key(key: str) -> str:
    """A citation key as letters and digits: "61/2018/NĐ-CP" -> "612018ndcp"; "Nghị định 78" equals "78"."""
    return re.sub(r"[^a-z0-9]+", "", _KEY_TYPE.sub("", fold(key)))


@cache
def _laws() -> tuple[dict[str, str], dict[str, str]]:
    """From the register of laws: folded title with year -> folded number; folded number -> folded title without year."""
    number_of: dict[str, str] = {}
    title_of: dict[str, str] = {}
    for row in read_table("laws"):
        number = re.sub(r"[^a-z0-9]+", "", fold(row["number"]))
        title_of[number] = fold_key(row["title"])
        titles = (f"{row['title']} {row['year_tag']}", f"{row['title']} năm {row['year_tag']}")
        for alias in (*row.get("aliases", "").split("|"), *titles):
            if _YEAR.search(alias):
                number_of[fold_key(alias)] = number
    return number_of, title_of


def canonical_key(key: str) -> str:
    """One spelling for one document: the number where the register knows the title with its year."""
    number_of, _ = _laws()
    folded = fold_key(key)
    return number_of.get(folded) or number_of.get(_YEAR_WORD.sub("", folded)) or folded


def canonical_key_like(key: str, gold_keys: set[str]) -> str:
    """A system's key, taken down to the bare title where that is all that the gold gives."""
    _, title_of = _laws()
    folded = canonical_key(key)
    title = title_of.get(folded)
    return title if folded not in gold_keys and title is not None and title in gold_keys else folded
