"""What Datasette calls: our routes, our words in templates, and the headers of every answer."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Response

from ketluan.store.spreadsheets import neutralise
from ketluan.web import documents, overview, searching, things
from ketluan.web.pages import SITE, Page, notice

NAME = "ketluan"
_LOG = logging.getLogger(__name__)

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
# Pages of Datasette for those who run a public server; they show paths and settings of this machine.
_CLOSED = (
    "/-/databases",
    "/-/threads",
    "/-/permissions",
    "/-/allow-debug",
    "/-/messages",
    "/-/patterns",
    "/-/auth-token",
    "/-/actor",
)

Scope = dict[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Our pages; everything else stays Datasette's."""
    if not hasattr(datasette, SITE):
        return []
    return [
        (r"^/$", overview.overview),
        (r"^/search$", searching.search_page),
        (r"^/search\.(?P<format>json|csv|xlsx)$", searching.search_download),
        (r"^/document/(?P<id>[\w-]{1,80})$", documents.document_page),
        (r"^/document/(?P<id>[\w-]{1,80})\.json$", documents.document_json),
        (r"^/document/(?P<id>[\w-]{1,80})/page-(?P<number>\d{1,5})\.png$", documents.page_image),
        (r"^/agency$", things.agency_page),
        (r"^/citation$", things.citation_page),
        (r"^/person$", things.person_page),
        (r"^/inspection$", things.inspection_page),
    ]


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Awaitable[Response] | None:
    """A page in our words instead of Datasette's report, which would also log local variables and so documents' text."""
    if not hasattr(datasette, SITE):
        return None

    async def page() -> Response:
        status = getattr(exception, "status", 500)
        if status >= 500:
            _LOG.error("%s while answering", type(exception).__name__)
        if request.path.endswith(".json"):
            return Response.json({"ok": False, "status": status}, status=status)
        return await notice(Page(datasette, request), "not_found" if status == 404 else "bad_request", status)

    return page()


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Headers on every answer; only hosts that we serve; tables' CSV without formulas."""

    def wrap(app: App) -> App:
        site = getattr(datasette, SITE, None)
        return _guarded(app, site.hosts) if site else app

    return wrap


def _guarded(app: App, hosts: tuple[str, ...]) -> App:
    async def guarded(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif not _is_served(scope, hosts):
            await _plain(send, 421, b"This server does not answer for that host.")
        elif scope["method"] not in ("GET", "HEAD") or scope["path"].startswith(_CLOSED):
            await _plain(send, 404, b"Not found.")
        else:
            await app(scope, receive, _Answer(scope, send))

    return guarded


class _Answer:
    """Passes an answer on with our headers; CSV of a table is held back until it is whole and made safe for spreadsheets."""

    def __init__(self, scope: Scope, send: Any) -> None:
        self._send = send
        self._table_csv = scope["path"].endswith(".csv") and not scope["path"].startswith("/search")
        self._start: dict[str, Any] = {}
        self._body: list[bytes] = []

    async def __call__(self, event: dict[str, Any]) -> None:
        if event["type"] == "http.response.start":
            names = {name.lower().encode() for name in HEADERS}
            kept = [(k, v) for k, v in event["headers"] if k.lower() not in names]
            self._start = {**event, "headers": kept + [(k.lower().encode(), v.encode()) for k, v in HEADERS.items()]}
            if not self._table_csv:
                await self._send(self._start)
        elif self._table_csv and event["type"] == "http.response.body":
            self._body.append(event.get("body", b""))
            if not event.get("more_body"):
                body = _safe_csv(b"".join(self._body)) if self._start["status"] == 200 else b"".join(self._body)
                headers = [(k, v) for k, v in self._start["headers"] if k.lower() != b"content-length"]
                await self._send({**self._start, "headers": headers})
                await self._send({"type": "http.response.body", "body": body})
        else:
            await self._send(event)


def _safe_csv(body: bytes) -> bytes:
    csv.field_size_limit(1 << 27)
    target = io.StringIO()
    reader = csv.reader(io.StringIO(body.decode("utf-8", "replace"), newline=""))
    csv.writer(target, lineterminator="\r\n").writerows([neutralise(_as_number(cell)) for cell in row] for row in reader)
    return target.getvalue().encode()


def _as_number(cell: str) -> str | float:
    """A negative number is no formula."""
    try:
        return float(cell) if cell.startswith("-") else cell
    except ValueError:
        return cell


def _is_served(scope: Scope, hosts: tuple[str, ...]) -> bool:
    """Another site's name that resolves to this machine (DNS rebinding) must not read the pages."""
    if "*" in hosts:
        return True
    host = next((v.decode("latin-1") for k, v in scope["headers"] if k == b"host"), "")
    name = host.rsplit(":", 1)[0] if host.rpartition(":")[2].isdecimal() else host
    return name.lower() in hosts


async def _plain(send: Any, status: int, body: bytes) -> None:
    headers = [(k.lower().encode(), v.encode()) for k, v in HEADERS.items()]
    await send(
        {"type": "http.response.start", "status": status, "headers": [*headers, (b"content-type", b"text/plain; charset=utf-8")]}
    )
    await send({"type": "http.response.body", "body": body})


__all__ = ["HEADERS", "NAME", "asgi_wrapper", "register_routes"]
