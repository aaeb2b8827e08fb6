"""The kinds of paper that a campus issues, and the states of one that was issued."""

from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_


class PaperKind(StrEnum):
    ATTENDANCE_SHEET = "attendance_sheet"
    CERTIFICATE = "certificate"
    STATEMENT = "statement"
    COMPLETION = "completion"
    COACHING_NOTE = "coaching_note"
    LOAN_RECEIPT = "loan_receipt"


PAPER_KIND_LABELS: Final = {
    PaperKind.ATTENDANCE_SHEET: N_("attendance sheet"),
    PaperKind.CERTIFICATE: N_("certificate of participation"),
    PaperKind.STATEMENT: N_("attendance statement"),
    PaperKind.COMPLETION: N_("certificate of completion"),
    PaperKind.COACHING_NOTE: N_("coaching note"),
    PaperKind.LOAN_RECEIPT: N_("receipt of loan"),
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

# What no longer holds: nothing more happens to it.
GONE: Final = (PaperStatus.REVOKED, PaperStatus.CORRECTED, PaperStatus.VOID)
# Sheets that left and are not back yet.
NOT_BACK: Final = (PaperStatus.PRINTED, PaperStatus.OUT)

_SHEET_WAY: Final = (
    PaperStatus.PRINTED,
    PaperStatus.OUT,
    PaperStatus.RETURNED,
    PaperStatus.ENCODED,
    PaperStatus.COUNTERSIGNED,
    PaperStatus.SCANNED,
    PaperStatus.FILED,
)
_WAY: Final = (PaperStatus.PRINTED, PaperStatus.COLLECTED)
# Steps against the way: a signature is missing and the sheet goes out again, a sheet is encoded from
# its scan, one is taken out of the file, a certificate is brought back.
_BACK: Final = {
    PaperStatus.RETURNED: (PaperStatus.OUT,),
    PaperStatus.ENCODED: (PaperStatus.OUT,),
    PaperStatus.COUNTERSIGNED: (PaperStatus.OUT,),
    PaperStatus.SCANNED: (PaperStatus.OUT, PaperStatus.ENCODED, PaperStatus.COUNTERSIGNED),
    PaperStatus.FILED: (PaperStatus.RETURNED,),
    PaperStatus.COLLECTED: (PaperStatus.PRINTED,),
}


def steps(kind: PaperKind, status: PaperStatus) -> tuple[PaperStatus, ...]:
    """Where a paper may go from where it is, in the order of its way.

    Any later place: what nobody noted happened nevertheless. Nothing for what no longer holds.
    """
    if status in GONE:
        return ()
    way = _SHEET_WAY if kind is PaperKind.ATTENDANCE_SHEET else _WAY
    later = way[way.index(status) + 1 :] if status in way else way
    return tuple(one for one in way if one in later or one in _BACK.get(status, ()))


def next_step(kind: PaperKind, status: PaperStatus) -> PaperStatus | None:
    """The usual next place, or None at the end of the way."""
    back = _BACK.get(status, ())
    return next((one for one in steps(kind, status) if one not in back), None)


def after_scan(status: PaperStatus, *, is_whole: bool) -> PaperStatus:
    """Where a sheet is once pages of it were scanned: all of them, or it is at least back."""
    if status in GONE or status is PaperStatus.FILED:
        return status
    if is_whole:
        return PaperStatus.SCANNED
    return PaperStatus.RETURNED if status in {PaperStatus.ISSUED, *NOT_BACK} else status


class SheetLayout(StrEnum):
    WEEK = "week"
    DAY = "day"
    MONTH = "month"
    INDIVIDUAL = "individual"  # one learner, a half-day a row
    BLANK = "blank"  # no roster: names are written by hand

    @property
    def is_landscape(self) -> bool:
        return self in {SheetLayout.WEEK, SheetLayout.MONTH, SheetLayout.BLANK}
