"""Each command × each role: what a role may not is refused in a sentence, and nothing is written."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from mgdesk.__main__ import main
from mgdesk.cli.parser import parser
from mgdesk.cli.signing_on import PIN as PIN_NAME
from mgdesk.cli.signing_on import who
from mgdesk.desk import Desk, open_desk
from mgdesk.errors import DeskError
from mgdesk.paths import Home
from mgdesk.queries.cohorts import cohort_id_of
from mgdesk.queries.naming import person_named
from mgdesk.queries.roster import roster
from mgdesk.rules.enrolment import EnrolmentStatus
from mgdesk.rules.people import Role, StaffRole
from mgdesk.rules.rights import Right, may
from mgdesk.services.enrolments import set_enrolment
from mgdesk.services.people import set_roles
from mgdesk.services.rights import NotAllowed
from tests.staff_scene import PIN, hire

WELCOME, PLAN, TEACH, JUSTIFY, ISSUE, BOOK, COACH, SELECT, FOLLOW, RUN, ERASE = Right

# What a command takes, any of these rights; a file named OUT is to be written, LIST is one to read.
NEEDS: dict[str, tuple[Right, ...]] = {
    "demo": (RUN,),
    "campus add NEW --name New --country BE": (RUN,),
    "campus keys --output OUT": (RUN,),
    "campus certificate MOL --output OUT": (RUN,),
    "campus signing MOL on": (RUN,),
    "campus trust KEYS": (RUN,),
    "cohort add WEB-2 --training Web --start 2026-11-23 --end 2026-11-27": (PLAN,),
    "event add EV-2 --title Talk --start 2026-11-23T14:00 --end 2026-11-23T15:00": (PLAN,),
    "import calendar LIST.ics": (PLAN, BOOK),
    "import learners LIST.csv": (PLAN,),
    "import registrations LIST.csv --event EV-1": (PLAN,),
    "import campus CAMPUS.json": (RUN,),
    "export campus MOL OUT": (RUN,),
    "export mailmerge OUT.csv --cohort WEB-1": (WELCOME,),
    "import applications LIST.csv --training Web --campus MOL": (PLAN,),
    "application change Martin --motivation More": (WELCOME,),
    "application delete Martin": (WELCOME,),
    "profile confirm none mention --source Letter": (RUN,),
    "cohort employer WEB-1 Demo --learner Martin": (PLAN,),
    "import cohorts COHORTS.csv": (PLAN,),
    "import events EVENTS.csv": (PLAN,),
    "mark WEB-1 2026-11-23 am Martin present": (TEACH,),
    "person export Martin --output OUT": (WELCOME,),
    "person consent Martin image given": (WELCOME,),
    "person restrict Martin --reason asked": (WELCOME,),
    "person number Martin --show": (WELCOME,),
    "person erase Martin --confirm Martin": (ERASE,),
    "person merge Martin Coco": (ERASE,),
    "application add Coco --training Web --campus MOL": (WELCOME,),
    "application status Martin accepted --training Web": (SELECT,),
    "application score Martin Motivation=3 --training Web": (SELECT,),
    "selection-day add --training Web --campus MOL --start 2026-12-01T09:00 --end 2026-12-01T12:00":
        (SELECT,),
    "selection-day change --training Web --places 3": (SELECT,),
    "selection-day to-tell --training Web --told": (SELECT,),
    "coaching add Martin --coach Coco --start 2026-12-01T09:00": (BOOK,),
    "coaching availability Coco --days mon-fri --hours 9:00-12:00": (BOOK,),
    "coaching status Martin done": (BOOK,),
    "coaching note Martin --aims Work": (COACH,),
    "appointment book Martin --coach Coco --start 2026-12-02T09:00": (BOOK,),
    "appointment refer Martin --to Vesta": (COACH,),
    "appointment referral Martin Vesta --answer Yes": (COACH,),
    "resource add L-08 --kind laptop": (WELCOME,),
    "lend L-07 Martin": (WELCOME,),
    "give-back L-07": (WELCOME,),
    "task add WEB-1 Paper": (TEACH,),
    "task done WEB-1 Paper": (TEACH,),
    "absence add WEB-1 Martin 2026-11-23": (TEACH,),
    "outcome add Martin job": (FOLLOW,),
    "outcome attempt Martin no_answer": (FOLLOW,),
    "check-in Martin --for coworking": (WELCOME,),
    "check-out Martin": (WELCOME,),
    "pass add Martin --kind unlimited": (WELCOME,),
    "visit add Martin --host Coco": (WELCOME,),
    "print attendance WEB-1 --week 2026-W48 --output OUT": (ISSUE,),
    "print certificates WEB-1 --all --reason early --output OUT": (ISSUE,),
    "print statements WEB-1 --month 2026-11 --output OUT": (ISSUE,),
    "print statements WEB-1 --overtaken --output OUT": (ISSUE,),
    "print badges WEB-1 --output OUT": (WELCOME,),
    "print coaching-note Martin --output OUT": (COACH,),
    "print loan-receipt L-07 --output OUT": (WELCOME,),
    "print absence-letters WEB-1 --output OUT": (TEACH,),
    "print convocations --training Web --output OUT": (ISSUE, SELECT),
    "print decisions --training Web --status refused --output OUT": (ISSUE, SELECT),
    "print selection-sheet --training Web --output OUT": (ISSUE, SELECT),
    "application rank --cohort WEB-1": (SELECT,),
    "absence proof WEB-1 Martin 2026-11-24 --output OUT": (JUSTIFY,),
    "check --rebuild-search": (RUN,),
    "check --repair": (RUN,),
    "backup OUT": (RUN,),
    "restore 1": (RUN,),
    "passphrase set --new-file LIST": (RUN,),
    "passphrase remove": (RUN,),
    "passphrase page --output OUT": (RUN,),
    "staff add Rea --new-pin-file LIST": (RUN,),
    "staff role Reader manager": (RUN,),
    "staff sign-ons": (RUN,),
    "staff pin Manager --new-pin-file LIST": (RUN,),
    "staff off Reader": (RUN,),
    "staff on Reader": (RUN,),
    "privacy erase Martin --confirm Martin": (ERASE,),
    "privacy keep Martin --reason asked": (ERASE,),
    "privacy done": (ERASE,),
    "privacy period visitor 90": (ERASE,),
}  # fmt: skip

# What every role may, each with its reason.
ANYBODYS = {
    "campus list", "profile rules",
    "application list", "appointment free", "appointment due",
    "appointment referrals", "task list", "absence list", "outcome due", "outcome list",
    "outcome rates", "partner list", "staff list", "privacy review", "privacy periods",
    *(f"list {what}" for what in ("learners", "cohorts", "events", "sheets", "copies", "coaching",
                                  "overtaken",
                                  "resources", "loans", "inside", "passes", "visits")),
    *(f"export {what}" for what in ("calendar", "learners", "registrations", "cohorts", "events",
                                    "figures", "indicators", "applications",
                                    "selection-day")),  # lists of what the screen shows
    "print attendees", "print report", "print employers", "partner report",  # paper of what the screen shows
    "verify", "verify-page", "close-days",  # papers prove themselves; the night comes by itself
    "file",  # each of its sheets asks for TEACH: it takes a scanned page to see
    "salvage", "staff recover", "passphrase recover", "passphrase change",  # ask for a secret
}  # fmt: skip


def leaves(reader: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
    inner = [a for a in reader._actions if isinstance(a, argparse._SubParsersAction)]
    if not inner:
        yield before.strip()
    for name, one in inner[0].choices.items() if inner else ():
        yield from leaves(one, f"{before} {name}")


def test_every_command_says_what_it_takes() -> None:
    said = {
        name
        for name in leaves(parser())
        if any(f"{line} ".startswith(f"{name} ") for line in NEEDS)
    }
    assert said | ANYBODYS == set(leaves(parser()))
    assert said & ANYBODYS == set()


NUMBERS = {"Martin": "MOL-00001", "Coco": "MOL-00002"}
FURNISHING = (
    "campus add MOL --name Molenbeek --country BE",
    "cohort add WEB-1 --training Web --start 2026-11-23 --end 2026-11-27",
    "event add EV-1 --title Fair --start 2026-11-24T14:00 --end 2026-11-24T15:00",
    "import learners LIST.csv --cohort WEB-1",
    "coaching add Martin --coach Coco --start 2026-11-24T09:00",
    "coaching note Martin --aims private",
    "appointment refer Martin --to Vesta --reason private",
    "resource add L-07 --kind laptop",
    "lend L-07 Martin",
    "task add WEB-1 Paper",
    "campus keys --output KEYS",
    "export campus MOL CAMPUS.json",
    "cohort add OLD-1 --training Old --start 2026-09-07 --end 2026-09-11",
    "import learners LIST.csv --cohort OLD-1",
    "absence add WEB-1 Martin 2026-11-24",
    "application add Martin --cohort WEB-1",
    "selection-day add --cohort WEB-1 --start 2026-12-01T09:00 --end 2026-12-01T12:00 --convoke",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a class, a talk, a loan, an application and somebody of every role; files to read."""
    made = tmp_path_factory.mktemp("roles")
    (made / "LIST").write_text("1357", encoding="utf-8")
    (made / "LIST.csv").write_text("Nom;Prénom\nMartin;Léa\nCoach;Coco\n", encoding="utf-8")
    (made / "LIST.ics").write_text("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "utf-8")
    (made / "COHORTS.csv").write_text(
        "Code;Formation;Début;Fin\nWEB-3;Web;2026-11-23;2026-11-27\n", encoding="utf-8"
    )
    (made / "EVENTS.csv").write_text("Code;Titre\nEV-3;Fair\n", encoding="utf-8")
    desk = open_desk(Home(made / "home"))
    for line in FURNISHING:
        if line.startswith("coaching add"):
            coco = desk.read(person_named, who=NUMBERS["Coco"])
            desk.do(set_roles, person_id=coco, roles=[Role.COACH, Role.LEARNER])
        assert act(made, desk, line) == 0, line
    old = desk.read(cohort_id_of, code="OLD-1")
    left = next(row for row in desk.read(roster, cohort_id=old) if "Martin" in row.name)
    desk.do(set_enrolment, enrolment_id=left.enrolment_id, status=EnrolmentStatus.WITHDRAWN)
    hire(desk, *StaffRole)
    desk.back_up()
    desk.close()
    return made


def act(folder: Path, desk: Desk, line: str) -> int:
    arguments = parser().parse_args(typed(folder, line))
    return int(arguments.act(desk, arguments))


def typed(folder: Path, line: str, *more: str) -> list[str]:
    files = {
        "OUT",
        "OUT.csv",
        "CAMPUS.json",
        "KEYS",
        "COHORTS.csv",
        "EVENTS.csv",
        "LIST",
        "LIST.csv",
        "LIST.ics",
    }
    words = [
        str(folder / word) if word in files else NUMBERS.get(word, word) for word in line.split()
    ]
    return ["--home", str(folder / "home"), "--language", "en", *more, *words]


def state(folder: Path) -> tuple[object, ...]:
    """What a refused command leaves as it was: the history, and every file."""
    desk = open_desk(Home(folder / "home"))
    head = desk.audit_head()
    desk.close()
    kept = (folder, folder / "home" / "keys", folder / "home" / "backups")
    return head, sorted(str(path) for one in kept for path in one.iterdir())


@pytest.mark.parametrize("role", list(StaffRole))
def test_each_role_is_refused_what_it_may_not(folder: Path, role: StaffRole) -> None:
    before = state(folder)
    desk = open_desk(Home(folder / "home"))
    desk.sign_on(who(desk, role.value), PIN)
    otherwise = {}
    for line, rights in NEEDS.items():
        if any(may(role, right) for right in rights):
            continue
        try:
            otherwise[line] = act(folder, desk, line)
        except NotAllowed:
            continue
        except DeskError as error:  # nothing is written, but who may not is not told so
            otherwise[line] = str(error)
    desk.close()
    assert otherwise == {}
    assert state(folder) == before


def test_a_refusal_is_a_sentence_and_the_pin_stands_nowhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(PIN_NAME, PIN)
    before = state(folder)
    assert main(typed(folder, "campus add NEW --name New --country BE", "--as", "reader")) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Your role (reader) does not allow this: run the campus")
    assert state(folder) == before
    monkeypatch.setenv(PIN_NAME, "97531")  # wrong, and nothing else that is written looks like it
    assert main(typed(folder, "list learners", "--as", "reader")) == 1
    texts = [capsys.readouterr().err]
    texts += [one.read_text("utf-8", "replace") for one in (folder / "home" / "logs").iterdir()]
    assert "97531" not in "".join(texts)
    with pytest.raises(SystemExit):  # there is no option to type one
        parser().parse_args(["--pin", "97531", "list", "learners"])
