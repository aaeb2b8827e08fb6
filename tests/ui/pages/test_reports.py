"""The page of reports: figures and charts of a scope, each leading to its list."""

import shutil
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt

from mgdesk.desk import open_desk
from mgdesk.i18n import percent
from mgdesk.rules.figures import Dimension
from mgdesk.ui.editors.figure_list import FigureList
from mgdesk.ui.editors.figure_tiles import FigureTile
from mgdesk.ui.editors.indicator_sheet import IndicatorPeople, IndicatorSheet
from mgdesk.ui.kit.chart import ChartView
from mgdesk.ui.pages.reports import ReportsPage, SmallCounts
from tests.ui.stage import on_stage, open_sheets, settled, sheet, words

pytestmark = pytest.mark.early


@pytest.fixture
def desk(home, demo_of):
    shutil.copytree(demo_of(date(2026, 11, 25)).root, home.root)
    opened = open_desk(home)
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot, context):
    with on_stage(qtbot, context, ReportsPage(context)) as shown:
        yield shown


def tile(page, figure):
    return next(one for one in page.findChildren(FigureTile) if one.figure == figure)


def test_figures_lead_to_their_lists_bars_to_theirs_and_both_to_records(
    page, qtbot, context, stand_in
):
    page.fields.period.value = (date(2026, 1, 1), date(2026, 12, 31))
    page._load()
    settled(qtbot, context)
    counted = page.counted

    # a tile, by the keyboard
    tile(page, "learners").setFocus()
    qtbot.keyClick(tile(page, "learners"), Qt.Key.Key_Space)
    settled(qtbot, context)
    opened = sheet(FigureList)
    assert len(opened.table.rows) == counted.figures["learners"].value
    opened.table.opened.emit(opened.table.rows[0])
    assert stand_in.went[-1] == ("learner", opened.table.rows[0].record_id)
    settled(qtbot, context)

    # a bar, by the pointer and by the keys
    breakdown = counted.breakdown("learners", Dimension.COHORT)
    chart = next(
        one for one in page.findChildren(ChartView) if one._chart.labels[0] == "MOL-COD-13"
        and one._chart.series[0].words[0] == str(breakdown.groups[0].amount.value)
    )  # fmt: skip
    assert "MOL-COD-13" in chart.accessibleName()
    spot = chart._rect(chart._drawing.spots[0]).center()
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(spot.x()), round(spot.y())))
    settled(qtbot, context)
    opened = sheet(FigureList)
    assert len(opened.table.rows) == breakdown.groups[0].amount.value
    opened.close()
    settled(qtbot, context)
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    settled(qtbot, context)
    opened = sheet(FigureList)
    assert len(opened.table.rows) == breakdown.groups[1].amount.value
    opened.close()

    # a narrower scope is counted anew
    mol = next(n for n in range(page.fields.campus.count())
               if page.fields.campus.itemText(n) == "Molenbeek")  # fmt: skip
    page.fields.campus.setCurrentIndex(mol)
    qtbot.waitUntil(lambda: page.counted is not counted, timeout=20_000)
    settled(qtbot, context)
    assert page.counted.about == ("Molenbeek",)
    share = page.counted.figures["attendance_rate"].share
    assert percent(share) in words(tile(page, "attendance_rate"))

    # an area of the map: all who wrote one of its municipalities
    mapped = next(one for one in page.findChildren(ChartView) if one._chart.places)
    mapped.setFocus()
    qtbot.keyClick(mapped, Qt.Key.Key_Down)
    spot = mapped._drawing.spots[0]
    qtbot.keyClick(mapped, Qt.Key.Key_Return)
    settled(qtbot, context)
    opened = sheet(FigureList)
    assert len(opened.table.rows) == mapped._chart.series[0].values[spot.place] > 0
    opened.close()
    settled(qtbot, context)

    # the indicators, line by line, each with its people
    page.show_indicators()
    settled(qtbot, context)
    opened = sheet(IndicatorSheet)
    lines = {row.indicator.key: row for row in opened.table.rows}
    assert lines["EECO01"].total > 0
    opened.table.choose("EECO06")
    assert "1.1" in opened.about.text()
    opened.table.opened.emit(lines["EECO12"])  # nobody was asked
    assert not [one for one in open_sheets() if isinstance(one, IndicatorPeople)]
    opened.table.opened.emit(lines["EECO01"])
    settled(qtbot, context)
    people = sheet(IndicatorPeople)
    assert len(people.table.rows) == lines["EECO01"].total
    people.table.opened.emit(people.table.rows[0])
    assert stand_in.went[-1] == ("learner", people.table.rows[0].person_id)
    settled(qtbot, context)

    # what is hidden is said, and chosen
    page.choose_small_counts()
    chosen = sheet(SmallCounts)
    chosen.field.setValue(9)
    chosen.accept_button.click()
    settled(qtbot, context)
    qtbot.waitUntil(lambda: "9" in page.second_line.text(), timeout=20_000)
    page.fields.period.value = None
    page.fields.first.value, page.fields.last.value = date(2026, 5, 1), date(2026, 4, 1)
    assert page.fields.scope is None
