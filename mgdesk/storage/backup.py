"""Copies of the data that are known to open: written beside their name, verified, then renamed.

A copy's name carries a sequence number, its purpose and the moment (UTC):
`desk-000042-daily-20261123-091500.db`. Order is by number: a clock set back loses no copy. Beside it
travel its manifest and the wrapped keys that open it (`storage.companions`).
"""

import re
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from mgdesk import durable
from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.rules.clock import wall_clock
from mgdesk.storage import chain, companions
from mgdesk.storage.chain import Head
from mgdesk.storage.companions import Manifest
from mgdesk.storage.database import PLAIN_HEADER, prepare
from mgdesk.storage.keys import DataKey, read_salt

_NAME: Final = re.compile(r"desk-(\d{6,})-([a-z0-9-]+)-(\d{8}-\d{6})\.db")
ROUTINE: Final = "routine"  # the purpose of copies that are thinned out
KEPT_DAYS: Final = 7
KEPT_WEEKS: Final = 4
KEPT_MONTHS: Final = 12
KEPT_NEWEST: Final = 5  # whatever their dates
LEFT_BEHIND: Final = 24 * 3600  # seconds


class BackupFailed(DeskError):
    sentence = N_("The copy {path} could not be verified and was thrown away: {reason}.")


class NotABackup(DeskError):
    sentence = N_(
        "{path} cannot be opened as a backup of this data: it is damaged, not a backup, or belongs"
        " to another key. Nothing was changed; choose another copy."
    )


@dataclass(frozen=True)
class Backup:
    """A copy in the folder of copies; `made_at` is UTC as the computer's clock was then."""

    path: Path
    sequence: int
    purpose: str
    made_at: datetime


def list_backups(folder: Path) -> list[Backup]:
    """The copies of a folder, newest first by their number; other files are passed over."""
    found = [backup for path in folder.glob("desk-*.db") if (backup := _named(path)) is not None]
    return sorted(found, key=lambda backup: backup.sequence, reverse=True)


