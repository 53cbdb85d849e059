"""What a bare name stands for at its place: the enterprise that bears it, or a road, a person, a project, a commune."""

from __future__ import annotations

from ketluan.extraction.agencies.lexicon import heads, longest, match_unit, register_place
from ketluan.extraction.agencies.tokens import Tokens

# In front of a bare name these say that it is no enterprise: a place, a road, a person, a project, a product.
_OTHER_THING = frozenset(
    {
        "ông", "bà", "anh", "chị", "em", "đường", "phố", "phường", "xã", "huyện", "quận", "tỉnh", "thị", "trấn", "thôn",
        "ấp", "khu", "án", "chợ", "cầu", "sông", "hồ", "đảo", "bị", "sĩ", "đô", "cư", "kcn", "kđt", "số", "nhãn", "hiệu",
        "phẩm", "kit", "ảnh", "vịnh", "biển", "bến", "làng", "nước", "người", "tuyến", "cảng", "nhà", "mỏ",
    }
)  # fmt: skip
# Behind these a name is a place ("khu kinh tế X", "di sản X", "tại X").
_PLACE_BEFORE = frozenset(
    {
        "tại", "ở", "từ", "về", "đến", "quanh", "tế", "nghiệp", "lịch", "sản", "thắng", "trình", "phường", "xã", "huyện",
        "quận", "thôn", "ấp", "đường", "phố", "khu", "đảo", "sông", "núi", "cầu", "vịnh", "biển", "dân", "thị", "trấn",
        "cụm", "làng", "án",
    }
)  # fmt: skip
# In front of a name, and behind it, these say that it acts or is dealt with.
_ACTOR_BEFORE = frozenset(
    {
        "do", "của", "cho", "với", "hđqt", "hđtv", "giữa", "rằng", "để", "nhưng", "mà", "việc", "tay", "thầu", "tư", "cầu",
        "phần", "và", "buộc",
    }
)  # fmt: skip
_ACTION = frozenset(
    {"đã", "chưa", "được", "bị", "phải", "đang", "sẽ", "vẫn", "cũng", "ký", "còn", "không", "trúng", "thâu", "mua", "bán", "nộp"}
)


# Words whose last syllable would be one of those above ("yêu cầu X", "tổng số X").
_NO_OTHER_THING = frozenset(
    {("yêu", "cầu"), ("nhu", "cầu"), ("đấu", "thầu"), ("chủ", "nhà"), ("tổng", "số"), ("trong", "số"), ("đa", "số")}
)


def is_other(tokens: Tokens, first: int, last: int) -> bool:
    """The same words as the name of something else: behind "ông", "dự án", "đường", or inside a longer name."""
    if first and tokens.joined[first]:
        thing = tokens.keys[first - 1] in _OTHER_THING and (tokens.keys[first - 2], tokens.keys[first - 1]) not in _NO_OTHER_THING
        if thing or (tokens.words[first - 1] in "/-" and tokens.ends[first - 1] == tokens.starts[first]):
            return True
        if tokens.keys[first - 1] == "golf" or _is_house_number(tokens.words[first - 1]):
            return True
        if (
            tokens.caps[first - 1]
            and tokens.keys[first - 1] not in _SENTENCE_WORDS
            and first > 1
            and not opens_sentence(tokens, first - 1)
        ):
            return True
    after = tokens.caps[last] and tokens.joined[last] and tokens.starts[last] > tokens.ends[last - 1]
    return (
        after and not match_unit(tokens, last) and longest(heads(), tokens, last) is None and not register_place(tokens, last, "")
    )


def _is_house_number(word: str) -> bool:
    """ "8B": an address follows."""
    return word[0].isdigit() and not word.isdigit()


_SENTENCE_WORDS = frozenset({"hđqt", "hđtv", "tgđ", "và", "của", "tại", "cho", "do", "nếu", "khi", "theo", "tuy", "bởi"})


def opens_sentence(tokens: Tokens, index: int) -> bool:
    return index == 0 or not tokens.joined[index] or tokens.words[index - 1] in '.!?…:;"“('


def is_place_here(tokens: Tokens, first: int) -> bool:
    """Whether the name at token `first` is a place's by the word in front of it."""
    if not first or not tokens.joined[first]:
        return False
    before = tokens.keys[first - 1]
    return before in _PLACE_BEFORE and (tokens.keys[first - 2], before) not in _NO_OTHER_THING


_LISTED_UNITS = frozenset({"xã", "phường", "huyện", "quận", "thôn", "bản", "ấp", "trấn"})


def stands_behind_unit(tokens: Tokens, first: int) -> bool:
    """ "xã Hang Tò": the name at token `first` is that of a commune or district too."""
    return first > 0 and tokens.joined[first] and tokens.keys[first - 1] in _LISTED_UNITS - {"bản"}


MAX_LISTED_TOKENS = 40


def is_listed_place(tokens: Tokens, first: int) -> bool:
    """Whether the name at token `first` is an item of a row of places: "tại các xã Nà Lũng, Pác Mây, Bản Tà"."""
    index = first - 1
    if index < 0 or tokens.keys[index] not in (",", "và"):
        return False
    while index >= 0 and first - index < MAX_LISTED_TOKENS and tokens.joined[index + 1]:
        if tokens.keys[index] in _LISTED_UNITS:
            return index > 0 and tokens.keys[index - 1] in ("các", "hai", "ba", "bốn", "năm", "những")
        if not tokens.caps[index] and tokens.keys[index] not in (",", "và"):
            return False
        index -= 1
    return False


def acts(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the name at tokens [first, last) is one who acts: by the word before it, or as the subject of a clause."""
    if first and tokens.joined[first] and tokens.keys[first - 1] in _ACTOR_BEFORE:
        return True
    opens = opens_sentence(tokens, first) or tokens.words[first - 1] == ","
    return opens and tokens.joined[last] and tokens.keys[last] in _ACTION
