"""Cohorts: the list, found by code, training, room or trainer, with the cohort beside it."""

from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent

from mgdesk.exchange.fields import Subject
from mgdesk.i18n import format_day, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries import cohorts as queries
from mgdesk.queries import exports
from mgdesk.queries.cohorts import CohortRow
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.enrolment import COHORT_STATUS_LABELS, CohortStatus
from mgdesk.rules.rights import Right
from mgdesk.ui.actions import Action
from mgdesk.ui.editors.away import AwaySheet
from mgdesk.ui.editors.cohort import open_cohort
from mgdesk.ui.editors.cohort_card import ICONS, ROSTER, TONES, CohortCard
from mgdesk.ui.editors.export import Export
from mgdesk.ui.editors.imports import ImportDialog, dropped_lists
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import ChoiceField, SearchField
from mgdesk.ui.kit.layout import Empty, Page, beside, box, scrolled
from mgdesk.ui.kit.table import Column, Table

# What a receptionist works with; the others are one choice away.
CURRENT: Final = (CohortStatus.PLANNED, CohortStatus.CONFIRMED, CohortStatus.RUNNING)
NARROW: Final = 900  # pixels of the grid below which list and cohort take turns
LOW: Final = 940  # pixels of the grid below which the marks of a class need the whole page
_TABLES: Final = frozenset({"cohort", "training", "enrolment", "slot", "room", "campus"})
_TABLES_BESIDE: Final = _TABLES | {"person", "attendance", "absence", "issued_document"} | {
    "cohort_trainer", "cohort_partner", "funder_profile", "partner",
}  # fmt: skip


