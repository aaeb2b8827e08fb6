"""Commands about what locks the data: passphrase and recovery key."""

import sys
from argparse import Namespace
from getpass import getpass
from pathlib import Path

from mgdesk import durable
from mgdesk.cli.output import say
from mgdesk.cli.printing import check_output
from mgdesk.cli.values import day_here
from mgdesk.desk import Desk, Vault
from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.i18n import gettext as _
from mgdesk.rules.passphrase import Secret


class SecretFileUnreadable(DeskError):
    sentence = N_("The file {path} cannot be read. Nothing was changed.")


class NothingToLock(DeskError):
    sentence = N_("This data is kept by a database server: it has no passphrase of its own.")


class HasPassphrase(DeskError):
    sentence = N_("There is a passphrase already. “mgdesk passphrase change” changes it.")


def opening_secret(arguments: Namespace) -> Secret | None:
    """What opens this home's data, as far as the command line names it."""
    typed = read_secret(arguments.passphrase_file)
    words = ""
    if getattr(arguments, "asks_recovery", False):
        words = read_secret(arguments.recovery_file) or ask(_("Recovery key: "))
    return Secret(typed, words) if typed or words else None


def copy_secret(desk: Desk, arguments: Namespace) -> Secret:
    """What opens a copy that may be of another home: its recovery key, else the passphrase given."""
    words = read_secret(arguments.recovery_file)
    return Secret(recovery=words) if words else desk.secret


def ask_passphrase() -> Secret | None:
    """Ask on a terminal; elsewhere nobody is there to answer."""
    return Secret(getpass(_("Passphrase: "))) if sys.stdin.isatty() else None


def set_passphrase(desk: Desk, arguments: Namespace) -> int:
    vault = _vault(desk)
    if vault.state().has_passphrase:
        raise HasPassphrase
    new, again = _new(arguments)
    vault.set_passphrase(new, Secret(), again=again)
    say(
        _(
            "The passphrase is set. Print a recovery key too: mgdesk passphrase page --output FILE.pdf"
        )
    )
    return 0


def change(desk: Desk, arguments: Namespace) -> int:
    vault = _vault(desk)
    new, again = _new(arguments)
    vault.set_passphrase(new, desk.secret, again=again)
    say(_("The passphrase is changed. The data itself was not touched."))
    return 0


def remove(desk: Desk, _arguments: Namespace) -> int:
    _vault(desk).remove_passphrase(desk.secret)
    say(_("The passphrase is removed: whoever has this computer can read the data."))
    return 0


def make_page(desk: Desk, arguments: Namespace) -> int:
    """The page is on the disk before its words open anything: an earlier page stays good till then."""
    from mgdesk.services.recovery_paper import recovery_page

    vault = _vault(desk)
    check_output(arguments.output)
    words = vault.draft_recovery()
    today = day_here()
    pages = desk.read(recovery_page, words=words, day=today, fonts=desk.home.fonts)
    with durable.written(arguments.output) as stream:
        stream.write(pages)
    vault.keep_recovery(words, desk.secret)
    say(
        _(
            "The page is in {path}. Print it, then delete the file: whoever has it can open the data.",
            path=str(arguments.output),
        )
    )
    return 0


def _vault(desk: Desk) -> Vault:
    if desk.vault is None:
        raise NothingToLock
    return desk.vault


def _new(arguments: Namespace) -> tuple[str, str | None]:
    """The new passphrase, and the same typed again where somebody types."""
    typed = read_secret(arguments.new_file)
    if typed:
        return typed, None
    if sys.stdin.isatty():
        return getpass(_("New passphrase: ")), getpass(_("The same again: "))
    return sys.stdin.readline(), None


def ask(question: str) -> str:
    """Typed unseen on a terminal, else the next line that comes in."""
    return getpass(question) if sys.stdin.isatty() else sys.stdin.readline()


def read_secret(path: Path | None) -> str:
    """What a file holds; empty without one. Raises SecretFileUnreadable."""
    try:
        return path.read_text(encoding="utf-8-sig").strip() if path else ""
    except (OSError, UnicodeDecodeError) as error:
        raise SecretFileUnreadable(path=str(path)) from error
