"""The kinds of paper that a campus issues, and the states of one that was issued."""

from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_


class PaperKind(StrEnum):
    ATTENDANCE_SHEET = "attendance_sheet"
    CERTIFICATE = "certificate"
    STATEMENT = "statement"
    COMPLETION = "completion"


PAPER_KIND_LABELS: Final = {
    PaperKind.ATTENDANCE_SHEET: N_("attendance sheet"),
    PaperKind.CERTIFICATE: N_("certificate of participation"),
    PaperKind.STATEMENT: N_("attendance statement"),
    PaperKind.COMPLETION: N_("certificate of completion"),
}


class PaperStatus(StrEnum):
    ISSUED = "issued"
    PRINTED = "printed"
    COLLECTED = "collected"
    CORRECTED = "corrected"
    REVOKED = "revoked"
    # The way of a sheet that comes home.
    OUT = "out"
    RETURNED = "returned"
    ENCODED = "encoded"
    COUNTERSIGNED = "countersigned"
    SCANNED = "scanned"
    FILED = "filed"
    VOID = "void"


PAPER_STATUS_LABELS: Final = {
    PaperStatus.ISSUED: N_("issued"),
    PaperStatus.PRINTED: N_("printed"),
    PaperStatus.COLLECTED: N_("collected"),
    PaperStatus.CORRECTED: N_("corrected"),
    PaperStatus.REVOKED: N_("revoked"),
    PaperStatus.OUT: N_("out"),
    PaperStatus.RETURNED: N_("returned"),
    PaperStatus.ENCODED: N_("encoded"),
    PaperStatus.COUNTERSIGNED: N_("countersigned"),
    PaperStatus.SCANNED: N_("scanned"),
    PaperStatus.FILED: N_("filed"),
    PaperStatus.VOID: N_("void"),
}


class SheetLayout(StrEnum):
    WEEK = "week"
    DAY = "day"
    MONTH = "month"
    INDIVIDUAL = "individual"  # one learner, a half-day a row
    BLANK = "blank"  # no roster: names are written by hand
