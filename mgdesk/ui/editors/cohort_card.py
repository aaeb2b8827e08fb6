"""A cohort beside its list: what it is, its people, marks, half-days and papers, what can be printed."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QTabWidget, QVBoxLayout, QWidget

from mgdesk.errors import NotFound
from mgdesk.i18n import enumerate_words, format_days, format_hours, isolate, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries import cohorts as queries
from mgdesk.queries.calls import ContactGap, contact_gaps
from mgdesk.queries.cohorts import CohortDetail
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.enrolment import COHORT_STATUS_LABELS, CohortStatus
from mgdesk.rules.outcome import WARNED_BEFORE_END
from mgdesk.rules.rights import Right
from mgdesk.services import cohorts as services
from mgdesk.ui.editors.absence_list import AbsencesSheet
from mgdesk.ui.editors.attendance import AttendancePanel
from mgdesk.ui.editors.certificates import open_certificates
from mgdesk.ui.editors.checklist import ChecklistSheet
from mgdesk.ui.editors.cohort import open_cohort
from mgdesk.ui.editors.more_papers import open_cohort_papers
from mgdesk.ui.editors.overtaken import OvertakenSheet
from mgdesk.ui.editors.papers import PapersPanel
from mgdesk.ui.editors.roster import RosterPanel
from mgdesk.ui.editors.sheets import open_sheets
from mgdesk.ui.editors.timetable import TimetablePanel
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.labels import Pill, PillLabel
from mgdesk.ui.kit.layout import Card, Empty, add, box, column, row
from mgdesk.ui.kit.theme import Tone

TONES: Final = {
    CohortStatus.PLANNED: Tone.NEUTRAL,
    CohortStatus.CONFIRMED: Tone.ACCENT,
    CohortStatus.RUNNING: Tone.OK,
    CohortStatus.COMPLETED: Tone.OK,
    CohortStatus.CANCELLED: Tone.BAD,
    CohortStatus.ARCHIVED: Tone.NEUTRAL,
}
ICONS: Final = {
    CohortStatus.PLANNED: "circle-dashed",
    CohortStatus.CONFIRMED: "calendar-check",
    CohortStatus.RUNNING: "clock",
    CohortStatus.COMPLETED: "circle-check",
    CohortStatus.CANCELLED: "circle-x",
    CohortStatus.ARCHIVED: "archive",
}
_OF_PAPERS: Final = frozenset({"issued_document"})
ROSTER, ATTENDANCE, TIMETABLE, PAPERS = range(4)


class CohortCard(QWidget):
    """The record of one cohort. `gone` when it is no longer there, `back` to go to the list."""

    gone = Signal()
    back = Signal()
    part_changed = Signal()  # another part is shown: it may want more room

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._wanted: UUID | None = None
        self.detail: CohortDetail | None = None
        self.roster = RosterPanel(context)
        self.attendance = AttendancePanel(context)
        self.timetable = TimetablePanel(context)
        self.papers = PapersPanel(context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Parts of the cohort"))
        self.tabs.tabBar().setAccessibleName(_("Parts of the cohort"))
        for panel, words in (
            (self.roster, _("Roster")),
            (self.attendance, _("Attendance")),
            (self.timetable, _("Timetable")),
            (self.papers, _("Papers")),
        ):
            self.tabs.addTab(_padded(panel), words)
        self._card = Card()
        self._card.add(self._head())
        self._card.add(self.tabs, 1)
        self._empty = Empty(_("Choose a cohort in the list."), icon_name="graduation-cap")
        whole = column(gap=0)
        add(whole, self._card, 1)
        add(whole, self._empty, 1)
        self.setLayout(whole)
        self._card.hide()
        self.tabs.currentChanged.connect(self._on_tab)
        self.tabs.tabBarClicked.connect(self._on_tab_clicked)

    def _head(self) -> QWidget:
        self._back = IconButton(_("All cohorts"), "arrow-left", on_click=self.back.emit)
        self._back.hide()
        self._code = labels.text("", "name", selectable=True)
        self._facts = labels.muted("")
        self._status = PillLabel(Pill(Tone.NEUTRAL, ""))
        self.sheets_button = Button(
            _("Print sheet"),
            "printer",
            kind="primary",
            on_click=self.print_sheets,
            needs=(Right.ISSUE,),
        )
        self.certificates_button = Button(
            _("Certificates"), "award", on_click=self.print_certificates, needs=(Right.ISSUE,)
        )
        self._more = IconButton(_("More"), "ellipsis", on_click=self._show_more)
        title = QWidget()
        title.setLayout(row(self._back, self._code, self._status, gap=8))
        title.setMinimumHeight(theme.px(36))
        edit = IconButton(_("Edit this cohort"), "pencil", on_click=self.edit, needs=(Right.PLAN,))
        line = QWidget()
        line.setLayout(Flow(title, self.sheets_button, self.certificates_button, edit, self._more))
        self._gaps = labels.text("", wrap=True)
        self._gaps.hide()
        return box(line, self._facts, self._gaps, gap=4)

    # --- which cohort ------------------------------------------------------------------------

    def show_cohort(self, cohort_id: UUID | None) -> None:
        """Show a cohort, or that none is chosen."""
        self._wanted = cohort_id
        if cohort_id is None:
            self.detail = None
            self._card.hide()
            self._empty.show()
            return
        self._context.read(
            partial(queries.cohort, cohort_id=cohort_id), self._show, failed=self._on_missing
        )

    def reload(self, tables: frozenset[str]) -> None:
        """Something changed: read what it touches again."""
        if self._wanted is None:
            return
        if tables - _OF_PAPERS:
            self.show_cohort(self._wanted)
        if tables & _OF_PAPERS and self.detail is not None:
            self.papers.show_cohort(self.detail)

    def show_back(self, is_shown: bool) -> None:
        """Offer the way to the list, where there is no room for both."""
        self._back.setVisible(is_shown)

    def _on_missing(self, error: Exception) -> None:
        self.show_cohort(None)
        if isinstance(error, NotFound):
            self.gone.emit()
        else:
            self._context.fail(error)

    def _show(self, detail: CohortDetail) -> None:
        if detail.id != self._wanted:
            return
        self.detail = detail
        self._code.setText(detail.code)
        self._code.setAccessibleName(detail.code)
        self._facts.setText(facts(detail))
        word = _(COHORT_STATUS_LABELS[detail.status])
        self._status.set_pill(Pill(TONES[detail.status], word, ICONS[detail.status]))
        self._empty.hide()
        self._card.show()
        wanted = partial(contact_gaps, today=self.today, cohort_id=detail.id)
        self._context.read(wanted, self._show_gaps)
        self._fill_shown()

    def _show_gaps(self, gaps: Sequence[ContactGap]) -> None:
        """Who could not be called after the training, in the last two weeks of it."""
        last = self.today + WARNED_BEFORE_END
        soon = [one for one in gaps if one.last_day <= last and one.cohort_id == self._wanted]
        self._gaps.setText(
            ngettext(
                "{n} person leaves soon and cannot be reached afterwards: {names}",
                "{n} people leave soon and cannot be reached afterwards: {names}",
                len(soon),
                names=enumerate_words([one.name for one in soon]),
            )
        )
        self._gaps.setVisible(bool(soon))

    def _on_tab(self, _place: int) -> None:
        self._facts.setVisible(not self.is_marking)
        self._fill_shown()
        self.part_changed.emit()

    def _on_tab_clicked(self, place: int) -> None:
        """Whoever goes to the grid with the mouse goes on with the keys."""
        if place == ATTENDANCE:
            QTimer.singleShot(0, self, self.show_attendance)  # the part changes after this

    @property
    def is_marking(self) -> bool:
        """Whether the grid is shown, which deserves all the room there is."""
        return self.detail is not None and self.tabs.currentIndex() == ATTENDANCE

    def _fill_shown(self) -> None:
        """Only the part that is seen is read: the grid of a long cohort costs nothing unseen."""
        detail = self.detail
        if detail is None:
            return
        place = self.tabs.currentIndex()
        if place == ROSTER:
            self.roster.show_cohort(detail, self.today)
        elif place == ATTENDANCE:
            self.attendance.show_cohort(detail.id, self.today)
        elif place == TIMETABLE:
            self.timetable.show_cohort(detail, self.today)
        else:
            self.papers.show_cohort(detail)

    @property
    def today(self) -> date:
        """The day at the cohort's campus."""
        zone = ZoneInfo(self.detail.zone) if self.detail else None
        return wall_clock().astimezone(zone).date()

    # --- what can be done --------------------------------------------------------------------

    def show_attendance(self) -> None:
        """Go to the grid, ready to type."""
        if self.detail is not None:
            self.tabs.setCurrentIndex(ATTENDANCE)
            self.attendance.focus_grid()

    def enrol(self) -> None:
        if self.detail is not None:
            self.tabs.setCurrentIndex(ROSTER)
            self._fill_shown()
            self.roster.enrol()

    def import_list(self) -> None:
        if self.detail is not None:
            self.tabs.setCurrentIndex(ROSTER)
            self._fill_shown()
            self.roster.import_list()

    def show_overtaken(self) -> None:
        """Statements that a later proof or mark overtook."""
        if self.detail is not None:
            OvertakenSheet(self, self._context, cohort_id=self.detail.id).open()

    def set_employer(self) -> None:
        """Of those chosen in the roster."""
        if self.detail is not None:
            self.tabs.setCurrentIndex(ROSTER)
            self.roster.set_employer()

    def print_for_employer(self) -> None:
        """For the employer by which the roster is filtered."""
        if self.detail is not None:
            self.tabs.setCurrentIndex(ROSTER)
            self.roster.print_for_employer()

    def edit(self) -> None:
        if self.detail is not None:
            open_cohort(self, self._context, today=self.today, known=self.detail)

    def print_sheets(self) -> None:
        if self.detail is not None:
            dialog = open_sheets(self, self._context, self.detail, self.today)
            dialog.preview.registered.connect(self._on_registered)

    def print_certificates(self) -> None:
        """For those chosen in the roster while it is shown, else for the whole cohort."""
        if self.detail is None:
            return
        is_roster = self.tabs.currentIndex() == ROSTER
        chosen = [one.enrolment_id for one in self.roster.table.selected] if is_roster else []
        dialog = open_certificates(self, self._context, self.detail, self.today, chosen)
        dialog.preview.registered.connect(self._on_registered)

    def print_more(self) -> None:
        """Statements of a month and the other papers."""
        if self.detail is not None:
            dialog = open_cohort_papers(self, self._context, self.detail, self.today)
            dialog.preview.registered.connect(self._on_registered)

    def show_tasks(self) -> None:
        """What is signed, lent and sent for the cohort and its people, and what is missing."""
        if self.detail is not None:
            heading = _("On paper: {code}", code=self.detail.code)
            ChecklistSheet(self, self._context, heading, cohort_id=self.detail.id).open()

    def show_absences(self) -> None:
        """What was told, proven and is still to justify."""
        if self.detail is not None:
            heading = _("Absences: {code}", code=self.detail.code)
            AbsencesSheet(self, self._context, heading, cohort=self.detail).open()

    def advance_paper(self) -> None:
        """The paper chosen in the list takes its next step."""
        if self.tabs.currentIndex() == PAPERS:
            self.papers.advance()

    def show_papers(self) -> None:
        if self.detail is not None:
            self.tabs.setCurrentIndex(PAPERS)
            self.papers.table.view.setFocus()

    def _on_registered(self) -> None:
        if self.detail is not None:
            self.papers.show_cohort(self.detail)

    def delete(self) -> None:
        """Without marks it goes at once, and a toast brings it back; with marks it is refused."""
        if self.detail is not None:
            self._context.do(partial(services.delete_cohort, cohort_id=self.detail.id))

    def set_status(self, status: CohortStatus) -> None:
        if self.detail is not None and status is not self.detail.status:
            self._context.do(partial(services.set_status, cohort_id=self.detail.id, status=status))

    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("More papers…")).triggered.connect(self.print_more)
        menu.addAction(_("What is missing on paper…")).triggered.connect(self.show_tasks)
        menu.addAction(_("Absences…")).triggered.connect(self.show_absences)
        menu.addSeparator()
        for status in CohortStatus:
            entry = menu.addAction(_("Status: {status}", status=_(COHORT_STATUS_LABELS[status])))
            entry.setCheckable(True)
            entry.setChecked(self.detail is not None and self.detail.status is status)
            change = partial(self.set_status, status)
            entry.triggered.connect(lambda _checked=False, run=change: run())
        menu.addSeparator()
        menu.addAction(_("Delete the cohort")).triggered.connect(self.delete)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))


def facts(detail: CohortDetail) -> str:
    """When, where, by whom, how much: the muted line under the title."""
    days = format_days(detail.first_day, detail.last_day)
    amount = ngettext(
        "{n} half-day, {hours}",
        "{n} half-days, {hours}",
        detail.half_days,
        hours=format_hours(detail.minutes_planned),
    )
    trainers = ", ".join(one.name for one in detail.trainers)
    parts = (
        detail.training,
        days,
        amount,
        detail.campus_name,
        detail.room,
        trainers,
        detail.funder_profile,
    )
    return labels.directed(" · ".join(isolate(part) for part in parts if part))


def _padded(panel: QWidget) -> QWidget:
    """A part with a little air under the tabs."""
    holder = QWidget()
    whole = QVBoxLayout()
    whole.setContentsMargins(0, theme.px(8), 0, 0)
    whole.addWidget(panel)
    holder.setLayout(whole)
    return holder
