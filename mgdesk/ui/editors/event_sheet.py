"""The sheet that adds or changes an event: saves what changed, settles two edits at once."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.errors import DeskError, StaleRecord
from mgdesk.i18n import gettext as _
from mgdesk.queries import events as event_queries
from mgdesk.queries.clashes import Clash, of_event
from mgdesk.queries.events import EventDetail
from mgdesk.services import events as event_services
from mgdesk.ui.editors.event import EventForm, EventOffer
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet


class EventSheet(Sheet):
    """Give `known` to change an event, nothing to add one. `on_saved(id)` once it is written."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        offered: EventOffer,
        *,
        known: EventDetail | None = None,
        on_saved: Callable[[UUID], object] | None = None,
    ) -> None:
        self.form = EventForm(offered, known, known.campus_id if known else context.campus_id)
        super().__init__(
            parent,
            _("Change {event}", event=known.title) if known else _("New event"),
            self.form,
            accept=_("Save") if known else _("Add the event"),
            width=600,
        )
        self._context, self._known, self._on_saved = context, known, on_saved
        self._offer = offered
        self._theirs: EventDetail | None = None
        self._before = self.form.values()
        self.accept_button.clicked.connect(self.save)
        self.form.conflict.kept_mine.connect(self._keep_mine)
        self.form.conflict.took_theirs.connect(self._take_theirs)
        self.form.title.setFocus()
        self.form.clash.watch(self.form, context, self._clashes)

    def save(self) -> None:
        if self.accept_button.isEnabled() and self.form.is_valid():
            self.accept_button.setEnabled(False)
            self._context.do(self._action(), self._saved, failed=self._refused)

    def _action(self) -> Callable[..., Any]:
        values = self.form.values()
        if self._known is None:
            return partial(
                event_services.add_event,
                code=self.form.code.value,
                campus_id=self.form.campus.value,
                **values,
            )
        changed = {name: value for name, value in values.items() if value != self._before[name]}
        return partial(
            event_services.update_event,
            event_id=self._known.id,
            version=self._known.version,
            **changed,
        )

    def _clashes(self) -> "partial[list[Clash]] | None":
        start, end = self.form.moments()
        campus_id, room_id = self.form.campus.value, self.form.room.value
        if campus_id is None or room_id is None or start is None or end is None or end <= start:
            return None
        event_id = self._known.id if self._known else None
        return partial(
            of_event, campus_id=campus_id, room_id=room_id, starts_at=start, ends_at=end,
            event_id=event_id,
        )  # fmt: skip

    def _saved(self, event_id: UUID | None) -> None:
        saved = self._known.id if self._known else event_id
        if self._on_saved is not None and saved is not None:
            self._on_saved(saved)
        self.close()

    def _refused(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        if isinstance(error, StaleRecord) and self._known is not None:
            again = partial(event_queries.event, event_id=self._known.id)
            self._context.read(again, self._show_conflict, failed=self._refused)
        elif isinstance(error, event_services.EventCodeTaken | event_services.EventCodeUnusable):
            self.form.set_mistake(self.form.code, str(error))
        elif isinstance(error, DeskError):
            self.form.refuse(str(error))
        else:
            self._context.fail(error)

    # --- two edits at once -----------------------------------------------------------------

    def _show_conflict(self, theirs: EventDetail) -> None:
        before, self._theirs = self._known, theirs
        labels = {
            "title": _("Title"),
            "starts_at": _("From"),
            "ends_at": _("To"),
            "room_id": _("Room"),
            "capacity": _("Places"),
            "status": _("State"),
            "language": _("Language"),
            "description": _("Description"),
            "partner_ids": _("Partners"),
        }
        self.form.conflict.tell(
            [
                said
                for name, said in labels.items()
                if getattr(before, name) != getattr(theirs, name)
            ]
        )

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
