"""The import of a list: dropped, chosen or pasted; shown row by row; written once confirmed."""

from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QStackedLayout, QWidget

from mgdesk.errors import Cancelled, DeskError
from mgdesk.exchange.columns import Columns
from mgdesk.exchange.fields import Field, Subject
from mgdesk.exchange.plan import Choice, ImportPlan
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext, spoken_language
from mgdesk.queries.events import EventDetail
from mgdesk.ui.editors import import_work
from mgdesk.ui.editors.export import Export
from mgdesk.ui.editors.import_columns import with_column
from mgdesk.ui.editors.import_review import PreviewPage, name_of
from mgdesk.ui.editors.import_source import SourcePage, WaitingPage
from mgdesk.ui.editors.import_target import TargetFields
from mgdesk.ui.editors.import_work import Edits, Outcome, Source, save_refused_rows
from mgdesk.ui.editors.newcampus import NewCampusSheet
from mgdesk.ui.editors.sheets_after import SheetsAfter
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.background import Ticket
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.form import Banner
from mgdesk.ui.kit.jobs import Job
from mgdesk.ui.kit.layout import column

LISTS: Final = (".xlsx", ".xls", ".xlsm", ".ods", ".csv", ".tsv", ".txt", ".vcf")


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
        training_id: UUID | None = None,
        subject: Subject = Subject.LEARNERS,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Import a list"))
        self.setAcceptDrops(True)
        self._over, self._context, self._event = parent, context, event
        self._subject = Subject.REGISTRATIONS if event else subject
        self._source: Source | None = None if path is None else Source(path)
        self._ticket: Ticket | None = None
        self._job: Job | None = None
        self._is_new_list = True
        self._mended: dict[tuple[int, Field], str] = {}
        self._chosen: dict[int, Choice] = {}
        self._build(cohort_id or training_id)
        self._connect()
        self._fit()

    # --- building --------------------------------------------------------------------------

    def _build(self, wanted: UUID | None) -> None:
        self.target = TargetFields(
            self._context, event=self._event, wanted=wanted, subject=self._subject
        )
        self.fault = Banner()
        self.export = Export(self, self._context)
        self.source_page = SourcePage(LISTS, on_paste=self.paste, on_close=self.close)
        self.waiting_page = WaitingPage(on_stop=self.stop)
        self.preview = PreviewPage(
            on_confirm=self.confirm,
            on_other=self._start_over,
            on_refused=self.save_refused,
            on_close=self.close,
        )
        self._pages = QStackedLayout()
        for page in (self.source_page, self.waiting_page, self.preview):
            self._pages.addWidget(page)
        is_large = theme.look().scale > 130  # then every line counts
        whole = column(gap=6 if is_large else 12, margin=12 if is_large else 20)
        whole.addWidget(self.target)
        whole.addWidget(self.fault)
        whole.addLayout(self._pages, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.source_page.drop.dropped.connect(self._on_dropped)
        self.target.ready.connect(self._start)
        self.target.changed.connect(self._judge_again)
        self.preview.sheet_chosen.connect(self._on_sheet)
        self.preview.columns.mapped.connect(self._on_mapped)
        self.preview.model.mended.connect(self._on_mended)
        self.preview.model.decided.connect(self._on_decided)

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
            again = self.target.read_again
            NewCampusSheet(self, self._context, is_first=True, on_saved=again).open()
        elif self._source is not None:
            self.take(self._source)
        else:
            self.source_page.drop.button.setFocus()

    def _on_dropped(self, paths: list[Path]) -> None:
        self.take(Source(paths[0]))

    def _on_sheet(self, name: str) -> None:
        if self._source is not None:
            self.take(Source(self._source.path, sheet=name))

    def _judge_again(self) -> None:
        """Everything is judged anew for another campus or cohort; what was mended stays."""
        plan, target = self.preview.model.plan, self.target.target
        if plan is None or target is None:
            self._start()
            return
        self._judge_with(plan, self._edits(plan.columns))

    def _on_mapped(self, position: int, field: Field | None) -> None:
        plan = self.preview.model.plan
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
        self.preview.hold()
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
        self._pages.setCurrentWidget(self.waiting_page)

    def _on_progress(self, done: int, total: int) -> None:
        self.waiting_page.show_steps(done, total)

    def stop(self) -> None:
        """Stop reading or writing; nothing is written then."""
        if self._job is not None:
            self._job.cancel()
        elif self._ticket is not None:
            self._ticket.cancel()

    def _on_unread(self, error: Exception) -> None:
        plan = self.preview.model.plan
        if plan is None or self._is_new_list:
            self._start_over()
        else:
            self.preview.show_plan(plan, is_new=False)
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
        self._pages.setCurrentWidget(self.source_page)
        self.source_page.drop.button.setFocus()

    # --- the preview -----------------------------------------------------------------------

    def _show_plan(self, plan: ImportPlan) -> None:
        self.setWindowTitle(_("Import a list: {source}", source=name_of(plan)))
        self.preview.show_plan(plan, is_new=self._is_new_list)
        self.fault.show_sentence(str(plan.problem) if plan.problem else self._goal_unsaid(plan))
        self._pages.setCurrentWidget(self.preview)
        if self._is_new_list:
            self.preview.confirm_button.setFocus()
        self._is_new_list = False

    def _goal_unsaid(self, plan: ImportPlan) -> str:
        """A form of one training does not name it: the only one there can be meant is taken."""
        is_named = {Field.TRAINING, Field.CODE} & set(plan.columns)
        if is_named or not self.target.leaves_goal_to_rows or self.target.choose_only_goal():
            return ""
        return _("The list does not name what each row applies for: choose it above.")

    def _on_mended(self, line: int, name: Field, text: str) -> None:
        self._mended[line, name] = text

    def _on_decided(self, line: int, choice: Choice) -> None:
        self._chosen[line] = choice

    def save_refused(self) -> None:
        """The rows that will not be taken, with the reason of each, to be mended elsewhere."""
        plan = self.preview.model.plan
        if plan is not None:
            title = _("Refused rows of {file}", file=Path(plan.table.source or _("list")).stem)
            self.export.ask_for(title, partial(save_refused_rows, plan, spoken_language()))

    # --- writing ---------------------------------------------------------------------------

    def confirm(self) -> None:
        """Write what the preview shows, in one change."""
        plan, target = self.preview.model.plan, self.target.target
        if plan is None or target is None or self._job is not None:
            return
        source = plan.table.source
        title = _("Import of {file}", file=source) if source else _("Import of pasted rows")
        self._wait(_("Writing…"))
        self.target.setEnabled(False)
        work = partial(
            import_work.write, self._context.desk, plan.rows, self._subject, target, source
        )
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
        self._pages.setCurrentWidget(self.preview)
        self._tell(error)

    def _on_written(self, outcome: Outcome) -> None:
        job, self._job = self._job, None
        if job is not None and outcome.cohort_id is not None and self._subject is Subject.LEARNERS:
            go = SheetsAfter(self._over, self._context, outcome.cohort_id).open
            n = len(outcome.report.person_ids)
            sentence = ngettext("{n} person is in the cohort.", "{n} people are in the cohort.", n)
            job.conclude(sentence, _("Print attendance sheet"), go)
        elif job is not None:
            self._context.jobs.forget(job)
        self._context.toast_undo()
        self.close()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_lists(event.mimeData()) and self._job is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Another list takes the place of the one shown."""
        paths = dropped_lists(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self._on_dropped(paths)

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
    training_id: UUID | None = None,
    subject: Subject = Subject.LEARNERS,
) -> ImportDialog:
    """Open the dialog beside the window, for an event's guests or a cohort's people when given.

    Applications go to a cohort or a training when given, else to what each row names.
    """
    over = parent or QApplication.activeWindow() or QApplication.topLevelWidgets()[0]
    context.background.make_way()
    dialog = ImportDialog(
        over,
        context,
        path=path,
        event=event,
        cohort_id=cohort_id,
        training_id=training_id,
        subject=subject,
    )
    dialog.show()
    return dialog
