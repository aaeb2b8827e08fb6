"""The sheet that says when a coach is there: a line for each weekday, and a time away."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import format_clock, format_weekday
from mgdesk.i18n import gettext as _
from mgdesk.rules.availability import WeekHours, parse_spans
from mgdesk.services import availability as services
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import DateField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.saving import SavingSheet

_MONDAY: Final = date(2026, 11, 23)


class HoursForm(Form):
    """`9:00-12:30, 13:30-17:00` for each day; an empty one is a day when they are not there."""

    def __init__(self, week: tuple[WeekHours, ...]) -> None:
        super().__init__()
        self.days = [
            self.add(format_weekday(_MONDAY + timedelta(days=day)), TextField()) for day in range(7)
        ]
        for day, field in enumerate(self.days):
            field.value = ", ".join(
                f"{format_clock(one.starts_at)}-{format_clock(one.ends_at)}"
                for one in week
                if one.weekday == day
            )
            field.setPlaceholderText("09:00-12:30, 13:30-17:00")
        self.first, self.last = DateField(), DateField()
        self.add_beside((_("Away from"), self.first), (_("Away until"), self.last))

    def hours(self) -> list[WeekHours]:
        return [
            WeekHours(day, one.starts_at, one.ends_at)
            for day, field in enumerate(self.days)
            for one in parse_spans(field.value)
        ]

    def mistakes(self) -> dict[QWidget, str]:
        found: dict[QWidget, str] = {}
        for field in self.days:
            try:
                parse_spans(field.value)
            except DeskError as mistake:
                found[field] = str(mistake)
        first, last = self.first.value, self.last.value
        if (first is None) != (last is None) or (first and last and last < first):
            found[self.last] = str(services.TimeBackwards())
        return found


class HoursSheet(SavingSheet[HoursForm]):
    """The week of a coach at one campus."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        coach: tuple[UUID, str],
        campus_id: UUID,
        week: tuple[WeekHours, ...],
    ) -> None:
        self.form = HoursForm(week)
        heading = _("When {name} sees people", name=coach[1])
        super().__init__(
            parent, heading, self.form, accept=_("Save"), on_accept=self.save, width=520
        )
        self._context, self._coach_id, self._campus_id = context, coach[0], campus_id

    def save(self) -> None:
        if not self.form.is_valid():
            return
        action = partial(
            _write,
            coach_id=self._coach_id,
            campus_id=self._campus_id,
            hours=self.form.hours(),
            away=(self.form.first.value, self.form.last.value),
        )
        self._context.do(action, self._saved, failed=self._refused)


def _write(
    session: Any,
    *,
    coach_id: UUID,
    campus_id: UUID,
    hours: list[WeekHours],
    away: tuple[date | None, date | None],
) -> None:
    """Runs in a thread, one transaction: the week, and days away."""
    first, last = away
    if first is not None and last is not None:
        services.add_exception(
            session,
            coach_id=coach_id,
            campus_id=campus_id,
            starts_at=datetime.combine(first, time()),
            ends_at=datetime.combine(last + timedelta(days=1), time()),
            is_everywhere=True,
        )
    services.set_week(session, coach_id=coach_id, campus_id=campus_id, hours=hours)
