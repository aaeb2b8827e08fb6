"""A session with everything that could leave a trace of a person, ended in the middle by a kill.

Run as a program, with the home, a list to import, and the planted names; see test_planted_names.py.
"""

import logging
import os
import signal
import sys
from argparse import Namespace
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from mgdesk import cli, log, settings
from mgdesk.__main__ import main
from mgdesk.cli.parser import parser
from mgdesk.desk import WrongPin, open_desk
from mgdesk.paths import Home
from mgdesk.rules.passphrase import Secret
from mgdesk.rules.people import StaffRole
from mgdesk.services import documents
from mgdesk.services.staff import add_staff
from mgdesk.settings import Settings
from mgdesk.storage import wraps
from mgdesk.ui import crash
from mgdesk.ui.editors import printing
from mgdesk.ui.kit import printqueue
from tests.cohort_scene import FRIDAY, MONDAY, add_campus, add_cohort
from tests.storage import deeds

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1@planted
DTSTART:20261201T090000Z
DTEND:20261201T100000Z
SUMMARY:{name}
DESCRIPTION:{name}
END:VEVENT
END:VCALENDAR
"""
WEEK: dict[str, Any] = {"first_day": MONDAY, "last_day": FRIDAY}


def live(home: Home, listed: Path, names: list[str]) -> None:
    wraps.PASSES, wraps.MEMORY = 1, 64  # type: ignore[misc]  # its costs are not what is looked at
    desk = open_desk(home)
    desk.vault.set_passphrase("quatre mots bien choisis", Secret())
    os.environ["MGDESK_PASSPHRASE"] = "quatre mots bien choisis"
    add_campus(desk)
    cohort_id = add_cohort(desk, code="WEB-9")
    typed = ["--home", str(home.root), "import", "learners", str(listed), "--cohort", "WEB-9"]
    assert main(typed) == 0
    break_down(home, names)
    write_everywhere(home, listed.parent, desk, names)
    ids = [desk.do(deeds.add_person, name=name) for name in names]
    desk.do(deeds.rename, person_id=ids[0], name=names[0])
    for person_id in ids:
        desk.do(deeds.remove, person_id=person_id)
        desk.undo()
    desk.do(documents.issue_sheets, cohort_id=cohort_id, **WEEK)
    copy = desk.back_up()
    desk.back_up_routinely()
    desk.try_restore()
    desk.restore(copy)
    drawn = look_at_paper(desk, cohort_id)
    with pypdfium2.PdfDocument(drawn) as pdf:
        assert "Zéphyrine" in pdf[0].get_textpage().get_text_bounded()
    with printqueue._shown(drawn):
        # The desk is open, its WAL full, a paper on its way to the printer: the worst moment.
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)


def write_everywhere(home: Home, folder: Path, desk: Any, names: list[str]) -> None:
    """Applications, referrals, absences with proofs, tasks, a calendar, an erasure; then staff."""
    one, other = names[:2]
    proof, calendar = folder / "proof.png", folder / "times.ics"
    drawn = PngInfo()
    drawn.add_text("Author", one)
    Image.new("RGB", (40, 40), "white").save(proof, pnginfo=drawn)
    calendar.write_text(CALENDAR.format(name=one), encoding="utf-8", newline="\r\n")
    for words in (
        ("application", "add", other, "--cohort", "WEB-9", "--motivation", one),
        ("application", "status", other, "refused", "--reason", one, "--by", one),
        ("appointment", "refer", other, "--to", one, "--reason", one, "--answer", one),
        ("absence", "add", "WEB-9", other, str(MONDAY), "--note", one, "--proof", str(proof)),
        ("task", "add", "WEB-9", one),
        ("visit", "add", other, "--host", one),
        ("import", "calendar", str(calendar)),
        ("person", "export", other, "--output", str(folder / "copy.zip")),
        ("person", "erase", names[2], "--confirm", names[2]),
    ):
        arguments = parser().parse_args(["--home", str(home.root), *words])
        assert arguments.act(desk, arguments) == 0, words
    assert (home.root / "erased.json").exists()
    manager = desk.do(add_staff, name=one, role=StaffRole.MANAGER, pin="2468")
    with suppress(WrongPin):
        desk.sign_on(manager, "1111")
    desk.sign_on(manager, "2468")
    settings.save(Settings(place="learners", campus="MOL"), home.settings)


def look_at_paper(desk, cohort_id) -> bytes:
    draft = partial(documents.draft_sheets, cohort_id=cohort_id, day=MONDAY, **WEEK)
    return printing.drawn_draft(desk, draft, lambda _done, _all: None).data


def break_down(home: Home, names: list[str]) -> None:
    """Faults of ours whose messages name people, in the window and in a command."""

    def act(desk: object, _arguments: Namespace) -> int:
        raise ValueError(names[0])

    arguments = Namespace(act=act, passphrase_file=None)
    assert cli.run(arguments, home) == 1
    log.start_log(home.logs)
    try:
        raise LookupError(names[1])  # noqa: TRY301 - caught as a fault of ours is
    except LookupError as error:
        crash.log(error)
        (home.logs / "report.txt").write_text(crash.report(error), encoding="utf-8")
        logging.getLogger("mgdesk.tests").exception("a fault")


if __name__ == "__main__":
    live(Home(Path(sys.argv[1])), Path(sys.argv[2]), sys.argv[3:])
