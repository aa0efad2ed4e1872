"""How a store comes from one version to the next: one append-only list of files in `versions`.

Alembic is imported only where there is something to do: it takes longer to load than most stores take to open.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from bot.errors import StoreError

_HERE = Path(__file__).parent


def revisions() -> list[str]:
    """The versions that this Downlink knows, in order: the numbers that begin the files' names."""
    return sorted(path.name[:4] for path in (_HERE / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def version_of(connection: Connection) -> str | None:
    """The store's version, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def must_be_ours(connection: Connection, where: str) -> bool:
    """Whether the store has this program's version. StoreError where it is newer, or not Downlink's at all."""
    version = version_of(connection)
    known = revisions()
    if version is None:
        if tables := inspect(connection).get_table_names():
            raise StoreError(
                f"{where}: this database belongs to something else (it has a table {tables[0]!r}). "
                "Name another in the store's url."
            )
        return False
    if version not in known:
        raise StoreError(
            f"{where}: the store was written by a newer Downlink (version {version}, this one knows {known[-1]}). "
            "Install that Downlink again, or restore a backup from before it."
        )
    return version == known[-1]


def migrate(connection: Connection) -> None:
    """Bring the store to this program's version, inside the caller's transaction."""
    from alembic.config import Config  # noqa: PLC0415 - see the module's docstring
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    scripts = ScriptDirectory(str(_HERE))

    def steps(revision: Any, _context: Any) -> Any:
        return scripts._upgrade_revs("head", revision)  # noqa: SLF001 - what alembic's own `upgrade` command calls

    with EnvironmentContext(Config(), scripts, fn=steps) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
