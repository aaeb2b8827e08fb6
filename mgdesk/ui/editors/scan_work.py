"""What taking a scan in does beside the window: reads it, files what it knows. Plain values only."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mgdesk.exchange.scans import ScannedPage, read_scan
from mgdesk.rules.proof import PREFIX
from mgdesk.services.sheets import FiledSheet, PageToFile, file_pages

if TYPE_CHECKING:
    from mgdesk.desk import Desk

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class LeftPage:
    """A page that found no sheet; `number` is the unknown one that its code says, if any."""

    page: ScannedPage
    number: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a scan. `is_proof`: no sheet at all, but a paper that proves itself."""

    path: Path
    sheets: tuple[FiledSheet, ...]
    filed: int
    left: tuple[LeftPage, ...]
    empty: int
    is_proof: bool = False


def take_in(desk: "Desk", path: Path, report: Report) -> Outcome:
    """Read a scan and file the pages of known sheets in one change. Raises DeskError, Cancelled."""
    pages = read_scan(path, report)
    coded = [(page, page.code) for page in pages if page.code is not None]
    if not coded and any(text.startswith(PREFIX) for page in pages for text in page.texts):
        return Outcome(path, (), 0, (), 0, is_proof=True)
    left = [LeftPage(page) for page in pages if page.code is None and not page.is_empty]
    sheets: tuple[FiledSheet, ...] = ()
    filed = 0
    if coded:
        wanted = [PageToFile(code.number, code.page, code.pages, page.jpeg) for page, code in coded]
        done = desk.do(file_pages, pages=wanted)
        sheets, filed = done.sheets, done.filed
        left += [LeftPage(coded[place][0], coded[place][1].number) for place in done.unknown]
    left.sort(key=lambda one: one.page.place)
    empty = sum(page.is_empty for page in pages)
    return Outcome(path, sheets, filed, tuple(left), empty)
