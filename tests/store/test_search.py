"""Search that knows Vietnamese."""

from __future__ import annotations

import sqlite3
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ketluan.store.facets import Columns
from ketluan.store.highlight import find_marks
from ketluan.store.query import MAX_QUERY_CHARS, parse_query
from ketluan.store.search import matched, search


def texts(reader: sqlite3.Connection, words: str, kind: str = "findings", **options: object) -> list[str]:
    return [hit.row["text"] for hit in search(reader, words, kind=kind, **options).hits]  # type: ignore[arg-type]


LATE = "57 hồ sơ đất đai, vi phạm"


@pytest.mark.parametrize(
    "words",
    [
        "trễ hạn đất đai",
        "tre han dat dai",
        "TRỄ HẠN",
        '"trễ hạn"',
        '"tre han"',
        "trễ hạn lam giang",
        "hồ sơ đất đai trễ hạn Lam Giang",
    ],
)
def test_accents_are_optional_and_the_place_comes_from_the_document(reader: sqlite3.Connection, words: str) -> None:
    assert any(LATE in text for text in texts(reader, words))


@pytest.mark.parametrize("words", ["trẻ hạn", "thẫm định", "niêm yét"])
def test_typed_accents_are_honoured_but_a_slip_still_finds_something_and_says_so(reader: sqlite3.Connection, words: str) -> None:
    results = search(reader, words)
    assert results.total and "without-accents" in results.notes


def test_nothing_found_is_not_called_a_matter_of_accents(reader: sqlite3.Connection) -> None:
    results = search(reader, "xưởng đóng tàu vũ trụ")
    assert (results.total, results.notes) == (0, [])


def test_an_accented_query_puts_texts_without_accents_behind(reader: sqlite3.Connection) -> None:
    found = texts(reader, "đất đai")
    assert "đất đai" in found[0]
    assert found[-1].startswith("Ho so luu tru dat dai")


@pytest.mark.parametrize("words", ["Đông Hoà", "Đông Hòa", "đông hoà", "dong hoa", unicodedata.normalize("NFD", "Đông Hoà")])
def test_tone_placement_case_and_unicode_form_do_not_matter(reader: sqlite3.Connection, words: str) -> None:
    assert any("chi sai nguồn" in text for text in texts(reader, words))


@pytest.mark.parametrize("words", ["61/2018/nd-cp", "61/2018/NĐ-CP", "nghị định 61/2018", '"61/2018/nđ-cp"', "Điều 19 61/2018"])
def test_a_number_finds_the_decree(reader: sqlite3.Connection, words: str) -> None:
    assert any("61/2018/NĐ-CP" in text for text in texts(reader, words))


@pytest.mark.parametrize("words", ["Sở KHĐT", "Sở KH&ĐT", "so khdt", "Sở Kế hoạch và Đầu tư", "so ke hoach va dau tu", "KHĐT"])
def test_short_and_full_names_find_each_other(reader: sqlite3.Connection, words: str) -> None:
    found = texts(reader, words)
    assert any("Sở KHĐT thẩm định" in text for text in found)
    assert {text[:33] for text in texts(reader, words, "recommendations")} == {"Đề nghị Sở Kế hoạch và Đầu tư kiể"}


def test_bodies_that_came_later_find_the_earlier_ones_on_demand_only(reader: sqlite3.Connection) -> None:
    assert not any("Sở KHĐT" in text for text in texts(reader, "Sở Tài chính"))
    assert any("Sở KHĐT" in text for text in texts(reader, "Sở Tài chính", successors=True))


@pytest.mark.parametrize(
    ("words", "n"),
    [
        ("trễ AND công", 0),
        ("trễ OR công", 7),
        ("đất NOT đai", 0),
        ("trễ -phạm", 1),
        ("thẩm*", 2),
        ("(chi OR thu) thiếu", 1),
    ],
)
def test_operators(reader: sqlite3.Connection, words: str, n: int) -> None:
    assert search(reader, words).total == n


BROKEN = ["", "(", ")", '"', "AND", "OR OR", "NOT", "-", "*", "-x", "a AND", "((((a", "NEAR(a b)", "text:a", "'; drop table findings; --", "\0", "\ud800", "a" * 5000, "(" * 300, "^a", "{a}", "a + b"]  # fmt: skip  # noqa: E501


@pytest.mark.parametrize("words", BROKEN)
def test_no_query_is_an_error(reader: sqlite3.Connection, words: str) -> None:
    for kind in ("findings", "recommendations", "pages", "names"):
        assert search(reader, words, kind=kind).total >= 0  # type: ignore[arg-type]
    assert len(parse_query(words).strict) < 20 * MAX_QUERY_CHARS


@example("-A -A)A")
@example("(-a OR -đ) a")
@given(st.text(alphabet=st.sampled_from('ađấ ()"*-:^{}+NOTANDOR\u0301\n'), max_size=60))
def test_whatever_is_typed_sqlite_understands_the_expression(words: str) -> None:
    query = parse_query(words)
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table t using fts5(text, meta, text_plain, meta_plain, content='')")
    for expression in (query.strict, query.loose, query.plain, query.ranked):
        if query:
            connection.execute("select rowid from t where t match ?", [expression]).fetchall()
    connection.close()


@given(st.text(alphabet=st.sampled_from("aáàĐđ ơớHòahoà,.\u0301İß"), max_size=40), st.sampled_from(["đa", "hoa", "hòa", "a"]))
def test_marks_lie_inside_the_text_and_do_not_overlap(text: str, word: str) -> None:
    text = unicodedata.normalize("NFC", text)
    marks = find_marks(text, parse_query(word).phrases)
    assert all(0 <= start < end <= len(text) for start, end in marks)
    assert all(one[1] <= other[0] for one, other in pairwise(marks))


def test_marks_show_the_original_characters(reader: sqlite3.Connection) -> None:
    hit = search(reader, "tre han").hits[0]
    assert {hit.snippet.text[s:e].lower() for s, e in hit.snippet.marks} == {"trễ", "hạn"}


def test_pages_give_a_piece_around_the_words(reader: sqlite3.Connection) -> None:
    hit = search(reader, "niêm yết công khai", kind="pages").hits[0]
    assert "niêm yết công khai" in hit.snippet.text
    assert hit.row["text"][hit.snippet.start : hit.snippet.end] == hit.snippet.text


def test_names_are_found_without_bylines(reader: sqlite3.Connection) -> None:
    assert texts(reader, "lo van khuat", "names") == ["Lò Vân Khuất"]
    assert texts(reader, "Tô Bút Danh", "names") == []
    assert texts(reader, "1520/ubnd", "names") == ["1520/UBND-TH"]


def test_filters_and_counts(reader: sqlite3.Connection) -> None:
    columns = Columns(reader)
    results = search(reader, "trễ hạn", filters={"province": ["Lam Giang"]}, columns=columns)
    assert results.total == 2
    counts = columns.counts({"category": ["late_processing"]}, matched(reader, "findings", results))
    assert {c.value: c.n for c in counts["category"]} == {"late_processing": 2}
    everything = columns.counts({})
    assert {c.value: c.n for c in everything["person"]} == {"0": 10, "1": 1}
    assert [(c.value, c.n) for c in everything["money"]] == [("100000000-1000000000", 2), ("1000000000-10000000000", 1)]
    assert {c.value: c.n for c in everything["article"]} == {"61/2018/NĐ-CP · 19": 1, "Luật Đất đai 2013 · 108": 1}
    above = search(reader, filters={"agency": ["vn/lam-giang/so-tai-nguyen-va-moi-truong"]}, columns=columns)
    assert above.total == 4, "a department's filter includes its units"
