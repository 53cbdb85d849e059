"""What all our pages share: language, links, numbers, and answers for what is missing, wrong or too slow."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import Response

from ketluan.knowledge.labels import Language, label
from ketluan.store.search import permanent_id
from ketluan.web.messages import as_language, message
from ketluan.web.site import Site, TooSlow

SITE = "ketluan"
LANGUAGE_COOKIE = "ketluan_language"
MAX_PARAMETERS = 60
MAX_VALUE_CHARS = 1_000
Handler = Callable[..., Awaitable[Response]]


class NotFound(Exception):
    """There is nothing under this address."""


class Page:
    """One request: its parameters (bounded), its language, and how to answer it."""

    def __init__(self, datasette: Any, request: Any) -> None:
        self.datasette = datasette
        self.request = request
        self.site: Site = getattr(datasette, SITE)
        self.parameters = _parameters(request.query_string)
        chosen = as_language(self.first("lang"))
        self.language: Language = chosen or as_language(request.cookies.get(LANGUAGE_COOKIE)) or "vi"
        self._set_cookie = chosen is not None

    def first(self, name: str, default: str = "") -> str:
        """The first value of a parameter."""
        return next((v for k, v in self.parameters if k == name), default)

    def all(self, name: str) -> list[str]:
        """All values of a parameter, each once."""
        return list(dict.fromkeys(v for k, v in self.parameters if k == name and v))

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 to `most`; anything else is the default."""
        value = self.first(name)
        return min(int(value), most) if value.isdecimal() and value.isascii() and len(value) < 10 and int(value) else default

    def t(self, name: str) -> str:
        """Words of the page in its language."""
        return message(name, self.language)

    def label(self, kind: str, code: Any) -> str:
        """Words for a code of the record."""
        return label(kind, str(code), self.language) if code is not None else ""

    async def html(self, template: str, context: Mapping[str, Any], status: int = 200) -> Response:
        """Render one of our templates; all values are escaped by the template engine."""
        page = {
            "page": self, "t": self.t, "label": self.label, "lang": self.language, "number": number, "money": self.money,
            "link": link, "here": self.here, "place_link": place_link, "permanent_id": permanent_id, **context,
        }  # fmt: skip
        body = await self.datasette.render_template(template, page, request=self.request)
        response = Response.html(body, status=status)
        if self._set_cookie:
            response.set_cookie(LANGUAGE_COOKIE, self.language, max_age=31_536_000, path="/", samesite="lax", httponly=True)
        return response

    def here(self, path: str | None = None, **changes: Any) -> str:
        """This address with other parameters; None takes one away; a list sets several values."""
        kept = [(k, v) for k, v in self.parameters if k not in changes and k != "lang"]
        for name, value in changes.items():
            values = value if isinstance(value, list) else [value]
            kept += [(name, str(v)) for v in values if v is not None]
        return (path or self.request.path) + ("?" + urlencode(kept) if kept else "")

    def money(self, value: float | None) -> str:
        """ "4,9 tỷ đồng": three digits are enough for reading; downloads have the exact sum."""
        if value is None:
            return ""
        unit, step = ("billion", 1e9) if value >= 1e9 else ("million", 1e6)
        text = f"{value / step:,.3f}".rstrip("0").rstrip(".")
        if self.language == "vi":
            text = text.translate(str.maketrans(",.", ".,"))
        return f"{text} {self.t(unit)}"


def answers(handler: Callable[[Page], Awaitable[Response]]) -> Handler:
    """A handler for Datasette: what is missing, wrong or slow becomes a page that helps, never an error page."""

    @wraps(handler)
    async def answer(datasette: Any, request: Any) -> Response:
        page = Page(datasette, request)
        try:
            return await handler(page)
        except NotFound:
            return await notice(page, "not_found", 404)
        except TooSlow:
            return await notice(page, "too_slow", 503)

    # Datasette passes arguments by name; the wrapper must not show the handler's own signature.
    del answer.__wrapped__
    return answer


async def notice(page: Page, name: str, status: int) -> Response:
    """A page that says what is the matter and leads on."""
    hint = page.t("not_found_hint") if status == 404 else ""
    return await page.html("k_notice.html", {"title": page.t(name), "hint": hint}, status)


def number(value: int) -> str:
    """Digits in groups, with a narrow space that both languages read."""
    return f"{value:,}".replace(",", "\u202f")


def link(path: str, **parameters: Any) -> str:
    """An address with its parameters quoted; None leaves one out."""
    given = {k: v for k, v in parameters.items() if v is not None}
    return path + ("?" + urlencode(given, doseq=True) if given else "")


def place_link(document: str, start: int, end: int) -> str:
    """The permanent address of a place in a document."""
    return f"/document/{document}?place={start}-{end}#at-{start}-{end}"


def rows(connection: sqlite3.Connection, sql: str, *parameters: Any) -> list[dict[str, Any]]:
    """All rows as dictionaries."""
    cursor = connection.execute(sql, parameters)
    names = [c[0] for c in cursor.description]
    return [dict(zip(names, tuple(row), strict=True)) for row in cursor]


def _parameters(query: str) -> list[tuple[str, str]]:
    """Names and values of the address, bounded, with lone surrogates replaced."""
    pairs = parse_qsl(query, keep_blank_values=False, errors="replace", max_num_fields=None)[:MAX_PARAMETERS]
    return [(k[:60], v.replace("\0", "\ufffd").encode("utf-8", "replace").decode()[:MAX_VALUE_CHARS]) for k, v in pairs]
