"""What became of a person, on their record: what is known last, everything that was noted, every call."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final, NamedTuple
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_day, format_hours, format_moment, isolate
from mgdesk.i18n import gettext as _
from mgdesk.queries import calls, outcomes
from mgdesk.queries.calls import FollowUpRow
from mgdesk.queries.outcomes import AttemptRow, OutcomeRow
from mgdesk.queries.people import PersonDetail
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.outcome import (
    ATTEMPT_LABELS,
    CONTRACT_LABELS,
    EVIDENCE_LABELS,
    MILESTONE_LABELS,
    OUTCOME_LABELS,
    Evidence,
)
from mgdesk.rules.rights import Right
from mgdesk.ui.editors.facts import record_line
from mgdesk.ui.editors.outcome_sheet import OutcomeSheet
from mgdesk.ui.editors.proof_sheet import open_proof
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Card, add, column, row
from mgdesk.ui.kit.theme import Tone

SHOWN: Final = 2  # on the record; the sheet shows all


class History(NamedTuple):
    """Everything that was noted after a person's trainings, the latest first."""

    outcomes: Sequence[OutcomeRow]
    attempts: Sequence[AttemptRow]


class AfterTraining(QWidget):
    """What can be done with the follow-up of whoever is shown; dialogs open over `over`."""

    def __init__(self, over: QWidget, context: Context) -> None:
        super().__init__(over)
        self.hide()
        self._over, self._context = over, context
        self._person: PersonDetail | None = None

    def show_person(self, person: PersonDetail | None) -> None:
        self._person = person

    def card(self, person: PersonDetail) -> Card | None:
        """Nothing for who was never enrolled."""
        if not person.enrolments and not person.outcomes:
            return None
        every = Button(_("All answers and calls"), "history", kind="plain", on_click=self.show_all)
        note = Button(_("Note…"), "pencil", on_click=self.note, needs=(Right.FOLLOW,))
        note.setAccessibleName(_("Note the situation of {name}…", name=person.name))
        card = Card(_("After the training"), note)
        for found in person.outcomes[:SHOWN]:
            card.add(outcome_line(found))
        if not person.outcomes:
            card.add(labels.muted(_("No situation is noted yet.")))
        card.add(row(every, None))
        return card

    def show_all(self) -> None:
        if self._person is not None:
            HistorySheet(self._over, self._context, self._person.id, self._person.name).open()

    def note(self) -> None:
        """Note what became of them, about the training that they left last."""
        if self._person is not None:
            today = wall_clock().astimezone().date()
            wanted = partial(calls.last_exit, person_id=self._person.id, today=today)
            self._context.read(wanted, self._open)

    def _open(self, found: FollowUpRow | None) -> None:
        if found is None:
            self._context.toast(_("No training of theirs has ended yet."), tone="late")
        else:
            OutcomeSheet(self._over, self._context, found).open()


class HistorySheet(Sheet):
    """Two cards: situations as they were noted, and every try to hear one."""

    def __init__(self, parent: QWidget, context: Context, person_id: UUID, name: str) -> None:
        self._context = context
        content = QWidget()
        self._whole = column(gap=16)
        content.setLayout(self._whole)
        heading = _("After the training: {name}", name=name)
        super().__init__(parent, heading, content, width=720, is_tall=True)
        self._context.read(partial(_history, person_id=person_id), self._show)

    def _show(self, found: History) -> None:
        situations = Card(_("Situations noted"))
        for one in found.outcomes:
            proof = [self._proof_button(one.proof_id)] if one.proof_id else []
            situations.add(outcome_line(one, *proof, is_whole=True))
        tried = Card(_("Calls"))
        for attempt in found.attempts:
            tried.add(_attempt_line(attempt))
        for card, rows, nothing in (
            (situations, found.outcomes, _("No situation is noted yet.")),
            (tried, found.attempts, _("No call is noted yet.")),
        ):
            if not rows:
                card.add(labels.muted(nothing))
            add(self._whole, card)
        self._whole.addStretch(1)

    def _proof_button(self, proof_id: UUID) -> Button:
        show = partial(open_proof, self, self._context, proof_id)
        return Button(_("Proof"), "image", kind="link", on_click=show)


def outcome_line(found: OutcomeRow, *buttons: QWidget, is_whole: bool = False) -> QWidget:
    """A situation, since when and where; whole, also how it is known, by whom noted, and its note."""
    about = [_(MILESTONE_LABELS[found.milestone])] if found.milestone else []
    second = [*about, found.cohort, found.employer, _since(found)]
    if is_whole:
        second += [
            *_work(found),
            format_moment(found.noted_at.astimezone()),
            found.noted_by,
            found.note,
        ]
    words = _(OUTCOME_LABELS[found.kind])
    return record_line(words, _joined(second), _evidence_pill(found), *buttons)


def _attempt_line(found: AttemptRow) -> QWidget:
    """What came of a try, when, by whom, and when to call again."""
    back = found.call_back_on
    second = [
        found.cohort, format_moment(found.at.astimezone()), found.by,
        _("call back {day}", day=format_day(back, "short")) if back else "", found.note,
    ]  # fmt: skip
    pill = Pill(Tone.NEUTRAL, _(MILESTONE_LABELS[found.milestone]), "phone")
    return record_line(_(ATTEMPT_LABELS[found.result]), _joined(second), pill)


def _since(found: OutcomeRow) -> str:
    return _("since {day}", day=format_day(found.since)) if found.since else ""


def _work(found: OutcomeRow) -> list[str]:
    """Hours, contract, field: what is said of them."""
    hours = found.hours_a_week
    field = {None: "", True: _("in the field"), False: _("in another field")}
    return [
        _("{hours} a week", hours=format_hours(hours * 60)) if hours else "",
        _(CONTRACT_LABELS[found.contract]) if found.contract else "",
        field[found.is_in_field],
    ]


def _evidence_pill(found: OutcomeRow) -> Pill:
    words = _(EVIDENCE_LABELS[found.evidence])
    if found.evidence is Evidence.DECLARED:
        return Pill(Tone.NEUTRAL, words)
    return Pill(Tone.OK, words, "badge-check")


def _joined(parts: Sequence[str]) -> str:
    return labels.directed(" · ".join(isolate(part) for part in parts if part))


def _history(session: Any, *, person_id: UUID) -> History:
    """Runs in a thread."""
    return History(
        outcomes.outcomes(session, person_id=person_id),
        outcomes.attempts_of(session, person_id=person_id),
    )
