"""The yardsticks that the pipeline is compared with find what they are said to find."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def baselines() -> ModuleType:
    spec = importlib.util.spec_from_file_location("baselines", ROOT / "evaluation" / "baselines.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nghị định số 61/2018/NĐ-CP ngày 23/4/2018", ["61/2018/NĐ-CP"]),
        ("Kết luận số 27/KL-TTr và Công văn 1520/UBND-TH", ["27/KL-TTr", "1520/UBND-TH"]),
        ("ngày 23/4/2018, 14/20 hồ sơ", []),
    ],
)
def test_one_expression_for_citations(baselines, text, expected):
    assert [match.group() for match in baselines.CITATION.finditer(text)] == expected


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_places_of_the_recogniser_lie_in_the_text(baselines):
    text = (ROOT / "corpus" / "text" / "bao-khu-do-thi.txt").read_text(encoding="utf-8")
    found = list(baselines.recognise(text))
    assert found and all(0 <= start < end <= len(text) for _, start, end in found)
    prediction = baselines.predict_baseline(text)
    assert prediction.statements["findings"] and prediction.statements["recommendations"]
