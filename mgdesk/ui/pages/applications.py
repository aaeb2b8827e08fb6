"""Applications: who asks to join what, beside them their own words; the ranking as a second part."""

from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from mgdesk.exchange.contact import show_phone
from mgdesk.exchange.fields import Subject
from mgdesk.i18n import format_day, isolate, language_name, ngettext, number, percent
from mgdesk.i18n import gettext as _
from mgdesk.queries import applications as queries
from mgdesk.queries import exports as export_queries
from mgdesk.queries import selection as selection_queries
from mgdesk.queries.applications import ApplicationRow, DecisionRow, GoalRow
from mgdesk.queries.campuses import campuses
from mgdesk.queries.selection import CriterionRow, InterviewRow, Ranking, RankRow, SelectionDayRow
from mgdesk.rules.application import (
    APPLICATION_STATUS_LABELS,
    CHANNEL_LABELS,
    DECIDED,
    SCHOOLING_LABELS,
    ApplicationStatus,
)
from mgdesk.rules.rights import Right
from mgdesk.services import applications as services
from mgdesk.services.rights import is_allowed
from mgdesk.ui.actions import Action
from mgdesk.ui.editors.application_sheets import (
    ApplicationSheet,
    CorrectionSheet,
    CriteriaSheet,
    DecisionSheet,
    EnrolSheet,
    InterviewSheet,
    offered_goals,
)
from mgdesk.ui.editors.export import Export
from mgdesk.ui.editors.facts import Fact, facts, flow_of
from mgdesk.ui.editors.imports import dropped_lists, open_import
from mgdesk.ui.editors.lines import line_of
from mgdesk.ui.editors.more_papers import open_decisions
from mgdesk.ui.editors.selection_days import SelectionDays
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import ChoiceField, SearchField
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Card, Empty, Page, beside, box, column, keep_width, scrolled
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone

_TABLES: Final = frozenset(
    {
        "application",
        "decision",
        "interview",
        "interview_score",
        "criterion",
        "person",
        "cohort",
        "selection_day",
        "convocation",
    }
)
_TONES: Final = {
    ApplicationStatus.ACCEPTED: (Tone.OK, "circle-check"),
    ApplicationStatus.RESERVE: (Tone.LATE, "hourglass"),
    ApplicationStatus.REFUSED: (Tone.NEUTRAL, "circle-minus"),
    ApplicationStatus.WITHDRAWN: (Tone.NEUTRAL, "circle-x"),
    ApplicationStatus.INTERVIEW: (Tone.ACCENT, "calendar-check"),
    ApplicationStatus.CONTACTED: (Tone.ACCENT, "phone"),
    ApplicationStatus.NEW: (Tone.ACCENT, "circle"),
}
Read = tuple[
    list[GoalRow],
    list[tuple[Any, str]],
    list[ApplicationRow],
    Ranking | None,
    list[SelectionDayRow],
    UUID | None,
]
Beside = tuple[list[DecisionRow], list[InterviewRow], list[CriterionRow]]


