"""Whether a body begins its clause, and what stands between it and the shortcoming."""

import pytest

from ketluan.extraction.relations.clauses import clause_features, opens_clause


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Sở X chưa lập kế hoạch.", True),
        ("Tuy nhiên, Giám đốc Sở X chưa lập kế hoạch.", True),
        ("Theo báo cáo, Sở X chưa lập kế hoạch.", True),
        ("Kế hoạch của Sở X chưa được duyệt.", False),
        ("Dự án do Sở X phê duyệt chậm tiến độ.", False),
    ],
)
def test_what_opens_a_clause(sentence, expected):
    assert opens_clause(sentence, 0, sentence.index("Sở X")) is expected


def test_a_concession_is_not_the_statement():
    sentence = "Dù Sở A đã nhắc nhở nhưng Sở B chưa thực hiện."
    places = [(sentence.index(name), sentence.index(name) + 4) for name in ("Sở A", "Sở B")]
    first, second = (clause_features(sentence, 0, len(sentence), *place, places) for place in places)
    assert "concedes True" in first and "but" not in first
    assert "but" in second and not any(feature.startswith("concedes") for feature in second)
