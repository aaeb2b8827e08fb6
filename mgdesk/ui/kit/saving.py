"""A sheet whose form is saved by one action; what is refused is said above its fields."""

from functools import partial
from typing import Any, Generic, TypeVar

from mgdesk.errors import DeskError
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.kit.form import Form

F = TypeVar("F", bound=Form)


class SavingSheet(Sheet, Generic[F]):
    """Sets `form` and `_context`, then `send`s; or does it itself with `_saved` and `_refused`."""

    form: F
    _context: Context

    def send(self, context: Context, action: "partial[Any]") -> None:
        """Save when the form is valid; the button waits for the answer."""
        if not self.form.is_valid():
            return
        self.accept_button.setEnabled(False)
        context.do(action, self._saved, failed=self._refused)

    def _saved(self, _result: Any) -> None:
        self.close()

    def _refused(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        if isinstance(error, DeskError):
            self.form.refuse(str(error))
        else:
            self._context.fail(error)
