"""Employers: who sends people to a short course, hires them, or was founded by one of them."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mgdesk.model.base import Base, Keyed, Versioned
from mgdesk.model.partner import Partner


class Employer(Keyed, Versioned, Base):
    """A company or body, known by its name; `partner` says when it is one of the campus's partners."""

    __tablename__ = "employer"
    __table_args__ = (CheckConstraint("name <> ''", name="name"),)

    name: Mapped[str] = mapped_column(unique=True)
    number: Mapped[str] = mapped_column(default="")  # of its register: KBO/BCE, KVK, SIREN …
    contact: Mapped[str] = mapped_column(default="")  # whom to write to
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    municipality: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("partner.id", ondelete="SET NULL"))

    partner: Mapped[Partner | None] = relationship()
