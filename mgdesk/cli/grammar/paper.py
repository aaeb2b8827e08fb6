"""What can be typed after `mgdesk print`."""

from mgdesk.cli.grammar import (
    absences,
    applications,
    attendance,
    attestations,
    coaching,
    figures,
    handouts,
    loans,
)
from mgdesk.cli.grammar.arguments import Command, group_of
from mgdesk.i18n import gettext as _


def declare(command: Command) -> None:
    group = group_of(command, "print", _("Paper as a PDF file."))
    attendance.declare_paper(command, group)
    attestations.declare_paper(command, group)
    handouts.declare_paper(command, group)
    coaching.declare_paper(command, group)
    loans.declare_paper(command, group)
    absences.declare_paper(command, group)
    figures.declare_paper(command, group)
    applications.declare_paper(command, group)
