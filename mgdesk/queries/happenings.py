"""What happened in a period, as selects of one shape: who, in what, at which campus, on which day.

Each source of a figure gives rows of `person_id, cohort_id, event_id, thing_id, campus_id, day,
amount, whole`; `statistics` sums them up by whatever is asked.
"""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    cast,
    exists,
    extract,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from mgdesk.model import (
    Application,
    Attendance,
    Campus,
    CheckIn,
    CoachingSession,
    Cohort,
    CohortPartner,
    Company,
    Employer,
    Enrolment,
    Event,
    EventPartner,
    Founder,
    FunderProfile,
    Outcome,
    Person,
    Registration,
    Slot,
)
from mgdesk.queries.answers import stands
from mgdesk.queries.local_days import LocalDays, day_text
from mgdesk.rules.attendance import THERE, AttendanceStatus
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.coaching import CoachingStatus
from mgdesk.rules.enrolment import LEFT, CohortStatus, EnrolmentKind, EnrolmentStatus
from mgdesk.rules.events import CheckInKind, Direction, EventStatus, RegistrationStatus
from mgdesk.rules.figures import Scope
from mgdesk.rules.outcome import LASTING_WORK, MISSING, POSITIVE, WORK, OutcomeKind

Rows = Select[Any]


class Happenings:
    """The sources of all figures of a scope. Making one asks for the zones, nothing else."""

    def __init__(self, session: Session, scope: Scope) -> None:
        self.scope = scope
        self.days = LocalDays(session, scope.first_day, scope.last_day)
        self.today = wall_clock().date()  # nobody has left before their last day is over

    def of(self, figure: str) -> Rows:
        """The rows behind a figure."""
        return SOURCES[figure](self)

    # --- what a scope leaves in ------------------------------------------------------------------

    def _cohorts(self) -> ColumnElement[bool]:
        """Cohorts of the scope that ran in the period; cancelled ones never."""
        scope = self.scope
        wanted = [
            Cohort.status != CohortStatus.CANCELLED,
            Cohort.first_day <= scope.last_day,
            Cohort.last_day >= scope.first_day,
        ]
        return and_(*wanted, self.is_in_scope())

    def is_in_scope(self, cohort: Any = Cohort) -> ColumnElement[bool]:
        """Cohorts of the scope, whenever they run; `cohort` is the table or an alias of it."""
        scope = self.scope
        wanted: list[ColumnElement[bool]] = [cohort.id.is_not(None)]
        if scope.campus_id is not None:
            wanted.append(cohort.campus_id == scope.campus_id)
        if scope.cohort_id is not None:
            wanted.append(cohort.id == scope.cohort_id)
        if scope.partner_id is not None:
            wanted.append(
                exists().where(
                    CohortPartner.cohort_id == cohort.id,
                    CohortPartner.partner_id == scope.partner_id,
                )
            )
        return and_(*wanted)

    def _events(self) -> ColumnElement[bool]:
        """Events of the scope whenever they were; a cohort has none."""
        scope = self.scope
        wanted: list[ColumnElement[bool]] = [Event.status != EventStatus.CANCELLED]
        if scope.cohort_id is not None:
            wanted.append(literal(value=False))
        if scope.campus_id is not None:
            wanted.append(Event.campus_id == scope.campus_id)
        if scope.partner_id is not None:
            wanted.append(
                exists().where(
                    EventPartner.event_id == Event.id, EventPartner.partner_id == scope.partner_id
                )
            )
        return and_(*wanted)

    def _house(self, campus_id: Any) -> ColumnElement[bool]:
        """What belongs to a campus alone: neither a partner's nor a cohort's."""
        scope = self.scope
        if scope.cohort_id is not None or scope.partner_id is not None:
            return literal(value=False)
        return campus_id == scope.campus_id if scope.campus_id is not None else literal(value=True)

    # --- training --------------------------------------------------------------------------------

    def _slots_within(self) -> ColumnElement[bool]:
        return Slot.day.between(self.scope.first_day, self.scope.last_day)

    def cohorts(self) -> Rows:
        return _rows(
            cohort=Cohort.id, campus=Cohort.campus_id, day=day_text(Cohort.first_day)
        ).where(self._cohorts())

    def _enrolled(self) -> Rows:
        """Enrolments of the cohorts of the period that reach into it."""
        starts = func.coalesce(Enrolment.start_on, Cohort.first_day)
        ends = func.coalesce(Enrolment.exit_on, Cohort.last_day)
        return (
            _rows(
                person=Enrolment.person_id,
                cohort=Cohort.id,
                campus=Cohort.campus_id,
                day=day_text(starts),
            )
            .select_from(Enrolment)
            .join(Cohort, Cohort.id == Enrolment.cohort_id)
            .where(
                self._cohorts(),
                Enrolment.status != EnrolmentStatus.PROSPECT,
                starts <= self.scope.last_day,
                ends >= self.scope.first_day,
            )
        )

    def learners(self) -> Rows:
        return self._enrolled()

    def sent_by_employers(self) -> Rows:
        return self._enrolled().where(Enrolment.kind == EnrolmentKind.EMPLOYER)

    def class_hours(self) -> Rows:
        return (
            _rows(
                cohort=Cohort.id, campus=Cohort.campus_id, day=day_text(Slot.day), amount=_minutes()
            )
            .select_from(Slot)
            .join(Cohort, Cohort.id == Slot.cohort_id)
            .where(self._cohorts(), self._slots_within())
        )

    def _half_days(self, amount: Any, whole: Any = None) -> Rows:
        """Every half-day of every enrolment with its mark, where there is one."""
        return (
            _rows(
                person=Enrolment.person_id,
                cohort=Cohort.id,
                campus=Cohort.campus_id,
                day=day_text(Slot.day),
                amount=amount,
                whole=whole,
            )
            .select_from(Slot)
            .join(Cohort, Cohort.id == Slot.cohort_id)
            .join(Enrolment, Enrolment.cohort_id == Cohort.id)
            .where(
                self._cohorts(),
                self._slots_within(),
                Enrolment.status != EnrolmentStatus.PROSPECT,
            )
        )

    def hours_due(self) -> Rows:
        covered = and_(
            or_(Enrolment.start_on.is_(None), Slot.day >= Enrolment.start_on),
            case(
                (Enrolment.exit_on.is_not(None), Slot.day <= Enrolment.exit_on),
                else_=Enrolment.status.not_in(LEFT),
            ),
        )
        return (
            self._half_days(_minutes())
            .outerjoin(Attendance, _its_mark())
            .where(
                or_(
                    and_(Attendance.id.is_(None), covered),
                    Attendance.status != AttendanceStatus.NOT_REQUIRED,
                )
            )
        )

    def hours_attended(self) -> Rows:
        return (
            self._half_days(Attendance.minutes)
            .join(Attendance, _its_mark())
            .where(Attendance.status.in_(THERE))
        )

    def attendance_rate(self) -> Rows:
        own, theirs = aliased(FunderProfile), aliased(FunderProfile)
        # Without any profile excused hours count, as in `rules.attendance.ProfileRules`.
        counts = func.coalesce(
            own.does_excused_count, theirs.does_excused_count, literal(value=True)
        )
        attended = case(
            (Attendance.status.in_(THERE), Attendance.minutes),
            (and_(Attendance.status == AttendanceStatus.EXCUSED, counts), _minutes()),
            else_=0,
        )
        return (
            self._half_days(attended, _minutes())
            .join(Attendance, _its_mark())
            .join(Campus, Campus.id == Cohort.campus_id)
            .outerjoin(own, own.id == Cohort.funder_profile_id)
            .outerjoin(theirs, theirs.id == Campus.funder_profile_id)
            .where(Attendance.status != AttendanceStatus.NOT_REQUIRED)
        )

    def completion_rate(self) -> Rows:
        scope = self.scope
        completed = case((Enrolment.status == EnrolmentStatus.COMPLETED, 1), else_=0)
        return (
            _rows(
                person=Enrolment.person_id,
                cohort=Cohort.id,
                campus=Cohort.campus_id,
                day=day_text(Cohort.last_day),
                amount=completed,
                whole=literal(1),
            )
            .select_from(Enrolment)
            .join(Cohort, Cohort.id == Enrolment.cohort_id)
            .where(
                self.is_in_scope(),
                Cohort.status != CohortStatus.CANCELLED,
                Cohort.last_day.between(scope.first_day, scope.last_day),
                Cohort.last_day < self.today,
                Enrolment.status.not_in([EnrolmentStatus.PROSPECT, EnrolmentStatus.TRANSFERRED]),
            )
        )

    # --- after the training ----------------------------------------------------------------------

    def left(self) -> Subquery:
        """Everybody's last exit in the period: who is to be asked what became of them."""
        exit_on = func.coalesce(Enrolment.exit_on, Cohort.last_day)
        latest = func.row_number().over(
            partition_by=Enrolment.person_id, order_by=(exit_on.desc(), Enrolment.id.desc())
        )
        ended = or_(
            Cohort.status.not_in([CohortStatus.PLANNED, CohortStatus.CANCELLED]),
            and_(Enrolment.exit_on.is_not(None), Cohort.status != CohortStatus.CANCELLED),
        )
        return (
            select(
                Enrolment.id,
                Enrolment.person_id,
                Cohort.id.label("cohort_id"),
                Cohort.campus_id,
                exit_on.label("exit_on"),
                day_text(exit_on).label("day"),
                latest.label("place"),
            )
            .join(Cohort, Cohort.id == Enrolment.cohort_id)
            .where(
                self.is_in_scope(),
                Enrolment.kind == EnrolmentKind.REGULAR,
                Enrolment.status.not_in([EnrolmentStatus.PROSPECT, EnrolmentStatus.TRANSFERRED]),
                ended,
                exit_on.between(self.scope.first_day, self.scope.last_day),
                exit_on < self.today,
            )
            .subquery()
        )

    def _leavers(self, told: frozenset[OutcomeKind] | None) -> Rows:
        """The leavers, each worth one when one of these was answered at any time asked.

        An answer is the latest noted for its milestone; `told` None asks whether there is any.
        """
        left, latest = self.left(), latest_answers()
        known = latest.c.kind.not_in(MISSING)
        wanted = known if told is None else latest.c.kind.in_(told)
        answers = (
            select(
                latest.c.enrolment_id,
                func.max(case((wanted, 1), else_=0)).label("is_told"),
                func.max(case((known, 1), else_=0)).label("is_known"),
            )
            .where(latest.c.place == 1)
            .group_by(latest.c.enrolment_id)
            .subquery()
        )
        rows = (
            _rows(
                person=left.c.person_id,
                cohort=left.c.cohort_id,
                campus=left.c.campus_id,
                day=left.c.day,
                amount=func.coalesce(answers.c.is_told, 0),
                whole=literal(1),
            )
            .select_from(left)
            .outerjoin(answers, answers.c.enrolment_id == left.c.id)
            .where(left.c.place == 1)
        )
        return rows if told is None else rows.where(answers.c.is_known == 1)

    def response_rate(self) -> Rows:
        return self._leavers(None)

    def positive_rate(self) -> Rows:
        return self._leavers(POSITIVE)

    def work_rate(self) -> Rows:
        return self._leavers(WORK)

    def lasting_rate(self) -> Rows:
        return self._leavers(LASTING_WORK)

    def founders(self) -> Rows:
        return (
            _rows(
                person=Founder.person_id, campus=Company.campus_id, day=day_text(Company.founded_on)
            )
            .select_from(Founder)
            .join(Company, Company.id == Founder.company_id)
            .where(
                self._house(Company.campus_id),
                Company.founded_on.between(self.scope.first_day, self.scope.last_day),
            )
        )

    def hired_by_partners(self) -> Rows:
        """Work with an employer who is a partner; with a partner's scope, with that partner."""
        partner = self.scope.partner_id
        its_own = Employer.partner_id == partner if partner else Employer.partner_id.is_not(None)
        campus_id = func.coalesce(Cohort.campus_id, Person.campus_id)
        narrowed = [
            column == wanted
            for column, wanted in (
                (campus_id, self.scope.campus_id),
                (Cohort.id, self.scope.cohort_id),
            )
            if wanted is not None
        ]
        return (
            _rows(
                person=Outcome.person_id,
                cohort=Cohort.id,
                campus=campus_id,
                day=self.days.day(Outcome.noted_at),
            )
            .select_from(Outcome)
            .join(Employer, Employer.id == Outcome.employer_id)
            .join(Person, Person.id == Outcome.person_id)
            .outerjoin(Enrolment, Enrolment.id == Outcome.enrolment_id)
            .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
            .outerjoin(Campus, Campus.id == campus_id)
            .where(
                Outcome.kind.in_(WORK),
                stands(),
                its_own,
                self.days.within(Outcome.noted_at),
                *narrowed,
            )
        )

    # --- events ----------------------------------------------------------------------------------

    def events(self) -> Rows:
        day = self.days.day(Event.starts_at)
        return (
            _rows(event=Event.id, campus=Event.campus_id, day=day)
            .select_from(Event)
            .join(Campus, Campus.id == Event.campus_id)
            .where(self._events(), self.days.within(Event.starts_at))
        )

    def _registered(self, when: Callable[[Any], Any], amount: Any, whole: Any = None) -> Rows:
        return (
            _rows(
                person=Registration.person_id,
                event=Event.id,
                campus=Event.campus_id,
                day=self.days.day(Event.starts_at),
                amount=amount,
                whole=whole,
            )
            .select_from(Registration)
            .join(Event, Event.id == Registration.event_id)
            .join(Campus, Campus.id == Event.campus_id)
            .where(self._events(), when(Event.starts_at))
        )

    def event_visits(self) -> Rows:
        return self._registered(self.days.within, literal(1)).where(
            Registration.status == RegistrationStatus.ATTENDED
        )

    def event_rate(self) -> Rows:
        came = case((Registration.status == RegistrationStatus.ATTENDED, 1), else_=0)
        ended = [RegistrationStatus.ATTENDED, RegistrationStatus.NO_SHOW]
        return self._registered(self.days.within, came, literal(1)).where(
            Registration.status.in_(ended)
        )

    # --- the house -------------------------------------------------------------------------------

    def _checked_in(self, when: Callable[[Any], Any], kind: CheckInKind | None = None) -> Rows:
        rows = (
            _rows(person=CheckIn.person_id, campus=CheckIn.campus_id, day=self.days.day(CheckIn.at))
            .select_from(CheckIn)
            .join(Campus, Campus.id == CheckIn.campus_id)
            .where(
                self._house(CheckIn.campus_id),
                CheckIn.direction == Direction.ARRIVAL,
                when(CheckIn.at),
            )
        )
        return rows if kind is None else rows.where(CheckIn.kind == kind)

    def coworking(self) -> Rows:
        return self._checked_in(self.days.within, CheckInKind.COWORKING)

    def visitors(self) -> Rows:
        return self._checked_in(self.days.within, CheckInKind.VISIT)

    def _coached(self, when: Callable[[Any], Any]) -> Rows:
        return (
            _rows(
                person=CoachingSession.person_id,
                thing=CoachingSession.id,
                campus=CoachingSession.campus_id,
                day=self.days.day(CoachingSession.starts_at),
            )
            .select_from(CoachingSession)
            .join(Campus, Campus.id == CoachingSession.campus_id)
            .where(
                self._house(CoachingSession.campus_id),
                CoachingSession.status == CoachingStatus.DONE,
                when(CoachingSession.starts_at),
            )
        )

    def coaching(self) -> Rows:
        return self._coached(self.days.within)

    # --- people ----------------------------------------------------------------------------------

    def people_reached(self) -> Rows:
        return self._came(self._slots_within(), self.days.within)

    def applicants(self) -> Rows:
        """Applications of the period; a partner's are those to its cohorts."""
        scope, wanted = self.scope, [self.days.within(Application.received_at)]
        if scope.campus_id is not None:
            wanted.append(Application.campus_id == scope.campus_id)
        if scope.cohort_id is not None or scope.partner_id is not None:
            wanted += [Application.cohort_id.is_not(None), self.is_in_scope()]
        return (
            _rows(
                person=Application.person_id,
                cohort=Application.cohort_id,
                thing=Application.id,
                campus=Application.campus_id,
                day=self.days.day(Application.received_at),
            )
            .select_from(Application)
            .join(Campus, Campus.id == Application.campus_id)
            .outerjoin(Cohort, Cohort.id == Application.cohort_id)
            .where(*wanted)
        )

    def new_people(self) -> Rows:
        before = self._came(Slot.day < self.scope.first_day, self.days.before).subquery()
        now = self.people_reached().subquery()
        return select(now).where(~exists().where(before.c.person_id == now.c.person_id))

    def _came(self, class_days: ColumnElement[bool], when: Callable[[Any], Any]) -> Rows:
        """Everybody's comings: to class, an event, coaching, and through the door for anything."""
        in_class = (
            _rows(
                person=Enrolment.person_id,
                cohort=Cohort.id,
                campus=Cohort.campus_id,
                day=day_text(Slot.day),
            )
            .select_from(Attendance)
            .join(Slot, Slot.id == Attendance.slot_id)
            .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
            .join(Cohort, Cohort.id == Enrolment.cohort_id)
            .where(
                self.is_in_scope(),
                Cohort.status != CohortStatus.CANCELLED,
                class_days,
                Attendance.status.in_(THERE),
            )
        )
        at_events = self._registered(when, literal(1)).where(
            Registration.status == RegistrationStatus.ATTENDED
        )
        parts = [in_class, at_events, self._checked_in(when), self._coached(when)]
        return select(union_all(*parts).subquery())


