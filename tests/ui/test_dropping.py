"""A file dropped on the window: scanned sheets are filed, papers that prove themselves verified."""

import segno
from PySide6.QtCore import Qt

from mgdesk import i18n
from mgdesk.queries import documents as queries
from mgdesk.rules.paper import PaperStatus
from mgdesk.services import documents
from mgdesk.settings import Settings
from mgdesk.ui.editors.verification import VerifySheet
from mgdesk.ui.kit import dress
from mgdesk.ui.kit.frame import Frame
from mgdesk.ui.main_window import MainWindow
from tests.cohort_scene import FRIDAY, MONDAY, make_scene
from tests.ui.stage import open_sheets, settled, sheet


def test_each_dropped_paper_goes_where_its_codes_say(qapp, qtbot, desk, background, tmp_path):
    scene = make_scene(desk)
    ids = desk.do(
        documents.issue_sheets,
        cohort_id=scene.cohort_id,
        first_day=MONDAY,
        last_day=FRIDAY,
        day=MONDAY,
    )
    scan = tmp_path / "scan.PDF"
    documents.write_pdf(desk.read(documents.paper, document_ids=ids), scan)
    proof = tmp_path / "proof.png"
    segno.make("MGD:SOMETHING", micro=False).save(str(proof), scale=8)
    settings = Settings(language="fr", theme="light")

    def put_on():
        i18n.speak(settings.language)
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        dress.wear(qapp, colours=settings.theme, scale=settings.scale)

    frame = Frame("", "#ffffff", "#ffffff")
    qtbot.addWidget(frame)
    window = MainWindow(frame, settings, background, dress=put_on)
    frame.show()
    frame.dropped.emit(scan)  # before the data are open: nothing to file it in
    window.open_with(lambda: desk)
    qtbot.waitUntil(lambda: window.context is not None, timeout=20_000)
    settled(qtbot, window.context)
    frame.dropped.emit(scan)
    settled(qtbot, window.context)
    rows = [desk.read(queries.document, document_id=document_id) for document_id in ids]
    assert [row.status for row in rows] == [PaperStatus.SCANNED] * 2
    assert open_sheets() == []
    frame.dropped.emit(proof)
    settled(qtbot, window.context)
    sheet(VerifySheet).close()
    frame.close()
