"""Every command of the window, declared once: menus, palette, shortcuts and help all read it here.

Main commands are on F-keys and Ctrl with a letter, never digits or punctuation: those exist on
AZERTY and Arabic keyboards too (see kit.keyboard for layouts without Latin letters).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol
from uuid import UUID

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from mgdesk import i18n
from mgdesk.i18n import N_
from mgdesk.i18n import gettext as _
from mgdesk.rules.rights import Right
from mgdesk.settings import Settings
from mgdesk.ui.kit import icons, veil
from mgdesk.ui.kit.allowed import NEEDS
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.palette import Entry, Palette

if TYPE_CHECKING:
    from mgdesk.queries.search import Hit

MENUS: Final = {
    "file": N_("File"),
    "edit": N_("Edit"),
    "record": N_("This page"),
    "view": N_("View"),
    "help": N_("Help"),
}


THEMES: Final = {"system": N_("As the system"), "light": N_("Light"), "dark": N_("Dark")}


@dataclass(frozen=True)
class Action:
    """A command: `text` in the spoken language, `run` what it does.

    `shortcut` is written as Qt writes it, several separated by `; `. `menu` is a key of MENUS;
    `group` puts a line between groups of one menu; `is_on` makes it a command with a tick. What
    a role may not is asked for by the services again: here it is only said early.
    """

    id: str
    text: str
    run: Callable[[], object]
    icon: str = ""
    shortcut: str = ""
    menu: str = "record"
    group: str = ""
    is_on: bool | None = None
    is_enabled: bool = True
    needs: tuple[Right, ...] = ()  # one of these rights; without any, it is seen and cannot be done

    @property
    def written_keys(self) -> list[str]:
        """Its shortcuts, each as Qt writes it."""
        return [part for part in self.shortcut.split("; ") if part]

    def shortcuts(self) -> list[QKeySequence]:
        return [QKeySequence(part) for part in self.written_keys]

    def shortcut_text(self) -> str:
        """The first shortcut as the keyboard has it written."""
        found = self.shortcuts()
        return found[0].toString(QKeySequence.SequenceFormat.NativeText) if found else ""


# What these keys mean is the same on every page (FRONTDESK, P0.8): the ends of the ids that may have them.
RESERVED: Final = {
    "F1": ("help",),
    "F2": ("edit", "open"),
    "F3": ("search",),
    "F4": ("check-in", "check_in"),
    "F5": ("attendance",),
    "F6": ("sheets",),
    "F7": ("certificates",),
    "F8": ("who-is-in", "who"),
    "F9": ("privacy",),
    "F10": (),  # the system's: the menu
    "Ctrl+F": ("search",),
    "Ctrl+K": ("palette",),
    "Ctrl+N": ("new",),
    "Ctrl+Z": ("undo",),
}


class Commands(QObject):
    """The commands that the window has now: its own, and those of the page shown."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._own: list[Action] = []
        self._of_page: list[Action] = []
        self._shown: dict[str, QAction] = {}
        self.may: Callable[..., bool] = lambda *_rights: True  # what whoever is at the desk may
        # The same ones all along: a bar that is cleared keeps what was in it.
        self._menus = {key: window.menuBar().addMenu("") for key in MENUS}

    def set_own(self, actions: Sequence[Action]) -> None:
        self._own = list(actions)
        self._build()

    def set_of_page(self, actions: Sequence[Action]) -> None:
        self._of_page = list(actions)
        self._build()

    @property
    def all(self) -> list[Action]:
        """The page's commands go before the window's own of the same id (New: New person) or key."""
        ids = {action.id for action in self._of_page}
        keys = {key for action in self._of_page for key in action.written_keys}
        own = (own for own in self._own if own.id not in ids and not keys & set(own.written_keys))
        return [*own, *self._of_page]

    @property
    def shown(self) -> list[QAction]:
        """As Qt has them in the menus."""
        return list(self._shown.values())

    def find(self, action_id: str) -> QAction | None:
        return self._shown.get(action_id)

    def rename(self, action_id: str, text: str, *, is_enabled: bool) -> None:
        """Say what a command would do now (Undo: …), and whether it can."""
        found = self._shown.get(action_id)
        if found is not None:
            self._say(found, text)
            found.setEnabled(is_enabled and not found.property("refused"))

    def entries(self) -> list[Entry]:
        """The commands as lines of the palette; what cannot be done now is left out."""
        return [
            Entry(
                shown.text().replace("&&", "&"),
                action.shortcut_text(),
                _("command"),
                action.icon or "command",
                shown.trigger,
            )
            for action in self.all
            if (shown := self._shown.get(action.id)) is not None
            and shown.isEnabled()
            and action.id != "palette"
        ]

    @Slot()
    def redraw(self) -> None:
        """Draw the icons again in the colours in force."""
        for action in self.all:
            if action.icon and action.id in self._shown:
                self._shown[action.id].setIcon(icons.icon(action.icon))

    @Slot()
    def say_again(self) -> None:
        """As the privacy key wants it."""
        for shown in self.shown:
            self._say(shown, str(shown.data()))

    def _say(self, shown: QAction, text: str) -> None:
        shown.setData(text)
        shown.setText(_for_menu(veil.over(text)))

    def _build(self) -> None:
        """The menus anew, in the order of MENUS; nothing is only in a shortcut."""
        for shown in self._shown.values():
            self._window.removeAction(shown)
            shown.deleteLater()
        self._shown = {}
        for key, menu in self._menus.items():
            wanted = [action for action in self.all if action.menu == key]
            wanted.sort(key=lambda one: (one.id != "new", one.group == "quit"))
            menu.clear()
            menu.setTitle(_(MENUS[key]))
            menu.setToolTipsVisible(True)
            menu.menuAction().setVisible(bool(wanted))
            self._fill(menu, wanted)

    def _fill(self, menu: QMenu, actions: Sequence[Action]) -> None:
        group = actions[0].group if actions else ""
        for action in actions:
            if action.group != group:
                menu.addSeparator()
                group = action.group
            shown = self._make(action)
            menu.addAction(shown)
            self._window.addAction(shown)
            self._shown[action.id] = shown

    def _make(self, action: Action) -> QAction:
        shown = QAction(self._window)
        self._say(shown, action.text)
        shown.setShortcuts(action.shortcuts())
        if action.icon:
            shown.setIcon(icons.icon(action.icon))
        if action.is_on is not None:
            shown.setCheckable(True)
            shown.setChecked(action.is_on)
        needed = action.needs or NEEDS.get(action.id, ())
        is_allowed = not needed or self.may(*needed)
        shown.setEnabled(action.is_enabled and is_allowed)
        shown.setProperty("refused", not is_allowed)
        if not is_allowed:
            shown.setToolTip(_("Your role does not allow this."))
        run = action.run
        shown.triggered.connect(lambda _checked=False: run())
        return shown


