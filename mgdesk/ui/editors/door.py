"""The door of an event: one field for names and badges, the list, the answer in large letters.

Enter, a click or a scan checks in; a second Enter does what the answer offers: let in who waits,
register who is new. Everything is one change that Ctrl+Z takes back.
"""

from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from mgdesk import i18n
from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.queries import door as door_queries
from mgdesk.queries.door import DoorList, DoorRow
from mgdesk.queries.events import EventDetail
from mgdesk.queries.tokens import Sighting, sighting
from mgdesk.rules import names
from mgdesk.rules.arrival import OUTCOME_LABELS, WRITTEN, Outcome
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.codes import parse_code
from mgdesk.rules.events import CheckInKind
from mgdesk.services import checkin, events
from mgdesk.services.checkin import Arrival
from mgdesk.ui.editors.door_badges import DoorBadges
from mgdesk.ui.editors.door_rows import DoorColumns
from mgdesk.ui.editors.door_side import DoorSide
from mgdesk.ui.editors.more_papers import open_event_papers
from mgdesk.ui.editors.scanned_code import what_it_is
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import SearchField
from mgdesk.ui.kit.layout import Empty
from mgdesk.ui.kit.table import Table
from mgdesk.ui.kit.theme import Tone

_NARROW: Final = 720  # pixels of the grid: below this the answer stands above the list
# Row, column, and how many of each: the field, the answer, the list, somebody new, the buttons.
_WIDE_PLACES: Final = ((0, 0, 1, 1), (0, 1, 2, 1), (1, 0, 2, 1), (3, 0, 1, 1), (2, 1, 2, 1))
_NARROW_PLACES: Final = ((0, 0, 1, 1), (1, 0, 1, 1), (2, 0, 1, 1), (3, 0, 1, 1), (4, 0, 1, 1))
_LONGEST: Final = 24  # letters of a name on a button
_TONES: Final = {
    Outcome.ARRIVED: (Tone.OK, "circle-check"),
    Outcome.LATE: (Tone.LATE, "clock"),
    Outcome.ALREADY_IN: (Tone.ACCENT, "info"),
    Outcome.WAITING: (Tone.LATE, "hourglass"),
}


