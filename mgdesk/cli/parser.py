"""What can be typed after `mgdesk`: every command with its arguments, explained in the spoken language."""

import argparse
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from mgdesk.cli import values
from mgdesk.cli.output import say
from mgdesk.i18n import LANGUAGES, N_
from mgdesk.i18n import gettext as _
from mgdesk.rules.application import ApplicationStatus, Channel
from mgdesk.rules.coworking import PassKind
from mgdesk.rules.events import CheckInKind
from mgdesk.rules.loans import ResourceKind
from mgdesk.rules.merging import FIELD_LABELS
from mgdesk.rules.outcome import PART_TIME_BELOW, AttemptResult, Evidence, Milestone, OutcomeKind
from mgdesk.rules.paper import SheetLayout
from mgdesk.rules.people import ConsentKind, StaffRole
from mgdesk.rules.retention import Category

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

    command("demo", _("Make the demo campuses in this home."), "making.make_demo")
    _campuses(command)
    _cohorts_and_events(command)
    _lists(command)
    _imports(command)
    _exports(command)
    _marks(command)
    _people(command)
    _applications(command)
    _coaching(command)
    _appointments(command)
    _loans(command)
    _tasks(command)
    _absences(command)
    _following(command)
    _door(command)
    _paper(command)
    _proving(command)
    _filing(command)
    _keeping(command)
    _staff(command)
    _privacy(command)
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


def _group(command: Callable[..., Any], name: str, help_text: str) -> Any:
    return command(name, help_text, None).add_subparsers(
        metavar=_("WHAT"), title=_("commands"), required=True, dest="what"
    )


def _campuses(command: Callable[..., Any]) -> None:
    group = _group(command, "campus", _("Campuses: add one, list all, exchange keys."))
    add = command("add", _("Add a campus."), "making.add_campus", group)
    add.add_argument("code", metavar=_("CODE"), help=_("short, such as MOL; begins its numbers"))
    add.add_argument("--name", required=True, metavar=_("NAME"))
    add.add_argument("--country", required=True, metavar="BE", help=_("two letters"))
    # --language is the language spoken by this command and, here, of the campus's paper.
    add.add_argument(
        "--languages",
        default="",
        metavar="fr,nl",
        help=_("those of its paper, the usual one first; without them, --language"),
    )
    add.add_argument("--zone", default="", metavar="Europe/Brussels")
    add.add_argument("--organisation", default="", metavar=_("NAME"))
    add.add_argument("--city", default="", metavar=_("NAME"))
    command("list", _("List the campuses."), "making.list_campuses", group)
    keys = command(
        "keys",
        _("Write the public keys that papers are checked with."),
        "proving.export_keys",
        group,
    )
    keys.add_argument("--output", required=True, type=Path, metavar="FILE.json")
    certificate = command(
        "certificate",
        _("Write the certificate that signed files are checked with."),
        "proving.export_certificate",
        group,
    )
    certificate.add_argument("code", metavar=_("CODE"))
    certificate.add_argument("--output", required=True, type=Path, metavar="FILE.pem")
    switch = command(
        "signing",
        _("Sign the files of certificates and statements electronically, or no more."),
        "proving.switch_signing",
        group,
    )
    switch.add_argument("code", metavar=_("CODE"))
    switch.add_argument("switch", choices=["on", "off"])
    trust = command(
        "trust",
        _("Believe the papers of other campuses, by their keys."),
        "proving.trust_keys",
        group,
    )
    trust.add_argument("file", type=Path, metavar="FILE.json")


def _cohorts_and_events(command: Callable[..., Any]) -> None:
    group = _group(command, "cohort", _("Cohorts: add one."))
    add = command("add", _("Add a cohort with its timetable."), "making.add_cohort", group)
    add.add_argument("code", metavar=_("CODE"))
    add.add_argument("--training", required=True, metavar=_("TITLE"))
    add.add_argument("--start", required=True, type=values.day, metavar="2026-09-07")
    add.add_argument("--end", required=True, type=values.day, metavar="2026-09-18")
    add.add_argument("--days", default="mon-fri", type=values.weekdays, metavar="mon-fri")
    add.add_argument("--halves", default="am,pm", type=values.halves, metavar="am,pm")
    add.add_argument("--campus", metavar=_("CODE"))
    add.add_argument("--room", default="", metavar=_("NAME"))
    add.add_argument("--trainer", action="append", default=[], metavar=_("NAME"))
    add.add_argument("--capacity", type=values.count, metavar="N")
    add.add_argument("--profile", default="", metavar=_("CODE"), help=_("funder profile"))

    group = _group(command, "event", _("Events: add one."))
    add = command("add", _("Add an event."), "making.add_event", group)
    add.add_argument("code", metavar=_("CODE"))
    add.add_argument("--title", required=True, metavar=_("TITLE"))
    add.add_argument("--start", required=True, type=values.moment, metavar="2026-09-07T18:00")
    add.add_argument("--end", required=True, type=values.moment, metavar="2026-09-07T20:00")
    add.add_argument("--campus", metavar=_("CODE"))
    add.add_argument("--capacity", type=values.count, metavar="N")


