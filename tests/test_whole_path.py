"""Ten made-up people from their wish to what became of them: nothing that they lack stops them,
and every figure is what plain SQL makes of the tables, also after a merge and an erasure."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest

from mgdesk.queries import absences as absence_queries
from mgdesk.queries import applications as application_queries
from mgdesk.queries import calls as call_queries
from mgdesk.queries import coaching as coaching_queries
from mgdesk.queries import selection as selection_queries
from mgdesk.queries import tasks as task_queries
from mgdesk.queries.attendance import grid
from mgdesk.queries.campuses import absence_reasons
from mgdesk.queries.cohorts import roster
from mgdesk.queries.figure_lists import listed
from mgdesk.queries.indicators import participants
from mgdesk.queries.statistics import report
from mgdesk.rules.application import ApplicationStatus, Channel
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.coaching import CoachingStatus
from mgdesk.rules.enrolment import EnrolmentStatus
from mgdesk.rules.figures import DEFINITIONS, Dimension, Scope, Unit
from mgdesk.rules.indicators import Labour, Schooling
from mgdesk.rules.outcome import AttemptResult, Milestone, OutcomeKind
from mgdesk.rules.people import Role
from mgdesk.rules.tasks import TaskKind
from mgdesk.services import (
    absences,
    applications,
    attendance,
    checkin,
    coaching,
    cohorts,
    companies,
    documents,
    erasing,
    funding,
    intake,
    merging,
    outcomes,
    reports,
    selection,
    task_list,
    tasks,
)
from tests.cohort_scene import FRIDAY, MONDAY, add_campus, add_cohort
from tests.documents.samples import PICTURES
from tests.plain_figures import Raw

pytestmark = pytest.mark.early

LONG = "Wolfeschlegelsteinhausenbergerdorff-de la Vallée-Poussin van den Bossche Nguyễn Thị"
# Only what somebody said of themselves: no e-mail, address, gender or diploma, and not always a surname.
PEOPLE = (
    {"name": "Léa Martin", "schooling": 3},
    {"name": "ياسين"},
    {"name": "王小明"},
    {"name": "Олена Шевченко", "channel": Channel.FORM},
    {"name": f"Maximiliana-Konstantina {LONG}"},
    {"name": "Amina El Idrissi", "motivation": "Créer mon entreprise."},
    {"name": "Bram De Wit"},
    {"name": "Noor"},
    {"name": "Zoé Peeters"},
    {"name": "فاطمة الزهراء بنت عبد الرحمن"},
)
LEA, YASSIN, WANG, OLENA, LONGEST, AMINA, BRAM, NOOR, ZOE, FATIMA = range(10)
YEAR = Scope(date(2026, 1, 1), date(2026, 12, 31))
AFTER = FRIDAY + timedelta(days=40)
PROOF = next(content for content in PICTURES.values() if content.startswith(b"\x89PNG"))


class Day:
    """The clock on the wall."""

    def __init__(self):
        self.now = datetime(2026, 9, 1, 8, tzinfo=UTC)

    def __call__(self):
        return self.now

    def turn(self, day, hour=8, minute=0):
        self.now = datetime.combine(day, time(hour, minute), UTC)


@pytest.fixture
def house(desk, monkeypatch):
    """A campus with one class to come, a partner, what is asked on paper, and a coach."""
    clock = Day()
    desk._store.clock._wall, desk._store.clock._last = clock, clock.now
    monkeypatch.setattr("mgdesk.queries.happenings.wall_clock", clock)
    campus_id = add_campus(desk)
    partner_id = desk.do(funding.add_partner, name="Canal Digital")
    cohort_id = add_cohort(desk, capacity=8, partners=["Canal Digital"])
    desk.do(cohorts.set_status, cohort_id=cohort_id, status="confirmed")
    desk.do(task_list.add_template, kind=TaskKind.CONTRACT, title="F70")
    desk.do(funding.add_absence_reason, code="MAL", label="Maladie", needs_proof=True)
    coach = desk.do(
        intake.add_person, first_name="Karim", surname="Coach", roles=(Role.COACH,),
        campus_id=campus_id,
    )  # fmt: skip
    return SimpleNamespace(**locals())


def take_in(house):
    """Everybody applies in their own words; the one who wrote twice is two records for now."""
    desk, ids = house.desk, []
    for one in PEOPLE:
        given = {"cohort_id": house.cohort_id, "motivation": "Apprendre.", **one}
        ids.append(desk.do(applications.take_in, **given))
    twice = desk.do(
        applications.take_in, name="De Wit Bram", cohort_id=house.cohort_id, campus_id=house.campus_id
    )  # fmt: skip
    return ids, twice


def choose(house, application_ids):
    """Criteria, points, and a person's decision: eight come in, one waits, one is told no."""
    desk = house.desk
    row = desk.read(application_queries.application, application_id=application_ids[0])
    place = {"training_id": row.training_id, "campus_id": house.campus_id}
    desk.do(selection.set_criteria, **place, criteria=[selection.CriterionFields("Motivation", 2)])
    (criterion,) = desk.read(selection_queries.criteria, **place)
    for number, key in enumerate(application_ids):
        desk.do(
            selection.write_interview, application_id=key, interviewer="Sam",
            points={criterion.id: 5 - number % 3},
        )  # fmt: skip
        status = {NOOR: ApplicationStatus.REFUSED, ZOE: ApplicationStatus.RESERVE}.get(
            number, ApplicationStatus.ACCEPTED
        )
        desk.do(
            applications.set_status, application_id=key, status=status, decided_by="Sam",
            reason="entretien",
        )  # fmt: skip
        if status is ApplicationStatus.ACCEPTED:
            desk.do(applications.enrol_accepted, application_id=key)
    ranking = desk.read(selection_queries.ranking, **place, cohort_id=house.cohort_id)
    assert (ranking.taken, len(ranking.rows)) == (8, 11)


