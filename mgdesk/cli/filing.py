"""The command that takes scanned sheets home: recognised by their codes, page by page."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any, Final

from mgdesk.cli.output import complain, say, show
from mgdesk.desk import Desk
from mgdesk.exchange.scans import ScannedPage, read_scan
from mgdesk.i18n import gettext as _
from mgdesk.services.sheets import PageToFile, file_pages

LEFT: Final = frozenset({"no-code", "unknown"})  # a page with something on it that found no sheet


def file_scan(desk: Desk, arguments: Namespace) -> int:
    """File every page of a scan; 1 when a page with something on it found no sheet."""
    pages = read_scan(arguments.file)
    coded = [
        (page, PageToFile(page.code.number, page.code.page, page.code.pages, page.jpeg))
        for page in pages
        if page.code is not None
    ]
    without = [page for page in pages if page.code is None and not page.is_empty]
    if arguments.sheet and without:
        coded += _by_hand(desk, without, arguments.sheet, arguments.page)
    unknown: set[int] = set()
    if coded:
        report = desk.do(file_pages, pages=[wanted for _page, wanted in coded])
        unknown = {coded[place][0].place for place in report.unknown}
    filed = {page.place: wanted for page, wanted in coded}
    rows = [_row(page, filed.get(page.place), unknown) for page in pages]
    if arguments.json:
        show(rows, as_json=True, nothing="")
    else:
        for row in rows:
            (complain if row["result"] in LEFT else say)(_sentence(row))
    return int(any(row["result"] in LEFT for row in rows))


def _by_hand(
    desk: Desk, pages: Sequence[ScannedPage], number: str, first: int | None
) -> list[tuple[ScannedPage, PageToFile]]:
    """Pages without a code as pages of a sheet: from the page told, else from the first missing."""
    from mgdesk.queries.documents import document
    from mgdesk.queries.sheets import scanned_sheet

    found = desk.read(document, number=number)
    sheet = desk.read(scanned_sheet, document_id=found.id)
    there = {scan.page for scan in sheet.scans}
    start = first or next(page for page in range(1, 1_000) if page not in there)
    count = max(sheet.page_count, start + len(pages) - 1)
    return [
        (page, PageToFile(found.number, start + place, count, page.jpeg))
        for place, page in enumerate(pages)
    ]


def _row(page: ScannedPage, wanted: PageToFile | None, unknown: set[int]) -> dict[str, Any]:
    result = "empty" if page.is_empty else "no-code"
    if wanted is not None:
        result = "unknown" if page.place in unknown else "filed"
    return {
        "page": page.place,
        "result": result,
        "sheet": wanted.number if wanted else "",
        "sheet_page": wanted.page if wanted else None,
        "sheet_pages": wanted.pages if wanted else None,
    }


def _sentence(row: dict[str, Any]) -> str:
    page, number = row["page"], row["sheet"]
    if row["result"] == "filed":
        return _(
            "Page {page}: filed to {number}, page {n} of {all}.",
            page=page,
            number=number,
            n=row["sheet_page"],
            all=row["sheet_pages"],
        )
    if row["result"] == "unknown":
        return _(
            "Page {page}: the sheet {number} is not in this register.", page=page, number=number
        )
    if row["result"] == "empty":
        return _("Page {page}: empty.", page=page)
    return _(
        "Page {page}: no code of a sheet was found. Give the sheet with --sheet NUMBER.", page=page
    )
