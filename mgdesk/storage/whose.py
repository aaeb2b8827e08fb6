"""Who may turn a change back: whoever did it; what somebody else did, only a manager.

What concerns staff is changed where staff are, never undone: a redone promotion would be a key.
"""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.i18n import gettext as _
from mgdesk.model import AuditEntry, Change, Staff
from mgdesk.rules.rights import RIGHTS_OF, TOLD, Right
from mgdesk.storage import undo
from mgdesk.storage.duty import NotAllowed, demand, on_duty
from mgdesk.storage.undo import UndoReport

# Not absences: whoever marks notes them too, and undoing shows nobody what their proofs are.
_CONFIDED: Final = frozenset(
    table for table, (right, _columns) in TOLD.items() if right is not Right.JUSTIFY
)


class ChangeOfAnother(NotAllowed):
    sentence = N_("{name} did this: only they or a manager can undo it.")


class StaffNotUndone(DeskError):
    sentence = N_(
        "Who works at the desk is not changed by undoing. A manager changes it in Settings, Staff."
    )


def turn_back(session: Session, *, change_id: UUID, keeps_conflicts: bool) -> UndoReport:
    """Undo a change, or redo it when it is an undo.

    Raises NotAllowed, ChangeOfAnother, StaffNotUndone, ChangeGone, UndoConflict.
    """
    _check_whose(session, change_id)
    _check_what(session, change_id)
    return undo.undo_change(session, change_id=change_id, keeps_conflicts=keeps_conflicts)


def changes_staff(table: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> bool:
    """Whether a row of the audit is about who works here; which person that is may be merged and undone."""
    if table != Staff.__tablename__:
        return False
    return before is None or after is None or bool(set(after) - {"person_id"})


def _check_whose(session: Session, change_id: UUID) -> None:
    who = on_duty(session)
    if who is None or who.may(Right.RUN):
        return
    change = session.get(Change, change_id)
    if change is None:
        return  # gone, as undoing says
    if change.staff_id != who.staff_id:
        doer = session.get(Staff, change.staff_id) if change.staff_id else None
        raise ChangeOfAnother(name=doer.name if doer else _("Somebody"))
    if not RIGHTS_OF[who.role]:
        demand(session, Right.WELCOME)


def _check_what(session: Session, change_id: UUID) -> None:
    """Bringing back what one deleted oneself, such as a person with their notes, tells nobody anything."""
    who, change = on_duty(session), session.get(Change, change_id)
    is_own = who is not None and change is not None and change.staff_id == who.staff_id
    rows = session.execute(
        select(
            AuditEntry.table_name, AuditEntry.operation, AuditEntry.before, AuditEntry.after
        ).where(
            AuditEntry.change_id == change_id,
            AuditEntry.table_name.in_((Staff.__tablename__, *_CONFIDED)),
        )
    )
    for table, operation, before, after in rows:
        if changes_staff(table, before, after):
            raise StaffNotUndone
        if is_own and operation == "delete":
            continue
        right, told = TOLD.get(table, (Right.RUN, frozenset()))
        if any((values or {}).get(name) for values in (before, after) for name in told):
            demand(session, right)
