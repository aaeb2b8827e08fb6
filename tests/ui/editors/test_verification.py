"""Verifying papers at the window: dropped, typed; and handing out keys in the settings."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from mgdesk import i18n
from mgdesk.queries.campuses import campus as campus_detail
from mgdesk.queries.campuses import campuses
from mgdesk.queries.documents import register
from mgdesk.queries.signing import signs
from mgdesk.services import documents, seals
from mgdesk.ui.editors.keys import KeysCard
from mgdesk.ui.editors.verification import VerifySheet
from mgdesk.ui.kit.frame import Frame
from tests.cohort_scene import make_scene
from tests.ui.stage import bare, settled, words


@pytest.fixture
def paper(desk):
    scene = make_scene(desk)
    scene.mark_all_present()
    report = desk.do(documents.issue_certificates, cohort_id=scene.cohort_id)
    return desk.read(documents.paper, document_ids=report.document_ids)


@pytest.fixture
def pdf(paper, tmp_path: Path) -> Path:
    path = tmp_path / "paper.pdf"
    documents.write_pdf(paper, path)
    return path


@pytest.fixture
def sheet(qtbot, context):
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    made = VerifySheet(over, context)
    made.open()
    yield made
    made.close()


def test_a_typed_number_with_its_code_is_answered(qtbot, context, sheet, paper) -> None:
    number = paper.certificates[0].number
    qtbot.keyClicks(sheet.field, f"{number} {paper.proofs[number].check_code}")
    qtbot.keyClick(sheet.field, Qt.Key.Key_Return)
    settled(qtbot, context)
    assert "Amina El Idrissi" in bare(words(sheet))
    assert number in bare(words(sheet))
    assert sheet.isVisible()


def test_a_dropped_file_is_answered_paper_by_paper(qtbot, context, sheet, pdf: Path) -> None:
    sheet.drop.dropped.emit([pdf])
    qtbot.waitUntil(sheet.button.isEnabled, timeout=20_000)
    settled(qtbot, context)  # what is added to a window is shown a moment later
    for name in ("Amina El Idrissi", "Léa Martin", "ياسين العلوي"):
        assert name in bare(words(sheet))


def test_what_cannot_be_checked_is_said_and_the_next_answer_replaces_it(
    qtbot, context, sheet, paper
) -> None:
    sheet.check("hello")
    settled(qtbot, context)
    assert "hello" in bare(sheet.fault.words.text())
    sheet.check(paper.proofs[paper.certificates[1].number].token)
    settled(qtbot, context)
    assert not sheet.fault.isVisible()
    assert "Léa Martin" in bare(words(sheet))


def test_a_paper_dropped_anywhere_on_the_window_is_taken_and_a_list_is_not(
    qtbot, tmp_path: Path
) -> None:
    frame = Frame("", "#ffffff", "#eeeeee")
    qtbot.addWidget(frame)
    dropped: list[Path] = []
    frame.dropped.connect(dropped.append)
    for name in ("list.xlsx", "scan.JPG", "paper.pdf"):
        files = QMimeData()
        files.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        given = (Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton)
        entering = QDragEnterEvent(QPoint(5, 5), *given, Qt.KeyboardModifier.NoModifier)
        entering.setAccepted(False)
        frame.dragEnterEvent(entering)
        assert entering.isAccepted() is (name != "list.xlsx")
        frame.dropEvent(QDropEvent(QPoint(5, 5), *given, Qt.KeyboardModifier.NoModifier))
    assert dropped == [tmp_path / "scan.JPG", tmp_path / "paper.pdf"]


def test_keys_and_the_page_for_the_web_are_written(
    qtbot, context, desk, paper, tmp_path: Path
) -> None:
    card = KeysCard(context)
    qtbot.addWidget(card)
    keys, page = tmp_path / "keys.json", tmp_path / "verify.html"
    card.write_keys(keys)
    card.write_page(page)
    settled(qtbot, context)
    [row] = seals.read_keys(keys)
    assert row.campus == "MOL"
    assert row.to_plain()["public"] in page.read_text(encoding="utf-8")
    card.read_keys(keys)
    settled(qtbot, context)
    assert len(desk.do(seals.public_keys)) == 1


def test_a_campus_signs_its_files_when_switched_on_and_the_sheet_says_so(
    qtbot, context, desk, paper, sheet, tmp_path: Path
) -> None:
    card = KeysCard(context)
    qtbot.addWidget(card)
    assert not card.sign.isEnabled()
    [campus] = desk.read(campuses)
    card.show_campus(desk.read(campus_detail, campus_id=campus.id))
    settled(qtbot, context)
    assert not card.sign.value
    card.sign.click()
    certificate = tmp_path / "mol.pem"
    card.write_certificate(certificate)
    settled(qtbot, context)
    assert certificate.read_text(encoding="ascii").startswith("-----BEGIN CERTIFICATE")
    assert desk.read(signs, campus="MOL")
    [row] = [row for row in desk.read(register) if row.number == paper.certificates[0].number]
    signed = tmp_path / "signed.pdf"
    documents.write_pdf(desk.read(documents.paper, document_ids=[row.id]), signed)
    sheet.check(str(signed))
    settled(qtbot, context)
    assert i18n.gettext("Electronic signature") in bare(words(sheet))
    card.sign.click()
    settled(qtbot, context)
    assert not desk.read(signs, campus="MOL")


def test_signing_that_is_not_installed_is_said_and_stays_off(
    qtbot, context, desk, paper, monkeypatch
) -> None:
    card = KeysCard(context)
    qtbot.addWidget(card)
    [campus] = desk.read(campuses)
    card.show_campus(desk.read(campus_detail, campus_id=campus.id))
    settled(qtbot, context)
    for name in ("pyhanko.sign", "pyhanko.sign.signers"):
        monkeypatch.setitem(sys.modules, name, None)
    card.sign.click()
    settled(qtbot, context)
    assert not card.sign.value
    assert not desk.read(signs, campus="MOL")
