"""How far an open name reaches: known name words in small letters, capitals, connectors, numbers."""

from __future__ import annotations

from ketluan.extraction.agencies.bodies import MAX_NAME_TOKENS, MAX_NUMBER_CHARS, behind_brackets
from ketluan.extraction.agencies.coined import are_initials, is_coined
from ketluan.extraction.agencies.lexicon import (
    abbreviated_fields,
    follows_title,
    heads,
    longest,
    match_place,
    match_sector,
    match_unit,
    name_words,
    register_place,
    surnames,
)
from ketluan.extraction.agencies.tokens import Tokens
from ketluan.text.dictionary import two_syllable_words

_NO_NAME = frozenset({"ảnh", "nguồn", "tto", "theo", "ngày", "thôn", "số", "video", "clip", "đ", "xem"})
_CONNECTORS = frozenset({"-", "–", "&", "và", "/", ","})
_AMOUNTS = frozenset(
    {"tỉ", "tỷ", "triệu", "nghìn", "ha", "m2", "người", "hộ", "lô", "căn", "dự", "năm", "đồng", "trường", "cán", "%", "/"}
)


MAX_PERSON = 4
_NAMED_AFTER = frozenset({"đường", "cầu", "phố", "hồ", "chợ", "kênh", "đập"})  # "dự án đường Nguyễn Văn An"
_CLOSED = frozenset({"territorial", "party_local", "department", "ministry", "fixed", "fixed_place", "inspectorate", "organ"})
_SOLID_NAMED = frozenset({"Công ty"})
_SOLID_TERRITORIAL = frozenset({"công", "ủy", "hội", "tòa", "viện"})


def open_words(tokens: Tokens, first: int, *, business: bool, bridge: bool = False) -> tuple[int, bool]:
    """Read name words, capitals and connectors from token `first`: (end of the name, whether it has a name of its own).

    Small letters are read where the words are known to stand in names. Behind a proper part in capitals they are the sentence's
    verb. A field of work that is also a verb, and what stands behind a comma, belongs to a business name only when the proper
    part follows ("Công ty Cơ khí, Vận tải Bình Minh"); elsewhere such a verb must open the name.
    """
    index, last, named, proper, held, before = first, first, False, False, "", ""
    after_field = -1  # where a known field of work in capitals ended: a proper name is still to come
    words, keys, caps, joined = tokens.words, tokens.keys, tokens.caps, tokens.joined
    limit = first + MAX_NAME_TOKENS
    while index < limit and words[index] and joined[index]:
        key = keys[index]
        if key in _CONNECTORS:
            if index == first or not _goes_on(tokens, index, proper=proper, business=business):
                break
            held = "comma" if key == "," and business else held
            index += 1
            continue
        if key == "." and keys[index - 1] in ("tp", "st", "q"):
            index += 1
            continue
        if key == "(" and (behind := behind_brackets(tokens, index)) > index and (not named or _is_own_short(tokens, index)):
            index = behind  # "Công ty Cổ phần (CP) Mây Biếc"
            continue
        if key == "số" and words[index + 1][:1].isdigit() and index > first:
            index = last = index + 2
            named = True
            continue
        if starts_body(tokens, index) or (caps[index] and (key in _NO_NAME or (named and _starts_unit(tokens, index)))):
            break
        if match_unit(tokens, index) and (place := match_place(tokens, index, unnamed=False)):
            return place.end, True
        if not business and caps[index] and f"{key} {keys[index + 1]}" in ("thành phố", "thị xã"):
            break  # "Trung tâm X Thành phố": the place is read behind the name
        if key == "tp":
            return index + 1, True  # "TP" without a name is the tail of the name
        phrase = longest(name_words(), tokens, index)
        if phrase is None and words[index].isupper() and (group := _glued_group(tokens, index)):
            index = last = group
            named, before = True, "field"
            continue
        if caps[index]:
            own = (proper and index != after_field) or (named and follows_title(tokens, first)) if business else named
            if _is_person(tokens, index, first, business=business, named=own):
                break
            named = named or phrase is None or phrase[1] != "form"
            word = 2 if phrase is None and not proper and is_word(tokens, index) else 0
            closing = (phrase is None and not word) or (phrase is not None and phrase[1] == "place")
            proper = proper or (phrase is None and not word)
            before = phrase[1] if phrase else "field"
            index = phrase[0] if phrase else index + (word or 1)
            after_field = index if phrase and phrase[1] == "field" else after_field
            if closing or held != "comma":
                held, last = "", index
            continue
        if words[index][0].isdigit():
            if index == last and is_own_number(tokens, index, first):
                last, named = index + 1, named or before == "form"
            elif business and before == "field" and not named and _closes_name(tokens, index, first):
                last, named = index + 1, True  # "Công ty cổ phần thương mại 28;"
            elif business and before == "form" and not named and is_own_number(tokens, index, first):
                last, named = index + 1, True  # "Công ty cổ phần 28"
                if tokens.caps[last] and joined[last] and not starts_body(tokens, last):
                    index, before = last, "field"  # "Công ty cổ phần 28 Mây Biếc"
                    continue
            break
        inner = longest(heads(), tokens, index) if business and not named else None
        if inner and inner[1].rule == "named" and inner[0] > index + 1:
            index = inner[0]  # "Công ty TNHH phòng khám đa khoa …"
            continue
        if proper and key == "quốc" and keys[index + 1] == "tế" and joined[index + 1] and business:
            last = index + 2  # "Công ty Mây Biếc quốc tế"
            break
        if (
            phrase is None
            and bridge
            and (not proper or _is_half_word(tokens, index, first))
            and (capital := _bridged(tokens, index))
        ):
            index = capital
            continue
        if phrase is None or proper or (phrase[1] == "verb" and not business and before == "field"):
            break
        index, before = phrase[0], phrase[1]
        if business and phrase[1] == "verb":
            held = held or "verb"
        elif held == "verb":
            held = ""
        if not held and (not business or named):
            last = index
    return last, named


