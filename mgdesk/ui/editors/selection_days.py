"""Selection days: the days on the left, beside them who is expected at which hour."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QFileDialog, QWidget

from mgdesk.exchange.calendar import written
from mgdesk.i18n import format_clock, format_clock_range, format_day, isolate, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries import campuses as campus_queries
from mgdesk.queries import selection as queries
from mgdesk.queries.campuses import RoomRow
from mgdesk.queries.selection import ConvocationRow, DayPlan, HourRow, SelectionDayRow
from mgdesk.rules.file_names import safe_file_name
from mgdesk.rules.selection import hours_of_day
from mgdesk.services import selection as services
from mgdesk.services.calendars import selection_entries
from mgdesk.ui.editors.application_sheets import SavingSheet
from mgdesk.ui.editors.facts import flow_of
from mgdesk.ui.editors.more_papers import open_selection_day
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import (
    CheckField,
    ChoiceField,
    DateField,
    MultilineField,
    NumberField,
    TimeField,
)
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import Empty, beside, column
from mgdesk.ui.kit.table import Column, Table

if TYPE_CHECKING:
    from mgdesk.desk import Desk

Goals = Sequence[tuple[object, str]]


class SelectionDays(QWidget):
    """The days of what the page shows. The page gives them by `show_days`."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._plan: DayPlan | None = None
        self._goals: Goals = ()
        self._goal: object = None
        self._campus_id: UUID | None = None
        self._build()
        self.days.chosen.connect(self._on_day)
        self.people.chosen.connect(self._settle)
        self.people.opened.connect(self.move_on)

    def _build(self) -> None:
        empty = Empty(
            _("No selection day is planned."),
            _("Plan a day…"),
            self.plan,
            icon_name="calendar-days",
        )
        self.days: Table[SelectionDayRow] = Table(
            _day_columns(), name=_("Selection days"), empty=empty
        )
        nobody = Empty(_("Nobody is convoked for this day yet."), icon_name="users")
        self.people: Table[ConvocationRow] = Table(
            _people_columns(), name=_("Convoked"), empty=nobody
        )
        self._says = labels.muted("", wrap=True)
        self.plan_button = Button(_("Plan a day…"), "plus", on_click=self.plan)
        self.convoke_button = Button(_("Convoke…"), "mail", kind="primary", on_click=self.convoke)
        self.print_button = Button(_("Letters and list…"), "printer", on_click=self.print_papers)
        self.calendar_button = Button(_("Calendar file…"), "calendar", on_click=self.export)
        self.cancel_button = Button(_("Cancel this day"), "trash-2", on_click=self.cancel)
        self.move_button = Button(_("Another hour…"), "clock", on_click=self.move_on)
        self.off_button = Button(_("Take off the list"), "x", on_click=self.take_off)
        left, right = QWidget(), QWidget()
        listed = column(self.days.carded(), gap=12)
        listed.addWidget(flow_of((self.plan_button, self.cancel_button), 8))
        left.setLayout(listed)
        acts = (
            self.convoke_button, self.print_button, self.calendar_button, self.move_button,
            self.off_button,
        )  # fmt: skip
        expected = column(self._says, gap=12)
        expected.addWidget(self.people.carded(), 1)
        expected.addWidget(flow_of(acts, 8))
        right.setLayout(expected)
        whole = column()
        whole.addWidget(beside(left, right), 1)
        self.setLayout(whole)
        self._settle()

    # --- what is shown -----------------------------------------------------------------------

    def show_days(
        self, rows: Sequence[SelectionDayRow], goals: Goals, goal: object, campus_id: UUID | None
    ) -> None:
        """Show these days; a new one is for one of the `goals`, at first `goal`."""
        self._goals, self._goal, self._campus_id = goals, goal, campus_id
        self.days.set_rows(rows)
        if self.days.current is None and rows:
            self.days.choose(rows[-1].id)
        self._on_day(self.days.current)

    def _on_day(self, row: SelectionDayRow | None) -> None:
        if row is None:
            self._plan = None
            self.people.set_rows(())
            self._says.setText("")
            self._settle()
            return
        wanted = partial(queries.day_plan, selection_day_id=row.id)
        self._context.read(wanted, self._show_plan)

    def _show_plan(self, plan: DayPlan) -> None:
        if self.days.current is None or self.days.current.id != plan.day.id:
            return
        self._plan = plan
        self.people.set_rows(plan.convocations)
        said = ngettext("{n} place free", "{n} places free", plan.free)
        waits = ngettext("{n} person waits", "{n} people wait", len(plan.waiting))
        note = filter(None, (plan.day.room, said, waits, plan.day.note))
        self._says.setText(labels.directed(" · ".join(isolate(part) for part in note)))
        self._settle()

    def _settle(self, _row: object = None) -> None:
        has_day, has_one = self._plan is not None, self.people.current is not None
        self.cancel_button.setEnabled(has_day)
        self.convoke_button.setEnabled(has_day)
        is_called = bool(self._plan and self._plan.convocations)
        self.print_button.setEnabled(is_called)
        self.calendar_button.setEnabled(is_called)
        self.move_button.setEnabled(has_day and has_one)
        self.off_button.setEnabled(has_day and has_one)

    # --- acts --------------------------------------------------------------------------------

    def plan(self) -> None:
        if self._campus_id is not None and self._goals:
            rooms = partial(campus_queries.rooms, campus_id=self._campus_id)
            self._context.read(rooms, self._open_plan)

    def _open_plan(self, rooms: list[RoomRow]) -> None:
        if self._campus_id is not None:
            DaySheet(self, self._context, self._campus_id, self._goals, self._goal, rooms).open()

    def convoke(self) -> None:
        if self._plan is None:
            return
        if self._plan.waiting:
            ConvokeSheet(self, self._context, self._plan).open()
        else:
            self._context.toast(_("Everybody who waits for an answer is convoked already."))

    def move_on(self) -> None:
        if self._plan is not None and self.people.current is not None:
            HourSheet(self, self._context, self.people.current, self._plan.hours).open()

    def take_off(self) -> None:
        row = self.people.current
        if row is not None:
            self._context.do(partial(services.remove_convocation, convocation_id=row.id))

    def cancel(self) -> None:
        """Undo brings the day back with everybody on it."""
        if self._plan is not None:
            day_id = self._plan.day.id
            self._context.do(partial(services.remove_selection_day, selection_day_id=day_id))

    def print_papers(self) -> None:
        if self._plan is not None and self._plan.convocations:
            open_selection_day(self, self._context, self._plan.day)

    def export(self) -> None:
        """The hours of the day as a file for other calendars."""
        if self._plan is None or not self._plan.convocations:
            return
        day = self._plan.day
        name = safe_file_name(f"{day.training} {day.day.isoformat()}", ".ics")
        proposed, kind = str(Path.home() / name), f"{_('Calendar')} (*.ics)"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Export"), proposed, kind)
        if chosen:
            work = partial(_write_calendar, self._context.desk, day.id, day.training, Path(chosen))
            self._context.background.run(work, done=self._exported, failed=self._context.fail)

    def _exported(self, path: Path) -> None:
        self._context.toast(_("Exported to {file}.", file=isolate(path.name)))


