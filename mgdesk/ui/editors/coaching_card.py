"""The coaching of a person on their record: appointments to come, then past ones, and what can be done."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk import i18n
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.queries.availability import week_of
from mgdesk.queries.coaching import CoachingRow, NoteRow
from mgdesk.queries.people import PersonDetail
from mgdesk.rules.availability import WeekHours
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.coaching import EXPECTED, HELD
from mgdesk.rules.rights import Right
from mgdesk.services import coaching as services
from mgdesk.services.sights import open_note
from mgdesk.ui.editors.coach_hours import HoursSheet
from mgdesk.ui.editors.coaching import CoachingOffer, coaching_offer
from mgdesk.ui.editors.coaching_note import NoteSheet
from mgdesk.ui.editors.coaching_sheet import CoachingSheet
from mgdesk.ui.editors.facts import record_line
from mgdesk.ui.editors.more_papers import open_coaching_note
from mgdesk.ui.editors.states import coaching_pill
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.layout import Card

SHOWN: Final = 6
_SOON: Final = timedelta(hours=1)  # a note may be begun so long before


class Coaching(QWidget):
    """What can be done with the coaching of whoever is shown; dialogs open over `over`."""

    def __init__(self, over: QWidget, context: Context) -> None:
        super().__init__(over)
        self.hide()
        self._over, self._context = over, context
        self._person: PersonDetail | None = None
        self._changed: CoachingRow | None = None
        self._campus_id: UUID | None = None

    def show_person(self, person: PersonDetail | None) -> None:
        self._person = person

    def card(self, person: PersonDetail) -> Card:
        """The appointments, those to come first."""
        book = Button(_("Book…"), "calendar-plus", on_click=self.book, needs=(Right.BOOK,))
        book.setAccessibleName(_("Book coaching…"))
        card = Card(_("Coaching"), book)
        rows = in_order(person.coaching, wall_clock())
        for found in rows[:SHOWN]:
            card.add(self._line(found))
        if not rows:
            card.add(labels.muted(_("No appointment yet.")))
        if len(rows) > SHOWN:
            more = len(rows) - SHOWN
            card.add(labels.muted(ngettext("and {n} earlier", "and {n} earlier", more)))
        return card

    def _line(self, found: CoachingRow) -> QWidget:
        start, end = found.starts_local, found.ends_local
        day = i18n.format_day(start.date())
        when = f"{i18n.isolate(day)}, {i18n.format_clock_range(start.time(), end.time())}"
        words = " · ".join(filter(None, (when, found.subject)))
        second = " · ".join(filter(None, (found.coach, found.room)))
        icon = "notebook-pen"
        write = IconButton(
            _("Note of {day}", day=day),
            icon,
            on_click=partial(self.write_note, found),
            needs=(Right.COACH,),
        )
        printed = IconButton(
            _("Print the note of {day}…", day=day),
            "printer",
            on_click=partial(self.print_note, found),
            needs=(Right.COACH,),
        )
        printed.setEnabled(found.has_note)
        change = IconButton(
            _("Change the appointment of {day}", day=day),
            "pencil",
            on_click=partial(self.change, found),
            needs=(Right.BOOK,),
        )
        delete = IconButton(
            _("Delete the appointment of {day}", day=day),
            "trash-2",
            on_click=partial(self.delete, found),
            needs=(Right.BOOK,),
        )
        pill = coaching_pill(found.status)
        return record_line(words, second, pill, write, printed, change, delete)

    # --- doing -----------------------------------------------------------------------------

    def book(self) -> None:
        self._changed = None
        self._read_offer()

    def say_hours(self) -> None:
        """When whoever is shown sees people, as a coach, at the campus shown."""
        person = self._person
        campus_id = self._context.campus_id or (person.campus_id if person else None)
        if person is not None and campus_id is not None:
            self._campus_id = campus_id
            wanted = partial(week_of, coach_id=person.id, campus_id=campus_id)
            self._context.read(wanted, self._open_hours)

    def _open_hours(self, week: tuple[WeekHours, ...]) -> None:
        if self._person is not None and self._campus_id is not None:
            coach = (self._person.id, self._person.name)
            HoursSheet(self._over, self._context, coach, self._campus_id, week).open()

    def change(self, found: CoachingRow | None = None) -> None:
        """Change an appointment: the one given, else the next or the last."""
        self._changed = found or self._at_hand()
        if self._changed is not None:
            self._read_offer()

    def _read_offer(self) -> None:
        if self._person is not None:
            wanted = partial(coaching_offer, person=self._person, campus_id=self._context.campus_id)
            self._context.read(wanted, self._open_sheet)

    def _open_sheet(self, offer: CoachingOffer) -> None:
        if self._person is not None:
            CoachingSheet(self._over, self._context, self._person, offer, self._changed).open()

    def delete(self, found: CoachingRow) -> None:
        """Delete at once; the toast gives it back."""
        self._context.do(partial(services.delete, coaching_id=found.id))

    def write_note(self, found: CoachingRow | None = None) -> None:
        """Write the note of an appointment: the one given, else the one at hand."""
        self._changed = found or self._at_hand()
        if self._changed is not None:
            wanted = partial(open_note, coaching_id=self._changed.id)
            self._context.do(wanted, self._open_note, failed=self._context.fail, quiet=True)

    def _open_note(self, known: NoteRow) -> None:
        if self._changed is not None:
            NoteSheet(self._over, self._context, self._changed, known).open()

    def print_note(self, found: CoachingRow | None = None) -> None:
        """Print the note of an appointment: the one given, else the last that was written."""
        written = [row for row in self._person.coaching if row.has_note] if self._person else []
        wanted = found or (written[-1] if written else None)
        if wanted is not None:
            open_coaching_note(self._over, self._context, wanted)
        elif self._person is not None:
            self._context.toast(_("No coaching note is written yet."), tone="late")

    def _at_hand(self) -> CoachingRow | None:
        """The appointment that is on or was last, else the next; says so when there is none."""
        if self._person is None:
            return None
        found = at_hand(self._person.coaching, wall_clock())
        if found is None:
            self._context.toast(_("No coaching appointment yet: book one."), tone="late")
        return found


def in_order(rows: Sequence[CoachingRow], now: datetime) -> list[CoachingRow]:
    """Those to come by time, then the others, the latest first."""
    coming = [row for row in rows if row.status in EXPECTED and row.ends_at > now]
    return [*coming, *(row for row in reversed(rows) if row not in coming)]


def at_hand(rows: Sequence[CoachingRow], now: datetime) -> CoachingRow | None:
    """What somebody at the desk means by the appointment: it is on, was last, or is next."""
    held = [row for row in rows if row.status in HELD]
    begun = [row for row in held if row.starts_at <= now + _SOON]
    return begun[-1] if begun else next(iter(held), None)
