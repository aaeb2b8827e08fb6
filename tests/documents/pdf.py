"""Lines, boxes and sizes inside a PDF that we wrote."""

import re
import zlib
from itertools import pairwise
from pathlib import Path

import pikepdf

_LINE = re.compile(r"(-?[\d.]+) (-?[\d.]+) m (-?[\d.]+) (-?[\d.]+) l")
_BOX = re.compile(r"([\d.]+ [\d.]+ [\d.]+) rg (-?[\d.]+) (-?[\d.]+) ([\d.]+) ([\d.]+) re f")
_PICTURE = re.compile(r"q (-?[\d.]+) 0 0 (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) cm /P\d+ Do")

Line = tuple[float, float, float, float]


def streams(path: Path) -> list[str]:
    """The pieces that contents of pages are made of, unpacked, each once."""
    found = []
    for body in re.findall(rb"stream\n(.*?)\nendstream", path.read_bytes(), re.DOTALL):
        try:
            found.append(zlib.decompress(body).decode("ascii"))
        except (zlib.error, UnicodeDecodeError):
            continue
    return [text for text in found if " m " in text or " Tm" in text]


def pages(path: Path) -> list[str]:
    """The content of each page, its pieces one behind the other."""
    with pikepdf.open(path) as document:
        found = [page.obj.Contents for page in document.pages]
        return [
            "\n".join(piece.read_bytes().decode("ascii") for piece in pieces) for pieces in found
        ]


def lines(content: str) -> list[Line]:
    return [
        (float(a), float(b), float(c), float(d))
        for a, b, c, d in (match.groups() for match in _LINE.finditer(content))
    ]


def is_straight(line: Line) -> bool:
    return line[0] == line[2] or line[1] == line[3]


def grid(content: str) -> tuple[list[float], list[float]]:
    """The widths and heights between the lines of the largest table of a page."""
    table = max(content.split("\n"), key=lambda text: sum(map(is_straight, lines(text))))
    across = sorted({a for a, b, c, d in lines(table) if a == c})
    along = sorted({b for a, b, c, d in lines(table) if b == d})
    return steps(across), steps(along)


def steps(places: list[float]) -> list[float]:
    return [round(after - before, 2) for before, after in pairwise(places)]


def boxes(content: str, colour: str) -> list[tuple[float, float]]:
    """Widths and heights of the filled boxes of a colour."""
    return [
        (float(width), float(height))
        for paint, _, _, width, height in _BOX.findall(content)
        if paint == colour
    ]


def pictures(content: str) -> list[tuple[float, float]]:
    return [(float(width), float(height)) for width, height, _, _ in _PICTURE.findall(content)]
