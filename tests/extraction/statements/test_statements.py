"""Splitting, actions, deadlines, and what a short report gives as a whole. Bodies and places are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketluan.extraction.pipeline import extract_text
from ketluan.extraction.statements.actions import find_action, find_deadline
from ketluan.extraction.statements.labels import announces, is_neither
from ketluan.extraction.statements.splitting import split_finding, split_recommendation
from ketluan.knowledge.phrases import PhraseTable
from ketluan.models.masking import mask

REPORT = """Kết luận thanh tra tại Sở Nội vụ tỉnh Hải Dương

Thanh tra tỉnh Hải Dương vừa ban hành Kết luận thanh tra số 12/KL-TTr ngày 5/3/2021 tại Sở Nội vụ tỉnh Hải Dương.

Sở Nội vụ tỉnh Hải Dương có 5 phòng chuyên môn.

Qua thanh tra phát hiện, Sở Nội vụ tỉnh Hải Dương bổ nhiệm 3 trường hợp chưa đủ tiêu chuẩn, không đúng Nghị định số 24/2010/NĐ-CP.

Thanh tra tỉnh Hải Dương kiến nghị Sở Nội vụ tỉnh Hải Dương tổ chức kiểm điểm trách nhiệm, báo cáo kết quả trước ngày 30/6/2021.
"""


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("Xã chưa niêm yết thủ tục hành chính; chưa cập nhật hồ sơ lên hệ thống.", 2),
        ("Xã chưa niêm yết thủ tục hành chính; chưa cập nhật hồ sơ lên hệ thống; không lập sổ theo dõi đơn thư.", 3),
        ("Xã chưa niêm yết thủ tục hành chính tại trụ sở.", 1),
        ("Cụ thể: chưa hoàn thành thủ tục thuê đất cho 5 hộ; chưa lập báo cáo đánh giá tác động môi trường.", 2),
        ("Xã chưa niêm yết thủ tục hành chính, chưa cập nhật hồ sơ lên hệ thống, không mở sổ theo dõi.", 3),
        ("Xã niêm yết chưa đầy đủ, chưa kịp thời các thủ tục hành chính.", 1),
        ("Xã chưa niêm yết (bảng lớn, không có bảng nhỏ) các thủ tục hành chính.", 1),
        ("Xã thu phí sai quy định, không nộp ngân sách.", 1),
        ("Xã chậm niêm yết các thủ tục; chưa lập hồ sơ cho 5 trường hợp, không thông báo cho người nộp.", 3),
        ("Xã chưa niêm yết (bảng lớn; bảng nhỏ) các thủ tục hành chính.", 1),
        ("Huyện giao đất trái thẩm quyền; diện tích 3.000 m2.", 1),
    ],
)
def test_one_finding_for_one_condition(sentence: str, parts: int) -> None:
    spans = split_finding(sentence, (0, len(sentence)))
    assert len(spans) == parts
    assert all(sentence[a:b] == sentence[a:b].strip() for a, b in spans)


def test_praise_before_the_turn_stays_outside() -> None:
    sentence = "Công tác tiếp dân được thực hiện nghiêm túc, tuy nhiên sổ tiếp công dân chưa ghi đầy đủ nội dung."
    ((start, end),) = split_finding(sentence, (0, len(sentence)))
    assert sentence[start:end].startswith("tuy nhiên")


def test_recommendations_split_where_every_part_asks() -> None:
    sentence = "Tổ chức kiểm điểm các cá nhân liên quan; thu hồi số tiền 30 triệu đồng; rà soát các hồ sơ đã cấp."
    assert len(split_recommendation(sentence, (0, len(sentence)))) == 3


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("tổ chức kiểm điểm trách nhiệm", "review_responsibility"),
        ("thu hồi số tiền 30 triệu đồng nộp ngân sách", "recover_money"),
        ("chuyển hồ sơ sang cơ quan điều tra", "transfer_to_investigators"),
        ("giảm trừ quyết toán 12 triệu đồng", "reduce_settlement"),
        ("xử phạt vi phạm hành chính", "administrative_fine"),
        ("tạm đình chỉ hoạt động", "suspend_or_stop"),
        ("sửa đổi quy chế", "amend_document"),
        ("xử lý kỷ luật bằng hình thức khiển trách", "discipline"),
        ("tập huấn nghiệp vụ", "coordinate_and_train"),
        ("đẩy nhanh tiến độ", "correct"),
        ("thu hồi giấy phép đã cấp", "revoke"),
        ("kiến nghị thu hồi 12.694,6 triệu đồng", "recover_money"),
        ("thu hồi về ngân sách xã 35.000.000 đồng", "recover_money"),
        ("thu hồi 109 m2 đất", "revoke_or_recover"),
        ("kiến nghị xử lý tài chính 618.609 triệu đồng", "recover_money"),
        ("giảm quyết toán, giảm thanh toán 140 triệu đồng", "reduce_settlement"),
        ("Thanh tra Sở Y tế tước chứng chỉ hành nghề 3 tháng", "administrative_fine"),
        ("Kiểm toán nhà nước đề nghị huyện Lâm Hạ rà soát quy hoạch", "correct"),
        ("Thanh tra tỉnh Hải Giang yêu cầu niêm yết thủ tục", "carry_out_and_report"),
        ("giao Thanh tra huyện tiến hành thanh tra các chủ đầu tư", "inspect_further"),
        ("làm rõ trách nhiệm của người đứng đầu", "establish_responsibility"),
        ("buộc tháo dỡ công trình", "suspend_or_stop"),
        ("tiếp tục phát huy kết quả", "continue"),
        ("mua thêm bàn ghế", "other"),
    ],
)
def test_action_of_a_recommendation(words: str, action: str) -> None:
    assert find_action(words)[0] == action


@pytest.mark.parametrize(
    ("words", "deadline"),
    [
        ("báo cáo kết quả trước ngày 30/6/2021", "2021-06-30"),
        ("chậm nhất ngày 5 tháng 7 năm 2022", "2022-07-05"),
        ("trong thời hạn 30 ngày", "P30D"),
        ("trong vòng 2 tháng", "P2M"),
        ("theo Quyết định ngày 3/4/2020", None),
        ("trước ngày 45/6/2021", None),
        ("hoàn thành trong quý III/2024", "2024-09-30"),
        ("khắc phục xong trong quý 2 năm 2024", "2024-06-30"),
        ("đến hết quý IV/2025", "2025-12-31"),
        ("trước tháng 9/2024", "2024-08-31"),
        ("trước tháng 1/2025", "2024-12-31"),
        ("báo cáo trong tháng 2/2024", "2024-02-29"),
        ("hoàn thành trong năm 2024", "2024-12-31"),
        ("thu hồi số tiền chi sai trong năm 2024", None),
        ("kiểm điểm việc để xảy ra trong các năm 2019 - 2021", None),
        ("nộp trước 16 giờ ngày 25/12/2024", "2024-12-25"),
        ("trong thời hạn 30 ngày kể từ ngày công bố kết luận", "P30D"),
        ("trong thời hạn 03 (ba) tháng", "P3M"),
        ("sau 15 ngày kể từ ngày nhận kết luận", "P15D"),
        ("chậm nhất sau 15 ngày làm việc", "P15D"),
        ("thời hạn thực hiện: 60 ngày", "P60D"),
        ("xử lý các hồ sơ chậm trong 10 ngày qua", None),
        ("hoàn thành trước ngày 30/6", None),
    ],
)
def test_deadline_of_a_recommendation(words: str, deadline: str | None) -> None:
    assert find_deadline(words) == deadline


@pytest.mark.parametrize(
    ("words", "after", "deadline"),
    [
        ("hoàn thành trước ngày 30/6", "2024-05-02", "2024-06-30"),
        ("báo cáo trước ngày 15/1", "2023-11-20", "2024-01-15"),
        ("báo cáo trước ngày 30/2", "2023-11-20", None),
        ("theo Công văn ngày 3/4", "2023-11-20", None),
    ],
)
def test_day_without_a_year_is_the_next_one(words: str, after: str, deadline: str | None) -> None:
    assert find_deadline(words, after) == deadline


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ảnh: Thanh Bình", True),
        ("Qua kiểm tra chưa phát hiện vi phạm tại các cơ sở.", True),
        ("Đơn vị chưa phát hiện vi phạm, tuy nhiên hồ sơ không đúng quy định.", False),
        ("Xã chưa niêm yết đầy đủ thủ tục hành chính.", False),
        ("Chủ tịch UBND huyện Lâm Hạ thống nhất với kết luận và sẽ chỉ đạo các xã khắc phục.", True),
        ("Giám đốc Sở cam kết khắc phục ngay các tồn tại đã nêu.", True),
        ("Chủ tịch UBND huyện Lâm Hạ thống nhất với kết luận, yêu cầu các xã khắc phục trước ngày 30/6.", False),
    ],
)
def test_captions_denials_and_promises_state_nothing(sentence: str, expected: bool) -> None:
    assert is_neither(sentence) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Tuy nhiên, công tác quản lý đất đai của xã vẫn còn một số tồn tại, hạn chế.", True),
        ("Bên cạnh đó còn có những thiếu sót, khuyết điểm sau:", True),
        ("Qua kiểm tra, đoàn phát hiện nhiều sai phạm.", True),
        ("Tuy nhiên, tỉnh đã bộc lộ những mặt hạn chế.", True),
        ("Xã chưa niêm yết thủ tục, còn một số hạn chế.", False),
        ("Huyện thu sai 3 tỷ đồng và có nhiều vi phạm.", False),
        ("Công tác dự báo còn hạn chế.", False),
        ("Đoàn phát hiện nhiều sai phạm trong chi tiêu.", False),
    ],
)
def test_announcement_states_no_finding(sentence: str, expected: bool) -> None:
    assert announces(sentence) is expected


def test_lines_that_only_name_what_follows_state_nothing() -> None:
    text = "Quản lý chi đầu tư\n\nHuyện Thanh Bồng phê duyệt dự toán trái quy định 1,2 tỷ đồng.\n"
    record = extract_text(text)
    assert [f.text for f in record.findings] == ["Huyện Thanh Bồng phê duyệt dự toán trái quy định 1,2 tỷ đồng."]


def test_names_and_sums_are_masked_before_the_model_sees_them() -> None:
    masked = mask("Thanh tra tỉnh Hải Dương yêu cầu Sở Nội vụ tỉnh Hải Dương nộp 1,2 tỷ đồng trước ngày 3/4/2020.")
    assert masked == "INSP_ yêu cầu ORG_ nộp MONEY_ trước DATE_."


def test_phrases_keep_accents_and_find_the_longest() -> None:
    table = PhraseTable([("chưa", "a"), ("chưa đúng", "b")])
    assert table.find("Chưa đúng, chưa; chua") == [(0, 9, ("b",)), (11, 15, ("a",))]


def test_a_report_gives_finding_recommendation_and_their_links() -> None:
    record = extract_text(REPORT)
    (finding,), (recommendation,) = record.findings, record.recommendations
    names = {a.id: a.name for a in record.agencies} | {c.id: c.key for c in record.citations}
    links = {(r.head, r.type): names[r.tail] for r in record.relations if r.tail in names}
    assert finding.category == "personnel"
    assert [(m.value, m.unit) for m in finding.measures] == [(3, "trường hợp")]
    assert links[finding.id, "attributed_to"] == "Sở Nội vụ tỉnh Hải Dương"
    assert links[finding.id, "breaches"] == "24/2010/NĐ-CP"
    assert recommendation.action == "review_responsibility"
    assert recommendation.deadline == "2021-06-30"
    assert links[recommendation.id, "directed_to"] == "Sở Nội vụ tỉnh Hải Dương"
    assert links[recommendation.id, "made_by"] == "Thanh tra tỉnh Hải Dương"


def test_no_person_is_blamed_for_standing_near() -> None:
    text = REPORT + "\nÔng Trần Văn Bình, Giám đốc Sở Nội vụ tỉnh Hải Dương, cho biết đơn vị chưa khắc phục xong các vi phạm.\n"
    record = extract_text(text)
    persons = {person.id for person in record.persons}
    assert not [r for r in record.relations if r.type == "attributed_to" and r.tail in persons]


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet='chưa không đúng; kiến nghị Sở Nội vụ 12%.,\n“”"', max_size=200))
def test_whatever_the_text_the_record_holds_together(text: str) -> None:
    if text.strip():
        record = extract_text(text)
        assert [f.id for f in record.findings] == [f"f{i}" for i in range(1, len(record.findings) + 1)]
