"""Letters about absences, as paper to print: nothing is registered."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.documents.absence_letter import AbsenceLetterRecord, MissedDay
from mgdesk.documents.paper import Logo
from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.model import Absence, AbsenceReason, Attendance, Enrolment, Signatory, Slot
from mgdesk.queries.hours import summaries
from mgdesk.queries.privacy import leaves_out, off_lists
from mgdesk.rules import names
from mgdesk.rules.attendance import ABSENT, AttendanceStatus
from mgdesk.rules.rights import Right
from mgdesk.services.documents import Paper, paper_of
from mgdesk.services.records import Issuer, issuer, logo_of, signatory_of
from mgdesk.services.rights import needs

ANSWER_DAYS: Final = 10  # to bring a proof


class NothingMissed(DeskError):
    sentence = N_("Nobody here missed a half-day: there is no letter to write.")


@needs(Right.TEACH)
def draft_absence_letters(
    session: Session,
    *,
    cohort_id: UUID,
    day: date,
    enrolment_ids: Sequence[UUID] = (),
    language: str | None = None,
    signatory_id: UUID | None = None,
) -> Paper:
    """A letter for each of those given (everybody with an absence without reason when nobody is),
    in the person's language. Raises NotFound, NothingMissed."""
    source = issuer(session, cohort_id=cohort_id)
    missed = _missed(session, cohort_id)
    wanted = set(enrolment_ids) or {
        key for key, days in missed.items() if not all(day.is_justified for day in days)
    }
    known = summaries(session, cohort_ids=[cohort_id])
    rows = session.scalars(
        select(Enrolment).join(Enrolment.person).where(Enrolment.id.in_(wanted & set(missed)))
    )
    unlisted = off_lists(session) if leaves_out(enrolment_ids) else set()
    records = [
        _record(session, source, one, missed[one.id], known[one.id], (day, language, signatory_id))
        for one in sorted(rows, key=lambda one: (one.person.sort_key, one.id))
        if one.person_id not in unlisted
    ]
    if not records:
        raise NothingMissed
    return paper_of(session, records)


def _missed(session: Session, cohort_id: UUID) -> dict[UUID, list[MissedDay]]:
    """Days on which somebody was away, with the half-days, by enrolment."""
    rows = session.execute(
        select(Attendance.enrolment_id, Attendance.status, Slot.day, Slot.half, AbsenceReason.label)
        .join(Slot, Slot.id == Attendance.slot_id)
        .outerjoin(Absence, Absence.id == Attendance.absence_id)
        .outerjoin(AbsenceReason, AbsenceReason.id == Absence.reason_id)
        .where(Slot.cohort_id == cohort_id, Attendance.status.in_(ABSENT))
        .order_by(Slot.day, Slot.starts_at)
    )
    days: dict[tuple[UUID, date], list[Any]] = defaultdict(list)
    for row in rows:
        days[row.enrolment_id, row.day].append(row)
    found: dict[UUID, list[MissedDay]] = defaultdict(list)
    for (enrolment_id, day), halves in days.items():
        is_justified = all(one.status is AttendanceStatus.ABSENT_JUSTIFIED for one in halves)
        reason = next((one.label for one in halves if one.label and is_justified), "")
        found[enrolment_id].append(
            MissedDay(day, tuple(one.half for one in halves), is_justified, reason)
        )
    return found


def _record(
    session: Session,
    source: Issuer,
    enrolment: Enrolment,
    days: list[MissedDay],
    summary: Any,
    how: tuple[date, str | None, UUID | None],
) -> AbsenceLetterRecord:
    day, language, signatory_id = how
    person, campus = enrolment.person, source.campus
    signatory = signatory_of(session, campus, signatory_id)
    return AbsenceLetterRecord(
        language=source.language(language or "", person.language),
        letterhead=source.letterhead,
        name=names.display_name(person.first_name, person.surname),
        address=tuple(
            filter(None, (person.street, f"{person.postcode} {person.municipality}".strip()))
        ),
        training=source.cohort.training,
        cohort=source.cohort.code,
        days=tuple(days),
        missed=sum(len(one.halves) for one in days),
        unjustified=summary.half_days_unjustified,
        can_still_miss=summary.can_still_miss,
        answer_by=day + timedelta(ANSWER_DAYS),
        place=campus.city or campus.name,
        issued_on=day,
        country=campus.country,
        signatory=signatory.name if signatory else "",
        signatory_role=signatory.role if signatory else "",
        signature=_signature(session, signatory),
        backing=source.backing,
        is_demo=source.is_demo,
    )


def _signature(session: Session, signatory: Signatory | None) -> Logo | None:
    if signatory is None or signatory.signature_id is None:
        return None
    return logo_of(session, signatory.name, signatory.signature_id)
