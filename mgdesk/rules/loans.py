"""What a campus lends, and how a loan stands."""

from datetime import date
from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_


class ResourceKind(StrEnum):
    KEY = "key"
    LAPTOP = "laptop"
    LOCKER = "locker"
    BADGE = "badge"
    OTHER = "other"


RESOURCE_KIND_LABELS: Final = {
    ResourceKind.KEY: N_("key"),
    ResourceKind.LAPTOP: N_("laptop"),
    ResourceKind.LOCKER: N_("locker"),
    ResourceKind.BADGE: N_("badge"),
    ResourceKind.OTHER: N_("other thing"),
}


class LoanStatus(StrEnum):
    """Follows from the dates: nobody sets it."""

    OPEN = "open"
    OVERDUE = "overdue"
    RETURNED = "returned"


LOAN_STATUS_LABELS: Final = {
    LoanStatus.OPEN: N_("lent"),
    LoanStatus.OVERDUE: N_("overdue"),
    LoanStatus.RETURNED: N_("given back"),
}


def loan_status(due_on: date | None, today: date, *, is_returned: bool) -> LoanStatus:
    """How a loan stands on a day: it is overdue from the day after it was due."""
    if is_returned:
        return LoanStatus.RETURNED
    return LoanStatus.OVERDUE if due_on is not None and due_on < today else LoanStatus.OPEN
