"""The figures of a report: what each is called, what exactly it counts, and of which things it is made.

A figure is the sum of what its things are worth: one each where things are counted, minutes where
hours are, a part of a whole where a share is. So every figure has its list, and both agree.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from mgdesk.i18n import N_, format_hours, number, percent
from mgdesk.rules.outcome import RATE_DEFINITIONS, RATE_LABELS, RateKind


class Unit(StrEnum):
    COUNT = "count"
    HOURS = "hours"  # kept in minutes
    SHARE = "share"  # kept as a part and its whole


class Thing(StrEnum):
    """What the list behind a figure is a list of."""

    PERSON = "person"
    COHORT = "cohort"
    EVENT = "event"
    ENROLMENT = "enrolment"
    REGISTRATION = "registration"
    DAY = "day"  # of a person, co-working
    APPOINTMENT = "appointment"


class Dimension(StrEnum):
    """By what a figure can be broken down."""

    MONTH = "month"
    CAMPUS = "campus"
    COHORT = "cohort"
    PARTNER = "partner"
    AGE = "age"
    GENDER = "gender"
    MUNICIPALITY = "municipality"
    ISCED = "isced"  # of an application
    SCHOOLING = "schooling"
    LABOUR = "labour"


DIMENSION_LABELS: Final = {
    Dimension.MONTH: N_("By month"),
    Dimension.CAMPUS: N_("By campus"),
    Dimension.COHORT: N_("By cohort"),
    Dimension.PARTNER: N_("By partner"),
    Dimension.AGE: N_("By age"),
    Dimension.GENDER: N_("By gender"),
    Dimension.MUNICIPALITY: N_("By municipality"),
    Dimension.ISCED: N_("By schooling said when applying"),
    Dimension.SCHOOLING: N_("By schooling"),
    Dimension.LABOUR: N_("By situation at entry"),
}


# Whose lines stand by their size; the others have an order of their own.
LARGEST_FIRST: Final = frozenset({Dimension.MUNICIPALITY, Dimension.SCHOOLING, Dimension.LABOUR})


class Theme(StrEnum):
    """The chapters of a report."""

    PEOPLE = "people"
    TRAINING = "training"
    AFTER = "after"
    EVENTS = "events"
    HOUSE = "house"


THEME_LABELS: Final = {
    Theme.PEOPLE: N_("People"),
    Theme.TRAINING: N_("Training"),
    Theme.AFTER: N_("After the training"),
    Theme.EVENTS: N_("Events"),
    Theme.HOUSE: N_("Co-working and coaching"),
}


@dataclass(frozen=True)
class Definition:
    """A figure before it is counted; `sentence` is printed beside it wherever it is shown.

    `part_of` names the figure of which it counts a part: the rest can be computed from both.
    `is_personal` is false for what tells nothing of anybody: classes, events, hours of class.
    """

    id: str
    theme: Theme
    label: str
    sentence: str
    thing: Thing
    unit: Unit = Unit.COUNT
    part_of: str = ""
    is_personal: bool = True


FIGURES: Final = (
    Definition(
        "people_reached", Theme.PEOPLE, N_("People reached"),
        N_("People who came at least once in the period, to class, an event, co-working, coaching"
           " or a visit; each is counted once."),
        Thing.PERSON,
    ),
    Definition(
        "new_people", Theme.PEOPLE, N_("New people"),
        N_("Of the people reached, those who had not come before the period, to anything that this"
           " report is about."),
        Thing.PERSON, part_of="people_reached",
    ),
    Definition(
        "applicants", Theme.PEOPLE, N_("Applicants"),
        N_("People whose application to a training was received in the period; each is counted once."),
        Thing.PERSON,
    ),
    Definition(
        "cohorts", Theme.TRAINING, N_("Cohorts"),
        N_("Cohorts whose days, from first to last, touch the period, planned ones included; those"
           " cancelled are left out."),
        Thing.COHORT, is_personal=False,
    ),
    Definition(
        "learners", Theme.TRAINING, N_("Learners"),
        N_("People enrolled in these cohorts who belonged to one of them in the period; each is"
           " counted once, prospects are not."),
        Thing.PERSON,
    ),
    Definition(
        "sent_by_employers", Theme.TRAINING, N_("Sent by employers"),
        N_("Of the learners, those whom an employer sent to a short course."),
        Thing.PERSON, part_of="learners",
    ),
    Definition(
        "class_hours", Theme.TRAINING, N_("Hours of class"),
        N_("Hours on the timetables of these cohorts in the period, counted once a class."),
        Thing.COHORT, Unit.HOURS, is_personal=False,
    ),
    Definition(
        "hours_due", Theme.TRAINING, N_("Hours planned"),
        N_("Hours of the half-days that learners were expected at in the period, each learner"
           " counted; who left owes nothing after that day."),
        Thing.ENROLMENT, Unit.HOURS,
    ),
    Definition(
        "hours_attended", Theme.TRAINING, N_("Hours attended"),
        N_("Hours that learners were present by their marks, to the minute, before any funder's"
           " rounding."),
        Thing.ENROLMENT, Unit.HOURS,
    ),
    Definition(
        "attendance_rate", Theme.TRAINING, N_("Attendance rate"),
        N_("Of the hours of half-days that are marked, the share attended; excused hours count as"
           " attended where the funder counts them. Half-days without a mark are left out."),
        Thing.ENROLMENT, Unit.SHARE,
    ),
    Definition(
        "completion_rate", Theme.TRAINING, N_("Completion rate"),
        N_("Of the people enrolled in cohorts that ended in the period, without prospects and"
           " transfers, the share that completed; what is still running is left out."),
        Thing.ENROLMENT, Unit.SHARE,
    ),
    Definition(
        "leavers", Theme.AFTER, N_("Leavers"),
        N_("People whose training ended in the period, by their last exit in it; without those whom"
           " an employer sent, prospects and transfers."),
        Thing.ENROLMENT,
    ),
    Definition(
        "response_rate", Theme.AFTER, N_("Response rate"),
        N_("Of the leavers, the share of whom an answer is known for any time asked after their"
           " exit; unknown and unreachable are no answers."),
        Thing.ENROLMENT, Unit.SHARE, part_of="leavers",
    ),
    Definition(
        "positive_rate", Theme.AFTER, RATE_LABELS[RateKind.POSITIVE],
        RATE_DEFINITIONS[RateKind.POSITIVE], Thing.ENROLMENT, Unit.SHARE,
    ),
    Definition(
        "work_rate", Theme.AFTER, RATE_LABELS[RateKind.WORK],
        RATE_DEFINITIONS[RateKind.WORK], Thing.ENROLMENT, Unit.SHARE,
    ),
    Definition(
        "lasting_rate", Theme.AFTER, RATE_LABELS[RateKind.LASTING],
        RATE_DEFINITIONS[RateKind.LASTING], Thing.ENROLMENT, Unit.SHARE,
    ),
    Definition(
        "founders", Theme.AFTER, N_("Founders"),
        N_("People who founded a company in the period, alone or with others; each is counted once."),
        Thing.PERSON,
    ),
    Definition(
        "hired_by_partners", Theme.AFTER, N_("Hired by partners"),
        N_("People of whom it was noted in the period that they work, for an employer that is one of"
           " the partners; each is counted once."),
        Thing.PERSON,
    ),
    Definition(
        "events", Theme.EVENTS, N_("Events"),
        N_("Events that began in the period, without those cancelled."),
        Thing.EVENT, is_personal=False,
    ),
    Definition(
        "event_visits", Theme.EVENTS, N_("Visits to events"),
        N_("Registrations of these events whose person came; who came to three events counts three"
           " times."),
        Thing.REGISTRATION,
    ),
    Definition(
        "event_people", Theme.EVENTS, N_("People at events"),
        N_("People who came to at least one of these events; each is counted once."),
        Thing.PERSON,
    ),
    Definition(
        "event_rate", Theme.EVENTS, N_("Attendance at events"),
        N_("Of the registrations that ended in coming or in not coming, the share that came;"
           " cancelled ones and the waiting list are left out."),
        Thing.REGISTRATION, Unit.SHARE,
    ),
    Definition(
        "coworking_days", Theme.HOUSE, N_("Co-working days"),
        N_("Days on which somebody checked in to co-work: a person and a day at a campus count"
           " once, however often they went out and came back."),
        Thing.DAY,
    ),
    Definition(
        "coworkers", Theme.HOUSE, N_("Co-workers"),
        N_("People with at least one co-working day; each is counted once."),
        Thing.PERSON,
    ),
    Definition(
        "coaching_sessions", Theme.HOUSE, N_("Coaching sessions"),
        N_("Appointments with a coach in the period that took place."),
        Thing.APPOINTMENT,
    ),
    Definition(
        "coached_people", Theme.HOUSE, N_("People coached"),
        N_("People with at least one of these sessions; each is counted once."),
        Thing.PERSON,
    ),
    Definition(
        "visitors", Theme.HOUSE, N_("Visitors"),
        N_("People who checked in as a visitor; each is counted once."),
        Thing.PERSON,
    ),
)  # fmt: skip
DEFINITIONS: Final = {one.id: one for one in FIGURES}

# What is shown broken down, in this order, each with its chart.
BREAKDOWNS: Final = (
    ("people_reached", Dimension.MONTH),
    ("people_reached", Dimension.AGE),
    ("people_reached", Dimension.GENDER),
    ("people_reached", Dimension.MUNICIPALITY),
    ("applicants", Dimension.MUNICIPALITY),
    ("applicants", Dimension.ISCED),
    ("applicants", Dimension.MONTH),
    ("people_reached", Dimension.CAMPUS),
    ("people_reached", Dimension.PARTNER),
    ("learners", Dimension.COHORT),
    ("learners", Dimension.SCHOOLING),
    ("learners", Dimension.LABOUR),
    ("hours_attended", Dimension.MONTH),
    ("hours_attended", Dimension.COHORT),
    ("hours_attended", Dimension.CAMPUS),
    ("hours_attended", Dimension.PARTNER),
    ("attendance_rate", Dimension.COHORT),
    ("attendance_rate", Dimension.CAMPUS),
    ("completion_rate", Dimension.COHORT),
    ("completion_rate", Dimension.CAMPUS),
    ("response_rate", Dimension.COHORT),
    ("positive_rate", Dimension.COHORT),
    ("positive_rate", Dimension.CAMPUS),
    ("positive_rate", Dimension.PARTNER),
    ("event_visits", Dimension.MONTH),
    ("event_visits", Dimension.CAMPUS),
    ("coworking_days", Dimension.MONTH),
    ("coworking_days", Dimension.CAMPUS),
    ("coaching_sessions", Dimension.MONTH),
    ("coaching_sessions", Dimension.CAMPUS),
)


@dataclass(frozen=True)
class Scope:
    """What a report is about: days on the campuses' own clocks, and what it is narrowed to."""

    first_day: date
    last_day: date
    campus_id: UUID | None = None
    partner_id: UUID | None = None
    cohort_id: UUID | None = None


