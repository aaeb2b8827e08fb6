"""A new campus: three things to say, the rest of its letterhead comes afterwards."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.i18n import spoken_language, spoken_locale
from mgdesk.services import founding
from mgdesk.ui.editors.campus import countries, languages
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.fields import ChoiceField, TextField
from mgdesk.ui.kit.form import Form


class NewCampusSheet(Sheet):
    """Name, code, country, language."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        *,
        is_first: bool = False,
        on_saved: Callable[[], object] | None = None,
    ) -> None:
        """`is_first` says why it is asked before anything else; `on_saved` goes on from there."""
        self._context, self._tell = context, on_saved
        self._form = NewCampusForm(is_first=is_first)
        super().__init__(
            parent, _("New campus"), self._form, accept=_("Add"), on_accept=self._on_accept
        )

    def _on_accept(self) -> None:
        form = self._form
        if not form.is_valid():
            return
        action = partial(
            founding.found_campus,
            code=form.code.value,
            name=form.name.value,
            country=form.country.value,
            languages=(form.language.value,),
        )
        self._context.do(action, self._on_saved, failed=self._on_refused)

    def _on_saved(self, _result: object) -> None:
        tell = self._tell
        self.close()
        if tell is not None:
            tell()

    def _on_refused(self, error: Exception) -> None:
        self._form.refuse(str(error))


class NewCampusForm(Form):
    """The few things without which no paper can be made."""

    def __init__(self, *, is_first: bool) -> None:
        super().__init__()
        why = _("Everything here belongs to a campus: begin with yours.") if is_first else ""
        self.name = self.add(_("Name of the campus"), TextField(), help_text=why)
        self.code = self.add(
            _("Code"),
            TextField(left_to_right=True),
            help_text=_("A few letters that begin every number of this campus, such as MOL."),
        )
        self.country = self.add(_("Country"), ChoiceField(countries(spoken_locale()), "BE"))
        self.language = self.add(
            _("Language of its paper"), ChoiceField(languages(), spoken_language())
        )

    def mistakes(self) -> dict[QWidget, str]:
        return {
            self.name: "" if self.name.value else _("A campus needs a name: type one."),
            self.code: "" if self.code.value else _("A campus needs a code: type a few letters."),
        }
