"""A field for a picture (logo, signature): shows it, takes another from a file, takes it away."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QColorDialog, QLabel, QWidget

from mgdesk.i18n import gettext as _
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.drop import choose_file
from mgdesk.ui.kit.fields import TextField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.layout import row

SUFFIXES = (".png", ".jpg", ".jpeg")
_SIDE = 64


class PictureField(QWidget):
    """`content` is the picture's bytes or None; `is_changed` tells whether somebody chose."""

    edited = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        self.content: bytes | None = None
        self.is_changed = False
        self._fault = ""
        self._words = words
        self._picture = QLabel()
        self._picture.setFixedSize(theme.px(_SIDE * 2), theme.px(_SIDE))
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._choose = Button(_("Choose a picture…"), "image", on_click=self._on_choose)
        self._remove = Button(_("Remove"), "trash-2", kind="plain", on_click=self._on_remove)
        self.setFocusProxy(self._choose)
        self.setLayout(Flow(self._picture, self._choose, self._remove, gap=12))
        self._draw()

    def show_content(self, content: bytes | None) -> None:
        """What is there already."""
        self.content, self.is_changed = content, False
        self._draw()

    def take_file(self, path: Path) -> None:
        """Take the picture of a file."""
        try:
            content = path.read_bytes()
        except OSError:
            content = b""
        pixmap = QPixmap()
        if not pixmap.loadFromData(content):
            self._fault = _("This file is no picture. Choose a PNG or JPEG file.")
        else:
            self._fault, self.content, self.is_changed = "", content, True
        self._draw()
        self.edited.emit()

    def mistake(self) -> str:
        return self._fault

    def _on_choose(self) -> None:
        path = choose_file(self, self._words, SUFFIXES)
        if path is not None:
            self.take_file(path)

    def _on_remove(self) -> None:
        self._fault, self.content, self.is_changed = "", None, True
        self._draw()
        self.edited.emit()

    def _draw(self) -> None:
        self._picture.setVisible(self.content is not None)
        self._remove.setVisible(self.content is not None)
        pixmap = QPixmap()
        if self.content and pixmap.loadFromData(self.content):
            ratio = self.devicePixelRatioF()
            space = QSize(round(theme.px(_SIDE * 2) * ratio), round(theme.px(_SIDE) * ratio))
            shown = pixmap.scaled(
                space,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            shown.setDevicePixelRatio(ratio)
            self._picture.setPixmap(shown)


class ColourField(QWidget):
    """A colour as `#0B6E69`, typed or chosen."""

    edited = Signal()

    def __init__(self, value: str = "") -> None:
        super().__init__()
        self._line = TextField(value, left_to_right=True)
        self._line.setAccessibleName(_("Colour"))
        self._swatch = labels.text("")
        self._swatch.setFixedSize(theme.px(36), theme.px(36))
        self._choose = Button(_("Choose…"), "palette", on_click=self._on_choose)
        self.setFocusProxy(self._line)
        self.setLayout(row(self._swatch, self._line, self._choose, None, gap=8))
        self._line.setMaximumWidth(theme.px(140))
        self._line.edited.connect(self._on_edit)
        self._draw()

    @property
    def value(self) -> str:
        return self._line.value

    @value.setter
    def value(self, colour: str) -> None:
        self._line.value = colour

    def mistake(self) -> str:
        if QColor.isValidColorName(self.value) and len(self.value) == 7:
            return ""
        return _("This is not a colour. Write it like {example}.", example="#0B6E69")

    def _on_choose(self) -> None:
        dialog = QColorDialog(QColor(self.value), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, colour: QColor) -> None:
        self.value = colour.name()

    def _on_edit(self) -> None:
        self._draw()
        self.edited.emit()

    def _draw(self) -> None:
        pixmap = QPixmap(theme.px(36), theme.px(36))
        pixmap.fill(QColor(self.value) if not self.mistake() else QColor(theme.tokens().card))
        self._swatch.setPixmap(pixmap)
