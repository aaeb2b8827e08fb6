"""When something breaks: a sentence, or a calm dialog with a report without personal data."""

import sys
import threading

import pytest
from PySide6.QtCore import QObject

from mgdesk.errors import Cancelled, NotFound
from mgdesk.ui import crash


def broken(name):
    mapping = {"Amina El Idrissi": 1}
    return mapping[name]


@pytest.fixture
def fault():
    try:
        broken("Benali")
    except KeyError as error:
        return error


def test_a_report_names_places_and_no_values(fault):
    text = crash.report(fault)
    assert "KeyError" in text
    assert "test_crash.py" in text
    assert "broken" in text
    assert "Benali" not in text
    assert "Amina" not in text


def test_a_report_names_what_it_came_from(fault):
    error = RuntimeError("Benali")
    error.__cause__ = fault
    text = crash.report(error)
    assert "because of" in text
    assert "Benali" not in text


def test_a_known_mistake_has_its_sentence_a_cancelled_one_needs_none(fault):
    assert crash.sentence(NotFound()) == str(NotFound())
    assert crash.sentence(Cancelled()) == ""
    assert crash.sentence(fault) is None


def test_what_nobody_caught_is_told_in_the_window_thread(qtbot, fault):
    class Window(QObject):
        def __init__(self):
            super().__init__()
            self.told = []

        def fail(self, error):
            self.told.append((error, threading.current_thread()))

    window, former = Window(), (sys.excepthook, threading.excepthook)
    guard = crash.CrashGuard(window.fail, window)
    guard.install()
    try:
        sys.excepthook(type(fault), fault, None)
        worker = threading.Thread(target=broken, args=("Benali",))
        worker.start()
        worker.join()
        qtbot.waitUntil(lambda: len(window.told) == 2)
    finally:
        guard.remove()
    assert {thread for _error, thread in window.told} == {threading.current_thread()}
    assert (sys.excepthook, threading.excepthook) == former


def test_the_dialog_says_what_to_do_and_saves_the_report(qtbot, fault, tmp_path, monkeypatch):
    sheet = crash.crash_sheet(None, fault)
    qtbot.addWidget(sheet.content)
    target = tmp_path / "report.txt"
    monkeypatch.setattr(crash.QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))
    button = next(b for b in sheet.findChildren(crash.Button) if b is not sheet.cancel_button)
    button.click()
    assert target.read_text() == crash.report(fault)
    sheet.close()