def _glued_group(tokens: Tokens, index: int) -> int | None:
    """The end of abbreviations written as one word ("VH-TT&TT"), where it is no enterprise's proper name with a place behind."""
    end = index
    while tokens.words[end].isupper() and tokens.words[end + 1] in ("-", "&", ",") and tokens.words[end + 2].isupper():
        if tokens.starts[end + 1] != tokens.ends[end] or tokens.starts[end + 2] != tokens.ends[end + 1]:
            break
        end += 2
    return end + 1 if end > index + 1 and max(map(len, tokens.words[index : end + 1])) <= MAX_GROUP_CHARS else None


MAX_GROUP_CHARS = 5


def _is_own_short(tokens: Tokens, index: int) -> bool:
    """The bracket holds the initials of the words before, and the proper name stands behind: "Khu liên hợp A (KLH) Mây Biếc"."""
    return tokens.caps[index + 3] and are_initials(tokens, index + 1)


def _closes_name(tokens: Tokens, index: int, first: int) -> bool:
    """A number of the name with a mark behind it: no amount."""
    own = is_own_number(tokens, index, first) and len(tokens.words[index]) > 1
    return own and (tokens.words[index + 1] in (";", ")", "(", ".", "") or not tokens.joined[index + 1])


MAX_BRIDGED_TOKENS = 4
# Words of the sentence behind a head without a name: "Công ty thuê đất của ông A".
_NO_BRIDGE = frozenset(
    {
        "đã", "đang", "sẽ", "chưa", "không", "được", "bị", "phải", "có", "là", "làm", "ký", "nộp", "thuê",
        "mua", "bán", "vay", "trả", "nhận", "gửi", "báo", "nêu", "cho", "biết", "yêu", "đề", "kiến", "giao",
        "chuyển", "thi", "xây", "phối", "kiểm", "thực", "hoàn", "tổ", "vi", "thu", "chi", "góp", "chấp", "nằm",
        "bỏ", "xả", "lấn", "tự", "cùng", "vẫn", "cũng", "còn", "lại", "thì", "mà", "nên", "khi", "vì", "do",
        "bởi", "sau", "trước", "trong", "ngoài", "và", "với", "của", "tại", "ở", "từ", "đến", "về", "theo",
        "như", "gồm", "nói", "hoạt", "ông", "bà", "anh", "chị", "này", "đó", "trên", "thuộc", "để", "bằng",
        "ra", "vào", "lên", "hay", "hoặc", "nào", "ấy", "mẹ", "con", "khác", "ngày", "năm", "số", "tên", "đứng",
        "thành", "trúng", "liên", "khởi", "kê", "đòi", "sử", "sang", "việc", "cung", "nhà", "chủ", "giám", "tư",
        "phó", "trưởng", "trực", "đường", "xã", "huyện", "quận", "các", "những", "một", "hai", "kiêm", "nguyên",
        "ban", "quyết", "phê", "ủy", "tham", "khẳng", "cam", "tiếp", "đóng", "khắc", "trình", "hôm", "vừa",
    }
)  # fmt: skip


