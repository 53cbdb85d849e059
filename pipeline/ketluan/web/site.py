"""The Datasette instance that serves one run's folder, and what the pages share."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ketluan.errors import StoreError
from ketluan.store.database import FILE_NAME, open_reader
from ketluan.store.facets import Columns, Table, generation

if TYPE_CHECKING:
    from datasette.app import Datasette

DATABASE = "findings"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
TIME_LIMIT_MS = 3_000
EXPORT_LIMIT_MS = 60_000
T = TypeVar("T")

_SETTINGS = {
    "default_allow_sql": False, "allow_download": False, "suggest_facets": False, "sql_time_limit_ms": 1_000,
    "max_returned_rows": 1_000, "max_csv_mb": 50, "num_sql_threads": 3, "truncate_cells_html": 300, "cache_size_kb": 64_000,
}  # fmt: skip


class TooSlow(Exception):
    """A query ran into its time limit."""


class Site:
    """One folder being served: reads go through Datasette's read-only connections, each with a time limit."""

    def __init__(self, datasette: Datasette, folder: Path, hosts: tuple[str, ...]) -> None:
        self.datasette = datasette
        self.folder = folder
        self.hosts = hosts
        self._columns: dict[Table, Columns] = {}
        self._lock = threading.Lock()

    async def read(self, work: Callable[[sqlite3.Connection], T], *, limit_ms: int = TIME_LIMIT_MS) -> T:
        """Run `work` in a thread on a read-only connection. Raises TooSlow at the time limit."""
        from datasette.utils import sqlite_timelimit

        def limited(connection: sqlite3.Connection) -> T:
            with sqlite_timelimit(connection, limit_ms):
                try:
                    return work(connection)
                except sqlite3.OperationalError as error:
                    if "interrupted" in str(error):
                        raise TooSlow from error
                    raise

        return await self.datasette.get_database(DATABASE).execute_fn(limited)  # type: ignore[no-any-return]

    def columns(self, connection: sqlite3.Connection, table: Table) -> Columns:
        """The columns for filters and counts; read again when the database was filled anew."""
        with self._lock:
            known = self._columns.get(table)
            if known is None or known.generation != generation(connection):
                connection.set_progress_handler(None, 0)  # reading a million rows may take longer than a query
                known = self._columns[table] = Columns(connection, table)
            return known


def make_datasette(folder: Path, *, hosts: tuple[str, ...] = LOOPBACK) -> Datasette:
    """A Datasette instance over `folder/findings.db` with our pages; read-only, no SQL from outside, no downloads of files.

    Raises:
        StoreError: the database is missing, damaged or of another version.
    """
    from datasette.app import Datasette, DatasetteClient
    from datasette.database import Database
    from datasette.plugins import pm

    from ketluan.web import plugin

    with open_reader(folder):
        pass
    if not pm.has_plugin(plugin.NAME):
        pm.register(plugin, name=plugin.NAME)
    with as_file(files("ketluan.web")) as package:
        datasette = Datasette(
            files=[], memory=False, settings=_SETTINGS, template_dir=str(package / "templates"),
            static_mounts=[("assets", str(package / "static"))], metadata=_METADATA,
        )  # fmt: skip
    database = Database(datasette, path=str((folder / FILE_NAME).absolute()), is_mutable=True)
    datasette.add_database(database, name=DATABASE)
    datasette.ketluan = Site(datasette, folder, hosts)
    datasette.client = DatasetteClient(datasette)  # the one made at the start has not seen our routes
    return datasette


def serve(folder: Path, *, host: str, port: int) -> None:
    """Serve until interrupted. Raises StoreError as `make_datasette` does, and where the port is taken."""
    import uvicorn

    hosts = (*LOOPBACK, host) if host not in ("0.0.0.0", "::") else ("*",)
    datasette = make_datasette(folder, hosts=hosts)
    asyncio.run(datasette.invoke_startup())
    try:
        uvicorn.run(datasette.app(), host=host, port=port, log_level="warning", server_header=False, lifespan="on")
    except OSError as error:
        raise StoreError(f"cannot listen on {host}:{port}: {error}", hint="choose another --port") from error


_HIDDEN = {
    name: {"hidden": True} for name in ("state", "summary", "finding_agencies", "finding_citations", "recommendation_agencies")
}
_METADATA: dict[str, Any] = {
    "title": "ketluan",
    "databases": {DATABASE: {"tables": _HIDDEN}},
}
