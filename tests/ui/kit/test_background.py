"""Work beside the window: answers come back in its thread, to those still there, the latest only."""

import gc
import random
import threading
import time
from functools import partial

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QWidget

from mgdesk import i18n
from mgdesk.errors import Cancelled
from mgdesk.ui.kit.background import Background, WindowThreadCollector


class Listener(QObject):
    def __init__(self):
        super().__init__()
        self.answers, self.errors, self.steps = [], [], []
        self.threads = set()

    def done(self, answer):
        self.answers.append(answer)
        self.threads.add(threading.current_thread())

    def failed(self, error):
        self.errors.append(error)
        self.threads.add(threading.current_thread())

    def progress(self, done, total):
        self.steps.append((done, total))


def slowly(value, seconds=0.0):
    time.sleep(seconds)
    return value, threading.current_thread()


def count(limit, report):
    for number in range(1, limit + 1):
        report(number, limit)
        time.sleep(0.005)
    return limit


def refuse():
    raise ValueError("no")


def test_an_answer_comes_back_in_the_window_thread(qtbot, background):
    listener = Listener()
    background.run(partial(slowly, 7), done=listener.done)
    qtbot.waitUntil(lambda: bool(listener.answers))
    (value, worker), here = listener.answers[0], threading.current_thread()
    assert value == 7
    assert worker is not here
    assert listener.threads == {here}


def test_an_error_comes_back_as_it_was_raised(qtbot, background):
    listener = Listener()
    background.run(refuse, failed=listener.failed)
    qtbot.waitUntil(lambda: bool(listener.errors))
    assert [str(error) for error in listener.errors] == ["no"]


def test_an_error_that_nobody_waits_for_is_told_to_the_window(qtbot, background):
    told = []
    background.unhandled = told.append
    listener = Listener()
    background.run(refuse, done=listener.done)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], ValueError)


def test_only_the_latest_request_of_a_kind_is_answered(qtbot, background):
    listener = Listener()
    for number in range(20):
        background.run(partial(slowly, number, 0.01), done=listener.done)
    qtbot.waitUntil(lambda: background.is_idle)
    qtbot.wait(50)
    assert [value for value, _thread in listener.answers] == [19]


def test_requests_under_two_keys_are_both_answered(qtbot, background):
    listener = Listener()
    background.run(partial(slowly, 1), done=listener.done, key="one")
    background.run(partial(slowly, 2), done=listener.done, key="two")
    qtbot.waitUntil(lambda: len(listener.answers) == 2)
    assert {value for value, _thread in listener.answers} == {1, 2}


def test_writes_stay_in_order_and_are_all_answered(qtbot, background):
    listener = Listener()
    for number in range(30):
        seconds = random.Random(number).random() / 500
        work = partial(slowly, number, seconds)
        background.run(work, done=listener.done, in_order=True)
    qtbot.waitUntil(lambda: len(listener.answers) == 30)
    assert [value for value, _thread in listener.answers] == list(range(30))


def test_progress_is_told_up_to_the_last_step(qtbot, background):
    listener = Listener()
    background.run_reporting(partial(count, 40), done=listener.done, progress=listener.progress)
    qtbot.waitUntil(lambda: bool(listener.answers))
    assert listener.answers == [40]
    assert listener.steps[-1] == (40, 40)
    assert len(listener.steps) < 40  # not every step is worth a repaint


def test_cancelled_work_stops_and_says_so(qtbot, background):
    listener = Listener()
    ticket = background.run_reporting(
        partial(count, 100_000), done=listener.done, failed=listener.failed
    )
    qtbot.wait(30)
    ticket.cancel()
    qtbot.waitUntil(lambda: bool(listener.errors))
    assert isinstance(listener.errors[0], Cancelled)
    assert listener.answers == []


class Watcher(QObject):
    """Looks how far work beside the window goes while the window shows an answer."""

    def __init__(self, steps):
        super().__init__()
        self._steps, self.went = steps, None

    def show(self, _answer):
        before = len(self._steps)
        time.sleep(0.05)
        self.went = len(self._steps) - before


def step_often(steps, is_over, report):
    while not is_over.is_set():
        report(0, 1)
        steps.append(1)


def test_work_that_reports_steps_aside_while_an_answer_is_shown(qtbot, background, monkeypatch):
    monkeypatch.setattr("mgdesk.ui.kit.background.ASIDE", 60)  # however busy this computer is
    steps, is_over = [], threading.Event()
    watcher, listener = Watcher(steps), Listener()
    background.run_reporting(partial(step_often, steps, is_over), done=listener.done)
    qtbot.waitUntil(lambda: len(steps) > 100)
    background.run(partial(slowly, 1), done=watcher.show)
    qtbot.waitUntil(lambda: watcher.went is not None)
    seen = len(steps)
    qtbot.waitUntil(lambda: len(steps) > seen + 100)
    is_over.set()
    qtbot.waitUntil(lambda: bool(listener.answers))
    assert watcher.went <= 1


def test_a_worker_speaks_the_language_of_whoever_asked(qtbot, background):
    listener = Listener()
    with i18n.speaking("ar"):
        background.run(i18n.spoken_locale, done=listener.done)
    qtbot.waitUntil(lambda: bool(listener.answers))
    assert listener.answers == ["ar_MA"]


def test_a_closed_page_simply_misses_its_answer(qtbot, background):
    listener = Listener()
    background.run(partial(slowly, 1, 0.02), done=listener.done)
    answers = listener.answers
    del listener
    qtbot.waitUntil(lambda: background.is_idle)
    assert answers == []


def test_a_widget_in_a_worker_is_refused(qtbot, background):
    label = QLabel()
    qtbot.addWidget(label)
    for work in (label.text, partial(slowly, label), lambda: label.text() + label.toolTip()):
        with pytest.raises(TypeError, match="never a widget"):
            background.run(work)


def test_an_answer_to_a_plain_function_is_refused(background):
    with pytest.raises(TypeError, match="method of a widget"):
        background.run(partial(slowly, 1), done=print)


def test_nothing_is_answered_after_the_end(qtbot):
    background, listener = Background(), Listener()
    background.run(partial(slowly, 1, 0.02), done=listener.done)
    background.close()
    background.wait()
    assert background.run(partial(slowly, 2), done=listener.done).is_cancelled
    qtbot.wait(20)
    assert listener.answers == []


class Page(QWidget):
    """A page full of reference cycles, as real ones are."""

    def __init__(self, background):
        super().__init__()
        self.label = QLabel(self)
        self.itself = self
        self.background = background
        self.customContextMenuRequested.connect(lambda _place: self.label.clear())

    def load(self, number):
        self.background.run(partial(slowly, number, 0.001), done=self.show_number)

    def show_number(self, answer):
        self.label.setText(str(answer[0]))


@pytest.mark.thorough
def test_pages_may_come_and_go_while_hundreds_of_answers_are_under_way(qtbot, background):
    collector = WindowThreadCollector(milliseconds=5)
    chance = random.Random(1)
    pages = []
    for number in range(600):
        page = Page(background)
        page.load(number)
        pages.append(page)
        if len(pages) > 20:
            gone = pages.pop(chance.randrange(len(pages)))
            if chance.random() < 0.5:
                gone.deleteLater()
            del gone
        if number % 20 == 0:
            qtbot.wait(2)
    last = pages[-1]
    qtbot.waitUntil(lambda: last.label.text() == "599")
    qtbot.waitUntil(lambda: background.is_idle)
    pages.clear()
    collector.stop()
    gc.collect()
