"""What can be typed about applications: taken in, decided, scored, ranked; selection days."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from mgdesk.cli import values
from mgdesk.cli.grammar.arguments import Command, add_paper_file, add_person, group_of
from mgdesk.i18n import LANGUAGES
from mgdesk.i18n import gettext as _
from mgdesk.rules.application import ApplicationStatus, Channel


def declare(command: Command) -> None:
    group = group_of(command, "application", _("Applications: take in, follow, score, rank."))
    add = command("add", _("Take in an application."), "applying.add_application", group)
    add_person(add)
    add.add_argument("--motivation", default="", metavar=_("TEXT"), help=_("in their own words"))
    add.add_argument("--how", choices=list(Channel), default=Channel.WALK_IN)
    add.add_argument("--prescriber", default="", metavar=_("NAME"), help=_("who sent them"))
    add.add_argument("--heard-of", default="", metavar=_("TEXT"))
    add.add_argument("--availability", default="", metavar=_("TEXT"))
    add.add_argument("--wished-language", choices=list(LANGUAGES), default="")
    add.add_argument("--schooling", type=values.count, help=_("ISCED 1 to 8; only a statistic"))
    change = command("change", _("Correct an application."), "applying.change", group)
    add_person(change)
    change.add_argument("--motivation", metavar=_("TEXT"), help=_("in their own words"))
    change.add_argument("--how", choices=list(Channel))
    change.add_argument("--prescriber", metavar=_("NAME"), help=_("who sent them"))
    change.add_argument("--heard-of", metavar=_("TEXT"))
    change.add_argument("--availability", metavar=_("TEXT"))
    change.add_argument("--wished-language", choices=list(LANGUAGES))
    change.add_argument("--schooling", type=values.count, help=_("ISCED 1 to 8; only a statistic"))
    delete = command(
        "delete", _("Delete an application made by mistake."), "applying.delete", group
    )
    add_person(delete)
    listed = command("list", _("List applications."), "applying.list_applications", group)
    listed.add_argument("--search", default="", metavar=_("TEXT"))
    listed.add_argument("--status", choices=list(ApplicationStatus))
    status = command("status", _("Say what was decided."), "applying.set_application", group)
    add_person(status)
    status.add_argument("status", choices=list(ApplicationStatus))
    status.add_argument("--reason", default="", metavar=_("TEXT"))
    status.add_argument("--enrol", action="store_true", help=_("accepted: enrol them as well"))
    score = command("score", _("Keep an interview's points."), "applying.score", group)
    add_person(score)
    score.add_argument(
        "points", nargs="+", type=values.points, metavar=_("CRITERION=POINTS"),
        help=_("a criterion that is not known yet is added, with weight 1"),
    )  # fmt: skip
    score.add_argument("--note", metavar=_("TEXT"))
    for made in (status, score):
        made.add_argument("--by", default="", metavar=_("NAME"), help=_("who decides or asks"))
    rank = command("rank", _("Rank applicants, each part shown."), "applying.rank", group)
    for made in (add, change, delete, listed, status, score, rank):
        _add_goal(made)
    _declare_selection_days(command)


def _declare_selection_days(command: Command) -> None:
    days = group_of(command, "selection-day", _("Selection days: plan one, convoke people."))
    day = command("add", _("Plan a day on which applicants are seen."), "applying.add_day", days)
    day.add_argument("--start", required=True, type=values.moment, metavar="2026-12-01T09:00")
    day.add_argument("--end", required=True, type=values.moment, metavar="2026-12-01T12:00")
    day.add_argument("--minutes", type=values.count, default=30, help=_("of each interview"))
    day.add_argument("--places", type=values.count, default=2, help=_("seen at the same time"))
    day.add_argument("--note", default="", metavar=_("TEXT"), help=_("said in the letters"))
    day.add_argument("--convoke", action="store_true", help=_("give everybody who waits an hour"))
    moved = command(
        "change", _("Change a planned day; say who must be told."), "applying.change_day", days
    )
    moved.add_argument("--start", type=values.moment, metavar="2026-12-01T09:00")
    moved.add_argument("--end", type=values.moment, metavar="2026-12-01T12:00")
    moved.add_argument("--minutes", type=values.count, help=_("of each interview"))
    moved.add_argument("--places", type=values.count, help=_("seen at the same time"))
    moved.add_argument("--note", metavar=_("TEXT"), help=_("said in the letters"))
    tell = command(
        "to-tell", _("List who must be told of a change."), "applying.list_to_tell", days
    )
    tell.add_argument("--told", action="store_true", help=_("they know now"))
    for made in (moved, tell):
        made.add_argument(
            "--day", type=values.day, metavar="2026-12-01", help=_("usual: the last one planned")
        )
    day.add_argument("--room", default="", metavar=_("NAME"))
    moved.add_argument("--room", metavar=_("NAME"))
    for made in (day, moved, tell):
        _add_goal(made)


def _add_goal(made: ArgumentParser) -> None:
    made.add_argument("--training", default="", metavar=_("TITLE"))
    made.add_argument("--cohort", default="", metavar=_("CODE"))
    made.add_argument("--campus", metavar=_("CODE"))


def declare_day_out(command: Command, group: Any) -> None:
    day = command(
        "selection-day",
        _("Export the hours of a selection day (.ics)."),
        "applying.export_day",
        group,
    )
    day.add_argument("file", type=Path, metavar="F.ics")
    day.add_argument("--training", default="", metavar=_("TITLE"))
    day.add_argument("--cohort", default="", metavar=_("CODE"))
    day.add_argument(
        "--day", type=values.day, metavar="2026-12-01", help=_("usual: the last one planned")
    )


def declare_paper(command: Command, group: Any) -> None:
    called = command(
        "convocations", _("Letters that invite applicants."), "applying.print_convocations", group
    )
    called.add_argument(
        "--changed", action="store_true", help=_("only who must be told of a change")
    )
    there = command(
        "selection-sheet", _("Who is expected on a selection day."), "applying.print_sheet", group
    )
    answer = command(
        "decisions", _("Letters with the answer to applicants."), "applying.print_decisions", group
    )
    answer.add_argument("--status", choices=["accepted", "reserve", "refused"])
    for made in (called, there, answer):
        made.add_argument("--training", default="", metavar=_("TITLE"))
        made.add_argument("--cohort", default="", metavar=_("CODE"))
    for made in (called, there):
        made.add_argument(
            "--day", type=values.day, metavar="2026-12-01", help=_("usual: the last one planned")
        )
    for made in (called, there, answer):
        add_paper_file(made)