def _lists(command: Callable[..., Any]) -> None:
    group = _group(command, "list", _("List people, cohorts, events, papers, coaching or loans."))
    for name, help_text in (
        ("learners", _("List people.")),
        ("cohorts", _("List cohorts.")),
        ("events", _("List events.")),
        ("sheets", _("List attendance sheets and where they are.")),
        ("copies", _("List the copies of the data.")),
    ):
        if name == "copies":
            command(name, help_text, "keeping.list_copies", group)
            continue
        made = command(name, help_text, f"listing.list_{name}", group)
        made.add_argument("--search", default="", metavar=_("TEXT"))
        made.add_argument("--campus", metavar=_("CODE"))
        if name in {"learners", "sheets"}:
            made.add_argument("--cohort", metavar=_("CODE"))
        if name == "sheets":
            made.add_argument("--not-back", action="store_true", help=_("printed and still away"))
    _lists_of_coaching_and_loans(command, group)
    _lists_of_the_door(command, group)


def _lists_of_coaching_and_loans(command: Callable[..., Any], group: Any) -> None:
    for name, help_text in (
        ("coaching", _("List coaching appointments.")),
        ("resources", _("List what can be lent, and who has it.")),
        ("loans", _("List loans.")),
    ):
        made = command(name, help_text, f"accompanying.list_{name}", group)
        made.add_argument("--search", default="", metavar=_("TEXT"))
        made.add_argument("--campus", metavar=_("CODE"))
        if name == "coaching":
            made.add_argument("--coach", default="", metavar=_("NAME"))
            days = made.add_mutually_exclusive_group()
            days.add_argument("--day", type=values.day, metavar="2026-11-23")
            days.add_argument("--week", type=values.week, metavar="2026-W48")
        if name == "loans":
            made.add_argument("--open", action="store_true", help=_("not given back yet"))
            made.add_argument("--overdue", action="store_true", help=_("due before today"))


def _lists_of_the_door(command: Callable[..., Any], group: Any) -> None:
    for name, help_text, day_help in (
        ("inside", _("List who is in the building."), _("everybody who came on that day")),
        ("passes", _("List passes to co-work."), _("those that are good on that day")),
        ("visits", _("List announced visitors."), _("usual: from today on")),
    ):
        made = command(name, help_text, f"coming.list_{name}", group)
        made.add_argument("--campus", metavar=_("CODE"))
        made.add_argument("--day", type=values.day, metavar="2026-11-23", help=day_help)
        if name == "passes":
            made.add_argument("--search", default="", metavar=_("TEXT"))


def _imports(command: Callable[..., Any]) -> None:
    group = _group(
        command,
        "import",
        _("Import a list (.xlsx, .xls, .ods, .csv), address cards (.vcf) or a campus (.json)."),
    )
    _calendar_in(command, group)
    people = command("learners", _("Import learners."), "importing.import_learners", group)
    people.add_argument("file", type=Path, metavar=_("FILE"))
    people.add_argument("--cohort", metavar=_("CODE"), help=_("enrol them in this cohort"))
    people.add_argument("--campus", metavar=_("CODE"))
    guests = command(
        "registrations",
        _("Import an event's registrations."),
        "importing.import_registrations",
        group,
    )
    guests.add_argument("file", type=Path, metavar=_("FILE"))
    guests.add_argument("--event", metavar=_("CODE"), required=True)
    wishes = command(
        "applications", _("Import applications."), "importing.import_applications", group
    )
    wishes.add_argument("file", type=Path, metavar=_("FILE"))
    goal = wishes.add_mutually_exclusive_group()
    goal.add_argument("--cohort", metavar=_("CODE"), help=_("usual: what each row names"))
    goal.add_argument("--training", metavar=_("TITLE"))
    wishes.add_argument("--campus", metavar=_("CODE"))
    for name, help_text in (("cohorts", _("Import cohorts.")), ("events", _("Import events."))):
        made = command(name, help_text, f"importing.import_{name}", group)
        made.add_argument("file", type=Path, metavar=_("FILE"))
    _campus_files(command, group, takes_in=True)
    for made in (people, guests, wishes):
        made.add_argument(
            "--dry-run",
            action="store_true",
            help=_("tell what would happen, row by row; write nothing"),
        )
        made.add_argument(
            "--refused",
            type=Path,
            metavar=_("FILE"),
            help=_("save the refused rows there, each with its reason (.xlsx, .csv)"),
        )


def _campus_files(command: Callable[..., Any], group: Any, *, takes_in: bool) -> None:
    if takes_in:
        made = command(
            "campus", _("Take in a whole campus (JSON)."), "campus_files.import_campus", group
        )
        made.add_argument("file", type=Path, metavar="FILE.json")
        made.add_argument(
            "--dry-run", action="store_true", help=_("tell what would happen; write nothing")
        )
        return
    made = command(
        "campus", _("Export a whole campus (JSON)."), "campus_files.export_campus", group
    )
    made.add_argument("code", metavar=_("CODE"))
    made.add_argument("file", type=Path, metavar="FILE.json")
    made.add_argument("--with-pictures", action="store_true", help=_("with photos and scans"))


