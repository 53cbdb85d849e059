"""Repairs what recognition gets wrong in a regular way: lost marks, document numbers, strokes beside words.

A mark is put back only where two neighbouring syllables then make a pair that the language is known to write, exactly one
such pair is possible, and what was read is no such pair. Names are never touched. A number is repaired by its grammar
(Decree 30/2020/NĐ-CP); a number written by hand into the letterhead is not guessed: it becomes "…".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from ketluan.ingest.ocr import Word
from ketluan.knowledge.word_pairs import find_pairs
from ketluan.text.folding import fold_same_length, same_tone_style
from ketluan.text.syllables import is_syllable

Change = tuple[str, str]
# A syllable that the recogniser is this sure of is changed only to add marks, never to exchange one for another.
SURE = 88.0
VERY_SURE = 95.0
# Digits written by hand come back with less; printed and stamped ones with more (19 letterheads: 91 to 96).
SURE_NUMBER = 84.0
# Days and months: printed ones have 69 and more, most 95; those written by hand at most 47.
SURE_DATE = 60.0
# The same where they are this much higher than the printed figures behind them.
SURE_BY_HAND, HIGHER_THAN_PRINT = 92.0, 1.25
UNRESOLVED = "…"

_CORE = re.compile(r"[^\W\d_]+")
_STROKES = re.compile(r"^(?:[_|~¬`'‘ˆ*\\]{1,4}(?=\w{2})|\.(?=[^\W\d_]{2}))|(?<=\w)[_|~¬`ˆ\\]{1,4}$")
_DASHES = re.compile(r"^[-–—_~=]{1,3}$")


@dataclass(slots=True)
class Repaired:
    """Words after repair, and every change as (before, after)."""

    words: list[Word]
    changes: list[Change] = field(default_factory=list)


def repair_words(words: Sequence[Word]) -> Repaired:
    """Go over the lines of a page; boxes and confidence stay."""
    result = Repaired([])
    lines: dict[tuple[int, int, int], list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    for line in lines.values():
        mended = _repair_commas(_repair_pairs([_repair_shape(word) for word in line]))
        mended = _drop_doubtful_numbers(_repair_number_line(_repair_dates(mended)))
        result.words += mended
        before, after = " ".join(w.text for w in line), " ".join(w.text for w in mended)
        if before != after:
            result.changes += _differences([w.text for w in line], [w.text for w in mended])
    return result


def _differences(before: list[str], after: list[str]) -> list[Change]:
    """What differs, word by word where as many words stand on both sides."""
    changes: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal" and b - a == d - c:
            changes += zip(before[a:b], after[c:d], strict=True)
        elif tag != "equal":
            changes.append((" ".join(before[a:b]), " ".join(after[c:d])))
    return changes


# --- single words ---------------------------------------------------------------------------------------------------------

_SYMBOL_LETTERS = str.maketrans({"Ð": "Đ", "ð": "đ"})
_CONFUSED_DIGITS = str.maketrans({"l": "1", "I": "1", "|": "1", "O": "0", "o": "0", "§": "8", "⁄": "/"})
_NUMBER = re.compile(r"^[\dlIOo|§]{1,5}(?:[/⁄][12l][\dlIOo]{3})?[/⁄](?=[A-ZĐÐ]{1,8}\d{0,2}(?:-[A-ZĐÐ]|\b))")
_PARTIAL_DATE = re.compile(r"^[\dlIOo]{1,2}/[\dlIOo]{1,2}/[\dlIOo]{4}\W?$")
_NO_STROKE = {"ND-CP": "NĐ-CP", "QD-": "QĐ-", "NĐ-C P": "NĐ-CP"}
_NO_SLASH = re.compile(r"^(\d{1,5})(?=(?:QĐ|NĐ|KH|TB|BC|TTr|KL|CT)-[A-ZĐ]{2})")


def _repair_shape(word: Word) -> Word:
    """Strokes at the edges of a word, dashes of odd length, the letters and digits of a number."""
    text = _STROKES.sub("", word.text).translate(_SYMBOL_LETTERS)
    if _DASHES.match(text):
        text = "-"
    match = _NUMBER.match(text) or _PARTIAL_DATE.match(text)
    if match and any(char.isdigit() for char in match.group()):
        text = match.group().translate(_CONFUSED_DIGITS) + text[match.end() :]
    if "/" in text or "-" in text:
        for wrong, right in _NO_STROKE.items():
            text = re.sub(rf"(?<=[/\d]){wrong}", right, text)
        text = _NO_SLASH.sub(r"\1/", text)
    return word if text == word.text or not text else replace(word, text=text)


# --- pairs of syllables ---------------------------------------------------------------------------------------------------


def _repair_pairs(words: list[Word]) -> list[Word]:
    """Marks by the neighbours; twice, since a repaired syllable vouches for the next one."""
    out = list(words)
    for _ in range(2):
        for index in range(len(out) - 1):
            _repair_pair(out, index)
    return out


def _repair_pair(words: list[Word], index: int) -> None:
    """Put marks on two neighbours in place; a syllable that already makes a pair with its other neighbour stays."""
    first, second = words[index], words[index + 1]
    cores = _core(first.text, last=True), _core(second.text, last=False)
    if cores[0] is None or cores[1] is None:
        return
    a, b = cores[0].group(), cores[1].group()
    read = same_tone_style(a), same_tone_style(b)
    known = find_pairs(*read)
    if len(known) != 1 or read in known or _is_name(a, b):
        return
    [(good_a, good_b)] = known
    bound_a = index > 0 and _is_pair(words[index - 1], first)
    bound_b = index + 2 < len(words) and _is_pair(second, words[index + 2])
    changes_a, changes_b = read[0] != good_a, read[1] != good_b
    if (changes_a and (bound_a or not _may_change(read[0], good_a, first.confidence, bound_b))) or (
        changes_b and (bound_b or not _may_change(read[1], good_b, second.confidence, bound_a))
    ):
        return
    words[index] = _put(first, cores[0], good_a)
    words[index + 1] = _put(second, cores[1], good_b)


def _is_pair(first: Word, second: Word) -> bool:
    cores = _core(first.text, last=True), _core(second.text, last=False)
    if cores[0] is None or cores[1] is None:
        return False
    read = same_tone_style(cores[0].group()), same_tone_style(cores[1].group())
    return read in find_pairs(*read)


def _core(text: str, *, last: bool) -> re.Match[str] | None:
    """The letters of a word, if nothing but a mark of punctuation on the far side stands beside them."""
    match = _CORE.search(text)
    if match is None:
        return None
    before, after = text[: match.start()], text[match.end() :]
    near, far = (after, before) if last else (before, after)
    if near or len(far) > 2 or any(char.isalnum() for char in far):
        return None
    return match


def _is_name(a: str, b: str) -> bool:
    """A capitalised syllable behind another may belong to a name; all in capitals they are a heading."""
    return b[:1].isupper() and not (a.isupper() and b.isupper() and len(a) + len(b) > 2)


def _may_change(read: str, good: str, confidence: float, is_explained: bool) -> bool:
    """Whether a syllable may be exchanged: it is none, or in doubt, or only lost a mark.

    `is_explained`: its partner already makes a pair with the syllable on its other side ("cơ quan trong").
    """
    lost = _marks(read) <= _marks(good)
    return not is_syllable(read) or confidence < SURE or (lost and (not is_explained or confidence < VERY_SURE))


def _marks(text: str) -> frozenset[tuple[int, str]]:
    """Marks with the number of the letter that carries them; the stroke of đ counts as one."""
    marks, letter = set(), -1
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.combining(char):
            marks.add((0 if char in "\u0300\u0301\u0303\u0309\u0323" else letter, char))
        else:
            letter += 1
            if char == "đ":
                marks.add((letter, char))
    return frozenset(marks)


def _put(word: Word, core: re.Match[str], good: str) -> Word:
    old = core.group()
    if same_tone_style(old) == good:
        return word
    new = good.upper() if old.isupper() and len(old) > 1 else good.capitalize() if old[:1].isupper() else good
    return replace(word, text=word.text[: core.start()] + new + word.text[core.end() :])


def _repair_commas(words: list[Word]) -> list[Word]:
    """A full stop before a small letter was a comma: a sentence does not begin like that."""
    out = list(words)
    for index in range(len(out) - 1):
        text, following = out[index].text, out[index + 1].text
        is_end = (
            len(text) > 2 and text.endswith(".") and not text.endswith("..") and text[:-1].islower() and is_syllable(text[:-1])
        )
        if is_end and following[:1].islower() and len(following) > 1 and is_syllable(following.strip(".,;:")):
            out[index] = replace(out[index], text=text[:-1] + ",")
    return out


_DAY = re.compile(r"^[lI\d]{1,2}$")
# An upright stroke with or without what a speck adds to it: "TÌ", "lÌ", "I1" for a printed 11.
_ELEVEN = re.compile(r"^[TlIÌÍìí1|!]{2}$")
_FUSED_DAY = re.compile(r"^(ng[àa]y)\W?[^\s,.;:]{1,6}$", re.IGNORECASE)


def _repair_dates(words: list[Word]) -> list[Word]:
    """ "tháng l2" is "tháng 12"; a day or month that was written by hand is "…", not the figures that it resembles."""
    out: list[Word] = []
    for index, word in enumerate(words):
        before = fold_same_length(words[index - 1].text) if index else ""
        after = fold_same_length(words[index + 1].text) if index + 1 < len(words) else ""
        fused = _FUSED_DAY.match(word.text)
        if fused and after == "thang" and word.confidence < SURE_DATE:
            x0, top, x1, bottom = word.box
            middle = x0 + (x1 - x0) * 0.6
            out.append(replace(word, text=fused[1], box=(x0, top, middle, bottom)))
            out.append(replace(word, text=UNRESOLVED, box=(middle, top, x1, bottom)))
        elif (before == "ngay" and after == "thang") or (before == "thang" and after == "nam"):
            figures = [w.box[3] - w.box[1] for w in words[index + 1 :] if w.text.isdigit() and w.confidence > VERY_SURE - 1]
            by_hand = bool(figures) and word.box[3] - word.box[1] > HIGHER_THAN_PRINT * figures[0]
            out.append(_repair_date_part(word, SURE_BY_HAND if by_hand else SURE_DATE, is_month=before == "thang"))
        else:
            out.append(word)
    return out


def _repair_date_part(word: Word, sure: float, *, is_month: bool) -> Word:
    text = word.text
    if is_month and word.confidence >= sure and _ELEVEN.match(text):
        return replace(word, text="11")
    if word.confidence < sure:
        return replace(word, text=UNRESOLVED)
    if _DAY.match(text) and not text.isdigit():
        return replace(word, text=text.translate(_CONFUSED_DIGITS))
    return word


# --- the number in the letterhead -----------------------------------------------------------------------------------------

_NUMBER_HEAD = re.compile(r"^\W{0,2}(?:S\w|[sS]\w\s?[:;])")
_PREFIX = re.compile(r"^\W{0,2}[sS]\w\s?[:.;]?")
_SYMBOL = re.compile(r"(?P<year>/\d{4})?[/⁄%](?P<symbol>[A-ZĐ]{1,8}\d?-[A-ZĐ][\wĐđ&-]{1,20})\W{0,2}$")
_PLAIN_NUMBER = re.compile(r"^\d{1,5}[a-z]?$")
MAX_NUMBER_WORDS = 5


def _repair_number_line(words: list[Word]) -> list[Word]:
    """ "Số: 4 §3 /KH-SYT": a number that was not read for sure is not there at all; its symbol is kept."""
    if not words or not _NUMBER_HEAD.match(words[0].text) or not fold_same_length(words[0].text).lstrip(" .'").startswith("s"):
        return words
    whole = ""
    for end, word in enumerate(words[:MAX_NUMBER_WORDS], 1):
        whole += word.text
        match = _SYMBOL.search(whole)
        if match:
            return _number_words(words[:end], whole[: match.start()], match["year"] or "", match["symbol"]) + words[end:]
    return words


def _number_words(head: list[Word], before: str, year: str, symbol: str) -> list[Word]:
    number = _PREFIX.sub("", before)
    digits = [word for word in head if any(char.isdigit() for char in word.text)]
    sure = bool(_PLAIN_NUMBER.match(number)) and min((word.confidence for word in digits), default=0.0) >= SURE_NUMBER
    text = f"{number if sure else UNRESOLVED}{year}/{symbol}"
    first = replace(head[0], text="Số:", box=_left_part(head[0].box, 0.25) if len(head) == 1 else head[0].box)
    box = (first.box[2], min(w.box[1] for w in head), head[-1].box[2], max(w.box[3] for w in head))
    return [first, Word(text, box, min(word.confidence for word in head), head[0].line)]


_SYMBOL_ALONE = re.compile(r"^[/⁄][A-ZĐ]{1,8}\d?-[A-ZĐ]")


def _drop_doubtful_numbers(words: list[Word]) -> list[Word]:
    """ "số 2O8£ /KH-SYT" inside a sentence: the gap that a form leaves for a number was filled by hand."""
    out: list[Word] = []
    for word in words:
        if out and _SYMBOL_ALONE.match(word.text) and out[-1].confidence < SURE_NUMBER and UNRESOLVED not in out[-1].text:
            before = out[-1]
            if fold_same_length(before.text).strip(":. ") != "so":
                box = (before.box[0], word.box[1], word.box[2], word.box[3])
                out[-1] = Word(UNRESOLVED + word.text, box, min(before.confidence, word.confidence), word.line)
                continue
        out.append(word)
    return out


def _left_part(box: tuple[float, float, float, float], share: float) -> tuple[float, float, float, float]:
    return box[0], box[1], box[0] + share * (box[2] - box[0]), box[3]
