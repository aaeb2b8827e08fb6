"""The demo's outcomes: of the cohorts that are over, invented; some unknown, some not reached."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import Cohort, Company, ContactAttempt, Employer, Enrolment, Founder, Outcome
from mgdesk.model import Partner as PartnerTable
from mgdesk.model.identity import new_key
from mgdesk.rules.outcome import (
    EMPLOYED,
    WORK,
    AttemptResult,
    ContractKind,
    Evidence,
    Milestone,
    OutcomeKind,
    due_on,
)
from mgdesk.rules.rights import Right
from mgdesk.services.rights import needs

# Of a hundred answers.
_CHANCES: Final = {
    OutcomeKind.JOB: 34,
    OutcomeKind.SHORT_JOB: 6,
    OutcomeKind.FOUNDED: 6,
    OutcomeKind.INTERNSHIP: 16,
    OutcomeKind.TRAINING: 12,
    OutcomeKind.SEARCHING: 14,
    OutcomeKind.NOT_SEARCHING: 2,
    OutcomeKind.UNREACHABLE: 6,
    OutcomeKind.UNKNOWN: 4,
}
_EMPLOYER: Final = "Exemple Numérique (demo)"
_COMPANY: Final = "Démo Coopérative (demo)"


@needs(Right.RUN)
def make_outcomes(session: Session, random: Random, today: date) -> None:
    """Answers at exit and after four weeks; every fifth leaver is still to be called."""
    partners = session.scalars(select(PartnerTable).order_by(PartnerTable.name)).all()
    employers = [_employer(session, _EMPLOYER, None)]
    employers += [_employer(session, one.name, one.id) for one in partners]
    over = session.execute(
        select(Enrolment, Cohort)
        .join(Enrolment.cohort)
        .where(Cohort.last_day < today - timedelta(weeks=5))
        .order_by(Cohort.code, Enrolment.id)
    ).all()
    founders: list[Enrolment] = []
    for place, (enrolment, cohort) in enumerate(over):
        exit_on = enrolment.exit_on or cohort.last_day
        kind = random.choices(list(_CHANCES), list(_CHANCES.values()))[0]
        session.add(_outcome(random, enrolment, Milestone.EXIT, kind, exit_on, employers))
        if place % 5 == 3:
            session.add(_attempt(enrolment, today))
            continue
        kind = random.choices(list(_CHANCES), list(_CHANCES.values()))[0]
        session.add(_outcome(random, enrolment, Milestone.WEEKS_4, kind, exit_on, employers))
        if kind is OutcomeKind.FOUNDED:
            founders.append(enrolment)
    if over:
        _found_company(session, founders or [over[0][0]], over[0][1])
    session.flush()


def _employer(session: Session, name: str, partner_id: UUID | None) -> Employer:
    made = Employer(id=new_key(), name=name, partner_id=partner_id)
    session.add(made)
    return made


def _outcome(
    random: Random,
    enrolment: Enrolment,
    milestone: Milestone,
    kind: OutcomeKind,
    exit_on: date,
    employers: Sequence[Employer],
) -> Outcome:
    noted = datetime.combine(due_on(milestone, exit_on) + timedelta(days=3), time(10), UTC)
    is_work = kind in WORK
    return Outcome(
        id=new_key(),
        person_id=enrolment.person_id,
        enrolment_id=enrolment.id,
        milestone=milestone,
        kind=kind,
        since=exit_on + timedelta(days=random.randrange(1, 28)) if is_work else None,
        is_in_field=random.random() < 0.8 if is_work else None,
        employer_id=random.choice(employers).id if kind in EMPLOYED else None,
        hours_a_week=random.choice((19, 30, 38)) if is_work else None,
        contract=random.choice(list(ContractKind)) if kind in EMPLOYED else None,
        evidence=random.choices([Evidence.DECLARED, Evidence.DOCUMENT], [70, 30])[0],
        noted_at=noted,
    )


def _attempt(enrolment: Enrolment, today: date) -> ContactAttempt:
    return ContactAttempt(
        id=new_key(),
        enrolment_id=enrolment.id,
        person_id=enrolment.person_id,
        milestone=Milestone.WEEKS_4,
        result=AttemptResult.NO_ANSWER,
        at=datetime.combine(today - timedelta(days=2), time(14), UTC),
    )


def _found_company(session: Session, founders: Sequence[Enrolment], cohort: Cohort) -> None:
    employer = _employer(session, _COMPANY, None)
    employer.number = "DEMO 0999.999.999"
    session.flush()
    company = Company(
        id=new_key(),
        employer_id=employer.id,
        campus_id=cohort.campus_id,
        founded_on=cohort.last_day + timedelta(days=20),
    )
    session.add(company)
    people = {one.person_id for one in founders[:2]}
    session.add_all(
        Founder(id=new_key(), company_id=company.id, person_id=person_id)
        for person_id in sorted(people)
    )
