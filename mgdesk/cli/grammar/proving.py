"""What can be typed to know whether a paper is genuine."""

from pathlib import Path

from mgdesk.cli.grammar.arguments import Command
from mgdesk.i18n import gettext as _


def declare(command: Command) -> None:
    made = command("verify", _("Say whether a paper is genuine."), "proving.verify")
    made.add_argument(
        "what",
        nargs="+",
        metavar=_("PAPER"),
        help=_("a PDF or picture, the text of a code, or a number and its check code"),
    )
    page = command(
        "verify-page",
        _("Write the page for the web that checks papers by itself."),
        "proving.write_page",
    )
    page.add_argument("--output", required=True, type=Path, metavar="FILE.html")
