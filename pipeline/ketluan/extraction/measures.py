"""Quantities: money, percentages, areas, lengths, durations, periods and counts, normalised and with offsets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ketluan.record import Measure, MeasureKind

Number = int | float

_APPROX = (
    r"(?P<approx>(?:hơn|trên|gần|khoảng|xấp xỉ|ước(?: tính)?|tới|đến|lên tới|lên "
    r"đến|chừng|ngót|dưới|tối thiểu|tối đa|ít nhất)\s{1,2}){0,2}"
)
_N = r"(?:\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,4})?|\d{1,3}\.\d{1,2}|\d{1,12}(?:,\d{1,4})?)(?![.,]?\d)"
_SCALE = r"(?:nghìn|ngàn|trăm|triệu|tỷ|tỉ)"
_CURRENCY = r"(?:đồng|VNĐ|VND|vnđ|đ(?![\wÀ-ỹ/]))"
_FOREIGN = r"(?!\s{0,2}(?:USD|EUR|euro|đô la|nhân dân tệ|yên|bảng Anh|won))"  # no sum in đồng, and no rate is known
# "từ 5 đến 10 triệu", "30-50 triệu", "1,2 - 1,5 tỷ": the lower end before the number with its unit.
_RANGE = rf"(?:(?:từ\s{{1,2}})?(?<!năm )(?<!tháng )(?<!ngày )(?<!quý )(?P<low>{_N})\s{{0,2}}(?:-|–|đến|tới)\s{{0,2}})?"

_MONEY = re.compile(
    rf"(?<![\w.,/]){_APPROX}{_RANGE}(?P<n>{_N})\s{{0,2}}(?P<scale>{_SCALE}(?![\wÀ-ỹ])(?:\s{{1,2}}{_SCALE})?)?(?P<half>\s{{1,2}}rưỡi)?"
    rf"(?:\s{{1,2}}(?P<n2>\d{{1,3}}(?:[.,]\d{{1,3}})?)\s{{1,2}}(?P<scale2>triệu|nghìn|"
    rf"ngàn))?\s{{0,2}}(?P<unit>{_CURRENCY})?{_FOREIGN}(?P<after>/\w{{1,10}})?",
    re.IGNORECASE,
)
_PERCENT = re.compile(rf"(?<![\w.,/]){_APPROX}(?P<n>{_N})\s{{0,2}}(?:%|phần trăm)", re.IGNORECASE)
_AREA = re.compile(
    rf"(?<![\w.,/]){_APPROX}(?P<n>{_N})\s{{0,2}}(?P<scale>nghìn|ngàn|triệu|vạn)?\s{{0,2}}"
    r"(?P<unit>m2|m²|m 2(?!\d)|mét vuông|km2|km²|ha|héc-?\s?ta|hecta)(?![\wÀ-ỹ])",
    re.IGNORECASE,
)
_LENGTH = re.compile(rf"(?<![\w.,/]){_APPROX}(?P<n>{_N})\s{{0,2}}(?P<unit>km|m|mét|cây số)(?![\wÀ-ỹ²/])")
_DURATION = re.compile(
    (
        rf"(?<![\w.,/]){_APPROX}{_RANGE}(?P<n>\d{{1,4}}(?:,\d{{1,2}})?)\s{{1,2}}(?P<unit>ngày "
        rf"làm việc|ngày|tháng|năm|tuần|giờ|phút)(?!\s\d(?!\d?\s(?:ngày|tháng|giờ|phút)))(?![\wÀ-ỹ])"
    ),
    re.IGNORECASE,
)
_YEARS = re.compile(
    (
        r"(?<![\w.,/])(?:giai đoạn|thời kỳ|từ năm|nhiệm kỳ|các năm|năm|niên độ)\s{1,2}(?P<a>(?:19|"
        r"20)\d\d)\s{0,2}(?:-|–|đến(?: năm)?)\s{0,2}(?P<b>(?:19|20)\d\d)(?!\d)"
    ),
    re.IGNORECASE,
)
_COUNTED = (
    "hồ sơ|trường hợp|đơn vị|cơ sở|cá nhân|tập thể|tổ chức|dự án|gói thầu|công trình|"
    "hạng mục|cán bộ|công chức|viên chức|người|doanh nghiệp|công ty|thửa đất|thửa|"
    "lô đất|lô|"
    "căn hộ|căn nhà|căn|hộ dân|hộ gia đình|hộ|quyết định|văn bản|vụ việc|vụ|đơn "
    "tố cáo|đơn khiếu nại|đơn|cuộc thanh tra|cuộc|lượt|giấy phép|giấy chứng nhận|"
    "hợp đồng|bộ|chiếc|xe|"
    "học sinh|sinh viên|giáo viên|bác sĩ|phòng khám|phòng|trường|bệnh viện|xã|phường|"
    "huyện|quận|tỉnh|thành phố|địa phương|cơ quan|biên bản|nội dung|lĩnh vực|thủ "
    "tục hành chính|thủ tục|TTHC|"
    "chỉ tiêu|lần|loại|mẫu|sản phẩm|mặt hàng|khoản|tờ|cây|con|mỏ|điểm|"
    "vị trí|lớp|bếp ăn|cửa hàng|phương tiện|thôn|bản án|kết luận|kiến nghị|sai phạm|vi phạm|đối tượng|tài khoản|suất|ca|phiếu|"
    "thí sinh|ứng viên|đảng viên|lao động|nhà thầu|bản|khu đất|khu"
)
_COUNT = re.compile(
    (
        rf"(?<![\w.,/]){_APPROX}(?P<n>\d{{1,3}}(?:\.\d{{3}}){{1,3}}|\d{{1,7}})(?:/(?P<of>\d{{1,7}}|"
        rf"\d{{1,3}}(?:\.\d{{3}}){{1,2}}))?(?:\s{{0,2}}\([^\W\d_]{{1,6}}(?:\s[^\W\d_]{{1,6}}){{0,4}}\))?\s{{1,2}}(?P<unit>{_COUNTED})(?![\wÀ-ỹ])"
    ),
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    rf"(?<![\w.,/]){_APPROX}(?P<n>{_N})\s{{0,2}}(?P<scale>nghìn|ngàn|triệu)?\s{{0,2}}"
    r"(?P<unit>m3|m³|mét khối|tấn|kg|ki-?lô-?gam|lít|tạ)(?![\wÀ-ỹ/])",
    re.IGNORECASE,
)
_TARGET = re.compile(r"(?:chưa đạt|không đạt|chỉ tiêu|yêu cầu|kế hoạch|mục tiêu|tối thiểu|quy định)[^.;\d]{0,24}$", re.IGNORECASE)

_SCALES = {
    "trăm": 100,
    "nghìn": 1_000,
    "ngàn": 1_000,
    "vạn": 10_000,
    "triệu": 1_000_000,
    "tỷ": 1_000_000_000,
    "tỉ": 1_000_000_000,
}
_SQUARE_METRES = {"m2": 1, "m²": 1, "m 2": 1, "mét vuông": 1, "km2": 1_000_000, "km²": 1_000_000}
HECTARE = 10_000


def find_measures(text: str) -> list[Measure]:
    """Counts, percentages, money, areas, durations, periods and lengths in text order; spans do not overlap.

    Units: money in đồng, areas in m², lengths in m, durations in the unit as written, percentages in "%"; periods have their
    first year in `value` and their last in `target`, and so have ranges ("từ 5 đến 10 triệu đồng") their ends. Sums in other
    currencies are left out. "." groups thousands, "," is the decimal sign; "." before one or two
    digits is a decimal sign too ("1.2 tỷ"). A number before a word that is not a known counting word is no measure.
    Cost: linear in the text.
    """
    taken: list[Measure] = []
    covered = bytearray(len(text))
    for finder in _FINDERS:
        for measure in finder(text):
            if not any(covered[measure.start : measure.end]):
                covered[measure.start : measure.end] = b"\1" * (measure.end - measure.start)
                taken.append(measure)
    return sorted(taken, key=lambda m: m.start)


def parse_number(written: str) -> Number:
    """ "1.234,5" is 1234.5; "1.2" (one or two digits behind a dot) 1.2; "1.573" 1573."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", written):
        written = written.replace(".", "")
    value = float(written.replace(",", "."))
    return int(value) if value.is_integer() else value


