"""Why statements were found, as a reader sees it. Bodies and places are invented."""

from __future__ import annotations

from ketluan.extraction.explain import as_lines, explain
from ketluan.extraction.pipeline import extract_text

NEWS = """Kết luận thanh tra tại UBND huyện Lâm Hạ

Thanh tra tỉnh Hải Giang phát hiện UBND huyện Lâm Hạ có 12/40 hồ sơ cấp giấy chứng nhận quyền sử dụng đất sai đối tượng.

UBND huyện Lâm Hạ chưa niêm yết công khai thủ tục hành chính, chưa cập nhật hồ sơ lên hệ thống, không mở sổ theo dõi đơn thư.

Thanh tra tỉnh Hải Giang đề nghị UBND huyện Lâm Hạ thu hồi từ 5 đến 10 triệu đồng của mỗi hộ, hoàn thành trong quý III/2024.
"""


def test_quantities_are_read_out_with_their_other_end() -> None:
    text = "\n".join(as_lines(explain(extract_text(NEWS))))
    assert "12/40 hồ sơ = 12 of 40 hồ sơ" in text
    assert "từ 5 đến 10 triệu đồng = 5000000 to 10000000 đồng" in text
    assert "until: 2024-09-30" in text


def test_one_condition_is_one_finding_with_its_sentence() -> None:
    parts = [e for e in explain(extract_text(NEWS)) if e.context and "niêm yết" in e.context]
    assert [e.text.split()[0] for e in parts] == ["UBND", "chưa", "không"]
    assert len({e.context for e in parts}) == 1
