"""The moments that decide at the desk (FRONTDESK, 1), each with its budget of keys and clicks."""

import shutil
import statistics
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest
import xlsxwriter
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from mgdesk import i18n
from mgdesk.desk import open_desk
from mgdesk.exchange.pages import PDFIUM
from mgdesk.model import Attendance, CheckIn, Person
from mgdesk.queries.cohorts import cohorts as cohorts_of
from mgdesk.queries.documents import register
from mgdesk.queries.history import recent_changes
from mgdesk.queries.today import board
from mgdesk.rules import names
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.codes import person_code
from mgdesk.rules.enrolment import EnrolmentStatus
from mgdesk.rules.paper import PaperKind, PaperStatus
from mgdesk.services import cohorts, intake
from mgdesk.ui.editors import candidates
from mgdesk.ui.editors.certificates import CertificatesDialog
from mgdesk.ui.editors.imports import ImportDialog
from mgdesk.ui.editors.more_papers import FreePreview
from mgdesk.ui.editors.sheets import SheetsDialog
from mgdesk.ui.kit import printing, veil
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.dialog import Sheet
from tests.cohort_scene import add_people
from tests.ui.stage import bare, open_sheets, sheet, words
from tests.ui.wall import Wall

pytestmark = pytest.mark.early

EIGHT_FIFTY = datetime(2026, 11, 2, 7, 50, tzinfo=UTC)  # in Brussels, a Monday


@pytest.fixture
def printer(monkeypatch):
    """What was sent to the one printer of this desk: its name and the text of the pages."""
    sent = []

    def take(path, name, _title, _options):
        sent.append((name, text_of(path.read_bytes())))

    monkeypatch.setattr(printing, "printers", lambda: ["Front desk", "Office"])
    monkeypatch.setattr(printing, "has_cups", lambda: True)
    monkeypatch.setattr(printing, "trays", lambda _printer: [])
    monkeypatch.setattr(printing, "send_to_cups", take)
    return sent


def enrol(scene, *people_names):
    people = add_people(scene.desk, *people_names)
    for person_id in people:
        scene.desk.do(cohorts.enrol, person_id=person_id, cohort_id=scene.cohort_id)
    return people


def text_of(pdf):
    with PDFIUM:  # pages are drawn in another thread meanwhile
        document = pypdfium2.PdfDocument(pdf)
        try:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()


