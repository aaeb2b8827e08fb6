"""Bringing data to this program's tables: one cheap look at opening, Alembic only when it is behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.storage import fulltext

MIGRATIONS = Path(__file__).parent / "migrations"


class NewerData(DeskError):
    sentence = N_(
        "This data was written by a newer version of MolenGeek Desk. Install that version; the data"
        " was left as it is."
    )


def known_versions() -> list[str]:
    """Every version that this program can bring data to, oldest first: the numbers of the files."""
    return sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def head() -> str:
    return known_versions()[-1]


def version_of(engine: Engine) -> str | None:
    """The version of the data; nothing when it has no tables of ours."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return None if found is None else str(found)


def check_version(version: str | None) -> bool:
    """Whether the data must be brought up. Raises NewerData when this program is too old for it."""
    if version is not None and version not in known_versions():
        raise NewerData
    return version != head()


def upgrade(engine: Engine, target: str = "head") -> None:
    """Bring the tables to a version, whole or not at all; the newest one with its index of words."""
    from alembic import command

    _run(engine, lambda config: command.upgrade(config, target))
    if target == "head":
        fulltext.bring_up(engine)


def downgrade(engine: Engine, target: str) -> None:
    from alembic import command

    _run(engine, lambda config: command.downgrade(config, target))


def _run(engine: Engine, act: Any) -> None:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with without_foreign_keys(engine) as connection, connection.begin():
        config.attributes["connection"] = connection
        act(config)
        _check_foreign_keys(connection)


@contextmanager
def without_foreign_keys(engine: Engine) -> Iterator[Connection]:
    """A connection for table swaps: SQLite rebuilds a table to change it, which its keys would refuse.

    The pragma does nothing inside a transaction, so it is given while the connection is idle.
    """
    with engine.execution_options(begins_immediate=True).connect() as connection:
        if connection.dialect.name != "sqlite":
            yield connection
            return
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys = OFF")
        try:
            yield connection
        finally:
            raw.execute("PRAGMA foreign_keys = ON")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        msg = f"the migration left {len(broken)} rows that refer to nothing"
        raise RuntimeError(msg)
