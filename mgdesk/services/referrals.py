"""Referrals: somebody sent to a service, or to us by a prescriber; written, answered, deleted.

Why somebody was sent is told to a coach: it asks for the same right as a note.
"""

from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_
from mgdesk.model import Person, Referral
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.coaching import ReferralWay
from mgdesk.rules.rights import Right
from mgdesk.rules.sights import Sensitive
from mgdesk.services.rights import needs
from mgdesk.services.sights import note_sight
from mgdesk.services.texts import line, lines
from mgdesk.storage.audit import name_change
from mgdesk.storage.reach import demand_person


class PartyMissing(DeskError):
    sentence = N_("Say to whom the person was sent, or who sent them.")


class AnsweredBefore(DeskError):
    sentence = N_("The answer cannot be older than the referral. Correct one of the two days.")


class ReferralFields(TypedDict, total=False):
    """What can be said of a referral; what is not given stays."""

    coach_id: UUID | None
    way: ReferralWay
    party: str
    day: date
    reason: str
    answer: str
    answered_on: date | None


@needs(Right.COACH)
def add_referral(session: Session, *, person_id: UUID, **fields: Unpack[ReferralFields]) -> UUID:
    """`party` and `day` are to be said. Raises NotFound, PartyMissing, AnsweredBefore, TextTooLong."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    made = Referral(id=new_key(), person_id=person_id, way=ReferralWay.OUT)
    made.party = made.reason = made.answer = ""
    _fill(made, fields)
    session.add(made)
    name_change(session, N_("Referral of {name} noted"), name=_name(person))
    return made.id


@needs(Right.COACH)
def change_referral(
    session: Session, *, referral_id: UUID, version: int, **fields: Unpack[ReferralFields]
) -> None:
    """Raises NotFound, StaleRecord, PartyMissing, AnsweredBefore, TextTooLong."""
    found = _referral(session, referral_id)
    if found.version != version:
        raise StaleRecord
    _fill(found, fields)
    person = session.get_one(Person, found.person_id)
    name_change(session, N_("Referral of {name} changed"), name=_name(person))


@needs(Right.COACH)
def delete_referral(session: Session, *, referral_id: UUID) -> None:
    """Raises NotFound."""
    found = _referral(session, referral_id)
    person = session.get_one(Person, found.person_id)
    name_change(session, N_("Referral of {name} deleted"), name=_name(person))
    session.delete(found)


@needs(Right.COACH)
def referral(session: Session, *, referral_id: UUID) -> tuple[str, str]:
    """Why somebody was sent, and what came of it: the one place that reads it, which is noted.

    Raises NotFound, OtherCampus.
    """
    found = _referral(session, referral_id)
    demand_person(session, found.person_id)
    note_sight(session, found.person_id, Sensitive.REFERRAL)
    return found.reason, found.answer


def _fill(found: Referral, fields: ReferralFields) -> None:
    for name, value in fields.items():
        cleaned = value
        if isinstance(value, str) and not isinstance(value, ReferralWay):
            cleaned = line(value) if name == "party" else lines(value)
        setattr(found, name, cleaned)
    if not found.party:
        raise PartyMissing
    if found.answered_on is not None and found.answered_on < found.day:
        raise AnsweredBefore


def _referral(session: Session, referral_id: UUID) -> Referral:
    found = session.get(Referral, referral_id)
    if found is None:
        raise NotFound
    return found


def _name(person: Person) -> str:
    return names.display_name(person.first_name, person.surname)