def _named(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    number, purpose, moment = match.groups()
    made_at = datetime.strptime(f"{moment}+0000", "%Y%m%d-%H%M%S%z")
    return Backup(path, int(number), purpose, made_at)


def next_path(folder: Path, purpose: str, moment: datetime) -> Path:
    """The name of the next copy of a folder."""
    newest = list_backups(folder)
    number = newest[0].sequence + 1 if newest else 1
    return folder / f"desk-{number:06d}-{purpose}-{moment:%Y%m%d-%H%M%S}.db"


def copy_database(
    source: Any,
    target: Path,
    key: DataKey,
    *,
    keys_beside: bytes = b"",
    known_faults: Collection[str] = (),
) -> None:
    """Copy an open SQLCipher connection's data to `target`, whole or not at all.

    `known_faults` are those of the source that the copy may have as well.

    The whole copy is made in one step: stepwise copying begins again at every write. `keys_beside`
    are the wrapped keys to put beside it. Raises BackupFailed when the copy does not verify, OSError
    or FileCannotBeWritten when the folder cannot be written.
    """
    from sqlcipher3 import dbapi2

    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    copy = dbapi2.connect(str(part), isolation_level=None)
    try:
        copy.execute(f"PRAGMA key = \"x'{key.raw.hex()}'\"")
        source.execute("BEGIN")
        _tables(source)  # the first read fixes one view of the data, whatever is written meanwhile
        source.backup(copy, pages=-1)
        faults = [one for one in faults_of(copy) if one not in known_faults]
        faults = faults or differences(source, copy)
        said = described(copy)
    except BaseException:
        faults = ["unfinished"]
        raise
    finally:
        if source.in_transaction:
            source.execute("ROLLBACK")
        copy.close()
        if faults:
            _drop(part)
    if faults:
        raise BackupFailed(path=str(target), reason=faults[0])
    try:
        _write_beside(part, target, key, said, keys_beside)
        durable.rename(part, target)
    except BaseException:
        _drop(part)
        if not target.exists():
            companions.remove(target)
        raise


def _write_beside(
    part: Path, target: Path, key: DataKey, said: "Described", keys_beside: bytes
) -> None:
    """The manifest of data that has a chain of its audit, and the keys."""
    companions.write_key(target, keys_beside)
    if said.head is None:
        return
    audit_key = chain.derived(key.raw, "audit")
    manifest = Manifest(
        version=said.version,
        rows=said.rows,
        head=said.head,
        digest=companions.file_digest(part),
        made_at=wall_clock(),
        key=chain.key_id(audit_key),
    )
    companions.write_manifest(target, manifest, audit_key)


@dataclass(frozen=True)
class Described:
    """What a copy holds: rows a table, and the head of its chain when it has one."""

    version: str
    rows: dict[str, int]
    head: Head | None


def described(connection: Any) -> Described:
    tables = _tables(connection)
    version = ""
    if "alembic_version" in tables:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        version = str(found[0]) if found else ""
    rows = {table: _count(connection, table) for table in tables}
    return Described(version, rows, head_of(connection))


def head_of(connection: Any) -> Head | None:
    """The end of the audit's chain; None where data is older than it."""
    has_chain = connection.execute(
        "SELECT 1 FROM pragma_table_info('change') WHERE name = 'seal'"
    ).fetchone()
    if has_chain is None:
        return None
    found = connection.execute(
        "SELECT position, seal FROM change ORDER BY position DESC LIMIT 1"
    ).fetchone()
    return Head(int(found[0]), bytes(found[1])) if found else Head()


def _drop(part: Path) -> None:
    """Remove a copy that is not whole, with what SQLite keeps beside it."""
    for beside in ("", "-journal", "-wal", "-shm"):
        part.with_name(part.name + beside).unlink(missing_ok=True)


def check_copy(path: Path, key: DataKey) -> list[str]:
    """Open a copy and list what is wrong with it; nothing when it is sound."""
    from sqlcipher3 import dbapi2

    if not path.is_file() or read_salt(path) in {b"", PLAIN_HEADER}:
        return ["not a data file of MolenGeek Desk"]
    connection = dbapi2.connect(
        f"{path.absolute().as_uri()}?immutable=1", uri=True, isolation_level=None
    )
    try:
        prepare(connection, key, keeps_journal=True)
        return faults_of(connection)
    except dbapi2.DatabaseError as error:
        return [str(error)]
    finally:
        connection.close()


def faults_of(connection: Any) -> list[str]:
    """What SQLCipher's page authentication, SQLite's structure check and foreign keys find wrong."""
    from sqlcipher3 import dbapi2

    faults: list[str] = []
    try:
        faults += _forged_pages_now(connection)
        if faults:
            return faults  # what stands on such pages cannot be asked any more
        faults += _broken_structure(connection)
        faults += _broken_references(connection)
    except dbapi2.DatabaseError as error:  # too damaged to be asked
        faults.append(str(error))
    return faults


def _forged_pages_now(connection: Any) -> list[str]:
    """Pages that a power cut left half-written are whole in the log: written once more, then judged."""
    faults = _forged_pages(connection)
    if faults:
        connection.execute("PRAGMA wal_checkpoint(FULL)").fetchall()
    return faults and _forged_pages(connection)


def _broken_structure(connection: Any) -> list[str]:
    return [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]


def _broken_references(connection: Any) -> list[str]:
    return [
        f"{row[0]} refers to a missing {row[2]}"
        for row in connection.execute("PRAGMA foreign_key_check")
    ]


def _forged_pages(connection: Any) -> list[str]:
    """Pages of the file that do not authenticate; SQLCipher looks past what the log has newer."""
    return [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]


def differences(source: Any, copy: Any) -> list[str]:
    """Tables whose row counts a copy does not share with its source, and another end of the audit."""
    unlike = [
        f"{table} is not whole"
        for table in _tables(source)
        if _count(source, table) != _count(copy, table)
    ]
    return unlike + (["the audit ends elsewhere"] if head_of(source) != head_of(copy) else [])


def _tables(connection: Any) -> list[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return [str(row[0]) for row in found if not str(row[0]).startswith("sqlite_")]


def _count(connection: Any, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608 - a name read from the schema


def sweep(folder: Path) -> None:
    """Remove what copies that were killed left behind; one under way elsewhere is younger than that."""
    now = time.time()
    for left in folder.glob("desk-*.db.part*"):
        try:
            if abs(now - left.stat().st_mtime) > LEFT_BEHIND:
                left.unlink()
        except OSError:
            continue  # another desk was quicker


def thin_out(folder: Path) -> list[Path]:
    """Remove routine copies that are no longer among the newest, or the last of their day (7),
    week (4) or month (12). Copies made for a purpose stay. Returns what was removed."""
    routine = [backup for backup in list_backups(folder) if backup.purpose == ROUTINE]
    kept = {backup.path for backup in routine[:KEPT_NEWEST]}
    kept |= _newest_of_each(routine, "%Y-%m-%d", KEPT_DAYS)
    kept |= _newest_of_each(routine, "%G-%V", KEPT_WEEKS)
    kept |= _newest_of_each(routine, "%Y-%m", KEPT_MONTHS)
    removed = [backup.path for backup in routine if backup.path not in kept]
    for path in removed:
        companions.remove(path)
    return removed


def _newest_of_each(newest_first: Iterable[Backup], period: str, most: int) -> set[Path]:
    newest: dict[str, Path] = {}
    for backup in newest_first:
        newest.setdefault(backup.made_at.strftime(period), backup.path)
    return set(list(newest.values())[:most])
