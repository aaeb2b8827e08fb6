"""The two quiet pages of the import: asking for a list, and waiting for it with a way to stop."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QProgressBar, QWidget

from mgdesk.i18n import gettext as _
from mgdesk.ui.kit import announce, labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.drop import DropTarget
from mgdesk.ui.kit.layout import column, row


class SourcePage(QWidget):
    """Drop a file, choose one, or paste rows (Ctrl+V)."""

    def __init__(
        self,
        endings: tuple[str, ...],
        *,
        on_paste: Callable[[], object],
        on_close: Callable[[], object],
    ) -> None:
        super().__init__()
        self.drop = DropTarget(
            _(
                "Drop the list here: Excel, LibreOffice or CSV. Or copy its rows and paste them here."
            ),
            endings,
            kind_of_file=_("Lists"),
            icon_name="file-spreadsheet",
        )
        self.paste_button = Button(_("Paste rows"), "clipboard-paste", on_click=on_paste)
        inside = column(gap=12)
        inside.addWidget(self.drop, 1)
        inside.addLayout(row(None, self.paste_button, Button(_("Close"), on_click=on_close)))
        self.setLayout(inside)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, on_paste)


class WaitingPage(QWidget):
    """What is being done, how far it is, and Stop."""

    def __init__(self, *, on_stop: Callable[[], object]) -> None:
        super().__init__()
        self._on_stop = on_stop
        self._sentence = labels.muted("")
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.stop_button = Button(_("Stop"), on_click=self._stop)
        inside = column(None, self._sentence, self.bar, row(None, self.stop_button, None), gap=12)
        inside.addStretch(1)
        self.setLayout(inside)

    def begin(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self.bar.setRange(0, 0)
        self.stop_button.setEnabled(True)
        announce.say(self, sentence)

    def show_steps(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _stop(self) -> None:
        self.stop_button.setEnabled(False)
        self._on_stop()
