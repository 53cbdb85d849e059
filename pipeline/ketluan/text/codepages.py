"""Code pages of the Vietnamese single-byte encodings and the sequences of VNI: data only.

TCVN3 is TCVN 5712:1993 with the toned capitals of its first part (VN1), which glibc's iconv calls TCVN; VISCII is RFC 1456;
VPS is the table of the Vietnamese Professionals Society. Tests compare the first two with iconv.
"""

from __future__ import annotations

from typing import Final


def _code_page(controls: dict[int, str], high: str) -> dict[int, str]:
    """`controls`: the letters on C0 positions; `high`: what 0x80 to 0xFF mean; other bytes are ASCII."""
    return {**controls, **dict(enumerate(high, 0x80))}


# fmt: off
SINGLE_BYTE: Final[dict[str, dict[int, str]]] = {
    "tcvn3": _code_page(
        dict(zip((0x01, 0x02, 0x04, 0x05, 0x06, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17), "ÚỤỪỬỮỨỰỲỶỸÝỴ", strict=True)),
        "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨ"
        "ÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
        "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ"
        "\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
        "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ"
        "éẹềểễếệìỉỄẾỒĩíịò"
        "Ổỏõóọồổỗốộờởỡớợù"
        "ỖủũúụừửữứựỳỷỹýỵỐ",
    ),
    "viscii": _code_page(
        dict(zip((0x02, 0x05, 0x06, 0x14, 0x19, 0x1E), "ẲẴẪỶỸỴ", strict=True)),
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"
        "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
        "Õắằặấầẩậẽẹếềểễệố"
        "ồổỗỠƠộờởịỰỨỪỬơớƯ"
        "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
        "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"
        "àáâãảăữẫèéêẻìíĩỉ"
        "đựòóôõỏọụùúũủýợỮ",
    ),
    "vps": _code_page(
        dict(zip((0x02, 0x03, 0x04, 0x05, 0x06, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x19, 0x1C, 0x1D),
                 "ẠẬẶẸỆỊỌỘỢỤỰỴẪỮ", strict=True)),
        "ÀẢÃẤẦẨọỗĂếềểệẮẰẲ"
        "Ế‘’ỀỂỄỐỒỔỖýỷỵỚỜỞ"
        "\u00a0ắằẳẵặỠớÙờởỡŨỨợỪ"
        "ổỬỲỸÍÌộỈĨÓửữÒỎÕự"
        "ầÁÂấẩẫậđẻÉÊẹỉễịỹ"
        "ƯỦồốÔỏơÈừứÚũưÝẺ\ufffd"
        "àáâãảạăçèéêẽìíîĩ"
        "ẴĐòóôõöƠụùúủüỶẼỳ",
    ),
}
# fmt: on

# VNI writes a letter and behind it a mark that says shape and tone at once; the mark has the letter's case.
_TONES: Final = {"ù": 1, "ø": 2, "û": 3, "õ": 4, "ï": 5}
_CIRCUMFLEX: Final = {"â": 0, "á": 1, "à": 2, "å": 3, "ã": 4, "ä": 5}
_BREVE: Final = {"ê": 0, "é": 1, "è": 2, "ú": 3, "ü": 4, "ë": 5}
_ROWS: Final = (  # VNI letter, its marks, what stands for (no tone, sắc, huyền, hỏi, ngã, nặng)
    ("a", _TONES, "aáàảãạ"), ("a", _CIRCUMFLEX, "âấầẩẫậ"), ("a", _BREVE, "ăắằẳẵặ"),
    ("e", _TONES, "eéèẻẽẹ"), ("e", _CIRCUMFLEX, "êếềểễệ"),
    ("o", _TONES, "oóòỏõọ"), ("o", _CIRCUMFLEX, "ôốồổỗộ"), ("ô", _TONES, "ơớờởỡợ"),
    ("u", _TONES, "uúùủũụ"), ("ö", _TONES, "ưứừửữự"), ("y", _TONES, "yýỳỷỹỵ"),
)  # fmt: skip
_LOWER: Final = {
    **{letter + mark: vowels[tone] for letter, marks, vowels in _ROWS for mark, tone in marks.items()},
    **dict(zip("ôöíìæóòîñ", "ơưíìỉĩịỵđ", strict=True)),
}
VNI_TO_UNICODE: Final[dict[str, str]] = {**_LOWER, **{k.upper(): v.upper() for k, v in _LOWER.items()}}
