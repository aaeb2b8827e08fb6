"""The import: a dropped list is shown row by row, mended, confirmed, and undone by name."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mgdesk.desk import Desk
from mgdesk.exchange.fields import Field, Subject
from mgdesk.exchange.plan import Choice, ImportRow, Verdict
from mgdesk.i18n import speak
from mgdesk.queries import applications as application_queries
from mgdesk.queries import cohorts as cohort_queries
from mgdesk.queries import events as event_queries
from mgdesk.queries import people as people_queries
from mgdesk.rules.enrolment import CohortStatus
from mgdesk.services import events, intake
from mgdesk.ui.editors.import_model import MARK_ROLE
from mgdesk.ui.editors.imports import ImportDialog, open_import
from mgdesk.ui.editors.newcampus import NewCampusForm, NewCampusSheet
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from tests.cohort_scene import add_campus, add_cohort
from tests.ui.stage import settled, sheet
from tests.ui.test_accessible_names import nameless

HEADINGS = ("Nom", "Prénom", "Date de naissance", "Téléphone")
ROWS = (
    ("El Idrissi", "Amina", date(1998, 4, 2), "0470 12 34 56"),
    ("", "", date(2001, 1, 1), ""),
    ("Martin", "Léa", "31/02/2000", ""),
    ("بنعلي", "أمين", "", ""),
)


@pytest.fixture(autouse=True)
def in_english() -> None:
    speak("en")


@pytest.fixture
def campus_id(desk: Desk) -> UUID:
    return add_campus(desk)


@pytest.fixture
def cohort_id(desk: Desk, campus_id: UUID) -> UUID:
    return add_cohort(desk)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return write_workbook(tmp_path / "inscriptions.xlsx", [HEADINGS, *ROWS])


def write_workbook(path: Path, rows: list[Any]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    page, days = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(line, column, value, days)
            else:
                page.write(line, column, value)
    book.close()
    return path


Open = Callable[..., ImportDialog]


@pytest.fixture
def opened(qtbot: QtBot, context: Context) -> Iterator[Open]:
    """Opens the dialog beside a window that outlives it, and waits for its preview."""
    over = QWidget()
    qtbot.addWidget(over)
    over.show()

    def opening(**given: Any) -> ImportDialog:
        dialog = open_import(context, parent=over, **given)
        settled(qtbot, context)
        return dialog

    yield opening
    settled(qtbot, context)


def rows_of(dialog: ImportDialog) -> tuple[ImportRow, ...]:
    assert dialog.preview.model.plan is not None
    return dialog.preview.model.plan.rows


def verdicts(dialog: ImportDialog) -> list[Verdict]:
    return [row.verdict for row in rows_of(dialog)]


def cell(dialog: ImportDialog, line: int, name: Field) -> QModelIndex:
    return dialog.preview.model.index(line, 4 + dialog.preview.model.fields.index(name))


def type_in(qtbot: QtBot, dialog: ImportDialog, index: QModelIndex, text: str) -> None:
    """Go to a cell, press Enter, type, press Enter."""
    dialog.preview.view.setCurrentIndex(index)
    qtbot.keyClick(dialog.preview.view, Qt.Key.Key_Return)
    editor = dialog.preview.view.indexWidget(index)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.wait(1)


def everybody(desk: Desk) -> list[str]:
    return sorted(row.name for row in desk.read(people_queries.learners))


def confirm(qtbot: QtBot, context: Context, dialog: ImportDialog) -> None:
    qtbot.mouseClick(dialog.preview.confirm_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)


def test_a_list_is_shown_row_by_row_and_nothing_is_written_before_confirming(
    desk: Desk, campus_id: UUID, opened: Open, workbook: Path
) -> None:
    desk.do(intake.add_person, first_name="Amina", surname="El Idrissi", birth_date=ROWS[0][2])
    dialog = opened(path=workbook)
    assert verdicts(dialog) == [Verdict.THERE, Verdict.REFUSED, Verdict.NEW, Verdict.NEW]
    assert dialog.preview.summary.text() == "2 new · 1 already there · 1 refused"
    assert dialog.preview.confirm_button.text() == "Import 3 people"
    assert everybody(desk) == ["Amina El Idrissi"]
    dialog.close()
    assert everybody(desk) == ["Amina El Idrissi"]


def test_a_red_cell_says_why_in_words_and_is_mended_where_it_stands(
    qtbot: QtBot, context: Context, desk: Desk, campus_id: UUID, opened: Open, workbook: Path
) -> None:
    dialog = opened(path=workbook)
    born = cell(dialog, 2, Field.BIRTH_DATE)
    mark = born.data(MARK_ROLE)
    assert mark.is_bad
    assert mark.sentence == "This is not a date that exists. Write it as day, month, year."
    assert mark.sentence in born.data(Qt.ItemDataRole.AccessibleTextRole)
    type_in(qtbot, dialog, born, "28/02/2000")
    assert cell(dialog, 2, Field.BIRTH_DATE).data(MARK_ROLE) is None
    type_in(qtbot, dialog, cell(dialog, 1, Field.SURNAME), "Peeters")
    assert verdicts(dialog) == [Verdict.NEW] * 4
    assert dialog.preview.confirm_button.text() == "Import 4 people"
    confirm(qtbot, context, dialog)
    assert everybody(desk) == ["Amina El Idrissi", "Léa Martin", "Peeters", "أمين بنعلي"]
    lea = desk.read(people_queries.learners, search="martin")[0]
    assert lea.birth_date == date(2000, 2, 28)


def test_an_import_is_one_change_undone_by_its_name(
    qtbot: QtBot, context: Context, desk: Desk, cohort_id: UUID, opened: Open, workbook: Path
) -> None:
    dialog = opened(path=workbook, cohort_id=cohort_id)
    confirm(qtbot, context, dialog)
    assert len(desk.read(cohort_queries.roster, cohort_id=cohort_id)) == 3
    title = desk.undo_title
    assert title == "3 people imported from inscriptions.xlsx into CODING-1"
    assert desk.undo() == title
    assert everybody(desk) == []
    assert desk.read(cohort_queries.roster, cohort_id=cohort_id) == []


def test_the_cohort_that_was_asked_for_is_chosen_whatever_its_campus_and_state(
    desk: Desk, campus_id: UUID, opened: Open, workbook: Path
) -> None:
    add_campus(desk, "PAD", name="Padua", country="IT", zone="Europe/Rome", languages=("it",))
    done = add_cohort(desk, code="OLD-1", campus="PAD", status=CohortStatus.COMPLETED)
    dialog = opened(path=workbook, cohort_id=done)
    assert dialog.target.target is not None
    assert (dialog.target.target.cohort_id, dialog.target.target.country) == (done, "IT")


def test_after_an_import_into_a_cohort_its_sheet_is_one_click_away(
    qtbot: QtBot,
    context: Context,
    stand_in: Any,
    desk: Desk,
    cohort_id: UUID,
    opened: Open,
    workbook: Path,
) -> None:
    dialog = opened(path=workbook, cohort_id=cohort_id)
    confirm(qtbot, context, dialog)
    (job,) = context.jobs.all
    assert (job.button, job.sentence) == ("Print attendance sheet", "3 people are in the cohort.")
    job.on_click()
    settled(qtbot, context)
    assert stand_in.went == [("cohort", cohort_id)]
    sheet(Sheet).close()


def test_a_new_cohort_is_made_with_its_people_in_the_same_change(
    qtbot: QtBot, context: Context, desk: Desk, campus_id: UUID, opened: Open, workbook: Path
) -> None:
    dialog = opened(path=workbook)
    dialog.target.cohort.value = "new"
    settled(qtbot, context)
    form = sheet(Sheet)
    qtbot.keyClicks(form.content.training, "Coding School")
    qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    assert desk.read(cohort_queries.cohorts) == []
    confirm(qtbot, context, dialog)
    (made,) = desk.read(cohort_queries.cohorts)
    assert (made.code, made.enrolled) == ("CODING-SCHOOL-1", 3)
    desk.undo()
    assert desk.read(cohort_queries.cohorts) == []
    assert everybody(desk) == []


def test_a_column_can_be_said_to_be_another(
    qtbot: QtBot, context: Context, campus_id: UUID, opened: Open, tmp_path: Path
) -> None:
    rows = [("Nom", "Xyz", "E-mail"), ("Martin", "Léa", ""), ("Jacobs", "Nora", "")]
    dialog = opened(path=write_workbook(tmp_path / "list.xlsx", rows))
    assert dialog.preview.model.plan is not None
    place = dialog.preview.model.plan.table.headings.index("Xyz")
    assert dialog.preview.columns.choices == []
    dialog.preview.columns.button.click()
    dialog.preview.columns.choices[place].value = Field.FIRST_NAME
    settled(qtbot, context)
    names = [(row.text(Field.FIRST_NAME), row.text(Field.SURNAME)) for row in rows_of(dialog)]
    assert names == [("Léa", "Martin"), ("Nora", "Jacobs")]


def test_a_possible_duplicate_is_chosen_to_be_the_same_person(
    qtbot: QtBot, context: Context, desk: Desk, campus_id: UUID, opened: Open, tmp_path: Path
) -> None:
    desk.do(intake.add_person, first_name="Amina", surname="El Idrissi")
    rows = [HEADINGS, ("El Idrissi", "Amina", date(1998, 4, 2), "")]
    dialog = opened(path=write_workbook(tmp_path / "list.xlsx", rows))
    assert verdicts(dialog) == [Verdict.POSSIBLE]
    dialog.preview.model.setData(dialog.preview.model.index(0, 2), Choice.SAME)
    confirm(qtbot, context, dialog)
    assert everybody(desk) == ["Amina El Idrissi"]
    assert desk.read(people_queries.learners)[0].birth_date == date(1998, 4, 2)


def test_a_row_is_left_out_by_the_keyboard(
    qtbot: QtBot, context: Context, desk: Desk, campus_id: UUID, opened: Open, workbook: Path
) -> None:
    dialog = opened(path=workbook)
    deed = dialog.preview.model.index(0, 2)
    dialog.preview.view.setCurrentIndex(deed)
    qtbot.keyClick(dialog.preview.view, Qt.Key.Key_Return)
    editor = dialog.preview.view.indexWidget(deed)
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    settled(qtbot, context)
    assert rows_of(dialog)[0].choice is Choice.LEAVE_OUT
    confirm(qtbot, context, dialog)
    assert everybody(desk) == ["Léa Martin", "أمين بنعلي"]


def test_what_was_mended_stays_when_the_cohort_changes(
    qtbot: QtBot, context: Context, desk: Desk, cohort_id: UUID, opened: Open, workbook: Path
) -> None:
    dialog = opened(path=workbook)
    type_in(qtbot, dialog, cell(dialog, 1, Field.SURNAME), "Peeters")
    dialog.target.cohort.value = cohort_id
    settled(qtbot, context)
    assert cell(dialog, 1, Field.SURNAME).data() == "Peeters"
    assert verdicts(dialog) == [Verdict.NEW] * 4


def test_only_what_needs_a_look_can_be_shown(
    qtbot: QtBot, context: Context, campus_id: UUID, opened: Open, workbook: Path
) -> None:
    dialog = opened(path=workbook)
    dialog.preview.only_problems.click()
    assert [
        dialog.preview.model.row_at(line).number for line in range(dialog.preview.model.rowCount())
    ] == [3, 4]


def test_rows_are_pasted_from_the_clipboard(
    qtbot: QtBot, context: Context, desk: Desk, campus_id: UUID, opened: Open
) -> None:
    dialog = opened()
    QApplication.clipboard().setText("Voornaam\tAchternaam\nNora\tJacobs\nJan\tPeeters\n")
    qtbot.mouseClick(dialog.source_page.paste_button, Qt.MouseButton.LeftButton)
    settled(qtbot, context)
    confirm(qtbot, context, dialog)
    assert everybody(desk) == ["Jan Peeters", "Nora Jacobs"]


def test_a_file_that_is_no_list_gets_a_sentence_and_another_try(
    qtbot: QtBot, context: Context, desk: Desk, campus_id: UUID, opened: Open, tmp_path: Path
) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"PK\x03\x04 this is no workbook")
    dialog = opened(path=path)
    assert "list.xlsx is damaged and cannot be read." in dialog.fault.words.text()
    assert dialog.source_page.drop.isVisible()
    dialog.source_page.drop.dropped.emit(
        [write_workbook(tmp_path / "good.xlsx", [HEADINGS, *ROWS])]
    )
    settled(qtbot, context)
    assert dialog.fault.isHidden()
    assert dialog.preview.model.rowCount() == 4


def test_without_a_campus_it_asks_for_one_and_goes_on(
    qtbot: QtBot, context: Context, desk: Desk, opened: Open, workbook: Path
) -> None:
    dialog = opened(path=workbook)
    first = dialog.findChild(NewCampusSheet)
    assert first is not None
    form = first.content
    assert isinstance(form, NewCampusForm)
    form.name.value, form.code.value = "Molenbeek", "MOL"
    first.accept_button.click()
    settled(qtbot, context)
    assert dialog.preview.model.rowCount() == 4


def test_the_refused_rows_can_be_saved_with_their_reasons(
    qtbot: QtBot,
    context: Context,
    campus_id: UUID,
    opened: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "refused.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), "CSV"))
    nameless_row = ["", "", "0471 00 00 00"]
    book = [["Prénom", "Nom", "GSM"], ["Léa", "Martin", ""], nameless_row]
    dialog = opened(path=write_workbook(tmp_path / "list.xlsx", book))
    settled(qtbot, context)
    assert dialog.preview.refused_button.isVisible()
    dialog.preview.refused_button.click()
    settled(qtbot, context)
    assert "0471 00 00 00" in path.read_text(encoding="utf-8-sig")
    assert "Léa" not in path.read_text(encoding="utf-8-sig")


def test_ten_thousand_rows_show_progress_and_stop_writes_nothing(
    qtbot: QtBot, context: Context, desk: Desk, campus_id: UUID, opened: Open, tmp_path: Path
) -> None:
    path = tmp_path / "many.csv"
    lines = [
        f"Nom{n:05d};Prénom{n % 977};{n % 28 + 1:02d}/0{n % 9 + 1}/1990" for n in range(10_000)
    ]
    path.write_text("\n".join(["Nom;Prénom;Date de naissance", *lines]), encoding="utf-8")
    dialog = opened(path=path)
    qtbot.waitUntil(lambda: dialog.preview.model.rowCount() == 10_000, timeout=60_000)
    qtbot.mouseClick(dialog.preview.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.waiting_page.bar.maximum() == 10_000, timeout=60_000)
    qtbot.mouseClick(dialog.waiting_page.stop_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.preview.confirm_button.isVisible, timeout=60_000)
    settled(qtbot, context)
    assert everybody(desk) == []
    assert context.jobs.all == []


def test_guests_of_an_event_are_registered_in_the_order_of_the_list(
    qtbot: QtBot, context: Context, desk: Desk, campus_id: UUID, opened: Open, workbook: Path
) -> None:
    from datetime import datetime

    event_id = desk.do(
        events.add_event,
        code="OPEN-1",
        campus_id=campus_id,
        title="Open day",
        starts_at=datetime(2027, 3, 1, 18),
        ends_at=datetime(2027, 3, 1, 20),
        capacity=2,
    )
    dialog = opened(path=workbook, event=desk.read(event_queries.event, event_id=event_id))
    assert dialog.target.cohort.isHidden() or not dialog.target.cohort.isVisible()
    confirm(qtbot, context, dialog)
    found = desk.read(event_queries.event, event_id=event_id)
    assert (found.taken, found.waiting) == (2, 1)


def test_every_part_of_the_import_has_a_name(
    qtbot: QtBot, context: Context, campus_id: UUID, opened: Open, workbook: Path
) -> None:
    dialog = opened()
    assert nameless(dialog) == []
    dialog.source_page.drop.dropped.emit([workbook])
    settled(qtbot, context)
    dialog.preview.columns.open()
    assert nameless(dialog) == []


def test_a_form_s_answers_become_applications_for_the_goal_that_is_chosen(
    qtbot: QtBot, context: Context, desk: Desk, cohort_id: UUID, opened: Open, tmp_path: Path
) -> None:
    answers = [("Timestamp", "Your name", "Why do you want to join?"), ("", "Nora Jacobs", "Ja.")]
    path = write_workbook(tmp_path / "answers.xlsx", answers)
    dialog = opened(path=path, subject=Subject.APPLICATIONS)
    dialog.target.cohort.value = cohort_id
    dialog.target.cohort.edited.emit()
    settled(qtbot, context)
    assert nameless(dialog) == []
    confirm(qtbot, context, dialog)
    row = desk.read(application_queries.applications)[0]
    assert (row.name, row.motivation, row.cohort_id) == ("Nora Jacobs", "Ja.", cohort_id)
    desk.undo()
    assert desk.read(application_queries.applications) == []
