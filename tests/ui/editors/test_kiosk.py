"""The kiosk as people touch it: greeted alone, checked in, sent back to its start, left by a PIN."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mgdesk import i18n
from mgdesk.desk import Desk
from mgdesk.model import CheckIn
from mgdesk.queries.kiosk import PIN, kiosk_place
from mgdesk.queries.pins import pin_state
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.codes import person_code
from mgdesk.services import events, intake, people, pins
from mgdesk.ui.editors import kiosk_leave
from mgdesk.ui.editors.kiosk import IDLE, READ, KioskWindow
from mgdesk.ui.editors.kiosk_keys import BACK, SMALLEST
from mgdesk.ui.kit.context import Context
from tests.cohort_scene import add_campus, add_people
from tests.ui.stage import bare, settled
from tests.ui.test_accessible_names import nameless


@dataclass
class Visit:
    qtbot: QtBot
    context: Context
    desk: Desk
    kiosk: KioskWindow
    people: tuple[UUID, ...]

    def types(self, letters: str) -> None:
        """On a keyboard, or by touch where a test keyboard lacks the letter."""
        for letter in letters:
            if letter.isascii():
                self.qtbot.keyClicks(self.kiosk, letter)
            else:
                self.kiosk.press(letter)
        self.settle()

    def touches(self, button: QPushButton) -> None:
        assert button.isVisible(), button.text()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def settle(self) -> None:
        settled(self.qtbot, self.context)

    @property
    def words(self) -> str:
        labels = self.kiosk.findChildren(QLabel)
        return bare("\n".join(one.text() for one in labels if one.isVisible()))

    @property
    def shown(self) -> str:
        return type(self.kiosk._pages.currentWidget()).__name__

    @property
    def came(self) -> list[tuple[UUID, str, str]]:
        def read(session) -> list[tuple[UUID, str, str]]:
            rows = session.scalars(select(CheckIn).order_by(CheckIn.at))
            return [(row.person_id, row.direction.value, row.source) for row in rows]

        return self.desk.read(read)


@pytest.fixture
def visit(qtbot: QtBot, context: Context, desk: Desk) -> Iterator[Visit]:
    """Amina is expected tonight; two of the name Omar Haddad and one Zoé are known."""
    i18n.speak("en")
    campus_id = add_campus(desk)
    known = add_people(desk, ("Amina", "Aziz"), ("Omar", "Haddad"), ("Omar", "Haddad"), ("Zoe", ""))
    start = wall_clock().replace(microsecond=0)
    event_id = desk.do(
        events.add_event,
        code="TALK",
        title="Talk",
        campus_id=campus_id,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
    )
    desk.do(events.register, event_id=event_id, person_id=known[0])
    desk.do(pins.set_pin, name=PIN, pin="2468")
    window = KioskWindow(context, desk.read(kiosk_place, campus=""), "en")
    window.resize(1024, 600)
    window.show()
    qtbot.waitExposed(window)
    yield Visit(qtbot, context, desk, window, known)
    window._is_leaving = True
    window.close()
    window.deleteLater()
    qtbot.wait(1)


def test_three_letters_greet_and_one_touch_checks_in(visit: Visit) -> None:
    visit.types("am")
    assert "3 letters at least" in visit.words
    assert visit.shown == "NamePage"
    visit.types("i")
    assert "Hello Amina" in visit.words
    assert "Aziz" not in visit.words
    assert visit.came == []
    visit.touches(visit.kiosk.greeting.me_button)
    assert "You are checked in, Amina." in visit.words
    assert "Talk" in visit.words
    assert visit.came == [(visit.people[0], "arrival", "kiosk")]
    visit.touches(visit.kiosk.answer_page.done_button)
    assert visit.shown == "NamePage"
    assert "AMI" not in visit.words


def test_who_is_in_may_leave(visit: Visit) -> None:
    for _twice in range(2):
        visit.types("zoe")
        if visit.kiosk.greeting.leave_button.isVisible():
            visit.touches(visit.kiosk.greeting.leave_button)
        else:
            visit.touches(visit.kiosk.greeting.me_button)
            visit.touches(visit.kiosk.answer_page.done_button)
    assert "Goodbye, Zoe!" in visit.words
    assert [way for _who, way, _source in visit.came] == ["arrival", "departure"]


def test_nobody_and_several_are_never_named(visit: Visit) -> None:
    visit.types("zzz")
    assert "We do not find you. Please see the desk." in visit.words
    for _letter in range(3):
        visit.kiosk.press(BACK)
    visit.types("omar")
    assert "Type the next letters." in visit.words
    assert "Haddad" not in visit.words
    assert "Hello" not in visit.words


def test_people_of_one_name_give_their_birth_year(visit: Visit) -> None:
    from datetime import date

    born = visit.desk.do(
        intake.add_person, first_name="Omar", surname="Haddad", birth_date=date(2001, 3, 1)
    )
    visit.types("omar haddad")
    visit.touches(visit.kiosk.name_page.whole_button)
    visit.types("2001")
    visit.touches(visit.kiosk.greeting.me_button)
    assert [who for who, _way, _source in visit.came] == [born]
    visit.kiosk.go_home()
    visit.types("omar")
    visit.touches(visit.kiosk.name_page.whole_button)
    visit.types("1950")
    assert "Please see the desk" in visit.words


def test_not_me_proposes_one_other_at_most(visit: Visit) -> None:
    add_people(visit.desk, ("Amir", ""))
    visit.types("ami")
    visit.touches(visit.kiosk.greeting.other_button)
    assert "Hello Amir" in visit.words
    visit.touches(visit.kiosk.greeting.other_button)
    assert "Please see the desk" in visit.words
    assert visit.came == []


def test_a_badge_checks_in_at_once_typed_or_scanned(visit: Visit) -> None:
    visit.types(person_code(visit.people[1]))
    visit.qtbot.keyClick(visit.kiosk, Qt.Key.Key_Return)
    visit.settle()
    assert "You are checked in, Omar." in visit.words
    assert visit.kiosk.take_scan(person_code(visit.people[1]))
    visit.settle()
    assert "You are checked in already, Omar." in visit.words
    assert len(visit.came) == 1


@pytest.mark.parametrize("code", ["https://example.org/ticket", "xkcdcdcdcdcdcdcd"])
def test_a_code_of_nobody_is_for_the_desk(visit: Visit, code: str) -> None:
    assert visit.kiosk.take_scan(code)
    visit.settle()
    assert "Please see the desk" in visit.words


def test_the_badge_of_somebody_erased_is_for_the_desk(visit: Visit) -> None:
    visit.desk.do(people.delete_person, person_id=visit.people[3])
    visit.kiosk.take_scan(person_code(visit.people[3]))
    visit.settle()
    assert "Please see the desk" in visit.words


@pytest.mark.parametrize("language", ["fr", "nl", "en", "it", "ar"])
def test_a_language_is_one_touch_and_time_brings_its_own_back(visit: Visit, language: str) -> None:
    visit.touches(visit.kiosk.language_buttons[language])
    assert i18n.spoken_language() == language
    assert visit.kiosk.isRightToLeft() is (language == "ar")
    assert nameless(visit.kiosk) == []
    assert visit.kiosk._idle.isActive()
    assert visit.kiosk._idle.interval() == IDLE == 20_000
    visit.types("ami")
    visit.kiosk._idle.timeout.emit()  # nobody touches it for so long
    visit.settle()
    assert (visit.shown, i18n.spoken_language()) == ("NamePage", "en")
    assert not visit.kiosk._idle.isActive()
    assert "AMI" not in visit.words


def test_an_answer_does_not_stay_for_the_next_one(visit: Visit) -> None:
    visit.types("zoe")
    visit.touches(visit.kiosk.greeting.me_button)
    assert visit.kiosk._idle.interval() == READ
    visit.kiosk._idle.timeout.emit()
    assert "Zoe" not in visit.words


def test_the_keys_of_both_scripts_type(visit: Visit) -> None:
    visit.kiosk.speak("ar")
    for letter in "أمي":
        visit.kiosk.press(letter)
    visit.settle()
    assert "أمي" in visit.words
    keys = [key.text() for key in visit.kiosk.name_page.keys.findChildren(QPushButton)]
    assert "ش" in keys
    (other,) = (
        k for k in visit.kiosk.name_page.keys.findChildren(QPushButton) if k.text() == "ABC"
    )
    visit.touches(other)
    keys = [key.text() for key in visit.kiosk.name_page.keys.findChildren(QPushButton)]
    assert "A" in keys


@pytest.mark.parametrize("size", [(1024, 600), (1280, 800), (2560, 1440)])
def test_every_target_is_large_enough_for_a_finger(visit: Visit, size: tuple[int, int]) -> None:
    visit.kiosk.resize(QSize(*size))
    for language in ("fr", "ar"):
        visit.kiosk.speak(language)
        for page in range(visit.kiosk._pages.count()):
            visit.kiosk._pages.setCurrentIndex(page)
            visit.qtbot.wait(1)
            small = [
                (button.text(), button.width(), button.height())
                for button in visit.kiosk.findChildren(QPushButton)
                if button.isVisible() and min(button.width(), button.height()) < SMALLEST
            ]
            assert small == []
        assert (visit.kiosk.width(), visit.kiosk.height()) == size


# --- leaving --------------------------------------------------------------------------------------


def gives(visit: Visit, pin: str) -> None:
    for digit in pin:
        visit.kiosk.press(digit)
    visit.qtbot.keyClick(visit.kiosk, Qt.Key.Key_Return)
    visit.qtbot.waitUntil(lambda: not visit.kiosk._leaving._is_asking, timeout=20_000)
    visit.settle()


def test_closing_and_escape_do_not_leave_and_the_pin_does(visit: Visit) -> None:
    visit.kiosk.close()
    assert visit.kiosk.isVisible()
    assert visit.shown == "PinPage"
    visit.qtbot.keyClick(visit.kiosk, Qt.Key.Key_Escape)
    assert visit.kiosk.isVisible()
    assert visit.shown == "NamePage"
    visit.touches(visit.kiosk.lock_button)
    gives(visit, "1111")
    assert "That is not the PIN." in visit.words
    assert visit.kiosk.isVisible()
    with visit.qtbot.waitSignal(visit.kiosk.left, timeout=20_000):
        gives(visit, "2468")
    assert not visit.kiosk.isVisible()


def test_wrong_pins_make_wait_whatever_the_clock_says(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    elapsed = [1000.0]
    monkeypatch.setattr(kiosk_leave.time, "monotonic", lambda: elapsed[0])
    visit.touches(visit.kiosk.lock_button)
    for _slip in range(3):
        gives(visit, "1111")
    assert "Wait 5 seconds." in visit.words
    gives(visit, "2468")  # nothing is taken now
    visit.kiosk.go_home()
    visit.touches(visit.kiosk.lock_button)
    assert "Wait 5 seconds." in visit.words
    assert visit.desk.read(pin_state, name=PIN).failures == 3
    elapsed[0] += 6
    visit.kiosk._leaving._tick()
    assert "Wait" not in visit.words
    with visit.qtbot.waitSignal(visit.kiosk.left, timeout=20_000):
        gives(visit, "2468")


def test_a_new_start_waits_as_long(visit: Visit) -> None:
    for _slip in range(4):
        visit.desk.do(pins.note_try, name=PIN, was_right=False)
    visit.touches(visit.kiosk.lock_button)
    assert "Wait 10 seconds." in visit.words
