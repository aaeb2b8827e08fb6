"""Toasts affirm and go by themselves; jobs show how far they are and where their result lies."""

import time
from functools import partial

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QMainWindow, QPushButton

from mgdesk.ui.kit.drop import DropTarget
from mgdesk.ui.kit.jobs import Jobs, JobsPanel
from mgdesk.ui.kit.toast import SECONDS, Toasts


def count(limit, report):
    for number in range(limit):
        report(number, limit)
        time.sleep(0.002)
    return limit


def refuse(_report):
    raise ZeroDivisionError


class Page(QObject):
    def __init__(self):
        super().__init__()
        self.results = []

    def done(self, result):
        self.results.append(result)


@pytest.fixture
def jobs(qtbot, background):
    jobs = Jobs(background)
    jobs.panel = JobsPanel(jobs)
    qtbot.addWidget(jobs.panel)
    jobs.panel.show()
    return jobs


def buttons(panel):
    return {
        button.text(): button for button in panel.findChildren(QPushButton) if button.isVisible()
    }


def test_a_job_runs_and_its_result_has_a_button(jobs, qtbot):
    page, opened = Page(), []
    job = jobs.start("35 attestations", partial(count, 20), done=page.done)
    assert jobs.running == [job]
    qtbot.waitUntil(lambda: page.results == [20])
    job.conclude("35 attestations sont prêtes.", "Ouvrir", lambda: opened.append(True))
    qtbot.mouseClick(buttons(jobs.panel)["Ouvrir"], Qt.MouseButton.LeftButton)
    assert opened == [True]
    assert jobs.running == []


def test_a_job_can_be_stopped_and_says_so(jobs, qtbot):
    job = jobs.start("Liste", partial(count, 100_000))
    qtbot.wait(30)
    job.cancel()
    qtbot.waitUntil(lambda: not job.is_running)
    assert not job.is_bad
    assert job.sentence


def test_a_job_that_breaks_says_a_sentence_and_no_traceback(jobs, qtbot):
    job = jobs.start("Liste", refuse)
    qtbot.waitUntil(lambda: not job.is_running)
    assert job.is_bad
    assert "Zero" not in job.sentence


def test_a_finished_job_can_be_taken_off_the_list(jobs, qtbot):
    job = jobs.start("Liste", partial(count, 1))
    qtbot.waitUntil(lambda: not job.is_running)
    jobs.forget(job)
    assert not jobs.panel.isVisible()


@pytest.fixture
def window(qtbot):
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def test_a_toast_has_one_button_and_goes_when_it_is_used(window, qtbot):
    toasts, undone = Toasts(window), []
    toasts.show_undo("Léa Martin ajoutée", lambda: undone.append(True))
    assert toasts.sentence == "Léa Martin ajoutée"
    button = next(b for b in window.findChildren(QPushButton) if b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert toasts.sentence == ""


def test_a_toast_never_takes_the_focus_and_never_stays_longer_than_ten_seconds(window, qtbot):
    toasts = Toasts(window)
    focused = window.focusWidget()
    toasts.show("Enregistré", seconds=60)
    assert window.focusWidget() is focused
    assert toasts._timer.interval() == SECONDS * 1000


def test_a_long_toast_stays_inside_the_window(window):
    toasts = Toasts(window)
    toasts.show("Une très longue phrase qui dit ce qui s’est passé. " * 4)
    toast = window.findChild(QLabel).parent()
    assert toast.geometry().left() >= 0
    assert toast.geometry().right() <= window.width()


def test_the_newest_toast_replaces_the_one_before(window):
    toasts = Toasts(window)
    toasts.show("un")
    toasts.show("deux")
    assert toasts.sentence == "deux"


def test_only_files_of_the_wanted_kind_can_be_dropped(qtbot, tmp_path):
    from PySide6.QtCore import QMimeData, QPointF, QUrl
    from PySide6.QtGui import QDropEvent

    target, dropped = DropTarget("Déposez une liste", (".xlsx", ".csv")), []
    qtbot.addWidget(target)
    target.dropped.connect(dropped.append)
    for name in ("liste.xlsx", "photo.png"):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        event = QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        target.dropEvent(event)
    assert dropped == [[tmp_path / "liste.xlsx"]]
