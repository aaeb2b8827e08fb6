"""Qt's QPdfWriter, with the art as paths that are made once."""

import os
from pathlib import Path
from typing import Any

from tests.benchmarks.peers.shared import FILES, FONTS, code, pages

_SCALE = 1200 / 72


def read(kind: str, folder: Path) -> Any:
    return pages(folder)


def draw(kind: str, data: Any, folder: Path, path: Path) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QMarginsF, QSizeF
    from PySide6.QtGui import (
        QFont,
        QFontDatabase,
        QGuiApplication,
        QImage,
        QPageSize,
        QPainter,
        QPdfWriter,
    )

    _app = QGuiApplication.instance() or QGuiApplication([])
    fonts = {}
    for name, file in FILES.items():
        added = QFontDatabase.addApplicationFont(str(FONTS / file))
        font = QFont(QFontDatabase.applicationFontFamilies(added)[0])
        font.setBold(name == "bold")
        fonts[name] = font
    writer = QPdfWriter(str(path))
    writer.setResolution(1200)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setPageSize(
        QPageSize(QSizeF(data["width"], data["height"]), QPageSize.Unit.Point, "",
                  QPageSize.SizeMatchPolicy.ExactMatch)
    )  # fmt: skip
    painter = QPainter(writer)
    pen = _Pen(painter, data["height"], fonts, folder)
    art = pen.paths(data["art"])
    for number, page in enumerate(data["pages"]):
        if number:
            writer.newPage()
        pen.part(data["art"], art)
        pen.part(page, pen.paths(page))
        for token, x, y, side in page["codes"]:
            grey = code(token).convert("L")
            picture = QImage(
                grey.tobytes(), grey.width, grey.height, grey.width, QImage.Format.Format_Grayscale8
            )
            pen.picture(picture.convertToFormat(QImage.Format.Format_Mono), x, y, side, side)
    painter.end()


class _Pen:
    def __init__(self, painter: Any, height: float, fonts: Any, folder: Path) -> None:
        self.painter, self.height, self.fonts, self.folder = painter, height, fonts, folder
        self.logos: dict[str, Any] = {}

    def point(self, x: float, y: float) -> Any:
        from PySide6.QtCore import QPointF

        return QPointF(x * _SCALE, (self.height - y) * _SCALE)

    def paths(self, part: Any) -> list[Any]:
        from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen

        made = []
        for shape in part["shapes"]:
            path = QPainterPath()
            for first, *others in shape["paths"]:
                path.moveTo(self.point(*first))
                for other in others:
                    path.lineTo(self.point(*other))
            stroke = shape.get("stroke")
            paint = QPen(QColor(stroke), shape["width"] * _SCALE) if stroke else None
            made.append((path, paint, QBrush(QColor(shape.get("fill", "#FFFFFF")))))
        return made

    def part(self, part: Any, paths: list[Any]) -> None:
        from PySide6.QtGui import QColor, QFont, QImage

        for path, pen, brush in paths:
            if pen is not None:
                self.painter.strokePath(path, pen)
            else:
                self.painter.fillPath(path, brush)
        for name, *place in part["pictures"]:
            if name not in self.logos:
                self.logos[name] = QImage(str(self.folder / f"{name}.png"))
            self.picture(self.logos[name], *place)
        for x, y, size, font, colour, words in part["texts"]:
            chosen = QFont(self.fonts[font])
            chosen.setPointSizeF(size)
            self.painter.setFont(chosen)
            self.painter.setPen(QColor(colour))
            self.painter.drawText(self.point(x, y), words)

    def picture(self, image: Any, x: float, y: float, width: float, height: float) -> None:
        from PySide6.QtCore import QRectF

        self.painter.drawImage(
            QRectF(self.point(x, y + height), self.point(x + width, y)), image,
            QRectF(0, 0, image.width(), image.height()),
        )  # fmt: skip
