"""A damaged file read as far as it goes, into a new one that is whole: same key, same rows, none invented.

What the file itself still holds comes first. Where its rows lay on lost pages, those of the newest
copy take their places, then those that the audit tells of and an index still names; both are marked,
for they may be older. A row whose owner is lost for good is let go, and said.
"""

import logging
import shutil
from pathlib import Path
from typing import Any

from mgdesk.errors import DeskError, unreadable
from mgdesk.i18n import N_
from mgdesk.paths import Home
from mgdesk.rules.passphrase import Secret
from mgdesk.rules.salvage import SalvageReport
from mgdesk.storage import backup, erasures, fulltext, keys, migrate
from mgdesk.storage.database import APPLICATION_ID, encrypted_engine, translated_errors
from mgdesk.storage.keys import DataKey
from mgdesk.storage.opening import secret_of_environment
from mgdesk.storage.pages import read_pages
from mgdesk.storage.refilling import Copy, Filled, Refill, tables_saved
from mgdesk.storage.remains import Remains, remains

# ruff: noqa: S608 - the names in these statements are our own
logger = logging.getLogger(__name__)


class PlaceTaken(DeskError):
    sentence = N_("There is data in {path} already. Choose an empty folder for what is saved.")


class NothingToSave(DeskError):
    sentence = N_(
        "Nothing of {path} can be read with the key of this home: it is not its data, or all of it is"
        " destroyed. Restore the newest copy."
    )


def salvage(damaged: Path, home: Home, target: Home, secret: Secret | None = None) -> SalvageReport:
    """Read `damaged` with the key of `home` (and its newest copy that opens) into the home `target`.

    The damaged file is left as it is. Raises PlaceTaken, NothingToSave, FileNotThere, FileCannotBeRead,
    KeyFileMissing, Locked, FileCannotBeWritten, NewerData, DiskFull, OSError; nothing stays in the
    new home then.
    """
    if target.database.exists() or target.keys.exists():
        raise PlaceTaken(path=str(target.root))
    key = keys.load_key(home.keys, secret or secret_of_environment())
    try:
        pages = read_pages(damaged, key)
    except OSError as problem:
        raise unreadable(damaged, problem) from problem
    if not pages.found:
        raise NothingToSave(path=str(damaged))
    part = target.database.with_suffix(".new")
    target.root.mkdir(parents=True, exist_ok=True)
    try:
        with translated_errors():
            copy = _newest_copy(home, key)
            copy.forget({one.hex for one in erasures.noted(home.root)})
            found = remains(pages, copy.roots)
            report = _write(found, copy, part, key)
        shutil.copytree(home.keys, target.keys)
        for beside in (home.settings, home.root / erasures.FILE):
            if beside.exists():
                shutil.copy(beside, target.root / beside.name)
        _settle(part, target, key)
    except BaseException:
        for leftover in target.root.glob(f"{part.name}*"):
            leftover.unlink(missing_ok=True)
        shutil.rmtree(target.keys, ignore_errors=True)
        raise
    return SalvageReport(
        database=target.database,
        pages=pages.count,
        lost_pages=len(pages.lost),
        copy=copy.name,
        tables=report.tables,
        people=report.people,
        unplaced=report.unplaced,
    )


def _settle(part: Path, target: Home, key: DataKey) -> None:
    """The file is checked like any copy before it takes its name."""
    faults = backup.check_copy(part, key)
    if faults:
        raise backup.BackupFailed(path=str(target.database), reason=faults[0])
    part.replace(target.database)
    keys.note_salt(target.keys, key, target.database)


# --- the newest copy -------------------------------------------------------------------------------


def _newest_copy(home: Home, key: DataKey) -> Copy:
    for one in backup.list_backups(home.backups):
        if not backup.check_copy(one.path, key):
            return _read_copy(one.path, key)
    return Copy()


def _read_copy(path: Path, key: DataKey) -> Copy:
    engine = encrypted_engine(path, key, is_only_read=True)
    try:
        with engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            copy = Copy(
                path, str(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])
            )
            listed = raw.execute("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'")
            copy.roots = {name: root for name, root in listed.fetchall() if root}
            for table in tables_saved():
                if table in copy.roots:
                    found = raw.execute(f'SELECT rowid, * FROM "{table}"')
                    copy.rows[table] = {row[0]: tuple(row[1:]) for row in found}
            return copy
    finally:
        engine.dispose()


# --- writing ---------------------------------------------------------------------------------------


def _write(found: Remains, copy: Copy, part: Path, key: DataKey) -> Filled:
    part.unlink(missing_ok=True)
    version = _version(found) or copy.version or migrate.head()
    migrate.check_version(version)
    engine = encrypted_engine(part, key)
    try:
        with engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate.upgrade(engine, version)
        work = Refill(found, copy)
        with migrate.without_foreign_keys(engine) as connection, connection.begin():
            work.fill(connection, is_newest=version == migrate.head())
        migrate.upgrade(engine)
        with engine.execution_options(begins_immediate=True).begin() as connection:
            fulltext.rebuild(connection)
        with engine.connect() as connection:
            report = work.report(connection)
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return report
    finally:
        engine.dispose()


def _version(found: Remains) -> str:
    rows = found.rows.get("alembic_version", {}).values()
    return next((str(values[0]) for values in rows), "")
