"""About and licences: every part is listed, found by letters, and shows the text that it brings."""

from PySide6.QtWidgets import QApplication

from mgdesk.exchange.parts import program_parts
from mgdesk.ui.editors.about import AboutSheet
from tests.ui import walking
from tests.ui.stage import sheet, words


def test_the_help_menu_opens_what_the_program_is_made_of(demo_window, qtbot):
    demo_window.commands.find("about").trigger()
    opened = sheet(AboutSheet)
    assert [row.name for row in opened.table.rows] == [part.name for part in program_parts()]
    assert "MolenGeek Desk 0.1.0" in words(opened)
    qtbot.keyClicks(opened.search, "zlib sql")
    assert [row.name for row in opened.table.rows] == ["sqlcipher3"]
    opened.table.step(1)
    walking.settle(qtbot, demo_window)
    assert "Gerhard Häring" in opened.licence.toPlainText()
    opened.search.setText("zzz")
    assert opened.table.rows == []
    opened.search.setText("lgpl qt")
    opened.table.step(1)
    walking.settle(qtbot, demo_window)
    assert "licence" in opened.licence.toPlainText()
    walking.close_dialogs(qtbot)
    assert not [
        w for w in QApplication.topLevelWidgets() if isinstance(w, AboutSheet) and w.isVisible()
    ]


def test_fonts_and_icons_are_named_with_their_licence_texts():
    from mgdesk.exchange.parts import licence_text

    named = {part.name: part for part in program_parts()}
    assert "SIL OPEN FONT LICENSE" in licence_text(named["Noto fonts"])
    assert "ISC License" in licence_text(named["Lucide icons"])
    assert named["SQLCipher"].within == "sqlcipher3"
