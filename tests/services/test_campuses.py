"""Campuses with their rooms, signatories and logo."""

from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from mgdesk.desk import Desk
from mgdesk.errors import StaleRecord
from mgdesk.queries import campuses as queries
from mgdesk.rules.style import LogoPlace, Ornament, PaperStyle
from mgdesk.services import campuses, pictures
from tests.cohort_scene import add_campus, add_cohort, everything


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20)) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, "teal").save(stream, kind)
    return stream.getvalue()


def test_a_campus_lives_on_its_country_s_clock(desk: Desk) -> None:
    desk.do(campuses.add_campus, code=" cas ", name="Casablanca", country="ma")
    found = desk.read(queries.campus, code="CAS")
    assert (found.country, found.zone, found.languages) == ("MA", "Africa/Casablanca", ("fr",))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"code": ""}, campuses.CampusCodeUnusable),
        ({"code": "A B"}, campuses.CampusCodeUnusable),
        ({"code": "é"}, campuses.CampusCodeUnusable),
        ({"code": "mol"}, campuses.CampusCodeTaken),
        ({"name": " "}, campuses.CampusNameMissing),
        ({"name": "x" * 201}, campuses.TextTooLongForCampus),
        ({"country": "Belgium"}, campuses.UnknownCountry),
        ({"zone": "Mars/Base"}, campuses.UnknownZone),
        ({"languages": ()}, campuses.CampusLanguageUnknown),
        ({"languages": ("fr", "de")}, campuses.CampusLanguageUnknown),
        ({"accent": "teal"}, campuses.ColourUnusable),
        ({"footer": "x" * 201}, campuses.TextTooLongForCampus),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(desk: Desk, fields, error) -> None:
    add_campus(desk)
    before = everything(desk)
    with pytest.raises(error) as refusal:
        desk.do(campuses.add_campus, **{"code": "NEW", "name": "New", "country": "BE", **fields})
    assert str(refusal.value)
    assert everything(desk) == before


def test_a_change_keeps_the_rest_and_a_stale_one_is_refused(desk: Desk) -> None:
    campus_id = add_campus(desk)
    desk.do(campuses.update_campus, campus_id=campus_id, version=1, street="Rue 1", zone="")
    found = desk.read(queries.campus, campus_id=campus_id)
    assert (found.street, found.name, found.zone) == ("Rue 1", "Molenbeek", "Europe/Brussels")
    with pytest.raises(StaleRecord):
        desk.do(campuses.update_campus, campus_id=campus_id, version=1, street="Rue 2")


def test_a_campus_in_use_stays(desk: Desk) -> None:
    campus_id = add_campus(desk)
    add_cohort(desk)
    with pytest.raises(campuses.CampusInUse):
        desk.do(campuses.delete_campus, campus_id=campus_id)


def test_an_unused_campus_goes_with_its_rooms_and_comes_back(desk: Desk) -> None:
    campus_id = add_campus(desk)
    desk.do(campuses.add_room, campus_id=campus_id, name="Atlas")
    before = everything(desk)
    desk.do(campuses.delete_campus, campus_id=campus_id)
    assert desk.read(queries.campuses) == []
    desk.undo()
    assert everything(desk) == before


def test_rooms_have_names_of_their_own(desk: Desk) -> None:
    campus_id = add_campus(desk)
    room_id = desk.do(campuses.add_room, campus_id=campus_id, name="Atlas", capacity=20)
    for name, capacity, error in (
        ("Atlas", None, campuses.RoomNameTaken),
        (" ", None, campuses.RoomNameMissing),
        ("Ada", -1, campuses.NegativeCapacity),
    ):
        with pytest.raises(error):
            desk.do(campuses.add_room, campus_id=campus_id, name=name, capacity=capacity)
    desk.do(campuses.update_room, room_id=room_id, name="Atlas", capacity=None)
    assert [(r.name, r.capacity) for r in desk.read(queries.rooms, campus_id=campus_id)] == [
        ("Atlas", None)
    ]
    desk.do(campuses.delete_room, room_id=room_id)
    assert desk.read(queries.rooms, campus_id=campus_id) == []


