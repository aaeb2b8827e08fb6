"""The form of an appointment with a coach: somebody and a time are proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mgdesk.i18n import NN_, format_clock_range, format_day_and_month, format_weekday, isolate
from mgdesk.i18n import gettext as _
from mgdesk.queries import campuses as campus_queries
from mgdesk.queries import coaching as queries
from mgdesk.queries.campuses import CampusRow, RoomRow
from mgdesk.queries.coaching import CoachingRow, CoachRow
from mgdesk.queries.people import PersonDetail
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.coaching import COACHING_STATUS_LABELS, USUAL_LENGTH, CoachingStatus
from mgdesk.services import coaching as services
from mgdesk.services.coaching_series import MOST
from mgdesk.services.free_times import free_times
from mgdesk.ui.editors.clash_banner import ClashBanner
from mgdesk.ui.editors.conflict import ConflictBanner
from mgdesk.ui.kit.fields import (
    CheckField,
    ChoiceField,
    DateField,
    NumberField,
    TextField,
    TimeField,
)
from mgdesk.ui.kit.form import Form


def free_words(start: datetime) -> str:
    """A free time as a person says it."""
    day, end = start.date(), (start + USUAL_LENGTH).time()
    hours = format_clock_range(start.time(), end)
    return f"{format_weekday(day)} {isolate(format_day_and_month(day))}, {hours}"


@dataclass(frozen=True)
class CoachingOffer:
    """What the fields offer to choose from, and what is proposed."""

    campuses: tuple[CampusRow, ...]
    rooms: tuple[tuple[UUID, tuple[RoomRow, ...]], ...]  # by campus
    coaches: tuple[CoachRow, ...]
    campus_id: UUID | None
    coach_id: UUID | None
    starts: tuple[datetime, ...]  # free times on the campus's clock

    def rooms_of(self, campus_id: UUID | None) -> tuple[RoomRow, ...]:
        return next((rooms for campus, rooms in self.rooms if campus == campus_id), ())


def coaching_offer(session: Any, *, person: PersonDetail, campus_id: UUID | None) -> CoachingOffer:
    """Read all that the sheet offers; proposed is the coach of last time, when next free."""
    campuses = campus_queries.campuses(session)
    known = [row.id for row in campuses]
    place = next((one for one in (campus_id, person.campus_id) if one in known), None)
    place = place or (known[0] if known else None)
    coaches = [one for one in queries.coaches(session) if one.id != person.id]
    coach_id = _usual_coach(coaches, person, place)
    starts: tuple[datetime, ...] = ()
    if coach_id is not None and place is not None:
        found = free_times(session, coach_id=coach_id, campus_id=place, after=wall_clock())
        starts = found.starts
    return CoachingOffer(
        tuple(campuses),
        tuple((one, tuple(campus_queries.rooms(session, campus_id=one))) for one in known),
        tuple(coaches),
        place,
        coach_id,
        starts,
    )


def _usual_coach(
    coaches: list[CoachRow], person: PersonDetail, campus_id: UUID | None
) -> UUID | None:
    """Whom the person saw last, else the campus's first coach, else any."""
    ids = [coach.id for coach in coaches]
    seen = [row.coach_id for row in reversed(person.coaching) if row.coach_id in ids]
    near = [coach.id for coach in coaches if coach.campus_id == campus_id]
    return next(iter([*seen, *near, *ids]), None)


