"""A person whole, beside the list: name, ways to reach, cohorts, events, papers, what happened."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from mgdesk import i18n
from mgdesk.errors import NotFound
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.queries import documents as document_queries
from mgdesk.queries import people as people_queries
from mgdesk.queries.documents import DocumentRow
from mgdesk.queries.people import DocumentLine, EnrolmentLine, PersonDetail, RegistrationLine
from mgdesk.queries.timeline import TimelineRow
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.enrolment import LEFT, EnrolmentStatus
from mgdesk.rules.paper import PAPER_KIND_LABELS
from mgdesk.rules.rights import Right
from mgdesk.services import people as people_services
from mgdesk.ui.editors.absence_list import AbsencesSheet
from mgdesk.ui.editors.checklist import ChecklistSheet
from mgdesk.ui.editors.coaching_card import Coaching
from mgdesk.ui.editors.facts import facts, headed, pills, record_line, wide_enough
from mgdesk.ui.editors.loans_card import Loans
from mgdesk.ui.editors.merge_find import MergeFindSheet
from mgdesk.ui.editors.more_papers import open_member_card
from mgdesk.ui.editors.outcome_history import AfterTraining
from mgdesk.ui.editors.passes import Passes
from mgdesk.ui.editors.person_certificate import PersonCertificate
from mgdesk.ui.editors.person_codes import CodesSheet
from mgdesk.ui.editors.person_facts import contact, details, restriction, states
from mgdesk.ui.editors.person_privacy import PrivacySheet
from mgdesk.ui.editors.portrait import Portrait, PortraitSheet
from mgdesk.ui.editors.printing import open_reprint
from mgdesk.ui.editors.referrals_card import Referrals
from mgdesk.ui.editors.states import (
    enrolment_pill,
    paper_pill,
    registration_pill,
)
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.form import Banner
from mgdesk.ui.kit.layout import Card, Empty, add, column, row, scrolled

HAPPENINGS_SHOWN: Final = 12

_OVER: Final = LEFT | {EnrolmentStatus.COMPLETED}


class PersonCard(QWidget):
    """`show_person(id)` reads and shows somebody, the latest asked wins; `edit_wanted(detail)`."""

    edit_wanted = Signal(object)
    gone = Signal()  # who was shown is no longer there

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.detail: PersonDetail | None = None
        self._wanted: UUID | None = None
        self.coaching = Coaching(self, context)
        self.referrals = Referrals(self, context)
        self.after = AfterTraining(self, context)
        self.loans = Loans(self, context)
        self.passes = Passes(self, context)
        self._certificate = PersonCertificate(self, context)
        self._empty = Empty(_("Choose somebody in the list to see more."), icon_name="user")
        self._pages = QStackedLayout()
        self._pages.addWidget(self._empty)
        self.setLayout(self._pages)

    def show_person(self, person_id: UUID | None) -> None:
        self._wanted = person_id
        if person_id is None:
            self._clear()
        else:
            wanted = partial(people_queries.person, person_id=person_id)
            self._context.read(wanted, self._show, failed=self._on_failed)

    def edit(self) -> None:
        if self.detail is not None:
            self.edit_wanted.emit(self.detail)

    def delete(self) -> None:
        """Delete at once; the toast gives it back."""
        if self.detail is not None:
            person_id = self.detail.id
            self._context.do(partial(people_services.delete_person, person_id=person_id))

    def print_card(self) -> None:
        """The member card, with the code that the desk scans."""
        if self.detail is not None:
            today = wall_clock().astimezone().date()
            open_member_card(self, self._context, self.detail, today)

    def choose_photo(self) -> None:
        """The photo by which the desk tells namesakes apart."""
        if self.detail is not None:
            one = self.detail
            PortraitSheet(self, self._context, one.id, one.name, one.photo_id).open()

    def print_certificate(self) -> None:
        """The certificate of the class they completed last."""
        if self.detail is not None:
            self._certificate.open(self.detail.id)

    def show_tasks(self) -> None:
        """What is signed, lent and sent for the person, and what is missing."""
        if self.detail is not None:
            heading = _("On paper: {name}", name=self.detail.name)
            ChecklistSheet(self, self._context, heading, person_id=self.detail.id).open()

    def show_absences(self) -> None:
        if self.detail is not None:
            heading = _("Absence of {name}", name=self.detail.name)
            name = i18n.isolate(self.detail.name)
            here = [line for line in self.detail.enrolments if line.status not in _OVER]
            AbsencesSheet(
                self,
                self._context,
                heading,
                person_id=self.detail.id,
                enrolled=[(line.id, f"{name} · {i18n.isolate(line.cohort)}") for line in here],
            ).open()

    def show_codes(self) -> None:
        """The codes of other programs that stand for the person."""
        if self.detail is not None:
            CodesSheet(self, self._context, self.detail.id, self.detail.name).open()

    def merge(self) -> None:
        """Find another record of the same human, and make one of both."""
        if self.detail is not None:
            MergeFindSheet(self, self._context, self.detail, on_merged=self._on_merged).open()

    def _on_merged(self, person_id: UUID) -> None:
        self._context.navigate("learner", person_id)

    def show_privacy(self) -> None:
        """Consents, restriction, the copy of their data, erasing."""
        if self.detail is not None:
            PrivacySheet(self, self._context, self.detail.id, self.detail.name).open()

    def _reprint(self, document_id: UUID) -> None:
        """Show an issued paper as it was; what was printed before says that it is a duplicate."""
        wanted = partial(document_queries.document, document_id=document_id)
        self._context.read(wanted, self._open_reprint, failed=self._context.fail)

    def _open_reprint(self, document: DocumentRow) -> None:
        open_reprint(self, self._context, document)

    def _on_failed(self, error: Exception) -> None:
        self._clear()
        if isinstance(error, NotFound):
            self.gone.emit()
        else:
            self._context.fail(error)

    def _clear(self) -> None:
        self._tell(None)
        self._put(None)

    def _show(self, detail: PersonDetail) -> None:
        if detail.id != self._wanted:
            return
        is_same = self.detail is not None and self.detail.id == detail.id
        if self.detail == detail:
            return
        self._tell(detail)
        self._put(self._content(detail), keeps_place=is_same)

    def _tell(self, detail: PersonDetail | None) -> None:
        self.detail = detail
        self.coaching.show_person(detail)
        self.referrals.show_person(detail)
        self.after.show_person(detail)
        self.loans.show_person(detail)
        self.passes.show_person(detail)

    def _put(self, content: QWidget | None, *, keeps_place: bool = False) -> None:
        """Show new content in place of the old."""
        old = self._pages.widget(1)
        place = 0
        if old is not None:
            place = old.verticalScrollBar().value() if keeps_place else 0  # type: ignore[attr-defined]  # scrolled()
            self._pages.removeWidget(old)
            old.hide()
            old.deleteLater()
        if content is not None:
            area = wide_enough(scrolled(content))
            self._pages.addWidget(area)
            self._pages.setCurrentWidget(area)
            area.verticalScrollBar().setValue(place)

    # --- what is shown ---------------------------------------------------------------------

    def _content(self, detail: PersonDetail) -> QWidget:
        holder = QWidget()
        inside = column(gap=16)
        add(inside, self._head(detail))
        for card in (
            self._enrolments(detail.enrolments),
            self._registrations(detail.registrations),
            self.after.card(detail),
            self.coaching.card(detail),
            self.referrals.card(detail),
            self.loans.card(detail),
            self.passes.card(detail),
            self._documents(detail.documents),
            _happenings(detail.timeline),
        ):
            if card is not None:
                add(inside, card)
        inside.addStretch(1)
        holder.setLayout(inside)
        return holder

    def _head(self, detail: PersonDetail) -> Card:
        card = Card()
        names = column(labels.text(detail.name, "headline", wrap=True), gap=2)
        if detail.second_name:
            names.addWidget(labels.text(detail.second_name, "name", wrap=True))
        edit = Button(_("Edit"), "pencil", on_click=self.edit, needs=(Right.WELCOME,))
        delete = IconButton(
            _("Delete {name}", name=detail.name),
            "trash-2",
            on_click=self.delete,
            needs=(Right.ERASE,),
        )
        member = IconButton(
            _("Member card…"), "credit-card", on_click=self.print_card, needs=(Right.WELCOME,)
        )
        photo = IconButton(_("Photo…"), "image", on_click=self.choose_photo, needs=(Right.WELCOME,))
        private = IconButton(_("Privacy…"), "shield-check", on_click=self.show_privacy)
        portrait = Portrait(self._context)
        portrait.show_photo(detail.photo_id, detail.name)
        card.add(headed(row(portrait, names, gap=12), edit, photo, member, private, delete))
        self.setFocusProxy(edit)
        card.add(pills(states(detail)))
        if detail.restricted_at is not None:
            card.add(Banner(restriction(detail), "late"))
        card.add(facts(contact(detail), is_private=True))
        if more := [pair for pair in details(detail) if pair[1]]:
            card.add(facts(more, is_private=True))
        if detail.note:
            card.add(labels.text(detail.note, wrap=True, selectable=True, is_private=True))
        return card

    def _enrolments(self, lines: Sequence[EnrolmentLine]) -> Card | None:
        if not lines:
            return None
        card = Card(_("Cohorts"))
        for line in lines:
            go = partial(self._context.navigate, "cohort", line.cohort_id)
            when = i18n.format_days(line.first_day, line.last_day, "short")
            card.add(
                record_line(
                    f"{i18n.isolate(line.cohort)} · {line.training}",
                    " · ".join((i18n.isolate(when), _hours(line))),
                    enrolment_pill(line.status),
                    *self._certificate_button(line),
                    _spoken(
                        Button(_("Open"), kind="link", on_click=go),
                        _("Open {name}", name=line.cohort),
                    ),
                )
            )
        on_paper = Button(_("On paper…"), "list-checks", kind="link", on_click=self.show_tasks)
        absences = Button(_("Absences…"), "user-x", kind="link", on_click=self.show_absences)
        card.add(row(on_paper, absences, None, gap=16))
        return card

    def _certificate_button(self, line: EnrolmentLine) -> list[Button]:
        """Beside a class that is completed: its certificate."""
        if line.status is not EnrolmentStatus.COMPLETED or self.detail is None:
            return []
        show = partial(self._certificate.open, self.detail.id, line.id)
        button = Button(_("Certificate"), "award", kind="link", on_click=show)
        return [_spoken(button, _("Certificate of {code}", code=line.cohort))]

    def _registrations(self, lines: Sequence[RegistrationLine]) -> Card | None:
        if not lines:
            return None
        card = Card(_("Events"))
        for line in lines:
            go = partial(self._context.navigate, "event", line.event_id)
            at = line.starts_at.astimezone(ZoneInfo(line.zone))
            card.add(
                record_line(
                    line.event,
                    i18n.format_moment(at),
                    registration_pill(line.status),
                    _spoken(
                        Button(_("Open"), kind="link", on_click=go),
                        _("Open {name}", name=line.event),
                    ),
                )
            )
        return card

    def _documents(self, lines: Sequence[DocumentLine]) -> Card | None:
        if not lines:
            return None
        card = Card(_("Documents issued"))
        for line in lines:
            again = partial(self._reprint, line.id)
            card.add(
                record_line(
                    _(PAPER_KIND_LABELS[line.kind]),
                    " · ".join((i18n.isolate(line.number), i18n.format_day(line.issued_at))),
                    paper_pill(line.status),
                    _spoken(
                        Button(_("Reprint"), "printer", kind="link", on_click=again),
                        _("Reprint {number}", number=line.number),
                    ),
                )
            )
        return card


def _spoken(button: Button, words: str) -> Button:
    """A button whose one word is not enough for whoever only hears it."""
    button.setAccessibleName(words)
    return button


def _hours(line: EnrolmentLine) -> str:
    """What was attended of what is due so far, and the share of what is marked."""
    found = line.summary
    if not found.minutes_due:
        return _("no half-days yet")
    attended, due = (
        i18n.format_hours(minutes) for minutes in (found.minutes_attended, found.minutes_due)
    )
    if found.rate is None:
        return _("{due} planned, nothing marked yet", due=due)
    share = i18n.percent(found.rate)
    return _("{attended} of {due}, {share} present", attended=attended, due=due, share=share)


def _happenings(rows: Sequence[TimelineRow]) -> Card:
    card = Card(_("What happened"))
    card.body.setSpacing(theme.px(4))
    for happening in rows[:HAPPENINGS_SHOWN]:
        day = labels.muted(i18n.format_day(happening.at.astimezone(), "short"), wrap=False)
        day.setMinimumWidth(theme.px(88))
        line = row(day, gap=12)
        line.addWidget(labels.text(happening.text, wrap=True), 1)
        card.add(line)
    if len(rows) > HAPPENINGS_SHOWN:
        more = len(rows) - HAPPENINGS_SHOWN
        card.add(labels.muted(ngettext("and {n} earlier", "and {n} earlier", more)))
    return card
