"""What has to be done on paper for a cohort and its people: computed, with what was noted laid over."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.model import (
    AdminTask,
    Campus,
    Cohort,
    Enrolment,
    FunderProfile,
    Loan,
    Person,
    Resource,
    TaskTemplate,
)
from mgdesk.rules import names
from mgdesk.rules.enrolment import LEFT, CohortStatus, EnrolmentKind, EnrolmentStatus
from mgdesk.rules.loans import ResourceKind
from mgdesk.rules.tasks import (
    MISSING,
    Deadline,
    Due,
    TaskKind,
    TaskMoment,
    TaskOf,
    TaskState,
    state_of,
    turns,
)

_RUNNING = (CohortStatus.PLANNED, CohortStatus.CONFIRMED, CohortStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A line of the campus's list. `profile` is empty where it holds for every cohort."""

    id: UUID
    version: int
    profile_id: UUID | None
    profile: str
    kind: TaskKind
    title: str
    of: TaskOf
    moment: TaskMoment
    days: int
    late_days: int | None
    is_active: bool
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class TaskKey:
    """Which task of whom: a line of the list for a cohort or an enrolment, or a task of its own."""

    cohort_id: UUID
    enrolment_id: UUID | None
    template_id: UUID | None
    period: str = ""
    task_id: UUID | None = None  # of its own only


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as it stands today. `person` is empty for the cohort's own."""

    key: TaskKey
    cohort: str
    person_id: UUID | None
    person: str
    kind: TaskKind
    title: str  # more than the kind says
    period: str
    due_on: date | None
    state: TaskState
    done_on: date | None = None
    reference: str = ""
    waived: str = ""
    note: str = ""
    proof_id: UUID | None = None
    version: int = 0  # of what was noted; 0: nothing yet
    is_moved: bool = False  # the day due is one that somebody noted

    @property
    def id(self) -> TaskKey:
        return self.key

    @property
    def is_missing(self) -> bool:
        return self.state in MISSING


def templates(session: Session) -> list[TemplateRow]:
    """The campus's list, in its order."""
    rows = session.execute(
        select(TaskTemplate, func.coalesce(FunderProfile.name, ""))
        .outerjoin(FunderProfile, FunderProfile.id == TaskTemplate.funder_profile_id)
        .order_by(TaskTemplate.position, TaskTemplate.id)
    )
    return [
        TemplateRow(
            one.id,
            one.version,
            one.funder_profile_id,
            profile,
            one.kind,
            one.title,
            one.of,
            one.moment,
            one.days,
            one.late_days,
            one.is_active,
            one.is_confirmed,
        )
        for one, profile in rows
    ]


def tasks(
    session: Session,
    *,
    today: date,
    cohort_id: UUID | None = None,
    person_id: UUID | None = None,
    campus_id: UUID | None = None,
) -> list[TaskRow]:
    """Every task of a cohort, of a person in all their cohorts, or of a campus's cohorts under way;
    the cohort's own first, then people by name, each in the list's order."""
    cohorts = _cohorts(session, cohort_id, person_id, campus_id)
    enrolments = _enrolments(session, [row.id for row in cohorts], person_id)
    noted = _noted(session, [row.id for row in cohorts])
    lent = _laptops(session, {row.person_id for row in enrolments})
    lines = [one for one in templates(session) if one.is_active]
    of_cohort: dict[UUID, list[Any]] = defaultdict(list)
    for row in enrolments:
        of_cohort[row.cohort_id].append(row)
    found: list[TaskRow] = []
    for cohort in cohorts:
        sheet = _Checklist(cohort, lines, noted.get(cohort.id, []), today, lent)
        if person_id is None:
            found += sheet.of_cohort()
        for enrolment in of_cohort[cohort.id]:
            found += sheet.of_person(enrolment)
    return found


def reminders(session: Session, *, today: date, campus_id: UUID | None = None) -> list[TaskRow]:
    """What is overdue or due within a week in the cohorts under way, the most urgent first."""
    found = tasks(session, today=today, campus_id=campus_id)
    urgent = [one for one in found if one.state in {TaskState.OVERDUE, TaskState.SOON}]
    return sorted(urgent, key=lambda one: (one.due_on or today, one.cohort, one.person))


def missing(session: Session, *, today: date, cohort_id: UUID) -> list[TaskRow]:
    """What is still missing in a cohort."""
    return [one for one in tasks(session, today=today, cohort_id=cohort_id) if one.is_missing]