class ApplicationsPage(Page):
    """The list by goal and status, one application beside it, and the order that points give."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Applications"))
        self._context = context
        self.setAcceptDrops(True)
        self._goals: dict[object, GoalRow] = {}
        self._first_campus: UUID | None = None
        self._interviewer = ""  # who wrote last, where nobody signs on
        self._decided_by = ""
        self._offered: list[tuple[Any, str]] = []
        self._beside: Beside = ([], [], [])
        self._wanted: UUID | None = None
        self._build()
        self._connect()
        self._load()

    def _build(self) -> None:
        self.search = SearchField(_("A name"))
        self.goal = ChoiceField([(None, _("All trainings"))])
        self.goal.setAccessibleName(_("Applies for"))
        statuses = [(one, _(words)) for one, words in APPLICATION_STATUS_LABELS.items()]
        self.status = ChoiceField([(None, _("All states")), *statuses])
        self.status.setAccessibleName(_("Status"))
        empty = Empty(
            _("No application here. A name and a wish are enough."), _("New application"), self.new,
            icon_name="clipboard-check",
        )  # fmt: skip
        self.table: Table[ApplicationRow] = Table(
            _columns(), name=_("Applications"), empty=empty, several=True
        )
        listed = box(self.search, self.status, gap=8)
        inside = listed.layout()
        assert inside is not None
        inside.addWidget(self.table.carded())
        self.card = Card()
        self._lines = QWidget()
        self.card.add(self._lines)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Applications"))
        self.tabs.addTab(beside(listed, scrolled(box(self._buttons(), self.card, None))), _("List"))
        self.tabs.addTab(self._ranked(), _("Ranking"))
        self.days = SelectionDays(self._context)
        self.tabs.addTab(self.days, _("Selection days"))
        self.export = Export(self, self._context)
        for made in (
            IconButton(
                _("Import applications…"), "upload", on_click=self.import_list, needs=(Right.PLAN,)
            ),
            IconButton(_("Export this list…"), "download", on_click=self.export_list),
            Button(_("New application"), "plus", on_click=self.new, needs=(Right.WELCOME,)),
        ):
            self.buttons.addWidget(made)
        self.body.addWidget(keep_width(self.goal, 440))
        self.body.addWidget(self.tabs, 1)

    def _buttons(self) -> QWidget:
        self._acts = [
            Button(
                _("Decide…"), "check", kind="primary", on_click=self.decide, needs=(Right.WELCOME,)
            ),
            Button(_("Interview…"), "notebook-pen", on_click=self.interview, needs=(Right.SELECT,)),
            Button(_("Enrol"), "graduation-cap", on_click=self.enrol, needs=(Right.SELECT,)),
            IconButton(_("Open this person"), "user", on_click=self.open_person),
            IconButton(_("Correct…"), "pencil", on_click=self.edit, needs=(Right.WELCOME,)),
            IconButton(
                _("Delete this application"),
                "trash-2",
                on_click=self.delete,
                needs=(Right.WELCOME,),
            ),
        ]
        return flow_of(self._acts, 8)

    def _ranked(self) -> QWidget:
        sentence = _("Choose a training above: its applicants are ranked here.")
        self.ranking: Table[RankRow] = Table(
            _rank_columns(),
            name=_("Ranking"),
            empty=Empty(sentence, icon_name="list"),
            several=True,
        )
        self._places = labels.text("", wrap=True)
        self._places.hide()
        decide = Button(
            _("Decide…"), "check", kind="primary", on_click=self.decide, needs=(Right.WELCOME,)
        )
        enrol = Button(_("Enrol"), "graduation-cap", on_click=self.enrol, needs=(Right.SELECT,))
        criteria = Button(
            _("Criteria…"), "list-checks", on_click=self.edit_criteria, needs=(Right.SELECT,)
        )
        letters = Button(
            _("Letters with the answer…"),
            "printer",
            on_click=self.print_letters,
            needs=(Right.ISSUE, Right.SELECT),
        )
        holder = QWidget()
        whole = column(8, self._places, gap=12)
        whole.addWidget(self.ranking.carded(), 1)
        whole.addWidget(flow_of((decide, enrol, criteria, letters), 8))
        holder.setLayout(whole)
        return holder

    def _connect(self) -> None:
        self.search.searched.connect(self._load)
        self.search.moved.connect(self.table.step)
        self.goal.edited.connect(self._load)
        self.status.edited.connect(self._load)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self.decide)
        self.ranking.opened.connect(self._open_ranked)
        self._context.campus_changed.connect(self._load)

    # --- the contract of a page ------------------------------------------------------------------

    @property
    def current_id(self) -> UUID | None:
        current = self.table.current
        return current.id if current else None

    @property
    def _row(self) -> ApplicationRow | None:
        """Whom the commands are about: whoever is chosen in the part that is seen."""
        ranked, called = self.ranking.current, self.days.people.current
        parts = (
            self.table.current,
            ranked.application if ranked else None,
            called.application if called else None,
        )
        return parts[self.tabs.currentIndex()]

    @property
    def _chosen_rows(self) -> list[ApplicationRow]:
        """All who are chosen where several can be; whoever the commands are about among them."""
        ranked = [one.application for one in self.ranking.selected]
        rows = (self.table.selected, ranked, list[ApplicationRow]())[self.tabs.currentIndex()]
        return rows if len(rows) > 1 else [row for row in (self._row,) if row is not None]

    @property
    def _goal_now(self) -> GoalRow | None:
        """The training or cohort chosen, or the only one there is."""
        return _chosen(list(self._goals.values()), self.goal.value)

    def _show_new(self, application_id: UUID) -> None:
        """Whoever was just taken in is in front of the desk: they are who comes next."""
        self._wanted = application_id
        self._load()

    def show_record(self, application_id: UUID) -> None:
        self.tabs.setCurrentIndex(0)
        self.table.choose(application_id)

    def reload(self, tables: frozenset[str]) -> None:
        if tables & _TABLES:
            self._load()

    def focus_search(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.search.setFocus()
        self.search.selectAll()

    def new(self) -> None:
        goals = [*self._offered]
        if not goals:  # a desk that has just begun
            self._context.navigate("cohort", None)
            self._context.toast(_("There is nothing to apply for yet: add a cohort first."))
            return
        sheet = ApplicationSheet(self, self._context, self._campus_id, goals, self._likely_goal())
        sheet.taken.connect(self._show_new)
        sheet.open()

    def _likely_goal(self) -> object:
        """What the list is about, else what the one before applied for, else what begins last."""
        offered = [key for key, _words in self._offered]
        row = self.table.current
        before = (row.training_id, row.cohort_id) if row else None
        return next((one for one in (self.goal.value, before) if one in offered), offered[0])

    def commands(self) -> list[Action]:
        choice = partial(Action, group="choice")
        days = partial(Action, group="days")
        lists = partial(Action, group="lists")
        return [
            Action("application.decide", _("Decide…"), self.decide, "check", "Ctrl+D"),
            Action("application.interview", _("Interview…"), self.interview, "notebook-pen", "Ctrl+T"),
            Action("application.enrol", _("Enrol"), self.enrol, "graduation-cap", "Ctrl+E"),
            Action("application.open", _("Open this person"), self.open_person, "user", "F2"),
            Action("application.edit", _("Correct…"), self.edit, "pencil"),
            Action("application.delete", _("Delete this application"), self.delete, "trash-2"),
            choice("application.ranking", _("Ranking"), partial(self._go, 1), "list", "Ctrl+R"),
            choice("application.criteria", _("Criteria…"), self.edit_criteria, "list-checks"),
            choice("application.letters", _("Letters with the answer…"), self.print_letters, "printer"),
            days("application.days", _("Selection days"), partial(self._go, 2), "calendar-days"),
            days("application.plan", _("Plan a selection day…"), self.plan_day, "calendar-plus"),
            days("application.change_day", _("Change the selection day…"), self.days.change, "pencil"),
            days("application.tell", _("Tell of a changed day…"), self.days.tell, "phone"),
            days("application.convoke", _("Convoke…"), self.convoke, "mail"),
            days("application.day_papers", _("Letters and list of the day…"), self.days.print_papers, "printer"),  # noqa: E501
            days("application.calendar", _("Calendar file of the day…"), self.days.export, "calendar"),
            lists("application.import", _("Import applications…"), self.import_list, "upload"),
            lists("application.export", _("Export this list…"), self.export_list, "download"),
            Action("new", _("New application"), self.new, "plus", "Ctrl+N", "file"),
        ]  # fmt: skip

    def _go(self, part: int) -> None:
        self.tabs.setCurrentIndex(part)

    # --- acts ------------------------------------------------------------------------------------

    def decide(self) -> None:
        """On one, or on all who are chosen; who decides is asked where nobody signs on."""
        if rows := self._chosen_rows:
            who = None if self._context.desk.on_duty else self._decided_by
            sheet = DecisionSheet(self, self._context, rows, who)
            sheet.decided.connect(self._remember_decider)
            sheet.open()

    def _remember_decider(self, name: str) -> None:
        self._decided_by = name

    def interview(self) -> None:
        if (row := self._row) is not None:
            self._context.read(partial(_read_beside, row=row), self._open_interview)

    def _open_interview(self, told: "tuple[ApplicationRow, Beside]") -> None:
        """By whoever is at the desk, or else who heard the one before."""
        row, (_decided, interviews, criteria) = told
        on_duty = self._context.desk.on_duty
        who = on_duty.name if on_duty else self._interviewer
        sheet = InterviewSheet(self, self._context, row, criteria, interviews, who)
        sheet.written.connect(self._remember)
        sheet.open()

    def _remember(self, interviewer: str) -> None:
        self._interviewer = interviewer

    def enrol(self) -> None:
        rows = self._chosen_rows
        if len(rows) > 1:
            ids = [row.id for row in rows]
            self._context.do(partial(services.enrol_several, application_ids=ids))
            return
        if (row := self._row) is None:
            return
        fitting = [one for one in self._offered if one[0][0] == row.training_id and one[0][1]]
        if row.cohort_id is None and row.status is ApplicationStatus.ACCEPTED and fitting:
            EnrolSheet(self, self._context, row, fitting).open()
        else:
            self._context.do(partial(services.enrol_accepted, application_id=row.id))

    def edit(self) -> None:
        if (row := self._row) is not None:
            CorrectionSheet(self, self._context, row).open()

    def delete(self) -> None:
        """Undo brings it back with its interviews."""
        if (row := self._row) is not None:
            self._context.do(partial(services.remove_application, application_id=row.id))

    def open_person(self) -> None:
        if (row := self._row) is not None:
            self._context.navigate("person", row.person_id)

    def plan_day(self) -> None:
        self.tabs.setCurrentIndex(2)
        self.days.plan()

    def convoke(self) -> None:
        self.tabs.setCurrentIndex(2)
        self.days.convoke()

    def edit_criteria(self) -> None:
        goal, campus_id = self._goal_now, self._campus_id
        if goal is None or campus_id is None:
            self.goal.setFocus()
            self._context.toast(_("Choose above for which training."))
            return
        wanted = partial(
            selection_queries.criteria, training_id=goal.training_id, campus_id=campus_id
        )
        self._context.read(wanted, self._open_criteria)

    def _open_criteria(self, known: list[CriterionRow]) -> None:
        goal, campus_id = self._goal_now, self._campus_id
        if goal is not None and campus_id is not None:
            CriteriaSheet(self, self._context, goal, campus_id, known).open()

    def print_letters(self) -> None:
        """To everybody of the list who has an answer, or to those who are chosen."""
        chosen = self._chosen_rows
        listed = chosen if len(chosen) > 1 else self.table.rows
        rows = [row for row in listed if row.status in DECIDED]
        if rows:
            ids = [row.id for row in rows]
            open_decisions(self, self._context, rows[0].goal, ids, rows[0].zone)
        else:
            self._context.toast(_("Nobody in the list has an answer yet."))

    def import_list(self) -> None:
        """Take in the answers of a form, for the goal that the list shows."""
        self._open_import(None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_lists(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_lists(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self._open_import(paths[0])

    def _open_import(self, path: Path | None) -> None:
        goal = self._goals.get(self.goal.value)
        open_import(
            self._context,
            parent=self,
            path=path,
            cohort_id=goal.cohort_id if goal else None,
            training_id=goal.training_id if goal else None,
            subject=Subject.APPLICATIONS,
        )

    def export_list(self) -> None:
        """Write the list as it is shown."""
        query = partial(export_queries.applications, ids=[row.id for row in self.table.rows])
        self.export.ask(_("Applications"), query, Subject.APPLICATIONS)

    # --- reading ---------------------------------------------------------------------------------

    @property
    def _campus_id(self) -> UUID | None:
        row = self.table.current or (self.table.rows[0] if self.table.rows else None)
        return self._context.campus_id or (row.campus_id if row else self._first_campus)

    def _load(self) -> None:
        goal = self._goals.get(self.goal.value)
        wanted = partial(
            _read,
            campus_id=self._context.campus_id,
            training_id=goal.training_id if goal else None,
            cohort_id=goal.cohort_id if goal else None,
            statuses=[self.status.value] if self.status.value else None,
            search=self.search.text(),
        )
        self._context.read(wanted, self._show)

    def _show(
        self,
        found: Read,
    ) -> None:
        goals, self._offered, rows, ranking, days, self._first_campus = found
        self._goals = {(one.training_id, one.cohort_id): one for one in goals}
        choices = [(key, _goal_words(one)) for key, one in self._goals.items()]
        self.goal.set_choices([(None, _("All trainings")), *choices])
        self.table.set_rows(rows)
        if self._wanted is not None and self.table.choose(self._wanted):
            self._wanted = None
        elif self.table.current is None and rows:
            self.table.choose(rows[0].id)
        self._on_chosen(self.table.current)
        self.say(ngettext("{n} application", "{n} applications", len(rows)))
        self._show_ranking(ranking)
        chosen = self.goal.value or (self._offered[0][0] if self._offered else None)
        self.days.show_days(days, self._offered, chosen, self._campus_id)

    def _show_ranking(self, found: Ranking | None) -> None:
        self.ranking.set_rows(found.rows if found else ())
        self._places.setVisible(found is not None)
        goal = self._goal_now
        if found is None or goal is None:
            is_theirs = self._context.desk.may(Right.SELECT)
            self._places.setText("" if is_theirs else _("Only those who choose see points."))
            self._places.setVisible(not is_theirs)
            return
        n = found.places
        places = ngettext("{n} place, {free} free", "{n} places, {free} free", n, free=found.free)
        said = [labels.directed(f"{_goal_words(goal)} · {isolate(places)}")]
        if found.next_up:
            listed = ", ".join(isolate(row.application.name) for row in found.next_up)
            said.append(_("A place is free. First on the reserve list: {names}", names=listed))
        self._places.setText("\n".join(said))

    def _on_chosen(self, row: ApplicationRow | None) -> None:
        for button in self._acts:
            button.setEnabled(row is not None)
        self._acts[2].setEnabled(row is not None and row.status is ApplicationStatus.ACCEPTED)
        if row is None:
            self._draw(None)
            return
        self._context.read(partial(_read_beside, row=row), self._show_beside)

    def _show_beside(self, told: tuple[ApplicationRow, Beside]) -> None:
        row, found = told
        if row.id == self.current_id:
            self._beside = found
            self._draw(row)

    def _draw(self, row: ApplicationRow | None) -> None:
        self.card.body.removeWidget(self._lines)
        self._lines.hide()
        self._lines.deleteLater()
        self._lines = QWidget()
        parts = _lines_of(row, self._beside) if row else [labels.muted(_("Choose an application."))]
        self._lines.setLayout(column(*parts, gap=10))
        self.card.add(self._lines)

    def _open_ranked(self, row: RankRow) -> None:
        self.show_record(row.id)


def _read(
    session: Any,
    *,
    campus_id: UUID | None,
    training_id: UUID | None,
    cohort_id: UUID | None,
    **more: Any,
) -> Read:
    """Runs beside the window: what people applied for, what can be applied for, the list, its ranking."""
    place: dict[str, Any] = {
        "training_id": training_id,
        "campus_id": campus_id,
        "cohort_id": cohort_id,
    }
    rows = queries.applications(session, **place, **more)
    goals = queries.goals(session, campus_id=campus_id)
    ranking = None
    goal = _chosen(goals, (training_id, cohort_id))
    if goal and rows and is_allowed(session, Right.SELECT):
        ranking = selection_queries.ranking(
            session,
            training_id=goal.training_id,
            cohort_id=goal.cohort_id,
            campus_id=campus_id or rows[0].campus_id,
        )
    days = selection_queries.selection_days(session, training_id=training_id, campus_id=campus_id)
    return (
        goals,
        offered_goals(session, campus_id=campus_id),
        rows,
        ranking,
        days,
        min((one.id for one in campuses(session)), default=None),
    )


def _chosen(goals: list[GoalRow], key: object) -> GoalRow | None:
    """The goal of this key, or the only one there is."""
    if len(goals) == 1:
        return goals[0]
    return next((one for one in goals if (one.training_id, one.cohort_id) == key), None)


def _read_beside(session: Any, *, row: ApplicationRow) -> tuple[ApplicationRow, Beside]:
    place = {"training_id": row.training_id, "campus_id": row.campus_id}
    return row, (
        queries.decisions(session, application_id=row.id),
        selection_queries.interviews(session, application_id=row.id)
        if is_allowed(session, Right.SELECT)
        else [],
        selection_queries.criteria(session, **place),
    )


def _lines_of(row: ApplicationRow, found: Beside) -> list[QWidget]:
    """One application: the person's words first, then what is known and what was decided."""
    decided, interviews, _criteria = found
    return [
        labels.text(row.name, "headline", wrap=True),
        labels.muted(
            labels.directed(
                f"{isolate(row.goal)} · {isolate(format_day(row.received_local.date(), 'long'))}"
            )
        ),
        labels.text(row.motivation or _("No words of motivation were noted."), wrap=True),
        facts(_facts_of(row)),
        *(
            line_of(one.note or "–", _("Interview by {name}", name=one.interviewer))
            for one in interviews
        ),
        *map(_step_line, decided),
    ]


