"""A campus with a coach, somebody to coach, a room and a laptop."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from mgdesk.desk import Desk
from mgdesk.rules.loans import ResourceKind
from mgdesk.rules.people import Role
from mgdesk.services import campuses, coaching, intake, loans
from tests.cohort_scene import add_campus

TWO = datetime(2026, 11, 25, 14)  # on the campus's clock
NOTE = {"aims": "Find work", "points": "CV ready\nنقطة", "action_plan": "Call on Friday"}


@dataclass(frozen=True)
class Scene:
    desk: Desk
    campus_id: UUID
    room_id: UUID
    amina: UUID
    karim: UUID  # the coach
    laptop: UUID

    def book(self, **values: Any) -> UUID:
        given = {
            "person_id": self.amina,
            "coach_id": self.karim,
            "campus_id": self.campus_id,
            "starts_at": TWO,
            **values,
        }
        return self.desk.do(coaching.book, **given)

    def lend(self, **values: Any) -> UUID:
        given = {"resource_id": self.laptop, "person_id": self.amina, **values}
        return self.desk.do(loans.lend, **given)

    def write(self, coaching_id: UUID, version: int = 1, **texts: str) -> None:
        given = {**NOTE, **texts}
        self.desk.do(coaching.write_note, coaching_id=coaching_id, version=version, **given)


def make_scene(desk: Desk, code: str = "MOL") -> Scene:
    campus_id = add_campus(desk, code)

    def person(first_name: str, surname: str, *roles: Role) -> UUID:
        return desk.do(
            intake.add_person,
            first_name=first_name,
            surname=surname,
            roles=roles,
            campus_id=campus_id,
        )

    return Scene(
        desk,
        campus_id,
        desk.do(campuses.add_room, campus_id=campus_id, name="Ada", capacity=4),
        person("Amina", "El Idrissi", Role.FOUNDER),
        person("Karim", "Coach", Role.COACH),
        desk.do(
            loans.add_resource,
            campus_id=campus_id,
            code="L-07",
            kind=ResourceKind.LAPTOP,
            label="ThinkPad",
        ),
    )
