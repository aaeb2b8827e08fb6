"""A person's photo: shown beside the name, chosen from a file, hidden with the names."""

from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import gettext as _
from mgdesk.queries.campuses import PictureRow, picture
from mgdesk.services import people as services
from mgdesk.ui.kit import theme, veil
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.picture import PictureField

SIDE: Final = 56  # pixels of the grid


class Portrait(QLabel):
    """The photo of whoever is shown; nothing is there for who has none."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._photo_id: UUID | None = None
        self.setFixedSize(theme.px(SIDE), theme.px(SIDE))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def show_photo(self, photo_id: UUID | None, name: str = "") -> None:
        """Read a photo beside the window and show it; the latest asked wins."""
        if photo_id == self._photo_id:
            return
        self._photo_id = photo_id
        self.hide()
        veil.say(self, _("Photo of {name}", name=name) if name else "")
        if photo_id is not None:
            self._context.read(
                partial(picture, picture_id=photo_id), self._show, failed=self._on_failed
            )

    def _show(self, found: PictureRow) -> None:
        image = QImage.fromData(found.content)
        if found.id != self._photo_id or image.isNull():
            return
        ratio = self.devicePixelRatioF()
        side = round(theme.px(SIDE) * ratio)
        ways = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        shown = QPixmap.fromImage(veil.picture(image).scaled(QSize(side, side), *ways))
        shown.setDevicePixelRatio(ratio)
        self.setPixmap(shown)
        self.show()

    def _on_failed(self, _error: Exception) -> None:
        """A photo that was taken away meanwhile is no fault."""
        self.hide()


class PortraitSheet(Sheet):
    """Choose the photo of a person, or take it away; undo brings the former one back."""

    def __init__(
        self, parent: QWidget, context: Context, person_id: UUID, name: str, photo_id: UUID | None
    ) -> None:
        self._form = Form()
        self.field = self._form.add(_("Photo"), PictureField(_("Photo")))
        super().__init__(
            parent,
            _("Photo of {name}", name=name),
            self._form,
            accept=_("Save"),
            on_accept=self.save,
        )
        self._context, self._person_id = context, person_id
        if photo_id is not None:
            context.read(partial(picture, picture_id=photo_id), self._show)

    def save(self) -> None:
        """Keep what was chosen."""
        if not self.field.is_changed:
            self.close()
        elif self._form.is_valid():
            content = self.field.content
            wanted = partial(services.set_photo, person_id=self._person_id, content=content)
            self._context.do(wanted, self._saved, failed=self._refused)

    def _show(self, found: PictureRow) -> None:
        self.field.show_content(found.content)

    def _saved(self, _nothing: object) -> None:
        self.close()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._form.refuse(str(error))
        else:
            self._context.fail(error)
