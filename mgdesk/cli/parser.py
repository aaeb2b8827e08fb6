"""The whole of what can be typed after `mgdesk`, explained in the spoken language.

What is said here holds for every command; `grammar` has a file for the commands of each subject.
"""

import argparse
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from mgdesk.cli.grammar import (
    absences,
    applications,
    appointments,
    attendance,
    campuses,
    coaching,
    cohorts,
    door,
    events,
    exports,
    filing,
    imports,
    keeping,
    lists,
    loans,
    outcomes,
    paper,
    people,
    privacy,
    profiles,
    proving,
    staff,
    tasks,
)
from mgdesk.cli.output import say
from mgdesk.i18n import LANGUAGES, N_
from mgdesk.i18n import gettext as _

# In the order of the help.
SUBJECTS: Final = (
    campuses,
    profiles,
    cohorts,
    events,
    lists,
    imports,
    exports,
    attendance,
    people,
    applications,
    coaching,
    appointments,
    loans,
    tasks,
    absences,
    outcomes,
    door,
    paper,
    proving,
    filing,
    keeping,
    staff,
    privacy,
)

# argparse's own words, for the catalogue; it looks them up by the same English text.
ARGPARSE_WORDS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("not allowed with argument %s"),
)


def parser() -> ArgumentParser:
    """The whole command line. `act` is the command's function, absent when the window is meant."""
    argparse._ = _  # type: ignore[attr-defined]
    whole = ArgumentParser(
        prog="mgdesk",
        description=_("MolenGeek Desk. Without a command, the window opens."),
        allow_abbrev=False,
    )
    _common(whole, None)
    whole.add_argument(
        "--kiosk", action="store_true", help=_("Open the screen where people check themselves in.")
    )
    whole.add_argument("--version", action=_Version, nargs=0)
    shared = ArgumentParser(add_help=False)
    _common(shared, argparse.SUPPRESS)
    commands = whole.add_subparsers(metavar=_("COMMAND"), title=_("commands"), dest="command")

    def command(name: str, help_text: str, act: str | None, within: Any = commands) -> Any:
        made = within.add_parser(
            name, help=help_text, description=help_text, parents=[shared], allow_abbrev=False
        )
        if act:
            made.set_defaults(act=_lazily(act))
        return made

    for subject in SUBJECTS:
        subject.declare(command)
    return whole


class _Version(argparse.Action):
    """Says which version this is; its file is read when somebody asks."""

    def __init__(self, option_strings: Sequence[str], dest: str, nargs: int) -> None:
        said = _("show program's version number and exit")
        super().__init__(option_strings, dest, nargs=nargs, default=argparse.SUPPRESS, help=said)

    def __call__(self, parser: ArgumentParser, *_others: object) -> None:
        from mgdesk.exchange.parts import program_version

        say(_("MolenGeek Desk {version}", version=program_version()))
        parser.exit()


def _lazily(act: str) -> Callable[..., int]:
    """The function of a command; its module is imported when it is run."""
    module, name = act.split(".")

    def run(*arguments: Any) -> int:
        return int(getattr(import_module(f"mgdesk.cli.{module}"), name)(*arguments))

    return run


def _common(target: ArgumentParser, default: Any) -> None:
    target.add_argument(
        "--home",
        metavar=_("FOLDER"),
        default=default,
        help=_("the folder that holds everything: data, settings, copies"),
    )
    target.add_argument(
        "--language",
        choices=list(LANGUAGES),
        default=default,
        help=_("the language of words, dates and numbers"),
    )
    target.add_argument(
        "--passphrase-file",
        type=Path,
        metavar=_("FILE"),
        default=default,
        help=_("what opens locked data; without it, MGDESK_PASSPHRASE"),
    )
    target.add_argument(
        "--as",
        dest="signs_on",
        metavar=_("NAME"),
        default=default,
        help=_("who of the staff gives the command"),
    )
    target.add_argument(
        "--pin-file",
        type=Path,
        metavar=_("FILE"),
        default=default,
        help=_("the PIN of whoever gives the command; without it, MGDESK_PIN"),
    )
    target.add_argument(
        "--json",
        action="store_true",
        default=default if default is not None else False,
        help=_("lists as one array of flat objects"),
    )
