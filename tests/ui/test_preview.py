"""Paper on the screen: drawn sharp, printed to the remembered printer, saved, or a sentence why not."""

import os
import stat

import pytest
from PySide6.QtGui import QColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from mgdesk.ui.kit import pdf, printing
from mgdesk.ui.kit.pdf import PaperUnreadable, draw_page, page_sizes
from mgdesk.ui.kit.printqueue import queue_of
from mgdesk.ui.kit.printstate import Stage
from mgdesk.ui.preview import PdfPreview, preview_sheet


@pytest.fixture
def paper(tmp_path):
    """Two pages: one upright and green, one landscape."""
    path = tmp_path / "feuille.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFillColorRGB(0, 0.5, 0)
    canvas.rect(0, 0, *A4, fill=1)
    canvas.showPage()
    canvas.setPageSize(landscape(A4))
    canvas.drawString(72, 72, "Amina")
    canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def cups(tmp_path, monkeypatch):
    """Two printers and what was sent to them: the programs of CUPS, played by a script."""
    sent = tmp_path / "sent"
    sent.mkdir()
    scripts = {
        "lpstat": "#!/bin/sh\necho Accueil\necho Bureau\n",
        "lp": f'#!/bin/sh\n[ "$2" = Bureau ] && {{ echo "lp: out of paper" >&2; exit 1; }}\n'
        f'printf "%s|" "$@" > {sent}/words\nfor last; do :; done\ncp "$last" {sent}/file.pdf\n',
    }
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, script in scripts.items():
        (folder / name).write_text(script)
        (folder / name).chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return sent


def test_pages_are_drawn_in_their_size(paper):
    data = paper.read_bytes()
    assert [round(size.width) for size in page_sizes(data)] == [595, 842]
    picture = draw_page(data, 0, 2.0)
    image = picture.image()
    assert abs(picture.width - 2 * A4[0]) <= 1
    assert image.pixelColor(50, 50) == QColor(0, 128, 0)


def test_a_damaged_file_is_refused_with_a_sentence():
    with pytest.raises(PaperUnreadable):
        page_sizes(b"%PDF-1.7 nothing")


def test_the_preview_shows_pages_and_zooms(qtbot, context, paper):
    shown = PdfPreview(context, "attendance_sheet")
    qtbot.addWidget(shown)
    shown.resize(700, 600)
    shown.show()
    shown.show_file(paper)
    qtbot.waitUntil(lambda: len(shown.view.pages) == 2)
    shown.grab()
    qtbot.waitUntil(lambda: shown.view.is_complete)
    fitting = shown.view.zoom
    shown.view.zoom_by(2)
    assert shown.view.zoom == pytest.approx(fitting * 2)
    shown.view.fit_width()
    assert shown.view.zoom == fitting
    shown.view.go_to(1)
    assert shown.view.page == 1


def test_what_cannot_be_read_is_said_above_the_pages(qtbot, context):
    shown = PdfPreview(context, "attendance_sheet")
    qtbot.addWidget(shown)
    shown.show()
    shown.show_bytes(b"no paper", "x.pdf")
    qtbot.waitUntil(shown._fault.isVisible)
    assert shown._fault.words.text() == str(PaperUnreadable())
    assert not shown.print_button.isEnabled()


def test_without_a_printer_there_is_a_sentence(qtbot, context, paper, monkeypatch):
    monkeypatch.setattr(printing, "printers", list)
    shown = PdfPreview(context, "attendance_sheet")
    qtbot.addWidget(shown)
    shown.show()
    shown.show_file(paper)
    shown.print_now()
    qtbot.waitUntil(shown._fault.isVisible)
    assert shown._fault.words.text() == str(printing.NoPrinter())


def test_the_file_itself_goes_to_cups_and_the_printer_is_remembered(qtbot, context, paper, cups):
    shown = PdfPreview(context, "certificate")
    qtbot.addWidget(shown)
    shown.show_file(paper)
    qtbot.waitUntil(lambda: shown.printers.value == "Accueil")
    shown.print_now()
    qtbot.waitUntil(shown.print_button.isEnabled)
    assert (cups / "file.pdf").read_bytes() == paper.read_bytes()
    assert (cups / "words").read_text().split("|")[:4] == ["-d", "Accueil", "-t", "feuille.pdf"]
    assert context.settings.printers == {"certificate": "Accueil"}


