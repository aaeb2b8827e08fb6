"""Where files are dropped: a quiet frame that lights up, and a button for those who do not drag."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from mgdesk.i18n import gettext as _
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.layout import column

_CENTRE = Qt.AlignmentFlag.AlignCenter


class DropTarget(QFrame):
    """Takes files with one of the `suffixes` (`.xlsx`); `dropped(list of Path)`."""

    dropped = Signal(object)

    def __init__(
        self,
        sentence: str,
        suffixes: tuple[str, ...],
        *,
        button: str = "",
        kind_of_file: str = "",
        icon_name: str = "upload",
    ) -> None:
        super().__init__()
        self.setProperty("kind", "drop")
        self.setAcceptDrops(True)
        self._suffixes = tuple(suffix.lower() for suffix in suffixes)
        self._kind_of_file = kind_of_file or _("Files")
        drawing = labels.IconLabel(icon_name, size=32)
        words = labels.muted(sentence)
        for part in (drawing, words):
            part.setAlignment(_CENTRE)
        self.button = Button(button or _("Choose a file…"), "folder-open", on_click=self._choose)
        inside = column(None, drawing, words, gap=8, margin=20)
        inside.addWidget(self.button, 0, _CENTRE)
        inside.addStretch(1)
        self.setLayout(inside)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._paths(event):
            event.acceptProposedAction()
            self._light(hot=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._light(hot=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._light(hot=False)
        paths = self._paths(event)
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def _paths(self, event: QDropEvent) -> list[Path]:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        return [path for path in paths if path.suffix.lower() in self._suffixes]

    def _choose(self) -> None:
        path = choose_file(self, self._kind_of_file, self._suffixes)
        if path is not None:
            self.dropped.emit([path])

    def _light(self, *, hot: bool) -> None:
        self.setProperty("hot", "true" if hot else "false")
        self.style().unpolish(self)
        self.style().polish(self)


def choose_file(
    parent: QWidget, kind_of_file: str, suffixes: tuple[str, ...], folder: str = ""
) -> Path | None:
    """Ask for one file to open; None when nobody chose."""
    pattern = f"{kind_of_file} ({' '.join(f'*{suffix}' for suffix in suffixes)})"
    path, _filter = QFileDialog.getOpenFileName(parent, kind_of_file, folder, pattern)
    return Path(path) if path else None
