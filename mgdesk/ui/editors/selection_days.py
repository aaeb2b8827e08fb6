"""Selection days: the days on the left, beside them who is expected at which hour."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from mgdesk.exchange.calendar import written
from mgdesk.i18n import (
    format_clock,
    format_clock_range,
    format_day,
    isolate,
    ngettext,
)
from mgdesk.i18n import gettext as _
from mgdesk.queries import campuses as campus_queries
from mgdesk.queries import selection as queries
from mgdesk.queries.campuses import RoomRow
from mgdesk.queries.selection import ConvocationRow, DayPlan, HourRow, SelectionDayRow
from mgdesk.rules.file_names import safe_file_name
from mgdesk.rules.rights import Right
from mgdesk.rules.selection import hours_of_day
from mgdesk.services import selection as services
from mgdesk.services import selection_changes
from mgdesk.services.calendars import selection_entries
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
from mgdesk.ui.kit.saving import SavingSheet
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
        self.plan_button = Button(
            _("Plan a day…"), "plus", on_click=self.plan, needs=(Right.SELECT,)
        )
        self.convoke_button = Button(
            _("Convoke…"), "mail", kind="primary", on_click=self.convoke, needs=(Right.SELECT,)
        )
        self.print_button = Button(
            _("Letters and list…"),
            "printer",
            on_click=self.print_papers,
            needs=(Right.ISSUE, Right.SELECT),
        )
        self.calendar_button = Button(_("Calendar file…"), "calendar", on_click=self.export)
        self.change_button = Button(
            _("Change this day…"), "pencil", on_click=self.change, needs=(Right.SELECT,)
        )
        self.tell_button = Button(
            _("Tell them…"), "phone", on_click=self.tell, needs=(Right.SELECT,)
        )
        self.cancel_button = Button(
            _("Cancel this day"), "trash-2", on_click=self.cancel, needs=(Right.SELECT,)
        )
        self.move_button = Button(
            _("Another hour…"), "clock", on_click=self.move_on, needs=(Right.SELECT,)
        )
        self.off_button = Button(
            _("Take off the list"), "x", on_click=self.take_off, needs=(Right.SELECT,)
        )
        left, right = QWidget(), QWidget()
        listed = column(self.days.carded(), gap=12)
        listed.addWidget(flow_of((self.plan_button, self.change_button, self.cancel_button), 8))
        left.setLayout(listed)
        acts = (
            self.convoke_button, self.print_button, self.tell_button, self.calendar_button,
            self.move_button, self.off_button,
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
        n = len(plan.to_tell)
        told = ngettext(
            "{n} person is to be told of a change", "{n} people are to be told of a change", n
        )
        note = filter(None, (told if n else "", plan.day.room, said, waits, plan.day.note))
        self._says.setText(labels.directed(" · ".join(isolate(part) for part in note)))
        self._settle()

    def _settle(self, _row: object = None) -> None:
        has_day, has_one = self._plan is not None, self.people.current is not None
        self.cancel_button.setEnabled(has_day)
        self.change_button.setEnabled(has_day)
        self.tell_button.setVisible(bool(self._plan and self._plan.to_tell))
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

    def change(self) -> None:
        """Another day, hours, room or number of places; who is convoked stays convoked."""
        if self._plan is not None:
            rooms = partial(campus_queries.rooms, campus_id=self._plan.day.campus_id)
            self._context.read(rooms, self._open_change)

    def _open_change(self, rooms: list[RoomRow]) -> None:
        if self._plan is not None:
            ChangeSheet(self, self._context, self._plan.day, self._goals, rooms).open()

    def tell(self) -> None:
        """Who must be told of a change: by phone, or by the letters."""
        if self._plan is not None and self._plan.to_tell:
            sheet = TellSheet(self, self._context, self._plan)
            sheet.letters_wanted.connect(self.print_papers)
            sheet.open()

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
            self._context.do(partial(selection_changes.remove_convocation, convocation_id=row.id))

    def cancel(self) -> None:
        """Undo brings the day back with everybody on it."""
        if self._plan is not None:
            day_id = self._plan.day.id
            self._context.do(partial(services.remove_selection_day, selection_day_id=day_id))

    def print_papers(self) -> None:
        if self._plan is not None and self._plan.convocations:
            has_changed = bool(self._plan.to_tell)
            open_selection_day(self, self._context, self._plan.day, has_changed=has_changed)

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

    def show_day(self, row: SelectionDayRow) -> None:
        """Fill in a planned day; what it is for stays while people are convoked."""
        self.day.value, self.starts.value, self.ends.value = row.day, row.starts_at, row.ends_at
        self.minutes.setValue(row.slot_minutes)
        self.places.setValue(row.slot_places)
        self.room.value, self.note.value = row.room_id, row.note
        self.goal.setEnabled(not row.convoked)
        self._count()

    def values(self) -> dict[str, Any]:
        """What the services take; only of a valid form."""
        training_id, cohort_id = self.goal.value
        return {
            "training_id": training_id,
            "cohort_id": cohort_id,
            "day": self.day.value,
            "starts_at": self.starts.value,
            "ends_at": self.ends.value,
            "slot_minutes": self.minutes.value(),
            "slot_places": self.places.value(),
            "room_id": self.room.value,
            "note": self.note.value,
        }

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
        if self.form.is_valid():
            add = partial(services.add_selection_day, campus_id=self._campus_id)
            self.send(self._context, partial(add, **self.form.values()))


class ChangeSheet(SavingSheet[DayForm]):
    """Change a planned day; who is convoked keeps their hour where it is still offered."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        row: SelectionDayRow,
        goals: Goals,
        rooms: Sequence[RoomRow],
    ) -> None:
        goal = (row.training_id, row.cohort_id)
        if goal not in [key for key, _words in goals]:
            goals = [(goal, row.cohort or row.training), *goals]
        self.form = DayForm(goals, goal, rooms, row.day)
        self.form.show_day(row)
        heading = _("Change the selection day")
        super().__init__(
            parent, heading, self.form, accept=_("Save"), on_accept=self.save, width=600
        )
        self._context, self._row = context, row
        self.form.day.setFocus()

    def save(self) -> None:
        if self.form.is_valid():
            change = partial(
                selection_changes.change_selection_day,
                selection_day_id=self._row.id,
                version=self._row.version,
            )
            self.send(self._context, partial(change, **self.form.values()))


