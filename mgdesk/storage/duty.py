"""Who is at the desk: it lies in each session, is asked for rights, and signs what is changed."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.rules.people import STAFF_ROLE_LABELS, StaffRole
from mgdesk.rules.rights import RIGHT_LABELS, Right, may

ON_DUTY: Final = "on_duty"


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A member of staff who signed on; `campus_id` is the only campus they see, None: all."""

    staff_id: UUID | None  # None: a kiosk, where visitors check themselves in
    role: StaffRole
    name: str = ""
    campus_id: UUID | None = None

    def may(self, right: Right) -> bool:
        return may(self.role, right)


class NotAllowed(DeskError):
    sentence = N_(
        "Your role ({role}) does not allow this: {right}. Ask somebody whose role allows it."
    )


class OtherCampus(NotAllowed):
    sentence = N_("You see one campus only. Ask a manager who sees the others.")


class NobodyAtTheDesk(DeskError):
    sentence = N_("Nobody has signed on at the desk. Choose your name and type your PIN.")


def on_duty(session: Session) -> OnDuty | None:
    """Who is at the desk; None while the campus has no staff, and when the program acts by itself."""
    found: OnDuty | None = session.info.get(ON_DUTY)
    return found


def demand_of(found: OnDuty | None, *rights: Right) -> None:
    """Raises NotAllowed when somebody is at the desk who has none of these rights."""
    if found is not None and not any(may(found.role, right) for right in rights):
        raise NotAllowed(role=STAFF_ROLE_LABELS[found.role], right=RIGHT_LABELS[rights[0]])


def demand(session: Session, *rights: Right) -> None:
    """Raises NotAllowed when whoever is at the desk has none of these rights."""
    demand_of(on_duty(session), *rights)


def is_allowed(session: Session, *rights: Right) -> bool:
    """Whether whoever is at the desk has one of these rights; all have while there is no staff."""
    found = on_duty(session)
    return found is None or any(map(found.may, rights))


def demand_campus(session: Session, campus_id: UUID | None) -> None:
    """Raises OtherCampus when whoever is at the desk sees one campus only, and this is not it."""
    found = on_duty(session)
    if found is not None and found.campus_id not in {None, campus_id}:
        raise OtherCampus
