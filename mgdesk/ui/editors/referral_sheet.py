"""The sheet of a referral: to whom or by whom, when, why, and what the answer was."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.queries.coaching import CoachRow, coaches
from mgdesk.queries.following import ReferralRow
from mgdesk.rules import names
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.coaching import REFERRAL_WAY_LABELS, ReferralWay
from mgdesk.services import referrals as services
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import ChoiceField, DateField, MultilineField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.saving import SavingSheet


@dataclass(frozen=True)
class ReferralOffer:
    """Who may have referred, and what a known referral says that its row does not."""

    coaches: tuple[CoachRow, ...]
    reason: str = ""
    answer: str = ""


def referral_offer(session: Any, *, person_id: UUID, referral_id: UUID | None) -> ReferralOffer:
    """Read all that the sheet shows. Raises NotFound, NotAllowed."""
    offered = tuple(one for one in coaches(session) if one.id != person_id)
    if referral_id is None:
        return ReferralOffer(offered)
    return ReferralOffer(offered, *services.referral(session, referral_id=referral_id))


class ReferralForm(Form):
    """A service and a day are enough; the answer comes later."""

    def __init__(
        self, offer: ReferralOffer, known: ReferralRow | None, coach_id: UUID | None
    ) -> None:
        super().__init__()
        ways = [(one, _(words)) for one, words in REFERRAL_WAY_LABELS.items()]
        self.way = ChoiceField(ways, known.way if known else ReferralWay.OUT)
        self.party = TextField(known.party if known else "")
        self.add_beside((_("Way"), self.way), (_("Service or prescriber"), self.party))
        self.day = DateField(known.day if known else wall_clock().astimezone().date())
        self.coach = ChoiceField(
            [(None, _("nobody named")), *((one.id, one.name) for one in offer.coaches)],
            known.coach_id if known else coach_id,
        )
        self.add_beside((_("Day"), self.day), (_("Coach"), self.coach))
        self.reason = self.add(_("Why"), MultilineField(offer.reason, lines=3))
        self.answer = self.add(_("Answer"), MultilineField(offer.answer, lines=3))
        self.answered_on = self.add(
            _("Answered on"), DateField(known.answered_on if known else None)
        )
        self.answer.edited.connect(self._date_answer)

    def _date_answer(self) -> None:
        """An answer that is typed came today, unless another day is said."""
        if self.answer.value and not self.answered_on.text().strip():
            self.answered_on.value = wall_clock().astimezone().date()

    def mistakes(self) -> dict[QWidget, str]:
        found: dict[QWidget, str] = {}
        if not names.clean(self.party.value):
            found[self.party] = str(services.PartyMissing())
        if not self.day.text().strip():
            found[self.day] = _("Say on which day it is.")
        first, answered = self.day.value, self.answered_on.value
        if first is not None and answered is not None and answered < first:
            found[self.answered_on] = str(services.AnsweredBefore())
        return found

    def values(self) -> dict[str, Any]:
        """As `add_referral` and `change_referral` take them; the form is valid."""
        named = ("way", "party", "day", "reason", "answer", "answered_on")
        return {name: getattr(self, name).value for name in named} | {"coach_id": self.coach.value}


class ReferralSheet(SavingSheet[ReferralForm]):
    """Note a referral of somebody, or give `known` to change or answer one."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        person: tuple[UUID, str],
        offer: ReferralOffer,
        *,
        known: ReferralRow | None = None,
        coach_id: UUID | None = None,
    ) -> None:
        self.form = ReferralForm(offer, known, coach_id)
        super().__init__(
            parent,
            _("Referral of {name}", name=person[1]),
            self.form,
            accept=_("Save"),
            on_accept=self.save,
            width=600,
        )
        self._context, self._person_id, self._known = context, person[0], known
        first: Sequence[QWidget] = (self.form.answer, self.form.party)
        first[0 if known and known.answered_on is None else 1].setFocus()

    def save(self) -> None:
        if not self.accept_button.isEnabled() or not self.form.is_valid():
            return
        self.accept_button.setEnabled(False)
        self._context.do(self._action(), self._saved, failed=self._refused)

    def _action(self) -> "partial[Any]":
        values = self.form.values()
        if self._known is None:
            return partial(services.add_referral, person_id=self._person_id, **values)
        known = self._known
        return partial(
            services.change_referral, referral_id=known.id, version=known.version, **values
        )
