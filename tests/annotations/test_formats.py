"""Import and export: nothing is lost, in every format, also with decomposed accents, emoji, line breaks and foreign offsets."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan.annotations.build import build_gold, check_gold
from ketluan.annotations.formats import FORMATS, get_format
from ketluan.annotations.gold import AnnotatedText, fill_from_text, read_gold_folder
from ketluan.annotations.items import items_of
from ketluan.annotations.placing import PlaceError, Placer

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = (
    "😀 ỦY BAN NHÂN DÂN\nHUYỆN TÂN LỘC kết luận.\n\nSở Nội vụ trễ hạn 5 hồ sơ 👩‍🔬 theo Nghị định số 61/2018/NĐ-CP.\n"
    "Ông Lê Thuý Hoà, “Giám đốc”, phải\tkhắc phục; xử lý 10% & <b>."
)
ANN = {
    "doc": "mau-01",
    "layers": ["agencies", "citations", "persons", "sentences", "document"],
    "source": {"repo": "x/y"},
    "document": {"kind": "conclusion", "number": "1/KL", "inspected": ["Sở Nội vụ tỉnh An Bình"]},
    "sentences": {
        "3": {"label": "finding", "categories": ["late_processing", "procedure"], "agencies": ["Sở Nội vụ tỉnh An Bình"],
              "citations": ["61/2018/NĐ-CP"]},
        "4": {"label": "recommendation", "also": ["finding"], "agencies_optional": ["Ủy ban nhân dân huyện Tân Lộc"]},
    },
    "agencies": [{"text": "ỦY BAN NHÂN DÂN\nHUYỆN TÂN LỘC", "name": "Ủy ban nhân dân huyện Tân Lộc"},
                 {"text": "Sở Nội vụ", "name": "Sở Nội vụ tỉnh An Bình", "optional": True}],
    "citations": [{"text": "Nghị định số 61/2018/NĐ-CP", "key": "61/2018/NĐ-CP", "type": "nghị định", "date": "2018-04-23",
                   "pinpoint": "điều 4", "issuer": "Chính phủ"}],
    "persons": [{"text": "Lê Thuý Hoà", "name": "Lê Thuý Hoà", "position": "Giám đốc", "agency": "Sở Nội vụ tỉnh An Bình",
                 "role": "named"}],
}  # fmt: skip


def sample() -> AnnotatedText:
    gold, errors = build_gold(TEXT, ANN)
    assert errors == []
    return AnnotatedText(gold, unicodedata.normalize("NFC", TEXT), Path("mau-01.txt"))


@pytest.mark.parametrize("name", FORMATS)
def test_round_trip_of_the_hard_sample(name, tmp_path):
    document = sample()
    get_format(name).write([document], tmp_path)
    ((gold, text),) = get_format(name).read(tmp_path)
    assert text == document.text
    assert gold == document.gold


@pytest.mark.parametrize("name", FORMATS)
def test_round_trip_of_our_corpus(name, tmp_path):
    documents, _ = read_gold_folder(ROOT / "annotations" / "corpus", ROOT / "corpus" / "text")
    get_format(name).write(documents, tmp_path)
    found = get_format(name).read(tmp_path)
    assert [gold.doc for gold, _ in found] == [d.gold.doc for d in documents]
    for (gold, text), document in zip(found, documents, strict=True):
        assert gold == document.gold and text == document.text
        assert check_gold(gold, text) == []


def test_brat_with_decomposed_text_and_windows_line_breaks(tmp_path):
    document = sample()
    get_format("brat").write([document], tmp_path)
    moved = unicodedata.normalize("NFD", document.text).replace("\n", "\r\n")
    lines = []
    for line in (tmp_path / "mau-01.ann").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("T"):
            words = unicodedata.normalize("NFD", cells[2])
            start = moved.find(words.split()[0])
            cells[1] = f"{cells[1].split()[0]} {start} {start + len(words)}"
            line = "\t".join((cells[0], cells[1], words))
        lines.append(line)
    (tmp_path / "mau-01.txt").write_bytes(moved.encode())
    (tmp_path / "mau-01.ann").write_text("\n".join(lines), encoding="utf-8")
    ((gold, _),) = get_format("brat").read(tmp_path)
    assert gold == document.gold


def test_label_studio_with_utf16_offsets_and_a_correction(tmp_path):
    document = sample()
    get_format("labelstudio").write([document], tmp_path)
    path = tmp_path / "tasks.json"
    (exported,) = json.loads(path.read_text(encoding="utf-8"))
    for entry in exported["annotations"][0]["result"]:
        value = entry["value"]
        for side in ("start", "end"):
            value[side] = len(document.text[: value[side]].encode("utf-16-le")) // 2
        if entry["from_name"] == "role":
            value["choices"] = ["official"]
    path.write_text(json.dumps([exported]), encoding="utf-8")
    ((gold, _),) = get_format("labelstudio").read(tmp_path)
    assert gold.persons[0].role == "official"
    gold.persons[0].role = "named"
    assert gold == document.gold


def test_label_studio_configuration_names_every_field():
    import xml.etree.ElementTree as ElementTree

    from ketluan.annotations.formats.labelstudio import config_xml

    view = ElementTree.fromstring(config_xml())
    controls = {element.get("name") for element in view.iter() if element.get("perRegion")}
    fields = {name for item in items_of(sample().gold) for name in item.fields}
    assert fields <= controls
    assert {label.get("value") for label in view.iter("Label")} >= {"agency", "citation", "person", "finding", "recommendation"}


def test_a_sentence_label_on_a_part_is_moved_to_its_sentence(tmp_path):
    document = sample()
    get_format("labelstudio").write([document], tmp_path)
    path = tmp_path / "tasks.json"
    (exported,) = json.loads(path.read_text(encoding="utf-8"))
    for entry in exported["annotations"][0]["result"]:
        if entry["from_name"] == "label" and entry["value"]["labels"] == ["finding"]:
            entry["value"]["end"] -= 5
            entry["value"]["text"] = entry["value"]["text"][:-5]
    path.write_text(json.dumps(exported), encoding="utf-8")
    ((gold, _),) = get_format("labelstudio").read(tmp_path)
    assert gold.sentences == document.gold.sentences


def task(quote: str, label: str) -> str:
    value = {"start": 0, "end": 2, "text": quote, "labels": [label]}
    region = {"id": 1, "from_name": "label", "type": "labels", "value": value}
    return json.dumps({"data": {"text": "Sở"}, "annotations": [{"result": [region]}]})


@pytest.mark.parametrize(
    ("name", "file", "content"),
    [
        ("conll", "a.conll", "Sở\t0\t2\tO\tO\tO\tO\n"),
        ("w3c", "a.jsonld", "{}"),
        ("labelstudio", "a.json", task("Bộ", "agency")),
        ("labelstudio", "a.json", task("Sở", "verdict")),
    ],
)
def test_foreign_files_are_refused(name, file, content, tmp_path):
    (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(ValueError):
        get_format(name).read(tmp_path)


WORDS = st.text(st.sampled_from("aáàạảãăâđeêơưỷ😀👩‍🔬 \n.,"), max_size=60)


@given(WORDS, WORDS, WORDS)
def test_places_come_back_from_decomposed_and_utf16_copies(before, quote, after):
    quote = unicodedata.normalize("NFC", quote).strip()
    if not quote or not unicodedata.is_normalized("NFC", before + quote + after):
        return
    text, start = before + quote + after, len(before)
    end = start + len(quote)
    assert Placer(text).place(start, end, quote) == (start, end)
    copy = unicodedata.normalize("NFD", text)
    if unicodedata.normalize("NFC", copy) == text:
        low, high = len(unicodedata.normalize("NFD", before)), len(unicodedata.normalize("NFD", before + quote))
        assert Placer(text, copy).place(low, high, quote) == (start, end)
    assert text[slice(*Placer(text).place(10**6, 10**6, quote))].split() == quote.split()


def test_words_that_do_not_stand_in_the_text_are_an_error():
    with pytest.raises(PlaceError):
        Placer("Sở Nội vụ").place(0, 2, "Bộ")
    with pytest.raises(PlaceError):
        Placer("Sở Nội vụ", "Sở Y tế")


def test_filling_in_is_idempotent():
    document = sample()
    assert fill_from_text(document.gold, document.text) == document.gold
