"""Certificates of participation to print: who gets one, why somebody does not, who signs, and when."""

from collections.abc import Collection
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTabWidget, QWidget

from mgdesk.i18n import LANGUAGES, language_name, ngettext, percent
from mgdesk.i18n import gettext as _
from mgdesk.queries import campuses as campus_queries
from mgdesk.queries import cohorts as queries
from mgdesk.queries.campuses import SignatoryRow
from mgdesk.queries.cohorts import CohortDetail, RosterRow
from mgdesk.rules.enrolment import EnrolmentStatus
from mgdesk.rules.paper import PaperKind
from mgdesk.services import documents as services
from mgdesk.services.documents import why_not
from mgdesk.ui.editors.printing import IssuingPreview
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import ChoiceField, DateField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Empty, add, beside, column, row, scrolled
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone

PAUSE: Final = 250  # milliseconds without a change before the draft is drawn again
_WIDE: Final = 900  # pixels of the grid from which the list and the pages fit beside each other


class CertificatesForm(Form):
    """Who gets one: those chosen in the list, else everybody who may; and who signs, where and when."""

    def __init__(self, cohort: CohortDetail, today: date) -> None:
        super().__init__()
        self._cohort = cohort
        self.table: Table[RosterRow] = Table(
            [
                Column(_("Name"), _name, second=_facts, strong=True, stretch=True),
                Column(_("Certificate"), _nothing, sort=self._sort, pill=self._pill, tip=self._why),
            ],
            name=_("Learners"),
            key=_key,
            empty=Empty(_("Nobody is enrolled yet."), icon_name="users"),
            several=True,
            headers=False,
        )
        self.table.setMinimumHeight(theme.px(240))
        self.add_part(self.table.carded())
        self._said = labels.muted("")
        self._all = Button(_("Everybody"), kind="link", on_click=self.choose_everybody)
        line = QWidget()
        inside = row()
        add(inside, self._said, 1)
        add(inside, self._all)
        line.setLayout(inside)
        self.add_part(line)
        self.reason = self.add(
            _("Reason, when somebody does not reach the threshold"),
            TextField(),
            help_text=_("With a reason they get one too; the register keeps it."),
        )
        self.signatory = ChoiceField()
        self.day = DateField(today)
        self.language = ChoiceField(
            [("", _("That of each person")), *((c, language_name(c)) for c in LANGUAGES)], ""
        )
        self.add(_("Signed by"), self.signatory)
        self.add_beside((_("Date"), self.day), (_("Language"), self.language))
        self.table.view.selectionModel().selectionChanged.connect(self._on_selection)

    # --- filling -----------------------------------------------------------------------------

    def show_people(self, rows: list[RosterRow], chosen: Collection[UUID]) -> None:
        """The learners of the cohort; `chosen` are enrolments to begin with."""
        people = [one for one in rows if one.status is not EnrolmentStatus.PROSPECT]
        self.table.set_rows(people)
        for one in people:
            if one.enrolment_id in chosen:
                self.table.choose(one.enrolment_id)
        self._say()

    def show_signatories(self, rows: list[SignatoryRow]) -> None:
        choices: list[tuple[UUID | None, str]] = [(one.id, _signs(one)) for one in rows]
        self.signatory.set_choices(choices or [(None, _("Nobody yet: an empty line"))])

    def choose_everybody(self) -> None:
        """Nobody in particular: the whole cohort."""
        self.table.view.clearSelection()

    # --- what it says ------------------------------------------------------------------------

    @property
    def chosen(self) -> list[RosterRow]:
        """Whom it is for: the selected, else everybody."""
        return self.table.selected or self.table.rows

    @property
    def getting(self) -> list[RosterRow]:
        """Who of them gets one."""
        has_reason = bool(self.reason.value)
        return [one for one in self.chosen if has_reason or self.fault(one) is None]

    def fault(self, one: RosterRow) -> str | None:
        """Why somebody gets none without a reason; None when they do."""
        found = why_not(one.status, one.summary, self._cohort.rules)
        return None if found is None else str(found)

    def mistakes(self) -> dict[QWidget, str]:
        if self.day.value is None and not self.day.mistake():
            return {self.day: _("A certificate needs its date.")}
        return {}

    def values(self) -> dict[str, Any]:
        """As `draft_certificates` and `issue_certificates` take them."""
        selected = [one.enrolment_id for one in self.table.selected]
        return {
            "cohort_id": self._cohort.id,
            "enrolment_ids": selected or None,
            "override_reason": self.reason.value,
            "language": self.language.value,
            "signatory_id": self.signatory.value,
            "day": self.day.value,
        }

    def _on_selection(self) -> None:
        self._say()
        self.changed.emit()

    def _on_edit(self) -> None:
        super()._on_edit()
        self._say()

    def _say(self) -> None:
        getting = len(self.getting)
        left_out = len(self.chosen) - getting
        said = ngettext("{n} certificate", "{n} certificates", getting)
        if left_out:
            without = ngettext(
                "{n} person left out: give a reason", "{n} people left out: give a reason", left_out
            )
            said = _("{certificates}; {left_out}", certificates=said, left_out=without)
        self._said.setText(said)
        self._all.setVisible(bool(self.table.selected))

    def _pill(self, one: RosterRow) -> Pill:
        fault = why_not(one.status, one.summary, self._cohort.rules)
        if fault is None:
            return Pill(Tone.OK, _("yes"))
        if isinstance(fault, services.BelowThreshold):
            rate = one.summary.minutes_attended + one.summary.minutes_assimilated
            return Pill(Tone.BAD, percent(rate / max(1, one.summary.minutes_due)))
        if isinstance(fault, services.LeftTheCohort):
            return Pill(Tone.NEUTRAL, _("left"))
        return Pill(Tone.NEUTRAL, _("nothing marked"))

    def _why(self, one: RosterRow) -> str:
        return self.fault(one) or _("reaches the threshold")

    def _sort(self, one: RosterRow) -> int:
        return one.summary.minutes_attended + one.summary.minutes_assimilated