def _exports(command: Callable[..., Any]) -> None:
    group = _group(
        command,
        "export",
        _("Export a list (.xlsx, .csv), address cards (.vcf) or a campus (.json)."),
    )
    _campus_files(command, group, takes_in=False)
    merge = command(
        "mailmerge",
        _("Export people for a mail merge: salutation, address lines, language."),
        "exporting.export_mail_merge",
        group,
    )
    merge.add_argument("file", type=Path, metavar=_("FILE"))
    merge.add_argument("--cohort", metavar=_("CODE"))
    merge.add_argument("--event", metavar=_("CODE"))
    merge.add_argument("--campus", metavar=_("CODE"))
    _calendar_out(command, group)
    for name, help_text in (
        ("learners", _("Export learners.")),
        ("registrations", _("Export an event's registrations.")),
        ("applications", _("Export applications.")),
        ("cohorts", _("Export cohorts.")),
        ("events", _("Export events.")),
    ):
        made = command(name, help_text, f"exporting.export_{name}", group)
        made.add_argument("file", type=Path, metavar=_("FILE"))
        if name in {"learners", "applications"}:
            made.add_argument("--cohort", metavar=_("CODE"))
            made.add_argument("--campus", metavar=_("CODE"))
        if name == "applications":
            made.add_argument("--training", metavar=_("TITLE"))
        if name == "registrations":
            made.add_argument("--event", metavar=_("CODE"), required=True)
    _figures(command, group)


def _figures(command: Callable[..., Any], group: Any) -> None:
    figures = command(
        "figures", _("Export the figures of a year (.xlsx)."), "reporting.export_figures", group
    )
    indicators = command(
        "indicators", _("Export participants and results as ESF+ counts them (.xlsx, .csv)."),
        "reporting.export_indicators", group,
    )  # fmt: skip
    for made in (figures, indicators):
        made.add_argument("file", type=Path, metavar=_("FILE"))
        _scope(made)


def _scope(made: ArgumentParser) -> None:
    period = made.add_mutually_exclusive_group()
    period.add_argument("--year", type=values.year, metavar="2026", help=_("usual: this year"))
    period.add_argument("--from", dest="first_day", type=values.day, metavar="2026-01-01")
    made.add_argument("--to", dest="last_day", type=values.day, metavar="2026-03-31")
    made.add_argument("--campus", metavar=_("CODE"))
    made.add_argument("--partner", metavar=_("NAME"))


def _marks(command: Callable[..., Any]) -> None:
    made = command("mark", _("Mark a learner for a half-day."), "making.mark")
    made.add_argument("cohort", metavar=_("COHORT"))
    made.add_argument("date", type=values.day, metavar="2026-09-07")
    made.add_argument("half", type=values.half, metavar="am|pm|eve")
    made.add_argument("learner", metavar=_("LEARNER"), help=_("learner number, or name"))
    made.add_argument("status", type=values.status, metavar=_("STATUS"))
    made.add_argument(
        "--minutes", type=values.count, metavar="N", help=_("late, early or present by so many")
    )


def _people(command: Callable[..., Any]) -> None:
    group = _group(command, "person", _("People: merge two records of one, what they may ask."))
    _data_of_people(command, group)
    made = command("merge", _("Make one record of two."), "merging.merge", group)
    made.add_argument(
        "keep", metavar=_("PERSON"), help=_("learner number, code of the badge, or name")
    )
    made.add_argument("other", metavar=_("OTHER"), help=_("the record that goes into it"))
    for option, dest, help_text in (
        ("--take", "take", _("a field whose value of the other stays; again for more")),
        ("--stay", "stay", _("a field whose own value stays; again for more")),
    ):
        made.add_argument(
            option,
            dest=dest,
            action="append",
            default=[],
            choices=list(FIELD_LABELS),
            help=help_text,
        )
    made.add_argument(
        "--dry-run", action="store_true", help=_("only show both beside each other; write nothing")
    )


