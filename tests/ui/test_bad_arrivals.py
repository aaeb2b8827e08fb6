"""What goes wrong at the door: each is a clear word, nothing is lost, nothing is there twice."""

import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic

import pytest
from sqlalchemy import select

from mgdesk import i18n
from mgdesk.desk import open_desk
from mgdesk.model import CheckIn
from mgdesk.rules.arrival import Outcome
from mgdesk.rules.codes import person_code
from mgdesk.services import checkin, people
from mgdesk.storage import database
from tests.ui.stage import bare, open_sheets

# Another desk that has the turn to write, in a program of its own.
HOLDER = """
import sys, time
from pathlib import Path
from mgdesk.desk import open_desk
from mgdesk.paths import Home
desk = open_desk(Home(Path(sys.argv[1])))
def hold(session):
    session.connection()
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
desk.do(hold)
"""


@contextmanager
def held(desk, seconds):
    """The data are locked by another desk for so long."""
    words = [sys.executable, "-c", HOLDER, str(desk.home.root), str(seconds)]
    other = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert other.stdout.readline() == "held\n"
    yield
    other.stdout.close()
    assert other.wait(30) == 0


def arrivals(desk):
    wanted = select(CheckIn.person_id).order_by(CheckIn.at)
    return desk.read(lambda session: list(session.scalars(wanted)))


def said(hand):
    return bare(hand.page.answer.words)


def test_a_code_with_a_wrong_check_letter_is_said_to_be_misread(hand, desk, scene):
    code = person_code(scene.people[0])
    hand.scan(person_code(scene.people[1]))
    hand.settle()
    hand.scan(code[:-1] + ("c" if code[-1] != "c" else "d"), "be")
    hand.settle()
    assert "check letter" in said(hand)
    assert hand.page.answer.button.text() == i18n.gettext("Try your scanner")
    assert (arrivals(desk), open_sheets()) == ([scene.people[1]], [])
    assert hand.page.search.text() == ""


def test_a_scan_in_the_middle_of_typing_takes_no_letter_and_gives_none(hand, desk, scene):
    keyboard = hand.keyboard("fr")
    keyboard.type("il")  # keys that AZERTY has where QWERTY has them
    keyboard.at += 60
    keyboard.scan(person_code(scene.people[0]))
    keyboard.type("dri")
    hand.settle()
    assert arrivals(desk) == [scene.people[0]]
    assert hand.page.search.text() == "ildri"


@pytest.mark.parametrize("same", [False, True])
def test_two_scans_in_50_ms_are_two_people_or_one_once(hand, desk, scene, same):
    first, second = scene.people[0], scene.people[0 if same else 1]
    keyboard = hand.keyboard("ara")
    began = keyboard.at
    keyboard.scan(person_code(first), gap=1)
    keyboard.scan(person_code(second), gap=1)
    assert keyboard.at - began < 50
    hand.settle()
    assert arrivals(desk) == ([first] if same else [first, second])
    last = "Already in, since 08:50" if same else "Checked in at 08:50"
    assert said(hand).endswith(last)


def test_the_same_badge_at_two_doors_comes_in_once(hand, desk, scene):
    other = open_desk(desk.home)
    other._store.clock._wall = desk._store.clock._wall
    code = person_code(scene.people[0])
    hand.scan(code)
    there = other.do(checkin.check_in_by_code, code=code, campus_id=scene.campus_id)
    hand.settle()
    other.close()
    assert arrivals(desk) == [scene.people[0]]
    is_second = there.outcome is Outcome.ALREADY_IN
    assert said(hand) == "Léa Martin: " + (
        "Checked in at 08:50" if is_second else "Already in, since 08:50"
    )


def test_a_badge_of_an_erased_person_is_told_without_a_name(hand, desk, scene):
    code = person_code(scene.people[1])
    desk.do(people.delete_person, person_id=scene.people[1])
    hand.settle()
    hand.scan(code)
    hand.settle()
    assert "deleted here" in said(hand)
    assert "Amina" not in said(hand)
    assert arrivals(desk) == []


def test_a_clock_set_back_an_hour_keeps_the_order_and_doubles_nobody(hand, desk, scene, wall):
    hand.scan(person_code(scene.people[0]))
    hand.settle()
    wall.now -= timedelta(hours=1)
    hand.scan(person_code(scene.people[1]))
    hand.settle()
    hand.scan(person_code(scene.people[0]))
    hand.settle()
    assert arrivals(desk) == list(scene.people[:2])
    assert said(hand) == "Léa Martin: Already in, since 08:50"
    assert [one.name for one in hand.page.board.journal] == ["Amina El Idrissi", "Léa Martin"]


def test_data_locked_for_3_s_is_waited_for_and_said_and_the_window_lives(hand, desk, scene, qtbot):
    words = i18n.gettext("Another desk is writing. This follows as soon as it has done.")
    beats = []
    with held(desk, 3):
        hand.scan(person_code(scene.people[0]))
        hand.scan(person_code(scene.people[1]))
        began = monotonic()
        while not arrivals(desk) and monotonic() < began + 5:
            qtbot.wait(5)
            beats.append((monotonic(), hand.window.toasts.sentence))
    hand.settle()
    assert arrivals(desk) == list(scene.people[:2])
    waited = [at - began for at, sentence in beats if sentence == words]
    assert 0.9 < waited[0] < 2
    assert len(beats) > 100  # the window went on all the time
    assert hand.window.toasts.sentence != words
    assert said(hand) == "Amina El Idrissi: Checked in at 08:50"


def test_data_locked_for_too_long_is_a_sentence_and_nothing_is_written(
    sit_down, desk, scene, monkeypatch
):
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.1)  # else five
    impatient = open_desk(desk.home)
    impatient._store.clock._wall = desk._store.clock._wall
    hand = sit_down(impatient)
    with held(desk, 1.5):
        hand.scan(person_code(scene.people[0]))
        hand.settle()
        assert said(hand) == str(database.DataBusy())
    assert arrivals(desk) == []
    hand.scan(person_code(scene.people[0]))
    hand.settle()
    assert said(hand) == "Léa Martin: Checked in at 08:50"
    hand.window.background.close()
    hand.window.background.wait()
    impatient.close()
