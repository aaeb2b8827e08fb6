"""The lock: covers everything, lets in by name and PIN, brings back what was, and what a role may."""

import re
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from mgdesk.queries.history import audit_head
from mgdesk.queries.naming import person_named
from mgdesk.rules.people import StaffRole
from mgdesk.services import intake, pins, tokens
from mgdesk.services import staff as services
from mgdesk.services.campuses import add_campus
from mgdesk.services.rights import NotAllowed, OnDuty
from mgdesk.storage.duty import NobodyAtTheDesk
from mgdesk.ui.editors.lost_pin import LostPinSheet
from mgdesk.ui.editors.person_sheet import PersonSheet
from mgdesk.ui.editors.sign_ons import SignOnsSheet
from mgdesk.ui.editors.staff_sheets import OwnPinSheet, StaffSheet
from mgdesk.ui.kit.allowed import NEEDS
from mgdesk.ui.main_window import LOOK_EVERY
from tests.staff_scene import PIN, hire
from tests.ui import walking
from tests.ui.stage import open_sheets, sheet
from tests.ui.test_accessible_names import nameless

RECEPTION, READER, MANAGER = StaffRole.RECEPTION, StaffRole.READER, StaffRole.MANAGER
ANA = "Ana Planted"
CODE = "7310000123456"


@pytest.fixture
def staffed(desk):
    """A campus with somebody of three roles, Ana with a badge, and nobody signed on."""
    campus = desk.do(add_campus, code="MOL", name="Campus Molenbeek", country="BE")
    ana = desk.do(intake.add_person, first_name="Ana", surname="Planted", campus_id=campus)
    desk.do(tokens.bind, person_id=ana, code=CODE)
    hire(desk, RECEPTION, READER)
    desk.sign_off()
    return desk


@pytest.fixture
def window(staffed, sit_down):
    return sit_down(staffed).window


def texts(window):
    """Everything that can be read on the screen."""
    shown = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
    return " ".join(
        label.text() for top in shown for label in top.findChildren(QLabel) if label.isVisible()
    )


def sign_on(qtbot, window, name, pin=PIN):
    lock = window._lock
    qtbot.keyClicks(lock.pin, f"{name}{pin}")
    qtbot.keyClick(lock.pin, Qt.Key.Key_Return)
    walking.settle(qtbot, window)


def test_the_desk_begins_locked_and_is_left_and_taken_by_keys_alone(window, qtbot, staffed):
    lock = window._lock
    assert [one.name for one in lock.table.rows] == ["Manager", "Reader", "Reception"]
    assert window._page() is None
    assert not window.shell.isVisible()
    assert nameless(window.frame) == []
    assert {a.id for a in window.commands.all} >= {"quit", "help", "language-ar"}
    assert not {a.id for a in window.commands.all} & {"undo", "palette", "go-today", "verify"}
    before = staffed.do_by_itself(audit_head)
    window.take_scan(CODE)
    walking.settle(qtbot, window)
    assert (window.toasts.sentence, staffed.do_by_itself(audit_head)) == ("", before)

    sign_on(qtbot, window, "rec")
    assert window.context.desk.on_duty.name == "Reception"
    assert window._duty.text() == "Reception, reception"
    assert window.shell.isVisible()
    window.go("learners")
    walking.settle(qtbot, window)
    page = window._page()
    PersonSheet(window.frame, window.context, []).open()
    window.context.toast(f"{ANA} was here")

    window.commands.find("change-staff").trigger()
    assert not open_sheets()
    window.context.toast(f"{ANA} came")
    assert ANA not in texts(window)
    with pytest.raises(NobodyAtTheDesk):
        staffed.read(audit_head)
    window.apply_setting("language", "ar")  # built anew behind the lock, and still locked
    walking.settle(qtbot, window)
    window.apply_setting("language", "en")
    walking.settle(qtbot, window)
    assert ANA not in texts(window)
    assert not window.shell.isVisible()
    sign_on(qtbot, window, "man")
    assert window.context.desk.on_duty.name == "Manager"
    assert page is not window._page()
    assert not open_sheets()
    assert window.toasts.sentence == ""