class TellForm(Form):
    """Who believes something that is no longer so: what they know, what holds, how to reach them."""

    def __init__(self, plan: DayPlan, letters: Button) -> None:
        super().__init__()
        self.add_part(flow_of((letters,), 8))
        self.add_part(labels.muted(_("Tick who knows the new day and hour.")))
        self.chosen: dict[UUID, CheckField] = {}
        for row in plan.to_tell:
            check = CheckField(labels.directed(_to_tell_words(row, plan.day)))
            self.chosen[row.id] = check
            self.add_part(check)

    @property
    def ids(self) -> list[UUID]:
        return [key for key, check in self.chosen.items() if check.value]


class TellSheet(SavingSheet[TellForm]):
    """Call those whose interview changed, one by one; or print them letters."""

    letters_wanted = Signal()

    def __init__(self, parent: QWidget, context: Context, plan: DayPlan) -> None:
        letters = Button(_("Letters about the change…"), "printer", on_click=self._print)
        self.form = TellForm(plan, letters)
        super().__init__(
            parent, _("To tell of the change"), self.form, accept=_("They were told"),
            on_accept=self.save, width=600,
        )  # fmt: skip
        self._context, self._day_id = context, plan.day.id

    def _print(self) -> None:
        self.close()
        self.letters_wanted.emit()

    def save(self) -> None:
        action = partial(
            selection_changes.note_told,
            selection_day_id=self._day_id,
            convocation_ids=self.form.ids,
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
            selection_changes.move_convocation,
            convocation_id=self._row.id,
            starts_at=self.form.hour.value,
        )
        self.send(self._context, action)


def _to_tell_words(row: ConvocationRow, day: SelectionDayRow) -> str:
    """Name, what they know, what holds, their phone or e-mail."""
    one, former = row.application, row.former
    was = _at(former.day, former.starts_at, former.room) if former else ""
    now = _at(day.day, row.starts_at, day.room)
    moved = _("{was}, now {now}", was=isolate(was), now=isolate(now))
    parts = filter(None, (one.name, moved, one.phone or one.email))
    return " · ".join(isolate(part) for part in parts)


def _at(day: date, hour: time, room: str) -> str:
    return ", ".join(filter(None, (format_day(day, "short"), format_clock(hour), room)))


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
