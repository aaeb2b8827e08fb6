"""A field for what nobody should read over a shoulder; a tick beside it shows it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from mgdesk.i18n import gettext as _
from mgdesk.ui.kit.fields import CheckField, TextField


class SecretField(TextField):
    """Dots in place of letters; neither copied nor remembered by the system's input methods."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhHiddenText
        )


def show_tick(*fields: SecretField) -> CheckField:
    """The tick that shows what is typed in these fields."""
    tick = CheckField(_("Show what I type"))

    def show() -> None:
        modes = QLineEdit.EchoMode
        for field in fields:
            field.setEchoMode(modes.Normal if tick.value else modes.Password)

    tick.edited.connect(show)
    return tick
