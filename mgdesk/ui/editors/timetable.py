"""The timetable of a cohort: its weeks, one half-day added, changed or removed, or all made anew."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import format_day, format_hours, ngettext, spoken_language
from mgdesk.i18n import gettext as _
from mgdesk.queries import cohorts as queries
from mgdesk.queries.clashes import Clash, of_half_day
from mgdesk.queries.cohorts import CohortDetail, SlotRow
from mgdesk.rules.calendar import DEFAULT_HOURS, WORKING_DAYS, Hours, HoursBackwards, Pattern
from mgdesk.rules.enrolment import HALF_LABELS, Half, SlotMode
from mgdesk.rules.rights import Right
from mgdesk.services import cohorts as services
from mgdesk.services.cohorts import TimetableReport
from mgdesk.services.holidays import public_holidays
from mgdesk.ui.editors.clash_banner import ClashBanner
from mgdesk.ui.editors.cohort import pattern_values
from mgdesk.ui.editors.cohort_days import DaysFields, Place
from mgdesk.ui.editors.timetable_view import DayHalf, WeeksModel, WeeksView
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import ask
from mgdesk.ui.kit.fields import CheckField, ChoiceField, DateField, TextField, TimeField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import add, column
from mgdesk.ui.kit.saving import SavingSheet


class TimetablePanel(QWidget):
    """The weeks of one cohort with what can be done to them."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._cohort: CohortDetail | None = None
        self._today = date.min
        self._slots: list[SlotRow] = []
        self._has_slots = False  # those of this cohort were read
        self._drawn: UUID | None = None  # whose timetable the view shows
        self._holidays: dict[date, str] = {}
        self.model = WeeksModel()
        self.view = WeeksView(self.model)
        self.view.setMinimumHeight(theme.px(200))
        self._said = labels.muted("")
        self._change = Button(_("Change…"), "pencil", on_click=self._open, needs=(Right.PLAN,))
        self._remove = Button(
            _("Remove"), "trash-2", on_click=self._ask_remove, needs=(Right.PLAN,)
        )
        buttons = QWidget()
        buttons.setLayout(
            Flow(
                Button(_("Add a half-day"), "plus", on_click=self._add, needs=(Right.PLAN,)),
                self._change,
                self._remove,
                Button(
                    _("Make anew…"), "refresh-cw", on_click=self._open_anew, needs=(Right.PLAN,)
                ),
            )
        )
        whole = column(buttons, gap=8)
        add(whole, self.view, 1)
        add(whole, self._said)
        self.setLayout(whole)
        self.view.opened.connect(self._open)
        self.view.removed.connect(self._ask_remove)
        self.view.moved.connect(self._settle_buttons)

    def show_cohort(self, cohort: CohortDetail, today: date) -> None:
        self._today = today
        is_other = self._cohort is None or self._cohort.id != cohort.id
        self._cohort = cohort
        if is_other:
            self._slots, self._holidays, self._has_slots = [], {}, False
        self._context.read(partial(queries.timetable, cohort_id=cohort.id), self._show)
        self._context.background.run(
            partial(
                public_holidays,
                cohort.country,
                cohort.region,
                cohort.first_day,
                cohort.last_day,
                spoken_language(),
            ),
            done=self._show_holidays,
        )

    def _show(self, slots: list[SlotRow]) -> None:
        self._slots, self._has_slots = slots, True
        self._draw()

    def _show_holidays(self, found: dict[date, str]) -> None:
        self._holidays = found
        self._draw()

    def _draw(self) -> None:
        if self._cohort is None or not self._has_slots:
            return
        kept = self.current if self._drawn == self._cohort.id else None
        self._drawn = self._cohort.id
        top = self.view.verticalScrollBar().value()
        self.model.show(
            self._slots, self._holidays, (self._cohort.first_day, self._cohort.last_day)
        )
        if kept is None:
            self._go_to_now()
        else:
            self.view.setCurrentIndex(self.model.find(kept.day, kept.half))
            self.view.verticalScrollBar().setValue(top)
        self._said.setText(self._summary())
        self._settle_buttons()

    def _go_to_now(self) -> None:
        """To the half-day that comes next, else to the first."""
        coming = [slot for slot in self._slots if slot.day >= self._today]
        for slot in (coming or self._slots)[:1]:
            index = self.model.find(slot.day, slot.half)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index, WeeksView.ScrollHint.PositionAtCenter)

    def _summary(self) -> str:
        minutes = sum(slot.minutes for slot in self._slots)
        return ngettext(
            "{n} half-day, {hours}. Enter changes or adds one, Delete removes it.",
            "{n} half-days, {hours}. Enter changes or adds one, Delete removes it.",
            len(self._slots),
            hours=format_hours(minutes),
        )

    @property
    def current(self) -> DayHalf | None:
        """The cell that is chosen."""
        index = self.view.currentIndex()
        return self.model.cell(index.row(), index.column()) if index.isValid() else None

    def _settle_buttons(self) -> None:
        has_slot = self.current is not None and self.current.slot is not None
        self._change.setEnabled(has_slot)
        self._remove.setEnabled(has_slot)

    # --- one half-day ----------------------------------------------------------------------

    def _open(self) -> None:
        """Change the chosen half-day, or add one where none is."""
        chosen = self.current
        if chosen is not None and chosen.slot is not None:
            self._open_slot(chosen.slot, chosen)
        else:
            self._add()

    def _add(self) -> None:
        chosen = self.current
        if self._cohort is not None:
            day = chosen.day if chosen is not None else self._cohort.first_day
            half = chosen.half if chosen is not None else Half.MORNING
            self._open_slot(None, DayHalf(day, half, None, "", is_inside=True))

    def _open_slot(self, slot: SlotRow | None, where: DayHalf) -> None:
        assert self._cohort is not None
        form = SlotForm(slot, where, dict(self._cohort.hours))
        SlotSheet(self, self._context, self._cohort, form, slot).open()

    def _ask_remove(self) -> None:
        """Without marks it goes at once (a toast undoes it); with marks, only after a question."""
        chosen = self.current
        if chosen is None or chosen.slot is None:
            return
        slot = chosen.slot
        if not slot.marks:
            self._remove_slot(slot, and_marks=False)
            return
        ask(
            self,
            _("Remove this half-day?"),
            ngettext(
                "{day}, {half}: {n} mark goes with it.",
                "{day}, {half}: {n} marks go with it.",
                slot.marks,
                day=format_day(slot.day, "full"),
                half=_(HALF_LABELS[slot.half]),
            ),
            accept=_("Remove"),
            on_accept=partial(self._remove_slot, slot, and_marks=True),
            kind="danger",
        )

    def _remove_slot(self, slot: SlotRow, *, and_marks: bool) -> None:
        self._context.do(partial(services.remove_slot, slot_id=slot.id, and_marks=and_marks))

    # --- all of them -----------------------------------------------------------------------

    def _open_anew(self) -> None:
        if self._cohort is not None:
            AnewSheet(self, self._context, self._cohort).open()


