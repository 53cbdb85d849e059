"""Which candidates become links, given their probabilities."""

import numpy as np
import pytest

import ketluan
from ketluan.extraction.relations.responsibility import choose


@pytest.mark.parametrize(
    ("chances", "listed", "expected"),
    [
        ([], {}, []),
        ([0.1, 0.15], {}, []),
        ([0.3, 0.1], {}, [0]),
        ([0.9, 0.55], {}, [0]),
        ([0.9, 0.7], {}, [0, 1]),
        ([0.9, 0.2, 0.2], {0: {0, 1}}, [0, 1]),
        ([0.9, 0.05, 0.2], {0: {0, 1}}, [0]),
        ([0.9, 0.2, 0.2], {1: {1, 2}}, [0]),
    ],
)
def test_the_best_its_list_and_what_is_sure(chances, listed, expected):
    assert [i for i, _ in choose(np.array(chances), listed, 0.6)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Theo Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ, xã này chậm niêm yết thủ tục hành chính.",
        "Việc cấp phép không đúng Thông tư số 15/2021/TT-BTNMT của Bộ Tài nguyên và Môi trường.",
        "Chưa niêm yết theo Nghị định số 61/2018/NĐ-CP của Chính phủ và Thông tư số 01/2018/TT-VPCP của Văn phòng Chính phủ.",
    ],
)
def test_who_issued_what_was_breached_is_not_to_blame(text: str) -> None:
    record = ketluan.extract_text(text)
    assert record.findings
    assert [r for r in record.relations if r.type == "attributed_to"] == []
