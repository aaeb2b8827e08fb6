"""What a person may ask of us: consents, restriction, a copy of their data, erasing; who looked at what."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from mgdesk.errors import NotFound
from mgdesk.i18n import format_day, format_moment, isolate
from mgdesk.i18n import gettext as _
from mgdesk.queries.privacy import ConsentRow, PrivacyDetail, privacy
from mgdesk.rules import names
from mgdesk.rules.people import CONSENT_LABELS, ConsentKind
from mgdesk.rules.sights import SENSITIVE_LABELS
from mgdesk.services import erasing
from mgdesk.services import people as people_services
from mgdesk.services import privacy as services
from mgdesk.services.access import AccessCopy, gather, write_copy
from mgdesk.ui.editors.facts import record_line
from mgdesk.ui.editors.national_number import NumberCard
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import CheckField, TextField
from mgdesk.ui.kit.form import Fold
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Card, column, row
from mgdesk.ui.kit.theme import Tone, px

if TYPE_CHECKING:
    from mgdesk.desk import Desk


class PrivacySheet(Sheet):
    """All of it on one sheet, read anew after each act. `erased` once the person is gone."""

    erased = Signal()

    def __init__(self, parent: QWidget, context: Context, person_id: UUID, name: str) -> None:
        self._context, self._person_id, self._name = context, person_id, name
        self._holder = QWidget()
        self._column = column(gap=16)
        self._holder.setLayout(self._column)
        super().__init__(parent, _("Privacy of {name}", name=name), self._holder, width=720)
        self.keep_height(round(self.width() * 1.1))
        self.load()

    def load(self, _nothing: object = None) -> None:
        self._context.read(
            partial(privacy, person_id=self._person_id), self._show, failed=self._failed
        )

    def _failed(self, error: Exception) -> None:
        self.close()
        if not isinstance(error, NotFound):
            self._context.fail(error)

    def _show(self, found: PrivacyDetail) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        cards: list[Card] = [ConsentsCard(self, self._context, found)]
        cards += [RestrictionCard(self, self._context, found)]
        if found.has_national_numbers or found.national_number:
            cards += [NumberCard(self._context, found, self.load)]
        cards += [CopyCard(self, self._context, found), EraseCard(self, self._context, found)]
        for card in cards:
            self._column.addWidget(card)
        self._column.addStretch(1)


class ConsentsCard(Card):
    """What is asked in which words, what was answered, and two buttons to answer anew."""

    def __init__(self, sheet: PrivacySheet, context: Context, found: PrivacyDetail) -> None:
        super().__init__(_("Consents"))
        self._sheet, self._context, self._found = sheet, context, found
        self.body.setSpacing(px(16))
        self.on_paper = CheckField(_("Signed on a paper form that we keep"))
        for kind in ConsentKind:
            self.add(self._line(kind))
        self.add(self.on_paper)
        if found.consents:
            self.add(_answers(found.consents))

    def _line(self, kind: ConsentKind) -> QWidget:
        last = self._found.last(kind)
        when = format_day(last.at.astimezone(), "short") if last else _("not asked yet")
        what = _(CONSENT_LABELS[kind])
        yes = Button(_("Allowed"), "check", on_click=partial(self._note, kind, is_given=True))
        yes.setAccessibleName(_("{what}: allowed", what=what))
        no = Button(_("Not allowed"), "x", on_click=partial(self._note, kind, is_given=False))
        no.setAccessibleName(_("{what}: not allowed", what=what))
        holder = QWidget()
        words = labels.muted(f"“{self._found.wordings[kind]}”")
        holder.setLayout(column(record_line(what, when, _state(last), yes, no), words, gap=4))
        return holder

    def _note(self, kind: ConsentKind, *, is_given: bool) -> None:
        work = partial(
            people_services.record_consent,
            person_id=self._found.person_id,
            kind=kind,
            is_given=is_given,
            language=self._found.language,
            is_on_paper=self.on_paper.value,
        )
        self._context.do(work, self._sheet.load)


def _state(last: ConsentRow | None) -> Pill:
    if last is None:
        return Pill(Tone.NEUTRAL, _("no answer"), "circle-dashed")
    if last.is_given:
        return Pill(Tone.OK, _("allowed"), "circle-check")
    return Pill(Tone.NEUTRAL, _("not allowed"), "ban")


def _answers(rows: tuple[ConsentRow, ...]) -> Fold:
    fold = Fold(_("Answers so far, with their words"))
    for one in rows:
        state = _("allowed") if one.is_given else _("not allowed")
        paper = _("on paper") if one.is_on_paper else ""
        parts = (format_moment(one.at.astimezone()), _(CONSENT_LABELS[one.kind]), state, paper)
        said = column(
            labels.text(" · ".join(filter(None, map(isolate, parts))), wrap=True),
            labels.muted(f"“{one.wording}”"),
            gap=0,
        )
        fold.body.addLayout(said)
    return fold


class RestrictionCard(Card):
    """Kept and not used: why and since when, or the field to say why."""

    def __init__(self, sheet: PrivacySheet, context: Context, found: PrivacyDetail) -> None:
        super().__init__(_("Restriction"))
        self._sheet, self._context, self._found = sheet, context, found
        self.reason = TextField(placeholder=_("Why, such as: asked by letter"))
        self.reason.setAccessibleName(_("Why"))
        if found.restricted_at is None:
            self.add(
                labels.muted(
                    _(
                        "The record is kept and no longer used: found by name only, on no new sheet,"
                        " list, letter to several, badge or export. The evacuation list still shows"
                        " it, for their own life; a paper that they ask for alone is made."
                    )
                )
            )
            line = row(gap=8)
            line.addWidget(self.reason, 1)
            line.addWidget(Button(_("Restrict"), "lock", on_click=self._restrict))
            self.add(line)
        else:
            self.add(labels.text(self._since(), wrap=True))
            if found.erase_on is None:
                lift = Button(_("Lift the restriction"), on_click=self._lift)
                self.add(row(lift, None))

    def _since(self) -> str:
        found = self._found
        assert found.restricted_at is not None
        day = format_day(found.restricted_at.astimezone(), "long")
        if found.erase_on is not None:
            until = format_day(found.erase_on, "long")
            return _(
                "Erased but for the proofs that a funder asks for. The rest goes after {day}.",
                day=until,
            )
        return _("Restricted since {day}: {reason}", day=day, reason=found.restricted_reason)

    def _restrict(self) -> None:
        work = partial(services.restrict, person_id=self._found.person_id, reason=self.reason.value)
        self._context.do(work, self._sheet.load)

    def _lift(self) -> None:
        work = partial(services.lift_restriction, person_id=self._found.person_id)
        self._context.do(work, self._sheet.load)


class CopyCard(Card):
    """The copy of all their data, and who looked at what is sensitive."""

    def __init__(self, sheet: PrivacySheet, context: Context, found: PrivacyDetail) -> None:
        super().__init__(_("Copy of all data"))
        self._sheet, self._context, self._found = sheet, context, found
        self._place: Path | None = None
        self.add(
            labels.muted(
                _(
                    "A .zip file with a paper to read, the rows for machines, and their documents. It"
                    " is not encrypted: give it to nobody else."
                )
            )
        )
        self.add(row(Button(_("Make the copy…"), "download", on_click=self._ask), None))
        if found.sights:
            fold = Fold(_("Who looked at what is sensitive"))
            for one in found.sights:
                parts = (format_moment(one.at.astimezone()), _(SENSITIVE_LABELS[one.what]), one.who)
                fold.body.addWidget(
                    labels.text(" · ".join(filter(None, map(isolate, parts))), wrap=True)
                )
            self.add(fold)

    def _ask(self) -> None:
        folder = self._context.settings.folders.get("export", str(Path.home()))
        name = names.clean(_("Data of {name}", name=self._found.name))
        proposed = str(Path(folder) / f"{name}.zip")
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Copy of all data"), proposed, _("ZIP archive (*.zip)")
        )
        if chosen:
            self.make(Path(chosen))

    def make(self, path: Path) -> None:
        """Write the copy there, beside the window."""
        self._place = path if path.suffix else path.with_suffix(".zip")
        self._context.settings.folders["export"] = str(path.parent)
        work = partial(gather, person_id=self._found.person_id)
        self._context.do(work, self._write, failed=self._context.fail, quiet=True)

    def _write(self, copy: AccessCopy) -> None:
        if self._place is not None:
            work = partial(write_copy, copy, self._place, self._context.desk.home.fonts)
            self._context.background.run(work, done=self._tell, failed=self._context.fail)

    def _tell(self, path: Path) -> None:
        self._context.toast(_("Exported to {file}.", file=isolate(path.name)))
        self._sheet.load()


class EraseCard(Card):
    """For good, once the name or the number is typed."""

    def __init__(self, sheet: PrivacySheet, context: Context, found: PrivacyDetail) -> None:
        super().__init__(_("Erase"))
        self._sheet, self._context, self._found = sheet, context, found
        self.add(
            labels.muted(
                _(
                    "Name, ways to reach, photo, notes and history go for good; hours, enrolments and"
                    " the figures of reports stay, of nobody. What proves funded hours stays as long"
                    " as the funder asks. It cannot be undone, not even by a restore."
                )
            )
        )
        self.typed = TextField(placeholder=_("Type the name or the learner number"))
        self.typed.setAccessibleName(_("Name or learner number, to erase"))
        self.button = Button(_("Erase for good"), "trash-2", kind="danger", on_click=self._erase)
        self.button.setEnabled(False)
        self.typed.edited.connect(self._settle)
        line = row(gap=8)
        line.addWidget(self.typed, 1)
        line.addWidget(self.button)
        self.add(line)

    def _settle(self) -> None:
        typed = names.fold(self.typed.value)
        meant = {names.fold(self._found.name), names.fold(self._found.number)} - {""}
        self.button.setEnabled(typed in meant)

    def _erase(self) -> None:
        self.button.setEnabled(False)
        desk = self._context.desk
        self._context.background.run(
            partial(erased_by, desk, self._found.person_id),
            done=self._done,
            failed=self._refused,
            in_order=True,
        )

    def _done(self, erasure: erasing.Erasure) -> None:
        self._context.toast(told(erasure))
        self._context.settle()
        self._sheet.erased.emit()
        if erasure.kept_until is None:
            self._sheet.close()
        else:
            self._sheet.load()

    def _refused(self, error: Exception) -> None:
        self._settle()
        self._context.fail(error)


def erased_by(desk: "Desk", person_id: UUID) -> erasing.Erasure:
    """Runs in a thread."""
    return desk.erase(erasing.erase, person_id=person_id)


def told(erasure: erasing.Erasure) -> str:
    if erasure.kept_until is None:
        return _("Erased for good.")
    day = format_day(erasure.kept_until, "long")
    return _("Erased, but for the proofs that a funder asks for until {day}.", day=day)
