"""Staff in the settings: who works at the desk, their roles and PINs. Only managers see it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_day, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries.campuses import campuses
from mgdesk.queries.staff import StaffRow, staff
from mgdesk.rules.people import STAFF_ROLE_LABELS
from mgdesk.rules.rights import Right
from mgdesk.services import staff as services
from mgdesk.ui.editors.sign_ons import SignOnsSheet
from mgdesk.ui.editors.staff_sheets import StaffPinSheet, StaffSheet
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.form import Banner
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Empty, column
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone

if TYPE_CHECKING:
    from mgdesk.queries.campuses import CampusRow
    from mgdesk.rules.keeping import KeyState


_RUN = (Right.RUN,)


class StaffEditor(QWidget):
    """The list, and what can be done about the one chosen."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._campuses: list[CampusRow] = []
        self.table: Table[StaffRow] = Table(
            _columns(),
            name=_("Staff"),
            empty=Empty(
                _(
                    "Nobody signs on: whoever sits at this computer may do everything, and no change"
                    " says who made it. Begin with a manager."
                ),
                _("Add a manager"),
                self.add,
                icon_name="users-round",
            ),
        )
        self.no_key = Banner(tone="late")
        self.add_button = Button(
            _("Add somebody…"), "user-plus", kind="primary", on_click=self.add, needs=_RUN
        )
        self.change_button = Button(_("Change…"), "pencil", on_click=self.change, needs=_RUN)
        self.pin_button = Button(_("New PIN…"), "lock", on_click=self.choose_pin, needs=_RUN)
        self.retire_button = Button("", "user-x", on_click=self.retire, needs=_RUN)
        self.signed_button = Button(
            _("Who signed on…"), "history", on_click=self.show_sign_ons, needs=_RUN
        )
        buttons = QWidget()
        buttons.setLayout(
            Flow(
                self.add_button,
                self.change_button,
                self.pin_button,
                self.retire_button,
                self.signed_button,
                gap=8,
            )
        )
        words = labels.muted(
            _("Whoever works at the desk signs on with a PIN. Each change says who made it.")
        )
        whole = column(words, self.no_key, gap=12)
        whole.addWidget(self.table.carded(), 1)
        whole.addWidget(buttons)
        self.setLayout(whole)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self._open)
        self._on_chosen(None)
        self.load()

    def load(self) -> None:
        self._context.read(staff, self._show)
        self._context.read(campuses, self._on_campuses)
        vault = self._context.desk.vault
        if vault is not None:
            self._context.background.run(vault.state, done=self._on_keys, key="keys")

    # --- doing -----------------------------------------------------------------------------

    def add(self) -> None:
        """Somebody new; the first one is a manager."""
        is_first = not any(row.is_active for row in self.table.rows)
        StaffSheet(self, self._context, self._campuses, is_first=is_first).open()

    def change(self) -> None:
        one = self.table.current
        if one is not None:
            StaffSheet(self, self._context, self._campuses, one).open()

    def choose_pin(self) -> None:
        one = self.table.current
        if one is not None:
            StaffPinSheet(self, self._context, one.id, one.name).open()

    def retire(self) -> None:
        """Somebody signs on no more, or again: the same button brings back."""
        one = self.table.current
        if one is not None:
            action = partial(services.set_active, staff_id=one.id, is_active=not one.is_active)
            self._context.do(action)

    def show_sign_ons(self) -> None:
        SignOnsSheet(self.window(), self._context).open()

    # --- showing ---------------------------------------------------------------------------

    def _show(self, rows: list[StaffRow]) -> None:
        self.table.set_rows(rows)
        self.add_button.setVisible(bool(rows))
        self.signed_button.setVisible(bool(rows))
        self._on_chosen(self.table.current)

    def _on_campuses(self, rows: "list[CampusRow]") -> None:
        self._campuses = rows

    def _on_keys(self, state: "KeyState") -> None:
        self.no_key.show_sentence(
            ""
            if state.has_recovery
            else _(
                "No recovery key is printed yet: without it, a manager’s forgotten PIN cannot be"
                " replaced. Print one in Safety."
            )
        )

    def _on_chosen(self, one: StaffRow | None) -> None:
        for button in (self.change_button, self.pin_button, self.retire_button):
            button.setEnabled(one is not None)
        is_there = one is None or one.is_active
        self.retire_button.set_words(_("Retire") if is_there else _("Back at the desk"))

    def _open(self, _one: StaffRow) -> None:
        self.change()


def _columns() -> list[Column[StaffRow]]:
    return [
        Column(_("Name"), lambda row: row.name, stretch=True, strong=True),
        Column(_("Role"), lambda row: _(STAFF_ROLE_LABELS[row.role])),
        Column(_("Campus"), lambda row: row.campus or _("all"), is_spare=True),
        Column(
            _("PIN since"),
            lambda row: (
                format_day(row.pin_set_at.astimezone().date(), "short") if row.pin_set_at else ""
            ),
            sort=lambda row: row.pin_set_at.isoformat() if row.pin_set_at else "",
            is_spare=True,
        ),
        Column(_("State"), lambda _row: "", sort=lambda row: row.is_active, pill=_state),
    ]


def _state(row: StaffRow) -> Pill:
    if not row.is_active:
        return Pill(Tone.NEUTRAL, _("retired"), "user-x")
    if row.failures:
        words = ngettext("{n} wrong PIN", "{n} wrong PINs", row.failures)
        return Pill(Tone.LATE, words)
    return Pill(Tone.OK, _("signs on"))
