"""The states of a cohort and of a person's enrolment in it."""

from datetime import date
from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_


class CohortStatus(StrEnum):
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    RUNNING = "running"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    ARCHIVED = "archived"


COHORT_STATUS_LABELS: Final = {
    CohortStatus.PLANNED: N_("planned"),
    CohortStatus.CONFIRMED: N_("confirmed"),
    CohortStatus.RUNNING: N_("running"),
    CohortStatus.COMPLETED: N_("completed"),
    CohortStatus.CANCELLED: N_("cancelled"),
    CohortStatus.ARCHIVED: N_("archived"),
}


_TO_COME: Final = frozenset({CohortStatus.PLANNED, CohortStatus.CONFIRMED})


def due_status(
    status: CohortStatus, first_day: date, last_day: date, today: date
) -> CohortStatus | None:
    """The state that its days have brought a cohort to, while nobody has said so; None when all is said."""
    if status not in _TO_COME | {CohortStatus.RUNNING}:
        return None
    if last_day < today:
        return CohortStatus.COMPLETED
    return CohortStatus.RUNNING if status in _TO_COME and first_day <= today else None


class EnrolmentStatus(StrEnum):
    PROSPECT = "prospect"
    CONFIRMED = "confirmed"
    ACTIVE = "active"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    EXCLUDED = "excluded"
    TRANSFERRED = "transferred"


ENROLMENT_STATUS_LABELS: Final = {
    EnrolmentStatus.PROSPECT: N_("prospect"),
    EnrolmentStatus.CONFIRMED: N_("confirmed"),
    EnrolmentStatus.ACTIVE: N_("active"),
    EnrolmentStatus.COMPLETED: N_("completed"),
    EnrolmentStatus.WITHDRAWN: N_("withdrawn"),
    EnrolmentStatus.EXCLUDED: N_("excluded"),
    EnrolmentStatus.TRANSFERRED: N_("transferred"),
}

# Who left keeps the marks made before and is struck out on later sheets.
LEFT: Final = frozenset(
    {EnrolmentStatus.WITHDRAWN, EnrolmentStatus.EXCLUDED, EnrolmentStatus.TRANSFERRED}
)


class EnrolmentKind(StrEnum):
    REGULAR = "regular"
    EMPLOYER = "employer"


class Half(StrEnum):
    """The half-day of a slot: the atom that is signed for."""

    MORNING = "am"
    AFTERNOON = "pm"
    EVENING = "eve"


HALF_LABELS: Final = {
    Half.MORNING: N_("morning"),
    Half.AFTERNOON: N_("afternoon"),
    Half.EVENING: N_("evening"),
}


class SlotMode(StrEnum):
    ON_SITE = "on_site"
    REMOTE = "remote"
