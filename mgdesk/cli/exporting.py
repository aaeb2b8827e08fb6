"""Commands that write lists for other programs; what they write can be imported again unchanged."""

from argparse import Namespace

from mgdesk.cli.output import say
from mgdesk.cli.printing import check_output
from mgdesk.desk import Desk
from mgdesk.exchange.fields import FIELDS_OF, PERSON_FIELDS, Field, Subject
from mgdesk.exchange.writing import export_rows
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext, spoken_language
from mgdesk.queries import exports
from mgdesk.queries.campuses import campus_id_of
from mgdesk.queries.cohorts import cohort_id_of, training_id_of
from mgdesk.queries.events import event_id_of


def export_learners(desk: Desk, arguments: Namespace) -> int:
    cohort = desk.read(cohort_id_of, code=arguments.cohort) if arguments.cohort else None
    campus = desk.read(campus_id_of, code=arguments.campus) if arguments.campus else None
    rows = desk.read(exports.learners, cohort_id=cohort, campus_id=campus)
    fields = FIELDS_OF[Subject.LEARNERS] if cohort else PERSON_FIELDS
    return _export(arguments, fields, rows, _("Learners"))


def export_registrations(desk: Desk, arguments: Namespace) -> int:
    event_id = desk.read(event_id_of, code=arguments.event)
    rows = desk.read(exports.registrations, event_id=event_id)
    return _export(arguments, FIELDS_OF[Subject.REGISTRATIONS], rows, _("Registrations"))


def export_applications(desk: Desk, arguments: Namespace) -> int:
    title = arguments.training
    rows = desk.read(
        exports.applications,
        training_id=desk.read(training_id_of, title=title) if title else None,
        cohort_id=desk.read(cohort_id_of, code=arguments.cohort) if arguments.cohort else None,
        campus_id=desk.read(campus_id_of, code=arguments.campus) if arguments.campus else None,
    )
    return _export(arguments, FIELDS_OF[Subject.APPLICATIONS], rows, _("Applications"))


def export_cohorts(desk: Desk, arguments: Namespace) -> int:
    rows = desk.read(exports.cohorts)
    return _export(arguments, FIELDS_OF[Subject.COHORTS], rows, _("Cohorts"))


def export_events(desk: Desk, arguments: Namespace) -> int:
    rows = desk.read(exports.events)
    return _export(arguments, FIELDS_OF[Subject.EVENTS], rows, _("Events"))


def _export(
    arguments: Namespace, fields: tuple[Field, ...], rows: list[exports.Row], title: str
) -> int:
    check_output(arguments.file)
    written = [field for field in fields if field is not Field.FULL_NAME]
    path = export_rows(arguments.file, written, rows, language=spoken_language(), title=title)
    say(ngettext("{path}: {n} row", "{path}: {n} rows", len(rows), path=str(path)))
    return 0
