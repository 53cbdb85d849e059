"""Inputs: folders, archives, duplicates, and paths that nobody should wait for."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from ketluan.batch.inputs import list_inputs
from ketluan.errors import InputError
from ketluan.ingest import load, shown_uri
from ketluan.ingest.limits import Limits

TEXT = "Sở Nội vụ chưa niêm yết công khai thủ tục hành chính.".encode()


def make_zip(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def inner_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", TEXT)
    return out.getvalue()


def uris(*arguments: Path, **limits: int) -> list[str]:
    return [item.uri for item in list_inputs(arguments, limits=Limits(**limits))]


def test_members_are_inputs_of_their_own(tmp_path: Path) -> None:
    members = {
        "kl/Báo cáo.txt": TEXT,
        "b.txt": b"hai",
        "kl/": b"",
        "__MACOSX/._b.txt": b"x",
        ".DS_Store": b"x",
        "in.zip": inner_zip(),
    }
    path = make_zip(tmp_path / "x.zip", members)
    assert uris(path) == [f"{path}!kl/Báo cáo.txt", f"{path}!b.txt", f"{path}!in.zip"]
    loaded = load(f"{path}!kl/Báo cáo.txt")
    assert (loaded.text.encode(), loaded.source.uri) == (TEXT, f"{path}!kl/Báo cáo.txt")
    with pytest.raises(InputError) as caught:
        load(f"{path}!in.zip")
    assert caught.value.code == "input-unsupported"


def test_the_same_bytes_inside_and_outside_are_one_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    path = make_zip(tmp_path / "x.zip", {"b.txt": TEXT})
    [item] = list_inputs([tmp_path])
    assert (item.uri, item.duplicates) == (str(tmp_path / "a.txt"), (f"{path}!b.txt",))


def bomb(path: Path) -> Path:
    return make_zip(path, {"a.txt": b" " * 30_000_000})


def many(path: Path) -> Path:
    return make_zip(path, {f"{n}.txt": b"" for n in range(10_001)}, zipfile.ZIP_STORED)


def encrypted(path: Path) -> Path:
    data = bytearray(make_zip(path, {"a.txt": TEXT}).read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(data)
    return path


def cut(path: Path) -> Path:
    path.write_bytes(make_zip(path, {"a.txt": TEXT * 50}).read_bytes()[:-30])
    return path


def twice(path: Path) -> Path:
    make_zip(path, {"a.txt": TEXT, "b.txt": TEXT})
    path.write_bytes(path.read_bytes().replace(b"b.txt", b"a.txt"))
    return path


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (bomb, "input-too-large"),
        (many, "input-too-large"),
        (encrypted, "input-encrypted"),
        (cut, "input-corrupt"),
        (twice, "input-corrupt"),
        (lambda path: make_zip(path, {"../../a.txt": TEXT}), "input-corrupt"),
        (lambda path: make_zip(path, {"/etc/a.txt": TEXT}), "input-corrupt"),
        (lambda path: make_zip(path, {"C:\\a.txt": TEXT}), "input-corrupt"),
        (lambda path: make_zip(path, {"kl/": b""}), "input-empty"),
        (lambda path: make_zip(path, {"a.zip": inner_zip(), "b.jpg": b"\xff\xd8\xff"}), "input-unsupported"),
    ],
    ids=range(10),
)  # fmt: skip
def test_bad_archives_are_one_input_with_one_typed_error(tmp_path: Path, make, code: str) -> None:
    path = make(tmp_path / "x.zip")
    assert uris(path) == [str(path)]
    with pytest.raises(InputError) as caught:
        load(path)
    assert caught.value.code == code


def test_a_damaged_member_costs_only_itself(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "x.zip", {"a.txt": TEXT, "b.txt": b"second member"}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(TEXT, TEXT[::-1]))
    assert uris(path) == [f"{path}!a.txt", f"{path}!b.txt"]
    assert load(f"{path}!b.txt").text == "second member"
    with pytest.raises(InputError) as caught:
        load(f"{path}!a.txt")
    assert caught.value.code == "input-corrupt"


@pytest.mark.parametrize("make", [lambda path: make_zip(path, {"a.txt": TEXT})])
def test_a_member_that_is_missing_or_too_large(tmp_path: Path, make) -> None:
    path = make(tmp_path / "x.zip")
    for uri, limits, code in [
        (f"{path}!none.txt", Limits(), "input-missing"),
        (f"{path}!a.txt", Limits(max_bytes=10), "input-too-large"),
        (f"{path}.none!a.txt", Limits(), "input-missing"),
    ]:
        with pytest.raises(InputError) as caught:
            load(uri, limits=limits)
        assert caught.value.code == code


def test_an_office_document_is_no_archive(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.docx", {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"})
    assert uris(path) == [str(path)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert [item.sha256 for item in list_inputs([path])] == [None]
    with pytest.raises(InputError) as caught:
        load(path)
    assert caught.value.code == "input-missing"


def test_a_file_name_that_is_not_utf8_can_be_written_down(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/b\xe1o.txt")
    try:
        Path(path).write_bytes(TEXT)
    except OSError:
        pytest.skip("the file system wants UTF-8")
    assert load(path).source.uri == shown_uri(path) == f"{tmp_path}/b\ufffdo.txt"
