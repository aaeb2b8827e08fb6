"""Encoding what came back signed: one week of a cohort, by keys, each mark saved at once."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from mgdesk.i18n import format_day, format_day_and_month, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries import attendance as queries
from mgdesk.queries.attendance import Grid, WeekRow
from mgdesk.rules.attendance import ATTENDANCE_LABELS, AttendanceStatus
from mgdesk.rules.rights import Right
from mgdesk.services import attendance as services
from mgdesk.ui.editors.attendance_keys import SIGNS
from mgdesk.ui.editors.attendance_marker import Marker
from mgdesk.ui.editors.attendance_model import (
    GridModel,
    day_and_half,
    in_words,
    said_minutes,
)
from mgdesk.ui.editors.attendance_view import (
    AttendanceView,
    TotalsModel,
    TotalsView,
    column_width,
    names_width,
)
from mgdesk.ui.editors.conflicts import ConflictsOffer
from mgdesk.ui.editors.encoded import EncodedOffer
from mgdesk.ui.kit import announce, icons, labels, theme
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import ChoiceField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.layout import Empty, add, box, column, row

RELOAD_PAUSE: Final = 250  # milliseconds without a mark before hours are read again
_MAIN: Final = (
    AttendanceStatus.PRESENT,
    AttendanceStatus.LATE,
    AttendanceStatus.ABSENT,
    AttendanceStatus.EXCUSED,
    AttendanceStatus.ABSENT_JUSTIFIED,
)
_OTHERS: Final = tuple(status for status in AttendanceStatus if status not in _MAIN)


class AttendancePanel(QWidget):
    """The grid of a cohort's week. `show_cohort` says whose; `reload` when data changed elsewhere."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._cohort_id: UUID | None = None
        self._today = date.min
        self._weeks: list[WeekRow] = []
        self._week: date | None = None  # its Monday
        self._confirmed_at_load = 0
        self.model = GridModel()
        self.marker = Marker(context, self.model, self)
        self.view = AttendanceView(self.model)
        self._totals = TotalsModel(self.model)
        self._foot = TotalsView(self._totals, self.view)
        self.view.setMinimumHeight(theme.px(170))
        self._build()
        self._connect()

    # --- building --------------------------------------------------------------------------

    def _build(self) -> None:
        self._choice = ChoiceField()
        self._choice.setAccessibleName(_("Week"))
        self._before = IconButton(_("Week before"), "chevron-left", on_click=self._week_before)
        self._after = IconButton(_("Week after"), "chevron-right", on_click=self._week_after)
        self._rest = Button(
            _("All unmarked present"),
            "list-checks",
            on_click=self._on_rest_clicked,
            needs=(Right.TEACH,),
        )
        self._rest.setToolTip(_("Marks the rest of the chosen half-day present (Ctrl+Enter)"))
        self._said = labels.text("", "muted", wrap=True)
        self._more = Button(_("Mark…"), "pencil", on_click=self._show_marks, needs=(Right.TEACH,))
        for button in (self._more, self._rest):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the grid
        self._choice.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
        week = QWidget()
        week.setLayout(row(self._before, self._choice, self._after, gap=4))
        line = QWidget()
        line.setLayout(Flow(week, self._more, self._rest))
        self._empty = Empty(
            _("No half-day to mark yet. The timetable gives the grid its columns."),
            icon_name="calendar-days",
        )
        self.encoded = EncodedOffer(self._context)
        self.conflicts = ConflictsOffer(self._context)
        self._whole = box(line, self.encoded, self.conflicts, labels.muted(_legend()), gap=6)
        inner = self._whole.layout()
        assert inner is not None
        inner.addWidget(self.view)
        inner.addWidget(self._foot)
        inner.addWidget(self._said)
        whole = column(gap=0)
        add(whole, self._whole, 1)
        add(whole, self._empty, 1)
        self._empty.hide()
        self.setLayout(whole)

    def _connect(self) -> None:
        self.view.marked.connect(self.marker.mark)
        self.view.unmarked.connect(self.marker.unmark)
        self.view.digit_typed.connect(self.marker.type_digit)
        self.view.rest_present.connect(self.marker.mark_rest)
        self.view.week_asked.connect(self._step_week)
        self.view.left_cell.connect(self.marker.save_minutes)
        self.marker.typed.connect(self._say_current)
        self.marker.said.connect(self._say)
        self.view.selectionModel().currentChanged.connect(self._say_current)
        self.model.modelReset.connect(self._fit_columns)
        self._choice.edited.connect(self._on_week_chosen)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(RELOAD_PAUSE)
        self._pause.timeout.connect(self._load)
        self.marker.written.connect(self._pause.start)

    # --- which days ------------------------------------------------------------------------

    def show_cohort(self, cohort_id: UUID, today: date) -> None:
        """Show a cohort's week of today, else the last before it, else its first."""
        if cohort_id != self._cohort_id:
            self.marker.save_minutes()
            self._cohort_id, self._week = cohort_id, None
        self._today = today
        self._load_weeks()

    def show_week_of(self, cohort_id: UUID, day: date) -> None:
        """Show the week of a day, whatever was shown before."""
        self._week = None
        self.show_cohort(cohort_id, day)

    def reload(self) -> None:
        """Read again soon: something changed, here or elsewhere."""
        if self._cohort_id is not None:
            self._pause.start()

    def focus_grid(self) -> None:
        self.view.setFocus()

    def _load_weeks(self) -> None:
        if self._cohort_id is not None:
            query = partial(queries.weeks, cohort_id=self._cohort_id)
            self._context.read(query, self._show_weeks)

    def _show_weeks(self, weeks: list[WeekRow]) -> None:
        self._weeks = weeks
        self._whole.setVisible(bool(weeks))
        self._empty.setVisible(not weeks)
        mondays = [week.monday for week in weeks]
        if self._week not in mondays:
            self._week = _nearest(mondays, self._today)
        self._choice.set_choices([(w.monday, _week_words(w)) for w in weeks], self._week)
        self._show_steps()
        if weeks:
            self._load_grid()

    def _show_steps(self) -> None:
        mondays = [week.monday for week in self._weeks]
        place = mondays.index(self._week) if self._week in mondays else 0
        self._before.setEnabled(place > 0)
        self._after.setEnabled(place + 1 < len(mondays))

    def _on_week_chosen(self) -> None:
        self._go_to_week(self._choice.value)

    def _week_before(self) -> None:
        self._step_week(-1)

    def _week_after(self) -> None:
        self._step_week(1)

    def _step_week(self, step: int) -> None:
        mondays = [week.monday for week in self._weeks]
        place = mondays.index(self._week) + step if self._week in mondays else 0
        if 0 <= place < len(mondays):
            self._choice.value = mondays[place]
            self._go_to_week(mondays[place])

    def _go_to_week(self, monday: date | None) -> None:
        if monday is None or monday == self._week:
            return
        self.marker.save_minutes()
        self._week = monday
        self._show_steps()
        self._load_grid()

    # --- reading ---------------------------------------------------------------------------

    def _load(self) -> None:
        """After writes: the weeks (their missing marks), then the grid (hours)."""
        self._load_weeks()

    def _load_grid(self) -> None:
        week = next((week for week in self._weeks if week.monday == self._week), None)
        if week is None or self._cohort_id is None:
            return
        self._confirmed_at_load = self.marker.confirmed
        query = partial(
            queries.grid,
            cohort_id=self._cohort_id,
            first_day=week.first_day,
            last_day=week.last_day,
        )
        self._context.read(query, self._show_grid)
        is_whole = not week.unmarked and week.marks > 0
        self.encoded.look(self._cohort_id, week.first_day, week.last_day, is_whole=is_whole)
        self.conflicts.look(self._cohort_id, week.first_day, week.last_day)

    def _show_grid(self, grid: Grid) -> None:
        if self.marker.confirmed != self._confirmed_at_load:
            self._pause.start()  # read before the last marks were written: it would show them gone
            return
        index = self.view.currentIndex()
        line, place = index.row(), index.column()
        is_new = self.model.grid is None or self.model.grid.cohort_id != grid.cohort_id
        self.model.set_grid(grid)
        self._foot.setVisible(bool(grid.rows))
        if not self.view.currentIndex().isValid():
            self.view.choose(0 if is_new else line, self._first_open() if is_new else place)
        self._say_current()

    def _first_open(self) -> int:
        """The first half-day with a mark missing, up to today: that is where the paper is."""
        for place, slot in enumerate(self.model.columns):
            if slot.day <= self._today and self.model.totals(place).unmarked:
                return place
        return 0

    # --- by mouse --------------------------------------------------------------------------

    def _press(self, status: AttendanceStatus) -> None:
        self.view.setFocus()
        if self.view.currentIndex().isValid():
            self.marker.mark(self.view.currentIndex(), status)

    def _press_unmark(self) -> None:
        self.view.setFocus()
        if self.view.currentIndex().isValid():
            self.marker.unmark(self.view.currentIndex())

    def _on_rest_clicked(self) -> None:
        self.view.setFocus()
        self.marker.mark_rest(self.view.currentIndex().column())

    def _show_marks(self) -> None:
        """Every mark with its key, for whoever uses the mouse or looks for the rarer ones."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for status in (*_MAIN, *_OTHERS):
            words = f"{_(ATTENDANCE_LABELS[status])}\t{SIGNS[status].letter}"
            _entry(menu, words, partial(self._press, status), SIGNS[status].icon)
        unmarked, key = _("not marked"), _("Del")
        _entry(menu, f"{unmarked}\t{key}", self._press_unmark, "circle")
        index = self.view.currentIndex()
        if index.isValid():
            menu.addSeparator()
            self._add_closing(menu, index.column())
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _add_closing(self, menu: QMenu, place: int) -> None:
        """A half-day whose sheet is encoded whole may be closed against slips, and opened again."""
        slot = self.model.columns[place]
        action = services.open_slot if slot.is_closed else services.close_slot
        words = _("Open this half-day again") if slot.is_closed else _("Close this half-day")
        run = partial(self._context.do, partial(action, slot_id=slot.slot_id))
        _entry(menu, words, run, "lock")

    # --- saying ----------------------------------------------------------------------------

    def _say_current(self, *_indexes: QModelIndex) -> None:
        index = self.view.currentIndex()
        if not index.isValid() or index.row() >= len(self.model.rows):
            self._say("")
            return
        slot = self.model.columns[index.column()]
        cell = self.model.cell(index.row(), index.column())
        name = self.model.rows[index.row()].name
        words = in_words(cell, slot)
        self._say(_("{name}, {when}: {mark}", name=name, when=day_and_half(slot), mark=words))
        if self.marker.is_typing_minutes and said_minutes(cell, slot) is not None:
            announce.say(self, words)

    def _say(self, sentence: str, is_bad: bool = False) -> None:
        self._said.setText(labels.directed(sentence))
        kind = "error" if is_bad else "muted"
        if self._said.property("kind") != kind:
            self._said.setProperty("kind", kind)
            self._said.style().unpolish(self._said)
            self._said.style().polish(self._said)
        if is_bad:
            announce.say(self, sentence)

    # --- Qt --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def hideEvent(self, event: QHideEvent) -> None:
        self.marker.save_minutes()
        super().hideEvent(event)

    def _fit_columns(self) -> None:
        names = names_width(self.view.width())
        for view in (self.view, self._foot):
            view.verticalHeader().setFixedWidth(names)
        room = self.view.width() - names
        room -= self.view.verticalScrollBar().sizeHint().width()
        width = column_width(self.view, room)
        for view in (self.view, self._foot):
            view.horizontalHeader().setDefaultSectionSize(width)


def _legend() -> str:
    """What the keys do, in one line above the grid."""
    keys = [
        _("{key} {word}", key=SIGNS[status].letter, word=_(ATTENDANCE_LABELS[status]))
        for status in _MAIN
    ]
    return " · ".join(
        [*keys, _("Del unmarks"), _("Enter: next row"), _("Ctrl+Enter: the rest present")]
    )


def _entry(menu: QMenu, words: str, run: Callable[[], object], icon_name: str) -> None:
    entry = menu.addAction(icons.icon(icon_name, tone="text"), words)
    entry.triggered.connect(lambda _checked=False: run())


def _nearest(mondays: list[date], today: date) -> date | None:
    begun = [monday for monday in mondays if monday <= today]
    return begun[-1] if begun else (mondays[0] if mondays else None)


def _week_words(week: WeekRow) -> str:
    first, last = format_day_and_month(week.first_day), format_day(week.last_day)
    if not week.unmarked:
        return _("{first} – {last}: complete", first=first, last=last)
    return ngettext(
        "{first} – {last}: {n} mark missing",
        "{first} – {last}: {n} marks missing",
        week.unmarked,
        first=first,
        last=last,
    )
