"""Marks of half-days and what follows from them: minutes attended, rates, what may still be missed.

Hours are computed from the marks, never typed. The statuses follow the field's own set: present,
late, left early, partial, excused (counts), absent justified, absent unjustified, not required.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from mgdesk.errors import DeskError
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

# Those who signed the sheet, whole or in part.
THERE: Final = frozenset(
    {
        AttendanceStatus.PRESENT,
        AttendanceStatus.LATE,
        AttendanceStatus.LEFT_EARLY,
        AttendanceStatus.PARTIAL,
    }
)
ABSENT: Final = frozenset({AttendanceStatus.ABSENT, AttendanceStatus.ABSENT_JUSTIFIED})


class MinutesOutsideSlot(DeskError):
    sentence = N_("{minutes} minutes do not fit in a half-day of {slot} minutes. Give 0 to {slot}.")


class MinutesMissing(DeskError):
    sentence = N_("Say how many minutes: a half-day attended in part needs them.")


class MinutesWithoutPresence(DeskError):
    sentence = N_(
        "Who was not there has no minutes. Leave the minutes out, or choose another status."
    )


@dataclass(frozen=True, slots=True)
class ProfileRules:
    """The arithmetic of a funder; the defaults are those of a new funder profile (DOMAIN §2.1)."""

    threshold_percent: int = 70  # of the minutes due, for a certificate
    unjustified_percent: int = 10  # of the half-days due, at most
    rounding_minutes: int = 1  # attended minutes are rounded down to this step
    late_minutes: int = 15  # what a late arrival without minutes is taken to have missed
    does_excused_count: bool = True  # excused is attended for the funder


@dataclass(frozen=True, slots=True)
class SlotSpan:
    """A half-day as arithmetic sees it."""

    id: UUID
    day: date
    minutes: int


class MarkSource(StrEnum):
    """Where a mark comes from. Only the signed sheet has the last word."""

    SHEET = "sheet"
    DESK = "desk"  # somebody checked in: to be confirmed by the sheet
    SETTLED = "settled"  # sheet and desk differed, and a person decided
    FILE = "file"


class Mark(NamedTuple):
    """One person's mark for one half-day: a tuple, because a cohort has thousands."""

    status: AttendanceStatus
    minutes: int  # present in the half-day
    note: str = ""
    source: str = MarkSource.SHEET


@dataclass(frozen=True, slots=True)
class Membership:
    """The days on which a person belongs to a cohort; an open end is the cohort's own.

    Who left without a known day owes nothing but the half-days that were marked.
    """

    start_on: date | None = None
    exit_on: date | None = None
    has_left: bool = False

    def covers(self, day: date) -> bool:
        if self.start_on is not None and day < self.start_on:
            return False
        if self.exit_on is None:
            return not self.has_left
        return day <= self.exit_on


@dataclass(frozen=True, slots=True)
class Summary:
    """What a learner owes, did and missed in a cohort."""

    minutes_due: int = 0
    minutes_attended: int = 0  # rounded down to the profile's step: what paper says
    minutes_assimilated: int = 0  # excused but payable
    minutes_unjustified: int = 0
    half_days_due: int = 0
    half_days_marked: int = 0
    half_days_missed: int = 0  # not there at all, for whatever reason
    half_days_unjustified: int = 0
    rate: float | None = None  # share of the marked minutes; None while nothing is marked
    is_eligible: bool = False  # for a certificate, by the profile's threshold
    can_still_miss: int = 0  # of the half-days that are not marked yet
    is_within_reach: bool = False  # the threshold can still be met by coming every time