def _bridged(tokens: Tokens, first: int) -> int | None:
    """The capital behind a few unknown words in small letters that starts the proper part of the name."""
    index = first
    while tokens.joined[index] and not tokens.caps[index]:
        if not tokens.words[index].isalpha() or tokens.keys[index] in _NO_BRIDGE or index - first >= MAX_BRIDGED_TOKENS:
            return None
        index += 1
    if not tokens.caps[index] or not tokens.joined[index] or starts_body(tokens, index) or tokens.keys[index] in surnames():
        return None
    return None if register_place(tokens, index, "") or longest(heads(), tokens, index) else index


def _is_half_word(tokens: Tokens, index: int, first: int) -> bool:
    """One unknown capital alone before one small syllable, and a name of two capitals or more behind: "Kè biển Mây Biếc"."""
    if index == first or not tokens.caps[index - 1] or is_coined(tokens.words[index - 1]):
        return False
    alone = index - 1 == first or not tokens.caps[index - 2] or tokens.words[index - 2].isupper()  # "CP Kè"
    name = tokens.caps[index + 1] and tokens.caps[index + 2] and tokens.joined[index + 1] and tokens.joined[index + 2]
    return alone and name and tokens.keys[index + 1] not in surnames()


def is_word(tokens: Tokens, index: int) -> bool:
    """A capital that begins a word of the language goes on in small letters ("Kim khí", "Thi hành")."""
    after = index + 1
    if tokens.caps[after] or not tokens.joined[after]:
        return False
    return f"{tokens.keys[index]} {tokens.keys[after]}" in two_syllable_words()


def _starts_unit(tokens: Tokens, index: int) -> bool:
    """Another unit or enterprise starts here ("… nội địa Trung tâm …")."""
    found = longest(heads(), tokens, index)
    if found is None or found[1].rule not in ("unit", "named", "office") or found[0] == index + 1:
        return False
    return longest(name_words(), tokens, index) is None


def is_own_number(tokens: Tokens, index: int, first: int) -> bool:
    """A number that belongs to the name ("Bắc Nam 79"), not an amount behind it."""
    if tokens.keys[index + 1] in (",", ".") and tokens.words[index + 2][:1].isdigit():
        return False  # "75,01 %"
    return index > first and len(tokens.words[index]) <= MAX_NUMBER_CHARS and tokens.keys[index + 1] not in _AMOUNTS


