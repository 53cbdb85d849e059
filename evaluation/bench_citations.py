"""Speed of the citation extractor beside a naive pattern, and its time on hostile text.

Usage: python evaluation/bench_citations.py [TEXT…]   (default: the sample documents of this repository)
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ketluan.citations import find

NAIVE = re.compile(r"(?:Luật|Nghị định|Thông tư|Quyết định|Công văn|Kết luận)[^.;]{0,40}?\d+(?:/\d{4})?/[A-ZĐ\-a-z]+")
MIN_CHARS = 2_000_000
# As dense as whole decisions of people's committees are: one citation in about 250 characters.
DENSE = """Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; Luật sửa đổi, bổ sung một số điều của Luật Tổ chức
Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019;
Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ về thực hiện cơ chế một cửa, một cửa liên thông trong
giải quyết thủ tục hành chính; Nghị định số 107/2021/NĐ-CP ngày 06 tháng 12 năm 2021 sửa đổi, bổ sung một số điều của Nghị định
số 61/2018/NĐ-CP;
Căn cứ Thông tư số 01/2018/TT-VPCP ngày 23/11/2018 của Văn phòng Chính phủ hướng dẫn thi hành một số quy định;
Theo đề nghị của Giám đốc Sở Thử nghiệm tại Tờ trình số 269/TTr-STN ngày 15/01/2025.
Điều 1. Sửa đổi, bổ sung một số điều của Quy định ban hành kèm theo Quyết định số 30/2019/QĐ-UBND như sau:
1. Sửa đổi điểm b, mục 2.2, khoản 2 Điều 3 Quy định ban hành kèm theo Quyết định số 30/2019/QĐ-UBND như sau: mức thu được chia đều
cho hai kỳ, mỗi kỳ nộp trong 10 ngày đầu của tháng đầu tiên; người nộp chậm quá 30 ngày thì nộp thêm 0,03% cho mỗi ngày chậm.
Trường hợp số tiền phải nộp của một kỳ dưới 1.000.000 đồng thì nộp một lần trong kỳ đầu tiên của năm, cùng với các khoản còn lại.
2. Đơn vị được giao thu lập sổ theo dõi theo mẫu, đối chiếu với Kho bạc nơi mở tài khoản trong 5 ngày làm việc đầu tiên của tháng
sau, công khai kết quả thu tại trụ sở và trên trang thông tin điện tử của mình, và chịu trách nhiệm về số liệu đã báo cáo.
3. Bãi bỏ các khoản 1, 3 và điểm b khoản 4 Điều 7; Điều 9 đến Điều 11 Quyết định số 12/2020/QĐ-UBND.
4. Mức thu quy định tại Điều này được xem xét lại sau hai năm, căn cứ vào chi phí thực tế, mức sống của người dân và ý kiến
của cơ quan, tổ chức có liên quan; trong thời gian chưa điều chỉnh thì áp dụng mức đã công bố, không thu thêm khoản khác ngoài quy
định, không ủy quyền cho tổ chức, cá nhân khác thu thay, trừ trường hợp được cấp có thẩm quyền cho phép bằng văn bản. Người được
miễn, giảm nộp hồ sơ tại Bộ phận một cửa của xã, phường nơi cư trú; hồ sơ gồm đơn theo mẫu và giấy tờ chứng minh thuộc đối tượng.
Điều 2. Các ông, bà Chánh Văn phòng, Giám đốc các sở, Thủ trưởng các ban, ngành, Chủ tịch các xã, phường và các tổ chức, cá nhân
có liên quan có trách nhiệm thi hành; trong quá trình thực hiện có vướng mắc thì phản ánh về Sở Thử nghiệm để trình xem xét.
"""
HOSTILE = {
    "Điều 1, khoản 2, …": "Điều 1, khoản 2, ",
    "////": "/",
    "số số số": "số ",
    "1/1/1/": "1/",
    "luật luật": "luật ",
    "Luật sửa đổi … của": "Luật sửa đổi, bổ sung một số điều của ",
    "ngày 1/2/2020, …": "ngày 1/2/2020, ",
}
HOSTILE_CHARS = 1_000_000


def main(paths: list[Path]) -> None:
    """Print megabytes of UTF-8 a second on one core, best of several, and seconds on a million hostile characters."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    find(text[:10_000])  # registers are read once
    for name, sample in (("the given text", text), ("decisions", DENSE)):
        sample *= 1 + MIN_CHARS // max(1, len(sample))
        measure(name, sample)
    for name, piece in HOSTILE.items():
        hostile = (piece * HOSTILE_CHARS)[:HOSTILE_CHARS]
        print(f"{name:24s}{best(lambda hostile=hostile: find(hostile), runs=1):7.2f} s for a million characters")


def measure(name: str, text: str) -> None:
    """One text: how dense it is, how fast the extractor reads it, how fast the naive pattern does."""
    megabytes = len(text.encode()) / 1e6
    mentions = sum(len(citation.mentions) for citation in find(text))
    print(f"{name}: {megabytes:.1f} MB, {mentions} mentions, one in {len(text) // max(1, mentions)} characters")
    print(f"  ketluan.citations.find  {megabytes / best(lambda: find(text)):7.1f} MB/s")
    print(f"  naive pattern           {megabytes / best(lambda: NAIVE.findall(text)):7.1f} MB/s, {len(NAIVE.findall(text))} hits")


def best(work: Callable[[], object], runs: int = 5) -> float:
    """Seconds of processor time, the shortest of several runs: other work on the machine only lengthens them."""
    times = []
    for _ in range(runs):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    main(given or sorted((Path(__file__).resolve().parent.parent / "corpus" / "text").glob("*.txt")))
