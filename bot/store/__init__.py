"""The landing between the movements: one Store (bot.ports.Store) over SQLAlchemy Core."""

from bot.store.opening import open_store
from bot.store.store import SqlStore

__all__ = ["SqlStore", "open_store"]
