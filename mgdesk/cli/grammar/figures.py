"""What can be typed to have the figures of a year: as files, as a report."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from mgdesk.cli import values
from mgdesk.cli.grammar.arguments import Command, add_paper_file
from mgdesk.i18n import gettext as _


def declare_files(command: Command, group: Any) -> None:
    figures = command(
        "figures", _("Export the figures of a year (.xlsx)."), "reporting.export_figures", group
    )
    indicators = command(
        "indicators", _("Export participants and results as ESF+ counts them (.xlsx, .csv)."),
        "reporting.export_indicators", group,
    )  # fmt: skip
    for made in (figures, indicators):
        made.add_argument("file", type=Path, metavar=_("FILE"))
        _add_scope(made)


def declare_paper(command: Command, group: Any) -> None:
    report = command("report", _("The activity report."), "reporting.print_report", group)
    _add_scope(report)
    add_paper_file(report)


def _add_scope(made: ArgumentParser) -> None:
    period = made.add_mutually_exclusive_group()
    period.add_argument("--year", type=values.year, metavar="2026", help=_("usual: this year"))
    period.add_argument("--from", dest="first_day", type=values.day, metavar="2026-01-01")
    made.add_argument("--to", dest="last_day", type=values.day, metavar="2026-03-31")
    made.add_argument("--campus", metavar=_("CODE"))
    made.add_argument("--partner", metavar=_("NAME"))