def _write_calendar(desk: "Desk", day_id: UUID, title: str, path: Path) -> Path:
    entries = desk.read(partial(selection_entries, selection_day_id=day_id))
    path.write_bytes(written(entries, title, at=datetime.now(UTC)))
    return path


class DayForm(Form):
    """When, where, for how long each, and how many at a time; what that makes is said below."""

    def __init__(self, goals: Goals, goal: object, rooms: Sequence[RoomRow], today: date) -> None:
        super().__init__()
        self.goal = self.add(_("For"), ChoiceField(goals, goal))
        self.day = DateField(today=today)
        self.starts, self.ends = TimeField(time(9)), TimeField(time(12, 30))
        self.add_beside((_("Day"), self.day), (_("From"), self.starts), (_("To"), self.ends))
        self.minutes = NumberField(30, least=5, most=480, unit=_("min"))
        self.places = NumberField(2, least=1, most=500)
        self.add_beside(
            (_("Each interview"), self.minutes), (_("Seen at the same time"), self.places)
        )
        chosen = [(room.id, room.name) for room in rooms]
        self.room = self.add(_("Room"), ChoiceField([(None, _("Not said")), *chosen]))
        self.note = self.add(
            _("Said in the letters"),
            MultilineField(lines=2),
            help_text=_("What to bring, whom to ask for."),
        )
        self.total = labels.muted("")
        self.add_part(self.total)
        self.changed.connect(self._count)
        self._count()

    def _count(self) -> None:
        self.total.setText(ngettext("{n} person can be seen", "{n} people can be seen", self.seen))

    @property
    def seen(self) -> int:
        starts, ends = self.starts.value, self.ends.value
        if starts is None or ends is None:
            return 0
        return len(hours_of_day(starts, ends, self.minutes.value(), self.places.value()))

    def mistakes(self) -> dict[QWidget, str]:
        if self.day.value is None:
            return {self.day: _("Type the day.")}
        return {} if self.seen else {self.ends: str(services.DayTooShort())}


