"""A letter to the people of a list: a ready text or one's own, and the pages as they will be printed."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from mgdesk.exchange.writing import export_table
from mgdesk.i18n import LANGUAGES, isolate, language_name, ngettext, spoken_language
from mgdesk.i18n import gettext as _
from mgdesk.queries import campuses as campus_queries
from mgdesk.queries.campuses import CampusRow, SignatoryRow
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.letters import FIELDS, SUBJECTS, TEXTS, LetterText
from mgdesk.services.people_letters import mail_merge, people_letters
from mgdesk.ui.editors.more_papers import FreePreview, Offer
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import ChoiceField, MultilineField, TextField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import add, box, row
from mgdesk.ui.kit.theme import px

if TYPE_CHECKING:
    from mgdesk.desk import Desk

PAUSE: Final = 500  # milliseconds without a key before the pages are drawn again


class LetterForm(Form):
    """Which text, in which language, signed by whom."""

    def __init__(self, rows: list[CampusRow], campus_id: UUID | None) -> None:
        super().__init__()
        ready: list[tuple[object, str]] = [(one, _(words)) for one, words in SUBJECTS.items()]
        self.letter = ChoiceField([(LetterText.OWN, _("My own text")), *ready], LetterText.OWN)
        self.language = ChoiceField(
            [("", _("That of each person")), *((c, language_name(c)) for c in LANGUAGES)], ""
        )
        campuses: list[tuple[object, str]] = [(one.id, one.name) for one in rows]
        self.campus = ChoiceField([(None, _("That of each person")), *campuses], campus_id)
        self.signatory = ChoiceField([(None, _("The team"))], None)
        self.subject = TextField()
        self.text = MultilineField(lines=9)
        self.add(_("Letter"), self.letter)
        self.add_beside((_("Language"), self.language), (_("Letterhead"), self.campus))
        self.add(_("Signed by"), self.signatory)
        self.add(_("Subject"), self.subject)
        fields = " · ".join(
            f"{isolate(f'{{{name}}}')} {_(words)}" for name, words in FIELDS.items()
        )
        self.add(
            _("Text"), self.text, help_text=_("Filled in for each person: {fields}", fields=fields)
        )
        self.letter.edited.connect(self._settle)

    def _settle(self) -> None:
        """A ready text is shown as it is; one's own is typed."""
        chosen = self.letter.value
        is_own = chosen is LetterText.OWN
        for field in (self.subject, self.text):
            field.setEnabled(is_own)
        fields = {name: f"{{{name}}}" for name in FIELDS}
        self.subject.value = "" if is_own else _(SUBJECTS[chosen], **fields)
        self.text.value = "" if is_own else _(TEXTS[chosen], **fields)

    def show_signatories(self, rows: list[SignatoryRow]) -> None:
        choices: list[tuple[object, str]] = [(one.id, one.name) for one in rows]
        self.signatory.set_choices([(None, _("The team")), *choices], None)

    def values(self) -> dict[str, Any]:
        return {
            "letter": self.letter.value,
            "subject": self.subject.value,
            "text": self.text.value,
            "language": self.language.value,
            "campus_id": self.campus.value,
            "signatory_id": self.signatory.value,
        }


class LetterDialog(Sheet):
    """The form, and the pages beside it; nothing is registered."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        person_ids: Sequence[UUID],
        rows: list[CampusRow],
        today: date,
    ) -> None:
        here = next((one.id for one in rows if one.id == context.campus_id), None)
        self.form = LetterForm(rows, here)
        self.preview = FreePreview(context, "letter")
        content = QWidget()
        whole = row(gap=16)
        self.form.setMaximumWidth(px(380))
        add(whole, box(self.form, None), 2)
        add(whole, self.preview, 3)
        content.setLayout(whole)
        n = len(person_ids)
        heading = ngettext("Letter to {n} person", "Letter to {n} people", n)
        super().__init__(parent, heading, content, width=1060, is_tall=True)
        self._context, self._people, self._today = context, tuple(person_ids), today
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.draw)
        self.form.changed.connect(self._pause.start)
        self.form.changed.connect(self.preview.wait_for_draft)
        self.form.campus.edited.connect(self._read_signatories)
        self.preview.print_button.setDefault(True)
        self._read_signatories()
        self.draw()

    def _read_signatories(self) -> None:
        campus_id = self.form.campus.value
        if campus_id is None:
            self.form.show_signatories([])
            return
        query = partial(campus_queries.signatories, campus_id=campus_id)
        self._context.read(query, self.form.show_signatories)

    def draw(self) -> None:
        """Show the letters as they would be printed."""
        self._pause.stop()
        values = self.form.values()
        if values["letter"] is LetterText.OWN and not values["text"]:
            self.preview.say_nothing_to_print(_("Type the text of the letter."))
            return
        offer = Offer(_("Letters"), "letter", people_letters, None)
        about = {"person_ids": self._people, "day": self._today, **values}
        self.preview.show_offer(offer, about, _("Letters"))


def open_letters(
    parent: QWidget, context: Context, person_ids: Sequence[UUID], rows: list[CampusRow]
) -> LetterDialog | None:
    """Open the letter to these people over the page; nothing where there is nobody or no campus."""
    if not person_ids or not rows:
        context.toast(_("Nobody is in this list."), tone="warn")
        return None
    today = wall_clock().astimezone().date()
    dialog = LetterDialog(parent, context, person_ids, rows, today)
    dialog.open()
    return dialog


def merge_file(
    desk: "Desk", ids: Callable[..., Sequence[UUID]], campus_id: UUID | None, path: Path
) -> Path:
    """The people that a query gives, for a letter made elsewhere. Runs in a thread."""
    campus = campus_id or desk.read(campus_queries.campuses)[0].id
    people = desk.read(ids)
    headings, rows = desk.read(mail_merge, person_ids=people, campus_id=campus)
    return export_table(path, headings, rows, language=spoken_language(), title=_("Mail merge"))
