"""The certificate of one person at the counter: that of the class they completed last, ready to print."""

from datetime import date
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.queries import cohorts as cohort_queries
from mgdesk.queries import people as people_queries
from mgdesk.queries.cohorts import CohortDetail
from mgdesk.queries.people import EnrolmentLine
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.enrolment import EnrolmentStatus
from mgdesk.ui.editors.certificates import open_certificates
from mgdesk.ui.kit.context import Context


class _Certified(NamedTuple):
    """Whose certificate it would be; without a cohort there is none."""

    name: str
    enrolment_id: UUID | None = None
    cohort: CohortDetail | None = None


class PersonCertificate(QObject):
    """`open(person_id)` shows the certificate over the page; Enter prints it."""

    def __init__(self, over: QWidget, context: Context) -> None:
        super().__init__(over)
        self._over, self._context = over, context

    def open(self, person_id: UUID, enrolment_id: UUID | None = None) -> None:
        """Of this class, else of the one completed last, else of the last: then it says what is missing."""
        wanted = partial(_certified, person_id=person_id, enrolment_id=enrolment_id)
        self._context.read(wanted, self._show)

    def _show(self, found: _Certified) -> None:
        if found.cohort is None or found.enrolment_id is None:
            words = _(
                "{name} has followed no class yet: there is no certificate to print.",
                name=found.name,
            )
            self._context.toast(words, tone="bad")
            return
        today = wall_clock().astimezone(ZoneInfo(found.cohort.zone)).date()
        open_certificates(self._over, self._context, found.cohort, today, [found.enrolment_id])


def _certified(session: Any, *, person_id: UUID, enrolment_id: UUID | None) -> _Certified:
    """Runs beside the window."""
    person = people_queries.person(session, person_id=person_id)
    wanted = [line for line in person.enrolments if enrolment_id in {None, line.id}]
    if not wanted:
        return _Certified(person.name)
    line = max(wanted, key=_worth)
    cohort = cohort_queries.cohort(session, cohort_id=line.cohort_id)
    return _Certified(person.name, line.id, cohort)


def _worth(line: EnrolmentLine) -> tuple[bool, date]:
    return line.status is EnrolmentStatus.COMPLETED, line.last_day
