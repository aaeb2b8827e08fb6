"""Ranking applicants by the campus's own criteria, with each part of the score in sight.

An interviewer's score is the weighted mean of what they scored, in per cent of the most there is:
a criterion left empty is left out, so that nobody loses by a question that was not asked. An
applicant's score is the mean of the interviewers'. Equal scores share a rank and are shown as equal;
the order proposes and decides nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, Generic, TypeVar

from mgdesk.i18n import N_

MOST_POINTS: Final = 5
MOST_WEIGHT: Final = 100
Key = TypeVar("Key")


class CriterionKind(StrEnum):
    POINTS = "points"  # 0 to 5
    YES_NO = "yes_no"  # 0 or 1


CRITERION_KIND_LABELS: Final = {
    CriterionKind.POINTS: N_("0 to 5"),
    CriterionKind.YES_NO: N_("yes or no"),
}
MOST_OF: Final = {CriterionKind.POINTS: MOST_POINTS, CriterionKind.YES_NO: 1}


@dataclass(frozen=True, slots=True)
class Criterion(Generic[Key]):
    """What is looked at, and how much it weighs."""

    key: Key
    weight: int
    kind: CriterionKind


@dataclass(frozen=True, slots=True)
class Part(Generic[Key]):
    """What one criterion brings: the mean of its points over interviewers, and its share in per cent."""

    key: Key
    points: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class Score(Generic[Key]):
    """An applicant's score in per cent, and what it is made of."""

    percent: Fraction
    parts: tuple[Part[Key], ...]

    @property
    def shown(self) -> Decimal:
        """With one decimal, as it is compared and shown: what looks equal is equal."""
        exact = Decimal(self.percent.numerator) / Decimal(self.percent.denominator)
        return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def score(
    criteria: Sequence[Criterion[Key]], interviews: Sequence[Mapping[Key, int]]
) -> Score[Key] | None:
    """The score of somebody from what each interviewer gave; None when nobody scored anything."""
    known = {one.key: one for one in criteria if one.weight > 0}
    given = [
        {key: points for key, points in interview.items() if key in known}
        for interview in interviews
    ]
    counted = [interview for interview in given if interview]
    if not counted:
        return None
    shares: dict[Key, Fraction] = {}
    for interview in counted:
        weights = sum(known[key].weight for key in interview)
        for key, points in interview.items():
            full = MOST_OF[known[key].kind] * weights * len(counted)
            share = Fraction(100 * points * known[key].weight, full)
            shares[key] = shares.get(key, Fraction()) + share
    parts = tuple(
        Part(
            one.key, _mean([each[one.key] for each in counted if one.key in each]), shares[one.key]
        )
        for one in criteria
        if one.key in shares
    )
    return Score(sum((part.share for part in parts), Fraction()), parts)


def ranks(scores: Sequence[Decimal | None]) -> list[int | None]:
    """The rank of each score, the highest first; equal ones share theirs, who has none has none."""
    known = [one for one in scores if one is not None]
    return [None if one is None else 1 + sum(other > one for other in known) for one in scores]


def _mean(points: Sequence[int]) -> Fraction:
    return Fraction(sum(points), len(points))


def hours_of_day(starts: time, ends: time, minutes: int, places: int) -> list[time]:
    """The hours that a selection day offers, each as often as people are seen at the same time."""
    first, last = (each.hour * 60 + each.minute for each in (starts, ends))
    begun = range(first, last - minutes + 1, minutes)
    return [time(at // 60, at % 60) for at in begun for _seat in range(places)]


def reseated(expected: Sequence[time], offered: Sequence[time]) -> list[time | None]:
    """The hours of people when a day offers others: who can keep theirs does, the rest move on in turn.

    None for whom there is no room.
    """
    free = Counter(offered)
    found: list[time | None] = []
    for hour in expected:
        found.append(hour if free[hour] else None)
        free[hour] -= bool(free[hour])
    left = iter(sorted(free.elements()))
    return [next(left, None) if hour is None else hour for hour in found]
