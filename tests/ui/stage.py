"""A page on a stage: shown, fed with changes of the desk as the window feeds it, waited for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mgdesk.ui.kit.context import Context


def settled(qtbot: QtBot, context: Context) -> None:
    """Wait until nothing runs in the background any more, what was just started included."""
    for _turn in range(3):
        qtbot.wait(5)
        qtbot.waitUntil(lambda: context.background.is_idle, timeout=20_000)
    qtbot.wait(1)


@contextmanager
def on_stage(qtbot: QtBot, context: Context, page: Any) -> Iterator[Any]:
    """The page, told of every change while it is shown."""

    def tell(tables: frozenset[str]) -> None:
        context.background.post(page.reload, tables)

    stop = context.desk.listen(tell)
    qtbot.addWidget(page)
    page.resize(1084, 800)
    page.show()
    settled(qtbot, context)
    yield page
    stop()
    settled(qtbot, context)


def sheet(kind: type[Any]) -> Any:
    """The dialog of a kind that is open now."""
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    assert len(found) == 1, f"{len(found)} of {kind.__name__} are open"
    return found[0]


def open_sheets() -> list[QWidget]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def words(widget: QWidget) -> str:
    """Everything that can be read in a widget now."""
    return "\n".join(
        label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)
    )


def bare(text: str) -> str:
    """Without the marks that keep directions apart."""
    return text.translate({0x2068: None, 0x2069: None, 0x200E: None})


def names_of(rows: list[Any]) -> list[str]:
    return [row.name for row in rows]
