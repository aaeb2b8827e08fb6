"""How an announced visit stands."""

from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_


class VisitStatus(StrEnum):
    EXPECTED = "expected"
    ARRIVED = "arrived"
    LEFT = "left"
    CANCELLED = "cancelled"


VISIT_STATUS_LABELS: Final = {
    VisitStatus.EXPECTED: N_("expected"),
    VisitStatus.ARRIVED: N_("arrived"),
    VisitStatus.LEFT: N_("gone"),
    VisitStatus.CANCELLED: N_("cancelled"),
}
