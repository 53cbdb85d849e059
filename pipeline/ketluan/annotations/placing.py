"""Places that another tool gives, brought back to code points of the NFC text.

Tools count in UTF-16 units (JavaScript), keep decomposed accents or Windows line breaks, or lose a blank. The quoted words
decide: an offset is trusted only where they stand.
"""

from __future__ import annotations

import re

from ketluan.annotations.gold import nfc


class PlaceError(ValueError):
    """The quoted words do not stand in the text."""


class Placer:
    """Finds places of a tool's copy of a text in the text itself."""

    def __init__(self, text: str, tool_text: str | None = None) -> None:
        """`text` is NFC; `tool_text` is the tool's copy, perhaps in another normal form or with other line breaks."""
        self.text = text
        self.tool_text = text if tool_text is None else tool_text
        if _plain(self.tool_text) != text:
            raise PlaceError("the tool's text is another text")

    def place(self, start: int, end: int, quote: str | None = None) -> tuple[int, int]:
        """Code points in the text for offsets in the tool's text.

        Args:
            start, end: half open, in code points or UTF-16 units of the tool's text.
            quote: the words that the tool quotes; without them the offsets are taken as code points.
        Raises:
            PlaceError: the words do not stand in the text.
        """
        by_points = (self._canonical(start), self._canonical(end))
        wanted = None if quote is None else " ".join(_plain(quote).split())
        if wanted is None or self._words(by_points) == wanted:
            return self._trim(by_points)
        units = self.tool_text.encode("utf-16-le", "surrogatepass")
        by_units = tuple(self._canonical(len(units[: 2 * at].decode("utf-16-le", "ignore"))) for at in (start, end))
        if self._words((by_units[0], by_units[1])) == wanted:
            return self._trim((by_units[0], by_units[1]))
        return self._nearest(_plain(quote or "").strip(), by_points[0])

    def _canonical(self, offset: int) -> int:
        """Code points of the tool's text -> code points of the NFC text."""
        return len(_plain(self.tool_text[:offset]))

    def _words(self, span: tuple[int, int]) -> str:
        return " ".join(self.text[span[0] : span[1]].split())

    def _trim(self, span: tuple[int, int]) -> tuple[int, int]:
        start, end = span
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start == end:
            raise PlaceError(f"nothing stands at [{span[0]}, {span[1]})")
        return start, end

    def _nearest(self, quote: str, start: int) -> tuple[int, int]:
        pattern = r"\s{1,9}".join(map(re.escape, quote.split()))
        places = [match.span() for match in re.finditer(pattern, self.text)] if pattern else []
        if not places:
            raise PlaceError(f"not in the text: {quote[:60]!r}")
        return min(places, key=lambda place: abs(place[0] - start))


def _plain(text: str) -> str:
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
