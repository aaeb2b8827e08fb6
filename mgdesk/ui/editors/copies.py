"""The copies of the data: listed, made, tested, restored; and the second place that they go to."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from mgdesk.errors import Locked
from mgdesk.i18n import gettext as _
from mgdesk.i18n import number
from mgdesk.rules.keeping import CopyRow, CopyTest, KeepingState, SecondPlace
from mgdesk.rules.passphrase import Secret
from mgdesk.rules.rights import Right
from mgdesk.ui.editors import keeping
from mgdesk.ui.kit import labels
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet, ask
from mgdesk.ui.kit.fields import MultilineField, NumberField
from mgdesk.ui.kit.flow import Flow
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.labels import Pill
from mgdesk.ui.kit.layout import Card, Empty, keep_width
from mgdesk.ui.kit.secret import SecretField, show_tick
from mgdesk.ui.kit.table import Column, Table
from mgdesk.ui.kit.theme import Tone, px

T = TypeVar("T")


class CopiesCard(Card):
    """The list, and what can be done with the chosen copy."""

    acted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(_("Copies of the data"))
        self._context = context
        self.tested = labels.muted("")
        self.table: Table[CopyRow] = Table(
            _columns(),
            name=_("Copies of the data"),
            key=lambda copy: copy.path,
            empty=Empty(_("There is no copy yet."), icon_name="hard-drive"),
        )
        self.table.setMinimumHeight(px(240))
        self.restore_button = Button(
            _("Restore…"), "history", on_click=self._ask, needs=(Right.RUN,)
        )
        self.copy_button = Button(_("Make a copy now"), "copy", on_click=self._copy)
        self.test_button = Button(_("Test a restore"), "shield-check", on_click=self._test)
        self.other_button = Button(
            _("Restore another file…"), "folder-open", on_click=self._other, needs=(Right.RUN,)
        )
        line = QWidget()
        line.setLayout(
            Flow(self.restore_button, self.test_button, self.copy_button, self.other_button)
        )
        for part in (self.tested, self.table, line):
            self.add(part)
        self.table.chosen.connect(self._on_chosen)
        self._on_chosen(None)

    def show_state(self, state: KeepingState) -> None:
        self.table.set_rows(state.copies)
        self.tested.setText(keeping.tested(state.tested))
        self._on_chosen(self.table.current)

    def _on_chosen(self, copy: CopyRow | None) -> None:
        self.restore_button.setEnabled(copy is not None)

    def _copy(self) -> None:
        self._run(self._context.desk.back_up, self._on_copied)

    def _on_copied(self, path: Path) -> None:
        self._context.toast(_("A verified copy is made: {name}", name=path.name))
        self.acted.emit()

    def _test(self) -> None:
        self.test_button.setEnabled(False)
        self._run(self._context.desk.try_restore, self._on_tested)

    def _on_tested(self, test: CopyTest) -> None:
        self._context.toast(keeping.tested(test), tone="bad" if test.faults else "ok")
        self.acted.emit()

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._context.background.run(work, done=done, failed=self._on_failed, in_order=True)

    def _on_failed(self, error: Exception) -> None:
        self._context.fail(error)
        self.acted.emit()

    # --- restoring -----------------------------------------------------------------------------

    def _ask(self) -> None:
        copy = self.table.current
        if copy is not None:
            sentence = _(
                "The data becomes what it was on {moment}. What was done since is kept in a copy of"
                " its own: restoring that one undoes this.",
                moment=keeping.moment(copy.made_at),
            )
            ask(
                self.window(),
                _("Restore this copy?"),
                sentence,
                accept=_("Restore"),
                kind="danger",
                on_accept=partial(self.restore, copy.path),
            )

    def _other(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("Restore another file…"), "", _("Copies of the data (*.db)")
        )
        if chosen:
            self.restore(Path(chosen))

    def restore(self, path: Path, secret: Secret | None = None) -> None:
        """Bring the data back to this copy; what locks a copy of another computer is asked for."""
        self._path = path
        self.restore_button.setEnabled(False)
        self._context.background.run(
            partial(self._context.desk.restore, path, secret),
            done=self._on_restored,
            failed=self._on_refused,
            in_order=True,
        )

    def _on_restored(self, before: Path) -> None:
        self._context.toast(
            _("The data is restored."), button=_("Undo"), on_click=partial(self.restore, before)
        )
        self._context.settle()
        self.acted.emit()

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, Locked):
            OtherKeySheet(self, self._path, "" if type(error) is Locked else str(error)).open()
            self.acted.emit()
        else:
            self._on_failed(error)


class OtherKeySheet(Sheet):
    """The copy is of another computer: its own passphrase or recovery key opens it."""

    def __init__(self, card: CopiesCard, path: Path, refused: str) -> None:
        self._card, self._path = card, path
        self.form = Form()
        self.form.add_part(
            labels.text(
                _("This copy is of another computer. What opened the data there opens it here."),
                wrap=True,
            )
        )
        self.passphrase = self.form.add(_("Passphrase"), SecretField())
        self.form.add_part(show_tick(self.passphrase))
        self.words = self.form.add(_("or the recovery key"), MultilineField(lines=3))
        self.form.refuse(refused)
        super().__init__(
            card.window(),
            _("Restore another file…"),
            self.form,
            accept=_("Restore"),
            kind="danger",
            on_accept=self._go,
        )

    def _go(self) -> None:
        secret = Secret(self.passphrase.text(), self.words.value)
        self.accept()
        self._card.restore(self._path, secret)


class SecondPlaceCard(Card):
    """Another disk or a share: chosen, watched, reminded of."""

    acted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(_("A second place"))
        self._context = context
        self._asked: Path | None = None
        self.words = labels.text("", wrap=True)
        self.days = NumberField(context.settings.second_place_days, least=1, most=365)
        self.days.edited.connect(self._on_days)
        keep_width(self.days, 160)
        self._form = Form()
        self._form.add(_("Remind me after so many days without it"), self.days)
        self.choose_button = Button(
            _("Choose a folder…"), "folder-open", on_click=self._choose, needs=(Right.RUN,)
        )
        self.end_button = Button(_("No second place"), "x", kind="plain", on_click=self._end)
        line = QWidget()
        line.setLayout(Flow(self.choose_button, self.end_button))
        hint = _(
            "A USB disk or a share of the house: copies go there too whenever it is there, with what"
            " opens them on another computer."
        )
        for part in (labels.muted(hint), self.words, self._form, line):
            self.add(part)

    def show_state(self, second: SecondPlace | None) -> None:
        self.words.setText(self._said(second))
        self._form.setVisible(second is not None)
        self.end_button.setVisible(second is not None)

    def _said(self, second: SecondPlace | None) -> str:
        if second is None:
            return _("There is none: when this disk breaks, the copies break with it.")
        late = keeping.reminder(second, self._context.settings.second_place_days)
        if late or second.seen_at is None:
            return late
        return _(
            "{folder}: the newest copy came there on {moment}.",
            folder=str(second.folder),
            moment=keeping.moment(second.seen_at),
        )

    def _on_days(self) -> None:
        self._context.settings.second_place_days = self.days.value()
        self._context.settle()
        self.acted.emit()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Choose a folder…"))
        if chosen:
            self.choose(Path(chosen))

    def choose(self, place: Path | None) -> None:
        """Have copies go there too; None ends it."""
        self._asked = place
        self._context.background.run(
            partial(self._context.desk.choose_second_place, place),
            done=self._on_chosen,
            failed=self._on_refused,
            in_order=True,
        )

    def _end(self) -> None:
        self.choose(None)

    def _on_chosen(self, _nothing: object) -> None:
        self._context.settings.second_place = str(self._asked or "")
        self._context.settle()
        self.acted.emit()

    def _on_refused(self, error: Exception) -> None:
        self._context.fail(error)
        self.acted.emit()


def _columns() -> list[Column[CopyRow]]:
    return [
        Column(_("When"), lambda copy: keeping.moment(copy.made_at), sort=lambda c: -c.sequence),
        Column(_("Made"), lambda copy: keeping.purpose(copy.purpose), stretch=True),
        Column(
            _("Rows"),
            lambda copy: "" if copy.rows is None else number(copy.rows),
            sort=lambda copy: copy.rows or 0,
            numeric=True,
        ),
        Column(
            _("Size"), lambda copy: keeping.size(copy.size), sort=lambda c: c.size, numeric=True
        ),
        Column(_("State"), lambda _copy: "", sort=lambda c: c.is_verified, pill=_state),
    ]


def _state(copy: CopyRow) -> Pill:
    if copy.is_verified:
        return Pill(Tone.OK, _("verified"))
    return Pill(Tone.NEUTRAL, _("not known"), "circle-dashed")
