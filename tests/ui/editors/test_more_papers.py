"""Further papers: chosen, looked at, registered when they leave."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from mgdesk import i18n
from mgdesk.queries import events as event_queries
from mgdesk.queries import people as person_queries
from mgdesk.queries.documents import register
from mgdesk.rules.paper import PaperKind
from mgdesk.services import events, intake
from mgdesk.services.attestations import Nature
from mgdesk.ui.editors.more_papers import (
    open_cohort_papers,
    open_event_papers,
    open_member_card,
)
from tests.cohort_scene import FRIDAY, come
from tests.ui.editors.test_printing import Office, text_of


@pytest.fixture
def office(qtbot, context, desk, monkeypatch):
    return Office(qtbot, context, desk, monkeypatch)


def choose(office, dialog, kind, place=0):
    offers = [offer for offer in dialog.form.offers if offer.kind == kind]
    dialog.form.offer.value = offers[place]
    office.qtbot.waitUntil(lambda: not dialog._pause.isActive())
    office.settle()


def test_statements_of_the_month_are_one_press_away_and_numbered(office):
    office.scene.mark_all_present()
    dialog = open_cohort_papers(office.page, office.context, office.cohort, FRIDAY)
    office.settle()
    assert dialog.form.month.value == date(2026, 11, 1)
    assert "S00001" not in text_of(dialog.preview._data)
    assert office.register == []
    office.press_print(dialog)
    assert "MOL-2026-S00001" in office.printed[0]
    assert [row.kind for row in office.register] == [PaperKind.STATEMENT] * 3


def test_statements_of_a_quarter_where_the_profile_says_so(office):
    office.scene.mark_all_present()
    cohort = replace(office.cohort, statement_months=3)
    dialog = open_cohort_papers(office.page, office.context, cohort, FRIDAY)
    office.settle()
    assert dialog.form.month.currentText() == "Trimestre 4 de 2026"
    values = dialog.form.values(FRIDAY)
    assert (values["first_day"], values["last_day"]) == (date(2026, 10, 1), date(2026, 12, 31))
    assert dialog.form.offers[0].words == "Attestations trimestrielles"
    dialog.close()


def test_another_paper_can_be_chosen(office):
    office.scene.mark_all_present()
    dialog = open_cohort_papers(office.page, office.context, office.cohort, FRIDAY)
    office.settle()
    choose(office, dialog, "completion")
    assert not dialog.form.month.isEnabled()
    office.press_print(dialog)
    assert "MOL-2026-R00001" in office.printed[0]


def test_the_nature_of_a_completion_is_chosen_and_of_nothing_else(office):
    office.scene.mark_all_present()
    dialog = open_cohort_papers(office.page, office.context, office.cohort, FRIDAY)
    office.settle()
    assert not dialog.form.nature.isEnabled()
    choose(office, dialog, "completion")
    assert dialog.form.nature.isEnabled()
    with i18n.speaking("fr"):
        said = i18n.gettext("validation of acquired experience")
    assert said not in text_of(dialog.preview._data)
    dialog.form.nature.value = Nature.VALIDATION
    office.qtbot.waitUntil(lambda: not dialog._pause.isActive())
    office.settle()
    office.press_print(dialog)
    assert said in office.printed[0]


def test_badges_are_printed_without_a_number(office):
    dialog = open_cohort_papers(office.page, office.context, office.cohort, FRIDAY)
    office.settle()
    choose(office, dialog, "badge")
    office.press_print(dialog)
    assert "Martin" in office.printed[0]
    assert office.register == []


def test_a_person_has_a_card_of_its_own_size(office):
    person = office.desk.read(person_queries.person, person_id=office.scene.people[0])
    dialog = open_member_card(office.page, office.context, person, FRIDAY)
    office.settle()
    (page,) = dialog.preview.view.pages
    assert page.width < 250
    office.press_print(dialog)
    assert "Martin" in office.printed[0]


def test_lists_of_the_class_and_of_the_house_are_printed(office):
    dialog = open_cohort_papers(office.page, office.context, office.cohort, FRIDAY)
    office.settle()
    choose(office, dialog, "list")
    office.press_print(dialog)
    choose(office, dialog, "list", 1)
    office.press_print(dialog)
    of_class, of_house = office.printed
    assert "El Idrissi, Amina" in of_class
    assert "El Idrissi, Amina" in of_house
    assert "CODING-1" in of_house
    assert office.register == []


def test_who_came_to_an_event_gets_a_certificate(office):
    desk = office.desk
    event_id = desk.do(
        events.add_event,
        code="OPEN-1",
        title="Open day",
        campus_id=office.scene.campus_id,
        starts_at=datetime(2026, 11, 13, 14),
        ends_at=datetime(2026, 11, 13, 16),
    )
    person_id = desk.do(intake.add_person, first_name="Nour", surname="Haddad")
    desk.do(events.register, event_id=event_id, person_id=person_id)
    detail = desk.read(event_queries.event, event_id=event_id)
    dialog = open_event_papers(office.page, office.context, detail, FRIDAY)
    office.settle()
    assert not dialog.preview.print_button.isEnabled()
    dialog.close()
    come(desk, event_id, person_id)
    dialog = open_event_papers(office.page, office.context, detail, FRIDAY)
    office.settle()
    office.press_print(dialog)
    assert "Nour Haddad" in office.printed[0]
    (row,) = desk.read(register, person_id=person_id)
    assert (row.number, row.training) == ("MOL-2026-00001", "Open day")
