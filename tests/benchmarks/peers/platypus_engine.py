"""ReportLab's platypus, the usual way: flowing paragraphs and tables, the code as its own widget."""

from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.benchmarks.peers import ours_engine


def read(kind: str, folder: Path) -> Any:
    return ours_engine.read(kind, folder)


def draw(kind: str, data: Any, folder: Path, path: Path) -> None:
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing

    from mgdesk.documents.certificate import CertificateRecord
    from tests.benchmarks import test_paper as usual

    records, proofs, _pictures = data
    if kind == "sheets":
        usual.usual_sheets(records, path)
        return
    story = usual.certificate_story

    def with_code(record: CertificateRecord, styles: usual.Styles) -> list[object]:
        widget = QrCodeWidget(proofs[record.number].token, barLevel="M")
        widget.barWidth = widget.barHeight = 52
        *page, end = story(record, styles)
        return [*page, Drawing(52, 52, widget), end]

    with patch.object(usual, "certificate_story", with_code):
        usual.usual_certificates(records, path)
