"""Names that only the encoder read: which join the record, and which do not."""

from __future__ import annotations

import pytest

from ketluan.extraction.draft import Draft
from ketluan.extraction.encoded_names import add_encoded_names
from ketluan.models.encoder import EntitySpan
from ketluan.record import Mention, Person

TEXT = "Nhóm Hoa Mai và ông Trần Văn Thử làm việc. Sau đó nhóm Hoa Mai báo cáo theo Văn bản số 5."


def span(quote: str, kind: str, score: float = 0.99, *, last: bool = False) -> EntitySpan:
    start = TEXT.rindex(quote) if last else TEXT.index(quote)
    return EntitySpan(start, start + len(quote), kind, score)


def draft() -> Draft:
    at = TEXT.index("Trần")
    mention = Mention(start=at, end=at + 12, text="Trần Văn Thử")
    return Draft(TEXT, persons=[Person(id="p1", name="Trần Văn Thử", honorific="ông", role="named", mentions=[mention])])


@pytest.mark.parametrize(
    ("spans", "agencies", "persons"),
    [
        ([span("Nhóm Hoa Mai", "agency")], {"Nhóm Hoa Mai": 1}, {"Trần Văn Thử": 1}),
        ([span("Nhóm Hoa Mai", "agency"), span("nhóm Hoa Mai", "agency", last=True)], {"Nhóm Hoa Mai": 2}, {"Trần Văn Thử": 1}),
        ([span("Nhóm Hoa Mai", "agency", 0.6)], {}, {"Trần Văn Thử": 1}),
        ([span("ông Trần Văn Thử", "agency")], {}, {"Trần Văn Thử": 1}),
        ([span("Văn Thử", "person")], {}, {"Trần Văn Thử": 1}),
        ([span("Hoa Mai", "person", last=True)], {}, {"Trần Văn Thử": 1, "Hoa Mai": 1}),
        ([span("Văn bản số 5", "citation")], {}, {"Trần Văn Thử": 1}),
    ],
)
def test_sure_names_join_where_the_grammar_found_nothing(spans, agencies, persons):
    made = draft()
    add_encoded_names(made, spans)
    assert {a.name: len(a.mentions) for a in made.agencies} == agencies
    assert {p.name: len(p.mentions) for p in made.persons} == persons
    assert made.persons[0].role == "named" and all(p.role == "other" for p in made.persons[1:])