class SlotForm(Form):
    """One half-day: when, where, by whom."""

    def __init__(self, slot: SlotRow | None, where: DayHalf, usual: dict[Half, Hours]) -> None:
        super().__init__()
        self._usual = usual
        self.day = DateField(where.day)
        self.half = ChoiceField([(half, _(HALF_LABELS[half])) for half in Half], where.half)
        hours = Hours(slot.starts_at, slot.ends_at) if slot else self._hours(where.half)
        self.start, self.end = TimeField(hours.starts_at), TimeField(hours.ends_at)
        self.add_beside((_("Day"), self.day), (_("Half-day"), self.half))
        self.add_beside((_("From"), self.start), (_("To"), self.end))
        self.clash = ClashBanner()
        self.add_part(self.clash)
        self.room = TextField(slot.room if slot else "")
        self.trainer = TextField(slot.trainer if slot else "")
        self.add(_("Room"), self.room, help_text=_("Empty: the cohort's own."))
        self.add(_("Trainer"), self.trainer, help_text=_("Empty: the cohort's own."))
        is_remote = slot is not None and slot.mode is SlotMode.REMOTE
        self.remote = self.add("", CheckField(_("At a distance"), value=is_remote))
        self.note = self.add(_("Note"), TextField(slot.note if slot else ""))
        self.half.edited.connect(self._on_half)

    def _hours(self, half: Half) -> Hours:
        return self._usual.get(half, DEFAULT_HOURS[half])

    def _on_half(self) -> None:
        hours = self._hours(self.half.value)
        self.start.value, self.end.value = hours.starts_at, hours.ends_at

    def mistakes(self) -> dict[QWidget, str]:
        start, end = self.start.value, self.end.value
        found: dict[QWidget, str] = {}
        if self.day.value is None and not self.day.mistake():
            found[self.day] = _("A half-day needs its day.")
        for field in (self.start, self.end):
            if field.value is None and not field.mistake():
                found[field] = _("Write the time like {example}.", example="09:30")
        if start is not None and end is not None and end <= start:
            found[self.end] = str(HoursBackwards())
        return found

    def values(self) -> dict[str, Any]:
        """As `add_slot` and `move_slot` take them; the form is valid."""
        start, end = self.start.value, self.end.value
        assert start is not None
        assert end is not None
        return {
            "day": self.day.value,
            "half": self.half.value,
            "hours": Hours(start, end),
            "room": self.room.value,
            "trainer": self.trainer.value,
            "mode": SlotMode.REMOTE if self.remote.value else SlotMode.ON_SITE,
            "note": self.note.value,
        }


