"""Marks of half-days and what follows from them: minutes attended, rates, what may still be missed.

Hours are computed from the marks, never typed. The statuses follow the field's own set: present,
late, left early, partial, excused (counts), absent justified, absent unjustified, not required.
"""

from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_


class AttendanceStatus(StrEnum):
    """A half-day without a row in the database is unmarked."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    PARTIAL = "partial"
    EXCUSED = "excused"
    ABSENT_JUSTIFIED = "absent_justified"
    ABSENT = "absent"
    NOT_REQUIRED = "not_required"


ATTENDANCE_LABELS: Final = {
    AttendanceStatus.PRESENT: N_("present"),
    AttendanceStatus.LATE: N_("late"),
    AttendanceStatus.LEFT_EARLY: N_("left early"),
    AttendanceStatus.PARTIAL: N_("partly present"),
    AttendanceStatus.EXCUSED: N_("excused"),
    AttendanceStatus.ABSENT_JUSTIFIED: N_("absent, justified"),
    AttendanceStatus.ABSENT: N_("absent"),
    AttendanceStatus.NOT_REQUIRED: N_("not required"),
}
