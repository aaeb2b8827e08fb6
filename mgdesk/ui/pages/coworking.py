"""Co-working: who is in and where they sit, visitors, passes, what is lent, and former days."""

from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QStackedWidget, QTabWidget, QWidget

from mgdesk import i18n
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.queries import coworking as queries
from mgdesk.queries import loans as loan_queries
from mgdesk.queries import people as people_queries
from mgdesk.queries.coworking import CoworkingBoard, InsideRow
from mgdesk.queries.loans import LoanRow, ResourceRow
from mgdesk.queries.people import PersonDetail
from mgdesk.queries.visits import VisitRow
from mgdesk.rules import names
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.events import CheckInKind
from mgdesk.rules.rights import Right
from mgdesk.services import visits as visit_services
from mgdesk.services.checkin import Arrival
from mgdesk.ui.actions import Action
from mgdesk.ui.editors import candidates as meant
from mgdesk.ui.editors import inside_list
from mgdesk.ui.editors.arrival_words import ICONS, presence_pill
from mgdesk.ui.editors.candidates import Candidate
from mgdesk.ui.editors.day_cards import InsideCard
from mgdesk.ui.editors.day_history import DayHistory
from mgdesk.ui.editors.finding import Finding
from mgdesk.ui.editors.loans import GiveBackSheet, LendSheet
from mgdesk.ui.editors.loans_out import LoansOutCard
from mgdesk.ui.editors.newcampus import NewCampusSheet
from mgdesk.ui.editors.pass_list import PassList
from mgdesk.ui.editors.passes import Holder, PassSheet
from mgdesk.ui.editors.rooms_card import RoomsCard, SeatSheet
from mgdesk.ui.editors.visits import Guest, VisitsCard, VisitSheet
from mgdesk.ui.editors.walk_in import WalkInPanel
from mgdesk.ui.editors.welcome import WelcomePage
from mgdesk.ui.editors.who_is_in import open_who_is_in
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Card, Empty, add, column, row, scrolled
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone

_TABLES: Final = frozenset(
    {
        "check_in", "attendance", "registration", "event", "slot", "enrolment", "person", "absence",
        "coaching_session", "visit", "pass", "loan", "resource", "room", "campus",
    }
)  # fmt: skip
_ROOMY: Final = 130  # per cent: above this, the name needs the whole width
_WIDE: Final = 900  # pixels of the grid: below this the cards stand under the list
_LOWEST: Final = 320  # pixels of the grid: the list, where the cards stand under it


