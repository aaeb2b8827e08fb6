"""What can be typed to file scanned sheets."""

from pathlib import Path

from mgdesk.cli import values
from mgdesk.cli.grammar.arguments import Command
from mgdesk.i18n import gettext as _


def declare(command: Command) -> None:
    made = command("file", _("File scanned sheets by their codes."), "filing.file_scan")
    made.add_argument("file", type=Path, metavar="SCAN.pdf", help=_("a PDF, PNG or JPEG"))
    made.add_argument(
        "--sheet", metavar=_("NUMBER"), help=_("where pages without a readable code belong")
    )
    made.add_argument(
        "--page", type=values.count, help=_("the first of them; usual: first missing")
    )
