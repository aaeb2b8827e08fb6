"""Follow-up: whom to call after their training, the rates, companies and hires, partners."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QTabWidget, QWidget

from mgdesk.exchange.contact import show_phone
from mgdesk.i18n import format_day, isolate, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries import calls
from mgdesk.queries.calls import ContactGap, FollowUpRow
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.outcome import (
    ATTEMPTS_ENOUGH,
    MILESTONE_LABELS,
    OUTCOME_LABELS,
    AttemptResult,
    OutcomeKind,
)
from mgdesk.rules.rights import Right
from mgdesk.services import outcomes as services
from mgdesk.ui.actions import Action
from mgdesk.ui.editors.companies import CompaniesView
from mgdesk.ui.editors.employers import EmployerList
from mgdesk.ui.editors.lines import Lines, line_of
from mgdesk.ui.editors.outcome_sheet import AttemptSheet, OutcomeSheet
from mgdesk.ui.editors.partner_reach import PartnerList
from mgdesk.ui.editors.rates_view import RatesView
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import SearchField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Card, Empty, Page, column
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone

_TABLES: Final = frozenset(
    {
        "outcome", "contact_attempt", "enrolment", "cohort", "person", "consent", "company",
        "founder", "employer", "partner", "funder_profile",
    }
)  # fmt: skip
_MOST_GAPS: Final = 6


class FollowUpPage(Page):
    """Enter notes an answer, one key a call without one."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Follow-up"))
        self._context = context
        self._build()
        self._connect()
        self._load()

    def _build(self) -> None:
        self.search = SearchField(_("A few letters of a name"))
        empty = Empty(_("Nobody is to be called now."), icon_name="circle-check")
        self.table: Table[FollowUpRow] = Table(_columns(), name=_("To call"), empty=empty)
        self.note_button = Button(
            _("Note the answer…"),
            "pencil",
            kind="primary",
            on_click=self.note,
            needs=(Right.FOLLOW,),
        )
        no_answer = Button(_("No answer"), "phone", on_click=self.no_answer, needs=(Right.FOLLOW,))
        later = Button(_("Call back…"), "clock", on_click=self.call_back, needs=(Right.FOLLOW,))
        gone = Button(
            _("Cannot be reached"), "user-x", on_click=self.unreachable, needs=(Right.FOLLOW,)
        )
        person = Button(_("Open this person"), "user", kind="plain", on_click=self.open_person)
        self._buttons = (self.note_button, no_answer, later, gone, person)
        self.reach = labels.text("", "name", selectable=True)
        acts = QWidget()
        acts.setLayout(Flow(*self._buttons))
        card = Card()
        card.add(self.table, 1)
        card.add(self.reach)
        card.add(acts)
        self.gaps = GapsCard(partial(self._context.navigate, "person"))
        listed = QWidget()
        inside = column(self.search, gap=12)
        inside.addWidget(card, 1)
        inside.addWidget(self.gaps)
        listed.setLayout(inside)
        self.rates, self.companies = RatesView(self._context), CompaniesView(self._context)
        self.employers = EmployerList(self._context)
        self.partners = PartnerList(self._context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Follow-up"))
        for part, words in (
            (listed, _("To call")),
            (self.rates, _("Rates")),
            (self.companies, _("Companies and hires")),
            (self.employers, _("Employers")),
            (self.partners, _("Partners")),
        ):
            holder = QWidget()
            holder.setLayout(column(12, gap=0))
            whole = holder.layout()
            assert whole is not None
            whole.addWidget(part)
            self.tabs.addTab(holder, words)
        self.body.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self.search.searched.connect(self._load)
        self.search.moved.connect(self.table.step)
        self.search.entered.connect(self.note)
        self.table.opened.connect(self.note)
        self.table.chosen.connect(self._on_chosen)
        self._context.campus_changed.connect(self._load)
        self._on_chosen(None)

    # --- the contract of a page ------------------------------------------------------------------

    @property
    def current_id(self) -> UUID | None:
        return None

    def show_record(self, enrolment_id: UUID) -> None:
        self.tabs.setCurrentIndex(0)
        self.table.choose(enrolment_id)

    def reload(self, tables: frozenset[str]) -> None:
        if tables & _TABLES:
            self._load()

    def focus_search(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.search.setFocus()
        self.search.selectAll()

    def new(self) -> None:
        self.tabs.setCurrentIndex(2)
        self.companies.edit(None)

    def commands(self) -> list[Action]:
        return [
            Action("follow.note", _("Note the answer…"), self.note, "pencil", "Ctrl+E"),
            Action("follow.no_answer", _("No answer"), self.no_answer, "phone", "Ctrl+D"),
            Action("follow.message", _("Message left"), self.message_left, "mail", "Ctrl+M"),
            Action("follow.wrong", _("Wrong number"), self.wrong_number, "x"),
            Action("follow.later", _("Call back…"), self.call_back, "clock", "Ctrl+B"),
            Action("follow.gone", _("Cannot be reached"), self.unreachable, "user-x"),
            Action("follow.open", _("Open this person"), self.open_person, "user", "F2"),
            Action("follow.partner", _("Page for the partner…"), self.partner_page, "printer"),
            Action(
                "follow.employer",
                _("Correct or link to a partner…"),
                self.correct_employer,
                "building-2",
            ),
            Action("new", _("Add a company"), self.new, "plus", "Ctrl+N", "file"),
        ]

    # --- reading ---------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        return wall_clock().astimezone().date()

    def _load(self) -> None:
        chosen, today = self._context.campus_id, self.today
        wanted = partial(calls.follow_ups, today=today, campus_id=chosen, search=self.search.text())
        self._context.read(wanted, self._show)
        gaps = partial(calls.contact_gaps, today=today, campus_id=chosen)
        self._context.read(gaps, self._show_gaps)
        self.rates.load()
        self.companies.load()
        self.employers.load()
        self.partners.load()

    def _show(self, rows: Sequence[FollowUpRow]) -> None:
        self.table.set_rows(rows)
        if self.table.current is None and rows:
            self.table.choose(rows[0].id)
        self.say(ngettext("{n} person to call", "{n} people to call", len(rows)))
        self._on_chosen(self.table.current)

    def _show_gaps(self, gaps: Sequence[ContactGap]) -> None:
        self.gaps.show_gaps(gaps)

    def _on_chosen(self, found: FollowUpRow | None) -> None:
        for button in self._buttons:
            button.setEnabled(found is not None)
        reached = (show_phone(found.phone), found.email) if found else ()
        ways = [isolate(f"\u200e{way}") for way in reached if way]
        self.reach.setText(labels.directed(" · ".join(ways)))
        self.reach.setVisible(bool(ways))

    # --- what can be done ------------------------------------------------------------------------

    def note(self, _found: object = None) -> None:
        found = self.table.current
        if found is not None:
            OutcomeSheet(self, self._context, found).open()

    def call_back(self) -> None:
        found = self.table.current
        if found is not None:
            AttemptSheet(self, self._context, found).open()

    def no_answer(self) -> None:
        self._attempt(AttemptResult.NO_ANSWER)

    def message_left(self) -> None:
        self._attempt(AttemptResult.MESSAGE_LEFT)

    def wrong_number(self) -> None:
        self._attempt(AttemptResult.WRONG_NUMBER)

    def unreachable(self) -> None:
        """Nobody is asked again at this milestone: a missing answer, never one without work."""
        found = self.table.current
        if found is not None:
            action = partial(
                services.note_outcome,
                enrolment_id=found.enrolment_id,
                milestone=found.milestone,
                kind=OutcomeKind.UNREACHABLE,
            )
            self._context.do(action)

    def open_person(self) -> None:
        found = self.table.current
        if found is not None:
            self._context.navigate("person", found.person_id)

    def correct_employer(self) -> None:
        self.tabs.setCurrentIndex(3)
        self.employers.edit()

    def partner_page(self) -> None:
        self.tabs.setCurrentIndex(self.tabs.count() - 1)
        self.partners.show_page()

    def _attempt(self, result: AttemptResult) -> None:
        found = self.table.current
        if found is not None:
            action = partial(
                services.note_attempt,
                enrolment_id=found.enrolment_id,
                milestone=found.milestone,
                result=result,
            )
            self._context.do(action)


class GapsCard(Lines):
    """Who leaves within two weeks and could not be called afterwards."""

    def __init__(self, go: partial[None]) -> None:
        super().__init__(_("Soon to leave, without a way to reach them"))
        self._go = go

    def show_gaps(self, gaps: Sequence[ContactGap]) -> None:
        shown = tuple(gaps[:_MOST_GAPS])
        self.show_lines((shown, len(gaps)), lambda: self._made(shown, len(gaps)))

    def _made(self, shown: Sequence[ContactGap], count: int) -> list[QWidget]:
        lines = [self._line(one) for one in shown]
        if count > len(shown):
            more = count - len(shown)
            lines.append(labels.muted(ngettext("and {n} more", "and {n} more", more)))
        return lines

    def _line(self, one: ContactGap) -> QWidget:
        button = Button(_("Complete"), kind="link", on_click=partial(self._go, one.person_id))
        button.setAccessibleName(_("Complete {name}", name=one.name))
        second = f"{isolate(one.cohort)} · {isolate(format_day(one.last_day, 'short'))}"
        return line_of(one.name, second, button)


def _columns() -> list[Column[FollowUpRow]]:
    name: Column[FollowUpRow] = Column(
        _("Name"),
        lambda one: one.name,
        sort=lambda one: (one.surname or one.first_name, one.first_name),
        second=_second,
        pill=_pill,
        stretch=True,
        strong=True,
    )
    if theme.look().scale > 130:  # the name needs the whole width
        return [name]
    return [
        name,
        Column(
            _("About"),
            lambda one: _(MILESTONE_LABELS[one.milestone]),
            sort=lambda one: one.due_on,
        ),
        Column(
            _("Due since"),
            lambda one: format_day(one.due_on, "short"),
            sort=lambda one: one.due_on,
            numeric=True,
            is_spare=True,
        ),
    ]


def _second(one: FollowUpRow) -> str:
    tries = ngettext("{n} call", "{n} calls", one.attempts) if one.attempts else ""
    known = _(OUTCOME_LABELS[one.last_known]) if one.last_known else ""
    return " · ".join(isolate(part) for part in (one.cohort, tries, known) if part)


def _pill(one: FollowUpRow) -> Pill | None:
    """When to call again; that it was tried often enough."""
    if one.call_back_on is not None:
        day = format_day(one.call_back_on, "short")
        return Pill(Tone.ACCENT, _("call back {day}", day=day), "clock")
    if one.attempts >= ATTEMPTS_ENOUGH:
        return Pill(Tone.LATE, _("tried {n} times", n=one.attempts), "triangle-alert")
    return None