def _rows(
    *,
    person: Any = None,
    cohort: Any = None,
    event: Any = None,
    thing: Any = None,
    campus: Any = None,
    day: Any = None,
    amount: Any = None,
    whole: Any = None,
) -> Rows:
    """The one shape; what a happening does not have is null of its column's type."""
    given = {
        "person_id": _or_null(person, Enrolment.person_id),
        "cohort_id": _or_null(cohort, Cohort.id),
        "event_id": _or_null(event, Event.id),
        "thing_id": _or_null(thing, CoachingSession.id),
        "campus_id": _or_null(campus, Campus.id),
        "day": day,
        "amount": literal(1) if amount is None else amount,
        "whole": cast(null(), Integer) if whole is None else whole,
    }
    return select(*(value.label(name) for name, value in given.items()))


def _or_null(value: Any, like: Any) -> Any:
    return cast(null(), like.type) if value is None else value


def latest_answers() -> Subquery:
    """What was noted for each milestone of each enrolment, the latest in place 1."""
    latest = func.row_number().over(
        partition_by=(Outcome.enrolment_id, Outcome.milestone),
        order_by=(Outcome.noted_at.desc(), Outcome.id.desc()),
    )
    return (
        select(Outcome.enrolment_id, Outcome.kind, Outcome.milestone, latest.label("place"))
        .where(Outcome.enrolment_id.is_not(None), Outcome.milestone.is_not(None))
        .subquery()
    )


