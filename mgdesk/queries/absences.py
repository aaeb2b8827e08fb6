"""Absences of a cohort or a person: what was told, what is proven, what is still to justify, and
where absence and mark do not agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from mgdesk.model import Absence, AbsenceReason, Attendance, Cohort, Enrolment, Person, Slot
from mgdesk.rules import names
from mgdesk.rules.absence import TO_JUSTIFY, AbsenceNotice, AbsenceState, state_of
from mgdesk.rules.attendance import THERE, AttendanceStatus
from mgdesk.rules.enrolment import Half
from mgdesk.rules.rights import Right
from mgdesk.storage.duty import is_allowed


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """An absence; without `id` it is only a mark on a sheet that nobody explained yet."""

    id: UUID | None
    version: int
    enrolment_id: UUID
    person_id: UUID
    name: str
    cohort_id: UUID
    cohort: str
    first_day: date
    last_day: date
    half_days: int  # marked absent within its days
    reason_id: UUID | None
    reason: str
    notice: AbsenceNotice
    announced_on: date | None
    has_proof: bool
    note: str  # empty for who is not to read it
    state: AbsenceState

    @property
    def key(self) -> tuple[UUID, date, UUID | None]:
        return self.enrolment_id, self.first_day, self.id

    @property
    def is_to_justify(self) -> bool:
        return self.state in TO_JUSTIFY


class Disagreement(StrEnum):
    THERE_THOUGH_ANNOUNCED = "there_though_announced"
    JUSTIFIED_WITHOUT_ABSENCE = "justified_without_absence"


@dataclass(frozen=True, slots=True)
class DisagreementRow:
    """A half-day on which the mark and what is known of absences do not agree."""

    slot_id: UUID
    enrolment_id: UUID
    person_id: UUID
    name: str
    day: date
    half: Half
    status: AttendanceStatus
    what: Disagreement
    absence_id: UUID | None

    @property
    def id(self) -> tuple[UUID, UUID]:
        return self.slot_id, self.enrolment_id


def absences(
    session: Session,
    *,
    cohort_id: UUID | None = None,
    person_id: UUID | None = None,
    campus_id: UUID | None = None,
    since: date | None = None,
) -> list[AbsenceRow]:
    """What is noted and what is only marked, the latest first."""
    narrow = _Narrow(cohort_id, person_id, campus_id, since)
    missed = list(session.execute(narrow.marks()))
    noted = list(session.execute(narrow.noted()))
    is_read = is_allowed(session, Right.TEACH, Right.JUSTIFY)
    rows = [_row(one, missed, is_read=is_read) for one in noted]
    rows += _unexplained(missed, noted)
    return sorted(rows, key=lambda one: (-one.first_day.toordinal(), one.name))


def to_justify(
    session: Session, *, campus_id: UUID | None = None, since: date | None = None
) -> list[AbsenceRow]:
    """Absences without a reason or without the proof that it needs."""
    found = absences(session, campus_id=campus_id, since=since)
    return [one for one in found if one.is_to_justify and (one.half_days or not one.has_proof)]


def disagreements(session: Session, *, cohort_id: UUID) -> list[DisagreementRow]:
    """Somebody marked there whose absence is noted, or marked justified without any absence."""
    rows = session.execute(
        select(Attendance, Slot, Person, Absence.id)
        .join(Slot, Slot.id == Attendance.slot_id)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(
            Absence,
            (Absence.enrolment_id == Enrolment.id)
            & (Absence.first_day <= Slot.day)
            & (Absence.last_day >= Slot.day),
        )
        .where(Slot.cohort_id == cohort_id)
        .where(
            (Attendance.status.in_(THERE) & Absence.id.is_not(None))
            | ((Attendance.status == AttendanceStatus.ABSENT_JUSTIFIED) & Absence.id.is_(None))
        )
        .order_by(Slot.day, Slot.starts_at, Person.sort_key)
    )
    found: dict[tuple[UUID, UUID], DisagreementRow] = {}
    for mark, slot, person, absence_id in rows:
        what = Disagreement.JUSTIFIED_WITHOUT_ABSENCE
        if mark.status in THERE:
            what = Disagreement.THERE_THOUGH_ANNOUNCED
        one = DisagreementRow(
            slot.id,
            mark.enrolment_id,
            person.id,
            names.list_name(person.first_name, person.surname),
            slot.day,
            slot.half,
            mark.status,
            what,
            absence_id,
        )
        found.setdefault(one.id, one)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Narrow:
    """Whose absences are meant."""

    cohort_id: UUID | None
    person_id: UUID | None
    campus_id: UUID | None
    since: date | None

    def noted(self) -> Any:
        reason = aliased(AbsenceReason)
        wanted = (
            select(Absence, reason, Enrolment, Person, Cohort.code)
            .select_from(Absence)
            .join(Enrolment, Enrolment.id == Absence.enrolment_id)
            .outerjoin(reason, reason.id == Absence.reason_id)
        )
        if self.since is not None:
            wanted = wanted.where(Absence.last_day >= self.since)
        return self._of(wanted).order_by(Absence.first_day, Absence.id)

    def marks(self) -> Any:
        wanted = (
            select(Attendance, Slot.day, Enrolment, Person, Cohort.code)
            .select_from(Attendance)
            .join(Slot, Slot.id == Attendance.slot_id)
            .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
            .where(
                Attendance.status.in_({AttendanceStatus.ABSENT, AttendanceStatus.ABSENT_JUSTIFIED})
            )
        )
        if self.since is not None:
            wanted = wanted.where(Slot.day >= self.since)
        return self._of(wanted).order_by(Slot.day, Slot.starts_at)

    def _of(self, wanted: Any) -> Any:
        wanted = wanted.join(Person, Person.id == Enrolment.person_id).join(
            Cohort, Cohort.id == Enrolment.cohort_id
        )
        for column, value in (
            (Cohort.id, self.cohort_id),
            (Person.id, self.person_id),
            (Cohort.campus_id, self.campus_id),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        return wanted


def _row(one: Any, missed: Iterable[Any], *, is_read: bool) -> AbsenceRow:
    """`is_read`: whoever asks may read why somebody was absent, in the words that were noted."""
    absence, reason, enrolment, person, code = one
    half_days = sum(
        mark.enrolment_id == enrolment.id and absence.first_day <= day <= absence.last_day
        for mark, day, *_rest in missed
    )
    state = state_of(
        has_reason=reason is not None,
        is_justified=reason is not None and reason.is_justified,
        needs_proof=reason is not None and reason.needs_proof,
        has_proof=absence.proof_id is not None,
    )
    return AbsenceRow(
        absence.id,
        absence.version,
        enrolment.id,
        person.id,
        names.list_name(person.first_name, person.surname),
        enrolment.cohort_id,
        code,
        absence.first_day,
        absence.last_day,
        half_days,
        absence.reason_id,
        reason.label if reason else "",
        absence.notice,
        absence.announced_on,
        absence.proof_id is not None,
        absence.note if is_read else "",
        state,
    )


def _unexplained(missed: Iterable[Any], noted: Iterable[Any]) -> list[AbsenceRow]:
    """One line for each person and day that is marked absent and that no absence covers."""
    known = [
        (absence.enrolment_id, absence.first_day, absence.last_day) for absence, *_rest in noted
    ]
    days: dict[tuple[UUID, date], list[Any]] = {}
    for mark, day, enrolment, person, code in missed:
        is_covered = any(who == enrolment.id and first <= day <= last for who, first, last in known)
        if mark.status is AttendanceStatus.ABSENT and not is_covered:
            days.setdefault((enrolment.id, day), []).append((enrolment, person, code))
    return [
        AbsenceRow(
            None,
            0,
            enrolment_id,
            same[0][1].id,
            names.list_name(same[0][1].first_name, same[0][1].surname),
            same[0][0].cohort_id,
            same[0][2],
            day,
            day,
            len(same),
            None,
            "",
            AbsenceNotice.NONE,
            None,
            has_proof=False,
            note="",
            state=AbsenceState.REASON_MISSING,
        )
        for (enrolment_id, day), same in days.items()
    ]
