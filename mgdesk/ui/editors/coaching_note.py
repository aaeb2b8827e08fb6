"""The sheet for the note of an appointment: aims, points, action plan; saved, or saved and printed."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError, StaleRecord
from mgdesk.i18n import format_day
from mgdesk.i18n import gettext as _
from mgdesk.queries import coaching as queries
from mgdesk.queries.coaching import CoachingRow, NoteRow, StepRow
from mgdesk.services import coaching as services
from mgdesk.services.plan_steps import StepFields, set_plan
from mgdesk.ui.editors.conflict import ConflictBanner
from mgdesk.ui.editors.facts import flow_of
from mgdesk.ui.editors.more_papers import open_coaching_note
from mgdesk.ui.editors.referrals_card import Referrals
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import DateField, MultilineField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import column, row

_PARTS: Final = ("aims", "points", "action_plan")


class StepLine:
    """The fields of a point of the plan; without words it is none."""

    def __init__(self) -> None:
        self.what, self.who = TextField(), TextField()
        self.due_on, self.done_on = DateField(), DateField()
        self._key: UUID | None = None

    def fill(self, known: StepRow | None) -> None:
        self._key = known.id if known else None
        self.what.value, self.who.value = (known.what, known.who) if known else ("", "")
        self.due_on.value = known.due_on if known else None
        self.done_on.value = known.done_on if known else None

    @property
    def value(self) -> StepFields:
        return StepFields(
            self.what.value, self.who.value, self.due_on.value, self.done_on.value, self._key
        )


class NoteForm(Form):
    def __init__(self, known: NoteRow) -> None:
        super().__init__()
        self.conflict = ConflictBanner()
        self.add_part(self.conflict)
        self.aims = self.add(_("Aims"), MultilineField(lines=3))
        self.points = self.add(_("Points discussed"), MultilineField(lines=6))
        self.action_plan = self.add(
            _("Action plan"), MultilineField(lines=5), help_text=_("Who does what, until when.")
        )
        self.follow_up = self.add(_("Follow up on"), DateField())
        add = Button(_("Add a point"), "plus", on_click=self.add_step)
        self.add_part(labels.section(_("Points of the plan")))
        self.add_part(flow_of((add,), 8))
        self.steps: list[StepLine] = []
        self.fill(known)

    def add_step(self, *, has_focus: bool = True) -> None:
        """One more line: what, who, until when, done when."""
        made = StepLine()
        self.add_beside(
            (_("What"), made.what), (_("Who"), made.who), (_("Until"), made.due_on),
            (_("Done on"), made.done_on),
        )  # fmt: skip
        self.steps.append(made)
        if has_focus:
            made.what.setFocus()

    def fill(self, known: NoteRow) -> None:
        for name in _PARTS:
            getattr(self, name).value = getattr(known, name)
        self.follow_up.value = known.follow_up_on
        while len(self.steps) < len(known.steps) + 1:  # one is free to be typed into
            self.add_step(has_focus=False)
        for place, line in enumerate(self.steps):
            line.fill(known.steps[place] if place < len(known.steps) else None)

    def plan(self) -> list[StepFields]:
        return [line.value for line in self.steps]

    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name).value for name in _PARTS}


class NoteSheet(Sheet):
    """What was aimed at, said and agreed at one appointment."""

    def __init__(
        self, parent: QWidget, context: Context, found: CoachingRow, known: NoteRow
    ) -> None:
        self.form = NoteForm(known)
        self.print_button = Button(_("Save and print…"), "printer", on_click=self.save_and_print)
        refer = Button(_("Refer…"), "external-link", on_click=self.refer)
        refer.setAccessibleName(_("Note a referral…"))
        content = QWidget()
        day = format_day(found.starts_local.date(), "full")
        about = labels.muted(" · ".join(filter(None, (day, found.coach, found.subject))))
        content.setLayout(
            column(about, self.form, row(self.print_button, refer, None), None, gap=12)
        )
        super().__init__(
            parent,
            _("Coaching note of {name}", name=found.name),
            content,
            accept=_("Save"),
            on_accept=self.save,
            width=680,
        )
        self._over, self._context = parent, context
        self._referrals = Referrals(self, context)
        self._found, self._known = found, known
        self._theirs: NoteRow | None = None
        self._does_print = False
        self.form.conflict.kept_mine.connect(self._keep_mine)
        self.form.conflict.took_theirs.connect(self._take_theirs)
        self.form.aims.setFocus()

    def save(self) -> None:
        self._does_print = False
        self._save()

    def save_and_print(self) -> None:
        self._does_print = True
        self._save()

    def refer(self) -> None:
        """Note to whom the person is sent; the note stays open."""
        found = self._found
        person = (found.person_id, found.name)
        self._referrals.open(person, coach_id=found.coach_id)

    def _save(self) -> None:
        if not self.form.is_valid():
            return
        action = partial(
            _write,
            coaching_id=self._found.id,
            version=self._known.version,
            follow_up_on=self.form.follow_up.value,
            steps=self.form.plan(),
            **self.form.values(),
        )
        self._allow(False)
        self._context.do(action, self._saved, failed=self._refused)

    def _allow(self, is_allowed: bool) -> None:
        for button in (self.accept_button, self.print_button):
            button.setEnabled(is_allowed)

    def _saved(self, _nothing: object) -> None:
        self.close()
        if self._does_print:
            open_coaching_note(self._over, self._context, self._found)

    def _refused(self, error: Exception) -> None:
        self._allow(True)
        if isinstance(error, StaleRecord):
            again = partial(queries.note, coaching_id=self._found.id)
            self._context.read(again, self._show_conflict, failed=self._refused)
        elif isinstance(error, DeskError):
            self.form.refuse(str(error))
        else:
            self._context.fail(error)

    # --- two edits at once -----------------------------------------------------------------

    def _show_conflict(self, theirs: NoteRow) -> None:
        self._theirs = theirs
        said = {
            "aims": _("Aims"),
            "points": _("Points discussed"),
            "action_plan": _("Action plan"),
            "steps": _("Points of the plan"),
        }
        before = self._known
        self.form.conflict.tell(
            [
                words
                for name, words in said.items()
                if getattr(before, name) != getattr(theirs, name)
            ]
        )

    def _keep_mine(self) -> None:
        self._adopt_version()
        self._save()

    def _take_theirs(self) -> None:
        self._adopt_version()
        self.form.fill(self._known)

    def _adopt_version(self) -> None:
        if self._theirs is not None:
            self._known = self._theirs
        self.form.conflict.show_sentence("")


def _write(
    session: Any,
    *,
    coaching_id: UUID,
    version: int,
    follow_up_on: date | None,
    steps: Sequence[StepFields],
    **texts: str,
) -> None:
    """Runs in a thread, one transaction: the note, and when it is followed up."""
    known = queries.note(session, coaching_id=coaching_id)
    if known.follow_up_on != follow_up_on:
        services.set_follow_up(session, coaching_id=coaching_id, day=follow_up_on)
    wished = [one for one in steps if one.what.strip()]
    if wished != [
        StepFields(one.what, one.who, one.due_on, one.done_on, one.id) for one in known.steps
    ]:
        set_plan(session, coaching_id=coaching_id, steps=wished)
    services.write_note(session, coaching_id=coaching_id, version=version, **texts)