def _facts_of(row: ApplicationRow) -> tuple[Fact, ...]:
    schooling = _(SCHOOLING_LABELS[row.schooling]) if row.schooling else ""
    return (
        (_("Phone"), _left_to_right(show_phone(row.phone, row.country))),
        (_("E-mail"), _left_to_right(row.email)),
        (_("How it came"), _(CHANNEL_LABELS[row.channel])),
        (_("Sent by"), row.prescriber),
        (_("When they are free"), row.availability),
        (_("Language wished"), language_name(row.language) if row.language else ""),
        (_("Schooling (only a statistic)"), schooling),
        (_("How they heard of us"), row.heard_of),
        (_("Remark"), row.note),
    )


def _step_line(step: DecisionRow) -> QWidget:
    said = " · ".join(filter(None, (_(APPLICATION_STATUS_LABELS[step.status]), step.reason)))
    who = " · ".join(filter(None, (format_day(step.at.date(), "long"), step.decided_by)))
    return line_of(said, who)


def _left_to_right(words: str) -> str:
    """A phone number or an address read from the left inside Arabic, too."""
    return isolate(f"\u200e{words}") if words else ""


def _goal_words(one: GoalRow) -> str:
    return f"{isolate(one.cohort)} · {one.training}" if one.cohort else one.training


