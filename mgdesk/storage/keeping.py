"""Keeping the data of an open store: copied, checked, brought back from a copy."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine

from mgdesk.errors import DeskError, DiskFull, FileCannotBeWritten
from mgdesk.i18n import N_
from mgdesk.i18n import gettext as _
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.keeping import CopyRow, CopyTest
from mgdesk.rules.passphrase import Secret
from mgdesk.storage import (
    backup,
    chain,
    chain_check,
    companions,
    fulltext,
    keys,
    logbook,
    migrate,
)
from mgdesk.storage.chain_check import FORMER_KEYS, Anchor, Findings
from mgdesk.storage.companions import ManifestForged
from mgdesk.storage.database import Store, encrypted_engine, translated_errors
from mgdesk.storage.keys import DataKey


class KeptByServer(DeskError):
    sentence = N_("This data is kept by a database server: copy and check it there.")


class NoCopyYet(DeskError):
    sentence = N_("There is no copy yet. Make one first.")


def back_up(store: Store, folder: Path, purpose: str, target: Path | None = None) -> Path:
    """Make a verified copy, in the folder of copies unless a target is given; where it is.

    Raises BackupFailed, FileCannotBeWritten, DiskFull, KeptByServer.
    """
    path = target or backup.next_path(folder, purpose, wall_clock())
    beside = keys.portable(store.seals.folder) if store.seals else b""
    with _raw(store) as (connection, key), told(path), translated_errors():
        backup.copy_database(connection, path, key, keys_beside=beside)
    backup.thin_out(folder)
    backup.sweep(folder)
    return path


def back_up_as_it_is(store: Store, folder: Path, purpose: str) -> Path:
    """Copy data with the faults that it has, before they are mended; where it is. Raises as `back_up`."""
    path = backup.next_path(folder, purpose, wall_clock())
    beside = keys.portable(store.seals.folder) if store.seals else b""
    with _raw(store) as (connection, key), told(path), translated_errors():
        known = backup.faults_of(connection)
        backup.copy_database(connection, path, key, keys_beside=beside, known_faults=known)
    return path


# --- the health of the data ----------------------------------------------------------------------


def check(store: Store, folder: Path | None = None, second: Path | None = None) -> list[str]:
    """What is wrong with the data, in the words of the checks; nothing when it is sound.

    The end of the audit is compared with what the copies of the folders remember of it. On a server
    only the audit is checked.
    """
    return check_file(store) or check_audit(store, folder, second).faults


def check_file(store: Store) -> list[str]:
    """What is wrong with the file itself: each page authenticated, structure, references."""
    if store.key is None:
        return []
    with _raw(store) as (connection, _key):
        return backup.faults_of(connection)


def check_search(store: Store) -> list[str]:
    """Where the index of words and the data do not agree; nothing when they do."""
    with store.engine.execution_options(begins_immediate=True).begin() as connection:
        return fulltext.faults(connection)


def rebuild_search(store: Store) -> None:
    """Make the index of words anew, for data that it does not agree with."""
    with store.engine.execution_options(begins_immediate=True).begin() as connection:
        fulltext.rebuild(connection)


def check_audit(store: Store, folder: Path | None = None, second: Path | None = None) -> Findings:
    """What the chain of the audit tells."""
    folders = [place for place in (folder, second) if place is not None]
    with store.engine.connect() as connection:
        anchors, forged = _anchors(connection, folders)
        findings = chain_check.check(connection, anchors)
    findings.faults.extend(forged)
    return findings


def _anchors(connection: Connection, folders: list[Path]) -> tuple[list[Anchor], list[str]]:
    """The heads that copies and restores remember, without those that a later restore left behind."""
    audit_keys, own = chain_check.known_keys(connection), chain.key_of(connection)
    restores = logbook.restores(folders[0], own) if folders else []
    found: list[tuple[Anchor, float]] = [
        (Anchor(restore.head, restore.name), restore.sequence + 0.5) for restore in restores
    ]
    forged = []
    for copy in (copy for folder in folders for copy in backup.list_backups(folder)):
        try:
            manifest = companions.read_manifest(copy.path, audit_keys)
        except ManifestForged:
            forged.append(_("The manifest of the copy {name} was edited.", name=copy.path.name))
            continue
        if manifest is not None:
            found.append((Anchor(manifest.head, copy.path.name), copy.sequence))
    return [
        anchor
        for anchor, sequence in found
        if anchor.head.position
        and not any(restore.excuses(anchor, sequence) for restore in restores)
    ], forged


# --- copies --------------------------------------------------------------------------------------


def list_copies(store: Store, folder: Path) -> list[CopyRow]:
    """The copies of a folder, newest first, with what their manifests say. Raises KeptByServer."""
    if store.key is None:
        raise KeptByServer
    with store.engine.connect() as connection:
        audit_keys = chain_check.known_keys(connection)
    return [_row(copy, audit_keys) for copy in backup.list_backups(folder)]


def _row(copy: backup.Backup, audit_keys: dict[bytes, bytes]) -> CopyRow:
    try:
        manifest = companions.read_manifest(copy.path, audit_keys)
    except ManifestForged:
        manifest = None
    return CopyRow(
        path=copy.path,
        sequence=copy.sequence,
        purpose=copy.purpose,
        made_at=copy.made_at,
        size=copy.path.stat().st_size,
        rows=manifest.all_rows if manifest else None,
        is_verified=manifest is not None,
    )


def try_restore(store: Store, folder: Path) -> CopyTest:
    """Open the newest copy in a temporary folder, check it whole and bring it up; what was found.

    Raises NoCopyYet, KeptByServer, FileCannotBeWritten, DiskFull.
    """
    copies = list_copies(store, folder)
    if not copies or store.key is None:
        raise NoCopyYet
    copy = copies[0]
    with TemporaryDirectory(prefix="mgdesk-") as place, told(Path(place)):
        tried = Path(place) / copy.path.name
        shutil.copyfile(copy.path, tried)
        faults = backup.check_copy(tried, store.key) or _unlike_manifest(store, copy, tried)
    tested = CopyTest(copy.path.name, wall_clock(), copy.rows or 0, tuple(faults))
    noted = asdict(tested) | {"at": tested.at.isoformat()}
    logbook.note(folder, logbook.TESTED, noted)
    return tested


def last_test(folder: Path) -> CopyTest | None:
    noted = logbook.read(folder).get(logbook.TESTED) or {}
    try:
        moment = datetime.fromisoformat(noted["at"]).astimezone(UTC)
        return CopyTest(noted["name"], moment, int(noted["rows"]), tuple(noted["faults"]))
    except (TypeError, KeyError, ValueError):
        return None


def _unlike_manifest(store: Store, copy: CopyRow, tried: Path) -> list[str]:
    """Where an opened copy is not what its manifest says, or cannot be brought to these tables."""
    assert store.key is not None
    engine = encrypted_engine(tried, store.key)
    try:
        with engine.connect() as connection:
            manifest = companions.read_manifest(copy.path, chain_check.known_keys(connection))
            raw = connection.connection.driver_connection
            said = backup.described(raw)
        if manifest is not None and (manifest.rows, manifest.head) != (said.rows, said.head):
            return [_("It does not hold what its manifest says.")]
        if migrate.check_version(said.version):
            migrate.upgrade(engine)
        with engine.connect() as connection:
            return chain_check.check(connection).faults
    except ManifestForged:
        return [_("The manifest of the copy {name} was edited.", name=copy.path.name)]
    finally:
        engine.dispose()


# --- restoring -----------------------------------------------------------------------------------


def restore(store: Store, folder: Path, source: Path, secret: Secret | None = None) -> Path:
    """Bring the data back to a copy, in one transaction; where the data of before was copied to.

    A copy of another home needs the keys beside it and a secret that opens them. Other desks on the
    same file simply see the older data. Raises NotABackup, NewerData, Locked, BackupFailed,
    FileCannotBeWritten, KeptByServer; nothing is changed then.
    """
    with _raw(store) as (_connection, own):
        key = _key_of(source, own, secret or Secret())
        _check_source(source, key)
    before = back_up(store, folder, "before-restore")
    with _raw(store) as (connection, _own), translated_errors(), _opened(source, key) as copy:
        keeps = _shared(connection, copy)
        copy.backup(connection, pages=-1)
    if migrate.check_version(migrate.version_of(store.engine)):
        _bring_up(store.engine, key)
    fulltext.bring_up(store.engine)
    _note_restore(store, folder, source, before, key, keeps)
    return before


def _shared(data: Any, copy: Any) -> int:
    """The last change that two files have in common: their chains part once and never meet again."""
    heads = backup.head_of(data), backup.head_of(copy)
    if heads[0] is None or heads[1] is None:
        return 0  # a copy of before there was a chain
    wanted = "SELECT seal FROM change WHERE position = ?"
    least, most = 0, min(heads[0].position, heads[1].position)
    while least < most:
        middle = (least + most + 1) // 2
        seals = [file.execute(wanted, (middle,)).fetchone() for file in (data, copy)]
        least, most = (middle, most) if seals[0] == seals[1] else (least, middle - 1)
    return least


def _key_of(source: Path, own: DataKey, secret: Secret) -> DataKey:
    """The key that a copy was made with: this home's, or the one that travels beside it, wrapped."""
    try:
        file = keys.read(companions.beside(source, companions.KEY))
    except (keys.KeyFileMissing, keys.KeyFileDamaged):
        return own
    return own if file.values.get("id") == keys.key_id(own.raw) else file.key(secret)


def _bring_up(engine: Engine, key: DataKey) -> None:
    """Migrate data that came in: what is sealed now is sealed by the key that it came with."""
    migrate.upgrade(engine.execution_options(**{chain.KEY: chain.derived(key.raw, "audit")}))


def _note_restore(
    store: Store, folder: Path, source: Path, before: Path, key: DataKey, keeps: int
) -> None:
    """Have the audit's check know that changes went, and believe the key of data from elsewhere."""
    assert store.key is not None
    if key.raw != store.key.raw:
        _believe(store, chain.derived(key.raw, "audit"))
    with store.engine.connect() as connection:
        head, own = chain.head_of(connection), chain.key_of(connection)
    (made,) = [copy for copy in backup.list_backups(folder) if copy.path == before]
    logbook.note_restore(folder, logbook.Restore(made.sequence, keeps, head, source.name), own)


def _believe(store: Store, audit_key: bytes) -> None:
    from mgdesk.model.audit import Setting

    with store.writing() as session:
        kept = session.get(Setting, FORMER_KEYS)
        known = {**(kept.value if kept else {}), chain.key_id(audit_key).hex(): audit_key.hex()}
        session.merge(Setting(name=FORMER_KEYS, value=known))


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
