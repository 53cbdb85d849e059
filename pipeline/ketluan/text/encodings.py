"""Text in the encodings that Vietnamese files really use, told apart by what reads as Vietnamese syllables.

UTF-8, UTF-16 and UTF-32 (with and without mark), windows-1258, TCVN3 (ABC), VNI, VISCII, VPS and VIQR.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from ketluan.errors import InputError
from ketluan.text.codepages import SINGLE_BYTE, VNI_TO_UNICODE
from ketluan.text.syllables import MARKED_LETTERS, TONE_MARKS, count_syllables, is_syllable, syllable_share

EIGHT_BIT: Final = ("windows-1258", "tcvn3", "viscii", "vps", "vni")
ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", *EIGHT_BIT, "viqr", "windows-1252")

# What the decision looks at: enough words to be sure, little enough to be quick with a large file.
SAMPLE_BYTES = 65_536
# Vietnamese prose in the right encoding has 97 % valid marked syllables, in a wrong one less than 40 %.
MIN_GOOD_SHARE = 0.6
# VIQR must be evident, since "a." and "o?" are also ordinary ASCII text.
MIN_VIQR_WORDS, MIN_VIQR_SHARE = 5, 0.8
# UTF-8 with a few damaged bytes is still UTF-8.
MAX_DAMAGED_SHARE = 0.002

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text` as the encoding has it (not yet canonical); `n_damaged` bytes or units could not be decoded."""

    text: str
    encoding: str
    n_damaged: int = 0


