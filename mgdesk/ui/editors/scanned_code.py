"""What a scan says when no page takes it: whose badge it is, or what else the code is."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from mgdesk.i18n import N_, isolate
from mgdesk.i18n import gettext as _
from mgdesk.queries.tokens import CodeKind, Holder, HolderKind, Sighting, sighting
from mgdesk.rules.scan_faults import Diagnosis
from mgdesk.rules.sheet_code import parse_sheet_code
from mgdesk.ui.editors.scanner_words import sentences
from mgdesk.ui.kit.context import Context

_WHOSE = {
    HolderKind.BADGE: N_("This is the badge of {name}."),
    HolderKind.TOKEN: N_("This code belongs to {name}."),
    HolderKind.REGISTRATION: N_("This ticket belongs to {name}."),
    HolderKind.LEARNER_NUMBER: N_("This is the learner number of {name}."),
}
_WHAT = {
    CodeKind.FORMER_BADGE: N_(
        "This badge was of somebody whose record was deleted here. Nothing was noted."
    ),
    CodeKind.BADGE_OF_ELSEWHERE: N_(
        "This badge is not known here: it was made at another desk. Look its holder up by name."
    ),
    CodeKind.BADGE_MISREAD: N_(
        "This badge was read wrongly: its check letter does not fit. Scan it again, nearer and"
        " straight."
    ),
}


def what_it_is(seen: Sighting) -> str:
    """What a code is that checks nobody in, in a sentence; empty where there is more to do than to say."""
    if seen.kind is CodeKind.UNKNOWN:
        return _("The code {code} is new here.", code=isolate(seen.code[:40]))
    return _(_WHAT[seen.kind]) if seen.kind in _WHAT else ""


class CodeTeller(QObject):
    """`tell(code)` says whose it is in a toast; a code that is new asks for its person."""

    def __init__(self, over: QWidget, context: Context) -> None:
        super().__init__(over)
        self._over, self._context = over, context

    def tell(self, code: str) -> None:
        self._context.read(partial(sighting, code=code), self.show)

    def tell_misread(self, found: Diagnosis) -> None:
        """A burst that was meant to be a badge: what is wrong, and the way to the trial."""
        words = sentences(found)[0].words
        self._context.toast(
            words, button=_("Try your scanner"), on_click=self._context.try_scanner, tone="bad"
        )

    def ask_whose(self, code: str) -> None:
        """Ask whose a code is that nobody here has."""
        self._bind(code)

    def show(self, seen: Sighting) -> None:
        """What was found out about a code, told."""
        if seen.holder is not None:
            self._tell_holder(seen.holder)
        elif seen.kind is CodeKind.TRIAL:
            self._context.try_scanner()
        elif seen.kind is CodeKind.PAPER:
            self._verify(seen.code)
        elif seen.kind is CodeKind.SHEET:
            self._tell_sheet(seen.code)
        elif seen.kind is CodeKind.UNKNOWN:
            self._ask_whose(seen.code)
        else:
            self._context.toast(_(_WHAT[seen.kind]), tone="bad")

    def _tell_holder(self, found: Holder) -> None:
        words = _(_WHOSE[found.kind], name=found.name)
        self._context.toast(words, button=_("Open"), on_click=partial(self._open, found.person_id))

    def _open(self, person_id: UUID) -> None:
        self._context.navigate("person", person_id)

    def _verify(self, code: str) -> None:
        from mgdesk.ui.editors.verification import VerifySheet

        sheet = VerifySheet(self._over, self._context)
        sheet.take_scan(code)
        sheet.open()

    def _tell_sheet(self, code: str) -> None:
        sheet = parse_sheet_code(code.upper())
        number = isolate(sheet.number if sheet else code)
        self._context.toast(_("This is the attendance sheet {number}.", number=number))

    def _ask_whose(self, code: str) -> None:
        """At once, unless somebody is in the middle of another dialog: then a toast offers it."""
        if QApplication.activeModalWidget() is None:
            self._bind(code)
        else:
            words = _("The code {code} is new here.", code=isolate(code[:40]))
            self._context.toast(words, button=_("Whose is it?"), on_click=partial(self._bind, code))

    def _bind(self, code: str) -> None:
        from mgdesk.ui.editors.bind_token import BindSheet

        BindSheet(QApplication.activeModalWidget() or self._over, self._context, code).open()