def _applications(command: Callable[..., Any]) -> None:
    group = _group(command, "application", _("Applications: take in, follow, score, rank."))
    add = command("add", _("Take in an application."), "applying.add_application", group)
    add.add_argument("person", metavar=_("PERSON"), help=_("learner number, or name"))
    add.add_argument("--motivation", default="", metavar=_("TEXT"), help=_("in their own words"))
    add.add_argument("--how", choices=list(Channel), default=Channel.WALK_IN)
    add.add_argument("--prescriber", default="", metavar=_("NAME"), help=_("who sent them"))
    add.add_argument("--heard-of", default="", metavar=_("TEXT"))
    add.add_argument("--availability", default="", metavar=_("TEXT"))
    add.add_argument("--wished-language", choices=list(LANGUAGES), default="")
    add.add_argument("--schooling", type=values.count, help=_("ISCED 1 to 8; only a statistic"))
    change = command("change", _("Correct an application."), "applying.change", group)
    change.add_argument("person", metavar=_("PERSON"), help=_("learner number, or name"))
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
    delete.add_argument("person", metavar=_("PERSON"), help=_("learner number, or name"))
    listed = command("list", _("List applications."), "applying.list_applications", group)
    listed.add_argument("--search", default="", metavar=_("TEXT"))
    listed.add_argument("--status", choices=list(ApplicationStatus))
    status = command("status", _("Say what was decided."), "applying.set_application", group)
    status.add_argument("person", metavar=_("PERSON"), help=_("learner number, or name"))
    status.add_argument("status", choices=list(ApplicationStatus))
    status.add_argument("--reason", default="", metavar=_("TEXT"))
    status.add_argument("--enrol", action="store_true", help=_("accepted: enrol them as well"))
    score = command("score", _("Keep an interview's points."), "applying.score", group)
    score.add_argument("person", metavar=_("PERSON"), help=_("learner number, or name"))
    score.add_argument(
        "points", nargs="+", type=values.points, metavar=_("CRITERION=POINTS"),
        help=_("a criterion that is not known yet is added, with weight 1"),
    )  # fmt: skip
    score.add_argument("--note", metavar=_("TEXT"))
    for made in (status, score):
        made.add_argument("--by", default="", metavar=_("NAME"), help=_("who decides or asks"))
    days = _group(command, "selection-day", _("Selection days: plan one, convoke people."))
    day = command("add", _("Plan a day on which applicants are seen."), "applying.add_day", days)
    day.add_argument("--start", required=True, type=values.moment, metavar="2026-12-01T09:00")
    day.add_argument("--end", required=True, type=values.moment, metavar="2026-12-01T12:00")
    day.add_argument("--minutes", type=values.count, default=30, help=_("of each interview"))
    day.add_argument("--places", type=values.count, default=2, help=_("seen at the same time"))
    day.add_argument("--note", default="", metavar=_("TEXT"), help=_("said in the letters"))
    day.add_argument("--convoke", action="store_true", help=_("give everybody who waits an hour"))
    rank = command("rank", _("Rank applicants, each part shown."), "applying.rank", group)
    for made in (add, change, delete, listed, status, score, rank, day):
        made.add_argument("--training", default="", metavar=_("TITLE"))
        made.add_argument("--cohort", default="", metavar=_("CODE"))
        made.add_argument("--campus", metavar=_("CODE"))


def _coaching(command: Callable[..., Any]) -> None:
    group = _group(command, "coaching", _("Coaching: book, follow, write the note."))
    add = command("add", _("Book an appointment."), "accompanying.add_coaching", group)
    add.add_argument("person", metavar=_("PERSON"), help=_("learner number, or name"))
    add.add_argument("--coach", required=True, metavar=_("NAME"))
    add.add_argument("--start", required=True, type=values.moment, metavar="2026-11-25T14:00")
    add.add_argument(
        "--end", type=values.moment, metavar="2026-11-25T15:00", help=_("usual: an hour later")
    )
    add.add_argument("--campus", metavar=_("CODE"))
    add.add_argument("--room", default="", metavar=_("NAME"))
    add.add_argument("--subject", default="", metavar=_("TEXT"))
    _availability(command, group)
    follow = command(
        "status", _("Say how an appointment stands."), "accompanying.set_coaching_status", group
    )
    write = command("note", _("Write the note."), "accompanying.write_note", group)
    for made in (follow, write):
        _appointment(made)
    follow.add_argument("status", type=values.coaching_status, metavar=_("STATUS"))
    for name, help_text in (
        ("--aims", _("what is aimed at")),
        ("--points", _("what was discussed")),
        ("--plan", _("what was agreed, by whom and when")),
    ):
        write.add_argument(name, metavar=_("TEXT"), help=help_text)


def _appointments(command: Callable[..., Any]) -> None:
    """`appointment` is what people type; `coaching` came first and stays."""
    group = _group(command, "appointment", _("Appointments: book, every week, free times."))
    free = command("free", _("List free times of a coach."), "planning.list_free", group)
    book = command("book", _("Book the next free time, or a moment."), "planning.book", group)
    book.add_argument("person", metavar=_("PERSON"), help=_("learner number, or name"))
    for made in (free, book):
        made.add_argument("--coach", required=True, metavar=_("NAME"))
        made.add_argument("--campus", metavar=_("CODE"))
    book.add_argument("--start", type=values.moment, metavar="2026-11-25T14:00")
    book.add_argument("--weeks", type=int, default=1, metavar="N", help=_("every week, N times"))
    due = command("due", _("List follow-ups that are due."), "planning.list_due", group)
    due.add_argument("--coach", default="", metavar=_("NAME"))
    refer = command(
        "refer", _("Note that somebody was sent elsewhere, or to us."), "planning.refer", group
    )
    refer.add_argument("person", metavar=_("PERSON"), help=_("learner number, or name"))
    refer.add_argument("--to", default="", metavar=_("NAME"), help=_("the service"))
    refer.add_argument("--by", default="", metavar=_("NAME"), help=_("who sent them to us"))
    refer.add_argument("--reason", default="", metavar=_("TEXT"))
    refer.add_argument("--answer", default="", metavar=_("TEXT"))
    changed = command(
        "referral", _("Change a referral, or note its answer."), "planning.change_referral", group
    )
    changed.add_argument("person", metavar=_("PERSON"), help=_("learner number, or name"))
    changed.add_argument("party", metavar=_("SERVICE"), help=_("the latest to or by this one"))
    changed.add_argument("--answer", metavar=_("TEXT"))
    changed.add_argument("--answered", type=values.day, metavar="2026-11-25")
    changed.add_argument("--reason", metavar=_("TEXT"))
    changed.add_argument("--day", type=values.day, metavar="2026-11-25")
    changed.add_argument("--rename", dest="new_party", metavar=_("NAME"))
    changed.add_argument("--delete", action="store_true")
    sent = command("referrals", _("List referrals of somebody."), "planning.list_referrals", group)
    sent.add_argument("person", metavar=_("PERSON"), help=_("learner number, or name"))
    due.add_argument("--until", type=values.day, metavar="2026-11-25")


