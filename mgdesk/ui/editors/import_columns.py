"""Which column of a list is which: each heading with the field that it was taken for."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mgdesk.exchange.columns import Columns, heading
from mgdesk.exchange.fields import FIELDS_OF, Field
from mgdesk.exchange.plan import ImportPlan
from mgdesk.i18n import gettext as _
from mgdesk.i18n import number
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.fields import ChoiceField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.form import Fold
from mgdesk.ui.kit.layout import column, scrolled


class ColumnsFold(Fold):
    """Folded away while every column was recognised, and made when it opens.

    `mapped(position, field or None)`.
    """

    mapped = Signal(int, object)

    def __init__(self) -> None:
        super().__init__(_("Columns"))
        self._area = scrolled(QWidget())
        self.body.addWidget(self._area)
        self.choices: list[ChoiceField] = []
        self._columns: tuple[Field | None, ...] | None = None
        self._plan: ImportPlan | None = None  # whose columns are still to be made
        self.opens.connect(self._make)

    def show_plan(self, plan: ImportPlan, *, is_new: bool) -> None:
        used = sum(field is not None for field in plan.columns)
        self.button.set_words(
            _("Columns: {used} of {all} are used", used=number(used), all=number(len(plan.columns)))
        )
        if plan.columns != self._columns or is_new:
            self._columns, self._plan = plan.columns, plan
        if is_new:
            self.choices = []
        if plan.problem is not None and plan.table.rows:
            self.open()
        elif self.is_open:
            self._make()

    def _make(self) -> None:
        if self._plan is None:
            return
        here = next((n for n, one in enumerate(self.choices) if one.hasFocus()), None)
        self._fill(self._plan)
        self._plan = None
        if here is not None:  # whoever goes from one to the next stays there
            self.choices[here].setFocus()

    def _fill(self, plan: ImportPlan) -> None:
        offered = _offered(FIELDS_OF[plan.subject])
        self.choices = []
        parts = []
        for position, (title, field) in enumerate(
            zip(plan.table.headings, plan.columns, strict=True)
        ):
            name = title or _("Column {n}", n=number(position + 1))
            choice = ChoiceField(offered, field)
            choice.setAccessibleName(_("{column} is", column=name))
            choice.setFixedWidth(theme.px(184))
            choice.edited.connect(partial(self._on_choice, position))
            self.choices.append(choice)
            parts.append(self._part(name, choice))
        holder = QWidget()
        holder.setLayout(Flow(*parts, gap=12))
        holder.setObjectName("scrolled")
        self._area.setWidget(holder)
        lines = 1 if len(parts) <= 5 else 2
        self._area.setFixedHeight(theme.px(72 * lines + 8))

    def _part(self, name: str, choice: ChoiceField) -> QWidget:
        words = labels.text(_shortened(name), "label")
        words.setToolTip(name)
        words.setBuddy(choice)
        part = QWidget()
        part.setLayout(column(words, choice, gap=2))
        return part

    def _on_choice(self, position: int) -> None:
        self.mapped.emit(position, self.choices[position].value)


def with_column(columns: Columns, position: int, field: Field | None) -> Columns:
    """The columns once one of them is said to be `field`, which no other can be then.

    Beside a column of first names (or surnames), one taken for whole names holds the other part.
    """
    other = {Field.FIRST_NAME: Field.SURNAME, Field.SURNAME: Field.FIRST_NAME}
    changed = [None if before == field else before for before in columns]
    changed[position] = field
    if field in other and Field.FULL_NAME in changed and other[field] not in changed:
        changed[changed.index(Field.FULL_NAME)] = other[field]
    return tuple(changed)


def _offered(fields: Sequence[Field]) -> list[tuple[Field | None, str]]:
    return [(None, _("Leave out")), *((field, heading(field)) for field in fields)]


def _shortened(name: str) -> str:
    """A heading may be a whole question: its beginning tells which one it is."""
    return name if len(name) <= 26 else f"{name[:25]}…"
