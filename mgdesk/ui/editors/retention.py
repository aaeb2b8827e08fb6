"""Settings › Privacy: the yearly review, how long people are kept, what consents ask, national numbers."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from mgdesk.i18n import LANGUAGES, NN_, spoken_language
from mgdesk.i18n import gettext as _
from mgdesk.queries.campuses import CampusRow, campuses
from mgdesk.queries.privacy import WordingRow, keeps_national_numbers, wordings
from mgdesk.queries.retention import PeriodRow, periods
from mgdesk.rules.consents import shipped_wording
from mgdesk.rules.people import CONSENT_LABELS, ConsentKind
from mgdesk.rules.retention import CATEGORY_LABELS, LONGEST_DAYS, Category
from mgdesk.rules.rights import Right
from mgdesk.services import privacy as services
from mgdesk.ui.editors.review import ReviewCard
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import CheckField, ChoiceField, MultilineField, NumberField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.layout import Card, column, keep_width, row
from mgdesk.ui.kit.theme import px


class PeriodsCard(Card):
    """Days a category; written once a changed field is left."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("How long people are kept"))
        self._context = context
        self._known: dict[Category, int] = {}
        self.fields: dict[Category, NumberField] = {}
        self.add(
            labels.muted(
                _(
                    "Whoever is several things is kept for the longest of them. Proofs of funded hours"
                    " are kept as the funder's profile says, whatever stands here."
                )
            )
        )
        for category in Category:
            words = _(CATEGORY_LABELS[category])
            field = NumberField(1, least=1, most=LONGEST_DAYS, unit=NN_("day", "days"))
            field.setAccessibleName(words)
            keep_width(field, 120)
            field.editingFinished.connect(partial(self._save, category))
            self.fields[category] = field
            line = row(gap=12)
            line.addWidget(labels.text(words, wrap=True), 1)
            line.addWidget(field)
            self.add(line)

    def load(self) -> None:
        self._context.read(periods, self._show, key="periods")

    def _show(self, rows: Sequence[PeriodRow]) -> None:
        self._known = {one.category: one.days for one in rows}
        for category, days in self._known.items():
            was_blocked = self.fields[category].blockSignals(True)
            self.fields[category].setValue(days)
            self.fields[category].blockSignals(was_blocked)

    def _save(self, category: Category) -> None:
        days = self.fields[category].value()
        if days != self._known.get(category):
            self._known[category] = days
            self._context.do(partial(services.set_period, category=category, days=days))


class CampusPrivacyCard(Card):
    """What consents ask in each language, and whether national numbers are kept: of one campus."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Consents and national numbers of a campus"))
        self._context = context
        self._rows: dict[tuple[ConsentKind, str], WordingRow] = {}
        self.campus = ChoiceField()
        self.campus.setAccessibleName(_("Campus"))
        self.kind = ChoiceField([(kind, _(CONSENT_LABELS[kind])) for kind in ConsentKind])
        self.kind.setAccessibleName(_("Consent"))
        self.language = ChoiceField(list(LANGUAGES.items()), spoken_language())
        self.language.setAccessibleName(_("Language"))
        self.wording = MultilineField(lines=4)
        self.wording.setAccessibleName(_("What is asked"))
        self.is_own = labels.muted("")
        self.numbers = CheckField(_("Keep national numbers, because a law allows it here"))
        self.numbers.edited.connect(self._on_numbers)
        for choice in (self.campus, self.kind, self.language):
            choice.edited.connect(self._load_campus if choice is self.campus else self._fill)
        choices, buttons = QWidget(), QWidget()
        choices.setLayout(Flow(self.campus, self.kind, self.language))
        save = Button(_("Save these words"), "save", on_click=self._save, needs=(Right.RUN,))
        shipped = Button(
            _("Back to the shipped words"), "undo-2", on_click=self._ship, needs=(Right.RUN,)
        )
        buttons.setLayout(Flow(save, shipped))
        for part in (choices, self.wording, self.is_own, buttons, self.numbers):
            self.add(part)

    def load(self) -> None:
        self._context.read(campuses, self._show_campuses, key="campuses of privacy")

    def _show_campuses(self, rows: list[CampusRow]) -> None:
        wanted = self.campus.value or self._context.campus_id
        self.campus.set_choices([(one.id, one.name) for one in rows], wanted)
        self.setEnabled(bool(rows))
        self._load_campus()

    def _load_campus(self) -> None:
        campus_id: UUID | None = self.campus.value
        if campus_id is not None:
            self._context.read(partial(wordings, campus_id=campus_id), self._show, key="wordings")
            self._context.read(
                partial(keeps_national_numbers, campus_id=campus_id), self._show_numbers, key="nn"
            )

    def _show(self, rows: list[WordingRow]) -> None:
        self._rows = {(one.kind, one.language): one for one in rows}
        self._fill()

    def _fill(self) -> None:
        found = self._rows.get((self.kind.value, self.language.value))
        if found is not None:
            self.wording.value = found.wording
            said = _("The campus's own words.") if found.is_own else _("The shipped words.")
            older = _("Answers given before keep the words of their time.")
            self.is_own.setText(f"{said} {older}")

    def _show_numbers(self, is_on: bool) -> None:
        was_blocked = self.numbers.blockSignals(True)
        self.numbers.value = is_on
        self.numbers.blockSignals(was_blocked)

    def _save(self) -> None:
        self._write(self.wording.value)

    def _ship(self) -> None:
        self._write(shipped_wording(self.kind.value, self.language.value))

    def _write(self, wording: str) -> None:
        work = partial(
            services.set_consent_wording,
            campus_id=self.campus.value,
            kind=self.kind.value,
            language=self.language.value,
            wording=wording,
        )
        self._context.do(work, self._written)

    def _written(self, _nothing: object) -> None:
        self._load_campus()

    def _on_numbers(self) -> None:
        work = partial(
            services.keep_national_numbers,
            campus_id=self.campus.value,
            is_on=self.numbers.value,
        )
        self._context.do(work)


class PrivacyEditor(QWidget):
    """The three cards, read anew whenever they come to be seen."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.review = ReviewCard(context)
        self.periods = PeriodsCard(context)
        self.campus = CampusPrivacyCard(context)
        self.setMaximumWidth(px(860))
        self.setLayout(column(self.review, self.periods, self.campus, None, gap=16))

    def load(self) -> None:
        for card in (self.review, self.periods, self.campus):
            card.load()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.load()
