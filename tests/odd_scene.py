"""A year of odd cases by a seed: what counts wrongly where a question was asked a little wrongly.

Moments around midnight, the new year and the change of clocks in three zones; people in two
campuses, sent, late, gone early, on breaks, without gender, of age on the day they begin; classes
and events that were cancelled; answers corrected and given too late; two records made one, others
erased or restricted.
"""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from mgdesk.desk import Desk
from mgdesk.model import (
    Application,
    Attendance,
    Campus,
    CheckIn,
    CoachingSession,
    Cohort,
    CohortPartner,
    Company,
    Employer,
    Enrolment,
    Event,
    EventPartner,
    Founder,
    FunderProfile,
    Outcome,
    Partner,
    Person,
    Registration,
    Slot,
    Training,
)
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.coaching import CoachingStatus
from mgdesk.rules.enrolment import CohortStatus, EnrolmentKind, EnrolmentStatus, Half
from mgdesk.rules.events import CheckInKind, Direction, EventStatus, RegistrationStatus
from mgdesk.rules.outcome import Evidence, Milestone, OutcomeKind
from mgdesk.rules.people import Gender
from mgdesk.services import erasing, merging, privacy

TODAY = date(2026, 11, 25)
CAMPUSES = (("MOL", "Europe/Brussels", "BE"), ("CAS", "Africa/Casablanca", "MA"),
            ("UTR", "Europe/Amsterdam", "NL"))  # fmt: skip
PARTNERS = ("Nord", "Sud")
HOURS = {Half.MORNING: (time(9), time(12, 30)), Half.AFTERNOON: (time(13, 15), time(17)),
         Half.EVENING: (time(20, 30), time(23, 59))}  # fmt: skip
# A minute before and after midnight of the new year and of a month, around the changes of clocks.
ODD_MOMENTS = tuple(
    datetime.fromisoformat(text).replace(tzinfo=UTC)
    for text in (
        "2025-12-31T22:59", "2025-12-31T23:00", "2025-12-31T23:30", "2026-01-01T00:05",
        "2026-02-15T01:30", "2026-03-22T02:10", "2026-03-29T00:59", "2026-03-29T01:01",
        "2026-06-30T21:59", "2026-06-30T22:01", "2026-06-30T23:01", "2026-10-25T00:30",
        "2026-10-25T01:30", "2026-12-31T22:30", "2026-12-31T23:30", "2026-05-04T08:00",
    )
)  # fmt: skip
LABOURS = ("demandeur d'emploi", "long_term", "étudiant", "employé", "", "ne travaille pas",
           "inactive", "unemployed")  # fmt: skip


def make_odd_scene(desk: Desk, seed: int = 7) -> None:
    keys = desk.do(_make, seed=seed)
    for kept, other in (keys[0:2], keys[2:4]):
        desk.do(merging.merge_people, kept_id=kept, other_id=other)
    for key in keys[4:7]:
        desk.do(erasing.erase, person_id=key)
    for key in keys[7:9]:
        desk.do(privacy.restrict, person_id=key, reason="demande")


def _make(session, *, seed):
    chance = Random(seed)
    strict = FunderProfile(code="STRICT", name="Strict", does_excused_count=False,
                           rounding_minutes=30)  # fmt: skip
    campuses = [Campus(code=code, name=code, zone=zone, country=country, languages=["fr"],
                       funder_profile=strict if code == "UTR" else None)
                for code, zone, country in CAMPUSES]  # fmt: skip
    partners = [Partner(name=name) for name in PARTNERS]
    training = Training(title="Web")
    session.add_all([strict, training, *campuses, *partners])
    people = [_person(chance, place, campuses) for place in range(70)]
    session.add_all(people)
    session.flush()
    for place in range(16):
        _cohort(session, chance, place, campuses, partners, training, strict, people)
    for place, moment in enumerate(ODD_MOMENTS):
        _event(session, chance, place, moment, campuses, partners, people)
    _house(session, chance, campuses, people)
    _after(session, chance, campuses, partners, people)
    for person in chance.choices(people, k=40):
        session.add(Application(person=person, training=training, campus=chance.choice(campuses),
                                received_at=_moment(chance)))  # fmt: skip
    session.flush()
    return [person.id for person in people]


