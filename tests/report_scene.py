"""The demo, told more of: genders, situations, outcomes, applications, visits, an hour past midnight."""

from datetime import UTC, date, datetime, timedelta
from itertools import cycle

from sqlalchemy import select

from mgdesk.model import (
    Application,
    Campus,
    CheckIn,
    Company,
    Employer,
    Enrolment,
    Founder,
    Outcome,
    Partner,
    Person,
    Training,
)
from mgdesk.rules.application import ApplicationStatus
from mgdesk.rules.enrolment import EnrolmentKind
from mgdesk.rules.events import CheckInKind
from mgdesk.rules.outcome import Evidence, Milestone, OutcomeKind
from mgdesk.rules.people import Gender
from mgdesk.services import demo

TODAY = date(2026, 11, 25)
# A moment that is a day and a year earlier in UTC than in Brussels.
NEW_YEAR = datetime(2025, 12, 31, 23, 20, tzinfo=UTC)


def make_report_scene(session):
    demo.make_demo(session, today=TODAY)
    people = session.scalars(select(Person).order_by(Person.sort_key, Person.id)).all()
    genders = cycle([Gender.WOMAN, Gender.MAN, None, Gender.WOMAN, Gender.MAN, Gender.OTHER])
    for person, gender in zip(people, genders, strict=False):
        person.gender = gender
    _tell_of_entries(session)
    _tell_of_outcomes(session)
    _let_apply(session, people[:40])
    _visit(session, people[40:49])


def _tell_of_entries(session):
    enrolments = session.scalars(select(Enrolment).order_by(Enrolment.enrolled_at, Enrolment.id))
    said = cycle([("demandeur d'emploi", "2"), ("", ""), ("werkloos", "ISCED 6"), ("employé", "3"),
                  ("long_term", "CESS"), ("étudiant", "1"), ("ne travaille pas", "7")])  # fmt: skip
    for place, (enrolment, (labour, schooling)) in enumerate(zip(enrolments, said, strict=False)):
        enrolment.labour_status, enrolment.schooling = labour, schooling
        if place % 11 == 3:
            enrolment.kind = EnrolmentKind.EMPLOYER


def _tell_of_outcomes(session):
    employer = Employer(name="Démo SA", partner=session.scalars(select(Partner)).first())
    session.add(employer)
    kinds = cycle([OutcomeKind.JOB, OutcomeKind.UNREACHABLE, OutcomeKind.SEARCHING, None,
                   OutcomeKind.TRAINING, OutcomeKind.SHORT_JOB])  # fmt: skip
    enrolments = session.scalars(
        select(Enrolment).where(Enrolment.status.in_(["completed", "withdrawn"]))
        .order_by(Enrolment.enrolled_at, Enrolment.id)
    ).all()  # fmt: skip
    noted = datetime(2026, 11, 20, 9, tzinfo=UTC)
    for enrolment, kind in zip(enrolments, kinds, strict=False):
        if kind is None:
            continue
        # The first note was a mistake: the later one counts.
        for when, what in ((noted - timedelta(days=1), OutcomeKind.UNKNOWN), (noted, kind)):
            session.add(Outcome(
                person_id=enrolment.person_id, enrolment_id=enrolment.id, kind=what,
                milestone=Milestone.EXIT, noted_at=when,
                employer=employer if kind is OutcomeKind.JOB else None,
            ))  # fmt: skip
    _tell_later(session, enrolments, noted)
    campus = session.scalars(select(Campus).where(Campus.code == "MOL")).one()
    company = Company(employer=Employer(name="Start SRL"), campus=campus, founded_on=TODAY)
    company.founders = [Founder(person_id=one.person_id) for one in enrolments[:2]]
    session.add(company)


def _tell_later(session, enrolments, noted):
    """Some were asked after four weeks and six months; one of three began only after that day."""
    told = cycle([
        (Milestone.WEEKS_4, OutcomeKind.JOB, date(2026, 1, 5), Evidence.DOCUMENT),
        (Milestone.MONTHS_6, OutcomeKind.FOUNDED, None, Evidence.CONFIRMED),
        (Milestone.WEEKS_4, OutcomeKind.JOB, date(2026, 11, 24), Evidence.DECLARED),
        (Milestone.WEEKS_4, OutcomeKind.SEARCHING, None, Evidence.DECLARED),
        (Milestone.MONTHS_6, OutcomeKind.JOB, date(2026, 11, 24), Evidence.DOCUMENT),
    ])  # fmt: skip
    for enrolment, (milestone, kind, since, evidence) in zip(enrolments[::2], told, strict=False):
        session.add(Outcome(
            person_id=enrolment.person_id, enrolment_id=enrolment.id, kind=kind, since=since,
            milestone=milestone, evidence=evidence, noted_at=noted,
        ))  # fmt: skip


def _let_apply(session, people):
    training = session.scalars(select(Training)).first()
    for place, person in enumerate(people):
        for _again in range(1 + place % 2):
            session.add(Application(
                person_id=person.id, training_id=training.id, campus_id=person.campus_id,
                received_at=datetime(2026, 1 + place % 11, 3, tzinfo=UTC),
                schooling=[None, 2, 3, 6][place % 4], status=ApplicationStatus.NEW,
            ))  # fmt: skip


def _visit(session, people):
    campus = session.scalars(select(Campus).where(Campus.code == "MOL")).one()
    for place, person in enumerate(people):
        at = NEW_YEAR if place == 0 else datetime(2026, 5, 4, 8 + place, tzinfo=UTC)
        session.add(CheckIn(
            person_id=person.id, campus_id=campus.id, at=at,
            kind=CheckInKind.COWORKING if place < 2 else CheckInKind.VISIT,
        ))  # fmt: skip
