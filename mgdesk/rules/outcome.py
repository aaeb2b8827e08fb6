"""What becomes of people after a training: when to ask, what may be answered, and the rates of it.

Unknown and unreachable are missing answers: they never count as without work, and no rate is given
without its numerator, its denominator and its response rate. Sources: DOMAIN §2.6.
"""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final, Protocol, TypeVar
from uuid import UUID

from mgdesk.i18n import N_


class OutcomeKind(StrEnum):
    JOB = "job"
    SHORT_JOB = "short_job"
    FOUNDED = "founded"
    INTERNSHIP = "internship"
    TRAINING = "training"
    SEARCHING = "searching"
    NOT_SEARCHING = "not_searching"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


OUTCOME_LABELS: Final = {
    OutcomeKind.JOB: N_("job of a month or longer"),
    OutcomeKind.SHORT_JOB: N_("job shorter than a month"),
    OutcomeKind.FOUNDED: N_("self-employed or company founded"),
    OutcomeKind.INTERNSHIP: N_("internship or traineeship"),
    OutcomeKind.TRAINING: N_("further training or studies"),
    OutcomeKind.SEARCHING: N_("looking for work"),
    OutcomeKind.NOT_SEARCHING: N_("not looking for work"),
    OutcomeKind.UNREACHABLE: N_("cannot be reached"),
    OutcomeKind.UNKNOWN: N_("unknown"),
}

MISSING: Final = frozenset({OutcomeKind.UNREACHABLE, OutcomeKind.UNKNOWN})
LASTING_WORK: Final = frozenset({OutcomeKind.JOB, OutcomeKind.FOUNDED})
WORK: Final = LASTING_WORK | {OutcomeKind.SHORT_JOB}
POSITIVE: Final = WORK | {OutcomeKind.INTERNSHIP, OutcomeKind.TRAINING}
EMPLOYED: Final = frozenset({OutcomeKind.JOB, OutcomeKind.SHORT_JOB, OutcomeKind.INTERNSHIP})


class Evidence(StrEnum):
    DECLARED = "declared"
    DOCUMENT = "document"
    CONFIRMED = "confirmed"


EVIDENCE_LABELS: Final = {
    Evidence.DECLARED: N_("said by the person"),
    Evidence.DOCUMENT: N_("document seen"),
    Evidence.CONFIRMED: N_("confirmed by the employer or a register"),
}


class ContractKind(StrEnum):
    PERMANENT = "permanent"
    FIXED_TERM = "fixed_term"
    AGENCY = "agency"
    FREELANCE = "freelance"
    OTHER = "other"


CONTRACT_LABELS: Final = {
    ContractKind.PERMANENT: N_("permanent contract"),
    ContractKind.FIXED_TERM: N_("fixed-term contract"),
    ContractKind.AGENCY: N_("temporary agency work"),
    ContractKind.FREELANCE: N_("self-employed"),
    ContractKind.OTHER: N_("another contract"),
}


