"""Tables: sorted by value, shown as text, selection kept, copied as a spreadsheet reads them."""

import string
import time
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from mgdesk import i18n
from mgdesk.ui.kit import collation, labels
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Empty, beside
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    cohort: str
    hours: int | None


PEOPLE = [
    Person(1, "Zoë Wouters", "Web 14", 9),
    Person(2, "élan Dupont", "Data 6", 100),
    Person(3, "Eva Peeters", "Web 14", None),
    Person(4, "أمين بنعلي", "Data 6", 20),
]
COLUMNS = [
    Column[Person]("Nom", lambda p: p.name, second=lambda p: p.cohort, stretch=True, strong=True),
    Column[Person](
        "Heures",
        lambda p: "" if p.hours is None else f"{p.hours} h",
        sort=lambda p: p.hours,
        numeric=True,
    ),
    Column[Person]("État", lambda _p: "", pill=lambda _p: Pill(Tone.OK, "présente")),
]


@pytest.fixture
def table(qtbot):
    pressed = []
    made = Table(
        COLUMNS,
        name="Personnes",
        empty=Empty("Personne encore.", "Ajouter", lambda: pressed.append(True)),
    )
    made.pressed = pressed
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show()
    return made


def order(table):
    return [person.id for person in table.rows]


def test_rows_stay_as_given_until_somebody_sorts(table):
    table.set_rows(PEOPLE)
    assert order(table) == [1, 2, 3, 4]


def test_names_sort_as_the_language_spells_them(table):
    table.set_rows(PEOPLE)
    table.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert order(table) == [2, 3, 1, 4]


def test_numbers_sort_by_value_and_nothing_comes_last_both_ways(table):
    table.set_rows(PEOPLE)
    table.view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert order(table) == [1, 4, 2, 3]
    table.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert order(table) == [2, 4, 1, 3]


def test_the_chosen_row_stays_chosen_when_rows_change_and_when_they_are_sorted(table, qtbot):
    table.set_rows(PEOPLE)
    table.choose(4)
    told = []
    table.chosen.connect(told.append)
    table.set_rows([replace(PEOPLE[3], hours=21), *PEOPLE[:3]])
    assert table.current == replace(PEOPLE[3], hours=21)
    table.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert table.current_key == 4
    assert told == []


def test_a_chosen_row_that_went_away_is_told(table):
    table.set_rows(PEOPLE)
    table.choose(4)
    told = []
    table.chosen.connect(told.append)
    table.set_rows(PEOPLE[:2])
    assert told == [None]


def test_a_new_row_can_be_chosen_as_it_comes(table):
    told = []
    table.chosen.connect(told.append)
    table.set_rows(PEOPLE, choose=3)
    assert told[-1].id == 3


def test_an_empty_table_says_so_and_its_button_works(table, qtbot):
    assert table.empty.isVisible()
    qtbot.mouseClick(table.empty.button, Qt.MouseButton.LeftButton)
    assert table.pressed == [True]
    table.set_rows(PEOPLE)
    assert table.view.isVisible()
    assert not table.empty.isVisible()


def test_enter_opens_and_arrows_walk(table, qtbot):
    opened = []
    table.opened.connect(opened.append)
    table.set_rows(PEOPLE)
    table.choose(1)
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert [person.id for person in opened] == [2]


def test_a_search_field_can_walk_the_list_from_afar(table):
    table.set_rows(PEOPLE)
    table.step(1)
    assert table.current_key == 1
    table.step(1)
    table.step(-5)
    assert table.current_key == 1


def test_rows_are_copied_as_a_spreadsheet_reads_them(qtbot):
    table = Table(COLUMNS, name="Personnes", empty=Empty("-"), several=True)
    qtbot.addWidget(table)
    table.set_rows([replace(PEOPLE[0], name="Zoë\tWouters\n"), PEOPLE[3]])
    table.view.selectAll()
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "Nom\tHeures\tÉtat\nZoë Wouters\t9 h\tprésente\nأمين بنعلي\t20 h\tprésente"
    )


def test_a_screen_reader_hears_both_lines_and_the_state(table):
    table.set_rows(PEOPLE)
    model = table.view.model()
    heard = [model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in range(3)]
    assert heard == ["Zoë Wouters, Web 14", "9 h", "présente"]
    assert table.view.accessibleName() == "Personnes"


def test_ten_thousand_rows_are_drawn_sorted_and_kept(qtbot):
    table = Table(COLUMNS, name="Personnes", empty=Empty("-"), sort_by=0)
    qtbot.addWidget(table)
    table.resize(800, 600)
    table.show()
    letters = string.ascii_lowercase
    rows = [
        Person(n, f"{letters[n * 7 % 26]}{letters[n * 11 % 26]} {n}", "Web", n % 300)
        for n in range(10_000)
    ]
    table.set_rows(rows)
    table.choose(5_000)
    before = time.perf_counter()
    table.set_rows(rows)
    table.grab()
    assert table.current_key == 5_000
    assert len(table.rows) == 10_000
    assert time.perf_counter() - before < 30  # it ends: how fast is measured elsewhere


@given(st.lists(st.text(max_size=12), max_size=12))
def test_any_names_can_be_sorted_and_none_is_lost(names):
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            found = collation.in_order(names, lambda name: name)
        assert sorted(found) == sorted(names)


def test_list_and_record_take_turns_where_there_is_no_room_for_both(qtbot, table):
    record = labels.text("La fiche")
    both = beside(table.carded(), record)
    qtbot.addWidget(both)
    table.set_rows(PEOPLE)
    both.resize(1000, 400)
    both.show()
    assert table.isVisible()
    assert record.isVisible()
    both.resize(400, 400)
    qtbot.waitUntil(lambda: not record.isVisible())
    table.choose(1)
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert record.isVisible()
    assert not table.isVisible()
    qtbot.mouseClick(both.back, Qt.MouseButton.LeftButton)
    assert table.isVisible()
    both.resize(1000, 400)
    qtbot.waitUntil(lambda: record.isVisible() and table.isVisible())


def test_a_spare_column_whose_heading_is_wider_than_its_cells_is_left_out_once_and_for_all(qtbot):
    spare = replace(COLUMNS[1], title="Demi-journées suivies", is_spare=True)
    made = Table([COLUMNS[0], spare, COLUMNS[2]], name="Personnes", empty=Empty("Personne encore."))
    qtbot.addWidget(made)
    made.resize(470, 300)
    made.show()
    header = made.view.horizontalHeader()
    seen = []
    made.set_rows(PEOPLE)
    qtbot.wait(20)
    header.sectionResized.connect(lambda *_: seen.append(header.isSectionHidden(1)))
    qtbot.wait(50)
    assert (header.isSectionHidden(1), seen) == (True, [])
    assert header.sectionPosition(2) + header.sectionSize(2) == made.view.viewport().width()


def test_a_spare_column_gives_its_room_to_the_name_and_comes_back(qtbot):
    spare = replace(COLUMNS[1], text=lambda _p: "marge : 11 demi-journées", is_spare=True)
    made = Table([COLUMNS[0], spare, COLUMNS[2]], name="Personnes", empty=Empty("Personne encore."))
    made.set_rows(PEOPLE)
    qtbot.addWidget(made)
    made.show()
    seen = []
    for width in (900, 420, 900):
        made.resize(width, 300)
        qtbot.wait(20)
        seen.append((made.view.isColumnHidden(1), made.view.horizontalScrollBar().maximum()))
    assert seen == [(False, 0), (True, 0), (False, 0)]
