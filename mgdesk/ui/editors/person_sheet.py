"""The sheet that adds or changes a person: looks for namesakes, saves, settles two edits at once."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError, StaleRecord
from mgdesk.exchange.contact import parse_phone, show_phone
from mgdesk.i18n import gettext as _
from mgdesk.queries import people as people_queries
from mgdesk.queries.campuses import CampusRow
from mgdesk.queries.people import DuplicateRow, PersonDetail
from mgdesk.rules import names
from mgdesk.rules.people import Role
from mgdesk.services import intake
from mgdesk.services import people as people_services
from mgdesk.ui.editors.merge import MergeSheet
from mgdesk.ui.editors.person import PersonForm
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet

TYPING_PAUSE: Final = 120  # milliseconds without a key before namesakes are looked for
ADVISED_FROM: Final = 3  # letters of a name


class PersonSheet(Sheet):
    """Give `detail` to change somebody, nothing to add. `on_saved(id)` once it is written."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        campuses: list[CampusRow],
        *,
        detail: PersonDetail | None = None,
        typed: str = "",
        role: Role | None = Role.LEARNER,
        on_saved: Callable[[UUID], object] | None = None,
    ) -> None:
        self._context, self._detail, self._on_saved = context, detail, on_saved
        self._parent = parent
        self.form = PersonForm(campuses, _campus_of(context, campuses))
        heading = _("Change {name}", name=detail.name) if detail else _("New person")
        super().__init__(
            parent, heading, self.form, accept=_("Save") if detail else _("Add"), width=640
        )
        self.form.conflict.kept_mine.connect(self._keep_mine)
        self.form.conflict.took_theirs.connect(self._take_theirs)
        self._theirs: PersonDetail | None = None
        self._fill(detail, typed, role)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE)
        self._pause.timeout.connect(self._look_for_namesakes)
        self.form.changed.connect(self._pause.start)
        self.form.duplicates.offers_merge = detail is not None
        self.form.duplicates.opened.connect(self._go_to)
        self.form.duplicates.merge_wanted.connect(self._merge_with)
        self.accept_button.clicked.connect(self.save)
        self.form.fields["first_name"].setFocus()

    def _fill(self, detail: PersonDetail | None, typed: str, role: Role | None) -> None:
        if detail is not None:
            self.form.fill(_known(detail, self.form))
            self.form.roles.value = detail.roles
        else:
            first_name, _blank, surname = names.clean(typed).partition(" ")
            self.form.fill({"first_name": first_name, "surname": surname})
            self.form.roles.value = [role] if role else []
        self._before = self.form.values()
        self._roles_before = self.form.roles.value

    # --- namesakes -------------------------------------------------------------------------

    def _look_for_namesakes(self) -> None:
        if self.form.name_letters() < ADVISED_FROM:
            self.form.duplicates.set_rows([])
            return
        values = self.form.values()
        asked = {name: values[name] for name in ("first_name", "surname", "birth_date", "email")}
        self._context.read(
            partial(
                people_queries.namesakes,
                **asked,
                phone=parse_phone(values["phone"], self.form.country()).text,
                except_id=self._detail.id if self._detail else None,
            ),
            self._show_namesakes,
        )

    def _show_namesakes(self, rows: list[DuplicateRow]) -> None:
        if self.form.name_letters() >= ADVISED_FROM:
            self.form.duplicates.set_rows(rows)

    def _go_to(self, person_id: UUID) -> None:
        self.close()
        self._context.navigate("learner", person_id)

    def _merge_with(self, other_id: UUID) -> None:
        """The record being changed and the other one stand side by side; what was typed is let go."""
        assert self._detail is not None
        parent, kept_id, saved = self._parent, self._detail.id, self._on_saved
        self.close()
        MergeSheet(parent, self._context, kept_id, other_id, on_merged=saved).open()

    # --- saving ----------------------------------------------------------------------------

    def save(self) -> None:
        """Write what changed, once; the sheet stays open until it is on the disk."""
        if self.accept_button.isEnabled() and self.form.is_valid():
            self.accept_button.setEnabled(False)
            self._context.do(self._action(), self._saved, failed=self._refused)

    def _action(self) -> Callable[..., Any]:
        values, roles = self.form.values(), self.form.roles.value
        if self._detail is None:
            given = {name: value for name, value in values.items() if value not in {None, ""}}
            ordered = tuple(role for role in Role if role in roles)
            return partial(intake.add_person, roles=ordered, **given)
        changed = {name: value for name, value in values.items() if value != self._before[name]}
        return partial(
            people_services.update_person,
            person_id=self._detail.id,
            version=self._detail.version,
            roles=roles if roles != self._roles_before else None,
            **changed,
        )

    def _saved(self, person_id: UUID | None) -> None:
        saved = self._detail.id if self._detail else person_id
        if self._on_saved is not None and saved is not None:
            self._on_saved(saved)
        self.close()

    def _refused(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        if isinstance(error, StaleRecord) and self._detail is not None:
            again = partial(people_queries.person, person_id=self._detail.id)
            self._context.read(again, self._show_conflict, failed=self._refused)
        elif isinstance(error, DeskError):
            self.form.refuse(str(error))
        else:
            self._context.fail(error)

    # --- two edits at once -----------------------------------------------------------------

    def _show_conflict(self, theirs: PersonDetail) -> None:
        self._theirs = theirs
        now = _known(theirs, self.form)
        changed = [
            self.form.labels[name] for name, before in self._before.items() if now[name] != before
        ]
        if frozenset(theirs.roles) != self._roles_before:
            changed.append(_("What for"))
        self.form.conflict.tell(changed)

    def _keep_mine(self) -> None:
        """What this person changed goes over the newer record; the rest of it stays."""
        self._adopt_version()
        self.save()

    def _take_theirs(self) -> None:
        self._adopt_version()
        self._fill(self._detail, "", None)

    def _adopt_version(self) -> None:
        if self._theirs is not None:
            self._detail = self._theirs
        self.form.conflict.show_sentence("")


def _known(detail: PersonDetail, form: PersonForm) -> dict[str, Any]:
    known = {name: getattr(detail, name) for name in form.fields}
    return known | {name: show_phone(known[name]) for name in ("phone", "emergency_phone")}


def _campus_of(context: Context, campuses: list[CampusRow]) -> UUID | None:
    """The campus shown; with one campus only, that one."""
    if context.campus_id is not None:
        return context.campus_id
    return campuses[0].id if len(campuses) == 1 else None
