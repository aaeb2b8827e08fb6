"""Campuses as the desk and its paper need them."""

import pytest

from mgdesk.desk import Desk
from mgdesk.queries import campuses as queries
from mgdesk.services import campuses, shipped
from tests.cohort_scene import add_campus


def test_a_campus_is_shown_with_its_rooms_and_who_signs_first(desk: Desk) -> None:
    campus_id = add_campus(desk)
    desk.do(campuses.add_room, campus_id=campus_id, name="Atlas", capacity=20)
    for name in ("Zora", "Ada"):
        desk.do(campuses.add_signatory, campus_id=campus_id, name=name, role="Directrice")
    found = desk.read(queries.campus, code="mol")
    assert [(room.name, room.capacity) for room in found.rooms] == [("Atlas", 20)]
    assert [who.name for who in found.signatories] == ["Zora", "Ada"]
    assert (found.id, found.language, found.profile) == (campus_id, "fr", None)


def test_an_unknown_code_is_said(desk: Desk) -> None:
    with pytest.raises(queries.UnknownCampus, match="XYZ"):
        desk.read(queries.campus, code="XYZ")


def test_profiles_are_shipped_unconfirmed_but_the_one_of_nobody(desk: Desk) -> None:
    assert desk.do(shipped.add_shipped_profiles) == 6
    profiles = desk.read(queries.funder_profiles)
    assert {profile.code: profile.is_confirmed for profile in profiles} == {
        "bruxelles-formation": False,
        "esf-nl": False,
        "forem": False,
        "fse-veneto": False,
        "none": True,
        "vdab-esf": False,
    }
    assert all(p.mention for p in profiles if p.has_eu_emblem)
    assert desk.do(shipped.add_shipped_profiles) == 0


def test_a_real_home_is_no_demo(desk: Desk) -> None:
    add_campus(desk)
    assert not desk.read(queries.is_demo)
