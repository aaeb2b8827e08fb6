"""The frame around the pages: rail with the campus chooser, demo banner, the page, running jobs."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from mgdesk.i18n import gettext as _
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.fields import ChoiceField
from mgdesk.ui.kit.jobs import Jobs, JobsPanel
from mgdesk.ui.kit.layout import Page, column, row
from mgdesk.ui.kit.rail import Rail, RailPlace


class Shell(QWidget):
    """Holds the page shown; built anew when the language or the size changes."""

    def __init__(
        self,
        places: Sequence[RailPlace],
        jobs: Jobs,
        go: Callable[[str], object],
        choose_campus: Callable[[UUID | None], object],
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._choose_campus = choose_campus
        self.campuses = ChoiceField()
        self.campuses.setAccessibleName(_("Campus"))
        self.campuses.hide()
        self.campuses.edited.connect(self._on_campus)
        self.rail = Rail(places, go, heading=self.campuses)
        self._demo = _demo_banner()
        self.pages = QStackedWidget()
        self.pages.setObjectName("pages")
        right = column(gap=0)
        right.addWidget(self._demo)
        right.addWidget(self.pages, 1)
        right.addWidget(JobsPanel(jobs))
        whole = row(gap=0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)
        self.setLayout(whole)

    def show_page(self, page: QWidget) -> None:
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def show_demo(self, *, is_demo: bool) -> None:
        self._demo.setVisible(is_demo)

    def offer_campuses(self, campuses: Sequence[tuple[UUID, str]], chosen: UUID | None) -> None:
        """One campus needs no choice; more are offered with "all" first."""
        self.campuses.set_choices([(None, _("All campuses")), *campuses])
        self.campuses.blockSignals(True)
        self.campuses.value = chosen
        self.campuses.blockSignals(False)
        self.campuses.setVisible(len(campuses) > 1)

    def _on_campus(self) -> None:
        self._choose_campus(self.campuses.value)


def _demo_banner() -> QFrame:
    banner = QFrame()
    banner.setProperty("kind", "demo")
    words = labels.text(
        _("Demo: every person and number here is invented. Try everything."), wrap=True
    )
    inside = row(labels.IconLabel("info", tone="on_demo"), gap=8)
    inside.addWidget(words, 1)
    inside.setContentsMargins(theme.px(28), theme.px(6), theme.px(28), theme.px(6))
    banner.setLayout(inside)
    banner.hide()
    return banner


class WaitingPage(Page):
    """What is painted while the desk opens: the title is there, the rest follows in a moment."""

    def __init__(self, heading: str) -> None:
        super().__init__(heading)
        self.say(_("One moment…"))
        self.body.addStretch(1)


class FaultPage(Page):
    """Why the data cannot be opened, and the way out."""

    def __init__(self, sentence: str, leave: Callable[[], object]) -> None:
        super().__init__(_("The data cannot be opened"))
        words = labels.text(sentence, wrap=True, selectable=True)
        self.quit_button = Button(_("Quit"), "log-out", kind="primary", on_click=leave)
        self.body.addWidget(words)
        self.body.addLayout(row(self.quit_button, None))
        self.body.addStretch(1)
        words.setAlignment(labels.start_of(words) | Qt.AlignmentFlag.AlignTop)
