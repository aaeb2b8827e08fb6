"""The scanner, which types: its bursts are taken out of the keys, in any focus, before a field sees them.

Keys that could begin a burst are held back for GAP milliseconds; what turns out to be typing is given
on, in order, with its releases and with what an input method wrote meanwhile. Only the window that
has the keyboard is listened to, and the field in it for input methods, so that nothing else of the
program pays for it. Which key was pressed is read from its native code: no layout can break that.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QInputMethodQueryEvent,
    QKeyEvent,
    QWindow,
)

from mgdesk.rules import codes
from mgdesk.rules.key_places import sign_of_place
from mgdesk.rules.layouts import LIGATURES
from mgdesk.rules.scan_faults import diagnose
from mgdesk.rules.scanning import (
    GAP,
    OWN_GAP,
    SURE,
    TYPED_GAP,
    Ending,
    Key,
    Reading,
    begins_as_ours,
    foreign_code,
    identifier,
    is_misread_own,
    may_be_ours,
    own_code,
    patience,
)

_Type = QEvent.Type
_Modifier = Qt.KeyboardModifier
_OF_SIGNS: Final = (
    _Modifier.ShiftModifier | _Modifier.KeypadModifier | _Modifier.GroupSwitchModifier
)
_HEARD: Final = {
    _Type.KeyPress, _Type.KeyRelease, _Type.ShortcutOverride, _Type.InputMethod,
    _Type.MouseButtonPress, _Type.TouchBegin,
}  # fmt: skip
_TOUCHES: Final = {
    _Type.KeyPress, _Type.MouseButtonPress, _Type.MouseMove, _Type.Wheel, _Type.TouchBegin,
}  # fmt: skip
_SILENT: Final = {Qt.Key.Key_Shift, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock}
_ENDINGS: Final = {
    Qt.Key.Key_Return: Ending.ENTER,
    Qt.Key.Key_Enter: Ending.ENTER,
    Qt.Key.Key_Tab: Ending.TAB,
}
_NEUTRAL: Final = _SILENT | _ENDINGS.keys()  # they belong to bursts without being signs
_WRITTEN: Final = -1  # in the place of a key's code: an input method wrote
_LONGEST: Final = 400  # signs of a burst; more is pasted by a program
_TRIAL_GAP: Final = 600  # milliseconds, while somebody tries a scanner
_AFTER_TYPED: Final = 1_500  # milliseconds in which Enter belongs to a code typed by hand


def elapsed() -> float:
    """Seconds that nobody can set, those that the computer slept among them where it tells."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


@dataclass(eq=False)
class _Held:
    """An event that waits: where it was going, which key it is of, and the sign when it wrote one."""

    target: QObject
    event: QEvent
    code: int
    key: Key | None = None