@dataclass(frozen=True)
class Amount:
    """What was counted: things, minutes, or a part of `whole`; and how many people are behind it."""

    value: int = 0
    whole: int | None = None
    people: int = 0
    is_hidden: bool = False  # a small count, not to be published

    @property
    def share(self) -> float | None:
        return self.value / self.whole if self.whole else None


@dataclass(frozen=True)
class Group:
    """One line of a breakdown; `key` is empty where the data does not say."""

    key: str
    label: str
    amount: Amount


@dataclass(frozen=True)
class Breakdown:
    figure: str
    dimension: Dimension
    groups: tuple[Group, ...]


# What campuses are laid side by side by.
COMPARED: Final = ("people_reached", "cohorts", "learners", "hours_attended", "attendance_rate")


@dataclass(frozen=True)
class CampusLine:
    """A campus beside the others: its amount of each of the figures compared."""

    key: str
    label: str
    amounts: dict[str, Amount]


@dataclass(frozen=True)
class Bands:
    """People reached by age and gender: what the age bands are drawn from."""

    ages: tuple[str, ...]
    genders: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]  # a row an age; None is hidden


@dataclass(frozen=True)
class Report:
    """Every figure of a scope. `about` says campus, partner and cohort in words."""

    scope: Scope
    about: tuple[str, ...]
    figures: dict[str, Amount]
    breakdowns: tuple[Breakdown, ...]
    bands: Bands = field(default=Bands((), (), ()))

    def breakdown(self, figure: str, dimension: Dimension) -> Breakdown:
        return next(
            one for one in self.breakdowns if (one.figure, one.dimension) == (figure, dimension)
        )


HIDDEN_SIGN: Final = "*"


def said(definition: Definition, amount: Amount) -> str:
    """An amount as it is read: `412`, `1.204 h 30`, `87 %`; a dash for the share of nothing."""
    if amount.is_hidden:
        return HIDDEN_SIGN
    if definition.unit is Unit.SHARE:
        share = amount.share
        return "–" if share is None else percent(share)
    return format_hours(amount.value) if definition.unit is Unit.HOURS else number(amount.value)


def size(definition: Definition, amount: Amount) -> float | None:
    """An amount as a chart measures it: things, hours, or a share; None when there is none to show."""
    if amount.is_hidden:
        return None
    if definition.unit is Unit.SHARE:
        return amount.share
    return amount.value / 60 if definition.unit is Unit.HOURS else float(amount.value)
