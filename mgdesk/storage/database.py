"""The data: one SQLCipher file through SQLAlchemy, or a PostgreSQL server for a shared campus.

WAL with synchronous=FULL: an acknowledged commit survives a power cut. Writers begin IMMEDIATE, so
that two desks wait for each other instead of failing half-way; readers never wait.
"""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import get_ident
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from mgdesk.errors import DamagedData, DeskError, DiskFull, OutOfMemory, StaleRecord
from mgdesk.i18n import N_
from mgdesk.rules.clock import HybridClock
from mgdesk.storage import audit, chain, fulltext
from mgdesk.storage.keyfile import KeyFolder
from mgdesk.storage.keys import DataKey, read_salt
from mgdesk.storage.pages import holds_pages_of
from mgdesk.storage.presence import Presence

APPLICATION_ID = 0x4D474445  # "MGDE", in the file's header once decrypted
LEAST_FREE = 100_000  # bytes: with less, SQLite cannot make what it needs beside an open file
SMALLEST = 512  # bytes: the smallest page of SQLite
WAIT_SECONDS = 15.0  # for another desk's transaction; the window says that it waits
PLAIN_HEADER = b"SQLite format 3\x00"


class ForeignFile(DeskError):
    sentence = N_(
        "{path} is not a data file of MolenGeek Desk, or belongs to another key. It was left as it"
        " is: move it away, or choose another folder."
    )


class DamagedFile(DamagedData):
    sentence = N_(
        "The data file {path} is damaged and cannot be opened. Open the window, which can restore the"
        " newest copy of {backups} or save what can be read, or type: mgdesk salvage {path} NEW_HOME"
    )


class DamagedPart(DamagedData):
    sentence = N_(
        "Part of the data cannot be read any more: its file is damaged. Nothing was changed. Restore"
        " the newest backup."
    )


class FileCannotBeOpened(DeskError):
    sentence = N_("{path} cannot be opened: {reason}. Check the folder and its rights.")


class DataBusy(DeskError):
    sentence = N_("Another desk is writing right now. Nothing was changed; try again.")


class ReadOnlyData(DeskError):
    sentence = N_(
        "The data cannot be written: its file or folder is read-only. Nothing was changed."
    )


class ConflictingData(DeskError):
    sentence = N_(
        "This does not agree with what is already recorded, so nothing was changed. Refresh, then"
        " try again."
    )


class Turn:
    """The turn to write, which another desk may have: whether somebody here waits for it."""

    def __init__(self) -> None:
        self._waiting: set[int] = set()  # threads

    @property
    def is_waited_for(self) -> bool:
        return bool(self._waiting)

    @contextmanager
    def awaited(self) -> Iterator[None]:
        """While this block asks for the turn."""
        self._waiting.add(get_ident())
        try:
            yield
        finally:
            self._waiting.discard(get_ident())


class WritingSession(Session):
    """A session whose changes are audited and searched for: the only kind that is committed."""


audit.watch(WritingSession)
fulltext.watch(WritingSession)


@dataclass
class Store:
    """An open database: sessions that read, sessions that write, and the clock of what is written."""

    engine: Engine
    path: Path | None = None  # nothing for a server
    key: DataKey | None = None
    clock: HybridClock = field(default_factory=HybridClock)
    seals: KeyFolder | None = None  # of the campuses' keys, which sessions name to services
    own: set[UUID] = field(default_factory=set)  # changes of this desk that its watch has not seen
    turn: Turn = field(default_factory=Turn)
    presence: Presence = field(init=False)
    _writer: Engine = field(init=False)  # the same one, whose transactions take the turn to write

    def __post_init__(self) -> None:
        self.presence = Presence(self.path)
        self._writer = self.engine.execution_options(begins_immediate=True, turn=self.turn)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session over one consistent view of the data; what it changed is thrown away."""
        session = Session(self.engine, autoflush=False, info={"seals": self.seals})
        try:
            with translated_errors():
                yield session
        finally:
            session.rollback()
            session.close()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are one audited transaction, committed at the end of the block."""
        session = WritingSession(self._writer, expire_on_commit=False, info={"seals": self.seals})
        change = audit.begin(session, self.clock)
        self.own.add(change.change_id)  # before it can be seen
        is_written = False
        try:
            with translated_errors():
                self.presence.check()
                yield session
                session.commit()
                is_written = bool(change.entries)
                self.presence.check()
        finally:
            if not is_written:
                self.own.discard(change.change_id)
            session.close()

    def close(self) -> None:
        self.engine.dispose()


