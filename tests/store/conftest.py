"""A store of invented documents."""

from invented_store import folder, reader

__all__ = ["folder", "reader"]
