"""Scoring a folder: own error kinds, standoff gold with texts found by hash, reports, gains and losses, the commands."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from ketluan.annotations.gold import AnnotatedText, Gold, GoldMention, GoldSentence, encode_gold, gold_sentences, text_hash
from ketluan.cli import main
from ketluan.errors import ResourceError
from ketluan.evaluate.differences import compare_folders
from ketluan.evaluate.evaluation import evaluate
from ketluan.evaluate.intervals import difference_interval, f1_interval
from ketluan.evaluate.matching import Counts
from ketluan.evaluate.predictions import predict_from_record
from ketluan.evaluate.scorer import score_document
from ketluan.record import Agency, DocumentInfo, Finding, Mention, Person, Record, Source, to_json

TEXT = (
    "Thanh tra tỉnh An Bình kết luận về Sở Nội vụ.\nSở Nội vụ giải quyết trễ hạn 5 hồ sơ.\n"
    "Các đơn vị phải khắc phục ngay.\nLê Minh Tâm"
)


def mention(text: str, words: str, nth: int = 0) -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Mention(start=start, end=start + len(words), text=words)


def gold_mention(words: str, nth: int = 0, **fields: object) -> GoldMention:
    place = mention(TEXT, words, nth)
    return msgspec.convert({"start": place.start, "end": place.end, "text": words, **fields}, GoldMention)


def make_gold() -> Gold:
    finding = gold_sentences(TEXT)[1]
    return Gold(
        doc="one",
        text_sha256=text_hash(TEXT),
        sentences=[GoldSentence(start=finding[0], end=finding[1], label="finding", categories=["late_processing"])],
        agencies=[
            gold_mention("Thanh tra tỉnh An Bình", name="Thanh tra tỉnh An Bình"),
            gold_mention("Sở Nội vụ", name="Sở Nội vụ tỉnh An Bình"),
            gold_mention("Sở Nội vụ", 1, name="Sở Nội vụ tỉnh An Bình"),
        ],
        persons=[gold_mention("Lê Minh Tâm", name="Lê Minh Tâm", role="author", optional=True)],
    )


def agency(number: int, name: str, *mentions: Mention) -> Agency:
    empty = {"level": None, "province": None, "parent": None, "successor": None}
    return Agency(id=f"a{number}", name=name, type="x", key="k", mentions=list(mentions), **empty)


def make_record(*, generic: bool = False, byline_role: str = "author", category: str = "late_processing") -> Record:
    agencies = [
        agency(1, "Thanh tra tỉnh An Bình", mention(TEXT, "Thanh tra tỉnh An Bình")),
        agency(2, "Sở Nội vụ tỉnh An Bình", mention(TEXT, "Sở Nội vụ"), mention(TEXT, "Sở Nội vụ", 1)),
    ]
    if generic:
        agencies.append(agency(3, "Các đơn vị", mention(TEXT, "Các đơn vị")))
    sentence = mention(TEXT, "Sở Nội vụ giải quyết trễ hạn 5 hồ sơ.")
    return Record(
        id="d-1",
        source=Source(uri="in/one.txt", sha256="", media_type="text/plain", bytes=1, method="text"),
        text=TEXT,
        pages=[],
        document=DocumentInfo(),
        agencies=agencies,
        persons=[Person(id="p1", name="Lê Minh Tâm", honorific=None, role=byline_role, mentions=[mention(TEXT, "Lê Minh Tâm")])],  # type: ignore[arg-type]
        findings=[
            Finding(id="f1", start=sentence.start, end=sentence.end, text=sentence.text, category=category, confidence=1.0)  # type: ignore[arg-type]
        ],
    )


def score(record: Record):
    return score_document(make_gold(), TEXT, predict_from_record(record))


def test_a_perfect_record_is_entirely_right():
    result = score(make_record())
    assert result.is_right
    assert result.errors == []


def test_bylines_and_generic_bodies_are_errors_of_their_own():
    result = score(make_record(generic=True, byline_role="named"))
    assert result.counts["wrong.bylines"] == Counts(fp=1)
    assert result.counts["wrong.generic_bodies"] == Counts(fp=1)
    assert {error.kind for error in result.errors} == {"byline", "generic-body", "spurious"}
    assert not result.is_right


def test_wrong_category_is_reported_with_both_sides():
    (error,) = score(make_record(category="land")).errors
    assert (error.metric, error.kind, error.gold, error.system) == (
        "findings.category",
        "wrong-category",
        "late_processing",
        "land",
    )


def test_a_record_of_another_text_is_reported():
    result = score_document(make_gold(), TEXT + "\nThêm một câu.", predict_from_record(make_record()))
    assert "other-text" in {error.kind for error in result.errors}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Standoff gold without words, texts under other names, records as `run` names them."""
    gold = make_gold()
    for layer in ("agencies", "persons"):
        for row in gold.mentions(layer):
            row.text = ""
            row.name = row.name if layer == "agencies" else ""
    for name in ("gold", "texts", "records"):
        (tmp_path / name).mkdir()
    (tmp_path / "gold" / "one.gold.json").write_bytes(encode_gold(gold))
    (tmp_path / "texts" / "another-name.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "records" / "d-1.json").write_bytes(to_json(make_record()))
    return tmp_path / "gold", tmp_path / "texts", tmp_path / "records"


def test_standoff_gold_finds_its_text_by_hash_and_its_record_by_source(folders):
    gold, texts, records = folders
    result = evaluate(gold, texts=texts, records=records)
    assert result.share_right == 1.0
    assert result.total("persons.overlap") == Counts()
    assert b"Nguy" not in (gold / "one.gold.json").read_bytes()


def test_gold_without_any_text_is_an_error(folders):
    with pytest.raises(ResourceError):
        evaluate(folders[0])


def test_documents_without_a_record_are_named(folders, tmp_path):
    gold, texts, _ = folders
    (tmp_path / "empty").mkdir()
    assert evaluate(gold, texts=texts, records=tmp_path / "empty").without_record == ["one"]


@pytest.mark.parametrize("suffix", [".md", ".html", ".json"])
def test_command_prints_and_saves(folders, tmp_path, suffix):
    gold, texts, records = map(str, folders)
    report = tmp_path / "deep" / f"report{suffix}"
    result = CliRunner().invoke(
        main, ["evaluate", "--gold", gold, "--texts", texts, "--records", records, "--report", str(report)]
    )
    assert result.exit_code == 0, result.output
    assert "agencies.overlap" in result.output and "100.0% entirely right" in result.output
    assert "agencies.overlap" in report.read_text(encoding="utf-8")


def test_command_as_json(folders):
    gold, texts, records = map(str, folders)
    result = CliRunner().invoke(main, ["evaluate", "--gold", gold, "--texts", texts, "--records", records, "--json"])
    assert json.loads(result.stdout)["metrics"]["findings"]["f1"] == 1.0


def test_wrong_usage_ends_with_status_2(tmp_path):
    assert CliRunner().invoke(main, ["evaluate", "--gold", str(tmp_path)]).exit_code == 2
    assert CliRunner().invoke(main, ["evaluate"]).exit_code == 2


def test_diff_shows_gained_and_lost(tmp_path):
    for name, record in (("old", make_record(category="land")), ("new", make_record(generic=True))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "d-1.json").write_bytes(to_json(record))
    differences = compare_folders(tmp_path / "old", tmp_path / "new")
    assert [(c.layer, c.gained) for c in differences.changes] == [("agencies", True), ("findings", False), ("findings", True)]
    result = CliRunner().invoke(main, ["diff", str(tmp_path / "old"), str(tmp_path / "new")])
    assert result.exit_code == 0 and "+ agencies one.txt" in result.output
    assert CliRunner().invoke(main, ["diff", str(tmp_path / "old"), str(tmp_path / "old")]).output.count("+ ") == 0


def test_intervals_hold_the_score_and_are_repeatable():
    counts = [Counts(n % 5, n % 2, n % 3) for n in range(40)]
    low, high = f1_interval(counts)
    total = sum(counts, Counts()).f1
    assert low < total < high
    assert (low, high) == f1_interval(counts)
    assert difference_interval(counts, counts) == (0.0, 0.0)
    assert f1_interval(counts[:1]) == (counts[0].f1, counts[0].f1)


def test_annotated_text_keeps_its_path(folders):
    from ketluan.annotations.gold import read_gold_folder

    (document,), missing = read_gold_folder(folders[0], folders[1])
    assert isinstance(document, AnnotatedText)
    assert missing == [] and document.path.name == "another-name.txt"
    assert document.gold.persons[0].name == "Lê Minh Tâm"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ('[least_f1]\n"agencies.set" = 1.0\n[most_errors]\n"wrong.bylines" = 0', 0),
        ('[least_f1]\n"persons.set" = 1.01', 1),
        ('[most_errors]\n"documents.right" = -1', 1),
        ("not toml", 2),
        ('least_f1 = "high"', 2),
    ],
)
def test_thresholds_decide_the_exit_status(folders, tmp_path, content, status):
    gold, texts, records = map(str, folders)
    (tmp_path / "t.toml").write_text(content, encoding="utf-8")
    arguments = ["evaluate", "--gold", gold, "--texts", texts, "--records", records, "--thresholds", str(tmp_path / "t.toml")]
    assert CliRunner().invoke(main, arguments).exit_code == status
