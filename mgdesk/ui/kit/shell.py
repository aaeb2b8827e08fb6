"""The frame around the pages: rail with the campus chooser, demo banner, the page, running jobs."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from mgdesk.i18n import gettext as _
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.layout import Page, column, row
from mgdesk.ui.kit.rail import Rail, RailPlace

if TYPE_CHECKING:
    from uuid import UUID

    from mgdesk.ui.kit.fields import ChoiceField
    from mgdesk.ui.kit.jobs import Jobs


class Shell(QWidget):
    """Holds the page shown; built anew when the language or the size changes."""

    def __init__(
        self,
        places: Sequence[RailPlace],
        go: Callable[[str], object],
        choose_campus: "Callable[[UUID | None], object]",
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._choose_campus = choose_campus
        self.campuses: ChoiceField | None = None
        self.rail = Rail(places, go)
        self._demo: QFrame | None = None
        self._first_steps: QWidget | None = None
        self.pages = _Pages()
        self._right = column(gap=0)
        self._right.addWidget(_where_room_is_short(self.pages), 1)
        whole = row(gap=0)
        whole.addWidget(self.rail)
        whole.addLayout(self._right, 1)
        self.setLayout(whole)

    def show_jobs(self, jobs: "Jobs") -> None:
        """Running jobs below the page."""
        from mgdesk.ui.kit.jobs import JobsPanel

        self._right.addWidget(JobsPanel(jobs))

    def show_page(self, page: QWidget) -> None:
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def show_demo(self, *, is_demo: bool) -> None:
        if is_demo and self._demo is None:
            self._demo = _demo_banner()
            self._right.insertWidget(0, self._demo)
        if self._demo is not None:
            self._demo.setVisible(is_demo)

    def show_first_step(self, add_campus: Callable[[], object] | None) -> None:
        """A desk without a campus says what comes first; nothing once there is one."""
        if self._first_steps is not None:
            self._first_steps.hide()
            self._first_steps.deleteLater()
            self._first_steps = None
        if add_campus is not None:
            self._first_steps = _first_step_banner(add_campus)
            self._right.insertWidget(0, self._first_steps)

    def offer_campuses(self, campuses: "Sequence[tuple[UUID, str]]", chosen: "UUID | None") -> None:
        """One campus needs no choice; more are offered with "all" first."""
        if self.campuses is None:
            if len(campuses) < 2:
                return
            self.campuses = self._make_chooser()
        was_blocked = self.campuses.blockSignals(True)
        self.campuses.set_choices([(None, _("All campuses")), *campuses])
        self.campuses.value = chosen
        self.campuses.blockSignals(was_blocked)
        self.campuses.setVisible(len(campuses) > 1)

    def _make_chooser(self) -> "ChoiceField":
        from mgdesk.ui.kit.fields import ChoiceField

        made = ChoiceField()
        made.setAccessibleName(_("Campus"))
        made.edited.connect(self._on_campus)
        self.rail.set_heading(made)
        return made

    def _on_campus(self) -> None:
        if self.campuses is not None:
            self._choose_campus(self.campuses.value)


class _Pages(QStackedWidget):
    """Asks for the room that the page shown needs, not for that of the largest page there is."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pages")
        self.currentChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.sizeHint() if shown is not None else QSize()

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else QSize()

    def heightForWidth(self, width: int) -> int:
        """The least height, because more than that is given only where it is there."""
        shown = self.currentWidget()
        layout = shown.layout() if shown is not None else None
        if layout is None:
            return -1
        if layout.hasHeightForWidth():
            return layout.minimumHeightForWidth(width)
        return self.minimumSizeHint().height()


def _where_room_is_short(pages: QWidget) -> QScrollArea:
    """Pages have their full size or scroll: nothing is cut, and the window fits any screen."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(pages)
    return area


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
    return banner


def _first_step_banner(add_campus: Callable[[], object]) -> QWidget:
    from mgdesk.ui.kit.form import Banner

    button = Button(_("Add your campus"), "plus", kind="primary", on_click=add_campus)
    sentence = _("Welcome. Begin with your campus: its name stands on every paper.")
    holder = QWidget()
    holder.setLayout(column(Banner(sentence, "neutral", button)))
    holder.setContentsMargins(theme.px(28), theme.px(16), theme.px(28), 0)
    return holder


class WaitingPage(Page):
    """What is painted while the desk opens: the title is there, the rest follows in a moment."""

    def __init__(self, heading: str, early: QWidget | None = None) -> None:
        """`early` is what stands there already, and stays."""
        super().__init__(heading)
        self.say(_("One moment…"))
        if early is None:
            self.body.addStretch(1)
        else:
            self.body.addWidget(early, 1)


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
