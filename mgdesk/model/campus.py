"""Campuses, their rooms, who signs for them, and the pictures that go on their paper."""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mgdesk.model.base import Base, Keyed, Versioned
from mgdesk.model.partner import FunderProfile


class Picture(Keyed, Base):
    """An image kept in the data: a logo, a photo, a signature, a scanned proof."""

    __tablename__ = "picture"
    __table_args__ = (CheckConstraint("length(content) <= 20000000", name="size"),)

    name: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str]
    content: Mapped[bytes]
    digest: Mapped[str] = mapped_column(unique=True)  # SHA-256, hexadecimal


class Campus(Keyed, Versioned, Base):
    """A site: data, never code. Its country decides holidays, its zone the clock, its languages the paper."""

    __tablename__ = "campus"
    __table_args__ = (
        CheckConstraint("code <> ''", name="code"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("length(country) = 2", name="country"),
    )

    code: Mapped[str] = mapped_column(unique=True)  # also the prefix of its numbers: MOL
    name: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    registration: Mapped[str] = mapped_column(default="")  # company or recognition number
    street: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    country: Mapped[str]  # ISO 3166-1 alpha-2
    region: Mapped[str] = mapped_column(
        default=""
    )  # subdivision for holidays, such as PD for Padua
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    languages: Mapped[list[str]]  # the first is the one its paper speaks by default
    zone: Mapped[str]  # IANA name: Europe/Brussels
    accent: Mapped[str] = mapped_column(default="#0B6E69")
    style: Mapped[dict[str, Any]] = mapped_column(default=dict)  # of rules.style.PaperStyle
    logo_id: Mapped[UUID | None] = mapped_column(ForeignKey("picture.id", ondelete="SET NULL"))
    funder_profile_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("funder_profile.id", ondelete="SET NULL")
    )
    is_demo: Mapped[bool] = mapped_column(default=False)
    has_national_numbers: Mapped[bool] = mapped_column(default=False)  # by law an exception

    logo: Mapped[Picture | None] = relationship()
    funder_profile: Mapped[FunderProfile | None] = relationship()
    rooms: Mapped[list["Room"]] = relationship(
        back_populates="campus", cascade="all, delete-orphan", order_by="Room.name"
    )
    signatories: Mapped[list["Signatory"]] = relationship(
        back_populates="campus", cascade="all, delete-orphan", order_by="Signatory.position"
    )


class Room(Keyed, Base):
    __tablename__ = "room"
    __table_args__ = (
        UniqueConstraint("campus_id", "name"),
        CheckConstraint("capacity IS NULL OR capacity >= 0", name="capacity"),
    )

    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="CASCADE"))
    name: Mapped[str]
    capacity: Mapped[int | None]

    campus: Mapped[Campus] = relationship(back_populates="rooms")


class Signatory(Keyed, Base):
    """Who signs for a campus; the first by position signs unless somebody else is chosen."""

    __tablename__ = "signatory"
    __table_args__ = (UniqueConstraint("campus_id", "name"),)

    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="CASCADE"))
    name: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    signature_id: Mapped[UUID | None] = mapped_column(ForeignKey("picture.id", ondelete="SET NULL"))

    campus: Mapped[Campus] = relationship(back_populates="signatories")
    signature: Mapped[Picture | None] = relationship()
