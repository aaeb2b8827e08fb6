"""The states of people, events and papers as pills: a colour, an icon and always the word."""

from typing import Final

from mgdesk.i18n import gettext as _
from mgdesk.rules.coaching import COACHING_STATUS_LABELS, CoachingStatus
from mgdesk.rules.enrolment import ENROLMENT_STATUS_LABELS, EnrolmentStatus
from mgdesk.rules.events import (
    EVENT_STATUS_LABELS,
    REGISTRATION_STATUS_LABELS,
    EventStatus,
    RegistrationStatus,
)
from mgdesk.rules.loans import LOAN_STATUS_LABELS, LoanStatus
from mgdesk.rules.paper import PAPER_STATUS_LABELS, PaperStatus
from mgdesk.rules.people import FLAG_LABELS, ROLE_LABELS, Flag, Role
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.theme import Tone

_ENROLMENT: Final = {
    EnrolmentStatus.PROSPECT: (Tone.NEUTRAL, "circle-dashed"),
    EnrolmentStatus.CONFIRMED: (Tone.ACCENT, "circle-check"),
    EnrolmentStatus.ACTIVE: (Tone.OK, "circle-check"),
    EnrolmentStatus.COMPLETED: (Tone.OK, "award"),
    EnrolmentStatus.WITHDRAWN: (Tone.NEUTRAL, "log-out"),
    EnrolmentStatus.EXCLUDED: (Tone.BAD, "ban"),
    EnrolmentStatus.TRANSFERRED: (Tone.NEUTRAL, "split"),
}
_REGISTRATION: Final = {
    RegistrationStatus.PENDING: (Tone.LATE, "circle-help"),
    RegistrationStatus.CONFIRMED: (Tone.ACCENT, "circle-check"),
    RegistrationStatus.WAITING: (Tone.LATE, "hourglass"),
    RegistrationStatus.CANCELLED_BY_GUEST: (Tone.NEUTRAL, "circle-minus"),
    RegistrationStatus.CANCELLED_BY_US: (Tone.NEUTRAL, "ban"),
    RegistrationStatus.ATTENDED: (Tone.OK, "circle-check"),
    RegistrationStatus.NO_SHOW: (Tone.BAD, "circle-x"),
}
_EVENT: Final = {
    EventStatus.PLANNED: (Tone.NEUTRAL, "circle-dashed"),
    EventStatus.CONFIRMED: (Tone.ACCENT, "circle-check"),
    EventStatus.COMPLETED: (Tone.OK, "circle-check"),
    EventStatus.CANCELLED: (Tone.BAD, "ban"),
}
_COACHING: Final = {
    CoachingStatus.PLANNED: (Tone.ACCENT, "calendar-check"),
    CoachingStatus.WAITING: (Tone.LATE, "hourglass"),
    CoachingStatus.DONE: (Tone.OK, "circle-check"),
    CoachingStatus.EXCUSED: (Tone.NEUTRAL, "circle-minus"),
    CoachingStatus.CANCELLED: (Tone.NEUTRAL, "ban"),
    CoachingStatus.NO_SHOW: (Tone.BAD, "circle-x"),
}
_LOAN: Final = {
    LoanStatus.OPEN: (Tone.ACCENT, "arrow-right"),
    LoanStatus.OVERDUE: (Tone.BAD, "triangle-alert"),
    LoanStatus.RETURNED: (Tone.OK, "circle-check"),
}
_GONE_PAPER: Final = frozenset({PaperStatus.CORRECTED, PaperStatus.REVOKED, PaperStatus.VOID})


def role_pill(role: Role) -> Pill:
    icons = {Role.LEARNER: "graduation-cap", Role.TRAINER: "school", Role.COACH: "handshake"}
    tone = Tone.ACCENT if role is Role.LEARNER else Tone.NEUTRAL
    return Pill(tone, _(ROLE_LABELS[role]), icons.get(role, "user"))


def flag_pill(flag: Flag) -> Pill:
    return Pill(Tone.LATE, _(FLAG_LABELS[flag]), "triangle-alert")


def enrolment_pill(status: EnrolmentStatus) -> Pill:
    tone, icon = _ENROLMENT[status]
    return Pill(tone, _(ENROLMENT_STATUS_LABELS[status]), icon)


def registration_pill(status: RegistrationStatus, waiting_position: int | None = None) -> Pill:
    """The state of a registration; on the waiting list with the place on it."""
    tone, icon = _REGISTRATION[status]
    if waiting_position is not None:
        return Pill(tone, _("waiting list, place {place}", place=waiting_position), icon)
    return Pill(tone, _(REGISTRATION_STATUS_LABELS[status]), icon)


def event_pill(status: EventStatus) -> Pill:
    tone, icon = _EVENT[status]
    return Pill(tone, _(EVENT_STATUS_LABELS[status]), icon)


def coaching_pill(status: CoachingStatus) -> Pill:
    tone, icon = _COACHING[status]
    return Pill(tone, _(COACHING_STATUS_LABELS[status]), icon)


def loan_pill(status: LoanStatus) -> Pill:
    tone, icon = _LOAN[status]
    return Pill(tone, _(LOAN_STATUS_LABELS[status]), icon)


def paper_pill(status: PaperStatus) -> Pill:
    tone = Tone.BAD if status in _GONE_PAPER else Tone.NEUTRAL
    icon = "ban" if status in _GONE_PAPER else "file-text"
    return Pill(tone, _(PAPER_STATUS_LABELS[status]), icon)
