"""Attendance sheets as people sign them: cells large enough, every name, every page complete."""

import re
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mgdesk.documents.attendance_sheet import SheetRecord, SheetRow, SheetSlot, draw_sheets
from mgdesk.documents.output import NothingToPrint
from mgdesk.documents.paper import NOBODY, CopyMark
from mgdesk.documents.sheet_layout import CELL_HEIGHT, CELL_WIDTH, lay_out
from mgdesk.rules.paper import SheetLayout
from mgdesk.typesetting.page import MM
from mgdesk.typesetting.text import typesetter
from tests.documents import pdf
from tests.documents.samples import PICTURES, rows, sheet, week
from tests.typesetting.reading_back import (
    HAS_POPPLER,
    NAMES,
    NAMES_OF_POPPLER,
    lines_of_pdfium,
    plain,
    words_of_pdfium,
    words_of_poppler,
)


def printed(tmp_path: Path, *records: SheetRecord) -> Path:
    path = tmp_path / "sheet.pdf"
    draw_sheets(records, PICTURES, path)
    return path


def grids(path: Path) -> list[tuple[list[float], list[float]]]:
    return [pdf.grid(content) for content in pdf.pages(path)]


def pages(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


@pytest.mark.parametrize(
    "layout", [one for one in SheetLayout if one is not SheetLayout.INDIVIDUAL]
)
@pytest.mark.parametrize("count", [1, 12, 15, 40])
def test_cells_to_sign_are_at_least_18_by_9_millimetres(
    tmp_path: Path, layout: SheetLayout, count: int
) -> None:
    path = printed(tmp_path, sheet(layout=layout, rows=rows(count), slots=week(7)))
    for across, along in grids(path):
        trainer, totals, *learners = along
        assert min(across[1:]) >= 18 * MM - 0.02
        assert min([trainer, *learners]) >= 9 * MM - 0.02
        assert totals >= 4.9 * MM


def test_fifteen_learners_of_a_week_stay_on_one_page(tmp_path: Path) -> None:
    assert pages(printed(tmp_path, sheet(rows=rows(15), spare_rows=0))) == 1


def test_forty_learners_flow_over_pages_that_are_each_complete(tmp_path: Path) -> None:
    path = printed(tmp_path, sheet(rows=rows(40), spare_rows=0))
    count = pages(path)
    assert count == 3
    seen: list[str] = []
    for page in range(1, count + 1):
        words = words_of_pdfium(path, page=page)
        assert f"Page {page} of {count}" in words
        for said in ("MOL-F-2026-00017", "Web development", "WD14", "Trainer’s signature", "Stamp"):
            assert said in words
        seen += re.findall(r"Surname\d+", words)
    assert seen == [row.surname for row in rows(40)]


def test_more_half_days_than_fit_beside_each_other_go_to_further_pages() -> None:
    shown = lay_out(sheet(slots=week(9), rows=rows(3)), typesetter())
    assert [len(page.slots) for page in shown] == [12, 6]
    assert all(page.cell_width >= CELL_WIDTH for page in shown)


def test_a_day_sheet_has_one_page_group_a_day() -> None:
    shown = lay_out(sheet(layout=SheetLayout.DAY, slots=week(2), rows=rows(3)), typesetter())
    assert [page.slots for page in shown] == [(0, 1), (2, 3)]
    assert shown[0].size[0] < shown[0].size[1]


def test_a_page_says_everything_that_a_funder_asks_for(tmp_path: Path) -> None:
    words = words_of_pdfium(printed(tmp_path, sheet()))
    for said in (
        "MolenGeek · Molenbeek", "Place de la Minoterie 10", "BE 0123.456.789", "Attendance sheet",
        "Web development", "WD14 · Molenbeek · Room 2", "MOL-F-2026-00017", "Page 1 of 1",
        "Printed on 20/11/2026, version 1", "09:00–12:30", "3 h 30", "Ilse Example",
        "Number of absents", "Trainer’s signature", "declare that they were present", "Stamp",
        "Nadia Example", "Co-funded by the European Union", "ESF+ 2026-114",
        "Funder without a picture",
    ):  # fmt: skip
        assert said in words.replace("\n", " ")


@pytest.mark.parametrize("script", NAMES)
def test_pdfium_reads_each_name_from_its_row(tmp_path: Path, script: str) -> None:
    learner = SheetRow("7", NAMES[script], "Amina")
    words = lines_of_pdfium(printed(tmp_path, sheet(rows=(learner,), backing=NOBODY)))
    assert plain(NAMES[script]) in " ".join(words)


@pytest.mark.skipif(not HAS_POPPLER, reason="pdftotext is not installed")
@pytest.mark.parametrize("script", NAMES_OF_POPPLER)
def test_poppler_reads_each_name_from_its_row(tmp_path: Path, script: str) -> None:
    learner = SheetRow("7", NAMES[script], "Amina")
    words = words_of_poppler(printed(tmp_path, sheet(rows=(learner,), backing=NOBODY)))
    assert plain(NAMES[script]) in words


def test_struck_cells_are_filled_and_crossed(tmp_path: Path) -> None:
    struck = (replace(rows(1)[0], struck=(2, 3)),)
    path = printed(tmp_path, sheet(rows=struck, backing=NOBODY))
    page = pdf.pages(path)[0]
    assert len(pdf.boxes(page, "0.914 0.925 0.933")) == 2
    crossed = [line for line in pdf.lines(page) if line[0] != line[2] and line[1] != line[3]]
    assert len(crossed) == 2


def test_spare_rows_stay_empty_and_are_as_many_as_asked() -> None:
    (page,) = lay_out(sheet(rows=rows(5), spare_rows=3), typesetter())
    assert [row.position for row in page.rows] == [0, 1, 2, 3, 4, None, None, None]
    assert all(row.height >= CELL_HEIGHT for row in page.rows)


def test_the_emblem_of_the_union_is_never_smaller_than_another_logo(tmp_path: Path) -> None:
    path = printed(tmp_path, sheet())
    page = pdf.pages(path)[0]
    ((width, height),) = pdf.boxes(page, "0 0.2 0.6")
    assert width == pytest.approx(height * 1.5, abs=0.02)
    _letterhead, *logos = pdf.pictures(page)
    assert len(logos) == 3
    for logo_width, logo_height in logos:
        assert logo_height <= height + 0.01
        assert logo_width * logo_height <= width * height + 0.5


def test_a_reprint_says_so_and_a_demonstration_cannot_be_taken_for_real(tmp_path: Path) -> None:
    words = words_of_pdfium(printed(tmp_path, sheet(copy=CopyMark.DUPLICATE, is_demo=True)))
    assert "Duplicate" in words
    assert "Demonstration" in words


def test_an_arabic_sheet_is_mirrored(tmp_path: Path) -> None:
    record = sheet(language="ar", country="MA", rows=rows(1), spare_rows=0)
    document = pypdfium2.PdfDocument(printed(tmp_path, record))
    page = document[0]
    text = page.get_textpage()
    name = text.search("Surname001").get_next()
    morning = text.search("09:00").get_next()
    assert name is not None
    assert morning is not None
    assert text.get_charbox(name[0])[0] > page.get_width() * 0.7
    assert text.get_charbox(morning[0])[0] < text.get_charbox(name[0])[0]
    document.close()


def test_a_name_of_200_letters_grows_its_row_and_is_read_whole(tmp_path: Path) -> None:
    learner = SheetRow("1", "W" * 200, "Jeanne " * 28)
    (page,) = lay_out(sheet(rows=(learner,)), typesetter())
    assert page.rows[0].height > CELL_HEIGHT
    words = words_of_pdfium(printed(tmp_path, sheet(rows=(learner,))))
    assert "".join(words.split()).count("W" * 200) == 1
    assert words.count("Jeanne") == 28


def test_a_sheet_of_nobody_and_of_no_half_day_is_still_a_page(tmp_path: Path) -> None:
    assert pages(printed(tmp_path, sheet(rows=(), spare_rows=0, slots=()))) == 1


def test_no_sheet_at_all_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NothingToPrint):
        draw_sheets([], PICTURES, tmp_path / "none.pdf")
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.text(st.characters(), max_size=200), st.text(st.characters(), max_size=60)),
        max_size=6,
    ),
    st.sampled_from(SheetLayout),
    st.sampled_from(["fr", "nl", "en", "it", "ar"]),
)
def test_no_name_stops_the_press(
    tmp_path_factory: pytest.TempPathFactory,
    names: list[tuple[str, str]],
    layout: SheetLayout,
    language: str,
) -> None:
    learners = tuple(SheetRow("1", surname, first, surname[:9]) for surname, first in names)
    slot = SheetSlot(date(2026, 11, 23), time(9), time(12), 180, names[0][0] if names else "")
    record = sheet(rows=learners, layout=layout, language=language, slots=(slot,), backing=NOBODY)
    path = tmp_path_factory.mktemp("sheet") / "sheet.pdf"
    assert draw_sheets([record], {}, path) == pages(path) >= 1
