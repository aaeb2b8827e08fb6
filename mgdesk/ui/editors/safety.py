"""Safety: what locks the data, its copies, the second place that they go to."""

from functools import partial
from typing import Final

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.rules.keeping import HONEST, KeepingState, KeyState
from mgdesk.rules.rights import Right
from mgdesk.ui.editors.copies import CopiesCard, SecondPlaceCard
from mgdesk.ui.editors.passphrase import PassphraseSheet, RecoverySheet, RemoveSheet
from mgdesk.ui.editors.repair import HealthCard
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import CheckField, ChoiceField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.layout import Card, column, keep_width, row
from mgdesk.ui.kit.theme import px

LOCK_AFTER: Final = (0, 1, 2, 5, 10, 15, 30)  # minutes; 0: never


class LockCard(Card):
    """The passphrase, the recovery key, the system's keyring where it can be trusted."""

    def __init__(self, context: Context, look: "SafetyEditor") -> None:
        super().__init__(_("Passphrase"))
        self._context, self._editor = context, look
        self._state = KeyState(
            has_passphrase=False, has_recovery=False, keyring="", is_remembered=False
        )
        self.words = labels.text("", wrap=True)
        self.recovery_words = labels.muted("")
        self.choose_button = Button("", "lock", on_click=self._choose, needs=(Right.RUN,))
        self.remove_button = Button(
            _("Remove…"), "x", kind="plain", on_click=self._remove, needs=(Right.RUN,)
        )
        self.page_button = Button(
            _("Print a recovery key…"), "printer", on_click=self._page, needs=(Right.RUN,)
        )
        self.keyring = CheckField("")
        self.keyring.setAccessibleName(_("Passphrase"))
        self.keyring.edited.connect(self._on_keyring)
        line = QWidget()
        line.setLayout(Flow(self.choose_button, self.page_button, self.remove_button))
        for part in (self.words, self.recovery_words, self.keyring, line):
            self.add(part)

    def show_state(self, state: KeyState) -> None:
        self._state = state
        has = state.has_passphrase
        self.words.setText(
            _("The data is behind a passphrase. Whoever takes the computer reads nothing.")
            if has
            else _(
                "No passphrase is chosen yet: the data is kept whole, but whoever has this computer"
                " or its disk can read it."
            )
        )
        self.recovery_words.setText(
            _("A recovery key is printed. The newest page is the one that opens.")
            if state.has_recovery
            else _("No recovery key is printed yet: a passphrase that is lost loses the data.")
        )
        self.choose_button.set_words(_("Change it…") if has else _("Choose a passphrase…"))
        self.remove_button.setVisible(has)
        words = _("{keyring} opens the data on this computer", keyring=state.keyring)
        self.keyring.setText(words)
        self.keyring.setAccessibleName(words)
        self.keyring.setVisible(has and bool(state.keyring))
        was_blocked = self.keyring.blockSignals(True)
        self.keyring.value = state.is_remembered
        self.keyring.blockSignals(was_blocked)

    def _choose(self) -> None:
        self._open(
            PassphraseSheet(self.window(), self._context, is_new=not self._state.has_passphrase)
        ).open()

    def _remove(self) -> None:
        self._open(RemoveSheet(self.window(), self._context)).open()

    def _page(self) -> None:
        asks = self._state.has_passphrase
        sheet = RecoverySheet(self.window(), self._context, asks_current=asks)
        sheet.finished.connect(self._editor.load)
        sheet.begin()

    def _open(self, sheet: PassphraseSheet | RemoveSheet) -> PassphraseSheet | RemoveSheet:
        sheet.finished.connect(self._editor.load)
        return sheet

    def _on_keyring(self) -> None:
        vault = self._context.desk.vault
        if vault is not None:
            self._context.background.run(
                partial(vault.remember, is_on=self.keyring.value),
                done=self._on_done,
                failed=self._on_refused,
                in_order=True,
            )

    def _on_done(self, _nothing: object) -> None:
        self._editor.load()

    def _on_refused(self, error: Exception) -> None:
        self._context.fail(error)
        self._editor.load()


class AutoLockCard(Card):
    """After how many minutes without key or mouse the staff sign on again, on this computer."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Lock by itself"))
        chosen = context.settings.lock_after
        choices = [
            (n, ngettext("after {n} minute", "after {n} minutes", n) if n else _("never"))
            for n in sorted({*LOCK_AFTER, chosen})
        ]
        self.minutes = ChoiceField(choices, chosen)
        self.minutes.setAccessibleName(_("Lock by itself"))
        keep_width(self.minutes, 240)
        words = _("Where staff sign on, the window locks when neither a key nor the mouse is used.")
        self.add(labels.muted(words))
        self.add(row(self.minutes, None))
        self.minutes.edited.connect(lambda: context.apply_setting("lock_after", self.minutes.value))


class SafetyEditor(QWidget):
    """The three cards, read anew whenever they come to be seen; on a server there is little to say."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.lock = LockCard(context, self)
        self.copies = CopiesCard(context)
        self.second = SecondPlaceCard(context)
        self.health = HealthCard(context, self.load)
        self.copies.acted.connect(self.load)
        self.second.acted.connect(self.load)
        cards: tuple[Card, ...] = (self.copies, self.lock, self.second, self.health)
        self.setMaximumWidth(px(860))
        said = labels.muted(_(HONEST))
        if context.desk.vault is None:
            words = _("This data is kept by a database server: copy and check it there.")
            cards = (self.health,)
            said = labels.text(words, wrap=True)
        self.auto_lock = AutoLockCard(context)
        self.setLayout(column(*cards, self.auto_lock, said, None, gap=16))

    def act(self, name: str) -> None:
        """What the commands of the page call: copy, test, mend, choose (the passphrase), page."""
        if self._context.desk.vault is None and name != "mend":
            return
        button = {
            "mend": self.health.look_button,
            "copy": self.copies.copy_button,
            "test": self.copies.test_button,
            "choose": self.lock.choose_button,
            "page": self.lock.page_button,
        }[name]
        button.click()

    def load(self, *_answer: object) -> None:
        vault = self._context.desk.vault
        if vault is None:
            return
        run = self._context.background.run
        run(vault.state, done=self._show_lock, failed=self._context.fail, key="lock")
        run(
            self._context.desk.keeping_state,
            done=self._show_copies,
            failed=self._context.fail,
            key="copies",
        )
        self._context.look_at_keeping()

    def _show_lock(self, state: KeyState) -> None:
        self.lock.show_state(state)

    def _show_copies(self, state: KeepingState) -> None:
        self.copies.show_state(state)
        self.copies.test_button.setEnabled(bool(state.copies))
        self.second.show_state(state.second)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.load()
