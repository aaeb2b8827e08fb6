"""Codes by which people are known at the door, beside the badge that follows from their key."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, event, exists, insert, literal, select
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from mgdesk.model.base import Base, Keyed
from mgdesk.model.event import Registration
from mgdesk.model.identity import new_key
from mgdesk.model.person import Person
from mgdesk.rules.codes import person_code


class Token(Keyed, Base):
    """Another program's code (a ticket, a card) bound to a person, exactly as it is scanned."""

    __tablename__ = "token"

    code: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("registration.id", ondelete="SET NULL"), index=True
    )
    source: Mapped[str] = mapped_column(default="desk")
    bound_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    registration: Mapped[Registration | None] = relationship()


class FormerBadge(Base):
    """The badge of somebody whose record was deleted: its code alone, which tells nothing of them."""

    __tablename__ = "former_badge"
    is_audited = False

    code: Mapped[str] = mapped_column(primary_key=True)


@event.listens_for(Person, "before_insert")
def _give_badge_code(_mapper: Mapper[Any], _connection: Connection, person: Person) -> None:
    person.id = person.id or new_key()
    person.badge_code = person_code(person.id)


@event.listens_for(Person, "before_delete")
def _remember_badge(_mapper: Mapper[Any], connection: Connection, person: Person) -> None:
    code = person_code(person.id)
    is_known = exists().where(FormerBadge.code == code)
    connection.execute(
        insert(FormerBadge).from_select(["code"], select(literal(code)).where(~is_known))
    )