def say_what_they_were(house, people, enrolments):
    """On entry, for statistics; one was sent by an employer. Schooling was said when applying."""
    for who, entry in (
        (LEA, {"labour_status": "long_term"}),
        (BRAM, {"labour_status": "demandeur d'emploi", "schooling": "ISCED 6"}),
        (LONGEST, {"labour_status": "employed", "employer": "Menuiserie Démo"}),
    ):
        house.desk.do(cohorts.set_enrolment, enrolment_id=enrolments[people[who]], **entry)
    entries = house.desk.read(participants, scope=YEAR)
    assert Counter((one.labour, one.schooling) for one in entries) == {
        (Labour.LONG_TERM, Schooling.MIDDLE): 1,
        (Labour.UNEMPLOYED, Schooling.HIGH): 1,
        (Labour.EMPLOYED, Schooling.UNKNOWN): 1,
        (Labour.UNKNOWN, Schooling.UNKNOWN): 5,
    }
    lines = house.desk.read(report, scope=YEAR).breakdown("learners", Dimension.LABOUR).groups
    assert "cherche du travail depuis plus d’un an" in {line.label for line in lines}


def people_of(house, application_ids):
    return [
        house.desk.read(application_queries.application, application_id=key).person_id
        for key in application_ids
    ]


def come_to_class(house, people, enrolments):
    """Monday by the door, the rest by the sheet; somebody was ill and brings a proof."""
    desk = house.desk
    house.clock.turn(MONDAY, 7, 55)
    for person_id in people:
        if person_id in enrolments and person_id != people[LONGEST]:
            desk.do(checkin.check_in, person_id=person_id, campus_id=house.campus_id)
    house.clock.turn(FRIDAY, 16)
    found = desk.read(grid, cohort_id=house.cohort_id, first_day=MONDAY, last_day=FRIDAY)
    ill = [(one.slot_id, enrolments[people[WANG]]) for one in found.columns if one.day == FRIDAY]
    desk.do(attendance.mark_cells, cells=ill, status=AttendanceStatus.ABSENT)
    for one in found.columns:
        desk.do(attendance.mark_unmarked_present, slot_id=one.slot_id)
    (reason,) = desk.read(absence_reasons)
    desk.do(
        absences.add_absence, enrolment_id=enrolments[people[WANG]], first_day=FRIDAY,
        last_day=FRIDAY, reason_id=reason.id, proof=PROOF,
    )  # fmt: skip
    assert desk.read(absence_queries.to_justify, campus_id=house.campus_id) == []


def be_coached(house, person_id):
    desk = house.desk
    house.clock.turn(FRIDAY, 17)
    key = desk.do(
        coaching.book, person_id=person_id, coach_id=house.coach, campus_id=house.campus_id,
        starts_at=datetime.combine(FRIDAY, time(20)),
    )  # fmt: skip
    house.clock.turn(FRIDAY, 21)
    desk.do(
        coaching.write_note, coaching_id=key, version=1, aims="Un emploi", points="", action_plan="CV"
    )  # fmt: skip
    row = desk.read(coaching_queries.coaching_session, coaching_id=key)
    assert row.status is CoachingStatus.DONE


