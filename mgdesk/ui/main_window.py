"""The one window: rail of places, the page, menus, toasts, jobs, and the state of the data in words.

Its frame is painted before this is even imported; the desk comes from a thread, the page with it.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStatusBar, QWidget

from mgdesk import i18n
from mgdesk.errors import DamagedData, Locked
from mgdesk.i18n import N_
from mgdesk.i18n import gettext as _
from mgdesk.rules.people import STAFF_ROLE_LABELS
from mgdesk.settings import Settings
from mgdesk.ui import crash
from mgdesk.ui.actions import Commands, Finder, window_actions
from mgdesk.ui.kit import announce, labels, theme, veil
from mgdesk.ui.kit.background import Background
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.frame import Frame
from mgdesk.ui.kit.jobs import Jobs
from mgdesk.ui.kit.labels import Pill, PillLabel
from mgdesk.ui.kit.manualview import HelpKey, ManualWindow
from mgdesk.ui.kit.put_away import PutAway, take_windows
from mgdesk.ui.kit.rail import RailPlace
from mgdesk.ui.kit.scanner import Scanner, elapsed
from mgdesk.ui.kit.shell import FaultPage, Shell, WaitingPage
from mgdesk.ui.kit.theme import Tone
from mgdesk.ui.kit.toast import Toasts

if TYPE_CHECKING:
    from mgdesk.desk import Desk
    from mgdesk.queries.campuses import CampusRow
    from mgdesk.rules.passphrase import Secret
    from mgdesk.rules.scan_faults import Diagnosis
    from mgdesk.services.rights import OnDuty
    from mgdesk.ui.editors.damaged import Rescue
    from mgdesk.ui.editors.kiosk import KioskWindow
    from mgdesk.ui.editors.lock import LockScreen
    from mgdesk.ui.editors.scanned_code import CodeTeller
    from mgdesk.ui.editors.unlock import FrontDoor
    from mgdesk.ui.kit.camera import Camera

LONGEST_EARLY: Final = 3000  # milliseconds that the first board may stand in for the page
LOOK_EVERY: Final = 5_000  # milliseconds: whether anybody is still there
# What can be done before somebody signed on.
OF_NOBODY: Final = ("quit", "help", "about", "theme", "larger", "smaller", "normal", "language")
CHECKED_AFTER: Final = 30_000  # milliseconds from the desk's opening to the check of its file
SIZES: Final = (90, 100, 110, 125, 150, 175, 200)


class Place(NamedTuple):
    """A page of the rail; `build` imports it only when it is first shown.

    `takes_scans`: its page has `take_scan(code) -> bool`, and scans go there from everywhere.
    """

    id: str
    title: str
    icon: str
    build: Callable[[Context], QWidget]
    is_last: bool = False
    takes_scans: bool = False


def _today(context: Context) -> QWidget:
    from mgdesk.ui.pages.today import TodayPage

    return TodayPage(context)


def _learners(context: Context) -> QWidget:
    from mgdesk.ui.pages.learners import LearnersPage

    return LearnersPage(context)


def _cohorts(context: Context) -> QWidget:
    from mgdesk.ui.pages.cohorts import CohortsPage

    return CohortsPage(context)


def _applications(context: Context) -> QWidget:
    from mgdesk.ui.pages.applications import ApplicationsPage

    return ApplicationsPage(context)


def _events(context: Context) -> QWidget:
    from mgdesk.ui.pages.events import EventsPage

    return EventsPage(context)


def _coworking(context: Context) -> QWidget:
    from mgdesk.ui.pages.coworking import CoworkingPage

    return CoworkingPage(context)


def _calendar(context: Context) -> QWidget:
    from mgdesk.ui.pages.calendar import CalendarPage

    return CalendarPage(context)


def _follow_up(context: Context) -> QWidget:
    from mgdesk.ui.pages.follow_up import FollowUpPage

    return FollowUpPage(context)


def _reports(context: Context) -> QWidget:
    from mgdesk.ui.pages.reports import ReportsPage

    return ReportsPage(context)


def _settings(context: Context) -> QWidget:
    from mgdesk.ui.pages.settings import SettingsPage

    return SettingsPage(context)


PLACES: Final = (
    Place("today", N_("Today"), "sun", _today, takes_scans=True),
    Place("learners", N_("People"), "users", _learners),
    Place("applications", N_("Applications"), "clipboard-check", _applications),
    Place("cohorts", N_("Cohorts"), "graduation-cap", _cohorts),
    Place("events", N_("Events"), "calendar-days", _events),
    Place("coworking", N_("Co-working"), "briefcase", _coworking),
    Place("calendar", N_("Calendar"), "calendar", _calendar),
    Place("follow_up", N_("Follow-up"), "handshake", _follow_up),
    Place("reports", N_("Reports"), "chart-column", _reports),
    Place("settings", N_("Settings"), "settings", _settings, is_last=True),
)
# Which page of the manual is about the things of a module or a place.
MANUAL: Final = {
    "today": "today", "candidates": "today", "walk_in": "today", "who_is_in": "today",
    "learners": "people", "person": "people", "person_card": "people", "person_sheet": "people",
    "merge": "people", "merge_find": "people",
    "applications": "applications", "application_sheets": "applications",
    "selection_days": "applications",
    "cohorts": "cohorts", "cohort": "cohorts", "timetable": "cohorts", "enrolment": "cohorts",
    "coaching": "calendar", "coaching_sheet": "calendar", "coaching_note": "calendar",
    "loans": "people", "scanner_trial": "scanner", "bind_token": "scanner",
    "roster": "cohorts", "cohort_days": "cohorts", "timetable_view": "cohorts",
    "attendance": "attendance", "attendance_view": "attendance", "scan_beside": "attendance",
    "scan_assign": "attendance", "away": "attendance", "conflicts": "attendance",
    "papers": "papers", "sheets": "papers", "certificates": "papers", "more_papers": "papers",
    "preview": "printing", "printing": "printing", "printqueue": "printing", "computer": "settings",
    "verification": "verify", "keys": "verify",
    "events": "events", "event": "events", "event_card": "events", "event_sheet": "events",
    "registrations": "events", "register": "events",
    "calendar": "calendar", "agenda_view": "calendar", "calendar_import": "calendar",
    "coach_hours": "calendar", "referral_sheet": "calendar",
    "coworking": "coworking", "rooms_card": "coworking", "visits": "coworking", "passes": "coworking",
    "pass_list": "coworking", "day_history": "coworking", "loans_out": "coworking",
    "follow_up": "people", "outcome_sheet": "people", "companies": "people",
    "partner_reach": "people", "rates_view": "people",
    "reports": "reports", "figure_list": "reports",
    "imports": "import", "import_preview": "import", "export": "import",
    "settings": "settings", "campus": "settings", "funding": "settings", "newcampus": "start",
}  # fmt: skip
KIND_OF_PLACE: Final = {
    "person": "learners",
    "learner": "learners",
    "cohort": "cohorts",
    "event": "events",
    "follow_up": "follow_up",
}


class MainWindow(QObject):
    """Furnishes a frame. `open_with` brings the desk; `frame` is the window that one sees."""

    arrived = Signal()  # the first page stands in the place of what was there before

    def __init__(
        self,
        frame: Frame,
        settings: Settings,
        background: Background,
        *,
        dress: Callable[[], None],
        keep: Callable[[], None] = lambda: None,
        places: tuple[Place, ...] = PLACES,
        begins_as_kiosk: bool = False,
    ) -> None:
        """`dress` puts on the language and look of the settings, `keep` saves the settings."""
        super().__init__(frame)
        self.frame, self.settings, self.background = frame, settings, background
        self._dress, self._keep = dress, keep
        self.places = {place.id: place for place in places}
        self._place = settings.place if settings.place in self.places else places[0].id
        self._context: Context | None = None
        self._pages: dict[str, QWidget] = {}
        self._stale: dict[str, set[str]] = {}
        self._campuses: list[CampusRow] = []
        self._is_demo, self._is_new = False, False
        self._stop_listening: Callable[[], object] | None = None
        self._crash: QWidget | None = None
        self._saved_at: datetime | None = None
        self._fault = ""
        self._begins_as_kiosk = begins_as_kiosk
        self.kiosk_window: KioskWindow | None = None
        self._opener: Callable[[], Desk]
        self._unlock: Callable[[Secret], Desk] | None = None
        self._rescue: Callable[[Secret | None], Rescue] | None = None
        self._damage = ""
        self._warnings: tuple[str, ...] = ()
        self._door: FrontDoor | None = None
        self._lock: LockScreen | None = None
        self._last: UUID | None = None  # who was at the desk before the lock
        self._put_away: PutAway | None = None  # what they were at
        self._aside: dict[UUID | None, PutAway] = {}  # what others wrote and did not save
        background.answered = self._cover_late
        self._idle = QTimer(self, interval=LOOK_EVERY)
        self._idle.timeout.connect(self._lock_when_idle)
        self.commands = Commands(frame)
        self.jobs = Jobs(background, self)
        self.toasts = Toasts(frame)
        self.finder = Finder(frame, self.commands, self.navigate)
        self.scanner = Scanner(self, trusts_text=settings.scanner_is_local)
        self.camera: Camera | None = None
        self._early_scans: list[str] = []  # before the data was open
        self._teller: CodeTeller | None = None
        self.scanner.scanned.connect(self.take_scan)
        self.scanner.misread.connect(self._on_misread)
        frame.closing.connect(self._on_close)
        frame.zoomed.connect(self.step_size)
        frame.restyled.connect(self.commands.redraw)
        frame.dropped.connect(self.take_paper)
        self._help_key = HelpKey(frame, self.help)
        self._build()

    # --- the frame ---------------------------------------------------------------------------

    def _build(self) -> None:
        """The frame in the language and size worn now; pages are made again as they are shown."""
        self._set_aside()
        self._pages, self._stale = {}, {}
        rail = [
            RailPlace(place.id, _(place.title), place.icon, place.is_last)
            for place in self.places.values()
        ]
        self.shell = Shell(rail, self.go, self._choose_campus)
        self.shell.show_jobs(self.jobs)
        self.shell.rail.show_place(self._place)
        self.frame.setStatusBar(self._status_bar())
        self.frame.setCentralWidget(self.shell)
        self._set_commands()
        self._show_campuses()
        if self._fault:
            self.shell.show_page(FaultPage(self._fault, self.close))
        elif self._door is not None:
            self._door.show(self.shell)
        elif self._context is None:
            self.shell.show_page(WaitingPage(_(self.places[self._place].title), self.frame.early))
        self._say_state()

    def _status_bar(self) -> QStatusBar:
        bar = QStatusBar()
        self._state = labels.muted("", wrap=False)
        bar.setSizeGripEnabled(False)
        bar.addWidget(self._state, 1)
        self._private = PillLabel(Pill(Tone.ACCENT, _("Privacy: names are hidden"), "eye-off"))
        self._private.setVisible(veil.is_on())
        bar.addPermanentWidget(self._private)
        self._duty = Button("", "user", kind="link", on_click=self._on_duty_clicked)
        self._duty.hide()
        bar.addPermanentWidget(self._duty)
        self._at_risk = PillLabel(Pill(Tone.LATE, _("The folder is not safe"), "circle-alert"))
        bar.addPermanentWidget(self._at_risk)
        bar.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        return bar

    def close(self) -> None:
        self.frame.close()

    def rebuild(self) -> None:
        """Dress again (language, size, theme) and build everything anew, where it was."""
        record = getattr(self._page(), "current_id", None)
        self._dress()
        self.toasts.hide()
        self._build()
        if self._lock is not None:
            self._show_lock()
        elif self._context is not None:
            self.go(self._place)
            if record is not None:
                self._page_now().show_record(record)
            self.look_at_keeping()  # its warnings were said in the language of before
        self.settle()

    def apply_setting(self, name: str, value: object) -> None:
        """Change one of the settings; colours change in place, language and size build anew."""
        if name == "scale":
            value = min(200, max(90, int(str(value))))
        setattr(self.settings, name, value)
        self._keep()
        if name in {"language", "scale"}:
            QTimer.singleShot(0, self, self.rebuild)  # whoever asked goes away in it
        else:
            self._dress()
            self._set_commands()
            self.settle()
        if name == "camera":
            self._settle_camera()

    # --- the desk ----------------------------------------------------------------------------

    def open_with(
        self,
        opener: Callable[[], "Desk"],
        unlock: "Callable[[Secret], Desk] | None" = None,
        rescue: "Callable[[Secret | None], Rescue] | None" = None,
    ) -> None:
        """Open the desk beside the window; keys typed meanwhile go to the page's search field.

        `unlock` opens locked data with what somebody types, `rescue` is what can be done with damaged
        data (given what opened it); without them, that is a refusal.
        """
        self._opener, self._unlock, self._rescue = opener, unlock, rescue
        self.background.run(opener, done=self._on_desk, failed=self._on_refused)

    @property
    def place(self) -> str:
        """The page that is shown, or will be."""
        return self._place

    @property
    def context(self) -> Context | None:
        return self._context

    def _on_desk(self, desk: "Desk") -> None:
        self._context = Context(desk, self.settings, self.background, self.jobs, self.toasts, self)
        place = self.settings.second_place
        desk.second_place = Path(place) if place else None
        self.finder.context = self._context
        self._stop_listening = desk.listen(_Teller(self))
        self.background.carry = desk.in_their_name
        self.commands.may = desk.may
        self._idle.start()
        if self._begins_as_kiosk:
            desk.stand_as_kiosk()
            self.kiosk()  # no page, not for a moment: visitors see this screen
        elif desk.is_closed:
            self.lock()
        else:
            self.go(self._place)
        if self.frame.early is None:
            self._arrive()
        self._read_state()
        self.settle()
        self._say_state()
        early, self._early_scans = self._early_scans, []
        for code in early:
            self.take_scan(code)
        self._settle_camera()
        self.look_at_keeping()
        QTimer.singleShot(CHECKED_AFTER, self, self.check_data)

    def _wait_for(self, page: Any) -> None:
        """The first board stays until a page that says so has come."""
        if self.frame.early is None:
            return
        if hasattr(page, "came"):
            page.came.connect(self._arrive_at_last)
            QTimer.singleShot(LONGEST_EARLY, self, self._arrive_at_last)
        else:
            self.frame.early = None

    def _arrive_at_last(self) -> None:
        if self.frame.early is not None:
            self._arrive()

    def _arrive(self) -> None:
        """The page is there with what it shows: what was typed meanwhile is typed in it."""
        self.frame.early = None
        if self._page() is not None:
            self.shell.show_page(self._page_now())
        typed, self.frame.typed = self.frame.typed, None
        if typed is not None and self._page() is not None:  # a kiosk takes no keys of before
            self.focus_search()
            typed.give_back(partial(self.scanner.hear, self.frame.windowHandle()))
        self.arrived.emit()

    def look_at_keeping(self) -> None:
        """See whether there is a passphrase, and whether copies have been where they should be."""
        if self._context is not None:
            from mgdesk.ui.editors.keeping import warnings_of

            look = partial(warnings_of, self._context.desk, self.settings.second_place_days)
            self.background.run(look, done=self._on_warnings, key="keeping")

    def check_data(self) -> None:
        """Have every page of the file looked at, once the window has long been up."""
        if self._context is not None:
            self.background.run(self._context.desk.check_file, done=self._on_checked, key="check")

    def _on_checked(self, faults: list[str]) -> None:
        if faults:
            words = _("The data is damaged. Restore the newest copy: Settings, Safety.")
            self._damage = words
            self.toasts.show(words, tone="bad")
            self._say_state()

    def _on_warnings(self, warnings: tuple[str, ...]) -> None:
        self._warnings = warnings
        self._say_state()

    def _on_refused(self, error: Exception) -> None:
        crash.log(error)
        if isinstance(error, Locked) and self._unlock is not None:
            from mgdesk.ui.editors.unlock import FrontDoor

            self._door = FrontDoor(
                self.frame, self.background, self._unlock, self._on_unlocked, self._on_damaged
            )
            self._door.show(self.shell)
            self._say_state()
            return
        if isinstance(error, DamagedData) and self._rescue is not None:
            self._on_damaged(error)
            return
        self._fault = crash.sentence(error) or _(
            "The data could not be opened. Start the program again; the log says more."
        )
        self.shell.show_page(FaultPage(self._fault, self.close))
        self._say_state()

    def _on_damaged(self, _error: Exception, secret: "Secret | None" = None) -> None:
        """The ways out; afterwards the data is opened as it was meant to be."""
        if self._rescue is None:
            return
        from mgdesk.ui.editors.damaged import DamagedPage

        self._door, self._fault = None, _("The data is damaged and cannot be opened.")
        page = DamagedPage(self._fault, self._rescue(secret), self.background, self.close)
        page.mended.connect(partial(self._open_mended, secret))
        self.shell.show_page(page)
        self._say_state()

    def _open_mended(self, secret: "Secret | None") -> None:
        self._fault = ""
        self.shell.show_page(WaitingPage(_(self.places[self._place].title), None))
        unlock = self._unlock
        opener = partial(unlock, secret) if unlock and secret else self._opener
        self.background.run(opener, done=self._on_desk, failed=self._on_refused)

    def _on_unlocked(self, desk: "Desk", secret: "Secret") -> None:
        """The page of the lock goes; whoever came by the recovery key chooses a new passphrase."""
        self._door = None
        self._on_desk(desk)
        if secret.recovery and self._context is not None:
            from mgdesk.ui.editors.passphrase import PassphraseSheet

            PassphraseSheet(self.frame, self._context, secret).open()

    def _read_state(self) -> None:
        if self._context is not None:
            self._context.read(_state_of_data, self._on_state)

    def _on_state(self, state: "tuple[bool, list[CampusRow]]") -> None:
        self._is_demo, self._campuses = state
        who = self._who()
        if who is not None and who.campus_id is not None:  # they see their campus only
            self._campuses = [c for c in self._campuses if c.id == who.campus_id]
        self._is_new = not self._campuses
        chosen = next((c for c in self._campuses if c.code == self.settings.campus), None)
        if who is not None and who.campus_id is not None:
            chosen = next(iter(self._campuses), None)
        self._show_campuses()
        self._set_campus(chosen.id if chosen else None)

    def _add_campus(self) -> None:
        """The first one, on a desk that has none."""
        if self._context is not None:
            from mgdesk.ui.editors.newcampus import NewCampusSheet

            NewCampusSheet(self.frame, self._context, on_saved=self._offer_manager).open()

    def _offer_manager(self) -> None:
        """The campus is there: who runs it comes next, unless nobody is to sign on."""
        if self._context is not None and not self._context.desk.has_staff:
            from mgdesk.ui.editors.staff_sheets import StaffSheet

            StaffSheet(self.frame, self._context, (), is_first=True).open()

    def _show_campuses(self) -> None:
        self.shell.show_demo(is_demo=self._is_demo)
        self.shell.show_first_step(self._add_campus if self._is_new else None)
        chosen = self._context.campus_id if self._context else None
        self.shell.offer_campuses([(c.id, c.name) for c in self._campuses], chosen)
        self._say_title()

    def _choose_campus(self, campus_id: UUID | None) -> None:
        code = next((c.code for c in self._campuses if c.id == campus_id), "")
        self.settings.campus = code
        self._keep()
        self._set_campus(campus_id)

    def _set_campus(self, campus_id: UUID | None) -> None:
        if self._context is not None and self._context.campus_id != campus_id:
            self._context.campus_id = campus_id
            self._context.campus_changed.emit()
        self.shell.offer_campuses([(c.id, c.name) for c in self._campuses], campus_id)

    def on_changed(self, tables: frozenset[str]) -> None:
        """Something was written: the page shown reads again, the others when they are shown."""
        self._saved_at = datetime.now().astimezone()
        for place in self._pages:
            self._stale.setdefault(place, set()).update(tables)
        for aside in self._aside.values():
            aside.note(tables)
        if "staff" in tables:
            self._look_who_is_here()
        self._refresh_shown()
        if tables & {"campus", "setting"}:
            self._read_state()
        if "person" in tables:
            self._read_names()
        self.settle()
        self._say_state()

    def _refresh_shown(self) -> None:
        if self._lock is not None:
            return
        tables = self._stale.pop(self._place, None)
        if tables and self._place in self._pages:
            self._page_now().reload(frozenset(tables))

    # --- going places ------------------------------------------------------------------------

    def go(self, place: str) -> None:
        """Show a page, made now if it was not shown before."""
        if place not in self.places:
            return
        self._place = place
        self.shell.rail.show_place(place)
        if self._context is None or self._lock is not None:
            return
        if place not in self._pages:
            self.background.make_way()
            self._pages[place] = self.places[place].build(self._context)
            self._wait_for(self._pages[place])
        if self.frame.early is None:
            self.shell.show_page(self._pages[place])
        self._refresh_shown()
        declare = getattr(self._pages[place], "commands", None)
        self.commands.set_of_page(declare() if declare else [])
        self.settings.place = place
        self._say_title()
        self.settle()

    def navigate(self, kind: str, record_id: UUID | None) -> None:
        self.go(KIND_OF_PLACE.get(kind, kind))
        page = self._page()
        if record_id is not None and page is not None:
            self._page_now().show_record(record_id)

    def _page(self) -> QWidget | None:
        return self._pages.get(self._place)

    def _page_now(self) -> Any:
        """The page shown, by its contract: show_record, reload, new, focus_search."""
        return self._pages[self._place]

    def focus_search(self) -> None:
        if self._page() is not None:
            self._page_now().focus_search()

    def new(self) -> None:
        if self._page() is not None:
            self._page_now().new()

    # --- scans -------------------------------------------------------------------------------

    def take_scan(self, code: str) -> None:
        """A badge or another code was scanned: the dialog in front may want it, else the page shown,
        else the first page that takes scans; when none does, a toast says whose it is."""
        if self._context is None:
            self._early_scans.append(code)
            return
        if self.kiosk_window is not None:
            self.kiosk_window.take_scan(code)
            return
        if self._lock is not None:
            return  # whose badge it is, is nobody's business yet
        wanted = [QApplication.activeModalWidget(), self._page()]
        if any(_takes(one, code) for one in wanted):
            return
        place = next((place.id for place in self.places.values() if place.takes_scans), None)
        if place is not None and place != self._place:
            self.go(place)
            if _takes(self._page(), code):
                return
        self._code_teller().tell(code)

    def _on_misread(self, found: "Diagnosis") -> None:
        """Said where the page shows its answers, so that nobody takes the one before for this scan's."""
        if self._context is None or self._lock is not None:
            return
        say = getattr(self._page(), "say_misread", None)
        if say is None or QApplication.activeModalWidget() is not None:
            say = self._code_teller().tell_misread
        say(found)

    def _code_teller(self) -> "CodeTeller":
        from mgdesk.ui.editors.scanned_code import CodeTeller

        assert self._context is not None
        if self._teller is None:
            self._teller = CodeTeller(self.frame, self._context)
        return self._teller

    def try_scanner(self) -> None:
        """Open the trial of the scanner, once."""
        if self._context is not None and not self.scanner.is_trying:
            from mgdesk.ui.editors.scanner_trial import TrialSheet

            over = QApplication.activeModalWidget() or self.frame
            TrialSheet(over, self._context, self.scanner).open()

    def about(self) -> None:
        """Open what the program is made of, and under which licences."""
        from mgdesk.ui.editors.about import AboutSheet

        AboutSheet(QApplication.activeModalWidget() or self.frame, self.background).open()

    def _settle_camera(self) -> None:
        """Switch the camera on or off, as the settings have it."""
        if self.camera is not None:
            self.camera.stop()
            self.camera = None
        if self.settings.camera and self._context is not None:
            from mgdesk.ui.kit.camera import Camera

            self.camera = Camera(self.frame, self.background)
            self.camera.scanned.connect(self.take_scan)
            self.camera.failed.connect(self._on_camera_fault)
            self.camera.start()

    def _on_camera_fault(self, sentence: str) -> None:
        self.toasts.show(sentence, tone="bad")

    # --- undo --------------------------------------------------------------------------------

    def undo(self) -> None:
        self._turn("undo")

    def redo(self) -> None:
        self._turn("redo")

    def _turn(self, way: str) -> None:
        if self._context is not None:
            work = self._context.desk.undo if way == "undo" else self._context.desk.redo
            done = self._on_undone if way == "undo" else self._on_redone
            self.background.run(work, done=done, failed=self.fail, in_order=True)

    def _on_undone(self, title: str | None) -> None:
        if title:
            self.toasts.show(
                _("Undone: {title}", title=title), button=_("Redo"), on_click=self.redo
            )
        self.settle()

    def _on_redone(self, title: str | None) -> None:
        if title:
            self.toasts.show_undo(_("Redone: {title}", title=title), self.undo)
        self.settle()

    def settle(self) -> None:
        """Say in the menu what can be undone and done again now."""
        desk = self._context.desk if self._context else None
        undo, redo = (desk.undo_title, desk.redo_title) if desk else (None, None)
        undo_text = _("Undo: {title}", title=undo) if undo else _("Undo")
        redo_text = _("Redo: {title}", title=redo) if redo else _("Redo")
        self.commands.rename("undo", undo_text, is_enabled=bool(undo))
        self.commands.rename("redo", redo_text, is_enabled=bool(redo))
        self._keep()

    # --- telling -----------------------------------------------------------------------------

    def fail(self, error: BaseException) -> None:
        """A mistake that can be mended is a sentence in a toast; a fault of ours a calm dialog."""
        crash.log(error)
        said = crash.sentence(error)
        if said:
            self.toasts.show(said, tone="bad")
        elif said is None and (self._crash is None or not self._crash.isVisible()):
            self._crash = crash.crash_sheet(self.frame, error)

    def _say_title(self) -> None:
        title = _(self.places[self._place].title)
        self.frame.setWindowTitle(f"MolenGeek Desk — {title}")

    def _say_state(self) -> None:
        if self._fault:
            words = _("The data is not open.")
        elif self._door is not None:
            words = _("The data is locked.")
        elif self._context is None:
            words = _("Opening the data…")
        elif self._lock is not None:
            words = ""
        elif self._saved_at is None:
            words = _("Everything is saved on this computer.")
        else:
            words = _(
                "Everything is saved on this computer, last at {time}.",
                time=i18n.format_clock(self._saved_at),
            )
        self._state.setText(" ".join((self._damage or words, *self._warnings)))
        self._say_duty()
        warnings = self._context.desk.warnings if self._context is not None else ()
        self._at_risk.setToolTip("\n".join(map(str, warnings)))
        self._at_risk.setVisible(bool(warnings))

    # --- commands ----------------------------------------------------------------------------

    def step_size(self, step: int) -> None:
        """The next larger or smaller size of everything."""
        wanted = [size for size in SIZES if (size - self.settings.scale) * step > 0]
        if wanted:
            self.apply_setting("scale", wanted[0] if step > 0 else wanted[-1])

    def check_in(self) -> None:
        """From any page to the one field where people are checked in."""
        self.go("today")
        self.focus_search()

    def who_is_in(self) -> None:
        """From any page: the list of who is in the building, to print."""
        self.go("today")
        if self._page() is not None:
            self._page_now().print_who_is_in()

    def toggle_privacy(self) -> None:
        """Hide who people are, at once, or show it again; who is who follows a moment later."""
        if veil.is_on():
            veil.lift()
        else:
            veil.draw()
            self._read_names()
        self._on_privacy()
        announce.say(self.frame, _("Names are hidden.") if veil.is_on() else _("Names are shown."))

    def _read_names(self) -> None:
        if self._context is not None and veil.is_on():
            self._context.read(_names, self._on_names)

    def _on_names(self, words: frozenset[str]) -> None:
        if veil.is_on():
            veil.draw(words)
            self._on_privacy()

    def _on_privacy(self) -> None:
        self._private.setVisible(veil.is_on())
        self.commands.say_again()
        shown = self.commands.find("privacy")
        if shown is not None:
            shown.setChecked(veil.is_on())

    def at_printer(self) -> None:
        """Show what this window has at the printers."""
        if self._context is not None:
            from mgdesk.ui.kit.printqueue import open_queue

            open_queue(self._context, self.frame)

    def show_privacy(self) -> None:
        """Who is over the period for which they are kept: a part of the settings."""
        if self._context is not None:
            self.go("settings")
            self._page_now().show_privacy()

    def verify(self, path: Path | None = None) -> None:
        """Ask whether a paper is genuine; a file dropped where no list is wanted is one."""
        if self._context is not None:
            from mgdesk.ui.editors.verification import VerifySheet

            VerifySheet(self.frame, self._context, path).open()

    # --- who is at the desk ------------------------------------------------------------------

    def _who(self) -> "OnDuty | None":
        return self._context.desk.on_duty if self._context is not None else None

    @property
    def has_somebody(self) -> bool:
        """Whether somebody signed on, whom another can take the place of."""
        return self._who() is not None

    def lock(self) -> None:
        """Nobody is at the desk: everything is covered until somebody signs on."""
        if self._context is None or self._lock is not None or self.kiosk_window is not None:
            return
        desk = self._context.desk
        if not desk.has_staff:
            return
        self._last = desk.on_duty.staff_id if desk.on_duty else self._last
        desk.sign_off(partial(self.background.run, in_order=True))
        self.toasts.hold()
        windows = take_windows(self.frame)
        self._put_away = PutAway(self.shell, self._pages, self._place, windows, self._stale)
        self._show_lock()
        self.settle()

    def _show_lock(self) -> None:
        from mgdesk.ui.editors.lock import LockScreen

        assert self._context is not None
        if self._lock is not None:
            self._lock.deleteLater()
        self._lock = LockScreen(self.frame, self._context, self._last)
        self._lock.entered.connect(self._on_entered)
        self.shell.hide()
        self.frame.statusBar().hide()
        self._set_commands()
        self.commands.set_of_page([])
        self._lock.show()
        self._lock.cover()
        self._lock.pin.setFocus()
        typed, self.frame.typed, self.frame.early = self.frame.typed, None, None
        if typed is not None:
            typed.give_back(partial(QApplication.sendEvent, self._lock.pin))
            self.arrived.emit()

    def _on_entered(self, who: "OnDuty") -> None:
        """Whoever comes back finds everything as it was; another begins with pages of their own."""
        is_back = who.staff_id == self._last and bool(self._pages)
        if self._lock is not None:
            self._lock.deleteLater()
        left, self._put_away = self._put_away, None
        self.scanner.touched_at = elapsed()
        if not is_back:
            self._leave(left)
        self._lock = None
        if who.staff_id in self._aside:
            left = self._bring_back(self._aside.pop(who.staff_id))
        elif not is_back:
            self._build()
            left = None
        self.shell.show()
        self.frame.statusBar().show()
        self._set_commands()
        self.go(self._place)
        has_windows = left is not None and left.show_windows()
        self.toasts.release(says_last=is_back)
        self._read_state()
        self.look_at_keeping()
        self._say_state()
        self.settle()
        if not has_windows:
            self.focus_search()

    def _set_aside(self) -> None:
        """Behind the lock, what was not saved is kept when the window is built anew."""
        left = self._put_away
        if left is not None and left.shell is self.shell and left.has_work:
            self.frame.takeCentralWidget()
            self.shell.setParent(self.frame)
            self.shell.hide()
            self._aside[self._last] = left

    def _leave(self, left: "PutAway | None") -> None:
        """Another begins: what was not saved waits for whoever wrote it, the rest is gone."""
        if left is None or self._last in self._aside:
            return
        self._put_away = left
        self._set_aside()
        self._put_away = None
        if self._last not in self._aside:
            left.close_windows()

    def _bring_back(self, kept: "PutAway") -> "PutAway":
        """Their pages and dialogs, as they left them."""
        self.shell, self._pages, self._stale = kept.shell, kept.pages, kept.stale
        self._place = kept.place
        self.frame.setCentralWidget(self.shell)
        self._show_campuses()
        return kept

    def _cover_late(self) -> None:
        """An answer that came after the lock may have opened a dialog: it waits like the others."""
        if self._lock is not None and self._put_away is not None:
            self._put_away.windows += take_windows(self.frame, spares_nobodys=True)

    def _look_who_is_here(self) -> None:
        """Somebody's role changed, or they are retired: at once, wherever that was done."""
        if self._context is None or self._lock is not None or self.kiosk_window is not None:
            return
        if self._context.desk.is_closed:
            self.lock()
            return
        self._set_commands()
        self.go(self._place)

    def _lock_when_idle(self) -> None:
        who, minutes = self._who(), self.settings.lock_after
        if who is None or not minutes or elapsed() - self.scanner.touched_at < minutes * 60:
            return
        self.lock()

    def change_own_pin(self) -> None:
        if self._context is not None and self._who() is not None:
            from mgdesk.ui.editors.staff_sheets import OwnPinSheet

            OwnPinSheet(self.frame, self._context).open()

    def _set_commands(self) -> None:
        own = window_actions(self)
        if self._lock is not None:
            own = [action for action in own if action.id.split("-")[0] in OF_NOBODY]
        self.commands.set_own(own)

    def _say_duty(self) -> None:
        """Who is at the desk, in the status bar; a click changes it, or leads to where staff begin."""
        who = self._who()
        self._duty.setVisible(self._context is not None and self._lock is None)
        if who is not None:
            role = _(STAFF_ROLE_LABELS[who.role])
            self._duty.set_words(_("{name}, {role}", name=who.name, role=role))
            self._duty.setToolTip(_("Change who is at the desk"))
        else:
            self._duty.set_words(_("Nobody signs on"))
            self._duty.setToolTip(_("Everybody may do everything. Staff are added in Settings."))

    def _on_duty_clicked(self) -> None:
        if self._who() is not None:
            self.lock()
            return
        self.go("settings")
        if hasattr(self._page(), "show_staff"):
            self._page_now().show_staff()

    # --- the kiosk ---------------------------------------------------------------------------

    def kiosk(self) -> None:
        """Give the screen to those who check themselves in; a PIN brings the window back."""
        if self._context is None or self.kiosk_window is not None:
            return
        from mgdesk.ui.editors.kiosk_start import KioskStart

        start = KioskStart(self.frame, self._context)
        start.opened.connect(self._on_kiosk)
        start.refused.connect(self._on_no_kiosk)
        start.open()

    def front(self) -> QWidget:
        """The window that is to be seen: the kiosk hides the other."""
        return self.kiosk_window or self.frame

    def _on_kiosk(self, kiosk: "KioskWindow") -> None:
        self.kiosk_window = kiosk
        if self._context is not None:
            who = self._who()
            self._last = who.staff_id if who and who.staff_id else self._last
            self._context.desk.stand_as_kiosk(partial(self.background.run, in_order=True))
        kiosk.left.connect(self._on_kiosk_left)
        self.toasts.hide()
        self.frame.hide()

    def _on_no_kiosk(self) -> None:
        if self._page() is None:
            self._leave_kiosk()

    def _leave_kiosk(self) -> None:
        """Whoever knows the kiosk's PIN is not yet known to the desk."""
        if self._context is not None and self._context.desk.has_staff:
            self._context.desk.sign_off()
            self.lock()
        else:
            self.go(self._place)

    def _on_kiosk_left(self) -> None:
        kiosk, self.kiosk_window = self.kiosk_window, None
        if kiosk is not None:
            kiosk.deleteLater()
        self.frame.show()
        self.frame.activateWindow()
        if self._context is not None and self._context.desk.has_staff:
            self._leave_kiosk()
        self.rebuild()

    def take_paper(self, path: Path) -> None:
        """A file dropped where no list is wanted: a scanned sheet is filed, another paper verified."""
        if self._context is None or self._lock is not None:
            return
        from mgdesk.exchange.pages import SUFFIXES
        from mgdesk.ui.editors.scans import ScanIntake

        if path.suffix.lower() in SUFFIXES:
            ScanIntake(self.frame, self._context, self.verify).take(path)
        else:
            self.verify(path)

    def help(self) -> None:
        keys = [(action.text, action.shortcut_text()) for action in self.commands.all]
        before = QApplication.activeWindow() or self.frame
        ManualWindow(before, keys, self._manual_page()).show()

    def _manual_page(self) -> str:
        """The page of the manual that is about what is in front: a part, a dialog, the page."""
        widget = QApplication.focusWidget() or QApplication.activeWindow()
        while widget is not None:
            about = MANUAL.get(type(widget).__module__.rpartition(".")[2])
            if about:
                return about
            widget = widget.parentWidget()
        return MANUAL.get(self._place, "start")

    def _on_close(self) -> None:
        self.settings.geometry = self.frame.kept_geometry()
        self._keep()
        self.scanner.stop()
        if self.camera is not None:
            self.camera.stop()
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None


def _takes(taker: QWidget | None, code: str) -> bool:
    """Whether a page or dialog wants a scan, by the optional part of its contract."""
    take = getattr(taker, "take_scan", None)
    return take is not None and bool(take(code))


class _Teller:
    """Called by the desk in the thread that wrote; tells the window in its own."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __call__(self, tables: frozenset[str]) -> None:
        self._window.background.post(self._window.on_changed, tables)


def _names(session: Any) -> frozenset[str]:
    """Runs in a thread: the words that the privacy key hides."""
    from mgdesk.queries.names import name_words

    return name_words(session)


def _state_of_data(session: Any) -> "tuple[bool, list[CampusRow]]":
    """Runs in a thread: whether this is the demo, and the campuses."""
    from mgdesk.queries.campuses import campuses, is_demo

    return is_demo(session), campuses(session)
