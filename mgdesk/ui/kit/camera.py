"""A camera that reads codes: an optional extra, off until somebody switches it on.

QtMultimedia, in the larger half of Qt, is needed; where it or a camera is missing, a sentence says
so. At most one frame is looked at at a time, beside the window, and a code that stays in the picture
is told once.
"""

import time
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from mgdesk.exchange.frames import codes_in_frame
from mgdesk.i18n import gettext as _
from mgdesk.rules.codes import parse_code
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.background import Background

AGAIN: Final = 3.0  # seconds in which the same code is not told twice
BETWEEN_FRAMES: Final = 0.1  # seconds: what is held before a camera stays longer
LARGEST: Final = 1280  # pixels of the side that is looked at
VIEW: Final = (200, 150)  # of the small picture in which one sees where to hold the code


class Camera(QObject):
    """`scanned` brings the text of a code, `failed` a sentence."""

    scanned = Signal(str)
    failed = Signal(str)

    def __init__(self, window: QWidget, background: Background) -> None:
        super().__init__(window)
        self._window, self._background = window, background
        self._camera: Any = None
        self._session: Any = None
        self._sink: Any = None
        self._view: QLabel | None = None
        self._is_looking = False
        self._looked_at = 0.0
        self._told: dict[str, float] = {}

    def start(self) -> None:
        """Begin to look; `failed` says why not."""
        try:
            from PySide6.QtMultimedia import (
                QCamera,
                QMediaCaptureSession,
                QMediaDevices,
                QVideoSink,
            )
        except ImportError:
            self._fail(
                _(
                    "This installation cannot use a camera: the part of Qt for cameras"
                    " (PySide6-Addons) is not installed. A scanner on USB works without it."
                )
            )
            return
        if not QMediaDevices.videoInputs():
            self._fail(_("No camera was found. Plug one in, then switch it on again in Settings."))
            return
        self._sink = QVideoSink(self)
        self._sink.videoFrameChanged.connect(self.take_frame)
        self._camera = QCamera(QMediaDevices.defaultVideoInput())
        self._camera.errorOccurred.connect(self._on_fault)
        self._session = QMediaCaptureSession(self)
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self._sink)
        self._camera.start()

    def stop(self) -> None:
        if self._camera is not None:
            self._camera.stop()
        self._camera = self._session = self._sink = None
        if self._view is not None:
            self._view.deleteLater()
            self._view = None

    def take_frame(self, frame: Any) -> None:
        """A QVideoFrame of the camera, unless the one before is still looked at."""
        moment = time.monotonic()
        if self._is_looking or moment - self._looked_at < BETWEEN_FRAMES or not frame.isValid():
            return
        self._looked_at = moment
        self.take_image(frame.toImage())

    def take_image(self, image: QImage) -> None:
        """Look at a picture beside the window."""
        if image.isNull() or self._is_looking:
            return
        most = QSize(LARGEST, LARGEST)
        if max(image.width(), image.height()) > LARGEST:
            image = image.scaled(most, Qt.AspectRatioMode.KeepAspectRatio)
        grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
        self._is_looking = True
        self._show(grey)
        work = partial(
            codes_in_frame,
            bytes(grey.constBits()),
            grey.width(),
            grey.height(),
            grey.bytesPerLine(),
        )
        self._background.run(work, done=self._on_codes, failed=self._on_failed)

    def _on_codes(self, texts: list[str]) -> None:
        self._is_looking = False
        moment = time.monotonic()
        for text in texts:
            is_new = moment - self._told.get(text, -AGAIN) >= AGAIN
            self._told[text] = moment
            if is_new:
                self.scanned.emit(parse_code(text) or text)

    def _on_failed(self, _error: Exception) -> None:
        self._is_looking = False

    def _on_fault(self, _code: object, words: str) -> None:
        self.stop()
        self._fail(_("The camera stopped: {reason}. Plug it in again.", reason=words))

    def _fail(self, sentence: str) -> None:
        QTimer.singleShot(0, self, partial(self.failed.emit, sentence))

    # --- where to hold the code ----------------------------------------------------------------

    def _show(self, image: QImage) -> None:
        """The small picture in the lower corner where lines end, as in a mirror."""
        size = QSize(*(theme.px(side) for side in VIEW))
        if self._view is None:
            self._view = QLabel(self._window)
            self._view.setObjectName("camera")
            self._view.setAccessibleName(_("Picture of the camera"))
            self._view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        shown = image.flipped(Qt.Orientation.Horizontal).scaled(
            size, Qt.AspectRatioMode.KeepAspectRatio
        )
        self._view.setPixmap(QPixmap.fromImage(shown))
        gap = theme.px(44)
        mirrored = self._window.isRightToLeft()
        left = gap if mirrored else self._window.width() - shown.width() - gap
        top = self._window.height() - shown.height() - gap
        self._view.setGeometry(QRect(left, top, shown.width(), shown.height()))
        self._view.show()
        self._view.raise_()
