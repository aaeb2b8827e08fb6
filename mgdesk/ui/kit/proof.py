"""A field for a proof: a picture as `PictureField` takes it, or a PDF, of which its name is shown."""

from pathlib import Path
from typing import Final

from PySide6.QtGui import QPixmap

from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.ui.kit import picture
from mgdesk.ui.kit.drop import choose_file

PAPER: Final = ".pdf"


class ProofField(picture.PictureField):
    """`content` are the file's bytes; whoever keeps them looks a PDF through and may refuse it."""

    SUFFIXES = (*picture.SUFFIXES, PAPER)

    def __init__(self, words: str) -> None:
        self._file = ""  # the name of a PDF
        super().__init__(words)
        self._choose.setText(_("Choose a picture or PDF…"))

    def take_file(self, path: Path) -> None:
        self._file = ""
        if path.suffix.lower() != PAPER:
            super().take_file(path)
            return
        try:
            content = path.read_bytes()
        except OSError:
            content = b""
        if b"%PDF-" in content[:1024]:
            self._fault, self.content, self.is_changed = "", content, True
            self._file = path.name
        else:
            self._fault = _("This file is no PDF. Choose another one.")
        self._draw()
        self.edited.emit()

    def _on_choose(self) -> None:
        path = choose_file(self, self._words, self.SUFFIXES)
        if path is not None:
            self.take_file(path)

    def _draw(self) -> None:
        super()._draw()
        if self._file and self.content:
            self._picture.setPixmap(QPixmap())
            self._picture.setWordWrap(True)
            self._picture.setText(isolate(self._file))
