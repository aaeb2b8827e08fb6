"""Tasks on paper in words: what it is, of whom, by when, how it stands."""

from datetime import date
from typing import Final

from mgdesk.i18n import format_day, format_month, isolate, number
from mgdesk.i18n import gettext as _
from mgdesk.queries.tasks import TaskRow
from mgdesk.rules.tasks import TASK_KIND_LABELS, TASK_STATE_LABELS, TaskKind, TaskState
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.theme import Tone

TONES: Final = {
    TaskState.OVERDUE: Tone.BAD,
    TaskState.SOON: Tone.LATE,
    TaskState.OPEN: Tone.NEUTRAL,
    TaskState.DONE: Tone.OK,
    TaskState.WAIVED: Tone.NEUTRAL,
}
ICONS: Final = {
    TaskState.OVERDUE: "triangle-alert",
    TaskState.SOON: "clock",
    TaskState.OPEN: "circle-dashed",
    TaskState.DONE: "circle-check",
    TaskState.WAIVED: "circle-minus",
}


def what(one: TaskRow) -> str:
    """The task itself, with its period."""
    return with_period(kind_words(one.kind, one.title), one.period)


def kind_words(kind: TaskKind, title: str) -> str:
    if kind is TaskKind.OTHER:
        return title
    words = _(TASK_KIND_LABELS[kind])
    return f"{words} · {isolate(title)}" if title else words


def with_period(words: str, period: str) -> str:
    return f"{words} · {isolate(period_words(period))}" if period else words


def period_words(period: str) -> str:
    """`2026-11` is November 2026, `2026-Q4` the fourth quarter."""
    year, _dash, part = period.partition("-")
    if part.startswith("Q"):
        return _("Quarter {n} of {year}", n=number(int(part[1:])), year=year)
    return format_month(date(int(year), int(part), 1)) if part else period


def whose(one: TaskRow) -> str:
    """The person, or the cohort itself."""
    return one.person or _("The cohort")


def when(one: TaskRow) -> str:
    if one.done_on is not None:
        return format_day(one.done_on, "short")
    return format_day(one.due_on, "short") if one.due_on else ""


def state_pill(one: TaskRow) -> Pill:
    return Pill(TONES[one.state], _(TASK_STATE_LABELS[one.state]), ICONS[one.state])
