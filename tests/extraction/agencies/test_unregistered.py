"""Provinces that only the text knows: their bodies are never given to a real province."""

from __future__ import annotations

import pytest

import ketluan


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("UBND tỉnh Lam Giang họp. Chủ tịch UBND tỉnh Lam Giang kết luận.", "Ủy ban nhân dân tỉnh Lam Giang"),
        ("THANH TRA TỈNH LAM GIANG\nThanh tra tỉnh Lam Giang làm việc.", "Thanh tra tỉnh Lam Giang"),
        ("Sở Y tế tỉnh Lam Giang và UBND tỉnh Lam Giang họp.", "Sở Y tế tỉnh Lam Giang"),
        ("UBND tỉnh Lam Giang nhắc Thanh tra tỉnh Lam Giang. Sở Y tế chưa báo cáo.", "Sở Y tế tỉnh Lam Giang"),
        ("UBND TỈNH PHƯỚC HƯNG\nSỞ NỘI VỤ\nSở Nội vụ kết luận.", "Sở Nội vụ tỉnh Phước Hưng"),
        ("Lam Giang, ngày 2/3/2024\nThanh tra tỉnh Lam Giang kết luận. Sở Y tế chưa làm.", "Sở Y tế tỉnh Lam Giang"),
        (
            "Thanh tra tỉnh Lam Giang, tỉnh Lam Giang, làm việc với UBND huyện Kỳ Anh.",
            "Ủy ban nhân dân huyện Kỳ Anh, tỉnh Lam Giang",
        ),
    ],
)
def test_bodies_of_an_unregistered_province(text: str, name: str) -> None:
    agencies = {a.name: a.province for a in ketluan.extract_text(text).agencies}
    assert agencies.get(name) == name.rsplit("tỉnh ", 1)[1], agencies


@pytest.mark.parametrize(
    "text",
    [
        "UBND tỉnh Nguyễn Văn Hòa và UBND tỉnh Nguyễn Văn Hòa.",
        "UBND các tỉnh Tây Nguyên họp; UBND các tỉnh Tây Nguyên bàn.",
        "UBND TỈNH LÂM ĐÔNC\nUBND tỉnh Lâm Đồng họp.",
        "UBND tỉnh Lâm Đồng và UBND tỉnh Lâm Ðồng, UBND tỉnh LAM DONG.",
    ],
    ids=["people", "regions", "a misprint", "misread marks"],
)
def test_what_is_no_unregistered_province(text: str) -> None:
    assert {a.province for a in ketluan.extract_text(text).agencies} <= {None, "Lâm Đồng"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("UBND huyện Tân Khê họp. UBND huyện và Thanh tra huyện báo cáo.", {"Thanh tra huyện Tân Khê"}),
        ("Chủ tịch UBND huyện Châu Thành ký. Công an huyện điều tra.", {"Công an huyện Châu Thành"}),
    ],
    ids=["no register knows it", "several provinces have it"],
)
def test_a_bare_district_body_takes_the_district_that_is_named(text: str, names: set[str]) -> None:
    assert names <= {a.name for a in ketluan.extract_text(text).agencies}
