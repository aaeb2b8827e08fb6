"""Choosing among applicants: criteria, interviews with their points, days on which people are seen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_, NN_
from mgdesk.model import (
    Application,
    Campus,
    Cohort,
    Convocation,
    Criterion,
    Interview,
    InterviewScore,
    SelectionDay,
    Training,
)
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.application import OPEN
from mgdesk.rules.rights import Right
from mgdesk.rules.selection import MOST_OF, MOST_WEIGHT, CriterionKind, hours_of_day
from mgdesk.services.applications import who
from mgdesk.services.rights import needs
from mgdesk.services.texts import line, lines
from mgdesk.storage.audit import name_change, now


class CriterionNameMissing(DeskError):
    sentence = N_("Each criterion needs a name of its own.")


class WeightImpossible(DeskError):
    sentence = N_("A criterion weighs from 0 to {most}.")


class PointsImpossible(DeskError):
    sentence = N_("{criterion} takes points from 0 to {most}.")


class InterviewerMissing(DeskError):
    sentence = N_("Say who led the interview: type a name.")


class AlreadyScored(DeskError):
    sentence = N_(
        "Somebody has points for “{criterion}” already: it stays, with its weight and kind. You can"
        " reword it, or add another criterion."
    )


class DayTooShort(DeskError):
    sentence = N_("The day ends before the first interview is over. Change its hours.")


class DayIsFull(DeskError):
    sentence = N_(
        "{n} more people do not fit on this day: {places} places are left. Lengthen the day, see"
        " more people at a time, or add a second day."
    )


@dataclass(frozen=True)
class CriterionFields:
    """A criterion as it is wished; the key of a known one keeps its points."""

    name: str
    weight: int = 1
    kind: CriterionKind = CriterionKind.POINTS
    guidance: str = ""
    criterion_id: UUID | None = None


@needs(Right.SELECT)
def set_criteria(
    session: Session, *, training_id: UUID, campus_id: UUID, criteria: Sequence[CriterionFields]
) -> None:
    """Say what a campus looks at for a training, in this order; what is left out goes.

    Once somebody has points for a criterion it stays, and so do its weight and kind: the measure does
    not change while people are measured. Raises NotFound, CriterionNameMissing, WeightImpossible,
    AlreadyScored, TextTooLong.
    """
    training, campus = session.get(Training, training_id), session.get(Campus, campus_id)
    if training is None or campus is None:
        raise NotFound
    named = [line(one.name) for one in criteria]
    if not all(named) or len({names.fold(name) for name in named}) < len(named):
        raise CriterionNameMissing
    if any(not 0 <= one.weight <= MOST_WEIGHT for one in criteria):
        raise WeightImpossible(most=MOST_WEIGHT)
    wanted = select(Criterion).where(
        Criterion.training_id == training_id, Criterion.campus_id == campus_id
    )
    known = {one.id: one for one in session.scalars(wanted)}
    kept = {one.criterion_id for one in criteria}
    for criterion_id, gone in known.items():
        if criterion_id not in kept:
            _check_unscored(session, gone)
            session.delete(gone)
    session.flush()
    for position, (one, name) in enumerate(zip(criteria, named, strict=True)):
        found = known.get(one.criterion_id) if one.criterion_id else None
        if found is None:
            found = Criterion(id=new_key(), training_id=training_id, campus_id=campus_id)
            session.add(found)
        elif (found.weight, found.kind) != (one.weight, one.kind):
            _check_unscored(session, found)
        found.name, found.weight, found.kind = name, one.weight, one.kind
        found.guidance, found.position = lines(one.guidance), position
    title = N_("Criteria for {training} at {campus}")
    name_change(session, title, training=training.title, campus=campus.name)


def _check_unscored(session: Session, criterion: Criterion) -> None:
    scored = select(InterviewScore.id).where(InterviewScore.criterion_id == criterion.id).limit(1)
    if session.scalar(scored) is not None:
        raise AlreadyScored(criterion=criterion.name)


@needs(Right.SELECT)
def write_interview(
    session: Session,
    *,
    application_id: UUID,
    interviewer: str = "",
    points: Mapping[UUID, int | None],
    note: str | None = None,
) -> UUID:
    """Keep what one interviewer noted and scored; who scores again changes their own sheet only.

    A criterion without points was not asked. Raises NotFound, InterviewerMissing, PointsImpossible,
    TextTooLong.
    """
    application = session.get(Application, application_id)
    if application is None:
        raise NotFound
    name, staff_id = who(session, interviewer)
    if not name:
        raise InterviewerMissing
    own = (one for one in application.interviews if names.fold(one.interviewer) == names.fold(name))
    interview = next(own, None)
    if interview is None:
        interview = Interview(id=new_key(), interviewer=name, staff_id=staff_id)
        application.interviews.append(interview)
    interview.held_at = now(session)
    interview.note = (interview.note or "") if note is None else lines(note)
    _score(session, interview, points)
    person = application.person
    shown = names.display_name(person.first_name, person.surname)
    name_change(session, N_("Interview of {name} by {interviewer}"), name=shown, interviewer=name)
    return interview.id


def _score(session: Session, interview: Interview, points: Mapping[UUID, int | None]) -> None:
    there = {one.criterion_id: one for one in interview.scores}
    for criterion_id, given in points.items():
        criterion = session.get(Criterion, criterion_id)
        if criterion is None:
            raise NotFound
        most = MOST_OF[criterion.kind]
        known = there.get(criterion_id)
        if given is None:
            if known is not None:
                interview.scores.remove(known)
        elif not 0 <= given <= most:
            raise PointsImpossible(criterion=criterion.name, most=most)
        elif known is not None:
            known.points = given
        else:
            score = InterviewScore(id=new_key(), criterion_id=criterion_id, points=given)
            interview.scores.append(score)


@needs(Right.SELECT)
def add_selection_day(
    session: Session,
    *,
    campus_id: UUID,
    day: date,
    starts_at: time,
    ends_at: time,
    training_id: UUID | None = None,
    cohort_id: UUID | None = None,
    slot_minutes: int = 30,
    slot_places: int = 2,
    room_id: UUID | None = None,
    note: str = "",
) -> UUID:
    """Plan a day on which applicants are seen. Raises NotFound, DayTooShort, TextTooLong."""
    cohort = session.get(Cohort, cohort_id) if cohort_id else None
    training = session.get(Training, cohort.training_id if cohort else training_id)
    if training is None or session.get(Campus, campus_id) is None:
        raise NotFound
    if not hours_of_day(starts_at, ends_at, slot_minutes, slot_places):
        raise DayTooShort
    found = SelectionDay(
        id=new_key(),
        training_id=training.id,
        cohort_id=cohort_id,
        campus_id=campus_id,
        room_id=room_id,
        day=day,
        starts_at=starts_at,
        ends_at=ends_at,
        slot_minutes=slot_minutes,
        slot_places=slot_places,
        note=lines(note),
    )
    session.add(found)
    title = N_("Selection day of {training} on {day}")
    name_change(session, title, training=training.title, day=day)
    return found.id


@needs(Right.SELECT)
def remove_selection_day(session: Session, *, selection_day_id: UUID) -> None:
    """Cancel a selection day and its convocations; the applications stay. Raises NotFound."""
    found = day_of(session, selection_day_id)
    title = N_("Selection day of {training} on {day} cancelled")
    name_change(session, title, training=found.training.title, day=found.day)
    session.delete(found)


@needs(Right.SELECT)
def convoke(
    session: Session, *, selection_day_id: UUID, application_ids: Sequence[UUID] | None = None
) -> int:
    """Give applicants the next free hours of a day, first come first served; how many were new.

    Without ids: everybody who still waits for an answer and has no hour on any day. Raises
    NotFound, DayIsFull (then nobody is convoked).
    """
    found = day_of(session, selection_day_id)
    there = {one.application_id for one in found.convocations}
    wanted = select(Application).order_by(Application.received_at, Application.id)
    if application_ids is None:
        wanted = _uncalled(wanted, found)
    else:
        wanted = wanted.where(Application.id.in_(application_ids))
    called = [one for one in session.scalars(wanted) if one.id not in there]
    hours = hours_of_day(found.starts_at, found.ends_at, found.slot_minutes, found.slot_places)
    free = sorted((Counter(hours) - Counter(c.starts_at for c in found.convocations)).elements())
    if len(called) > len(free):
        raise DayIsFull(n=len(called), places=len(free))
    for application, hour in zip(called, free, strict=False):
        found.convocations.append(
            Convocation(id=new_key(), application_id=application.id, starts_at=hour)
        )
    title = NN_("{n} person convoked for {day}", "{n} people convoked for {day}")
    name_change(session, title, n=len(called), day=found.day)
    return len(called)


def _uncalled(wanted: Select[Application], day: SelectionDay) -> Select[Application]:
    called = select(Convocation.application_id)
    wanted = wanted.where(
        Application.training_id == day.training_id,
        Application.campus_id == day.campus_id,
        Application.status.in_(OPEN),
        Application.id.not_in(called),
    )
    return wanted.where(Application.cohort_id == day.cohort_id) if day.cohort_id else wanted


def day_of(session: Session, selection_day_id: UUID) -> SelectionDay:
    found = session.get(SelectionDay, selection_day_id)
    if found is None:
        raise NotFound
    return found