def workbook(path):
    """Twenty people as somebody keeps them in Excel."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    page.write_row(0, 0, ("Nom", "Prénom", "Date de naissance"))
    for line in range(20):
        page.write_row(line + 1, 0, (f"Familiar{line:02}", "Zayd", f"0{line % 9 + 1}/04/1999"))
    book.close()
    return path


def rows(desk, *columns):
    return desk.read(lambda session: [tuple(row) for row in session.execute(select(*columns))])


def test_1_forty_badges_are_forty_presences_without_a_key_or_a_click(hand, scene, desk):
    people = enrol(scene, *((f"P{n}", "Queue") for n in range(40)))
    hand.settle()
    hand.begin()
    for number, person_id in enumerate(people):
        hand.scan(person_code(person_id), ("be", "fr", "ara")[number % 3])
        assert QApplication.activeModalWidget() is None
    hand.settle()
    came = rows(desk, CheckIn.person_id, CheckIn.source)
    assert sorted(came) == sorted((person_id, "scan") for person_id in people)
    marks = rows(desk, Attendance.status, Attendance.source)
    assert marks == [(AttendanceStatus.PRESENT, "desk")] * 40
    assert (hand.keys, hand.clicks, open_sheets()) == (0, 0, [])
    assert hand.page.search.text() == ""
    assert bare(hand.page.answer.words) == "P39 Queue: Checked in at 08:50"


@pytest.fixture
def nine_o_clock(sit_down, demo_template, home, background, monkeypatch):
    """At the demo campus, ten to nine on the fullest day of the next week, and the lists of all its days."""
    shutil.copytree(demo_template.root, home.root)
    opened = open_desk(home)
    days = [datetime.now(UTC).replace(hour=7, minute=50) + timedelta(days=n) for n in range(1, 8)]
    boards = {day: opened.read(board, at=day) for day in days}
    Wall(max(days, key=lambda day: boards[day].expected)).hang(monkeypatch, opened)
    yield sit_down(opened), [candidates.of_day(one.rows, day) for day, one in boards.items()]
    background.close()
    background.wait()
    opened.close()


def best_letters(one, people):
    """The fewest letters after which Enter checks this one in."""
    said = [word for word in names.fold(f"{one.name} {one.second_name}").split() if word.isascii()]
    alone = [word[:length] for word in said for length in range(1, len(word) + 1)]
    pairs = [
        f"{first[:a]} {second[:b]}"
        for first in said
        for second in said
        for a, b in ((1, 1), (1, 2), (2, 1), (2, 2), (3, 3))
        if first != second
    ]
    hits = [
        typed
        for typed in sorted({*alone, *pairs}, key=len)
        if (found := candidates.matching(people, typed)) and found[0].id == one.id
    ]
    return hits[0] if hits else names.fold(one.name)


def test_2_who_forgot_the_badge_is_three_keys_away(nine_o_clock):
    hand, days = nine_o_clock
    keys = [len(best_letters(one, people)) + 1 for people in days for one in people]
    assert len(keys) >= 100
    assert statistics.median(keys) <= 3
    assert statistics.quantiles(keys, n=10)[-1] <= 5
    people = list(hand.page._expected)
    letters = {one.id: best_letters(one, people) for one in people[:: len(people) // 6]}
    for one in people[:: len(people) // 6]:
        hand.begin()
        hand.type(letters[one.id])
        assert hand.page.table.current.id == one.id
        hand.enter()
        assert (hand.keys, hand.clicks) == (len(letters[one.id]) + 1, 0)
        assert bare(hand.page.answer.words).startswith(one.name)


def test_3_a_wrong_tick_is_taken_back_by_one_action_and_both_are_remembered(hand, desk):
    hand.type("lea")
    hand.enter()
    assert len(rows(desk, CheckIn.id)) == 1
    hand.begin()
    hand.press("Ctrl+Z")
    assert (hand.keys, hand.clicks) == (1, 0)
    assert rows(desk, CheckIn.id) == rows(desk, Attendance.id) == []
    assert hand.page.search.text() == ""
    journal = [(one.is_undo, one.is_undone) for one in desk.read(recent_changes)[:2]]
    assert journal == [(True, False), (False, True)]


def test_4_somebody_new_is_two_fields_and_at_most_25_keys(hand, desk):
    hand.begin()
    hand.type("Noor Jansen")
    hand.enter()
    fields = [hand.page.walk_in.form.name, hand.page.walk_in.form.reason]
    assert [field.isVisible() for field in fields] == [True, True]
    hand.enter()
    assert hand.keys <= 25
    assert (hand.clicks, len(rows(desk, CheckIn.id))) == (0, 1)
    assert hand.page.board.to_complete[0].name == "Noor Jansen"
    assert hand.page.search.hasFocus()


def test_4_who_is_known_is_advised_from_the_third_letter_and_nothing_is_blocked(hand, qtbot, desk):
    hand.press("Ctrl+N")
    hand.type("Am")
    qtbot.wait(200)
    assert hand.page.walk_in.duplicates.rows == ()
    hand.type("i")
    qtbot.wait(200)
    hand.settle()
    assert [one.name for one in hand.page.walk_in.duplicates.rows] == ["Amina El Idrissi"]
    hand.enter()
    assert len(rows(desk, Person.id)) == 4


@pytest.mark.parametrize(
    ("typed", "layout"), [("ben ali", "us"), ("benali", "us"), ("بن علي", "ara")]
)
def test_5_one_name_in_several_spellings_is_one_person(hand, scene, desk, typed, layout):
    (person_id,) = enrol(scene, ("Karim", "Benali"))
    enrol(scene, ("Alice", "Martens"))
    hand.settle()
    hand.type(typed, layout)
    hand.settle()
    assert [one.name for one in hand.page.table.rows] == ["Karim Benali"]
    hand.enter()
    assert rows(desk, CheckIn.person_id) == [(person_id,)]


def test_5_namesakes_are_told_apart_by_what_stands_on_their_lines(hand, scene, desk):
    for year, phone in ((1998, "0470 12 34 56"), (2001, "0470 12 34 78")):
        desk.do(
            intake.add_person,
            first_name="Sara",
            surname="Amrani",
            birth_date=date(year, 1, 1),
            phone=phone,
            campus_id=scene.campus_id,
        )
    hand.type("sara am")
    hand.settle()
    said = [bare(one.tells_apart) for one in hand.page.table.rows]
    assert sorted(said) == ["1998 · …456", "2001 · …478"]


# --- 6: the certificate at the counter ------------------------------------------------------------


@pytest.fixture
def counter(hand, scene, desk, wall, printer):
    """The class is over, Léa completed it, and the office's printer was used for certificates last."""
    scene.mark_all_present()
    desk.do(
        cohorts.set_enrolment,
        enrolment_id=scene.enrolments[0],
        status=EnrolmentStatus.COMPLETED,
    )
    wall.now = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    hand.window.settings.printers["certificate"] = "Office"
    hand.page._load()
    hand.settle()
    return hand


