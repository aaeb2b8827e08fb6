"""Finding people, cohorts, events and papers at once."""

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mgdesk.desk import Desk
from mgdesk.queries.people import learners
from mgdesk.queries.search import HitKind, PersonHit, find, people
from mgdesk.rules import names
from mgdesk.rules.people import Role
from mgdesk.services import cohorts, documents, events, intake
from mgdesk.storage.opening import open_store
from tests.cohort_scene import add_campus, make_scene
from tests.storage.conftest import postgres, postgres_server  # noqa: F401 - pytest finds them here


def test_people_cohorts_and_events_are_found_together(desk: Desk) -> None:
    scene = make_scene(desk)
    desk.do(
        events.add_event,
        code="CODE-NIGHT",
        campus_id=scene.campus_id,
        title="Nuit du code",
        starts_at=datetime(2026, 12, 1, 18),
        ends_at=datetime(2026, 12, 1, 22),
    )
    desk.do(intake.add_person, first_name="Codrina", surname="Pop")
    assert [(hit.kind, hit.title) for hit in desk.read(find, text="cod")] == [
        (HitKind.PERSON, "Codrina Pop"),
        (HitKind.COHORT, "CODING-1"),
        (HitKind.EVENT, "Nuit du code"),
    ]


def test_a_page_of_namesakes_leaves_room_for_the_cohort(desk: Desk) -> None:
    make_scene(desk)
    for number in range(8):
        desk.do(intake.add_person, first_name=f"Coding{number}")
    found = desk.read(find, text="coding", limit=4)
    assert [hit.kind for hit in found] == [HitKind.PERSON] * 3 + [HitKind.COHORT]


def test_nothing_typed_finds_nothing(desk: Desk) -> None:
    make_scene(desk)
    assert desk.read(find, text=" \u200f ") == []


def test_what_begins_a_code_leads_to_it_before_people_found_by_their_e_mail(desk: Desk) -> None:
    make_scene(desk)
    desk.do(intake.add_person, first_name="Léa", email="lea@coding-club.example.org")
    assert [hit.title for hit in desk.read(find, text="coding-")] == ["CODING-1", "Léa"]


def test_a_person_found_is_told_from_their_namesakes(desk: Desk) -> None:
    scene = make_scene(desk)
    lea = desk.do(
        intake.add_person,
        first_name="Léa",
        surname="Dubois",
        second_name="ليا",
        birth_date=date(2001, 5, 4),
        phone="+32 470 00 12 34",
    )
    desk.do(cohorts.enrol, person_id=lea, cohort_id=scene.cohort_id)
    assert desk.read(people, text="dub lé") == [
        PersonHit(
            person_id=lea,
            name="Léa Dubois",
            list_name="Dubois, Léa",
            second_name="ليا",
            birth_date=date(2001, 5, 4),
            cohort_codes=("CODING-1",),
            phone_end="234",
            photo_id=None,
            learner_number=desk.read(find, text="dubois")[0].detail.split(" · ")[-1],
            is_exact=True,
        )
    ]


NAUGHTY = (
    '"', "'", "*", "a*", "^a", "a:b", "NEAR(a b, 2)", "AND", "a OR", "NOT", "(", "){", "\\", "\\'",
    "--", "a\x00b", "; DROP TABLE person", "%", "_", "~a", "=person", "@", "&", "#mol00001", "+",
    "{t}: a", "a AND b", "\u202ealert", "👩‍💻", "ﷺ", "𝔄𝔪𝔦𝔫𝔞", "Ω≈ç√", "\u200b", "'':*", "a&b|!c",
    "<->", "\ud800", "\n\t", "1e9", "-1", "a@", "@a", "a@b@c", "a" * 5000, "é " * 300,
)  # fmt: skip


@pytest.mark.parametrize("place", ["sqlcipher", "postgres"])
def test_whatever_is_typed_is_looked_for_and_nothing_else(
    place: str, desk: Desk, request: pytest.FixtureRequest
) -> None:
    if place == "postgres":
        desk = Desk(desk.home, open_store(desk.home, server=request.getfixturevalue("postgres")))
    amina = desk.do(intake.add_person, first_name="Amina", surname="O’Neil")
    for text in NAUGHTY:
        assert {hit.person_id for hit in desk.read(people, text=text)} <= {amina}, text
        desk.read(find, text=text)
    if place == "postgres":
        desk.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=()), max_size=40))
def test_no_text_is_an_error(desk: Desk, text: str) -> None:
    desk.read(find, text=text)


@st.composite
def named(draw: st.DrawFn) -> tuple[str, str]:
    letters = st.text(
        st.characters(categories=["L", "M", "Nd"], include_characters=" -'’"),
        min_size=1,
        max_size=12,
    )
    return draw(letters.filter(names.clean)), draw(letters)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(people_named=st.lists(named(), min_size=1, max_size=4), data=st.data())
def test_everybody_is_found_by_the_beginnings_of_their_words_in_any_order(
    desk: Desk, people_named: list[tuple[str, str]], data: st.DataObject
) -> None:
    for first_name, surname in people_named:
        person = desk.do(intake.add_person, first_name=first_name, surname=surname)
        words = names.fold(names.clean(f"{first_name} {surname}")).split()
        if not words:
            continue
        chosen = data.draw(st.permutations(words))[:4]
        typed = [word[: data.draw(st.integers(1, len(word)))] for word in chosen]
        if any("@" in word for word in typed):
            continue
        found = [hit.person_id for hit in desk.read(people, text=" ".join(typed), limit=500)]
        assert person in found, typed