def _times(number: Number, factor: int) -> Number:
    value = round(number * factor, 4)
    return int(value) if float(value).is_integer() else value


def _money(text: str) -> Iterator[Measure]:
    for match in _MONEY.finditer(text):
        scale = (match["scale"] or "").lower().split()
        if not match["unit"] and not {"tỷ", "tỉ", "triệu"} & set(scale):
            continue
        if match["after"]:  # a price per something is no sum
            continue
        factor = 1
        for word in scale:
            factor *= _SCALES[word]
        value = _times(parse_number(match["n"]), factor)
        if match["half"]:
            value = _times(value + factor / 2, 1)
        if match["n2"]:
            value = _times(value + parse_number(match["n2"]) * _SCALES[match["scale2"].lower()], 1)
        low = _times(parse_number(match["low"]), factor) if match["low"] else None
        yield _ranged(text, match, "money", low, value, "đồng")


def _percentages(text: str) -> Iterator[Measure]:
    for match in _PERCENT.finditer(text):
        value = parse_number(match["n"])
        target = value if _TARGET.search(text[max(0, match.start() - 40) : match.start()]) else None
        yield _measure(text, match, "percentage", value, "%", target=target)


def _areas(text: str) -> Iterator[Measure]:
    for match in _AREA.finditer(text):
        factor = _SQUARE_METRES.get(match["unit"].lower(), HECTARE) * _SCALES.get((match["scale"] or "").lower(), 1)
        yield _measure(text, match, "area", _times(parse_number(match["n"]), factor), "m²")


