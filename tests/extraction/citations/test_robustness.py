"""Offsets hold for every text, odd writing changes nothing, and time stays linear."""

from __future__ import annotations

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketluan.citations import find
from ketluan.extraction.citations.layout import lower_copy, matching_copy

PIECES = [
    "Nghị định", "nghị định số ", "61/2018/NĐ-CP", "Luật ", "Luật Đất đai", " năm 2013", "ngày 23/4/2018",
    "Điều 5 ", "khoản 1, 2 và ",
    "điểm a", " của ", ", ", "; ", " và ", "\n", "\n\n2\n\n", "(", ")", "số ", "12", "/", "-", "QĐ-UBND", "12-NQ/TW", "Bộ luật",
    "sửa đổi, bổ sung một số điều của ", "QCVN 01:2019/BCT", "BLHS", "kết luận thanh tra ", "ban hành kèm theo ", "Quy chế ",
    "🙂",
    "\u0301", "\u00a0", "\u200b", "İ", "ﬀ", "Ð", "⁄", "1l/2022/QHI5",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_offsets_hold(text: str) -> None:
    citations = find(text)
    spans = sorted((m.start, m.end) for c in citations for m in c.mentions)
    for citation in citations:
        for mention in citation.mentions:
            assert text[mention.start : mention.end] == mention.text
            assert mention.text == mention.text.strip()
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert [c.id for c in citations] == [f"c{n}" for n in range(1, len(citations) + 1)]


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_copies_keep_offsets(text: str) -> None:
    assert len(matching_copy(text)) == len(text) == len(lower_copy(text))


SENTENCE = "Theo khoản 2 Điều 5 Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ và Luật Đất đai năm 2013 thì."


@pytest.mark.parametrize(
    "changed",
    [
        unicodedata.normalize("NFD", SENTENCE),
        SENTENCE.replace(" ", "  "),
        SENTENCE.replace(" ", "\n"),
        SENTENCE.replace(" ", "\u00a0"),
        SENTENCE.upper(),
        SENTENCE.replace("61/2018/NĐ-CP", "61/2018/ NĐ - CP"),
        SENTENCE.replace("/", "⁄"),
        SENTENCE.replace("Đ", "Ð"),
        SENTENCE.replace("Điều 5 ", "Điều 5\n\n12\n\n"),
    ],
)
def test_odd_writing_changes_nothing(changed: str) -> None:
    expected = [(c.key, c.date, [m.pinpoint for m in c.mentions]) for c in find(SENTENCE)]
    assert [(c.key, c.date, [m.pinpoint for m in c.mentions]) for c in find(changed)] == expected


ADVERSARIAL = {
    "pinpoints": "Điều 1, khoản 2, ",
    "slashes": "/",
    "numbers": "số ",
    "laws": "luật ",
    "amending": "Luật sửa đổi, bổ sung một số điều của ",
    "dates": "ngày 1/2/2020, ",
    "digits": "1",
    "fractions": "1/",
    "symbols": "AB-",
    "issued": "Điều 1 Quy định ban hành kèm theo ",
    "decisions": "Quyết định số 12/QĐ-UBND, ",
    "years": "Luật Đất đai năm 2013, 2003, ",
    "brackets": "(ngày ",
    "spaces": " \n",
}


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_time_is_bounded(name: str) -> None:
    """A tenth of the benchmark's length; quadratic code would need minutes."""
    text = (ADVERSARIAL[name] * 100_000)[:100_000]
    started = time.process_time()
    find(text)
    assert time.process_time() - started < 5.0
