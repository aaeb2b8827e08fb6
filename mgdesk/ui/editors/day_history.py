"""A past day at the door: who came and went, for what, how long; corrected, exported, printed."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QBoxLayout, QWidget

from mgdesk.exchange.writing import export_table
from mgdesk.i18n import format_clock, format_day, isolate, ngettext, speaking, spoken_language
from mgdesk.i18n import gettext as _
from mgdesk.queries import day_history as queries
from mgdesk.queries.coworking import CoworkingBoard
from mgdesk.queries.day_history import RoomDay, StayRow
from mgdesk.rules.clock import wall_clock
from mgdesk.services import attendee_lists
from mgdesk.services import stays as services
from mgdesk.ui.editors import stay_words
from mgdesk.ui.editors.export import Export
from mgdesk.ui.editors.more_papers import FreePreview, Offer
from mgdesk.ui.editors.rooms_card import FillCard
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import DateField, TimeField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Card, Empty, box, keep_width, row, scrolled
from mgdesk.ui.kit.saving import SavingSheet
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone

if TYPE_CHECKING:
    from mgdesk.desk import Desk


class DayHistory(QWidget):
    """The day chosen with its stays, and beside it how full the rooms were."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._board: CoworkingBoard | None = None
        self._build()
        self.export = Export(self, context)
        self.day.edited.connect(self._on_day)
        self.table.opened.connect(self.correct)
        self.table.chosen.connect(self._on_chosen)
        self._on_chosen(None)

    def _build(self) -> None:
        self.day = DateField()
        self.day.setAccessibleName(_("Day"))
        keep_width(self.day, 140)
        before = IconButton(_("The day before"), "chevron-left", on_click=partial(self.step, -1))
        after = IconButton(_("The day after"), "chevron-right", on_click=partial(self.step, 1))
        self.count = labels.muted("", wrap=False)
        self.correct_button = Button(_("Note when they left…"), "clock", on_click=self.correct)
        export = IconButton(_("Export this day…"), "download", on_click=self.export_day)
        print_it = IconButton(_("Print this day…"), "printer", on_click=self.print_day)
        empty = Empty(_("Nobody came on this day."), icon_name="calendar-days")
        self.table: Table[StayRow] = Table(_columns(), name=_("Days"), empty=empty)
        card = Card()
        card.add(row(before, self.day, after, self.count, None, export, print_it))
        card.add(self.table, 1)
        card.add(row(self.correct_button, None))
        self.fill = FillCard()
        self._side = scrolled(box(self.fill, None))
        self.sides = row(gap=16)
        self.sides.addWidget(card, 5)
        self.sides.addWidget(self._side, 3)
        self.setLayout(self.sides)

    def turn(self, way: QBoxLayout.Direction) -> None:
        """Beside each other, or below in a narrow window."""
        self.sides.setDirection(way)

    def show_board(self, board: CoworkingBoard) -> None:
        """The campus, and the day that is shown at first."""
        before, self._board = self._board, board
        is_new = before is None or before.campus_id != board.campus_id
        was_today = before is not None and self.day.value == before.day
        if is_new or was_today or self.day.value is None:
            self.day.value = board.day
        self.load()

    def step(self, days: int) -> None:
        if self.day.value is not None:
            self.day.value = self.day.value + timedelta(days=days)

    def load(self) -> None:
        day = self.day.value
        if self._board is None or day is None:
            return
        campus_id = self._board.campus_id
        self._context.read(partial(queries.stays_on, campus_id=campus_id, day=day), self._show)
        self._context.read(
            partial(queries.fill, campus_id=campus_id, last_day=day, at=wall_clock()),
            self._show_fill,
        )

    def _on_day(self) -> None:
        self.load()

    def _show(self, rows: Sequence[StayRow]) -> None:
        self.table.set_rows(rows)
        people = len({found.person_id for found in rows})
        self.count.setText(ngettext("{n} person", "{n} people", people))
        self._on_chosen(self.table.current)

    def _show_fill(self, days: Sequence[RoomDay]) -> None:
        if self._board is not None and self.day.value is not None:
            self.fill.show_fill(self._board.rooms, days, self.day.value)

    def _on_chosen(self, found: StayRow | None) -> None:
        is_open = found is not None and (found.left_at is None or found.is_closed_at_night)
        self.correct_button.setEnabled(is_open)

    # --- what can be done --------------------------------------------------------------------

    def correct(self, _found: StayRow | None = None) -> None:
        """Say when the one chosen left, if nobody saw it."""
        found = self.table.current
        if found is not None and self.correct_button.isEnabled():
            DepartureSheet(self, self._context, found).open()

    def export_day(self) -> None:
        """Ask for a place and write the day as .xlsx or .csv."""
        if self._board is not None and self.day.value is not None:
            title = f"{_('Comings and goings')} {self.day.value.isoformat()}"
            self.export.ask_for(title, self.work(title, self._board.campus_id, self.day.value))

    def work(self, title: str, campus_id: UUID, day: date) -> Callable[[Path], Path]:
        """What writes a day to a path, beside the window."""
        query = partial(queries.stays_on, campus_id=campus_id, day=day)
        return partial(_write, self._context.desk, query, spoken_language(), title)

    def print_day(self) -> None:
        if self._board is not None and self.day.value is not None:
            open_day_list(self, self._context, self._board.campus_id, self.day.value)


