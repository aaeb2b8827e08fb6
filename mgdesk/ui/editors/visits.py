"""Announced visitors: the sheet that expects somebody, and the card of who is expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_clock, format_day, isolate
from mgdesk.i18n import gettext as _
from mgdesk.queries import people as people_queries
from mgdesk.queries.people import DuplicateRow
from mgdesk.queries.visits import VisitRow
from mgdesk.rules import names
from mgdesk.rules.rights import Right
from mgdesk.rules.visits import VISIT_STATUS_LABELS, VisitStatus
from mgdesk.services import intake
from mgdesk.services import visits as services
from mgdesk.ui.editors.duplicates import DuplicatesCard
from mgdesk.ui.editors.lines import Lines, line_of
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import DateField, TextField, TimeField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.labels import Pill, PillLabel
from mgdesk.ui.kit.layout import box
from mgdesk.ui.kit.saving import SavingSheet
from mgdesk.ui.kit.theme import Tone

_PAUSE = 150  # milliseconds without a key before known people are looked for
_ADVISED_FROM = 3  # letters
_PILLS = {
    VisitStatus.EXPECTED: (Tone.ACCENT, "calendar-check"),
    VisitStatus.ARRIVED: (Tone.OK, "circle-check"),
    VisitStatus.LEFT: (Tone.NEUTRAL, "log-out"),
    VisitStatus.CANCELLED: (Tone.NEUTRAL, "ban"),
}


@dataclass(frozen=True)
class Guest:
    """Somebody known who is announced."""

    person_id: UUID
    name: str


class VisitForm(Form):
    """Who comes when, to see whom; who is known already is offered while the name is typed."""

    def __init__(self, day: date, known: VisitRow | None, guest: Guest | None) -> None:
        super().__init__()
        self.guest = guest
        name = guest.name if guest else known.name if known else ""
        self.name = self.add(_("Name"), TextField(name))
        self.name.setReadOnly(known is not None or guest is not None)
        self.duplicates = DuplicatesCard()
        self.add_part(self.duplicates)
        self.host = self.add(_("Comes to see"), TextField(known.host if known else ""))
        self.day = DateField(known.day if known else day)
        self.hour = TimeField(known.hour if known else None)
        self.add_beside((_("Day"), self.day), (_("Hour"), self.hour))
        self.duplicates.opened.connect(self._choose)
        self.name.edited.connect(self._forget)

    def _choose(self, person_id: UUID) -> None:
        found = next(row for row in self.duplicates.rows if row.id == person_id)
        self.name.value = found.name
        self.guest = Guest(found.id, found.name)
        self.duplicates.set_rows(())
        self.host.setFocus()

    def _forget(self) -> None:
        """Another name typed is somebody else."""
        if self.guest is not None and self.name.value != self.guest.name:
            self.guest = None

    def mistakes(self) -> dict[QWidget, str]:
        found: dict[QWidget, str] = {}
        if self.guest is None and not names.is_name(self.name.value, ""):
            found[self.name] = str(intake.NameMissing())
        if self.day.value is None:
            found[self.day] = _("On which day? Type a date.")
        return found


class VisitSheet(SavingSheet[VisitForm]):
    """Announce somebody for a day, or change the `known` visit."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        campus_id: UUID,
        day: date,
        known: VisitRow | None = None,
        guest: Guest | None = None,
    ) -> None:
        self.form = VisitForm(day, known, guest)
        super().__init__(
            parent,
            _("Change the visit") if known else _("Announce a visitor"),
            box(self.form, None),
            accept=_("Save") if known else _("Announce"),
            on_accept=self.save,
            width=520,
        )
        self._context, self._campus_id, self._known = context, campus_id, known
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._look)
        self.form.name.edited.connect(self._pause.start)
        (self.form.host if self.form.name.isReadOnly() else self.form.name).setFocus()

    def save(self) -> None:
        if not self.form.is_valid():
            return
        self.accept_button.setEnabled(False)
        values: dict[str, Any] = {
            "day": self.form.day.value,
            "hour": self.form.hour.value,
            "host": self.form.host.value,
        }
        if self._known is not None:
            ids: dict[str, Any] = {"visit_id": self._known.id, "version": self._known.version}
            action = partial(services.change_visit, **ids, **values)
            self._context.do(action, self._saved, failed=self._refused)
            return
        guest = self.form.guest
        announced = partial(
            services.announce,
            campus_id=self._campus_id,
            person_id=guest.person_id if guest else None,
            name=self.form.name.value,
            **values,
        )
        self._context.do(announced, self._saved, failed=self._refused)

    def _look(self) -> None:
        typed = names.clean(self.form.name.value)
        if len(typed) < _ADVISED_FROM or self.form.guest is not None:
            self.form.duplicates.set_rows(())
            return
        first, _blank, surname = typed.partition(" ")
        wanted = partial(people_queries.namesakes, first_name=first, surname=surname)
        self._context.read(wanted, self._advise)

    def _advise(self, rows: Sequence[DuplicateRow]) -> None:
        if self.form.guest is None:
            self.form.duplicates.set_rows(rows)


class VisitsCard(Lines):
    """Who is expected: `come(VisitRow)` checks in, `wanted(VisitRow)` changes, `off(VisitRow)` cancels."""

    come = Signal(object)
    wanted = Signal(object)
    off = Signal(object)

    def __init__(self, announce: Button) -> None:
        super().__init__(_("Visitors"), announce)

    def show_visits(self, rows: Sequence[VisitRow], today: date) -> None:
        shown = [row for row in rows if row.status is not VisitStatus.CANCELLED]
        self.show_lines((shown, today), lambda: self._made(shown, today))

    def _made(self, rows: Sequence[VisitRow], today: date) -> list[QWidget]:
        if not rows:
            return [labels.muted(_("Nobody is announced."))]
        return [self._row(row, today) for row in rows]

    def _row(self, row: VisitRow, today: date) -> QWidget:
        hour = format_clock(row.hour) if row.hour else ""
        day = format_day(row.day, "short") if row.day != today else ""
        host = _("to see {name}", name=row.host) if row.host else ""
        second = " · ".join(filter(None, (isolate(day), isolate(hour), host)))
        return line_of(row.name, second, *self._ends(row, today))

    def _ends(self, row: VisitRow, today: date) -> list[QWidget]:
        if row.status is not VisitStatus.EXPECTED:
            tone, icon = _PILLS[row.status]
            return [PillLabel(Pill(tone, _(VISIT_STATUS_LABELS[row.status]), icon))]
        change = IconButton(
            _("Change the visit of {name}", name=row.name),
            "pencil",
            on_click=partial(self.wanted.emit, row),
            needs=(Right.WELCOME,),
        )
        cancel = IconButton(
            _("{name} does not come", name=row.name),
            "x",
            on_click=partial(self.off.emit, row),
            needs=(Right.WELCOME,),
        )
        if row.day != today:
            return [change, cancel]
        come = Button(
            _("Check in"),
            "user-check",
            on_click=partial(self.come.emit, row),
            needs=(Right.WELCOME,),
        )
        come.setAccessibleName(_("Check in {name}", name=row.name))
        return [come, change, cancel]
