"""Signing on at two desks of one PostgreSQL server: tries are counted once, a manager always stays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from mgdesk.desk import Desk, WaitForPin, WrongPin
from mgdesk.errors import DeskError
from mgdesk.paths import Home
from mgdesk.queries.history import recent_changes
from mgdesk.queries.people import learners
from mgdesk.queries.retention import review
from mgdesk.queries.search import find
from mgdesk.queries.staff import sign_ons, staff
from mgdesk.rules.people import StaffRole
from mgdesk.services import intake
from mgdesk.services import staff as services
from mgdesk.services.campuses import add_campus
from mgdesk.services.privacy import note_review
from mgdesk.services.rights import NotAllowed
from mgdesk.storage.opening import open_store
from tests.staff_scene import PIN, hire
from tests.storage.conftest import postgres, postgres_server  # noqa: F401 - pytest finds them here

MANAGER, RECEPTION = StaffRole.MANAGER, StaffRole.RECEPTION


def desk_at(home: Home, address: str) -> Desk:
    return Desk(home, open_store(home, server=address))


def test_two_desks_of_a_server(tmp_path: Path, postgres: str) -> None:  # noqa: F811
    one, other = (desk_at(Home(tmp_path / name), postgres) for name in ("one", "other"))
    people = hire(one, RECEPTION)
    other.hear_others()
    other.sign_on(people[RECEPTION], PIN)
    other.do(intake.add_person, first_name="Ana")
    assert [row.by for row in one.read(recent_changes)][:2] == ["Reception", "Manager"]
    with pytest.raises(NotAllowed):
        other.do(services.set_active, staff_id=people[MANAGER], is_active=False)

    for desk in (one, other, one):
        with pytest.raises(WrongPin):
            desk.sign_on(people[RECEPTION], "1111")
    with pytest.raises(WaitForPin):
        other.sign_on(people[RECEPTION], PIN)

    here, there = (one.do(add_campus, code=c, name=c, country="BE") for c in ("MOL", "ANT"))
    for name, campus_id in (("Bo", here), ("Cy", there)):
        one.do(intake.add_person, first_name=name, campus_id=campus_id)
    bound = one.do(services.add_staff, name="Bound", role=RECEPTION, pin=PIN, campus_id=here)
    other.sign_on(bound, PIN)
    assert [row.first_name for row in other.read(learners)] == ["Ana", "Bo"]
    assert other.read(find, text="cy") == []
    assert [hit.title for hit in other.read(find, text="bo")] == ["Bo"]
    with pytest.raises(NotAllowed):
        other.read(sign_ons)
    assert one.read(review, today=date(2026, 11, 27)) == []
    assert one.do(note_review, day=date(2026, 11, 27)) == 0
    assert next(row.name for row in one.read(sign_ons)) == "Bound"

    second = one.do(services.add_staff, name="Second", role=MANAGER, pin=PIN)
    other.sign_on(second, PIN)
    rows = {row.name: row for row in one.read(staff)}

    def demote(desk: Desk, name: str) -> str:
        row = rows[name]
        try:
            desk.do(
                services.update_staff,
                staff_id=row.id,
                version=row.version,
                name=name,
                role=RECEPTION,
            )
        except DeskError as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(2) as pool:  # each takes the other's place away at once
        said = list(pool.map(demote, (one, other), ("Second", "Manager")))
    assert "done" in said
    assert sum(row.role is MANAGER for row in other.do_by_itself(staff)) == 1
    one.close()
    other.close()
