"""The form of an event: a title, a day and hours are enough; a code is proposed."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk import i18n
from mgdesk.i18n import gettext as _
from mgdesk.queries import campuses as campus_queries
from mgdesk.queries import events as event_queries
from mgdesk.queries.campuses import CampusRow, OrganisationRow, RoomRow
from mgdesk.queries.events import EventDetail
from mgdesk.rules import names
from mgdesk.rules.events import EVENT_STATUS_LABELS, EventStatus
from mgdesk.services import events as event_services
from mgdesk.ui.editors.clash_banner import ClashBanner
from mgdesk.ui.editors.conflict import ConflictBanner
from mgdesk.ui.kit.fields import (
    CheckField,
    ChoiceField,
    DateField,
    MultilineField,
    NumberField,
    TextField,
    TimeField,
)
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.form import Form

_USUAL_START, _USUAL_END = time(18), time(20)


@dataclass(frozen=True)
class EventOffer:
    """What the fields of the editor offer to choose from."""

    campuses: tuple[CampusRow, ...]
    rooms: tuple[tuple[UUID, tuple[RoomRow, ...]], ...]  # by campus
    partners: tuple[OrganisationRow, ...]
    codes: tuple[str, ...]

    def rooms_of(self, campus_id: UUID | None) -> tuple[RoomRow, ...]:
        return next((rooms for campus, rooms in self.rooms if campus == campus_id), ())


def event_offer(session: Any) -> EventOffer:
    """Read all that the editor offers, in one go."""
    campuses = campus_queries.campuses(session)
    return EventOffer(
        campuses=tuple(campuses),
        rooms=tuple(
            (one.id, tuple(campus_queries.rooms(session, campus_id=one.id))) for one in campuses
        ),
        partners=tuple(campus_queries.partners(session)),
        codes=tuple(one.code for one in event_queries.events(session)),
    )


def proposed_code(title: str, day: date | None, codes: Collection[str]) -> str:
    """A free code made of the title's first words and the month: OPEN-DAY-2026-09."""
    words = re.findall(r"[A-Z0-9]+", names.fold(title).upper())
    if not words:
        words = ["EVENT"]
    stem = "-".join(words[:2])[:24]
    if day is not None:
        stem = f"{stem}-{day:%Y-%m}"
    taken = {code.casefold() for code in codes}
    tries = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
    return next(code for code in tries if code.casefold() not in taken)


