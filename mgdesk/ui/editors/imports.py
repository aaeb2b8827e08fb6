"""The import of a list: dropped, chosen or pasted; shown row by row; written once confirmed."""

from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QStackedLayout, QWidget

from mgdesk.errors import Cancelled, DeskError
from mgdesk.exchange.columns import Columns
from mgdesk.exchange.fields import Field, Subject
from mgdesk.exchange.plan import Choice, ImportPlan, ImportRow
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate, ngettext, number
from mgdesk.queries.events import EventDetail
from mgdesk.ui.editors import import_work
from mgdesk.ui.editors.facts import flow_of
from mgdesk.ui.editors.import_columns import ColumnsFold, with_column
from mgdesk.ui.editors.import_model import ImportModel, Mark, counted, needs_a_look, why
from mgdesk.ui.editors.import_pages import SourcePage, WaitingPage
from mgdesk.ui.editors.import_preview import ImportView
from mgdesk.ui.editors.import_target import TargetFields
from mgdesk.ui.editors.import_work import Edits, Outcome, Source
from mgdesk.ui.editors.sheets_after import SheetsAfter
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.background import Ticket
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import CheckField, ChoiceField
from mgdesk.ui.kit.form import Banner
from mgdesk.ui.kit.jobs import Job
from mgdesk.ui.kit.layout import Card, column, row

LISTS: Final = (".xlsx", ".xls", ".xlsm", ".ods", ".csv", ".tsv", ".txt")


def dropped_lists(dropped: QMimeData) -> list[Path]:
    """The files of a drag that can be lists."""
    paths = [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in LISTS]


