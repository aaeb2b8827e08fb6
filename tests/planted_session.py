"""A session with everything that could leave a trace of a person, ended in the middle by a kill.

Run as a program, with the home, a list to import, and the planted names; see test_planted_names.py.
"""

import logging
import os
import signal
import sys
from argparse import Namespace
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2

from mgdesk import cli, log
from mgdesk.__main__ import main
from mgdesk.desk import open_desk
from mgdesk.paths import Home
from mgdesk.rules.passphrase import Secret
from mgdesk.services import documents
from mgdesk.storage import wraps
from mgdesk.ui import crash
from mgdesk.ui.editors import printing
from mgdesk.ui.kit import printqueue
from tests.cohort_scene import FRIDAY, MONDAY, add_campus, add_cohort
from tests.storage import deeds

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
