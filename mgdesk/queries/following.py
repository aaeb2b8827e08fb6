"""What follows from coaching: action plans whose date has come, and who was sent where.

Only dates and parties: what was said is private to coaches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, literal, select
from sqlalchemy.orm import Session, aliased

from mgdesk.model import CoachingSession, Person, PlanStep, Referral
from mgdesk.rules import names
from mgdesk.rules.coaching import ReferralWay


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """An action plan to come back to, or one of its points (`step_id`)."""

    coaching_id: UUID
    person_id: UUID
    name: str
    coach_id: UUID | None
    coach: str
    due_on: date
    is_done: bool
    step_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """A referral without why and what came of it. `version` goes back with an edit."""

    id: UUID
    version: int
    person_id: UUID
    coach_id: UUID | None
    coach: str
    way: ReferralWay
    party: str
    day: date
    answered_on: date | None


def follow_ups(
    session: Session,
    *,
    until: date | None = None,
    coach_id: UUID | None = None,
    campus_id: UUID | None = None,
    person_id: UUID | None = None,
    is_open: bool = True,
) -> list[FollowUpRow]:
    """Follow-ups by date, the open ones or all: due until a day, of a coach, a campus, a person.

    Of a whole plan, and of each of its points that has a day of its own.
    """
    narrow = (
        (CoachingSession.coach_id, coach_id),
        (CoachingSession.campus_id, campus_id),
        (CoachingSession.person_id, person_id),
    )
    found = [
        FollowUpRow(
            row.id,
            row.person_id,
            names.display_name(row.first_name, row.surname),
            row.coach_id,
            names.display_name(row.coach_first_name or "", row.coach_surname or ""),
            row.due_on,
            row.is_done,
            row.step_id,
        )
        for of_steps in (False, True)
        for row in session.execute(_due(until, narrow, of_steps=of_steps, is_open=is_open))
    ]
    return sorted(found, key=lambda one: one.due_on)  # of one day, in the order of names


def _due(until: date | None, narrow: Sequence[Any], *, of_steps: bool, is_open: bool) -> Any:
    """The plans or the points that have a day: a Select that mypy knows no name for."""
    coach = aliased(Person)
    due_on: Any = PlanStep.due_on if of_steps else CoachingSession.follow_up_on
    done: Any = PlanStep.done_on if of_steps else CoachingSession.followed_up_at
    wanted = (
        select(
            CoachingSession.id,
            CoachingSession.person_id,
            Person.first_name,
            Person.surname,
            CoachingSession.coach_id,
            coach.first_name.label("coach_first_name"),
            coach.surname.label("coach_surname"),
            due_on.label("due_on"),
            done.is_not(None).label("is_done"),
            (PlanStep.id if of_steps else literal(None, Uuid())).label("step_id"),
        )
        .join(Person, Person.id == CoachingSession.person_id)
        .outerjoin(coach, coach.id == CoachingSession.coach_id)
        .where(due_on.is_not(None), Person.erased_at.is_(None))
        .order_by(due_on, Person.sort_key, CoachingSession.id)
    )
    if of_steps:
        wanted = wanted.join(PlanStep, PlanStep.coaching_session_id == CoachingSession.id)
    if is_open:
        wanted = wanted.where(done.is_(None))
    if until is not None:
        wanted = wanted.where(due_on <= until)
    for column, value in narrow:
        if value is not None:
            wanted = wanted.where(column == value)
    return wanted


def referrals(session: Session, *, person_id: UUID | None = None) -> list[ReferralRow]:
    """The latest first."""
    wanted = (
        select(Referral, Person.first_name, Person.surname)
        .outerjoin(Person, Person.id == Referral.coach_id)
        .order_by(Referral.day.desc(), Referral.id)
    )
    if person_id is not None:
        wanted = wanted.where(Referral.person_id == person_id)
    return [
        ReferralRow(
            found.id,
            found.version,
            found.person_id,
            found.coach_id,
            names.display_name(first_name or "", surname or ""),
            found.way,
            found.party,
            found.day,
            found.answered_on,
        )
        for found, first_name, surname in session.execute(wanted)
    ]