def _for_menu(text: str) -> str:
    """An ampersand in a name is no mnemonic."""
    return text.replace("&", "&&")


class Room(Protocol):
    """A place to go to, as far as a command needs it."""

    @property
    def title(self) -> str: ...

    @property
    def icon(self) -> str: ...


class Owner(Protocol):
    """What the commands ask of the window."""

    settings: Settings
    finder: "Finder"

    @property
    def places(self) -> Mapping[str, Room]: ...

    def close(self) -> object: ...

    def go(self, place: str) -> object: ...

    def new(self) -> object: ...

    def undo(self) -> object: ...

    def redo(self) -> object: ...

    def focus_search(self) -> object: ...

    def check_in(self) -> object: ...

    def who_is_in(self) -> object: ...

    def apply_setting(self, name: str, value: object) -> object: ...

    def toggle_privacy(self) -> object: ...

    def step_size(self, step: int) -> object: ...

    def verify(self) -> object: ...
    def show_privacy(self) -> object: ...

    def at_printer(self) -> object: ...

    def kiosk(self) -> object: ...

    def help(self) -> object: ...

    def try_scanner(self) -> object: ...

    def about(self) -> object: ...

    def lock(self) -> object: ...

    def change_own_pin(self) -> object: ...

    @property
    def has_somebody(self) -> bool: ...


def window_actions(window: Owner) -> list[Action]:
    """The commands that are there on every page."""
    return [
        Action("new", _("New"), window.new, "plus", "Ctrl+N", "file"),
        Action("check-in", _("Check in"), window.check_in, "user-check", "F4", "file", "desk"),
        Action("who-is-in", _("Who is in the building"), window.who_is_in, "building-2", "F8", "file", "desk"),  # noqa: E501
        Action("verify", _("Verify a paper…"), window.verify, "shield-check", "F12", "file", "paper"),
        Action("privacy-review", _("Who is over their period"), window.show_privacy, "hourglass", "", "file", "paper"),  # noqa: E501
        Action("at-printer", _("At the printer"), window.at_printer, "printer", "", "file", "paper"),
        *_staff_actions(window),
        Action("quit", _("Quit"), window.close, "log-out", "Ctrl+Q", "file", "quit"),
        Action("undo", _("Undo"), window.undo, "undo-2", "Ctrl+Z", "edit", is_enabled=False),
        Action("redo", _("Redo"), window.redo, "redo-2", "Ctrl+Shift+Z; Ctrl+Y", "edit", is_enabled=False),
        Action("search", _("Search"), window.focus_search, "search", "F3; Ctrl+F", "edit", "find"),
        Action("palette", _("Find anything…"), window.finder.open, "command", "Ctrl+K", "edit", "find"),
        *_place_actions(window),
        Action("kiosk", _("Kiosk…"), window.kiosk, "monitor", menu="view", group="kiosk"),
        *_theme_actions(window),
        *_size_actions(window),
        *_privacy_action(window),
        *_language_actions(window),
        Action("help", _("Help"), window.help, "circle-help", "F1", "help"),
        Action("try-scanner", _("Try your scanner"), window.try_scanner, "scan-line", "", "help"),
        Action("about", _("About and licences"), window.about, "info", "", "help"),
    ]  # fmt: skip


