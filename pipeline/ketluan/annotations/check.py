"""Checks a folder of annotations: each file on its own, with its text, and gold against what the annotator wrote."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from ketluan.annotations.build import build_gold, check_gold
from ketluan.annotations.gold import GOLD_SUFFIX, decode_gold, encode_gold, nfc, text_hash
from ketluan.errors import ResourceError

ANN_SUFFIX = ".ann.json"


@dataclass(frozen=True, slots=True)
class CheckedFolder:
    """What a check found. `errors`: (file name, what is wrong); `without_text`: gold checked without its text."""

    n_checked: int
    errors: list[tuple[str, str]] = field(default_factory=list)
    without_text: list[str] = field(default_factory=list)


def check_folder(folder: Path, *, texts: Path | None = None, write: bool = False) -> CheckedFolder:
    """Check every `.ann.json` and `.gold.json` of a folder.

    Args:
        folder: annotations; texts lie beside them (`<doc>.txt`) unless `texts` is given.
        texts: folder of `.txt` files, found by name or by hash.
        write: write the gold that each annotator's file resolves to, instead of comparing it with the one on disk.
    Raises:
        ResourceError: the folder holds no annotations.
    """
    anns, golds = sorted(folder.glob(f"*{ANN_SUFFIX}")), sorted(folder.glob(f"*{GOLD_SUFFIX}"))
    if not anns and not golds:
        raise ResourceError(f"no annotations in {folder}", hint=f"files are named <doc>{ANN_SUFFIX} and <doc>{GOLD_SUFFIX}")
    result = CheckedFolder(len(anns) + len(golds))
    places = [place for place in (folder, texts) if place is not None]
    built = set()
    for path in anns:
        built.add(path.name.removesuffix(ANN_SUFFIX))
        _check_ann(path, places, result, write=write)
    by_hash = {text_hash(text): text for text in map(_read_text, sorted(texts.glob("*.txt")))} if texts is not None else {}
    for path in golds:
        try:
            gold = decode_gold(path.read_bytes())
        except ResourceError as error:
            result.errors.append((path.name, str(error)))
            continue
        name = path.name.removesuffix(GOLD_SUFFIX)
        text = next(
            (_read_text(p / f"{name}.txt") for p in places if (p / f"{name}.txt").exists()), by_hash.get(gold.text_sha256)
        )
        if text is None:
            result.without_text.append(name)
        if name not in built or text is None:
            result.errors.extend((path.name, error) for error in check_gold(gold, text))
    return result


def _check_ann(path: Path, places: list[Path], result: CheckedFolder, *, write: bool) -> None:
    name = path.name.removesuffix(ANN_SUFFIX)
    text_path = next((p / f"{name}.txt" for p in places if (p / f"{name}.txt").exists()), None)
    if text_path is None:
        result.errors.append((path.name, "its text is not here"))
        return
    try:
        ann = json.loads(path.read_bytes())
    except ValueError as error:
        result.errors.append((path.name, f"not JSON: {error}"))
        return
    gold, errors = build_gold(_read_text(text_path), ann)
    if gold.doc != name:
        errors.append(f"doc is {gold.doc!r}, the file is named {name!r}")
    result.errors.extend((path.name, error) for error in errors)
    gold_path = path.with_name(name + GOLD_SUFFIX)
    if write and not errors:
        gold_path.write_bytes(encode_gold(gold))
    elif not gold_path.exists():
        result.errors.append((gold_path.name, "missing; write it with --write"))
    elif gold_path.read_bytes() != encode_gold(gold):
        result.errors.append((gold_path.name, "is not what the annotator's file resolves to; write it again with --write"))


def _read_text(path: Path) -> str:
    return nfc(path.read_text(encoding="utf-8"))
