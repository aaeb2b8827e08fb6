"""A proof that is kept, on the screen: a picture or the pages of a PDF; a copy is saved on request."""

from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from mgdesk import durable
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.queries.campuses import PictureRow, picture
from mgdesk.rules.file_names import safe_file_name
from mgdesk.ui.editors.facts import flow_of
from mgdesk.ui.kit import theme, veil
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.layout import add, column
from mgdesk.ui.kit.pdf import PaperView

PROOF_WIDE: Final = 720  # pixels of the grid
PAPER: Final = "application/pdf"
ENDINGS: Final = {PAPER: ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}


def open_proof(parent: QWidget, context: Context, proof_id: UUID) -> None:
    """Show a proof over `parent`."""
    sheet = ProofSheet(parent, context)
    sheet.open()
    context.read(partial(picture, picture_id=proof_id), sheet.show_proof, failed=context.fail)


class ProofSheet(Sheet):
    """Opens empty, and shows what was read beside the window as wide as itself; hidden with the names."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        self.shown: QWidget = QLabel()
        self.save_button = Button(_("Save a copy…"), "download", on_click=self.save)
        self.save_button.setEnabled(False)
        content = QWidget()
        self._whole = column(gap=8)
        add(self._whole, self.shown, 1)
        add(self._whole, flow_of((self.save_button,), 8))
        content.setLayout(self._whole)
        super().__init__(parent, _("Proof"), content, width=PROOF_WIDE + 80, is_tall=True)
        self._context = context
        self._found: PictureRow | None = None

    def show_proof(self, found: PictureRow) -> None:
        self._found = found
        shown = self._pages(found) if found.media_type == PAPER else self._picture(found)
        shown.setAccessibleName(_("Proof"))
        self._whole.replaceWidget(self.shown, shown)
        self.shown.deleteLater()
        self.shown = shown
        self._whole.setStretch(0, 1)
        self.save_button.setEnabled(True)

    def _pages(self, found: PictureRow) -> QWidget:
        view = PaperView(self._context.background)
        view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        view.failed.connect(self._context.fail)
        view.show_data(found.content)
        return view

    def _picture(self, found: PictureRow) -> QWidget:
        shown = QLabel()
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setPixmap(_fitted(found.content, self.devicePixelRatioF()))
        return shown

    def save(self) -> None:
        """Beside the window; the copy is whole or not there."""
        if self._found is None:
            return
        ending = ENDINGS.get(self._found.media_type, "")
        proposed = str(Path.home() / safe_file_name(self._found.name or _("Proof"), ending))
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save a copy…"), proposed)
        if chosen:
            work = partial(_write, Path(chosen), self._found.content)
            self._context.background.run(work, done=self._saved, failed=self._context.fail)

    def _saved(self, path: Path) -> None:
        self._context.toast(_("Exported to {file}.", file=isolate(path.name)))


def _write(path: Path, content: bytes) -> Path:
    with durable.written(path) as stream:
        stream.write(content)
    return path


def _fitted(content: bytes, ratio: float) -> QPixmap:
    """Never larger than it is: a small picture is not blown up."""
    image = veil.picture(QImage.fromData(content))
    most = QSize(round(theme.px(PROOF_WIDE) * ratio), image.height())
    if image.width() > most.width():
        ways = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(most, *ways)
    made = QPixmap.fromImage(image)
    made.setDevicePixelRatio(ratio)
    return made
