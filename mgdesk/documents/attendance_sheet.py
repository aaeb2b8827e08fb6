"""The attendance sheet: the roster of a class beside empty cells to sign, one half-day a column."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from mgdesk.documents.output import Target
from mgdesk.documents.sheet_record import SheetRecord, SheetRow, SheetSlot

__all__ = ["SheetRecord", "SheetRow", "SheetSlot", "draw_sheets"]


def draw_sheets(
    records: Sequence[SheetRecord],
    pictures: Mapping[str, bytes],
    path: Target,
    *,
    fonts: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write the sheets to one PDF file, each on as many pages as it needs; the number of pages.

    `pictures` are image files by digest. `progress(done, all)` is called after each sheet; what it
    raises (`errors.Cancelled`) stops the work. The file appears whole or not at all. Raises
    FileCannotBeWritten, DiskFull, PictureCannotBeRead.
    """
    from mgdesk.documents.sheet_pages import draw

    return draw(records, pictures, path, fonts=fonts, progress=progress)