def _availability(command: Callable[..., Any], group: Any) -> None:
    made = command(
        "availability", _("Say or list when a coach is there."), "planning.availability", group
    )
    made.add_argument("coach", metavar=_("NAME"))
    made.add_argument("--campus", metavar=_("CODE"))
    made.add_argument("--days", type=values.weekdays, metavar="mon-fri")
    made.add_argument("--hours", metavar="9:00-12:30,13:30-17:00", help=_("none: not there"))
    made.add_argument(
        "--away", nargs=2, type=values.day, metavar=("2026-12-24", "2027-01-02"),
        help=_("first and last day"),
    )  # fmt: skip
    made.add_argument("--reason", default="", metavar=_("TEXT"))


def _calendar_out(command: Callable[..., Any], group: Any) -> None:
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
    made = command("calendar", _("Export a calendar (.ics)."), "planning.export_calendar", group)
    made.add_argument("file", type=Path, metavar="F.ics")
    for name, words in (
        ("--campus", _("CODE")),
        ("--cohort", _("CODE")),
        ("--coach", _("NAME")),
        ("--person", _("NAME")),
    ):
        made.add_argument(name, metavar=words)
    made.add_argument("--from", dest="first", type=values.day, metavar="2026-11-01")
    made.add_argument("--to", dest="last", type=values.day, metavar="2027-06-30")


def _calendar_in(command: Callable[..., Any], group: Any) -> None:
    made = command("calendar", _("Import a calendar (.ics)."), "planning.import_calendar", group)
    made.add_argument("file", type=Path, metavar="F.ics")
    made.add_argument("--campus", metavar=_("CODE"))
    made.add_argument("--coach", metavar=_("NAME"), help=_("as times when this coach is away"))
    made.add_argument("--from", dest="first", type=values.day, metavar="2026-11-01")
    made.add_argument("--to", dest="last", type=values.day, metavar="2027-06-30")
    made.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))


def _appointment(made: ArgumentParser) -> None:
    made.add_argument("person", metavar=_("PERSON"), help=_("learner number, or name"))
    made.add_argument(
        "--day", type=values.day, metavar="2026-11-25", help=_("usual: the last appointment")
    )


def _loans(command: Callable[..., Any]) -> None:
    group = _group(command, "resource", _("What can be lent: add something."))
    add = command("add", _("Add something that can be lent."), "accompanying.add_resource", group)
    add.add_argument("code", metavar=_("CODE"), help=_("what is written on it, such as K-12"))
    add.add_argument("--kind", choices=list(ResourceKind), default=ResourceKind.OTHER)
    add.add_argument("--label", default="", metavar=_("TEXT"))
    out = command("lend", _("Lend something to somebody."), "accompanying.lend")
    back = command("give-back", _("Take back what was lent."), "accompanying.give_back")
    for made in (out, back):
        made.add_argument("resource", metavar=_("CODE"))
    out.add_argument("person", metavar=_("PERSON"), help=_("learner number, or name"))
    out.add_argument(
        "--due", type=values.day, metavar="2026-12-18", help=_("to give back by that day")
    )
    for made in (out, back):
        made.add_argument("--condition", default="", metavar=_("TEXT"))
    for made in (add, out, back):
        made.add_argument("--campus", metavar=_("CODE"))


def _tasks(command: Callable[..., Any]) -> None:
    group = _group(command, "task", _("Tasks on paper: what is missing, what is done."))
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


def _absences(command: Callable[..., Any]) -> None:
    group = _group(command, "absence", _("Absences: note, justify, list."))
    made = command("list", _("List absences."), "tasking.list_absences", group)
    made.add_argument("--cohort", metavar=_("CODE"))
    made.add_argument("--open", action="store_true", help=_("still to justify"))
    add = command("add", _("Note or justify an absence."), "tasking.add_absence", group)
    add.add_argument("cohort", metavar=_("COHORT"))
    add.add_argument("learner", metavar=_("LEARNER"), help=_("learner number, or name"))
    add.add_argument("start", type=values.day, metavar="2026-11-23")
    add.add_argument("--end", type=values.day, metavar="2026-11-24", help=_("usual: the same day"))
    add.add_argument("--reason", default="", metavar=_("CODE"))
    add.add_argument("--proof", type=Path, metavar="FILE.jpg")
    proof = command("proof", _("Save the proof of an absence."), "tasking.save_proof", group)
    proof.add_argument("cohort", metavar=_("COHORT"))
    proof.add_argument("learner", metavar=_("LEARNER"), help=_("learner number, or name"))
    proof.add_argument("day", type=values.day, metavar="2026-11-23")
    proof.add_argument("--output", required=True, type=Path, metavar="FILE.jpg")
    add.add_argument("--note", default="", metavar=_("TEXT"))


