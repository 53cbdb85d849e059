"""Words of two syllables that a Vietnamese dictionary knows."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ketluan.errors import ResourceError
from ketluan.text.folding import same_tone_style


@cache
def two_syllable_words() -> frozenset[str]:
    """Words of two syllables in one tone style and small letters ("thi hành"), from the word list in underthesea's wheel.

    Raises:
        ResourceError: the list is missing from the installed package.
    """
    spec = find_spec("underthesea")
    path = Path(spec.origin).parent / "corpus" / "data" / "Viet74K.txt" if spec and spec.origin else None
    if path is None or not path.is_file():
        raise ResourceError("underthesea's word list is missing", hint="reinstall underthesea")
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(same_tone_style(line.strip()) for line in lines if line.count(" ") == 1)
