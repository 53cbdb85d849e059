"""Document types by the words and abbreviations that name them (`knowledge/data/doctypes.tsv`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ketluan.knowledge.tables import read_table
from ketluan.text.folding import strip_marks

# What a type needs beside its name to identify a document: a bare number ("Nghị định 61"), "số" and a number or a telling
# context ("quyết định số 12"), always "số", or a symbol.
Bare = Literal["yes", "so", "num", "sym"]


@dataclass(frozen=True, slots=True)
class DocType:
    """One document type: `name` as it is written in a record ("nghị định"), `family` for comparing short and long names."""

    id: str
    name: str
    abbr: str
    bare: Bare
    family: str


_SYMBOL_ALIASES = {"CV": "cong_van", "TBKL": "thong_bao_ket_luan", "KLTT": "ket_luan_thanh_tra"}
_FAMILIES = {
    "ket_luan_thanh_tra": "ket_luan", "thong_bao_ket_luan": "thong_bao", "quyet_dinh_thanh_tra": "quyet_dinh",
    "quyet_dinh_xu_phat": "quyet_dinh", "thong_tu_lien_tich": "thong_tu", "van_ban": "cong_van", "cong_dien": "cong_dien",
    "nghi_quyet_lien_tich": "nghi_quyet", "bo_luat": "luat",
}  # fmt: skip


@cache
def words_to_type() -> dict[tuple[str, ...], DocType]:
    """Syllables without marks, lower case -> type; abbreviations are written in capitals and kept apart (see `abbr_to_type`)."""
    return {form: doctype for is_abbr, form, doctype in _forms() if not is_abbr}


@dataclass(slots=True)
class TypeNode:
    """A node of the trie of type names, read from the last word to the first."""

    before: dict[str, TypeNode]
    doctype: DocType | None = None


@cache
def type_trie() -> TypeNode:
    """Type names by their syllables without marks, last syllable first: what stands before a number is read backwards."""
    root = TypeNode({})
    for form, doctype in words_to_type().items():
        node = root
        for word in reversed(form):
            node = node.before.setdefault(word, TypeNode({}))
        node.doctype = doctype
    return root


@cache
def abbr_to_type() -> dict[str, DocType]:
    """Abbreviation that may stand for the type in running text ("NĐ 45/2020") -> type."""
    return {form[0]: doctype for is_abbr, form, doctype in _forms() if is_abbr}


@cache
def last_words() -> frozenset[str]:
    """Every word (lower case, with marks) behind which a bare number may stand: the last words of type names, and "số"."""
    words = {form.lower().split()[-1] for row in read_table("doctypes") for form in row["words"].split("|") if form}
    return frozenset(words | {"số", "số:", "so", "sô"})


@cache
def symbol_types() -> dict[str, DocType]:
    """First part of a symbol ("NĐ" in "61/2018/NĐ-CP") -> type."""
    table: dict[str, DocType] = {}
    for row in read_table("doctypes"):
        for abbr in row["abbr"].replace(";", " ").split():
            table.setdefault(abbr, _doctype(row, row["name"].split(" (")[0].lower()))
    for alias, target in _SYMBOL_ALIASES.items():
        table[alias] = type_by_id(target)
    return table


@cache
def type_by_id(type_id: str) -> DocType:
    """The type with this id of the table."""
    row = next(row for row in read_table("doctypes") if row["id"] == type_id)
    return _doctype(row, row["name"].split(" (")[0].lower())


def _doctype(row: dict[str, str], name: str) -> DocType:
    bare: Bare = row["bare"] if row["bare"] in ("yes", "so", "num") else "sym"  # type: ignore[assignment]
    return DocType(row["id"], name, row["abbr"], bare, _FAMILIES.get(row["id"], row["id"]))


def _forms() -> list[tuple[bool, tuple[str, ...], DocType]]:
    forms: list[tuple[bool, tuple[str, ...], DocType]] = []
    for row in read_table("doctypes"):
        words = [form for form in row["words"].split("|") if form]
        for form in words:
            if form.isupper() or form in ("TTr",):
                forms.append((True, (form,), _doctype(row, words[0])))
            else:
                forms.append((False, tuple(strip_marks(form).split()), _doctype(row, form)))
    return forms
