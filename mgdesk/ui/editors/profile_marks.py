"""The rules of a funder's profile one by one: which stand in the funder's own text, and who says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import format_day, isolate
from mgdesk.i18n import gettext as _
from mgdesk.queries import campuses as queries
from mgdesk.queries.campuses import ProfileRow
from mgdesk.queries.funding import MarkRow
from mgdesk.rules.funding import CONFIRMABLE
from mgdesk.rules.rights import Right
from mgdesk.services import profile_marks as services
from mgdesk.ui.editors.facts import flow_of
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Empty, add, column
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone


@dataclass(frozen=True)
class RuleRow:
    """A rule and what is known of it."""

    id: str
    mark: MarkRow | None

    @property
    def is_confirmed(self) -> bool:
        return self.mark is not None and self.mark.confirmed_on is not None


class RulesSheet(Sheet):
    """Choose rules, say where they stand, confirm them; the list shows it at once."""

    def __init__(self, parent: QWidget, context: Context, profile: ProfileRow) -> None:
        self.table: Table[RuleRow] = Table(
            _columns(), name=_("Rules"), empty=Empty(_("No rule.")), several=True
        )
        self.table.setMinimumHeight(theme.px(320))
        self.form = Form()
        said = labels.muted(_("Choose the rules that you have read in the funder's own text."))
        self.source = TextField()
        self.by = TextField()
        self.form.add_beside((_("Where it stands"), self.source), (_("Who confirms"), self.by))
        buttons = (
            Button(
                _("Confirm"), "badge-check", kind="primary", on_click=self.confirm,
                needs=(Right.RUN,),
            ),
            Button(_("To confirm again"), on_click=self.doubt, needs=(Right.RUN,)),
        )  # fmt: skip
        content = QWidget()
        whole = column(said, gap=12)
        add(whole, self.table, 1)
        add(whole, self.form)
        add(whole, flow_of(buttons, 8))
        content.setLayout(whole)
        heading = _("Rules of {name}", name=profile.name)
        super().__init__(parent, heading, content, width=760, is_tall=True)
        self._context, self._profile_id = context, profile.id
        self._show(profile)

    def _show(self, profile: ProfileRow) -> None:
        known = {mark.field: mark for mark in profile.marks}
        self.table.set_rows([RuleRow(field, known.get(field)) for field in CONFIRMABLE])

    @property
    def _chosen(self) -> Sequence[str]:
        return [row.id for row in self.table.selected]

    def confirm(self) -> None:
        action = partial(
            services.confirm_rules,
            profile_id=self._profile_id,
            fields=self._chosen,
            source=self.source.value,
            by=self.by.value,
        )
        self._context.do(action, self._changed, failed=self._refused)

    def doubt(self) -> None:
        action = partial(services.doubt_rules, profile_id=self._profile_id, fields=self._chosen)
        self._context.do(action, self._changed, failed=self._refused)

    def _changed(self, _nothing: object) -> None:
        self.form.refuse("")
        wanted = partial(queries.funder_profile, profile_id=self._profile_id)
        self._context.read(wanted, self._show)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.form.refuse(str(error))
        else:
            self._context.fail(error)


def _columns() -> list[Column[RuleRow]]:
    return [
        Column(
            _("Rule"), lambda row: _(CONFIRMABLE[row.id]), second=_known, strong=True, stretch=True
        ),
        Column(_("State"), lambda _row: "", sort=lambda row: row.is_confirmed, pill=_pill),
    ]


def _known(row: RuleRow) -> str:
    """Who, when, where it stands; of a proposal, where it comes from."""
    if row.mark is None:
        return _("our proposal")
    day = format_day(row.mark.confirmed_on, "short") if row.mark.confirmed_on else ""
    parts = (row.mark.confirmed_by, day, row.mark.source)
    return labels.directed(" · ".join(isolate(part) for part in parts if part))


def _pill(row: RuleRow) -> Pill:
    if row.is_confirmed:
        return Pill(Tone.OK, _("confirmed"))
    return Pill(Tone.LATE, _("to confirm"), "triangle-alert")