def _its_mark() -> ColumnElement[bool]:
    return and_(Attendance.slot_id == Slot.id, Attendance.enrolment_id == Enrolment.id)


def _minutes() -> ColumnElement[int]:
    """How long a half-day is."""
    hours = extract("hour", Slot.ends_at) - extract("hour", Slot.starts_at)
    return cast(
        hours * 60 + extract("minute", Slot.ends_at) - extract("minute", Slot.starts_at), Integer
    )


SOURCES: Final[dict[str, Callable[[Happenings], Rows]]] = {
    "people_reached": Happenings.people_reached,
    "new_people": Happenings.new_people,
    "applicants": Happenings.applicants,
    "cohorts": Happenings.cohorts,
    "learners": Happenings.learners,
    "sent_by_employers": Happenings.sent_by_employers,
    "class_hours": Happenings.class_hours,
    "hours_due": Happenings.hours_due,
    "hours_attended": Happenings.hours_attended,
    "attendance_rate": Happenings.attendance_rate,
    "completion_rate": Happenings.completion_rate,
    "leavers": Happenings.response_rate,
    "response_rate": Happenings.response_rate,
    "positive_rate": Happenings.positive_rate,
    "work_rate": Happenings.work_rate,
    "lasting_rate": Happenings.lasting_rate,
    "founders": Happenings.founders,
    "hired_by_partners": Happenings.hired_by_partners,
    "events": Happenings.events,
    "event_visits": Happenings.event_visits,
    "event_people": Happenings.event_visits,
    "event_rate": Happenings.event_rate,
    "coworking_days": Happenings.coworking,
    "coworkers": Happenings.coworking,
    "coaching_sessions": Happenings.coaching,
    "coached_people": Happenings.coaching,
    "visitors": Happenings.visitors,
}
