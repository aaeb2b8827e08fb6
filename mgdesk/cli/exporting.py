"""Commands that write lists for other programs; what they write can be imported again unchanged."""

from argparse import Namespace

from mgdesk.cli.making import chosen_campus
from mgdesk.cli.output import say
from mgdesk.cli.printing import check_output
from mgdesk.desk import Desk
from mgdesk.exchange.fields import FIELDS_OF, PERSON_FIELDS, Field, Subject
from mgdesk.exchange.writing import export_rows, export_table
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext, spoken_language
from mgdesk.queries import exports
from mgdesk.queries.campuses import campus_id_of
from mgdesk.queries.cohorts import cohort, cohort_id_of, roster, training_id_of
from mgdesk.queries.events import event, event_id_of, registrations
from mgdesk.queries.people_window import PeopleView, ids_of


def export_learners(desk: Desk, arguments: Namespace) -> int:
    cohort_id = desk.read(cohort_id_of, code=arguments.cohort) if arguments.cohort else None
    campus = desk.read(campus_id_of, code=arguments.campus) if arguments.campus else None
    rows = desk.read(exports.learners, cohort_id=cohort_id, campus_id=campus)
    fields = FIELDS_OF[Subject.LEARNERS] if cohort_id else PERSON_FIELDS
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


def export_mail_merge(desk: Desk, arguments: Namespace) -> int:
    """Of a cohort, of an event, or of a campus's people, whichever is named."""
    from mgdesk.services.people_letters import mail_merge

    check_output(arguments.file)
    if arguments.cohort:
        found = desk.read(cohort, code=arguments.cohort)
        of_campus = found.campus
        people = [row.person_id for row in desk.read(roster, cohort_id=found.id)]
    elif arguments.event:
        event_id = desk.read(event_id_of, code=arguments.event)
        of_campus = desk.read(event, event_id=event_id).campus
        people = [row.person_id for row in desk.read(registrations, event_id=event_id)]
    else:
        of_campus = chosen_campus(desk, arguments.campus)
        campus_id = desk.read(campus_id_of, code=of_campus)
        people = desk.read(ids_of, view=PeopleView(campus_id))
    campus_id = desk.read(campus_id_of, code=of_campus)
    headings, rows = desk.read(mail_merge, person_ids=people, campus_id=campus_id)
    title = _("Mail merge")
    path = export_table(arguments.file, headings, rows, language=spoken_language(), title=title)
    say(ngettext("{path}: {n} row", "{path}: {n} rows", len(rows), path=str(path)))
    return 0


def _export(
    arguments: Namespace, fields: tuple[Field, ...], rows: list[exports.Row], title: str
) -> int:
    check_output(arguments.file)
    written = [field for field in fields if field is not Field.FULL_NAME]
    path = export_rows(arguments.file, written, rows, language=spoken_language(), title=title)
    say(ngettext("{path}: {n} row", "{path}: {n} rows", len(rows), path=str(path)))
    return 0
