"""Wishes remembered, troubles in words, and pages printed by Qt: without a print system."""

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from mgdesk import i18n, settings
from mgdesk.errors import Cancelled
from mgdesk.settings import Settings
from mgdesk.ui.kit import cups, printing, printqueue
from mgdesk.ui.kit.pdf import page_sizes
from mgdesk.ui.kit.printoptions import PrintOptions, Sides, remember, remembered, tray_words
from mgdesk.ui.kit.printqueue import QueuePanel, queue_of
from mgdesk.ui.kit.printstate import PrintState, Stage, trouble


@pytest.fixture(autouse=True)
def english():
    with i18n.speaking("en"):
        yield


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "paper.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for number in range(3):
        canvas.drawString(72, 72, f"Amina {number}")
        canvas.showPage()
    canvas.save()
    return path.read_bytes()


def test_wishes_are_kept_for_each_kind_of_paper_over_a_restart(tmp_path):
    kept = Settings()
    remember(kept, "certificate", PrintOptions(3, Sides.SHORT_EDGE, "Tray 2"))
    settings.save(kept, tmp_path / "settings.toml")
    loaded = settings.load(tmp_path / "settings.toml")
    assert remembered(loaded, "certificate") == PrintOptions(3, Sides.SHORT_EDGE, "Tray 2")
    assert remembered(loaded, "attendance_sheet") == PrintOptions()


@pytest.mark.parametrize(
    "words",
    [
        '[printers]\ncertificate = "Accueil"\n',
        "printing = 3\n",
        '[printing]\ncertificate = "two"\n',
        '[printing.certificate]\ncopies = "x"\nsides = "round"\ntray = 4\n',
        "[printing.certificate]\ncopies = true\n",
        "[printing.certificate]\ncopies = 0\n",
    ],
)
def test_old_and_damaged_settings_still_load(tmp_path, words):
    path = tmp_path / "settings.toml"
    path.write_text(words, encoding="utf-8")
    assert remembered(settings.load(path), "certificate") == PrintOptions()


@pytest.mark.parametrize(
    ("tray", "words"),
    [
        ("Auto", "Any tray"),
        ("by-pass-tray", "Bypass tray"),
        ("Tray2", "Tray 2"),
        ("Photo", "Photo"),
    ],
)
def test_a_tray_is_said_in_words(tray, words):
    assert tray_words(tray) == words


@pytest.mark.parametrize(
    ("reason", "part"),
    [
        ("media-empty-error", "out of paper"),
        ("media-empty-warning", "out of paper"),
        ("media-needed", "out of paper"),
        ("media-jam", "stuck"),
        ("cover-open-error", "door"),
        ("toner-empty", "toner"),
        ("paused", "is stopped"),
        ("offline-report", ""),
        ("toner-low-warning", ""),
        ("none", ""),
    ],
)
def test_what_holds_a_paper_up_is_a_sentence_and_what_does_not_is_none(reason, part):
    said = trouble(PrintState(Stage.PRINTING, reasons=(reason,)), "Accueil")
    assert part in said
    assert bool(said) is bool(part)


def test_a_printer_that_is_just_being_connected_is_no_trouble_yet():
    state = PrintState(Stage.PRINTING, reasons=("connecting-to-device",))
    assert trouble(state, "Accueil", is_fresh=True) == ""
    assert "does not answer" in trouble(state, "Accueil")


def test_only_what_is_held_up_or_failed_shows_itself_in_the_window(
    qtbot, context, paper, monkeypatch
):
    def refuse(*_words):
        raise cups.PrinterClosed(printer="Accueil", reason="")

    monkeypatch.setattr(printing, "has_cups", lambda: True)
    monkeypatch.setattr(printing, "send_to_cups", lambda *_words: "Accueil-7")
    states = {}
    monkeypatch.setattr(cups, "look", lambda jobs: {job: states[job] for job in jobs})
    monkeypatch.setattr(printqueue, "BETWEEN_LOOKS", 10)
    queue = queue_of(context)
    panel = QueuePanel(queue)
    qtbot.addWidget(panel)
    panel.show()
    assert panel._empty.isVisible()
    states["Accueil-7"] = PrintState(Stage.PRINTING, pages=1)
    fine = queue.send(paper, "Accueil", "fine", PrintOptions(2), pages=3)
    qtbot.waitUntil(lambda: fine.steps == (1, 6))
    assert context.jobs.all == []
    states["Accueil-7"] = PrintState(Stage.PRINTING, 2, ("media-jam",))
    qtbot.waitUntil(lambda: context.jobs.all == [fine])
    states["Accueil-7"] = PrintState(Stage.DONE, 6)
    qtbot.waitUntil(lambda: not fine.is_running)
    assert context.jobs.all == []
    monkeypatch.setattr(printing, "send_to_cups", refuse)
    bad = queue.send(paper, "Accueil", "bad", PrintOptions(), pages=3)
    qtbot.waitUntil(lambda: not bad.is_running)
    assert bad.sentence == str(cups.PrinterClosed(printer="Accueil", reason=""))
    assert context.jobs.all == [bad]
    assert len(panel._strips) == 2
    context.jobs.forget(bad)
    assert queue.all == [fine]
    queue.forget(fine)
    qtbot.waitUntil(panel._empty.isVisible)


def test_qt_is_asked_for_copies_and_prints_every_page(qtbot, context, paper, tmp_path):
    wishes = PrintOptions(2, Sides.LONG_EDGE, "Lower")
    run = printing.PrintRun(context.background, paper, "", "feuille", context, wishes)
    out = tmp_path / "printed.pdf"
    assert run.printer.copyCount() == 2
    run.printer.setOutputFileName(str(out))
    told = []
    run.progress.connect(lambda *steps: told.append(steps))
    with qtbot.waitSignal(run.finished, timeout=20_000):
        run.start()
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert len(page_sizes(out.read_bytes())) >= 3


def test_printing_by_qt_stops_between_two_pages(qtbot, context, paper, tmp_path):
    run = printing.PrintRun(context.background, paper, "", "feuille", context)
    run.printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    run.progress.connect(run.cancel)
    with qtbot.waitSignal(run.failed, timeout=20_000) as failed:
        run.start()
    assert isinstance(failed.args[0], Cancelled)
