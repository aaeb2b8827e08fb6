"""How long people are kept: by what they came for, and by what funders ask to be kept of them.

The defaults are proposals (no law was read for them): a campus changes them in the settings. What
proves funded hours is kept as long as the funder's profile says, whatever these periods are.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_

ASKED_AGAIN: Final = timedelta(days=365)  # after somebody was kept on purpose, and between reviews


class Category(StrEnum):
    """Why somebody is in the data. Whoever is several things is kept for the longest of them."""

    VISITOR = "visitor"
    GUEST = "guest"
    APPLICANT = "applicant"
    COWORKER = "coworker"
    COACHED = "coached"
    LEARNER = "learner"
    TEAM = "team"
    STAFF = "staff"


CATEGORY_LABELS: Final = {
    Category.VISITOR: N_("visitors, after the visit"),
    Category.GUEST: N_("guests of events, after the event"),
    Category.APPLICANT: N_("applicants who never enrolled, after they were noted"),
    Category.COWORKER: N_("co-workers, after the last day they came"),
    Category.COACHED: N_("coached people, after the last appointment"),
    Category.LEARNER: N_("learners, after they left their last class"),
    Category.TEAM: N_("trainers and coaches, after they last taught or coached"),
    Category.STAFF: N_("people at the desk, after the last thing they did there"),
}
CATEGORY_NAMES: Final = {
    Category.VISITOR: N_("visitor"),
    Category.GUEST: N_("guest"),
    Category.APPLICANT: N_("applicant"),
    Category.COWORKER: N_("co-worker"),
    Category.COACHED: N_("coached founder"),
    Category.LEARNER: N_("learner"),
    Category.TEAM: N_("trainer or coach"),
    Category.STAFF: N_("member of the staff"),
}

DEFAULT_DAYS: Final = {
    Category.VISITOR: 30,
    Category.GUEST: 365,
    Category.APPLICANT: 365,
    Category.COWORKER: 730,
    Category.COACHED: 730,
    Category.LEARNER: 730,
    Category.TEAM: 1826,
    Category.STAFF: 1826,
}
LONGEST_DAYS: Final = 36_525


@dataclass(frozen=True)
class Reason:
    """Something that somebody came for, when that was last so, and until when it keeps them."""

    category: Category
    last_day: date
    until: date


def reason(category: Category, last_day: date, days: int) -> Reason:
    return Reason(category, last_day, last_day + timedelta(days=days))


def proof_kept_until(last_day: date, years: int) -> date | None:
    """Until when the proofs of a class are kept: full years after the one in which it ended.

    Counted from 31 December, as Regulation (EU) 2021/1060, article 82, counts from a payment (not
    confirmed for each funder). Nothing when the profile asks for no years.
    """
    return date(min(last_day.year + years, date.max.year), 12, 31) if years > 0 else None


def coarse_birth(birth: date | None, starts: list[date]) -> date | None:
    """A birth day that tells little more than the year, and the same age on each of these days.

    Statistics count by the age at which somebody began: those figures stay as they were.
    """
    if birth is None:
        return None
    wanted = [_age(birth, day) for day in starts]
    coarse = (date(birth.year, 1, 1), date(birth.year, 12, 31), birth.replace(day=1))
    for day in coarse:
        if [_age(day, start) for start in starts] == wanted:
            return day
    return birth


def _age(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
