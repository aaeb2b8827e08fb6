"""The offer to note a sheet as encoded, once every mark of its days is there."""

from datetime import date
from functools import partial
from uuid import UUID

from mgdesk.i18n import gettext as _
from mgdesk.queries import sheets as queries
from mgdesk.queries.documents import DocumentRow
from mgdesk.services import sheets as services
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.form import Banner


class EncodedOffer(Banner):
    """Hidden until a week that is marked whole has a sheet that nobody noted as encoded."""

    def __init__(self, context: Context) -> None:
        super().__init__("", "ok")
        self.button = Button(_("Note as encoded"), "clipboard-check", on_click=self.accept)
        inside = self.layout()
        assert inside is not None
        inside.addWidget(self.button)
        self._context = context
        self._sheet: DocumentRow | None = None

    def look(self, cohort_id: UUID, first_day: date, last_day: date, *, is_whole: bool) -> None:
        """Offer the first sheet of these days that waits; nothing while a mark is missing."""
        if not is_whole:
            self._show([])
            return
        query = partial(
            queries.to_encode, cohort_id=cohort_id, first_day=first_day, last_day=last_day
        )
        self._context.read(query, self._show)

    def _show(self, waiting: list[DocumentRow]) -> None:
        self._sheet = waiting[0] if waiting else None
        words = ""
        if self._sheet is not None:
            words = _("Every mark is there. Is sheet {number} encoded?", number=self._sheet.number)
            self.button.setToolTip(_("Closes its half-days, so that no slip changes them."))
        self.show_sentence(words)

    def accept(self) -> None:
        """Note the sheet as encoded and close its half-days."""
        if self._sheet is not None:
            self._context.do(partial(services.note_encoded, document_id=self._sheet.id))
            self.show_sentence("")