def _person(chance, place, campuses):
    age = chance.choice([18, 30, 55, 25, 17])
    born = date(2026 - age, chance.randint(1, 12), chance.randint(1, 28))
    births = [None, born, date(2008, 2, 29), date(1996, 2, 29), date(2026 - age, 6, 15)]
    return Person(
        surname=f"Nom{place}", first_name="Prénom", gender=chance.choice([*Gender, None]),
        birth_date=chance.choice(births), campus=chance.choice([*campuses, None]),
        municipality=chance.choice(["Molenbeek", " Anderlecht ", "", "Utrecht"]),
        created_at=datetime(2025, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def _moment(chance):
    return chance.choice(ODD_MOMENTS) + timedelta(minutes=chance.choice([0, 0, 30, 1440]))


def _cohort(session, chance, place, campuses, partners, training, strict, people):
    # The first begins on 15 June, when some are of age that day; others span a new year.
    first = date(2026, 6, 15) if place == 0 else date(2025, 9, 1) + timedelta(
        days=chance.randint(0, 470)
    )  # fmt: skip
    last = first + timedelta(days=chance.choice([1, 12, 60, 120]))
    usual = [CohortStatus.RUNNING, CohortStatus.COMPLETED, CohortStatus.CONFIRMED]
    status = [*usual, *usual, CohortStatus.CANCELLED, CohortStatus.PLANNED, CohortStatus.ARCHIVED]
    cohort = Cohort(
        code=f"C{place}", training=training, campus=chance.choice(campuses), first_day=first,
        last_day=last, status=usual[0] if place == 0 else chance.choice(status),
        funder_profile=chance.choice([None, None, strict]),
    )  # fmt: skip
    for partner in chance.sample(partners, chance.choice([0, 1, 1, 2])):
        cohort.partners.append(CohortPartner(partner=partner))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    # A break in the middle: a third of the days has no class.
    days = [day for day in days if day.weekday() < 5][: len(days) // 3] + days[-2:]
    cells = {(day, half) for day in days for half in chance.sample(list(HOURS), 2)}
    for day, half in sorted(cells):
        cohort.slots.append(Slot(day=day, half=half, starts_at=HOURS[half][0],
                                 ends_at=HOURS[half][1]))  # fmt: skip
    session.add(cohort)
    for person in chance.sample(people, chance.randint(3, 12)):
        _enrolment(chance, cohort, person)


def _enrolment(chance, cohort, person):
    length = (cohort.last_day - cohort.first_day).days
    starts = cohort.first_day + timedelta(days=chance.randint(0, length))
    start = chance.choice([None, None, starts])
    status = chance.choice([*EnrolmentStatus, EnrolmentStatus.COMPLETED, EnrolmentStatus.ACTIVE])
    begun = start or cohort.first_day
    gone = chance.choice([None, begun + timedelta(days=chance.randint(0, 40))])
    enrolment = Enrolment(
        person=person, cohort=cohort, status=status, start_on=start, exit_on=gone,
        kind=chance.choice([EnrolmentKind.REGULAR] * 4 + [EnrolmentKind.EMPLOYER]),
        enrolled_at=datetime(2025, 9, 1, tzinfo=UTC), labour_status=chance.choice(LABOURS),
        schooling=chance.choice(["2", "ISCED 6", "", "CESS", "3"]),
    )  # fmt: skip
    cohort.enrolments.append(enrolment)
    if chance.random() < 0.15:
        return  # enrolled, never seen
    for slot in cohort.slots:
        mark = chance.choice([*AttendanceStatus, AttendanceStatus.PRESENT, None, None])
        if mark is None or slot.day > TODAY:
            continue
        minutes = 0
        if mark in {AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY,
                    AttendanceStatus.PARTIAL}:  # fmt: skip
            minutes = chance.choice([0, 61, 120, 200])
        enrolment.marks.append(Attendance(slot=slot, status=mark, minutes=minutes,
                                          recorded_at=datetime(2026, 1, 1, tzinfo=UTC)))  # fmt: skip


def _event(session, chance, place, moment, campuses, partners, people):
    usual = [EventStatus.COMPLETED, EventStatus.CONFIRMED, EventStatus.PLANNED]
    event = Event(
        code=f"E{place}", title=f"Soirée {place}", campus=chance.choice(campuses), starts_at=moment,
        ends_at=moment + timedelta(hours=3),
        status=chance.choice([*usual, *usual, EventStatus.CANCELLED]),
    )  # fmt: skip
    for partner in chance.sample(partners, chance.choice([0, 1, 2])):
        event.partners.append(EventPartner(partner=partner))
    for person in chance.sample(people, 9):
        event.registrations.append(Registration(
            person=person, status=chance.choice([*RegistrationStatus, RegistrationStatus.ATTENDED]),
            registered_at=moment - timedelta(days=3),
        ))  # fmt: skip
    session.add(event)


def _house(session, chance, campuses, people):
    for _each in range(160):
        session.add(CheckIn(
            person=chance.choice(people), campus_id=chance.choice(campuses).id,
            at=_moment(chance), kind=chance.choice(list(CheckInKind)),
            direction=chance.choice([Direction.ARRIVAL, Direction.ARRIVAL, Direction.DEPARTURE]),
        ))  # fmt: skip
    for _each in range(60):
        at = _moment(chance)
        person, coach = chance.sample(people, 2)
        session.add(CoachingSession(
            person_id=person.id, coach_id=coach.id, campus_id=chance.choice(campuses).id,
            starts_at=at, ends_at=at + timedelta(hours=1), booked_at=at - timedelta(days=9),
            status=chance.choice([*CoachingStatus, CoachingStatus.DONE]),
        ))  # fmt: skip


def _after(session, chance, campuses, partners, people):
    employers = [Employer(name=f"Patron {n}", partner=chance.choice([*partners, None]))
                 for n in range(5)]  # fmt: skip
    session.add_all(employers)
    enrolments = [one for person in people for one in session.query(Enrolment).filter_by(
        person_id=person.id).order_by(Enrolment.cohort_id, Enrolment.id)]  # fmt: skip
    for enrolment in enrolments:
        for _time in range(chance.choice([0, 1, 2, 3])):
            kind = chance.choice(list(OutcomeKind))
            milestone = chance.choice([*Milestone, Milestone.EXIT, Milestone.WEEKS_4, None])
            session.add(Outcome(
                person_id=enrolment.person_id, enrolment_id=enrolment.id,
                milestone=milestone, kind=kind, evidence=chance.choice(list(Evidence)),
                since=chance.choice([None, enrolment.cohort.last_day
                                     + timedelta(days=chance.choice([-5, 20, 28, 29, 183, 300]))]),
                employer=chance.choice([None, *employers]), noted_at=_moment(chance),
            ))  # fmt: skip
    for person in chance.sample(people, 6):  # news of whoever was in no class
        session.add(Outcome(person_id=person.id, kind=OutcomeKind.JOB, noted_at=_moment(chance),
                            employer=chance.choice(employers)))  # fmt: skip
    for place in range(4):
        company = Company(employer=Employer(name=f"Start {place}"), campus=chance.choice(campuses),
                          founded_on=chance.choice([None, date(2026, 1, 1), date(2026, 12, 31),
                                                    date(2025, 12, 31)]))  # fmt: skip
        company.founders = [Founder(person=one) for one in chance.sample(people, 2)]
        session.add(company)