class CertificatesDialog(Sheet):
    """Print certificates: who on one side, the pages on the other."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        cohort: CohortDetail,
        today: date,
        chosen: Collection[UUID],
    ) -> None:
        form = CertificatesForm(cohort, today)
        preview = IssuingPreview(context, PaperKind.CERTIFICATE.value)
        heading = _("Certificates of {code}", code=cohort.code)
        content = _sides(form, preview, parent.screen().availableGeometry().width())
        super().__init__(parent, heading, content, width=1180, is_tall=True)
        self.form, self.preview = form, preview
        self._context, self._cohort, self._chosen = context, cohort, frozenset(chosen)
        self._missing = 2  # of the two reads that the draft needs
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.draw)
        form.changed.connect(self._pause.start)
        form.changed.connect(preview.wait_for_draft)
        preview.print_button.setDefault(True)
        context.read(partial(queries.roster, cohort_id=cohort.id), self._show_people)
        context.read(
            partial(campus_queries.signatories, campus_id=cohort.campus_id), self._show_signatories
        )

    def _show_people(self, rows: list[RosterRow]) -> None:
        self.form.show_people(rows, self._chosen)
        self._begin()

    def _show_signatories(self, rows: list[SignatoryRow]) -> None:
        self.form.show_signatories(rows)
        self._begin()

    def _begin(self) -> None:
        self._missing -= 1
        if not self._missing:
            self.draw()

    def draw(self) -> None:
        """Show the certificates of those chosen as they would be printed."""
        if self._missing > 0:
            return
        self._pause.stop()
        if not self.form.table.rows:
            self.preview.say_nothing_to_print(_("Nobody is enrolled here. Enrol people first."))
        elif self.form.day.value is None:
            self.preview.say_nothing_to_print(_("A certificate needs its date."))
        elif not self.form.getting:
            self.preview.say_nothing_to_print(
                _("Nobody chosen here may have one yet. Give a reason to print it nevertheless.")
            )
        else:
            values = self.form.values()
            self.preview.show_draft(
                partial(services.draft_certificates, **values),
                partial(services.issue_certificates, **values),
                _file_name(self._cohort.code, self.form.getting),
            )


def open_certificates(
    parent: QWidget,
    context: Context,
    cohort: CohortDetail,
    today: date,
    chosen: Collection[UUID] = (),
) -> CertificatesDialog:
    """Open the dialog over the page; `chosen` are enrolments, none for the whole cohort."""
    dialog = CertificatesDialog(parent, context, cohort, today, chosen)
    dialog.open()
    return dialog


def _sides(form: CertificatesForm, preview: IssuingPreview, width: int) -> QWidget:
    """Beside each other where there is room, else behind two tabs."""
    if width >= theme.px(_WIDE):
        return beside(scrolled(form), preview, (2, 3))
    tabs = QTabWidget()
    tabs.setAccessibleName(_("Certificates"))
    tabs.addTab(preview, _("Pages"))
    tabs.addTab(scrolled(form), _("For whom"))
    holder = QWidget()
    whole = column()
    add(whole, tabs, 1)
    holder.setLayout(whole)
    return holder


def _file_name(code: str, people: list[RosterRow]) -> str:
    if len(people) == 1:
        return _("Certificate {code} {name}", code=code, name=people[0].name)
    return _("Certificates {code}", code=code)


def _signs(one: SignatoryRow) -> str:
    words = _("{name}, {role}", name=one.name, role=one.role) if one.role else one.name
    return labels.directed(words)


def _key(one: RosterRow) -> object:
    return one.enrolment_id


def _name(one: RosterRow) -> str:
    return one.name


def _facts(one: RosterRow) -> str:
    return " · ".join(part for part in (one.learner_number, str(one.birth_year or "")) if part)


def _nothing(_one: RosterRow) -> str:
    return ""
