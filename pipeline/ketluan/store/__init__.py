"""The database of a run: SQLite, written as records come."""

from ketluan.store.database import Store, open_store

__all__ = ["Store", "open_store"]