def leave(house, people, enrolments):
    """All complete but one who left; paper is made; then the calls, one of them noted wrongly first."""
    desk = house.desk
    for person_id, enrolment_id in enrolments.items():
        gone = person_id == people[FATIMA]
        desk.do(
            cohorts.set_enrolment, enrolment_id=enrolment_id,
            status=EnrolmentStatus.WITHDRAWN if gone else EnrolmentStatus.COMPLETED,
            exit_on=FRIDAY - timedelta(days=1) if gone else None,
        )  # fmt: skip
    desk.do(cohorts.set_status, cohort_id=house.cohort_id, status="completed")
    made = desk.do(documents.issue_certificates, cohort_id=house.cohort_id)
    assert len(made.issued) == 7
    house.clock.turn(AFTER)
    calls = desk.read(call_queries.follow_ups, today=AFTER)
    assert {row.person_id for row in calls} == {*enrolments} - {people[LONGEST]}
    partner = {"employer": "Canal Digital"}
    said = {
        LEA: [(OutcomeKind.JOB, partner)],
        YASSIN: [
            (OutcomeKind.JOB, partner),
            (OutcomeKind.SEARCHING, {}),
        ],  # the first was a mistake
        WANG: [(OutcomeKind.TRAINING, {})],
        AMINA: [(OutcomeKind.FOUNDED, {})],
        OLENA: [(OutcomeKind.UNREACHABLE, {})],
    }
    for who, kinds in said.items():
        for kind, more in kinds:
            desk.do(
                outcomes.note_outcome, enrolment_id=enrolments[people[who]], kind=kind,
                milestone=Milestone.WEEKS_4, **more,
            )  # fmt: skip
    desk.do(
        outcomes.note_attempt, enrolment_id=enrolments[people[FATIMA]],
        milestone=Milestone.WEEKS_4, result=AttemptResult.NO_ANSWER,
    )  # fmt: skip
    desk.do(
        companies.add_company, name="Amina SRL", campus_id=house.campus_id, founded_on=FRIDAY,
        founder_ids=[people[AMINA]],
    )  # fmt: skip


def counted(house):
    """The figures, held against plain SQL and against the lists behind them."""
    told = house.desk.read(report, scope=YEAR).figures
    raw = Raw(house.desk, YEAR, AFTER)
    shares = {name: (one.value, one.whole) for name, one in told.items()
              if DEFINITIONS[name].unit is Unit.SHARE}  # fmt: skip
    plain = {name: one.value for name, one in told.items() if name not in shares}
    assert (shares, plain) == (raw.shares(), raw.figures())
    for name, one in told.items():
        rows = house.desk.read(listed, figure=name, scope=YEAR)
        assert sum(row.amount for row in rows) == one.value, name
        assert all(row.name for row in rows)
    return plain | shares


def test_ten_people_walk_the_whole_path_and_every_figure_stays_true(house, tmp_path):
    desk = house.desk
    application_ids, twice = take_in(house)
    people = people_of(house, application_ids)
    (double,) = people_of(house, [twice])
    choose(house, application_ids)
    rows = desk.read(roster, cohort_id=house.cohort_id)
    enrolments = {row.person_id: row.enrolment_id for row in rows}
    missing = desk.read(task_queries.missing, today=MONDAY, cohort_id=house.cohort_id)
    desk.do(tasks.do_tasks, keys=[one.key for one in missing], day=MONDAY)
    assert desk.read(task_queries.missing, today=MONDAY, cohort_id=house.cohort_id) == []
    say_what_they_were(house, people, enrolments)
    house.clock.turn(MONDAY)
    desk.do(cohorts.set_status, cohort_id=house.cohort_id, status="running")
    come_to_class(house, people, enrolments)
    be_coached(house, people[AMINA])
    leave(house, people, enrolments)
    before = counted(house)
    assert before["applicants"] == 11
    assert before["hired_by_partners"] == 1  # a note that was corrected counts no more
    desk.do(merging.merge_people, kept_id=people[BRAM], other_id=double)
    merged = counted(house)
    assert merged == before | {"applicants": 10}
    desk.do(erasing.erase, person_id=people[LEA])
    assert counted(house) == merged
    paper = desk.read(reports.activity_report, scope=YEAR, day=AFTER)
    assert documents.write_pdf(paper, tmp_path / "report.pdf") > 1