class DaySheet(SavingSheet[DayForm]):
    """Plan a day on which applicants are seen."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        campus_id: UUID,
        goals: Goals,
        goal: object,
        rooms: Sequence[RoomRow],
    ) -> None:
        today = date.today()  # noqa: DTZ011 - the day on this computer's wall is what is meant
        self.form = DayForm(goals, goal, rooms, today)
        super().__init__(
            parent, _("Plan a selection day"), self.form,
            accept=_("Save"), on_accept=self.save, width=600,
        )  # fmt: skip
        self._context, self._campus_id = context, campus_id
        self.form.day.setFocus()

    def save(self) -> None:
        form, goal = self.form, self.form.goal.value
        day, starts, ends = form.day.value, form.starts.value, form.ends.value
        if not form.is_valid() or day is None or starts is None or ends is None:
            return
        action = partial(
            services.add_selection_day,
            campus_id=self._campus_id,
            training_id=goal[0],
            cohort_id=goal[1],
            day=day,
            starts_at=starts,
            ends_at=ends,
            slot_minutes=form.minutes.value(),
            slot_places=form.places.value(),
            room_id=form.room.value,
            note=form.note.value,
        )
        self.send(self._context, action)


class ConvokeForm(Form):
    """Who waits, first come first; as many as there is room for are chosen already."""

    def __init__(self, plan: DayPlan) -> None:
        super().__init__()
        self.free = plan.free
        self.says = labels.muted("")
        self.add_part(self.says)
        self.chosen: dict[UUID, CheckField] = {}
        for place, row in enumerate(plan.waiting):
            words = labels.directed(
                f"{isolate(row.name)} · {format_day(row.received_local.date(), 'short')}"
            )
            check = CheckField(words, value=place < plan.free)
            check.edited.connect(self._count)
            self.chosen[row.id] = check
            self.add_part(check)
        self._count()

    def _count(self) -> None:
        n = len(self.ids)
        said = ngettext("{n} person chosen", "{n} people chosen", n)
        room = ngettext("{n} place free", "{n} places free", self.free)
        self.says.setText(labels.directed(f"{isolate(said)} · {isolate(room)}"))

    @property
    def ids(self) -> list[UUID]:
        return [key for key, check in self.chosen.items() if check.value]


class ConvokeSheet(SavingSheet[ConvokeForm]):
    """Give people the next free hours of a day."""

    def __init__(self, parent: QWidget, context: Context, plan: DayPlan) -> None:
        self.form = ConvokeForm(plan)
        heading = _("Convoke for {day}", day=format_day(plan.day.day, "long"))
        super().__init__(
            parent, heading, self.form, accept=_("Convoke"), on_accept=self.save, width=520
        )
        self._context, self._day_id = context, plan.day.id

    def save(self) -> None:
        action = partial(
            services.convoke, selection_day_id=self._day_id, application_ids=self.form.ids
        )
        self.send(self._context, action)


class HourForm(Form):
    def __init__(self, row: ConvocationRow, hours: Sequence[HourRow]) -> None:
        super().__init__()
        choices = [(hour.at, _hour_words(hour, row.starts_at)) for hour in hours]
        self.hour = self.add(_("Hour"), ChoiceField(choices, row.starts_at))


class HourSheet(SavingSheet[HourForm]):
    """Expect somebody at another hour of the same day."""

    def __init__(
        self, parent: QWidget, context: Context, row: ConvocationRow, hours: Sequence[HourRow]
    ) -> None:
        self.form = HourForm(row, hours)
        heading = _("Hour of {name}", name=row.application.name)
        super().__init__(
            parent, heading, self.form, accept=_("Save"), on_accept=self.save, width=420
        )
        self._context, self._row = context, row
        self.form.hour.setFocus()

    def save(self) -> None:
        action = partial(
            services.move_convocation,
            convocation_id=self._row.id,
            starts_at=self.form.hour.value,
        )
        self.send(self._context, action)


def _hour_words(hour: HourRow, own: time) -> str:
    said = format_clock(hour.at)
    if hour.is_full and hour.at != own:
        return _("{hour} (full)", hour=said)
    return said


def _day_columns() -> list[Column[SelectionDayRow]]:
    return [
        Column(
            _("Day"),
            lambda row: (
                f"{format_day(row.day)} · {isolate(format_clock_range(row.starts_at, row.ends_at))}"
            ),
            sort=lambda row: (row.day, row.starts_at),
            second=lambda row: row.cohort or row.training,
            stretch=True,
            strong=True,
        ),
        Column(_("Convoked"), lambda row: str(row.convoked), numeric=True, is_spare=True),
    ]


def _people_columns() -> list[Column[ConvocationRow]]:
    return [
        Column(_("Hour"), lambda row: format_clock(row.starts_at), sort=lambda row: row.starts_at),
        Column(_("Name"), lambda row: row.application.name, stretch=True, strong=True),
    ]
