"""Which rights the commands of the pages take, by the id of the command: said early in menus, and
whether whoever is at the desk has them: said early by buttons (`needs`).

Only said: what a role may not do, the services refuse. A command that is not here is anybody's, or
says itself what it needs (`Action.needs`).
"""

from collections.abc import Callable
from typing import Final

from mgdesk.rules.rights import Right

_WELCOME: Final = (Right.WELCOME,)
_PLAN: Final = (Right.PLAN,)
_TEACH: Final = (Right.TEACH,)
_ISSUE: Final = (Right.ISSUE,)
_RUN: Final = (Right.RUN,)

NEEDS: Final[dict[str, tuple[Right, ...]]] = {
    "new": (Right.WELCOME, Right.PLAN),
    "kiosk": _WELCOME,
    "cohort.certificates": _ISSUE, "cohort.papers": _ISSUE, "cohort.sheets": _ISSUE,
    "cohort.delete": _PLAN, "cohort.edit": _PLAN, "cohort.enrol": _PLAN, "cohort.import": _PLAN,
    "paper.file": _TEACH, "paper.scan": _TEACH, "paper.next": _ISSUE,
    "coworking.announce": _WELCOME, "coworking.back": _WELCOME, "coworking.check_in": _WELCOME,
    "coworking.check_out": _WELCOME, "coworking.left": _WELCOME, "coworking.lend": _WELCOME,
    "coworking.pass": _WELCOME, "coworking.seat": _WELCOME,
    "event.delete": _PLAN, "event.edit": _PLAN, "event.import": _PLAN, "event.papers": _ISSUE,
    "event.register": _WELCOME,
    "application.decide": (Right.SELECT, Right.WELCOME), "application.interview": (Right.SELECT,),
    "application.enrol": (Right.SELECT,), "application.criteria": (Right.SELECT,),
    "application.plan": (Right.SELECT,), "application.convoke": (Right.SELECT,),
    "application.day_papers": (Right.ISSUE, Right.SELECT),
    "application.letters": (Right.ISSUE, Right.SELECT),
    "application.edit": _WELCOME, "application.delete": _WELCOME, "application.import": _PLAN,
    "coaching.book": (Right.BOOK,), "coaching.change": (Right.BOOK,),
    "coaching.note": (Right.COACH,), "coaching.print": (Right.COACH,),
    "coaching.hours": (Right.BOOK,),
    "referral.new": (Right.COACH,), "referral.answer": (Right.COACH,),
    "calendar.move": (Right.BOOK, Right.PLAN), "calendar.import": (Right.BOOK, Right.PLAN),
    "calendar.waiting": (Right.BOOK,), "calendar.done": (Right.BOOK,),
    "calendar.excused": (Right.BOOK,), "calendar.cancelled": (Right.BOOK,),
    "calendar.no_show": (Right.BOOK,),
    "loan.back": _WELCOME, "loan.lend": _WELCOME, "loan.print": _WELCOME,
    "people.import": _PLAN, "people.letter": _WELCOME,
    "people.merge": _WELCOME, "person.card": _WELCOME, "person.certificates": _ISSUE,
    "person.codes": _WELCOME, "person.edit": _WELCOME, "person.photo": _WELCOME,
    "person.delete": (Right.ERASE,),
    "passphrase": _RUN, "recovery-key": _RUN,
    "today.certificates": _ISSUE, "today.check_in": _WELCOME, "today.check_out": _WELCOME,
    "today.reason": _WELCOME, "check-in": _WELCOME,
}  # fmt: skip


def _everybody(*_rights: Right) -> bool:
    return True


_asked: Callable[..., bool] = _everybody


def ask(may: Callable[..., bool]) -> None:
    """Who is asked from now on what whoever is at the desk may."""
    global _asked  # noqa: PLW0603 - one desk a window, one window a program
    _asked = may


def may(*rights: Right) -> bool:
    """Whether whoever is at the desk has one of these rights; none are anybody's."""
    return not rights or _asked(*rights)