class DoorPanel(QWidget):
    """`show_event(id)` opens the door of an event; `shown(EventDetail)` each time it was read."""

    shown = Signal(object)
    gone = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.event_id: UUID | None = None
        self.detail: EventDetail | None = None
        self._asked = self._listed = ""
        self._is_entering = False
        self._offer: Callable[[], None] | None = None
        self._last: Arrival | None = None
        self.badges = DoorBadges(context, self)
        self._build()
        self._connect()

    # --- building --------------------------------------------------------------------------

    def _build(self) -> None:
        self.search = SearchField(_("Name or badge"))
        self._columns = DoorColumns()
        self.table: Table[DoorRow] = Table(
            self._columns.columns(),
            name=_("Who is expected"),
            empty=Empty(
                _("Nobody is registered yet. Type a name: Enter registers and checks in."),
                _("Register and check in"),
                self.walk_in,
                icon_name="user-check",
                button_icon="user-plus",
            ),
            several=True,
        )
        self.new_button = Button("", "user-plus", kind="link", on_click=self.walk_in)
        self.new_button.hide()
        self.side = DoorSide(self._context, self)
        self._list = self.table.carded()
        self._list.setMinimumHeight(theme.px(240))
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(12))
        for part in (self.search, self._list, self.new_button, self.side.head, self.side.foot):
            self._grid.addWidget(part)
        self._is_narrow: bool | None = None
        self.setLayout(self._grid)
        self._arrange(is_narrow=False)
        self.setFocusProxy(self.search)

    def _connect(self) -> None:
        self.search.searched.connect(self.load)
        self.search.textEdited.connect(self._on_typed)
        self.search.moved.connect(self.table.step)
        self.search.entered.connect(self._enter)
        self.table.opened.connect(self._on_opened)
        self.table.view.clicked.connect(self._on_click)
        self.table.view.selectionModel().selectionChanged.connect(self._show_group)
        self.table.view.installEventFilter(self)
        side = self.side
        side.answer.button.clicked.connect(self._take_offer)
        side.group_button.clicked.connect(self.check_in_chosen)
        side.everybody_button.clicked.connect(self.check_in_everybody)
        side.next_button.clicked.connect(self.let_next_up)
        side.badge_button.clicked.connect(self.print_badge)
        side.close_button.clicked.connect(self.close_event)
        side.papers_button.clicked.connect(self.print_certificates)
        side.used.connect(self.search.setFocus)
        self.badges.told.connect(side.answer.add_detail)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(is_narrow=self.width() < theme.px(_NARROW))

    def _arrange(self, *, is_narrow: bool) -> None:
        """Answer and buttons beside the list, or above and below it where there is no room."""
        if is_narrow is self._is_narrow:
            return
        self._is_narrow = is_narrow
        side, grid = self.side, self._grid
        places = _NARROW_PLACES if is_narrow else _WIDE_PLACES
        parts = (self.search, side.head, self._list, self.new_button, side.foot)
        for part, place in zip(parts, places, strict=True):
            grid.removeWidget(part)
            grid.addWidget(part, *place)
        grid.setAlignment(self.new_button, Qt.AlignmentFlag.AlignLeading)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 0 if is_narrow else 2)
        grid.setRowStretch(2, 1)
        grid.setAlignment(side.foot, Qt.AlignmentFlag.AlignTop)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest part: they can stand below each other."""
        parts = (self.search, self._list, self.side.head, self.side.foot)
        widest = max(part.minimumSizeHint().width() for part in parts)
        return QSize(widest, super().minimumSizeHint().height())

    # --- what is shown ---------------------------------------------------------------------

    def show_event(self, event_id: UUID | None) -> None:
        """Open the door of another event, or of none."""
        if event_id != self.event_id:
            self.detail, self._last = None, None
            self.search.clear()
            self._rest()
        self.event_id = event_id
        self.load()

    def load(self) -> None:
        if self.event_id is not None:
            self._asked = self.search.text()
            query = partial(door_queries.door_list, event_id=self.event_id, search=self._typed())
            self._context.read(query, self._show, failed=self._on_failed)

    def _typed(self) -> str:
        """What is looked for: the letters of a badge are not a name."""
        typed = self.search.text()
        return "" if parse_code(typed) else typed

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, NotFound):
            self.gone.emit()
        else:
            self._context.fail(error)

    def _show(self, found: DoorList) -> None:
        if found.event.id != self.event_id:
            return
        self.detail, self._listed = found.event, self._asked
        self._columns.zone = ZoneInfo(found.event.zone)
        typed = names.clean(found.text)
        self._say_empty(typed)
        rows = found.rows
        self.table.set_rows(rows, choose=rows[0].id if typed and rows else None)
        if not typed and len(self.table.selected) == 1:
            self.table.view.clearSelection()  # Enter is about what is typed, or about nobody
        self.new_button.setVisible(bool(typed and rows))
        self.side.show_event(found.event)
        self._show_group()
        self._forget_undone(rows)
        self.shown.emit(found.event)
        if self._is_entering:
            self._enter()

    def _say_empty(self, typed: str) -> None:
        words = _("Register {name} and check in", name=_short(typed))
        self.new_button.set_words(words)
        self.table.empty.button.setVisible(bool(typed))
        self.table.empty.button.set_words(words)
        self.table.empty.sentence.setText(
            _("Nobody is found for {text}.", text=typed)
            if typed
            else _("Nobody is registered yet. Type a name: Enter registers and checks in.")
        )

    def _forget_undone(self, rows: tuple[DoorRow, ...]) -> None:
        """An answer that was taken back is no longer true."""
        last = self._last
        if last is None or last.outcome is Outcome.WAITING:
            return
        if any(row.id == last.person_id and not row.arrived_at for row in rows):
            self._last = None
            self._rest()

    def _show_group(self) -> None:
        chosen = sum(row.arrived_at is None for row in self.table.selected)
        self.side.show_group(chosen)

    def _rest(self) -> None:
        self._offer = None
        self.side.answer.rest()

    # --- keys and clicks -------------------------------------------------------------------

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """In the list, Space marks several; any letter goes to the field."""
        if event.type() != QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        if event.key() == Qt.Key.Key_Space:
            self._mark()
            return True
        if event.text().isprintable() and event.text() and not _is_command(event):
            self.search.setFocus()
            QApplication.sendEvent(self.search, event)
            return True
        return False

    def _mark(self) -> None:
        """Mark or unmark a line and go to the next."""
        model = self.table.view.selectionModel()
        line = max(0, self.table.view.currentIndex().row())
        flags = model.SelectionFlag
        if line < len(self.table.rows):
            model.select(self.table.model.index(line, 0), flags.Toggle | flags.Rows)
            following = min(line + 1, len(self.table.rows) - 1)
            model.setCurrentIndex(self.table.model.index(following, 0), flags.NoUpdate)

    def _on_typed(self) -> None:
        """The next one: what the last answer offered is over."""
        if self._offer is not None:
            self._rest()

    def _enter(self) -> None:
        """Enter is about the one chosen, once the list shows what was typed: never somebody else."""
        code = parse_code(self.search.text())
        if code is not None:
            self.search.clear()
            self.take_scan(code)
            return
        self._is_entering = self._listed != self.search.text()
        if self._is_entering:
            return
        if self._offer is not None:
            self._take_offer()
        elif len(self.table.selected) > 1:
            self.check_in_chosen()
        elif names.clean(self._listed):
            self._enter_name()

    def _enter_name(self) -> None:
        if self.table.current is not None:
            self.check_in(self.table.current)
        elif self.table.rows:
            self.check_in(self.table.rows[0])
        else:
            self._offer_walk_in()

    def _on_opened(self, one: DoorRow) -> None:
        if len(self.table.selected) > 1:
            self.check_in_chosen()
        else:
            self.check_in(one)

    def _on_click(self, index: QModelIndex) -> None:
        """A click on the last column checks in; elsewhere it only chooses."""
        is_alone = len(self.table.selected) == 1
        if is_alone and index.column() == len(self.table.model.columns) - 1:
            self.check_in(self.table.model.rows[index.row()])
        self.search.setFocus()

    def take_scan(self, code: str) -> bool:
        """A badge or a ticket was scanned: check in whose it is. False when no event is open."""
        if self.event_id is None:
            return False
        self._context.read(partial(sighting, code=code), self._on_seen, key=code)
        return True

    def _on_seen(self, seen: Sighting) -> None:
        if seen.holder is not None:
            self._check_in(seen.holder.person_id)
            return
        why = what_it_is(seen) or _("Nobody here has this code. Type the name.")
        self._say_bad(_("Unknown badge"), why)

    # --- checking in -----------------------------------------------------------------------

    def check_in(self, one: DoorRow) -> None:
        """Let somebody in; who is in already is only said."""
        self._check_in(one.id)

    def _check_in(self, person_id: UUID, *, lets_in: bool = False) -> None:
        if self.detail is not None:
            action = partial(
                checkin.check_in,
                person_id=person_id,
                campus_id=self.detail.campus_id,
                reason=(CheckInKind.EVENT, self.detail.id),
                lets_in=lets_in,
            )
            self._do(action, self._on_arrival)

    def _on_arrival(self, arrival: Arrival) -> None:
        self._ready()
        self._last = arrival
        tone, icon_name = _TONES[arrival.outcome]
        word, detail, button = _(OUTCOME_LABELS[arrival.outcome]), arrival.second_name, ""
        self._offer = None
        if arrival.outcome is Outcome.ALREADY_IN:
            zone = self._columns.zone
            word = _(
                "already in, since {time}", time=i18n.format_clock(arrival.at.astimezone(zone))
            )
        elif arrival.outcome is Outcome.WAITING:
            button = _("Let in (Enter)")
            detail = _("The event is full.") if self._is_full() else detail
            self._offer = partial(self._check_in, arrival.person_id, lets_in=True)
        self.side.answer.say(arrival.name, word, tone, icon_name, detail=detail, button=button)
        self.side.badge_button.setEnabled(arrival.outcome is not Outcome.WAITING)
        if arrival.outcome in WRITTEN and self._context.settings.prints_badges:
            self.print_badge()

    def _is_full(self) -> bool:
        return self.detail is not None and self.detail.free == 0

    def _offer_walk_in(self) -> None:
        name = names.clean(self._listed)
        self._offer = self.walk_in
        self.side.answer.say(
            name,
            _("not known here"),
            Tone.ACCENT,
            "user-plus",
            button=_("Register and check in (Enter)"),
        )

    def walk_in(self) -> None:
        """Register who is typed as somebody new, and check them in."""
        name = names.clean(self.search.text())
        if self.detail is None or not name:
            self.search.setFocus()
            return
        action = partial(
            checkin.walk_in,
            campus_id=self.detail.campus_id,
            name=name,
            kind=CheckInKind.EVENT,
            event_id=self.detail.id,
        )
        self._do(action, self._on_arrival)

    def _take_offer(self) -> None:
        offer, self._offer = self._offer, None
        if offer is not None:
            offer()

    def check_in_chosen(self) -> None:
        """Everybody marked in the list, as one change."""
        self._check_in_all([row.id for row in self.table.selected if row.arrived_at is None])

    def check_in_everybody(self) -> None:
        """Everybody who holds a place and did not come yet, as one change."""
        if self.event_id is not None:
            query = partial(door_queries.expected_people, event_id=self.event_id)
            self._context.read(query, self._check_in_all)

    def _check_in_all(self, person_ids: list[UUID]) -> None:
        if self.detail is not None and person_ids:
            action = partial(
                checkin.check_in_all,
                person_ids=person_ids,
                campus_id=self.detail.campus_id,
                reason=(CheckInKind.EVENT, self.detail.id),
            )
            self._do(action, self._on_group)

    def _on_group(self, arrivals: list[Arrival]) -> None:
        self._ready()
        self.table.view.clearSelection()
        self._last, self._offer = None, None
        came = [one for one in arrivals if one.outcome in WRITTEN]
        waiting = sum(one.outcome is Outcome.WAITING for one in arrivals)
        detail = ngettext("{n} stays on the waiting list", "{n} stay on the waiting list", waiting)
        self.side.answer.say(
            ngettext("{n} person", "{n} people", len(came)),
            _(OUTCOME_LABELS[Outcome.ARRIVED]),
            Tone.OK,
            detail=detail if waiting else "",
        )
        if self._context.settings.prints_badges:
            for one in came:
                self._print(one)

    # --- the waiting list, badges, the end ----------------------------------------------------

    def let_next_up(self) -> None:
        """The first of the waiting list gets a place."""
        if self.event_id is not None:
            self._do(partial(events.move_first_up, event_id=self.event_id), self._on_moved)

    def _on_moved(self, _person_id: UUID) -> None:
        self._ready()

    def print_badge(self) -> None:
        """The badge of who came last."""
        if self._last is None or self._last.outcome is Outcome.WAITING:
            self._context.toast(_("Check somebody in first: the badge is theirs."), tone="bad")
        else:
            self._print(self._last)

    def _print(self, arrival: Arrival) -> None:
        if self.detail is not None:
            day = wall_clock().astimezone(ZoneInfo(self.detail.zone)).date()
            self.badges.print_for(arrival.person_id, self.detail.id, day, arrival.name)

    def close_event(self) -> None:
        """It is over: who was expected and did not come is noted."""
        if self.event_id is not None:
            self._context.do(partial(events.complete_event, event_id=self.event_id))

    def print_certificates(self) -> None:
        """The papers of the event, certificates of participation first."""
        if self.detail is not None:
            today = wall_clock().astimezone(ZoneInfo(self.detail.zone)).date()
            open_event_papers(self, self._context, self.detail, today)

    # --- inside ----------------------------------------------------------------------------

    def _do(self, action: Callable[..., object], done: Callable[..., None]) -> None:
        self._offer = None
        self._context.do(action, done, failed=self._on_refused)

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._say_bad(_("Not checked in"), str(error))
        else:
            self._context.fail(error)

    def _say_bad(self, heading: str, sentence: str) -> None:
        self._last, self._offer = None, None
        self.side.answer.say("", heading, Tone.BAD, detail=sentence)
        self.search.setFocus()

    def _ready(self) -> None:
        """The next one can be typed at once."""
        self.search.clear()
        self.search.setFocus()


def _short(name: str) -> str:
    """As much of a name as a button has room for."""
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"


def _is_command(event: QKeyEvent) -> bool:
    keys = Qt.KeyboardModifier
    return bool(event.modifiers() & (keys.ControlModifier | keys.AltModifier | keys.MetaModifier))
