"""Opening a home's data: make it when there is none, refuse what is not ours, bring it up to date."""

import errno
import logging
import os
import shutil
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from mgdesk import durable
from mgdesk.errors import DeskError, DiskFull, FileCannotBeWritten
from mgdesk.i18n import N_
from mgdesk.model.audit import Change
from mgdesk.paths import Home
from mgdesk.rules.clock import HybridClock, wall_clock
from mgdesk.rules.passphrase import Secret
from mgdesk.storage import backup, fulltext, keeping, keys, migrate, presence
from mgdesk.storage.database import (
    APPLICATION_ID,
    Store,
    check_file,
    encrypted_engine,
    postgres_engine,
    translated_errors,
)
from mgdesk.storage.keyfile import KeyFolder
from mgdesk.storage.seals import wrap_seals
from mgdesk.storage.signing import wrap_signing_keys

logger = logging.getLogger(__name__)

PASSPHRASE = "MGDESK_PASSPHRASE"  # noqa: S105 - the name of a variable
SERVER = "MGDESK_DATABASE"  # a postgresql+psycopg:// address: the shared data of a campus
LEAST_ROOM = 8_000_000  # bytes: with less, a new file fails for want of room whatever it says


class DataFileMissing(DeskError):
    sentence = N_(
        "The data file {path} is missing, though its key is here. Put it back from where it went, or"
        " copy the newest file of {backups} to its place. To begin anew, move the folder of the keys"
        " away."
    )


def open_store(home: Home, *, server: str | None = None, secret: Secret | None = None) -> Store:
    """The store of a home, ready for this program's tables.

    Without a secret, MGDESK_PASSPHRASE opens what is locked. Raises a DeskError when the data is
    newer, foreign, damaged, locked (`Locked`) or cannot be written.
    """
    address = server or os.environ.get(SERVER)
    given = secret or secret_of_environment()
    store = _open_server(address, home) if address else _open_file(home, given)
    try:
        with translated_errors():
            fulltext.bring_up(store.engine)
            store.clock = HybridClock(_last_moment(store.engine))
    except BaseException:
        store.close()
        raise
    store.seals = KeyFolder(home.keys, store.key.raw if store.key else None)
    _wrap_bare_keys(store.seals)
    return store


def _wrap_bare_keys(place: KeyFolder) -> None:
    """What an older program left bare; where that cannot be, papers are signed all the same."""
    try:
        wrap_seals(place)
        wrap_signing_keys(place)
    except DeskError:
        logger.exception("the campuses' keys could not be wrapped")


def secret_of_environment() -> Secret:
    """What commands and scripts open the data with, when nothing else is given."""
    return Secret(os.environ.get(PASSPHRASE, ""))


def _open_server(address: str, home: Home) -> Store:
    engine = postgres_engine(address, keys.server_audit_key(home.keys))
    if migrate.check_version(migrate.version_of(engine)):
        migrate.upgrade(engine)
    return Store(engine)


def _open_file(home: Home, secret: Secret) -> Store:
    _make_folder(home.root)
    if home.database.exists():
        return _open_existing(home, secret)
    _refuse_lost(home)
    return _make_new(home, secret)


def _refuse_lost(home: Home) -> None:
    """A key that has opened a file, and no file: whoever begins anew here loses what there was."""
    if keys.key_path(home.keys).exists() and keys.read(keys.key_path(home.keys)).salt:
        raise DataFileMissing(path=str(home.database), backups=str(home.backups))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull from error
        raise FileCannotBeWritten(path=str(folder), reason=error.strerror) from error


def _open_existing(home: Home, secret: Secret) -> Store:
    key = keys.load_key(home.keys, secret)
    engine = encrypted_engine(home.database, key)
    try:
        with presence.without_strange_log(home.database, key.salt):
            check_file(engine, home.database, key, home.backups)
        with translated_errors():
            version = migrate.version_of(engine)
        if migrate.check_version(version):
            _keep_copy(engine, home, key, version or "0000")
            with translated_errors():
                migrate.upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    keys.note_salt(home.keys, key, home.database)
    return Store(engine, home.database, key)


def _make_new(home: Home, secret: Secret) -> Store:
    """A new file is made beside its place and moved there whole, so that none is ever half-made."""
    from sqlcipher3 import dbapi2

    try:
        return _make_file(home, secret)
    except (dbapi2.Error, DBAPIError, OSError) as error:
        if shutil.disk_usage(home.root).free > LEAST_ROOM:
            raise
        for leftover in home.root.glob(f"{home.database.stem}.new*"):
            leftover.unlink(missing_ok=True)
        raise DiskFull from error


def _make_file(home: Home, secret: Secret) -> Store:
    has_key = keys.key_path(home.keys).exists()
    key = keys.load_key(home.keys, secret) if has_key else keys.make_key(home.keys)
    part = home.database.with_suffix(".new")
    part.unlink(missing_ok=True)
    engine = encrypted_engine(part, key)
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrate.upgrade(engine)
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    durable.rename(part, home.database)
    for leftover in ("-wal", "-shm"):
        part.with_name(part.name + leftover).unlink(missing_ok=True)
    keys.note_salt(home.keys, key, home.database)
    return Store(encrypted_engine(home.database, key), home.database, key)


def _keep_copy(engine: Engine, home: Home, key: keys.DataKey, version: str) -> None:
    path = backup.next_path(home.backups, f"before-{migrate.head()}-from-{version}", wall_clock())
    with engine.connect() as connection, keeping.told(path):
        raw, beside = connection.connection.driver_connection, keys.portable(home.keys)
        backup.copy_database(raw, path, key, keys_beside=beside)


def _last_moment(engine: Engine) -> datetime | None:
    with engine.connect() as connection:
        return connection.execute(select(Change.at).order_by(Change.at.desc()).limit(1)).scalar()
