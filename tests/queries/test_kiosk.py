"""Who stands at the kiosk: one person or nobody, and never a name more."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from mgdesk.desk import Desk
from mgdesk.queries import kiosk
from mgdesk.queries.kiosk import Match, Recognised
from mgdesk.rules.clock import wall_clock
from mgdesk.services import checkin, events, intake, people
from tests.cohort_scene import MONDAY, Scene, add_campus, add_people, make_scene

NINE = datetime(MONDAY.year, MONDAY.month, MONDAY.day, 9, tzinfo=ZoneInfo("Europe/Brussels"))
SUNDAY = NINE.replace(day=1)
SEVERAL, NOBODY, SHORT = (
    Recognised(Match.SEVERAL), Recognised(Match.NOBODY), Recognised(Match.TOO_SHORT),
)  # fmt: skip


@pytest.fixture
def scene(desk: Desk) -> Scene:
    """Léa Martin, Amina El Idrissi and ياسين العلوي have class on Monday."""
    return make_scene(desk)


def who(scene: Scene, text: str, at: datetime = NINE, **given) -> Recognised:
    return scene.desk.read(kiosk.recognise, campus_id=scene.campus_id, at=at, text=text, **given)


def one(person_id: UUID, name: str) -> Recognised:
    return Recognised(Match.ONE, person_id, name)


def test_three_letters_of_any_name_in_any_script_are_enough(scene: Scene) -> None:
    lea, amina, yassin = scene.people
    assert who(scene, "le") == SHORT
    assert who(scene, "LEA") == one(lea, "Léa")
    assert who(scene, "idr") == one(amina, "Amina")
    assert who(scene, "eli") == one(amina, "Amina")  # El Idrissi in one piece
    assert who(scene, "ami idr") == one(amina, "Amina")
    assert who(scene, "ياس") == one(yassin, "ياسين")
    assert who(scene, "zzz") == NOBODY
    assert who(scene, "") == SHORT


def test_letters_inside_a_name_and_figures_of_a_phone_lead_to_nobody(scene: Scene) -> None:
    scene.desk.do(intake.add_person, first_name="Zoé", phone="0470 12 34 56")
    assert who(scene, "artin") == NOBODY
    assert who(scene, "470123") == NOBODY


def test_who_is_expected_today_goes_before_namesakes(scene: Scene) -> None:
    add_people(scene.desk, ("Amina", "Zaoui"))
    assert who(scene, "ami") == one(scene.people[1], "Amina")
    assert who(scene, "ami", at=SUNDAY) == SEVERAL


def test_who_says_that_it_is_not_them_is_looked_for_among_the_others(scene: Scene) -> None:
    (other,) = add_people(scene.desk, ("Amina", "Zaoui"))
    refused = {scene.people[1]}
    assert who(scene, "ami", refused=refused) == one(other, "Amina")
    assert who(scene, "ami", refused={*refused, other}) == NOBODY


def test_who_is_in_is_no_longer_taken_for_a_namesake_who_comes(scene: Scene) -> None:
    amina = scene.people[1]
    checked_in = {"person_id": amina, "campus_id": scene.campus_id}
    scene.desk.do(checkin.check_in, **checked_in)
    now = wall_clock()
    assert who(scene, "ami", at=now) == Recognised(Match.ONE, amina, "Amina", is_in=True)
    add_people(scene.desk, ("Amina", "Zaoui"))
    assert who(scene, "ami", at=now) == SEVERAL
    assert who(scene, "ami idr", at=now).is_in


def test_guests_of_an_event_of_today_are_expected(scene: Scene) -> None:
    guest, _namesake = add_people(scene.desk, ("Noor", "Aziz"), ("Noor", "Zaoui"))
    event_id = scene.desk.do(
        events.add_event,
        code="TALK",
        title="Talk",
        campus_id=scene.campus_id,
        starts_at=datetime(2026, 11, 2, 18),
        ends_at=datetime(2026, 11, 2, 20),
    )
    assert who(scene, "noor") == SEVERAL
    scene.desk.do(events.register, event_id=event_id, person_id=guest)
    assert who(scene, "noor") == one(guest, "Noor")


def test_the_birth_year_tells_people_of_one_name_apart(scene: Scene) -> None:
    born = {year: scene.desk.do(intake.add_person, first_name="Omar", surname="Haddad",
                                birth_date=date(year, 3, 1)) for year in (1990, 2001)}  # fmt: skip
    assert who(scene, "omar haddad") == SEVERAL
    assert who(scene, "omar haddad", birth_year=2001) == one(born[2001], "Omar")
    assert who(scene, "omar haddad", birth_year=1999) == NOBODY


def test_more_than_can_be_looked_at_are_several(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    born = scene.desk.do(
        intake.add_person, first_name="Amina", surname="Haddad", birth_date=date(2001, 3, 1)
    )
    assert who(scene, "amina", at=SUNDAY, birth_year=2001) == one(born, "Amina")
    monkeypatch.setattr(kiosk, "_MOST", 1)
    assert who(scene, "amina", at=SUNDAY, birth_year=2001) == SEVERAL


def test_a_kiosk_stands_at_the_campus_chosen_or_at_the_only_one(desk: Desk) -> None:
    with pytest.raises(kiosk.NoKioskCampus):
        desk.read(kiosk.kiosk_place, campus="")
    first = add_campus(desk)
    assert desk.read(kiosk.kiosk_place, campus="").campus_id == first
    other = add_campus(desk, "LAE", name="Laeken")
    with pytest.raises(kiosk.NoKioskCampus):
        desk.read(kiosk.kiosk_place, campus="")
    place = desk.read(kiosk.kiosk_place, campus="LAE")
    assert (place.campus_id, place.campus, place.has_pin) == (other, "Laeken", False)


def test_somebody_erased_is_nobody(scene: Scene) -> None:
    scene.desk.do(people.delete_person, person_id=scene.people[0])
    assert who(scene, "lea") == NOBODY
