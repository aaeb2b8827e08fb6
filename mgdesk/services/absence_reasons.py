"""Why somebody may be absent: reasons for every funder, or for one profile."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import AbsenceReason
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.rights import Right
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change


class ReasonIncomplete(DeskError):
    sentence = N_("A reason for absence needs a code and a label: type both.")


class ReasonCodeTaken(DeskError):
    sentence = N_("There is a reason with the code {code} already. Choose another code.")


class ReasonTooLong(DeskError):
    sentence = N_("A text of {length} characters is too long here: at most {most} fit. Shorten it.")


@needs(Right.RUN)
def add_absence_reason(
    session: Session,
    *,
    code: str,
    label: str,
    is_justified: bool = True,
    needs_proof: bool = True,
    funder_profile_id: UUID | None = None,
) -> UUID:
    """Add a reason, for every funder or for one profile. Raises ReasonIncomplete, ReasonCodeTaken."""
    reason = AbsenceReason(id=new_key(), funder_profile_id=funder_profile_id)
    _fill_reason(session, reason, code, label)
    reason.is_justified, reason.needs_proof = is_justified, needs_proof
    session.add(reason)
    name_change(session, N_("Reason for absence {label} added"), label=reason.label)
    return reason.id


@needs(Right.RUN)
def update_absence_reason(
    session: Session,
    *,
    reason_id: UUID,
    code: str,
    label: str,
    is_justified: bool,
    needs_proof: bool,
) -> None:
    """Change a reason. Raises NotFound, ReasonIncomplete, ReasonCodeTaken."""
    reason = _found(session, reason_id)
    _fill_reason(session, reason, code, label)
    reason.is_justified, reason.needs_proof = is_justified, needs_proof
    name_change(session, N_("Reason for absence {label} changed"), label=reason.label)


@needs(Right.RUN)
def delete_absence_reason(session: Session, *, reason_id: UUID) -> None:
    """Delete a reason; absences explained by it stay without one. Raises NotFound."""
    reason = _found(session, reason_id)
    name_change(session, N_("Reason for absence {label} deleted"), label=reason.label)
    session.delete(reason)


def _found(session: Session, reason_id: UUID) -> AbsenceReason:
    reason = session.get(AbsenceReason, reason_id)
    if reason is None:
        raise NotFound
    return reason


def _fill_reason(session: Session, reason: AbsenceReason, code: str, label: str) -> None:
    reason.code, reason.label = _text(code), _text(label)
    if not reason.code or not reason.label:
        raise ReasonIncomplete
    owner = reason.funder_profile_id
    same_owner = (
        AbsenceReason.funder_profile_id.is_(None)
        if owner is None
        else AbsenceReason.funder_profile_id == owner
    )
    taken = select(AbsenceReason.id).where(
        AbsenceReason.code == reason.code, same_owner, AbsenceReason.id != reason.id
    )
    with session.no_autoflush:
        if session.scalar(taken) is not None:
            raise ReasonCodeTaken(code=reason.code)


def _text(text: str) -> str:
    text = names.clean(text)
    if len(text) > names.LONGEST:
        raise ReasonTooLong(length=len(text), most=names.LONGEST)
    return text