def _pill(row: ApplicationRow) -> Pill:
    tone, icon = _TONES[row.status]
    return Pill(tone, _(APPLICATION_STATUS_LABELS[row.status]), icon)


def _columns() -> list[Column[ApplicationRow]]:
    return [
        Column(
            _("Name"),
            lambda row: row.name,
            second=lambda row: labels.directed(
                f"{isolate(row.goal)} · {format_day(row.received_local.date(), 'short')}"
            ),
            pill=_pill,
            stretch=True,
            strong=True,
        )
    ]


def _rank_columns() -> list[Column[RankRow]]:
    return [
        Column(
            _("Rank"),
            lambda row: (
                "–" if row.rank is None else f"{row.rank} =" if row.is_tied else f"{row.rank}"
            ),
            sort=lambda row: row.rank or 10**6,
            spoken=lambda row: (
                _("tied, {rank}", rank=row.rank) if row.is_tied else str(row.rank or "–")
            ),
        ),
        Column(
            _("Name"),
            lambda row: row.application.name,
            pill=lambda row: _pill(row.application),
            stretch=True,
            strong=True,
        ),
        Column(
            _("Score"),
            lambda row: percent(float(row.score.shown) / 100, 1) if row.score else "–",
            sort=lambda row: row.score.shown if row.score else -1,
            numeric=True,
        ),
        Column(
            _("Parts"),
            lambda row: (
                " + ".join(number(float(part.share), 1) for part in row.score.parts)
                if row.score
                else ""
            ),
            is_spare=True,
        ),
        Column(_("Interviews"), lambda row: str(row.interviewers), numeric=True, is_spare=True),
    ]
