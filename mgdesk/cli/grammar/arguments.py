"""What is typed in the same way in many commands."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mgdesk.i18n import LANGUAGES
from mgdesk.i18n import gettext as _

# Makes the parser of one command from its name, its help, what it does, and the group it stands in.
Command = Callable[..., Any]


def group_of(command: Command, name: str, help_text: str) -> Any:
    """A word that is followed by one of several commands."""
    return command(name, help_text, None).add_subparsers(
        metavar=_("WHAT"), title=_("commands"), required=True, dest="what"
    )


def add_person(made: ArgumentParser) -> None:
    made.add_argument("person", metavar=_("PERSON"), help=_("learner number, or name"))


def add_learners(made: ArgumentParser) -> None:
    made.add_argument(
        "--learner", action="append", default=[], help=_("learner number or name; again for more")
    )


def add_paper_file(made: ArgumentParser) -> None:
    """Where a paper is written to, and the language it speaks."""
    made.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")
    made.add_argument("--paper-language", choices=list(LANGUAGES))


def add_recovery_file(made: ArgumentParser) -> None:
    made.add_argument(
        "--recovery-file",
        type=Path,
        metavar=_("FILE"),
        help=_("the words of the recovery key; without it, they are asked for"),
    )
