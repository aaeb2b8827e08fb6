"""What may come after an import into a cohort: its attendance sheets, ready to print."""

from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mgdesk.queries import cohorts as cohort_queries
from mgdesk.queries.cohorts import CohortDetail
from mgdesk.ui.editors.sheets import open_sheets
from mgdesk.ui.kit.context import Context


class SheetsAfter(QObject):
    """`open` goes to the cohort and shows its next sheet over the window."""

    def __init__(self, over: QWidget, context: Context, cohort_id: UUID) -> None:
        super().__init__(over)
        self._over, self._context, self._cohort_id = over, context, cohort_id

    def open(self) -> None:
        """Go to the cohort and show its next sheet."""
        self._context.navigate("cohort", self._cohort_id)
        self._context.read(partial(cohort_queries.cohort, cohort_id=self._cohort_id), self._show)

    def _show(self, cohort: CohortDetail) -> None:
        today = date.today()  # noqa: DTZ011 - the day on this computer's wall is what is meant
        open_sheets(self._over.window(), self._context, cohort, today)
