"""What a report is about: a year, a quarter or any days, at which campus, with which partner."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.i18n import number
from mgdesk.queries.campuses import CampusRow, OrganisationRow
from mgdesk.rules.figures import Scope
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.fields import ChoiceField, DateField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.layout import keep_width, row

_YEARS: Final = 4  # that are offered, this one included
_QUARTERS: Final = 4

Period = tuple[date, date]


class ScopeFields(QWidget):
    """Fields beside each other; `changed` tells that they say another scope."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self.period = ChoiceField([*periods(today), (None, _("Other days…"))], _year(today.year))
        self.period.setAccessibleName(_("Period"))
        self.first = DateField(date(today.year, 1, 1), today=today)
        self.last = DateField(today, today=today)
        self.first.setAccessibleName(_("First day"))
        self.last.setAccessibleName(_("Last day"))
        self.campus, self.partner = ChoiceField(), ChoiceField()
        self.campus.setAccessibleName(_("Campus"))
        self.partner.setAccessibleName(_("Partner"))
        self._days = QWidget()
        self._days.setLayout(
            row(
                keep_width(self.first, 130),
                labels.muted("–", wrap=False),
                keep_width(self.last, 130),
            )
        )
        self._days.hide()
        self.setLayout(Flow(self.period, self._days, self.campus, self.partner, gap=12))
        self.period.edited.connect(self._on_period)
        for field in (self.first, self.last, self.campus, self.partner):
            field.edited.connect(self.changed)

    def offer(
        self,
        campuses: Sequence[CampusRow],
        partners: Sequence[OrganisationRow],
        campus_id: UUID | None,
    ) -> None:
        """The campuses and partners to choose from; silently, `campus_id` is chosen."""
        self.campus.set_choices(
            [(None, _("All campuses")), *((one.id, one.name) for one in campuses)], campus_id
        )
        if campus_id is None:
            self.campus.blockSignals(True)
            self.campus.setCurrentIndex(0)
            self.campus.blockSignals(False)
        self.partner.set_choices(
            [(None, _("All partners")), *((one.id, one.name) for one in partners)]
        )
        for field in (self.campus, self.partner):
            field.updateGeometry()

    @property
    def scope(self) -> Scope | None:
        """What the fields say; None while the days are none, or the wrong way round."""
        chosen: Period | None = self.period.value
        first, last = chosen or (self.first.value, self.last.value)
        if first is None or last is None or last < first:
            return None
        return Scope(first, last, campus_id=self.campus.value, partner_id=self.partner.value)

    def _on_period(self) -> None:
        self._days.setVisible(self.period.value is None)
        self.changed.emit()


def periods(today: date) -> list[tuple[Period, str]]:
    """The years and the quarters that are offered, the running ones first."""
    years = [(_year(today.year - n), str(today.year - n)) for n in range(_YEARS)]
    first, found = date(today.year, (today.month - 1) // 3 * 3 + 1, 1), []
    for _step in range(_QUARTERS):
        quarter = (first.month - 1) // 3 + 1
        words = _("Quarter {n} of {year}", n=number(quarter), year=str(first.year))
        found.append(((first, _quarter_end(first)), words))
        before = first - timedelta(days=1)
        first = date(before.year, (before.month - 1) // 3 * 3 + 1, 1)
    return [*years, *found]


def _year(which: int) -> Period:
    return date(which, 1, 1), date(which, 12, 31)


def _quarter_end(first: date) -> date:
    following = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return following - timedelta(days=1)
