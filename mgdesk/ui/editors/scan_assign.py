"""Pages of a scan that found no sheet, one after the other: whose page it is, or left out."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import format_day
from mgdesk.i18n import gettext as _
from mgdesk.queries import sheets as queries
from mgdesk.queries.documents import DocumentRow
from mgdesk.rules.paper import GONE, NOT_BACK
from mgdesk.services.sheets import FilingReport, PageToFile, file_pages
from mgdesk.ui.editors.scan_work import LeftPage
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import ChoiceField, NumberField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import column, row
from mgdesk.ui.kit.photo import PhotoView


class AssignForm(Form):
    """Which page of which sheet the shown page is."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = self.add(_("Attendance sheet"), ChoiceField())
        self.page = NumberField(1, least=1, most=999)
        self.pages = NumberField(1, least=1, most=999)
        self.add_beside((_("Page"), self.page), (_("Pages in all"), self.pages))

    def mistakes(self) -> dict[QWidget, str]:
        return {
            self.sheet: ""
            if self.sheet.value
            else _("Choose the sheet to which this page belongs."),
            self.pages: ""
            if self.page.value() <= self.pages.value()
            else _("The sheet has at least as many pages."),
        }


class AssignSheet(Sheet):
    """Shows each page that is left; `done` is called with what was filed, once none is left."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        left: Sequence[LeftPage],
        done: Callable[[list[UUID]], object],
    ) -> None:
        self.form = AssignForm()
        self.photo = PhotoView(_("Scanned page"))
        self.photo.setMinimumSize(theme.px(420), theme.px(300))
        self._said = labels.text("", wrap=True)
        self.skip_button = Button(_("Leave it out"), on_click=self._next)
        side = QWidget()
        side.setLayout(column(self._said, self.form, row(self.skip_button, None), None, gap=12))
        side.setFixedWidth(theme.px(360))
        content = QWidget()
        beside = row(gap=16)
        beside.addWidget(self.photo, 1)
        beside.addWidget(side)
        content.setLayout(beside)
        super().__init__(
            parent,
            _("Pages without a sheet"),
            content,
            accept=_("File this page"),
            on_accept=self._file,
            width=980,
            is_tall=True,
        )
        self._context, self._left, self._done = context, list(left), done
        self._filed: list[UUID] = []
        self._rows: dict[UUID, DocumentRow] = {}
        self.form.sheet.edited.connect(self._on_sheet)
        self._show_page()
        context.read(queries.sheets, self._offer)

    def _offer(self, rows: list[DocumentRow]) -> None:
        """Sheets that are still away first, then the latest."""
        valid = [one for one in reversed(rows) if one.status not in GONE]
        valid.sort(key=lambda one: one.status not in NOT_BACK)
        self._rows = {one.id: one for one in valid}
        chosen = self.form.sheet.value
        if chosen not in self._rows:
            chosen = valid[0].id if valid else None
        self.form.sheet.set_choices([(one.id, _words(one)) for one in valid], chosen)
        self._on_sheet()

    def _on_sheet(self) -> None:
        """The next page of the chosen sheet is proposed."""
        one = self._rows.get(self.form.sheet.value)
        if one is not None:
            self.form.page.setValue(one.scanned_pages + 1)
            self.form.pages.setValue(max(self.form.page.value(), one.scanned_pages))

    def _show_page(self) -> None:
        one = self._left[0]
        self.photo.show_picture(one.page.jpeg)
        if one.number:
            said = _(
                "Page {page} of the scan: the sheet {number} is not in this register.",
                page=one.page.place,
                number=one.number,
            )
        else:
            said = _("Page {page} of the scan: no code of a sheet was found.", page=one.page.place)
        self._said.setText(said)

    def _file(self) -> None:
        row_ = self._rows.get(self.form.sheet.value)
        if not self.form.is_valid() or row_ is None:
            return
        page, pages = self.form.page.value(), self.form.pages.value()
        wanted = PageToFile(row_.number, page, pages, self._left[0].page.jpeg)
        self.accept_button.setEnabled(False)
        self._context.do(
            partial(file_pages, pages=[wanted]), self._on_filed, failed=self._on_refused
        )

    def _on_filed(self, report: FilingReport) -> None:
        self.accept_button.setEnabled(True)
        self._filed += [
            one.document_id for one in report.sheets if one.document_id not in self._filed
        ]
        self._context.read(queries.sheets, self._offer)
        self._next()

    def _on_refused(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        if isinstance(error, DeskError):
            self.form.refuse(str(error))
        else:
            self._context.fail(error)

    def _next(self) -> None:
        self._left.pop(0)
        if self._left:
            self._show_page()
        else:
            self.close()
            self._done(self._filed)


def _words(one: DocumentRow) -> str:
    day = format_day(one.first_day, "short")
    return _("{number}, {cohort}, {day}", number=one.number, cohort=one.cohort, day=day)
