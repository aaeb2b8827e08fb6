"""What was done lately, newest first: the list from which a change can be undone by its name."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from string import Formatter
from typing import Any, Final
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from mgdesk import i18n
from mgdesk.model.audit import AuditEntry, Change
from mgdesk.model.staff import Staff
from mgdesk.rules.clock import wall_clock
from mgdesk.storage.audit import PLURAL, REDO
from mgdesk.storage.reach import EVERYWHERE
from mgdesk.storage.undo import KEPT_FOR

ERASED: Final = "…"  # in the place of what an erasure took out of a title


@dataclass(frozen=True)
class ChangeRow:
    """One change; `rows` counts what it touched, `at` is in UTC."""

    id: UUID
    at: datetime
    title: str
    rows: int
    is_undo: bool
    is_undone: bool
    can_undo: bool
    is_of_staff: bool  # who works at the desk is changed in the settings, never undone
    by: str  # who of the staff; empty: nobody had to sign on, or the program did it


@dataclass(frozen=True)
class AuditHead:
    """Where the chain of the audit ends: what a daily report prints, so that a cut tail is seen later.

    `seal` is hexadecimal; nothing was written yet when `position` is 0.
    """

    position: int
    seal: str
    at: datetime | None

    @property
    def short(self) -> str:
        """For paper: enough of the seal to know it again."""
        return f"{self.position}-{self.seal[:16].upper()}"


def audit_head(session: Session) -> AuditHead:
    """The last change's place in the chain, its seal and when it was."""
    newest = select(Change.position, Change.seal, Change.at).order_by(Change.position.desc())
    found = session.execute(newest.limit(1), execution_options=EVERYWHERE).first()
    return (
        AuditHead(found.position, found.seal.hex(), found.at) if found else AuditHead(0, "", None)
    )


def recent_changes(session: Session, *, limit: int = 100) -> list[ChangeRow]:
    """The newest changes, titled in the spoken language."""
    counted = (
        select(
            AuditEntry.change_id,
            func.count().label("rows"),
            func.max(case((AuditEntry.table_name == Staff.__tablename__, 1), else_=0)).label(
                "of_staff"
            ),
        )
        .group_by(AuditEntry.change_id)
        .subquery()
    )
    wanted = (
        select(Change, counted.c.rows, counted.c.of_staff, Staff.name)
        .outerjoin(counted, counted.c.change_id == Change.id)
        .outerjoin(Staff, Staff.id == Change.staff_id)
        .order_by(Change.at.desc())
        .limit(limit)
    )
    found = session.execute(wanted).all()
    undone = _undone(session)
    oldest = wall_clock() - KEPT_FOR
    return [
        _row(
            change,
            rows or 0,
            by or "",
            is_undone=change.id in undone,
            is_old=change.at <= oldest,
            is_of_staff=bool(of_staff),
        )
        for change, rows, of_staff, by in found
    ]


def _row(
    change: Change, rows: int, by: str, *, is_undone: bool, is_old: bool, is_of_staff: bool
) -> ChangeRow:
    return ChangeRow(
        id=change.id,
        at=change.at,
        title=change_title(change.title, change.values, is_undo=change.undoes_id is not None),
        rows=rows,
        is_undo=change.undoes_id is not None,
        is_undone=is_undone,
        can_undo=not (is_undone or is_old or is_of_staff),
        is_of_staff=is_of_staff,
        by=by,
    )


def _undone(session: Session) -> set[UUID]:
    """Changes that an undo not itself undone turned back."""
    pairs = session.execute(
        select(Change.id, Change.undoes_id)
        .where(Change.undoes_id.is_not(None))
        .where(Change.at > wall_clock() - KEPT_FOR - timedelta(days=1))
        .order_by(Change.at.desc())
    ).all()
    undone: set[UUID] = set()
    for undo, target in pairs:
        if undo not in undone and target is not None:
            undone.add(target)
    return undone


def change_title(title: str, values: dict[str, Any], *, is_undo: bool = False) -> str:
    """A change's title in the spoken language: `Undone: Léa Martin added`."""
    if not values and "{" in title:  # an erasure took them
        values = {field: ERASED for _, field, _, _ in Formatter().parse(title) if field}
    filled = {name: _shown(value) for name, value in values.items() if name not in {PLURAL, REDO}}
    if PLURAL in values:
        count = int(values.get("n", 0))
        filled.pop("n", None)
        text = i18n.ngettext(title, values[PLURAL], count, **filled)
    else:
        text = i18n.gettext(title, **filled)
    if REDO in values:
        return i18n.gettext("Redone: {title}", title=text)
    return i18n.gettext("Undone: {title}", title=text) if is_undo else text


def _shown(value: Any) -> object:
    if isinstance(value, dict):
        if "word" in value:
            return i18n.gettext(value["word"])
        if "day" in value:
            return i18n.format_day(date.fromisoformat(value["day"]), "short")
        if "moment" in value:
            return i18n.format_moment(datetime.fromisoformat(value["moment"]))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return i18n.number(value)
    return value
