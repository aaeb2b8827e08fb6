"""Rights, asked for where data is changed: no window and no command goes past them.

Every public service says by `@needs(Right.…)` what it takes. Who is at the desk lies in the
session (`storage.duty`); while the campus has no staff with a PIN nobody is, and all is allowed.
What a service calls in its turn is not asked again: enrolling may give somebody a role.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from mgdesk.rules.rights import Right
from mgdesk.storage.duty import (
    ON_DUTY,
    NobodyAtTheDesk,
    NotAllowed,
    OnDuty,
    demand,
    is_allowed,
    on_duty,
)

__all__ = [
    "ON_DUTY", "NobodyAtTheDesk", "NotAllowed", "OnDuty", "demand", "is_allowed", "needs", "on_duty",
]  # fmt: skip

P = ParamSpec("P")
T = TypeVar("T")

_ASKED: Final = "right_asked"


def needs(
    *rights: Right,
) -> Callable[[Callable[Concatenate[Session, P], T]], Callable[Concatenate[Session, P], T]]:
    """Have a service ask for a right, or for any of several, before it does anything."""

    def guard(
        service: Callable[Concatenate[Session, P], T],
    ) -> Callable[Concatenate[Session, P], T]:
        @wraps(service)
        def guarded(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> T:
            if session.info.get(_ASKED):
                return service(session, *args, **kwargs)
            demand(session, *rights)
            session.info[_ASKED] = True
            try:
                return service(session, *args, **kwargs)
            finally:
                session.info[_ASKED] = False

        guarded.rights = rights  # type: ignore[attr-defined]  # what a test and the window read
        return guarded

    return guard
