"""The days of a cohort in a form: from when to when, which weekdays, which half-days at which hours.

The form of a new cohort and that of a timetable made anew share it, with the line below that counts
what would come of it: half-days, hours, the holidays left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import (
    enumerate_words,
    format_day_and_month,
    format_hours,
    format_weekday,
    ngettext,
)
from mgdesk.i18n import gettext as _
from mgdesk.rules.calendar import (
    DEFAULT_HOURS,
    DayOutOfRange,
    EndsBeforeStart,
    Hours,
    HoursBackwards,
    HoursOverlap,
    Pattern,
    check_pattern,
    timetable,
)
from mgdesk.rules.enrolment import HALF_LABELS, Half
from mgdesk.services.holidays import public_holidays
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.background import Background
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.fields import CheckField, DateField, TimeField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import box

SUMMARY_PAUSE = 120  # milliseconds without a key before half-days are counted
_NAMED_HOLIDAYS = 4  # more are only counted


@dataclass(frozen=True)
class Place:
    """Where a cohort is, as far as holidays go."""

    country: str
    region: str
    language: str


@dataclass(frozen=True)
class Count:
    """What would come of a pattern."""

    half_days: int
    minutes: int
    holidays: tuple[tuple[date, str], ...]


def count(pattern: Pattern, place: Place, *, skips_holidays: bool) -> Count:
    """Count the half-days of a pattern. Raises as `check_pattern` does."""
    check_pattern(pattern)
    found: Mapping[date, str] = {}
    if skips_holidays:
        found = public_holidays(
            place.country, place.region, pattern.first_day, pattern.last_day, place.language
        )
    half_days = timetable(pattern, found)
    lost = tuple((day, name) for day, name in found.items() if day.weekday() in pattern.weekdays)
    return Count(len(half_days), sum(one.hours.minutes for one in half_days), lost)


class WeekdaysField(QWidget):
    """The days of the week with class, as buttons that stay down."""

    edited = Signal()

    def __init__(self, value: frozenset[int]) -> None:
        super().__init__()
        flow = Flow(gap=4)
        first = date(2026, 11, 23)  # a Monday
        self._buttons: list[Button] = []
        for offset in range(7):
            day = first + timedelta(days=offset)
            button = Button(format_weekday(day, short=True))
            button.setAccessibleName(format_weekday(day))
            button.setCheckable(True)
            button.setChecked(offset in value)
            button.toggled.connect(self._on_toggle)
            flow.addWidget(button)
            self._buttons.append(button)
        self.setLayout(flow)
        self.setFocusProxy(self._buttons[0])

    @property
    def value(self) -> frozenset[int]:
        return frozenset(n for n, button in enumerate(self._buttons) if button.isChecked())

    def _on_toggle(self) -> None:
        self.edited.emit()


class HalvesField(QWidget):
    """Morning, afternoon, evening: each taken or not, with its hours."""

    edited = Signal()

    def __init__(self, halves: tuple[Half, ...], hours: Mapping[Half, Hours]) -> None:
        super().__init__()
        self.checks: dict[Half, CheckField] = {}
        self.starts: dict[Half, TimeField] = {}
        self.ends: dict[Half, TimeField] = {}
        lines = QGridLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.px(8))
        for line, half in enumerate(Half):
            span = hours.get(half, DEFAULT_HOURS[half])
            for place, widget in enumerate(self._line(half, span, is_on=half in halves)):
                lines.addWidget(widget, line, place)
        lines.setColumnStretch(4, 1)
        self.setLayout(lines)
        self.setFocusProxy(self.checks[Half.MORNING])

    def _line(self, half: Half, hours: Hours, *, is_on: bool) -> tuple[QWidget, ...]:
        word = _(HALF_LABELS[half])
        check = CheckField(word, value=is_on)
        start, end = TimeField(hours.starts_at), TimeField(hours.ends_at)
        start.setAccessibleName(_("{half}: from", half=word))
        end.setAccessibleName(_("{half}: to", half=word))
        for field in (start, end):
            field.setFixedWidth(theme.px(84))
            field.setEnabled(is_on)
            field.edited.connect(self._on_edit)
            check.toggled.connect(field.setEnabled)
        check.edited.connect(self._on_edit)
        self.checks[half], self.starts[half], self.ends[half] = check, start, end
        return check, start, labels.muted("–", wrap=False), end

    @property
    def value(self) -> dict[Half, Hours] | None:
        """The half-days taken with their hours; None when a time cannot be read."""
        found: dict[Half, Hours] = {}
        for half, check in self.checks.items():
            if check.value:
                start, end = self.starts[half].value, self.ends[half].value
                if start is None or end is None:
                    return None
                found[half] = Hours(start, end)
        return found

    def mistake(self) -> str:
        value = self.value
        if value is None:
            return _("Write each time like {example}.", example="09:30")
        return "" if value else _("Choose at least one half-day.")

    def _on_edit(self) -> None:
        self.edited.emit()


class DaysFields(QObject):
    """Puts the fields of a pattern into a form, tells their mistakes, and counts below."""

    def __init__(self, form: Form, pattern: Pattern, background: Background) -> None:
        super().__init__(form)
        self._background = background
        self._place: Place | None = None
        self.first_day, self.last_day = DateField(pattern.first_day), DateField(pattern.last_day)
        form.add_beside((_("First day"), self.first_day), (_("Last day"), self.last_day))
        self.weekdays = form.add(_("Days of the week"), WeekdaysField(pattern.weekdays))
        hours = {half: pattern.hours_of(half) for half in Half}
        self.halves = form.add(_("Half-days"), HalvesField(pattern.halves, hours))
        self.skips_holidays = CheckField(_("Leave out public holidays"), value=True)
        form.add("", self.skips_holidays)
        self.summary = labels.text("", "section", wrap=True)
        self.holidays = labels.muted("")
        form.add_part(box(self.summary, self.holidays, gap=2))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SUMMARY_PAUSE)
        self._pause.timeout.connect(self._count)
        form.changed.connect(self._pause.start)
        self.last_count: Count | None = None

    def set_place(self, place: Place) -> None:
        """Whose holidays are left out."""
        if place != self._place:
            self._place = place
            self._count()

    @property
    def pattern(self) -> Pattern | None:
        """What the fields say; None while a part is missing."""
        first, last, hours = self.first_day.value, self.last_day.value, self.halves.value
        if first is None or last is None or not hours:
            return None
        return Pattern(first, last, self.weekdays.value, tuple(hours), tuple(hours.items()))

    def mistakes(self) -> dict[QWidget, str]:
        """What is wrong, by the field where it is mended."""
        found: dict[QWidget, str] = {}
        for field in (self.first_day, self.last_day):
            if field.value is None and not field.mistake():
                found[field] = _("A cohort needs its first and its last day.")
        if not self.weekdays.value:
            found[self.weekdays] = _("Choose at least one day of the week.")
        pattern = self.pattern
        if pattern is not None:
            found.update(self._of_pattern(pattern))
        if not found and self.last_count is not None and not self.last_count.half_days:
            found[self.last_day] = _("No half-day is left between these days. Change the days.")
        return found

    def _of_pattern(self, pattern: Pattern) -> dict[QWidget, str]:
        try:
            check_pattern(pattern)
        except (EndsBeforeStart, DayOutOfRange) as error:
            return {self.last_day: str(error)}
        except (HoursBackwards, HoursOverlap) as error:
            return {self.halves: str(error)}
        return {}

    def _count(self) -> None:
        pattern = self.pattern
        if pattern is None or self._place is None:
            self._show_nothing()
            return
        work = partial(count, pattern, self._place, skips_holidays=self.skips_holidays.value)
        self._background.run(work, done=self._show, failed=self._on_failed)

    def _show_nothing(self) -> None:
        self.last_count = None
        self.summary.setText("")
        self.holidays.setText("")

    def _on_failed(self, error: Exception) -> None:
        self._show_nothing()
        if not isinstance(error, DeskError):
            raise error

    def _show(self, found: Count) -> None:
        self.last_count = found
        self.summary.setText(
            ngettext(
                "{n} half-day, {hours}",
                "{n} half-days, {hours}",
                found.half_days,
                hours=format_hours(found.minutes),
            )
        )
        self.holidays.setText(holidays_in_words(found.holidays))


def holidays_in_words(holidays: tuple[tuple[date, str], ...]) -> str:
    """Which holidays are left out: by name when few, else how many."""
    if not holidays:
        return ""
    if len(holidays) > _NAMED_HOLIDAYS:
        return ngettext(
            "{n} public holiday is left out.", "{n} public holidays are left out.", len(holidays)
        )
    words = [
        _("{day} ({holiday})", day=format_day_and_month(day), holiday=name)
        for day, name in holidays
    ]
    return _("Left out: {days}.", days=enumerate_words(words))