def _staff_actions(window: Owner) -> list[Action]:
    """Only where staff sign on."""
    if not window.has_somebody:
        return []
    staff = partial(Action, menu="file", group="staff")
    return [
        staff("change-staff", _("Change who is at the desk"), window.lock, "users-round", "Ctrl+I"),
        staff("own-pin", _("Change my PIN…"), window.change_own_pin, "lock"),
    ]


def _place_actions(window: Owner) -> list[Action]:
    return [
        Action(
            f"go-{name}",
            _("Go to {place}", place=_(place.title)),
            partial(window.go, name),
            place.icon,
            menu="view",
        )
        for name, place in window.places.items()
    ]


def _theme_actions(window: Owner) -> list[Action]:
    return [
        Action(
            f"theme-{key}",
            _("Colours: {theme}", theme=_(words)),
            partial(window.apply_setting, "theme", key),
            menu="view",
            group="theme",
            is_on=window.settings.theme == key,
        )
        for key, words in THEMES.items()
    ]


def _size_actions(window: Owner) -> list[Action]:
    size = partial(Action, menu="view", group="size")
    return [
        size("larger", _("Larger"), partial(window.step_size, 1), "zoom-in", "Ctrl++"),
        size("smaller", _("Smaller"), partial(window.step_size, -1), "zoom-out", "Ctrl+-"),
        size("normal", _("Normal size"), partial(window.apply_setting, "scale", 100)),
    ]


def _privacy_action(window: Owner) -> list[Action]:
    return [
        Action(
            "privacy",
            _("Privacy: hide names"),
            window.toggle_privacy,
            "eye-off",
            "F9",
            "view",
            "privacy",
            is_on=veil.is_on(),
        )
    ]


def _language_actions(window: Owner) -> list[Action]:
    return [
        Action(
            f"language-{code}",
            words,
            partial(window.apply_setting, "language", code),
            menu="view",
            group="language",
            is_on=i18n.spoken_language() == code,
        )
        for code, words in i18n.LANGUAGES.items()
    ]


_HITS: Final = {
    "person": ("user", N_("person")),
    "cohort": ("graduation-cap", N_("cohort")),
    "event": ("calendar-days", N_("event")),
}
_PAPER: Final = ("file-text", N_("paper"))


class Finder(QObject):
    """Opens the palette over people, cohorts, events and commands, and goes where it leads."""

    def __init__(
        self,
        window: QMainWindow,
        commands: Commands,
        navigate: Callable[[str, UUID], object],
    ) -> None:
        super().__init__(window)
        self._window, self._commands, self._navigate = window, commands, navigate
        self.context: Context | None = None
        self.palette: Palette | None = None

    def open(self) -> None:
        if self.context is None or self.palette is not None:
            return
        self.palette = Palette(self._window, self._commands.entries(), self._look_up)
        self.palette.destroyed.connect(self._forget)
        self.palette.show()

    @Slot()
    def _forget(self) -> None:
        self.palette = None

    def _look_up(self, text: str) -> None:
        if self.context is not None:
            self.context.read(partial(_find, text=text), self._on_found)

    def _on_found(self, found: "tuple[str, list[Hit]]") -> None:
        if self.palette is not None:
            text, hits = found
            self.palette.show_found(text, [self._entry(hit) for hit in hits])

    def _entry(self, hit: "Hit") -> Entry:
        icon, group = _PAPER if hit.paper_id else _HITS[hit.kind.value]
        day = i18n.format_day(hit.day, "short") if hit.day else ""
        detail = " · ".join(i18n.isolate(part) for part in (hit.detail, day) if part)
        go = partial(self._navigate, hit.kind.value, hit.id)
        return Entry(hit.title, detail, _(group), icon, go)


def _find(session: Any, *, text: str) -> "tuple[str, list[Hit]]":
    """Runs in a thread: what a text finds, with the text, so that a late answer is known."""
    from mgdesk.queries.search import find

    return text, find(session, text=text)