def _lengths(text: str) -> Iterator[Measure]:
    for match in _LENGTH.finditer(text):
        factor = 1000 if match["unit"] in ("km", "cây số") else 1
        yield _measure(text, match, "length", _times(parse_number(match["n"]), factor), "m")


def _periods(text: str) -> Iterator[Measure]:
    for match in _YEARS.finditer(text):
        yield _measure(text, match, "period", int(match["a"]), "năm", target=int(match["b"]))


def _durations(text: str) -> Iterator[Measure]:
    for match in _DURATION.finditer(text):
        if text[max(0, match.start() - 6) : match.start()].rstrip().endswith(("ngày", "tháng", "năm", "quý")):
            continue
        low = parse_number(match["low"]) if match["low"] else None
        yield _ranged(text, match, "duration", low, parse_number(match["n"]), match["unit"].lower())


def _amounts(text: str) -> Iterator[Measure]:
    for match in _AMOUNT.finditer(text):
        value = _times(parse_number(match["n"]), _SCALES.get((match["scale"] or "").lower(), 1))
        yield _measure(text, match, "count", value, match["unit"].lower().replace("³", "3"))


def _ranged(text: str, match: re.Match[str], kind: MeasureKind, low: Number | None, high: Number, unit: str) -> Measure:
    """A measure of a range has its ends in `value` and `target`; what is no range of growing numbers is its last number."""
    if low is None:
        return _measure(text, match, kind, high, unit)
    if low >= high:
        return _measure(text, match, kind, high, unit, start=match.start("n"))
    return _measure(text, match, kind, low, unit, target=high)


def _counts(text: str) -> Iterator[Measure]:
    for match in _COUNT.finditer(text):
        target = parse_number(match["of"]) if match["of"] else None
        yield _measure(text, match, "count", parse_number(match["n"]), match["unit"].lower(), target=target)


def _measure(
    text: str,
    match: re.Match[str],
    kind: MeasureKind,
    value: Number,
    unit: str,
    *,
    target: Number | None = None,
    start: int | None = None,
) -> Measure:
    start, end = match.start() if start is None else start, match.end()
    while text[end - 1].isspace():
        end -= 1
    approx = "approx" in match.re.groupindex and match["approx"] is not None
    quote = text[start:end]
    return Measure(start=start, end=end, text=quote, kind=kind, value=value, unit=unit, approx=approx, target=target)


_FINDERS: tuple[Callable[[str], Iterator[Measure]], ...] = (
    _money, _percentages, _areas, _periods, _amounts, _lengths, _durations, _counts,
)  # fmt: skip
