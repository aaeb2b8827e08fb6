"""Today: one field that is always ready, who is expected, what became of the last scan or Enter.

The first screen: what it opens is imported when it is opened, or once the page stands (`app.py`).
"""

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QStackedWidget, QWidget

from mgdesk import i18n
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate, ngettext
from mgdesk.queries import arrivals as arrival_queries
from mgdesk.queries import cohorts as cohort_queries
from mgdesk.queries import search as search_queries
from mgdesk.queries import today as queries
from mgdesk.queries.cohorts import CohortDetail
from mgdesk.queries.search import PersonHit
from mgdesk.queries.today import TodayBoard
from mgdesk.rules import names
from mgdesk.rules.arrival import Reason
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.rights import Right
from mgdesk.services.checkin import Arrival
from mgdesk.ui.actions import Action
from mgdesk.ui.editors import candidates as meant
from mgdesk.ui.editors.arrival_words import ICONS, presence_pill
from mgdesk.ui.editors.candidates import Candidate
from mgdesk.ui.editors.day_cards import DayCards
from mgdesk.ui.editors.follow_up_card import FollowUpCard
from mgdesk.ui.editors.person_certificate import PersonCertificate
from mgdesk.ui.editors.portrait import Portrait
from mgdesk.ui.editors.reminders import TABLES as REMINDED
from mgdesk.ui.editors.reminders import Reminders
from mgdesk.ui.editors.talks_due_card import TalksDueCard
from mgdesk.ui.editors.walk_in import WalkInPanel
from mgdesk.ui.editors.welcome import WelcomePage
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Card, Empty, add, row, scrolled
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone

_TABLES: Final = frozenset(
    {
        "check_in", "attendance", "registration", "event", "slot", "enrolment", "cohort", "person",
        "absence", "issued_document", "campus", "coaching_session", "visit",
        "outcome", "contact_attempt",
    }
)  # fmt: skip
_OTHERS: Final = 12  # people whom nobody expects that are offered for a few letters
_LOWEST: Final = 320  # pixels of the grid: the list, where the cards stand under it
_ROOMY: Final = 130  # per cent: above this, the name needs the whole width
_WIDE: Final = 900  # pixels of the grid: below this the cards stand under the list


