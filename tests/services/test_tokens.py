"""Codes and whose they are: badges, bound codes, imported tickets, numbers, on both databases."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import select, update

from mgdesk.desk import Desk
from mgdesk.errors import NotFound
from mgdesk.model import AuditEntry, Person
from mgdesk.model.identity import new_key
from mgdesk.paths import Home
from mgdesk.queries import tokens as queries
from mgdesk.queries.tokens import CodeKind, Holder, HolderKind
from mgdesk.rules.codes import person_code
from mgdesk.rules.people import Role
from mgdesk.rules.scan_faults import TRIAL
from mgdesk.services import events, intake, people, tokens
from mgdesk.storage.opening import open_store
from tests.cohort_scene import add_campus, counted_statements
from tests.storage.conftest import postgres, postgres_server  # noqa: F401 - pytest finds them here

PRETIX = "hq4bzv7mw2ykc9x3ab5q"


@pytest.fixture(params=["sqlcipher", "postgres"])
def any_desk(request, desk: Desk, tmp_path):
    if request.param == "sqlcipher":
        yield desk
        return
    server = Desk(
        Home(tmp_path / "server"),
        open_store(Home(tmp_path / "server"), server=request.getfixturevalue("postgres")),
    )
    yield server
    server.close()


@pytest.fixture
def amina(desk: Desk) -> UUID:
    return desk.do(intake.add_person, first_name="Amina", surname="Benali")


def kind(desk: Desk, code: str) -> CodeKind:
    return desk.read(queries.sighting, code=code).kind


def test_every_code_of_a_person_leads_to_them(any_desk: Desk) -> None:
    campus = add_campus(any_desk)
    person = any_desk.do(
        intake.add_person, first_name="Amina", campus_id=campus, roles=(Role.LEARNER,)
    )
    event = any_desk.do(
        events.add_event, code="OPEN-1", campus_id=campus, title="Café",
        starts_at=datetime(2026, 12, 1, 18), ends_at=datetime(2026, 12, 1, 20),
    )  # fmt: skip
    ticket = any_desk.do(events.register, event_id=event, person_id=person, external_code="EB-991")
    any_desk.do(tokens.bind, code=PRETIX, person_id=person, registration_id=ticket)
    found = {
        code: any_desk.read(queries.holder, code=code)
        for code in (person_code(person).upper(), PRETIX, "EB-991", "mol-00001")
    }
    assert list(found.values()) == [
        Holder(person, "Amina", None, HolderKind.BADGE),
        Holder(person, "Amina", ticket, HolderKind.TOKEN),
        Holder(person, "Amina", ticket, HolderKind.REGISTRATION),
        Holder(person, "Amina", None, HolderKind.LEARNER_NUMBER),
    ]
    assert [row.event for row in any_desk.read(queries.tokens_of, person_id=person)] == ["Café"]


def test_what_is_no_persons_code_is_told_apart(desk: Desk, amina: UUID) -> None:
    badge = person_code(amina)
    assert kind(desk, badge) is CodeKind.PERSON
    assert kind(desk, person_code(new_key())) is CodeKind.BADGE_OF_ELSEWHERE
    assert kind(desk, badge[:-1] + ("c" if badge[-1] != "c" else "d")) is CodeKind.BADGE_MISREAD
    assert kind(desk, "MGD:ABC") is CodeKind.PAPER
    assert kind(desk, "MGS:MOL-2026-F00007/1/2") is CodeKind.SHEET
    assert kind(desk, TRIAL) is CodeKind.TRIAL
    assert {kind(desk, code) for code in (PRETIX, "", "MOL-00099")} == {CodeKind.UNKNOWN}


def test_the_badge_of_a_deleted_person_is_told_and_works_again_after_undo(
    desk: Desk, amina: UUID
) -> None:
    badge = person_code(amina)
    desk.do(tokens.bind, code=PRETIX, person_id=amina)
    for _turn in range(2):
        desk.do(people.delete_person, person_id=amina)
        assert (kind(desk, badge), kind(desk, PRETIX)) == (
            CodeKind.FORMER_BADGE,
            CodeKind.UNKNOWN,
        )
        desk.undo()
        assert (kind(desk, badge), kind(desk, PRETIX)) == (CodeKind.PERSON, CodeKind.PERSON)


def test_somebody_deleted_before_there_were_such_codes_comes_back_with_theirs(
    desk: Desk, amina: UUID
) -> None:
    engine = desk._store.engine
    with engine.begin() as connection:
        # As in data of before the audit was sealed.
        connection.exec_driver_sql("DROP TRIGGER audit_entry_kept_update")
        connection.execute(update(Person).values(badge_code=None))
    desk.do(people.delete_person, person_id=amina)
    with engine.begin() as connection:
        for row in connection.execute(select(AuditEntry).where(AuditEntry.operation == "delete")):
            before = {name: value for name, value in row.before.items() if name != "badge_code"}
            wanted = update(AuditEntry).where(AuditEntry.id == row.id)
            connection.execute(wanted.values(before=before))
    desk.undo()
    assert kind(desk, person_code(amina)) is CodeKind.PERSON


def test_binding_is_undone_by_name_and_taken_away_again(desk: Desk, amina: UUID) -> None:
    token = desk.do(tokens.bind, code=f" {PRETIX}\n", person_id=amina)
    assert desk.do(tokens.bind, code=PRETIX, person_id=amina) == token
    assert "Amina Benali" in (desk.undo_title or "")
    desk.undo()
    assert kind(desk, PRETIX) is CodeKind.UNKNOWN
    desk.redo()
    desk.do(tokens.unbind, token_id=token)
    assert kind(desk, PRETIX) is CodeKind.UNKNOWN
    with pytest.raises(NotFound):
        desk.do(tokens.unbind, token_id=token)


def test_a_code_that_says_something_else_is_not_bound(desk: Desk, amina: UUID) -> None:
    bilal = desk.do(intake.add_person, first_name="Bilal")
    desk.do(tokens.bind, code=PRETIX, person_id=amina)
    badge = person_code(amina)
    misread = badge[:-1] + ("c" if badge[-1] != "c" else "d")
    for code, error in (
        (PRETIX, tokens.CodeTaken),
        (badge, tokens.CodeOfOurs),
        (misread, tokens.CodeOfOurs),
        ("MGD:ABC", tokens.CodeOfOurs),
        (TRIAL, tokens.CodeOfOurs),
        (" ", tokens.NoCode),
        ("x" * 501, tokens.CodeTooLong),
    ):
        with pytest.raises(error):
            desk.do(tokens.bind, code=code, person_id=bilal)
    with pytest.raises(NotFound):
        desk.do(tokens.bind, code="new-1", person_id=new_key())
    assert desk.read(queries.tokens_of, person_id=bilal) == []


def test_each_look_is_one_statement_however_many_people_there_are(desk: Desk, amina: UUID) -> None:
    with counted_statements() as said:
        desk.read(queries.holder, code=person_code(amina))
    first = len(said)
    for number in range(3):
        desk.do(intake.add_person, first_name=f"N{number}")
    with counted_statements() as said:
        desk.read(queries.holder, code=person_code(amina))
    assert len(said) == first


def test_badges_printed_before_are_found_after_the_migration(desk: Desk, amina: UUID) -> None:
    from mgdesk.storage import migrate

    engine = desk._store.engine
    migrate.downgrade(engine, "0005")
    migrate.upgrade(engine)
    assert kind(desk, person_code(amina)) is CodeKind.PERSON
    assert desk.read(lambda session: session.get(Person, amina).badge_code) == person_code(amina)
