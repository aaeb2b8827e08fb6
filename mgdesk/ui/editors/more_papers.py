"""Further papers of a cohort or an event: one dialog, the kind chosen first, the draft beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from mgdesk.i18n import LANGUAGES, format_month, language_name, number
from mgdesk.i18n import gettext as _
from mgdesk.queries import attendance as attendance_queries
from mgdesk.queries import campuses as campus_queries
from mgdesk.queries.attendance import WeekRow
from mgdesk.queries.campuses import SignatoryRow
from mgdesk.queries.coaching import CoachingRow
from mgdesk.queries.cohorts import CohortDetail
from mgdesk.queries.events import EventDetail
from mgdesk.queries.loans import LoanRow
from mgdesk.queries.person import PersonDetail
from mgdesk.queries.selection import SelectionDayRow
from mgdesk.rules.calendar import period_days
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.paper import PaperKind, SheetLayout
from mgdesk.services import (
    absence_letters,
    application_papers,
    attendee_lists,
    attestations,
    badges,
    coaching_papers,
    documents,
    employer_papers,
    event_papers,
    loan_papers,
    selection_changes,
)
from mgdesk.services.attestations import NATURE_LABELS, Nature
from mgdesk.services.badges import BadgeFormat
from mgdesk.ui.editors.printing import Drawn, IssuingPreview
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import ChoiceField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import add, column

PAUSE: Final = 200  # milliseconds without a change before the draft is drawn again


@dataclass(frozen=True)
class Offer:
    """A kind of paper that can be chosen; `issue` is missing where nothing is registered."""

    words: str
    kind: str  # what a printer is remembered for
    draft: Callable[..., Any]
    issue: Callable[..., Any] | None
    needs_month: bool = False
    has_nature: bool = False
    is_signed: bool = True
    is_of_campus: bool = False  # about the campus, not the cohort or event
    fixed: tuple[tuple[str, object], ...] = ()  # values of its own
    once_left: "partial[Any] | None" = None  # a service, when it was printed or saved


class FreePreview(IssuingPreview):
    """A preview that also prints what no register knows."""

    _once_left: "partial[Any] | None" = None

    def show_offer(self, offer: Offer, values: dict[str, Any], name: str) -> None:
        """Show the draft of an offer as it would be printed."""
        self._kind = offer.kind
        self._once_left = offer.once_left
        remembered = self._context.settings.printers.get(offer.kind)
        if remembered:
            self.printers.value = remembered
        issue = partial(offer.issue, **values) if offer.issue else None
        self.show_draft(partial(offer.draft, **values), issue, name)

    def make_ready(self, go: Callable[[], None]) -> None:
        if self._issue is None and not self._ids:
            go()
        else:
            super().make_ready(go)

    def _show_drawn_draft(self, drawn: Drawn) -> None:
        super()._show_drawn_draft(drawn)
        if self._issue is None:
            self._note.hide()

    def _on_left(self) -> None:
        if self._ids:
            super()._on_left()
        elif self._once_left is not None:
            self._context.do(self._once_left)


class PapersForm(Form):
    """Which paper, of which month, in which language, signed by whom."""

    def __init__(self, offers: list[Offer], *, has_months: bool, months: int = 1) -> None:
        """`months` is how many a statement covers: a quarter has three."""
        super().__init__()
        self.offers, self._months = offers, months
        self.offer = ChoiceField([(offer, offer.words) for offer in offers], offers[0])
        self.month = ChoiceField()
        self.language = ChoiceField(
            [("", _("That of each person")), *((c, language_name(c)) for c in LANGUAGES)], ""
        )
        self.signatory = ChoiceField()
        self.nature = ChoiceField(
            [(nature, _(words)) for nature, words in NATURE_LABELS.items()], Nature.TRAINING
        )
        words = _("Month") if months == 1 else _("Quarter")
        periods = [(words, self.month)] if has_months else []
        has_nature = any(one.has_nature for one in offers)
        natures = [(_("Nature of the action"), self.nature)] if has_nature else []
        if len(offers) > 1:
            self.add_beside((_("Paper"), self.offer), *natures)
        self.add_beside(
            *periods,
            (_("Language"), self.language),
            *([(_("Signed by"), self.signatory)] if any(one.is_signed for one in offers) else []),
        )
        self.offer.edited.connect(self._settle)
        self._settle()

    def _settle(self) -> None:
        """What the chosen paper does not need cannot be changed."""
        offer: Offer = self.offer.value
        self.month.setEnabled(offer.needs_month)
        self.signatory.setEnabled(offer.is_signed)
        self.nature.setEnabled(offer.has_nature)

    def show_months(self, weeks: list[WeekRow], today: date) -> None:
        """Offer the months or quarters with class; the last one that has begun is chosen."""
        days = [day for week in weeks for day in (week.first_day, week.last_day)]
        months = sorted({period_days(day, self._months)[0] for day in days})
        begun = [month for month in months if month <= today]
        chosen = begun[-1] if begun else (months[0] if months else None)
        self.month.set_choices([(one, self._period_words(one)) for one in months], chosen)
        self._settle()

    def _period_words(self, first: date) -> str:
        if self._months == 1:
            return format_month(first)
        quarter = number((first.month - 1) // 3 + 1)
        return _("Quarter {n} of {year}", n=quarter, year=str(first.year))

    def show_signatories(self, rows: list[SignatoryRow]) -> None:
        choices: list[tuple[object, str]] = [(one.id, one.name) for one in rows]
        self.signatory.set_choices(choices or [(None, _("Nobody yet: an empty line"))])
        self._settle()

    def values(self, today: date) -> dict[str, Any]:
        """What the chosen paper's draft and issue take, beside what they are about."""
        offer: Offer = self.offer.value
        values: dict[str, Any] = {
            "language": self.language.value,
            "day": today,
            **dict(offer.fixed),
        }
        if offer.is_signed:
            values["signatory_id"] = self.signatory.value
        if offer.has_nature:
            values["nature"] = self.nature.value
        if offer.needs_month and self.month.value is not None:
            values["first_day"], values["last_day"] = period_days(self.month.value, self._months)
        return values


