"""Settings: this computer, campus and paper, who pays and helps, what was done lately, safety, staff."""

from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QTabWidget, QWidget

from mgdesk.i18n import gettext as _
from mgdesk.queries.campuses import CampusRow, campuses
from mgdesk.rules.rights import Right
from mgdesk.ui.actions import Action
from mgdesk.ui.editors.campus import CampusEditor
from mgdesk.ui.editors.campus_files import CampusFileCard
from mgdesk.ui.editors.computer import computer_part
from mgdesk.ui.editors.funding import FundingEditor
from mgdesk.ui.editors.history import HistoryEditor
from mgdesk.ui.editors.kiosk_start import KioskPart
from mgdesk.ui.editors.newcampus import NewCampusSheet
from mgdesk.ui.editors.retention import PrivacyEditor
from mgdesk.ui.editors.safety import SafetyEditor
from mgdesk.ui.editors.specimen import BesidePaper, Specimen
from mgdesk.ui.editors.staff import StaffEditor
from mgdesk.ui.editors.task_list import TaskListEditor
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import ChoiceField
from mgdesk.ui.kit.layout import Card, Empty, Page, box, column, keep_width, row, scrolled
from mgdesk.ui.kit.theme import px

_OF_CAMPUS: Final = frozenset(
    {"campus", "room", "signatory", "picture", "resource", "loan", "funder_profile"}
)

_OF_PRIVACY: Final = frozenset(
    {"person", "kept_longer", "retention_rule", "consent_text", "campus"}
)


