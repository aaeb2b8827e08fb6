"""Rights, asked for where data is changed: no window and no command goes past them.

Every public service says by `@needs(Right.…)` what it takes. Who is at the desk lies in the
session (`info["on_duty"]`); while the campus has no staff with a PIN nobody is, and all is allowed.
What a service calls in its turn is not asked again: enrolling may give somebody a role.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.rules.people import STAFF_ROLE_LABELS, StaffRole
from mgdesk.rules.rights import RIGHT_LABELS, Right, may

P = ParamSpec("P")
T = TypeVar("T")

ON_DUTY: Final = "on_duty"
_ASKED: Final = "right_asked"


@dataclass(frozen=True)
class OnDuty:
    """Who is at the desk."""

    staff_id: UUID
    role: StaffRole


class NotAllowed(DeskError):
    sentence = N_(
        "Your role ({role}) does not allow this: {right}. Ask somebody whose role allows it."
    )


def demand(session: Session, right: Right) -> None:
    """Raises NotAllowed when whoever is at the desk has not this right."""
    on_duty: OnDuty | None = session.info.get(ON_DUTY)
    if on_duty is not None and not may(on_duty.role, right):
        raise NotAllowed(role=STAFF_ROLE_LABELS[on_duty.role], right=RIGHT_LABELS[right])


def needs(
    right: Right,
) -> Callable[[Callable[Concatenate[Session, P], T]], Callable[Concatenate[Session, P], T]]:
    """Have a service ask for a right before it does anything."""

    def guard(
        service: Callable[Concatenate[Session, P], T],
    ) -> Callable[Concatenate[Session, P], T]:
        @wraps(service)
        def guarded(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> T:
            with _asked_once(session, right):
                return service(session, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined]  # what a test walks through
        return guarded

    return guard


@contextmanager
def _asked_once(session: Session, right: Right) -> Iterator[None]:
    if session.info.get(_ASKED):
        yield
        return
    demand(session, right)
    session.info[_ASKED] = True
    try:
        yield
    finally:
        session.info[_ASKED] = False
