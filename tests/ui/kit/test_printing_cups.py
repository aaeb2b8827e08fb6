"""Paper on a real CUPS with a real IPP printer: what arrives, what goes wrong, in words."""

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from mgdesk import i18n
from mgdesk.ui.kit import cups, printing
from mgdesk.ui.kit.printoptions import PrintOptions, Sides
from mgdesk.ui.kit.printqueue import queue_of
from mgdesk.ui.kit.printstate import Stage
from mgdesk.ui.preview import PdfPreview
from tests.ui.printhouse import NAME, free_port, print_house


@pytest.fixture(scope="module")
def shop():
    with print_house() as opened:
        yield opened


@pytest.fixture
def house(shop, monkeypatch):
    monkeypatch.setenv("CUPS_SERVER", shop.server)
    with i18n.speaking("en"):
        yield shop


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "attestation.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for number in range(3):
        canvas.drawString(72, 72, f"Amina {number}")
        canvas.showPage()
    canvas.save()
    return path.read_bytes()


@pytest.fixture
def queue(context):
    made = queue_of(context)
    made._timer.setInterval(150)
    return made


def has_come_to(job, stage):
    return lambda: job.state.stage is stage


def test_the_spooled_and_the_delivered_file_are_our_pdf_with_the_wishes_remembered(
    qtbot, context, house, queue, paper
):
    shown = PdfPreview(context, "certificate")
    qtbot.addWidget(shown)
    shown.show()
    shown.show_bytes(paper, "attestation")
    qtbot.waitUntil(lambda: shown.trays.count() > 1)
    assert shown.printers.value == NAME
    shown.copies.setValue(2)
    shown.sides.value = Sides.LONG_EDGE
    shown.trays.value = "Manual"
    with qtbot.waitSignal(shown.left):
        shown.print_now()
    (job,) = queue.all
    qtbot.waitUntil(has_come_to(job, Stage.DONE), timeout=15_000)
    assert house.spooled()[-1] == paper
    assert house.delivered()[-1] == paper
    wishes = house.wishes()
    assert wishes["IPP_COPIES"] == "2"
    assert wishes["IPP_SIDES"] == "two-sided-long-edge"
    assert "media-source=manual" in wishes["IPP_MEDIA_COL"]
    assert "collated-copies" in wishes["IPP_MULTIPLE_DOCUMENT_HANDLING"]
    assert context.jobs.all == []
    again = PdfPreview(context, "certificate")
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: again.trays.value == "Manual")
    assert again.options == PrintOptions(2, Sides.LONG_EDGE, "Manual")
    other = PdfPreview(context, "attendance_sheet")
    qtbot.addWidget(other)
    assert other.options == PrintOptions()


def test_a_printer_out_of_paper_says_so_and_goes_on_by_itself(qtbot, context, house, queue, paper):
    with house.without_paper():
        job = queue.send(paper, NAME, "attestation", PrintOptions(), pages=3)
        qtbot.waitUntil(lambda: "out of paper" in job.sentence, timeout=15_000)
        assert job.is_running
        assert context.jobs.all == [job]
    qtbot.waitUntil(has_come_to(job, Stage.DONE), timeout=15_000)
    assert not job.is_bad
    assert context.jobs.all == []


def test_a_stopped_printer_keeps_the_paper_which_can_be_cancelled_and_printed_again(
    qtbot, context, house, queue, paper
):
    house.run("cupsdisable", NAME)
    try:
        job = queue.send(paper, NAME, "attestation", PrintOptions(), pages=3)
        qtbot.waitUntil(lambda: "is stopped" in job.sentence, timeout=15_000)
        before = len(house.delivered())
        job.cancel()
        qtbot.waitUntil(has_come_to(job, Stage.CANCELLED), timeout=15_000)
        assert job.button == "Print again"
    finally:
        house.run("cupsenable", NAME)
    job.on_click()
    qtbot.waitUntil(has_come_to(job, Stage.DONE), timeout=15_000)
    assert len(house.delivered()) == before + 1
    assert house.delivered()[-1] == paper


def test_a_paper_that_somebody_else_takes_back_is_not_called_printed(
    qtbot, context, house, queue, paper
):
    with house.without_paper():
        job = queue.send(paper, NAME, "attestation", PrintOptions(), pages=3)
        qtbot.waitUntil(lambda: bool(job.request))
        house.run("cancel", job.request)
        qtbot.waitUntil(has_come_to(job, Stage.FAILED), timeout=15_000)
    assert "was stopped at" in job.sentence
    assert job.button == "Print again"


def test_a_printer_that_does_not_answer_is_said(qtbot, context, house, queue, paper):
    house.run("lpadmin", "-p", "Loin", "-v", f"ipp://127.0.0.1:{free_port()}/ipp/print", "-E")
    job = queue.send(paper, "Loin", "attestation", PrintOptions(), pages=3)
    qtbot.waitUntil(lambda: "does not answer" in job.sentence, timeout=15_000)
    job.cancel()
    qtbot.waitUntil(has_come_to(job, Stage.CANCELLED), timeout=15_000)


def test_what_a_queue_refuses_has_its_own_sentence(house, tmp_path, paper, monkeypatch):
    path = tmp_path / "x.pdf"
    path.write_bytes(paper)
    with pytest.raises(cups.PrinterGone):
        printing.send_to_cups(path, "Parti", "x")
    house.run("cupsreject", NAME)
    try:
        with pytest.raises(cups.PrinterClosed):
            printing.send_to_cups(path, NAME, "x")
    finally:
        house.run("cupsaccept", NAME)
    monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{free_port()}")
    with pytest.raises(cups.PrintSystemDown):
        printing.send_to_cups(path, NAME, "x")
    assert printing.printers() == []