def _goes_on(tokens: Tokens, index: int, *, proper: bool, business: bool) -> bool:
    """Whether a name goes on behind the connector at `index`."""
    after, mark = index + 1, tokens.keys[index]
    if not tokens.joined[after] or tokens.keys[after] in _NO_NAME or starts_body(tokens, after):
        return False
    head = longest(heads(), tokens, after)
    word = longest(name_words(), tokens, after)
    if business and mark == "và" and word is None and not proper and tokens.words[after] in abbreviated_fields():
        return True  # "Công ty TNHH Đầu tư và XDTM Mây Biếc"
    if head and head[1].rule == "registered":
        return False
    if head and tokens.caps[after] and head[1].rule in ("unit", "named", "office") and (mark in (",", "và") or not word):
        return False
    if mark == ",":
        if business:
            return word is not None and tokens.caps[after] and not proper
        # "Bảo vệ, chăm sóc trẻ em": in small letters, a field that is also a verb.
        plain = not proper and not tokens.caps[after] and not tokens.caps[index - 1] and tokens.keys[after] != "các"
        return word is not None and plain and word[0] > after + 1
    if mark == "và":
        return word is not None and not proper
    return tokens.caps[after] or (word is not None and not proper)


def _is_person(tokens: Tokens, index: int, first: int, *, business: bool, named: bool) -> bool:
    """A full name of a person starts here, behind the body's name ("giám đốc Ban Quản lý dự án Nguyễn Văn An").

    Schools, clinics and enterprises bear people's names ("Công ty Xây lắp Vũ An Thịnh"), so a business name must have a name of
    its own before, or be said to have an office that somebody holds.
    """
    if index == first or (business and not named) or tokens.words[index - 1] in "-–":
        return False
    if tokens.keys[index] not in surnames() or longest(name_words(), tokens, index) or tokens.keys[index - 1] in _NAMED_AFTER:
        return False
    if tokens.caps[index - 1] and tokens.keys[index + 1] not in ("văn", "thị"):
        return False
    end = index
    while tokens.words[end] and tokens.caps[end] and (end == index or tokens.joined[end]) and end - index < MAX_PERSON + 1:
        end += 1
    return end - index in (3, MAX_PERSON) and not register_place(tokens, index, "") and not register_place(tokens, index, "huyện")


def starts_body(tokens: Tokens, index: int) -> bool:
    """A body of the closed kinds starts here: an open name ends before it."""
    if not tokens.caps[index] or tokens.keys[index] in ("thường", "thuế"):
        return False
    found = longest(heads(), tokens, index)
    if found is None or found[1].rule not in _CLOSED:
        return found is not None and found[1].name in _SOLID_NAMED
    if found[1].rule in ("department", "ministry") and not match_sector(tokens, found[0]):
        return False  # "Yên Sở" is a place
    return found[1].rule != "territorial" or tokens.words[index].isupper() or tokens.keys[index] in _SOLID_TERRITORIAL


MAX_UNKNOWN_TOKENS = 4
_ENDS_NAME = frozenset(
    {
        "tại", "của", "do", "với", "là", "có", "được", "bị", "đã", "để", "cho", "này", "thuộc", "từ", "về", "trong", "năm",
        "theo", "ở", "như", "gồm", "khi", "đến", "làm", "không", "trên", "sang", "vào", "bằng",
    }
)  # fmt: skip


def introduced_end(tokens: Tokens, last: int) -> int | None:
    """Where the name ends whose short form stands in brackets: words that no table knows belong to it too.

    "Tổng công ty Vận tải thủy (VIVASO)": at most `MAX_UNKNOWN_TOKENS` such words, none of them a word of the sentence.
    """
    index = last
    while tokens.words[index].isalpha() and tokens.joined[index] and tokens.keys[index] not in _ENDS_NAME:
        index += 1
        if index - last > MAX_UNKNOWN_TOKENS:
            return None
    short = tokens.words[index + 1]
    if (
        tokens.words[index] != "("
        or not short[:1].isupper()
        or not is_coined(short)
        or tokens.words[index + 2] not in (")", ",", "-")
    ):
        return None
    return index
