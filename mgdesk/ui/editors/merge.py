"""Two records side by side: field by field the better value is proposed, whoever sits there chooses."""

from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from mgdesk import i18n
from mgdesk.errors import DeskError, StaleRecord
from mgdesk.i18n import enumerate_words, isolate, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.queries.merging import Comparison, FieldPair, MarkPair, compare
from mgdesk.rules.attendance import ATTENDANCE_LABELS
from mgdesk.rules.enrolment import HALF_LABELS
from mgdesk.rules.merging import FIELD_LABELS, JOINED, Side
from mgdesk.services.merging import merge_people
from mgdesk.ui.editors.merge_words import shown
from mgdesk.ui.editors.portrait import Portrait
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.form import Banner
from mgdesk.ui.kit.layout import add, box, column
from mgdesk.ui.kit.options import Option, Options
from mgdesk.ui.kit.theme import px

_MARKS_SHOWN: Final = 12


class MergeSheet(Sheet):
    """Reads both, shows what differs, merges; `on_merged(id)` with the record that stays."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        kept_id: UUID,
        other_id: UUID,
        on_merged: Callable[[UUID], object] | None = None,
    ) -> None:
        self._context, self._on_merged = context, on_merged
        self._ids = kept_id, other_id
        self.found: Comparison | None = None
        self.choices: dict[str, Options] = {}
        self.fault = Banner()
        self._body = column(gap=12)
        self._shown: QWidget | None = None
        content = QWidget()
        whole = column(self.fault, gap=12)
        add(whole, self._body, 1)
        content.setLayout(whole)
        super().__init__(
            parent,
            _("Merge two records"),
            content,
            accept=_("Merge"),
            accept_icon="users",
            on_accept=self.merge,
            width=860,
        )
        self.keep_height(px(620))
        self._load()

    def swap(self) -> None:
        """Keep the other one's record instead."""
        self._ids = self._ids[1], self._ids[0]
        self._load()

    def merge(self) -> None:
        """Make one of two; the sheet stays until it is on the disk."""
        if self.found is None:
            return
        self.accept_button.setEnabled(False)
        work = partial(
            merge_people,
            kept_id=self.found.kept_id,
            other_id=self.found.other_id,
            choices={name: options.value for name, options in self.choices.items()},
            versions=(self.found.kept_version, self.found.other_version),
        )
        self._context.do(work, self._on_done, failed=self._on_refused)

    def _on_done(self, _nothing: None) -> None:
        if self._on_merged is not None:
            self._on_merged(self._ids[0])
        self.close()

    def _on_refused(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        if isinstance(error, StaleRecord):
            self._load()
        if isinstance(error, DeskError):
            self.fault.show_sentence(str(error))
        else:
            self._context.fail(error)

    # --- what is shown -------------------------------------------------------------------------

    def _load(self) -> None:
        self.accept_button.setEnabled(False)
        query = partial(compare, kept_id=self._ids[0], other_id=self._ids[1])
        self._context.read(query, self._show, failed=self._on_refused)

    def _show(self, found: Comparison) -> None:
        self.found, self.choices = found, {}
        if self._shown is not None:
            self._body.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = self._content(found)
        self._body.addWidget(self._shown, 1)
        self.accept_button.setEnabled(True)
        self.accept_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _content(self, found: Comparison) -> QWidget:
        holder = QWidget()
        swap = Button(
            _("Keep the other record instead"), "history", kind="link", on_click=self.swap
        )
        swap.setAccessibleDescription(_("Kept: {name}", name=found.kept_name))
        whole = column(labels.muted(_explained(found)), self._table(found), gap=12)
        for sentence in _clashes(found):
            whole.addWidget(labels.text(sentence, wrap=True))
        whole.addWidget(swap, 0, Qt.AlignmentFlag.AlignLeading)
        whole.addStretch(1)
        holder.setLayout(whole)
        return holder

    def _table(self, found: Comparison) -> QWidget:
        holder = QWidget()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(6))
        for place, share in enumerate((2, 3, 3)):
            grid.setColumnStretch(place, share)
        for place, words in enumerate(
            (
                "",
                _("Kept: {name}", name=found.kept_name),
                _("Goes: {name}", name=found.other_name),
            )
        ):
            grid.addWidget(labels.text(words, "section", wrap=True), 0, place)
        differing = [pair for pair in found.fields if pair.kept != pair.other]
        for line, pair in enumerate(differing, start=1):
            self._add_line(holder, grid, line, pair, found)
        if not differing:
            grid.addWidget(labels.muted(_("What is known of both is the same.")), 1, 0, 1, 3)
        holder.setLayout(grid)
        return holder

    def _add_line(
        self, holder: QWidget, grid: QGridLayout, line: int, pair: FieldPair, found: Comparison
    ) -> None:
        label = _(FIELD_LABELS[pair.name])
        words = labels.text(label, "label", wrap=True)
        words.setContentsMargins(0, px(8), 0, 0)  # on the line of the buttons
        grid.addWidget(words, line, 0, Qt.AlignmentFlag.AlignTop)
        options: list[tuple[Side, Option]] = []
        for place, side in ((1, Side.KEPT), (2, Side.OTHER)):
            value = pair.kept if side is Side.KEPT else pair.other
            said = shown(pair.name, value, found.campuses)
            option = Option(said, f"{label}: {said}", is_private=pair.name != "campus_id")
            options.append((side, option))
            parts: list[QWidget] = [option]
            if pair.name == "photo_id" and isinstance(value, UUID):
                portrait = Portrait(self._context)
                portrait.show_photo(value)
                parts.append(portrait)
            if side is Side.KEPT and pair.name in JOINED and pair.kept and pair.other:
                both = Option(_("both, one after the other"), f"{label}: {_('both')}")
                options.append((Side.BOTH, both))
                parts.append(both)
            grid.addWidget(box(*parts, gap=2), line, place, Qt.AlignmentFlag.AlignTop)
        self.choices[pair.name] = Options(options, pair.proposed, holder)


def _explained(found: Comparison) -> str:
    return ngettext(
        "{n} row of {name} (enrolments, papers, visits…) goes along; printed papers stay as they are,"
        " and both badges and learner numbers still find the person.",
        "{n} rows of {name} (enrolments, papers, visits…) go along; printed papers stay as they are,"
        " and both badges and learner numbers still find the person.",
        found.rows,
        name=found.other_name,
    )


def _clashes(found: Comparison) -> list[str]:
    """What both have, and what becomes of it."""
    said = [
        _(
            "Both are in {cohort}: it becomes one enrolment with the marks of both, in the state"
            " that is further on.",
            cohort=title,
        )
        for title in found.cohorts
    ]
    said += [
        _("Both are registered for {event}: it becomes one registration.", event=title)
        for title in found.events
    ]
    if found.marks:
        lines = [_mark(one) for one in found.marks[:_MARKS_SHOWN]]
        if len(found.marks) > _MARKS_SHOWN:
            lines.append("…")
        said.append(
            _(
                "Where their marks differ, the one that was recorded last counts: {marks}.",
                marks=enumerate_words(lines),
            )
        )
    return said


def _mark(one: MarkPair) -> str:
    day = f"{i18n.format_day(one.day, 'short')} {_(HALF_LABELS[one.half])}"
    counts = one.kept if one.counts is Side.KEPT else one.other
    less = one.other if one.counts is Side.KEPT else one.kept
    return _(
        "{day} {counts}, not {other}",
        day=isolate(day),
        counts=_(ATTENDANCE_LABELS[counts]),
        other=_(ATTENDANCE_LABELS[less]),
    )