@pytest.mark.parametrize("place", ["today", "learners"])
def test_6_a_certificate_is_name_enter_print_enter(counter, desk, scene, printer, place):
    counter.window.go(place)
    counter.page.focus_search()
    counter.settle()
    counter.begin()
    counter.type("lea")
    before = counter.keys
    if place == "learners":
        counter.enter()
    counter.press("Ctrl+P")
    counter.enter()
    counter.settle()
    assert counter.keys - before <= 3
    assert counter.clicks == 0
    ((name, text),) = printer
    assert name == "Office"
    assert "Léa Martin" in text
    (paper,) = desk.read(register, person_id=scene.people[0])
    assert (paper.kind, paper.status, paper.copies) == (
        PaperKind.CERTIFICATE,
        PaperStatus.PRINTED,
        1,
    )
    assert paper.number in text
    sheet(CertificatesDialog).close()
    counter.settle()
    counter.press("F7")
    counter.enter()
    counter.settle()
    assert len(printer) == 2
    (paper,) = desk.read(register, person_id=scene.people[0])
    assert paper.copies == 2
    assert paper.number in printer[1][1]
    assert "duplicata" in printer[1][1].lower()


def test_6_a_certificate_is_three_clicks_from_the_record(counter, scene, printer):
    counter.window.navigate("person", scene.people[0])
    counter.settle()
    counter.begin()
    counter.click(button(counter.page.card, "Certificate of CODING-1"))
    counter.click(sheet(CertificatesDialog).preview.print_button)
    counter.settle()
    assert (counter.keys, counter.clicks) == (0, 2)
    assert len(printer) == 1


def test_6_who_followed_no_class_is_told_so(hand, desk, qtbot):
    desk.do(intake.add_person, first_name="Noor", surname="Jansen")
    hand.type("noor")
    hand.settle()
    hand.press("F7")
    assert open_sheets() == []
    assert bare(hand.window.toasts.sentence).startswith("Noor Jansen has followed no class yet")


# --- 7 to 9: sheets, lists, marks -----------------------------------------------------------------


def test_7_the_sheet_of_a_class_is_two_clicks_with_its_preview(hand, desk, scene, printer):
    hand.begin()
    hand.click(button(hand.page.cards.sheets, "Print the sheet of CODING-1"))
    preview = sheet(SheetsDialog).preview
    assert len(preview.view.pages) == 1
    hand.click(preview.print_button)
    hand.settle()
    assert (hand.keys, hand.clicks) == (0, 2)
    ((_name, text),) = printer
    assert "CODING-1" in text
    assert [one.kind for one in desk.read(register, cohort_id=scene.cohort_id)] == [
        PaperKind.ATTENDANCE_SHEET
    ]