class Scanner(QObject):
    """`scanned` brings a badge's sixteen letters or another program's code; `misread` a Diagnosis."""

    scanned = Signal(str)
    misread = Signal(object)
    tried = Signal(object)  # a Reading, in the place of the others, while `is_trying`

    def __init__(self, parent: QObject, *, trusts_text: bool = False) -> None:
        """`trusts_text`: the scanner is set to this computer's layout (see Diagnosis.trusts_text)."""
        super().__init__(parent)
        self.trusts_text = trusts_text
        self.is_trying = False
        self.touched_at = elapsed()  # when a key or the mouse was last moved
        self._held: list[_Held] = []
        self._run: list[Key] = []  # the signs of what is held
        self._trail: list[Key] = []  # the signs given on before, back to a key that is none
        self._eaten: set[int] = set()  # keys of a scan that are still down
        self._ending_until = -1
        self._is_replaying = False
        self._window: QObject | None = None
        self._field: QObject | None = None
        self._silence = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._last_look = QTimer(self, singleShot=True, interval=0)
        # Keys that came while the window was busy are in the queue: they are looked at first.
        self._silence.timeout.connect(self._last_look.start)
        self._last_look.timeout.connect(self._settle)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._watch_window)
        application.focusObjectChanged.connect(self._watch_field)
        self._application = application
        self._watch_window(application.focusWindow())
        self._watch_field(application.focusObject())

    def stop(self) -> None:
        """Listen no more: the window closes."""
        self._application.focusWindowChanged.disconnect(self._watch_window)
        self._application.focusObjectChanged.disconnect(self._watch_field)
        self._watch_window(None)
        self._watch_field(None)

    # --- listening -----------------------------------------------------------------------------

    def _watch_window(self, window: QObject | None) -> None:
        self._window = self._listen(self._window, window)
        self._leave()

    def _watch_field(self, field: QObject | None) -> None:
        is_field = field is not None and not field.isWindowType()
        self._field = self._listen(self._field, field if is_field else None)

    def _listen(self, former: QObject | None, now: QObject | None) -> QObject | None:
        if former is not None and former is not now and shiboken6.isValid(former):
            former.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)
        return now

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _TOUCHES:
            self.touched_at = elapsed()
        if self._is_replaying or kind not in _HEARD:
            return False
        if watched is self._field:
            return isinstance(event, QInputMethodEvent) and self._on_written(watched, event)
        if kind == _Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            return self._on_press(watched, event)
        if kind == _Type.KeyRelease:
            assert isinstance(event, QKeyEvent)
            return self._on_release(watched, event)
        if kind == _Type.ShortcutOverride:
            assert isinstance(event, QKeyEvent)
            if not _is_sign(event) and event.key() not in _NEUTRAL:
                self._give_on()  # a shortcut may follow: what was typed before it comes first
        else:
            self._leave()  # a click: the focus may go elsewhere
        return False

    def hear(self, window: QWindow, event: QKeyEvent) -> None:
        """Take a key that came to a window before there was a scanner, whoever has the keyboard now."""
        is_heard = self._window is not window and self.eventFilter(window, event)
        if not is_heard:
            QCoreApplication.sendEvent(window, event)

    # --- keys ----------------------------------------------------------------------------------

    def _on_press(self, window: QObject, event: QKeyEvent) -> bool:
        if event.key() in _SILENT:
            return False
        if self._is_repeat(event):
            is_eaten = _code(event) in self._eaten
            if not is_eaten:
                self._leave()
            return is_eaten
        if event.key() in _ENDINGS and not event.modifiers() & ~_Modifier.KeypadModifier:
            return self._on_ending(event, _ENDINGS[Qt.Key(event.key())])
        is_blank = event.text() == " " and bool(self._run)  # papers' codes have blanks inside
        if not _is_sign(event) and not (is_blank and self._is_in_time(_moment(event))):
            self._leave()
            return False
        key = Key(_place(event), event.text(), _moment(event))
        if not self._is_in_time(key.at, key):
            self._settle()
        self._hold(window, event, key)
        return True

    def _on_ending(self, event: QKeyEvent, ending: Ending) -> bool:
        """Enter or Tab: the end of a burst, what a scanner sends after a badge, or a key as any other."""
        at = _moment(event)
        is_ours = at <= self._ending_until and not self._run
        if not is_ours:
            is_ours = bool(self._run) and self._is_in_time(at) and self._takes(ending)
        self._ending_until = -1
        if is_ours:
            self._eaten.add(_code(event))
        else:
            self._leave()
        return is_ours

    def _on_release(self, window: QObject, event: QKeyEvent) -> bool:
        code = _code(event)
        if code in self._eaten:
            if not event.isAutoRepeat():
                self._eaten.discard(code)
            return True
        if self._is_down(code):
            self._held.append(_Held(window, QKeyEvent(event), code))
            return True
        is_written = any(held.code == _WRITTEN for held in self._held)
        if is_written and _place(event) and not event.isAutoRepeat():
            # Its press went to an input method, which wrote in its place.
            self._hold(window, event, Key(_place(event), event.text(), _moment(event)))
            return True
        return False

    def _is_repeat(self, event: QKeyEvent) -> bool:
        """Whether a key repeats itself, which it does after a while only.

        Qt takes a letter that a quick scanner sends twice within a millisecond for a repetition.
        """
        last = self._run[-1] if self._run else None
        is_quick = last is not None and _moment(event) - last.at < GAP
        return event.isAutoRepeat() and not is_quick

    def _is_down(self, code: int) -> bool:
        """Whether the press of a key is held, and its release is not."""
        same = next((held for held in reversed(self._held) if held.code == code), None)
        return same is not None and same.event.type() == _Type.KeyPress

    def _on_written(self, field: QObject, event: QInputMethodEvent) -> bool:
        """An input method wrote: a key of two letters may be of a burst, all else is typing."""
        text = event.commitString()
        may_be_key = text in LIGATURES or text in LIGATURES.values() or len(self._run) >= SURE
        if not text or event.preeditString() or not may_be_key:
            self._leave()
            return False
        self._held.append(_Held(field, QInputMethodEvent(event), _WRITTEN))
        self._wait()
        return True

    def _hold(self, window: QObject, event: QKeyEvent, key: Key) -> None:
        self._ending_until = -1
        self._eaten.discard(_code(event))  # its release was never told
        if self._trail and key.at - [*self._trail, *self._run][-1].at > TYPED_GAP:
            self._trail.clear()
        self._held.append(_Held(window, QKeyEvent(event), _code(event), key))
        self._run.append(key)
        self._wait()
        recent = [*self._trail, *self._run][-codes.LENGTH :]
        code = None if self.is_trying else own_code(recent)
        if code is not None:
            self._take_badge(code, recent)
        elif len(self._run) >= _LONGEST:
            self._give_on()

    # --- deciding ------------------------------------------------------------------------------

    def _patience(self) -> int:
        """How many milliseconds the next key of a burst may take."""
        if self.is_trying:
            return _TRIAL_GAP
        is_ours = begins_as_ours([*self._trail[-1:], *self._run[:1]])
        return OWN_GAP if is_ours else patience(self._run)

    def _is_in_time(self, at: int, key: Key | None = None) -> bool:
        if not self._run:
            return True
        most = self._patience()
        if most == OWN_GAP and key is not None and not may_be_ours(key):
            most = GAP
        return 0 <= at - self._run[-1].at <= most

    def _wait(self) -> None:
        self._last_look.stop()
        self._silence.start(self._patience())

    def _settle(self) -> None:
        """Nothing came any more: a burst without an ending, or typing."""
        if not (self._run and self._takes(Ending.NONE)):
            self._give_on()

    def _takes(self, ending: Ending) -> bool:
        """Whether what is held is a scan; then it is told, and no field sees it."""
        reading = Reading(tuple(self._run), ending)
        if self.is_trying and len(reading.keys) >= SURE:
            self._drop(reading.keys)
            self.tried.emit(reading)
            return True
        code = foreign_code(reading, trusts_text=self.trusts_text)
        if code is not None:
            self._drop(reading.keys)
            self.scanned.emit(code)
            return True
        if is_misread_own(reading):
            self._drop(reading.keys)
            self.misread.emit(diagnose(reading))
            return True
        return False

    def _take_badge(self, code: str, keys: Sequence[Key]) -> None:
        """A badge's last letter came, after a burst or after somebody's typing."""
        reading = Reading(tuple(keys))
        written = "".join(key.text for key in keys if key not in self._run)
        self._ending_until = keys[-1].at + (OWN_GAP if reading.slowest <= OWN_GAP else _AFTER_TYPED)
        self._drop([*identifier(self._run[: -len(keys)]), *keys])
        self._trail.clear()
        _take_back(written)
        self.scanned.emit(code)

    # --- giving on -----------------------------------------------------------------------------

    def _leave(self) -> None:
        """What is held was typed, and what comes next is something new."""
        self._give_on()
        self._trail.clear()

    def _give_on(self) -> None:
        """What was held was typed: its window gets it now, in order."""
        self._silence.stop()
        self._last_look.stop()
        held, self._held = self._held, []
        self._trail = [*self._trail, *self._run][-codes.LENGTH :]
        self._run.clear()
        self._replay(held)

    def _drop(self, keys: Sequence[Key]) -> None:
        """Keep these keys from the field; what was typed before or beside them is given on."""
        held, self._held = self._held, []
        self._silence.stop()
        self._last_look.stop()
        self._run.clear()
        typed: list[_Held] = []
        down: set[int] = set()
        written = 0  # keys of the scan that an input method took
        for one in held:
            if one.key in keys:
                is_press = one.event.type() == _Type.KeyPress
                down |= {one.code} if is_press else set()
                written += not is_press
            elif one.code in down:
                down.discard(one.code)
            else:
                typed.append(one)
        self._eaten |= down
        self._replay(_without_written(typed, written))

    def _replay(self, held: Sequence[_Held]) -> None:
        self._is_replaying = True
        try:
            for one in held:
                target = _standing(one.target)
                if target is not None:
                    QCoreApplication.sendEvent(target, one.event)
        finally:
            self._is_replaying = False


