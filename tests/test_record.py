"""The contract in code: what may be built, and what may not."""

from __future__ import annotations

import pytest

import ketluan
from ketluan.record import Agency, DocumentInfo, Mention, Page, Record, Source, from_json, to_json

SOURCE = Source(uri="a.txt", sha256="0" * 64, media_type="text/plain", bytes=3, method="text")


def record(text: str, **parts: object) -> Record:
    parts.setdefault("document", DocumentInfo())
    return Record(id="d-0", source=SOURCE, text=text, pages=[Page(number=1, start=0, end=len(text))], **parts)  # type: ignore[arg-type]


def agency(*mentions: Mention, parent: str | None = None) -> Agency:
    return Agency(
        id="a1", name="Sở Nội vụ", type="department", level="province", province=None, parent=parent,
        key="vn/so-noi-vu", successor=None, mentions=list(mentions),
    )  # fmt: skip


def test_a_record_survives_the_way_to_json_and_back() -> None:
    original = record("Sở Nội vụ", agencies=[agency(Mention(start=0, end=9, text="Sở Nội vụ", page=1))])
    assert from_json(to_json(original)) == original


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [(0, 8, "Sở Nội vụ"), (0, 12, "Sở Nội vụ"), (3, 3, ""), (2, 9, " Nội vụ")],
    ids=["another text", "outside", "empty", "white space at the edge"],
)
def test_a_mention_that_does_not_quote_the_text_is_refused(start: int, end: int, quote: str) -> None:
    with pytest.raises(ValueError):
        record("Sở Nội vụ", agencies=[agency(Mention(start=start, end=end, text=quote))])


def test_a_reference_to_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="a7"):
        record("x", document=DocumentInfo(issuer="a7"))
    with pytest.raises(ValueError, match="a9"):
        record("Sở Nội vụ", agencies=[agency(Mention(start=0, end=9, text="Sở Nội vụ"), parent="a9")])


def test_decomposed_text_is_refused() -> None:
    with pytest.raises(ValueError, match="NFC"):
        record("Sơ\u0309")


def test_the_public_names_are_pinned() -> None:
    assert ketluan.__all__ == ["KetluanError", "Record", "__version__", "extract", "extract_text", "load", "run"]
