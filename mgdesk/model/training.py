"""The catalogue: what is taught, apart from when and to whom."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mgdesk.model.base import Base, Keyed, Versioned


class Training(Keyed, Versioned, Base):
    __tablename__ = "training"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("planned_minutes IS NULL OR planned_minutes >= 0", name="planned_minutes"),
    )

    title: Mapped[str] = mapped_column(unique=True)
    objectives: Mapped[str] = mapped_column(default="")  # one a line, one to five lines
    planned_minutes: Mapped[int | None]
