"""Co-working: one key in, one key out, a room, a pass, a visitor; former days are corrected and exported."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mgdesk.exchange.reading import read_table
from mgdesk.i18n import speak
from mgdesk.model import CheckIn, Loan
from mgdesk.queries import passes as pass_queries
from mgdesk.queries import visits as visit_queries
from mgdesk.rules import codes
from mgdesk.rules.coworking import PassKind
from mgdesk.rules.events import CheckInKind, Direction
from mgdesk.rules.loans import ResourceKind
from mgdesk.rules.visits import VisitStatus
from mgdesk.services import campuses, checkin, loans, passes, visits
from mgdesk.ui.editors import day_history, pass_list, walk_in
from mgdesk.ui.editors import passes as pass_editor
from mgdesk.ui.editors.day_history import DepartureSheet
from mgdesk.ui.editors.loans import GiveBackSheet, LendSheet
from mgdesk.ui.editors.more_papers import FreePreview
from mgdesk.ui.editors.passes import PassSheet
from mgdesk.ui.editors.person_card import PersonCard
from mgdesk.ui.editors.rooms_card import SeatSheet
from mgdesk.ui.editors.visits import VisitSheet
from mgdesk.ui.kit.context import Context
from mgdesk.ui.pages import coworking as coworking_page
from mgdesk.ui.pages.coworking import CoworkingPage
from tests.cohort_scene import Scene, add_people, make_scene
from tests.ui.pages.test_today import Wall
from tests.ui.stage import bare, on_stage, open_sheets, settled, sheet, words
from tests.ui.test_accessible_names import nameless

NINE = datetime(2026, 11, 2, 8, 5, tzinfo=UTC)  # five past nine in Brussels, a Monday
TODAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def in_english() -> None:
    speak("en")


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    made = Wall()
    made.now = NINE
    for module in (coworking_page, walk_in, day_history, pass_list, pass_editor):
        monkeypatch.setattr(module, "wall_clock", made)
    return made


@pytest.fixture
def scene(context: Context, wall: Wall) -> Scene:
    clock = context.desk._store.clock
    clock._wall, clock._last = wall, NINE - timedelta(days=40)
    return make_scene(context.desk)


@pytest.fixture
def ada(scene: Scene) -> UUID:
    return scene.desk.do(campuses.add_room, campus_id=scene.campus_id, name="Ada", capacity=4)


@pytest.fixture
def noor(scene: Scene) -> UUID:
    return add_people(scene.desk, ("Noor", "Haddad"))[0]


@pytest.fixture
def page(
    qtbot: QtBot, context: Context, scene: Scene, ada: UUID, noor: UUID
) -> Iterator[CoworkingPage]:
    context.settings.sound = False
    with on_stage(qtbot, context, CoworkingPage(context)) as shown:
        qtbot.waitUntil(lambda: shown.board is not None)
        yield shown


def look_again(qtbot: QtBot, page: CoworkingPage) -> None:
    """Wait until what was written is on the page."""
    settled(qtbot, page._context)
    if page._later.isActive():
        page._later.stop()
        page._load()
        settled(qtbot, page._context)


def come(qtbot: QtBot, page: CoworkingPage, letters: str) -> None:
    qtbot.keyClicks(page.search, letters)
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    look_again(qtbot, page)


def shown(page: CoworkingPage) -> list[str]:
    return [one.name for one in page.table.rows]


def doors(page: CoworkingPage) -> list[tuple[CheckInKind, Direction, str]]:
    wanted = select(CheckIn.kind, CheckIn.direction, CheckIn.source).order_by(CheckIn.at)
    return page._context.desk.read(lambda session: [tuple(row) for row in session.execute(wanted)])


def run(page: CoworkingPage, action_id: str) -> None:
    next(action for action in page.commands() if action.id == action_id).run()


def test_two_letters_and_enter_bring_in_one_key_lets_out(qtbot: QtBot, page: CoworkingPage) -> None:
    come(qtbot, page, "no")
    assert shown(page) == ["Noor Haddad"]
    assert bare(page.answer.words) == "Noor Haddad: Checked in at 09:05"
    assert page.inside_card.figure.text() == "1"
    page.table.step(0)
    run(page, "coworking.check_out")
    look_again(qtbot, page)
    assert shown(page) == []
    assert [way for _kind, way, _source in doors(page)] == [Direction.ARRIVAL, Direction.DEPARTURE]
    assert open_sheets() == []


def test_a_badge_comes_in_and_before_the_page_is_read_too(
    qtbot: QtBot, context: Context, scene: Scene, noor: UUID
) -> None:
    context.settings.sound = False
    fresh = CoworkingPage(context)
    assert fresh.take_scan(codes.person_code(noor))
    with on_stage(qtbot, context, fresh) as page:
        look_again(qtbot, page)
        assert doors(page) == [(CheckInKind.COWORKING, Direction.ARRIVAL, "scan")]


def test_somebody_unknown_is_taken_in_to_co_work(qtbot: QtBot, page: CoworkingPage) -> None:
    come(qtbot, page, "Zed Newman")
    qtbot.keyClick(page.walk_in.form.name, Qt.Key.Key_Return)
    look_again(qtbot, page)
    assert shown(page) == ["Zed Newman"]
    assert doors(page)[0][0] is CheckInKind.COWORKING


def test_somebody_new_says_whom_they_come_to_see(qtbot: QtBot, page: CoworkingPage) -> None:
    come(qtbot, page, "Zed Newman")
    form = page.walk_in.form
    assert not form.host.isVisible()
    form.reason.value = (CheckInKind.VISIT, None)
    form.host.value = "Karim"
    assert form.host.isVisible()
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    look_again(qtbot, page)
    second = bare(page.table.model.columns[0].second(page.table.rows[0]))
    assert second == "visit · to see Karim"


def test_the_night_closes_the_day_before_by_itself(
    qtbot: QtBot, page: CoworkingPage, wall: Wall
) -> None:
    come(qtbot, page, "no")
    wall.now = NINE + timedelta(days=1)
    page._clock.timeout.emit()
    settled(qtbot, page._context)
    look_again(qtbot, page)
    assert doors(page)[-1] == (CheckInKind.COWORKING, Direction.DEPARTURE, "night")
    assert shown(page) == []
    page._context.desk.undo()
    settled(qtbot, page._context)
    assert len(doors(page)) == 1


def test_co_workers_come_first_and_others_are_muted(
    qtbot: QtBot, page: CoworkingPage, scene: Scene
) -> None:
    come(qtbot, page, "lea")
    come(qtbot, page, "no")
    assert shown(page) == ["Noor Haddad", "Léa Martin"]
    icons = [page.table.model.columns[0].icon(row) for row in page.table.rows]
    assert icons == [("briefcase", "accent"), ("graduation-cap", "faint")]


def test_the_room_is_chosen_and_counted(qtbot: QtBot, page: CoworkingPage, ada: UUID) -> None:
    come(qtbot, page, "no")
    page.table.step(0)
    run(page, "coworking.seat")
    seat = sheet(SeatSheet)
    assert bare(seat.room.itemText(1)) == "Ada · 4 seats free"
    seat.room.value = ada
    seat.accept_button.click()
    look_again(qtbot, page)
    assert bare(page.table.model.columns[1].text(page.table.rows[0])) == "Ada"
    assert "1 / 4 · 25%" in bare(words(page.rooms))


def test_no_valid_pass_is_an_advice_and_a_pass_counts(
    qtbot: QtBot, page: CoworkingPage, scene: Scene, noor: UUID
) -> None:
    scene.desk.do(
        passes.give_pass,
        person_id=scene.people[0],
        campus_id=scene.campus_id,
        kind=PassKind.UNLIMITED,
        first_day=TODAY,
    )
    come(qtbot, page, "no")
    assert "no valid pass: checked in anyway" in bare(words(page.answer))
    pill = page.table.model.columns[0].pill(page.table.rows[0])
    assert pill.word == "no valid pass"
    page.table.step(0)
    run(page, "coworking.pass")
    given = sheet(PassSheet)
    assert (given.form.kind.value, given.form.days.value()) == (PassKind.DAYS, 10)
    given.accept_button.click()
    look_again(qtbot, page)
    assert "9 of 10 days left" in page.table.model.columns[0].second(page.table.rows[0])


def test_the_last_day_of_a_card_is_said(
    qtbot: QtBot, page: CoworkingPage, scene: Scene, noor: UUID
) -> None:
    scene.desk.do(
        passes.give_pass,
        person_id=noor,
        campus_id=scene.campus_id,
        kind=PassKind.DAYS,
        day_count=1,
        first_day=TODAY,
    )
    come(qtbot, page, "no")
    pill = page.table.model.columns[0].pill(page.table.rows[0])
    assert pill.word == "last day of the card"
    assert bare(page.table.model.columns[0].second(page.table.rows[0])) == "09:05 · co-working"


def test_passes_are_listed_changed_and_ended(
    qtbot: QtBot, page: CoworkingPage, scene: Scene, noor: UUID
) -> None:
    scene.desk.do(
        passes.give_pass,
        person_id=noor,
        campus_id=scene.campus_id,
        kind=PassKind.DAYS,
        day_count=5,
        first_day=TODAY - timedelta(days=9),
    )
    page.tabs.setCurrentIndex(2)
    look_again(qtbot, page)
    assert page.passes.count.text() == "1 valid pass"
    page.passes.table.step(0)
    page.passes.change()
    changed = sheet(PassSheet)
    changed.form.days.setValue(0)
    assert not changed.form.is_valid()
    changed.form.days.setValue(8)
    changed.accept_button.click()
    look_again(qtbot, page)
    assert "8 of 8 days left" in page.passes.table.model.columns[0].second(
        page.passes.table.rows[0]
    )
    page.passes.change()
    sheet(PassSheet).end()
    look_again(qtbot, page)
    assert page.passes.table.rows == []
    page.passes.with_past.value = True
    assert len(page.passes.table.rows) == 1


def test_a_visitor_is_announced_and_let_in_with_a_click(
    qtbot: QtBot, page: CoworkingPage, scene: Scene
) -> None:
    page.announce()
    announced = sheet(VisitSheet)
    announced.save()
    assert "name" in words(announced).lower()
    announced.form.name.value = "Samira Guest"
    announced.form.host.value = "Karim"
    announced.form.hour.value = time(14)
    announced.accept_button.click()
    look_again(qtbot, page)
    assert "Samira Guest" in bare(words(page.visits))
    assert "14:00 · to see Karim" in bare(words(page.visits))
    (button,) = [
        one
        for one in page.visits.findChildren(QPushButton)
        if one.isVisible() and "Check in" in one.accessibleName()
    ]
    button.click()
    look_again(qtbot, page)
    assert shown(page) == ["Samira Guest"]
    second = bare(page.table.model.columns[0].second(page.table.rows[0]))
    assert second == "visit · to see Karim"
    (visit,) = scene.desk.read(visit_queries.visits)
    assert visit.status is VisitStatus.ARRIVED


def test_a_known_visitor_is_offered_while_the_name_is_typed(
    qtbot: QtBot, page: CoworkingPage, scene: Scene, noor: UUID
) -> None:
    page.announce()
    announced = sheet(VisitSheet)
    announced.form.name.value = "Noor Haddad"
    qtbot.waitUntil(lambda: bool(announced.form.duplicates.rows))
    announced.form.duplicates.opened.emit(noor)
    announced.accept_button.click()
    look_again(qtbot, page)
    (visit,) = scene.desk.read(visit_queries.visits)
    assert visit.person_id == noor


def test_a_visit_is_moved_or_called_off(qtbot: QtBot, page: CoworkingPage, scene: Scene) -> None:
    scene.desk.do(visits.announce, campus_id=scene.campus_id, name="Samira", day=TODAY)
    look_again(qtbot, page)
    (visit,) = scene.desk.read(visit_queries.visits)
    page.visits.wanted.emit(visit)
    moved = sheet(VisitSheet)
    moved.form.day.value = TODAY + timedelta(days=1)
    moved.accept_button.click()
    look_again(qtbot, page)
    (visit,) = scene.desk.read(visit_queries.visits)
    assert visit.day == TODAY + timedelta(days=1)
    page.visits.off.emit(visit)
    look_again(qtbot, page)
    assert "Nobody is announced." in words(page.visits)


def test_what_is_out_is_lent_and_given_back_from_here(
    qtbot: QtBot, page: CoworkingPage, scene: Scene
) -> None:
    scene.desk.do(loans.add_resource, campus_id=scene.campus_id, code="K-1", kind=ResourceKind.KEY)
    come(qtbot, page, "no")
    page.table.step(0)
    run(page, "coworking.lend")
    settled(qtbot, page._context)
    sheet(LendSheet).accept_button.click()
    look_again(qtbot, page)
    assert "K-1 · key" in bare(words(page.loans))
    assert "Noor Haddad" in bare(words(page.loans))
    run(page, "coworking.back")
    sheet(GiveBackSheet).accept_button.click()
    look_again(qtbot, page)
    assert "Nothing lent." in words(page.loans)
    returned = scene.desk.read(lambda session: session.scalars(select(Loan.returned_at)).all())
    assert [moment.replace(microsecond=0) for moment in returned] == [NINE]


@pytest.fixture
def yesterday(scene: Scene, wall: Wall, noor: UUID) -> date:
    """Somebody came on Monday and nobody saw them leave; it is Tuesday."""
    scene.desk.do(checkin.check_in, person_id=noor, campus_id=scene.campus_id)
    wall.now = NINE + timedelta(days=1)
    scene.desk.do(checkin.close_days)
    return TODAY


def test_a_former_day_is_looked_at_corrected_and_exported(
    qtbot: QtBot, yesterday: date, page: CoworkingPage, tmp_path: Path
) -> None:
    page.tabs.setCurrentIndex(1)
    look_again(qtbot, page)
    page.days.step(-1)
    settled(qtbot, page._context)
    (row,) = page.days.table.rows
    assert page.days.table.model.columns[2].pill(row).word == "closed at night"
    page.days.table.step(0)
    page.days.correct_button.click()
    departure = sheet(DepartureSheet)
    departure.save()
    assert "17:30" in words(departure)
    departure.left.value = time(8)
    departure.save()
    settled(qtbot, page._context)
    assert "They can only have left after that" in bare(words(departure))
    departure.left.value = time(17, 30)
    departure.accept_button.click()
    look_again(qtbot, page)
    (row,) = page.days.table.rows
    assert [column.text(row) for column in page.days.table.model.columns[1:]] == [
        "09:05", "17:30", "8 h 25",
    ]  # fmt: skip
    assert not page.days.correct_button.isEnabled()
    path = tmp_path / "day.csv"
    page.days.work("Day", page.board.campus_id, yesterday)(path)
    table = read_table(path)
    assert [cell for cell in table.rows[0] if cell][:3] == ["Haddad, Noor", "09:05", "17:30"]


def test_a_day_is_printed_as_a_list(qtbot: QtBot, yesterday: date, page: CoworkingPage) -> None:
    page.tabs.setCurrentIndex(1)
    page.days.step(-1)
    run(page, "coworking.print")
    settled(qtbot, page._context)
    (dialog,) = open_sheets()
    preview = dialog.findChildren(FreePreview)[0]
    qtbot.waitUntil(preview.print_button.isEnabled, timeout=20_000)
    assert nameless(dialog) == []
    dialog.close()


def test_a_pass_is_given_on_the_persons_card(
    qtbot: QtBot, context: Context, scene: Scene, noor: UUID, wall: Wall
) -> None:
    card = PersonCard(context)
    qtbot.addWidget(card)
    card.show()
    card.show_person(noor)
    settled(qtbot, context)
    assert "No pass." in words(card)
    card.passes.give()
    settled(qtbot, context)
    given = sheet(PassSheet)
    given.form.kind.value = PassKind.MONTH
    assert given.form.last.value == date(2026, 12, 1)
    given.accept_button.click()
    settled(qtbot, context)
    (found,) = scene.desk.read(pass_queries.passes)
    assert (found.kind, found.last_day) == (PassKind.MONTH, date(2026, 12, 1))


def test_any_letter_goes_to_the_field_from_a_former_day(qtbot: QtBot, page: CoworkingPage) -> None:
    page.tabs.setCurrentIndex(1)
    qtbot.keyClicks(page.days.correct_button, "n")
    qtbot.keyClicks(page.tabs.tabBar(), "n")
    assert page.search.text() == "nn"
    assert page.tabs.currentIndex() == 0


def test_everything_can_be_heard(qtbot: QtBot, page: CoworkingPage) -> None:
    for part in range(page.tabs.count()):
        page.tabs.setCurrentIndex(part)
        settled(qtbot, page._context)
        assert nameless(page) == []