class PapersDialog(Sheet):
    """The form above, the pages below; one more press prints them."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        heading: str,
        offers: list[Offer],
        about: dict[str, Any],
        *,
        campus_id: UUID | None,
        code: str,
        today: date,
        missing: int,
        months: int = 1,
    ) -> None:
        form = PapersForm(offers, has_months=missing > 1, months=months)
        preview = FreePreview(context, offers[0].kind)
        content = QWidget()
        whole = column(form, gap=12)
        add(whole, preview, 1)
        content.setLayout(whole)
        super().__init__(parent, heading, content, width=1060, is_tall=True)
        self.form, self.preview = form, preview
        self._about, self._code, self._today = about, code, today
        self._campus_id = campus_id
        self._missing = missing  # reads that the draft waits for
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.draw)
        self.form.changed.connect(self._pause.start)
        self.form.changed.connect(self.preview.wait_for_draft)
        self.preview.print_button.setDefault(True)

    def show_weeks(self, weeks: list[WeekRow]) -> None:
        self.form.show_months(weeks, self._today)
        self._begin()

    def show_signatories(self, rows: list[SignatoryRow]) -> None:
        self.form.show_signatories(rows)
        self._begin()

    def _begin(self) -> None:
        self._missing -= 1
        if not self._missing:
            self.draw()

    def draw(self) -> None:
        """Show the chosen papers as they would be printed."""
        if self._missing > 0:
            return
        self._pause.stop()
        offer: Offer = self.form.offer.value
        if offer.needs_month and self.form.month.value is None:
            self.preview.say_nothing_to_print(_("This cohort has no half-day yet."))
            return
        about = {"campus_id": self._campus_id} if offer.is_of_campus else self._about
        values = {**about, **self.form.values(self._today)}
        self.preview.show_offer(offer, values, f"{offer.words} {self._code}")


def open_cohort_papers(
    parent: QWidget, context: Context, cohort: CohortDetail, today: date
) -> PapersDialog:
    """Open the further papers of a cohort over the page."""
    dialog = PapersDialog(
        parent,
        context,
        _("Papers of {code}", code=cohort.code),
        cohort_offers(cohort.statement_months),
        {"cohort_id": cohort.id},
        campus_id=cohort.campus_id,
        code=cohort.code,
        today=today,
        missing=2,
        months=cohort.statement_months,
    )
    context.read(partial(attendance_queries.weeks, cohort_id=cohort.id), dialog.show_weeks)
    _read_signatories(context, cohort.campus_id, dialog)
    dialog.open()
    return dialog


def open_event_papers(
    parent: QWidget, context: Context, event: EventDetail, today: date
) -> PapersDialog:
    """Open the papers of an event over the page."""
    dialog = PapersDialog(
        parent,
        context,
        _("Papers of {code}", code=event.title),
        event_offers(),
        {"event_id": event.id},
        campus_id=event.campus_id,
        code=event.code,
        today=today,
        missing=1,
    )
    _read_signatories(context, event.campus_id, dialog)
    dialog.open()
    return dialog


def open_member_card(
    parent: QWidget, context: Context, person: PersonDetail, today: date
) -> PapersDialog:
    """Open the card of a person over the page."""
    words = {
        BadgeFormat.SINGLE: _("Member card of its own size"),
        BadgeFormat.CARD: _("Member card on A4, to cut out"),
    }
    offers = [
        Offer(said, "badge", badges.member_card, None, is_signed=False, fixed=(("form", form),))
        for form, said in words.items()
    ]
    dialog = PapersDialog(
        parent,
        context,
        _("Card of {name}", name=person.name),
        offers,
        {"person_id": person.id},
        campus_id=person.campus_id,
        code=person.name,
        today=today,
        missing=0,
    )
    dialog.draw()
    dialog.open()
    return dialog


def open_coaching_note(parent: QWidget, context: Context, found: CoachingRow) -> PapersDialog:
    """Open the printed note of an appointment over the page."""
    offer = Offer(
        _("Coaching note"),
        PaperKind.COACHING_NOTE.value,
        coaching_papers.draft_coaching_note,
        coaching_papers.issue_coaching_note,
        is_signed=False,
    )
    heading = _("Coaching note of {name}", name=found.name)
    about = {"coaching_id": found.id}
    return _open_paper(parent, context, heading, offer, about, found.name, found.zone)


def open_loan_receipt(parent: QWidget, context: Context, found: LoanRow) -> PapersDialog:
    """Open the receipt of a loan, or of its return, over the page."""
    offer = Offer(
        _("Receipt of loan"),
        PaperKind.LOAN_RECEIPT.value,
        loan_papers.draft_loan_receipt,
        loan_papers.issue_loan_receipt,
        is_signed=False,
    )
    heading = _("Receipt for {resource}", resource=found.code)
    about = {"loan_id": found.id}
    return _open_paper(parent, context, heading, offer, about, found.code, found.zone)


def open_employer_papers(
    parent: QWidget,
    context: Context,
    cohort: CohortDetail,
    employer: str,
    enrolment_ids: Sequence[UUID],
    today: date,
) -> PapersDialog:
    """Open what an employer gets: the letter, its people's sheets and certificates, nobody else's."""
    of_them = ("enrolment_ids", tuple(enrolment_ids))
    days = (("first_day", cohort.first_day), ("last_day", cohort.last_day))
    offers = [
        Offer(
            _("Letter to the employer"), "letter", employer_papers.draft_employer_letters, None,
            fixed=(("employer", employer),),
        ),
        Offer(
            _("Attendance sheets"), PaperKind.ATTENDANCE_SHEET.value, documents.draft_sheets,
            documents.issue_sheets, is_signed=False,
            fixed=(*days, ("layout", SheetLayout.INDIVIDUAL), of_them),
        ),
        Offer(
            _("Certificates of participation"), PaperKind.CERTIFICATE.value,
            documents.draft_certificates, documents.issue_certificates, fixed=(of_them,),
        ),
    ]  # fmt: skip
    dialog = PapersDialog(
        parent,
        context,
        _("Papers for {employer}", employer=employer),
        offers,
        {"cohort_id": cohort.id},
        campus_id=cohort.campus_id,
        code=cohort.code,
        today=today,
        missing=1,
    )
    _read_signatories(context, cohort.campus_id, dialog)
    dialog.open()
    return dialog


def open_absence_letters(
    parent: QWidget,
    context: Context,
    cohort: CohortDetail,
    enrolment_ids: Sequence[UUID],
    today: date,
) -> PapersDialog:
    """Open the letters about absences of some people (of all who owe a reason when of nobody)."""
    offer = Offer(_("Letter about absences"), "letter", absence_letters.draft_absence_letters, None)
    dialog = PapersDialog(
        parent,
        context,
        _("Letters about absences, {code}", code=cohort.code),
        [offer],
        {"cohort_id": cohort.id, "enrolment_ids": tuple(enrolment_ids)},
        campus_id=cohort.campus_id,
        code=cohort.code,
        today=today,
        missing=1,
    )
    _read_signatories(context, cohort.campus_id, dialog)
    dialog.open()
    return dialog


def open_decisions(
    parent: QWidget, context: Context, goal: str, application_ids: list[UUID], zone: str
) -> PapersDialog:
    """Open the letters with the answer to these applicants over the page."""
    words = _("Letters with the answer")
    offer = Offer(words, "letter", application_papers.decision_letters, None, is_signed=False)
    about = {"application_ids": application_ids}
    return _open_paper(parent, context, words, offer, about, goal, zone)


def open_selection_day(
    parent: QWidget, context: Context, day: SelectionDayRow, *, has_changed: bool = False
) -> PapersDialog:
    """Open the letters and the list of a selection day over the page; who gets a letter was told."""
    told = partial(selection_changes.note_told, selection_day_id=day.id)
    letters = application_papers.convocation_letters
    changed = Offer(
        _("Letters about the change"), "letter", letters, None, is_signed=False,
        fixed=(("only_changed", True),), once_left=told,
    )  # fmt: skip
    offers = [
        *([changed] if has_changed else []),
        Offer(
            _("Convocation letters"),
            "letter",
            letters,
            None,
            is_signed=False,
            once_left=told if has_changed else None,
        ),
        Offer(
            _("Sign-in sheet"), "list", application_papers.selection_sheet, None, is_signed=False
        ),
    ]
    heading = _("Papers of {code}", code=day.cohort or day.training)
    about = {"selection_day_id": day.id}
    return _open_papers(parent, context, heading, offers, about, day.training, day.zone)


def _open_paper(
    parent: QWidget,
    context: Context,
    heading: str,
    offer: Offer,
    about: dict[str, Any],
    name: str,
    zone: str,
) -> PapersDialog:
    return _open_papers(parent, context, heading, [offer], about, name, zone)


def _open_papers(
    parent: QWidget,
    context: Context,
    heading: str,
    offers: list[Offer],
    about: dict[str, Any],
    name: str,
    zone: str,
) -> PapersDialog:
    today = wall_clock().astimezone(ZoneInfo(zone)).date()
    dialog = PapersDialog(
        parent, context, heading, offers, about, campus_id=None, code=name, today=today, missing=0
    )
    dialog.draw()
    dialog.open()
    return dialog


def _read_signatories(context: Context, campus_id: UUID, dialog: PapersDialog) -> None:
    context.read(partial(campus_queries.signatories, campus_id=campus_id), dialog.show_signatories)


def _badge_offers() -> list[Offer]:
    words = {
        BadgeFormat.BADGE: _("Name badges, eight a page"),
        BadgeFormat.CARD: _("Member cards, ten a page"),
        BadgeFormat.SINGLE: _("Member cards, one a page"),
    }
    return [
        Offer(words[form], "badge", badges.badges, None, is_signed=False, fixed=(("form", form),))
        for form in BadgeFormat
    ]


def _list_offers() -> list[Offer]:
    return [
        Offer(_("List of attendees"), "list", attendee_lists.attendees, None, is_signed=False),
        Offer(
            _("Who is in the house today"),
            "list",
            attendee_lists.in_the_house,
            None,
            is_signed=False,
            is_of_campus=True,
        ),
    ]


def cohort_offers(months: int = 1) -> list[Offer]:
    return [
        Offer(
            _("Monthly statements") if months == 1 else _("Quarterly statements"),
            PaperKind.STATEMENT.value,
            attestations.draft_statements,
            attestations.issue_statements,
            needs_month=True,
        ),
        Offer(
            _("Certificates of completion"),
            PaperKind.COMPLETION.value,
            attestations.draft_completions,
            attestations.issue_completions,
            has_nature=True,
        ),
        *_list_offers(),
        Offer(
            _("Lists for the employers"),
            "list",
            attendee_lists.for_employers,
            None,
            is_signed=False,
        ),
        Offer(
            _("Letters to the employers"), "letter", employer_papers.draft_employer_letters, None
        ),
        *_badge_offers(),
    ]


def event_offers() -> list[Offer]:
    return [
        Offer(
            _("Certificates of participation"),
            PaperKind.CERTIFICATE.value,
            event_papers.draft_event_certificates,
            event_papers.issue_event_certificates,
        ),
        *_list_offers(),
        *_badge_offers(),
    ]
