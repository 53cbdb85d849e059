"""A person is linked to a finding only where the text says outright that the responsibility is theirs."""

import json
from pathlib import Path

import pytest

import ketluan
from ketluan.extraction.relations.askers import is_blamed
from ketluan.text.folding import same_tone_style


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Trách nhiệm thuộc về ông ", True),
        ("Sai phạm trên, trách nhiệm trực tiếp thuộc về bà ", True),
        ("Trách nhiệm không thuộc về ông ", False),
        ("Chưa đủ căn cứ để nói trách nhiệm thuộc về ông ", False),
        ("Theo ông Hùng, trách nhiệm thuộc về ông ", False),
        ("Ông Hùng cho rằng trách nhiệm thuộc về bà ", False),
        ("Nếu sai phạm là có thật, trách nhiệm thuộc về ông ", False),
        ("Đơn tố cáo nêu trách nhiệm thuộc về bà ", False),
        ("Sự việc xảy ra khi chủ tịch xã là ông ", False),
        ("Thanh tra đã làm việc với ông ", False),
    ],
)
def test_words_before_the_name(before: str, expected: bool) -> None:
    assert is_blamed(before) is expected


@pytest.mark.slow
def test_gold_names_every_person_that_a_finding_is_attributed_to(shared: Path) -> None:
    for gold_path in sorted((shared / "gold").glob("*/*.gold.json")):
        gold = json.loads(gold_path.read_text(encoding="utf-8"))
        named = {same_tone_style(person["name"]) for person in gold["persons"] if person.get("role") == "named"}
        text = gold_path.with_name(f"{gold['doc']}.txt")
        if not text.exists():
            continue
        record = ketluan.extract(text)
        persons = {person.id: person.name for person in record.persons}
        attributed = {persons[r.tail] for r in record.relations if r.type == "attributed_to" and r.tail in persons}
        assert {same_tone_style(name) for name in attributed} <= named, gold["doc"]
