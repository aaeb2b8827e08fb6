"""Opening the kiosk: its campus, its PIN, and the window that waits behind it until it is left."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import gettext as _
from mgdesk.i18n import spoken_language
from mgdesk.queries import kiosk as queries
from mgdesk.queries.kiosk import PIN, KioskPlace
from mgdesk.queries.pins import PinState, pin_state
from mgdesk.rules.pins import FEWEST, MOST, pin_of
from mgdesk.rules.rights import Right
from mgdesk.services import pins
from mgdesk.ui.editors.kiosk import KioskWindow
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import Card, row


class PinForm(Form):
    """The PIN twice, for nobody sees it."""

    def __init__(self, *, has_pin: bool = True) -> None:
        super().__init__()
        self.pin, self.again = _hidden(), _hidden()
        self.build_before()
        if has_pin:
            self._add_pin()

    def _add_pin(self) -> None:
        self.add(
            _("PIN"),
            self.pin,
            help_text=_("{fewest} to {most} digits.", fewest=FEWEST, most=MOST),
        )
        self.add(_("The same again"), self.again)

    def build_before(self) -> None:
        """What is asked for above the PIN; override it."""

    def mistakes(self) -> dict[QWidget, str]:
        if pin_of(self.pin.value) is None:
            return {self.pin: str(pins.PinUnusable(fewest=FEWEST, most=MOST))}
        if pin_of(self.pin.value) != pin_of(self.again.value):
            return {self.again: _("The two are not the same.")}
        return {}


def _hidden() -> TextField:
    field = TextField(left_to_right=True)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


class PinSheet(Sheet):
    """Choose the PIN that leaves the kiosk; `saved` once it is kept."""

    saved = Signal()

    def __init__(self, parent: QWidget, context: Context) -> None:
        self._context = context
        self.form = PinForm()
        super().__init__(
            parent,
            _("PIN of the kiosk"),
            self.form,
            accept=_("Keep this PIN"),
            on_accept=self.save,
            width=440,
        )
        self.form.pin.setFocus()

    def save(self) -> None:
        if self.form.is_valid():
            action = partial(pins.set_pin, name=PIN, pin=self.form.pin.value)
            self._context.do(action, self._on_saved, failed=self._on_refused, quiet=True)

    def _on_saved(self, _nothing: None) -> None:
        self.close()
        self.saved.emit()

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.form.refuse(str(error))
        else:
            self._context.fail(error)


class KioskPart(Card):
    """In the settings: whether there is a PIN, and the button that chooses one."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Kiosk"))
        self._context = context
        self._words = labels.muted("")
        self.button = Button(_("Choose a PIN…"), "lock", on_click=self.choose, needs=(Right.RUN,))
        self.add(self._words)
        self.add(row(self.button, None))
        self.load()

    def load(self) -> None:
        self._context.read(partial(pin_state, name=PIN), self._show)

    def choose(self) -> None:
        sheet = PinSheet(self, self._context)
        sheet.saved.connect(self.load)
        sheet.open()

    def _show(self, state: PinState) -> None:
        self._words.setText(
            _("The kiosk is left by its PIN.")
            if state.is_set
            else _("People check themselves in at the kiosk. It needs a PIN to be left by.")
        )
        self.button.set_words(_("Change the PIN…") if state.is_set else _("Choose a PIN…"))


class KioskStart(QObject):
    """`open()` asks for what is missing, then `opened` with the kiosk on the screen; `refused` else."""

    opened = Signal(object)
    refused = Signal()

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent)
        self._parent, self._context = parent, context

    def open(self) -> None:
        query = partial(queries.kiosk_place, campus=self._context.settings.campus)
        self._context.read(query, self._on_place, failed=self._on_refused)

    def _on_place(self, place: KioskPlace) -> None:
        if place.has_pin:
            kiosk = KioskWindow(self._context, place, spoken_language())
            kiosk.showFullScreen()
            kiosk.setFocus()
            self.opened.emit(kiosk)
            return
        self.refused.emit()
        sheet = PinSheet(self._parent, self._context)
        sheet.saved.connect(self.open)
        sheet.open()

    def _on_refused(self, error: Exception) -> None:
        self.refused.emit()
        self._context.fail(error)
