"""A table over a long list asks for what is seen, and for nothing else."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mgdesk.ui.kit.layout import Empty
from mgdesk.ui.kit.table import Column
from mgdesk.ui.kit.windowed import AROUND, MOST_HELD, WindowTable

MANY = 1_000_000


@dataclass(frozen=True)
class Item:
    id: int

    @property
    def name(self) -> str:
        return f"Item {self.id}"


def items(first: int, limit: int) -> list[Item]:
    return [Item(number) for number in range(first, min(first + limit, MANY))]


@pytest.fixture
def table(qtbot: QtBot) -> WindowTable[Item]:
    """A table whose wishes are noted in `asked` and fulfilled."""
    made: WindowTable[Item] = WindowTable(
        [Column("Name", lambda item: item.name)], name="Items", empty=Empty("None")
    )
    qtbot.addWidget(made)
    made.asked = []  # type: ignore[attr-defined]  # of this test
    made.told = []  # type: ignore[attr-defined]  # likewise
    made.wanted.connect(lambda first, limit: made.asked.append((first, limit)))
    made.wanted.connect(lambda first, limit: made.hold(first, items(first, limit)))
    made.chosen.connect(made.told.append)
    made.resize(400, 500)
    made.show()
    made.set_lines(120, items(0, 120))
    made.model.set_count(MANY)
    return made


def seen(table: WindowTable[Item]) -> str:
    return table.view.model().index(table.view.rowAt(0), 0).data()


def test_a_million_lines_are_shown_and_none_is_asked_for_before_it_is_seen(
    qtbot: QtBot, table: WindowTable[Item]
) -> None:
    qtbot.wait(40)
    assert table.model.rowCount() == MANY
    assert table.asked == []
    assert seen(table) == "Item 0"


def test_dragging_the_bar_reads_where_it_rests(qtbot: QtBot, table: WindowTable[Item]) -> None:
    bar = table.view.verticalScrollBar()
    for tenth in range(1, 6):
        bar.setValue(bar.maximum() * tenth // 10)
        table.view.viewport().repaint()
    qtbot.waitUntil(lambda: seen(table) is not None)
    [(first, limit)] = table.asked
    assert first < MANY // 2 < first + limit
    assert limit < 3 * AROUND


def test_the_end_is_one_key_away_and_its_row_is_told_when_it_is_read(
    qtbot: QtBot, table: WindowTable[Item]
) -> None:
    table.go_to(0)
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: table.told[-1:] == [Item(MANY - 1)])
    assert None not in table.told
    qtbot.keyClick(table.view, Qt.Key.Key_Up)
    assert table.current == Item(MANY - 2)


def test_only_lines_around_what_is_seen_are_held(qtbot: QtBot, table: WindowTable[Item]) -> None:
    for place in range(100):
        table.hold(place * 1000, items(place * 1000, 200))
    assert table.model.lines is not None
    assert len(table.model.lines.held) <= MOST_HELD
    assert table.model.lines[99_100] == Item(99_100)


def test_letters_typed_are_told_together(qtbot: QtBot, table: WindowTable[Item]) -> None:
    typed: list[str] = []
    table.letters_typed.connect(typed.append)
    table.view.setFocus()
    qtbot.keyClicks(table.view, "am")
    assert typed == ["a", "am"]


def test_a_sorted_column_asks_for_another_order(qtbot: QtBot, table: WindowTable[Item]) -> None:
    with qtbot.waitSignal(table.order_asked) as asked:
        table.view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert asked.args == [0, True]


def test_a_list_renewed_keeps_its_place_and_its_choice(
    qtbot: QtBot, table: WindowTable[Item]
) -> None:
    table.go_to(500_000)
    qtbot.waitUntil(lambda: table.current == Item(500_000))
    place = table.view.verticalScrollBar().value()
    table.renew(MANY - 3)
    assert table.current == Item(500_000)
    assert table.view.verticalScrollBar().value() == place
    assert table.model.rowCount() == MANY - 3


def test_a_whole_list_is_sorted_and_searched_as_any_table(
    qtbot: QtBot, table: WindowTable[Item]
) -> None:
    table.set_rows([Item(3), Item(1), Item(2)])
    table.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [item.id for item in table.rows] == [1, 2, 3]
    assert not table.is_long
    assert table.choose(2)
    assert table.current == Item(2)