class ImportDialog(QDialog):
    """Beside the window, not in its way: `show()` it. Without a path it asks for one."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        *,
        path: Path | None = None,
        event: EventDetail | None = None,
        cohort_id: UUID | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Import a list"))
        self.setAcceptDrops(True)
        self._over, self._context, self._event = parent, context, event
        self._subject = Subject.REGISTRATIONS if event else Subject.LEARNERS
        self._source: Source | None = None if path is None else Source(path)
        self._ticket: Ticket | None = None
        self._job: Job | None = None
        self._is_new_list = True
        self._mended: dict[tuple[int, Field], str] = {}
        self._chosen: dict[int, Choice] = {}
        self.model = ImportModel()
        self._build(cohort_id)
        self._connect()
        self._fit()

    # --- building --------------------------------------------------------------------------

    def _build(self, cohort_id: UUID | None) -> None:
        self._is_large = theme.look().scale > 130  # then every line counts
        self.target = TargetFields(self._context, event=self._event, cohort_id=cohort_id)
        self.fault = Banner()
        self._pages = QStackedLayout()
        self.source_page = SourcePage(LISTS, on_paste=self.paste, on_close=self.close)
        self.waiting_page = WaitingPage(on_stop=self.stop)
        for page in (self.source_page, self.waiting_page, self._preview_page()):
            self._pages.addWidget(page)
        whole = column(gap=6 if self._is_large else 12, margin=12 if self._is_large else 20)
        whole.addWidget(self.target)
        whole.addWidget(self.fault)
        whole.addLayout(self._pages, 1)
        self.setLayout(whole)

    def _preview_page(self) -> QWidget:
        self._name = labels.text("", "section")
        self.sheets = ChoiceField()
        self.sheets.setAccessibleName(_("Sheet"))
        self.only_problems = CheckField(_("Only what needs a look"))
        self.columns = ColumnsFold()
        self.view = ImportView(self.model)
        self._remark = labels.text("", wrap=True)
        self._remark.setMinimumHeight(theme.px(24))
        self.summary = labels.text("", "section", wrap=True)
        self.confirm_button = Button("", "check", kind="primary", on_click=self.confirm)
        other = Button(_("Another list…"), on_click=self._start_over)
        table = Card()
        table.body.setContentsMargins(*[theme.px(4)] * 4)
        table.add(self.view, 1)
        page = QWidget()
        self.columns.body.setContentsMargins(0, 0, 0, 0)
        head = flow_of((self._name, self.sheets, self.columns.button, self.only_problems), gap=16)
        inside = column(head, self.columns, gap=4)
        inside.addWidget(table, 1)
        inside.addWidget(self._remark)
        buttons = row(other, Button(_("Cancel"), on_click=self.close), self.confirm_button)
        if self._is_large:
            inside.addWidget(self.summary)
            buttons.insertStretch(0, 1)
        else:
            buttons.insertWidget(0, self.summary, 1)
        inside.addLayout(buttons)
        page.setLayout(inside)
        return page

    def _connect(self) -> None:
        self.source_page.drop.dropped.connect(self._on_dropped)
        self.target.ready.connect(self._start)
        self.target.changed.connect(self._judge_again)
        self.sheets.edited.connect(self._on_sheet)
        self.only_problems.edited.connect(self._show_rows)
        self.columns.mapped.connect(self._on_mapped)
        self.model.mended.connect(self._on_mended)
        self.model.decided.connect(self._on_decided)
        self.view.stood_on.connect(self._show_remark)

    def _fit(self) -> None:
        """Most of the window, never more than the screen."""
        screen = self.screen().availableGeometry()
        self.resize(
            min(theme.px(1160), screen.width() - 48), min(theme.px(720), screen.height() - 64)
        )

    # --- the list --------------------------------------------------------------------------

    def take(self, source: Source) -> None:
        """Read a list and show what would become of it."""
        target = self.target.target
        self._source = source
        if target is None:
            return
        self._mended.clear()
        self._chosen.clear()
        self._is_new_list = True
        work = partial(
            import_work.read_and_judge, self._context.desk, source, self._subject, target
        )
        self._wait(_("Reading the list…"))
        self._run(work)

    def paste(self) -> None:
        """Take the rows on the clipboard."""
        self.take(Source(pasted=QGuiApplication.clipboard().text()))

    def _start(self) -> None:
        if self.target.target is None:
            self.fault.show_sentence(_("Add a campus in the settings first: lists go into one."))
        elif self._source is not None:
            self.take(self._source)
        else:
            self.source_page.drop.button.setFocus()

    def _on_dropped(self, paths: list[Path]) -> None:
        self.take(Source(paths[0]))

    def _on_sheet(self) -> None:
        if self._source is not None:
            self.take(Source(self._source.path, sheet=self.sheets.value))

    def _judge_again(self) -> None:
        """Everything is judged anew for another campus or cohort; what was mended stays."""
        plan, target = self.model.plan, self.target.target
        if plan is None or target is None:
            self._start()
            return
        self._judge_with(plan, self._edits(plan.columns))

    def _on_mapped(self, position: int, field: Field | None) -> None:
        plan = self.model.plan
        if plan is None:
            return
        self._judge_with(plan, self._edits(with_column(plan.columns, position, field)))

    def _edits(self, columns: Columns) -> Edits:
        return Edits(
            columns,
            tuple((line, name, text) for (line, name), text in self._mended.items()),
            tuple(self._chosen.items()),
        )

    def _judge_with(self, plan: ImportPlan, edits: Edits) -> None:
        target = self.target.target
        assert target is not None
        self.view.setEnabled(False)
        self.confirm_button.setEnabled(False)
        self._run(
            partial(import_work.judge, self._context.desk, plan.table, self._subject, target, edits)
        )

    def _run(self, work: "partial[ImportPlan]") -> None:
        self.fault.show_sentence("")
        self._ticket = self._context.background.run_reporting(
            work, done=self._show_plan, failed=self._on_unread, progress=self._on_progress
        )

    def _wait(self, sentence: str) -> None:
        self.waiting_page.begin(sentence)
        self._pages.setCurrentIndex(1)

    def _on_progress(self, done: int, total: int) -> None:
        self.waiting_page.show_steps(done, total)

    def stop(self) -> None:
        """Stop reading or writing; nothing is written then."""
        if self._job is not None:
            self._job.cancel()
        elif self._ticket is not None:
            self._ticket.cancel()

    def _on_unread(self, error: Exception) -> None:
        self.view.setEnabled(True)
        if self.model.plan is None or self._is_new_list:
            self._start_over()
        self._tell(error)

    def _tell(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        if isinstance(error, DeskError):
            self.fault.show_sentence(str(error))
        else:
            self._context.fail(error)

    def _start_over(self) -> None:
        self._source = None
        self._pages.setCurrentIndex(0)
        self.source_page.drop.button.setFocus()

    # --- the preview -----------------------------------------------------------------------

    def _show_plan(self, plan: ImportPlan) -> None:
        self.view.setEnabled(True)
        self.model.plan = plan
        self._show_name(plan)
        self.columns.show_plan(plan, is_new=self._is_new_list)
        if plan.problem is not None:
            self.fault.show_sentence(str(plan.problem))
        self._show_rows()
        self._pages.setCurrentIndex(2)
        if self._is_new_list:
            self.confirm_button.setFocus()
        self._is_new_list = False

    def _show_name(self, plan: ImportPlan) -> None:
        rows = ngettext("{n} row", "{n} rows", len(plan.rows))
        source = isolate(plan.table.source or _("Pasted rows"))
        self._name.setText(f"{source} · {rows}")
        self._name.setVisible(not self._is_large)
        self.setWindowTitle(_("Import a list: {source}", source=f"{source} · {rows}"))
        self.sheets.blockSignals(True)
        self.sheets.set_choices([(name, name) for name in plan.table.sheets], plan.table.sheet)
        self.sheets.blockSignals(False)
        self.sheets.setVisible(len(plan.table.sheets) > 1)

    def _show_rows(self) -> None:
        if self.model.plan is not None:
            self.model.set_plan(self.model.plan, only_problems=self.only_problems.value)
            self._count()
            self._show_remark(None, None)

    def _on_mended(self, line: int, name: Field, text: str) -> None:
        self._mended[line, name] = text
        self._count()
        self.view.tell_where()

    def _on_decided(self, line: int, choice: Choice) -> None:
        self._chosen[line] = choice
        self._count()

    def _count(self) -> None:
        plan = self.model.plan
        assert plan is not None
        rows = plan.rows
        taken = sum(found.choice is not Choice.LEAVE_OUT for found in rows)
        self.summary.setText(counted(plan))
        self.confirm_button.set_words(ngettext("Import {n} person", "Import {n} people", taken))
        self.confirm_button.setEnabled(
            taken > 0 and plan.problem is None and self.target.target is not None
        )
        looks = sum(map(needs_a_look, rows))
        self.only_problems.setText(_("Only what needs a look ({n})", n=number(looks)))
        self.only_problems.setEnabled(looks > 0 or self.only_problems.value)

    def _show_remark(self, found: ImportRow | None, mark: Mark | None) -> None:
        """What there is to say of the cell and the row where one stands, in words."""
        sentence = ""
        if found is not None:
            said = mark.sentence if mark else why(found)
            row_words = _("Row {n}", n=number(found.number))
            sentence = f"{row_words}: {said}" if said else ""
        self._remark.setText(sentence)
        self._remark.setProperty("kind", "error" if mark and mark.is_bad else "muted")
        self._remark.style().unpolish(self._remark)
        self._remark.style().polish(self._remark)

    # --- writing ---------------------------------------------------------------------------

    def confirm(self) -> None:
        """Write what the preview shows, in one change."""
        plan, target = self.model.plan, self.target.target
        if plan is None or target is None or self._job is not None:
            return
        source = plan.table.source
        title = _("Import of {file}", file=source) if source else _("Import of pasted rows")
        self._wait(_("Writing…"))
        self.target.setEnabled(False)
        work = partial(import_work.write, self._context.desk, plan.rows, target, source)
        self._job = self._context.jobs.start(
            title, work, done=self._on_written, failed=self._on_refused
        )
        self._job.changed.connect(self._on_job)

    def _on_job(self) -> None:
        if self._job is not None:
            self._on_progress(*self._job.steps)

    def _on_refused(self, error: Exception) -> None:
        """Nothing was written: the preview is as it was."""
        job, self._job = self._job, None
        if job is not None:
            self._context.jobs.forget(job)
        self.target.setEnabled(True)
        self._pages.setCurrentIndex(2)
        self._tell(error)

    def _on_written(self, outcome: Outcome) -> None:
        job, self._job = self._job, None
        if job is not None and outcome.cohort_id is not None:
            go = SheetsAfter(self._over, self._context, outcome.cohort_id).open
            n = len(outcome.report.person_ids)
            sentence = ngettext("{n} person is in the cohort.", "{n} people are in the cohort.", n)
            job.conclude(sentence, _("Print attendance sheet"), go)
        elif job is not None:
            self._context.jobs.forget(job)
        self._context.toast_undo()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Reading stops; writing that was confirmed goes on, its strip in the window shows it."""
        if self._ticket is not None:
            self._ticket.cancel()
        super().closeEvent(event)


def open_import(
    context: Context,
    *,
    parent: QWidget | None = None,
    path: Path | None = None,
    event: EventDetail | None = None,
    cohort_id: UUID | None = None,
) -> ImportDialog:
    """Open the dialog beside the window, for an event's guests or a cohort's people when given."""
    over = parent or QApplication.activeWindow() or QApplication.topLevelWidgets()[0]
    dialog = ImportDialog(over, context, path=path, event=event, cohort_id=cohort_id)
    dialog.show()
    return dialog