class SettingsPage(Page):
    """Six parts, each made when it is first shown."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Settings"))
        self._context = context
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(_("Settings"))
        self.tabs.setDocumentMode(True)
        self.campus_part: CampusPart | None = None
        self.funding: FundingEditor | None = None
        self.tasks: TaskListEditor | None = None
        self.history: HistoryEditor | None = None
        self.safety: SafetyEditor | None = None
        self.staff: StaffEditor | None = None
        self.privacy: PrivacyEditor | None = None
        self._makers: list[Callable[[], QWidget]] = [
            self._make_computer,
            self._make_campus,
            self._make_funding,
            self._make_history,
            self._make_safety,
            self._make_staff,
            self._make_privacy,
        ]
        titles = [
            _("This computer"),
            _("Campus"),
            _("Funders and partners"),
            _("Recent changes"),
            _("Safety"),
            _("Staff"),
            _("Privacy"),
        ]
        for words in titles:
            holder = QWidget()
            holder.setLayout(column(gap=0))
            self.tabs.addTab(holder, words)
        self._made: set[int] = set()
        staff_tab = self._makers.index(self._make_staff)
        self.tabs.setTabVisible(staff_tab, context.desk.may(Right.RUN))
        self.body.addWidget(self.tabs)
        self.tabs.currentChanged.connect(self._on_tab)
        self._on_tab(0)

    def commands(self) -> list[Action]:
        """What Safety can do, from wherever one is in the settings."""
        return [
            Action("copy-now", _("Make a copy now"), partial(self._safely, "copy"), "copy"),
            Action(
                "test-restore", _("Test a restore"), partial(self._safely, "test"), "shield-check"
            ),
            Action(
                "campus.export",
                _("Export a whole campus…"),
                partial(self._with_file, "out"),
                "download",
                needs=(Right.RUN,),
            ),
            Action(
                "campus.import",
                _("Import a whole campus…"),
                partial(self._with_file, "in"),
                "upload",
                needs=(Right.RUN,),
            ),
            Action("mend", _("Check and mend…"), partial(self._safely, "mend"), "shield-check"),
            Action("passphrase", _("Passphrase…"), partial(self._safely, "choose"), "lock"),
            Action(
                "recovery-key", _("Print a recovery key…"), partial(self._safely, "page"), "printer"
            ),
        ]

    def _with_file(self, way: str) -> None:
        self.tabs.setCurrentIndex(self._makers.index(self._make_campus))
        if self.campus_part is not None:
            files = self.campus_part.files
            files.choose_target() if way == "out" else files.choose_source()

    def show_staff(self) -> None:
        """Go to who works at the desk."""
        self.tabs.setCurrentIndex(self._makers.index(self._make_staff))

    def show_privacy(self) -> None:
        """Who is over their period, from wherever one is."""
        self.tabs.setCurrentIndex(self._makers.index(self._make_privacy))

    def _safely(self, act: str) -> None:
        self.tabs.setCurrentIndex(self._makers.index(self._make_safety))
        if self.safety is not None:
            self.safety.act(act)

    # --- the contract of a page --------------------------------------------------------------

    @property
    def current_id(self) -> UUID | None:
        return None

    def show_record(self, record_id: UUID) -> None:
        """Go to a campus."""
        self.tabs.setCurrentIndex(1)
        if self.campus_part is not None:
            self.campus_part.choose(record_id)

    def reload(self, tables: frozenset[str]) -> None:
        if self.campus_part and tables & _OF_CAMPUS:
            self.campus_part.load()
        if self.funding and tables & {
            "funder",
            "partner",
            "funder_profile",
            "picture",
            "profile_mark",
        }:
            self.funding.load()
        if self.tasks and tables & {"task_template", "funder_profile"}:
            self.tasks.load()
        if self.history:
            self.history.load()
        if "staff" in tables:
            may_run = self._context.desk.may(Right.RUN)
            self.tabs.setTabVisible(self._makers.index(self._make_staff), may_run)
            if self.staff and may_run:
                self.staff.load()
        if self.privacy and self.privacy.isVisible() and tables & _OF_PRIVACY:
            self.privacy.load()

    def new(self) -> None:
        """A new campus."""
        NewCampusSheet(self, self._context).open()

    def focus_search(self) -> None:
        self.tabs.tabBar().setFocus()

    # --- parts -------------------------------------------------------------------------------

    def _on_tab(self, place: int) -> None:
        if place in self._made:
            return
        self._made.add(place)
        part = self._makers[place]()
        holder = self.tabs.widget(place)
        layout = holder.layout() if holder else None
        assert layout is not None
        layout.setContentsMargins(0, px(16), 0, 0)
        layout.addWidget(part)

    def _make_computer(self) -> QWidget:
        part = computer_part(
            self._context.settings,
            self._context.apply_setting,
            self._context.settle,
            self._context.background,
            self._context.try_scanner,
        )
        warnings = [
            Card(_("The folder is not safe"), None, labels.text(str(warning), wrap=True))
            for warning in self._context.desk.warnings
        ]
        return _narrow(box(*warnings, part, KioskPart(self._context), None, gap=16))

    def _make_campus(self) -> QWidget:
        self.campus_part = CampusPart(self._context, self.new)
        return BesidePaper(_narrow(self.campus_part), self.campus_part.specimen)

    def _make_funding(self) -> QWidget:
        self.funding = FundingEditor(self._context)
        self.tasks = TaskListEditor(self._context)
        return _narrow(box(self.funding, self.tasks, None, gap=16))

    def _make_history(self) -> QWidget:
        self.history = HistoryEditor(self._context)
        return self.history

    def _make_staff(self) -> QWidget:
        self.staff = StaffEditor(self._context)
        return self.staff

    def _make_safety(self) -> QWidget:
        self.safety = SafetyEditor(self._context)
        return scrolled(self.safety)

    def _make_privacy(self) -> QWidget:
        self.privacy = PrivacyEditor(self._context)
        return scrolled(self.privacy)


class CampusPart(QWidget):
    """Which campus, and its editor."""

    def __init__(self, context: Context, on_new: Callable[[], object]) -> None:
        super().__init__()
        self._context = context
        self._editor = CampusEditor(context)
        self._choice = ChoiceField()
        self._choice.setAccessibleName(_("Campus"))
        keep_width(self._choice, 320)
        self._empty = Empty(
            _("No campus yet. Add yours: its paper carries its name and address."),
            _("Add a campus"),
            on_new,
            icon_name="building-2",
        )
        self._line = QWidget()
        self._line.setLayout(
            row(
                self._choice,
                Button(_("Add a campus"), "plus", on_click=on_new, needs=(Right.RUN,)),
                None,
            )
        )
        self.files = CampusFileCard(context)
        self.setLayout(column(self._line, self._empty, self._editor, self.files, None, gap=16))
        self._choice.edited.connect(self._on_choice)
        self._wanted: UUID | None = context.campus_id
        self._codes: dict[UUID, str] = {}
        self.load()

    @property
    def specimen(self) -> Specimen:
        return self._editor.specimen

    def load(self) -> None:
        self._context.read(campuses, self._show)

    def choose(self, campus_id: UUID) -> None:
        self._wanted = campus_id
        self.load()

    def _show(self, rows: list[CampusRow]) -> None:
        self._codes = {row.id: row.code for row in rows}
        self._choice.set_choices([(row.id, row.name) for row in rows], self._wanted)
        self._wanted = None
        self._empty.setVisible(not rows)
        self._line.setVisible(bool(rows))
        self._editor.setVisible(bool(rows))
        self.specimen.setEnabled(bool(rows))
        self._on_choice()

    def _on_choice(self) -> None:
        if self._choice.value is not None:
            self._editor.load(self._choice.value)
        self.files.show_campus(self._codes.get(self._choice.value, ""))


def _narrow(part: QWidget) -> QWidget:
    """A column that stays readable on a wide screen."""
    part.setMaximumWidth(px(860))
    holder = QWidget()
    line = row(gap=0)
    line.addWidget(part, 1000)
    line.addStretch(1)
    holder.setLayout(line)
    return scrolled(holder)