def open_day_list(parent: QWidget, context: Context, campus_id: UUID, day: date) -> Sheet:
    """Show a day's comings and goings as paper; Enter prints it."""
    heading = _("Comings and goings")
    preview = FreePreview(context, "list")
    offer = Offer(heading, "list", attendee_lists.of_the_day, None, is_of_campus=True)
    values: dict[str, Any] = {"campus_id": campus_id, "day": day}
    preview.show_offer(offer, values, f"{heading} {day.isoformat()}.pdf")
    preview.print_button.setDefault(True)
    sheet = Sheet(parent, heading, preview, width=1000, is_tall=True)
    sheet.open()
    preview.print_button.setFocus()
    return sheet


class DepartureSheet(SavingSheet[Form]):
    """When did they leave? What the night supposed gives way to it."""

    def __init__(self, parent: QWidget, context: Context, found: StayRow) -> None:
        self.form = Form()
        came = format_clock(found.came_at)
        self.left = self.form.add(
            _("Left at"),
            TimeField(),
            help_text=_("Came at {time} on {day}.", time=came, day=format_day(found.came_at)),
        )
        super().__init__(
            parent,
            _("When did {name} leave?", name=found.name),
            box(self.form, None),
            accept=_("Note it"),
            on_accept=self.save,
            width=440,
        )
        self._context, self._found = context, found
        self.left.setFocus()

    def save(self) -> None:
        at = self.left.value
        if not self.form.is_valid():
            return
        if at is None:
            self.form.set_mistake(
                self.left, _("At what time? Type it like {example}.", example="17:30")
            )
            return
        self.accept_button.setEnabled(False)
        moment = datetime.combine(self._found.came_at.date(), at)
        action = partial(services.note_departure, check_in_id=self._found.id, at=moment)
        self._context.do(action, self._saved, failed=self._refused)


def _write(desk: "Desk", query: Any, language: str, title: str, path: Path) -> Path:
    with speaking(language):
        headings, cells = stay_words.table(desk.read(query))
    return export_table(path, headings, cells, language=language, title=title)


def _columns() -> list[Column[StayRow]]:
    is_large = theme.look().scale > 130
    name: Column[StayRow] = Column(
        _("Name"),
        lambda found: found.name,
        sort=lambda found: found.list_name,
        second=_second_line,
        pill=_state if is_large else None,
        stretch=True,
        strong=True,
    )
    if is_large:  # the name needs the whole width
        return [name]
    came: Column[StayRow] = Column(
        _("Came"), lambda found: format_clock(found.came_at), sort=_came, numeric=True
    )
    left: Column[StayRow] = Column(_("Left"), _left, sort=_left, pill=_state)
    hours: Column[StayRow] = Column(
        _("Hours"), stay_words.length, sort=lambda found: found.minutes, numeric=True
    )
    return [name, came, left, hours]


def _second_line(found: StayRow) -> str:
    rooms = isolate(", ".join(found.rooms))
    hours = ""
    if theme.look().scale > 130:  # the hours have no columns of their own
        hours = " – ".join(filter(None, (format_clock(found.came_at), _left(found))))
    return " · ".join(filter(None, (isolate(hours), stay_words.purpose(found), rooms)))


def _came(found: StayRow) -> datetime:
    return found.came_at


def _left(found: StayRow) -> str:
    return "" if found.left_at is None or found.is_closed_at_night else format_clock(found.left_at)


def _state(found: StayRow) -> Pill | None:
    """Only what is out of the ordinary."""
    if found.is_closed_at_night:
        return Pill(Tone.LATE, _("closed at night"), "moon")
    if found.left_at is None:
        return Pill(Tone.OK, _("still in"), "circle-check")
    return None
