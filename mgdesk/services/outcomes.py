"""What became of people: answers and calls noted, never rewritten."""

from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import ContactAttempt, Employer, Enrolment, Outcome, Partner, Person
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.outcome import (
    ATTEMPT_LABELS,
    OUTCOME_LABELS,
    AttemptResult,
    ContractKind,
    Evidence,
    Milestone,
    OutcomeKind,
)
from mgdesk.rules.rights import Right
from mgdesk.services.employers import employer_named
from mgdesk.services.pictures import keep_proof
from mgdesk.services.rights import ON_DUTY, OnDuty, needs
from mgdesk.services.texts import lines
from mgdesk.storage.audit import Word, name_change, now

_MOST_HOURS = 80


class HoursAWeekUnusable(DeskError):
    sentence = N_("{hours} hours a week cannot be. Give 1 to 80, or leave it empty.")


class ProofMissing(DeskError):
    sentence = N_("A confirmed situation needs its proof or a note of who confirmed it.")


class CallBackDayMissing(DeskError):
    sentence = N_("On which day are they to be called back? Type a date.")


class OutcomeFields(TypedDict, total=False):
    """What can be said of a situation beside its kind; nothing of it is required."""

    since: date | None
    is_in_field: bool | None
    employer: str
    hours_a_week: int | None
    contract: ContractKind | None
    evidence: Evidence
    proof: bytes | None
    note: str


@needs(Right.FOLLOW)
def note_outcome(
    session: Session,
    *,
    enrolment_id: UUID,
    kind: OutcomeKind,
    milestone: Milestone | None = None,
    **fields: Unpack[OutcomeFields],
) -> UUID:
    """Note a person's situation after a training; what was noted before stays, and this one counts.

    Raises NotFound, HoursAWeekUnusable, ProofMissing, TextTooLong, PictureTooLarge,
    PictureUnreadable.
    """
    enrolment = session.get(Enrolment, enrolment_id)
    if enrolment is None:
        raise NotFound
    hours, evidence = fields.get("hours_a_week"), fields.get("evidence", Evidence.DECLARED)
    if hours is not None and not 1 <= hours <= _MOST_HOURS:
        raise HoursAWeekUnusable(hours=hours)
    proof, note = fields.get("proof"), lines(fields.get("note", ""))
    if evidence is Evidence.CONFIRMED and not proof and not note:
        raise ProofMissing
    name = _name(enrolment.person)
    made = Outcome(
        id=new_key(),
        person_id=enrolment.person_id,
        enrolment_id=enrolment_id,
        milestone=milestone,
        kind=kind,
        since=fields.get("since"),
        is_in_field=fields.get("is_in_field"),
        employer_id=_employer_id(session, fields.get("employer", "")),
        hours_a_week=hours,
        contract=fields.get("contract"),
        evidence=evidence,
        proof_id=keep_proof(session, content=proof, name=name) if proof else None,
        note=note,
        noted_at=now(session),
        noted_by_id=_staff_id(session),
    )
    session.add(made)
    said = Word(OUTCOME_LABELS[kind])
    name_change(session, N_("Situation of {name}: {situation}"), name=name, situation=said)
    return made.id


@needs(Right.FOLLOW)
def note_attempt(
    session: Session,
    *,
    enrolment_id: UUID,
    milestone: Milestone,
    result: AttemptResult,
    call_back_on: date | None = None,
    note: str = "",
) -> UUID:
    """Note a try to reach somebody. Raises NotFound, CallBackDayMissing, TextTooLong."""
    enrolment = session.get(Enrolment, enrolment_id)
    if enrolment is None:
        raise NotFound
    if result is AttemptResult.CALL_BACK and call_back_on is None:
        raise CallBackDayMissing
    made = ContactAttempt(
        id=new_key(),
        enrolment_id=enrolment_id,
        person_id=enrolment.person_id,
        milestone=milestone,
        result=result,
        call_back_on=call_back_on,
        note=lines(note),
        at=now(session),
        by_id=_staff_id(session),
    )
    session.add(made)
    said = Word(ATTEMPT_LABELS[result])
    name = _name(enrolment.person)
    name_change(session, N_("Call to {name}: {result}"), name=name, result=said)
    return made.id


def _employer_id(session: Session, name: str) -> UUID | None:
    """The employer of that name; one called as a partner is that partner."""
    employer_id = employer_named(session, name=name)
    if employer_id is None:
        return None
    employer = session.get_one(Employer, employer_id)
    if employer.partner_id is None:
        wanted = names.fold(employer.name)
        partners = session.scalars(select(Partner).order_by(Partner.id))
        employer.partner_id = next((p.id for p in partners if names.fold(p.name) == wanted), None)
    return employer_id


def _staff_id(session: Session) -> UUID | None:
    on_duty: OnDuty | None = session.info.get(ON_DUTY)
    return on_duty.staff_id if on_duty else None


def _name(person: Person) -> str:
    return names.display_name(person.first_name, person.surname)