class CoachingForm(Form):
    """Coach, day and time; room, subject and, of one that is booked, how it stands."""

    coach_changed = Signal()

    def __init__(self, offer: CoachingOffer, known: CoachingRow | None) -> None:
        super().__init__()
        self._offer, self._known = offer, known
        self.conflict = ConflictBanner()
        self.add_part(self.conflict)
        self.coach = self.add(
            _("Coach"), ChoiceField([(one.id, one.name) for one in offer.coaches])
        )
        self.free = ChoiceField()
        if known is None:
            self.add(_("Free times"), self.free)
        self.day, self.start, self.end = DateField(), TimeField(), TimeField()
        self.add_beside((_("Day"), self.day), (_("From"), self.start), (_("To"), self.end))
        self.clash = ClashBanner()
        self.add_part(self.clash)
        self.campus = ChoiceField([(one.id, one.name) for one in offer.campuses])
        self.campus.setEnabled(known is None)
        self.room = ChoiceField()
        self.add_beside((_("Campus"), self.campus), (_("Room"), self.room))
        self.subject = TextField()
        self.status = ChoiceField([(one, _(COACHING_STATUS_LABELS[one])) for one in CoachingStatus])
        self.weeks = NumberField(1, least=1, most=MOST, unit=NN_("week", "weeks"), empty=_("once"))
        self.following = CheckField(_("The following ones of the series too"))
        if known is not None:
            self.add(_("Subject"), self.subject)
            self.add(_("State"), self.status)
            if known.series_id is not None:
                self.add_part(self.following)
        else:
            self.add_beside((_("Subject"), self.subject), (_("Every week, for"), self.weeks))
        self.fill(known)
        self.campus.edited.connect(self._offer_rooms)
        self.coach.edited.connect(self.coach_changed)
        self.free.edited.connect(self._take_free)
        self.start.editingFinished.connect(self._settle_end)

    def fill(self, known: CoachingRow | None) -> None:
        """Show an appointment, or what is proposed."""
        self._known = known
        self.campus.value = known.campus_id if known else self._offer.campus_id
        self._offer_rooms()
        if known is None:
            self.coach.value = self._offer.coach_id
            self.offer_times(self._offer.starts)
            return
        self.coach.value, self.room.value = known.coach_id, known.room_id
        start, end = known.starts_local, known.ends_local
        self.day.value, self.start.value, self.end.value = start.date(), start.time(), end.time()
        self.subject.value, self.status.value = known.subject, known.status

    def offer_times(self, starts: Sequence[datetime]) -> None:
        """Offer free times; the first of them is proposed."""
        self.free.set_choices(
            [(one, free_words(one)) for one in starts] or [(None, _("no free time"))]
        )
        if starts:
            self.free.value = starts[0]
            self.propose(starts[0])

    def _take_free(self) -> None:
        if self.free.value is not None:
            self.propose(self.free.value)
            self.changed.emit()

    def propose(self, start: datetime) -> None:
        """Fill in a time of the usual length."""
        self.day.value, self.start.value = start.date(), start.time()
        self.end.value = (start + USUAL_LENGTH).time()

    def values(self) -> dict[str, Any]:
        """What the service takes; moments are on the campus's clock, so without a zone."""
        start, end = self.moments()
        return {
            "coach_id": self.coach.value,
            "starts_at": start,
            "ends_at": end,
            "room_id": self.room.value,
            "subject": self.subject.value,
        }

    def moments(self) -> tuple[datetime | None, datetime | None]:
        day, start, end = self.day.value, self.start.value, self.end.value
        if day is None or start is None or end is None:
            return None, None
        return datetime.combine(day, start), datetime.combine(day, end)

    def mistakes(self) -> dict[QWidget, str]:
        found: dict[QWidget, str] = {}
        if self.coach.value is None:
            found[self.coach] = _(
                "Nobody is a coach yet. Give somebody the role of coach on their record."
            )
        if not self.day.text().strip():
            found[self.day] = _("Say on which day it is.")
        for field in (self.start, self.end):
            if not field.text().strip():
                found[field] = _("Say from when to when it lasts.")
        start, end = self.moments()
        if start is not None and end is not None and end <= start:
            found[self.end] = str(services.AppointmentEndsBeforeItStarts())
        return found

    def _settle_end(self) -> None:
        """An end before the new start moves along with it."""
        start, end = self.moments()
        if start is not None and end is not None and end <= start:
            self.end.value = (start + USUAL_LENGTH).time()

    def _offer_rooms(self) -> None:
        rooms = self._offer.rooms_of(self.campus.value)
        self.room.set_choices([(None, _("no room")), *((one.id, one.name) for one in rooms)])
