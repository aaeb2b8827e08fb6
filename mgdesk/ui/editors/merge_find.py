"""Whose record is a second one of the person shown: those alike first, else by a few letters."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.exchange.contact import show_phone
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.queries import people as queries
from mgdesk.queries.people import DuplicateRow, LearnerRow, PersonDetail
from mgdesk.rules import names
from mgdesk.rules.people import LIKENESS_LABELS
from mgdesk.ui.editors.duplicates import describe
from mgdesk.ui.editors.merge import MergeSheet
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import SearchField
from mgdesk.ui.kit.layout import Empty, add, column
from mgdesk.ui.kit.table import Column, Table

_OFFERED: Final = 12
Found = LearnerRow | DuplicateRow


class MergeFindSheet(Sheet):
    """Search and Enter; then the two stand side by side."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        detail: PersonDetail,
        on_merged: Callable[[UUID], object] | None = None,
    ) -> None:
        self._context, self._detail, self._on_merged = context, detail, on_merged
        self._parent = parent
        self._asked = ""
        self.search = SearchField(_("Name, phone or e-mail"))
        self.table: Table[Found] = Table(
            [Column(_("Name"), lambda one: one.name, second=_tells, stretch=True, strong=True)],
            name=_("People"),
            empty=Empty(_("Type a few letters of the name."), icon_name="users"),
            headers=False,
        )
        content = QWidget()
        words = _(
            "Which other record is {name} too? Those that look alike come first.", name=detail.name
        )
        whole = column(labels.muted(words), self.search, gap=8)
        add(whole, self.table, 1)
        content.setLayout(whole)
        super().__init__(
            parent,
            _("Merge two records"),
            content,
            accept=_("Compare"),
            accept_icon="list-checks",
            on_accept=self._enter,
            width=600,
        )
        self.keep_height(round(self.width() * 0.9))
        self.search.searched.connect(self._load)
        self.search.moved.connect(self.table.step)
        self.search.entered.connect(self._enter)
        self.table.opened.connect(self.take)
        self.table.chosen.connect(self._settle)
        self._load()
        self.search.setFocus()

    def take(self, one: Found) -> None:
        """Compare with this one."""
        sheet = MergeSheet(
            self._parent, self._context, self._detail.id, one.id, on_merged=self._on_merged
        )
        self.close()
        sheet.open()

    def _enter(self) -> None:
        if self._asked == self.search.text() and self.table.current is not None:
            self.take(self.table.current)

    def _load(self) -> None:
        self._asked = self.search.text()
        if names.clean(self._asked):
            wanted = partial(queries.learners, search=self._asked, limit=_OFFERED)
            self._context.read(wanted, self._show_found)
            return
        one = self._detail
        alike = partial(
            queries.possible_duplicates,
            first_name=one.first_name,
            surname=one.surname,
            birth_date=one.birth_date,
            phone=one.phone,
            email=one.email,
            except_id=one.id,
            limit=_OFFERED,
        )
        self._context.read(alike, self._show_alike)

    def _show_found(self, rows: Sequence[LearnerRow]) -> None:
        self._show([one for one in rows if one.id != self._detail.id])

    def _show_alike(self, rows: Sequence[DuplicateRow]) -> None:
        if not names.clean(self.search.text()):
            self._show(rows)

    def _show(self, rows: Sequence[Found]) -> None:
        self.table.set_rows(rows, choose=rows[0].id if rows else None)
        self._settle()

    def _settle(self) -> None:
        self.accept_button.setEnabled(self.table.current is not None)


def _tells(one: Found) -> str:
    if isinstance(one, DuplicateRow):
        return " · ".join(part for part in (describe(one), _(LIKENESS_LABELS[one.why])) if part)
    parts = (one.second_name, str(one.birth_year or ""), show_phone(one.phone), one.municipality)
    return " · ".join(isolate(part) for part in parts if part) or _("nothing else known")
