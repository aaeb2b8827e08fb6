"""Sheets about the passphrase: choose, change, remove it; and the page of a new recovery key."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import gettext as _
from mgdesk.rules.passphrase import PassphrasesDiffer, Secret, check
from mgdesk.services.recovery_paper import recovery_page
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.secret import SecretField, show_tick
from mgdesk.ui.preview import PdfPreview

if TYPE_CHECKING:
    from mgdesk.desk import Desk, Vault


class PassphraseForm(Form):
    """The new passphrase twice; the current one when it is not shown yet that one may."""

    def __init__(self, *, asks_current: bool) -> None:
        super().__init__()
        self.current = SecretField()
        if asks_current:
            self.add(_("Current passphrase"), self.current)
        self.new = self.add(
            _("New passphrase"),
            SecretField(),
            help_text=_("Four words that only you put together are good."),
        )
        self.again = self.add(_("The same again"), SecretField())
        self.add_part(show_tick(self.current, self.new, self.again))

    def mistakes(self) -> dict[QWidget, str]:
        try:
            check(self.new.text(), self.again.text())
        except PassphrasesDiffer as error:
            return {self.again: str(error)}
        except DeskError as error:
            return {self.new: str(error)}
        return {}


class PassphraseSheet(Sheet):
    """Choose or change the passphrase. `secret` is what opened the data just now, if anything did."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        secret: Secret | None = None,
        *,
        is_new: bool = False,
    ) -> None:
        self._context, self._secret = context, secret
        self.form = PassphraseForm(asks_current=secret is None and not is_new)
        self.form.add_part(
            labels.muted(
                _(
                    "Without the passphrase and without the recovery key nobody can open the data,"
                    " we neither. Print the recovery key once it is chosen."
                )
            )
        )
        heading = _("Choose a passphrase") if is_new else _("Choose a new passphrase")
        super().__init__(parent, heading, self.form, accept=_("Choose"), on_accept=self.save)

    def save(self) -> None:
        vault = self._context.desk.vault
        if vault is None or not self.form.is_valid():
            return
        self.accept_button.setEnabled(False)
        current = self._secret or Secret(self.form.current.text())
        work = partial(vault.set_passphrase, self.form.new.text(), current)
        self._context.background.run(
            work, done=self._on_set, failed=self._on_refused, in_order=True
        )

    def _on_set(self, _nothing: object) -> None:
        self._context.toast(_("The passphrase holds from now on. The data was not touched."))
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        self.form.refuse(str(error))


class AskForm(Form):
    """The current passphrase, to show that one may."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.add_part(labels.text(sentence, wrap=True))
        self.current = self.add(_("Current passphrase"), SecretField())
        self.add_part(show_tick(self.current))


class RemoveSheet(Sheet):
    """Asks before the data is open to whoever has this computer."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        self._context = context
        self.form = AskForm(
            _("Without a passphrase, whoever has this computer or its disk can read all data.")
        )
        super().__init__(
            parent,
            _("Remove the passphrase"),
            self.form,
            accept=_("Remove it"),
            kind="danger",
            on_accept=self.save,
        )

    def save(self) -> None:
        vault = self._context.desk.vault
        if vault is None:
            return
        work = partial(vault.remove_passphrase, Secret(self.form.current.text()))
        self._context.background.run(
            work, done=self._on_removed, failed=self._on_refused, in_order=True
        )

    def _on_removed(self, _nothing: object) -> None:
        self._context.toast(_("The passphrase is removed."))
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.form.refuse(str(error))


class RecoverySheet(Sheet):
    """A new recovery key to print. Its words open the data only once the page has left."""

    def __init__(self, parent: QWidget, context: Context, *, asks_current: bool) -> None:
        self._context = context
        self._words: list[str] = []
        self._secret = Secret()
        self.form = AskForm(
            _("A new recovery key makes the page of before worthless. Have the printer at hand.")
        )
        super().__init__(
            parent,
            _("Print a recovery key"),
            self.form,
            accept=_("Show the page"),
            on_accept=self.draw,
        )
        self._is_asking = asks_current

    def begin(self) -> None:
        """Ask, or show the page at once where there is no passphrase yet."""
        if self._is_asking:
            self.open()
        else:
            self.draw()

    def draw(self) -> None:
        vault = self._context.desk.vault
        if vault is None:
            return
        self._secret = Secret(self.form.current.text()) if self._is_asking else Secret()
        work = partial(_drawn, self._context.desk, vault, self._secret, self._context.campus_id)
        self._context.background.run(work, done=self._show, failed=self._on_refused)

    def _show(self, drawn: tuple[list[str], bytes]) -> None:
        self._words, pages = drawn
        preview = PdfPreview(self._context, "recovery_key")
        preview.show_bytes(pages, _("Recovery key"))
        preview.left.connect(self._keep)
        self.hide()
        shown = Sheet(self.parentWidget(), _("Recovery key"), preview, width=1000, is_tall=True)
        shown.finished.connect(self.close)
        shown.open()

    def _keep(self) -> None:
        vault = self._context.desk.vault
        if vault is not None:
            work = partial(vault.keep_recovery, self._words, self._secret)
            self._context.background.run(
                work, done=self._on_kept, failed=self._context.fail, in_order=True
            )

    def _on_kept(self, _nothing: object) -> None:
        self._context.toast(_("This page opens the data from now on; earlier ones no more."))
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.form.refuse(str(error))


def _drawn(
    desk: "Desk", vault: "Vault", secret: Secret, campus_id: UUID | None
) -> tuple[list[str], bytes]:
    """Runs in a thread: new words on their page. Raises WrongPassphrase before anything is shown."""
    vault.show_allowed(secret)
    words = vault.draft_recovery()
    today = date.today()  # noqa: DTZ011 - the day of whoever stands at this computer
    page = partial(recovery_page, words=words, campus_id=campus_id, day=today)
    return words, desk.read(page, fonts=desk.home.fonts)
