"""The page before the desk when the data is locked: the passphrase, or the recovery key."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from mgdesk.errors import DamagedData
from mgdesk.i18n import gettext as _
from mgdesk.rules import recovery
from mgdesk.rules.passphrase import Secret
from mgdesk.ui import crash
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.background import Background
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.fields import MultilineField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.frame import Frame
from mgdesk.ui.kit.layout import Card, Page, row
from mgdesk.ui.kit.secret import SecretField, show_tick
from mgdesk.ui.kit.shell import Shell
from mgdesk.ui.kit.theme import px

if TYPE_CHECKING:
    from mgdesk.desk import Desk


class UnlockPage(Page):
    """Asks; `given` carries what was typed."""

    given = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("The data is locked"))
        self._is_by_words = False
        self.passphrase = SecretField()
        self.words = MultilineField(lines=4)
        self._by_passphrase, self._by_words = Form(), Form()
        self._by_passphrase.add(_("Passphrase"), self.passphrase)
        self._by_passphrase.add_part(show_tick(self.passphrase))
        self._by_words.add(
            _("Recovery key"),
            self.words,
            help_text=_("The twelve words of the page, in their order; or scan its code here."),
        )
        self.open_button = Button(_("Open"), kind="primary", on_click=self.submit)
        self.other_button = Button("", kind="link", on_click=self._turn)
        card = Card(
            "",
            None,
            labels.muted(_("Only who knows the passphrase reads what is in here.")),
            self._by_passphrase,
            self._by_words,
            row(self.open_button, self.other_button, None),
        )
        card.setMaximumWidth(px(520))
        line = row()
        line.addWidget(card, 1000)
        line.addStretch(1)
        self.body.addLayout(line)
        self.body.addStretch(1)
        self.passphrase.returnPressed.connect(self.submit)
        self._show_way()

    def submit(self) -> None:
        """Try what is typed."""
        if not self.open_button.isEnabled():
            return
        words = self.words.value if self._is_by_words else ""
        typed = "" if self._is_by_words else self.passphrase.text()
        if not (words or typed):
            self.refuse(_("Type it first."))
            return
        self.open_button.setEnabled(False)
        self.open_button.set_words(_("Opening…"))
        self.given.emit(Secret(typed, words))

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with it; what was typed stays, to be mended."""
        self._form.refuse(sentence)
        self.open_button.setEnabled(True)
        self.open_button.set_words(_("Open"))
        self.focus()

    def focus(self) -> None:
        field = self.words if self._is_by_words else self.passphrase
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _form(self) -> Form:
        return self._by_words if self._is_by_words else self._by_passphrase

    def _turn(self) -> None:
        self._is_by_words = not self._is_by_words
        self._show_way()
        self.focus()

    def _show_way(self) -> None:
        self._by_passphrase.setVisible(not self._is_by_words)
        self._by_words.setVisible(self._is_by_words)
        words = _("Use the passphrase") if self._is_by_words else _("Use the recovery key")
        self.other_button.set_words(words)


class FrontDoor(QObject):
    """Shows the page in a shell, tries what is typed beside the window, and hands over the desk."""

    def __init__(
        self,
        frame: Frame,
        background: Background,
        unlock: "Callable[[Secret], Desk]",
        on_open: "Callable[[Desk, Secret], None]",
        on_damaged: Callable[[Exception, Secret], None],
    ) -> None:
        super().__init__(frame)
        self._frame, self._background = frame, background
        self._unlock, self._on_open, self._on_damaged = unlock, on_open, on_damaged
        self.page: UnlockPage | None = None
        self._tried = Secret()

    def show(self, shell: Shell) -> None:
        """Also after the window was built anew, in another language."""
        self.page = UnlockPage()
        self.page.given.connect(self._try)
        shell.show_page(self.page)
        QTimer.singleShot(0, self.page, self._begin)

    def _begin(self) -> None:
        """Keys typed too early were meant for this field, and must not end in a search."""
        if self.page is None:
            return
        self.page.focus()
        if self._frame.typed is not None:
            field = self._frame.focusWidget() or self.page
            self._frame.typed.give_back(partial(QCoreApplication.sendEvent, field))
            self._frame.typed = None

    def _try(self, secret: Secret) -> None:
        self._tried = secret
        work = partial(_open, self._unlock, secret)
        self._background.run(work, done=self._on_desk, failed=self._on_refused)

    def _on_desk(self, desk: "Desk") -> None:
        self.page = None
        self._on_open(desk, self._tried)

    def _on_refused(self, error: Exception) -> None:
        crash.log(error)
        if isinstance(error, DamagedData):
            self.page = None
            self._on_damaged(error, self._tried)
            return
        sentence = crash.sentence(error) or _(
            "The data could not be opened. Start the program again; the log says more."
        )
        if self.page is not None:
            self.page.refuse(sentence)


def _open(unlock: "Callable[[Secret], Desk]", secret: Secret) -> "Desk":
    """Runs in a thread. Words that cannot be right are told before the data is asked."""
    if secret.recovery:
        recovery.parse(secret.recovery)
    return unlock(secret)
