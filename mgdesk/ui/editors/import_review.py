"""The preview page of the import: the columns, the rows, what is said of them, and the way on."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mgdesk.exchange.plan import ImportPlan, ImportRow
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate, ngettext, number
from mgdesk.ui.editors.facts import flow_of
from mgdesk.ui.editors.import_columns import ColumnsFold
from mgdesk.ui.editors.import_model import ImportModel, Mark, counted, why
from mgdesk.ui.editors.import_preview import ImportView
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.fields import CheckField, ChoiceField
from mgdesk.ui.kit.layout import Card, column, row


class PreviewPage(QWidget):
    """Shows a plan; `sheet_chosen(name)`. What is typed and chosen is told by its `model`."""

    sheet_chosen = Signal(str)

    def __init__(
        self,
        *,
        on_confirm: Callable[[], object],
        on_other: Callable[[], object],
        on_refused: Callable[[], object],
        on_close: Callable[[], object],
    ) -> None:
        super().__init__()
        self.model = ImportModel()
        self.view = ImportView(self.model)
        self.columns = ColumnsFold()
        self.sheets = ChoiceField()
        self.sheets.setAccessibleName(_("Sheet"))
        self.only_problems = CheckField(_("Only what needs a look"))
        self.refused_button = Button(
            _("Save the refused rows…"), "download", kind="plain", on_click=on_refused
        )
        self._name = labels.text("", "section")
        self._remark = labels.text("", wrap=True)
        self._remark.setMinimumHeight(theme.px(24))
        self.summary = labels.text("", "section", wrap=True)
        self.confirm_button = Button("", "check", kind="primary", on_click=on_confirm)
        other = Button(_("Another list…"), on_click=on_other)
        self._arrange(other, Button(_("Cancel"), on_click=on_close))
        self.sheets.edited.connect(self._on_sheet)
        self.only_problems.edited.connect(self.show_rows)
        self.model.mended.connect(self._on_mended)
        self.model.decided.connect(self.count)
        self.view.stood_on.connect(self._show_remark)

    def _arrange(self, *buttons: Button) -> None:
        table = Card()
        table.body.setContentsMargins(*[theme.px(4)] * 4)
        table.add(self.view, 1)
        self.columns.body.setContentsMargins(0, 0, 0, 0)
        parts = (self._name, self.sheets, self.columns.button, self.only_problems)
        head = flow_of((*parts, self.refused_button), gap=16)
        inside = column(head, self.columns, gap=4)
        inside.addWidget(table, 1)
        inside.addWidget(self._remark)
        foot = row(*buttons, self.confirm_button)
        if theme.look().scale > 130:  # the counts need a line of their own
            inside.addWidget(self.summary)
            foot.insertStretch(0, 1)
        else:
            foot.insertWidget(0, self.summary, 1)
        inside.addLayout(foot)
        self.setLayout(inside)

    # --- showing ---------------------------------------------------------------------------

    def show_plan(self, plan: ImportPlan, *, is_new: bool) -> None:
        """Show a plan; `is_new` for another list than before."""
        self.model.plan = plan
        self.view.setEnabled(True)
        self._name.setText(name_of(plan))
        self._name.setVisible(theme.look().scale <= 130)  # the window's title says it as well
        self.sheets.blockSignals(True)
        self.sheets.set_choices([(name, name) for name in plan.table.sheets], plan.table.sheet)
        self.sheets.blockSignals(False)
        self.sheets.setVisible(len(plan.table.sheets) > 1)
        self.columns.show_plan(plan, is_new=is_new)
        self.show_rows()

    def hold(self) -> None:
        """Nothing can be typed or written while the rows are judged anew."""
        self.view.setEnabled(False)
        self.confirm_button.setEnabled(False)

    def show_rows(self) -> None:
        if self.model.plan is not None:
            self.model.set_plan(self.model.plan, only_problems=self.only_problems.value)
            self.count()
            self._show_remark(None, None)

    def count(self) -> None:
        """Say anew how many rows there are of each kind, and what the main button will do."""
        plan = self.model.plan
        assert plan is not None
        counts = plan.counts()
        self.summary.setText(counted(plan))
        self.confirm_button.set_words(
            ngettext("Import {n} person", "Import {n} people", counts.taken)
        )
        self.confirm_button.setEnabled(counts.taken > 0 and plan.problem is None)
        self.refused_button.setVisible(counts.refused > 0)
        looks = counts.to_look_at
        self.only_problems.set_words(_("Only what needs a look ({n})", n=number(looks)))
        self.only_problems.setEnabled(looks > 0 or self.only_problems.value)

    def _on_mended(self) -> None:
        self.count()
        self.view.tell_where()

    def _on_sheet(self) -> None:
        self.sheet_chosen.emit(self.sheets.value)

    def _show_remark(self, found: ImportRow | None, mark: Mark | None) -> None:
        """What there is to say of the cell and the row where one stands, in words."""
        sentence = ""
        if found is not None:
            said = mark.sentence if mark else why(found)
            sentence = _("Row {n}: {remark}", n=number(found.number), remark=said) if said else ""
        self._remark.setText(sentence)
        self._remark.setProperty("kind", "error" if mark and mark.is_bad else "muted")
        self._remark.style().unpolish(self._remark)
        self._remark.style().polish(self._remark)


def name_of(plan: ImportPlan) -> str:
    """The list by its file's name and its size."""
    rows = ngettext("{n} row", "{n} rows", len(plan.rows))
    return f"{isolate(plan.table.source or _('Pasted rows'))} · {rows}"
