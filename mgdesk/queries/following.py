"""What follows from coaching: action plans whose date has come, and who was sent where.

Only dates and parties: what was said is private to coaches.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from mgdesk.model import CoachingSession, Person, Referral
from mgdesk.rules import names
from mgdesk.rules.coaching import ReferralWay


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """An action plan to come back to."""

    coaching_id: UUID
    person_id: UUID
    name: str
    coach_id: UUID | None
    coach: str
    due_on: date
    done_at: datetime | None


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
    """Follow-ups by date, the open ones or all: due until a day, of a coach, a campus, a person."""
    coach = aliased(Person)
    wanted = (
        select(
            CoachingSession.id,
            CoachingSession.person_id,
            Person.first_name,
            Person.surname,
            CoachingSession.coach_id,
            coach.first_name.label("coach_first_name"),
            coach.surname.label("coach_surname"),
            CoachingSession.follow_up_on,
            CoachingSession.followed_up_at,
        )
        .join(Person, Person.id == CoachingSession.person_id)
        .outerjoin(coach, coach.id == CoachingSession.coach_id)
        .where(CoachingSession.follow_up_on.is_not(None), Person.erased_at.is_(None))
        .order_by(CoachingSession.follow_up_on, Person.sort_key, CoachingSession.id)
    )
    if is_open:
        wanted = wanted.where(CoachingSession.followed_up_at.is_(None))
    if until is not None:
        wanted = wanted.where(CoachingSession.follow_up_on <= until)
    for column, value in (
        (CoachingSession.coach_id, coach_id),
        (CoachingSession.campus_id, campus_id),
        (CoachingSession.person_id, person_id),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    return [
        FollowUpRow(
            row.id,
            row.person_id,
            names.display_name(row.first_name, row.surname),
            row.coach_id,
            names.display_name(row.coach_first_name or "", row.coach_surname or ""),
            row.follow_up_on,
            row.followed_up_at,
        )
        for row in session.execute(wanted)
    ]


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
