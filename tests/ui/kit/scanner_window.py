"""A program of its own for test_scanner_layouts: a field and a table, and what the scanner tells.

Says a line of JSON for each thing that happens; lines on its standard input are commands.
"""

import json
import sys

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QTableWidget, QVBoxLayout, QWidget

from mgdesk.ui.kit.scanner import Scanner


def say(**facts: object) -> None:
    print(json.dumps(facts), flush=True)


application = QApplication(sys.argv)
window = QWidget()
field, table = QLineEdit(), QTableWidget(3, 2)
layout = QVBoxLayout(window)
layout.addWidget(field)
layout.addWidget(table)
scanner = Scanner(window)
scanner.scanned.connect(lambda code: say(scanned=code))
scanner.misread.connect(lambda diagnosis: say(misread=[str(f) for f in diagnosis.faults]))
field.returnPressed.connect(lambda: say(entered=field.text()))


def obey() -> None:
    word = sys.stdin.readline().strip()
    if word == "field":
        field.clear()
        field.setFocus()
    elif word == "table":
        table.setCurrentCell(0, 0)
        table.setFocus()
    elif word == "state":
        cells = [cell.text() for row in range(3) if (cell := table.item(row, 0))]
        say(text=field.text(), cells=cells, focus=type(QApplication.focusWidget()).__name__)
        return
    else:
        application.quit()
        return
    say(focus=word)


notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
notifier.activated.connect(obey)
window.show()
window.activateWindow()
# Without a window manager nobody gives the keyboard to a window: it is under the pointer's root.
QTimer.singleShot(200, lambda: say(ready=window.isActiveWindow()))
sys.exit(application.exec())
