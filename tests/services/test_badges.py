"""Badges that the desk can scan, with the name as it is written."""

import pypdfium2
import pytest
import zxingcpp

from mgdesk.errors import NotFound
from mgdesk.queries.badges import person_of_code
from mgdesk.rules.codes import parse_code, person_code, shown
from mgdesk.services import badges, documents
from mgdesk.services.badges import BadgeFormat, NobodyForABadge
from tests.cohort_scene import MONDAY, add_cohort, make_scene


@pytest.fixture
def scene(desk):
    return make_scene(desk)


def pages(scene, tmp_path, form, language="fr"):
    paper = scene.desk.read(
        badges.badges, cohort_id=scene.cohort_id, day=MONDAY, form=form, language=language
    )
    path = tmp_path / "badges.pdf"
    documents.write_pdf(paper, path)
    return pypdfium2.PdfDocument(path)


@pytest.mark.parametrize(("form", "count"), [("badge", 1), ("card", 1), ("single", 3)])
def test_every_badge_is_scanned_as_its_person(scene, tmp_path, form, count):
    document = pages(scene, tmp_path, BadgeFormat(form))
    assert len(document) == count
    codes = [
        found.text
        for page in document
        for found in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())
    ]
    assert {parse_code(code) for code in codes} == {person_code(one) for one in scene.people}
    assert all(code == code.lower() for code in codes)
    found = {scene.desk.read(person_of_code, code=code) for code in codes}
    assert found == set(scene.people)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_name_and_the_code_can_be_read(scene, tmp_path, language):
    (page,) = pages(scene, tmp_path, BadgeFormat.BADGE, language)
    text = page.get_textpage().get_text_range()
    for said in ("Léa", "El Idrissi", "ياسين", "العلوي", "Coding School", "CODING-1"):
        assert said in text
    assert shown(person_code(scene.people[0])) in text


def test_a_card_is_as_large_as_a_bank_card(scene, tmp_path):
    size = pages(scene, tmp_path, BadgeFormat.SINGLE)[0].get_size()
    assert [round(side * 25.4 / 72, 1) for side in size] == [85.6, 54.0]


def test_codes_of_nobody_and_cohorts_of_nobody_are_said(scene):
    with pytest.raises(NotFound):
        scene.desk.read(person_of_code, code="Martin")
    empty = add_cohort(scene.desk, code="EMPTY-1")
    with pytest.raises(NobodyForABadge):
        scene.desk.read(badges.badges, cohort_id=empty, day=MONDAY)
