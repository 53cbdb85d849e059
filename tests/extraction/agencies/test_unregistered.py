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
        ("Chiều 5/6, Thanh tra tỉnh Bàn Khê công bố kết luận. Sở Y tế chưa làm.", "Sở Y tế tỉnh Bàn Khê"),
        ("Bảo hiểm xã hội tỉnh Lâm Sơn Thượng. Ở tỉnh Lâm Sơn Thượng, Sở Y tế chưa làm.", "Sở Y tế tỉnh Lâm Sơn Thượng"),
        ("Lam Giang, ngày 2/3/2024\nThanh tra tỉnh Lam Giang kết luận. Sở Y tế chưa làm.", "Sở Y tế tỉnh Lam Giang"),
        ("Sở Y tế Lam Giang kiểm tra. Lam Giang có sáu bệnh viện; Công an tỉnh phối hợp.", "Công an tỉnh Lam Giang"),
        ("Lâm Sơn Thượng: Nợ lương\nBHXH tỉnh Lâm Sơn Thượng báo UBND tỉnh.", "Ủy ban nhân dân tỉnh Lâm Sơn Thượng"),
        ("Ngày 4/11/2025, Tỉnh ủy Thượng Yên họp. Sở Y tế chưa làm.", "Sở Y tế tỉnh Thượng Yên"),
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
    ("text", "expected"),
    [
        (
            "Ngày 4/11/2025, Tỉnh ủy Thượng Mây họp về UBND xã Nậm Lụng, nguyên cán bộ huyện Mường Mây (cũ).",
            "Ủy ban nhân dân xã Nậm Lụng, tỉnh Thượng Mây",
        ),
        (
            "Thanh tra tỉnh Lam Giang, tỉnh Lam Giang, nhắc Chủ tịch UBND huyện Triệu Mây Đông. UBND huyện Triệu Mây Đông chậm.",
            "Ủy ban nhân dân huyện Triệu Mây Đông, tỉnh Lam Giang",
        ),
        (
            "Thanh tra tỉnh Lam Giang, tỉnh Lam Giang, làm việc với UBND thành phố Mây Khê.",
            "Ủy ban nhân dân thành phố Mây Khê, tỉnh Lam Giang",
        ),
        ("Thanh tra tỉnh Lam Giang, tỉnh Lam Giang, nhắc UBND xã Mai Lâm chậm.", "Ủy ban nhân dân xã Mai Lâm"),
        ("Thanh tra tỉnh Lam Giang nhắc UBND thị trấn Ngã Tư Mây Hạ chậm.", "Ủy ban nhân dân thị trấn Ngã Tư Mây Hạ"),
    ],
)
def test_units_that_no_register_has(text: str, expected: str) -> None:
    assert expected in {a.name for a in ketluan.extract_text(text).agencies}


def test_a_city_with_districts_is_one_of_the_first_level() -> None:
    text = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ LAM KHƯƠNG\nLam Khương, ngày 2/3/2024\nUBND quận Mây Đông chậm. Thành ủy họp."
    found = {a.name for a in ketluan.extract_text(text).agencies}
    assert found >= {"Ủy ban nhân dân thành phố Lam Khương", "Thành ủy Lam Khương"}


def test_a_row_of_places_names_no_enterprise() -> None:
    text = "Công ty TNHH Pác Mây thuê đất tại các xã Nà Lụng, Pác Mây."
    (company,) = ketluan.extract_text(text).agencies
    assert len(company.mentions) == 1


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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sở Nội vụ TP Hải Khương kiểm tra. UBND TP giao Sở Y tế, như Hà Nội đã làm.", "Sở Nội vụ thành phố Hải Khương"),
        ("Sở Nội vụ TP Hải Khương kiểm tra. UBND TP giao Sở Y tế, như Hà Nội đã làm.", "Ủy ban nhân dân thành phố Hải Khương"),
        ("Sở Xây dựng thành phố Hải Khương và UBND quận Lạch Tre họp tại Hải Phòng.", "Sở Xây dựng thành phố Hải Khương"),
    ],
)
def test_bodies_of_an_unregistered_city_of_the_first_level(text: str, name: str) -> None:
    assert name in {a.name for a in ketluan.extract_text(text).agencies}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("UBND thị xã Trà Lĩnh Nam, tỉnh Sơn Thạch. Tỉnh Sơn Thạch họp.", "Ủy ban nhân dân thị xã Trà Lĩnh Nam, tỉnh Sơn Thạch"),
        ("UBND huyện Kim Bôi Hạ chưa rà soát.", "Ủy ban nhân dân huyện Kim Bôi Hạ"),
        ("UBND HUYỆN KIM BÔI HẠ\nThanh tra huyện", "Ủy ban nhân dân huyện Kim Bôi Hạ"),
        ("Xã Vĩnh Trụ Nam thuộc huyện. UBND phường Vĩnh Trụ Nam chưa làm.", "Ủy ban nhân dân phường Vĩnh Trụ Nam"),
        ("Kiểm tra tại UBND huyện Triệu Bình Đông cho thấy hồ sơ thiếu.", "Ủy ban nhân dân huyện Triệu Bình Đông"),
    ],
)
def test_a_name_that_goes_on_is_not_the_shorter_one_of_the_register(text: str, name: str) -> None:
    assert name in {a.name for a in ketluan.extract_text(text).agencies}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Phó Chủ tịch UBND huyện Kim Bôi Lò Văn Sóng ký.", "Ủy ban nhân dân huyện Kim Bôi, tỉnh Hòa Bình"),
        ("Chủ tịch UBND huyện Kim Bôi Đinh Sóng nói.", "Ủy ban nhân dân huyện Kim Bôi, tỉnh Hòa Bình"),
        ("Trao đổi với Chủ tịch UBND huyện Lò Văn Sóng, UBND huyện Kim Bôi họp.", "Ủy ban nhân dân huyện Kim Bôi, tỉnh Hòa Bình"),
    ],
)
def test_the_holder_of_an_office_is_not_part_of_the_place(text: str, name: str) -> None:
    record = ketluan.extract_text(text)
    assert {a.name for a in record.agencies} == {name}
