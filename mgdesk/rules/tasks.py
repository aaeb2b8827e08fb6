"""What has to be done on paper for a cohort and for each of its people, and by which day.

Nothing is stored until somebody notes something: what is missing follows from the campus's list and
from the days of cohort and enrolment, so a moved start moves what is due.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_

SOON: Final = 7  # days before a task is due from which it is called soon


class TaskKind(StrEnum):
    CONTRACT = "contract"
    HOUSE_RULES = "house_rules"
    INSURANCE = "insurance"
    LAPTOP = "laptop"
    LEAVE_ENROLMENT = "leave_enrolment"
    LEAVE_ATTENDANCE = "leave_attendance"
    STATEMENT = "statement"
    OTHER = "other"


TASK_KIND_LABELS: Final = {
    TaskKind.CONTRACT: N_("Training contract signed"),
    TaskKind.HOUSE_RULES: N_("House rules signed"),
    TaskKind.INSURANCE: N_("Insurance in order"),
    TaskKind.LAPTOP: N_("Laptop lent"),
    TaskKind.LEAVE_ENROLMENT: N_("Attestation of enrolment for paid leave"),
    TaskKind.LEAVE_ATTENDANCE: N_("Attestation of attendance for paid leave"),
    TaskKind.STATEMENT: N_("Statement sent to the funder"),
    TaskKind.OTHER: N_("Something else"),
}


class TaskOf(StrEnum):
    """Whom a task of the list is for."""

    COHORT = "cohort"
    EACH = "each"  # everybody enrolled
    SENT = "sent"  # everybody whom an employer sent


TASK_OF_LABELS: Final = {
    TaskOf.COHORT: N_("the cohort"),
    TaskOf.EACH: N_("everybody enrolled"),
    TaskOf.SENT: N_("whom an employer sent"),
}


class TaskMoment(StrEnum):
    """From which day the days of a task are counted."""

    START = "start"
    END = "end"
    MONTH = "month"  # the end of each month
    QUARTER = "quarter"  # the end of each quarter


TASK_MOMENT_LABELS: Final = {
    TaskMoment.START: N_("the start"),
    TaskMoment.END: N_("the end"),
    TaskMoment.MONTH: N_("each end of a month"),
    TaskMoment.QUARTER: N_("each end of a quarter"),
}


class TaskState(StrEnum):
    OVERDUE = "overdue"
    SOON = "soon"
    OPEN = "open"
    DONE = "done"
    WAIVED = "waived"  # does not concern them, with the reason


TASK_STATE_LABELS: Final = {
    TaskState.OVERDUE: N_("overdue"),
    TaskState.SOON: N_("due soon"),
    TaskState.OPEN: N_("to do"),
    TaskState.DONE: N_("done"),
    TaskState.WAIVED: N_("not needed"),
}

MISSING: Final = frozenset({TaskState.OVERDUE, TaskState.SOON, TaskState.OPEN})


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a task of the list is due: so many days after a moment; `late_days` after the enrolment
    of who comes later (Brussels paid educational leave: 20 days after the start, 8 when enrolled
    late; 8 days after each quarter: economy-employment.brussels, node 2198)."""

    moment: TaskMoment
    days: int = 0
    late_days: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A task's turn: `period` is empty, a month (2026-11) or a quarter (2026-Q4)."""

    period: str
    on: date


def turns(
    deadline: Deadline, first_day: date, last_day: date, *, is_late: bool = False
) -> Iterator[Due]:
    """Each day on which a task is due, for a stay from `first_day` to `last_day`; who came after
    the cohort began `is_late`."""
    if deadline.moment is TaskMoment.START:
        late = deadline.late_days if is_late else None
        yield Due("", first_day + timedelta(deadline.days if late is None else late))
    elif deadline.moment is TaskMoment.END:
        yield Due("", last_day + timedelta(deadline.days))
    else:
        for period, end in _periods(first_day, last_day, _MONTHS[deadline.moment]):
            yield Due(period, end + timedelta(deadline.days))


_MONTHS: Final = {TaskMoment.MONTH: 1, TaskMoment.QUARTER: 3}


def _periods(first_day: date, last_day: date, months: int) -> Iterator[tuple[str, date]]:
    """Months or quarters that a stay touches, with their last day."""
    year, month = first_day.year, (first_day.month - 1) // months * months + 1
    while date(year, month, 1) <= last_day:
        last = month + months - 1
        name = f"{year}-{month:02}" if months == 1 else f"{year}-Q{last // 3}"
        yield name, date(year, last, monthrange(year, last)[1])
        year, month = (year + 1, 1) if last == 12 else (year, last + 1)


def state_of(due_on: date | None, today: date, *, is_done: bool, is_waived: bool) -> TaskState:
    if is_done:
        return TaskState.DONE
    if is_waived:
        return TaskState.WAIVED
    if due_on is None or due_on - today > timedelta(SOON):
        return TaskState.OPEN
    return TaskState.OVERDUE if due_on < today else TaskState.SOON


_WORST: Final = (
    TaskState.OVERDUE,
    TaskState.SOON,
    TaskState.OPEN,
    TaskState.DONE,
    TaskState.WAIVED,
)


def worst(states: Iterable[TaskState]) -> TaskState | None:
    """The state that says most of several; nothing of none."""
    return min(states, key=_WORST.index, default=None)
