"""A long list read a window at a time says the same as the whole list read at once."""

import shutil
from collections.abc import Iterator
from datetime import date
from random import Random
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from mgdesk.desk import Desk, open_desk
from mgdesk.model import Person, PersonRole
from mgdesk.paths import Home
from mgdesk.queries import people_window
from mgdesk.queries.people_window import (
    PeopleOrder,
    PeopleView,
    landmarks,
    listing,
    place_of,
    place_of_letters,
    window,
)
from mgdesk.rules.people import Role
from mgdesk.storage.audit import now
from mgdesk.storage.opening import open_store
from tests.cohort_scene import add_campus
from tests.storage.conftest import postgres, postgres_server  # noqa: F401 - pytest finds them here

COUNT = 60
VIEWS = [
    PeopleView(order=order, is_backwards=is_backwards)
    for order in PeopleOrder
    for is_backwards in (False, True)
]


def add_crowd(session: Session, *, campuses: list[UUID]) -> None:
    """Namesakes, people without a birth date, two campuses, few guests."""
    random = Random(4)
    for number in range(COUNT):
        person = Person(
            first_name=random.choice(["Amina", "Bilal", "Zoé", "Élise"]),
            surname=random.choice(["Haddad", "Benali", "", "Martin", "Łukasz"]),
            campus_id=campuses[number % 3 == 0],
            birth_date=date(1990 + random.randrange(15), 5, 1) if random.random() < 0.7 else None,
            created_at=now(session),
        )
        role = Role.GUEST if number < 5 else Role.LEARNER
        person.roles.append(PersonRole(role=role, since=now(session)))
        session.add(person)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory, empty_home: Home) -> Iterator[Desk]:
    home = Home(tmp_path_factory.mktemp("crowd") / "home")
    shutil.copytree(empty_home.root, home.root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people_window, "STEP", 7)
        made = open_desk(home)
        fill(made)
        yield made
        made.close()


def fill(desk: Desk) -> None:
    desk.do(add_crowd, campuses=[add_campus(desk), add_campus(desk, "PAD")])


def whole(desk: Desk, view: PeopleView) -> list[UUID]:
    return [row.id for row in desk.read(window, view=view, first=0, limit=COUNT * 2).rows]


@pytest.mark.parametrize("view", VIEWS)
def test_every_window_is_that_stretch_of_the_whole(crowd: Desk, view: PeopleView) -> None:
    everybody = whole(crowd, view)
    assert len(set(everybody)) == COUNT
    marks = crowd.read(landmarks, view=view)
    assert (marks.count, len(marks.keys)) == (COUNT, 9)
    for first in (0, 1, 6, 7, 8, 20, 41, 55, 59):
        found = crowd.read(window, view=view, first=first, limit=12, marks=marks)
        assert [row.id for row in found.rows] == everybody[first : first + 12], first


@pytest.mark.parametrize("order", PeopleOrder)
def test_backwards_is_the_list_turned_round(crowd: Desk, order: PeopleOrder) -> None:
    forwards = whole(crowd, PeopleView(order=order))
    assert whole(crowd, PeopleView(order=order, is_backwards=True)) == forwards[::-1]


@pytest.mark.parametrize("view", VIEWS)
def test_each_person_has_their_line(crowd: Desk, view: PeopleView) -> None:
    everybody = whole(crowd, view)
    places = [crowd.read(place_of, view=view, person_id=person_id) for person_id in everybody]
    assert places == list(range(COUNT))
    assert crowd.read(landmarks, view=view, person_id=everybody[33]).place == 33


def test_letters_lead_to_the_first_name_that_begins_so(crowd: Desk) -> None:
    for is_backwards in (False, True):
        view = PeopleView(is_backwards=is_backwards)
        rows = crowd.read(window, view=view, first=0, limit=COUNT).rows
        line = crowd.read(place_of_letters, view=view, letters="Ha")
        assert rows[line].surname == "Haddad"
        assert rows[line - 1].surname != "Haddad"


def test_digits_lead_to_a_year_of_birth(crowd: Desk) -> None:
    view = PeopleView(order=PeopleOrder.BIRTH)
    rows = crowd.read(window, view=view, first=0, limit=COUNT).rows
    line = crowd.read(place_of_letters, view=view, letters="1995")
    born = [row.birth_date.year if row.birth_date else 0 for row in rows]
    assert born == sorted(born)
    assert born[line - 1] < 1995 <= born[line]
    assert crowd.read(place_of_letters, view=view, letters="nobody") <= line


def test_a_campus_and_a_role_narrow_the_list(crowd: Desk) -> None:
    everybody = crowd.read(window, view=PeopleView(), first=0, limit=COUNT).rows
    [campus_id] = {
        found.view.campus_id
        for found in [crowd.read(listing, view=_of_campus(crowd, "PAD"), most=COUNT)]
    }
    view = PeopleView(campus_id=campus_id, role=Role.LEARNER)
    wanted = [row.id for row in everybody if row.campus == "PAD" and Role.LEARNER in row.roles]
    assert whole(crowd, view) == wanted
    assert crowd.read(landmarks, view=view).count == len(wanted)
    guests = crowd.read(listing, view=PeopleView(role=Role.GUEST), most=10)
    assert (guests.is_long, len(guests.rows)) == (False, 5)


def _of_campus(desk: Desk, code: str) -> PeopleView:
    from mgdesk.queries.campuses import campuses

    [campus_id] = [campus.id for campus in desk.read(campuses) if campus.code == code]
    return PeopleView(campus_id=campus_id)


def test_a_list_is_long_when_it_has_more_than_is_read_at_once(crowd: Desk) -> None:
    assert crowd.read(listing, view=PeopleView(), most=COUNT).is_long is False
    long = crowd.read(listing, view=PeopleView(), most=COUNT - 1)
    assert (long.is_long, len(long.rows)) == (True, COUNT)
    found = crowd.read(listing, view=PeopleView(), search="amina", most=3)
    assert (found.is_long, found.is_cut, len(found.rows)) == (False, True, 3)


def test_a_server_reads_the_same_windows(crowd: Desk, postgres: str, home: Home) -> None:  # noqa: F811
    server = Desk(home, open_store(home, server=postgres))
    fill(server)
    for view in VIEWS:
        both = [
            [
                [
                    (row.name, row.birth_date)
                    for first in (0, 8, 41, 55)
                    for row in desk.read(window, view=view, first=first, limit=9, marks=marks).rows
                ],
                marks.count,
                desk.read(
                    place_of_letters, view=view, letters="M" if "name" in view.order else "1997"
                ),
            ]
            for desk in (crowd, server)
            for marks in [desk.read(landmarks, view=view)]
        ]
        assert both[0] == both[1], view
    server.close()
