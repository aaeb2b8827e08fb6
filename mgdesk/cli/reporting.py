"""Commands that report: the activity report as pages, its figures and indicators as files."""

from argparse import Namespace
from datetime import date

from mgdesk.cli.output import say
from mgdesk.cli.printing import check_output, name_missing
from mgdesk.desk import Desk
from mgdesk.errors import DeskError
from mgdesk.i18n import N_, ngettext
from mgdesk.queries.campuses import campus_id_of, partners
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.figures import Scope
from mgdesk.rules.names import fold


class UnknownPartner(DeskError):
    sentence = N_("There is no partner named {name}. Look the name up in the settings.")


class DaysBackwards(DeskError):
    sentence = N_("The last day is before the first. Give --from and --to the other way round.")


def print_report(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import documents, reports

    scope = _scope(desk, arguments)
    check_output(arguments.output)
    paper = desk.read(
        reports.activity_report, scope=scope, day=_today(), language=arguments.paper_language
    )
    name_missing(desk, paper)
    pages = documents.write_pdf(paper, arguments.output, fonts=desk.home.fonts)
    say(ngettext("{path}: {n} page", "{path}: {n} pages", pages, path=str(arguments.output)))
    return 0


def export_figures(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import figure_files

    scope = _scope(desk, arguments)
    check_output(arguments.file)
    sheets = desk.read(figure_files.figures_sheets, scope=scope, day=_today())
    path = figure_files.write_figures(arguments.file, sheets)
    say(ngettext("{path}: {n} sheet", "{path}: {n} sheets", len(sheets), path=str(path)))
    return 0


def export_indicators(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import indicator_files

    scope = _scope(desk, arguments)
    check_output(arguments.file)
    rows = desk.read(indicator_files.indicator_rows, scope=scope)
    path = indicator_files.write_indicators(arguments.file, rows)
    say(ngettext("{path}: {n} row", "{path}: {n} rows", len(rows), path=str(path)))
    return 0


def _scope(desk: Desk, arguments: Namespace) -> Scope:
    """What was asked for: a year, else days; this year without any. Raises UnknownPartner."""
    year = arguments.year or _today().year
    first = arguments.first_day or date(year, 1, 1)
    last = arguments.last_day or date(first.year, 12, 31)
    if last < first:
        raise DaysBackwards
    campus = desk.read(campus_id_of, code=arguments.campus) if arguments.campus else None
    partner = None
    if arguments.partner:
        found = [one for one in desk.read(partners) if fold(one.name) == fold(arguments.partner)]
        if not found:
            raise UnknownPartner(name=arguments.partner)
        partner = found[0].id
    return Scope(first, last, campus_id=campus, partner_id=partner)


def _today() -> date:
    return wall_clock().date()