def _following(command: Callable[..., Any]) -> None:
    group = _group(command, "outcome", _("After the training: whom to call, answers, rates."))
    due = command("due", _("List whom to call now."), "following.list_due", group)
    listed = command("list", _("List situations as noted."), "following.list_outcomes", group)
    rates = command(
        "rates", _("Show the rates, always with their numbers."), "following.show_rates", group
    )
    add = command("add", _("Note a situation."), "following.add_outcome", group)
    attempt = command("attempt", _("Note a call."), "following.add_attempt", group)
    for made in (due, listed):
        made.add_argument("--search", default="", metavar=_("TEXT"))
    for made in (due, listed, rates):
        made.add_argument("--campus", metavar=_("CODE"))
    rates.add_argument("--cohort", default="", metavar=_("CODE"))
    rates.add_argument(
        "--part-time-below", type=int, default=PART_TIME_BELOW, metavar=_("HOURS"),
        help=_("a week of fewer hours is part-time"),
    )  # fmt: skip
    _period(rates)
    for made in (add, attempt):
        made.add_argument("person", metavar=_("PERSON"), help=_("learner number, or name"))
        made.add_argument("--note", default="", metavar=_("TEXT"))
    add.add_argument("situation", choices=list(OutcomeKind))
    add.add_argument("--at", dest="milestone", choices=list(Milestone), default="")
    add.add_argument("--on", dest="since", type=values.day, metavar="2026-11-23")
    add.add_argument("--in-field", choices=["yes", "no", ""], default="")
    add.add_argument("--employer", default="", metavar=_("NAME"))
    add.add_argument("--hours", type=int, metavar=_("HOURS"), help=_("hours a week"))
    add.add_argument("--evidence", choices=list(Evidence), default=Evidence.DECLARED)
    attempt.add_argument("result", choices=list(AttemptResult))
    attempt.add_argument("--on", type=values.day, metavar="2026-11-23", help=_("call back then"))
    _partners(command)


def _partners(command: Callable[..., Any]) -> None:
    group = _group(command, "partner", _("What the support of partners made possible."))
    listed = command(
        "list", _("List partners with their figures."), "following.list_partners", group
    )
    letter = command("report", _("Write the page for a partner."), "following.print_partner", group)
    for made in (listed, letter):
        made.add_argument("--campus", metavar=_("CODE"))
        _period(made)
    letter.add_argument("partner", metavar=_("NAME"))
    letter.add_argument("--output", required=True, type=Path, metavar=_("FILE"))
    letter.add_argument("--paper-language", choices=list(LANGUAGES))


def _period(made: Any) -> None:
    made.add_argument("--since", type=values.day, metavar="2026-01-01")
    made.add_argument("--until", type=values.day, metavar="2026-12-31")


def _door(command: Callable[..., Any]) -> None:
    come = command("check-in", _("Note that somebody came."), "coming.check_in")
    leave = command("check-out", _("Note that somebody left."), "coming.check_out")
    for made in (come, leave):
        who = _("learner number, code of the badge, or name")
        made.add_argument("person", metavar=_("PERSON"), help=who)
        made.add_argument("--campus", metavar=_("CODE"))
    come.add_argument(
        "--for",
        dest="reason",
        choices=[CheckInKind.COWORKING, CheckInKind.VISIT],
        help=_("usual: what is likeliest now"),
    )
    come.add_argument("--host", default="", metavar=_("NAME"), help=_("whom a visitor came to see"))
    command(
        "close-days",
        _("Let out whoever is still in on a day that is over."),
        "coming.close_days",
    )
    group = _group(command, "pass", _("Passes to co-work: give one."))
    give = command("add", _("Give a pass."), "coming.add_pass", group)
    give.add_argument("person", metavar=_("PERSON"), help=_("learner number, or name"))
    give.add_argument("--kind", choices=list(PassKind), default=PassKind.DAYS)
    give.add_argument("--days", type=values.count, metavar="N", help=_("without it, every day"))
    give.add_argument("--start", type=values.day, metavar="2026-11-23", help=_("usual: today"))
    give.add_argument("--end", type=values.day, metavar="2026-12-22")
    give.add_argument("--note", default="", metavar=_("TEXT"))
    group = _group(command, "visit", _("Visitors: announce one."))
    expect = command("add", _("Announce a visitor."), "coming.add_visit", group)
    expect.add_argument("person", metavar=_("PERSON"), help=_("somebody known, or a new name"))
    expect.add_argument("--host", default="", metavar=_("NAME"), help=_("whom they come to see"))
    when = expect.add_mutually_exclusive_group()
    when.add_argument("--day", type=values.day, metavar="2026-11-23", help=_("usual: today"))
    when.add_argument("--at", type=values.moment, metavar="2026-11-23T14:00")
    for made in (give, expect):
        made.add_argument("--campus", metavar=_("CODE"))


