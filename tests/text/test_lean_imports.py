"""The default pipeline starts without deep-learning frameworks, and they can be imported afterwards."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ketluan.text.lean_imports import without_frameworks


def test_frameworks_are_hidden_only_while_it_lasts():
    before = dict(sys.modules)
    with without_frameworks():
        if "mxnet" not in before:
            with pytest.raises(ImportError):
                __import__("mxnet")
    assert "mxnet" not in sys.modules
    assert sys.modules.keys() >= before.keys()


@pytest.mark.slow
def test_extraction_loads_no_framework():
    code = "import sys, ketluan; ketluan.extract_text('Sở Nội vụ.'); print(sorted({'torch', 'transformers'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