@pytest.mark.parametrize(
    ("first_name", "surname", "typed"),
    [
        ("Łukasz", "Østergård", "ostergard luk"),
        ("Đặng", "Groß", "gross dang"),
        ("Sinéad", "O’Neil", "oneil"),
        ("Sinéad", "O'Neil", "O’Neil sin"),
        ("Anne-Marie", "Dupont", "annemarie"),
        ("Anne-Marie", "Dupont", "marie dupont"),
        ("Youssef", "Benali", "ben ali youssef"),
        ("Youssef", "Ben Ali", "benali"),
        ("小明", "王", "王小明"),
        ("小明", "王", "小明"),
        ("प्रिया", "शर्मा", "प्रिया"),
    ],
)
def test_a_name_is_found_as_people_type_it(
    desk: Desk, first_name: str, surname: str, typed: str
) -> None:
    person = desk.do(intake.add_person, first_name=first_name, surname=surname)
    desk.do(intake.add_person, first_name="Zoé", surname="Quelqu’un")
    found = desk.read(people, text=typed)
    assert [(hit.person_id, hit.is_exact) for hit in found] == [(person, True)]


@pytest.mark.parametrize(
    ("first_name", "surname", "typed"),
    [
        ("Mohamed", "Haddad", "Mohammed"),
        ("Mohammed", "Haddad", "muhammad"),
        ("Muhammad", "Haddad", "Mohamed Had"),
        ("Youssef", "Haddad", "yusuf"),
        ("Khadija", "Haddad", "hadija"),
        ("محمد", "الإدريسي", "mohamed idrissi"),
        ("Mohamed", "El Idrissi", "محمد"),
        ("Amina", "Haddad", "amnia hadadd"),
        ("Christiane", "Haddad", "chrisitane"),
    ],
)
def test_a_name_is_found_by_its_sound_and_with_one_slip(
    desk: Desk, first_name: str, surname: str, typed: str
) -> None:
    person = desk.do(intake.add_person, first_name=first_name, surname=surname)
    desk.do(intake.add_person, first_name="Zoé", surname="Quelqu’un")
    found = desk.read(people, text=typed)
    assert [(hit.person_id, hit.is_exact) for hit in found] == [(person, False)]


def test_numbers_phones_and_addresses_lead_to_a_person(desk: Desk) -> None:
    campus = add_campus(desk)
    lea = desk.do(
        intake.add_person,
        first_name="Léa",
        campus_id=campus,
        roles=(Role.LEARNER,),
        phone="+32470123456",
        email="lea.dubois@gmail.com",
    )
    desk.do(intake.add_person, first_name="Zoé", campus_id=campus, roles=(Role.LEARNER,))
    typed = ("0470 12 34 56", "0470 12", "456", "3456", "+32 470", "MOL-00001", "mol-00001", "00001",
             "lea.dubois@gm", "lea.dubois@gmail.com", "dubois")  # fmt: skip
    for text in typed:
        assert desk.read(people, text=text)[0].person_id == lea, text


def test_whole_words_come_before_beginnings_and_sounds_last(desk: Desk) -> None:
    ali, alice, alie = (
        desk.do(intake.add_person, first_name=name) for name in ("Ali", "Alice", "Elie")
    )
    found = desk.read(people, text="ali")
    assert [(hit.person_id, hit.is_exact) for hit in found] == [
        (ali, True),
        (alice, True),
        (alie, False),
    ]


def test_people_of_one_campus_are_found_alone(desk: Desk) -> None:
    here, there = add_campus(desk), add_campus(desk, "CAS", country="MA", zone="Africa/Casablanca")
    person, _other = (
        desk.do(intake.add_person, first_name="Amina", campus_id=campus) for campus in (here, there)
    )
    assert [hit.person_id for hit in desk.read(people, text="am", campus_id=here)] == [person]


def test_the_number_of_a_paper_leads_to_whom_it_is_of(desk: Desk) -> None:
    scene = make_scene(desk)
    scene.mark_all_present()
    desk.do(
        documents.issue_certificates,
        cohort_id=scene.cohort_id,
        enrolment_ids=list(scene.enrolments),
        day=date(2026, 11, 14),
    )
    hit = desk.read(find, text="MOL-2026-00002")[0]
    assert (hit.kind, hit.title, hit.id in scene.people) == (HitKind.PERSON, "MOL-2026-00002", True)
    assert desk.read(find, text="mol-2026")[0].title.startswith("MOL-2026-0000")
    [sheet] = desk.do(
        documents.issue_sheets,
        cohort_id=scene.cohort_id,
        first_day=date(2026, 11, 2),
        last_day=date(2026, 11, 6),
    )
    hits = desk.read(find, text="MOL-2026-F00001")
    assert [(h.kind, h.id, h.paper_id) for h in hits[:1]] == [
        (HitKind.COHORT, scene.cohort_id, sheet)
    ]


def test_a_sign_alone_finds_nobody_in_a_list_either(desk: Desk) -> None:
    desk.do(intake.add_person, first_name="Amina")
    assert [desk.read(learners, search=text) for text in ("~", "=", "@")] == [[], [], []]
    assert len(desk.read(learners, search=" ")) == 1