def _without_written(typed: Sequence[_Held], count: int) -> list[_Held]:
    """What was typed, without the last `count` texts of an input method: they are a scan's.

    Qt brings them before the keys in front of them, so their place among these tells nothing.
    """
    kept = []
    for one in reversed(typed):
        if one.code == _WRITTEN and count:
            count -= 1
        else:
            kept.append(one)
    return kept[::-1]


def _is_sign(event: QKeyEvent) -> bool:
    """Whether a scanner may send it: a sign that is written, no blank, no Ctrl or Alt."""
    text = event.text()
    return (
        text.isprintable()
        and not text.isspace()
        and text != ""
        and not event.modifiers() & ~_OF_SIGNS
    )


def _place(event: QKeyEvent) -> str:
    return sign_of_place(
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        is_shifted=bool(event.modifiers() & _Modifier.ShiftModifier),
    )


def _code(event: QKeyEvent) -> int:
    """What tells that a release is of a press: the key's place, whatever it wrote meanwhile."""
    return event.nativeScanCode() or event.key()


def _moment(event: QKeyEvent) -> int:
    """When it was pressed, by the system's clock of events; milliseconds."""
    return event.timestamp() or time.monotonic_ns() // 1_000_000


def _standing(target: QObject) -> QObject | None:
    """Where an event goes whose window went away meanwhile: to the one that has the keyboard now."""
    if shiboken6.isValid(target) and (not isinstance(target, QWindow) or target.isVisible()):
        return target
    return QGuiApplication.focusWindow()


def _take_back(written: str) -> None:
    """Take out of the field what a slow code wrote in it, if it stands right before the cursor."""
    field = QGuiApplication.focusObject()
    if not written or field is None:
        return
    asked = Qt.InputMethodQuery.ImSurroundingText | Qt.InputMethodQuery.ImCursorPosition
    query = QInputMethodQueryEvent(asked)
    QCoreApplication.sendEvent(field, query)
    text = query.value(Qt.InputMethodQuery.ImSurroundingText)
    cursor = query.value(Qt.InputMethodQuery.ImCursorPosition)
    if isinstance(text, str) and isinstance(cursor, int) and text[:cursor].endswith(written):
        gone = QInputMethodEvent()
        gone.setCommitString("", -len(written), len(written))
        QCoreApplication.sendEvent(field, gone)
