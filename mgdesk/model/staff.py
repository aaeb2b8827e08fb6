"""Who works at the desk."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mgdesk.model.base import Base, Keyed, Versioned
from mgdesk.rules.people import StaffRole


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
