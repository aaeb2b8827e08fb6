"""Events, who is expected at them, and who came through a door."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mgdesk.model.base import Base, Keyed, Versioned
from mgdesk.model.campus import Campus, Room
from mgdesk.model.partner import Partner
from mgdesk.model.person import Person
from mgdesk.rules.events import CheckInKind, Direction, EventStatus, RegistrationStatus


class Event(Keyed, Versioned, Base):
    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("code <> ''", name="code"),
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("ends_at > starts_at", name="hours"),
        CheckConstraint("capacity IS NULL OR capacity >= 0", name="capacity"),
        Index("ix_event_starts_at", "starts_at"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="RESTRICT"))
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int | None]
    status: Mapped[EventStatus] = mapped_column(default=EventStatus.PLANNED)
    description: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    calendar_uid: Mapped[str] = mapped_column(default="")  # of the calendar that it was read from

    campus: Mapped[Campus] = relationship()
    room: Mapped[Room | None] = relationship()
    partners: Mapped[list["EventPartner"]] = relationship(
        cascade="all, delete-orphan", order_by="EventPartner.position"
    )
    registrations: Mapped[list["Registration"]] = relationship(
        back_populates="event", cascade="all, delete-orphan"
    )


class EventPartner(Keyed, Base):
    __tablename__ = "event_partner"
    __table_args__ = (UniqueConstraint("event_id", "partner_id"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    partner_id: Mapped[UUID] = mapped_column(
        ForeignKey("partner.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)

    partner: Mapped[Partner] = relationship()


class Registration(Keyed, Versioned, Base):
    """A person expected at an event. The waiting list is ordered by `registered_at`."""

    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("event_id", "person_id"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    status: Mapped[RegistrationStatus] = mapped_column(default=RegistrationStatus.CONFIRMED)
    registered_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(default="")  # desk, a file's name
    external_code: Mapped[str] = mapped_column(default="", index=True)  # another program's ticket
    note: Mapped[str] = mapped_column(default="")

    event: Mapped[Event] = relationship(back_populates="registrations")
    person: Mapped[Person] = relationship()


class CheckIn(Keyed, Base):
    """Somebody came or went: inserted, never overwritten."""

    __tablename__ = "check_in"
    __table_args__ = (Index("ix_check_in_campus_id_at", "campus_id", "at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="RESTRICT"))
    at: Mapped[datetime]
    kind: Mapped[CheckInKind]
    direction: Mapped[Direction] = mapped_column(default=Direction.ARRIVAL)
    registration_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("registration.id", ondelete="SET NULL"), index=True
    )
    slot_id: Mapped[UUID | None] = mapped_column(ForeignKey("slot.id", ondelete="SET NULL"))
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"))
    source: Mapped[str] = mapped_column(
        default="desk"
    )  # desk, scan, kiosk; night: closed by itself
    note: Mapped[str] = mapped_column(default="")  # whom a visitor came to see

    person: Mapped[Person] = relationship()