def minutes_between(starts_at: time, ends_at: time) -> int:
    return (ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute


def minutes_present(
    status: AttendanceStatus,
    slot_minutes: int,
    given: int | None = None,
    rules: ProfileRules | None = None,
) -> int:
    """The minutes that a mark is worth. `given` is how late, how early, or how long present.

    A late arrival without minutes has missed the profile's tolerance. Raises MinutesOutsideSlot,
    MinutesMissing, MinutesWithoutPresence.
    """
    if given is not None and not 0 <= given <= slot_minutes:
        raise MinutesOutsideSlot(minutes=given, slot=slot_minutes)
    if status not in THERE:
        if given:
            raise MinutesWithoutPresence
        return 0
    if status is AttendanceStatus.PRESENT:
        return slot_minutes if given is None else given
    if given is None:
        return _assumed(status, slot_minutes, rules or ProfileRules())
    return given if status is AttendanceStatus.PARTIAL else slot_minutes - given


def _assumed(status: AttendanceStatus, slot_minutes: int, rules: ProfileRules) -> int:
    if status is not AttendanceStatus.LATE:
        raise MinutesMissing
    return max(0, slot_minutes - rules.late_minutes)


def round_down(minutes: int, step: int) -> int:
    return minutes - minutes % step


def summarise(
    slots: Iterable[SlotSpan],
    marks: Mapping[UUID, Mark],
    rules: ProfileRules,
    membership: Membership,
) -> Summary:
    """What follows from a learner's marks.

    A half-day is due when the learner belonged to the cohort that day, or is marked nevertheless,
    and was not exempted from it.
    """
    due: list[tuple[SlotSpan, Mark | None]] = []
    for slot in slots:
        mark = marks.get(slot.id)
        if mark is None:
            if membership.covers(slot.day):
                due.append((slot, None))
        elif mark.status is not AttendanceStatus.NOT_REQUIRED:
            due.append((slot, mark))
    return _summary(due, rules)


def _summary(due: list[tuple[SlotSpan, Mark | None]], rules: ProfileRules) -> Summary:
    marked = [(slot, mark) for slot, mark in due if mark is not None]
    open_minutes = [slot.minutes for slot, mark in due if mark is None]
    minutes_due = sum(slot.minutes for slot, _ in due)
    attended = sum(mark.minutes for _, mark in marked if mark.status in THERE)
    assimilated = _assimilated(marked, rules)
    unjustified = [slot.minutes for slot, mark in marked if mark.status is AttendanceStatus.ABSENT]
    marked_minutes = minutes_due - sum(open_minutes)
    counted = attended + assimilated
    return Summary(
        minutes_due=minutes_due,
        minutes_attended=round_down(attended, rules.rounding_minutes),
        minutes_assimilated=assimilated,
        minutes_unjustified=sum(unjustified),
        half_days_due=len(due),
        half_days_marked=len(marked),
        half_days_missed=sum(mark.status not in THERE for _, mark in marked),
        half_days_unjustified=len(unjustified),
        rate=counted / marked_minutes if marked_minutes else None,
        is_eligible=counted > 0 and _reaches(counted, minutes_due, rules),
        can_still_miss=_can_still_miss(
            open_minutes, counted, minutes_due, len(due), len(unjustified), rules
        ),
        is_within_reach=_reaches(counted + sum(open_minutes), minutes_due, rules),
    )


def _assimilated(marked: list[tuple[SlotSpan, Mark]], rules: ProfileRules) -> int:
    if not rules.does_excused_count:
        return 0
    return sum(slot.minutes for slot, mark in marked if mark.status is AttendanceStatus.EXCUSED)


def _reaches(minutes: int, minutes_due: int, rules: ProfileRules) -> bool:
    # Whole numbers: 70 % of 100 hours is reached at 70 hours exactly, whatever a float thinks.
    return minutes_due > 0 and minutes * 100 >= rules.threshold_percent * minutes_due


def _can_still_miss(
    open_minutes: list[int],
    counted: int,
    minutes_due: int,
    half_days_due: int,
    unjustified: int,
    rules: ProfileRules,
) -> int:
    """How many of the open half-days may be missed without a reason, whichever they are.

    So the longest first, staying at the threshold and within the share of unjustified half-days.
    """
    if not _reaches(counted + sum(open_minutes), minutes_due, rules):
        return 0
    by_unjustified = rules.unjustified_percent * half_days_due // 100 - unjustified
    left, missed = counted + sum(open_minutes), 0
    for minutes in sorted(open_minutes, reverse=True):
        left -= minutes
        if missed >= by_unjustified or not _reaches(left, minutes_due, rules):
            break
        missed += 1
    return missed
