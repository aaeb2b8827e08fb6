"""Commands that make paper: attendance sheets and certificates, as one PDF file."""

import errno
import os
from argparse import Namespace
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING
from uuid import UUID

from mgdesk.cli.output import complain, say
from mgdesk.cli.values import day_here
from mgdesk.desk import Desk
from mgdesk.errors import DeskError, DiskFull, FileCannotBeWritten
from mgdesk.i18n import N_, ngettext
from mgdesk.i18n import gettext as _
from mgdesk.rules.calendar import monday

if TYPE_CHECKING:
    from mgdesk.services.documents import Paper


class NoRoomForPages(DeskError):
    sentence = N_(
        "The disk is full, so the pages are not written; their numbers are kept. Make some room,"
        " then print again."
    )


class NothingToPrint(DeskError):
    sentence = N_(
        "Nobody of {cohort} can have a certificate now. To issue them nevertheless, give --all and"
        " --reason."
    )


def print_attendance(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import documents

    first_day, last_day = _days(arguments)
    cohort_id, chosen = members_asked_for(desk, arguments)
    check_output(arguments.output)
    ids = desk.do(
        documents.issue_sheets,
        cohort_id=cohort_id,
        first_day=first_day,
        last_day=last_day,
        layout=arguments.layout,
        language=arguments.paper_language,
        enrolment_ids=chosen,
    )
    write_issued(desk, ids, arguments.output)
    return 0


def print_certificates(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.services import documents

    if arguments.all and not arguments.reason.strip():
        raise documents.ReasonMissing
    cohort_id, chosen = members_asked_for(desk, arguments)
    check_output(arguments.output)
    is_signed = signing_asked_for(arguments)
    report = desk.do(
        documents.issue_certificates,
        cohort_id=cohort_id,
        enrolment_ids=chosen,
        override_reason=arguments.reason if arguments.all else "",
        language=arguments.paper_language,
    )
    for refused in report.refused:
        say(_("Not issued: {name} ({reason})", name=refused.name, reason=refused.reason))
    if not report.document_ids:
        raise NothingToPrint(cohort=arguments.cohort)
    write_issued(desk, report.document_ids, arguments.output, is_signed=is_signed)
    return 0


def signing_asked_for(arguments: Namespace) -> bool | None:
    """Whether --sign was given; refused before any number is taken. Raises SigningNotInstalled."""
    from mgdesk.services.signing import demand_signing

    if not arguments.sign:
        return None
    demand_signing()
    return True


def members_asked_for(desk: Desk, arguments: Namespace) -> tuple[UUID, list[UUID] | None]:
    """The cohort that was named, and the enrolments of the learners named; nothing for everybody."""
    from mgdesk.queries.cohorts import cohort_id_of
    from mgdesk.services.attendance import enrolment_of

    cohort_id = desk.read(cohort_id_of, code=arguments.cohort)
    chosen = [
        desk.read(enrolment_of, cohort_id=cohort_id, learner=learner)
        for learner in arguments.learner
    ]
    return cohort_id, chosen or None


def check_output(path: Path) -> None:
    """Refuse a place that cannot be written before any number is taken. Raises FileCannotBeWritten."""
    if path.is_dir():
        raise FileCannotBeWritten(path=str(path), reason=os.strerror(errno.EISDIR))
    if path.exists() and not path.is_file():  # writing whole or not at all would replace it
        raise FileCannotBeWritten(path=str(path), reason=os.strerror(errno.ENODEV))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".mgdesk-"):
            pass
    except OSError as error:
        raise FileCannotBeWritten(path=str(path), reason=error.strerror or str(error)) from error


def _days(arguments: Namespace) -> tuple[date, date]:
    """The days asked for; without any, this week's."""
    if arguments.day:
        return arguments.day, arguments.day
    asked: tuple[date, date] | None = arguments.week or arguments.month
    today = monday(day_here())
    return asked or (today, today + timedelta(days=6))


def write_issued(
    desk: Desk, ids: Sequence[UUID], path: Path, *, is_signed: bool | None = None
) -> None:
    """Draw papers of the register to a file, count them as printed, and say how many pages there are.

    Files are signed electronically as `is_signed` says, else as the settings of the campus do.
    """
    from mgdesk.services import documents

    paper = desk.read(documents.paper, document_ids=ids, is_signed=is_signed)
    name_missing(desk, paper)
    try:
        pages = documents.write_pdf(paper, path, fonts=desk.home.fonts)
    except DiskFull as error:  # the numbers are given by now: the same ones are printed next time
        raise NoRoomForPages from error
    desk.do(documents.count_copies, document_ids=ids)
    say(ngettext("{path}: {n} page", "{path}: {n} pages", pages, path=str(path)))


def name_missing(desk: Desk, paper: "Paper") -> None:
    """Name the characters of a paper that no font can draw."""
    from mgdesk.services import documents

    missing = documents.unprintable(paper, desk.home.fonts)
    if missing:
        complain(
            _(
                "No font can draw {characters}: look at these names on the paper, or put a font"
                " that has them into the folder {folder}.",
                characters=missing,
                folder=str(desk.home.fonts),
            )
        )
