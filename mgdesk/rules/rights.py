"""Who may do what: the rights of each role at the desk.

A right is named for the work it opens. A manager runs the campus but does not read what was told to
a coach; a reader looks and changes nothing.
"""

from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_
from mgdesk.rules.people import StaffRole


class Right(StrEnum):
    WELCOME = "welcome"
    PLAN = "plan"
    TEACH = "teach"
    JUSTIFY = "justify"
    ISSUE = "issue"
    BOOK = "book"
    COACH = "coach"
    SELECT = "select"
    FOLLOW = "follow"
    RUN = "run"
    ERASE = "erase"


RIGHT_LABELS: Final = {
    Right.WELCOME: N_("take people in, correct their records, check them in, lend things"),
    Right.PLAN: N_("plan cohorts, timetables and events, enrol people"),
    Right.TEACH: N_("mark attendance and absences"),
    Right.JUSTIFY: N_("see the proofs of absences"),
    Right.ISSUE: N_("print and register papers"),
    Right.BOOK: N_("book coaching appointments"),
    Right.COACH: N_("read and write coaching notes"),
    Right.SELECT: N_("interview applicants and decide on them"),
    Right.FOLLOW: N_("follow people after their training"),
    Right.RUN: N_("run the campus: settings, funders, staff, keys, copies"),
    Right.ERASE: N_("merge and erase people, review what is kept"),
}

_DESK: Final = {
    Right.WELCOME, Right.PLAN, Right.TEACH, Right.JUSTIFY, Right.ISSUE, Right.BOOK, Right.FOLLOW,
}  # fmt: skip

RIGHTS_OF: Final[dict[StaffRole, frozenset[Right]]] = {
    StaffRole.RECEPTION: frozenset(_DESK),
    StaffRole.TRAINER: frozenset({Right.TEACH}),
    StaffRole.COACH: frozenset(
        {Right.WELCOME, Right.BOOK, Right.COACH, Right.SELECT, Right.FOLLOW}
    ),
    StaffRole.MANAGER: frozenset(set(Right) - {Right.COACH}),
    StaffRole.READER: frozenset(),
}

# What was told in confidence: table → whose right it takes, and the columns that nobody else reads,
# wherever rows go out whole. Proofs of absences are often medical: whoever marks need not see them.
TOLD: Final[dict[str, tuple[Right, frozenset[str]]]] = {
    "coaching_session": (Right.COACH, frozenset({"aims", "points", "action_plan"})),
    "plan_step": (Right.COACH, frozenset({"what", "who"})),
    "referral": (Right.COACH, frozenset({"reason", "answer"})),
    "interview": (Right.SELECT, frozenset({"note"})),
    "interview_score": (Right.SELECT, frozenset({"points"})),
    "absence": (Right.JUSTIFY, frozenset({"proof_id", "note"})),
}
# Of these, what was told to a coach: even a file of the whole campus leaves it out.
COACHED: Final = {
    table: columns for table, (right, columns) in TOLD.items() if right is Right.COACH
}


def hidden(table: str, role: StaffRole | None) -> frozenset[str]:
    """The columns of a table that a role does not read; nobody's role, as without staff, reads all."""
    right, columns = TOLD.get(table, (None, frozenset()))
    return columns if role and right and not may(role, right) else frozenset()


def may(role: StaffRole, right: Right) -> bool:
    return right in RIGHTS_OF[role]
