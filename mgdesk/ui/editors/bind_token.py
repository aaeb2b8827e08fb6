"""A code that is new, and whose it is: a few letters find the person, Enter binds it to them."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError
from mgdesk.exchange.contact import show_phone
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.queries import people as people_queries
from mgdesk.queries import tokens as token_queries
from mgdesk.queries.people import LearnerRow
from mgdesk.queries.tokens import Holder
from mgdesk.rules import names
from mgdesk.services import tokens
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import SearchField
from mgdesk.ui.kit.form import Banner
from mgdesk.ui.kit.layout import Empty, add, column
from mgdesk.ui.kit.table import Column, Table

_OFFERED: Final = 8
_SHOWN: Final = 60  # signs of a long code


class BindSheet(Sheet):
    """Search and Enter; scanning the badge of the person chooses them too."""

    def __init__(self, parent: QWidget, context: Context, code: str) -> None:
        self._context, self.code = context, code
        self._asked = self._shown = ""
        self._is_entering = False
        self.search = SearchField(_("Name, phone or e-mail"))
        self.fault = Banner()
        self.table: Table[LearnerRow] = Table(
            _columns(),
            name=_("People"),
            empty=Empty(_("Type a few letters of the name."), icon_name="users"),
            headers=False,
        )
        super().__init__(
            parent,
            _("This code is new: whose is it?"),
            self._content(),
            accept=_("Bind to this person"),
            accept_icon="user-check",
            on_accept=self._enter,
            width=600,
        )
        self.keep_height(round(self.width() * 0.9))
        self.accept_button.setAutoDefault(False)
        self.accept_button.setDefault(False)
        self.search.searched.connect(self._load)
        self.search.moved.connect(self.table.step)
        self.search.entered.connect(self._enter)
        self.table.opened.connect(self.bind)
        self.table.chosen.connect(self._settle)
        self.search.setFocus()
        self._settle()

    def _content(self) -> QWidget:
        shown = self.code if len(self.code) <= _SHOWN else f"{self.code[:_SHOWN]}…"
        words = labels.text(isolate(shown), "section", wrap=True, selectable=True)
        explained = labels.muted(
            _("From then on, scanning it finds this person, as their badge does.")
        )
        content = QWidget()
        whole = column(words, explained, self.fault, self.search, gap=8)
        add(whole, self.table, 1)
        content.setLayout(whole)
        return content

    def take_scan(self, code: str) -> bool:
        """A badge scanned meanwhile says who it is."""
        self._context.read(partial(token_queries.holder, code=code), self._on_holder)
        return True

    def _on_holder(self, found: Holder | None) -> None:
        if found is not None:
            self._do(found.person_id)

    # --- choosing --------------------------------------------------------------------------

    def _load(self) -> None:
        self._asked = self.search.text()
        if not names.clean(self._asked):
            self._show([])
            return
        wanted = partial(people_queries.learners, search=self._asked, limit=_OFFERED)
        self._context.read(wanted, self._show)

    def _show(self, rows: Sequence[LearnerRow]) -> None:
        self._shown = self._asked
        self.table.set_rows(rows, choose=rows[0].id if rows else None)
        self._settle()
        if self._is_entering:
            self._enter()

    def _settle(self) -> None:
        self.accept_button.setEnabled(self.table.current is not None)

    def _enter(self) -> None:
        """Enter takes the one chosen, once the list shows what was typed."""
        self._is_entering = self._shown != self.search.text()
        if not self._is_entering and self.table.current is not None:
            self.bind(self.table.current)

    def bind(self, person: LearnerRow) -> None:
        self._do(person.id)

    def _do(self, person_id: UUID) -> None:
        self.accept_button.setEnabled(False)
        self.fault.show_sentence("")
        work = partial(tokens.bind, code=self.code, person_id=person_id)
        self._context.do(work, self._on_bound, failed=self._on_refused)

    def _on_bound(self, _token: UUID) -> None:
        self.close()

    def _on_refused(self, error: Exception) -> None:
        self._settle()
        if isinstance(error, DeskError):
            self.fault.show_sentence(str(error))
        else:
            self._context.fail(error)


def _columns() -> list[Column[LearnerRow]]:
    return [Column(_("Name"), lambda one: one.name, second=_tells_apart, stretch=True, strong=True)]


def _tells_apart(one: LearnerRow) -> str:
    cohort = one.cohorts[0] if one.cohorts else ""
    parts = (
        one.second_name,
        str(one.birth_year or ""),
        cohort,
        show_phone(one.phone),
        one.municipality,
    )
    return " · ".join(isolate(part) for part in parts if part) or _("nothing else known")
