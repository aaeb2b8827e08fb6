"""People: one record whatever their roles, and nothing required but a name."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mgdesk.model.base import Base, Keyed, Versioned
from mgdesk.model.campus import Campus
from mgdesk.rules import names
from mgdesk.rules.codes import person_code
from mgdesk.rules.people import ConsentKind, Gender, Role


def _badge_code(context: Any) -> str:
    """For rows that undo brings back from before there was such a column."""
    return person_code(context.get_current_parameters()["id"])


class Person(Keyed, Versioned, Base):
    """One human: applicant, learner, co-worker, coached founder, guest, visitor, trainer alike."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("surname <> '' OR first_name <> ''", name="name"),
        UniqueConstraint("campus_id", "learner_number"),
        # Long lists are read from these a window at a time (queries.people_window).
        Index("ix_person_sort_key", "sort_key", "id"),
        Index("ix_person_badge_code", "badge_code", unique=True),
        Index("ix_person_learner_number", "learner_number"),
        Index("ix_person_birth_date", "birth_date", "id"),
        Index("ix_person_campus_id_sort_key", "campus_id", "sort_key", "id"),
        Index("ix_person_campus_id_birth_date", "campus_id", "birth_date", "id"),
    )

    surname: Mapped[str] = mapped_column(default="")
    first_name: Mapped[str] = mapped_column(default="")
    call_name: Mapped[str] = mapped_column(default="")
    second_name: Mapped[str] = mapped_column(default="")  # the whole name in another script
    birth_date: Mapped[date | None]
    birth_place: Mapped[str] = mapped_column(default="")
    gender: Mapped[Gender | None]
    phone: Mapped[str] = mapped_column(default="")  # E.164 when it parses, else as typed
    email: Mapped[str] = mapped_column(default="")  # may be shared between relatives
    language: Mapped[str] = mapped_column(default="")  # of their paper; empty: the campus's
    street: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    municipality: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    emergency_contact: Mapped[str] = mapped_column(default="")
    emergency_phone: Mapped[str] = mapped_column(default="")
    national_number: Mapped[str] = mapped_column(default="")  # optional, shown masked
    note: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(
        default=""
    )  # where the record came from: desk, a file's name
    learner_number: Mapped[str | None]  # MOL-00042, per campus
    campus_id: Mapped[UUID | None] = mapped_column(ForeignKey("campus.id", ondelete="SET NULL"))
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("picture.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    # Restricted: kept, and not used. Erased: an empty record that keeps the figures; `erase_on` is
    # when the rest of somebody erased in part may go (services.privacy).
    restricted_at: Mapped[datetime | None]
    restricted_reason: Mapped[str] = mapped_column(default="")
    erased_at: Mapped[datetime | None]
    erase_on: Mapped[date | None]
    sort_key: Mapped[str] = mapped_column(default="")  # folded surname, then first name: see below
    badge_code: Mapped[str | None] = mapped_column(default=_badge_code)  # kept to be looked up

    campus: Mapped[Campus | None] = relationship()
    roles: Mapped[list["PersonRole"]] = relationship(
        back_populates="person", cascade="all, delete-orphan"
    )
    consents: Mapped[list["Consent"]] = relationship(
        back_populates="person", cascade="all, delete-orphan"
    )


@event.listens_for(Person, "before_insert")
@event.listens_for(Person, "before_update")
def _set_sort_key(_mapper: Any, _connection: Any, person: Person) -> None:
    """Whoever writes a name writes its place in lists: no service has to think of it."""
    person.sort_key = names.sort_key(person.first_name or "", person.surname or "")


class PersonRole(Keyed, Base):
    """A hat that a person wears or wore."""

    __tablename__ = "person_role"
    __table_args__ = (
        UniqueConstraint("person_id", "role"),
        Index("ix_person_role_role", "role", "person_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[Role]
    since: Mapped[datetime]

    person: Mapped[Person] = relationship(back_populates="roles")


class Consent(Keyed, Base):
    """What a person allowed or refused, in which words, and when."""

    __tablename__ = "consent"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ConsentKind]
    is_given: Mapped[bool]
    wording: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")  # of the wording
    is_on_paper: Mapped[bool] = mapped_column(default=False)  # a signed form is kept elsewhere
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(back_populates="consents")