class CoworkingPage(WelcomePage):
    """Enter checks in, one key lets out; former days and passes are further parts."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Co-working"), context)
        self.board: CoworkingBoard | None = None
        self._inside: dict[UUID, InsideRow] = {}
        self._is_entering = False
        self._lends_to: PersonDetail | None = None
        self._build()
        self._connect()
        self._load()

    # --- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        self.finding = Finding(self, self._context)
        self.days, self.passes = DayHistory(self._context), PassList(self._context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Co-working"))
        for part, words in (
            (self._now(), _("Here now")),
            (self.days, _("Days")),
            (self.passes, _("Passes")),
        ):
            holder = QWidget()
            holder.setLayout(column(12, gap=0))
            inside = holder.layout()
            assert inside is not None
            inside.addWidget(part)
            self.tabs.addTab(holder, words)
        add(self.body, self.search)
        add(self.body, self.answer)
        self.body.addWidget(self.tabs, 1)

    def _now(self) -> QWidget:
        self._empty = Empty("", _("Somebody new"), self._start_walk_in, icon_name="briefcase")
        # Taking somebody in, or, where there is none yet, adding a campus.
        self._empty.button.need((Right.WELCOME, Right.RUN))
        self.table: Table[Candidate] = Table(
            self._columns(), name=_("Here now"), empty=self._empty, headers=False
        )
        self.out_button = Button(
            _("Check out"), "log-out", on_click=self.check_out, needs=(Right.WELCOME,)
        )
        self.seat_button = Button(_("Seat…"), "map-pin", on_click=self.seat, needs=(Right.WELCOME,))
        listed = Card()
        listed.add(self.table, 1)
        listed.add(row(self.out_button, self.seat_button, None))
        self.walk_in = WalkInPanel(self._context)
        self._stack = QStackedWidget()
        self._stack.addWidget(listed)
        self._stack.addWidget(self.walk_in)
        self._side = scrolled(self._cards())
        self._side.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._sides = row(gap=16)
        self._sides.addWidget(self._stack, 5)
        self._sides.addWidget(self._side, 3)
        whole = QWidget()
        whole.setLayout(self._sides)
        return whole

    def _cards(self) -> QWidget:
        announce = Button(_("Announce…"), "plus", on_click=self.announce, needs=(Right.WELCOME,))
        announce.setAccessibleName(_("Announce a visitor"))
        lend = Button(_("Lend…"), "arrow-right", on_click=self.lend, needs=(Right.WELCOME,))
        lend.setAccessibleName(_("Lend something…"))
        self.inside_card = InsideCard(self.print_who_is_in)
        self.rooms, self.visits = RoomsCard(), VisitsCard(announce)
        self.loans = LoansOutCard(lend)
        self._column = QWidget()
        cards = (self.inside_card, self.rooms, self.visits, self.loans)
        self._column.setLayout(column(*cards, None, gap=16))
        self._column.setMinimumWidth(theme.px(220))
        return self._column

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_typed)
        self.search.searched.connect(self.finding.look)
        self.search.moved.connect(self.table.step)
        self.search.entered.connect(self._enter)
        self.finding.found.connect(self._list)
        self.tabs.currentChanged.connect(self._show_part)
        self.coming.answered.connect(self._on_answer)
        self.table.opened.connect(self.check_in)
        self.table.chosen.connect(self._on_chosen)
        self.walk_in.done.connect(self._taken_in)
        self.walk_in.known.connect(self._known_after_all)
        self.walk_in.refused.connect(self.coming.refuse)
        self.walk_in.left.connect(self.focus_search)
        self.visits.come.connect(self._let_visitor_in)
        self.visits.wanted.connect(self._change_visit)
        self.visits.off.connect(self._cancel_visit)
        self.loans.back.connect(self._take_back)
        self.passes.given.connect(self.give_pass)
        self._context.campus_changed.connect(self._load)

    def _columns(self) -> list[Column[Candidate]]:
        name = Column(
            _("Name"),
            meant.both_names,
            second=self._second_line,
            icon=self._icon,
            pill=self._pill,
            stretch=True,
            strong=True,
        )
        if theme.look().scale > _ROOMY:
            return [name]
        return [name, Column(_("Room"), self._room, numeric=True)]

    # --- the contract of a page ------------------------------------------------------------------

    def show_record(self, person_id: UUID) -> None:
        """Choose somebody who is in."""
        self.tabs.setCurrentIndex(0)
        self.table.choose(person_id)

    def reload(self, tables: frozenset[str]) -> None:
        if tables & _TABLES:
            self._later.start()

    def focus_search(self) -> None:
        self.tabs.setCurrentIndex(0)
        self._stack.setCurrentIndex(0)
        super().focus_search()

    def new(self) -> None:
        self._start_walk_in()

    def commands(self) -> list[Action]:
        return [
            Action("coworking.check_in", _("Check in"), self._enter, "user-check", "F4"),
            Action("coworking.check_out", _("Check out"), self.check_out, "log-out", "Ctrl+D"),
            Action("coworking.seat", _("Choose the room…"), self.seat, "map-pin", "Ctrl+R"),
            Action("coworking.who", _("Who is in the building"), self.print_who_is_in, "building-2", "F8"),
            Action("coworking.open", _("Open this person"), self._open_person, "user", "F2"),
            Action("coworking.announce", _("Announce a visitor"), self.announce, "calendar-plus", "Ctrl+E"),
            Action("coworking.pass", _("Give a pass…"), self.give_pass, "credit-card", "Ctrl+M"),
            Action("coworking.lend", _("Lend something…"), self.lend, "arrow-right", "Ctrl+L"),
            Action("coworking.back", _("Take back…"), self.take_back, "arrow-left", "Ctrl+B"),
            Action("coworking.days", _("Comings and goings"), partial(self.tabs.setCurrentIndex, 1), "history"),  # noqa: E501
            Action("coworking.left", _("Note when they left…"), self.days.correct, "clock"),
            Action("coworking.export", _("Export this day…"), self.days.export_day, "download"),
            Action("coworking.print", _("Print this day…"), self.days.print_day, "printer"),
            Action("new", _("Somebody new"), self.new, "user-plus", "Ctrl+N", "file"),
        ]  # fmt: skip

    # --- reading ---------------------------------------------------------------------------------

    def _load(self) -> None:
        wanted = partial(queries.board, at=wall_clock(), campus_id=self._context.campus_id)
        self._context.read(wanted, self._show)

    def _show(self, board: CoworkingBoard | None) -> None:
        self.board = board
        if board is None:
            self._empty.sentence.setText(_("There is no campus yet. Add the first one."))
            self._empty.button.set_words(_("Add a campus"))
            self.table.set_rows([])
            return
        self._inside = dict(inside_list.by_person(board))
        self.finding.of_day = meant.of_day(board.rows, wall_clock())
        day = i18n.format_day(board.day, "full")
        self.say(labels.directed(f"{day} · {isolate(board.campus)}"))
        self.inside_card.show_count(len(board.inside))
        self.rooms.show_rooms(board.rooms)
        self.visits.show_visits(board.visits, board.day)
        self.loans.show_loans(board.loans, board.day)
        self._show_part()
        self._list()
        self._settle_room()
        self.coming.settle(board.campus_id, board.zone)
        self._close_former_days(board.day)

    def _show_part(self) -> None:
        """Former days and passes are read when they are looked at."""
        if self.board is not None and self.tabs.currentIndex() == 1:
            self.days.show_board(self.board)
        elif self.board is not None and self.tabs.currentIndex() == 2:
            self.passes.show_board(self.board)

    # --- the list --------------------------------------------------------------------------------

    def _on_typed(self) -> None:
        if self.search.text():
            self.tabs.setCurrentIndex(0)
        self._list()

    def _list(self) -> None:
        """Those in the building; while letters are typed, those whom they mean."""
        if self.board is None:
            return
        typed = self.search.text()
        if names.clean(typed):
            shown = self.finding.meant(typed)
            self.table.set_rows(shown, choose=shown[0].person_id if shown else None)
        else:
            self.table.set_rows(inside_list.in_order(self.board.inside, self.finding.of_day))
        self._settle_empty(typed)
        self._on_chosen(self.table.current)
        if self._is_entering:
            self._enter()

    def _settle_empty(self, typed: str) -> None:
        said = names.clean(typed)
        if not said:
            self._empty.sentence.setText(_("Nobody is in. A name or a scan is enough."))
            self._empty.button.set_words(_("Somebody new"))
            return
        is_known = self.finding.is_settled(typed)
        found = _("Nobody is found for {text}.", text=said) if is_known else _("Looking…")
        self._empty.sentence.setText(found)
        self._empty.button.set_words(_("Take in {name}", name=said))

    def _on_chosen(self, one: Candidate | None) -> None:
        is_in = one is not None and one.person_id in self._inside
        self.out_button.setEnabled(is_in)
        self.seat_button.setEnabled(is_in)
        self.table.refresh()

    def _second_line(self, one: Candidate) -> str:
        row = self._inside.get(one.person_id)
        if row is None:
            said = meant.what_for(one, wall_clock())
            return " · ".join(filter(None, (one.tells_apart, said)))
        room = isolate(row.room) if theme.look().scale > _ROOMY else ""
        zone = self.board.zone if self.board else "UTC"
        return " · ".join(filter(None, (inside_list.what_for(row, zone), room)))

    def _icon(self, one: Candidate) -> tuple[str, str] | None:
        row = self._inside.get(one.person_id)
        if row is not None:
            return inside_list.icon(row)
        return ICONS[one.row.presence] if one.row else ("user", "faint")

    def _pill(self, one: Candidate) -> Pill | None:
        """Since when they are in, else how they stand; on the chosen line, what Enter does."""
        row = self._inside.get(one.person_id)
        zone = self.board.zone if self.board else "UTC"
        if row is not None:
            return inside_list.since_pill(row, zone)
        if self.table.current_key == one.person_id:
            return Pill(Tone.ACCENT, _("Enter"), "user-check")
        return presence_pill(one.row, zone) if one.row else None

    def _room(self, one: Candidate) -> str:
        row = self._inside.get(one.person_id)
        return isolate(row.room) if row else ""

    # --- coming and going ------------------------------------------------------------------------

    def _enter(self) -> None:
        """Enter checks in the one meant, once the list shows what was typed."""
        if not self.isVisible() or self.tabs.currentIndex() or self._stack.currentIndex():
            self.focus_search()
            return
        typed = self.search.text().strip()
        one = self.table.current
        self._is_entering = bool(typed) and one is None and not self.finding.is_settled(typed)
        if self._is_entering:
            self.finding.look(typed)
        elif one is not None and typed:
            self.check_in(one)
        elif names.clean(typed):
            self._start_walk_in()

    def check_in(self, one: Candidate) -> None:
        """Who is expected comes for that; anybody else to co-work. Who is in opens as a person."""
        if one.person_id in self._inside and not self.search.text():
            self._context.navigate("person", one.person_id)
            return
        self.coming.check_in(one.person_id)
        self._empty_field()

    def _on_answer(self, arrival: Arrival) -> None:
        self.finding.of_day = [meant.after(one, arrival) for one in self.finding.of_day]
        self._later.start()

    def _start_walk_in(self) -> None:
        if self.board is None:
            NewCampusSheet(self, self._context, is_first=True, on_saved=self._load).open()
            return
        self.tabs.setCurrentIndex(0)
        self._stack.setCurrentWidget(self.walk_in)
        self.walk_in.start(self.board.campus_id, self.search.text())
        self.walk_in.choose(CheckInKind.COWORKING)

    def _known_after_all(self, person_id: UUID) -> None:
        self.search.clear()
        self.focus_search()
        self.coming.check_in(person_id)

    # --- seats, visitors, passes -----------------------------------------------------------------

    def seat(self) -> None:
        """Choose the room of the one chosen."""
        one = self.table.current
        row = self._inside.get(one.person_id) if one else None
        if row is not None and self.board is not None:
            person = (row.person_id, row.name, row.room_id)
            board = self.board
            SeatSheet(self, self._context, board.campus_id, person, board.rooms).open()

    def announce(self) -> None:
        """Expect a visitor: the one found by the letters typed, else somebody by name."""
        if self.board is not None:
            one = self.table.current if self.search.text() else None
            guest = Guest(one.person_id, one.name) if one else None
            campus_id, day = self.board.campus_id, self.board.day
            VisitSheet(self, self._context, campus_id, day, guest=guest).open()

    def _let_visitor_in(self, visit: VisitRow) -> None:
        self.coming.check_in(visit.person_id, (CheckInKind.VISIT, visit.id))

    def _change_visit(self, visit: VisitRow) -> None:
        VisitSheet(self, self._context, visit.campus_id, visit.day, visit).open()

    def _cancel_visit(self, visit: VisitRow) -> None:
        """They do not come; the toast takes it back."""
        self._context.do(partial(visit_services.cancel_visit, visit_id=visit.id))

    def give_pass(self) -> None:
        """Give the one chosen a pass."""
        one = self._whom()
        if one is not None and self.board is not None:
            holder = Holder(one.person_id, one.name, self.board.campus_id)
            PassSheet(self, self._context, holder).open()

    def _whom(self) -> Candidate | None:
        """The one chosen in the list; without one, says how to choose somebody."""
        one = self.table.current
        if one is None:
            said = _("Choose somebody first: type a few letters of the name.")
            self._context.toast(said, tone="late")
            self.focus_search()
        return one

    # --- loans -----------------------------------------------------------------------------------

    def lend(self) -> None:
        """Lend something of this campus to the one chosen."""
        one = self._whom()
        if one is not None:
            wanted = partial(people_queries.person, person_id=one.person_id)
            self._context.read(wanted, self._look_what_is_free, failed=self._context.fail)

    def _look_what_is_free(self, person: PersonDetail) -> None:
        self._lends_to = person
        if self.board is not None:
            wanted = partial(loan_queries.resources, campus_id=self.board.campus_id, is_free=True)
            self._context.read(wanted, self._open_lend)

    def _open_lend(self, free: list[ResourceRow]) -> None:
        if self._lends_to is not None:
            LendSheet(self, self._context, self._lends_to, free).open()

    def take_back(self) -> None:
        """Take back what the one chosen has; without one, the first that is out."""
        one = self.table.current
        rows = list(self.board.loans) if self.board else []
        theirs = [row for row in rows if one is not None and row.person_id == one.person_id]
        if theirs or rows:
            GiveBackSheet(self, self._context, theirs or rows[:1]).open()
        else:
            self._context.toast(_("Nothing lent."), tone="late")

    def _take_back(self, loan: LoanRow) -> None:
        GiveBackSheet(self, self._context, [loan]).open()

    # --- elsewhere -------------------------------------------------------------------------------

    def print_who_is_in(self) -> None:
        """The list of who is in the building, to print."""
        if self.board is not None:
            open_who_is_in(self, self._context, self.board.campus_id, self.board.day)

    # --- room -------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle_room()

    def _settle_room(self) -> None:
        ways = QBoxLayout.Direction
        is_wide = self.width() >= theme.px(_WIDE)
        way = ways.LeftToRight if is_wide else ways.TopToBottom
        self._sides.setDirection(way)
        self.days.turn(way)
        self._stack.setMinimumHeight(0 if is_wide else theme.px(_LOWEST))
        self._side.setMinimumHeight(0 if is_wide else self._column.sizeHint().height())
