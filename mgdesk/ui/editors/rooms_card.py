"""Seats: how full each room is now, how full it was on the days of the last weeks, and who sits where."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_day, isolate, ngettext, number, percent
from mgdesk.i18n import gettext as _
from mgdesk.queries.coworking import RoomNow
from mgdesk.queries.day_history import WEEKS, RoomDay
from mgdesk.services import stays as services
from mgdesk.ui.editors.lines import Lines
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.bars import DayBar, DayBars, ShareBar
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import ChoiceField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import box, column, row
from mgdesk.ui.kit.saving import SavingSheet

_DAYS: Final = 7 * WEEKS


class RoomsCard(Lines):
    """Seats taken and free in each room, now."""

    def __init__(self) -> None:
        super().__init__(_("Rooms"))

    def show_rooms(self, rooms: Sequence[RoomNow]) -> None:
        self.show_lines(rooms, lambda: map(_room, rooms))


def _room(room: RoomNow) -> QWidget:
    words = seats_words(room)
    line = QWidget()
    figures = labels.muted(words, wrap=False)
    head = row(gap=8)
    head.addWidget(labels.text(isolate(room.name), wrap=True), 1)
    head.addWidget(figures)
    inside = column(head, gap=4)
    if room.seats:
        spoken = _("{room}: {seats}", room=room.name, seats=words)
        inside.addWidget(ShareBar(room.taken / room.seats, spoken))
    line.setLayout(inside)
    return line


def seats_words(room: RoomNow) -> str:
    """`3 / 12 · 25 %`; only how many sit there where nobody said how many seats it has."""
    if not room.seats:
        return number(room.taken)
    figures = isolate(f"{number(room.taken)} / {number(room.seats)}")
    return f"{figures} · {isolate(percent(room.taken / room.seats))}"


class FillCard(Lines):
    """For each room with seats, the days of the last weeks: how many were taken at once at most."""

    def __init__(self) -> None:
        super().__init__(_("Most seats taken at once, last four weeks"))

    def show_fill(self, rooms: Sequence[RoomNow], days: Sequence[RoomDay], last_day: date) -> None:
        most = {(found.room_id, found.day): found.most for found in days}
        used = [room for room in rooms if room.seats]
        self.show_lines(
            (tuple(used), tuple(days), last_day),
            lambda: [_weeks(room, most, last_day) for room in used],
        )


def _weeks(room: RoomNow, most: dict[tuple[UUID, date], int], last_day: date) -> QWidget:
    assert room.seats
    days = [last_day - timedelta(days=_DAYS - 1 - n) for n in range(_DAYS)]
    taken = [most.get((room.id, day), 0) for day in days]
    bars = [
        DayBar(seats / room.seats, f"{format_day(day, 'short')}: {number(seats)}")
        for day, seats in zip(days, taken, strict=True)
    ]
    used = [seats for seats in taken if seats]
    share = percent(sum(used) / (len(used) * room.seats)) if used else percent(0)
    words = ngettext(
        "{share} on {n} day with somebody in it", "{share} on {n} days with somebody in it",
        len(used), share=share,
    )  # fmt: skip
    holder = QWidget()
    head = row(gap=8)
    head.addWidget(labels.text(isolate(room.name), wrap=True), 1)
    inside = column(head, gap=2)
    inside.addWidget(labels.muted(words))
    inside.addWidget(DayBars(bars, _("{room}: {seats}", room=room.name, seats=words)))
    holder.setLayout(inside)
    return holder


class SeatSheet(SavingSheet[Form]):
    """Choose the room of somebody who is in; Enter is enough."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        campus_id: UUID,
        person: tuple[UUID, str, UUID | None],
        rooms: Sequence[RoomNow],
    ) -> None:
        """`person` is who, how they are called, and where they sit now."""
        self._person_id, name, room_id = person
        self.form = Form()
        self.room = self.form.add(
            _("Room"),
            ChoiceField([(None, _("no room")), *((r.id, _offered(r)) for r in rooms)], room_id),
        )
        super().__init__(
            parent,
            _("Where does {name} sit?", name=name),
            box(self.form, None),
            accept=_("Seat"),
            on_accept=self.save,
            width=440,
        )
        self._context, self._campus_id = context, campus_id
        self.room.setFocus()

    def save(self) -> None:
        self.accept_button.setEnabled(False)
        action = partial(
            services.move,
            person_id=self._person_id,
            campus_id=self._campus_id,
            room_id=self.room.value,
        )
        self._context.do(action, self._saved, failed=self._refused)


def _offered(room: RoomNow) -> str:
    if room.free is None:
        return isolate(room.name)
    free = ngettext("{n} seat free", "{n} seats free", room.free)
    return f"{isolate(room.name)} · {free}"
