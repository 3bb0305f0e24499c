"""The SQLite engine behind `storage.database`."""

from __future__ import annotations

from storage.sqlite.connections import Durability
from storage.sqlite.database import SqliteDatabase

__all__ = ["Durability", "SqliteDatabase"]