def _paper_lists(command: Callable[..., Any], group: Any) -> tuple[ArgumentParser, ArgumentParser]:
    people = command("attendees", _("Lists of people to tick off."), "handing.print_list", group)
    people.add_argument("code", nargs="?", default="", metavar=_("COHORT|EVENT"))
    people.add_argument(
        "--today", action="store_true", help=_("who is expected and who is in the house today")
    )
    people.add_argument("--campus", metavar=_("CODE"), help=_("with --today"))
    sent = command(
        "employers",
        _("Lists for the employers that sent people."),
        "handing.print_employers",
        group,
    )
    sent.add_argument("cohort", metavar=_("COHORT"))
    return people, sent


def _paper(command: Callable[..., Any]) -> None:
    group = _group(command, "print", _("Paper as a PDF file."))
    sheet = command("attendance", _("Attendance sheets."), "printing.print_attendance", group)
    sheet.add_argument("cohort", metavar=_("COHORT"))
    days = sheet.add_mutually_exclusive_group()
    days.add_argument("--week", type=values.week, metavar="2026-W48", help=_("usual: this week"))
    days.add_argument("--day", type=values.day, metavar="2026-11-23")
    days.add_argument("--month", type=values.month, metavar="2026-11")
    sheet.add_argument(
        "--layout", type=SheetLayout, choices=list(SheetLayout), metavar="week|day|…"
    )
    sheet.add_argument(
        "--learner",
        action="append",
        default=[],
        help=_("whose, with --layout individual: learner number or name; again for more"),
    )
    proof = command("certificates", _("Certificates."), "attesting.print_certificates", group)
    proof.add_argument("cohort", metavar=_("COHORT"), nargs="?", default="")
    proof.add_argument("--event", metavar=_("CODE"), help=_("for those who came to this event"))
    proof.add_argument(
        "--kind",
        choices=["participation", "realisation"],
        default="participation",
        help=_("realisation: the certificate of completion that French funders ask for"),
    )
    proof.add_argument(
        "--learner", action="append", default=[], help=_("learner number or name; again for more")
    )
    proof.add_argument(
        "--nature",
        choices=["training", "assessment", "validation", "apprenticeship"],
        default="training",
        help=_("with realisation: what the action was"),
    )
    proof.add_argument("--all", action="store_true", help=_("also below the threshold"))
    proof.add_argument("--reason", default="", metavar=_("TEXT"), help=_("why, with --all"))
    statement = command(
        "statements", _("Monthly attendance statements."), "attesting.print_statements", group
    )
    statement.add_argument("cohort", metavar=_("COHORT"))
    statement.add_argument(
        "--month", type=values.month, metavar="2026-11", help=_("usual: this month")
    )
    statement.add_argument(
        "--learner", action="append", default=[], help=_("learner number or name; again for more")
    )
    for made in (proof, statement):
        made.add_argument(
            "--sign",
            action="store_true",
            help=_("sign the file electronically, whatever the settings of the campus say"),
        )
    badge = command("badges", _("Name badges and member cards."), "handing.print_badges", group)
    badge.add_argument("cohort", metavar=_("COHORT"), nargs="?", default="")
    badge.add_argument("--event", metavar=_("CODE"), help=_("for those expected at this event"))
    badge.add_argument(
        "--form",
        choices=["badge", "card", "single"],
        default="badge",
        help=_("eight badges a page, ten cards a page, or one card a page of its own size"),
    )
    badge.add_argument(
        "--learner", action="append", default=[], help=_("learner number or name; again for more")
    )
    people, sent = _paper_lists(command, group)
    note = command("coaching-note", _("Coaching notes."), "accompanying.print_note", group)
    _appointment(note)
    receipt = command("loan-receipt", _("Receipts of loans."), "accompanying.print_receipt", group)
    receipt.add_argument("resource", metavar=_("CODE"))
    receipt.add_argument("--campus", metavar=_("CODE"))
    letters = command(
        "absence-letters", _("Letters about absences."), "tasking.print_letters", group
    )
    letters.add_argument("cohort", metavar=_("COHORT"))
    letters.add_argument(
        "--learner", action="append", default=[], help=_("learner number or name; again for more")
    )
    report = command("report", _("The activity report."), "reporting.print_report", group)
    _scope(report)
    called = command(
        "convocations", _("Letters that invite applicants."), "applying.print_convocations", group
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
    for made in (
        sheet, proof, statement, badge, people, sent, note, receipt, report, called, there, answer,
        letters,
    ):  # fmt: skip
        made.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")
        made.add_argument("--paper-language", choices=list(LANGUAGES))


def _proving(command: Callable[..., Any]) -> None:
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


def _filing(command: Callable[..., Any]) -> None:
    made = command("file", _("File scanned sheets by their codes."), "filing.file_scan")
    made.add_argument("file", type=Path, metavar="SCAN.pdf", help=_("a PDF, PNG or JPEG"))
    made.add_argument(
        "--sheet", metavar=_("NUMBER"), help=_("where pages without a readable code belong")
    )
    made.add_argument(
        "--page", type=values.count, help=_("the first of them; usual: first missing")
    )


def _data_of_people(command: Callable[..., Any], group: Any) -> None:
    copy = command(
        "export", _("Write all that is kept of somebody."), "privacy.export_person", group
    )
    consent = command(
        "consent", _("Note what somebody allows or takes back."), "privacy.note_consent", group
    )
    limit = command("restrict", _("Keep a record and use it no more."), "privacy.restrict", group)
    number = command("number", _("The national number, masked."), "privacy.national_number", group)
    for made in (copy, consent, limit, number):
        made.add_argument("person", metavar=_("PERSON"), help=_("learner number or name"))
    for made in (copy, consent):
        made.add_argument("--paper-language", choices=list(LANGUAGES))
    copy.add_argument(
        "--output",
        required=True,
        type=Path,
        metavar="FILE.zip",
        help=_("or a folder, without .zip"),
    )
    consent.add_argument("kind", type=ConsentKind, choices=list(ConsentKind))
    consent.add_argument("answer", choices=["given", "withdrawn"])
    consent.add_argument("--on-paper", action="store_true", help=_("a signed form is kept"))
    why = limit.add_mutually_exclusive_group(required=True)
    why.add_argument("--reason", metavar=_("TEXT"))
    why.add_argument("--lift", action="store_true", help=_("use the record again"))
    what = number.add_mutually_exclusive_group()
    what.add_argument("--set", metavar=_("NUMBER"), help=_("empty takes it away"))
    what.add_argument(
        "--show", action="store_true", help=_("whole; that it was looked at is noted")
    )
    _erasing(command, group)


def _erasing(command: Callable[..., Any], group: Any) -> None:
    made = command("erase", _("Erase people for good."), "privacy.erase", group)
    made.add_argument("person", nargs="+", metavar=_("PERSON"), help=_("learner number or name"))
    made.add_argument(
        "--confirm", nargs="+", required=True, metavar=_("PERSON"), help=_("the same once more")
    )


def _privacy(command: Callable[..., Any]) -> None:
    group = _group(command, "privacy", _("How long people are kept."))
    command("review", _("Who is over the period of their category."), "privacy.list_review", group)
    _erasing(command, group)
    kept = command("keep", _("Keep people for another year."), "privacy.keep", group)
    kept.add_argument("person", nargs="+", metavar=_("PERSON"), help=_("learner number or name"))
    kept.add_argument("--reason", required=True, metavar=_("TEXT"))
    command("done", _("Note that the yearly review was done."), "privacy.done", group)
    command("periods", _("How many days each category is kept."), "privacy.list_periods", group)
    period = command("period", _("Change a period."), "privacy.set_period", group)
    period.add_argument("category", type=Category, choices=list(Category))
    period.add_argument("days", type=values.count)


def _keeping(command: Callable[..., Any]) -> None:
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
    _locking(command)


def _locking(command: Callable[..., Any]) -> None:
    group = _group(command, "passphrase", _("What locks the data: passphrase and recovery key."))
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
    recover.add_argument(
        "--recovery-file",
        type=Path,
        metavar=_("FILE"),
        help=_("the words of the recovery key; without it, they are asked for"),
    )
    recover.set_defaults(asks_recovery=True)
    page = command("page", _("Print a new recovery key."), "locking.make_page", group)
    page.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")


def _staff(command: Callable[..., Any]) -> None:
    group = _group(command, "staff", _("Who works at the desk: roles and PINs."))
    add = command("add", _("Add somebody; the first one is a manager."), "staffing.add", group)
    command("list", _("List the staff."), "staffing.list_staff", group)
    signed = command(
        "sign-ons",
        _("Who signed on and off, at which computer; wrong PINs too."),
        "staffing.list_sign_ons",
        group,
    )
    signed.add_argument("--limit", type=values.count, default=1_000)
    role = command("role", _("Give somebody another role."), "staffing.set_role", group)
    pin = command("pin", _("Choose a PIN anew."), "staffing.set_pin", group)
    off = command("off", _("Retire somebody: they sign on no more."), "staffing.retire", group)
    back = command("on", _("Have somebody back who was retired."), "staffing.bring_back", group)
    recover = command(
        "recover", _("Choose a manager's lost PIN anew with the recovery key."), "staffing.recover", group
    )  # fmt: skip
    for made in (add, role, pin, off, back, recover):
        made.add_argument("name", metavar=_("NAME"))
    roles = "|".join(role.value for role in StaffRole)
    role.add_argument("role", choices=list(StaffRole), type=StaffRole, metavar=roles)
    add.add_argument(
        "--role",
        choices=list(StaffRole),
        type=StaffRole,
        metavar=roles,
        default=StaffRole.RECEPTION,
    )
    add.add_argument("--campus", metavar=_("CODE"), help=_("the only campus that they see"))
    for made in (add, pin, recover):
        made.add_argument(
            "--new-pin-file",
            type=Path,
            metavar=_("FILE"),
            help=_("the new PIN; without it, it is asked for"),
        )
    recover.add_argument(
        "--recovery-file",
        type=Path,
        metavar=_("FILE"),
        help=_("the words of the recovery key; without it, they are asked for"),
    )
    recover.set_defaults(is_for_anybody=True)
