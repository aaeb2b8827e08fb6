"""Commands that write a whole campus into a file, and take one in."""

from argparse import Namespace
from typing import TYPE_CHECKING

from mgdesk.cli.output import say, show
from mgdesk.cli.printing import check_output
from mgdesk.desk import Desk
from mgdesk.exchange.campus_file import read_campus, write_campus
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext

if TYPE_CHECKING:
    from mgdesk.services.campus_exchange import CampusReport


def export_campus(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services.campus_exchange import LEFT_OUT_LABELS, campus_file

    check_output(arguments.file)
    file = desk.read(campus_file, code=arguments.code, with_pictures=arguments.with_pictures)
    path = write_campus(arguments.file, file)
    say(ngettext("{path}: {n} row", "{path}: {n} rows", file.row_count, path=str(path)))
    say(_("Not in it: {things}.", things=", ".join(_(LEFT_OUT_LABELS[o]) for o in file.left_out)))
    say(_("This file is not locked: whoever has it can read it."))
    return 0


def import_campus(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services.campus_exchange import look_at_campus, take_in_campus

    file = read_campus(arguments.file)
    if arguments.dry_run:
        _tell(desk.read(look_at_campus, file=file, erased=desk.erased_people()), arguments)
        if not arguments.json:
            say(_("Nothing was written."))
        return 0
    _tell(desk.do(take_in_campus, file=file, erased=desk.erased_people()), arguments)
    return 0


def _tell(report: "CampusReport", arguments: Namespace) -> None:
    if arguments.json:
        names = sorted(report.added.keys() | report.there.keys())
        rows = [
            {"table": name, "new": report.added.get(name, 0), "there": report.there.get(name, 0)}
            for name in names
        ]
        show(rows, as_json=True, nothing="")
        return
    say(_("Campus {code}: {name}", code=report.code, name=report.name))
    for line in report.lines():
        say(line)