class CohortsPage(Page):
    """The list, its search and its filter, and the cohort beside it."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Cohorts"))
        self._context = context
        self._chosen: UUID | None = None
        self._is_narrow = False
        self._is_card_up = False  # on a narrow page: the cohort, not the list
        self._build()
        self._connect()
        self._load()

    def _build(self) -> None:
        self.search = SearchField(_("Code, training, room…"))
        self.status = ChoiceField(_filters())
        self.status.setAccessibleName(_("Status"))
        self._empty = Empty(
            _("No cohort yet. A cohort gets its half-days by itself, minus public holidays."),
            _("New cohort"),
            self._on_empty,
            icon_name="graduation-cap",
        )
        self.table: Table[CohortRow] = Table(_columns(), name=_("Cohorts"), empty=self._empty)
        self.card = CohortCard(self._context)
        self.export = Export(self, self._context)
        self._export_button = IconButton(
            _("Export this list…"), "download", on_click=self.export_list
        )
        self._new_button = Button(_("New cohort"), "plus", on_click=self.new, needs=(Right.PLAN,))
        self.buttons.addWidget(self._export_button)
        self.buttons.addWidget(self._new_button)
        self._list = box(self.search, self.status, gap=8)
        inner = self._list.layout()
        assert inner is not None
        inner.addWidget(self.table.carded())
        self._record = scrolled(self.card)
        self.body.addWidget(beside(self._list, self._record, (3, 7)), 1)
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        self.search.searched.connect(self._load)
        self.search.moved.connect(self.table.step)
        self.search.entered.connect(self._on_entered)
        self.status.edited.connect(self._load)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self._on_opened)
        self.table.view.clicked.connect(self._on_clicked)
        self.card.gone.connect(self._load)
        self.card.back.connect(self._show_list)
        self.card.part_changed.connect(self._settle_room)
        self._context.campus_changed.connect(self._load)

    # --- the contract of a page ------------------------------------------------------------

    @property
    def current_id(self) -> UUID | None:
        return self._chosen

    def show_record(self, cohort_id: UUID) -> None:
        """Show a cohort, whatever the filter hides."""
        self._chosen = cohort_id
        self._show_card()
        if not self.table.choose(cohort_id):
            self.search.clear()
            self.status.value = None
            self.card.show_cohort(cohort_id)
            self._load()

    def reload(self, tables: frozenset[str]) -> None:
        if tables & _TABLES:
            self._load()
        if tables & _TABLES_BESIDE:
            self.card.reload(tables)

    def focus_search(self) -> None:
        if self._list.isHidden():
            self._show_list()
        self.search.setFocus()
        self.search.selectAll()

    def new(self) -> None:
        today = wall_clock().astimezone().date()
        open_cohort(self, self._context, today=today, saved=self.show_record)

    def commands(self) -> list[Action]:
        card = self.card
        return [
            Action("cohort.edit", _("Edit this cohort"), card.edit, "pencil", "F2"),
            Action(
                "cohort.attendance",
                _("Attendance"),
                card.show_attendance,
                "clipboard-check",
                "F5",
                group="mark",
            ),
            Action(
                "cohort.sheets",
                _("Print attendance sheets"),
                card.print_sheets,
                "printer",
                "F6; Ctrl+P",
                group="mark",
            ),
            Action(
                "cohort.certificates",
                _("Print certificates"),
                card.print_certificates,
                "award",
                "F7",
                group="mark",
            ),
            Action("cohort.papers", _("More papers…"), card.print_more, "files", group="mark"),
            Action(
                "paper.next",
                _("Next step of the paper"),
                card.advance_paper,
                "arrow-right",
                "Ctrl+T",
                group="paper",
            ),
            Action(
                "paper.scan",
                _("Encode from the scan"),
                card.papers.open_scan,
                "scan-line",
                "F11",
                group="paper",
            ),
            Action("paper.file", _("File a scan…"), card.papers.file_scan, "upload", group="paper"),
            Action(
                "paper.away",
                _("Sheets not back yet"),
                self.show_away,
                "hourglass",
                group="paper",
            ),
            Action(
                "cohort.tasks",
                _("What is missing on paper…"),
                card.show_tasks,
                "list-checks",
                group="people",
            ),
            Action("cohort.absences", _("Absences…"), card.show_absences, "user-x", group="people"),
            Action("cohort.enrol", _("Enrol somebody"), card.enrol, "user-plus", group="people"),
            Action(
                "cohort.overtaken",
                _("Statements to print again…"),
                card.show_overtaken,
                "refresh-cw",
            ),
            Action(
                "cohort.employer",
                _("Employer of those chosen…"),
                card.set_employer,
                "building-2",
                group="people",
            ),
            Action(
                "cohort.employer_papers",
                _("Papers for an employer…"),
                card.print_for_employer,
                "printer",
            ),
            Action(
                "cohort.import", _("Import a list…"), card.import_list, "upload", group="people"
            ),
            Action(
                "cohorts.export",
                _("Export this list…"),
                self.export_list,
                "download",
                group="people",
            ),
            Action(
                "cohort.delete", _("Delete this cohort"), card.delete, "trash-2", group="delete"
            ),
        ]

    def show_away(self) -> None:
        """Sheets of every cohort that are not back yet."""
        AwaySheet(self, self._context).open()

    # --- the list --------------------------------------------------------------------------

    def _load(self) -> None:
        self._context.read(
            partial(
                queries.cohorts,
                search=self.search.text(),
                statuses=self.status.value,
                campus_id=self._context.campus_id,
            ),
            self._show,
        )

    def _show(self, rows: list[CohortRow]) -> None:
        self._settle_empty()
        ids = [one.id for one in rows]
        wanted = self._chosen if self._chosen in ids else None
        if wanted is None and self._chosen is None and rows:
            wanted = ids[0]
        self.table.set_rows(rows, choose=wanted)
        self.say(ngettext("{n} cohort", "{n} cohorts", len(rows)))

    def _settle_empty(self) -> None:
        """Why the list is empty, and the button that mends it."""
        if self.search.text().strip():
            self._empty.sentence.setText(_("No cohort is called that here."))
            self._empty.button.set_words(_("Show all"))
        elif self.status.value is not None:
            self._empty.sentence.setText(_("No cohort has this status."))
            self._empty.button.set_words(_("Show all"))
        else:
            words = _(
                "No cohort yet. A cohort gets its half-days by itself, minus public holidays."
            )
            self._empty.sentence.setText(words)
            self._empty.button.set_words(_("New cohort"))

    def _on_empty(self) -> None:
        if self.search.text().strip() or self.status.value is not None:
            self.search.clear()
            self.status.value = None
            self._load()
        else:
            self.new()

    def _on_chosen(self, one: CohortRow | None) -> None:
        if one is not None:
            self._chosen = one.id
            self.card.show_cohort(one.id)

    def _on_clicked(self) -> None:
        self._show_card()

    def _on_opened(self, _one: CohortRow) -> None:
        self._show_card()
        self.card.tabs.tabBar().setFocus()

    def _on_entered(self) -> None:
        if self.table.current is None:
            self.table.step(1)
        self._show_card()
        self.table.view.setFocus()

    def export_list(self) -> None:
        self.export.ask(_("Cohorts"), exports.cohorts, Subject.COHORTS)

    # --- list and cohort beside each other, or in turns ---------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle_room()

    def _settle_room(self) -> None:
        """Both sides where there is room; in turns on a narrow page, or while a class is marked."""
        is_low = self.height() < theme.px(LOW)
        is_whole = self.card.is_marking and is_low
        is_narrow = self.width() < theme.px(NARROW)
        if is_narrow != self._is_narrow:
            self._is_narrow, self._is_card_up = is_narrow, is_narrow and self.card.is_marking
        is_alone = is_whole or (is_narrow and self._is_card_up)
        self._list.setVisible(not is_alone)
        self._record.setVisible(is_alone or not is_narrow)
        self.card.show_back(is_alone)
        for part in (self.heading, self._export_button, self._new_button):
            part.setVisible(not is_alone)
        self.second_line.setVisible(not is_alone and bool(self.second_line.text()))
        if is_whole:
            QTimer.singleShot(0, self, self._show_grid)

    def _show_grid(self) -> None:
        """At a large size the grid is below the edge: bring it up."""
        if self.card.is_marking:
            self._record.ensureWidgetVisible(self.card.attendance.view)

    def _show_card(self) -> None:
        self._is_card_up = True
        self._settle_room()

    def _show_list(self) -> None:
        """Back to the list; a grid that had the whole page gives way to the roster."""
        self._is_card_up = False
        if self.card.is_marking:
            self.card.tabs.setCurrentIndex(ROSTER)
        self._settle_room()
        self.table.view.setFocus()

    # --- dropping a list -----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_lists(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_lists(event.mimeData())
        if paths:
            event.acceptProposedAction()
            ImportDialog(self, self._context, path=paths[0], cohort_id=self._chosen).show()


def _filters() -> list[tuple[tuple[CohortStatus, ...] | None, str]]:
    each = [((status,), _(COHORT_STATUS_LABELS[status])) for status in CohortStatus]
    return [(None, _("All")), (CURRENT, _("Current")), *each]


def _columns() -> list[Column[CohortRow]]:
    return [
        Column(
            _("Cohort"), _code, second=_training, icon=_icon, strong=True, stretch=True, tip=_tip
        ),
        Column(_("Begins"), _begins, sort=_first_day, second=_status, numeric=True),
    ]


def _code(one: CohortRow) -> str:
    return one.code


def _training(one: CohortRow) -> str:
    return one.training


def _icon(one: CohortRow) -> tuple[str, str]:
    return ICONS[one.status], TONES[one.status].value


def _begins(one: CohortRow) -> str:
    return format_day(one.first_day, "short")


def _first_day(one: CohortRow) -> tuple[str, str]:
    return one.first_day.isoformat(), one.code


def _status(one: CohortRow) -> str:
    return _(COHORT_STATUS_LABELS[one.status])


def _tip(one: CohortRow) -> str:
    people = ngettext("{n} person", "{n} people", one.enrolled)
    parts = (one.training, one.campus_name, one.room, people, *one.trainers)
    return " · ".join(part for part in parts if part)
