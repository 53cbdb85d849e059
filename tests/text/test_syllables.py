"""What reads as Vietnamese."""

from __future__ import annotations

import pytest

from ketluan.text.syllables import count_syllables, is_syllable, syllable_share


@pytest.mark.parametrize(
    "words", ["thanh tra nghiệm quyết hoà hòa giếng gì", "khuỷu Đất yếu ươm nguyễn xoong quốc thuế oà rượu QUYẾT"]
)
def test_syllables(words: str) -> None:
    assert [word for word in words.split() if not is_syllable(word)] == []


def test_no_syllables() -> None:
    words = "strong ViÖt hộị các̣ đấtđ zô kết́ TTHC cat bich đ"
    assert [word for word in words.split() if is_syllable(word)] == []


def test_shares() -> None:
    assert syllable_share("Sở Nội vụ chưa niêm yết công khai") == 1.0
    assert syllable_share("The quick brown fox jumps over every lazy dog") < 0.4
    assert syllable_share("123 --- 4/5") == 0.0
    assert count_syllables("Việt ViÖt nam") == (1, 1, 3)
