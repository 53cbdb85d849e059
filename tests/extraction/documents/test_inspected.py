"""Who was inspected, once it is known whom the findings blame."""

from __future__ import annotations

import pytest

import ketluan
from ketluan.extraction.documents.bodies import blamed_shares, choose_settled
from ketluan.extraction.draft import Draft
from ketluan.record import Agency, Relation, Span

WEIGHTS = {"likely": (0.0, 1.0), "possible": (0.0, -0.5), "unlikely": (0.0, -3.0)}


def body(number: int, name: str) -> Agency:
    return Agency(
        id=f"a{number}", name=name, type="company", level=None, province=None, parent=None, key=f"k{number}", successor=None,
        mentions=[],
    )  # fmt: skip


ONE, TWO, THREE = (body(n, f"Công ty {n}") for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("first", "second", "blamed", "chosen"),
    [
        ("likely", "possible", {}, ["a1", "a2"]),
        ("likely", "possible", {"a1": 1.0}, ["a1"]),
        ("likely", "possible", {"a1": 1.0, "a2": 0.9}, ["a1", "a2"]),
        ("possible", "possible", {"a2": 1.0}, ["a2"]),
        ("likely", "unlikely", {"a2": 1.0}, ["a1"]),
        ("unlikely", "unlikely", {}, []),
    ],
    ids=["nobody is blamed", "one is", "both are", "only the other", "blame alone is not enough", "nothing speaks for any"],
)
def test_blame_speaks_for_having_been_inspected(first: str, second: str, blamed: dict[str, float], chosen: list[str]) -> None:
    named = [(ONE, {first: 1.0}), (TWO, {second: 1.0})]
    assert [agency.id for agency in choose_settled(named, THREE, WEIGHTS, blamed)] == chosen


def test_the_inspector_is_never_among_the_inspected() -> None:
    assert choose_settled([(ONE, {"likely": 1.0})], ONE, WEIGHTS, {"a1": 1.0}) == []


def test_blame_is_measured_against_the_body_that_bears_most() -> None:
    draft = Draft("x")
    pairs = (("f1", "a1", 0.8), ("f2", "a1", 0.8), ("f3", "a2", 0.4))
    draft.relations = [
        Relation(head=head, type="attributed_to", tail=tail, confidence=sure, evidence=Span(start=0, end=1))
        for head, tail, sure in pairs
    ]
    assert blamed_shares(draft) == pytest.approx({"a1": 1.0, "a2": 0.25})


def test_every_inspected_body_has_its_relation_to_the_inspector() -> None:
    record = ketluan.extract_text(
        "Thanh tra tỉnh Lam Giang vừa công bố kết luận thanh tra tại Công ty TNHH Hòa Phúc Lộc.\n"
        "Công ty TNHH Hòa Phúc Lộc chưa nộp 3 tỷ đồng tiền thuê đất.\nThanh tra tỉnh Lam Giang kiến nghị thu hồi.\n"
    )
    pairs = {(r.head, r.tail) for r in record.relations if r.type == "inspected_by"}
    assert record.document.inspected
    assert pairs == {(inspected, record.document.issuer) for inspected in record.document.inspected}
