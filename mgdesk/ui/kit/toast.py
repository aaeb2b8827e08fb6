"""A toast: affirms what was done, with Undo or one other button, and goes by itself."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from mgdesk.i18n import gettext as _
from mgdesk.ui.kit import announce, labels, theme, veil
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.layout import row

SECONDS = 10
_MARKS: Final = {"bad": "circle-alert", "wait": "hourglass"}


class Toasts(QObject):
    """Shows one toast at a time at the foot of the window; it never takes the focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shown: QFrame | None = None
        self._is_held = False
        self._missed: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)

    def show(
        self,
        sentence: str,
        *,
        button: str = "",
        on_click: Callable[[], object] | None = None,
        tone: str = "ok",
        seconds: int = SECONDS,
    ) -> None:
        """Say a sentence for a while; `tone` is ok, bad or wait and chooses the icon."""
        self.hide()
        if self._is_held:
            say = partial(self.show, button=button, on_click=on_click, tone=tone, seconds=seconds)
            self._missed = partial(say, sentence)
            return
        toast = QFrame(self._window)
        toast.setProperty("kind", "toast")
        toast.setObjectName("toast")
        words = labels.text(sentence, wrap=False)
        mark = _MARKS.get(tone, "circle-check")
        inside = row(labels.IconLabel(mark, tone="on_toast"), words, gap=12)
        inside.setContentsMargins(theme.px(16), theme.px(8), theme.px(8), theme.px(8))
        if button and on_click is not None:
            inside.addWidget(Button(button, on_click=self._then_hide(on_click)))
        toast.setLayout(inside)
        self._shown = toast
        self._fit(words, sentence)
        toast.show()
        toast.raise_()
        announce.say(self._window, sentence)
        self._timer.start(min(seconds, SECONDS) * 1000)

    def show_undo(self, sentence: str, on_undo: Callable[[], object]) -> None:
        self.show(sentence, button=_("Undo"), on_click=on_undo)

    def hold(self) -> None:
        """Say nothing until `release`: whoever stands before the screen is not known."""
        self.hide()
        self._is_held, self._missed = True, None

    def release(self, *, says_last: bool) -> None:
        """Speak again; what was to be said last, to whom it was meant for."""
        missed, self._missed, self._is_held = self._missed, None, False
        if says_last and missed is not None:
            missed()

    @property
    def sentence(self) -> str:
        """What is said now; empty when nothing is."""
        return self._shown.accessibleName() if self._shown is not None else ""

    def hide(self) -> None:
        self._timer.stop()
        if self._shown is not None:
            self._shown.hide()
            self._shown.deleteLater()
            self._shown = None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _then_hide(self, on_click: Callable[[], object]) -> Callable[[], None]:
        def clicked() -> None:
            self.hide()
            on_click()

        return clicked

    def _fit(self, words: QWidget, sentence: str) -> None:
        """A long sentence goes on in a second line rather than out of the window."""
        assert self._shown is not None
        assert isinstance(words, QLabel)
        veil.say(self._shown, sentence)
        most = self._window.width() - theme.px(64)
        if self._shown.sizeHint().width() > most:
            words.setWordWrap(True)
            beside = self._shown.sizeHint().width() - words.sizeHint().width()
            words.setFixedWidth(max(theme.px(160), most - beside))
        self._place()

    def _place(self) -> None:
        if self._shown is None:
            return
        self._shown.adjustSize()
        size = self._shown.sizeHint()
        left = (self._window.width() - size.width()) // 2
        top = self._window.height() - size.height() - theme.px(44)
        self._shown.setGeometry(left, top, size.width(), size.height())
        self._shown.move(QPoint(left, top))
