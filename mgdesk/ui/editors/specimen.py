"""A campus's paper as it would look with what is typed now, beside the form that it is typed in."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from mgdesk.errors import DeskError
from mgdesk.i18n import LANGUAGES, language_name
from mgdesk.i18n import gettext as _
from mgdesk.rules.clock import wall_clock
from mgdesk.services.campuses import CampusFields
from mgdesk.services.specimens import Pictures, specimens
from mgdesk.ui.kit import labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.fields import ChoiceField
from mgdesk.ui.kit.form import Banner
from mgdesk.ui.kit.layout import column, keep_width, row
from mgdesk.ui.kit.pdf import PaperView

AFTER_TYPING = 250  # milliseconds of rest before it is drawn anew
BOTH_FIT = 960  # pixels of the grid: below this, form and paper take turns


class Specimen(QWidget):
    """Certificate, attendance sheet and statement; drawn beside the window, the latest wins."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._campus_id: UUID | None = None
        self._shown: tuple[UUID, str] | None = None
        self._wanted: tuple[CampusFields, Pictures] | None = None
        self.language = ChoiceField([(code, language_name(code)) for code in LANGUAGES])
        self.language.setAccessibleName(_("Language of the specimen"))
        keep_width(self.language, 180)
        self.refusal = Banner(tone="late")
        self.view = PaperView(context.background)
        self.view.setAccessibleName(_("Specimen of the paper"))
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(AFTER_TYPING)
        self._rest.timeout.connect(self._draw)
        inside = column(row(labels.section(_("On paper")), None, self.language), gap=8)
        inside.addWidget(self.refusal)
        inside.addWidget(self.view, 1)
        self.setLayout(inside)
        self.language.edited.connect(self._draw)

    def begin(self, campus_id: UUID, language: str) -> None:
        """Another campus: its own language, and nothing of the former one."""
        if campus_id != self._campus_id:
            self._campus_id = campus_id
            self.language.value = language

    def show_style(self, fields: CampusFields, pictures: Pictures) -> None:
        """Draw what is typed, once typing rests."""
        self._wanted = fields, pictures
        self._rest.start()

    @property
    def is_drawing(self) -> bool:
        return self._rest.isActive()

    def _draw(self) -> None:
        self._rest.stop()
        if self._wanted is None or self._campus_id is None:
            return
        fields, pictures = self._wanted
        query = partial(
            specimens,
            campus_id=self._campus_id,
            fields=fields,
            pictures=pictures,
            language=self.language.value,
            day=wall_clock().astimezone().date(),
            fonts=self._context.desk.home.fonts,
        )
        self._context.read(query, self._show, failed=self._refuse, key="specimen")

    def _show(self, data: bytes) -> None:
        assert self._campus_id is not None
        self.refusal.show_sentence("")
        shown = (self._campus_id, self.language.value)
        self.view.show_data(data, is_same_paper=shown == self._shown)
        self._shown = shown

    def _refuse(self, error: Exception) -> None:
        """The last pages stay; above them stands why these cannot be drawn."""
        if not isinstance(error, DeskError):
            self._context.fail(error)
            return
        self.refusal.show_sentence(str(error))


class BesidePaper(QSplitter):
    """A form with its paper beside it; in a narrow window a button goes from one to the other."""

    def __init__(self, form: QWidget, paper: QWidget) -> None:
        super().__init__()
        self.see = Button(_("See it on paper"), "eye", on_click=self._see_paper)
        self.back = Button(
            _("Back to the form"), "arrow-left", kind="link", on_click=self._see_form
        )
        self._form, self._paper = _below(self.see, form), _below(self.back, paper)
        self.addWidget(self._form)
        self.addWidget(self._paper)
        self.setHandleWidth(theme.px(16))
        self.setChildrenCollapsible(False)
        self.setSizes([1000, 1000])
        self._is_on_paper = False
        self._settle()

    def minimumSizeHint(self) -> QSize:
        """Room for the larger of the two: they need not fit beside each other."""
        return self._form.minimumSizeHint().expandedTo(self._paper.minimumSizeHint())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _see_paper(self) -> None:
        self._is_on_paper = True
        self._settle()

    def _see_form(self) -> None:
        self._is_on_paper = False
        self._settle()

    def _settle(self) -> None:
        is_narrow = self.width() < theme.px(BOTH_FIT)
        self.see.setVisible(is_narrow)
        self.back.setVisible(is_narrow)
        self._form.setVisible(not is_narrow or not self._is_on_paper)
        self._paper.setVisible(not is_narrow or self._is_on_paper)


def _below(button: Button, content: QWidget) -> QWidget:
    holder = QWidget()
    inside = column(row(button, None), gap=8)
    inside.addWidget(content, 1)
    holder.setLayout(inside)
    return holder
