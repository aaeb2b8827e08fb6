"""What a campus lends, as the settings list it: added, changed, put out of use."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.queries.loans import ResourceRow
from mgdesk.rules.loans import RESOURCE_KIND_LABELS, ResourceKind
from mgdesk.rules.rights import Right
from mgdesk.services import loans as services
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import CheckField, ChoiceField, MultilineField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import box
from mgdesk.ui.kit.records import RecordList
from mgdesk.ui.kit.saving import SavingSheet
from mgdesk.ui.kit.table import Column


class ResourceList(RecordList):
    """Every thing of a campus, with who has it; those out of use say so."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._campus_id: UUID | None = None
        super().__init__(
            _("Keys, laptops and what else is lent"),
            [
                Column[ResourceRow](
                    _("Code"), lambda one: one.code, second=lambda one: one.label, stretch=True
                ),
                Column[ResourceRow](
                    _("Kind"), lambda one: _(RESOURCE_KIND_LABELS[one.kind]), is_spare=True
                ),
                Column[ResourceRow](_("Where it is"), _where),
            ],
            empty=_("Nothing to lend yet. Add keys, laptops, lockers."),
            add=_("Add something"),
            on_add=partial(self._open_sheet, None),
            on_edit=self._open_sheet,
            on_delete=self._retire,
            needs=(Right.WELCOME,),
            delete=_("Lend no more"),
        )

    def show_campus(self, campus_id: UUID, rows: Sequence[ResourceRow]) -> None:
        self._campus_id = campus_id
        self.set_rows(rows)

    def _open_sheet(self, one: ResourceRow | None) -> None:
        if self._campus_id is not None:
            ResourceSheet(self, self._context, self._campus_id, one).open()

    def _retire(self, one: ResourceRow) -> None:
        self._context.do(partial(services.retire_resource, resource_id=one.id))


class ResourceSheet(SavingSheet[Form]):
    """A thing that can be lent: what is written on it and what it is."""

    def __init__(
        self, parent: QWidget, context: Context, campus_id: UUID, known: ResourceRow | None
    ) -> None:
        self._context, self._campus_id, self._known = context, campus_id, known
        self.form = Form()
        self.kind = ChoiceField([(one, _(RESOURCE_KIND_LABELS[one])) for one in ResourceKind])
        self.code = TextField(left_to_right=True, placeholder="K-12")
        self.form.add_beside((_("Code"), self.code), (_("Kind"), self.kind))
        self.label = self.form.add(_("Description"), TextField())
        self.note = self.form.add(_("Note"), MultilineField(lines=2))
        self.is_active = CheckField(_("Can be lent"), value=True)
        if known is not None:
            self._fill(known)
            self.form.add_part(self.is_active)
        heading = _("Change what is lent") if known else _("Something to lend")
        content = box(self.form, None)
        super().__init__(parent, heading, content, accept=_("Save"), on_accept=self.save)
        self.code.setFocus()

    def _fill(self, known: ResourceRow) -> None:
        self.code.value, self.kind.value = known.code, known.kind
        self.label.value, self.note.value = known.label, known.note
        self.is_active.value = known.is_active

    def save(self) -> None:
        values: dict[str, Any] = {
            "code": self.code.value,
            "kind": self.kind.value,
            "label": self.label.value,
            "note": self.note.value,
        }
        action: Callable[..., object]
        if self._known is None:
            action = partial(services.add_resource, campus_id=self._campus_id, **values)
        else:
            action = partial(
                services.update_resource,
                resource_id=self._known.id,
                version=self._known.version,
                is_active=self.is_active.value,
                **values,
            )
        self._context.do(action, self._saved, failed=self._refused)


def _where(one: ResourceRow) -> str:
    """Who has it, or that it is here, or that it is out of use."""
    if one.loan_id is not None:
        return one.holder
    return _("at the campus") if one.is_active else _("no longer lent")
