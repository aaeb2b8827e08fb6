"""Copies of the data that are known to open: written beside their name, verified, then renamed."""

from datetime import datetime
from pathlib import Path
from typing import Any

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.storage.database import prepare
from mgdesk.storage.keys import DataKey


class BackupFailed(DeskError):
    sentence = N_("The copy {path} could not be verified and was thrown away: {reason}.")


def copy_database(source: Any, target: Path, key: DataKey) -> None:
    """Copy an open SQLCipher connection's data to `target`, whole or not at all.

    Raises BackupFailed when the copy does not verify, OSError when the folder cannot be written.
    """
    from sqlcipher3 import dbapi2

    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    copy = dbapi2.connect(str(part), isolation_level=None)
    try:
        copy.execute(f"PRAGMA key = \"x'{key.raw.hex()}'\"")
        source.backup(copy, pages=-1)
        faults = faults_of(copy)
    finally:
        copy.close()
    if faults:
        part.unlink(missing_ok=True)
        raise BackupFailed(path=str(target), reason=faults[0])
    part.replace(target)


def dated_name(purpose: str, moment: datetime) -> str:
    """`desk-before-0002-20261123-091500.db`: sorts by time, says why it was made."""
    return f"desk-{purpose}-{moment:%Y%m%d-%H%M%S}.db"


def check_copy(path: Path, key: DataKey) -> list[str]:
    """Open a copy and list what is wrong with it; nothing when it is sound."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(path), isolation_level=None)
    try:
        prepare(connection, key)
        return faults_of(connection)
    except dbapi2.DatabaseError as error:
        return [str(error)]
    finally:
        connection.close()


def faults_of(connection: Any) -> list[str]:
    """What SQLCipher's page authentication, SQLite's structure check and foreign keys find wrong."""
    faults = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
    faults += [
        str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"
    ]
    faults += [
        f"{row[0]} refers to a missing {row[2]}"
        for row in connection.execute("PRAGMA foreign_key_check")
    ]
    return faults
