"""The rates after the training: each with how many, of how many, and how many answered."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.i18n import percent
from mgdesk.queries import campuses, cohorts, outcomes
from mgdesk.queries.campuses import CampusRow
from mgdesk.queries.cohorts import CohortRow
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.outcome import (
    HIRED_AS,
    PART_TIME_BELOW,
    RATE_DEFINITIONS,
    RATE_LABELS,
    UNKNOWN_NOTE,
    Rate,
    RateKind,
)
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import ChoiceField, DateField, NumberField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.layout import Card, add, box, column, keep_width, row, scrolled

MOST_HOURS: Final = 40


class RatesView(QWidget):
    """Who is counted, above; one card a rate below, and no share without its numbers."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.figures: dict[RateKind, tuple[labels.Text, labels.Text]] = {}
        self.definitions: dict[RateKind, labels.Text] = {}
        whole = column(self._fields(), labels.muted(_(UNKNOWN_NOTE)), gap=12)
        for kind in RateKind:
            if kind not in HIRED_AS:
                add(whole, self._card(kind))
        whole.addStretch(1)
        holder = QWidget()
        holder.setLayout(whole)
        self.setLayout(column(scrolled(holder)))
        context.campus_changed.connect(self._follow_campus)

    def _fields(self) -> QWidget:
        today = wall_clock().astimezone().date()
        self.campus, self.cohort = ChoiceField(), ChoiceField()
        self.first, self.last = DateField(today=today), DateField(today=today)
        self.hours = NumberField(PART_TIME_BELOW, least=1, most=MOST_HOURS, unit=_("h"))
        days = row(
            keep_width(self.first, 130), labels.muted("–", wrap=False), keep_width(self.last, 130)
        )
        holder = QWidget()
        parts = []
        for words, spoken, field in (
            (_("Campus"), _("Campus"), self.campus),
            (_("Cohort"), _("Cohort"), self.cohort),
            (_("Left between"), "", days),
            (_("Part-time below"), _("Part-time below"), self.hours),
        ):
            if isinstance(field, QWidget):
                field.setAccessibleName(spoken)
            parts.append(box(labels.text(words, "label"), field, gap=2))
        self.first.setAccessibleName(_("First day of exit"))
        self.last.setAccessibleName(_("Last day of exit"))
        holder.setLayout(Flow(*parts, gap=12))
        self.campus.edited.connect(self._on_campus)
        for edited in (self.cohort, self.first, self.last, self.hours):
            edited.edited.connect(self.read_rates)
        return holder

    def _card(self, kind: RateKind) -> Card:
        card = Card()
        card.add(self._line(kind))
        if kind is RateKind.IN_FIELD:
            for part in HIRED_AS:
                card.add(self._line(part))
        return card

    def _line(self, kind: RateKind) -> QWidget:
        is_part = kind in HIRED_AS
        figure = labels.text("–", "name" if is_part else "figure")
        numbers = labels.text("", wrap=True)
        figure.setMinimumWidth(theme.px(96))
        heading = labels.text if is_part else labels.section
        said = self.definitions[kind] = labels.muted("")
        self.figures[kind] = (figure, numbers)
        holder = QWidget()
        line = row(figure, gap=16)
        line.addWidget(box(heading(_(RATE_LABELS[kind])), numbers, said), 1)
        holder.setLayout(line)
        return holder

    # --- reading ---------------------------------------------------------------------------------

    def load(self) -> None:
        self._context.read(_offered, self._offer)

    def _offer(self, found: tuple[Sequence[CampusRow], Sequence[CohortRow]]) -> None:
        """Keep what is chosen; without a choice, the campus that the window shows."""
        self._campuses, self._cohorts = found
        is_first = not self.campus.count()
        wanted = self._context.campus_id if is_first else self.campus.value
        self._choose_campus(wanted)

    def _follow_campus(self) -> None:
        if self.campus.count():
            self._choose_campus(self._context.campus_id)

    def _choose_campus(self, campus_id: UUID | None) -> None:
        every: list[tuple[UUID | None, str]] = [(None, _("All campuses"))]
        _fill(self.campus, [*every, *((one.id, one.name) for one in self._campuses)], campus_id)
        self._on_campus()

    def _on_campus(self) -> None:
        """The cohorts of the campus chosen."""
        codes = {one.code for one in self._campuses if self.campus.value in (None, one.id)}
        of_campus = [one for one in self._cohorts if one.campus in codes]
        every: list[tuple[UUID | None, str]] = [(None, _("All cohorts"))]
        _fill(self.cohort, [*every, *((one.id, one.code) for one in of_campus)], self.cohort.value)
        self.read_rates()

    def read_rates(self) -> None:
        if self.first.mistake() or self.last.mistake():
            return
        wanted = partial(
            outcomes.rates_of,
            today=wall_clock().astimezone().date(),
            campus_id=self.campus.value,
            cohort_id=self.cohort.value,
            since=self.first.value,
            until=self.last.value,
            part_time_below=self.hours.value(),
        )
        self._context.read(wanted, self.show_rates)

    def show_rates(self, rates: Mapping[RateKind, Rate]) -> None:
        for kind, rate in rates.items():
            figure, numbers = self.figures[kind]
            figure.setText("–" if rate.share is None else percent(rate.share))
            numbers.setText(labels.directed(rate_words(rate)))
            said = _(RATE_DEFINITIONS[kind], hours=self.hours.value())
            self.definitions[kind].setText(labels.directed(said))


def rate_words(rate: Rate) -> str:
    """The numbers that a share is never shown without."""
    response = "–" if rate.response is None else percent(rate.response)
    return _(
        "{numerator} of {counted}; {answered} of {asked} answered ({response})",
        numerator=rate.numerator,
        counted=rate.counted,
        answered=rate.answered,
        asked=rate.asked,
        response=response,
    )


def _fill(field: ChoiceField, choices: list[tuple[UUID | None, str]], chosen: UUID | None) -> None:
    """Offer choices without telling anybody; what is offered no more is chosen no more."""
    field.blockSignals(True)
    field.set_choices(choices, chosen)
    if chosen not in [value for value, _words in choices]:
        field.setCurrentIndex(0)
    if chosen is None:
        field.setCurrentIndex(0)
    field.blockSignals(False)
    field.updateGeometry()


def _offered(session: Any) -> tuple[list[CampusRow], list[CohortRow]]:
    """Runs in a thread: campuses, and cohorts that have begun."""
    begun = date.today()  # noqa: DTZ011 - the day of whoever stands at this computer
    known = [one for one in cohorts.cohorts(session) if one.first_day <= begun]
    return campuses.campuses(session), known
