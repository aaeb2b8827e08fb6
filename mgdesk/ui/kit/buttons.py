"""Buttons with icons that follow the look: one main button a screen, plain ones beside it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

from mgdesk.i18n import gettext as _
from mgdesk.rules.rights import Right
from mgdesk.ui.kit import allowed, icons, theme, veil

_PLAIN, _KEYPAD = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
_ICON_TONES = {
    "primary": "on_accent",
    "danger": "bad",
    "link": "accent",
}


if TYPE_CHECKING:
    _Base = QAbstractButton
else:  # Qt takes one widget among the bases
    _Base = object


class _Allowed(_Base):
    """Grey, with the reason as its tip, while whoever is at the desk has none of the rights it needs."""

    _needs: tuple[Right, ...] = ()
    _is_wanted = True
    _own_tip: str | None = None  # what it says otherwise, while it says why not

    def setEnabled(self, is_enabled: bool) -> None:
        self._is_wanted = is_enabled
        self._settle()

    def need(self, rights: tuple[Right, ...]) -> None:
        """Ask for one of these rights from now on, each time it is shown."""
        self._needs = rights
        self._settle()

    def showEvent(self, event: QShowEvent) -> None:
        if self._needs:
            self._settle()
        super().showEvent(event)

    def _settle(self) -> None:
        is_allowed = allowed.may(*self._needs)
        super().setEnabled(self._is_wanted and is_allowed)
        if not is_allowed and self._own_tip is None:
            self._own_tip = self.toolTip()
            self.setToolTip(_("Your role does not allow this."))
        elif is_allowed and self._own_tip is not None:
            self.setToolTip(self._own_tip)
            self._own_tip = None


class Button(_Allowed, QPushButton):
    """A button; `kind` is primary (one a screen), danger, plain, link, or nothing."""

    def __init__(
        self,
        words: str,
        icon_name: str = "",
        *,
        kind: str = "",
        on_click: Callable[[], object] | None = None,
        needs: tuple[Right, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._kind = icon_name, kind
        self.setProperty("kind", kind)
        self.set_words(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())
        self._draw()
        if needs:
            self.need(needs)

    def set_icon(self, icon_name: str) -> None:
        self._icon_name = icon_name
        self._draw()

    def set_words(self, words: str) -> None:
        self._words = words
        self.setText(veil.over(words))
        self.setAccessibleName(words)

    def setAccessibleName(self, name: str) -> None:
        self._spoken = name
        super().setAccessibleName(veil.over(name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, not the dialog's main one."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and event.modifiers() in {_PLAIN, _KEYPAD}:
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._draw()
        elif event.type() == QEvent.Type.LanguageChange:
            self.setText(veil.over(self._words))
            self.setAccessibleName(self._spoken)
        super().changeEvent(event)

    def _draw(self) -> None:
        if self._icon_name:
            tone = _ICON_TONES.get(self._kind, "text")
            self.setIcon(icons.icon(self._icon_name, tone=tone, size=18, gap=4))
            self.setIconSize(QSize(theme.px(18) + theme.px(4), theme.px(18)))


class IconButton(_Allowed, QToolButton):
    """A button of an icon alone: its words are its tooltip and its accessible name."""

    def __init__(
        self,
        words: str,
        icon_name: str,
        *,
        tone: str = "muted",
        on_click: Callable[[], object] | None = None,
        needs: tuple[Right, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._tone, self._words = icon_name, tone, words
        self.setProperty("kind", "icon")
        self._say()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())
        self._draw()
        if needs:
            self.need(needs)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._draw()
        elif event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def _say(self) -> None:
        self.setToolTip(veil.over(self._words))
        self.setAccessibleName(veil.over(self._words))

    def _draw(self) -> None:
        self.setIcon(icons.icon(self._icon_name, tone=self._tone))
        self.setIconSize(QSize(theme.px(20), theme.px(20)))