def test_8_a_list_becomes_a_class_with_its_sheet_in_ten_clicks(
    hand, desk, printer, tmp_path, qtbot
):
    path = workbook(tmp_path / "inscriptions.xlsx")
    hand.window.go("learners")
    hand.settle()
    hand.begin()
    hand.drop(hand.page, path)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ImportDialog))
    assert len(dialog.preview.model.plan.rows) == 20
    hand.choose(dialog.target.cohort, "new")
    new = sheet(Sheet)
    hand.type("Data Analysis")
    hand.click(new.accept_button)
    hand.click(dialog.preview.confirm_button)
    hand.settle()
    (cohort,) = [one for one in desk.read(cohorts_of) if one.training == "Data Analysis"]
    assert cohort.enrolled == 20
    hand.click(button(hand.window.shell, "Print attendance sheet"))
    hand.settle()
    hand.click(sheet(SheetsDialog).preview.print_button)
    hand.settle()
    assert hand.clicks <= 10
    assert "Familiar19" in printer[0][1]


def test_9_a_class_of_35_is_marked_by_the_rest_and_its_exceptions(hand, desk, scene, qtbot):
    enrol(scene, *((f"P{n:02}", "Class") for n in range(32)))
    scene.mark(0, 2, AttendanceStatus.EXCUSED)
    hand.window.navigate("cohort", scene.cohort_id)
    hand.settle()
    hand.press("F5")
    hand.begin()
    hand.press("Ctrl+Return")
    view = hand.page.card.attendance.view
    view.choose(3, 0)
    hand.type("a")
    view.choose(10, 0)
    hand.type("l15")
    hand.settle()
    qtbot.waitUntil(lambda: not hand.page.card.attendance.marker.pause.isActive())
    hand.settle()
    rows_now = scene.grid.rows
    marks = [row.cells[0].status for row in rows_now]
    assert hand.keys <= 7
    assert marks.count(AttendanceStatus.PRESENT) == 32
    assert marks[3] is AttendanceStatus.ABSENT
    assert (marks[10], rows_now[10].cells[0].minutes) == (AttendanceStatus.LATE, 195)
    assert marks.count(AttendanceStatus.EXCUSED) == 1


# --- 12 to 14: who is in, other eyes, visitors ----------------------------------------------------


def test_12_who_is_in_the_building_is_one_key(hand):
    hand.type("lea")
    hand.enter()
    hand.begin()
    hand.press("F8")
    (preview,) = sheet(Sheet).findChildren(FreePreview)
    assert (hand.keys, hand.clicks, len(preview.view.pages)) == (1, 0, 1)
    assert preview.print_button.hasFocus()


def test_13_language_and_size_change_live_and_scanner_and_keys_go_on(hand, desk, scene):
    for command, size in (("language-ar", 100), ("larger", 110)):
        hand.window.commands.find(command).trigger()
        hand.settle()
        assert (i18n.spoken_language(), hand.window.settings.scale) == ("ar", size)
    assert hand.window.frame.isRightToLeft()
    hand.scan(person_code(scene.people[0]), "ara")
    hand.settle()
    assert rows(desk, CheckIn.person_id) == [(scene.people[0],)]
    assert "Léa Martin" in hand.page.answer.words
    hand.type("ami")
    hand.enter()
    assert len(rows(desk, CheckIn.id)) == 2
    hand.press("F8")
    assert sheet(Sheet).findChildren(FreePreview)[0].view.pages
    sheet(Sheet).close()
    hand.settle()
    hand.press("Ctrl+Z")
    assert len(rows(desk, CheckIn.id)) == 1


def test_14_one_key_hides_names_and_search_still_checks_in(hand, desk, scene):
    hand.begin()
    hand.press("F9")
    assert (hand.keys, veil.is_on()) == (1, True)
    hand.settle()
    hand.type("lea")
    hand.enter()
    assert rows(desk, CheckIn.person_id) == [(scene.people[0],)]
    assert "Martin" not in words(hand.window.frame)
    assert "Martin" not in hand.page.answer.accessibleName()
    hand.press("F9")
    assert not veil.is_on()


def button(widget, name):
    """The button that is called so, by its words or for whoever hears it."""
    found = [
        one
        for one in (*widget.findChildren(Button), *widget.findChildren(IconButton))
        if name in {one.text(), one.accessibleName()} and one.isVisible()
    ]
    assert len(found) == 1, [one.accessibleName() or one.text() for one in found]
    return found[0]
