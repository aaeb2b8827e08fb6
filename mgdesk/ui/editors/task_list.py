"""The campus's list of what is done on paper: each line is for a funder profile, or for all cohorts."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import NN_, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries.campuses import ProfileRow, funder_profiles
from mgdesk.queries.tasks import TemplateRow, templates
from mgdesk.rules.rights import Right
from mgdesk.rules.tasks import (
    TASK_KIND_LABELS,
    TASK_MOMENT_LABELS,
    TASK_OF_LABELS,
    TaskKind,
    TaskMoment,
    TaskOf,
)
from mgdesk.services import task_list as services
from mgdesk.ui.editors.task_sheets import tell
from mgdesk.ui.editors.task_words import kind_words
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import CheckField, ChoiceField, NumberField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import box, column
from mgdesk.ui.kit.records import RecordList
from mgdesk.ui.kit.table import Column
from mgdesk.ui.kit.theme import Tone


class TaskListEditor(QWidget):
    """The list, with the lines that the program brings along where there is none yet."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._profiles: Sequence[ProfileRow] = ()
        self.list = RecordList(
            _("Task list"),
            _columns(),
            empty=_("No task yet. What is signed, lent and sent for each cohort stands here."),
            add=_("Add a task"),
            on_add=partial(self._edit, None),
            on_edit=self._edit,
            on_delete=self._delete,
            needs=(Right.RUN,),
        )
        self.shipped_button = Button(
            _("Take the proposed list"),
            "list-checks",
            on_click=self._take_shipped,
            needs=(Right.RUN,),
        )
        self.list.add(self.shipped_button)
        self.setLayout(column(self.list, gap=0))
        self.load()

    def load(self) -> None:
        self._context.read(_all, self._show)

    def _show(self, found: "tuple[list[TemplateRow], list[ProfileRow]]") -> None:
        rows, self._profiles = found
        self.list.set_rows(rows)
        self.shipped_button.setVisible(not rows)

    def _edit(self, known: TemplateRow | None) -> None:
        TemplateSheet(self, self._context, self._profiles, known).open()

    def _delete(self, one: TemplateRow) -> None:
        self._context.do(partial(services.delete_template, template_id=one.id))

    def _take_shipped(self) -> None:
        self._context.do(services.add_shipped_templates)


class TemplateSheet(Sheet):
    """One line of the list."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        profiles: Sequence[ProfileRow],
        known: TemplateRow | None,
    ) -> None:
        self.form = _TemplateForm(profiles, known)
        super().__init__(
            parent,
            _("Task of the list"),
            box(self.form, None),
            accept=_("Save"),
            on_accept=self.save,
        )
        self._context, self._known = context, known

    def save(self) -> None:
        fields, known = self.form.fields(), self._known
        action: partial[Any] = partial(services.add_template, **fields)
        if known is not None:
            action = partial(
                services.update_template, template_id=known.id, version=known.version, **fields
            )
        self._context.do(action, self._saved, failed=self._refused)

    def _saved(self, _result: object) -> None:
        self.close()

    def _refused(self, error: Exception) -> None:
        tell(error, self.form, self._context)


class _TemplateForm(Form):
    def __init__(self, profiles: Sequence[ProfileRow], known: TemplateRow | None) -> None:
        super().__init__()
        kinds = [(one, _(TASK_KIND_LABELS[one])) for one in TaskKind]
        self.kind = ChoiceField(kinds, known.kind if known else TaskKind.CONTRACT)
        self.title = TextField(known.title if known else "")
        self.add_beside((_("What"), self.kind), (_("More precisely"), self.title))
        holds = [(None, _("every cohort")), *((one.id, one.name) for one in profiles)]
        self.profile = ChoiceField(holds, known.profile_id if known else None)
        self.of = ChoiceField(
            [(one, _(TASK_OF_LABELS[one])) for one in TaskOf], known.of if known else TaskOf.EACH
        )
        self.add_beside((_("Funder profile"), self.profile), (_("For whom"), self.of))
        self.days = NumberField(
            known.days if known else 0, least=-366, most=366, unit=NN_("day", "days")
        )
        self.moment = ChoiceField(
            [(one, _(TASK_MOMENT_LABELS[one])) for one in TaskMoment],
            known.moment if known else TaskMoment.START,
        )
        self.add_beside((_("Due"), self.days), (_("after"), self.moment))
        late = known.late_days if known else None
        self.has_late = CheckField(_("Another number for who comes later"), value=late is not None)
        self.late_days = NumberField(late or 0, most=366, unit=NN_("day", "days"))
        self.add("", self.has_late)
        self.add(_("Days after they came"), self.late_days)
        self.is_active = self.add(
            "", CheckField(_("In use"), value=known.is_active if known else True)
        )
        self.is_confirmed = self.add(
            "",
            CheckField(
                _("Confirmed with the funder's own text"),
                value=known.is_confirmed if known else False,
            ),
        )
        self.has_late.edited.connect(self._settle)
        self._settle()

    def _settle(self) -> None:
        self.late_days.setEnabled(self.has_late.value)

    def fields(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "title": self.title.value,
            "funder_profile_id": self.profile.value,
            "of": self.of.value,
            "moment": self.moment.value,
            "days": self.days.value(),
            "late_days": self.late_days.value() if self.has_late.value else None,
            "is_active": self.is_active.value,
            "is_confirmed": self.is_confirmed.value,
        }


def _all(session: Any) -> "tuple[list[TemplateRow], list[ProfileRow]]":
    """Runs in a thread: the list, and the profiles that a line can be for."""
    return templates(session), funder_profiles(session)


def _columns() -> list[Column[Any]]:
    return [
        Column[TemplateRow](_("Task"), _what, second=_for_whom, stretch=True),
        Column[TemplateRow](_("Due"), _due, sort=lambda one: one.days, is_spare=True),
        Column[TemplateRow](_("Rules"), lambda _one: "", sort=_is_open, pill=_pill),
    ]


def _what(one: TemplateRow) -> str:
    return kind_words(one.kind, one.title)


def _for_whom(one: TemplateRow) -> str:
    return " · ".join((one.profile or _("every cohort"), _(TASK_OF_LABELS[one.of])))


def _due(one: TemplateRow) -> str:
    if not one.days:
        return _("on the day: {moment}", moment=_(TASK_MOMENT_LABELS[one.moment]))
    days = ngettext("{n} day after", "{n} days after", one.days)
    return f"{days} {_(TASK_MOMENT_LABELS[one.moment])}"


def _is_open(one: TemplateRow) -> bool:
    return not one.is_confirmed


def _pill(one: TemplateRow) -> Pill:
    if not one.is_active:
        return Pill(Tone.NEUTRAL, _("not in use"))
    if one.is_confirmed:
        return Pill(Tone.OK, _("confirmed"))
    return Pill(Tone.LATE, _("to confirm"), "triangle-alert")
