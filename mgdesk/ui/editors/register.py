"""Registering somebody for an event: a few letters find who is known; a name is enough for the others."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtWidgets import QStackedLayout, QWidget

from mgdesk.errors import DeskError
from mgdesk.exchange.contact import show_phone
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.queries import people as people_queries
from mgdesk.queries.events import EventDetail
from mgdesk.queries.people import LearnerRow
from mgdesk.rules import names
from mgdesk.rules.rights import Right
from mgdesk.services import events as event_services
from mgdesk.services import intake
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import SearchField, TextField
from mgdesk.ui.kit.form import Banner, Form
from mgdesk.ui.kit.layout import Empty, add, box, column
from mgdesk.ui.kit.table import Column, Table

_OFFERED: Final = 8


class NewGuestForm(Form):
    """Two fields: the name; how to reach them can wait."""

    def __init__(self) -> None:
        super().__init__()
        self.first_name, self.surname = TextField(), TextField()
        self.add_beside((_("First name"), self.first_name), (_("Surname"), self.surname))
        self.phone, self.email = TextField(left_to_right=True), TextField(left_to_right=True)
        self.add_beside((_("Phone"), self.phone), (_("E-mail"), self.email))

    def fill(self, typed: str) -> None:
        """Take over what was searched for: the first word, then the others."""
        self.first_name.value, _blank, self.surname.value = names.clean(typed).partition(" ")

    def values(self) -> dict[str, Any]:
        return {
            "first_name": self.first_name.value,
            "surname": self.surname.value,
            "phone": self.phone.value,
            "email": self.email.value,
        }

    def mistakes(self) -> dict[QWidget, str]:
        if names.is_name(self.first_name.value, self.surname.value):
            return {}
        return {self.first_name: str(intake.NameMissing())}


class RegisterSheet(Sheet):
    """Search and Enter registers who is known; "Somebody new" takes a name. Stays open for the next."""

    def __init__(self, parent: QWidget, context: Context, event: EventDetail) -> None:
        self._context, self._event = context, event
        self._asked = self._shown = ""
        self._is_entering = False
        self.search = SearchField(_("Name, phone or e-mail"))
        self._empty = Empty(
            _("Type a few letters of the name."),
            _("Somebody new"),
            self.start_new,
            icon_name="users",
        )
        self.table: Table[LearnerRow] = Table(
            _columns(), name=_("People"), empty=self._empty, headers=False
        )
        self.new_button = Button(
            _("Somebody new"),
            "user-plus",
            kind="link",
            on_click=self.start_new,
            needs=(Right.WELCOME,),
        )
        self.form = NewGuestForm()
        self.fault = Banner()
        super().__init__(
            parent,
            _("Register for {event}", event=event.title),
            self._content(),
            accept=_("Register"),
            on_accept=self.save,
            width=600,
        )
        self.cancel_button.set_words(_("Close"))
        self.keep_height(round(self.width() * 0.9))
        self.search.searched.connect(self._load)
        self.search.moved.connect(self.table.step)
        self.search.entered.connect(self._enter)
        self.table.opened.connect(self.register)
        self.accept_button.setAutoDefault(False)
        self.accept_button.setDefault(False)
        self.search.setFocus()

    def _content(self) -> QWidget:
        known = box(self.search, gap=8)
        inside = known.layout()
        assert inside is not None
        inside.addWidget(self.table)
        inside.addWidget(self.new_button)
        self._pages = QStackedLayout()
        self._pages.addWidget(known)
        self._pages.addWidget(box(self.form, None))
        content = QWidget()
        whole = column(self.fault, gap=8)
        add(whole, self._pages, 1)
        content.setLayout(whole)
        return content

    # --- who is known ----------------------------------------------------------------------

    def _load(self) -> None:
        self._asked = self.search.text()
        if not names.clean(self._asked):
            self._show([])
            return
        wanted = partial(people_queries.learners, search=self._asked, limit=_OFFERED)
        self._context.read(wanted, self._show)

    def _show(self, rows: Sequence[LearnerRow]) -> None:
        self._shown = self._asked
        typed = names.clean(self._shown)
        if typed:
            self._empty.sentence.setText(_("Nobody is found for {text}.", text=typed))
            self._empty.button.set_words(_("Register {name} as a new person", name=typed))
        self.table.set_rows(rows, choose=rows[0].id if rows else None)
        if self._is_entering:
            self._enter()

    def _enter(self) -> None:
        """Enter takes the one chosen, once the list shows what was typed."""
        self._is_entering = self._shown != self.search.text()
        if self._is_entering:
            return
        if self.table.current is not None:
            self.register(self.table.current)
        elif names.clean(self._shown):
            self.start_new()

    def register(self, person: LearnerRow) -> None:
        self._do(partial(event_services.register, event_id=self._event.id, person_id=person.id))

    # --- somebody new ----------------------------------------------------------------------

    def start_new(self) -> None:
        self.form.fill(self.search.text())
        self._pages.setCurrentIndex(1)
        (self.form.surname if self.form.first_name.value else self.form.first_name).setFocus()
        self.accept_button.setDefault(True)

    def save(self) -> None:
        if self._pages.currentIndex() == 0:
            self._enter()
        elif self.form.is_valid():
            self._do(
                partial(
                    event_services.register_new,
                    event_id=self._event.id,
                    campus_id=self._event.campus_id,
                    **self.form.values(),
                )
            )

    def _do(self, action: "partial[UUID]") -> None:
        self.accept_button.setEnabled(False)
        self.fault.show_sentence("")
        self._context.do(action, self._saved, failed=self._refused)

    def _saved(self, _registration: UUID) -> None:
        """Ready for the next one."""
        self.accept_button.setEnabled(True)
        self._pages.setCurrentIndex(0)
        self.form.fill("")
        self.form.phone.value = self.form.email.value = ""
        self.search.clear()
        self.search.setFocus()

    def _refused(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        if isinstance(error, DeskError):
            self.fault.show_sentence(str(error))
        else:
            self._context.fail(error)


def _columns() -> list[Column[LearnerRow]]:
    return [
        Column(
            _("Name"),
            lambda one: one.name,
            second=_tells_apart,
            stretch=True,
            strong=True,
        )
    ]


def _tells_apart(one: LearnerRow) -> str:
    year = str(one.birth_year or "")
    cohort = one.cohorts[0] if one.cohorts else ""
    parts = (one.second_name, year, cohort, show_phone(one.phone), one.municipality)
    return " · ".join(isolate(part) for part in parts if part) or _("nothing else known")