def test_paper_that_is_no_file_yet_is_printed_too(qtbot, context, paper, cups):
    shown = PdfPreview(context, "certificate")
    qtbot.addWidget(shown)
    shown.show_bytes(paper.read_bytes(), "attestation")
    qtbot.waitUntil(lambda: shown.printers.value == "Accueil")
    shown.print_now()
    qtbot.waitUntil(lambda: (cups / "file.pdf").exists() and shown.print_button.isEnabled())
    assert (cups / "file.pdf").read_bytes() == paper.read_bytes()


def test_a_printer_that_refuses_is_told_in_its_own_words(qtbot, context, paper, cups):
    context.settings.printers["certificate"] = "Bureau"
    shown = PdfPreview(context, "certificate")
    qtbot.addWidget(shown)
    shown.show()
    shown.show_file(paper)
    qtbot.waitUntil(lambda: shown.printers.value == "Bureau")
    shown.print_now()
    qtbot.waitUntil(shown._fault.isVisible)
    assert "out of paper" in shown._fault.words.text()


def test_a_paper_sent_again_later_no_longer_counts_for_what_is_shown_then(
    qtbot, context, paper, cups
):
    context.settings.printers["certificate"] = "Bureau"
    shown = PdfPreview(context, "certificate")
    qtbot.addWidget(shown)
    shown.show_file(paper)
    qtbot.waitUntil(lambda: shown.printers.value == "Bureau")
    left = []
    shown.left.connect(lambda: left.append("paper"))
    shown.print_now()
    (refused,) = queue_of(context).all
    qtbot.waitUntil(lambda: not refused.is_running)
    shown.show_bytes(paper.read_bytes(), "another")
    refused.printer = "Accueil"
    refused.on_click()
    qtbot.waitUntil(lambda: refused.state.stage is Stage.DONE)
    assert left == []
    shown.printers.value = "Accueil"
    shown.print_now()
    qtbot.waitUntil(lambda: left == ["paper"])
    for job in list(queue_of(context).all):
        queue_of(context).forget(job)
    qtbot.wait(10)
    shown.print_now()
    qtbot.waitUntil(lambda: left == ["paper", "paper"])


def test_without_cups_pages_are_printed_one_by_one(qtbot, context, paper, tmp_path):
    run = printing.PrintRun(context.background, paper.read_bytes(), "", "feuille", context)
    run.printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    with qtbot.waitSignal(run.finished, timeout=20_000):
        run.start()
    printed = page_sizes((tmp_path / "printed.pdf").read_bytes())
    assert [round(size.width) for size in printed] == [595, 842]


def test_paper_is_saved_and_a_folder_that_refuses_is_told(qtbot, context, paper, tmp_path):
    shown = PdfPreview(context, "certificate")
    qtbot.addWidget(shown)
    shown.show()
    shown.show_bytes(paper.read_bytes(), 'Amina: "fin"/2026')
    assert shown._name == "Amina- -fin--2026.pdf"
    shown.save_to(tmp_path / "là" / "x.pdf")
    assert str(tmp_path) in shown._fault.words.text()
    shown.save_to(tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").read_bytes() == paper.read_bytes()
    assert not shown._fault.isVisible()


def test_a_preview_opens_over_the_page(qtbot, context, paper):
    sheet = preview_sheet(None, context, "Feuille", "attendance_sheet", paper)
    assert sheet.isVisible()
    assert not sheet.accept_button.isVisible()
    sheet.close()


def test_the_library_is_used_by_one_thread_at_a_time(qtbot, context, paper):
    data = paper.read_bytes()
    with pdf.PDFIUM:
        ticket = context.background.run(lambda: page_sizes(data))
        qtbot.wait(50)
        assert not ticket.is_finished
    qtbot.waitUntil(lambda: ticket.is_finished)