def test_what_was_not_saved_waits_for_whoever_wrote_it_and_is_seen_by_nobody_else(
    window, qtbot, staffed
):
    sign_on(qtbot, window, "rec")
    window.go("learners")
    walking.settle(qtbot, window)
    page = window._page()
    page.new()
    walking.settle(qtbot, window)
    form = sheet(PersonSheet).form
    qtbot.keyClicks(form.fields["first_name"], "Planted")
    page.new()  # its answer comes behind the lock
    window.commands.find("change-staff").trigger()
    walking.settle(qtbot, window)
    assert not open_sheets()
    assert "Planted" not in texts(window)
    window.apply_setting("language", "it")
    walking.settle(qtbot, window)
    window.apply_setting("language", "en")
    walking.settle(qtbot, window)
    sign_on(qtbot, window, "man")
    assert not open_sheets()
    assert page is not window._page()
    window.go("learners")
    staffed.do(intake.add_person, first_name="Bo", surname="Newcomer")
    walking.settle(qtbot, window)
    window.lock()
    sign_on(qtbot, window, "rec")
    assert window._page() is page
    assert [row.name for row in page.table.rows] == ["Bo Newcomer", ANA]
    back = [one for one in open_sheets() if isinstance(one, PersonSheet)]
    assert form in [one.form for one in back]
    assert form.fields["first_name"].value == "Planted"
    for one in back:
        one.close()
    window.lock()
    sign_on(qtbot, window, "man")
    assert window._aside == {}  # all was saved or closed


def test_who_comes_back_finds_what_they_were_at_also_when_it_locked_by_itself(window, qtbot):
    sign_on(qtbot, window, "rec")
    window.go("learners")
    walking.settle(qtbot, window)
    page = window._page()
    PersonSheet(window.frame, window.context, []).open()
    window.lock()
    assert not open_sheets()
    sign_on(qtbot, window, "rec")  # typed before the list has come
    assert window._page() is page
    assert [type(one) for one in open_sheets()] == [PersonSheet]
    open_sheets()[0].close()

    window._lock_when_idle()
    assert window._lock is None
    window.scanner.touched_at -= 5 * 60
    window.settings.lock_after = 0
    window._lock_when_idle()
    assert window._lock is None
    window.settings.lock_after = 5
    window.frame.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is not None)
    QTest.keyClick(QApplication.focusWindow(), Qt.Key.Key_Shift)  # somebody is there
    window._lock_when_idle()
    assert window._lock is None
    window.scanner.touched_at -= 5 * 60
    window._lock_when_idle()
    assert window._lock is not None
    assert window._idle.interval() == LOOK_EVERY


def test_a_role_sees_early_what_it_may_not_and_is_told_when_it_tries(window, qtbot, staffed):
    sign_on(qtbot, window, "rea")
    ids = set()
    for place in window.places:
        window.go(place)
        walking.settle(qtbot, window)
        ids |= {action.id for action in window.commands.all}
        for action in window.commands.all:
            shown = window.commands.find(action.id)
            if action.id in NEEDS:
                assert not shown.isEnabled(), action.id
                assert shown.toolTip() == "Your role does not allow this."
    assert set(NEEDS) <= ids
    assert not window._page().tabs.isTabVisible(5)
    window.go("learners")
    window._page().show_record(staffed.read(person_named, who="Ana Planted"))
    walking.settle(qtbot, window)
    asking = [
        one for one in window._page().findChildren(QAbstractButton) if getattr(one, "_needs", ())
    ]
    assert len(asking) > 8
    for button in asking:
        button.setEnabled(True)  # as a page does when a row is chosen
        assert not button.isEnabled(), button.accessibleName()
        assert button.toolTip() == "Your role does not allow this."
    window.context.do(partial(intake.add_person, first_name="Bo"))
    walking.settle(qtbot, window)
    assert window.toasts.sentence.startswith("Your role (reader) does not allow this: take people")

    manager = next(one for one in staffed.who_can_sign_on() if one.name == "Manager")
    window.lock()
    sign_on(qtbot, window, "m")
    window.go("learners")
    walking.settle(qtbot, window)
    assert window._page().new_button.isEnabled()
    assert window._page().new_button.toolTip() == ""
    window.go("settings")
    window._page_now().show_staff()
    walking.settle(qtbot, window)
    editor = window._page_now().staff
    assert [row.name for row in editor.table.rows] == ["Manager", "Reader", "Reception"]
    editor.table.choose(manager.staff_id)
    editor.retire_button.click()
    walking.settle(qtbot, window)
    assert window.toasts.sentence.startswith("Manager is the last manager.")
    editor.signed_button.click()
    walking.settle(qtbot, window)
    signed = sheet(SignOnsSheet)
    assert nameless(signed) == []
    told = [(row.name, row.kind.value) for row in signed.table.rows]
    assert told[:3] == [("Manager", "on"), ("Reader", "off"), ("Reader", "on")]
    signed.close()
    editor.add_button.click()
    assert nameless(sheet(StaffSheet)) == nameless(editor) == []
    form = sheet(StaffSheet).form
    form.name.value, form.role.value = "Second", MANAGER
    form.pin.value = form.again.value = "1357"
    sheet(StaffSheet).accept_button.click()
    walking.settle(qtbot, window)
    editor.retire_button.click()  # oneself, now that there is another
    walking.settle(qtbot, window)
    assert window._lock is not None
    sign_on(qtbot, window, "sec", "1357")
    assert window.context.desk.on_duty.name == "Second"


