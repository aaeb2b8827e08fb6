"""What must hold of a home after any fault: sound, nothing acknowledged lost, nothing half there."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.desk import Desk
from mgdesk.model import IssuedDocument
from mgdesk.model.audit import AuditEntry, Change
from mgdesk.storage import backup, chain, companions, keys

from .traffic import WATCHED, Said

LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


@dataclass
class Expected:
    """Rows that were acknowledged; those of a deed under way may be there or not."""

    there: set[tuple[str, UUID]] = field(default_factory=set)
    gone: set[tuple[str, UUID]] = field(default_factory=set)
    papers: set[str] = field(default_factory=set)
    copy: str = ""  # the newest
    acknowledged: int = 0

    def hear(self, said: Said) -> None:
        rows = {(name, UUID(one)) for name in WATCHED for one in said.get(name, [])}
        self.acknowledged += bool(rows) and "is_going" not in said
        self.copy = said.get("copy", self.copy)
        self.papers |= {said["paper"]} if "paper" in said else set()
        if said.get("is_gone"):
            self.gone |= rows
        elif said.get("is_going"):
            self.there -= rows
        else:
            self.there |= rows


@dataclass(frozen=True)
class Before:
    """The watched rows that were there before the traffic, and the moment of the last change."""

    at: datetime = LONG_AGO
    rows: frozenset[tuple[str, UUID]] = frozenset()


def lost(desk: Desk, expected: Expected) -> list[str]:
    """Acknowledged rows that are not as they were said to be."""
    wanted = expected.there | expected.gone
    found = desk.read(_present, ids={row_id for _, row_id in wanted})
    return [
        *(f"{name} {row_id} is lost" for name, row_id in expected.there - found),
        *(f"{name} {row_id} is back" for name, row_id in expected.gone & found),
        *(["the newest copy is lost"] if _is_lost(desk, expected.copy) else []),
        *(f"paper {name} is lost" for name in expected.papers if not _is_whole(desk, name)),
    ]


def _is_lost(desk: Desk, copy: str) -> bool:
    return bool(copy) and not (desk.home.backups / copy).exists()


def _is_whole(desk: Desk, name: str) -> bool:
    path = desk.home.paper / name
    return path.is_file() and path.read_bytes().rstrip().endswith(b"%%EOF")


def torn(desk: Desk, since: Before) -> list[str]:
    """Rows without their audit, audit without its rows, search that knows other words, numbers
    that were skipped."""
    return [
        *desk.check(), *desk.check_search(), *desk.read(_half, since=since), *desk.read(_skipped),
    ]  # fmt: skip


def unsound_copies(desk: Desk) -> list[str]:
    """Copies that do not open whole, or are not what their manifest says."""
    key = keys.load_key(desk.home.keys)
    copies = backup.list_backups(desk.home.backups)
    return [
        copy.path.name
        for copy in copies
        if backup.check_copy(copy.path, key) or not _as_noted(copy.path, key)
    ]


def _as_noted(copy: Path, key: keys.DataKey) -> bool:
    audit_key = chain.derived(key.raw, "audit")
    manifest = companions.read_manifest(copy, {chain.key_id(audit_key): audit_key})
    return manifest is None or manifest.digest == companions.file_digest(copy)


def newest_change(session: Session) -> UUID | None:
    return session.scalar(select(Change.id).order_by(Change.at.desc()).limit(1))


def before(session: Session) -> Before:
    last = session.scalar(select(Change.at).order_by(Change.at.desc()).limit(1))
    return Before(last, frozenset(_all_rows(session))) if last else Before()


def _present(session: Session, *, ids: set[UUID]) -> set[tuple[str, UUID]]:
    return {row for row in _all_rows(session) if row[1] in ids}


def _all_rows(session: Session) -> set[tuple[str, UUID]]:
    return {
        (name, row_id)
        for name, table in WATCHED.items()
        for row_id in session.scalars(select(table.id))
    }


def _skipped(session: Session) -> list[str]:
    """Series of papers whose numbers are not 1, 2, 3…"""
    kept = IssuedDocument
    counted = select(kept.kind, kept.year, func.count(), func.max(kept.sequence)).group_by(
        kept.campus_id, kept.kind, kept.year
    )
    return [f"{row[0]} {row[1]} has gaps" for row in session.execute(counted) if row[2] != row[3]]


def _half(session: Session, *, since: Before) -> list[str]:
    """Follow the audit from a moment on, and compare what it says is there with what is there."""
    wanted = (
        select(Change.id, AuditEntry.table_name, AuditEntry.row_id, AuditEntry.operation)
        .outerjoin(AuditEntry, AuditEntry.change_id == Change.id)
        .where(Change.at > since.at)
        .order_by(Change.at, AuditEntry.position)
    )
    said, faults = set(since.rows), []
    for change_id, name, row_id, operation in session.execute(wanted):
        if operation is None:
            faults.append(f"change {change_id} has no rows")
        elif name in WATCHED and operation == "delete":
            said.discard((name, row_id))
        elif name in WATCHED:
            said.add((name, row_id))
    present = _all_rows(session)
    faults += [f"{name} {one} has audit and no row" for name, one in said - present]
    return faults + [f"{name} {one} has a row and no audit" for name, one in present - said]
