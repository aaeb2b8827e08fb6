"""The sheet that gives a pass to co-work, extends or ends it; and the card of passes on a record."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.queries import campuses as campus_queries
from mgdesk.queries.campuses import CampusRow
from mgdesk.queries.passes import PassRow
from mgdesk.queries.people import PersonDetail
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.coworking import PASS_KIND_LABELS, PassKind
from mgdesk.rules.rights import Right
from mgdesk.services import passes as services
from mgdesk.ui.editors.facts import record_line
from mgdesk.ui.editors.pass_words import pass_days, pass_title, state_pill
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import ChoiceField, DateField, NumberField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import Card, box
from mgdesk.ui.kit.saving import SavingSheet

_USUAL_DAYS = 10


@dataclass(frozen=True)
class Holder:
    """Whose pass it is, and at which campus."""

    person_id: UUID
    name: str
    campus_id: UUID


class PassForm(Form):
    """What a pass allows; without a number, every day from the first to the last."""

    def __init__(self, known: PassRow | None) -> None:
        super().__init__()
        kinds = [(kind, _(words)) for kind, words in PASS_KIND_LABELS.items()]
        today = wall_clock().astimezone().date()
        self.kind = self.add(_("Pass"), ChoiceField(kinds, known.kind if known else PassKind.DAYS))
        days = known.day_count if known else _USUAL_DAYS
        self.days = self.add(_("Days"), NumberField(days or 0, most=999, empty=_("every day")))
        self.first = DateField(known.first_day if known else today)
        self.last = DateField(known.last_day if known else None)
        self.add_beside((_("From"), self.first), (_("Until"), self.last))
        self.note = self.add(_("Note"), TextField(known.note if known else ""))
        self.kind.edited.connect(self._settle)
        self._is_new = known is None
        self._settle()

    def _settle(self) -> None:
        """A monthly pass ends by itself; one without a limit counts nothing."""
        kind = self.kind.value
        self.days.setEnabled(kind is not PassKind.UNLIMITED)
        if not self._is_new:
            return
        self.days.setValue(_USUAL_DAYS if kind is PassKind.DAYS else 0)
        first = self.first.value
        ends = services.month_after(first) if first and kind is PassKind.MONTH else None
        self.last.value = ends

    def mistakes(self) -> dict[QWidget, str]:
        found: dict[QWidget, str] = {}
        if self.kind.value is PassKind.DAYS and not self.days.value():
            found[self.days] = str(services.DaysMissing())
        if self.first.value is None:
            found[self.first] = _("From which day? Type a date.")
        elif self.last.value is not None and self.last.value < self.first.value:
            found[self.last] = str(services.PassEndsBeforeItStarts())
        return found


class PassSheet(SavingSheet[PassForm]):
    """Give somebody a pass, or change the `known` one; End lets it end yesterday."""

    def __init__(
        self, parent: QWidget, context: Context, holder: Holder, known: PassRow | None = None
    ) -> None:
        self.form = PassForm(known)
        content = box(self.form, None)
        if known is not None:
            content = box(self.form, Button(_("End it now"), "log-out", on_click=self.end), None)
        super().__init__(
            parent,
            _("Pass of {name}", name=holder.name),
            content,
            accept=_("Save") if known else _("Give"),
            on_accept=self.save,
            width=520,
        )
        self._context, self._holder, self._known = context, holder, known
        self.form.kind.setFocus()

    def save(self) -> None:
        if not self.form.is_valid():
            return
        self.accept_button.setEnabled(False)
        values: dict[str, Any] = {
            "kind": self.form.kind.value,
            "first_day": self.form.first.value,
            "last_day": self.form.last.value,
            "day_count": self.form.days.value() or None,
            "note": self.form.note.value,
        }
        if self._known is None:
            ids: dict[str, Any] = {
                "person_id": self._holder.person_id,
                "campus_id": self._holder.campus_id,
            }
            self._context.do(
                partial(services.give_pass, **ids, **values), self._saved, failed=self._refused
            )
        else:
            ids = {"pass_id": self._known.id, "version": self._known.version}
            self._context.do(
                partial(services.change_pass, **ids, **values), self._saved, failed=self._refused
            )

    def end(self) -> None:
        """It was valid until yesterday; the toast takes that back."""
        if self._known is not None:
            yesterday = wall_clock().astimezone().date() - timedelta(days=1)
            self._context.do(
                partial(services.end_pass, pass_id=self._known.id, last_day=yesterday),
                self._saved,
                failed=self._refused,
            )


class Passes(QWidget):
    """What can be done with the passes of whoever is shown; sheets open over `over`."""

    def __init__(self, over: QWidget, context: Context) -> None:
        super().__init__(over)
        self.hide()
        self._over, self._context = over, context
        self._person: PersonDetail | None = None

    def show_person(self, person: PersonDetail | None) -> None:
        self._person = person

    def card(self, person: PersonDetail) -> Card:
        """The passes, the latest first."""
        give = Button(_("Give a pass…"), "plus", on_click=self.give, needs=(Right.WELCOME,))
        card = Card(_("Co-working"), give)
        today = wall_clock().astimezone().date()
        for found in person.passes:
            card.add(self._line(found, today))
        if not person.passes:
            card.add(labels.muted(_("No pass.")))
        return card

    def _line(self, found: PassRow, today: date) -> QWidget:
        change = Button(
            _("Change"),
            kind="link",
            on_click=partial(self.change, found),
            needs=(Right.WELCOME,),
        )
        change.setAccessibleName(_("Change {name}", name=pass_title(found)))
        state = state_pill(found.state(today))
        return record_line(pass_title(found), pass_days(found), state, change)

    def give(self) -> None:
        """At the campus that the window shows, else the person's own, else the first."""
        if self._person is not None:
            self._context.read(campus_queries.campuses, self._open)

    def _open(self, campuses: list[CampusRow]) -> None:
        if self._person is None or not campuses:
            return
        chosen = self._context.campus_id or self._person.campus_id or campuses[0].id
        holder = Holder(self._person.id, self._person.name, chosen)
        PassSheet(self._over, self._context, holder).open()

    def change(self, found: PassRow) -> None:
        holder = Holder(found.person_id, found.name, found.campus_id)
        PassSheet(self._over, self._context, holder, found).open()