def test_who_signs_is_named_once_and_can_be_put_first(desk: Desk) -> None:
    campus_id = add_campus(desk)
    desk.do(campuses.add_signatory, campus_id=campus_id, name="Ada", signature=picture())
    second = desk.do(campuses.add_signatory, campus_id=campus_id, name="Zora")
    with pytest.raises(campuses.SignatoryNameTaken):
        desk.do(campuses.add_signatory, campus_id=campus_id, name="Ada")
    desk.do(campuses.update_signatory, signatory_id=second, name="Zora", role="CEO", position=0)
    found = desk.read(queries.signatories, campus_id=campus_id)
    assert [(who.name, who.role, who.signature_id is not None) for who in found] == [
        ("Zora", "CEO", False),
        ("Ada", "", True),
    ]


def test_the_same_logo_is_kept_once(desk: Desk) -> None:
    logo = picture("JPEG")
    for code in ("MOL", "LAE"):
        campus_id = add_campus(desk, code)
        desk.do(campuses.set_logo, campus_id=campus_id, content=logo, name="logo.jpg")
    ids = {desk.read(queries.campus, code=code).logo_id for code in ("MOL", "LAE")}
    assert len(ids) == 1
    kept = desk.read(queries.picture, picture_id=ids.pop())
    assert (kept.media_type, kept.content) == ("image/jpeg", logo)
    desk.do(campuses.set_logo, campus_id=campus_id, content=None)
    assert desk.read(queries.campus, code="LAE").logo_id is None


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", pictures.PictureUnreadable),
        (b"\x89PNG\r\n\x1a\nbroken", pictures.PictureUnreadable),
        (picture()[:-30], pictures.PictureUnreadable),
        (b"GIF89a", pictures.PictureUnreadable),
        (b"x" * 5_000_001, pictures.PictureTooLarge),
        (picture(size=(6001, 1)), pictures.PictureTooLarge),
    ],
)
def test_what_is_no_picture_is_refused(desk: Desk, content: bytes, error) -> None:
    campus_id = add_campus(desk)
    with pytest.raises(error):
        desk.do(campuses.set_logo, campus_id=campus_id, content=content)


def test_a_style_is_chosen_bit_by_bit_and_turned_back(desk: Desk) -> None:
    campus_id = add_campus(desk)
    desk.do(campuses.set_second_logo, campus_id=campus_id, content=picture(), name="label.png")
    desk.do(
        campuses.update_campus, campus_id=campus_id, version=2, ornament=Ornament.BAND,
        bank=" BE68  5390 ",
    )  # fmt: skip
    desk.do(campuses.update_campus, campus_id=campus_id, version=3, logo_place=LogoPlace.END)
    digest = sha256(picture()).hexdigest()
    style = desk.read(queries.campus, campus_id=campus_id).style
    assert style == PaperStyle(Ornament.BAND, LogoPlace.END, digest, "BE68 5390")
    found = desk.read(queries.picture_of_digest, digest=style.second_logo)
    assert found is not None
    assert found.content == picture()
    assert desk.read(queries.picture_of_digest, digest="") is None
    desk.do(campuses.set_second_logo, campus_id=campus_id, content=None)
    assert desk.read(queries.campus, campus_id=campus_id).style.second_logo == ""
    for _change in range(4):
        desk.undo()
    assert desk.read(queries.campus, campus_id=campus_id).style == PaperStyle()


def test_a_signature_comes_and_goes_and_somebody_else_signs_first(desk: Desk) -> None:
    campus_id = add_campus(desk)
    ids = {
        name: desk.do(campuses.add_signatory, campus_id=campus_id, name=name)
        for name in ("Ada", "Zora", "Mo")
    }
    desk.do(campuses.set_signature, signatory_id=ids["Mo"], content=picture())
    desk.do(campuses.sign_first, signatory_id=ids["Mo"])
    found = desk.read(queries.signatories, campus_id=campus_id)
    assert [(who.name, who.signature_id is not None) for who in found] == [
        ("Mo", True), ("Ada", False), ("Zora", False),
    ]  # fmt: skip
    desk.do(campuses.set_signature, signatory_id=ids["Mo"], content=None)
    with pytest.raises(pictures.PictureUnreadable):
        desk.do(campuses.set_signature, signatory_id=ids["Mo"], content=b"<svg/>")
    assert desk.read(queries.signatories, campus_id=campus_id)[0].signature_id is None
