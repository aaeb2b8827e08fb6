"""The health of the data: looked at, told line by line, and mended when that is no guess."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.rules.mending import RepairReport
from mgdesk.rules.rights import Right
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.layout import Card, column

_SHOWN = 200  # lines; the command tells all of them


class HealthCard(Card):
    """A button that looks; what is found opens in a sheet."""

    def __init__(self, context: Context, on_mended: Callable[[], object]) -> None:
        super().__init__(_("Health of the data"))
        self._context, self._on_mended = context, on_mended
        self.words = labels.muted(
            _("Every page, every reference, the counters, search and the history are looked at.")
        )
        self.look_button = Button(
            _("Check and mend…"), "shield-check", on_click=self.look, needs=(Right.RUN,)
        )
        line = QWidget()
        line.setLayout(Flow(self.look_button))
        self.add(self.words)
        self.add(line)

    def look(self) -> None:
        """Look at all of it; nothing is changed yet."""
        self.look_button.setEnabled(False)
        self._context.background.run(
            self._context.desk.survey, done=self._on_looked, failed=self._on_failed, in_order=True
        )

    def _on_looked(self, report: RepairReport) -> None:
        self.look_button.setEnabled(True)
        if report.mended or report.left:
            RepairSheet(self.window(), self._context, report, self._on_mended).open()
        else:
            self._context.toast(_("The data is sound."))

    def _on_failed(self, error: Exception) -> None:
        self.look_button.setEnabled(True)
        self._context.fail(error)


class RepairSheet(Sheet):
    """What would be mended and what is left; then the same as it was done."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        report: RepairReport,
        on_mended: Callable[[], object],
    ) -> None:
        self._context, self._on_mended = context, on_mended
        content = QWidget()
        content.setLayout(column(*map(_line, _sentences(report)), None, gap=8))
        super().__init__(
            parent,
            _("Health of the data"),
            content,
            accept=_("Make a copy, then mend") if report.mended else "",
            on_accept=self.mend,
            width=640,
        )

    def mend(self) -> None:
        self.accept_button.setEnabled(False)
        self._context.background.run(
            self._context.desk.repair, done=self._on_done, failed=self._on_failed, in_order=True
        )

    def _on_done(self, report: RepairReport) -> None:
        words = ngettext("{n} thing was mended.", "{n} things were mended.", len(report.mended))
        self._context.toast(
            " ".join((words, *report.left[:1])), tone="bad" if report.left else "ok"
        )
        self._on_mended()
        self.close()

    def _on_failed(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        self._context.fail(error)


def _line(words: str) -> QWidget:
    return labels.text(labels.directed(words), wrap=True, selectable=True)


def _sentences(report: RepairReport) -> list[str]:
    said = []
    if report.mended:
        said.append(_("This can be mended:"))
        said += [f"· {one.said}" for one in report.mended[:_SHOWN]]
        if len(report.mended) > _SHOWN:
            said.append("…")
    if report.left:
        said.append(_("This cannot be mended without guessing, and is left as it is:"))
        said += [f"· {fault}" for fault in report.left[:_SHOWN]]
        said.append(_("A copy of before it happened has it right: restore one above."))
    return said
