"""Today: a few keys or a scan check in, nothing else opens, everything can be taken back."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mgdesk.i18n import speak
from mgdesk.model import Attendance, CheckIn, Person
from mgdesk.queries.expected import Presence
from mgdesk.rules import codes
from mgdesk.rules.events import CheckInKind, Direction
from mgdesk.services import events, people, tokens
from mgdesk.ui.editors import walk_in
from mgdesk.ui.editors.more_papers import FreePreview
from mgdesk.ui.editors.sheets import SheetsDialog
from mgdesk.ui.kit.context import Context
from mgdesk.ui.pages import today as today_page
from mgdesk.ui.pages.today import TodayPage
from tests.cohort_scene import MONDAY, Scene, add_people, make_scene
from tests.ui.stage import bare, on_stage, open_sheets, settled, sheet, words
from tests.ui.test_accessible_names import nameless

NINE = datetime(2026, 11, 2, 7, 55, tzinfo=UTC)  # five to nine in Brussels, a Monday


@pytest.fixture(autouse=True)
def in_english() -> None:
    speak("en")


class Wall:
    """The clock on the wall of a test."""

    def __init__(self) -> None:
        self.now = NINE

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    made = Wall()
    monkeypatch.setattr(today_page, "wall_clock", made)
    monkeypatch.setattr(walk_in, "wall_clock", made)
    return made


@pytest.fixture
def scene(context: Context, wall: Wall) -> Scene:
    clock = context.desk._store.clock
    clock._wall, clock._last = wall, NINE - timedelta(days=40)
    return make_scene(context.desk)


@pytest.fixture
def page(qtbot: QtBot, context: Context, scene: Scene) -> Iterator[TodayPage]:
    context.settings.sound = False
    with on_stage(qtbot, context, TodayPage(context)) as shown:
        qtbot.waitUntil(lambda: shown.board is not None)
        yield shown


def type_in(qtbot: QtBot, page: TodayPage, letters: str) -> None:
    qtbot.keyClicks(page.search, letters)
    settled(qtbot, page._context)


def enter(qtbot: QtBot, page: TodayPage) -> None:
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    look_again(qtbot, page)


def look_again(qtbot: QtBot, page: TodayPage) -> None:
    """Wait until what was written is on the page."""
    settled(qtbot, page._context)
    if page._later.isActive():
        page._later.stop()
        page._load()
        settled(qtbot, page._context)


def doors(page: TodayPage) -> list[tuple[CheckInKind, Direction, str]]:
    wanted = select(CheckIn.kind, CheckIn.direction, CheckIn.source).order_by(CheckIn.at)
    return page._context.desk.read(lambda session: [tuple(row) for row in session.execute(wanted)])


def shown(page: TodayPage) -> list[str]:
    return [one.name for one in page.table.rows]


def test_those_of_the_day_are_listed_and_counted(page: TodayPage) -> None:
    assert shown(page) == ["Amina El Idrissi", "Léa Martin", "ياسين العلوي"]
    assert page._count.text() == "0 of 3 have come"
    assert bare(page.table.model.columns[0].second(page.table.rows[0])) == (
        "09:00–12:30 · Coding School"
    )


def test_two_letters_and_enter_check_in_and_the_field_is_ready(
    qtbot: QtBot, page: TodayPage
) -> None:
    type_in(qtbot, page, "am")
    assert shown(page) == ["Amina El Idrissi"]
    enter(qtbot, page)
    assert doors(page) == [(CheckInKind.TRAINING, Direction.ARRIVAL, "desk")]
    assert bare(page.answer.words) == "Amina El Idrissi: Checked in at 08:55"
    assert page.search.text() == ""
    assert page.board is not None
    assert (page.board.come, page.board.inside) == (1, 1)
    assert shown(page)[-1] == "Amina El Idrissi"
    assert open_sheets() == []


def test_enter_waits_for_what_was_typed(qtbot: QtBot, page: TodayPage, scene: Scene) -> None:
    """Enter right after the letters never takes somebody else."""
    add_people(scene.desk, ("Zoé", "Petit"))
    qtbot.keyClicks(page.search, "zo")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    look_again(qtbot, page)
    assert bare(page.answer.words) == "Zoé Petit: Checked in at 08:55"
    assert doors(page)[0][0] is CheckInKind.COWORKING


def test_words_in_any_order_and_another_script_find_the_same_person(
    qtbot: QtBot, page: TodayPage, scene: Scene
) -> None:
    type_in(qtbot, page, "idri ami")
    assert shown(page) == ["Amina El Idrissi"]
    page.search.setText("ياس")
    settled(qtbot, page._context)
    assert shown(page) == ["ياسين العلوي"]


def test_forty_scans_are_forty_people_and_no_dialog(
    qtbot: QtBot, page: TodayPage, scene: Scene
) -> None:
    known = add_people(scene.desk, *((f"P{n}", "Queue") for n in range(40)))
    for person_id in known:
        assert page.take_scan(codes.person_code(person_id))
    look_again(qtbot, page)
    assert len(doors(page)) == 40
    assert {source for _kind, _way, source in doors(page)} == {"scan"}
    assert open_sheets() == []


def test_the_same_badge_twice_is_said_and_written_once(
    qtbot: QtBot, page: TodayPage, scene: Scene
) -> None:
    code = codes.person_code(scene.people[0])
    page.take_scan(code)
    page.take_scan(code)
    look_again(qtbot, page)
    assert len(doors(page)) == 1
    assert bare(page.answer.words) == "Léa Martin: Already in, since 08:55"


def test_an_unknown_badge_is_said(qtbot: QtBot, page: TodayPage, scene: Scene) -> None:
    (gone,) = add_people(scene.desk, ("Gone", "Soon"))
    scene.desk.do(people.delete_person, person_id=gone)
    page.take_scan(codes.person_code(gone))
    look_again(qtbot, page)
    assert "whose record was deleted here" in page.answer.words
    assert doors(page) == []


def test_a_code_of_another_program_can_be_bound_from_the_answer(
    qtbot: QtBot, page: TodayPage, scene: Scene
) -> None:
    page.take_scan("9f1c-ticket-77")
    look_again(qtbot, page)
    assert bare(page.answer.words) == "The code 9f1c-ticket-77 is new here."
    scene.desk.do(tokens.bind, code="9f1c-ticket-77", person_id=scene.people[0])
    page.take_scan("9f1c-ticket-77")
    look_again(qtbot, page)
    assert bare(page.answer.words) == "Léa Martin: Checked in at 08:55"


def test_scans_before_the_day_is_read_are_kept(
    qtbot: QtBot, context: Context, scene: Scene
) -> None:
    context.settings.sound = False
    fresh = TodayPage(context)
    assert fresh.take_scan(codes.person_code(scene.people[1]))
    with on_stage(qtbot, context, fresh) as page:
        look_again(qtbot, page)
        assert len(doors(page)) == 1


def test_late_is_said_with_its_minutes(qtbot: QtBot, page: TodayPage, wall: Wall) -> None:
    wall.now = NINE + timedelta(minutes=25)
    type_in(qtbot, page, "lea")
    enter(qtbot, page)
    assert bare(page.answer.words) == "Léa Martin: 20 min late, at 09:20"
    (row,) = [row for row in page.board.rows if row.name == "Léa Martin"]
    assert (row.presence, row.minutes_late) == (Presence.LATE, 20)


def test_one_key_changes_what_for(qtbot: QtBot, page: TodayPage) -> None:
    type_in(qtbot, page, "lea")
    page.change_reason()
    settled(qtbot, page._context)
    assert "co-working" in page.hint.text()
    enter(qtbot, page)
    assert doors(page)[0][0] is CheckInKind.COWORKING


def test_the_journal_takes_back(qtbot: QtBot, page: TodayPage) -> None:
    type_in(qtbot, page, "lea")
    enter(qtbot, page)
    assert [one.name for one in page.board.journal] == ["Léa Martin"]
    page.cards.journal.undo.emit(page.board.journal[0].change_id)
    look_again(qtbot, page)
    assert doors(page) == []
    assert page.board.journal == ()
    marks = page._context.desk.read(lambda session: session.scalars(select(Attendance)).all())
    assert marks == []


def test_checking_out(qtbot: QtBot, page: TodayPage) -> None:
    type_in(qtbot, page, "lea")
    enter(qtbot, page)
    type_in(qtbot, page, "lea")
    page.check_out()
    look_again(qtbot, page)
    assert bare(page.answer.words) == "Léa Martin: Checked out at 08:55"
    assert page.board.inside == 0


def test_a_walk_in_is_a_name_and_enter_twice(qtbot: QtBot, page: TodayPage) -> None:
    keys = "Noor Jansen"
    type_in(qtbot, page, keys)
    enter(qtbot, page)
    assert page._stack.currentWidget() is page.walk_in
    qtbot.keyClick(page.walk_in.form.name, Qt.Key.Key_Return)
    look_again(qtbot, page)
    assert len(keys) + 2 <= 25
    assert doors(page) == [(CheckInKind.VISIT, Direction.ARRIVAL, "desk")]
    assert page.board.to_complete[0].name == "Noor Jansen"
    assert page._stack.currentIndex() == 0


def test_a_walk_in_is_told_who_is_known(qtbot: QtBot, page: TodayPage) -> None:
    page.new()
    qtbot.keyClicks(page.walk_in.form.name, "Ami")
    qtbot.wait(walk_in.PAUSE + 50)
    settled(qtbot, page._context)
    assert [row.name for row in page.walk_in.duplicates.rows] == ["Amina El Idrissi"]
    page.walk_in.duplicates.opened.emit(page.walk_in.duplicates.rows[0].id)
    look_again(qtbot, page)
    assert bare(page.answer.words) == "Amina El Idrissi: Checked in at 08:55"
    count = page._context.desk.read(lambda session: len(session.scalars(select(Person)).all()))
    assert count == 3


def test_a_full_event_asks_before_letting_in(qtbot: QtBot, page: TodayPage, scene: Scene) -> None:
    event_id = scene.desk.do(
        events.add_event,
        code="TALK",
        campus_id=scene.campus_id,
        title="Talk",
        starts_at=datetime(2026, 11, 2, 8, 30),
        ends_at=datetime(2026, 11, 2, 10, 0),
        capacity=0,
    )
    (guest,) = add_people(scene.desk, ("Guest", "Waiting"))
    scene.desk.do(events.register, event_id=event_id, person_id=guest)
    look_again(qtbot, page)
    type_in(qtbot, page, "guest")
    enter(qtbot, page)
    assert page.answer.button.isVisibleTo(page)
    assert doors(page) == []
    page.answer.button.click()
    look_again(qtbot, page)
    assert doors(page)[0][0] is CheckInKind.EVENT


def test_sheets_to_print_are_one_click_away(qtbot: QtBot, page: TodayPage) -> None:
    assert [task.code for task in page.board.to_print] == ["CODING-1"]
    page.cards.sheets.wanted.emit(page.board.to_print[0].cohort_id)
    settled(qtbot, page._context)
    assert sheet(SheetsDialog).isVisible()
    sheet(SheetsDialog).close()


def test_who_is_in_is_one_key(qtbot: QtBot, page: TodayPage) -> None:
    type_in(qtbot, page, "lea")
    enter(qtbot, page)
    page.print_who_is_in()
    settled(qtbot, page._context)
    (dialog,) = open_sheets()
    (preview,) = dialog.findChildren(FreePreview)
    assert preview.view.pages
    dialog.close()


def test_letters_typed_anywhere_on_the_page_go_to_the_field(qtbot: QtBot, page: TodayPage) -> None:
    qtbot.keyClick(page.cards, Qt.Key.Key_L)
    assert page.search.text() == "l"


def test_the_night_has_closed_what_stayed_open(qtbot: QtBot, page: TodayPage, wall: Wall) -> None:
    type_in(qtbot, page, "lea")
    enter(qtbot, page)
    wall.now = NINE + timedelta(days=1)
    page._load()
    look_again(qtbot, page)
    assert page.board.day == date(2026, 11, 3) == MONDAY + timedelta(days=1)
    assert doors(page)[-1] == (CheckInKind.TRAINING, Direction.DEPARTURE, "night")
    assert page.board.inside == 0


def test_every_widget_has_a_name(page: TodayPage) -> None:
    assert nameless(page) == []
    page.new()
    assert nameless(page) == []
    assert words(page)


def test_a_photo_tells_namesakes_apart(qtbot: QtBot, page: TodayPage, scene: Scene) -> None:
    image = Image.new("RGB", (300, 300), "teal")
    content = io.BytesIO()
    image.save(content, "PNG")
    scene.desk.do(people.set_photo, person_id=scene.people[0], content=content.getvalue())
    look_again(qtbot, page)
    type_in(qtbot, page, "lea")
    settled(qtbot, page._context)
    assert page.portrait.isVisibleTo(page)
    assert bare(page.portrait.accessibleName()) == "Photo of Léa Martin"
    page.search.clear()
    type_in(qtbot, page, "ami")
    assert not page.portrait.isVisibleTo(page)
