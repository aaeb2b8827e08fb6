"""A sheet over the page: a form with its own button word and Cancel; errors stay on it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from mgdesk.i18n import gettext as _
from mgdesk.ui.kit import labels, theme, veil
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.layout import box, column, scrolled


class Sheet(QDialog):
    """A titled dialog that is opened, not awaited: `sheet.open()`, then `on_accept` when all is well.

    `on_accept` saves and calls `close()` itself once saving succeeded; until then the sheet stays.
    """

    def __init__(
        self,
        parent: QWidget | None,
        heading: str,
        content: QWidget,
        *,
        accept: str = "",
        accept_icon: str = "",
        kind: str = "primary",
        on_accept: Callable[[], object] | None = None,
        width: int = 560,
        is_tall: bool = False,
    ) -> None:
        """Without `accept` there is nothing to save: the one button closes. `is_tall` fills the screen."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(veil.over(heading))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.content = content
        self.accept_button = Button(accept, accept_icon, kind=kind, on_click=on_accept)
        self.accept_button.setDefault(True)
        self.cancel_button = Button(_("Cancel") if accept else _("Close"), on_click=self.reject)
        buttons = QDialogButtonBox()
        if accept:
            buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.cancel_button, QDialogButtonBox.ButtonRole.RejectRole)
        whole = column(gap=16, margin=20)
        whole.addWidget(labels.text(labels.directed(heading), "name", wrap=True))
        whole.addWidget(scrolled(_at_the_top(content)), 1)
        whole.addWidget(buttons)
        self.setLayout(whole)
        self._settle_size(width, is_tall=is_tall)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from a field of several lines, where Enter begins the next one."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accept_button.click()
        else:
            super().keyPressEvent(event)

    def _settle_size(self, width: int, *, is_tall: bool) -> None:
        """As tall as the content wants, never taller than the screen."""
        self.resize(min(theme.px(width), self.screen().availableGeometry().width() - 40), 0)
        self.keep_height(self._most if is_tall else self._wanted)

    def showEvent(self, event: QShowEvent) -> None:
        """Only now its fields wear the style sheet, and say how high they are."""
        if not event.spontaneous():
            self.keep_height(self._wanted)
        super().showEvent(event)

    @property
    def _wanted(self) -> int:
        content = self.content.sizeHint().height()
        if self.content.hasHeightForWidth():
            content = max(content, self.content.heightForWidth(self.width() - theme.px(56)))
        return content + theme.px(160)

    def keep_height(self, least: int) -> None:
        """At least so many pixels high, as far as the screen has them."""
        self.resize(self.width(), min(max(self.height(), least), self._most))

    @property
    def _most(self) -> int:
        return self.screen().availableGeometry().height() - 60


def _at_the_top(content: QWidget) -> QWidget:
    """What does not want the free height leaves it below itself, not between its words and fields."""
    inside = content.layout()
    if inside is not None and inside.expandingDirections() & Qt.Orientation.Vertical:
        return content
    return box(content, None, gap=0)


def ask(
    parent: QWidget,
    heading: str,
    sentence: str,
    *,
    accept: str,
    on_accept: Callable[[], object],
    kind: str = "primary",
) -> Sheet:
    """Ask before something that undo cannot take back; the buttons say what they do."""
    sheet = Sheet(parent, heading, labels.text(sentence, wrap=True), accept=accept, kind=kind)

    def accepted() -> None:
        sheet.close()
        on_accept()

    sheet.accept_button.clicked.connect(accepted)
    sheet.open()
    return sheet
