"""The command that reads a damaged file as far as it goes; it opens no desk."""

from argparse import Namespace
from dataclasses import asdict

from mgdesk.cli.output import complain, say, show
from mgdesk.desk import salvage_file
from mgdesk.i18n import gettext as _
from mgdesk.i18n import number
from mgdesk.paths import Home
from mgdesk.rules.passphrase import Secret
from mgdesk.rules.salvage import SalvageReport


def salvage(home: Home, secret: Secret | None, arguments: Namespace) -> int:
    """What was saved goes into a new home; exit code 1 when something was lost."""
    target = Home(arguments.new_home)
    report = salvage_file(arguments.damaged, home, target, secret)
    rows = [{"table": one.name, **_counts(one)} for one in report.tables]
    if arguments.json:
        show([{**row, "name": ""} for row in rows] + _people(report), as_json=True, nothing="")
        return 0 if report.is_whole else 1
    show(rows, as_json=False, nothing="")
    for line in words(report):
        (say if report.is_whole else complain)(line)
    return 0 if report.is_whole else 1


def _counts(one: object) -> dict[str, int]:
    return {name: value for name, value in asdict(one).items() if name != "name"}  # type: ignore[call-overload]  # a SavedTable


def _people(report: SalvageReport) -> list[dict[str, object]]:
    empty = dict.fromkeys(_counts(report.tables[0]) if report.tables else {}, None)
    return [
        {"table": ", ".join(one.tables), **empty, "name": one.name or str(one.person_id)}
        for one in report.people
    ]


def words(report: SalvageReport) -> list[str]:
    """What there is to say of it, in sentences."""
    said = [
        _(
            "{lost} of {all} pages could not be read. What was saved is in {path}",
            lost=number(report.lost_pages),
            all=number(report.pages),
            path=str(report.database),
        )
    ]
    if report.copy:
        said.append(_("What was lost was filled from the copy {name}.", name=report.copy))
    said += [
        _(
            "Incomplete: {name} ({tables})",
            name=one.name or str(one.person_id),
            tables=", ".join(one.tables),
        )
        for one in report.people
    ]
    return said