class SlotSheet(SavingSheet[SlotForm]):
    """A half-day to add, or one to change."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        cohort: CohortDetail,
        form: SlotForm,
        slot: SlotRow | None,
    ) -> None:
        heading = _("Change the half-day") if slot else _("Add a half-day")
        accept = _("Save") if slot else _("Add")
        super().__init__(parent, heading, form, accept=accept, on_accept=self._save, width=520)
        self.form, self._context, self._cohort, self._slot = form, context, cohort, slot
        form.clash.watch(form, context, self._clashes)

    def _clashes(self) -> "partial[list[Clash]] | None":
        if self.form.day.value is None or self.form.mistakes():
            return None
        said = self.form.values()
        return partial(
            of_half_day,
            cohort_id=self._cohort.id,
            day=said["day"],
            hours=said["hours"],
            room=said["room"],
            trainer=said["trainer"],
            is_remote=said["mode"] is SlotMode.REMOTE,
            slot_id=self._slot.id if self._slot else None,
        )

    def _save(self) -> None:
        if not self.form.is_valid():
            return
        values = self.form.values()
        action: Callable[..., Any] = partial(services.add_slot, cohort_id=self._cohort.id, **values)
        if self._slot is not None:
            action = partial(services.move_slot, slot_id=self._slot.id, **values)
        self._context.do(action, self._saved, failed=self._refused)


class AnewForm(Form):
    """The days from which a timetable is made anew."""

    def __init__(self, context: Context, cohort: CohortDetail) -> None:
        super().__init__()
        words = _("Half-days that have marks stay as they are. What was changed by hand is lost.")
        self.add_part(labels.muted(words))
        pattern = Pattern(
            cohort.first_day,
            cohort.last_day,
            cohort.weekdays or WORKING_DAYS,
            cohort.halves or (Half.MORNING, Half.AFTERNOON),
            cohort.hours,
        )
        self.days = DaysFields(self, pattern, context.background)
        self.days.set_place(Place(cohort.country, cohort.region, spoken_language()))

    def mistakes(self) -> dict[QWidget, str]:
        return self.days.mistakes()


class AnewSheet(SavingSheet[AnewForm]):
    """Make a timetable anew from its days."""

    def __init__(self, parent: QWidget, context: Context, cohort: CohortDetail) -> None:
        form = AnewForm(context, cohort)
        super().__init__(
            parent,
            _("Make the timetable of {code} anew", code=cohort.code),
            form,
            accept=_("Make anew"),
            on_accept=self._save,
            width=600,
        )
        self.form, self._context, self._cohort = form, context, cohort

    def _save(self) -> None:
        pattern = self.form.days.pattern
        if not self.form.is_valid() or pattern is None:
            return
        action = partial(
            services.regenerate,
            cohort_id=self._cohort.id,
            version=self._cohort.version,
            **pattern_values(self.form.days, pattern),
        )
        self._context.do(action, self._saved, failed=self._refused, quiet=True)

    def _saved(self, report: TimetableReport) -> None:
        sentence = ""
        if report.staying:
            sentence = ngettext(
                "Made anew. {n} half-day with marks stays outside the new days.",
                "Made anew. {n} half-days with marks stay outside the new days.",
                len(report.staying),
            )
        self._context.toast_undo(sentence)
        self.close()
