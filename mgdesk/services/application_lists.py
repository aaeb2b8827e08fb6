"""Applications that come as a list: a form's answers, or what another desk exported."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.exchange.fields import Field
from mgdesk.exchange.plan import Choice, ImportRow, Verdict
from mgdesk.exchange.text import cleaned
from mgdesk.i18n import N_, NN_
from mgdesk.model import Application, Campus, Cohort, Decision, Person, Training
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.application import DECIDED, OPEN, ApplicationStatus, Channel
from mgdesk.rules.enrolment import CohortStatus
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.services.applications import who
from mgdesk.services.exchange import ImportReport, Intake, Progress, Stop
from mgdesk.services.rights import demand, needs
from mgdesk.storage.audit import name_change, now


class GoalUnsaid(DeskError):
    sentence = N_(
        "Row {row} does not say for which training, or for one that is not known here. Choose the"
        " training or the cohort for the whole list."
    )


_TO_COME: Final = (CohortStatus.PLANNED, CohortStatus.CONFIRMED)


@needs(Right.PLAN)
def import_applications(
    session: Session,
    *,
    rows: Sequence[ImportRow],
    campus_id: UUID,
    training_id: UUID | None = None,
    cohort_id: UUID | None = None,
    source: str = "",
    progress: Progress | None = None,
    should_stop: Stop | None = None,
) -> ImportReport:
    """Take in the chosen rows as applications to a cohort or training, else to what each row names.

    An answer of a form that names a training applies for its next cohort, where one is to come.
    Who applied already keeps that application; only what is empty is filled, so that the answers of
    a form can be taken in again when more have come. States that somebody decided take the right
    to select. Raises NotFound, NotAllowed, GoalUnsaid, NothingToImport, Cancelled (then nothing is
    written).
    """
    source = cleaned(source)
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    if any(_status(row) in DECIDED for row in rows):
        demand(session, Right.SELECT)
    applying = _Applying(session, campus, source, training_id, cohort_id)
    applying.check(rows)
    intake = Intake(session, campus, Role.APPLICANT, source)
    for row, person in intake.people(rows, progress, should_stop):
        applying.take(row, person)
    title = NN_("{n} application imported from {file}", "{n} applications imported from {file}")
    pasted = NN_("{n} application pasted", "{n} applications pasted")
    name_change(session, title if source else pasted, n=applying.count, file=source)
    return intake.report(enrolled=applying.count)


class _Applying:
    """Rows become applications, each person once for each goal."""

    def __init__(
        self,
        session: Session,
        campus: Campus,
        source: str,
        training_id: UUID | None,
        cohort_id: UUID | None,
    ) -> None:
        self._session, self._campus, self._source = session, campus, source
        self._trainings = {names.fold(one.title): one for one in session.scalars(select(Training))}
        self._cohorts = {names.fold(one.code): one for one in session.scalars(select(Cohort))}
        self._goal: tuple[UUID, UUID | None] | None = None
        if cohort_id is not None:
            cohort = session.get(Cohort, cohort_id)
            if cohort is None:
                raise NotFound
            self._goal = cohort.training_id, cohort.id
        elif training_id is not None:
            self._goal = training_id, None
        known = select(Application).where(Application.campus_id == campus.id)
        self._there: dict[tuple[UUID, UUID], list[Application]] = {}
        for one in session.scalars(known):
            self._there.setdefault((one.person_id, one.training_id), []).append(one)
        self.count = 0

    def check(self, rows: Sequence[ImportRow]) -> None:
        """Raises GoalUnsaid before anything is written."""
        for row in rows:
            if row.verdict != Verdict.REFUSED and row.choice != Choice.LEAVE_OUT:
                self._goal_of(row)

    def take(self, row: ImportRow, person: Person) -> None:
        goal = training_id, cohort_id = self._goal_of(row)
        received = self._moment(row)
        there = self._there.setdefault((person.id, training_id), [])
        is_any = cohort_id is None or not self._names_cohort(row)
        fitting = (one for one in there if is_any or one.cohort_id == cohort_id)
        application = next((one for one in fitting if _is_same(one, received)), None)
        if application is None:
            application = self._new(row, person, goal, received or now(self._session))
            there.append(application)
        for name, value in _values(row).items():
            if not getattr(application, name):
                setattr(application, name, value)

    def _new(
        self, row: ImportRow, person: Person, goal: tuple[UUID, UUID | None], received: datetime
    ) -> Application:
        application = Application(
            id=new_key(),
            person_id=person.id,
            training_id=goal[0],
            cohort_id=goal[1],
            campus_id=self._campus.id,
            received_at=received,
            channel=Channel(str(_read(row, Field.CHANNEL) or Channel.FORM)),
            status=_status(row),
            source=self._source or "paste",
        )
        self._session.add(application)
        if application.status is not ApplicationStatus.NEW:
            self._decide(application)
        self.count += 1
        return application

    def _decide(self, application: Application) -> None:
        name, staff_id = who(self._session, "")
        decision = Decision(
            id=new_key(),
            status=application.status,
            at=now(self._session),
            reason=self._source,
            decided_by=name,
            staff_id=staff_id,
        )
        application.decisions.append(decision)

    def _goal_of(self, row: ImportRow) -> tuple[UUID, UUID | None]:
        """What a row applies for; in a form, a training of which one cohort is to come means that."""
        if self._goal is not None:
            return self._goal
        cohort = self._named_cohort(row)
        if cohort is not None:
            return cohort.training_id, cohort.id
        training = self._trainings.get(names.fold(str(row.values.get(Field.TRAINING, ""))))
        if training is None:
            raise GoalUnsaid(row=row.number)
        if Field.CHANNEL in row.values:  # another desk's list, whose cohort is empty on purpose
            return training.id, None
        coming = [
            one.id
            for one in self._cohorts.values()
            if (one.training_id, one.campus_id) == (training.id, self._campus.id)
            and one.status in _TO_COME
        ]
        return training.id, coming[0] if len(coming) == 1 else None

    def _named_cohort(self, row: ImportRow) -> Cohort | None:
        return self._cohorts.get(names.fold(str(row.values.get(Field.CODE, ""))))

    def _names_cohort(self, row: ImportRow) -> bool:
        """Whether the cohort is meant, not only what was the next one on that day."""
        return self._goal is not None or self._named_cohort(row) is not None

    def _moment(self, row: ImportRow) -> datetime | None:
        """The file's moment is on the campus's clock; one to come is not believed."""
        value = row.values.get(Field.RECEIVED_AT)
        if not isinstance(value, datetime):
            return None
        moment = value.replace(tzinfo=ZoneInfo(self._campus.zone)).astimezone(UTC)
        return min(moment, now(self._session))


def _is_same(known: Application, received: datetime | None) -> bool:
    """Whether a row says again what is known: nobody has answered, or it came at that very second."""
    if known.status in OPEN:
        return True
    return received is not None and abs((known.received_at - received).total_seconds()) < 1


def _read(row: ImportRow, name: Field) -> str:
    return "" if name in row.flags else str(row.values.get(name, ""))


def _status(row: ImportRow) -> ApplicationStatus:
    return ApplicationStatus(_read(row, Field.APPLICATION_STATUS) or ApplicationStatus.NEW)


def _values(row: ImportRow) -> dict[str, Any]:
    level = _read(row, Field.SCHOOLING_LEVEL)
    return {
        "prescriber": names.clean(str(row.values.get(Field.PRESCRIBER, ""))),
        "heard_of": names.clean(str(row.values.get(Field.HEARD_OF, ""))),
        "motivation": names.clean_lines(str(row.values.get(Field.MOTIVATION, ""))),
        "availability": names.clean_lines(str(row.values.get(Field.AVAILABILITY, ""))),
        "note": names.clean_lines(str(row.values.get(Field.NOTE, ""))),
        "language": _read(row, Field.WISHED_LANGUAGE),
        "schooling": int(level) if level else None,
    }
