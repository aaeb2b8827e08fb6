"""The states of an event, of a registration to it and of an arrival at a door."""

from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_


class EventStatus(StrEnum):
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


EVENT_STATUS_LABELS: Final = {
    EventStatus.PLANNED: N_("planned"),
    EventStatus.CONFIRMED: N_("confirmed"),
    EventStatus.COMPLETED: N_("completed"),
    EventStatus.CANCELLED: N_("cancelled"),
}


class RegistrationStatus(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED_BY_GUEST = "cancelled_by_guest"
    CANCELLED_BY_US = "cancelled_by_us"
    ATTENDED = "attended"
    NO_SHOW = "no_show"


REGISTRATION_STATUS_LABELS: Final = {
    RegistrationStatus.PENDING: N_("pending"),
    RegistrationStatus.CONFIRMED: N_("confirmed"),
    RegistrationStatus.WAITING: N_("waiting list"),
    RegistrationStatus.CANCELLED_BY_GUEST: N_("cancelled by the guest"),
    RegistrationStatus.CANCELLED_BY_US: N_("cancelled by us"),
    RegistrationStatus.ATTENDED: N_("attended"),
    RegistrationStatus.NO_SHOW: N_("did not come"),
}

# Those who hold a place; the others are on the waiting list or gone.
HOLDING_A_PLACE: Final = frozenset(
    {RegistrationStatus.PENDING, RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED}
)


class CheckInKind(StrEnum):
    EVENT = "event"
    TRAINING = "training"
    COWORKING = "coworking"
    COACHING = "coaching"
    VISIT = "visit"


class Direction(StrEnum):
    ARRIVAL = "arrival"
    DEPARTURE = "departure"