class _Checklist:
    """The tasks of one cohort, with what was noted of them."""

    def __init__(
        self,
        cohort: Any,
        lines: Iterable[TemplateRow],
        noted: Iterable[AdminTask],
        today: date,
        lent: Collection[UUID],
    ) -> None:
        self._cohort, self._today, self._lent = cohort, today, lent
        self._lines = [one for one in lines if one.profile_id in {None, cohort.profile_id}]
        self._noted: dict[tuple[UUID | None, UUID | None, str], AdminTask] = {}
        self._own: dict[UUID | None, list[AdminTask]] = defaultdict(list)
        for task in noted:
            if task.template_id is None:
                self._own[task.enrolment_id].append(task)
            else:
                self._noted[task.template_id, task.enrolment_id, task.period] = task

    def of_cohort(self) -> Iterator[TaskRow]:
        for line in self._lines:
            if line.of is TaskOf.COHORT:
                yield from self._rows(line, None)
        yield from map(self._own_row, self._own[None])

    def of_person(self, enrolment: Any) -> Iterator[TaskRow]:
        wanted = {TaskOf.EACH}
        if enrolment.kind is EnrolmentKind.EMPLOYER:
            wanted.add(TaskOf.SENT)
        for line in self._lines:
            if line.of in wanted:
                yield from self._rows(line, enrolment)
        for task in self._own[enrolment.id]:
            yield self._own_row(task, enrolment)

    def _rows(self, line: TemplateRow, enrolment: Any) -> Iterator[TaskRow]:
        deadline = Deadline(line.moment, line.days, line.late_days)
        first, last = self._cohort.first_day, self._cohort.last_day
        if enrolment is not None:
            first, last = enrolment.start_on or first, enrolment.exit_on or last
        is_late = first > self._cohort.first_day
        for due in turns(deadline, first, last, is_late=is_late):
            yield self._row(line, enrolment, due)

    def _row(self, line: TemplateRow, enrolment: Any, due: Due) -> TaskRow:
        enrolment_id = enrolment.id if enrolment else None
        task = self._noted.get((line.id, enrolment_id, due.period))
        is_done, reference = self._is_done(line, enrolment, task)
        due_on = (task.due_on if task else None) or due.on
        return TaskRow(
            TaskKey(self._cohort.id, enrolment_id, line.id, due.period),
            self._cohort.code,
            enrolment.person_id if enrolment else None,
            _name(enrolment),
            line.kind,
            line.title,
            due.period,
            due_on,
            state_of(due_on, self._today, is_done=is_done, is_waived=bool(task and task.waived)),
            task.done_on if task else None,
            reference,
            task.waived if task else "",
            task.note if task else "",
            task.proof_id if task else None,
            task.version if task else 0,
            task is not None and task.due_on is not None,
        )

    def _is_done(
        self, line: TemplateRow, enrolment: Any, task: AdminTask | None
    ) -> tuple[bool, str]:
        """Whether it is done, and by which reference: a contract known by its reference is signed, a
        laptop that is out is lent, whoever noted it or not."""
        reference = task.reference if task else ""
        if task is not None and (task.done_on is not None or task.waived):
            return task.done_on is not None, reference
        if enrolment is None:
            return False, reference
        if line.kind is TaskKind.CONTRACT and enrolment.contract:
            return True, enrolment.contract
        return line.kind is TaskKind.LAPTOP and enrolment.person_id in self._lent, reference

    def _own_row(self, task: AdminTask, enrolment: Any = None) -> TaskRow:
        return TaskRow(
            TaskKey(self._cohort.id, task.enrolment_id, None, "", task.id),
            self._cohort.code,
            enrolment.person_id if enrolment else None,
            _name(enrolment),
            TaskKind.OTHER,
            task.title,
            "",
            task.due_on,
            state_of(
                task.due_on,
                self._today,
                is_done=task.done_on is not None,
                is_waived=bool(task.waived),
            ),
            task.done_on,
            task.reference,
            task.waived,
            task.note,
            task.proof_id,
            task.version,
            task.due_on is not None,
        )


def _name(enrolment: Any) -> str:
    if enrolment is None:
        return ""
    return names.list_name(enrolment.first_name, enrolment.surname)


def _cohorts(
    session: Session, cohort_id: UUID | None, person_id: UUID | None, campus_id: UUID | None
) -> list[Any]:
    wanted = (
        select(
            Cohort.id,
            Cohort.code,
            Cohort.first_day,
            Cohort.last_day,
            func.coalesce(Cohort.funder_profile_id, Campus.funder_profile_id).label("profile_id"),
        )
        .join(Campus, Campus.id == Cohort.campus_id)
        .order_by(Cohort.first_day, Cohort.code)
    )
    if cohort_id is not None:
        wanted = wanted.where(Cohort.id == cohort_id)
    elif person_id is not None:
        theirs = select(Enrolment.cohort_id).where(Enrolment.person_id == person_id)
        wanted = wanted.where(Cohort.id.in_(theirs))
    else:
        wanted = wanted.where(Cohort.status.in_(_RUNNING))
        if campus_id is not None:
            wanted = wanted.where(Cohort.campus_id == campus_id)
    return list(session.execute(wanted))


def _enrolments(session: Session, cohorts: list[UUID], person_id: UUID | None) -> list[Any]:
    wanted = (
        select(
            Enrolment.id,
            Enrolment.cohort_id,
            Enrolment.person_id,
            Enrolment.kind,
            Enrolment.start_on,
            Enrolment.exit_on,
            Enrolment.contract,
            Person.first_name,
            Person.surname,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id.in_(cohorts), Enrolment.status != EnrolmentStatus.PROSPECT)
        .order_by(Person.sort_key, Person.id)
    )
    if person_id is None:  # who left owes no paper to a class, but their own page shows it
        wanted = wanted.where(Enrolment.status.not_in(LEFT))
    else:
        wanted = wanted.where(Enrolment.person_id == person_id)
    return list(session.execute(wanted))


def _noted(session: Session, cohorts: list[UUID]) -> dict[UUID, list[AdminTask]]:
    found: dict[UUID, list[AdminTask]] = defaultdict(list)
    rows = session.scalars(
        select(AdminTask).where(AdminTask.cohort_id.in_(cohorts)).order_by(AdminTask.noted_at)
    )
    for task in rows:
        found[task.cohort_id].append(task)
    return found


def _laptops(session: Session, people: set[UUID]) -> set[UUID]:
    """Who has a laptop of ours now."""
    rows = session.scalars(
        select(Loan.person_id)
        .join(Resource, Resource.id == Loan.resource_id)
        .where(Resource.kind == ResourceKind.LAPTOP, Loan.returned_at.is_(None))
    )
    return people & set(rows)
