"""Sheets about staff: somebody new or changed, the first manager, a PIN given, one's own PIN."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.queries.staff import StaffRow
from mgdesk.rules.people import STAFF_ROLE_LABELS, StaffRole
from mgdesk.rules.rights import RIGHT_LABELS, RIGHTS_OF, Right
from mgdesk.services import staff as services
from mgdesk.ui.editors.kiosk_start import PinForm
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import ChoiceField, TextField
from mgdesk.ui.kit.secret import SecretField

if TYPE_CHECKING:
    from mgdesk.queries.campuses import CampusRow


def may_do(role: StaffRole) -> str:
    """What a role may, in words."""
    rights = [_(RIGHT_LABELS[right]) for right in Right if right in RIGHTS_OF[role]]
    return (
        _("May {rights}.", rights=" · ".join(rights))
        if rights
        else _("May look, and change nothing.")
    )


class WhoForm(PinForm):
    """Name, role and campus; for somebody new the PIN too."""

    def __init__(
        self, campuses: "Sequence[CampusRow]", one: StaffRow | None, *, is_first: bool
    ) -> None:
        self._campuses, self._one, self._is_first = campuses, one, is_first
        super().__init__(has_pin=one is None)

    def build_before(self) -> None:
        one = self._one
        if self._is_first:
            self.add_part(
                labels.muted(
                    _(
                        "The first one is a manager, who adds the others. From then on whoever uses"
                        " the desk signs on with a name and a PIN, and each change says who made it."
                    )
                )
            )
            self.add_part(
                labels.muted(
                    _(
                        "Without one, whoever sits at this computer may do everything. It can be done"
                        " later: Settings, Staff."
                    )
                )
            )
        self.name = self.add(_("Name"), TextField())
        self.name.value = one.name if one else ""
        self.role = ChoiceField(
            [(role, _(words)) for role, words in STAFF_ROLE_LABELS.items()],
            one.role if one else StaffRole.RECEPTION,
        )
        self.rights = labels.muted("")
        self.campus = ChoiceField(
            [(None, _("All campuses")), *((row.id, row.name) for row in self._campuses)]
        )
        self.campus.value = one.campus_id if one else None
        if self._is_first:
            self.role.value = StaffRole.MANAGER
        else:
            self.add(_("Role"), self.role)
            self.add_part(self.rights)
        if len(self._campuses) > 1 and not self._is_first:
            self.add(_("Sees"), self.campus)
        self.role.edited.connect(self._say_rights)
        self._say_rights()

    def _say_rights(self) -> None:
        self.rights.setText(may_do(self.role.value))

    def mistakes(self) -> dict[QWidget, str]:
        if not self.name.value:
            return {self.name: str(services.StaffNameMissing())}
        return {} if self._one is not None else super().mistakes()


class StaffSheet(Sheet):
    """Somebody new, or `one` changed."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        campuses: "Sequence[CampusRow]",
        one: StaffRow | None = None,
        *,
        is_first: bool = False,
    ) -> None:
        self._context, self._one = context, one
        self.form = WhoForm(campuses, one, is_first=is_first)
        heading = _("The first manager") if is_first else _("Somebody new at the desk")
        super().__init__(
            parent,
            one.name if one else heading,
            self.form,
            accept=_("Save") if one else _("Add"),
            on_accept=self.save,
            width=520,
        )
        self.form.name.setFocus()
        if is_first:
            self.cancel_button.set_words(_("Not now"))

    def save(self) -> None:
        form, one = self.form, self._one
        if not form.is_valid():
            return
        values: dict[str, Any] = {
            "name": form.name.value,
            "role": form.role.value,
            "campus_id": form.campus.value,
        }
        if one is None:
            action: Callable[..., Any] = partial(services.add_staff, **values, pin=form.pin.value)
        else:
            action = partial(
                services.update_staff,
                **values,
                staff_id=one.id,
                version=one.version,
                person_id=one.person_id,
            )
        self._context.do(action, self._on_saved, failed=self._on_refused, quiet=True)

    def _on_saved(self, _result: object) -> None:
        self.close()

    def _on_refused(self, error: Exception) -> None:
        self.form.refuse(str(error))


class StaffPinSheet(Sheet):
    """A manager gives somebody a new PIN."""

    def __init__(self, parent: QWidget, context: Context, staff_id: UUID, name: str) -> None:
        self._context, self._staff_id = context, staff_id
        self.form = PinForm()
        super().__init__(
            parent,
            _("New PIN of {name}", name=name),
            self.form,
            accept=_("Keep this PIN"),
            on_accept=self.save,
            width=440,
        )
        self.form.pin.setFocus()

    def save(self) -> None:
        if self.form.is_valid():
            action = partial(
                services.set_staff_pin, staff_id=self._staff_id, pin=self.form.pin.value
            )
            self._context.do(action, self._on_saved, failed=self._on_refused, quiet=True)

    def _on_saved(self, _nothing: None) -> None:
        self.close()

    def _on_refused(self, error: Exception) -> None:
        self.form.refuse(str(error))


class OwnPinForm(PinForm):
    """The PIN of now, for an open window is no permission; then the new one twice."""

    def build_before(self) -> None:
        self.current = self.add(_("Your PIN now"), SecretField())


class OwnPinSheet(Sheet):
    """Whoever is at the desk chooses another PIN."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        self._context = context
        self.form = OwnPinForm()
        super().__init__(
            parent,
            _("Change my PIN"),
            self.form,
            accept=_("Keep this PIN"),
            on_accept=self.save,
            width=440,
        )
        self.form.current.setFocus()

    def save(self) -> None:
        form = self.form
        if form.is_valid():
            work = partial(
                self._context.desk.do_with_pin,
                form.current.text(),
                services.set_own_pin,
                pin=form.pin.value,
            )
            self._context.background.run(
                work, done=self._on_saved, failed=self._on_refused, in_order=True
            )

    def _on_saved(self, _nothing: None) -> None:
        self.close()
        self._context.toast(_("Your PIN is changed."))

    def _on_refused(self, error: Exception) -> None:
        self.form.refuse(str(error))
