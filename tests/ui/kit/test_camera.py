"""Codes read by a camera: pictures as it brings them, one at a time, a code that stays told once."""

import sys
from uuid import UUID

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QLabel, QWidget

from mgdesk.exchange.frames import codes_in_frame
from mgdesk.i18n import gettext as _
from mgdesk.rules.codes import person_code
from mgdesk.ui.kit import camera
from mgdesk.ui.kit.camera import Camera

AMINA = person_code(UUID(int=7))


def picture(*texts: str, size=(1920, 1080), angle=7.0) -> QImage:
    """What a camera sees: codes on a desk, a little turned."""
    whole = QImage(*size, QImage.Format.Format_RGB32)
    whole.fill(QColor("#8a8f94"))
    painter = QPainter(whole)
    for place, text in enumerate(texts):
        made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
        grey = memoryview(made.to_image(scale=6))
        height, width = grey.shape
        code = QImage(bytes(grey), width, height, width, QImage.Format.Format_Grayscale8)
        painter.save()
        painter.translate(420 + 700 * place, 300)
        painter.rotate(angle)
        painter.drawImage(0, 0, code)
        painter.restore()
    painter.end()
    return whole


@pytest.fixture
def seen(qtbot, background):
    window = QWidget()
    window.resize(800, 600)
    qtbot.addWidget(window)
    window.show()
    made = Camera(window, background)
    made.codes, made.faults = [], []
    made.scanned.connect(made.codes.append)
    made.failed.connect(made.faults.append)
    yield made
    made.stop()


def test_codes_in_a_picture_are_told_and_where_to_hold_them_is_shown(seen, qtbot):
    seen.take_image(picture(AMINA.upper(), "EB-991"))
    qtbot.waitUntil(lambda: len(seen.codes) == 2)
    assert set(seen.codes) == {AMINA, "EB-991"}
    view = seen._window.findChild(QLabel, "camera")
    assert view.isVisible()
    assert seen._window.rect().contains(view.geometry())
    assert view.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_one_picture_at_a_time_and_a_code_that_stays_is_told_once(seen, qtbot, monkeypatch):
    moment = [100.0]
    monkeypatch.setattr(camera.time, "monotonic", lambda: moment[0])
    for _turn in range(3):
        seen.take_image(picture(AMINA))  # while the first is looked at the others are left out
    qtbot.waitUntil(lambda: not seen._is_looking)
    for step in (1.0, 2.5, 2.5):
        moment[0] += step
        seen.take_image(picture(AMINA))
        qtbot.waitUntil(lambda: not seen._is_looking)
    assert seen.codes == [AMINA]
    moment[0] += 3.1
    seen.take_image(picture(AMINA))
    qtbot.waitUntil(lambda: len(seen.codes) == 2)


def test_pictures_that_are_none_give_nothing(seen):
    seen.take_image(QImage())
    assert not seen._is_looking
    assert codes_in_frame(b"", 0, 0, 0) == []
    assert codes_in_frame(b"\x00" * 10, 100, 100, 100) == []
    assert codes_in_frame(b"\xff" * 10_000, 100, 100, 100) == []
    assert codes_in_frame(b"\xff" * 9_950, 50, 100, 100) == []


def test_without_the_part_of_qt_for_cameras_a_sentence_says_so(seen, qtbot, monkeypatch):
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    seen.start()
    qtbot.waitUntil(lambda: bool(seen.faults))
    assert "PySide6-Addons" in seen.faults[0]


@pytest.mark.qt_log_ignore("No RHI backend")  # no graphics here: Qt converts by the processor
def test_frames_of_qtmultimedia_are_read(seen, qtbot):
    multimedia = pytest.importorskip(
        "PySide6.QtMultimedia", reason="the extra for cameras (PySide6-Addons) is not installed"
    )
    sink = multimedia.QVideoSink()
    sink.videoFrameChanged.connect(seen.take_frame)
    sink.setVideoFrame(multimedia.QVideoFrame(picture(AMINA)))
    qtbot.waitUntil(lambda: seen.codes == [AMINA])
    if not multimedia.QMediaDevices.videoInputs():
        seen.start()
        no_camera = _("No camera was found. Plug one in, then switch it on again in Settings.")
        qtbot.waitUntil(lambda: seen.faults == [no_camera])
