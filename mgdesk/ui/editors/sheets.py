"""Attendance sheets to print: which days, which layout, which language, and how they will look."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from mgdesk.i18n import LANGUAGES, format_day, format_day_and_month, format_month, language_name
from mgdesk.i18n import gettext as _
from mgdesk.queries import attendance as queries
from mgdesk.queries.attendance import WeekRow
from mgdesk.queries.cohorts import CohortDetail
from mgdesk.rules.calendar import month_days
from mgdesk.rules.paper import PaperKind, SheetLayout
from mgdesk.services import documents as services
from mgdesk.ui.editors.printing import IssuingPreview
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import ChoiceField, DateField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import add, column

PAUSE: Final = 200  # milliseconds without a change before the draft is drawn again
_LAYOUTS: Final = tuple(SheetLayout)


@dataclass(frozen=True)
class _Days:
    """A choice that is no week: days given below."""

    is_one: bool


@dataclass(frozen=True)
class _Month:
    """A choice that is a whole month."""

    first_day: date


ONE_DAY: Final = _Days(is_one=True)
FROM_TO: Final = _Days(is_one=False)


class SheetsForm(Form):
    """The days, the layout and the language of the sheets."""

    def __init__(self, cohort: CohortDetail, today: date) -> None:
        super().__init__()
        self._today = today
        self._weeks: dict[date, WeekRow] = {}
        self.period = ChoiceField()
        self.layout_choice = ChoiceField(
            [(layout, layout_words(layout)) for layout in _LAYOUTS], SheetLayout(cohort.layout)
        )
        own = _("That of the cohort")
        self.language = ChoiceField(
            [("", own), *((code, language_name(code)) for code in LANGUAGES)], ""
        )
        self.add_beside(
            (_("Days"), self.period),
            (_("Layout"), self.layout_choice),
            (_("Language"), self.language),
        )
        self.first, self.last = DateField(today), DateField(today)
        self.dates = QWidget()
        inner = Form()
        inner.add_beside((_("From"), self.first), (_("To"), self.last))
        self.dates.setLayout(column(inner))
        self.add_part(self.dates)
        self.dates.hide()
        for field in (self.first, self.last):
            field.edited.connect(self.changed)
        self.period.edited.connect(self._on_period)

    def show_weeks(self, weeks: list[WeekRow]) -> None:
        """Offer the weeks with class; the one that runs or comes next is chosen."""
        self._weeks = {week.monday: week for week in weeks}
        coming = [week.monday for week in weeks if week.last_day >= self._today]
        chosen = coming[0] if coming else (weeks[-1].monday if weeks else ONE_DAY)
        choices: list[tuple[object, str]] = [(week.monday, _week_words(week)) for week in weeks]
        months = sorted({day.replace(day=1) for w in weeks for day in (w.first_day, w.last_day)})
        choices += [(_Month(month), format_month(month)) for month in months]
        choices += [(ONE_DAY, _("One day…")), (FROM_TO, _("From … to …"))]
        self.period.set_choices(choices, chosen)
        self._on_period()

    def _on_period(self) -> None:
        choice = self.period.value
        self.dates.setVisible(isinstance(choice, _Days))
        self.last.setEnabled(choice == FROM_TO)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day; None while they cannot be read."""
        choice = self.period.value
        if isinstance(choice, _Days):
            first = self.first.value
            last = first if choice.is_one else self.last.value
            return (first, last) if first is not None and last is not None else None
        if isinstance(choice, _Month):
            return month_days(choice.first_day)
        week = self._weeks.get(choice)
        return (week.first_day, week.last_day) if week else None


class SheetsDialog(Sheet):
    """Print attendance sheets: the draft is there at once, one more press prints it."""

    def __init__(
        self, parent: QWidget, context: Context, cohort: CohortDetail, today: date
    ) -> None:
        form = SheetsForm(cohort, today)
        preview = IssuingPreview(context, PaperKind.ATTENDANCE_SHEET.value)
        content = QWidget()
        whole = column(form, gap=12)
        add(whole, preview, 1)
        content.setLayout(whole)
        heading = _("Attendance sheets of {code}", code=cohort.code)
        super().__init__(parent, heading, content, width=1060, is_tall=True)
        self.form, self.preview = form, preview
        self._context, self._cohort, self._today = context, cohort, today
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.draw)
        self.form.changed.connect(self._pause.start)
        self.form.changed.connect(preview.wait_for_draft)
        self.preview.print_button.setDefault(True)
        context.read(partial(queries.weeks, cohort_id=cohort.id), self._show_weeks)

    def _show_weeks(self, weeks: list[WeekRow]) -> None:
        self.form.show_weeks(weeks)
        self.draw()

    def draw(self) -> None:
        """Show the sheets of the chosen days as they would be printed."""
        days = self.form.days
        if days is None:
            self.preview.say_nothing_to_print(_("Choose the days to print."))
            return
        chosen = {
            "cohort_id": self._cohort.id,
            "first_day": days[0],
            "last_day": days[1],
            "layout": self.form.layout_choice.value,
            "language": self.form.language.value,
            "day": self._today,
        }
        self.preview.show_draft(
            partial(services.draft_sheets, **chosen),
            partial(services.issue_sheets, **chosen),
            _file_name(self._cohort.code, days),
        )


def open_sheets(
    parent: QWidget, context: Context, cohort: CohortDetail, today: date
) -> SheetsDialog:
    """Open the dialog over the page."""
    dialog = SheetsDialog(parent, context, cohort, today)
    dialog.open()
    return dialog


def layout_words(layout: SheetLayout) -> str:
    """A layout by its name."""
    return {
        SheetLayout.WEEK: _("A week a page, landscape"),
        SheetLayout.DAY: _("A day a page, portrait"),
        SheetLayout.MONTH: _("A month a sheet, landscape"),
        SheetLayout.INDIVIDUAL: _("A learner a sheet, portrait"),
        SheetLayout.BLANK: _("Without names, to fill in by hand"),
    }[layout]


def _week_words(week: WeekRow) -> str:
    first, last = format_day_and_month(week.first_day), format_day(week.last_day)
    return _("{first} – {last}", first=first, last=last)


def _file_name(code: str, days: tuple[date, date]) -> str:
    parts = [code, *dict.fromkeys(day.isoformat() for day in days)]
    return _("Attendance sheet {what}", what=" ".join(parts))
