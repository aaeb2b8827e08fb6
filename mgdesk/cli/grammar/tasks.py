"""What can be typed about tasks on paper."""

from mgdesk.cli import values
from mgdesk.cli.grammar.arguments import Command, group_of
from mgdesk.i18n import gettext as _


def declare(command: Command) -> None:
    group = group_of(command, "task", _("Tasks on paper: what is missing, what is done."))
    made = command("list", _("List what is missing."), "tasking.list_tasks", group)
    made.add_argument("--cohort", metavar=_("CODE"), help=_("usual: all under way"))
    made.add_argument("--all", action="store_true", help=_("what is done too"))
    add = command("add", _("Add a task that is on no list."), "tasking.add_task", group)
    done = command("done", _("Note that a task is done or not needed."), "tasking.note_task", group)
    for made in (add, done):
        made.add_argument("cohort", metavar=_("COHORT"))
    add.add_argument("title", metavar=_("TEXT"))
    add.add_argument("--due", type=values.day, metavar="2026-12-18")
    done.add_argument("task", metavar=_("TASK"), help=_("its words, or contract, laptop and so on"))
    done.add_argument("--day", type=values.day, metavar="2026-11-23", help=_("usual: today"))
    done.add_argument("--reference", default="", metavar=_("TEXT"))
    done.add_argument("--not-needed", default="", metavar=_("REASON"))
    for made in (add, done):
        made.add_argument("--learner", default="", help=_("learner number, or name"))
