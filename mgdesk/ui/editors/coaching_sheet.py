"""The sheet that books an appointment with a coach or changes it; what clashes is told at once."""

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError, StaleRecord
from mgdesk.i18n import gettext as _
from mgdesk.queries import coaching as queries
from mgdesk.queries.clashes import Clash, clashes
from mgdesk.queries.coaching import CoachingRow
from mgdesk.queries.people import PersonDetail
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.coaching import CoachingStatus
from mgdesk.services import coaching as services
from mgdesk.services import coaching_series as series
from mgdesk.services.free_times import FreeTimes, free_times
from mgdesk.ui.editors.coaching import CoachingForm, CoachingOffer
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet


class CoachingSheet(Sheet):
    """Book for a person, or give `known` to change an appointment."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        person: PersonDetail,
        offer: CoachingOffer,
        known: CoachingRow | None = None,
    ) -> None:
        self.form = CoachingForm(offer, known)
        heading = _("Coaching of {name}", name=person.name)
        accept = _("Save") if known else _("Book")
        super().__init__(parent, heading, self.form, accept=accept, on_accept=self.save, width=600)
        self._context, self._person, self._known = context, person, known
        self._theirs: CoachingRow | None = None
        self._before = self.form.values()
        self._has_own_time = known is not None
        for field in (self.form.day, self.form.start, self.form.end):
            field.textEdited.connect(self._on_time_typed)
        self.form.coach_changed.connect(self._propose)
        self.form.campus.edited.connect(self._propose)
        self.form.conflict.kept_mine.connect(self._keep_mine)
        self.form.conflict.took_theirs.connect(self._take_theirs)
        if known is None:
            self.form.free.setFocus()  # Down takes the next free time, Enter books it
        else:
            self.form.day.setFocus()
            self.form.day.selectAll()
        self.form.clash.watch(self.form, context, self._clashes)

    def save(self) -> None:
        if not self.accept_button.isEnabled() or not self.form.is_valid():
            return
        if self._known is not None and not self._is_changed():
            self.close()
        else:
            self.accept_button.setEnabled(False)
            self._context.do(self._action(), self._saved, failed=self._refused)

    def _is_changed(self) -> bool:
        is_same_state = self._known is None or self.form.status.value is self._known.status
        return self.form.values() != self._before or not is_same_state

    def _action(self) -> "partial[Any]":
        values = self.form.values()
        if self._known is None:
            n = self.form.weeks.value()
            book = services.book if n == 1 else partial(series.book_series, count=n)
            return partial(
                book,
                person_id=self._person.id,
                campus_id=self.form.campus.value,
                **values,
            )
        changed = {name: value for name, value in values.items() if value != self._before[name]}
        status = self.form.status.value
        return partial(
            _change_following if self.form.following.isChecked() else _change,
            coaching_id=self._known.id,
            version=self._known.version,
            fields=changed,
            status=status if status is not self._known.status else None,
        )

    def _saved(self, _result: object) -> None:
        self.close()

    def _refused(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        if isinstance(error, StaleRecord) and self._known is not None:
            again = partial(queries.coaching_session, coaching_id=self._known.id)
            self._context.read(again, self._show_conflict, failed=self._refused)
        elif isinstance(error, DeskError):
            self.form.refuse(str(error))
        else:
            self._context.fail(error)

    # --- what is proposed and what clashes -------------------------------------------------

    def _on_time_typed(self) -> None:
        self._has_own_time = True

    def _propose(self) -> None:
        """Another coach is free at another time, unless somebody typed one."""
        coach_id, campus_id = self.form.coach.value, self.form.campus.value
        if self._has_own_time or coach_id is None or campus_id is None:
            return
        wanted = partial(free_times, coach_id=coach_id, campus_id=campus_id, after=wall_clock())
        self._context.read(wanted, self._show_proposal)

    def _show_proposal(self, found: FreeTimes) -> None:
        if not self._has_own_time:
            self.form.offer_times(found.starts)

    def _clashes(self) -> "partial[list[Clash]] | None":
        start, end = self.form.moments()
        campus_id = self.form.campus.value
        if campus_id is None or start is None or end is None or end <= start:
            return None
        return partial(
            clashes,
            campus_id=campus_id,
            person_id=self._person.id,
            coach_id=self.form.coach.value,
            starts_at=start,
            ends_at=end,
            room_id=self.form.room.value,
            coaching_id=self._known.id if self._known else None,
        )

    # --- two edits at once -----------------------------------------------------------------

    def _show_conflict(self, theirs: CoachingRow) -> None:
        before, self._theirs = self._known, theirs
        labels = {
            "coach_id": _("Coach"),
            "starts_at": _("From"),
            "ends_at": _("To"),
            "room_id": _("Room"),
            "subject": _("Subject"),
            "status": _("State"),
        }
        names = [
            said for name, said in labels.items() if getattr(before, name) != getattr(theirs, name)
        ]
        self.form.conflict.tell(names)

    def _keep_mine(self) -> None:
        self._adopt_version()
        self.save()

    def _take_theirs(self) -> None:
        self._adopt_version()
        self.form.fill(self._known)
        self._before = self.form.values()

    def _adopt_version(self) -> None:
        if self._theirs is not None:
            self._known = self._theirs
        self.form.conflict.show_sentence("")


def _change(
    session: Any,
    *,
    coaching_id: UUID,
    version: int,
    fields: dict[str, Any],
    status: CoachingStatus | None,
) -> None:
    """Runs in a thread, one transaction: what was changed, and how it stands when that was."""
    services.change(session, coaching_id=coaching_id, version=version, **fields)
    if status is not None:
        services.set_status(session, coaching_id=coaching_id, status=status)


def _change_following(
    session: Any,
    *,
    coaching_id: UUID,
    version: int,
    fields: dict[str, Any],
    status: CoachingStatus | None,
) -> None:
    """The same for those of the series after it."""
    series.change_following(session, coaching_id=coaching_id, version=version, **fields)
    if status is not None:
        series.set_status_following(session, coaching_id=coaching_id, status=status)
