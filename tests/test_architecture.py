"""Layers import downwards only, heavy libraries where they belong, and `import ketluan` stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "pipeline" / "ketluan"
# Lowest first; a layer may import itself and what stands before it.
ORDER = (
    "errors", "record", "text", "knowledge", "ingest", "models", "extraction", "citations", "markup", "batch",
    "store", "annotations", "evaluate", "web", "cli",
)  # fmt: skip
SAME_HEIGHT = {"ingest": {"models"}, "models": {"ingest"}}
TOP = {"__init__", "__main__"}
HOMES = {
    "pdfplumber": {"ingest"},
    "pdfminer": {"ingest"},
    "pypdfium2": {"ingest"},
    "pikepdf": {"ingest"},
    "docx": {"ingest"},
    "lxml": {"ingest"},
    "trafilatura": {"ingest"},
    "underthesea": {"text", "models"},
    "pycrfsuite": {"models"},
    "torch": {"models"},
    "transformers": {"models"},
    "ray": {"batch"},
    "datasette": {"web"},
    "sqlite_utils": {"store"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> list[str]:
    """Every imported module name, also inside functions; imports for type checkers only count too."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module] + [f"{node.module}.{alias.name}" for alias in node.names]
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_downwards(path):
    layer = layer_of(path)
    if layer in TOP:
        return
    assert layer in ORDER, f"{layer} has no place in the order of layers"
    allowed = set(ORDER[: ORDER.index(layer) + 1]) | SAME_HEIGHT.get(layer, set())
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] == "ketluan" and len(parts) > 1 and (PACKAGE / parts[1]).exists() | (PACKAGE / f"{parts[1]}.py").exists():
            assert parts[1] in allowed, f"{layer} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_libraries_stay_in_their_layer(path):
    for name in imports_of(path):
        homes = HOMES.get(name.split(".")[0])
        assert homes is None or layer_of(path) in homes, f"{layer_of(path)} imports {name}"


@pytest.mark.parametrize("path", [p for p in MODULES if layer_of(p) not in {"cli"}], ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_the_command_line_prints(path):
    calls = (n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call))
    assert not any(isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls)


def test_import_is_light():
    heavy = ["spacy", "underthesea", "pdfplumber", "pypdfium2", "sqlite_utils", "numpy", "click", "tqdm", "torch"]
    code = f"import sys, ketluan; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names():
    import ketluan

    assert set(ketluan.__all__) == {"KetluanError", "Record", "__version__", "extract", "extract_text", "load", "run"}
    assert all(getattr(ketluan, name) is not None for name in ketluan.__all__)
