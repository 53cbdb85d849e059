"""The database of a run: SQLite, written as records come, searchable, exported."""

from ketluan.store.database import Store, index_records, open_reader, open_store

__all__ = ["Store", "index_records", "open_reader", "open_store"]
