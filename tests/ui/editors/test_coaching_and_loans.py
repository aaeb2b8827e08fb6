"""Coaching and loans on a person's record: few keys, clashes told, notes kept, things lent and back."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from mgdesk.desk import Desk
from mgdesk.i18n import speak
from mgdesk.queries.coaching import coaching_sessions, note
from mgdesk.queries.documents import register
from mgdesk.queries.following import referrals
from mgdesk.queries.loans import loans, resources
from mgdesk.rules.coaching import CoachingStatus
from mgdesk.services import coaching
from mgdesk.services.coaching_papers import issue_coaching_note
from mgdesk.services.plan_steps import StepFields, set_plan
from mgdesk.ui.actions import Action
from mgdesk.ui.editors.coaching_note import NoteSheet
from mgdesk.ui.editors.coaching_sheet import CoachingSheet
from mgdesk.ui.editors.loans import DueSheet, GiveBackSheet, LendSheet
from mgdesk.ui.editors.more_papers import PapersDialog
from mgdesk.ui.editors.referral_sheet import ReferralSheet
from mgdesk.ui.editors.resources import ResourceList, ResourceSheet
from mgdesk.ui.editors.talks_due_card import TalksDueCard
from mgdesk.ui.kit.context import Context
from mgdesk.ui.pages.learners import LearnersPage
from mgdesk.ui.pages.settings import SettingsPage
from tests.accompaniment_scene import NOTE, TWO, Scene, make_scene
from tests.cohort_scene import add_people
from tests.ui.stage import bare, on_stage, open_sheets, settled, sheet, words

ENTER = Qt.Key.Key_Return
PAST = datetime(2026, 9, 7, 10)


@pytest.fixture(autouse=True)
def in_english() -> None:
    speak("en")


@pytest.fixture
def scene(desk: Desk) -> Scene:
    return make_scene(desk)


@pytest.fixture
def page(qtbot: QtBot, context: Context, scene: Scene) -> Iterator[LearnersPage]:
    """The page with Amina shown."""
    with on_stage(qtbot, context, LearnersPage(context)) as shown:
        shown.show_record(scene.amina)
        settled(qtbot, context)
        yield shown
        for dialog in open_sheets():
            dialog.close()


def run(page: LearnersPage, wanted: str) -> None:
    """Run a command of the page, as its key, menu or the palette would."""
    command: Action = next(one for one in page.commands() if one.id == wanted)
    command.run()


def click(qtbot: QtBot, root: QWidget, name: str) -> None:
    """Press the button that is heard by this name."""
    found = [b for b in root.findChildren(QAbstractButton) if bare(b.accessibleName()) == name]
    assert len(found) == 1, f"{len(found)} buttons are called {name}"
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def test_two_keys_book_the_next_free_hour_of_the_usual_coach(
    qtbot: QtBot, context: Context, page: LearnersPage, scene: Scene
) -> None:
    run(page, "coaching.book")
    settled(qtbot, context)
    made = sheet(CoachingSheet)
    qtbot.keyClick(made.form.day, ENTER)
    settled(qtbot, context)
    assert open_sheets() == []
    (row,) = scene.desk.read(coaching_sessions)
    assert (row.name, row.coach, row.status) == (
        "Amina El Idrissi", "Karim Coach", CoachingStatus.PLANNED,
    )  # fmt: skip
    assert row.starts_local.weekday() < 5
    assert row.ends_at - row.starts_at == timedelta(hours=1)
    assert "Karim Coach" in words(page.card)
    assert bare(scene.desk.undo_title).startswith("Coaching of Amina El Idrissi booked on")


def test_a_clash_is_told_while_typing_and_a_booked_coach_is_refused_in_words(
    qtbot: QtBot, context: Context, page: LearnersPage, scene: Scene
) -> None:
    lea = add_people(scene.desk, ("Lea", "Martin"))[0]
    scene.book(person_id=lea, starts_at=datetime(2090, 1, 2, 14))
    run(page, "coaching.book")
    settled(qtbot, context)
    made = sheet(CoachingSheet)
    for field, typed in (
        (made.form.day, "02/01/2090"),
        (made.form.start, "14:30"),
        (made.form.end, "15:30"),
    ):
        field.selectAll()
        qtbot.keyClicks(field, typed)
    qtbot.waitUntil(made.form.clash.isVisible, timeout=5_000)
    assert "Karim Coach has another appointment then: Lea Martin" in bare(
        made.form.clash.words.text()
    )
    qtbot.mouseClick(made.accept_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert made.isVisible()
    assert "Choose another time or another coach" in words(made.form)
    assert len(scene.desk.read(coaching_sessions)) == 1


def test_an_appointment_is_moved_and_its_state_said(
    qtbot: QtBot, context: Context, page: LearnersPage, scene: Scene
) -> None:
    coaching_id = scene.book(starts_at=PAST)
    settled(qtbot, context)
    click(qtbot, page.card, "Change the appointment of 7 Sept 2026")
    settled(qtbot, context)
    made = sheet(CoachingSheet)
    made.form.subject.value = "CV"
    made.form.status.value = CoachingStatus.EXCUSED
    qtbot.mouseClick(made.accept_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    (row,) = scene.desk.read(coaching_sessions)
    assert (row.id, row.subject, row.status) == (coaching_id, "CV", CoachingStatus.EXCUSED)
    assert "excused" in _pills(page)


def _pills(page: LearnersPage) -> str:
    from mgdesk.ui.kit.labels import PillLabel

    return " ".join(one.accessibleName() for one in page.card.findChildren(PillLabel))


def test_two_people_who_change_one_appointment_are_asked(
    qtbot: QtBot, context: Context, page: LearnersPage, scene: Scene
) -> None:
    coaching_id = scene.book(starts_at=PAST)
    settled(qtbot, context)
    run(page, "coaching.change")
    settled(qtbot, context)
    made = sheet(CoachingSheet)
    scene.desk.do(coaching.change, coaching_id=coaching_id, version=1, room_id=scene.room_id)
    made.form.subject.value = "Mine"
    qtbot.mouseClick(made.accept_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert "Room" in made.form.conflict.words.text()
    qtbot.mouseClick(made.form.conflict.mine_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    (row,) = scene.desk.read(coaching_sessions)
    assert (row.subject, row.room) == ("Mine", "Ada")


def test_a_note_is_written_saved_and_printed(
    qtbot: QtBot, context: Context, page: LearnersPage, scene: Scene
) -> None:
    coaching_id = scene.book(starts_at=PAST)
    settled(qtbot, context)
    run(page, "coaching.note")
    settled(qtbot, context)
    made = sheet(NoteSheet)
    qtbot.keyClicks(made.form.aims, "Find work")
    qtbot.keyClicks(made.form.points, "CV ready")
    qtbot.keyClicks(made.form.action_plan, "Call on Friday")
    qtbot.keyClicks(made.form.steps[0].what, "Send the CV")
    click(qtbot, made, "Add a point")
    assert made.form.steps[1].what.hasFocus()
    qtbot.keyClicks(made.form.steps[1].what, "Call Vesta")
    made.form.steps[1].due_on.value = PAST.date()
    qtbot.mouseClick(made.print_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    found = scene.desk.read(note, coaching_id=coaching_id)
    assert (found.aims, found.points, found.action_plan) == (
        "Find work", "CV ready", "Call on Friday",
    )  # fmt: skip
    assert [(one.what, one.due_on) for one in found.steps] == [
        ("Send the CV", None), ("Call Vesta", PAST.date()),
    ]  # fmt: skip
    (row,) = scene.desk.read(coaching_sessions)
    assert row.status is CoachingStatus.DONE
    assert sheet(PapersDialog).preview.print_button.isEnabled()
    assert scene.desk.read(register) == []


def test_a_stale_note_takes_theirs_when_asked(
    qtbot: QtBot, context: Context, page: LearnersPage, scene: Scene
) -> None:
    coaching_id = scene.book(starts_at=PAST)
    settled(qtbot, context)
    run(page, "coaching.note")
    settled(qtbot, context)
    made = sheet(NoteSheet)
    scene.write(coaching_id, **NOTE)
    made.form.aims.value = "Mine"
    qtbot.mouseClick(made.accept_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert made.form.conflict.isVisible()
    qtbot.mouseClick(made.form.conflict.theirs_button, Qt.MouseButton.LeftButton)
    assert made.form.aims.value == NOTE["aims"]
    qtbot.mouseClick(made.accept_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert scene.desk.read(note, coaching_id=coaching_id).aims == NOTE["aims"]


def test_commands_without_anything_to_act_on_say_so(
    qtbot: QtBot, context: Context, page: LearnersPage
) -> None:
    for wanted in ("coaching.note", "coaching.change", "coaching.print", "loan.back", "loan.print"):
        run(page, wanted)
        settled(qtbot, context)
        assert open_sheets() == [], wanted


def test_without_a_coach_the_sheet_says_what_to_do(
    qtbot: QtBot, context: Context, page: LearnersPage, scene: Scene
) -> None:
    page.show_record(scene.karim)  # the only coach cannot coach himself
    settled(qtbot, context)
    run(page, "coaching.book")
    settled(qtbot, context)
    made = sheet(CoachingSheet)
    qtbot.mouseClick(made.accept_button, Qt.MouseButton.LeftButton)
    assert "Nobody is a coach yet." in words(made.form)
    assert made.isVisible()


def test_a_deleted_appointment_comes_back(
    qtbot: QtBot, context: Context, page: LearnersPage, scene: Scene
) -> None:
    scene.book(starts_at=PAST)
    settled(qtbot, context)
    click(qtbot, page.card, "Delete the appointment of 7 Sept 2026")
    settled(qtbot, context)
    assert "No appointment yet." in words(page.card)
    scene.desk.undo()
    settled(qtbot, context)
    assert "Karim Coach" in words(page.card)


def test_something_is_lent_extended_and_taken_back(
    qtbot: QtBot, context: Context, page: LearnersPage, scene: Scene
) -> None:
    run(page, "loan.lend")
    settled(qtbot, context)
    made = sheet(LendSheet)
    qtbot.keyClicks(made.form.due, "02/01/2090")
    qtbot.keyClicks(made.form.condition, "Like new")
    made.form.receipt.value = True
    qtbot.keyClick(made.form.condition, ENTER)
    settled(qtbot, context)
    (found,) = scene.desk.read(loans)
    assert (found.name, found.condition_lent, found.due_on.year) == (
        "Amina El Idrissi", "Like new", 2090,
    )  # fmt: skip
    sheet(PapersDialog).close()
    assert "Like new" in words(page.card)
    click(qtbot, page.card, "Change when L-07 is due")
    due = sheet(DueSheet)
    due.due.value = None
    qtbot.mouseClick(due.accept_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert scene.desk.read(loans)[0].due_on is None
    run(page, "loan.back")
    settled(qtbot, context)
    back = sheet(GiveBackSheet)
    qtbot.keyClicks(back.condition, "Scratched")
    qtbot.keyClick(back.condition, ENTER)
    settled(qtbot, context)
    (found,) = scene.desk.read(loans)
    assert (found.is_open, found.condition_returned) == (False, "Scratched")
    assert "Scratched" in words(page.card)


def test_nothing_free_to_lend_is_said(
    qtbot: QtBot, context: Context, page: LearnersPage, scene: Scene
) -> None:
    scene.lend(person_id=scene.karim)
    run(page, "loan.lend")
    settled(qtbot, context)
    made = sheet(LendSheet)
    assert "Nothing is free to lend." in words(made.form)
    assert not made.accept_button.isEnabled()


def test_a_printed_note_is_among_the_papers_of_the_person(
    qtbot: QtBot, context: Context, page: LearnersPage, scene: Scene
) -> None:
    coaching_id = scene.book(starts_at=PAST)
    scene.write(coaching_id)
    scene.desk.do(issue_coaching_note, coaching_id=coaching_id, day=TWO.date())
    settled(qtbot, context)
    assert "MOL-2026-C00001" in bare(words(page.card))


def test_the_settings_list_add_change_and_retire_what_is_lent(
    qtbot: QtBot, context: Context, scene: Scene
) -> None:
    with on_stage(qtbot, context, SettingsPage(context)) as page:
        page.tabs.setCurrentIndex(1)
        settled(qtbot, context)
        listed = page.findChild(ResourceList)
        assert [row.code for row in listed.table.rows] == ["L-07"]
        click(qtbot, listed, "Add something")
        made = sheet(ResourceSheet)
        qtbot.keyClicks(made.code, "l-07")
        qtbot.mouseClick(made.accept_button, Qt.MouseButton.LeftButton)
        settled(qtbot, context)
        assert "There is L-07 at this campus already." in bare(words(made.form))
        made.code.value = "K-12"
        qtbot.mouseClick(made.accept_button, Qt.MouseButton.LeftButton)
        settled(qtbot, context)
        assert [row.code for row in listed.table.rows] == ["K-12", "L-07"]
        listed.table.step(1)
        click(qtbot, listed, "Lend no more")
        settled(qtbot, context)
        assert len(scene.desk.read(resources)) == 1
        click(qtbot, listed, "Change")
        made = sheet(ResourceSheet)
        made.is_active.value = True
        qtbot.mouseClick(made.accept_button, Qt.MouseButton.LeftButton)
        settled(qtbot, context)
        assert len(scene.desk.read(resources)) == 2


def test_a_referral_is_noted_answered_and_taken_back(
    qtbot: QtBot, context: Context, page: LearnersPage, scene: Scene
) -> None:
    scene.book()
    settled(qtbot, context)
    click(qtbot, page.card, "Note a referral…")
    settled(qtbot, context)
    form = sheet(ReferralSheet).form
    assert form.coach.value == scene.karim  # whom she saw last
    sheet(ReferralSheet).save()
    assert "to whom the person was sent" in words(form)
    qtbot.keyClicks(form.party, "Service logement")
    qtbot.keyClicks(form.reason, "Bail")
    qtbot.mouseClick(sheet(ReferralSheet).accept_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert open_sheets() == []
    assert page.card.detail.referrals[0].answered_on is None
    assert "Sent to Service logement" in bare(words(page.card))
    assert "Bail" not in words(page.card)
    run(page, "referral.answer")
    settled(qtbot, context)
    form = sheet(ReferralSheet).form
    assert form.reason.value == "Bail"
    qtbot.keyClicks(form.answer, "Accepted")
    assert form.answered_on.value is not None
    form.day.value = date(2099, 1, 1)
    sheet(ReferralSheet).save()
    assert "cannot be older than the referral" in words(form)
    form.day.value = date(2026, 9, 1)
    sheet(ReferralSheet).save()
    settled(qtbot, context)
    (row,) = scene.desk.read(referrals, person_id=scene.amina)
    assert (row.party, row.coach, row.day) == ("Service logement", "Karim Coach", date(2026, 9, 1))
    assert row.answered_on is not None
    assert "Service logement answered" in bare(words(page.card))
    click(qtbot, page.card, "Delete the referral: Service logement")
    settled(qtbot, context)
    assert scene.desk.read(referrals, person_id=scene.amina) == []
    scene.desk.undo()
    assert scene.desk.read(referrals, person_id=scene.amina) == [row]


def test_a_talk_to_follow_up_stands_on_today_until_a_coach_did(
    qtbot: QtBot, context: Context, scene: Scene
) -> None:
    card = TalksDueCard(context)
    qtbot.addWidget(card)
    talk = scene.book(starts_at=PAST)
    scene.desk.do(coaching.set_follow_up, coaching_id=talk, day=PAST.date())
    card.load(scene.campus_id)
    settled(qtbot, context)
    assert not card.isHidden()
    assert "Amina El Idrissi" in words(card)
    click(qtbot, card, "Followed up: Amina El Idrissi")
    settled(qtbot, context)
    scene.desk.do(
        set_plan, coaching_id=talk, steps=[StepFields("Call Vesta", "Amina", PAST.date())]
    )
    card.load(scene.campus_id)
    settled(qtbot, context)
    assert "point of the plan" in words(card)
    assert "Vesta" not in words(card)
    click(qtbot, card, "Followed up: Amina El Idrissi")
    settled(qtbot, context)
    card.load(scene.campus_id)
    settled(qtbot, context)
    assert card.isHidden()
