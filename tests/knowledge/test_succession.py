"""The reform of 2025: every body that ended has its successors, with date and source."""

from __future__ import annotations

import pytest

from ketluan.knowledge.places import find_province, provinces
from ketluan.knowledge.succession import Body, chain, successors
from ketluan.knowledge.tables import read_table

N_PROVINCES_BEFORE, N_PROVINCES_AFTER, N_UNCHANGED = 63, 34, 11


def names(body: Body) -> list[str]:
    return [step.body.name for step in chain(body)]


def test_sixty_three_provinces_became_thirty_four() -> None:
    before = set(provinces().values())
    assert len(before) == N_PROVINCES_BEFORE
    assert len({province.successor for province in before}) == N_PROVINCES_AFTER


def test_every_province_that_lost_its_name_hands_over_its_committee() -> None:
    for province in set(provinces().values()):
        steps = successors(Body("Ủy ban nhân dân", "people_committee", province.name))
        assert bool(steps) == (province.successor != province.name)
        assert all(step.date and step.basis for step in steps)


def test_every_abolished_ministry_and_department_has_a_successor() -> None:
    known = {row["name"] for row in read_table("successions")}
    for row in read_table("ministries"):
        assert row["status_2026"] != "abolished" or row["name"] in known, row["name"]
    for row in read_table("departments"):
        ended = row["status"] == "abolished" and row["level"] == "tỉnh"
        assert not ended or row["name"] in known, row["name"]


def test_every_succession_names_its_date_and_act() -> None:
    assert all(row["date"] and row["basis"] and row["successor"] for row in read_table("successions"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            Body("Sở Kế hoạch và Đầu tư", "department", "Sóc Trăng"),
            ["Sở Tài chính tỉnh Sóc Trăng", "Sở Tài chính thành phố Cần Thơ"],
        ),
        (Body("Sở Y tế", "department", "Hà Tĩnh"), []),
        (Body("Sở Y tế", "department", "Thừa Thiên Huế"), ["Sở Y tế thành phố Huế"]),
        (Body("Thanh tra Sở Y tế", "inspectorate", "Kiên Giang"), ["Thanh tra tỉnh An Giang"]),
        (Body("Thanh tra", "inspectorate", "Long An", "huyện Bến Lức"), ["Thanh tra tỉnh Tây Ninh"]),
        (Body("Thanh tra Bộ Công an", "inspectorate"), []),
        (Body("Tỉnh ủy", "party", "Bình Dương"), ["Thành ủy Thành phố Hồ Chí Minh"]),
        (Body("Cục Thuế", "tax", "Kiên Giang"), ["Chi cục Thuế khu vực XX", "Thuế tỉnh An Giang"]),
        (Body("Ngân hàng Nhà nước", "bank", "Hải Dương"), ["Ngân hàng Nhà nước chi nhánh Khu vực 6"]),
        (Body("Công an", "police", "Long An", "huyện Bến Lức"), ["Công an tỉnh Long An", "Công an tỉnh Tây Ninh"]),
        (Body("Tòa án nhân dân", "court", "Long An", "huyện Bến Lức"), ["Tòa án nhân dân khu vực tỉnh Tây Ninh"]),
        (Body("Tòa án nhân dân cấp cao", "court", "Hồ Chí Minh"), ["Tòa án nhân dân tối cao"]),
        (Body("Ban Dân vận Trung ương", "party"), ["Ban Tuyên giáo và Dân vận Trung ương"]),
        (
            Body("Sở Thủy sản", "department", "Sóc Trăng"),
            [
                "Sở Nông nghiệp và Phát triển nông thôn tỉnh Sóc Trăng",
                "Sở Nông nghiệp và Môi trường tỉnh Sóc Trăng",
                "Sở Nông nghiệp và Môi trường thành phố Cần Thơ",
            ],
        ),
        (Body("Bộ Thủy sản", "ministry"), ["Bộ Nông nghiệp và Phát triển nông thôn", "Bộ Nông nghiệp và Môi trường"]),
    ],
)
def test_who_took_over(body: Body, expected: list[str]) -> None:
    assert names(body) == expected


def test_a_split_stays_a_split() -> None:
    steps = successors(Body("Bộ Lao động - Thương binh và Xã hội", "ministry"))
    assert {step.body.name for step in steps} == {"Bộ Nội vụ", "Bộ Giáo dục và Đào tạo", "Bộ Y tế"}
    assert all(step.competence for step in steps)


def test_the_party_of_a_district_is_followed_by_those_of_its_communes() -> None:
    steps = successors(Body("Huyện ủy", "party", "Long An", "huyện Bến Lức"))
    assert "Đảng ủy xã Bến Lức, tỉnh Tây Ninh" in {step.body.name for step in steps}


def test_every_province_has_its_tax_zone_once() -> None:
    zoned = [p for row in read_table("zones") if row["name"] == "Cục Thuế" for p in row["provinces"].split(";")]
    assert sorted(zoned) == sorted({province.name for province in provinces().values()})


def test_a_district_is_followed_by_its_communes() -> None:
    steps = successors(Body("Ủy ban nhân dân", "people_committee", "Long An", "huyện Bến Lức"))
    assert "Ủy ban nhân dân xã Bến Lức, tỉnh Tây Ninh" in {step.body.name for step in steps}
    assert {step.date for step in steps} == {"2025-07-01"}


def test_spellings_of_provinces_meet() -> None:
    assert find_province("Đăk Lăk") is find_province("Đắk Lắk")
    assert find_province("TPHCM") is find_province("Hồ Chí Minh")
    assert find_province("Hoà Bình") is find_province("Hòa Bình")
    assert find_province("Sài Thành") is None
