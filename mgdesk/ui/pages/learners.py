"""People: everybody this home knows, found by a few letters, with the record beside the list."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from mgdesk.exchange.fields import Subject
from mgdesk.i18n import gettext as _
from mgdesk.i18n import isolate, ngettext, number
from mgdesk.queries import campuses as campus_queries
from mgdesk.queries import cohorts as cohort_queries
from mgdesk.queries import exports as export_queries
from mgdesk.queries import people_window as window_queries
from mgdesk.queries.campuses import CampusRow
from mgdesk.queries.cohorts import CohortRow
from mgdesk.queries.people import LearnerRow, PersonDetail
from mgdesk.queries.people_window import Landmarks, Listing, PeopleOrder, PeopleView, Window
from mgdesk.rules.people import ROLE_LABELS, Role
from mgdesk.rules.rights import Right
from mgdesk.ui.actions import Action
from mgdesk.ui.editors.export import Export
from mgdesk.ui.editors.imports import dropped_lists, open_import
from mgdesk.ui.editors.people_letter import merge_file, open_letters
from mgdesk.ui.editors.person_card import PersonCard
from mgdesk.ui.editors.person_sheet import PersonSheet
from mgdesk.ui.kit import theme
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import ChoiceField, SearchField
from mgdesk.ui.kit.layout import Empty, Page, Turns, add, beside, row
from mgdesk.ui.kit.table import Column
from mgdesk.ui.kit.windowed import WindowTable

LISTED: Final = 2000  # people read at once; a longer list is read a window at a time
_TABLES: Final = frozenset({"person", "person_role", "enrolment", "cohort"})
_RECORD: Final = frozenset(
    {
        "registration", "issued_document", "attendance", "check_in", "event", "coaching_session", "referral",
        "loan", "resource", "pass", "consent", "outcome", "contact_attempt", "employer",
    }
)  # fmt: skip


class LearnersPage(Page):
    """The list, its search and filters, and the person beside it."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("People"))
        self._context = context
        self._edited: PersonDetail | None = None
        self._chosen: UUID | None = None
        self._shown_view = PeopleView()
        self._marks: Landmarks | None = None
        self._build()
        self._connect()
        self._load_choices()
        self._load()

    def _build(self) -> None:
        self.search = SearchField(_("Name, phone, e-mail or learner number"))
        self.roles = ChoiceField([(None, _("All roles")), *((r, _(ROLE_LABELS[r])) for r in Role)])
        self.roles.setAccessibleName(_("Role"))
        self.cohorts = ChoiceField([("", _("All cohorts"))])
        self.cohorts.setAccessibleName(_("Cohort"))
        self._empty = Empty(
            _("Nobody here yet."), _("New person"), self._on_empty, icon_name="users"
        )
        self.table: WindowTable[LearnerRow] = WindowTable(
            _columns(), name=_("People"), sort_by=0, empty=self._empty
        )
        self.card = PersonCard(self._context)
        self.export = Export(self, self._context)
        words = _("Import a list…")
        self.import_button: QWidget = Button(
            words, "upload", on_click=self.import_list, needs=(Right.PLAN,)
        )
        if theme.look().scale > 130:  # the title needs the width
            self.import_button = IconButton(
                words, "upload", on_click=self.import_list, needs=(Right.PLAN,)
            )
        self.new_button = Button(
            _("New person"), "user-plus", kind="primary", on_click=self.new, needs=(Right.WELCOME,)
        )
        self.buttons.addWidget(
            IconButton(_("Export this list…"), "download", on_click=self.export_list)
        )
        self.buttons.addWidget(self.import_button)
        self.buttons.addWidget(self.new_button)
        filters = row(self.roles, self.cohorts, gap=8)
        for choice in (self.roles, self.cohorts):
            choice.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
            choice.setMaximumWidth(theme.px(220))
        if theme.look().scale > 130:  # what is searched needs the whole line
            add(self.body, self.search)
            filters.addStretch(1)
            add(self.body, filters)
        else:
            line = row(gap=8)
            line.addWidget(self.search, 1)
            line.addLayout(filters)
            add(self.body, line)
        self.sides = beside(self.table.carded(), self.card)
        self.body.addWidget(self.sides, 1)
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        self.search.searched.connect(self._load)
        self.search.moved.connect(self.table.step)
        self.search.entered.connect(self._go_to_list)
        self.roles.edited.connect(self._load)
        self.cohorts.edited.connect(self._load)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self._on_opened)
        self.table.wanted.connect(self._read_window)
        self.table.order_asked.connect(self._load)
        self.table.letters_typed.connect(self._go_to_letters)
        self.card.edit_wanted.connect(self._edit)
        self.card.gone.connect(self._on_gone)
        self._context.campus_changed.connect(self._load)

    # --- the contract of a page ------------------------------------------------------------

    @property
    def current_id(self) -> UUID | None:
        return self._chosen

    def show_record(self, person_id: UUID) -> None:
        """Show somebody, in the list when they are there, beside it in any case."""
        self._chosen = person_id
        if isinstance(self.sides, Turns):  # no room for both: the record is what is asked for
            self.sides.show_record()
        if self.table.choose(person_id):
            return
        self.card.show_person(person_id)
        if self.table.is_long:
            self._go_to_person(person_id)
        else:
            self.search.clear()
            self._load()

    def reload(self, tables: frozenset[str]) -> None:
        if tables & _TABLES:
            self._load_choices()
            self._load()
        if tables & (_TABLES | _RECORD):
            self.card.show_person(self._chosen)

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def new(self) -> None:
        """Add somebody; the name searched for is there already."""
        self._context.read(campus_queries.campuses, self._open_new)

    def commands(self) -> list[Action]:
        lists = partial(Action, menu="file", group="lists")  # one menu for all is too tall
        return [
            Action("person.edit", _("Edit this person"), self.card.edit, "pencil", "F2"),
            Action(
                "person.certificates", _("Print the certificate…"), self.card.print_certificate, "award",
                "F7; Ctrl+P",
            ),
            Action("person.card", _("Member card…"), self.card.print_card, "credit-card", "F11"),
            *self._commands_of_coaching(),
            *self._commands_of_loans(),
            Action("person.photo", _("Photo…"), self.card.choose_photo, "image"),
            Action(
                "person.tasks", _("What is missing on paper…"), self.card.show_tasks, "list-checks"
            ),
            Action("person.absences", _("Absences…"), self.card.show_absences, "user-x"),
            Action("person.codes", _("Codes of this person…"), self.card.show_codes, "scan-line"),
            Action("person.merge", _("Merge with another record…"), self.card.merge, "users"),
            Action("person.privacy", _("Privacy of this person…"), self.card.show_privacy, "shield-check"),
            Action("person.delete", _("Delete this person"), self.card.delete, "trash-2"),
            lists("people.import", _("Import a list…"), self.import_list, "upload"),
            lists("people.export", _("Export this list…"), self.export_list, "download"),
            lists("people.letter", _("Letter to these people…"), self.write_letters, "mail"),
            lists("people.merge", _("File for a mail merge…"), self.export_merge, "download"),
        ]  # fmt: skip

    def _commands_of_coaching(self) -> list[Action]:
        coaching = self.card.coaching
        return [
            Action(
                "coaching.book", _("Book coaching…"), coaching.book, "calendar-plus", "Ctrl+B",
                group="coaching",
            ),
            Action(
                "coaching.change", _("Change the appointment…"), coaching.change, "pencil",
                group="coaching",
            ),
            Action(
                "coaching.note", _("Coaching note…"), coaching.write_note, "notebook-pen", "Ctrl+J",
                group="coaching",
            ),
            Action(
                "coaching.hours", _("Hours as a coach…"), coaching.say_hours, "clock",
                group="coaching",
            ),
            Action(
                "coaching.print", _("Print the coaching note…"), coaching.print_note, "printer",
                group="coaching",
            ),
            Action(
                "referral.new", _("Note a referral…"), self.card.referrals.refer, "external-link",
                group="coaching",
            ),
            Action(
                "referral.answer", _("Change or answer the referral…"), self.card.referrals.change,
                "mail", group="coaching",
            ),
            Action("after.note", _("Note what became of them…"), self.card.after.note, "briefcase"),
            Action(
                "after.all", _("All answers and calls after the training…"),
                self.card.after.show_all, "history",
            ),
        ]  # fmt: skip

    def _commands_of_loans(self) -> list[Action]:
        loans = self.card.loans
        return [
            Action(
                "loan.lend", _("Lend something…"), loans.lend, "arrow-right", "Ctrl+L", group="loans"
            ),
            Action("loan.back", _("Take back…"), loans.take_back, "arrow-left", "Ctrl+M", group="loans"),
            Action(
                "loan.print", _("Print the receipt of a loan…"), loans.print_receipt, "printer",
                group="loans",
            ),
        ]  # fmt: skip

    # --- the list --------------------------------------------------------------------------

    def _load(self) -> None:
        view = self._view()
        if self.table.is_long and view == self._shown_view and not self._is_searched():
            self._read_landmarks(view)  # changed somewhere: the place in the list stays
            return
        self._context.read(
            partial(
                window_queries.listing,
                view=view,
                search=self.search.text(),
                cohort=self.cohorts.value or None,
                most=LISTED,
            ),
            self._show,
        )

    def _view(self) -> PeopleView:
        column, is_backwards = self.table.model.order
        order = PeopleOrder.BIRTH if column == 1 else PeopleOrder.NAME
        return PeopleView(self._context.campus_id, self.roles.value, order, is_backwards)

    def _show(self, found: Listing) -> None:
        self._settle_empty()
        self._shown_view, self._marks = found.view, None
        if found.is_long:
            self.table.set_lines(len(found.rows), found.rows)
            self._read_landmarks(found.view)
        else:
            self._show_whole(found)
        self._settle_choice()

    def _show_whole(self, found: Listing) -> None:
        is_listed = any(row.id == self._chosen for row in found.rows)
        is_elsewhere = is_listed and self.table.current_key != self._chosen
        self.table.set_rows(found.rows, choose=self._chosen if is_elsewhere else None)
        if found.is_cut:
            self.say(
                _("The first {n} people. Type a few letters to find the others.", n=number(LISTED))
            )
        else:
            self.say(ngettext("{n} person", "{n} people", len(found.rows)))

    # --- a long list -----------------------------------------------------------------------

    def _read_landmarks(self, view: PeopleView) -> None:
        chosen = self._chosen
        self._context.read(
            partial(window_queries.landmarks, view=view, person_id=chosen), self._show_landmarks
        )

    def _show_landmarks(self, marks: Landmarks) -> None:
        if not self.table.is_long or marks.view != self._shown_view:
            return
        self._marks = marks
        self.table.renew(marks.count)
        self.say(ngettext("{n} person", "{n} people", marks.count))
        if marks.place is not None and self.table.current_key != self._chosen:
            self.table.go_to(marks.place)

    def _read_window(self, first: int, limit: int) -> None:
        self._context.read(
            partial(
                window_queries.window,
                view=self._shown_view,
                first=first,
                limit=limit,
                marks=self._marks,
            ),
            self._show_window,
        )

    def _show_window(self, found: Window) -> None:
        if self.table.is_long and found.view == self._shown_view:
            self.table.hold(found.first, found.rows)

    def _go_to_letters(self, letters: str) -> None:
        query = partial(window_queries.place_of_letters, view=self._shown_view, letters=letters)
        self._context.read(query, self._go_to_line)

    def _go_to_person(self, person_id: UUID) -> None:
        query = partial(window_queries.place_of, view=self._shown_view, person_id=person_id)
        self._context.read(query, self._go_to_line)

    def _go_to_line(self, line: int | None) -> None:
        if line is not None:
            self.table.go_to(line)

    def _settle_choice(self) -> None:
        """Who was chosen stays so, a search goes to the first found; else nobody is left chosen."""
        if self.table.current is not None or not self.table.rows:
            return
        if self._chosen is None or self._typed():
            self.table.go_to(0)

    def _typed(self) -> str:
        return self.search.text().strip()

    def _is_searched(self) -> bool:
        return bool(self._typed() or self.cohorts.value)

    def _settle_empty(self) -> None:
        """An empty list says why it is empty, and its button mends that."""
        typed = self._typed()
        if typed:
            self._empty.sentence.setText(_("Nobody is found for {text}.", text=typed))
            self._empty.button.set_words(_("Add {name}", name=typed))
        elif self._is_filtered():
            self._empty.sentence.setText(_("Nobody has this role in this cohort."))
            self._empty.button.set_words(_("Show everybody"))
        else:
            self._empty.sentence.setText(
                _("Nobody here yet. Drop an Excel list on this page, or add a person.")
            )
            self._empty.button.set_words(_("Import a list…"))

    def _is_filtered(self) -> bool:
        return self.roles.value is not None or bool(self.cohorts.value)

    def _on_empty(self) -> None:
        if self._typed():
            self.new()
        elif self._is_filtered():
            self.roles.value, self.cohorts.value = None, ""
        else:
            self.import_list()

    def _load_choices(self) -> None:
        self._context.read(cohort_queries.cohorts, self._show_cohorts)

    def _show_cohorts(self, rows: Sequence[CohortRow]) -> None:
        self.cohorts.set_choices([("", _("All cohorts")), *((one.code, one.code) for one in rows)])

    # --- the record ------------------------------------------------------------------------

    def _on_chosen(self, found: LearnerRow | None) -> None:
        self._chosen = found.id if found else None
        self.card.show_person(self._chosen)

    def _on_opened(self, _found: LearnerRow) -> None:
        """Enter goes on to the record, where the first button edits it."""
        self.card.setFocus()

    def _go_to_list(self) -> None:
        if self.table.rows:
            self.table.step(0)
            self.table.view.setFocus()

    def _open_new(self, campuses: list[CampusRow]) -> None:
        role = self.roles.value or Role.LEARNER
        typed = "" if self.table.rows else self.search.text()
        sheet = PersonSheet(
            self, self._context, campuses, typed=typed, role=role, on_saved=self.show_record
        )
        sheet.open()

    def _edit(self, detail: PersonDetail) -> None:
        self._edited = detail
        self._context.read(campus_queries.campuses, self._open_edit)

    def _open_edit(self, campuses: list[CampusRow]) -> None:
        if self._edited is not None:
            PersonSheet(self, self._context, campuses, detail=self._edited).open()

    def _on_gone(self) -> None:
        """Deleted, here or elsewhere: the list goes on with somebody else."""
        self._chosen = None
        self._load()

    # --- files -----------------------------------------------------------------------------

    def import_list(self) -> None:
        open_import(self._context, parent=self)

    def export_list(self) -> None:
        """Write the people of the list shown, in its order, to a file."""
        if self.table.is_long:
            query = partial(export_queries.people_of, view=self._shown_view)
        else:
            shown = [found.id for found in self.table.rows]
            query = partial(export_queries.people, person_ids=shown)
        self.export.ask(_("People"), query, Subject.LEARNERS)

    def write_letters(self) -> None:
        """A letter to the people of the list shown."""
        self._context.read(partial(_with_campuses, ids=self._ids()), self._open_letters)

    def _open_letters(self, found: tuple[list[UUID], list[CampusRow]]) -> None:
        open_letters(self, self._context, *found)

    def export_merge(self) -> None:
        """The people of the list shown, with salutation and address lines, to a file."""
        desk, campus_id = self._context.desk, self._context.campus_id
        work = partial(merge_file, desk, self._ids(), campus_id)
        self.export.ask_for(_("Mail merge"), work)

    def _ids(self) -> Callable[..., list[UUID]]:
        """A query for who is in the list shown, in its order."""
        if self.table.is_long:
            return partial(window_queries.ids_of, view=self._shown_view)
        return partial(_same, shown=[found.id for found in self.table.rows])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_lists(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_lists(event.mimeData())
        if paths:
            event.acceptProposedAction()
            open_import(self._context, parent=self, path=paths[0])


def _same(_session: object, *, shown: list[UUID]) -> list[UUID]:
    return shown


def _with_campuses(
    session: Any, *, ids: Callable[..., list[UUID]]
) -> tuple[list[UUID], list[CampusRow]]:
    return ids(session), campus_queries.campuses(session)


def _columns() -> list[Column[LearnerRow]]:
    name: Column[LearnerRow] = Column(
        _("Name"),
        lambda found: found.name,
        sort=lambda found: found.list_name,
        second=_second_line,
        stretch=True,
        strong=True,
    )
    if theme.look().scale > 130:  # the name needs the whole width
        return [name]
    born: Column[LearnerRow] = Column(
        _("Born"),
        lambda found: str(found.birth_year or ""),
        sort=lambda found: found.birth_date,
        numeric=True,
    )
    return [name, born]


def _second_line(found: LearnerRow) -> str:
    """What tells namesakes apart: the other script, the cohort or the role, the number."""
    if found.is_restricted:
        return " · ".join(filter(None, (_("restricted"), isolate(found.learner_number))))
    role = _(ROLE_LABELS[found.roles[0]]) if found.roles and not found.cohorts else ""
    cohort = isolate(found.cohorts[0]) if found.cohorts else role
    parts = (isolate(found.second_name), cohort, isolate(found.learner_number))
    return " · ".join(part for part in parts if part)
