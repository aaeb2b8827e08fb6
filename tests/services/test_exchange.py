"""An import is one change: written whole, undone whole, and nothing at all when it is cancelled."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.desk import Desk, open_desk
from mgdesk.errors import Cancelled, NotFound
from mgdesk.exchange.fields import PERSON_FIELDS, Field, Subject
from mgdesk.exchange.plan import Choice, ImportPlan, ImportRow
from mgdesk.exchange.reading import read_pasted, read_table
from mgdesk.exchange.writing import export_rows
from mgdesk.i18n import speaking
from mgdesk.model import Enrolment, Person, Registration
from mgdesk.paths import Home
from mgdesk.queries import exports, matching
from mgdesk.queries.search import find
from mgdesk.rules.events import EventStatus, RegistrationStatus
from mgdesk.rules.people import Gender, Role
from mgdesk.services import campuses, cohorts, events, exchange, intake, people
from mgdesk.services.exchange import EventCancelled, ImportReport, NothingToImport

HEADINGS = "Nom|Prénom|Date de naissance|E-mail|GSM"


@pytest.fixture
def campus(desk: Desk) -> UUID:
    return desk.do(
        campuses.add_campus, code="MOL", name="Molenbeek", country="BE", zone="Europe/Brussels",
        languages=("fr", "nl"),
    )  # fmt: skip


@pytest.fixture
def cohort(desk: Desk, campus: UUID) -> UUID:
    return desk.do(
        cohorts.add_cohort, code="WEB-1", training="Web", campus="MOL",
        first_day=date(2026, 9, 7), last_day=date(2026, 9, 18),
    )  # fmt: skip


@pytest.fixture
def event(desk: Desk, campus: UUID) -> UUID:
    return desk.do(
        events.add_event, code="SOIR", campus_id=campus, title="Soirée", capacity=2,
        starts_at=datetime(2026, 9, 7, 16, tzinfo=UTC), ends_at=datetime(2026, 9, 7, 18, tzinfo=UTC),
    )  # fmt: skip


def planned(
    desk: Desk,
    text: str,
    subject: Subject = Subject.LEARNERS,
    cohort: UUID | None = None,
    event: UUID | None = None,
) -> ImportPlan:
    known = desk.read(matching.known_people, cohort_id=cohort, event_id=event)
    table = read_pasted(text.replace("|", "\t"))
    return ImportPlan(table, known, subject=subject, country="BE", today=date(2026, 11, 23))


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def persons(session: Session) -> list[Person]:
    found = list(session.scalars(select(Person).order_by(Person.learner_number)))
    session.expunge_all()  # plain records for the test, no session behind them
    return found


def statuses(session: Session) -> list[tuple[str, RegistrationStatus]]:
    rows = session.execute(
        select(Person.first_name, Registration.status)
        .join(Person, Registration.person_id == Person.id)
        .order_by(Registration.registered_at, Registration.id)
    )
    return [(name, status) for name, status in rows]


def test_people_are_taken_in_and_enrolled_as_one_change(
    desk: Desk, campus: UUID, cohort: UUID
) -> None:
    plan = planned(
        desk,
        f"{HEADINGS}\nBenali|Amina|12/04/1998|amina@example.org|0470 12 34 56\n|Jan|||\n||||x\n",
    )
    report = desk.do(
        exchange.import_learners,
        rows=plan.rows,
        campus_id=campus,
        cohort_id=cohort,
        source="web.xlsx",
    )
    assert report == ImportReport(2, 0, 0, 2, 0, 0, 1, report.person_ids)
    amina, jan = desk.read(persons)
    assert (amina.learner_number, jan.learner_number) == ("MOL-00001", "MOL-00002")
    assert (amina.phone, amina.birth_date, amina.source) == (
        "+32470123456",
        date(1998, 4, 12),
        "web.xlsx",
    )
    assert [hit.id for hit in desk.read(find, text="benali")] == [amina.id]
    assert jan.sort_key == "jan"
    with speaking("en"):
        assert desk.undo_title == "2 people imported from web.xlsx into WEB-1"
    desk.undo()
    assert (desk.read(count, Person), desk.read(count, Enrolment)) == (0, 0)


def test_the_same_list_again_changes_nothing(desk: Desk, campus: UUID, cohort: UUID) -> None:
    text = f"{HEADINGS}\nBenali|Amina|12/04/1998||\nPeeters|Lotte|||\n"
    for expected in (2, 0):
        plan = planned(desk, text, cohort=cohort)
        report = desk.do(
            exchange.import_learners, rows=plan.rows, campus_id=campus, cohort_id=cohort, source=""
        )
        assert (report.added, report.enrolled) == (expected, expected)
    assert (report.unchanged, desk.read(count, Person)) == (2, 2)


def test_a_known_person_is_completed_and_never_overwritten(desk: Desk, campus: UUID) -> None:
    known = desk.do(
        intake.add_person, first_name="Amina", surname="Benali", birth_date=date(1998, 4, 12),
        phone="+32470123456",
    )  # fmt: skip
    plan = planned(desk, f"{HEADINGS}\nBENALI|amina|12/04/1998|a@example.org|0471 00 00 01\n")
    report = desk.do(exchange.import_learners, rows=plan.rows, campus_id=campus, source="x.csv")
    assert (report.completed, report.person_ids) == (1, (known,))
    amina = desk.read(persons)[0]
    assert (amina.first_name, amina.surname, amina.phone) == ("Amina", "Benali", "+32470123456")
    assert (amina.email, amina.learner_number) == ("a@example.org", "MOL-00001")


def test_choosing_decides(desk: Desk, campus: UUID) -> None:
    desk.do(intake.add_person, first_name="Amina", surname="Benali", birth_date=date(1998, 4, 12))
    plan = planned(
        desk, f"{HEADINGS}\nBenali|Amina|12/04/1998||\nPeeters|Lotte|||\nPeeters|Lotte|||\n"
    )
    plan.choose(2, Choice.ADD)
    plan.choose(3, Choice.LEAVE_OUT)
    report = desk.do(exchange.import_learners, rows=plan.rows, campus_id=campus, source="x.csv")
    assert (report.added, report.left_out, desk.read(count, Person)) == (2, 1, 3)


def test_a_row_that_is_another_row_s_person_is_taken_in_once(
    desk: Desk, campus: UUID, cohort: UUID
) -> None:
    plan = planned(
        desk, f"{HEADINGS}\nBenali|Amina|12/04/1998||\nBenali|Amina|12/04/1998|a@example.org|\n"
    )
    report = desk.do(exchange.import_learners, rows=plan.rows, campus_id=campus, cohort_id=cohort)
    assert (report.added, report.completed, report.enrolled) == (1, 1, 1)
    assert desk.read(persons)[0].email == "a@example.org"


def test_what_a_record_cannot_hold_is_kept_in_the_note(desk: Desk, campus: UUID) -> None:
    plan = planned(
        desk,
        "Nom|Date de naissance|E-mail|GSM|Langue|Remarque\n"
        "Benali|31/02/1999|amina@|12|klingon|gentille\nPeeters|01/01/2050||||\n",
    )
    with speaking("en"):
        desk.do(exchange.import_learners, rows=plan.rows, campus_id=campus, source="x.csv")
    benali, peeters = desk.read(persons)
    assert benali.note == "gentille\nBirth date: 31/02/1999\nLanguage: klingon"
    assert (benali.birth_date, benali.email, benali.phone, benali.language) == (
        None,
        "amina@",
        "12",
        "",
    )
    assert "2050" in peeters.note


def test_numbers_of_the_list_are_kept_when_free_and_stepped_over(desk: Desk, campus: UUID) -> None:
    plan = planned(desk, "N° apprenant|Nom\nMOL-00002|Benali\n|Peeters\n|Janssens\nS-77|Rossi\n")
    desk.do(exchange.import_learners, rows=plan.rows, campus_id=campus, source="x.csv")
    found = {person.surname: person.learner_number for person in desk.read(persons)}
    assert found == {
        "Benali": "MOL-00002", "Peeters": "MOL-00001", "Janssens": "MOL-00003", "Rossi": "S-77",
    }  # fmt: skip
    again = planned(desk, "N° apprenant|Nom|Prénom\nMOL-00002|Verhoeven|Pieter\n")
    desk.do(exchange.import_learners, rows=again.rows, campus_id=campus, source="y.csv")
    added = next(person for person in desk.read(persons) if person.surname == "Verhoeven")
    assert (added.learner_number, "MOL-00002" in added.note) == ("MOL-00004", True)


def test_enrolment_fields_go_to_the_enrolment(desk: Desk, campus: UUID, cohort: UUID) -> None:
    plan = planned(
        desk,
        "Nom|Statut|Inscrit auprès de|Prescripteur|Date d’entrée\nBenali|DEI|Actiris|CPAS|09/09/2026\n",
    )
    desk.do(exchange.import_learners, rows=plan.rows, campus_id=campus, cohort_id=cohort)
    row = desk.read(exports.learners, cohort_id=cohort)[0]
    assert (row["labour_status"], row["registered_at"], row["prescriber"], row["start_on"]) == (
        "DEI", "Actiris", "CPAS", date(2026, 9, 9),
    )  # fmt: skip


@pytest.mark.parametrize("stop_at", [0, 1, 2])
def test_a_cancelled_import_writes_nothing(desk: Desk, campus: UUID, stop_at: int) -> None:
    plan = planned(desk, HEADINGS + "\n" + "".join(f"Benali|A{n}|||\n" for n in range(700)))
    answers = iter([False] * stop_at + [True])
    with pytest.raises(Cancelled):
        desk.do(
            exchange.import_learners, rows=plan.rows, campus_id=campus, source="x.csv",
            should_stop=lambda: next(answers),
        )  # fmt: skip
    assert desk.read(count, Person) == 0


def test_progress_is_told(desk: Desk, campus: UUID) -> None:
    steps: list[tuple[int, int]] = []
    plan = planned(desk, "Nom\n" + "".join(f"Benali {n}\n" for n in range(600)))
    desk.do(
        exchange.import_learners, rows=plan.rows, campus_id=campus,
        progress=lambda done, total: steps.append((done, total)),
    )  # fmt: skip
    assert steps == [(0, 600), (500, 600), (600, 600)]


def test_nothing_chosen_and_nowhere_to_put_it_get_sentences(desk: Desk, campus: UUID) -> None:
    rows: tuple[ImportRow, ...] = planned(desk, "Nom|Prénom|Note\n||x\n").rows
    with pytest.raises(NothingToImport):
        desk.do(exchange.import_learners, rows=rows, campus_id=campus)
    with pytest.raises(NotFound):
        desk.do(exchange.import_learners, rows=rows, campus_id=UUID(int=1))


# --- registrations -----------------------------------------------------------------------------------

GUESTS = (
    "Horodateur|Nom|Prénom|Statut de l’inscription|N° de billet|Remarque\n"
    "03/09/2026 10:00:00|Peeters|Trois|confirmé|T3|allergie\n"
    "01/09/2026 10:00:00|Benali|Un||T1|\n"
    "02/09/2026 10:00:00|Rossi|Deux|annulé|T2|\n"
    "02/09/2026 11:00:00|Conti|Quatre||T4|\n"
)


def test_first_come_first_served_and_the_rest_waits(desk: Desk, campus: UUID, event: UUID) -> None:
    plan = planned(desk, GUESTS, Subject.REGISTRATIONS, event=event)
    report = desk.do(exchange.import_registrations, rows=plan.rows, event_id=event, source="g.csv")
    assert (report.added, report.enrolled, report.waiting) == (4, 4, 1)
    assert desk.read(statuses) == [
        ("Un", RegistrationStatus.CONFIRMED),
        ("Deux", RegistrationStatus.CANCELLED_BY_GUEST),
        ("Quatre", RegistrationStatus.CONFIRMED),
        ("Trois", RegistrationStatus.WAITING),
    ]
    rows = desk.read(exports.registrations, event_id=event)
    assert rows[0]["registration_time"] == datetime(2026, 9, 1, 10)
    assert (rows[3]["external_code"], rows[3]["note"]) == ("T3", "allergie")
    with speaking("en"):
        assert desk.undo_title == "4 people imported from g.csv into Soirée"


def test_a_newer_list_of_guests_tells_what_changed(desk: Desk, campus: UUID, event: UUID) -> None:
    for text in (
        GUESTS,
        GUESTS.replace("Un||", "Un|annulé|").replace("Deux|annulé", "Deux|confirmé"),
    ):
        plan = planned(desk, text, Subject.REGISTRATIONS, event=event)
        desk.do(exchange.import_registrations, rows=plan.rows, event_id=event, source="g.csv")
    assert dict(desk.read(statuses)) == {
        "Un": RegistrationStatus.CANCELLED_BY_GUEST,
        "Deux": RegistrationStatus.CONFIRMED,
        "Quatre": RegistrationStatus.CONFIRMED,
        "Trois": RegistrationStatus.WAITING,
    }
    assert desk.read(count, Person) == 4


def test_a_cancelled_event_takes_nobody(desk: Desk, campus: UUID, event: UUID) -> None:
    desk.do(events.update_event, event_id=event, version=1, status=EventStatus.CANCELLED)
    plan = planned(desk, GUESTS, Subject.REGISTRATIONS)
    with pytest.raises(EventCancelled):
        desk.do(exchange.import_registrations, rows=plan.rows, event_id=event)


def test_an_import_can_be_undone_after_other_work(desk: Desk, campus: UUID) -> None:
    plan = planned(desk, "Nom\nBenali\nPeeters\n")
    report = desk.do(exchange.import_learners, rows=plan.rows, campus_id=campus, source="x.csv")
    desk.do(people.delete_person, person_id=report.person_ids[0])
    desk.undo()
    desk.undo()
    assert desk.read(count, Person) == 0


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_learners_move_to_another_desk_unchanged(
    desk: Desk, campus: UUID, home: Home, tmp_path: Path, ending: str
) -> None:
    """Exported here in Arabic, imported there: the same records, learner numbers and all."""
    everything: dict[str, Any] = {
        "surname": "El Amrani", "first_name": "Youssef", "call_name": "Joe", "second_name": "يوسف العمراني",
        "birth_date": date(1999, 1, 31), "birth_place": "Fès", "gender": Gender.MAN, "phone": "voir mère",
        "email": "youssef@example.org", "language": "ar", "street": "=Rue; 1", "postcode": "01080",
        "municipality": "Molenbeek", "country": "MA", "national_number": "99.01.31-001.23",
        "emergency_contact": "Mère", "emergency_phone": "+212612345678", "note": "une\ndeux",
        "campus_id": campus,
    }  # fmt: skip
    desk.do(intake.add_person, roles=(Role.LEARNER,), **everything)
    desk.do(intake.add_person, roles=(Role.LEARNER,), first_name="Q", campus_id=campus)
    rows = desk.read(exports.learners)
    fields = [field for field in PERSON_FIELDS if field != Field.FULL_NAME]
    path = export_rows(tmp_path / f"liste{ending}", fields, rows, language="ar")

    other = open_desk(Home(tmp_path / "other"))
    there = other.do(
        campuses.add_campus, code="MOL", name="Molenbeek", country="BE", zone="Europe/Brussels",
        languages=("fr",),
    )  # fmt: skip
    for expected in (2, 0):
        known = other.read(matching.known_people)
        plan = ImportPlan(read_table(path), known, subject=Subject.LEARNERS, country="BE")
        report = other.do(
            exchange.import_learners, rows=plan.rows, campus_id=there, source=path.name
        )
        assert (report.added, report.completed) == (expected, 0)
        assert other.read(exports.learners) == rows
    other.close()
