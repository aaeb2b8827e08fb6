"""The review of who is over their period: erased, or kept for a reason and asked about again in a year."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_day, isolate, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries.retention import ReviewRow, last_review, review
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.retention import CATEGORY_NAMES
from mgdesk.rules.rights import Right
from mgdesk.services import privacy as services
from mgdesk.services.erasing import Erasure, erase_all
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet, ask
from mgdesk.ui.kit.fields import TextField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.layout import Card, Empty
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import px

if TYPE_CHECKING:
    from mgdesk.desk import Desk


class ReviewCard(Card):
    """Who is over their period, why they were kept, until when; chosen ones are erased or kept."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Yearly review"))
        self._context = context
        self.words = labels.muted("")
        empty = Empty(_("Nobody is over their period."), icon_name="shield-check")
        self.table: Table[ReviewRow] = Table(
            _columns(), name=_("People over their period"), empty=empty, several=True
        )
        self.table.setMinimumHeight(px(240))
        self.erase_button = Button(
            _("Erase…"), "trash-2", kind="danger", on_click=self.erase, needs=(Right.ERASE,)
        )
        self.keep_button = Button(_("Keep…"), "hourglass", on_click=self.keep, needs=(Right.ERASE,))
        self.open_button = Button(_("Open"), on_click=self._open)
        self.done_button = Button(
            _("The review is done"), "check", on_click=self.finish, needs=(Right.ERASE,)
        )
        line = QWidget()
        line.setLayout(
            Flow(self.erase_button, self.keep_button, self.open_button, self.done_button)
        )
        for part in (self.words, self.table, line):
            self.add(part)
        self.table.chosen.connect(self._settle)
        self.table.view.selectionModel().selectionChanged.connect(self._settle)
        self._settle()

    def load(self, _answer: object = None) -> None:
        self._context.read(partial(review, today=_today()), self._show, key="review")
        self._context.read(last_review, self._show_last, key="last review")

    def _show(self, rows: Sequence[ReviewRow]) -> None:
        self.table.set_rows(rows)
        self._settle()

    def _show_last(self, day: date | None) -> None:
        if day is None:
            self.words.setText(_("No review was done yet."))
        else:
            self.words.setText(_("Last review: {day}.", day=format_day(day, "long")))

    def _settle(self, *_selection: object) -> None:
        for button in (self.erase_button, self.keep_button, self.open_button):
            button.setEnabled(bool(self._chosen()))

    def _chosen(self) -> list[UUID]:
        return [row.person_id for row in self.table.selected]

    # --- acts ------------------------------------------------------------------------------

    def erase(self) -> None:
        chosen = self._chosen()
        if chosen:
            count = len(chosen)
            ask(
                self.window(),
                ngettext("Erase {n} person?", "Erase {n} people?", count),
                _(
                    "It cannot be undone. What proves funded hours stays as long as the funder asks."
                ),
                accept=_("Erase for good"),
                kind="danger",
                on_accept=partial(self._erase, chosen),
            )

    def _erase(self, chosen: list[UUID]) -> None:
        work = partial(_erased, self._context.desk, chosen)
        self._context.background.run(
            work, done=self._erased, failed=self._context.fail, in_order=True
        )

    def _erased(self, erasures: list[Erasure]) -> None:
        count = len(erasures)
        said = ngettext("{n} person erased", "{n} people erased", count)
        kept = sum(erasure.kept_until is not None for erasure in erasures)
        if kept:
            more = ngettext(
                "the proofs of {n} stay for a funder", "the proofs of {n} stay for a funder", kept
            )
            said = f"{said} · {more}"
        self._context.toast(said)
        self._context.settle()
        self.load()

    def keep(self) -> None:
        if self._chosen():
            KeepSheet(self.window(), self._context, self._chosen(), self).open()

    def finish(self) -> None:
        self._context.do(partial(services.note_review, day=_today()), self.load, quiet=True)
        self._context.look_at_keeping()

    def _open(self) -> None:
        if self.table.current is not None:
            self._context.navigate("learner", self.table.current.person_id)


class KeepSheet(Sheet):
    """Why they are kept; asked again in a year."""

    def __init__(
        self, parent: QWidget, context: Context, person_ids: list[UUID], card: ReviewCard
    ) -> None:
        self.reason = TextField(placeholder=_("Why, such as: still coached elsewhere"))
        self.reason.setAccessibleName(_("Why"))
        count = len(person_ids)
        super().__init__(
            parent,
            ngettext("Keep {n} person for another year", "Keep {n} people for another year", count),
            self.reason,
            accept=_("Keep"),
            on_accept=self._keep,
        )
        self._context, self._person_ids, self._card = context, person_ids, card

    def _keep(self) -> None:
        work = partial(services.keep_longer, person_ids=self._person_ids, reason=self.reason.value)
        self._context.do(work, self._kept, failed=self._context.fail)

    def _kept(self, _nothing: object) -> None:
        self._card.load()
        self.close()


def _erased(desk: "Desk", person_ids: list[UUID]) -> list[Erasure]:
    """Runs in a thread."""
    return desk.erase(erase_all, person_ids=person_ids)


def _columns() -> list[Column[ReviewRow]]:
    return [
        Column(_("Name"), lambda row: row.name, second=_second, stretch=True, strong=True),
        Column(
            _("Last there"),
            lambda row: format_day(row.reason.last_day, "short"),
            sort=lambda row: row.reason.last_day,
        ),
        Column(
            _("Kept until"),
            lambda row: format_day(row.reason.until, "short"),
            sort=lambda row: row.reason.until,
        ),
    ]


def _second(row: ReviewRow) -> str:
    """What they were, and what a former review said."""
    was = (
        _("proofs that a funder asked for")
        if row.is_rest
        else _(CATEGORY_NAMES[row.reason.category])
    )
    return " · ".join(filter(None, map(isolate, (was, row.number, row.kept_reason))))


def _today() -> date:
    return wall_clock().astimezone().date()