def decode_text(data: bytes, *, declared: str | None = None) -> Decoded:
    """Text of bytes whose encoding is not known.

    Order: byte order mark, wide encodings by their shape, valid UTF-8, then the eight-bit encoding in which most words with
    marks are Vietnamese syllables; what a page declares about itself decides only where the words do not.

    Args:
        declared: an encoding's name that came with the text (HTML meta), or None.
    Raises:
        InputError: `input-bad-encoding` where no encoding gives readable text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _lossy(data[len(bom) :], encoding)
    if wide := wide_encoding(data):
        return _lossy(data, wide)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_eight_bit(data, declared)
    if text.isascii() and reads_as_viqr(text[:SAMPLE_BYTES]):
        return Decoded(decode_viqr(text, lenient=True), "viqr")
    return Decoded(text, "utf-8")


def decode(data: bytes, encoding: str) -> str:
    """Text of bytes in one of `ENCODINGS`, NFC; bytes that it does not have become U+FFFD."""
    if encoding in SINGLE_BYTE:
        text = data.decode("latin-1").translate(SINGLE_BYTE[encoding])
    elif encoding == "vni":
        text = _from_vni(_decode_1252(data))
    elif encoding == "viqr":
        text = decode_viqr(data.decode("ascii", "replace"))
    elif encoding == "windows-1252":
        text = _decode_1252(data)
    else:
        text = data.decode(encoding, "replace")
    return unicodedata.normalize("NFC", text)


def encode(text: str, encoding: str) -> bytes:
    """Bytes of NFC `text` in one of `ENCODINGS`; the inverse of `decode` for Vietnamese letters and ASCII.

    Raises:
        UnicodeEncodeError: a character that the encoding does not have.
    """
    text = unicodedata.normalize("NFC", text)
    if encoding in SINGLE_BYTE:
        inverse = {value: chr(key) for key, value in SINGLE_BYTE[encoding].items() if value != "\ufffd"}
        unused = {chr(key) for key in SINGLE_BYTE[encoding]}
        out = "".join(inverse.get(ch, "\ufffd" if ch in unused else ch) for ch in text)
        return out.encode("latin-1")
    if encoding == "vni":
        return "".join(_UNICODE_TO_VNI.get(ch, ch) for ch in text).encode("cp1252")
    if encoding == "viqr":
        return "".join(_UNICODE_TO_VIQR.get(ch, ch) for ch in _VIQR_TO_ESCAPE.sub(r"\\\g<0>", text)).encode("ascii")
    if encoding == "windows-1258":
        return "".join(ch if _in_1258(ch) else _split_tone(ch) for ch in text).encode("cp1258")
    return text.encode(encoding)


def _lossy(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def wide_encoding(data: bytes) -> str | None:
    """UTF-32 or UTF-16 without a mark: zero bytes stand where plain letters would have them."""
    sample = data[: SAMPLE_BYTES - SAMPLE_BYTES % 4]
    if not sample.count(0):
        return None
    if len(data) % 4 == 0:
        for encoding in ("utf-32-le", "utf-32-be"):
            try:
                sample[: len(sample) - len(sample) % 4].decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
    even, odd = sample[::2], sample[1::2]
    if len(data) % 2 or max(even.count(0), odd.count(0)) < len(even) // 5:
        return None
    if even.count(0) * 10 < odd.count(0):
        return "utf-16-le"
    if odd.count(0) * 10 < even.count(0):
        return "utf-16-be"
    return None


def _decode_eight_bit(data: bytes, declared: str | None) -> Decoded:
    sample = data[:SAMPLE_BYTES]
    scores = [(_score(_read(sample, encoding)), encoding) for encoding in EIGHT_BIT]
    (good, share), best = max(scores, key=lambda item: item[0][0])
    damaged = data.decode("utf-8", "replace")
    n_damaged = damaged.count("\ufffd")
    if n_damaged <= max(1, MAX_DAMAGED_SHARE * len(damaged)) and _score(damaged[:SAMPLE_BYTES])[0] >= good:
        return Decoded(damaged, "utf-8", n_damaged)
    if good > 0 and share >= MIN_GOOD_SHARE:
        return Decoded(_read(data, best), best)
    if declared and (known := _known(declared)):
        return _lossy(data, known)
    latin = decode(data, "windows-1252")
    if _mostly_plain(latin):
        return Decoded(latin, "windows-1252")
    raise InputError("the bytes read as text in none of the encodings that were tried", code="input-bad-encoding")


def _read(data: bytes, encoding: str) -> str:
    """`decode`, with the quotation marks and dashes that Windows put where TCVN3 has capital letters."""
    text = decode(data, encoding)
    return _TCVN3_WORD.sub(_with_quotes, text) if encoding == "tcvn3" else text


_QUOTES: Final = str.maketrans("ỊÒỎÕÓỌỘẶ", "‘’“”•–—…")
_TCVN3_WORD: Final = re.compile(r"[^\W\d_]{0,20}[ỊÒỎÕÓỌỘẶ][^\W\d_]{0,20}")


def _with_quotes(match: re.Match[str]) -> str:
    return match.group() if len(match.group()) > 1 and is_syllable(match.group()) else match.group().translate(_QUOTES)


def _known(declared: str) -> str | None:
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return None
    return name if name not in ("ascii", "utf-8") and codecs.lookup(name)._is_text_encoding else None


def _score(text: str) -> tuple[int, float]:
    """(valid minus invalid words among those with marks, share of the valid ones)."""
    good, bad, _ = count_syllables(text)
    odd = len(re.findall(r"[^\W\d_][\u0080-\u00bf\u2010-\u2122\ufffd][^\W\d_]", text))  # a symbol between two letters
    return good - bad - odd, good / (good + bad + odd) if good else 0.0


def _mostly_plain(text: str) -> bool:
    """ASCII with a few Western letters and quotes: at most one character in ten from outside ASCII."""
    return sum(not ch.isascii() for ch in text[:SAMPLE_BYTES]) * 10 <= len(text[:SAMPLE_BYTES])


def _decode_1252(data: bytes) -> str:
    return data.decode("latin-1").translate(_HIGH_1252)


_HIGH_1252: Final = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}


# --- VNI: a letter and a mark behind it -----------------------------------------------------------------------------

_UNICODE_TO_VNI: Final = {letter: sequence for sequence, letter in VNI_TO_UNICODE.items()}
_VNI_SEQUENCE: Final = re.compile("|".join(sorted(map(re.escape, VNI_TO_UNICODE), key=len, reverse=True)))
_VNI_LOWER_MARK: Final = re.compile("(?<=[AEOUYÔÖ])[âáàåãäêéèúüëùøûõï]")


def _from_vni(text: str) -> str:
    """Capital letters may bear a lower-case mark ("Aù"): the letter decides about the case."""
    text = _VNI_LOWER_MARK.sub(lambda m: m.group().upper(), text)
    return _VNI_SEQUENCE.sub(lambda m: VNI_TO_UNICODE[m.group()], text)


# --- VIQR: RFC 1456 mnemonics --------------------------------------------------------------------------------------

_VIQR_TONE: Final = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_VIQR_SHAPE: Final = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b"}
_VIQR: Final = re.compile(
    r"\\(?P<literal>.)|(?P<stroke>[Dd][Dd])|(?P<letter>[aeiouyAEIOUY])(?P<shape>[\^(+*]?)(?P<tone>['`?~.]?)"
)
_VIQR_BARE_TONE: Final = re.compile(r"(?<=[aeiouyAEIOUY^(+*])[.?](?=[\"')\]]{0,2}(?:\s{0,4}$|\s{1,4}[^a-z]))", re.MULTILINE)
# Signs that would be read as marks, and a plain "d" before another: "dd" alone is "đ".
_VIQR_TO_ESCAPE: Final = re.compile(r"[.?'`~^(+*\\]|[dD](?=[dDđĐ])")
_VIQR_ESCAPED: Final = re.compile(r"\\[.?]")
_SHAPES_OF: Final = {"a": "^(", "e": "^", "o": "^+*", "u": "+*"}


def decode_viqr(text: str, *, lenient: bool = False) -> str:
    """Letters of VIQR text (RFC 1456), NFC.

    Args:
        lenient: full stops and question marks behind a vowel at a sentence's end stay what they are, unless the text escapes
            them elsewhere, as the RFC wants it.
    """
    if lenient and not _VIQR_ESCAPED.search(text):
        text = _VIQR_BARE_TONE.sub(lambda m: "\\" + m.group(), text)
    return unicodedata.normalize("NFC", _VIQR.sub(_viqr_letter, text))


def _viqr_letter(match: re.Match[str]) -> str:
    if match["literal"]:
        return match["literal"]
    if match["stroke"]:
        return "đ" if match["stroke"][0] == "d" else "Đ"
    letter, shape, tone = match["letter"], match["shape"], match["tone"]
    if shape and shape not in _SHAPES_OF.get(letter.lower(), ""):
        return match.group()
    return letter + _VIQR_SHAPE.get(shape, "") + _VIQR_TONE.get(tone, "")


def reads_as_viqr(text: str) -> bool:
    """Whether ASCII text is evidently VIQR: its words become Vietnamese syllables with marks."""
    good, bad, total = count_syllables(decoded := decode_viqr(text, lenient=True))
    return good >= MIN_VIQR_WORDS and good > 5 * bad and good * 3 >= total and syllable_share(decoded) >= MIN_VIQR_SHARE


def _viqr_of(letter: str) -> str:
    if letter in "đĐ":
        return "dd" if letter == "đ" else "DD"
    marks = {**{v: k for k, v in _VIQR_TONE.items()}, "\u0302": "^", "\u0306": "(", "\u031b": "+"}
    decomposed = unicodedata.normalize("NFD", letter)
    base, combining = decomposed[0], decomposed[1:]
    return base + "".join(sorted((marks[mark] for mark in combining), key=lambda mark: mark in _VIQR_TONE))


_UNICODE_TO_VIQR: Final = {letter: _viqr_of(letter) for letter in MARKED_LETTERS}


# --- windows-1258: some letters whole, tones as combining marks ------------------------------------------------------


def _in_1258(ch: str) -> bool:
    try:
        return len(ch.encode("cp1258")) == 1
    except UnicodeEncodeError:
        return False


def _split_tone(letter: str) -> str:
    decomposed = unicodedata.normalize("NFD", letter)
    tones = "".join(ch for ch in decomposed if ch in TONE_MARKS)
    return unicodedata.normalize("NFC", "".join(ch for ch in decomposed if ch not in TONE_MARKS)) + tones


# --- Fonts that show one encoding's bytes as Vietnamese letters ------------------------------------------------------


def font_encoding(font: str) -> str | None:
    """The legacy encoding that a font's name tells: ".VnTime" tcvn3, ".VnTimeH" tcvn3-capitals, "VNI-Times" vni; else None."""
    name = font.strip().lower()
    if name.startswith((".vn", "vntime", "vnarial")):
        return "tcvn3-capitals" if name.endswith("h") else "tcvn3"
    if name.startswith(("vni-", "vni ")):
        return "vni"
    if name.startswith("vps "):
        return "vps"
    return None


