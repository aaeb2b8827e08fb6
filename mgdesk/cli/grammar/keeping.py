"""What can be typed to check, copy, bring back and lock the data."""

from pathlib import Path

from mgdesk.cli.grammar.arguments import Command, add_recovery_file, group_of
from mgdesk.i18n import gettext as _


def declare(command: Command) -> None:
    health = command("check", _("Check the health of the data."), "keeping.check")
    health.set_defaults(is_for_anybody=True)  # it tells of no one
    health.add_argument(
        "--rebuild-search", action="store_true", help=_("make the index of search anew first")
    )
    health.add_argument(
        "--repair",
        action="store_true",
        help=_("mend what can be mended without guessing, after a copy of the data"),
    )
    copy = command("backup", _("Make a verified copy of the data."), "keeping.back_up")
    copy.add_argument("file", nargs="?", type=Path, metavar=_("FILE"))
    back = command("restore", _("Bring the data back to a copy."), "keeping.restore")
    back.add_argument(
        "file", nargs="?", type=Path, metavar=_("FILE"), help=_("or the number of a copy")
    )
    back.add_argument(
        "--test", action="store_true", help=_("only try the newest copy in a temporary folder")
    )
    back.add_argument(
        "--recovery-file", type=Path, metavar=_("FILE"), help=_("the words of a recovery key")
    )
    saved = command(
        "salvage",
        _("Read a damaged data file as far as it goes, into a new home."),
        "salvaging.salvage",
    )
    saved.add_argument("damaged", type=Path, metavar=_("DAMAGED.db"))
    saved.add_argument(
        "new_home", type=Path, metavar=_("NEW_HOME"), help=_("a folder that holds no data yet")
    )
    saved.set_defaults(without_desk=True)
    _declare_locking(command)


def _declare_locking(command: Command) -> None:
    group = group_of(command, "passphrase", _("What locks the data: passphrase and recovery key."))
    choose = command("set", _("Choose a passphrase."), "locking.set_passphrase", group)
    change = command("change", _("Change the passphrase."), "locking.change", group)
    command("remove", _("Remove the passphrase."), "locking.remove", group)
    recover = command(
        "recover", _("Choose a new passphrase with the recovery key."), "locking.change", group
    )
    for made in (choose, change, recover):
        made.add_argument(
            "--new-file",
            type=Path,
            metavar=_("FILE"),
            help=_("the new passphrase; without it, it is asked for"),
        )
    add_recovery_file(recover)
    recover.set_defaults(asks_recovery=True)
    page = command("page", _("Print a new recovery key."), "locking.make_page", group)
    page.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")
