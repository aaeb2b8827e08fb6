"""Keeping the data of an open store: copied, checked, brought back from a copy."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mgdesk.errors import DeskError, DiskFull, FileCannotBeWritten
from mgdesk.i18n import N_
from mgdesk.rules.clock import wall_clock
from mgdesk.storage import backup, fulltext, migrate
from mgdesk.storage.database import Store, encrypted_engine, translated_errors
from mgdesk.storage.keys import DataKey


class KeptByServer(DeskError):
    sentence = N_("This data is kept by a database server: copy and check it there.")


def back_up(store: Store, folder: Path, purpose: str, target: Path | None = None) -> Path:
    """Make a verified copy, in the folder of copies unless a target is given; where it is.

    Raises BackupFailed, FileCannotBeWritten, DiskFull, KeptByServer.
    """
    path = target or backup.next_path(folder, purpose, wall_clock())
    with _raw(store) as (connection, key), told(path), translated_errors():
        backup.copy_database(connection, path, key)
    backup.thin_out(folder)
    backup.sweep(folder)
    return path


def check(store: Store) -> list[str]:
    """What is wrong with the data, in the words of the checks; nothing when it is sound."""
    with _raw(store) as (connection, _):
        return backup.faults_of(connection)


def check_search(store: Store) -> list[str]:
    """Where the index of words and the data do not agree; nothing when they do."""
    with store.engine.execution_options(begins_immediate=True).begin() as connection:
        return fulltext.faults(connection)


def rebuild_search(store: Store) -> None:
    """Make the index of words anew, for data that it does not agree with."""
    with store.engine.execution_options(begins_immediate=True).begin() as connection:
        fulltext.rebuild(connection)


def restore(store: Store, folder: Path, source: Path) -> Path:
    """Bring the data back to a copy, in one transaction; where the data of before was copied to.

    Other desks on the same file simply see the older data. Raises NotABackup, NewerData,
    BackupFailed, FileCannotBeWritten, KeptByServer; nothing is changed then.
    """
    with _raw(store) as (_, key):
        _check_source(source, key)
    before = back_up(store, folder, "before-restore")
    with _raw(store) as (connection, key), translated_errors(), _opened(source, key) as copy:
        copy.backup(connection, pages=-1)
    if migrate.check_version(migrate.version_of(store.engine)):
        migrate.upgrade(store.engine)
    fulltext.bring_up(store.engine)
    return before


def _check_source(source: Path, key: DataKey) -> None:
    if backup.check_copy(source, key):
        raise backup.NotABackup(path=str(source))
    engine = encrypted_engine(source, key, is_only_read=True)
    version = migrate.version_of(engine)
    engine.dispose()
    if version is None:
        raise backup.NotABackup(path=str(source))
    migrate.check_version(version)


@contextmanager
def _raw(store: Store) -> Iterator[tuple[Any, DataKey]]:
    """The driver's own connection, outside any transaction."""
    if store.key is None:
        raise KeptByServer
    with store.engine.connect() as connection:
        yield connection.connection.driver_connection, store.key


@contextmanager
def _opened(path: Path, key: DataKey) -> Iterator[Any]:
    engine = encrypted_engine(path, key, is_only_read=True)
    with engine.connect() as connection:
        yield connection.connection.driver_connection
    engine.dispose()


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn a folder that cannot be written, or has no room, into a sentence."""
    from sqlcipher3 import dbapi2

    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull from error
        raise FileCannotBeWritten(path=str(path), reason=error.strerror or str(error)) from error
    except dbapi2.OperationalError as error:
        if "full" in str(error):
            raise DiskFull from error
        raise FileCannotBeWritten(path=str(path), reason=str(error)) from error
