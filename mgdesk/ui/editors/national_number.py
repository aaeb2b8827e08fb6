"""The national number: masked, shown on demand with a line that says so, changed with advice."""

from collections.abc import Callable
from functools import partial

from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate
from mgdesk.queries.privacy import PrivacyDetail
from mgdesk.rules.national_number import NUMBER_DOUBT_LABELS, doubts
from mgdesk.services import privacy as services
from mgdesk.services.sights import show_national_number
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import TextField
from mgdesk.ui.kit.layout import Card, row


class NumberCard(Card):
    """A typed number that does not agree with itself or the record is said, never refused."""

    def __init__(
        self, context: Context, found: PrivacyDetail, on_changed: Callable[[object], None]
    ) -> None:
        super().__init__(_("National number"))
        self._context, self._found, self._on_changed = context, found, on_changed
        self.shown = labels.text(
            isolate(found.national_number) or _("not known"), selectable=True, is_private=True
        )
        self.show_button = Button(_("Show"), "eye", on_click=self._show)
        self.show_button.setAccessibleName(_("Show the national number; it is noted who did"))
        self.show_button.setVisible(bool(found.national_number))
        self.number = TextField(
            placeholder=_("A new number; empty takes it away"), left_to_right=True
        )
        self.number.setAccessibleName(_("National number"))
        self.doubt = labels.text("", "advice", wrap=True)
        self.doubt.hide()
        self.number.edited.connect(self._advise)
        self.add(row(self.shown, self.show_button, None))
        line = row(gap=8)
        line.addWidget(self.number, 1)
        line.addWidget(Button(_("Save"), on_click=self._save))
        self.add(line)
        self.add(self.doubt)

    def _advise(self) -> None:
        found = doubts(self.number.value, self._found.birth_date, self._found.gender)
        self.doubt.setText(" ".join(_(NUMBER_DOUBT_LABELS[doubt]) for doubt in found))
        self.doubt.setVisible(bool(found))

    def _show(self) -> None:
        work = partial(show_national_number, person_id=self._found.person_id)
        self._context.do(work, self._say, quiet=True)

    def _say(self, number: str) -> None:
        self.shown.setText(isolate(number))
        self.show_button.hide()

    def _save(self) -> None:
        work = partial(
            services.set_national_number,
            person_id=self._found.person_id,
            number=self.number.value,
        )
        self._context.do(work, self._on_changed)