def from_font(text: str, encoding: str) -> str:
    """Text of a run in a legacy font, as a reader of the page sees it.

    `text` holds the font's letters as Latin-1 or U+F0xx; quotation marks and dashes are already right. A run that is Unicode
    Vietnamese (the font's name stayed when the text was converted) comes back unchanged.
    """
    capitals = encoding == "tcvn3-capitals"
    plain = text.translate(_PRIVATE_USE)
    pieces = re.split("([^\x00-\xff]+)", plain)
    decoded = "".join(piece if i % 2 else decode(piece.encode("latin-1"), encoding.removesuffix("-capitals"))
                      for i, piece in enumerate(pieces))  # fmt: skip
    before, after = _score(text)[0], _score(decoded)[0]
    # "Sè" is a word and "Số" in .VnTime: where both readings are, the font decides, unless it could not show the letters.
    beyond_font = any(char.isalpha() for piece in pieces[1::2] for char in piece)
    if before > 0 and (before > after or (before == after and beyond_font)):
        return text
    return unicodedata.normalize("NFC", decoded.upper() if capitals else decoded)


_PRIVATE_USE: Final = {0xF000 + byte: byte for byte in range(0x20, 0x100)}

__all__ = ["ENCODINGS", "Decoded", "decode", "decode_text", "encode", "font_encoding", "from_font"]