def encrypted_engine(path: Path, key: DataKey, *, is_only_read: bool = False) -> Engine:
    """An engine on a SQLCipher file; connects lazily. `is_only_read` leaves the file untouched.

    QueuePool: the dialect's own default of one connection a thread crashed with twelve threads.
    """
    from sqlcipher3 import dbapi2

    def connect() -> Any:
        address = f"{path.absolute().as_uri()}{'?immutable=1' if is_only_read else ''}"
        connection = dbapi2.connect(
            address,
            timeout=WAIT_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            uri=True,
        )
        prepare(connection, key, keeps_journal=is_only_read)
        return connection

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=5,
        hide_parameters=True,  # an error's text names nobody
        execution_options={chain.KEY: chain.derived(key.raw, "audit")},
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        options = connection.get_execution_options()
        if not options.get("begins_immediate"):
            connection.exec_driver_sql("BEGIN")
            return
        with options.get("turn", Turn()).awaited():
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def prepare(connection: Any, key: DataKey, *, keeps_journal: bool = False) -> None:
    """Give a raw connection the key and the promises that the data relies on.

    `keeps_journal` leaves the file's journal as it is, for a file that is only looked at.
    """
    connection.execute(f"PRAGMA key = \"x'{key.raw.hex()}'\"")
    connection.execute("PRAGMA cipher_log_level = NONE")  # faults are told by errors, not on stderr
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    if keeps_journal:
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten


def postgres_engine(url: str, audit_key: bytes) -> Engine:
    """An engine on a PostgreSQL server, `postgresql+psycopg://…`; the key seals what it writes."""
    return create_engine(
        url, pool_pre_ping=True, hide_parameters=True, execution_options={chain.KEY: audit_key}
    )


def check_file(engine: Engine, path: Path, key: DataKey, backups: Path) -> None:
    """Refuse a file that is not ours or cannot be read. Raises ForeignFile, DamagedFile, …"""
    if path.stat().st_size < SMALLEST:  # SQLite would take it for a new one and write into it
        raise DamagedFile(path=str(path), backups=str(backups))
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
            application = connection.exec_driver_sql("PRAGMA application_id").scalar()
    except DBAPIError as error:
        raise _unreadable(error, path, key, backups) from error
    if application != APPLICATION_ID:
        raise ForeignFile(path=str(path))


def _unreadable(error: DBAPIError, path: Path, key: DataKey, backups: Path) -> DeskError:
    header = read_salt(path)
    known = known_fault(error)
    if known is not None and not isinstance(known, DamagedData | ReadOnlyData):
        return known
    if "disk I/O" in str(error.orig) and shutil.disk_usage(path.parent).free < LEAST_FREE:
        return DiskFull()  # not even room for the log's index: nothing is wrong with the file
    if "unable to open" in str(error.orig) or "readonly" in str(error.orig):
        return FileCannotBeOpened(path=str(path), reason=str(error.orig))
    is_of_another = header == PLAIN_HEADER or bool(key.salt and header != key.salt)
    if is_of_another and not (key.salt and holds_pages_of(path, key)):
        return ForeignFile(path=str(path))
    return DamagedFile(path=str(path), backups=str(backups))


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn the database's faults that a person can mend into sentences."""
    try:
        yield
    except StaleDataError as error:
        raise StaleRecord from error
    except DBAPIError as error:
        known = known_fault(error)
        if known is None:
            raise
        raise known from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull from error
        raise


# What SQLite and PostgreSQL say, and what it means to a person.
_FAULTS: Final[dict[tuple[str, ...], type[DeskError]]] = {
    ("disk is full", "No space left"): DiskFull,
    ("out of memory",): OutOfMemory,
    ("locked", "busy"): DataBusy,
    ("readonly", "read-only"): ReadOnlyData,
    ("malformed", "not a database"): DamagedPart,
}


def known_fault(error: DBAPIError) -> DeskError | None:
    """The sentence for a fault of the database, or nothing when it is a bug of ours."""
    if isinstance(error, IntegrityError):
        return ConflictingData()
    text = str(error.orig)
    kinds = (kind for signs, kind in _FAULTS.items() if any(sign in text for sign in signs))
    found = next(kinds, None)
    return found() if found else None
