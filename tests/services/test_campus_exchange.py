"""A whole campus in a file: it comes back equal, overwrites nothing, and a hostile one is refused whole."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from PIL import Image

from installer.campus_schema import TARGET, written
from installer.campus_words import NoWords, words_of
from mgdesk.desk import Desk, open_desk
from mgdesk.exchange.campus_file import (
    BrokenCampusFile,
    CampusFile,
    NewerCampusFile,
    NotACampusFile,
    read_campus,
    write_campus,
)
from mgdesk.model import (
    Absence,
    Campus,
    Cohort,
    Enrolment,
    Outcome,
    Person,
    Picture,
    Training,
)
from mgdesk.paths import Home
from mgdesk.queries.campuses import campuses
from mgdesk.queries.coaching import coaching_session
from mgdesk.rules import names
from mgdesk.rules.outcome import Milestone, OutcomeKind
from mgdesk.rules.people import StaffRole
from mgdesk.services import coaching
from mgdesk.services import people as people_services
from mgdesk.services.campus_exchange import (
    NumberTaken,
    campus_file,
    look_at_campus,
    take_in_campus,
)
from mgdesk.services.campuses import add_campus
from mgdesk.services.coaching_papers import issue_coaching_note
from mgdesk.services.intake import add_person
from mgdesk.services.referrals import add_referral
from mgdesk.services.staff import add_staff
from mgdesk.storage.duty import OtherCampus
from mgdesk.storage.opening import open_store
from tests.storage.conftest import postgres, postgres_server  # noqa: F401 - pytest finds them here

pytestmark = pytest.mark.early

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def files(tmp_path_factory, demo_of) -> dict[str, CampusFile]:
    """Campuses of the demo, as their files say."""
    home = Home(tmp_path_factory.mktemp("demo") / "home")
    shutil.copytree(demo_of(TODAY).root, home.root)
    desk = open_desk(home)
    made = {code: desk.read(campus_file, code=code, with_pictures=True) for code in ("PAD", "AMS")}
    made["plain"] = desk.read(campus_file, code="PAD")
    desk.close()
    return made


@pytest.mark.thorough
def test_a_campus_comes_back_equal_on_both_databases_and_can_be_undone(
    files,
    desk,
    tmp_path,
    postgres,  # noqa: F811 - the fixture itself
) -> None:
    path = write_campus(tmp_path / "padua.json", files["PAD"])
    file = read_campus(path)
    assert file == replace(files["PAD"], name="padua.json")
    told = desk.read(look_at_campus, file=file)
    assert (told.added_count, told.there, desk.read(campuses)) == (file.row_count, {}, [])

    server = Desk(Home(tmp_path / "server"), open_store(Home(tmp_path / "server"), server=postgres))
    for one in (desk, server):
        assert one.do(take_in_campus, file=file) == told
        assert one.read(campus_file, code="PAD", with_pictures=True) == files["PAD"]
    server.close()

    again = write_campus(
        tmp_path / "again.json", desk.read(campus_file, code="PAD", with_pictures=True)
    )
    assert again.read_bytes() == path.read_bytes()
    report = desk.do(take_in_campus, file=file)
    assert (report.added, report.there_count) == ({}, file.row_count)
    desk.undo()  # papers too: they were not issued here
    assert desk.read(campuses) == []
    desk.redo()
    assert desk.read(campus_file, code="PAD", with_pictures=True) == files["PAD"]


def test_what_is_there_stays_and_numbers_go_on(files, desk) -> None:
    desk.do(take_in_campus, file=files["AMS"])
    desk.do(take_in_campus, file=files["PAD"])
    someone = UUID(files["PAD"].tables["enrolment"][0]["person_id"])
    desk.do(people_services.update_person, person_id=someone, version=1, phone="+39 049 827 1234")
    desk.do(take_in_campus, file=files["PAD"])
    found = desk.read(campus_file, code="PAD", with_pictures=True)
    (changed,) = [row for row in found.tables["person"] if row["id"] == str(someone)]
    assert changed["phone"] == "+390498271234"
    later = {"last": 999}
    newer = {
        **files["PAD"].tables,
        "series": [row | later for row in files["PAD"].tables["series"]],
    }
    desk.do(take_in_campus, file=replace(files["PAD"], tables=newer))
    assert {row["last"] for row in desk.read(campus_file, code="PAD").tables["series"]} == {999}

    other = str(uuid4())
    foreign = json.dumps(files["PAD"].tables).replace(files["PAD"].campus["id"], other)
    taken = replace(
        files["PAD"], campus=files["PAD"].campus | {"id": other}, tables=json.loads(foreign)
    )
    with pytest.raises(NumberTaken, match="PAD"):
        desk.read(look_at_campus, file=taken)


def test_who_was_erased_does_not_come_back(files, desk) -> None:
    gone = UUID(files["PAD"].tables["enrolment"][0]["person_id"])
    report = desk.do(take_in_campus, file=files["PAD"], erased=frozenset({gone}))
    assert report.erased == 1
    whole = json.dumps(desk.read(campus_file, code="PAD", with_pictures=True).tables)
    kept = [d for d in files["PAD"].tables["issued_document"] if d["person_id"] == str(gone)]
    assert str(gone) not in whole.replace(json.dumps([d["record"] for d in kept]), "")


def test_the_schema_describes_the_file_and_nothing_secret_is_in_it(files, tmp_path) -> None:
    assert TARGET.read_text("utf-8") == written(), "run: python -m installer.campus_schema"
    path = write_campus(tmp_path / "f.json", files["PAD"])
    document = json.loads(path.read_text("utf-8"))
    validator = Draft202012Validator(json.loads(written()))
    Draft202012Validator.check_schema(json.loads(written()))
    validator.validate(document)
    document["tables"]["person"][0]["surname"] = 7
    assert not validator.is_valid(document)
    tables = files["PAD"].tables
    assert not {"staff", "setting", "change", "audit_entry"} & set(tables)
    assert not {"aims", "points", "action_plan"} & set(tables["coaching_session"][0])
    plain = files["plain"]
    assert plain.tables["picture"] == []
    assert plain.left_out[-1] == "pictures"
    assert {row["photo_id"] for row in plain.tables["person"]} == {None}


def test_a_stranger_is_told_what_every_table_and_field_of_the_file_means() -> None:
    def fields(part, place=""):
        for name, told in part.get("properties", {}).items():
            yield f"{place}{name}", told
            yield from fields(told.get("items", told), f"{place}{name}.")

    described = dict(fields(json.loads(written())))
    assert len(described) > 400
    mute = [name for name, told in described.items() if len(told.get("description", "")) < 5]
    assert mute == []
    with pytest.raises(NoWords, match="shoe_size"):
        words_of("person", "shoe_size")


def test_two_campuses_with_a_person_of_both_photos_and_proofs_go_round(desk, tmp_path) -> None:
    source = open_desk(Home(tmp_path / "source"))
    source.do(_make_two_campuses)
    files = {
        code: source.read(campus_file, code=code, with_pictures=True) for code in ("ONE", "TWO")
    }
    source.close()
    (shared,) = {row["id"] for row in files["ONE"].tables["person"]} & {
        row["id"] for row in files["TWO"].tables["person"]
    }
    pictures = {row["id"] for row in files["TWO"].tables["picture"]}
    proofs = [files["TWO"].tables[name][0]["proof_id"] for name in ("absence", "outcome")]
    assert {*proofs, files["TWO"].tables["person"][0]["photo_id"]} <= pictures
    for code in ("TWO", "ONE"):
        path = write_campus(tmp_path / f"{code}.json", files[code])
        Draft202012Validator(json.loads(written())).validate(json.loads(path.read_text("utf-8")))
        desk.do(take_in_campus, file=read_campus(path))
    for code in ("ONE", "TWO"):
        assert desk.read(campus_file, code=code, with_pictures=True) == files[code]
    assert shared


def _make_two_campuses(session) -> None:
    when, day = datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 3, 2)
    one, two = (Campus(code=code, name=code, country="BE", zone="Europe/Brussels", languages=["fr"])
                for code in ("ONE", "TWO"))  # fmt: skip
    session.add_all([one, two])
    session.flush()
    photo, note, letter = (_picture(shade) for shade in (10, 90, 200))
    session.add_all([photo, note, letter])
    session.flush()
    person = Person(
        surname="Démo", first_name="آمنة", campus=one, photo_id=photo.id, created_at=when
    )
    for campus in (one, two):
        cohort = Cohort(code=f"{campus.code}-1", training=Training(title=f"Web {campus.code}"),
                        campus=campus, first_day=day, last_day=day)  # fmt: skip
        enrolment = Enrolment(person=person, cohort=cohort, enrolled_at=when)
        session.add(enrolment)
        session.flush()
        session.add(
            Absence(enrolment_id=enrolment.id, first_day=day, last_day=day, proof_id=note.id)
        )
        session.add(Outcome(person_id=person.id, enrolment_id=enrolment.id, kind=OutcomeKind.JOB,
                            milestone=Milestone.EXIT, proof_id=letter.id, noted_at=when))  # fmt: skip


def _picture(shade: int) -> Picture:
    stream = BytesIO()
    Image.new("RGB", (4, 4), (shade, shade, shade)).save(stream, "PNG")
    content = stream.getvalue()
    digest = sha256(content).hexdigest()
    return Picture(name="p.png", media_type="image/png", content=content, digest=digest)


def _with(file: CampusFile, table: str, **values: object) -> CampusFile:
    first, *others = file.tables[table]
    return replace(file, tables={**file.tables, table: [first | values, *others]})


def test_a_hostile_or_newer_file_is_refused_whole(files, desk, tmp_path) -> None:
    good = files["AMS"]
    bad = [
        _with(good, "person", id="no key"),
        _with(good, "person", surname=None),
        _with(good, "person", birth_date="2026-13-45"),
        _with(good, "person", gender="; DROP TABLE person"),
        _with(good, "person", campus_id=str(uuid4())),
        _with(good, "person", created_at="2026-01-01T00:00:00"),
        _with(good, "person", unknown=1),
        _with(good, "person", surname="", first_name="\u202e\0"),
        _with(good, "person", id=good.tables["person"][1]["id"]),
        _with(good, "room", capacity=10**30),
        _with(good, "room", capacity=True),
        _with(good, "campus", zone="../../etc/passwd"),
        _with(good, "campus", languages=["xx"]),
        _with(good, "campus", code="../x"),
        _with(good, "picture", content="AAAA"),
        replace(good, tables={**good.tables, "staff": []}),
        replace(good, tables={**good.tables, "campus": []}),
        _with(files["PAD"], "issued_document", record={"name": "somebody else"}),
    ]
    for file in bad:
        with pytest.raises(BrokenCampusFile):
            desk.do(take_in_campus, file=file)
    with pytest.raises(NewerCampusFile):
        desk.do(take_in_campus, file=replace(good, data_version="9999"))
    assert desk.read(campuses) == []

    text = write_campus(tmp_path / "good.json", good).read_text("utf-8")
    for changed, error in (
        (text.replace('"version": 1', '"version": 2'), NewerCampusFile),
        (text.replace('"version": 1', '"version": true'), BrokenCampusFile),
        (text.replace('"version": 1', '"version": 1, "version": 1'), BrokenCampusFile),
        (text.replace('"tables": {', '"tables": {"room": NaN,'), BrokenCampusFile),
        (text[:-9], BrokenCampusFile),
        ('{"format": "mgdesk-campus", "x": ' + "[" * 100_000, BrokenCampusFile),
        ("[" * 100_000, NotACampusFile),
        ("[]", NotACampusFile),
        ("", NotACampusFile),
        ("é".encode("latin-1"), NotACampusFile),
    ):
        target = tmp_path / "bad.json"
        target.write_bytes(changed if isinstance(changed, bytes) else changed.encode())
        with pytest.raises(error):
            read_campus(target)


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=40), st.dates(), st.none() | st.integers(-5, 10**6))
def test_any_value_comes_back_as_it_went_or_is_refused(files, desk, tmp_path, text, day, count):
    few = {name: files["AMS"].tables[name][:1] for name in ("campus", "person", "room")}
    few["campus"] = [few["campus"][0] | {"logo_id": None, "funder_profile_id": None}]
    few["person"] = [few["person"][0] | {"photo_id": None}]
    file = _with(replace(files["AMS"], tables=few), "person", note=text, birth_date=str(day))
    file = read_campus(write_campus(tmp_path / "f.json", _with(file, "room", capacity=count)))
    try:
        desk.do(take_in_campus, file=file)
    except BrokenCampusFile:
        assert (count or 0) < 0
        assert desk.read(campuses) == []
    else:
        found = desk.read(campus_file, code="AMS").tables
        person, room = found["person"][0], found["room"][0]
        assert (person["note"], person["birth_date"], room["capacity"]) == (
            names.clean_lines(text), str(day), count,
        )  # fmt: skip
        desk.undo()


def test_what_was_told_to_a_coach_is_not_in_the_file_and_other_campuses_are_not_for_everybody(
    desk,
) -> None:
    campus_id = desk.do(add_campus, code="MOL", name="Molenbeek", country="BE")
    who, coach = (
        desk.do(add_person, first_name=name, campus_id=campus_id) for name in ("Ana", "Bo")
    )
    at = datetime(2026, 1, 5, 10, tzinfo=UTC)
    booked = desk.do(
        coaching.book, person_id=who, coach_id=coach, campus_id=campus_id, starts_at=at
    )
    secret = "told in confidence"
    version = desk.read(coaching_session, coaching_id=booked).version
    desk.do(
        coaching.write_note, coaching_id=booked, version=version, aims=secret, points=secret,
        action_plan=secret,
    )  # fmt: skip
    desk.do(issue_coaching_note, coaching_id=booked)
    desk.do(add_referral, person_id=who, party="Somebody", day=date(2026, 1, 6), reason=secret)
    whole = desk.read(campus_file, code="MOL", with_pictures=True)
    assert secret not in json.dumps(whole.tables)
    assert [len(whole.tables[name]) for name in ("coaching_session", "referral")] == [1, 1]

    desk.do(add_campus, code="PAD", name="Padova", country="IT")
    staff_id = desk.do(
        add_staff, name="Mia", role=StaffRole.MANAGER, campus_id=campus_id, pin="847291"
    )
    desk.sign_on(staff_id, "847291")
    assert desk.read(campus_file, code="MOL").campus["code"] == "MOL"
    with pytest.raises(OtherCampus):
        desk.read(campus_file, code="PAD")
