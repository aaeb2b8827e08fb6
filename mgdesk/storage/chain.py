"""The chain of the audit: each change sealed with the one before it, by a key derived from the data's.

A row's digest is an HMAC of what it says; a change's seal is one of the seal before it, its position,
its digest and those of its rows. Whoever lacks the key cannot edit, remove, add or swap anything
without `storage.chain_check` naming it; a cut tail is found by the heads that backups keep. Whoever
holds the key can write a new history: no program can prevent that, and `mgdesk check` says so.

Triggers refuse every UPDATE and DELETE of both tables. There is one door, for erasing a person:
`door(session)` opens it within one transaction; what is emptied keeps its digest, so the chain holds,
and is named (`audit.note_erased`) in the very change that empties it, so the check knows that it was meant.
"""

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, text
from sqlalchemy.orm import Session

from mgdesk.model.audit import AuditEntry, Change, Setting

KEY: Final = "audit_key"  # the engine's option that carries it
DOOR: Final = "audit door"
ERASED: Final = "erase"  # the operation of an entry that names an emptied one
GUARDED: Final = ("change", "audit_entry")
TURN: Final = 0x6D676465736B  # of an advisory lock: servers take one change after the other

_OF_CHANGE: Final = ("id", "at", "title", "values", "staff_id", "undoes_id")
_OF_ENTRY: Final = (
    "id", "change_id", "position", "table_name", "row_id", "operation", "before", "after",
)  # fmt: skip


_NEWEST: Final = select(Change.position, Change.seal).order_by(Change.position.desc()).limit(1)


@dataclass(frozen=True)
class Head:
    """The last change: its position, counted from 1, and its seal. Nothing written yet: 0 and empty."""

    position: int = 0
    seal: bytes = b""


def derived(secret: bytes, purpose: str) -> bytes:
    """32 bytes for one purpose from the data's key: HKDF-SHA256 (RFC 5869), empty salt."""
    extracted = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(extracted, b"mgdesk " + purpose.encode("ascii") + b"\x01", "sha256")


def key_id(key: bytes) -> bytes:
    """Which key sealed a change; tells nothing of the key itself."""
    return hmac.digest(key, b"id", "sha256")[:8]


# --- digests and seals ---------------------------------------------------------------------------


def change_digest(key: bytes, change: Mapping[str, Any]) -> bytes:
    return hmac.digest(key, b"change " + _canonical(change, _OF_CHANGE), "sha256")


def entry_digest(key: bytes, entry: Mapping[str, Any]) -> bytes:
    return hmac.digest(key, b"entry " + _canonical(entry, _OF_ENTRY), "sha256")


def seal_of(key: bytes, former: Head, digest: bytes, entries: Sequence[bytes]) -> Head:
    """The head that a change makes after the former one; `entries` are its rows' digests in order."""
    position = former.position + 1
    parts = (b"seal ", former.seal, position.to_bytes(8), len(entries).to_bytes(8), digest)
    return Head(position, hmac.digest(key, b"".join((*parts, *entries)), "sha256"))


def _canonical(row: Mapping[str, Any], names: Iterable[str]) -> bytes:
    """What a row says, the same before it is written and read back, on every database."""
    said = {name: _plain(row.get(name)) for name in names}
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value


# --- writing -------------------------------------------------------------------------------------


def seal(connection: Connection, change: dict[str, Any], entries: list[dict[str, Any]]) -> None:
    """Give a change that is about to be written, and its entries, their place in the chain."""
    key = key_of(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
    for entry in entries:
        entry["digest"] = entry_digest(key, entry)
    change["digest"] = change_digest(key, change)
    digests = [entry["digest"] for entry in entries]
    head = seal_of(key, head_of(connection), change["digest"], digests)
    change.update(position=head.position, seal=head.seal, sealed_by=key_id(key))


def key_of(connection: Connection) -> bytes:
    key: bytes = connection.get_execution_options()[KEY]
    return key


def head_of(connection: Connection) -> Head:
    found = connection.execute(_NEWEST).first()
    return Head(found.position, bytes(found.seal)) if found else Head()


# --- the guard and its door ----------------------------------------------------------------------


def guard(connection: Connection) -> None:
    """Refuse from now on every UPDATE and DELETE of the audit."""
    for statement in _guards(connection.dialect.name):
        connection.exec_driver_sql(statement)


def unguard(connection: Connection) -> None:
    is_server = connection.dialect.name == "postgresql"
    for table in GUARDED:
        for act in ("update", "delete", *(["truncate"] if is_server else [])):
            on = f" ON {table}" if is_server else ""
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_kept_{act}{on}")
    if is_server:
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS audit_is_kept()")


def _guards(dialect: str) -> Iterator[str]:
    shut = f"NOT EXISTS (SELECT 1 FROM setting WHERE name = '{DOOR}')"  # noqa: S608 - our own name
    said = "the audit is only added to"
    if dialect == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN IF {shut} THEN RAISE integrity_constraint_violation USING MESSAGE = '{said}';"
            " END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
    for table in GUARDED:
        for act in ("update", "delete"):
            trigger = f"CREATE TRIGGER {table}_kept_{act} BEFORE {act.upper()} ON {table}"
            if dialect == "postgresql":
                yield f"{trigger} FOR EACH ROW EXECUTE FUNCTION audit_is_kept()"
            else:
                yield f"{trigger} WHEN {shut} BEGIN SELECT RAISE(ABORT, '{said}'); END"
        if dialect == "postgresql":
            yield (
                f"CREATE TRIGGER {table}_kept_truncate BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept()"
            )


@contextmanager
def door(session: Session) -> Iterator[None]:
    """Let this transaction, and no other, empty what audit entries hold of a person.

    Set `before` and `after` (of a change: `values`) to nothing and leave all else, the digests above
    all; name what was emptied with `erased`.
    """
    session.execute(insert(Setting).values(name=DOOR, value={}))
    try:
        yield
    finally:
        session.execute(delete(Setting).where(Setting.name == DOOR))


# --- reading back --------------------------------------------------------------------------------


def rows_of(connection: Connection, least: int, most: int) -> Iterator[tuple[Any, list[Any]]]:
    """Changes from one position to another, in order, each with its entries; gaps are left out."""
    changes = connection.execute(
        select(*Change.__table__.columns)
        .where(Change.position.between(least, most))
        .order_by(Change.position)
    ).all()
    entries: dict[UUID, list[Any]] = {change.id: [] for change in changes}
    wanted = select(*AuditEntry.__table__.columns).where(AuditEntry.change_id.in_(list(entries)))
    for entry in connection.execute(wanted.order_by(AuditEntry.change_id, AuditEntry.position)):
        entries[entry.change_id].append(entry)
    yield from ((change, entries[change.id]) for change in changes)