class EventForm(Form):
    """The fields of an event; its hours are on its campus's clock."""

    def __init__(
        self, offered: EventOffer, known: EventDetail | None, campus_id: UUID | None
    ) -> None:
        super().__init__()
        self._offer, self._known = offered, known
        self._has_own_code = known is not None
        self.conflict = ConflictBanner()
        self.add_part(self.conflict)
        self.title = self.add(_("Title"), TextField())
        self.day, self.start, self.end = DateField(), TimeField(), TimeField()
        self.add_beside((_("Day"), self.day), (_("From"), self.start), (_("To"), self.end))
        self.clash = ClashBanner()
        self.add_part(self.clash)
        self._add_place(campus_id)
        self.fold(_("More days, partners, language, description"), is_open=False)
        self.last_day = DateField()
        self.language = ChoiceField([("", _("the campus's")), *i18n.LANGUAGES.items()])
        self.add_beside((_("Last day, if another"), self.last_day), (_("Language"), self.language))
        self.partners = {one.id: CheckField(one.name) for one in offered.partners}
        if self.partners:
            holder = QWidget()
            holder.setLayout(Flow(*self.partners.values(), gap=16))
            self.add(_("Partners"), holder)
        self.description = self.add(_("Description"), MultilineField())
        self.title.edited.connect(self._propose_code)
        self.day.edited.connect(self._propose_code)
        self.code.textEdited.connect(self._on_code_typed)
        self.campus.edited.connect(self._offer_rooms)
        self.fill(known)

    def _add_place(self, campus_id: UUID | None) -> None:
        campuses = [(one.id, one.name) for one in self._offer.campuses]
        self.campus = ChoiceField(campuses, campus_id)
        self.campus.setEnabled(self._known is None)
        self.room = ChoiceField()
        self.add_beside((_("Campus"), self.campus), (_("Room"), self.room))
        self.capacity = NumberField(-1, least=-1, most=100_000, empty=_("no limit"))
        self.status = ChoiceField([(one, _(EVENT_STATUS_LABELS[one])) for one in EventStatus])
        self.code = TextField(left_to_right=True)
        self.code.setEnabled(self._known is None)
        self.add_beside((_("Places"), self.capacity), (_("State"), self.status))
        self.add(_("Code"), self.code)

    def fill(self, known: EventDetail | None) -> None:
        """Show an event, or what a new one usually is."""
        self._known = known
        if known is None:
            self.start.value, self.end.value = _USUAL_START, _USUAL_END
            self._offer_rooms()
            return
        start, end = known.starts_local, known.ends_local
        self.title.value, self.code.value = known.title, known.code
        self.day.value, self.start.value, self.end.value = start.date(), start.time(), end.time()
        self.last_day.value = end.date() if end.date() != start.date() else None
        self.campus.value, self.status.value = known.campus_id, known.status
        self._offer_rooms()
        self.room.value = known.room_id
        self.capacity.setValue(-1 if known.capacity is None else known.capacity)
        self.language.value, self.description.value = known.language, known.description
        for partner_id, box in self.partners.items():
            box.value = partner_id in known.partner_ids

    # --- values ----------------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """What `update_event` takes; moments are on the campus's clock, so without a zone."""
        start, end = self.moments()
        return {
            "title": self.title.value,
            "starts_at": start,
            "ends_at": end,
            "room_id": self.room.value,
            "capacity": None if self.capacity.value() < 0 else self.capacity.value(),
            "status": self.status.value,
            "language": self.language.value,
            "description": self.description.value,
            "partner_ids": tuple(one for one, box in self.partners.items() if box.value),
        }

    def moments(self) -> tuple[datetime | None, datetime | None]:
        """Beginning and end; one that ends before it starts and names no other day ends the next."""
        day, start, end = self.day.value, self.start.value, self.end.value
        if day is None or start is None or end is None:
            return None, None
        last = self.last_day.value or (day + timedelta(days=1) if end <= start else day)
        return datetime.combine(day, start), datetime.combine(last, end)

    # --- deciding --------------------------------------------------------------------------

    def mistakes(self) -> dict[QWidget, str]:
        found: dict[QWidget, str] = {}
        if not names.clean(self.title.value):
            found[self.title] = str(event_services.EventTitleMissing())
        if not self.day.text().strip():
            found[self.day] = _("Say on which day it is.")
        for field in (self.start, self.end):
            if not field.text().strip():
                found[field] = _("Say from when to when it lasts.")
        start, end = self.moments()
        if start is not None and end is not None and end <= start:
            found[self.last_day] = str(event_services.EventEndsBeforeItStarts())
        if self.campus.value is None:
            found[self.campus] = _("An event needs a campus. Add one in the settings.")
        if taken := self._taken():
            found[self.code] = str(event_services.EventCodeTaken(code=taken))
        elif not self.code.value:
            found[self.code] = _("An event needs a code: type one, or a title that makes one.")
        return found

    def advice(self) -> dict[QWidget, str]:
        """More places than the room has seats may be meant: said, not forbidden."""
        rooms = self._offer.rooms_of(self.campus.value)
        room = next((one for one in rooms if one.id == self.room.value), None)
        asked = self.capacity.value()
        if room is None or room.capacity is None or asked <= room.capacity:
            return {}
        seats = i18n.ngettext("The room has {n} seat.", "The room has {n} seats.", room.capacity)
        return {self.capacity: seats}

    def _taken(self) -> str:
        wanted = self.code.value.casefold()
        own = self._known.code.casefold() if self._known else ""
        return next((code for code in self._offer.codes if code.casefold() == wanted != own), "")

    def _propose_code(self) -> None:
        if not self._has_own_code and self.title.value:
            self.code.value = proposed_code(self.title.value, self.day.value, self._offer.codes)

    def _on_code_typed(self, text: str) -> None:
        self._has_own_code = bool(text.strip())

    def _offer_rooms(self) -> None:
        rooms = self._offer.rooms_of(self.campus.value)
        self.room.set_choices([(None, _("no room")), *((one.id, one.name) for one in rooms)])
