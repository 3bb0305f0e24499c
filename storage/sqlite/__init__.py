"""The SQLite engine behind `storage.database`."""

from storage.sqlite.connections import Durability
from storage.sqlite.database import SqliteDatabase

__all__ = ["Durability", "SqliteDatabase"]
