"""Where an imported list goes: a campus, and one of its cohorts, a new one, or none."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mgdesk.exchange.fields import Subject
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.queries import campuses as campus_queries
from mgdesk.queries import cohorts as cohort_queries
from mgdesk.queries.campuses import CampusRow
from mgdesk.queries.cohorts import CohortRow, TrainingRow
from mgdesk.queries.events import EventDetail
from mgdesk.rules.enrolment import CohortStatus
from mgdesk.ui.editors.cohort import CohortForm, Offer, offer, pattern_values
from mgdesk.ui.editors.facts import flow_of
from mgdesk.ui.editors.import_work import Target
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import ChoiceField
from mgdesk.ui.kit.layout import column, row

_NONE: Final = "none"
_NEW: Final = "new"
_MADE: Final = "made"
_OVER: Final = frozenset({CohortStatus.COMPLETED, CohortStatus.CANCELLED, CohortStatus.ARCHIVED})


Places = tuple[list[CampusRow], list[CohortRow], list[TrainingRow]]


def places(session: Any) -> Places:
    """Campuses, cohorts and trainings, in one go."""
    return (
        campus_queries.campuses(session),
        cohort_queries.cohorts(session),
        cohort_queries.trainings(session),
    )


class TargetFields(QWidget):
    """`ready` once there is something to choose from, `changed` after every choice."""

    ready = Signal()
    changed = Signal()

    def __init__(
        self,
        context: Context,
        *,
        event: EventDetail | None,
        wanted: UUID | None = None,
        subject: Subject = Subject.LEARNERS,
    ) -> None:
        """`wanted` is a cohort; for applications also a training."""
        super().__init__()
        self._context, self._event = context, event
        self._wanted: object = wanted or _NONE
        self._of_applications = subject is Subject.APPLICATIONS
        self._campuses: dict[UUID, CampusRow] = {}
        self._cohorts: Sequence[CohortRow] = ()
        self._fitting: Sequence[CohortRow] = ()  # of the campus chosen, and not over
        self._trainings: Sequence[TrainingRow] = ()
        self._made: Mapping[str, Any] | None = None
        self.campus = ChoiceField()
        self.cohort = ChoiceField()
        self._build()
        self.campus.edited.connect(self._on_campus)
        self.cohort.edited.connect(self._on_cohort)
        self.read_again()

    def read_again(self) -> None:
        """Offer what there is now."""
        self._context.read(places, self._show)

    def _build(self) -> None:
        where = labels.text(_("Campus"), "label")
        where.setBuddy(self.campus)
        into = _("Applies for") if self._of_applications else _("Into the cohort")
        which = labels.text(into, "label")
        which.setBuddy(self.cohort)
        parts: list[QWidget] = [self._beside(where, self.campus), self._beside(which, self.cohort)]
        if self._event is not None:
            parts.append(labels.text(_("For the event {event}", event=self._event.title)))
        for field, name in ((self.campus, _("Campus")), (self.cohort, into)):
            field.setAccessibleName(name)
            field.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
            field.setMinimumWidth(theme.px(160))
            field.setMaximumWidth(theme.px(380 if theme.look().scale <= 130 else 190))
        self.setLayout(column(flow_of(parts, gap=16)))

    def _beside(self, words: QWidget, field: QWidget) -> QWidget:
        holder = QWidget()
        holder.setLayout(row(words, field, gap=8))
        return holder

    def _show(self, found: Places) -> None:
        campuses, self._cohorts, self._trainings = found
        self._campuses = {campus.id: campus for campus in campuses}
        self.campus.set_choices([(one.id, one.name) for one in campuses], self._likely_campus())
        for part, is_shown in (
            (self.campus, len(campuses) > 1 and self._event is None),
            (self.cohort, self._event is None),
        ):
            holder = part.parentWidget()
            assert holder is not None
            holder.setVisible(is_shown)
        self._offer_cohorts()
        self.ready.emit()

    def _likely_campus(self) -> UUID | None:
        """That of the event or cohort, else the one shown, else the one that was there first."""
        if self._event is not None:
            return self._event.campus_id
        codes = {one.id: one.campus for one in self._cohorts}
        wanted = codes.get(self._wanted) if isinstance(self._wanted, UUID) else None
        of_cohort = [key for key, campus in self._campuses.items() if campus.code == wanted]
        if of_cohort:
            return of_cohort[0]
        return self._context.campus_id or min(self._campuses, default=None)

    def _offer_cohorts(self) -> None:
        campus = self._campuses.get(self.campus.value)
        self._fitting = [
            one
            for one in self._cohorts
            if campus is not None and one.campus == campus.code
            if one.status not in _OVER or one.id == self._wanted
        ]
        of_cohorts: list[tuple[object, str]] = [
            (one.id, f"{isolate(one.code)} · {one.training}") for one in self._fitting
        ]
        if self._of_applications:
            choices: list[tuple[object, str]] = [(_NONE, _("What each row names"))]
            choices += [(one.id, one.title) for one in self._trainings]
            self.cohort.set_choices([*choices, *of_cohorts], self._wanted)
            self._wanted = self.cohort.value
            return
        choices = [(_NONE, _("No cohort for now"))]
        if self._made is not None:
            choices.append((_MADE, _("{code} (new)", code=self._made["code"])))
        choices.append((_NEW, _("New cohort…")))
        self.cohort.set_choices([*choices, *of_cohorts], self._wanted)
        self._wanted = self.cohort.value

    @property
    def target(self) -> Target | None:
        """What is chosen; nothing when there is no campus yet."""
        campus = self._campuses.get(self.campus.value)
        if campus is None:
            return None
        chosen = self.cohort.value
        is_training = any(one.id == chosen for one in self._trainings)
        return Target(
            campus.id,
            campus.country,
            cohort_id=chosen if isinstance(chosen, UUID) and not is_training else None,
            training_id=chosen if isinstance(chosen, UUID) and is_training else None,
            new_cohort=self._made if chosen == _MADE else None,
            event_id=self._event.id if self._event else None,
        )

    @property
    def leaves_goal_to_rows(self) -> bool:
        """Whether each row has to name what it applies for."""
        return self._of_applications and self.cohort.value == _NONE

    def choose_only_goal(self) -> bool:
        """Take the one cohort, or else the one training, if there is just one; tell whether so."""
        for goals in ([one.id for one in self._fitting], [one.id for one in self._trainings]):
            if len(goals) == 1:
                self._wanted = goals[0]
                self._offer_cohorts()
                return True
        return False

    def _on_campus(self) -> None:
        self._offer_cohorts()
        self.changed.emit()

    def _on_cohort(self) -> None:
        if self.cohort.value == _NEW:
            self._context.read(offer, self._open_new)
            return
        self._wanted = self.cohort.value
        self.changed.emit()

    # --- a new cohort, made on confirming only ------------------------------------------------

    def _open_new(self, offered: Offer) -> None:
        today = date.today()  # noqa: DTZ011 - the day on this computer's wall is what is meant
        self._form = CohortForm(self._context, offered, None, today)
        self._form.campus.value = self.campus.value
        self._sheet = Sheet(
            self,
            _("New cohort"),
            self._form,
            accept=_("Use this cohort"),
            on_accept=self._use_new,
            width=640,
        )
        self._sheet.rejected.connect(self._choose_wanted)
        self._sheet.open()
        self._form.training.setFocus()

    def _use_new(self) -> None:
        days, campus = self._form.days, self._form.campus_detail
        if not self._form.is_valid() or days is None or campus is None or days.pattern is None:
            return
        self._made = {
            **self._form.values(),
            "campus": campus.code,
            **pattern_values(days, days.pattern),
        }
        self._wanted = _MADE
        self._sheet.close()
        self.campus.value = campus.id
        self._offer_cohorts()
        self.changed.emit()

    def _choose_wanted(self) -> None:
        """Nobody made a cohort after all: what was chosen before stays."""
        self.cohort.value = self._wanted
