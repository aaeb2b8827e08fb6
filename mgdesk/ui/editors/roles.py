"""The hats of a person as boxes to tick, beside each other."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.rules.people import ROLE_LABELS, Role
from mgdesk.ui.kit.fields import CheckField
from mgdesk.ui.kit.flow import Flow


class RolesField(QWidget):
    """Ticked roles; `value` is a frozenset of them."""

    edited = Signal()

    def __init__(self, roles: Iterable[Role] = ()) -> None:
        super().__init__()
        self.boxes = {role: CheckField(_(ROLE_LABELS[role])) for role in Role}
        self.setLayout(Flow(*self.boxes.values(), gap=16))
        self.value = frozenset(roles)
        for box in self.boxes.values():
            box.edited.connect(self.edited)
        self.setFocusProxy(self.boxes[Role.APPLICANT])

    @property
    def value(self) -> frozenset[Role]:
        return frozenset(role for role, box in self.boxes.items() if box.value)

    @value.setter
    def value(self, roles: Iterable[Role]) -> None:
        worn = set(roles)
        for role, box in self.boxes.items():
            box.value = role in worn

    def mistake(self) -> str:
        return ""