def test_wrong_pins_make_wait_and_a_lost_one_comes_back_by_the_recovery_key(window, qtbot, staffed):
    for _try in range(3):
        sign_on(qtbot, window, "rea", "1111")
    lock = window._lock
    assert re.search(r"Wait [2-5] seconds\.", texts(window))
    assert not lock.button.isEnabled()
    sign_on(qtbot, window, "", PIN)  # right, but too soon
    assert window.context.desk.on_duty is None
    sign_on(qtbot, window, "m")  # another one need not wait
    assert window.context.desk.on_duty.name == "Manager"
    window.lock()

    window._lock.lost_button.click()
    walking.settle(qtbot, window)
    words = staffed.vault.draft_recovery()
    lost = sheet(LostPinSheet)
    assert nameless(lost) == []
    lost.form.words.value = " ".join(words)
    lost.form.pin.value = lost.form.again.value = "8642"
    lost.accept_button.click()
    walking.settle(qtbot, window)
    assert "No recovery key was printed" in texts(window)
    sign_on(qtbot, window, "m")
    window.context.desk.vault.keep_recovery(words, staffed.secret)
    window.lock()
    window._lock.lost_button.click()
    walking.settle(qtbot, window)
    lost = sheet(LostPinSheet)
    lost.form.words.value = " ".join(words)
    lost.form.pin.value = lost.form.again.value = "8642"
    lost.accept_button.click()
    walking.settle(qtbot, window)
    sign_on(qtbot, window, "m", "8642")
    window.commands.find("own-pin").trigger()
    own = sheet(OwnPinSheet)
    assert nameless(own) == []
    own.form.current.value, own.form.pin.value, own.form.again.value = "1111", PIN, PIN
    own.accept_button.click()
    walking.settle(qtbot, window)
    assert "That is not the PIN." in texts(window)
    own.form.current.value = "8642"
    own.accept_button.click()
    walking.settle(qtbot, window)
    assert window.toasts.sentence == "Your PIN is changed."


def test_without_staff_nobody_is_asked_and_the_first_manager_goes_on(desk, sit_down, qtbot):
    campus = desk.do(add_campus, code="MOL", name="Campus Molenbeek", country="BE")
    other = desk.do(add_campus, code="ANT", name="Campus Antwerpen", country="BE")
    window = sit_down(desk).window
    assert window._lock is None
    assert window._duty.text() == "Nobody signs on"
    window._offer_manager()
    first = sheet(StaffSheet)
    first.form.name.value = "Meryem"
    first.form.pin.value = first.form.again.value = PIN
    first.accept_button.click()
    walking.settle(qtbot, window)
    assert (window._lock, window._duty.text()) == (None, "Meryem, manager")
    desk.do(services.add_staff, name="Ant", role=RECEPTION, pin=PIN, campus_id=other)
    window.lock()
    sign_on(qtbot, window, "a")
    assert window.context.campus_id == other != campus
    assert window.shell.campuses is None or not window.shell.campuses.isVisible()


def test_the_kiosk_stands_in_nobodys_name_and_is_left_to_the_lock(window, qtbot, staffed):
    sign_on(qtbot, window, "m")
    staffed.do(pins.set_pin, name="kiosk", pin="1357")
    window.kiosk()
    walking.settle(qtbot, window)
    kiosk = window.kiosk_window
    assert staffed.on_duty == OnDuty(None, RECEPTION)
    window.scanner.touched_at -= 60 * 60
    window._lock_when_idle()
    assert (window._lock, window.kiosk_window) == (None, kiosk)  # its own lock is enough
    with pytest.raises(NotAllowed):
        staffed.do(pins.set_pin, name="kiosk", pin="0000")
    for sign in ("1", "3", "5", "7"):
        kiosk._leaving.press(sign)
    kiosk._leaving.enter()
    walking.settle(qtbot, window)
    assert staffed.on_duty is None
    assert window._lock is not None
    assert not window.shell.isVisible()
    sign_on(qtbot, window, "")
    assert staffed.on_duty.name == "Manager"