class AttemptResult(StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    MESSAGE_LEFT = "message_left"
    CALL_BACK = "call_back"


ATTEMPT_LABELS: Final = {
    AttemptResult.REACHED: N_("reached"),
    AttemptResult.NO_ANSWER: N_("no answer"),
    AttemptResult.WRONG_NUMBER: N_("wrong number"),
    AttemptResult.MESSAGE_LEFT: N_("message left"),
    AttemptResult.CALL_BACK: N_("call back later"),
}


class Milestone(StrEnum):
    """When somebody is asked, counted from the day they left."""

    EXIT = "exit"
    WEEKS_4 = "weeks_4"
    MONTHS_3 = "months_3"
    MONTHS_6 = "months_6"
    MONTHS_12 = "months_12"


MILESTONE_LABELS: Final = {
    Milestone.EXIT: N_("at exit"),
    Milestone.WEEKS_4: N_("4 weeks"),
    Milestone.MONTHS_3: N_("3 months"),
    Milestone.MONTHS_6: N_("6 months"),
    Milestone.MONTHS_12: N_("12 months"),
}
# Three months is a help between two calls: no funder asks for it.
USUAL_MILESTONES: Final = (
    Milestone.EXIT, Milestone.WEEKS_4, Milestone.MONTHS_6, Milestone.MONTHS_12,
)  # fmt: skip
_MONTHS: Final = {Milestone.MONTHS_3: 3, Milestone.MONTHS_6: 6, Milestone.MONTHS_12: 12}
_OPEN_AFTER_LAST: Final = timedelta(days=92)
LONGEST_OPEN: Final = timedelta(days=366) + _OPEN_AFTER_LAST + timedelta(days=2)
ATTEMPTS_ENOUGH: Final = 3
ESF_AT_EXIT: Final = timedelta(weeks=4)
HIRED_WITHIN: Final = timedelta(days=180)
WARNED_BEFORE_END: Final = timedelta(days=14)


def milestones_of(values: Iterable[str]) -> tuple[Milestone, ...]:
    """Milestones as kept in a profile, in their order; none kept means the usual ones."""
    kept = set(values)
    return tuple(one for one in Milestone if one in kept) or USUAL_MILESTONES


def due_on(milestone: Milestone, exit_on: date) -> date:
    """The first day on which that milestone is asked for."""
    if milestone is Milestone.EXIT:
        return exit_on
    if milestone is Milestone.WEEKS_4:
        return exit_on + timedelta(weeks=4)
    return _months_later(exit_on, _MONTHS[milestone])


def milestone_on(
    day: date, exit_on: date, milestones: Sequence[Milestone] = USUAL_MILESTONES
) -> Milestone | None:
    """The milestone to ask for on a day: the last that has come. Nobody is called for two at once,
    and nobody any more three months after the last."""
    come = [one for one in milestones if due_on(one, exit_on) <= day]
    if not come or (
        come[-1] == milestones[-1] and day > due_on(come[-1], exit_on) + _OPEN_AFTER_LAST
    ):
        return None
    return come[-1]


@lru_cache(maxsize=32)
def open_exits(
    day: date, milestones: tuple[Milestone, ...] = USUAL_MILESTONES
) -> tuple[tuple[Milestone, date, date], ...]:
    """Each milestone with the first and the last day of exit for which it is asked on that day."""
    found: dict[Milestone, list[date]] = {}
    for ago in range(1, LONGEST_OPEN.days):
        exit_on = day - timedelta(days=ago)
        milestone = milestone_on(day, exit_on, milestones)
        if milestone is not None:
            found.setdefault(milestone, []).append(exit_on)
    return tuple((milestone, days[-1], days[0]) for milestone, days in found.items())


def next_due(
    day: date, exit_on: date, milestones: Sequence[Milestone] = USUAL_MILESTONES
) -> tuple[Milestone, date] | None:
    """The next milestone after that day, and when."""
    later = [(one, due_on(one, exit_on)) for one in milestones if due_on(one, exit_on) > day]
    return later[0] if later else None


def _months_later(day: date, months: int) -> date:
    """The same day some months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of somebody at a milestone: the latest that was noted for it."""

    kind: OutcomeKind
    since: date | None = None
    is_in_field: bool | None = None
    hours_a_week: int | None = None
    is_by_school: bool = False  # hired by the school that trained them


@dataclass(frozen=True, slots=True)
class Leaver:
    """One enrolment that ended: whose, when, and what was answered since."""

    person_id: UUID
    exit_on: date
    has_completed: bool = True
    answers: Mapping[Milestone, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rate:
    """A share that never stands alone: of how many, and how many of those answered.

    `counted` is the denominator; `asked` is everybody who could have answered.
    """

    numerator: int
    counted: int
    answered: int
    asked: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None of nobody."""
        return self.numerator / self.counted if self.counted else None

    @property
    def response(self) -> float | None:
        """Who answered, of all who could: between 0 and 1; None of nobody."""
        return self.answered / self.asked if self.asked else None


class Dated(Protocol):
    """An answer, however much else is known of it."""

    @property
    def kind(self) -> OutcomeKind: ...
    @property
    def since(self) -> date | None: ...


AnAnswer = TypeVar("AnAnswer", bound=Dated)


def told_within_weeks(answers: Mapping[Milestone, AnAnswer], exit_on: date) -> AnAnswer | None:
    """The last situation known of the 28 days after somebody left.

    Whoever is asked late may tell of what began later: that is not how they were then.
    """
    for milestone in (Milestone.WEEKS_4, Milestone.EXIT):
        told = _of_day(answers.get(milestone), exit_on + ESF_AT_EXIT)
        if told is not None:
            return told
    return None


def told_of_months(answers: Mapping[Milestone, AnAnswer], exit_on: date) -> AnAnswer | None:
    """How somebody was six months after they left, as far as it is known."""
    return _of_day(answers.get(Milestone.MONTHS_6), due_on(Milestone.MONTHS_6, exit_on))


def _of_day(told: AnAnswer | None, day: date) -> AnAnswer | None:
    """An answer that says something of that day."""
    if told is None or told.kind in MISSING or (told.since is not None and told.since > day):
        return None
    return told


class RateKind(StrEnum):
    POSITIVE = "positive"
    WORK = "work"
    LASTING = "lasting"
    ESF_EXIT = "esf_exit"
    ESF_LATER = "esf_later"
    IN_FIELD = "in_field"
    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    HOURS_UNSAID = "hours_unsaid"
    BY_SCHOOL = "by_school"


# CIRR shows these apart, so that no short week and no job at the school swells the rate.
HIRED_AS: Final = (
    RateKind.FULL_TIME, RateKind.PART_TIME, RateKind.HOURS_UNSAID, RateKind.BY_SCHOOL,
)  # fmt: skip
PART_TIME_BELOW: Final = 30  # hours a week, as CIRR has it

RATE_LABELS: Final = {
    RateKind.POSITIVE: N_("Positive exit within 12 months"),
    RateKind.WORK: N_("Work within 12 months"),
    RateKind.LASTING: N_("Lasting work within 12 months"),
    RateKind.ESF_EXIT: N_("Positive result within 4 weeks (ESF)"),
    RateKind.ESF_LATER: N_("In work after 6 months (ESF)"),
    RateKind.IN_FIELD: N_("Hired in the field within 180 days"),
    RateKind.FULL_TIME: N_("of these, full-time"),
    RateKind.PART_TIME: N_("of these, part-time"),
    RateKind.HOURS_UNSAID: N_("of these, hours not said"),
    RateKind.BY_SCHOOL: N_("of these, by the school itself"),
}
RATE_DEFINITIONS: Final = {
    RateKind.POSITIVE: N_(
        "People with a job, a company of their own, an internship or further training at any time"
        " within 12 months after they left, of those who answered."
    ),
    RateKind.WORK: N_(
        "People with a job of any length or a company of their own at any time within 12 months"
        " after they left, of those who answered."
    ),
    RateKind.LASTING: N_(
        "People with a job of a month or longer or a company of their own at any time within 12"
        " months after they left, of those who answered."
    ),
    RateKind.ESF_EXIT: N_(
        "People with a job, a company of their own, an internship or further training when they"
        " left or within 4 weeks, of those who answered: the last situation of these weeks counts."
        " Each person once, by the last exit."
    ),
    RateKind.ESF_LATER: N_(
        "People with a job or a company of their own 6 months after they left, of those who"
        " answered; what began later than that is no answer. Each person once, by the last exit."
    ),
    RateKind.IN_FIELD: N_(
        "People with a job or a company of their own in the field of the training that began"
        " within 180 days after they left, of all who were enrolled, whether they answered or"
        " not, finished or not."
    ),
    RateKind.FULL_TIME: N_(
        "Hired in the field within 180 days for {hours} hours a week or more, by another than the"
        " school. Whoever had several such jobs is counted once, by the fullest."
    ),
    RateKind.PART_TIME: N_(
        "Hired in the field within 180 days for fewer than {hours} hours a week, by another than"
        " the school."
    ),
    RateKind.HOURS_UNSAID: N_(
        "Hired in the field within 180 days by another than the school, nobody noted for how many"
        " hours a week."
    ),
    RateKind.BY_SCHOOL: N_(
        "Hired in the field within 180 days by the organisation of a campus, and by nobody else."
    ),
}
UNKNOWN_NOTE: Final = N_(
    "Unknown and unreachable are missing answers: never counted as without work."
)


def once_each(leavers: Iterable[Leaver]) -> list[Leaver]:
    """Every person once, by their last exit: whoever came back left later."""
    last: dict[UUID, Leaver] = {}
    for one in leavers:
        known = last.get(one.person_id)
        if known is None or one.exit_on >= known.exit_on:
            last[one.person_id] = one
    return list(last.values())


def rates(
    leavers: Iterable[Leaver],
    *,
    today: date | None = None,
    part_time_below: int = PART_TIME_BELOW,
) -> dict[RateKind, Rate]:
    """All the rates of some leavers, each person counted once; a week of fewer hours is part-time.

    With `today`, who left less than six months ago is not asked yet how they are after six.
    """
    people = once_each(leavers)
    asked = [
        one for one in people if today is None or due_on(Milestone.MONTHS_6, one.exit_on) <= today
    ]
    year = tuple(Milestone)
    early = [told_within_weeks(one.answers, one.exit_on) for one in people]
    later = [told_of_months(one.answers, one.exit_on) for one in asked]
    return {
        RateKind.POSITIVE: _of_answers(people, year, POSITIVE),
        RateKind.WORK: _of_answers(people, year, WORK),
        RateKind.LASTING: _of_answers(people, year, LASTING_WORK),
        RateKind.ESF_EXIT: _of_one_each(early, POSITIVE),
        RateKind.ESF_LATER: _of_one_each(later, WORK),
        RateKind.IN_FIELD: _in_field(people),
        **_hired_as(people, part_time_below),
    }


def _of_answers(
    people: Sequence[Leaver], milestones: Iterable[Milestone], wanted: frozenset[OutcomeKind]
) -> Rate:
    told = [_told(one, milestones) for one in people]
    answered = [answers for answers in told if answers]
    reached = [answers for answers in answered if any(one.kind in wanted for one in answers)]
    return Rate(len(reached), len(answered), len(answered), len(people))


def _of_one_each(told: Sequence[Answer | None], wanted: frozenset[OutcomeKind]) -> Rate:
    answered = [one for one in told if one is not None]
    reached = [one for one in answered if one.kind in wanted]
    return Rate(len(reached), len(answered), len(answered), len(told))


def _in_field(people: Sequence[Leaver]) -> Rate:
    """As bootcamps report it: everybody enrolled is counted, so whoever is not heard weighs on it."""
    hired = [one for one in people if any(_is_hired_in_time(one, a) for a in one.answers.values())]
    answered = [one for one in people if _told(one, Milestone)]
    return Rate(len(hired), len(people), len(answered), len(people))


def _hired_as(people: Sequence[Leaver], part_time_below: int) -> dict[RateKind, Rate]:
    """Whoever was hired in the field in time, by how: together they are those that `_in_field` counts."""
    counts = dict.fromkeys(HIRED_AS, 0)
    for one in people:
        hired = [a for a in one.answers.values() if _is_hired_in_time(one, a)]
        if hired:
            counts[min((_how(a, part_time_below) for a in hired), key=HIRED_AS.index)] += 1
    whole = _in_field(people)
    return {kind: replace(whole, numerator=count) for kind, count in counts.items()}


def _how(answer: Answer, part_time_below: int) -> RateKind:
    if answer.is_by_school:
        return RateKind.BY_SCHOOL
    if answer.hours_a_week is None:
        return RateKind.HOURS_UNSAID
    return RateKind.PART_TIME if answer.hours_a_week < part_time_below else RateKind.FULL_TIME


def _is_hired_in_time(leaver: Leaver, answer: Answer) -> bool:
    """A job without a date of its beginning proves no time."""
    return (
        answer.kind in WORK
        and answer.is_in_field is True
        and answer.since is not None
        and answer.since <= leaver.exit_on + HIRED_WITHIN
    )


def _told(leaver: Leaver, milestones: Iterable[Milestone]) -> list[Answer]:
    found = (leaver.answers.get(one) for one in milestones)
    return [one for one in found if one is not None and one.kind not in MISSING]
