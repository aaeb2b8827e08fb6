"""Who works at the desk."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from mgdesk.model.base import Base, Keyed, Versioned
from mgdesk.rules.people import StaffRole
from mgdesk.rules.sign_ons import SignOnKind


class Staff(Keyed, Versioned, Base):
    """Who signs on with a PIN (`services.pins`); with a campus, that is the only one they see."""

    __tablename__ = "staff"
    __table_args__ = (CheckConstraint("name <> ''", name="name"),)

    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[StaffRole] = mapped_column(default=StaffRole.RECEPTION)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    campus_id: Mapped[UUID | None] = mapped_column(ForeignKey("campus.id", ondelete="SET NULL"))
    is_active: Mapped[bool] = mapped_column(default=True)
    pin_set_at: Mapped[datetime | None]


class SignOn(Keyed, Base):
    """Somebody of the staff came to a computer, left it, or gave a wrong PIN there: only added.

    Triggers refuse changes; what is old goes by the yearly review (`services.privacy.note_review`).
    Not undone, so not audited. A name that nobody here has is not noted.
    """

    __tablename__ = "sign_on"
    __table_args__ = (Index("ix_sign_on_at", "at"),)
    is_audited = False

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[SignOnKind]
    computer: Mapped[str]
    at: Mapped[datetime]