class TodayPage(WelcomePage):
    """The first screen. Enter or a scan checks in; nothing here opens a dialog to say that it went well."""

    came = Signal()  # the board of the day is shown

    def __init__(self, context: Context) -> None:
        super().__init__(_("Today"), context)
        self.board: TodayBoard | None = None
        self._expected: list[Candidate] = []
        self._others: list[Candidate] = []
        self._found_for = ""
        self._is_entering = False
        self._reasons: tuple[Reason, ...] = ()
        self._reasons_of: UUID | None = None
        self._is_who_wanted = False
        self._build()
        self._connect()
        self._load()

    # --- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        self._certificate = PersonCertificate(self, self._context)
        self.hint = labels.muted("", wrap=True)
        self._empty = Empty("", _("Somebody new"), self._start_walk_in, icon_name="users")
        # Taking somebody in, or, where there is none yet, adding a campus.
        self._empty.button.need((Right.WELCOME, Right.RUN))
        self.table: Table[Candidate] = Table(
            self._columns(), name=_("Expected"), empty=self._empty, headers=False
        )
        self.walk_in = WalkInPanel(self._context)
        self.follow_ups = FollowUpCard(self._context)
        self.talks_due = TalksDueCard(self._context)
        self.reminders = Reminders(self._context)
        more = (self.talks_due, self.follow_ups, self.reminders)
        self.cards = DayCards(self.print_who_is_in, *more)
        self._count = labels.muted("", wrap=False)
        listed = Card(_("Expected"), self._count)
        listed.add(self.table, 1)
        self.portrait = Portrait(self._context)
        below = row(self.portrait, gap=12)
        below.addWidget(self.hint, 1)
        listed.add(below)
        self._stack = QStackedWidget()
        self._stack.addWidget(listed)
        self._stack.addWidget(self.walk_in)
        self._side = scrolled(self.cards)
        self._side.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._sides = row(gap=16)
        self._sides.addWidget(self._stack, 5)
        self._sides.addWidget(self._side, 3)
        add(self.body, self.search)
        add(self.body, self.answer)
        self._whole = QWidget()
        self._whole.setLayout(self._sides)
        self.body.addWidget(self._whole, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_typed)
        self.search.searched.connect(self._look_further)
        self.search.moved.connect(self.table.step)
        self.search.entered.connect(self._enter)
        self.table.opened.connect(self.check_in)
        self.table.chosen.connect(self._on_chosen)
        self.walk_in.done.connect(self._taken_in)
        self.walk_in.known.connect(self._known_after_all)
        self.walk_in.refused.connect(self.coming.refuse)
        self.coming.answered.connect(self._answered)
        self.walk_in.left.connect(self.focus_search)
        self.cards.journal.undo.connect(self._undo)
        self.cards.sheets.wanted.connect(self._print_sheet)
        self.cards.sheets.away_wanted.connect(self._show_away)
        self.cards.to_complete.wanted.connect(partial(self._context.navigate, "person"))
        self._context.campus_changed.connect(self._load)

    def _columns(self) -> list[Column[Candidate]]:
        return [
            Column(
                _("Name"),
                meant.both_names,
                second=self._second_line,
                icon=_icon,
                pill=self._pill,
                stretch=True,
                strong=True,
            ),
            *([] if theme.look().scale > _ROOMY else [_told_apart()]),
        ]

    # --- the contract of a page ------------------------------------------------------------------

    def show_record(self, person_id: UUID) -> None:
        """Choose somebody in the list, when they are in it."""
        self.table.choose(person_id)

    def reload(self, tables: frozenset[str]) -> None:
        if tables & _TABLES:
            self._later.start()
        elif tables & REMINDED:
            self.reminders.load()

    def focus_search(self) -> None:
        self._stack.setCurrentIndex(0)
        super().focus_search()

    def new(self) -> None:
        self._start_walk_in()

    def commands(self) -> list[Action]:
        return [
            Action("today.check_in", _("Check in"), self._enter, "user-check", "F4"),
            Action("today.check_out", _("Check out"), self.check_out, "log-out", "Ctrl+D"),
            Action("today.reason", _("For something else"), self.change_reason, "split", "Ctrl+R"),
            Action("today.who", _("Who is in the building"), self.print_who_is_in, "building-2", "F8"),
            Action("today.open", _("Open this person"), self._open_person, "user", "F2"),
            Action(
                "today.certificates", _("Print the certificate…"), self._print_certificate, "award",
                "F7; Ctrl+P",
            ),
            Action("new", _("Somebody new"), self.new, "user-plus", "Ctrl+N", "file"),
        ]  # fmt: skip

    # --- reading ---------------------------------------------------------------------------------

    def _load(self) -> None:
        wanted = partial(queries.board, at=wall_clock(), campus_id=self._context.campus_id)
        self._context.read(wanted, self._show)
        self.reminders.load()

    def _show(self, board: TodayBoard | None) -> None:
        self.board = board
        self._show_board(board)
        self.came.emit()

    def _show_board(self, board: TodayBoard | None) -> None:
        if board is None:
            self._show_nothing()
            return
        self._expected = meant.of_day(board.rows, wall_clock())
        day = i18n.format_day(board.day, "full")
        self.say(labels.directed(f"{day} · {isolate(board.campus)}"))
        self._count.setText(
            ngettext(
                "{come} of {n} has come", "{come} of {n} have come", board.expected, come=board.come
            )
            if board.expected
            else ""
        )
        self.cards.show_board(board)
        self.follow_ups.load(board.campus_id)
        self.talks_due.load(board.campus_id)
        self._list()
        self._close_former_days(board.day)
        self.coming.settle(board.campus_id, board.zone)
        if self._is_who_wanted:
            self.print_who_is_in()

    def _show_nothing(self) -> None:
        self._expected = []
        self._list()
        self._empty.sentence.setText(_("There is no campus yet. Add the first one."))
        self._empty.button.set_words(_("Add a campus"))

    # --- the list --------------------------------------------------------------------------------

    def _on_typed(self) -> None:
        self._reasons, self._reasons_of = (), None
        self._list()

    def _list(self) -> None:
        """Those of the day whom the letters mean, then the others found for the same letters."""
        typed = self.search.text()
        shown = meant.matching(self._expected, typed)
        if names.clean(typed) and self._found_for == typed.strip():
            known = {one.person_id for one in shown}
            shown += [one for one in self._others if one.person_id not in known]
        first = shown[0].person_id if shown else None
        self._settle_empty(typed)
        self.table.set_rows(shown, choose=first if names.clean(typed) else None)
        if not names.clean(typed):
            self.table.view.clearSelection()
        self._say_hint()
        if self._is_entering:
            self._enter()

    def _settle_empty(self, typed: str) -> None:
        said = names.clean(typed)
        if said and self._found_for == typed.strip():
            self._empty.sentence.setText(_("Nobody is found for {text}.", text=said))
            self._empty.button.set_words(_("Take in {name}", name=said))
        elif said:
            self._empty.sentence.setText(_("Looking…"))
            self._empty.button.set_words(_("Take in {name}", name=said))
        else:
            self._empty.sentence.setText(_("Nobody is expected today. A name or a scan is enough."))
            self._empty.button.set_words(_("Somebody new"))

    def _look_further(self, typed: str) -> None:
        """People whom nobody expects today, beside the window; the latest letters win."""
        if not names.clean(typed):
            self._others, self._found_for = [], ""
            return
        self._asked = typed.strip()
        wanted = partial(search_queries.people, text=typed, limit=_OTHERS)
        self._context.read(wanted, self._show_others)

    def _show_others(self, hits: Sequence[PersonHit]) -> None:
        of_day = {one.person_id: one for one in self._expected}
        self._others = [of_day.get(hit.person_id) or meant.of_hit(hit) for hit in hits]
        self._found_for = self._asked
        self._list()

    def _on_chosen(self, one: Candidate | None) -> None:
        self.portrait.show_photo(one.photo_id if one else None, one.name if one else "")
        if one is None or one.person_id != self._reasons_of:
            self._reasons, self._reasons_of = (), None
        self._say_hint()
        self.table.refresh()

    def _second_line(self, one: Candidate) -> str:
        said = meant.what_for(one, wall_clock(), self._chosen_reason(one))
        if theme.look().scale > _ROOMY:  # what tells namesakes apart has no column of its own
            return " · ".join(part for part in (one.tells_apart, said) if part)
        return said

    def _pill(self, one: Candidate) -> Pill | None:
        """How they stand; on the chosen line, that Enter checks them in."""
        if one.row is not None and self.board is not None:
            pill = presence_pill(one.row, self.board.zone)
            if pill is not None:
                return pill
        if self.table.current_key == one.person_id:
            return Pill(Tone.ACCENT, _("Enter"), "user-check")
        return None

    def _say_hint(self) -> None:
        one = self.table.current
        if one is None:
            self.hint.hide()
            return
        reason = self._chosen_reason(one) or meant.next_reason(one, wall_clock())
        what = meant.reason_words(reason) if reason else _("co-working")
        self.hint.setText(
            labels.directed(
                _("Enter checks in for: {what}. Ctrl+R: for something else.", what=what)
            )
        )
        self.hint.show()

    # --- checking in -----------------------------------------------------------------------------

    def _enter(self) -> None:
        """Enter checks in the one meant, once the list shows what was typed."""
        if not self.isVisible() or self._stack.currentIndex() != 0:
            self.focus_search()
            return
        typed = self.search.text().strip()
        one = self.table.current
        self._is_entering = bool(typed) and one is None and self._found_for != typed
        if self._is_entering:
            self._look_further(typed)
        elif one is not None:
            self.check_in(one)
        elif names.clean(typed):
            self._start_walk_in()

    def check_in(self, one: Candidate) -> None:
        """Check somebody in, for what is shown."""
        chosen = self._chosen_reason(one)
        self.coming.check_in(one.person_id, chosen.key if chosen else None)
        self._empty_field()

    def _answered(self, arrival: Arrival) -> None:
        """The list says it at once; the day is read again a moment later."""
        self._expected = [meant.after(one, arrival) for one in self._expected]
        self._list()
        self._later.start()

    # --- what for --------------------------------------------------------------------------------

    def _chosen_reason(self, one: Candidate) -> Reason | None:
        """What was chosen by the key for another reason; None: what is likeliest."""
        if self._reasons_of == one.person_id and self._reasons:
            return self._reasons[0]
        return None

    def change_reason(self) -> None:
        """Check the one chosen in for the next thing that they can come for."""
        one = self.table.current
        if one is None or self.board is None:
            return
        if self._reasons_of == one.person_id and self._reasons:
            self._turn_reasons()
            return
        self._reasons_of = one.person_id
        wanted = partial(
            arrival_queries.choices,
            person_id=one.person_id,
            campus_id=self.board.campus_id,
            at=wall_clock(),
        )
        self._context.read(wanted, self._show_reasons)

    def _show_reasons(self, reasons: tuple[Reason, ...]) -> None:
        self._reasons = reasons
        self._turn_reasons()

    def _turn_reasons(self) -> None:
        self._reasons = (*self._reasons[1:], *self._reasons[:1])
        self._say_hint()
        self.table.refresh()

    # --- somebody new ----------------------------------------------------------------------------

    def _start_walk_in(self) -> None:
        if self.board is None:
            from mgdesk.ui.editors.newcampus import NewCampusSheet

            NewCampusSheet(self, self._context, is_first=True, on_saved=self._load).open()
            return
        self._stack.setCurrentWidget(self.walk_in)
        self.walk_in.start(self.board.campus_id, self.search.text())

    def _known_after_all(self, person_id: UUID) -> None:
        """The one being typed is known: checked in as who they are."""
        self.coming.check_in(person_id)
        self.search.clear()
        self.focus_search()

    # --- beside the list -------------------------------------------------------------------------

    def print_who_is_in(self) -> None:
        """The list of who is in the building, to print."""
        self._is_who_wanted = self.board is None  # asked before the board came: then, not now
        if self.board is not None:
            from mgdesk.ui.editors.who_is_in import open_who_is_in

            open_who_is_in(self, self._context, self.board.campus_id, self.board.day)

    def _print_certificate(self) -> None:
        one = self.table.current
        if one is not None:
            self._certificate.open(one.person_id)

    def _print_sheet(self, cohort_id: UUID) -> None:
        self._context.read(partial(cohort_queries.cohort, cohort_id=cohort_id), self._open_sheets)

    def _open_sheets(self, cohort: CohortDetail) -> None:
        if self.board is not None:
            from mgdesk.ui.editors.sheets import open_sheets

            open_sheets(self, self._context, cohort, self.board.day)

    def _show_away(self) -> None:
        from mgdesk.ui.editors.away import AwaySheet

        AwaySheet(self, self._context).open()

    def _undo(self, change_id: UUID) -> None:
        self._context.background.run(
            partial(self._context.desk.undo_change, change_id),
            done=self._on_undone,
            failed=self.coming.refuse,
            in_order=True,
        )

    def _on_undone(self, _report: object) -> None:
        self.answer.say(Tone.NEUTRAL, "undo-2", _("Undone."), "", "")
        self._later.start()

    # --- room -------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        is_wide = self.width() >= theme.px(_WIDE)
        self._sides.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)
        self._stack.setMinimumHeight(0 if is_wide else theme.px(_LOWEST))
        self._side.setMinimumHeight(0 if is_wide else self.cards.sizeHint().height())


def _told_apart() -> Column[Candidate]:
    return Column(_("Told apart by"), lambda one: one.tells_apart, numeric=True)


def _icon(one: Candidate) -> tuple[str, str] | None:
    """Who is still expected has an empty circle; who is not of the day, none."""
    return ICONS[one.row.presence] if one.row else ("user", "faint")
