"""A manager's PIN is lost: the recovery key of the data lets a new one be chosen."""

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import gettext as _
from mgdesk.rules import recovery
from mgdesk.rules.people import StaffRole
from mgdesk.services import staff as services
from mgdesk.services.rights import OnDuty
from mgdesk.ui.editors.kiosk_start import PinForm
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import ChoiceField, MultilineField
from mgdesk.ui.kit.put_away import OF_NOBODY

if TYPE_CHECKING:
    from mgdesk.desk import Desk


class LostPinForm(PinForm):
    """Words of the page, which manager, and the new PIN twice."""

    def build_before(self) -> None:
        self.add_part(
            labels.muted(
                _(
                    "A manager gives everybody else a new PIN: Settings, Staff. This is for managers."
                )
            )
        )
        self.manager = self.add(_("Manager"), ChoiceField())
        self.words = self.add(
            _("Recovery key"),
            MultilineField(lines=3),
            help_text=_("The twelve words of the page, in their order; or scan its code here."),
        )

    def mistakes(self) -> dict[QWidget, str]:
        try:
            recovery.parse(self.words.value)
        except DeskError as error:
            return {self.words: str(error)}
        return super().mistakes()


class LostPinSheet(Sheet):
    """Asks for the words and gives a manager a new PIN; who they are is read when it opens."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        self._context = context
        self.form = LostPinForm()
        super().__init__(
            parent,
            _("A new PIN by the recovery key"),
            self.form,
            accept=_("Keep this PIN"),
            on_accept=self.save,
            width=520,
        )
        self.setProperty(OF_NOBODY, True)
        self._context.background.run(context.desk.who_can_sign_on, done=self._show)

    def _show(self, people: list[OnDuty]) -> None:
        managers = [one for one in people if one.role is StaffRole.MANAGER]
        self.form.manager.set_choices([(one.staff_id, one.name) for one in managers])

    def save(self) -> None:
        form = self.form
        if form.is_valid() and form.manager.value is not None:
            desk, who = self._context.desk, form.manager.value
            work = partial(recovered, desk, who, form.words.value, form.pin.value)
            self._context.background.run(
                work, done=self._on_saved, failed=self._on_refused, in_order=True
            )

    def _on_saved(self, _nothing: None) -> None:
        self.close()

    def _on_refused(self, error: Exception) -> None:
        self.form.refuse(str(error))


def recovered(desk: "Desk", staff_id: UUID, words: str, pin: str) -> None:
    """Runs in a thread. Raises WrongRecoveryKey and what `recover_manager` raises."""
    desk.do_with_recovery_key(words, services.recover_manager, staff_id=staff_id, pin=pin)
