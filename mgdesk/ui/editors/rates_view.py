"""The rates after the training: each with how many, of how many, and how many answered."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.i18n import percent
from mgdesk.rules.outcome import RATE_DEFINITIONS, RATE_LABELS, UNKNOWN_NOTE, Rate, RateKind
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.layout import Card, add, box, column, row, scrolled


class RatesView(QWidget):
    """One card a rate; no share stands without its numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.figures: dict[RateKind, tuple[labels.Text, labels.Text]] = {}
        whole = column(labels.muted(_(UNKNOWN_NOTE)), gap=12)
        for kind in RateKind:
            add(whole, self._card(kind))
        whole.addStretch(1)
        holder = QWidget()
        holder.setLayout(whole)
        self.setLayout(column(scrolled(holder)))

    def _card(self, kind: RateKind) -> Card:
        figure, numbers = labels.text("–", "figure"), labels.text("", wrap=True)
        figure.setMinimumWidth(theme.px(96))
        self.figures[kind] = (figure, numbers)
        card = Card()
        line = row(figure, gap=16)
        line.addWidget(
            box(
                labels.section(_(RATE_LABELS[kind])),
                numbers,
                labels.muted(_(RATE_DEFINITIONS[kind])),
            ),
            1,
        )
        card.add(line)
        return card

    def show_rates(self, rates: Mapping[RateKind, Rate]) -> None:
        for kind, rate in rates.items():
            figure, numbers = self.figures[kind]
            figure.setText("–" if rate.share is None else percent(rate.share))
            numbers.setText(labels.directed(rate_words(rate)))


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
