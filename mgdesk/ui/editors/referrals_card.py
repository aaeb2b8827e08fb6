"""The referrals of a person on their record: to whom or by whom, when, answered or not."""

from functools import partial
from typing import Final, NamedTuple
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_day, isolate, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries.following import ReferralRow
from mgdesk.queries.people import PersonDetail
from mgdesk.rules.coaching import REFERRAL_WAY_LABELS
from mgdesk.rules.rights import Right
from mgdesk.services import referrals as services
from mgdesk.ui.editors.facts import record_line
from mgdesk.ui.editors.referral_sheet import ReferralOffer, ReferralSheet, referral_offer
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Card
from mgdesk.ui.kit.theme import Tone

SHOWN: Final = 5


class _Asked(NamedTuple):
    """Whose sheet is about to open, of which referral, proposed by whom."""

    person: tuple[UUID, str]
    known: ReferralRow | None
    coach_id: UUID | None


class Referrals(QWidget):
    """What can be done with the referrals of whoever is shown; dialogs open over `over`."""

    def __init__(self, over: QWidget, context: Context) -> None:
        super().__init__(over)
        self.hide()
        self._over, self._context = over, context
        self._person: PersonDetail | None = None
        self._asked: _Asked | None = None

    def show_person(self, person: PersonDetail | None) -> None:
        self._person = person

    def card(self, person: PersonDetail) -> Card:
        """The latest first."""
        refer = Button(_("Refer…"), "external-link", on_click=self.refer, needs=(Right.COACH,))
        refer.setAccessibleName(_("Note a referral…"))
        card = Card(_("Referrals"), refer)
        for found in person.referrals[:SHOWN]:
            card.add(self._line(found))
        if not person.referrals:
            card.add(labels.muted(_("Nobody was sent anywhere.")))
        if len(person.referrals) > SHOWN:
            more = len(person.referrals) - SHOWN
            card.add(labels.muted(ngettext("and {n} earlier", "and {n} earlier", more)))
        return card

    def _line(self, found: ReferralRow) -> QWidget:
        words = f"{_(REFERRAL_WAY_LABELS[found.way])} {isolate(found.party)}"
        second = " · ".join(isolate(one) for one in (format_day(found.day), found.coach) if one)
        change = IconButton(
            _("Change or answer: {party}", party=found.party),
            "pencil",
            on_click=partial(self.change, found),
            needs=(Right.COACH,),
        )
        delete = IconButton(
            _("Delete the referral: {party}", party=found.party),
            "trash-2",
            on_click=partial(self.delete, found),
            needs=(Right.COACH,),
        )
        return record_line(words, second, answer_pill(found), change, delete)

    # --- doing -----------------------------------------------------------------------------

    def refer(self) -> None:
        """Note a referral, by the coach whom the person saw last."""
        if self._person is not None:
            person = self._person
            seen = [one.coach_id for one in person.coaching if one.coach_id is not None]
            last = seen[-1] if seen else None
            self.open((person.id, person.name), coach_id=last)

    def change(self, found: ReferralRow | None = None) -> None:
        """Change or answer a referral: the one given, else the latest without an answer."""
        rows = self._person.referrals if self._person else ()
        open_ones = [one for one in rows if one.answered_on is None]
        wanted = found or next(iter([*open_ones, *rows]), None)
        if self._person is None:
            return
        if wanted is None:
            self._context.toast(_("Nobody was sent anywhere."), tone="late")
            return
        person = (self._person.id, self._person.name)
        self.open(person, known=wanted)

    def open(
        self,
        person: tuple[UUID, str],
        *,
        known: ReferralRow | None = None,
        coach_id: UUID | None = None,
    ) -> None:
        """Read what the sheet offers, then open it: of anybody, also when no record is shown."""
        self._asked = _Asked(person, known, coach_id)
        referral_id = known.id if known else None
        wanted = partial(referral_offer, person_id=person[0], referral_id=referral_id)
        # That a referral is opened is written; a new one writes nothing.
        self._context.do(wanted, self._open_sheet, failed=self._context.fail, quiet=True)

    def _open_sheet(self, offer: ReferralOffer) -> None:
        if self._asked is not None:
            person, known, coach_id = self._asked
            ReferralSheet(
                self._over, self._context, person, offer, known=known, coach_id=coach_id
            ).open()

    def delete(self, found: ReferralRow) -> None:
        """Delete at once; the toast gives it back."""
        self._context.do(partial(services.delete_referral, referral_id=found.id))


def answer_pill(found: ReferralRow) -> Pill:
    """Whether an answer came."""
    if found.answered_on is None:
        return Pill(Tone.NEUTRAL, _("no answer yet"), "hourglass")
    return Pill(Tone.OK, _("answered"), "check")
